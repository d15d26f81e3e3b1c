"""Directives and their cascades: the list, how far each has come, what is late and who holds the clock."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, RedirectResponse, Response

from api import launching
from api.codes import ApiCode
from api.dependencies import LAUNCHING_ROLES, WindowDep
from api.errors import ProblemError, problem
from api.web.correcting import worded
from api.web.forms import FormDep
from api.web.holders import holder
from api.web.launch_word import word_of
from api.web.menu import EVERYBODY, MENU, Entry
from api.web.progress import progress_of
from api.web.rendering import HEADERS, page
from api.web.showing import DIRECTIVE_STATES, Filled, options
from api.web.visiting import Visit, VisitDep
from thac.domain.agencies import AgencyTree, Role
from thac.domain.assignments import Timeliness
from thac.store import directives as stored
from thac.store import oral_orders
from thac.store.directives import DirectiveState
from thac.store.queries import cascades, directives
from thac.store.queries.assignments import AssignmentFilter, assignments
from thac.store.queries.cascades import DocketLine
from thac.store.queries.directives import DirectiveFilter, DirectiveLine
from thac.store.queries.pages import Page, Window
from thac.store.queries.receivers import Order, receivers

router = APIRouter()
MENU.append(Entry("/directives", "Văn bản chỉ đạo · Directives", EVERYBODY - {Role.ADMINISTRATOR}))
_LISTED: Final = 20
_RECEIVERS: Final = 25
_LATE: Final = 10
Code = Annotated[str | None, Query(max_length=64)]


@router.get("/directives")
def get_directives(
    visit: VisitDep,
    window: WindowDep,
    state: DirectiveState | None = None,
    issuer: Code = None,
) -> Response:
    """Those that gave the reader's scope something to do, and his own drafts; the newest first."""
    wanted = DirectiveFilter(issuer or None, state)
    part = Window(min(window.limit, _LISTED), window.offset)
    found, counts = visit.service.read(lambda connection: _listed(connection, visit, wanted, part))
    return page(
        visit,
        "directives.html.j2",
        directives=found.items,
        paged=paged(found),
        counts=counts,
        state=state,
        issuer=issuer,
        states=options(visit.say, DIRECTIVE_STATES),
        state_words={code.value: visit.say(*words) for code, words in DIRECTIVE_STATES.items()},
    )


@router.get("/directives/{directive}")
def get_directive(  # noqa: PLR0913, PLR0917 - which part of which cascade
    visit: VisitDep,
    directive: str,
    window: WindowDep,
    at: Code = None,
    order: Order = Order.LATE,
    late: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The cascade from the docket of one agency downwards; without one, from the highest that the reader may see."""
    return _page(visit, directive, _View(at, order, Window(_RECEIVERS, window.offset), Window(_LATE, late)))


@router.get("/directives/{directive}/progress")
def get_progress(
    visit: VisitDep, directive: str, of: Annotated[int | None, Query(ge=0, le=100_000)] = None
) -> JSONResponse:
    """How far the launch has come."""

    def found(connection: sa.Connection) -> dict[str, Any]:
        line = directives.directive(connection, visit.scope, directive)
        if line is None:
            raise problem(ApiCode.NOT_FOUND)
        reached = progress_of(visit.service, connection, line, visit.now, of)
        if reached is None:
            return {"state": line.state.value, "under_way": False}
        return {
            "state": line.state.value,
            "under_way": reached.under_way,
            "opened": reached.opened,
            "of": reached.expected,
        }

    return JSONResponse(visit.service.read(found), headers=HEADERS)


@router.post("/directives/{directive}/launch")
async def post_launch(visit: VisitDep, form: FormDep, directive: str) -> Response:
    """Launch what was drawn up, or what failed."""
    await asyncio.to_thread(_require_seen, visit, directive)
    try:
        launched = await launching.launch(visit.service, visit.actor, directive, word_of(form))
    except ProblemError as error:
        if error.code == ApiCode.LAUNCH_PENDING:
            return RedirectResponse(f"/directives/{directive}?done=pending", 303)
        return await asyncio.to_thread(_page, visit, directive, _View(), worded(error))
    return RedirectResponse(f"/directives/{launched.directive}?done=launched", 303)


@router.post("/directives/{directive}/withdraw")
def post_withdraw(visit: VisitDep, _: FormDep, directive: str) -> Response:
    """Make a draft again of what could not be launched."""
    _require_seen(visit, directive)
    try:
        launching.withdraw(visit.service, visit.actor, directive)
    except ProblemError as error:
        return _page(visit, directive, _View(), worded(error))
    return RedirectResponse(f"/directives/{directive}?done=withdrawn", 303)


@dataclass(frozen=True, slots=True)
class _View:
    """Which part of a cascade is looked at."""

    at: str | None = None
    order: Order = Order.LATE
    receivers: Window = field(default_factory=lambda: Window(_RECEIVERS))
    late: Window = field(default_factory=lambda: Window(_LATE))


def _listed(
    connection: sa.Connection, visit: Visit, wanted: DirectiveFilter, window: Window
) -> tuple[Page[DirectiveLine], Mapping[str, DocketLine]]:
    """The part of the list, and by directive the highest docket of each that the reader may see."""
    found = directives.directives(connection, visit.scope, wanted, window)
    return found, cascades.tops(connection, visit.scope, [line.id for line in found.items], visit.now)


def _page(visit: Visit, directive: str, view: _View, told: ProblemError | None = None) -> Response:
    shown = visit.service.read(lambda connection: _shown(connection, visit, directive, view))
    return page(
        visit,
        "directive.html.j2",
        200 if told is None else told.status,
        **shown,
        view=view,
        orders=list(Order),
        problem=told,
        fields=Filled(),
        duplicates=() if told is None else told.more.get("duplicates", ()),
        conflicts=() if told is None else told.more.get("conflicts", ()),
        done=visit.request.query_params.get("done"),
        kind=visit.request.query_params.get("kind", ""),
        state_words={code.value: visit.say(*words) for code, words in DIRECTIVE_STATES.items()},
    )


def _shown(connection: sa.Connection, visit: Visit, directive: str, view: _View) -> dict[str, Any]:
    now, scope = visit.now, visit.scope
    line = directives.directive(connection, scope, directive)
    if line is None:
        raise problem(ApiCode.NOT_FOUND)
    tree = visit.service.deps.directory.tree(connection)
    name = namer(tree)
    top = cascades.top(connection, scope, directive, now)
    here = top if view.at is None else cascades.docket(connection, scope, directive, view.at, now)
    if view.at is not None and here is None:
        raise problem(ApiCode.NOT_FOUND)
    late = assignments(
        connection, scope, AssignmentFilter(directive=directive, timeliness=(Timeliness.OVERDUE,)), view.late, now
    )
    return {
        "directive": line,
        "top": top,
        "here": here,
        "name": name,
        "path": [] if here is None or top is None else _path(tree, top, here),
        "levels": cascades.roll_up(connection, scope, directive, now) if top else (),
        "proposals": cascades.proposals(connection, scope, directive) if top else {},
        "late": late,
        "late_paged": paged(late),
        "holders": {one.id: holder(one, name) for one in late.items},
        "tasks": _tasks(connection, directive),
        "plans": _plans(connection, visit, directive),
        "oral": oral_orders.of_directive(connection, directive),
        "progress": progress_of(visit.service, connection, line, now),
        "failure": stored.failure(connection, directive, tree.name_of) if line.state is DirectiveState.FAILED else (),
        "may_change": line.issuer == visit.actor.agency and visit.actor.role in LAUNCHING_ROLES,
        **_below(connection, visit, here, view),
    }


def _below(connection: sa.Connection, visit: Visit, here: DocketLine | None, view: _View) -> dict[str, Any]:
    """Who was given work by the docket that is looked at, each with what it gave on."""
    if here is None:
        return {"receivers": None, "receivers_paged": None, "dockets": {}}
    found = receivers(connection, here.id, view.receivers, visit.now, order=view.order)
    given_on = cascades.of_agencies(
        connection, visit.scope, here.directive, [one.agency for one in found.items], visit.now
    )
    return {"receivers": found, "receivers_paged": paged(found), "dockets": given_on}


def _tasks(connection: sa.Connection, directive: str) -> tuple[Any, ...]:
    return stored.load(connection, directive).tasks


def _plans(connection: sa.Connection, visit: Visit, directive: str) -> tuple[DirectiveLine, ...]:
    """The directives within the scope that implement this one as own plans."""
    return directives.own_plans(connection, visit.scope, directive)


def _path(tree: AgencyTree, top: DocketLine, here: DocketLine) -> list[tuple[str, str]]:
    """From the highest docket to the one that is looked at."""
    path = tree.path(here.agency)
    start = path.index(top.agency) if top.agency in path else len(path) - 1
    return [(agency, tree[agency].name) for agency in path[start:]]


def _require_seen(visit: Visit, directive: str) -> None:
    if visit.service.read(lambda connection: directives.directive(connection, visit.scope, directive)) is None:
        raise problem(ApiCode.NOT_FOUND)


def namer(tree: AgencyTree) -> Callable[[str], str]:
    """Says what an agency is called."""

    def name(agency: str) -> str:
        known = tree.get(agency)
        return agency if known is None else known.name

    return name


def paged(found: Page[Any]) -> dict[str, int]:
    """Where in its list a part stands, as the pages' paging asks it."""
    return {
        "total": found.total,
        "count": len(found.items),
        "offset": found.window.offset,
        "limit": found.window.limit,
    }
