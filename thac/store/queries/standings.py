"""How the work of a scope stands, in numbers: by who does it, by task, by the week of its deadline, week by week.

Copies that agencies of one level gave to agencies of one level are counted together (a tier), and never those of two.
What was withdrawn counts nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import AgencyId, Level
from thac.domain.assignments import State, Timeliness
from thac.store import tables as t
from thac.store.queries.scope import Scope, dockets_in, issued_in
from thac.store.queries.timeliness import timeliness_at


@dataclass(frozen=True, slots=True, order=True)
class Tier:
    """Work that agencies of one level gave to agencies of one level."""

    issuers: Level
    leads: Level


@dataclass(frozen=True, slots=True)
class Cells:
    """The four cells, open and done by in time and late, with what has no deadline apart.

    ``late_by_first`` of all these missed the deadline that was set first, whatever was granted since.
    """

    open_in_time: int = 0
    open_late: int = 0
    done_in_time: int = 0
    done_late: int = 0
    open_undated: int = 0
    done_undated: int = 0
    late_by_first: int = 0

    @property
    def open(self) -> int:
        """What is still to be done, with or without a deadline."""
        return self.open_in_time + self.open_late + self.open_undated

    @property
    def done(self) -> int:
        """What is done, with or without a deadline."""
        return self.done_in_time + self.done_late + self.done_undated

    @property
    def dated(self) -> int:
        """What has a deadline."""
        return self.open_in_time + self.open_late + self.done_in_time + self.done_late

    @property
    def total(self) -> int:
        """All of it."""
        return self.open + self.done

    @property
    def in_time(self) -> float | None:
        """The share of what has a deadline that is in time; None where nothing has."""
        return (self.open_in_time + self.done_in_time) / self.dated if self.dated else None

    def __add__(self, other: "Cells") -> "Cells":
        return Cells(*(getattr(self, name) + getattr(other, name) for name in Cells.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in one week: given out, done in time, done late, deadlines that were missed in it."""

    given: int = 0
    done_in_time: int = 0
    done_late: int = 0
    missed: int = 0


def more_than(connection: sa.Connection, scope: Scope, many: int) -> bool:
    """Whether more copies than so many were given out within the scope and not withdrawn."""
    stays = t.assignments.c.state != State.WITHDRAWN.value
    given = sa.select(sa.literal(1)).select_from(t.assignments).where(_given_out_in(scope), stays).limit(many + 1)
    counted: int = connection.execute(sa.select(sa.func.count()).select_from(given.subquery())).scalar_one()
    return counted > many


def by_lead(connection: sa.Connection, scope: Scope, now: datetime) -> dict[Tier, dict[AgencyId, Cells]]:
    """The cells of each lead, in each tier in which it has work."""
    row = t.assignments.c
    found: dict[Tier, dict[AgencyId, Cells]] = {}
    for one in _grouped(connection, scope, now, row.lead):
        leads = found.setdefault(_tier(one), {})
        leads[one.lead] = leads.get(one.lead, Cells()) + _cell(one)
    return found


def by_task(connection: sa.Connection, scope: Scope, now: datetime) -> dict[Tier, dict[tuple[str, int], Cells]]:
    """The cells of each task, by directive and number, in each tier in which it was given out."""
    row = t.assignments.c
    found: dict[Tier, dict[tuple[str, int], Cells]] = {}
    for one in _grouped(connection, scope, now, row.directive, row.task):
        tasks = found.setdefault(_tier(one), {})
        name = (one.directive, one.task)
        tasks[name] = tasks.get(name, Cells()) + _cell(one)
    return found


def due_by_week(
    connection: sa.Connection, scope: Scope, weeks: Sequence[datetime]
) -> dict[Tier, dict[AgencyId, tuple[int, ...]]]:
    """How many open copies of each lead fall due in each week; ``weeks`` are their beginnings and the end of the last.

    Leads with nothing due in any of them are left out.
    """
    row, bucket = t.assignments.c, _bucket(t.assignments.c.due, weeks).label("week")
    where = (row.open, row.due >= weeks[0], row.due < weeks[-1])
    found: dict[Tier, dict[AgencyId, list[int]]] = {}
    for one in connection.execute(_counted(scope, (row.lead, bucket), where)):
        counts = found.setdefault(_tier(one), {}).setdefault(one.lead, [0] * (len(weeks) - 1))
        counts[one.week] += one.copies
    return {tier: {lead: tuple(counts) for lead, counts in leads.items()} for tier, leads in found.items()}


def by_week(
    connection: sa.Connection, scope: Scope, weeks: Sequence[datetime], now: datetime
) -> dict[Tier, tuple[Week, ...]]:
    """What happened in each week, whose beginnings and last end ``weeks`` are, by the moments on the assignments."""
    row = t.assignments.c
    claimed = row.state.in_([State.SUBMITTED.value, State.COMPLETED.value]) & row.submitted_at.is_not(None)
    late = sa.case((row.submitted_at > row.due, 1), else_=0)
    missed = sa.case((claimed, row.submitted_at > row.due), else_=row.due < now)
    stays = row.state != State.WITHDRAWN.value
    done = row.state == State.COMPLETED.value
    made: dict[Tier, list[dict[str, int]]] = {}
    for name, moment, late_too, where in (
        ("given", row.assigned_at, None, stays),
        ("done", row.completed_at, late, done),
        ("missed", row.due, None, stays & missed),
    ):
        bucket = _bucket(moment, weeks).label("week")
        groups = (bucket,) if late_too is None else (bucket, late_too.label("late"))
        for one in connection.execute(_counted(scope, groups, (where, moment >= weeks[0], moment < weeks[-1]))):
            week = made.setdefault(_tier(one), [{} for _ in weeks[:-1]])[one.week]
            column = name if late_too is None else "done_late" if one.late else "done_in_time"
            week[column] = week.get(column, 0) + one.copies
    return {tier: tuple(Week(**week) for week in counted) for tier, counted in made.items()}


_LEVELS_OF_A_COMMUNE = 3
"""Central, its province and the commune itself stand in its path."""
_ISSUERS, _LEADS = t.agencies.alias("issuers"), t.agencies.alias("leads")


def _counted(
    scope: Scope,
    groups: tuple[sa.ColumnElement[Any], ...],
    where: Iterable[sa.ColumnElement[bool]],
    *more: sa.ColumnElement[Any],
) -> sa.Select[Any]:
    row = t.assignments.c
    levels = (_ISSUERS.c.level.label("issuers"), _LEADS.c.level.label("leads"))
    return (
        sa.select(*levels, *groups, sa.func.count().label("copies"), *more)
        .select_from(t.assignments)
        .join(_ISSUERS, _ISSUERS.c.id == row.issuer)
        .join(_LEADS, _LEADS.c.id == row.lead)
        .where(_given_out_in(scope), *where)
        .group_by(*levels, *groups)
    )


def _given_out_in(scope: Scope) -> sa.ColumnElement[bool]:
    """What agencies of a scope gave out; of a commune and what is below it by its dockets, of which there are few."""
    if not scope.below or scope.path.count("/") < _LEVELS_OF_A_COMMUNE:
        return issued_in(scope)
    return t.assignments.c.docket.in_(sa.select(t.dockets.c.id).where(dockets_in(scope)))


def _grouped(
    connection: sa.Connection, scope: Scope, now: datetime, *columns: sa.ColumnElement[Any]
) -> Iterable[sa.Row[Any]]:
    row = t.assignments.c
    groups = (*columns, timeliness_at(now).label("standing"))
    claimed = row.state.in_([State.SUBMITTED.value, State.COMPLETED.value]) & row.submitted_at.is_not(None)
    over = sa.case((claimed, row.submitted_at > row.first_due), else_=row.first_due < now)
    first = sa.func.sum(sa.case((over, 1), else_=0)).label("late_by_first")
    where = (row.state != State.WITHDRAWN.value,)
    return connection.execute(_counted(scope, groups, where, first))


def _bucket(moment: sa.ColumnElement[Any], weeks: Sequence[datetime]) -> sa.Case[int]:
    """In which of the weeks a moment lies, from 0."""
    return sa.case(*((moment < end, number) for number, end in enumerate(weeks[1:])), else_=len(weeks) - 1)


def _tier(row: Any) -> Tier:
    return Tier(Level(row.issuers), Level(row.leads))


_CELLS: Mapping[Timeliness, str] = {
    Timeliness.IN_TIME: "open_in_time",
    Timeliness.DUE_SOON: "open_in_time",
    Timeliness.OVERDUE: "open_late",
    Timeliness.UNDATED: "open_undated",
    Timeliness.DONE_ON_TIME: "done_in_time",
    Timeliness.DONE_LATE: "done_late",
    Timeliness.DONE_UNDATED: "done_undated",
}


def _cell(row: Any) -> Cells:
    return Cells(**{_CELLS[Timeliness(row.standing)]: row.copies}, late_by_first=int(row.late_by_first))
