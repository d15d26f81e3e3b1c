"""Which directives run, and has one of them changed since it was read? What drafts are held against."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.domain.assignments import State
from thac.domain.calendar import civil_day
from thac.domain.codec import load
from thac.domain.directives import Directive, DirectiveId
from thac.domain.views import Part
from thac.store import tables as t
from thac.store.directives import DirectiveState
from thac.store.queries.scope import Scope, assignments_in, directives_in

_RUNNING: Final = tuple(one.value for one in (DirectiveState.LAUNCHING, DirectiveState.RUNNING, DirectiveState.FAILED))
_AT_ONCE: Final = 500


Stamp: TypeAlias = tuple[str | None, str | None, date, int]
"""What of a directive changes while it runs: its number, symbol and date in the register, and how many tasks it has."""


@dataclass(frozen=True, slots=True)
class Share:
    """An assignment as far as it says who holds what: whose it is, who gave it, whose turn it is, until when."""

    docket: str
    key: str
    directive: DirectiveId
    issuer: AgencyId
    task: int
    copy: AgencyId
    lead: AgencyId
    state: State
    coordinators: tuple[AgencyId, ...]
    former: tuple[AgencyId, ...]
    due: date | None
    period: str | None
    awaited: tuple[AgencyId, ...]


def stamps(connection: sa.Connection) -> dict[DirectiveId, Stamp]:
    """Every directive that was launched, was not recalled, and whose root docket is not closed.

    One whose root docket has not opened yet is among them.
    """
    here, task = t.directives.c, t.tasks.c
    tasks = sa.select(task.directive, sa.func.count().label("tasks")).group_by(task.directive).subquery()
    root = sa.literal("cascade/") + here.id + "/" + here.issuer
    rows = connection.execute(
        sa.select(here.id, here.number, here.symbol, here.issued_on, tasks.c.tasks)
        .join(tasks, tasks.c.directive == here.id)
        .outerjoin(t.dockets, t.dockets.c.id == root)
        .where(here.state.in_(_RUNNING), t.dockets.c.closed_at.is_(None))
    )
    return {directive: (number, symbol, day, count) for directive, number, symbol, day, count in rows.all()}


def directives(connection: sa.Connection, wanted: Sequence[DirectiveId]) -> dict[DirectiveId, Directive]:
    """These directives as they were drawn up and amended; those that are not there are left out."""
    found: dict[DirectiveId, Directive] = {}
    here = t.directives.c
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        for row in connection.execute(sa.select(here.id, here.body).where(here.id.in_(part))):
            found[row.id] = load(Directive, json.loads(row.body))
    return found


def issuers(connection: sa.Connection, wanted: Sequence[DirectiveId]) -> dict[DirectiveId, AgencyId]:
    """Who issued each of these directives; those that are not there are left out."""
    here = t.directives.c
    found: dict[DirectiveId, AgencyId] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        for row in connection.execute(sa.select(here.id, here.issuer).where(here.id.in_(part))):
            found[row.id] = row.issuer
    return found


def seen(connection: sa.Connection, scope: Scope, asked: Sequence[DirectiveId]) -> frozenset[DirectiveId]:
    """Which of these directives a reader may see."""
    if scope.everything:
        return frozenset(asked)
    here = t.directives.c
    parts = (asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE))
    rows = (
        connection.execute(sa.select(here.id).where(here.id.in_(part), directives_in(scope))).scalars()
        for part in parts
    )
    return frozenset(one for part in rows for one in part)


def shares(
    connection: sa.Connection, scopes: Iterable[Scope], directives: Collection[DirectiveId] | None = None
) -> tuple[Share, ...]:
    """The assignments that lie in each of these scopes, by docket and key; with ``directives`` those of them."""
    here = t.assignments.c
    wanted = sa.true() if directives is None else here.directive.in_(directives)
    awaited: dict[str, list[AgencyId]] = {}
    party = t.parties.c
    asked = sa.select(party.assignment, party.agency).where(party.role == Part.AWAITED.value).order_by(party.ask)
    if directives is not None:
        asked = asked.where(party.assignment.in_(sa.select(here.id).where(wanted)))
    for row in connection.execute(asked):
        awaited.setdefault(row.assignment, []).append(row.agency)
    rows = connection.execute(
        sa.select(
            here.id,
            here.docket,
            here.key,
            here.directive,
            here.issuer,
            here.task,
            here.copy,
            here.lead,
            here.state,
            here.coordinators,
            here.former,
            here.due,
            here.period,
        )
        .where(*map(assignments_in, scopes), wanted)
        .order_by(here.docket, here.key)
    )
    return tuple(
        Share(
            row.docket,
            row.key,
            row.directive,
            row.issuer,
            row.task,
            row.copy,
            row.lead,
            State(row.state),
            tuple(json.loads(row.coordinators)),
            tuple(json.loads(row.former)),
            None if row.due is None else civil_day(row.due),
            row.period,
            tuple(awaited.get(row.id, ())),
        )
        for row in rows
    )
