"""Which periods a recurring task has, when the data of each are cut off, and when each is due.

The cut-off follows Decree 09/2019/NĐ-CP on the reporting regime: a month's data run from the 15th of the month before
to the 14th, and so for quarter, half year and year by their last month. The day on which a report is due is set by
whoever asks for it.
"""

import calendar as civil
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from thac.domain.calendar import WorkCalendar
from thac.domain.deadlines import Deadline, Operator


class Rhythm(StrEnum):
    """How often a task recurs."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}
_CUT_OFF_DAY = 14
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its name (``2026-W48``, ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026``), when its data end, its due.

    The data cut-off is the last day whose data belong to the period.
    """

    name: str
    cut_off: date
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule for what recurs: the due day within the last month of each period, or the weekday (1 Monday) of each week.

    ``first`` is a day of the first period, ``until`` the last day on which a deadline may lie (None: until withdrawn).
    ``ahead`` working days come off each deadline for every level the task was passed down, so that what is collected
    arrives before it is due above; never before the data are cut off.
    """

    every: Rhythm
    day: int
    first: date
    operator: Operator = Operator.BEFORE
    hour: time | None = None
    until: date | None = None
    ahead: int = 0

    def starting(self, day: date) -> Period | None:
        """The first period from ``first`` on whose deadline is not before the day; None when the series has ended."""
        anchor = max(self.first, day - timedelta(days=_WEEK * 5)) if self.every is Rhythm.WEEKLY else self.first
        period = self._of(anchor)
        while period.deadline.day < day:
            period = self._after(period)
        return self._within(period)

    def following(self, name: str) -> Period | None:
        """The period after the one of that name; None when the series has ended."""
        return self._within(self._after(self.named(name)))

    def named(self, name: str) -> Period:
        """The period of that name."""
        if self.every is Rhythm.WEEKLY:
            year, week = name.split("-W")
            return self._of(date.fromisocalendar(int(year), int(week), 1))
        year, _, part = name.partition("-")
        months = _MONTHS[self.every]
        number = int(part.lstrip("QH")) if part else 1
        return self._of(date(int(year), number * months, 1))

    def deadline(self, period: Period, working: WorkCalendar) -> Deadline:
        """The deadline at this level: the rule's own, or so many working days ahead of it."""
        if not self.ahead:
            return period.deadline
        day = max(period.cut_off, working.working_day(period.deadline.day, -self.ahead))
        if day >= period.deadline.day:
            return period.deadline
        return Deadline(day, Operator.BY, period.deadline.hour)

    def _within(self, period: Period) -> Period | None:
        return None if self.until is not None and period.deadline.day > self.until else period

    def _of(self, day: date) -> Period:
        if self.every is Rhythm.WEEKLY:
            year, week, _ = day.isocalendar()
            due = date.fromisocalendar(year, week, self.day)
            return Period(f"{year}-W{week:02}", due, self._due(due))
        months = _MONTHS[self.every]
        number = (day.month - 1) // months + 1
        last = number * months
        due = date(day.year, last, min(self.day, civil.monthrange(day.year, last)[1]))
        return Period(self._name(day.year, number), date(day.year, last, _CUT_OFF_DAY), self._due(due))

    def _after(self, period: Period) -> Period:
        if self.every is Rhythm.WEEKLY:
            return self._of(period.deadline.day + timedelta(days=_WEEK))
        due = period.deadline.day
        months = due.year * 12 + due.month - 1 + _MONTHS[self.every]
        return self._of(date(months // 12, months % 12 + 1, 1))

    def _name(self, year: int, number: int) -> str:
        match self.every:
            case Rhythm.MONTHLY:
                return f"{year}-{number:02}"
            case Rhythm.QUARTERLY:
                return f"{year}-Q{number}"
            case Rhythm.HALF_YEARLY:
                return f"{year}-H{number}"
            case _:
                return str(year)

    def _due(self, day: date) -> Deadline:
        return Deadline(day, self.operator, self.hour)


@dataclass(frozen=True, slots=True)
class Relative:
    """A deadline that waits for an event: so many days after it, or before it where ``days`` is negative.

    ``event`` is the event in the document's words; the day becomes known by the command that says it happened or will.
    """

    event: str
    days: int
    working: bool = False
    operator: Operator = Operator.BY

    def deadline(self, day: date, working: WorkCalendar) -> Deadline:
        """The deadline when the event falls on that day."""
        due = working.working_day(day, self.days) if self.working else day + timedelta(days=self.days)
        return Deadline(due, self.operator)
