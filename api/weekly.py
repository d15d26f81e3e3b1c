"""The report of a week in the form of the house: what was done in it, what goes on, what is late; as of its end.

A week ends on the Monday after it at 00:00 in Vietnam. What is told of a week that is past follows from what was
written down until then, and stays the same whatever happens later; the running week is told as of now.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

import sqlalchemy as sa

from api.figures import KEPT, KEPT_LONGER, monday_of
from api.keeping import Kept
from api.packed import Packed
from api.reads import Reads
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.assignments import State
from thac.domain.calendar import VIETNAM, civil_day
from thac.store import tables as t
from thac.store.queries.moments import Cited, Then, cited_at, standing_at, words_at
from thac.store.queries.pages import Window
from thac.store.queries.timeliness import days_over

_WEEK: Final = re.compile(r"(?P<year>20[0-9]{2})-W(?P<week>[0-5][0-9])", re.ASCII)
_MOST_KEPT: Final = 24
_MUCH: Final = 5_000
"""A report of so many rows takes long to make: while its week runs it is shown once more until the next is made. A
process of its own makes one about so many assignments."""
_SHOWN_MEANWHILE: Final = timedelta(minutes=10)
"""So old such a report may be."""
_TICK: Final = timedelta(microseconds=1)
_SETTLED: Final = timedelta(hours=1)
"""So long after a week an event of it may still be on its way into the store."""


class Part(StrEnum):
    """A part of the report."""

    DONE = "done"
    """I. Kết quả hoàn thành trong tuần"""
    GOING_ON = "going_on"
    """II. Đang tiếp tục thực hiện"""
    LATE = "late"
    """III. Chậm, quá hạn"""


@dataclass(frozen=True, slots=True)
class IsoWeek:
    """A week by its name, ``2026-W48``, from Monday 00:00 to the next in Vietnam."""

    begin: datetime

    @property
    def name(self) -> str:
        """Its name by ISO 8601."""
        year, week, _ = self.begin.astimezone(VIETNAM).date().isocalendar()
        return f"{year}-W{week:02}"

    @property
    def number(self) -> int:
        """Its number within its year."""
        return self.begin.astimezone(VIETNAM).date().isocalendar().week

    @property
    def end(self) -> datetime:
        """When it ends."""
        return self.begin + timedelta(weeks=1)

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return civil_day(self.end) - timedelta(days=1)

    def moved(self, weeks: int) -> "IsoWeek":
        """The week so many weeks later."""
        return IsoWeek(self.begin + timedelta(weeks=weeks))


def week_of(moment: datetime) -> IsoWeek:
    """The week of a moment."""
    return IsoWeek(monday_of(moment).astimezone(UTC))


def week_named(name: str) -> IsoWeek | None:
    """The week of that name; None when no week has it."""
    found = _WEEK.fullmatch(name)
    if found is None:
        return None
    try:
        monday = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
    except ValueError:
        return None
    return IsoWeek(datetime.combine(monday, time(), VIETNAM).astimezone(UTC))


class Line(NamedTuple):
    """An assignment in the report. ``days`` are those by which it was late at the end; None: it was not."""

    work: Then
    days: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """What is told of a week. ``at`` is the moment of its data: the end of the week, or now while it runs."""

    agency: AgencyId
    week: IsoWeek
    at: datetime
    parts: Mapping[Part, Sequence[Line]]

    @property
    def until(self) -> datetime:
        """The moment before which everything counts that was written down."""
        return _until(self.week, self.at)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the report with its words; ``number`` is its place within its part."""

    number: int
    cited: Cited
    text: str
    lead: str
    line: Line
    result: str


@dataclass(frozen=True, slots=True)
class _Made:
    """A report that was made; ``head`` counts the events of the agency's dockets, ``settled``: no more belong to it."""

    report: Report
    head: int
    settled: bool

    def good(self, at: datetime, head: int) -> bool:
        """Whether it still says what one made now would say, or is long and was made just now."""
        made = self.report.at
        same = head == self.head and (made == at or self._held(at, KEPT))
        return same or (self._much and self._held(at, KEPT_LONGER))

    def shown(self, at: datetime) -> bool:
        """Whether it may be shown while one is made: a long one of the running week."""
        return self._much and self._held(at, _SHOWN_MEANWHILE)

    @property
    def _much(self) -> bool:
        return sum(len(part) for part in self.report.parts.values()) > _MUCH

    def _held(self, at: datetime, long: timedelta) -> bool:
        made = self.report.at
        return made <= at < min(made + long, self.report.week.end)


class WeekBook:
    """Keeps the reports that were made lately: of past weeks for good, of the running week for one minute, or three."""

    def __init__(self) -> None:
        self._kept = Kept[tuple[AgencyId, str], _Made](_MOST_KEPT)

    def of(self, read: Reads, agency: AgencyId, week: IsoWeek, now: datetime) -> Report:
        """The report of a week that has begun; blocks while it is made, unless it is long and another can be shown."""
        at = min(week.end, now)

        def made(kept: _Made | None) -> _Made:
            def at_hand(connection: sa.Connection) -> _Made | None:
                if kept is not None and (kept.settled or kept.good(at, _head(connection, agency))):
                    return kept
                return None if _long(connection, agency, week) else _anew(connection, agency, week, now)

            return read(at_hand) or read.apart(_packed, agency, week, now)

        return self._kept.of((agency, week.name), made, shown=lambda kept: kept.shown(at)).report


def _anew(connection: sa.Connection, agency: AgencyId, week: IsoWeek, now: datetime) -> _Made:
    at, head = min(week.end, now), _head(connection, agency)
    return _Made(report(connection, agency, week, at), head, settled=now >= week.end + _SETTLED)


def _packed(connection: sa.Connection, agency: AgencyId, week: IsoWeek, now: datetime) -> _Made:
    """The same, so that it can be handed over and kept at little cost: pages show some rows of it."""
    made = _anew(connection, agency, week, now)
    parts = {part: Packed(lines) for part, lines in made.report.parts.items()}
    return replace(made, report=replace(made.report, parts=parts))


def _long(connection: sa.Connection, agency: AgencyId, week: IsoWeek) -> bool:
    """Whether so much of what an agency gave out is open, or was completed since, that a report takes long to make."""
    row = t.assignments.c
    told = row.open | (row.completed_at >= week.begin)
    given = sa.select(sa.literal(1)).where(row.issuer == agency, told).limit(_MUCH + 1)
    return int(connection.execute(sa.select(sa.func.count()).select_from(given.subquery())).scalar_one()) > _MUCH


def report(connection: sa.Connection, agency: AgencyId, week: IsoWeek, at: datetime) -> Report:
    """The report of what an agency gave out, as it stood at that moment."""
    parts: dict[Part, list[Line]] = {part: [] for part in Part}
    until = _until(week, at)
    for one in standing_at(connection, agency, week.begin, until):
        days = days_over(one.state, one.due, one.submitted_at, until - _TICK)
        part = Part.DONE if one.state is State.COMPLETED else Part.GOING_ON if days is None else Part.LATE
        parts[part].append(Line(one, days))
    return Report(agency, week, at, {part: tuple(sorted(lines, key=_order)) for part, lines in parts.items()})


def rows_of(connection: sa.Connection, tree: AgencyTree, made: Report, part: Part, window: Window) -> list[Row]:
    """The rows of a part that lie in a window, with their words."""
    lines = made.parts[part][window.offset : window.offset + window.limit]
    cited = cited_at(connection, {line.work.directive for line in lines}, made.until)
    said = words_at(connection, [line.work.id for line in lines], made.until)
    return [
        Row(
            number,
            cited[line.work.directive],
            cited[line.work.directive].texts.get(line.work.task, ""),
            tree[line.work.lead].name if line.work.lead in tree else line.work.lead,
            line,
            said.get(line.work.id, ""),
        )
        for number, line in enumerate(lines, window.offset + 1)
    ]


def _until(week: IsoWeek, at: datetime) -> datetime:
    """A week ends with its Sunday; while it runs, what is written down this very moment counts."""
    return at if at == week.end else at + _TICK


def _head(connection: sa.Connection, agency: AgencyId) -> int:
    docket = t.dockets.c
    counted = sa.select(sa.func.coalesce(sa.func.sum(docket.head), 0)).where(docket.agency == agency)
    return int(connection.execute(counted).scalar_one())


def _order(line: Line) -> tuple[int, bool, datetime, str]:
    """The longest late first, then by deadline, what has none last."""
    due = line.work.due
    return (
        -(line.days or 0) if line.work.state is not State.COMPLETED else 0,
        due is None,
        due or line.work.assigned_at,
        line.work.id,
    )
