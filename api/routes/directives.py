"""Directives: drawn up, read, launched."""

import asyncio
import secrets
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response, status

from api import drafting, launching, overlaps
from api.codes import ApiCode
from api.dependencies import ActorDep, ScopeDep, Service, ServiceDep, WindowDep
from api.desk import KEY
from api.drafting import Asked
from api.duplicates import Word
from api.errors import problem
from api.routes.commands import KeyHeader
from api.schemas.directives import (
    DirectiveDetail,
    DirectiveIn,
    DirectiveOut,
    DistinctIn,
    LaunchesIn,
    LaunchIn,
    LaunchOut,
    directive_detail,
    directive_out,
    launch_out,
)
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from thac.domain.actors import Actor
from thac.domain.directives import DirectiveId
from thac.overlapping.looking import Look
from thac.store import directives as stored
from thac.store import dispositions, likenesses
from thac.store.directives import DirectiveState
from thac.store.launches import Launch
from thac.store.queries import directives as queries
from thac.store.queries.directives import DirectiveFilter
from thac.store.queries.scope import Scope

router = APIRouter(tags=["Văn bản chỉ đạo · Directives"])
_ID_BYTES: Final = 8
_DRAWN: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": DirectiveDetail, "description": "Đã lập trước đó · Drawn up before"}
}
_FIRST: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": LaunchOut, "description": "Đã ban hành trước đó · Launched before"}
}


@router.post(
    "/directives",
    status_code=status.HTTP_201_CREATED,
    summary="Lập dự thảo · Draw up a draft",
    responses=_DRAWN | problems(400, 403, 409, 413, 422),
)
def post_directive(  # noqa: PLR0913 - who, what, its key, and where the answer's header goes
    *,
    service: ServiceDep,
    actor: ActorDep,
    scope: ScopeDep,
    body: DirectiveIn,
    response: Response,
    key: KeyHeader = None,
) -> DirectiveDetail:
    """Check the draft and keep it; what forbids launching it is listed, sentence by sentence.

    The same content again is the same draft, and so is the same key.
    """
    kept = drafting.save_draft(service, _asked(actor, body, key))
    response.headers["Location"] = f"/api/v1/directives/{kept.directive}"
    if not kept.first:
        response.status_code = status.HTTP_200_OK
    return _detail(service, scope, kept.directive)


@router.get("/directives", summary="Danh sách văn bản · List directives", responses=problems(422))
def list_directives(
    service: ServiceDep,
    scope: ScopeDep,
    window: WindowDep,
    issuer: Annotated[str | None, Query(max_length=64)] = None,
    state: DirectiveState | None = None,
) -> PageOut[DirectiveOut]:
    """Drafts of one's own scope, and launched directives that gave it something to do; the newest first."""
    wanted = DirectiveFilter(issuer, state)
    found = service.read(lambda connection: queries.directives(connection, scope, wanted, window))
    return page_out(found, [directive_out(line) for line in found.items])


@router.get("/directives/{directive}", summary="Một văn bản và các nhiệm vụ · One directive", responses=problems(404))
def get_directive(service: ServiceDep, scope: ScopeDep, directive: str) -> DirectiveDetail:
    """The header and every task."""
    return _detail(service, scope, directive)


@router.post(
    "/directives/{directive}/launch",
    status_code=status.HTTP_201_CREATED,
    summary="Ban hành · Launch a draft",
    responses=_FIRST | problems(400, 403, 404, 409, 413, 422),
)
async def post_launch(  # noqa: PLR0913 - who, what, his word, and where the answer's status goes
    *,
    service: ServiceDep,
    actor: ActorDep,
    scope: ScopeDep,
    directive: str,
    response: Response,
    body: LaunchIn | None = None,
) -> LaunchOut:
    """Give the work out. Only the office or a supervisor of the issuing agency may.

    What is nearly the same as a directive that runs is questioned; who means it says so in `not_a_duplicate_of`. What
    conflicts with one is refused unless `accepted_conflicts` says why, conflict by conflict.
    """
    await asyncio.to_thread(_require_seen, service, scope, directive)
    launched = await launching.launch(service, actor, directive, _word(body or LaunchIn()))
    return await _launched(service, scope, launched, response)


@router.post(
    "/directives/{directive}/withdraw",
    summary="Rút lại văn bản không ban hành được · Withdraw what could not be launched",
    responses=problems(403, 404, 409),
)
def post_withdraw(service: ServiceDep, actor: ActorDep, scope: ScopeDep, directive: str) -> DirectiveDetail:
    """Make a directive whose launch failed a draft again. One that is mended is launched again instead."""
    _require_seen(service, scope, directive)
    launching.withdraw(service, actor, directive)
    return _detail(service, scope, directive)


@router.post(
    "/launches",
    status_code=status.HTTP_201_CREATED,
    summary="Lập và ban hành ngay · Draw up and launch at once",
    responses=_FIRST | problems(400, 403, 409, 413, 422),
)
async def post_launches(  # noqa: PLR0913 - who, what, its key, and where the answer's status goes
    *,
    service: ServiceDep,
    actor: ActorDep,
    scope: ScopeDep,
    body: LaunchesIn,
    response: Response,
    key: KeyHeader = None,
) -> LaunchOut:
    """Draft and launch in one. Sent again, it is answered with the first launch of the same document."""
    launched = await launching.draft_and_launch(service, _asked(actor, body, key), _word(body))
    return await _launched(service, scope, launched, response)


def _require_seen(service: Service, scope: Scope, directive: DirectiveId) -> None:
    if service.read(lambda connection: queries.directive(connection, scope, directive)) is None:
        raise problem(ApiCode.NOT_FOUND)


def _word(body: DistinctIn) -> Word:
    return Word(body.others, body.reason, body.accepted)


async def _launched(service: Service, scope: Scope, launch: Launch, response: Response) -> LaunchOut:
    if not launch.first:
        response.status_code = status.HTTP_200_OK
    return launch_out(launch, await asyncio.to_thread(overlaps.of_directive, service, scope, launch.directive))


def _asked(actor: Actor, body: DirectiveIn, key: str | None) -> Asked:
    if key is not None and KEY.fullmatch(key) is None:
        raise problem(ApiCode.BAD_KEY)
    return Asked(body.value(secrets.token_hex(_ID_BYTES), body.issuer or actor.agency), actor, key)


def _detail(service: Service, scope: Scope, directive: DirectiveId) -> DirectiveDetail:
    def both(look: Look) -> DirectiveDetail | None:
        connection = look.connection
        line = queries.directive(connection, scope, directive)
        if line is None:
            return None
        return directive_detail(
            line,
            stored.load(connection, directive),
            stored.failure(connection, directive, look.tree.name_of),
            likenesses.distinctions(connection, directive),
            dispositions.accepted(connection, directive),
            overlaps.seen_of(look, scope, directive),
        )

    found = service.looking(both)
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    return found
