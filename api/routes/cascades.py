"""Cascades: how far a directive has come, as a tree of dockets and rolled up by level."""

import sqlalchemy as sa
from fastapi import APIRouter

from api.codes import ApiCode
from api.dependencies import ScopeDep, ServiceDep, WindowDep
from api.errors import problem
from api.schemas.cascades import (
    CascadeDetail,
    CascadeOut,
    DocketDetail,
    ReceiptsOut,
    cascade_out,
    docket_detail,
    level_out,
    receipts_out,
)
from api.schemas.directives import directive_out
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from thac.store import access
from thac.store.queries import cascades as queries
from thac.store.queries import directives
from thac.store.queries.receipts import receipts

router = APIRouter(prefix="/cascades", tags=["Tiến độ văn bản · Cascades"])


@router.get("", summary="Danh sách văn bản đang thực hiện · List cascades", responses=problems(422))
def list_cascades(service: ServiceDep, scope: ScopeDep, window: WindowDep) -> PageOut[CascadeOut]:
    """Each with the highest docket within the reader's scope and its counts; the latest launched first."""
    now = service.deps.clock()
    found = service.read(lambda connection: queries.cascades(connection, scope, window, now))
    return page_out(found, [cascade_out(line) for line in found.items])


@router.get("/{directive}", summary="Cây hồ sơ và số liệu từng cấp · One cascade", responses=problems(404))
def get_cascade(service: ServiceDep, scope: ScopeDep, directive: str) -> CascadeDetail:
    """The highest docket within the reader's scope with those directly below, and the counts of every level."""
    now = service.deps.clock()

    def all_of_it(connection: sa.Connection) -> CascadeDetail | None:
        top = queries.top(connection, scope, directive, now)
        header = directives.directive(connection, scope, directive)
        if top is None or header is None:
            return None
        levels = queries.roll_up(connection, scope, directive, now)
        below = queries.children(connection, scope, top, now)
        return CascadeDetail(
            directive=directive_out(header),
            levels=[level_out(level) for level in levels],
            proposals=queries.proposals(connection, scope, directive),
            top=docket_detail(top, below),
            as_of=now,
        )

    found = service.read(all_of_it)
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    return found


@router.get(
    "/{directive}/dockets/{agency}",
    summary="Hồ sơ của một cơ quan · The docket of one agency",
    responses=problems(404),
)
def get_docket(service: ServiceDep, scope: ScopeDep, directive: str, agency: str) -> DocketDetail:
    """The docket with its counts, and those directly below it."""
    now = service.deps.clock()

    def with_children(connection: sa.Connection) -> DocketDetail | None:
        found = queries.docket(connection, scope, directive, agency, now)
        return None if found is None else docket_detail(found, queries.children(connection, scope, found, now))

    found = service.read(with_children)
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    return found


@router.get(
    "/{directive}/dockets/{agency}/receipts",
    summary="Ai đã ký nhận thay đổi · Who has signed for what was changed",
    responses=problems(404),
)
def get_receipts(service: ServiceDep, scope: ScopeDep, directive: str, agency: str) -> ReceiptsOut:
    """Every change that the docket made, with who has signed for it and who has not."""
    now = service.deps.clock()

    def signed(connection: sa.Connection) -> ReceiptsOut | None:
        docket = queries.docket(connection, scope, directive, agency, now)
        if docket is None:
            return None
        found = receipts(connection, docket)
        return receipts_out(docket, found, access.texts(connection, {one.text for one in found if one.text}))

    found = service.read(signed)
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    return found
