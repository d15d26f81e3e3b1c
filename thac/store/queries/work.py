"""What is an agency's own work over all directives, what comes next of it, and what waits for its word."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from thac.domain.asks import Ask
from thac.domain.assignments import WITH_LEAD, State
from thac.domain.codec import load as decode
from thac.domain.offering import Standing
from thac.domain.views import Part
from thac.store import tables as t
from thac.store.queries.assignments import AssignmentLine, lines
from thac.store.queries.pages import Page, Window
from thac.store.queries.scope import Scope, has_part


class Lane(StrEnum):
    """A part of an agency's work."""

    TODO = "todo"
    """Việc cần làm: everything whose next act is its own as lead."""
    RECEIVE = "receive"
    """Chờ tiếp nhận"""
    DOING = "doing"
    """Đang thực hiện"""
    SUBMITTED = "submitted"
    """Chờ duyệt: it said that it is done, and waits for the issuer's word."""
    RETURNED = "returned"
    """Trả lại"""
    HELPING = "helping"
    """Phối hợp"""
    ANSWER = "answer"
    """Chờ trả lời: it was asked something."""
    DONE = "done"
    """Đã xong"""
    CONFIRM = "confirm"
    """Chờ tôi duyệt: results of others wait for its word."""
    LATE = "late"
    """Đã giao, quá hạn: what others have from it and is late with them."""


OF_ISSUERS = frozenset({Lane.CONFIRM, Lane.LATE})
"""What only an agency that gives out work has."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lane, and in it the work of one person or of all."""

    lane: Lane
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A directive of which tasks came down that the agency has not given to its units yet."""

    directive: str
    subject: str
    doc_type: str
    number: str | None
    symbol: str | None
    tasks: int


def counts(connection: sa.Connection, scope: Scope, now: datetime, lanes: tuple[Lane, ...]) -> dict[Lane, int]:
    """How much lies in each lane; one statement."""
    many = [
        sa.select(sa.func.count())
        .select_from(t.assignments)
        .where(*_where(scope, lane, now))
        .scalar_subquery()
        .label(lane.value)
        for lane in lanes
    ]
    row = connection.execute(sa.select(*many)).one()
    return {lane: int(getattr(row, lane.value)) for lane in lanes}


def work(
    connection: sa.Connection, scope: Scope, wanted: Wanted, window: Window, now: datetime
) -> Page[AssignmentLine]:
    """A lane of an agency's work: what is due first comes first, what was done last where it is done.

    What it has to answer comes by when it has to.
    """
    row = t.assignments.c
    where = _where(scope, wanted.lane, now)
    if wanted.person is not None:
        where.append(row.person == wanted.person)
    total = connection.execute(sa.select(sa.func.count()).select_from(t.assignments).where(*where)).scalar_one()
    listed = sa.select(row.id).where(*where).order_by(*_order(scope, wanted.lane), row.id)
    found = connection.execute(listed.limit(window.limit).offset(window.offset)).scalars().all()
    return Page(lines(connection, scope, found, now), total, window)


def waiting(connection: sa.Connection, scope: Scope, most: int) -> tuple[Waiting, ...]:
    """The directives of which the agency has tasks to give out, the latest first; at most so many."""
    docket, directive = t.dockets.c, t.directives.c
    listed = docket.unallocated
    number = sa.func.length(listed) - sa.func.length(sa.func.replace(listed, ",", "")) + 1
    rows = connection.execute(
        sa.select(docket.directive, directive.subject, directive.doc_type, directive.number, directive.symbol, number)
        .join(t.directives, directive.id == docket.directive)
        .where(docket.agency == scope.agency, listed != "[]", docket.closed_at.is_(None), sa.not_(docket.recalled))
        .order_by(directive.launched_at.desc(), docket.directive)
        .limit(most)
    )
    return tuple(Waiting(*row) for row in rows)


def standing(connection: sa.Connection, line: AssignmentLine) -> Standing:
    """What of the assignment decides who may do what with it."""
    docket = connection.execute(
        sa.select(t.dockets.c.parent, t.dockets.c.closed_at)
        .join(t.assignments, t.assignments.c.docket == t.dockets.c.id)
        .where(t.assignments.c.id == line.id)
    ).one()
    asks = (decode(Ask, one) for one in line.asks)
    return Standing(
        line.issuer,
        docket.parent,
        line.lead,
        line.state,
        line.coordinators,
        line.monitor,
        line.due,
        tuple(ask for ask in asks if ask.open),
        line.paused_at is not None,
        bool(line.unsigned),
        line.submitted_by,
        docket.closed_at is not None,
    )


def people_of(connection: sa.Connection, agency: str, most: int = 100) -> tuple[str, ...]:
    """Whom an agency can name for its work: who has a seat there, and who was named before."""
    seats, row = t.seats.c, t.assignments.c
    seated = (
        sa.select(t.people.c.name)
        .join(t.seats, seats.login == t.people.c.login)
        .where(seats.agency == agency, seats.ended_at.is_(None), t.people.c.ended_at.is_(None))
    )
    named = sa.select(row.person.label("name")).where(row.lead == agency, row.open, row.person.is_not(None))
    every = sa.union(seated, named).subquery()
    return tuple(connection.execute(sa.select(every.c.name).order_by(every.c.name).limit(most)).scalars())


def _where(scope: Scope, lane: Lane, now: datetime) -> list[sa.ColumnElement[bool]]:
    """What lies in a lane; each holds only what the agency leads, gave out or has a part in, which it may read.

    So the scope need not be asked of every row that is counted; what is shown is read by it all the same.
    """
    row, agency = t.assignments.c, scope.agency
    mine = row.lead == agency
    states = {
        Lane.TODO: WITH_LEAD,
        Lane.RECEIVE: {State.ASSIGNED},
        Lane.DOING: {State.ACCEPTED, State.TAKEN},
        Lane.SUBMITTED: {State.SUBMITTED},
        Lane.RETURNED: {State.RETURNED},
    }
    here: list[sa.ColumnElement[bool]]
    match lane:
        case Lane.HELPING:
            here = [has_part(agency, Part.COORDINATOR), row.open]
        case Lane.ANSWER:
            here = [has_part(agency, Part.AWAITED), row.open]
        case Lane.DONE:
            here = [mine, sa.not_(row.open), row.state == State.COMPLETED.value]
        case Lane.CONFIRM:
            here = [row.issuer == agency, row.open, row.state == State.SUBMITTED.value]
        case Lane.LATE:
            here = [row.issuer == agency, row.open, row.due < now, _in(WITH_LEAD)]
        case _:
            here = [mine, row.open, _in(states[lane])]
    return here


def _in(states: Any) -> sa.ColumnElement[bool]:
    return t.assignments.c.state.in_(sorted(state.value for state in states))


def _order(scope: Scope, lane: Lane) -> tuple[sa.ColumnElement[Any], ...]:
    row = t.assignments.c
    if lane is Lane.DONE:
        return (row.completed_at.desc(),)
    if lane is Lane.ANSWER:
        asked = t.parties.c
        here = (asked.assignment == row.id, asked.agency == scope.agency, asked.role == Part.AWAITED.value)
        first = sa.select(sa.func.min(asked.answer_by)).where(*here).correlate(t.assignments).scalar_subquery()
        return (first,)
    return (row.due.asc().nulls_last(),)
