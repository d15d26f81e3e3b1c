"""An office gives out what came down to it: every task of a directive in one screen, with one button."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Final

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from api.codes import ApiCode
from api.desk import Request, carry_out_all
from api.errands import Address, errand
from api.errors import ProblemError, invalid, problem
from api.schemas.commands import FORMS
from api.web.acting import KEY, new_key
from api.web.assignment import name_in
from api.web.forms import FormDep
from api.web.rendering import page
from api.web.visiting import Visit, VisitDep
from thac.directory.routing import propose
from thac.domain import commands as cmd
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.decisions.rights import ISSUING
from thac.store.queries import cascades, directives
from thac.store.queries.allocating import ToGive, given, to_give
from thac.store.queries.assignments import AssignmentLine
from thac.store.queries.directives import DirectiveLine
from thac.store.queries.pages import Window

router = APIRouter()

_FORM: Final = FORMS[cmd.Allocate.kind]
_GIVEN: Final = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """A task to give out as the page shows it: what stands in its fields, and what became of it when it was sent."""

    task: ToGive
    picked: bool
    leads: tuple[AgencyId, ...]
    coordinators: tuple[AgencyId, ...]
    reason: str | None
    sure: bool
    refused: ProblemError | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before the office: the directive, the tasks to give out, its units, and what it gave already."""

    directive: DirectiveLine
    tasks: tuple[Choice, ...]
    units: tuple[tuple[AgencyId, str], ...]
    given: tuple[AssignmentLine, ...]
    given_total: int


@router.get("/allocate/{directive}")
def get_allocation(visit: VisitDep, directive: str, done: Annotated[int, Query(ge=0, le=10_000)] = 0) -> Response:
    """The tasks that wait, each with the proposal of the routing, and what was given out before."""
    return _page(visit, _read(visit, directive, None), done=done)


@router.post("/allocate/{directive}")
async def post_allocation(visit: VisitDep, directive: str, form: FormDep) -> Response:
    """Give out the tasks that are ticked, each by a command of its own; what was refused stands there again."""
    before = await asyncio.to_thread(_read, visit, directive, form)
    sent: list[tuple[int, Request]] = []
    refused: dict[int, ProblemError] = {}
    for choice in before.tasks:
        if not choice.picked:
            continue
        try:
            sent.append((choice.task.task, _request(visit, directive, choice, form)))
        except ProblemError as refusal:
            refused[choice.task.task] = refusal
    outcomes = await carry_out_all(visit.service, visit.actor, [request for _, request in sent])
    for (task, _), outcome in zip(sent, outcomes, strict=True):
        if isinstance(outcome, ProblemError):
            refused[task] = outcome
    done = sum(not isinstance(outcome, ProblemError) for outcome in outcomes)
    if not refused:
        return RedirectResponse(f"/allocate/{directive}?done={done}", 303)
    left = await asyncio.to_thread(_read, visit, directive, form, refused)
    worst = max(refused.values(), key=lambda one: one.status)
    return _page(visit, left, worst.status, done=done, key=form.get(KEY) or new_key())


def _request(visit: Visit, directive: str, choice: Choice, form: FormData) -> Request:
    fields = {"task": choice.task.task, "leads": list(choice.leads), "coordinators": list(choice.coordinators)}
    try:
        body = _FORM.body.model_validate(fields)
    except ValidationError as error:
        raise invalid(error.errors(include_input=False)) from error
    key = form.get(KEY)
    named = f"{key}-{choice.task.task}" if isinstance(key, str) and key else None
    return Request(errand(_FORM, Address(directive, visit.actor.agency), body), named)


def _page(visit: Visit, desk: Desk, status: int = 200, **more: Any) -> Response:
    return page(visit, "allocate.html.j2", status, it=desk, **{"key": new_key(), "done": 0} | more)


def _read(visit: Visit, directive: str, form: FormData | None, refused: dict[int, ProblemError] | None = None) -> Desk:
    """What lies before the office; what was filled in stands in the place of the proposals."""
    if visit.actor.role not in ISSUING:
        raise problem(ApiCode.NOT_FOUND)
    found = visit.service.read(lambda connection: _desk(visit, connection, directive, form, refused or {}))
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    return found


def _desk(
    visit: Visit, connection: sa.Connection, directive: str, form: FormData | None, refused: dict[int, ProblemError]
) -> Desk | None:
    own = visit.actor.agency
    docket = cascades.docket(connection, visit.scope, directive, own, visit.now)
    header = directives.directive(connection, visit.scope, directive)
    if docket is None or header is None:
        return None
    tree = visit.service.deps.directory.tree(connection)
    before = given(connection, visit.scope, docket, Window(_GIVEN), visit.now)
    waiting = to_give(connection, docket)
    named = {agency for one in waiting for agency in (*one.leads, *one.coordinators)}
    units = {one.id: one.name for one in tree.children(own) if one.ended_on is None}
    units |= {agency: name_in(tree, agency) for agency in sorted(named - units.keys())}
    tasks = (_choice(tree, own, one, form, refused.get(one.task)) for one in waiting)
    return Desk(header, tuple(tasks), tuple(units.items()), before.items, before.total)


def _choice(
    tree: AgencyTree, own: AgencyId, task: ToGive, form: FormData | None, refused: ProblemError | None
) -> Choice:
    proposed = propose(task.text, None, own, tree)
    told = task.single and task.leads == (proposed.lead,)
    reason, sure = (proposed.reason, proposed.sure) if told else (None, True)
    if form is None:
        return Choice(task, True, task.leads, task.coordinators, reason, sure)  # noqa: FBT003 - it is ticked
    number = str(task.task)
    leads, helping = (_codes(form, f"{name}-{number}") for name in ("leads", "coordinators"))
    return Choice(task, number in _codes(form, "give"), leads, helping, reason, sure, refused)


def _codes(form: FormData, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in form.getlist(name) if isinstance(value, str) and value))
