"""When does somebody look? Three times on each working day; the week's first look is its summary."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from thac.domain.calendar import WorkCalendar, at, civil_day

LOOKS: Final = (time(7, 30), time(11, 30), time(16, 30))
"""When the day begins, and before the end of each half day."""
_DAY: Final = timedelta(days=1)


def is_look(moment: datetime, calendar: WorkCalendar) -> bool:
    """Whether the moment is one at which bundled alerts are read."""
    return calendar.works(civil_day(moment)) and moment in _looks(civil_day(moment))


def week_begins(moment: datetime, calendar: WorkCalendar) -> datetime:
    """The first look of the week: Monday's first, or that of the first day of it on which offices are open."""
    today = civil_day(moment)
    return look_from(at(today - _DAY * today.weekday(), time()), calendar)


def is_summary(moment: datetime, calendar: WorkCalendar) -> bool:
    """Whether it is the first look of its week."""
    return moment == week_begins(moment, calendar)


def look_before(moment: datetime, calendar: WorkCalendar) -> datetime:
    """The last look that is not after the moment."""
    day = civil_day(moment)
    while True:
        found = [look for look in _looks(day) if look <= moment] if calendar.works(day) else []
        if found:
            return found[-1]
        day -= _DAY


def look_from(moment: datetime, calendar: WorkCalendar) -> datetime:
    """The first look that is not before the moment."""
    return next(looks_from(moment, calendar))


def looks_from(moment: datetime, calendar: WorkCalendar) -> Iterator[datetime]:
    """Every look that is not before the moment, in order, without end."""
    day = civil_day(moment)
    while True:
        if calendar.works(day):
            yield from (look for look in _looks(day) if look >= moment)
        day += _DAY


def _looks(day: date) -> tuple[datetime, ...]:
    return tuple(at(day, clock) for clock in LOOKS)
