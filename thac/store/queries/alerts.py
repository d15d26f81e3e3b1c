"""What lies in an inbox: the alerts that reached the posts of a scope, what is overdue first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.domain.assignments import Clock
from thac.domain.ladders import Colour
from thac.store import tables as t
from thac.store.queries.pages import Page, Window, page
from thac.store.queries.scope import Scope, alerts_in


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """What an inbox is narrowed to. ``post`` is a post's id, ``chair@05443``; ``open``: the work is still open."""

    post: str | None = None
    colours: tuple[Colour, ...] = ()
    directive: str | None = None
    open: bool | None = None


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert with the assignment it is about; ``moment`` is when its step came due, ``fired_at`` when it fired."""

    key: str
    post: str
    agency: AgencyId
    colour: Colour
    clock: Clock
    step: str
    repeat: int
    moment: datetime
    fired_at: datetime
    assignment: str
    directive: str
    subject: str
    task: int
    text: str
    lead: AgencyId
    lead_name: str
    open: bool
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of alerts, and how many of the whole list there are of each colour."""

    page: Page[AlertLine]
    by_colour: dict[Colour, int]


def inbox(connection: sa.Connection, scope: Scope, wanted: AlertFilter, window: Window) -> Inbox:
    """The alerts of a scope: red before yellow before blue, within a colour the latest first."""
    where = (alerts_in(scope), *_conditions(wanted))
    counted = _joined(sa.select(sa.func.count())).where(*where)
    rank = sa.case({colour.value: place for place, colour in enumerate(_RANKED)}, value=t.alerts.c.colour)
    listed = _joined(_columns()).where(*where).order_by(rank, t.alerts.c.moment.desc(), t.alerts.c.key)
    colours = connection.execute(
        _joined(sa.select(t.alerts.c.colour, sa.func.count().label("copies"))).where(*where).group_by(t.alerts.c.colour)
    )
    found = {Colour(row.colour): row.copies for row in colours}
    by_colour = {colour: found.get(colour, 0) for colour in _RANKED}
    return Inbox(page(connection, counted, listed, window, _line), by_colour)


_RANKED = (Colour.RED, Colour.YELLOW, Colour.BLUE)


def _conditions(wanted: AlertFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.post is not None:
        conditions.append(t.alerts.c.post == wanted.post)
    if wanted.colours:
        conditions.append(t.alerts.c.colour.in_([colour.value for colour in wanted.colours]))
    if wanted.directive is not None:
        conditions.append(t.assignments.c.directive == wanted.directive)
    if wanted.open is not None:
        conditions.append(t.assignments.c.open.is_(wanted.open))
    return conditions


def _columns() -> sa.Select[Any]:
    alert, assigned = t.alerts.c, t.assignments.c
    return sa.select(
        alert.key,
        alert.post,
        alert.agency,
        alert.colour,
        alert.clock,
        alert.step,
        alert.repeat,
        alert.moment,
        alert.fired_at,
        alert.assignment,
        assigned.directive,
        t.directives.c.subject,
        assigned.task,
        t.tasks.c.text,
        assigned.lead,
        t.agencies.c.name.label("lead_name"),
        assigned.open,
        assigned.due,
    )


def _joined(statement: sa.Select[Any]) -> sa.Select[Any]:
    row = t.assignments.c
    return (
        statement.select_from(t.alerts)
        .join(t.assignments, row.id == t.alerts.c.assignment)
        .outerjoin(t.directives, t.directives.c.id == row.directive)
        .outerjoin(t.tasks, (t.tasks.c.directive == row.directive) & (t.tasks.c.number == row.task))
        .outerjoin(t.agencies, t.agencies.c.id == row.lead)
    )


def _line(row: Any) -> AlertLine:
    return AlertLine(
        row.key,
        row.post,
        row.agency,
        Colour(row.colour),
        Clock(row.clock),
        row.step,
        row.repeat,
        row.moment,
        row.fired_at,
        row.assignment,
        row.directive,
        row.subject or "",
        row.task,
        row.text or "",
        row.lead,
        row.lead_name or row.lead,
        row.open,
        row.due,
    )
