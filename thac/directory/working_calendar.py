"""On which weekdays offices are closed and which Saturdays and Sundays are worked instead, as plain dates."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from holidays import country_holidays

CALENDAR_VERSION = 1
"""Number of this calendar data; every correction of the table below raises it."""

_SATURDAY = 5
_CULTURE_DAY = "Ngày Văn hóa Việt Nam"


class Change(StrEnum):
    """What a decision does to a day."""

    OFF = "off"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that a document of the Government moved away from the rule; ``document`` is its reference."""

    day: date
    change: Change
    document: str


SWAPS = (
    DayChange(date(2025, 5, 2), Change.OFF, "8726/VPCP-KGVX"),
    DayChange(date(2025, 4, 26), Change.WORK, "8726/VPCP-KGVX"),
    DayChange(date(2026, 1, 2), Change.OFF, "12729/VPCP-KGVX, 25/12/2025"),
    DayChange(date(2026, 1, 10), Change.WORK, "12729/VPCP-KGVX, 25/12/2025"),
    DayChange(date(2026, 8, 31), Change.OFF, "lịch nghỉ Quốc khánh 02/9/2026"),
    DayChange(date(2026, 8, 22), Change.WORK, "lịch nghỉ Quốc khánh 02/9/2026"),
)
"""Swapped days (hoán đổi ngày làm việc). Each is announced on its own, sometimes eight days before, so it is data."""


def days_off(start: date, end: date, *, culture_day: bool = True) -> tuple[date, ...]:
    """The weekdays from ``start`` to ``end``, both included, on which offices are closed.

    Public holidays and their compensating days come from the Labour Code 2019, Articles 111 and 112, as the library
    ``holidays`` computes them; swapped days from ``SWAPS``.

    Parameters
    ----------
    start, end
        First and last day.
    culture_day
        Whether 24 November counts from 2026 on (Resolution 80-NQ/TW; the Labour Code's amendment was not confirmed).

    Raises
    ------
    ValueError
        The end lies before the start.
    """
    _refuse_backwards(start, end)
    found = {day for year in range(start.year, end.year + 1) for day in _holidays(year, culture_day)}
    found |= {swap.day for swap in SWAPS if swap.change is Change.OFF}
    found -= {swap.day for swap in SWAPS if swap.change is Change.WORK}
    return tuple(sorted(day for day in found if start <= day <= end and day.weekday() < _SATURDAY))


def working_saturdays(start: date, end: date) -> tuple[date, ...]:
    """The Saturdays and Sundays from ``start`` to ``end``, both included, that are worked (ngày làm bù).

    Raises
    ------
    ValueError
        The end lies before the start.
    """
    _refuse_backwards(start, end)
    found = {day for year in range(start.year - 1, end.year + 2) for day in _made_up(year)}
    found |= {swap.day for swap in SWAPS if swap.change is Change.WORK}
    found -= {swap.day for swap in SWAPS if swap.change is Change.OFF}
    return tuple(sorted(day for day in found if start <= day <= end and day.weekday() >= _SATURDAY))


def names_of(year: int) -> dict[date, str]:
    """What each day off or worked instead in a year is called: the holiday, or the document that moved the day."""
    found = dict(country_holidays("VN", years=year, language="vi").items())
    return found | {swap.day: swap.document for swap in SWAPS if swap.day.year == year}


def _refuse_backwards(start: date, end: date) -> None:
    if end < start:
        raise ValueError(f"the calendar is asked from {start} to {end}; the end has to be the start or later")


@lru_cache(maxsize=64)
def _holidays(year: int, culture_day: bool) -> tuple[date, ...]:  # noqa: FBT001 - lru_cache keys by position
    found = country_holidays("VN", years=year, language="vi").items()
    return tuple(day for day, name in found if culture_day or not name.startswith(_CULTURE_DAY))


@lru_cache(maxsize=64)
def _made_up(year: int) -> tuple[date, ...]:
    """The make-up days the library knows for swaps of one year; they may lie in the year beside it."""
    return tuple(country_holidays("VN", years=year).weekend_workdays)
