"""When offices work: working moments, days and durations, from a calendar that is data.

All moments are aware and in UTC; civil days are those of Vietnam (UTC+7, no daylight saving since 1975).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TypeAlias

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
OFFICE_HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))
_SATURDAY = 5
_YEAR = 400


def civil_day(moment: datetime) -> date:
    """The day in Vietnam on which the moment lies."""
    return moment.astimezone(VIETNAM).date()


def at(day: date, clock: time) -> datetime:
    """The moment, in UTC, when clocks in Vietnam show that time on that day."""
    return datetime.combine(day, clock, VIETNAM).astimezone(UTC)


Sessions: TypeAlias = tuple[tuple[time, time], ...]
"""The hours of a day as pairs of opening and closing time, in their order."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of the working days from ``first`` to ``last``, both included: a half day, or a season's hours.

    They say when offices work on a day on which they do, and not whether they do.
    """

    first: date
    last: date
    sessions: Sessions


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working calendar of one docket.

    Parameters
    ----------
    version
        Number of the calendar data; a correction has a higher one.
    sessions
        The hours of a working day as pairs of opening and closing time.
    off
        Weekdays on which offices are closed (public holidays, compensating and swapped days).
    on
        Saturdays and Sundays that are worked instead (ngày làm bù).
    own
        Days with hours of their own, in their order and without overlap.
    """

    version: int
    sessions: Sessions
    off: tuple[date, ...] = ()
    on: tuple[date, ...] = ()
    own: tuple[Hours, ...] = ()

    def works(self, day: date) -> bool:
        """Whether offices are open on that day."""
        return day in self.on or (day.weekday() < _SATURDAY and day not in self.off)

    def opening(self, day: date) -> datetime:
        """When work begins on that day."""
        return at(day, self.hours(day)[0][0])

    def closing(self, day: date) -> datetime:
        """When work ends on that day."""
        return at(day, self.hours(day)[-1][1])

    def hours(self, day: date) -> Sessions:
        """The hours of that day, if it is worked."""
        for one in self.own:
            if one.first <= day <= one.last:
                return one.sessions
        return self.sessions

    def working_day(self, day: date, steps: int) -> date:
        """The working day ``steps`` after (or, below zero, before) the given day.

        With 0 it is the day itself, or the next working day if offices are closed on it.
        """
        if steps == 0:
            while not self.works(day):
                day += timedelta(days=1)
            return day
        direction = timedelta(days=1 if steps > 0 else -1)
        for _ in range(abs(steps)):
            day += direction
            while not self.works(day):
                day += direction
        return day

    def days_between(self, start: date, end: date) -> int:
        """How many working days ``end`` lies after ``start``; below zero when it lies before."""
        return _days_between(self, start, end) if start <= end else -_days_between(self, end, start)

    def last_moment(self, day: date) -> datetime:
        """The last working moment of the day, or of the last working day before it."""
        while not self.works(day):
            day -= timedelta(days=1)
        return self.closing(day)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from ``start`` to ``end``; zero when the end is not after the start."""
        return _between(self, start, end)

    def plus(self, start: datetime, worked: timedelta) -> datetime:
        """The moment at which that much working time has passed since ``start``."""
        return _plus(self, start, worked)

    def stretches(self, start: datetime, end: datetime | None) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of working time from ``start``, clipped to it and to ``end``; a year of them without end."""
        day = civil_day(start)
        for _ in range(_YEAR if end is None else (civil_day(end) - day).days + 1):
            if self.works(day):
                for opens, closes in self.hours(day):
                    begin, finish = max(at(day, opens), start), at(day, closes)
                    if end is not None:
                        finish = min(finish, end)
                    if begin < finish:
                        yield begin, finish
            day += timedelta(days=1)


@lru_cache(maxsize=4096)
def _days_between(calendar: WorkCalendar, start: date, end: date) -> int:
    days = range(start.toordinal() + 1, end.toordinal() + 1)
    return sum(1 for day in days if calendar.works(date.fromordinal(day)))


@lru_cache(maxsize=4096)
def _between(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    return sum((finish - begin for begin, finish in calendar.stretches(start, end)), timedelta())


@lru_cache(maxsize=4096)
def _plus(calendar: WorkCalendar, start: datetime, worked: timedelta) -> datetime:
    left = worked
    while True:
        for begin, finish in calendar.stretches(start, None):
            if finish - begin >= left:
                return begin + left
            left -= finish - begin
            start = finish
