"""How far a directive has come: its dockets as a tree, and the roll-up of their assignments, level by level.

Totals count the copies that agencies of one level gave to agencies of one level; rows of two levels are never added up.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    """How many assignments there are, by state and by how they stand to their deadlines; what has none is left out.

    What was withdrawn is counted in ``withdrawn`` and nowhere else. Of the total, ``undated`` have no deadline and
    ``occurrences`` belong to a period of a recurring task.
    """

    total: int = 0
    open: int = 0
    by_state: dict[State, int] = field(default_factory=dict)
    by_timeliness: dict[Timeliness, int] = field(default_factory=dict)
    withdrawn: int = 0
    undated: int = 0
    occurrences: int = 0


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """The copies that agencies of one level gave to agencies of one level."""

    issuers: Level
    leads: Level
    counts: Counts


@dataclass(frozen=True, slots=True)
class DocketLine:
    """One docket with its counts.

    ``above`` is the docket it hangs under, which for an own plan is one of another directive. ``unallocated`` are the
    tasks that are proposed and not given out yet, ``series`` the recurring tasks that run, ``covered`` the tasks that
    an own plan does, ``outstanding`` what dockets below have not signed for; ``stopped_at`` is when it stopped because
    its ledger did not fit.
    """

    id: str
    directive: str
    agency: AgencyId
    name: str
    level: Level
    parent: AgencyId | None
    head: int
    above: str | None
    unallocated: tuple[int, ...]
    series: tuple[dict[str, Any], ...]
    covered: tuple[dict[str, Any], ...]
    outstanding: tuple[dict[str, Any], ...]
    recalled: bool
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


def tops(connection: sa.Connection, scope: Scope, wanted: Sequence[str], now: datetime) -> Mapping[str, DocketLine]:
    """The highest docket within the scope of each of those cascades; what has none is left out."""
    found = dockets(connection, scope, now, t.dockets.c.directive.in_(wanted), _is_top(scope)) if wanted else ()
    return {one.directive: one for one in found}


def of_agencies(
    connection: sa.Connection, scope: Scope, directive: str, agencies: Sequence[AgencyId], now: datetime
) -> Mapping[AgencyId, DocketLine]:
    """The dockets that those agencies keep of a cascade; one that keeps none is left out."""
    here = t.dockets.c
    kept = [docket_id(directive, agency) for agency in agencies]
    found = dockets(connection, scope, now, here.id.in_(kept)) if kept else ()
    return {one.agency: one for one in found}


def docket(
    connection: sa.Connection, scope: Scope, directive: str, agency: AgencyId, now: datetime
) -> DocketLine | None:
    """The docket of one agency; None when there is none within the scope."""
    here = (t.dockets.c.directive == directive, t.dockets.c.agency == agency)
    return next(iter(dockets(connection, scope, now, *here)), None)


def children(connection: sa.Connection, scope: Scope, above: DocketLine, now: datetime) -> tuple[DocketLine, ...]:
    """The dockets directly below a docket, by agency: all of them, with those of own plans that hang under it."""
    return dockets(connection, scope, now, t.dockets.c.above == above.id)


def dockets(
    connection: sa.Connection, scope: Scope, now: datetime, *where: sa.ColumnElement[bool]
) -> tuple[DocketLine, ...]:
    """The dockets of a scope that fulfil the conditions, by agency, each with its counts."""
    rows = connection.execute(
        sa.select(t.dockets, t.agencies.c.name, t.agencies.c.level, t.alarms.c.at.label("stopped_at"))
        .join(t.agencies, t.agencies.c.id == t.dockets.c.agency)
        .outerjoin(t.alarms, t.alarms.c.docket == t.dockets.c.id)
        .where(dockets_in(scope), *where)
        .order_by(t.dockets.c.agency, t.dockets.c.id)
    ).all()
    counts = _by_docket(connection, now, sa.select(t.dockets.c.id).where(dockets_in(scope), *where))
    return tuple(_docket(row, counts.get(row.id, Counts())) for row in rows)


def roll_up(connection: sa.Connection, scope: Scope, directive: str, now: datetime) -> tuple[LevelCounts, ...]:
    """The counts of a cascade by level, from the top down, over the dockets within the scope.

    It runs through own plans: what they give out for the cascade's tasks counts beside what its own dockets give out.
    """
    issuers, leads = t.agencies.alias("issuers"), t.agencies.alias("leads")
    row = t.assignments.c
    groups = (issuers.c.level.label("issuers"), leads.c.level.label("leads"), *_groups(now))
    found = connection.execute(
        sa.select(*groups, sa.func.count().label("copies"))
        .select_from(t.assignments)
        .join(issuers, issuers.c.id == row.issuer)
        .join(leads, leads.c.id == row.lead)
        .where(_working_on(connection, directive), issued_in(scope))
        .group_by(*groups)
    ).all()
    levels = list(Level)
    pairs = sorted(
        {(Level(one.issuers), Level(one.leads)) for one in found}, key=lambda pair: [*map(levels.index, pair)]
    )
    return tuple(
        LevelCounts(*pair, _counts(one for one in found if (one.issuers, one.leads) == pair)) for pair in pairs
    )


def _working_on(connection: sa.Connection, directive: str) -> sa.ColumnElement[bool]:
    """The assignments of a directive, and of the own plans under it those that work on its tasks."""
    row = t.assignments.c
    works = [row.directive == directive]
    above: list[tuple[str, frozenset[int] | None]] = [(directive, None)]
    while above:
        upper, tasks = above.pop()
        for plan, numbers in _own_plans(connection, upper, tasks).items():
            works.append((row.directive == plan) & row.task.in_(sorted(numbers)))
            above.append((plan, numbers))
    return sa.or_(*works)


def _own_plans(connection: sa.Connection, upper: str, tasks: frozenset[int] | None) -> dict[str, frozenset[int]]:
    """The plans that hang directly under dockets of a directive, each with its tasks that work on ``tasks`` of it."""
    row, below, over = t.assignments.c, t.dockets.alias("below"), t.dockets.alias("over")
    found = connection.execute(
        sa.select(row.directive, row.task, row.implements)
        .distinct()
        .join(below, below.c.id == row.docket)
        .join(over, over.c.id == below.c.above)
        .where(over.c.directive == upper, below.c.directive != upper, row.implements != "[]")
    )
    plans: dict[str, set[int]] = {}
    for one in found:
        if tasks is None or tasks.intersection(json.loads(one.implements)):
            plans.setdefault(one.directive, set()).add(one.task)
    return {plan: frozenset(numbers) for plan, numbers in plans.items()}


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
    groups = (row.docket, *_groups(now))
    found = connection.execute(
        sa.select(*groups, sa.func.count().label("copies")).where(row.docket.in_(wanted)).group_by(*groups)
    )
    rows: dict[str, list[Any]] = {}
    for one in found:
        rows.setdefault(one.docket, []).append(one)
    return {name: _counts(ones) for name, ones in rows.items()}


def _groups(now: datetime) -> tuple[sa.ColumnElement[Any], ...]:
    row = t.assignments.c
    return row.state, timeliness_at(now).label("timeliness"), row.period.is_not(None).label("recurs")


_UNDATED = frozenset({Timeliness.UNDATED, Timeliness.DONE_UNDATED})


def _counts(rows: Iterable[Any]) -> Counts:
    states, standings = Counter[State](), Counter[Timeliness]()
    withdrawn = occurrences = 0
    for row in rows:
        state, standing = State(row.state), Timeliness(row.timeliness)
        if state is State.WITHDRAWN:
            withdrawn += row.copies
            continue
        states[state] += row.copies
        standings[standing] += row.copies
        occurrences += row.copies if row.recurs else 0
    total = states.total()
    return Counts(
        total,
        total - states[State.COMPLETED],
        {state: states[state] for state in State if state in states},
        {standing: standings[standing] for standing in Timeliness if standing in standings},
        withdrawn,
        sum(standings[standing] for standing in _UNDATED),
        occurrences,
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
        row.above,
        tuple(json.loads(row.unallocated)),
        tuple(json.loads(row.series)),
        tuple(json.loads(row.covered)),
        tuple(json.loads(row.outstanding)),
        row.recalled,
        row.closed_at,
        row.stopped_at,
        counts,
    )
