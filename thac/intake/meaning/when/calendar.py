"""Days and months as documents write them, and which year is meant where none is printed."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, time

_NOON = 12


@dataclass(frozen=True, slots=True)
class Clock:
    """When the document was issued, as far as it says so."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def issued(self) -> date | None:
        """The day of issue where it is whole."""
        return day_of(self.year, self.month, self.day) if self.year and self.month and self.day else None

    def precedes(self, day: date) -> bool:
        """Whether the document was surely issued before a day; a printed month without its day is over by its end."""
        issued = (self.year, self.month or 12, self.day or 31) if self.year else None
        return issued is not None and issued < (day.year, day.month, day.day)

    def year_of(self, month: int, day: int | None = None) -> int | None:
        """The year of a day or month printed without one: the first that is not over when the document is issued."""
        if self.year is None:
            return None
        if self.month is None:
            return self.year
        passed = (month, day or 31) < (self.month, self.day or 1)
        return min(self.year + passed, MAXYEAR)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


# "17 giờ 00 phút", "16h30", "15g00", "9 giờ sáng"
HOUR = (
    r"(?P<hour>\d{1,2})\s?(?:giờ(?:\s?(?P<minute>\d{2})(?:\s?phút)?)?|[hg](?P<short>\d{2})?|:(?P<colon>\d{2}))"
    r"(?: (?P<half>sáng|trưa|chiều|tối))?"
)


def hour_of(match: re.Match[str]) -> time | None:
    """The time of day that the groups of ``HOUR`` in a match say."""
    if match["hour"] is None:
        return None
    hour = int(match["hour"])
    minute = int(match["minute"] or match["short"] or match["colon"] or 0)
    if match["half"] in {"chiều", "tối"} and hour < _NOON:
        hour += _NOON
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None  # noqa: PLR2004 - hours and minutes
