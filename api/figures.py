"""How does everything stand within a scope? Counted by the store, kept for a short time, and said with its moment.

Counting walks over every assignment of a scope. So the figures are kept: until something was written or a minute went
by, and where there is much to count for three minutes; they are shown once more while they are counted anew.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

import sqlalchemy as sa

from api.keeping import Kept
from api.reads import Reads
from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.domain.calendar import VIETNAM, civil_day
from thac.store import directory
from thac.store import tables as t
from thac.store.directory import DirectoryCache
from thac.store.queries import standings
from thac.store.queries.directives import DirectiveLine, header, headers
from thac.store.queries.scope import Scope, dockets_in
from thac.store.queries.standings import Cells, Tier, Week

WEEKS_AHEAD: Final = 8
"""So many weeks, with the present one, the deadlines of open work are laid out."""
WEEKS_BACK: Final = 12
"""So many weeks, with the present one, the course of the work is shown."""
KEPT: Final = timedelta(minutes=1)
"""Figures older than this are counted anew, and at once when something was written."""
_MUCH: Final = 20_000
"""So many copies take long to count: a process of its own does it, and figures are kept longer, also when something is
written."""
KEPT_LONGER: Final = timedelta(minutes=3)
_MOST_READERS: Final = 200
_SHOWN_MEANWHILE: Final = timedelta(minutes=10)
"""Where there is much to count, those before are shown while it is counted, if they are not older than this."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An agency with its cells and its place: by the share of dated work that is in time; None without dated work."""

    place: int | None
    agency: AgencyId
    name: str
    cells: Cells
    due: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Directed:
    """A directive with its cells."""

    directive: DirectiveLine
    cells: Cells


@dataclass(frozen=True, slots=True)
class TierFigures:
    """Everything about one tier. ``tasks`` counts tasks: one is done when all its copies are, and late when one is."""

    tier: Tier
    copies: Cells
    tasks: Cells
    ranking: tuple[Ranked, ...]
    fields: tuple[tuple[str | None, Cells], ...]
    directives: tuple[Directed, ...]
    course: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a scope at one moment; tiers from the top down. ``ahead`` and ``back`` are beginnings of weeks."""

    at: datetime
    version: tuple[int, int]
    tiers: tuple[TierFigures, ...]
    ahead: tuple[datetime, ...]
    back: tuple[datetime, ...]

    def of(self, tier: Tier | None) -> TierFigures | None:
        """Those of a tier, or of the first; None where there is no work."""
        return next((one for one in self.tiers if tier in {None, one.tier}), None)


class FigureBook:
    """Keeps the figures of those who looked at them lately; each scope is counted by one reader at a time."""

    def __init__(self) -> None:
        self._kept = Kept[Scope, Figures](_MOST_READERS)

    def of(self, read: Reads, scope: Scope, known: DirectoryCache, now: datetime) -> Figures:
        """The figures of a scope; blocks while they are counted, unless there is much and others can be shown."""

        def made(kept: Figures | None) -> Figures:
            def at_hand(connection: sa.Connection) -> Figures | None:
                if kept is not None and _good(connection, scope, kept, now):
                    return kept
                much = standings.more_than(connection, scope, _MUCH)
                return None if much else count(connection, scope, known.tree(connection), now)

            return read(at_hand) or read.apart(_counted, scope, now)

        # Whose alerts somebody watches makes no difference to what is counted.
        return self._kept.of(
            replace(scope, watches_below=False),
            made,
            shown=lambda kept: _much(kept) and kept.at <= now < kept.at + _SHOWN_MEANWHILE,
        )


def _counted(connection: sa.Connection, scope: Scope, now: datetime) -> Figures:
    return count(connection, scope, directory.load(connection), now)


def _much(kept: Figures) -> bool:
    return sum(one.copies.total for one in kept.tiers) > _MUCH


def _good(connection: sa.Connection, scope: Scope, kept: Figures, now: datetime) -> bool:
    if _much(kept):
        return kept.at <= now < kept.at + KEPT_LONGER
    return kept.at <= now < kept.at + KEPT and kept.version == version_of(connection, scope)


def version_of(connection: sa.Connection, scope: Scope) -> tuple[int, int]:
    """What grows with every event of a docket within the scope."""
    counted = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(t.dockets.c.head), 0)).where(dockets_in(scope))
    dockets, events = connection.execute(counted).one()
    return int(dockets), int(events)


def count(connection: sa.Connection, scope: Scope, tree: AgencyTree, now: datetime) -> Figures:
    """Count everything anew."""
    version = version_of(connection, scope)
    monday = monday_of(now)
    ahead = tuple(monday + timedelta(weeks=number) for number in range(WEEKS_AHEAD + 1))
    back = tuple(monday + timedelta(weeks=number + 1 - WEEKS_BACK) for number in range(WEEKS_BACK + 1))
    leads = standings.by_lead(connection, scope, now)
    tasks = standings.by_task(connection, scope, now)
    due = standings.due_by_week(connection, scope, ahead)
    weeks = standings.by_week(connection, scope, back, now)
    directives = {name for every in tasks.values() for name, _ in every}
    known, fields = _directives(connection, scope), _fields(connection, scope, directives)
    tiers = tuple(
        TierFigures(
            tier,
            sum(leads[tier].values(), Cells()),
            _by_tasks(tasks[tier].values()),
            _ranking(leads[tier], due.get(tier, {}), tree),
            _by_field(tasks[tier], fields),
            _by_directive(tasks[tier], known),
            weeks.get(tier, (Week(),) * WEEKS_BACK),
        )
        for tier in sorted(leads, key=_place)
    )
    return Figures(now, version, tiers, ahead, back)


def monday_of(moment: datetime) -> datetime:
    """When the week of a moment began in Vietnam."""
    day = civil_day(moment)
    return datetime.combine(day - timedelta(days=day.weekday()), time(), VIETNAM)


def _place(tier: Tier) -> tuple[int, int]:
    levels = list(Level)
    return levels.index(tier.issuers), levels.index(tier.leads)


def _by_tasks(tasks: Iterable[Cells]) -> Cells:
    """The tasks by the standing of their copies taken together."""
    found = Cells()
    for one in tasks:
        late, ended = one.open_late + one.done_late > 0, one.open == 0
        standing = "done" if ended else "open"
        column = f"{standing}_late" if late else f"{standing}_in_time" if one.dated else f"{standing}_undated"
        found += Cells(**{column: 1}, late_by_first=int(one.late_by_first > 0))
    return found


def _ranking(
    leads: Mapping[AgencyId, Cells], due: Mapping[AgencyId, tuple[int, ...]], tree: AgencyTree
) -> tuple[Ranked, ...]:
    """The agencies, the best share first; equal shares have one place, and who has no dated work has none."""
    ordered = sorted(leads.items(), key=lambda one: (-_share(one[1]), -one[1].dated, one[0]))
    places: dict[float, int] = {}
    for place, (_, cells) in enumerate(ordered, 1):
        places.setdefault(_share(cells), place)
    return tuple(
        Ranked(
            places[_share(cells)] if cells.dated else None,
            agency,
            _name(agency, tree),
            cells,
            due.get(agency, (0,) * WEEKS_AHEAD),
        )
        for agency, cells in ordered
    )


def _name(agency: AgencyId, tree: AgencyTree) -> str:
    """Its name; a unit of a commune with the commune's, since every commune has a Phòng Kinh tế."""
    if agency not in tree:
        return agency
    one = tree[agency]
    above = tree[one.parent] if one.parent is not None and one.parent in tree else None
    return f"{one.name}, {above.name}" if above is not None and above.level is Level.COMMUNE else one.name


def _share(cells: Cells) -> float:
    return -1.0 if cells.in_time is None else cells.in_time


def _by_field(
    tasks: Mapping[tuple[str, int], Cells], fields: Mapping[tuple[str, int], str]
) -> tuple[tuple[str | None, Cells], ...]:
    """By the field of the task; what names none comes last."""
    found: dict[str | None, Cells] = {}
    for task, cells in tasks.items():
        name = fields.get(task)
        found[name] = found.get(name, Cells()) + cells
    return tuple(sorted(found.items(), key=lambda one: (one[0] is None, -one[1].open_late, one[0] or "")))


def _by_directive(tasks: Mapping[tuple[str, int], Cells], known: Mapping[str, DirectiveLine]) -> tuple[Directed, ...]:
    """By directive, those with most that is late first."""
    found: dict[str, Cells] = {}
    for (directive, _), cells in tasks.items():
        found[directive] = found.get(directive, Cells()) + cells
    lines = [Directed(known[name], cells) for name, cells in found.items() if name in known]
    return tuple(sorted(lines, key=lambda one: (-one.cells.open_late, -one.cells.open, one.directive.id)))


def _directives(connection: sa.Connection, scope: Scope) -> dict[str, DirectiveLine]:
    """The headers of the directives on which a docket within the scope was kept."""
    kept = sa.select(t.dockets.c.directive).where(dockets_in(scope))
    return {row.id: header(row) for row in connection.execute(headers().where(t.directives.c.id.in_(kept)))}


def _fields(connection: sa.Connection, scope: Scope, directives: set[str]) -> dict[tuple[str, int], str]:
    """The field of each task as its directive was drawn up."""
    kept = sa.select(t.dockets.c.directive).where(dockets_in(scope))
    rows = connection.execute(sa.select(t.directives.c.id, t.directives.c.body).where(t.directives.c.id.in_(kept)))
    return {
        (row.id, task["number"]): task["field"]
        for row in rows
        if row.id in directives
        for task in json.loads(row.body).get("tasks", ())
        if task.get("field")
    }
