"""How do the agencies stand that one docket gave work to? One line for each, and a part of the docket's ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain.agencies import AgencyId, Level
from thac.domain.assignments import State, Timeliness
from thac.domain.ledger import decode
from thac.store import tables as t
from thac.store.queries.pages import Page, Window, page
from thac.store.queries.timeliness import timeliness_at


class Order(StrEnum):
    """What a list of receivers is sorted by; the agency's id decides between equals."""

    LATE = "late"
    """Those with the most late work first, then by the next deadline."""
    OPEN = "open"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ReceiverLine:
    """What one agency has of a docket: of ``total`` copies, withdrawn ones left out, ``done`` are completed.

    ``late`` are open and overdue, ``undated`` open without a deadline; ``next_due`` is the first deadline of what is
    open.
    """

    agency: AgencyId
    name: str
    level: Level
    total: int
    done: int
    late: int
    undated: int
    waiting: int
    next_due: datetime | None


def receivers(  # noqa: PLR0913 - which part of what, at which moment, in which order
    connection: sa.Connection,
    docket: str,
    window: Window,
    now: datetime,
    *,
    order: Order = Order.LATE,
    level: Level | None = None,
) -> Page[ReceiverLine]:
    """The agencies that lead work of the docket, whoever stands below or beside its agency."""
    row, agency = t.assignments.c, t.agencies.c
    standing = timeliness_at(now)
    late, undated = _many(standing == Timeliness.OVERDUE.value), _many(standing == Timeliness.UNDATED.value)
    unfinished = _many(row.open)
    where = [row.docket == docket, row.state != State.WITHDRAWN.value]
    if level is not None:
        where.append(agency.level == level.value)
    joined = t.assignments.join(t.agencies, agency.id == row.lead)
    next_due = sa.func.min(sa.case((row.open, row.due)))
    orders = {
        Order.LATE: (late.desc(), next_due.asc().nulls_last()),
        Order.OPEN: (unfinished.desc(),),
        Order.NAME: (agency.name,),
    }
    counted = sa.select(sa.func.count(sa.distinct(row.lead))).select_from(joined).where(*where)
    listed = (
        sa.select(
            row.lead,
            agency.name,
            agency.level,
            sa.func.count().label("total"),
            _many(row.state == State.COMPLETED.value).label("done"),
            late.label("late"),
            undated.label("undated"),
            _many(row.state == State.ASSIGNED.value).label("waiting"),
            next_due.label("next_due"),
        )
        .select_from(joined)
        .where(*where)
        .group_by(row.lead, agency.name, agency.level)
        .order_by(*orders[order], row.lead)
    )
    return page(connection, counted, listed, window, _line)


def entries(connection: sa.Connection, docket: str, window: Window) -> Page[ev.Recorded]:
    """What the docket's ledger says, the latest first."""
    row = t.events.c
    counted = sa.select(sa.func.count()).select_from(t.events).where(row.docket == docket)
    listed = sa.select(row.body).where(row.docket == docket).order_by(row.seq.desc())
    return page(connection, counted, listed, window, lambda one: decode(one.body))


def _many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _line(row: Any) -> ReceiverLine:
    return ReceiverLine(
        row.lead,
        row.name,
        Level(row.level),
        row.total,
        row.done,
        row.late,
        row.undated,
        row.waiting,
        row.next_due,
    )
