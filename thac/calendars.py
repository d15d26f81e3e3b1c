"""Which calendar does a docket count by? What the program brings along, under what this installation recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

import sqlalchemy as sa

from thac.directory.working_calendar import CALENDAR_VERSION, days_off, names_of, working_saturdays
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.almanac import EVERYBODY, Almanac, DayChange, Days, Edition, Painted, tiers_of
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar, civil_day
from thac.domain.directives import Directive
from thac.domain.docket import Docket
from thac.domain.foreseeing import Move, foresee
from thac.domain.hearings import CalendarNotice
from thac.domain.ledger import fold
from thac.store import directives, ledger
from thac.store import tables as t

_HORIZON: Final = timedelta(days=450)
_BEFORE_ISSUE: Final = timedelta(days=60)
_FIRST_DAY: Final = date(2024, 1, 1)
_SATURDAY: Final = 5
_YEARS_AHEAD: Final = 12
"""No deadline lies farther ahead than ten years."""


@lru_cache(maxsize=256)
def built_in(first: date, last: date) -> WorkCalendar:
    """The calendar that the program brings along, for those days."""
    return WorkCalendar(CALENDAR_VERSION, OFFICE_HOURS, days_off(first, last), working_saturdays(first, last))


@lru_cache(maxsize=4)
def fixed_days(today: date) -> Days:
    """What law and Government fix as far as the program knows, in the form that an edition keeps."""
    first, last = _FIRST_DAY, date(today.year + _YEARS_AHEAD, 12, 31)
    return Days(first, last, frozenset(days_off(first, last)), frozenset(working_saturdays(first, last)))


def span(directive: Directive, today: date | None = None) -> tuple[date, date]:
    """The days for which a directive's dockets need a calendar: from before its issue to well after its last deadline.

    A docket that runs on ``today`` needs it well after that day too.
    """
    days = [task.deadline.day for task in directive.tasks if task.deadline is not None]
    rules = [task.recurrence for task in directive.tasks if task.recurrence is not None]
    days += [day for rule in rules for day in (rule.first, rule.until) if day is not None]
    days = [directive.issued_on, *days, *([] if today is None else [today])]
    return min(days) - _BEFORE_ISSUE, max(days) + _HORIZON


def holding(almanac: Almanac, tree: AgencyTree, agency: AgencyId, days: tuple[date, date]) -> WorkCalendar:
    """The calendar that holds for an agency on those days."""
    return almanac.calendar(tiers_of(tree, agency), *days) or built_in(*days)


def everywhere(almanac: Almanac, moment: datetime) -> WorkCalendar:
    """The calendar that holds around a moment where nobody said anything of his own."""
    day = civil_day(moment)
    first, last = day - _BEFORE_ISSUE, day + _BEFORE_ISSUE
    return almanac.calendar((EVERYBODY,), first, last) or built_in(first, last)


@dataclass(frozen=True, slots=True)
class Behind:
    """An open docket that counts by an older calendar than holds for its agency, and what it has to hear."""

    docket: str
    directive: str
    agency: AgencyId
    notice: CalendarNotice


def behind(connection: sa.Connection, almanac: Almanac, tree: AgencyTree, today: date) -> Iterator[Behind]:
    """Every open docket that counts by an older calendar than that almanac holds for its agency, by directive."""
    line = t.dockets.c
    older = connection.execute(
        sa.select(line.id, line.directive, line.agency, line.calendar)
        .where(line.closed_at.is_(None), line.calendar < almanac.number)
        .order_by(line.directive, line.id)
    ).all()
    editions = {agency: almanac.edition(tiers_of(tree, agency)) for agency in {row.agency for row in older}}
    days: dict[str, tuple[date, date]] = {}
    for row in older:
        edition = editions[row.agency]
        if edition is None or edition.number <= row.calendar:
            continue
        if row.directive not in days:
            days[row.directive] = span(directives.load(connection, row.directive), today)
        first, last = days[row.directive]
        calendar = holding(almanac, tree, row.agency, (first, last))
        yield Behind(row.id, row.directive, row.agency, CalendarNotice(calendar, first, last, edition.at))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a corrected calendar moves in one docket."""

    docket: Behind
    moves: tuple[Move, ...]


def foreseen(connection: sa.Connection, almanac: Almanac, tree: AgencyTree, at: datetime) -> Iterator[Foreseen]:
    """What would move in every open docket that has not heard of that almanac, by directive; a few ms for each."""
    for one in behind(connection, almanac, tree, civil_day(at)):
        docket = Docket(one.docket)
        fold(docket, ledger.read(connection, one.docket))
        yield Foreseen(one, foresee(docket, one.notice))


def says_nothing_new(almanac: Almanac, edition: Edition, tree: AgencyTree) -> bool:
    """Whether each of the changes was the last word on its days already."""
    grown = Almanac((*almanac.editions, edition))
    return not edition.rebased and all(
        _said(almanac, edition, one, tree) == _said(grown, edition, one, tree) for one in edition.changes
    )


def _said(almanac: Almanac, edition: Edition, change: DayChange, tree: AgencyTree) -> dict[date, Painted]:
    scope = change.scope
    tiers = (EVERYBODY, scope) if scope.agency is None else tiers_of(tree, scope.agency)
    last = edition.base.last if change.last is None else change.last
    painted = almanac.paint(tuple(dict.fromkeys(tiers)), edition.base, change.first, last)
    return {day: painted[day] for day in change.days(change.first, last) if day in painted}


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which an agency does not simply work as the week has it: what holds, what it is called, who said so."""

    day: date
    works: bool
    hours: tuple[tuple[str, str], ...]
    name: str | None
    said: DayChange | None


def days_of(almanac: Almanac, tree: AgencyTree, agency: AgencyId | None, year: int) -> tuple[int, tuple[Day, ...]]:
    """The number of the calendar that holds for an agency, and the days of a year that are out of the ordinary.

    Without an agency it is what holds where nobody said anything else.
    """
    tiers = (EVERYBODY,) if agency is None else tiers_of(tree, agency)
    first, last = date(year, 1, 1), date(year, 12, 31)
    edition, names = almanac.edition(tiers), names_of(year)
    base = edition.base if edition is not None else fixed_days(first)
    painted = almanac.paint(tiers, base, first, last)
    return (
        CALENDAR_VERSION if edition is None else edition.number,
        tuple(
            Day(
                day,
                one.works,
                tuple((f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in one.sessions) if one.works else (),
                names.get(day),
                one.said,
            )
            for day, one in sorted(painted.items())
            if one.works or one.said is not None or day.weekday() < _SATURDAY
        ),
    )
