"""What an agency's own plan hangs under: its open work on the parent directive, and what was kept when it attached."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain import ledger as chain
from thac.domain.agencies import AgencyId
from thac.domain.codec import load
from thac.domain.deadlines import Deadline, DeadlineVersion
from thac.domain.directives import Directive, DirectiveId
from thac.domain.docket import Docket, docket_id
from thac.store import directives, ledger
from thac.store import tables as t


@dataclass(frozen=True, slots=True)
class Upward:
    """How an agency's own plan stands to the directive it implements.

    ``above`` is the docket it hangs under, ``limits`` the deadlines of the tasks it does there, ``carried`` the
    assignments that went on there when it attached, as (task, lead). Of what recurs only the period goes on there; the
    later ones are the plan's, so that it is not carried.
    """

    above: str
    limits: Mapping[int, Deadline]
    carried: frozenset[tuple[int, AgencyId]]


def above(plan: Directive) -> str:
    """The docket that the plan hangs under: the issuer's own on the parent directive.

    Raises
    ------
    LookupError
        The directive names no parent.
    """
    if plan.parent is None:
        raise LookupError(f"{plan.id} is nobody's own plan")
    return docket_id(plan.parent, plan.issuer)


def docket_open(connection: sa.Connection, plan: Directive) -> bool:
    """Whether there is a docket for the plan to hang under.

    There is none where the agency has nobody to give work to, before it has opened, and after it was closed.
    """
    here = sa.select(t.dockets.c.id).where(t.dockets.c.id == above(plan), t.dockets.c.closed_at.is_(None))
    return connection.execute(here).first() is not None


def work(connection: sa.Connection, agency: AgencyId, directive: DirectiveId) -> dict[int, datetime | None]:
    """The tasks of a directive that the agency has to answer for, each with its deadline.

    None for one that is undated or recurs; a task that recurs counts between its periods too.
    """
    here = t.assignments.c
    found: dict[int, datetime | None] = {}
    rows = sa.select(here.task, here.period, here.due).where(
        here.directive == directive, here.lead == agency, here.open
    )
    for row in connection.execute(rows):
        found[row.task] = row.due if row.period is None else None
    running = sa.select(t.dockets.c.series).where(
        t.dockets.c.directive == directive, t.dockets.c.series.contains(f'"{agency}"', autoescape=True)
    )
    for row in connection.execute(running):
        found.update({one["task"]: None for one in json.loads(row.series) if agency in one["leads"]})
    return found


def attached(connection: sa.Connection, plan: Directive) -> bool:
    """Whether the ledger of the docket above has the plan."""
    return _attachment(connection, plan) is not None


def upward(connection: sa.Connection, plan: Directive) -> Upward:
    """How a plan that is attached stands to the directive it implements.

    What it finds is what was so when the plan attached, however often it is asked.

    Raises
    ------
    LookupError
        The directive names no parent, or is not attached to it.
    """
    seq = _attachment(connection, plan)
    if seq is None:
        raise LookupError(f"{plan.id} is not attached to {plan.parent}")
    docket = Docket(above(plan))
    chain.fold(docket, (entry for entry in ledger.read(connection, docket.id) if entry.seq <= seq))
    kept = [row for row in docket.open_rows if row.plan == plan.id]
    carried = frozenset((row.task, row.lead) for row in kept if row.period is None)
    return Upward(docket.id, _limits(connection, plan), carried)


def _attachment(connection: sa.Connection, plan: Directive) -> int | None:
    """The number of the event by which the plan was attached."""
    here = t.events.c
    for row in connection.execute(
        sa.select(here.seq, here.body).where(here.docket == above(plan), here.kind == ev.PlanAttached.kind)
    ):
        event = chain.decode(row.body).event
        if isinstance(event, ev.PlanAttached) and event.plan == plan.id:
            return int(row.seq)
    return None


def _limits(connection: sa.Connection, plan: Directive) -> dict[int, Deadline]:
    """The deadlines of the tasks above: as the document words them, or as they were last moved."""
    parent = directives.load(connection, plan.parent or "")
    limits = {task.number: task.deadline for task in parent.tasks if task.deadline is not None}
    here = t.assignments.c
    for row in connection.execute(
        sa.select(here.task, here.deadlines).where(
            here.directive == parent.id, here.lead == plan.issuer, here.open, here.period.is_(None)
        )
    ):
        versions = [load(DeadlineVersion, one) for one in json.loads(row.deadlines)]
        words = [one.words for one in versions if one.words is not None]
        if words:
            limits[row.task] = words[-1]
    return limits
