"""A working calendar, as it goes out: the days of a year that are not simply as the week has them."""

from datetime import date

from api.schemas.words import Output
from thac.calendars import Day
from thac.domain.agencies import AgencyId, Level
from thac.domain.almanac import DayChange, DayKind


class DayChangeOut(Output):
    """Who said so: for whom it holds (neither level nor agency: for everybody), by which document."""

    kind: DayKind
    first: date
    last: date | None
    weekdays: tuple[int, ...]
    hours: tuple[tuple[str, str], ...]
    level: Level | None
    agency: AgencyId | None
    document: str | None


class DayOut(Output):
    """One day: whether it is worked and in which hours, what it is called, and the change that said so last.

    Without ``said_by`` it is the law or a notice of the Government that the program knows.
    """

    day: date
    works: bool
    hours: tuple[tuple[str, str], ...]
    name: str | None
    said_by: DayChangeOut | None


class CalendarOut(Output):
    """The calendar of an agency in one year; ``version`` is the number by which dockets know it.

    Days that are not listed are as the week has them: Monday to Friday in ``hours``.
    """

    agency: AgencyId
    year: int
    version: int
    hours: tuple[tuple[str, str], ...]
    days: tuple[DayOut, ...]


def day_out(one: Day) -> DayOut:
    """A day as it goes out."""
    said_by = None if one.said is None else change_out(one.said)
    return DayOut(day=one.day, works=one.works, hours=one.hours, name=one.name, said_by=said_by)


def change_out(one: DayChange) -> DayChangeOut:
    """A change as it goes out."""
    return DayChangeOut(
        kind=one.kind,
        first=one.first,
        last=one.last,
        weekdays=one.weekdays,
        hours=tuple((f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in one.sessions),
        level=one.scope.level,
        agency=one.scope.agency,
        document=one.document,
    )
