"""Commands: what offices and units do to assignments, one by one or many at once."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Response
from pydantic import ValidationError

from api.codes import STATUS, ApiCode
from api.dependencies import ActorDep, Service, ServiceDep
from api.desk import Outcome, Request, carry_out, carry_out_all
from api.errors import RETRY_AFTER_SECONDS, ProblemError, invalid, problem
from api.schemas.commands import (
    ITEM,
    AcceptIn,
    AllocateIn,
    BatchIn,
    BatchOut,
    CarriedOut,
    ConfirmIn,
    ItemOut,
    OnAssignment,
    ProgressIn,
    ReturnIn,
    SubmitIn,
    TakeIn,
    allocation,
    errand,
    errand_of,
)
from api.schemas.problems import problems
from api.schemas.words import AgencyCode, DirectiveCode
from thac.domain.commands import Actor

router = APIRouter(tags=["Thao tác · Commands"])

KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Gửi lại cùng mã thì không làm hai lần. · The same key again does nothing twice.",
    ),
]
_PROBLEMS: Final = problems(400, 403, 404, 409, 413, 422)


@router.post("/assignments/{assignment}/accept", summary="Xác nhận tiếp nhận · Accept", responses=_PROBLEMS)
async def accept(
    service: ServiceDep, actor: ActorDep, assignment: str, body: AcceptIn | None = None, key: KeyHeader = None
) -> CarriedOut:
    """The unit confirms that it received the assignment."""
    return await _carry(service, actor, assignment, body or AcceptIn(), key)


@router.post(
    "/assignments/{assignment}/take", summary="Phân công người thực hiện · Name the person", responses=_PROBLEMS
)
async def take(
    service: ServiceDep, actor: ActorDep, assignment: str, body: TakeIn, key: KeyHeader = None
) -> CarriedOut:
    """The unit names who does the work."""
    return await _carry(service, actor, assignment, body, key)


@router.post("/assignments/{assignment}/progress", summary="Cập nhật tiến độ · Report progress", responses=_PROBLEMS)
async def progress(
    service: ServiceDep, actor: ActorDep, assignment: str, body: ProgressIn, key: KeyHeader = None
) -> CarriedOut:
    """How far the work is, with a note."""
    return await _carry(service, actor, assignment, body, key)


@router.post("/assignments/{assignment}/submit", summary="Báo cáo kết quả · Submit the result", responses=_PROBLEMS)
async def submit(
    service: ServiceDep, actor: ActorDep, assignment: str, body: SubmitIn | None = None, key: KeyHeader = None
) -> CarriedOut:
    """The lead claims the result; the issuing office confirms or returns it."""
    return await _carry(service, actor, assignment, body or SubmitIn(), key)


@router.post("/assignments/{assignment}/confirm", summary="Phê duyệt · Confirm the result", responses=_PROBLEMS)
async def confirm(
    service: ServiceDep, actor: ActorDep, assignment: str, body: ConfirmIn | None = None, key: KeyHeader = None
) -> CarriedOut:
    """The issuing office confirms; over open work below only by its explicit word."""
    return await _carry(service, actor, assignment, body or ConfirmIn(), key)


@router.post("/assignments/{assignment}/return", summary="Trả lại · Return the result", responses=_PROBLEMS)
async def give_back(
    service: ServiceDep, actor: ActorDep, assignment: str, body: ReturnIn | None = None, key: KeyHeader = None
) -> CarriedOut:
    """The issuing office gives the result back to be done again."""
    return await _carry(service, actor, assignment, body or ReturnIn(), key)


@router.post("/dockets/{directive}/{agency}/allocate", summary="Giao nhiệm vụ · Allocate a task", responses=_PROBLEMS)
async def allocate(  # noqa: PLR0913 - who, where, what, and its key
    *,
    service: ServiceDep,
    actor: ActorDep,
    directive: DirectiveCode,
    agency: AgencyCode,
    body: AllocateIn,
    key: KeyHeader = None,
) -> CarriedOut:
    """The office gives a task to one lead, or a copy to each of several."""
    return await carry_out(service, actor, Request(allocation(directive, agency, body), key))


@router.post("/commands", summary="Nhiều thao tác một lần · Many commands at once", responses=problems(400, 413, 422))
async def batch(service: ServiceDep, actor: ActorDep, body: BatchIn, response: Response) -> BatchOut:
    """Up to 100 commands, over any dockets. Each has its own answer; one bad command turns no neighbour away."""
    read = [_read(item, place) for place, item in enumerate(body.commands)]
    carried = iter(await carry_out_all(service, actor, [one for one in read if isinstance(one, Request)]))
    answers = [_item(one if isinstance(one, ProblemError) else next(carried)) for one in read]
    unsaved = sum(answer.status == STATUS[ApiCode.NOT_SAVED] for answer in answers)
    done = sum(answer.answer is not None for answer in answers)
    if unsaved:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return BatchOut(carried_out=done, refused=len(answers) - done - unsaved, not_saved=unsaved, answers=answers)


async def _carry(service: Service, actor: Actor, assignment: str, body: OnAssignment, key: str | None) -> CarriedOut:
    try:
        wanted = errand(assignment, body)
    except ValueError:
        raise problem(ApiCode.NOT_FOUND) from None
    return await carry_out(service, actor, Request(wanted, key))


def _read(item: dict[str, Any], place: int) -> Request | ProblemError:
    try:
        command = ITEM.validate_python(item)
    except ValidationError as error:
        # The first part of each place is the command's own name, by which the kind of item was chosen.
        return invalid(
            [one | {"loc": ("commands", place, *one["loc"][1:])} for one in error.errors(include_input=False)]
        )
    try:
        return Request(errand_of(command), command.idempotency_key)
    except ValueError:
        return problem(ApiCode.NOT_FOUND)


def _item(outcome: Outcome) -> ItemOut:
    if isinstance(outcome, ProblemError):
        return ItemOut(status=outcome.status, problem=outcome.body)
    return ItemOut(status=200, answer=outcome)
