"""Calendars corrected while work goes on, as tests have them recorded."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tests.domain.desk import TET
from thac.domain.calendar import WorkCalendar
from thac.domain.hearings import CalendarNotice

FIRST, LAST = date(2026, 11, 1), date(2028, 7, 31)


def corrected(version: int = 2, calendar: WorkCalendar = TET, **changes: Any) -> WorkCalendar:
    """A later calendar that differs from one in just these fields."""
    return replace(calendar, version=version, **changes)


def turned(calendar: WorkCalendar, first: date, days: int) -> WorkCalendar:
    """The next calendar, in which some days in a row are free where they were worked, and the other way round."""
    off, on = set(calendar.off), set(calendar.on)
    for day in (first + timedelta(days=one) for one in range(days)):
        if day.weekday() < 5:
            off ^= {day}
        else:
            on ^= {day}
    return replace(calendar, version=calendar.version + 1, off=tuple(sorted(off)), on=tuple(sorted(on)))


def notice(calendar: WorkCalendar, at: datetime) -> CalendarNotice:
    """The word that it holds since that moment."""
    return CalendarNotice(calendar, FIRST, LAST, at)
