"""Overlaps between directives: both passages side by side, and what becomes of each finding."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import sqlalchemy as sa
from fastapi import APIRouter, Path, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.datastructures import FormData

from api import overlaps
from api.dependencies import LAUNCHING_ROLES
from api.errors import ProblemError, invalid
from api.overlaps import OverlapFilter
from api.schemas.overlaps import DispositionIn, OverlapDetail, OverlapOut, SideOut
from api.web.acting import filled
from api.web.forms import UNSAID, FormDep, text
from api.web.menu import MENU, Entry
from api.web.rendering import page
from api.web.visiting import Visit, VisitDep
from graph.dispositions import Outcome
from graph.findings import Severity
from thac.domain.numbering import reference
from thac.store import tables as t
from thac.store.queries.directives import DirectiveLine, header, headers
from thac.store.queries.pages import Window
from thac.store.queries.scope import READ_BELOW, assignments_in

router = APIRouter()
MENU.append(Entry("/overlaps", "Chồng chéo · Overlaps", READ_BELOW))

_ROWS: Final = 15
_MOST_LEADS: Final = 200
SEVERITIES: Final = {
    Severity.VIOLATION: ("Trái quy định", "Against a rule", "red"),
    Severity.CONFLICT: ("Mâu thuẫn", "Conflict", "red"),
    Severity.WARNING: ("Cần xem lại", "To be looked at", "yellow"),
    Severity.INFO: ("Để biết", "For information", "blue"),
}
OUTCOMES: Final = {
    Outcome.OPEN: ("Chưa xử lý", "Open"),
    Outcome.MERGED: ("Gộp thành một việc", "Merged into one"),
    Outcome.ONE_LEAD: ("Chọn một cơ quan chủ trì", "One lead named"),
    Outcome.COORDINATED: ("Phối hợp thực hiện", "Coordinated"),
    Outcome.ACCEPTED: ("Giữ nguyên, có lý do", "Accepted with a reason"),
}
Key = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]


class Wanted(BaseModel):
    """What of the findings is looked at."""

    severity: Annotated[Severity | None, UNSAID] = None
    outcome: Outcome = Outcome.OPEN
    offset: int = Field(0, ge=0, le=10_000_000)
    done: Outcome | None = None

    @property
    def query(self) -> str:
        """The same in an address, without the place in the list."""
        told = {"severity": self.severity, "outcome": self.outcome}
        return urlencode({name: value for name, value in told.items() if value})


WantedQuery = Annotated[Wanted, Query()]


@dataclass(frozen=True, slots=True)
class _Sent:
    """A decision that was turned away."""

    form: FormData
    problem: ProblemError


@router.get("/overlaps")
def get_overlaps(visit: VisitDep, wanted: WantedQuery) -> Response:
    """What touches the directives of one's scope, the gravest first."""
    narrowed = OverlapFilter(
        severities=() if wanted.severity is None else (wanted.severity,), outcomes=(wanted.outcome,)
    )
    found = overlaps.listed(visit.service, visit.scope, narrowed, Window(_ROWS, wanted.offset))
    return page(
        visit,
        "overlaps.html.j2",
        wanted=wanted,
        found=found.items,
        cited=_cited(visit, (side for one in found.items for side in one.passages)),
        severities=SEVERITIES,
        outcomes=OUTCOMES,
        paging={"total": found.total, "count": len(found.items), "offset": wanted.offset, "limit": _ROWS},
    )


@router.get("/overlaps/{key}")
def get_overlap(visit: VisitDep, key: Key, wanted: WantedQuery) -> Response:
    """One finding with every decision about it, and the buttons for the next."""
    return _shown(visit, key, wanted.done)


@router.post("/overlaps/{key}")
async def settle_overlap(visit: VisitDep, key: Key, form: FormDep) -> Response:
    """Keep what was decided; the same decision sent twice is kept once."""
    try:
        said = _said(form)
        await asyncio.to_thread(_decide, visit, key, said)
    except ProblemError as error:
        return await asyncio.to_thread(_shown, visit, key, None, _Sent(form, error))
    return RedirectResponse(f"/overlaps/{key}?done={said.outcome.value}", 303)


def _said(form: FormData) -> DispositionIn:
    fields = {name: text(form, name) for name in DispositionIn.model_fields}
    try:
        return DispositionIn.model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        raise invalid(error.errors(include_input=False)) from error


def _decide(visit: Visit, key: str, said: DispositionIn) -> None:
    last = overlaps.one_of(visit.service, visit.scope, key).disposition
    same = last is not None and (last.outcome, last.reason, last.lead, last.by, last.agency) == (
        said.outcome,
        said.reason or "",
        said.lead,
        visit.actor.name,
        visit.actor.agency,
    )
    if not same:
        overlaps.decide(visit.service, visit.actor, visit.scope, key, said)


def _shown(visit: Visit, key: str, done: Outcome | None, sent: _Sent | None = None) -> Response:
    one = overlaps.one_of(visit.service, visit.scope, key)
    return page(
        visit,
        "overlap.html.j2",
        200 if sent is None else sent.problem.status,
        one=one,
        cited=_cited(visit, one.passages),
        leads=_leads(visit, one),
        severities=SEVERITIES,
        outcomes=OUTCOMES,
        done=done,
        problem=None if sent is None else sent.problem,
        said={} if sent is None else filled(sent.form),
        may_settle=visit.actor.role in LAUNCHING_ROLES,
    )


def _cited(visit: Visit, sides: Iterable[SideOut]) -> Mapping[str, str]:
    """How the directives that a reader may see are cited."""
    wanted = {side.directive for side in sides if side.directive is not None}

    def query(connection: sa.Connection) -> list[DirectiveLine]:
        return list(map(header, connection.execute(headers().where(t.directives.c.id.in_(wanted)))))

    return {
        one.id: f"{reference(one.doc_type, one.number, one.symbol)}: {one.subject}" for one in visit.service.read(query)
    }


def _leads(visit: Visit, one: OverlapOut | OverlapDetail) -> list[tuple[str, str]]:
    """Who leads what the finding is about, as far as the reader may see it: one of them may be named."""
    row = t.assignments.c
    tasks = [(side.directive, side.task) for side in one.passages if side.directive is not None]

    def query(connection: sa.Connection) -> list[Any]:
        about = sa.or_(*((row.directive == directive) & (row.task == task) for directive, task in tasks))
        found = (
            sa.select(t.agencies.c.id, t.agencies.c.name)
            .distinct()
            .join(t.assignments, row.lead == t.agencies.c.id)
            .where(about, assignments_in(visit.scope))
            .order_by(t.agencies.c.name, t.agencies.c.id)
            .limit(_MOST_LEADS)
        )
        return list(connection.execute(found))

    return [(found.id, found.name) for found in visit.service.read(query)] if tasks else []
