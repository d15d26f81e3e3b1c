"""Which assignments there are for a reader, and what happened to one of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.assignments import State, Timeliness
from thac.domain.ledger import decode
from thac.domain.views import split_assignment_id
from thac.store import tables as t
from thac.store.queries.pages import Page, Window, page
from thac.store.queries.scope import Scope, assignments_in
from thac.store.queries.timeliness import days_over, timeliness_at


@dataclass(frozen=True, slots=True)
class AssignmentFilter:
    """What a list of assignments is narrowed to; what is None or empty narrows nothing. ``due_before`` excludes it."""

    directive: str | None = None
    issuer: AgencyId | None = None
    lead: AgencyId | None = None
    task: int | None = None
    states: tuple[State, ...] = ()
    open: bool | None = None
    timeliness: tuple[Timeliness, ...] = ()
    due_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One assignment with the words of its task and the names of its agencies."""

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
    deadlines: tuple[dict[str, str], ...]


def assignments(
    connection: sa.Connection, scope: Scope, wanted: AssignmentFilter, window: Window, now: datetime
) -> Page[AssignmentLine]:
    """The assignments of a scope, by deadline, undated ones last."""
    where = (assignments_in(scope), *_conditions(wanted, now))
    counted = sa.select(sa.func.count()).select_from(t.assignments).where(*where)
    listed = _lines(now).where(*where).order_by(t.assignments.c.due.asc().nulls_last(), t.assignments.c.id)
    return page(connection, counted, listed, window, lambda row: _line(row, now))


def assignment(connection: sa.Connection, scope: Scope, wanted: str, now: datetime) -> AssignmentLine | None:
    """One assignment; None when there is none of that id within the scope."""
    row = connection.execute(_lines(now).where(t.assignments.c.id == wanted, assignments_in(scope))).first()
    return None if row is None else _line(row, now)


def history(connection: sa.Connection, assigned: AssignmentLine) -> tuple[ev.Recorded, ...]:
    """Everything the ledger holds about one assignment, in order; how it was given out comes first."""
    _, _, key = split_assignment_id(assigned.id)
    docket = sa.select(t.assignments.c.docket).where(t.assignments.c.id == assigned.id).scalar_subquery()
    rows = connection.execute(
        sa.select(t.events.c.body)
        .where(
            t.events.c.docket == docket,
            sa.or_(t.events.c.assignment == assigned.id, t.events.c.kind == ev.Allocated.kind),
        )
        .order_by(t.events.c.seq)
    )
    recorded = (decode(row.body) for row in rows)
    return tuple(one for one in recorded if _concerns(one.event, key))


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
            return None


def _concerns(event: ev.Event, key: str) -> bool:
    if isinstance(event, ev.Allocated):
        return any(key == f"{given.task}:{lead}" for given in event.allocations for lead in given.leads)
    return True


def _conditions(wanted: AssignmentFilter, now: datetime) -> list[sa.ColumnElement[bool]]:
    row = t.assignments.c
    equal = ((row.directive, wanted.directive), (row.issuer, wanted.issuer), (row.lead, wanted.lead))
    conditions: list[sa.ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
    if wanted.task is not None:
        conditions.append(row.task == wanted.task)
    if wanted.states:
        conditions.append(row.state.in_([state.value for state in wanted.states]))
    if wanted.open is not None:
        conditions.append(row.open.is_(wanted.open))
    if wanted.timeliness:
        conditions.append(timeliness_at(now).in_([one.value for one in wanted.timeliness]))
    if wanted.due_before is not None:
        conditions.append(row.due < wanted.due_before)
    return conditions


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


_PLAIN = (
    *("id", "directive", "number", "symbol", "issuer", "task", "product", "copy", "lead", "open", "round", "percent"),
    *("person", "assigned_at", "accepted_at", "taken_at", "reported_at", "submitted_at", "completed_at", "first_due"),
    "due",
)


def _line(row: Any, now: datetime) -> AssignmentLine:
    return AssignmentLine(
        **{name: getattr(row, name) for name in _PLAIN},
        doc_type=row.doc_type or "",
        subject=row.subject or "",
        text=row.text or "",
        issuer_name=row.issuer_name or row.issuer,
        lead_name=row.lead_name or row.lead,
        coordinators=tuple(json.loads(row.coordinators)),
        state=State(row.state),
        timeliness=Timeliness(row.timeliness),
        days_over=days_over(row.state, row.due, row.submitted_at, now),
        deadlines=tuple(json.loads(row.deadlines)),
    )
