"""Which alerts an assignment's clocks call for, and when: ladders as data and the moments that follow from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import count

from thac.domain.assignments import WITH_LEAD, Assignment, Clock, Reached, State
from thac.domain.calendar import WorkCalendar, civil_day
from thac.domain.deadlines import Reason
from thac.domain.directives import Urgency
from thac.domain.plans import Slice


class Audience(StrEnum):
    """Whom a step reaches, from the one who works up to the chair above the issuer: so a step climbs."""

    LEAD = "lead"
    LEAD_HEAD = "lead_head"
    ISSUING_OFFICE = "issuing_office"
    ISSUING_CHAIR = "issuing_chair"
    UPPER_MONITOR = "upper_monitor"
    UPPER_CHAIR = "upper_chair"


class Colour(StrEnum):
    """Blue: near. Yellow: behind or silent. Red: overdue. Always shown with its word."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: when it comes due after its clock's anchor, whom it reaches and in which colour.

    Exactly one of ``share`` (of the working time allowed) and ``days`` (working days from the anchor; 0 is the anchor
    itself) is given. ``if_silent``: only when nothing was reported since the time began. ``every``: the step repeats
    after so many working days, without end.
    """

    code: str
    clock: Clock
    audience: tuple[Audience, ...]
    colour: Colour
    share: float | None = None
    days: int | None = None
    if_silent: bool = False
    every: int | None = None


_WEEK = 5

LADDERS: dict[int, tuple[Step, ...]] = {
    1: (
        Step("receipt_unit", Clock.RECEIPT, (Audience.LEAD_HEAD, Audience.ISSUING_OFFICE), Colour.YELLOW, days=0),
        Step("receipt_person", Clock.RECEIPT, (Audience.LEAD_HEAD,), Colour.YELLOW, days=0),
        Step("half_silent", Clock.COMPLETION, (Audience.LEAD,), Colour.YELLOW, share=0.5, if_silent=True),
        Step("due_soon", Clock.COMPLETION, (Audience.LEAD,), Colour.BLUE, days=-3),
        Step("overdue", Clock.COMPLETION, (Audience.LEAD_HEAD, Audience.ISSUING_OFFICE), Colour.RED, days=0),
        Step("overdue_2", Clock.COMPLETION, (Audience.ISSUING_CHAIR,), Colour.RED, days=2),
        Step("overdue_5", Clock.COMPLETION, (Audience.UPPER_MONITOR,), Colour.RED, days=5),
        Step("overdue_10", Clock.COMPLETION, (Audience.UPPER_CHAIR,), Colour.RED, days=10, every=_WEEK),
        Step("review", Clock.REVIEW, (Audience.ISSUING_OFFICE,), Colour.YELLOW, days=0),
        Step("silence", Clock.SILENCE, (Audience.LEAD,), Colour.YELLOW, days=0),
    ),
}
"""Every ladder by its version. A version in use is never edited: a changed ladder gets a new number."""


def step_of(version: int, code: str) -> Step:
    """The step of that code in that ladder."""
    return next(step for step in LADDERS[version] if step.code == code)


@dataclass(frozen=True, slots=True)
class Moment:
    """A step that comes due at a moment, with its repeat, and earlier steps that it replaces."""

    at: datetime
    clock: Clock
    step: str
    repeat: int
    passed: tuple[str, ...] = ()


def next_moment(row: Assignment, plan: Slice) -> Moment | None:
    """The earliest moment at which one of the assignment's clocks calls, or None while none ever will.

    Steps that are older than the time they are counted in are passed together; only the latest of them calls, at once.
    """
    calls = (call for clock in Clock if (call := _CALLS[clock](row, plan)) is not None)
    return min(calls, key=lambda call: (call.at, list(Clock).index(call.clock)), default=None)


def due_soon_at(row: Assignment, plan: Slice) -> datetime | None:
    """From which moment an open assignment counts as due soon; None when undated."""
    if row.due is None:
        return None
    return _days_from(plan.calendar, row.due, -plan.defaults.due_soon_days)


def _receipt(row: Assignment, plan: Slice) -> Moment | None:
    reached = row.reached.get(Clock.RECEIPT)
    unit_at, person_at = _receipt_moments(plan, row.assigned_at)
    if row.state is State.ASSIGNED and reached is None:
        return Moment(unit_at, Clock.RECEIPT, "receipt_unit", 0)
    names_person = row.lead not in plan.keepers
    if row.state in {State.ASSIGNED, State.ACCEPTED} and names_person and reached != Reached("receipt_person"):
        return Moment(person_at, Clock.RECEIPT, "receipt_person", 0)
    return None


def _receipt_moments(plan: Slice, assigned_at: datetime) -> tuple[datetime, datetime]:
    calendar, defaults = plan.calendar, plan.defaults
    if plan.urgency is not Urgency.NORMAL:
        first = calendar.plus(assigned_at, defaults.receipt_urgent)
        return first, calendar.plus(first, defaults.receipt_urgent)
    day = civil_day(assigned_at)
    return (
        calendar.closing(calendar.working_day(day, defaults.receipt_unit_days)),
        calendar.closing(calendar.working_day(day, defaults.receipt_person_days)),
    )


def _completion(row: Assignment, plan: Slice) -> Moment | None:
    if row.due is None or row.state not in WITH_LEAD:
        return None
    version = row.deadlines[-1]
    start = version.set_at if version.reason is Reason.REDO else row.assigned_at
    schedule = _schedule(plan.ladder, plan.calendar, start, row.due)
    passed: list[Moment] = []
    for call in _after(schedule, row.reached.get(Clock.COMPLETION), plan):
        # Steps fire before a later report is heard, so a report beside an unfired step came in time, or followed one.
        if step_of(plan.ladder, call.step).if_silent and row.reported_at is not None and row.reported_at >= start:
            continue
        if call.at > version.set_at:
            return _latest(passed, version.set_at) or call
        passed.append(call)
    return _latest(passed, version.set_at)


def _latest(passed: list[Moment], at: datetime) -> Moment | None:
    """The last of the steps that are older than the deadline, to fire at once, naming the others."""
    if not passed:
        return None
    last = passed[-1]
    others = tuple(dict.fromkeys(call.step for call in passed[:-1] if call.step != last.step))
    return Moment(at, last.clock, last.step, last.repeat, others)


def _after(schedule: tuple[Moment, ...], reached: Reached | None, plan: Slice) -> Iterator[Moment]:
    """The calls that come after what was reached; where the last step repeats, it does without end."""
    codes = [call.step for call in schedule]
    yield from schedule[0 if reached is None else codes.index(reached.step) + 1 :]
    last = schedule[-1]
    every = step_of(plan.ladder, last.step).every
    if every is None:
        return
    for repeat in count(1 if reached is None or reached.step != last.step else reached.repeat + 1):
        yield Moment(_repeat_at(plan.calendar, last.at, every * repeat), last.clock, last.step, repeat)


@lru_cache(maxsize=8192)
def _repeat_at(calendar: WorkCalendar, first: datetime, days: int) -> datetime:
    return _days_from(calendar, first, days)


@lru_cache(maxsize=8192)
def _schedule(ladder: int, calendar: WorkCalendar, start: datetime, due: datetime) -> tuple[Moment, ...]:
    steps = [step for step in LADDERS[ladder] if step.clock is Clock.COMPLETION]
    calls = [Moment(_at(step, calendar, start, due), step.clock, step.code, 0) for step in steps]
    return tuple(sorted(calls, key=lambda call: call.at))


def _at(step: Step, calendar: WorkCalendar, start: datetime, due: datetime) -> datetime:
    if step.share is not None:
        return min(due, calendar.plus(start, calendar.between(start, due) * step.share)) if start < due else due
    return _days_from(calendar, due, step.days or 0)


def _days_from(calendar: WorkCalendar, anchor: datetime, days: int) -> datetime:
    """So many working days from the anchor: the opening of that day's work, or the anchor itself for 0."""
    return anchor if days == 0 else calendar.opening(calendar.working_day(civil_day(anchor), days))


def _review(row: Assignment, plan: Slice) -> Moment | None:
    if row.state is not State.SUBMITTED or row.submitted_at is None or Clock.REVIEW in row.reached:
        return None
    day = plan.calendar.working_day(civil_day(row.submitted_at), plan.defaults.review_days)
    return Moment(plan.calendar.closing(day), Clock.REVIEW, "review", 0)


def _silence(row: Assignment, plan: Slice) -> Moment | None:
    if row.due is not None or row.state not in WITH_LEAD:
        return None
    reached = row.reached.get(Clock.SILENCE)
    day = civil_day(row.quiet_from) + timedelta(days=plan.defaults.silence_calendar_days)
    moment = plan.calendar.opening(plan.calendar.working_day(day, 0))
    return Moment(moment, Clock.SILENCE, "silence", 0 if reached is None else reached.repeat + 1)


_CALLS = {
    Clock.RECEIPT: _receipt,
    Clock.COMPLETION: _completion,
    Clock.REVIEW: _review,
    Clock.SILENCE: _silence,
}
