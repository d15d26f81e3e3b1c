"""Which assignments there are for a reader, and what happened to one of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import dropwhile
from typing import Any

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.assignments import State, Timeliness
from thac.domain.ledger import decode
from thac.domain.views import Part
from thac.store import tables as t
from thac.store.queries.pages import Page, Window, page
from thac.store.queries.scope import Scope, assignments_in, has_part
from thac.store.queries.timeliness import days_over, timeliness_at
from thac.store.queries.wording import corrected


@dataclass(frozen=True, slots=True)
class AssignmentFilter:
    """What a list of assignments is narrowed to; what is None or empty narrows nothing. ``due_before`` excludes it.

    ``series`` is the id that all occurrences of one copy of a recurring task begin with. ``awaiting``, ``former``,
    ``coordinator`` and ``monitor`` name an agency: who was asked and has not answered, who led the work before, who
    helps, who watches. ``plan`` is an own plan that does the work, ``unsigned``: the lead has not signed for a change.
    """

    directive: str | None = None
    issuer: AgencyId | None = None
    lead: AgencyId | None = None
    task: int | None = None
    states: tuple[State, ...] = ()
    open: bool | None = None
    timeliness: tuple[Timeliness, ...] = ()
    due_before: datetime | None = None
    period: str | None = None
    series: str | None = None
    request: bool | None = None
    paused: bool | None = None
    unsigned: bool | None = None
    overran: bool | None = None
    plan: str | None = None
    awaiting: AgencyId | None = None
    former: AgencyId | None = None
    coordinator: AgencyId | None = None
    monitor: AgencyId | None = None


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One assignment with the words of its task and the names of its agencies.

    ``original_text`` are the words of the document where they were corrected.
    """

    id: str
    directive: str
    doc_type: str
    number: str | None
    symbol: str | None
    subject: str
    issuer: AgencyId
    issuer_name: str
    task: int
    text: str
    original_text: str | None
    product: str | None
    copy: AgencyId
    lead: AgencyId
    lead_name: str
    coordinators: tuple[AgencyId, ...]
    state: State
    open: bool
    round: int
    percent: int
    person: str | None
    assigned_at: datetime
    accepted_at: datetime | None
    taken_at: datetime | None
    reported_at: datetime | None
    submitted_at: datetime | None
    completed_at: datetime | None
    first_due: datetime | None
    due: datetime | None
    timeliness: Timeliness
    days_over: int | None
    deadlines: tuple[dict[str, Any], ...]
    days_moved: int | None
    overran: tuple[tuple[datetime, datetime], ...]
    period: str | None
    series: str | None
    request: bool
    keeps: bool
    silence_days: int | None
    former: tuple[AgencyId, ...]
    monitor: AgencyId | None
    submitted_by: str | None
    returned_at: datetime | None
    withdrawn_at: datetime | None
    paused_at: datetime | None
    urged: int
    urged_at: datetime | None
    over_open: bool
    unsigned: int
    plan: str | None
    implements: tuple[int, ...]
    asks: tuple[dict[str, Any], ...]


def assignments(
    connection: sa.Connection, scope: Scope, wanted: AssignmentFilter, window: Window, now: datetime
) -> Page[AssignmentLine]:
    """The assignments of a scope, by deadline, undated ones last; what awaits an agency, by when it has to answer."""
    where = (assignments_in(scope), *_conditions(wanted, now))
    counted = sa.select(sa.func.count()).select_from(t.assignments).where(*where)
    first = [] if wanted.awaiting is None else [_answer_by(wanted.awaiting)]
    order = (*first, t.assignments.c.due.asc().nulls_last(), t.assignments.c.id)
    listed = _lines(now).where(*where).order_by(*order)
    return page(connection, counted, listed, window, lambda row: _line(row, now))


def assignment(connection: sa.Connection, scope: Scope, wanted: str, now: datetime) -> AssignmentLine | None:
    """One assignment; None when there is none of that id within the scope."""
    row = connection.execute(_lines(now).where(t.assignments.c.id == wanted, assignments_in(scope))).first()
    return None if row is None else _line(row, now)


def lines(connection: sa.Connection, scope: Scope, wanted: Sequence[str], now: datetime) -> tuple[AssignmentLine, ...]:
    """The assignments of those ids that lie within the scope, in that order."""
    if not wanted:
        return ()
    rows = connection.execute(_lines(now).where(t.assignments.c.id.in_(wanted), assignments_in(scope)))
    found = {row.id: _line(row, now) for row in rows}
    return tuple(found[one] for one in wanted if one in found)


def history(connection: sa.Connection, assigned: AssignmentLine) -> tuple[ev.Recorded, ...]:
    """Everything the ledger holds about one assignment, in order; how it was given out comes first."""
    docket = sa.select(t.assignments.c.docket).where(t.assignments.c.id == assigned.id).scalar_subquery()
    rows = connection.execute(
        sa.select(t.events.c.body)
        .where(
            t.events.c.docket == docket,
            sa.or_(t.events.c.assignment == assigned.id, t.events.c.kind.in_(_OF_A_TASK)),
        )
        .order_by(t.events.c.seq)
    )
    recorded = (decode(row.body) for row in rows)
    concerning = (one for one in recorded if _concerns(one, assigned))
    return tuple(dropwhile(lambda one: isinstance(one.event, ev.CalendarChanged), concerning))


def texts_named(recorded: Iterable[ev.Recorded]) -> tuple[str, ...]:
    """The digests of the texts that events name."""
    return tuple(text for one in recorded if (text := text_named(one.event)) is not None)


def text_named(event: ev.Event) -> str | None:
    """The digest of the note, report or reason of an event."""
    match event:
        case ev.Progressed():
            return event.note
        case ev.Submitted():
            return event.report
        case ev.Returned():
            return event.reason
        case _:
            text: str | None = getattr(event, "text", None)
            return text


def texts_of(lines: Iterable[AssignmentLine]) -> set[str]:
    """The digests of the texts that the asks and the deadlines of assignments name."""
    parts = (part for line in lines for part in (*line.asks, *line.deadlines))
    return {part[name] for part in parts for name in ("text", "answer") if part.get(name) is not None}


_OF_A_TASK = tuple(
    kind.kind
    for kind in (
        *(ev.Allocated, ev.OccurrenceOpened, ev.TaskWithdrawn, ev.DeadlineMoved, ev.TextCorrected),
        *(ev.EventDated, ev.Recalled, ev.PlanAttached, ev.CalendarChanged),
    )
)
"""The kinds of events that concern assignments without naming them."""


def _concerns(recorded: ev.Recorded, assigned: AssignmentLine) -> bool:
    """Whether an event of the docket changed the assignment; one that moved or took it back left its moment there."""
    event, at = recorded.event, recorded.effective_at
    ended = assigned.withdrawn_at or assigned.completed_at
    match event:
        case ev.Allocated():
            return any(given.task == assigned.task and assigned.copy in given.leads for given in event.allocations)
        case ev.OccurrenceOpened():
            return (event.task, event.period) == (assigned.task, assigned.period)
        case ev.DeadlineMoved() | ev.EventDated():
            moved = any(datetime.fromisoformat(version["set_at"]) == at for version in assigned.deadlines)
            return moved and getattr(event, "task", assigned.task) == assigned.task
        case ev.TaskWithdrawn():
            return event.task == assigned.task and assigned.withdrawn_at == at
        case ev.Recalled():
            return assigned.withdrawn_at == at
        case ev.TextCorrected():
            return event.task == assigned.task and (ended is None or at <= ended)
        case ev.CalendarChanged():
            return ended is None or at <= ended
        case ev.PlanAttached():
            return assigned.task in event.tasks and (ended is None or at <= ended)
        case _:
            return True


def _conditions(wanted: AssignmentFilter, now: datetime) -> list[sa.ColumnElement[bool]]:
    row = t.assignments.c
    plain = ("directive", "issuer", "lead", "task", "period", "series", "request", "plan", "open")
    equal = ((row[name], getattr(wanted, name)) for name in plain)
    conditions: list[sa.ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
    either = (
        (row.paused_at.is_not(None), wanted.paused),
        (row.unsigned > 0, wanted.unsigned),
        (row.overran != "[]", wanted.overran),
    )
    conditions += [condition if value else ~condition for condition, value in either if value is not None]
    parts = (
        (wanted.awaiting, Part.AWAITED),
        (wanted.former, Part.FORMER),
        (wanted.coordinator, Part.COORDINATOR),
        (wanted.monitor, Part.MONITOR),
    )
    conditions += [has_part(agency, part) for agency, part in parts if agency is not None]
    if wanted.states:
        conditions.append(row.state.in_([state.value for state in wanted.states]))
    if wanted.timeliness:
        conditions.append(timeliness_at(now).in_([one.value for one in wanted.timeliness]))
    if wanted.due_before is not None:
        conditions.append(row.due < wanted.due_before)
    return conditions


def _answer_by(agency: AgencyId) -> sa.ScalarSelect[datetime]:
    """By when the agency has to answer the first of what it is asked about each assignment."""
    row = t.parties.c
    here = (row.assignment == t.assignments.c.id, row.agency == agency, row.role == Part.AWAITED.value)
    return sa.select(sa.func.min(row.answer_by)).where(*here).correlate(t.assignments).scalar_subquery()


def _lines(now: datetime) -> sa.Select[Any]:
    issuers, leads = t.agencies.alias("issuers"), t.agencies.alias("leads")
    row, directive = t.assignments.c, t.directives.c
    return (
        sa.select(
            t.assignments,
            directive.doc_type,
            directive.number,
            directive.symbol,
            directive.subject,
            t.tasks.c.text,
            corrected().label("corrected"),
            t.tasks.c.product,
            issuers.c.name.label("issuer_name"),
            leads.c.name.label("lead_name"),
            timeliness_at(now).label("timeliness"),
        )
        .outerjoin(t.directives, directive.id == row.directive)
        .outerjoin(t.tasks, (t.tasks.c.directive == row.directive) & (t.tasks.c.number == row.task))
        .outerjoin(issuers, issuers.c.id == row.issuer)
        .outerjoin(leads, leads.c.id == row.lead)
    )


_PLAIN = tuple(
    field.name
    for field in fields(AssignmentLine)
    if field.name in {*t.assignments.c.keys(), "number", "symbol", "product"}
)
_LISTS = ("coordinators", "former", "implements", "deadlines", "asks")


def _line(row: Any, now: datetime) -> AssignmentLine:
    values = {name: getattr(row, name) for name in _PLAIN}
    values |= {name: tuple(json.loads(getattr(row, name))) for name in _LISTS}
    return AssignmentLine(
        **values
        | {
            "doc_type": row.doc_type or "",
            "subject": row.subject or "",
            "text": row.corrected or row.text or "",
            "original_text": None if row.corrected is None else row.text,
            "issuer_name": row.issuer_name or row.issuer,
            "lead_name": row.lead_name or row.lead,
            "state": State(row.state),
            "timeliness": Timeliness(row.timeliness),
            "days_over": days_over(row.state, row.due, row.submitted_at, now),
            "overran": tuple(_stretch(*ends) for ends in json.loads(row.overran)),
        }
    )


def _stretch(start: str, end: str) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(start), datetime.fromisoformat(end)
