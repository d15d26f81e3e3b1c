"""What a deadline says and which moment follows from it.

A document writes a civil day with an operator ("trước ngày 15", "đến ngày 15"), sometimes an hour; the moment follows
from the calendar. The words are kept, so that a corrected calendar moves the moment and never the words.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from thac.domain.calendar import VIETNAM, WorkCalendar, at


class Operator(StrEnum):
    """The word that stands before the day."""

    BEFORE = "before"
    """trước ngày"""
    BY = "by"
    """đến ngày, chậm nhất ngày"""
    ON = "on"
    """vào ngày"""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as the document words it: a day in Vietnam, its operator, and the hour where one is written."""

    day: date
    operator: Operator = Operator.BEFORE
    hour: time | None = None

    def moment(self, calendar: WorkCalendar, *, strict_before: bool = False) -> datetime:
        """The last good moment, in UTC.

        With an hour it is that hour exactly. Without, it is the close of the last working day not after the day
        named; ``strict_before`` reads "trước ngày 15" as the 14th, as the words strictly say.
        """
        if self.hour is not None:
            return at(self.day, self.hour)
        if strict_before and self.operator is Operator.BEFORE:
            return calendar.last_moment(date.fromordinal(self.day.toordinal() - 1))
        return calendar.last_moment(self.day)


def exactly(moment: datetime) -> Deadline:
    """The deadline that comes to exactly that moment, whatever the calendar."""
    local = moment.astimezone(VIETNAM)
    return Deadline(local.date(), Operator.ON, local.time())


FARTHEST = timedelta(days=3_653)
"""No deadline lies farther ahead than ten years: working time is counted day by day, and a slip of the pen such as the
year 9999 would hold up the whole docket."""


class Reason(StrEnum):
    """Why an assignment has this version of its deadline."""

    DIRECTIVE = "directive"
    REDO = "redo"
    EXTENSION = "extension"
    """The issuer granted what the lead had asked for."""
    AMENDED = "amended"
    """The issuer moved it."""
    EVENT = "event"
    """The event that a relative deadline waited for was dated."""


@dataclass(frozen=True, slots=True)
class DeadlineVersion:
    """One dated version of an assignment's deadline; the first is never changed, later ones stand beside it.

    ``words`` is the civil deadline where one was named, ``by`` who set it, ``text`` his reason by digest.
    """

    due: datetime
    set_at: datetime
    reason: Reason = Reason.DIRECTIVE
    words: Deadline | None = None
    by: str | None = None
    text: str | None = None
