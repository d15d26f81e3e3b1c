"""Which calendar holds for which agency? Changes are journaled in editions; the nearest agency's word holds.

Under everything lie the days that law and Government fix. Over them are painted, each over the one before: what holds
for the whole installation, for the agency's level, and for each agency from the top of its line down to itself; within
each of these the later edition over the earlier.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.domain.calendar import OFFICE_HOURS, Hours, Sessions, WorkCalendar

_SATURDAY = 5
_DAY = timedelta(days=1)
_KEPT = 1_024


class DayKind(StrEnum):
    """What a change says of its days."""

    OFF = "off"
    """Nghỉ"""
    WORK = "work"
    """Làm việc; perhaps with hours of its own"""
    HOURS = "hours"
    """Giờ làm việc riêng: other hours on those of the days that are worked"""
    RULE = "rule"
    """Theo lịch chung: whoever said something of these days here takes it back"""


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a change holds: everybody below an agency and itself, or a level, or the whole installation."""

    level: Level | None = None
    agency: AgencyId | None = None


EVERYBODY = Scope()


@dataclass(frozen=True, slots=True)
class DayChange:
    """What is said of the days from ``first`` to ``last`` (None: until further notice), by which document.

    ``weekdays`` narrows it to some days of the week (0 Monday); ``sessions`` are the hours, for ``hours`` and ``work``.
    """

    kind: DayKind
    first: date
    last: date | None = None
    scope: Scope = EVERYBODY
    weekdays: tuple[int, ...] = ()
    sessions: Sessions = ()
    document: str | None = None

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days it speaks of within those."""
        day, end = max(first, self.first), last if self.last is None else min(last, self.last)
        while day <= end:
            if not self.weekdays or day.weekday() in self.weekdays:
                yield day
            day += _DAY


@dataclass(frozen=True, slots=True)
class Days:
    """The days that law and Government fix from ``first`` to ``last``: weekdays off, Saturdays and Sundays worked."""

    first: date
    last: date
    off: frozenset[date]
    on: frozenset[date]

    def differs(self, other: "Days") -> bool:
        """Whether the two do not agree on a day that both know."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return any(first <= day <= last for day in (self.off ^ other.off) | (self.on ^ other.on))


@dataclass(frozen=True, slots=True)
class Edition:
    """One numbered change of the calendars: who recorded it, when and why, and the fixed days as they were known then.

    ``rebased``: the fixed days are not those of the edition before, so that it concerns everybody.
    """

    number: int
    at: datetime
    by: str
    reason: str | None
    base: Days
    changes: tuple[DayChange, ...] = ()
    rebased: bool = False


@dataclass(frozen=True, slots=True)
class Painted:
    """One day as it is in the end: worked or not, in which hours, and which change said so last (None: the law)."""

    works: bool
    sessions: Sessions
    said: DayChange | None = None


@dataclass(slots=True)
class Almanac:
    """Every edition, in the order of their numbers. With none, only the built-in calendar holds."""

    editions: tuple[Edition, ...]
    _made: dict[tuple[object, ...], WorkCalendar] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number of the last edition, 0 while there is none."""
        return self.editions[-1].number if self.editions else 0

    def upto(self, number: int) -> "Almanac":
        """The almanac as it was at that edition."""
        return Almanac(tuple(one for one in self.editions if one.number <= number))

    def edition(self, tiers: Sequence[Scope]) -> Edition | None:
        """The last edition that says anything for somebody with these tiers; None: the built-in calendar holds."""
        wanted = set(tiers)
        concerning = (
            one for one in reversed(self.editions) if one.rebased or any(said.scope in wanted for said in one.changes)
        )
        return next(concerning, None)

    def calendar(self, tiers: Sequence[Scope], first: date, last: date) -> WorkCalendar | None:
        """The working calendar for those tiers and days; None: the built-in one holds."""
        edition = self.edition(tiers)
        if edition is None:
            return None
        said = tuple(scope for scope in tiers if any(c.scope == scope for one in self.editions for c in one.changes))
        key = (edition.number, said, first, last)
        if key not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[key] = self._make(edition, said, first, last)
        return self._made[key]

    def paint(self, tiers: Sequence[Scope], base: Days, first: date, last: date) -> dict[date, Painted]:
        """Every one of those days on which it is not simply as the week has it, by its day."""
        days = {day: Painted(works=False, sessions=OFFICE_HOURS) for day in base.off if first <= day <= last}
        days |= {day: Painted(works=True, sessions=OFFICE_HOURS) for day in base.on if first <= day <= last}
        for tier in tiers:
            below = dict(days)
            for change in (one for edition in self.editions for one in edition.changes if one.scope == tier):
                for day in change.days(first, last):
                    if change.kind is DayKind.RULE:
                        days.pop(day, None)
                        days |= {day: below[day]} if day in below else {}
                    else:
                        days[day] = _painted(days.get(day) or _plain(day), change)
        return days

    def _make(self, edition: Edition, tiers: Sequence[Scope], first: date, last: date) -> WorkCalendar:
        days = self.paint(tiers, edition.base, first, last)
        off = tuple(sorted(day for day, one in days.items() if not one.works and day.weekday() < _SATURDAY))
        on = tuple(sorted(day for day, one in days.items() if one.works and day.weekday() >= _SATURDAY))
        return WorkCalendar(edition.number, OFFICE_HOURS, off, on, tuple(_stretches(days, first, last)))


def tiers_of(tree: AgencyTree, agency: AgencyId) -> tuple[Scope, ...]:
    """Whose word counts for an agency, the widest first, the nearest last."""
    return (EVERYBODY, Scope(level=tree[agency].level), *(Scope(agency=one) for one in tree.path(agency)))


def _plain(day: date) -> Painted:
    return Painted(day.weekday() < _SATURDAY, OFFICE_HOURS)


def _painted(before: Painted, change: DayChange) -> Painted:
    hours = change.kind is DayKind.HOURS
    works = before.works if hours else change.kind is DayKind.WORK
    said = before.said if hours and not works else change  # hours say nothing of a day that is free
    return Painted(works, change.sessions or before.sessions, said)


def _stretches(days: dict[date, Painted], first: date, last: date) -> Iterable[Hours]:
    """The working days that have hours of their own, those that follow each other together."""
    begun: Hours | None = None
    day = first
    while day <= last:
        one = days.get(day) or _plain(day)
        if one.works:
            sessions = None if one.sessions == OFFICE_HOURS else one.sessions
            if begun is not None and begun.sessions == sessions:
                begun = Hours(begun.first, day, begun.sessions)
            else:
                if begun is not None:
                    yield begun
                begun = None if sessions is None else Hours(day, day, sessions)
        day += _DAY
    if begun is not None:
        yield begun
