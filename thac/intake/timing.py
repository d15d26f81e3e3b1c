"""How a deadline that was read becomes one that a docket can follow, and what of its words cannot be followed."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from thac.directory.working_calendar import CALENDAR_VERSION, days_off, working_saturdays
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar
from thac.domain.deadlines import Deadline, Operator
from thac.domain.recurrence import Recurrence, Relative, Rhythm
from thac.intake.draft import Absolute, AfterEvent, Due, Frequency, Op, Period, Recurring, Several, When


class Loss(StrEnum):
    """What of the words is not followed."""

    MILESTONES = "milestones"
    """Of several dates only the last is."""
    FIRST_DATE_ONLY = "first_date_only"
    """Recurs on a day that no rule of ours names; only the next date is followed."""
    RHYTHM_ONLY = "rhythm_only"
    """The due day is not followed, the rhythm is: silence longer than it calls."""
    WHOLE_DAYS = "whole_days"
    """Hours after an event are rounded down to days."""
    THIRTY_DAYS = "thirty_days"
    """Months after an event are counted as thirty days each."""
    NO_DAYS = "no_days"
    """Depends on an event without saying how many days after it."""
    UNREADABLE = "unreadable"
    """Words of time that make no date."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a task is due in the domain's terms; at most one of the first three is set.

    ``silence_days`` is the rhythm of a task whose document names a rhythm and no day.
    """

    deadline: Deadline | None = None
    recurrence: Recurrence | None = None
    relative: Relative | None = None
    silence_days: int | None = None
    loss: Loss | None = None

    @property
    def dated(self) -> bool:
        """Whether a day follows from it, now or later."""
        return self.deadline is not None or self.recurrence is not None or self.relative is not None


UNDATED: Final = Timing()
_OPERATORS: Final = {
    Op.BEFORE: Operator.BEFORE,
    Op.ON_OR_BEFORE: Operator.BY,
    Op.ON: Operator.ON,
    Op.WITHIN: Operator.BY,
}
_RHYTHMS: Final = {
    Frequency.WEEKLY: Rhythm.WEEKLY,
    Frequency.MONTHLY: Rhythm.MONTHLY,
    Frequency.QUARTERLY: Rhythm.QUARTERLY,
    Frequency.HALF_YEARLY: Rhythm.HALF_YEARLY,
    Frequency.YEARLY: Rhythm.YEARLY,
}
_DAYS: Final = {
    Frequency.DAILY: 1,
    Frequency.WEEKLY: 7,
    Frequency.MONTHLY: 30,
    Frequency.QUARTERLY: 90,
    Frequency.HALF_YEARLY: 180,
    Frequency.YEARLY: 365,
}
_LAST_MONTHS: Final = {
    Rhythm.QUARTERLY: frozenset({3, 6, 9, 12}),
    Rhythm.HALF_YEARLY: frozenset({6, 12}),
    Rhythm.YEARLY: frozenset({12}),
}
_FIRST_MONTHS: Final = {
    Rhythm.QUARTERLY: (1, 4, 7, 10),
    Rhythm.HALF_YEARLY: (1, 7),
    Rhythm.YEARLY: (1,),
}
_LAST_OF_PERIOD: Final = "last_month_of_period"
_AFTER_PERIOD: Final = "first_month_after_period"
_DAYS_OF_A_MONTH: Final = 30
_EVERY: Final = "every"
_LAST_WEEKDAY: Final = 7
_LAST_DAY: Final = 31
_FARTHEST_DAYS: Final = 3_650
_HOURS_OF_A_DAY: Final = 24
_MONTHS_OF_A_YEAR: Final = 12
_DATE: Final = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_OWN_ISSUE: Final = re.compile(
    r"^(?:kể từ |từ |sau )?(?:ngày |khi )?(?:ký|ban hành)(?: ban hành)?(?: \w+(?: \w+)?)? này$"
    r"|^(?:kể từ |từ |sau )?ngày (?:ký|ban hành)(?: ban hành)?$"
)


def timing(when: When | None, issued_on: date) -> Timing:
    """What a docket follows of a deadline; no date is ever made up.

    Parameters
    ----------
    when
        The deadline as it was read; None, ongoing and vague ones are followed as undated.
    issued_on
        The date of issue: periods of what recurs start then, and "kể từ ngày ký" counts from it.
    """
    match when:
        case Absolute():
            return Timing(_deadline(when))
        case Several():
            return _last(when.items)
        case Period():
            return _period(when)
        case Recurring():
            return _recurring(when, issued_on)
        case AfterEvent():
            return _after(when, issued_on)
        case _:
            return UNDATED


def _deadline(one: Absolute) -> Deadline:
    return Deadline(one.day, _OPERATORS[one.op], one.hour)


def _last(items: tuple[tuple[Absolute, str], ...]) -> Timing:
    if not items:
        return Timing(loss=Loss.UNREADABLE)
    last = max((one for one, _ in items), key=lambda one: (one.day, one.hour or time.max))
    return Timing(_deadline(last), loss=Loss.MILESTONES if len(items) > 1 else None)


def _period(when: Period) -> Timing:
    loss = Loss.MILESTONES if when.milestones else None
    if when.end is None:
        return _last(when.milestones) if when.milestones else UNDATED
    day = end_of(when.end)
    return Timing(loss=Loss.UNREADABLE) if day is None else Timing(Deadline(day, Operator.BY), loss=loss)


def end_of(words: str) -> date | None:
    """The last day of "2026-03-31", "2026-03" or "2026"; None for anything else."""
    match = _DATE.fullmatch(words)
    if match is None:
        return None
    year, month = int(match["year"]), int(match["month"] or 12)
    try:
        return date(year, month, int(match["day"] or calendar.monthrange(year, month)[1]))
    except ValueError:
        return None


def _recurring(when: Recurring, issued_on: date) -> Timing:
    silence = min((_DAYS[one] for one in when.frequency if one in _DAYS), default=None)
    if not when.dues:
        return Timing(silence_days=silence)
    rhythms = sorted({_RHYTHMS[one] for one in when.frequency if one in _RHYTHMS}, key=list(Rhythm).index)
    if rhythms and (rule := _rule(rhythms[0], when, issued_on)) is not None:
        return Timing(recurrence=rule)
    months = _FIRST_MONTHS.get(rhythms[0], ()) if rhythms else ()
    days = [day for due in when.dues if (day := _next(due, months, issued_on)) is not None]
    if days:
        return Timing(min(days, key=lambda one: one.day), loss=Loss.FIRST_DATE_ONLY)
    return Timing(silence_days=silence, loss=Loss.RHYTHM_ONLY)


def _rule(every: Rhythm, when: Recurring, issued_on: date) -> Recurrence | None:
    """The rule of the shortest rhythm: what is due each quarter is due each half year and year as well."""
    due, *others = when.dues
    if not all(_same_day(due, other) for other in others):
        return None
    if every is Rhythm.WEEKLY:
        day = due.weekday if not others else None
        fits = day is not None and 1 <= day <= _LAST_WEEKDAY
    else:
        day = due.day
        fits = day is not None and 1 <= day <= _LAST_DAY and _falls_in(every, when.dues)
    if day is None or not fits:
        return None
    return Recurrence(every, day, issued_on, _OPERATORS[due.op], due.hour, when.until)


def _same_day(one: Due, other: Due) -> bool:
    return (one.day, one.op, one.hour) == (other.day, other.op, other.hour)


def _falls_in(every: Rhythm, dues: tuple[Due, ...]) -> bool:
    """Whether the due months are the last months of the periods, all of them."""
    months = {due.month for due in dues}
    if months == {_LAST_OF_PERIOD}:
        return True
    if every is Rhythm.MONTHLY:
        return months <= {None, _EVERY, _AFTER_PERIOD}
    return months == set(_LAST_MONTHS.get(every, ()))


def _next(due: Due, after_period: tuple[int, ...], issued_on: date) -> Deadline | None:
    """The next day of a due that names day and month, or the month after each period."""
    named = (due.month,) if isinstance(due.month, int) else after_period if due.month == _AFTER_PERIOD else ()
    if due.day is None or not all(1 <= month <= _MONTHS_OF_A_YEAR for month in named):
        return None
    years = (issued_on.year, issued_on.year + 1)
    days = (_day(year, month, due.day) for year in years for month in named)
    day = min((one for one in days if one >= issued_on), default=None)
    return None if day is None else Deadline(day, _OPERATORS[due.op], due.hour)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(max(day, 1), calendar.monthrange(year, month)[1]))


def _after(when: AfterEvent, issued_on: date) -> Timing:
    if when.day is not None:
        return Timing(Deadline(when.day, Operator.BY))
    days, loss = _days_after(when)
    if days is None or abs(days) > _FARTHEST_DAYS:
        return Timing(loss=Loss.NO_DAYS if days is None else Loss.UNREADABLE)
    if _OWN_ISSUE.search(when.event.casefold().strip()):
        if when.days is None and when.months is not None:
            return Timing(Deadline(_months_later(issued_on, when.months), Operator.BY))
        day = _working_day(issued_on, days) if when.working else issued_on + timedelta(days=days)
        return Timing(Deadline(day, Operator.BY), loss=loss)
    return Timing(relative=Relative(when.event, days, when.working), loss=loss)


def _days_after(when: AfterEvent) -> tuple[int | None, Loss | None]:
    if when.days is not None:
        return when.days, None
    if when.months is not None:
        return when.months * _DAYS_OF_A_MONTH, Loss.THIRTY_DAYS
    if when.hours is not None:
        return when.hours // _HOURS_OF_A_DAY, Loss.WHOLE_DAYS
    return None, None


def _months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    return _day(count // 12, count % 12 + 1, day.day)


def _working_day(day: date, steps: int) -> date:
    reach = timedelta(days=2 * abs(steps) + 60)
    start, end = day - reach, day + reach
    offices = WorkCalendar(CALENDAR_VERSION, OFFICE_HOURS, days_off(start, end), working_saturdays(start, end))
    return offices.working_day(day, steps)


def last_day(when: When | None) -> date | None:
    """The last day that a deadline names, whatever else it says; None where it names none."""
    days: Iterator[date | None]
    match when:
        case Absolute():
            return when.day
        case Several():
            days = (one.day for one, _ in when.items)
        case Period():
            days = iter([None if when.end is None else end_of(when.end), *(one.day for one, _ in when.milestones)])
        case AfterEvent():
            return when.day
        case _:
            return None
    return max((day for day in days if day is not None), default=None)
