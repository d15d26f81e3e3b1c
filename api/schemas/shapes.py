"""When a task is due, as it is corrected: in the shapes in which drafts show it."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from api.schemas.words import Body, Day, Hour, Line
from thac.intake import draft as read
from thac.intake.corrections import NoDeadline
from thac.intake.draft import Frequency, Op


class _Shape(Body):
    """A deadline in the shape in which drafts show it, so that one can be sent back; its words are not read again."""

    verbatim: str | None = Field(default=None, max_length=50_000)
    line: int | None = None


class NoneIn(_Shape):
    """No deadline."""

    type: Literal["none"]

    def value(self) -> NoDeadline:
        """The correction that takes a deadline away."""
        return NoDeadline()


class DayIn(Body):
    """A day with the word before it, and what it is for where there are several."""

    op: Op
    date: Day
    time: Hour | None = None
    what: Annotated[str, StringConstraints(max_length=500)] = ""

    def value(self) -> read.Absolute:
        """The day in the draft's terms."""
        return read.Absolute(self.op, self.date, self.time)


class AbsoluteIn(_Shape):
    """A day."""

    type: Literal["absolute"]
    op: Op
    date: Day
    time: Hour | None = None

    def value(self) -> read.Absolute:
        """The deadline in the draft's terms."""
        return read.Absolute(self.op, self.date, self.time)


class SeveralIn(_Shape):
    """Several days, each for something."""

    type: Literal["absolute_multi"]
    items: list[DayIn] = Field(min_length=1, max_length=50)

    def value(self) -> read.Several:
        """The deadline in the draft's terms."""
        return read.Several(tuple((one.value(), one.what) for one in self.items))


PeriodEnd: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}-\d{2})?$")]
"""A day, or a year where only that is written."""


class PeriodIn(_Shape):
    """A period, with its milestones."""

    type: Literal["period"]
    op: Literal["within"] = "within"
    start: PeriodEnd | None = Field(default=None, alias="from")
    end: PeriodEnd | None = Field(default=None, alias="to")
    milestones: list[DayIn] = Field(default=[], max_length=50)

    def value(self) -> read.Period:
        """The deadline in the draft's terms."""
        return read.Period(self.start, self.end, tuple((one.value(), one.what) for one in self.milestones))


class DueIn(Body):
    """The due day of what recurs."""

    op: Op
    day: int | None = Field(default=None, ge=1, le=31)
    month: (
        Annotated[int, Field(ge=1, le=12)] | Literal["every", "last_month_of_period", "first_month_after_period"] | None
    ) = None
    weekday: int | None = Field(default=None, ge=1, le=7)
    time: Hour | None = None

    def value(self) -> read.Due:
        """The due day in the draft's terms."""
        return read.Due(self.op, self.day, self.month, self.weekday, self.time)


class RecurringIn(_Shape):
    """What recurs."""

    type: Literal["recurring"]
    frequency: list[Frequency] = Field(min_length=1, max_length=8)
    due: DueIn | list[DueIn] | None = None
    until: Day | None = None

    def value(self) -> read.Recurring:
        """The deadline in the draft's terms."""
        due = self.due or []
        dues = due if isinstance(due, list) else [due]
        return read.Recurring(tuple(self.frequency), tuple(one.value() for one in dues), self.until)


class RelativeIn(_Shape):
    """So long after an event, or before it."""

    type: Literal["relative"]
    op: Literal["within"] | None = None
    trigger: Line
    offset_days: int | None = Field(default=None, ge=-3_650, le=3_650)
    working_days: bool = False
    offset_hours: int | None = Field(default=None, ge=-10_000, le=10_000)
    offset_months: int | None = Field(default=None, ge=-120, le=120)
    date: Day | None = None

    def value(self) -> read.AfterEvent:
        """The deadline in the draft's terms."""
        return read.AfterEvent(
            self.trigger, self.offset_days, self.working_days, self.offset_hours, self.date, self.offset_months
        )


class OngoingIn(_Shape):
    """Without an end."""

    type: Literal["ongoing"]

    def value(self) -> read.Ongoing:
        """The deadline in the draft's terms."""
        return read.Ongoing()


class VagueIn(_Shape):
    """Soon, by no date."""

    type: Literal["vague"]

    def value(self) -> read.Vague:
        """The deadline in the draft's terms."""
        return read.Vague()


ShapeIn: TypeAlias = Annotated[
    NoneIn | AbsoluteIn | SeveralIn | PeriodIn | RecurringIn | RelativeIn | OngoingIn | VagueIn,
    Field(discriminator="type"),
]
