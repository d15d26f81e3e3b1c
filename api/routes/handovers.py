"""Hand-overs of everything at once, when an agency or a person leaves."""

from fastapi import APIRouter, Response

from api import handing_over
from api.dependencies import ActorDep, ServiceDep
from api.errors import RETRY_AFTER_SECONDS
from api.schemas.handovers import HandoverIn, HandoverOut, PersonHandoverIn
from api.schemas.problems import problems

router = APIRouter(prefix="/handovers", tags=["Bàn giao · Hand-overs"])


@router.post(
    "",
    summary="Bàn giao toàn bộ việc của một cơ quan · Hand over an agency's work",
    responses=problems(400, 403, 404, 409, 413, 422),
)
async def post_handover(service: ServiceDep, actor: ActorDep, body: HandoverIn, response: Response) -> HandoverOut:
    """Everything open, of all directives, that the caller's agency gave to one agency; up to ``limit`` at a time."""
    return _told(await handing_over.between_agencies(service, actor, body), response)


@router.post(
    "/persons",
    summary="Bàn giao việc của một người · Hand over a person's work",
    responses=problems(400, 403, 404, 409, 413, 422),
)
async def post_person(service: ServiceDep, actor: ActorDep, body: PersonHandoverIn, response: Response) -> HandoverOut:
    """Everything open that one person of the caller's agency does; up to ``limit`` at a time."""
    return _told(await handing_over.between_persons(service, actor, body), response)


def _told(answer: HandoverOut, response: Response) -> HandoverOut:
    if answer.not_saved:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer
