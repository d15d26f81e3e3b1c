"""Directives: drawn up, read, launched."""

import asyncio
import secrets
from typing import Annotated, Any, Final

import sqlalchemy as sa
from fastapi import APIRouter, Query, Response, status

from api import launching
from api.codes import ApiCode
from api.dependencies import ActorDep, ScopeDep, Service, ServiceDep, WindowDep
from api.errors import problem
from api.schemas.directives import (
    DirectiveDetail,
    DirectiveIn,
    DirectiveOut,
    LaunchOut,
    directive_detail,
    directive_out,
    launch_out,
)
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from thac.domain.commands import Actor
from thac.domain.directives import Directive, DirectiveId
from thac.store import directives as stored
from thac.store.directives import DirectiveState, Launch
from thac.store.queries import directives as queries
from thac.store.queries.directives import DirectiveFilter
from thac.store.queries.scope import Scope

router = APIRouter(tags=["Văn bản chỉ đạo · Directives"])
_ID_BYTES: Final = 8
_FIRST: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": LaunchOut, "description": "Đã ban hành trước đó · Launched before"}
}


@router.post(
    "/directives",
    status_code=status.HTTP_201_CREATED,
    summary="Lập dự thảo · Draw up a draft",
    responses=problems(400, 403, 413, 422),
)
def post_directive(
    service: ServiceDep, actor: ActorDep, scope: ScopeDep, body: DirectiveIn, response: Response
) -> DirectiveDetail:
    """Check the draft and keep it; what forbids launching it is listed, sentence by sentence."""
    drafted = _drafted(actor, body)
    launching.save_draft(service, actor, drafted)
    response.headers["Location"] = f"/api/v1/directives/{drafted.id}"
    return _detail(service, scope, drafted.id)


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
    responses=_FIRST | problems(403, 404, 422),
)
async def post_launch(
    service: ServiceDep, actor: ActorDep, scope: ScopeDep, directive: str, response: Response
) -> LaunchOut:
    """Give the work out. Only the office or a supervisor of the issuing agency may."""
    seen = await asyncio.to_thread(
        service.read, lambda connection: queries.directive(connection, scope, directive) is not None
    )
    if not seen:
        raise problem(ApiCode.NOT_FOUND)
    return _launched(await launching.launch(service, actor, directive), response)


@router.post(
    "/launches",
    status_code=status.HTTP_201_CREATED,
    summary="Lập và ban hành ngay · Draw up and launch at once",
    responses=_FIRST | problems(400, 403, 413, 422),
)
async def post_launches(service: ServiceDep, actor: ActorDep, body: DirectiveIn, response: Response) -> LaunchOut:
    """Draft and launch in one. Sent again, it is answered with the first launch of the same document."""
    return _launched(await launching.draft_and_launch(service, actor, _drafted(actor, body)), response)


def _launched(launch: Launch, response: Response) -> LaunchOut:
    if not launch.first:
        response.status_code = status.HTTP_200_OK
    return launch_out(launch)


def _drafted(actor: Actor, body: DirectiveIn) -> Directive:
    return body.value(secrets.token_hex(_ID_BYTES), body.issuer or actor.agency)


def _detail(service: Service, scope: Scope, directive: DirectiveId) -> DirectiveDetail:
    def both(connection: sa.Connection) -> DirectiveDetail | None:
        line = queries.directive(connection, scope, directive)
        return None if line is None else directive_detail(line, stored.load(connection, directive))

    found = service.read(both)
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    return found
