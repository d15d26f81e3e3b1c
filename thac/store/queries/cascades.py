"""How far a directive has come: its dockets as a tree, and the roll-up of their assignments, level by level.

Totals count the copies that agencies of one level gave to agencies of one level; rows of two levels are never added up.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import AgencyId, Level
from thac.domain.assignments import State, Timeliness
from thac.domain.docket import docket_id
from thac.store import tables as t
from thac.store.queries.directives import DirectiveLine, header, headers
from thac.store.queries.pages import Page, Window, page
from thac.store.queries.scope import Scope, agencies_in, dockets_in, issued_in
from thac.store.queries.timeliness import timeliness_at


@dataclass(frozen=True, slots=True)
class Counts:
    """How many assignments there are, by state and by how they stand to their deadlines; what has none is left out."""

    total: int = 0
    open: int = 0
    by_state: dict[State, int] = field(default_factory=dict)
    by_timeliness: dict[Timeliness, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """The copies that agencies of one level gave to agencies of one level."""

    issuers: Level
    leads: Level
    counts: Counts


@dataclass(frozen=True, slots=True)
class DocketLine:
    """One docket with its counts.

    ``unallocated`` are the tasks that are proposed and not given out yet; ``stopped_at`` is when it stopped because its
    ledger did not fit.
    """

    id: str
    directive: str
    agency: AgencyId
    name: str
    level: Level
    parent: AgencyId | None
    head: int
    unallocated: tuple[int, ...]
    closed_at: datetime | None
    stopped_at: datetime | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class CascadeLine:
    """A launched directive with the highest of its dockets that the reader may see."""

    directive: DirectiveLine
    top: DocketLine


def cascades(connection: sa.Connection, scope: Scope, window: Window, now: datetime) -> Page[CascadeLine]:
    """The cascades of a scope, the latest launched first."""
    where = _is_top(scope)
    counted = sa.select(sa.func.count()).select_from(t.dockets).where(where)
    listed = (
        headers()
        .add_columns(t.dockets.c.agency)
        .join(t.dockets, t.dockets.c.directive == t.directives.c.id)
        .where(where)
        .order_by(t.directives.c.launched_at.desc(), t.directives.c.id)
    )
    found = page(connection, counted, listed, window, lambda row: (header(row), str(row.agency)))
    tops = dockets(
        connection,
        scope,
        now,
        t.dockets.c.id.in_([docket_id(directive.id, agency) for directive, agency in found.items]),
    )
    by_directive = {docket.directive: docket for docket in tops}
    lines = tuple(CascadeLine(directive, by_directive[directive.id]) for directive, _ in found.items)
    return Page(lines, found.total, found.window)


def top(connection: sa.Connection, scope: Scope, directive: str, now: datetime) -> DocketLine | None:
    """The highest docket of a cascade within the scope; None when there is none."""
    return next(iter(dockets(connection, scope, now, t.dockets.c.directive == directive, _is_top(scope))), None)


def docket(
    connection: sa.Connection, scope: Scope, directive: str, agency: AgencyId, now: datetime
) -> DocketLine | None:
    """The docket of one agency; None when there is none within the scope."""
    here = (t.dockets.c.directive == directive, t.dockets.c.agency == agency)
    return next(iter(dockets(connection, scope, now, *here)), None)


def children(connection: sa.Connection, scope: Scope, above: DocketLine, now: datetime) -> tuple[DocketLine, ...]:
    """The dockets directly below a docket, by agency: all of them."""
    here = (t.dockets.c.directive == above.directive, t.dockets.c.parent == above.agency)
    return dockets(connection, scope, now, *here)


def dockets(
    connection: sa.Connection, scope: Scope, now: datetime, *where: sa.ColumnElement[bool]
) -> tuple[DocketLine, ...]:
    """The dockets of a scope that fulfil the conditions, by agency, each with its counts."""
    rows = connection.execute(
        sa.select(t.dockets, t.agencies.c.name, t.agencies.c.level, t.alarms.c.at.label("stopped_at"))
        .join(t.agencies, t.agencies.c.id == t.dockets.c.agency)
        .outerjoin(t.alarms, t.alarms.c.docket == t.dockets.c.id)
        .where(dockets_in(scope), *where)
        .order_by(t.dockets.c.agency)
    ).all()
    counts = _by_docket(connection, now, sa.select(t.dockets.c.id).where(dockets_in(scope), *where))
    return tuple(_docket(row, counts.get(row.id, Counts())) for row in rows)


def roll_up(connection: sa.Connection, scope: Scope, directive: str, now: datetime) -> tuple[LevelCounts, ...]:
    """The counts of a cascade by level, from the top down, over the dockets within the scope."""
    issuers, leads = t.agencies.alias("issuers"), t.agencies.alias("leads")
    row = t.assignments.c
    groups = (issuers.c.level.label("issuers"), leads.c.level.label("leads"), row.state, _timeliness(now))
    found = connection.execute(
        sa.select(*groups, sa.func.count().label("copies"))
        .select_from(t.assignments)
        .join(issuers, issuers.c.id == row.issuer)
        .join(leads, leads.c.id == row.lead)
        .where(row.directive == directive, issued_in(scope))
        .group_by(*groups)
    ).all()
    levels = list(Level)
    pairs = sorted(
        {(Level(one.issuers), Level(one.leads)) for one in found}, key=lambda pair: [*map(levels.index, pair)]
    )
    return tuple(
        LevelCounts(*pair, _counts(one for one in found if (one.issuers, one.leads) == pair)) for pair in pairs
    )


def proposals(connection: sa.Connection, scope: Scope, directive: str) -> dict[Level, int]:
    """How many proposals wait, by the level of the agency that has to; levels with none are left out."""
    listed = t.dockets.c.unallocated
    numbers = sa.func.length(listed) - sa.func.length(sa.func.replace(listed, ",", "")) + 1
    found = connection.execute(
        sa.select(t.agencies.c.level, sa.func.sum(numbers).label("waiting"))
        .select_from(t.dockets)
        .join(t.agencies, t.agencies.c.id == t.dockets.c.agency)
        .where(t.dockets.c.directive == directive, listed != "[]", dockets_in(scope))
        .group_by(t.agencies.c.level)
    )
    waiting = {Level(row.level): int(row.waiting) for row in found}
    return {level: waiting[level] for level in Level if level in waiting}


def _is_top(scope: Scope) -> sa.ColumnElement[bool]:
    parent = t.dockets.c.parent
    if scope.everything:
        return parent.is_(None)
    return dockets_in(scope) & sa.or_(parent.is_(None), parent.not_in(agencies_in(scope)))


def _by_docket(connection: sa.Connection, now: datetime, wanted: sa.Select[tuple[str]]) -> dict[str, Counts]:
    row = t.assignments.c
    groups = (row.docket, row.state, _timeliness(now))
    found = connection.execute(
        sa.select(*groups, sa.func.count().label("copies")).where(row.docket.in_(wanted)).group_by(*groups)
    )
    rows: dict[str, list[Any]] = {}
    for one in found:
        rows.setdefault(one.docket, []).append(one)
    return {name: _counts(ones) for name, ones in rows.items()}


def _timeliness(now: datetime) -> sa.Label[str]:
    return timeliness_at(now).label("timeliness")


def _counts(rows: Iterable[Any]) -> Counts:
    states: dict[State, int] = {}
    standings: dict[Timeliness, int] = {}
    for row in rows:
        state, standing = State(row.state), Timeliness(row.timeliness)
        states[state] = states.get(state, 0) + row.copies
        standings[standing] = standings.get(standing, 0) + row.copies
    total = sum(states.values())
    return Counts(
        total,
        total - states.get(State.COMPLETED, 0),
        {state: states[state] for state in State if state in states},
        {standing: standings[standing] for standing in Timeliness if standing in standings},
    )


def _docket(row: Any, counts: Counts) -> DocketLine:
    return DocketLine(
        row.id,
        row.directive,
        row.agency,
        row.name,
        Level(row.level),
        row.parent,
        row.head,
        tuple(json.loads(row.unallocated)),
        row.closed_at,
        row.stopped_at,
        counts,
    )
