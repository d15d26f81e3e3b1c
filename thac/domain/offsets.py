"""Where a moment lies that is so many working days, hours or minutes away from another, before or after it."""

from datetime import datetime, timedelta
from functools import lru_cache

from thac.domain.calendar import WorkCalendar, civil_day

_BACK = timedelta(days=14)
"""So far back the working time is looked for at a time; no closure of offices lasts as long."""
_FARTHEST = 100


@lru_cache(maxsize=65_536)
def days_from(calendar: WorkCalendar, anchor: datetime, days: int) -> datetime:
    """So many working days from the anchor: the opening of that day's work, or the anchor itself for 0."""
    return anchor if days == 0 else calendar.opening(calendar.working_day(civil_day(anchor), days))


def shifted(calendar: WorkCalendar, anchor: datetime, minutes: int, *, round_clock: bool) -> datetime:
    """So many minutes of working time from the anchor, or of all time with ``round_clock``; before it below zero."""
    if round_clock or minutes == 0:
        return anchor + timedelta(minutes=minutes)
    if minutes > 0:
        return calendar.plus(anchor, timedelta(minutes=minutes))
    return _before(calendar, anchor, timedelta(minutes=-minutes))


def _before(calendar: WorkCalendar, anchor: datetime, worked: timedelta) -> datetime:
    """The latest moment from which that much working time is left to the anchor."""
    left, end = worked, anchor
    for _ in range(_FARTHEST):
        for begin, finish in reversed(list(calendar.stretches(end - _BACK, end))):
            if finish - begin >= left:
                return finish - left
            left -= finish - begin
        end -= _BACK
    raise ValueError(f"calendar {calendar.version} has no {worked} of working time before {anchor.isoformat()}")
