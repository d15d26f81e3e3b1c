"""How many of the reports that a task collects are in, period by period."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from thac.domain.assignments import State
from thac.store import directives
from thac.store import tables as t
from thac.store.queries.assignments import AssignmentLine


@dataclass(frozen=True, slots=True)
class Inputs:
    """The copies of one collected task in one period: how many there are, are in, and are in and confirmed.

    ``due`` is the latest of their deadlines.
    """

    task: int
    period: str | None
    total: int
    submitted: int
    confirmed: int
    due: datetime | None


def inputs(connection: sa.Connection, collecting: AssignmentLine) -> tuple[Inputs, ...]:
    """What the task of an assignment collects, by task and period; nothing where it collects nothing.

    An occurrence collects what is due up to its own first deadline and after that of the occurrence before it, whatever
    the rhythm of the inputs. First deadlines are compared, so that an extension moves nothing into another period.
    """
    collects = _collected(connection, collecting)
    if not collects:
        return ()
    row = t.assignments.c
    done = row.state == State.COMPLETED.value
    found = connection.execute(
        sa.select(
            row.task,
            row.period,
            sa.func.count().label("total"),
            sa.func.sum(sa.case((done | (row.state == State.SUBMITTED.value), 1), else_=0)).label("submitted"),
            sa.func.sum(sa.case((done, 1), else_=0)).label("confirmed"),
            sa.func.max(row.due).label("due"),
        )
        .where(
            row.directive == collecting.directive,
            row.issuer == collecting.issuer,
            row.task.in_(collects),
            row.state != State.WITHDRAWN.value,
            *_within(connection, collecting),
        )
        .group_by(row.task, row.period)
        .order_by(row.task, sa.func.max(row.due), row.period)
    )
    return tuple(Inputs(one.task, one.period, one.total, one.submitted, one.confirmed, one.due) for one in found)


def _collected(connection: sa.Connection, collecting: AssignmentLine) -> tuple[int, ...]:
    tasks = directives.load(connection, collecting.directive).tasks
    return next((task.collects for task in tasks if task.number == collecting.task), ())


def _within(connection: sa.Connection, collecting: AssignmentLine) -> list[sa.ColumnElement[bool]]:
    """The conditions on inputs that belong to an occurrence; none where the task does not recur."""
    if collecting.series is None:
        return []
    row = t.assignments.c
    before = connection.execute(
        sa.select(sa.func.max(row.first_due)).where(
            row.series == collecting.series, row.first_due < collecting.first_due
        )
    ).scalar_one()
    conditions = [row.first_due <= collecting.first_due]
    return conditions if before is None else [*conditions, row.first_due > before]
