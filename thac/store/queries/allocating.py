"""Which tasks came down to an agency and wait to be given out, to whom each is proposed, and what it gave out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.deadlines import Deadline
from thac.domain.ledger import decode
from thac.domain.plans import PlannedTask, Slice
from thac.store import tables as t
from thac.store.queries.assignments import AssignmentLine, lines
from thac.store.queries.cascades import DocketLine
from thac.store.queries.pages import Page, Window
from thac.store.queries.scope import Scope
from thac.store.queries.wording import corrected

_PLANNING: Final = (ev.Opened.kind, ev.TasksGiven.kind, ev.TaskAdded.kind)


@dataclass(frozen=True, slots=True)
class ToGive:
    """A task that waits to be given out.

    ``single``: to exactly one lead; otherwise a copy to each. ``leads`` and ``coordinators`` are those proposed,
    ``due`` is by when the agency itself has to have it done, ``received`` its own assignment, where it has one.
    """

    task: int
    text: str
    product: str | None
    single: bool
    leads: tuple[AgencyId, ...]
    coordinators: tuple[AgencyId, ...]
    deadline: Deadline | None
    due: datetime | None
    received: str | None


def to_give(connection: sa.Connection, docket: DocketLine) -> tuple[ToGive, ...]:
    """The tasks of a docket that nobody does yet, by their numbers."""
    if not docket.unallocated:
        return ()
    planned = dict(_planned(connection, docket.id))
    row, words = t.assignments.c, t.tasks.c
    received = {
        one.task: one
        for one in connection.execute(
            sa.select(row.id, row.task, row.due)
            .where(row.directive == docket.directive, row.lead == docket.agency, row.open)
            .order_by(row.due.desc())
        )
    }
    rows = connection.execute(
        sa.select(words.number, sa.func.coalesce(corrected(), words.text).label("text"), words.product)
        .where(words.directive == docket.directive, words.number.in_(docket.unallocated))
        .order_by(words.number)
    )
    return tuple(_to_give(one, planned[one.number], received.get(one.number)) for one in rows if one.number in planned)


def given(
    connection: sa.Connection, scope: Scope, docket: DocketLine, window: Window, now: datetime
) -> Page[AssignmentLine]:
    """What the docket gave out, by task."""
    row = t.assignments.c
    here = row.docket == docket.id
    total = connection.execute(sa.select(sa.func.count()).select_from(t.assignments).where(here)).scalar_one()
    listed = sa.select(row.id).where(here).order_by(row.task, row.id).limit(window.limit).offset(window.offset)
    return Page(lines(connection, scope, connection.execute(listed).scalars().all(), now), total, window)


def _to_give(row: Any, task: PlannedTask, received: Any) -> ToGive:
    """A row of the task's words, what is planned of it, and the row of what the agency itself received, or None."""
    return ToGive(
        row.number,
        row.text,
        row.product,
        task.single,
        task.to,
        tuple(one for one in task.coordinators if one not in task.to),
        task.deadline,
        None if received is None else received.due,
        None if received is None else received.id,
    )


def _planned(connection: sa.Connection, docket: str) -> Iterator[tuple[int, PlannedTask]]:
    """The tasks as the docket was last told to plan them, their groups resolved."""
    rows = connection.execute(
        sa.select(t.events.c.body)
        .where(t.events.c.docket == docket, t.events.c.kind.in_(_PLANNING))
        .order_by(t.events.c.seq)
    )
    for row in rows:
        match decode(row.body).event:
            case ev.Opened(plan):
                yield from ((task.number, _resolved(task, plan.groups)) for task in plan.tasks)
            case ev.TasksGiven(tasks, groups):
                yield from ((task.number, _resolved(task, groups)) for task in tasks)
            case ev.TaskAdded(task):
                yield task.number, task


def _resolved(task: PlannedTask, groups: tuple[tuple[str, tuple[AgencyId, ...]], ...]) -> PlannedTask:
    return replace(task, to=Slice.named(groups, task.to))
