"""When offices work: working moments, days and durations, from a calendar that is data.

All moments are aware and in UTC; civil days are those of Vietnam (UTC+7, no daylight saving since 1975).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

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
    """

    version: int
    sessions: tuple[tuple[time, time], ...]
    off: tuple[date, ...] = ()
    on: tuple[date, ...] = ()

    def works(self, day: date) -> bool:
        """Whether offices are open on that day."""
        return day in self.on or (day.weekday() < _SATURDAY and day not in self.off)

    def opening(self, day: date) -> datetime:
        """When work begins on that day."""
        return at(day, self.sessions[0][0])

    def closing(self, day: date) -> datetime:
        """When work ends on that day."""
        return at(day, self.sessions[-1][1])

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

    def last_moment(self, day: date) -> datetime:
        """The last working moment not after the end of the day: 17:00 on it or on the working day before."""
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
                for opens, closes in self.sessions:
                    begin, finish = max(at(day, opens), start), at(day, closes)
                    if end is not None:
                        finish = min(finish, end)
                    if begin < finish:
                        yield begin, finish
            day += timedelta(days=1)


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
