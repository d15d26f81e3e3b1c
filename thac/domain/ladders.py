"""Which alerts an assignment's clocks call for, and when: the moments that follow from the steps of its ladder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import count

from thac.domain import events as ev
from thac.domain.asks import Ask, AskKind
from thac.domain.assignments import WITH_LEAD, Assignment, Clock, Reached, State
from thac.domain.calendar import WorkCalendar, civil_day
from thac.domain.courses import LADDERS, Course, course
from thac.domain.deadlines import Reason
from thac.domain.defaults import Defaults
from thac.domain.directives import Urgency
from thac.domain.offsets import days_from, shifted
from thac.domain.plans import Slice
from thac.domain.rungs import Audience, Awaits, Colour, Step

__all__ = [
    "LADDERS",
    "Audience",
    "Colour",
    "Moment",
    "Step",
    "calls_of",
    "due_soon_at",
    "next_moment",
    "run_begun",
    "step_fired",
    "steps_done",
]


@dataclass(frozen=True, slots=True)
class Moment:
    """A step that comes due at a moment, with its repeat, and earlier steps that it replaces."""

    at: datetime
    clock: Clock
    step: str
    repeat: int
    passed: tuple[str, ...] = ()
    ask: Ask | None = None
    """The ask that waits for its answer, where that is what calls."""


def next_moment(row: Assignment, plan: Slice) -> Moment | None:
    """The earliest moment at which one of the assignment's clocks calls, or None while none ever will.

    Steps that are older than the time they are counted in are passed together; only the latest of them calls, at once.
    """
    return min(calls_of(row, plan), key=lambda call: call.at, default=None)  # at one moment the first clock calls


def calls_of(row: Assignment, plan: Slice) -> tuple[Moment, ...]:
    """The next call of each of the assignment's clocks that has one; none before a corrected calendar held."""
    steps, since = _course(plan), plan.calendar_since
    calls = (calls(row, plan, steps) for calls in _CALLS)
    return tuple(call if since is None or call.at >= since else replace(call, at=since) for call in calls if call)


def steps_done(row: Assignment, plan: Slice, before: datetime) -> tuple[Moment, ...]:
    """The steps towards the present deadline that are done with: fired, passed, or excused before that moment."""
    if row.due is None or row.state not in WITH_LEAD:
        return ()
    left = _left(row, plan)
    reached = _up_to(left, row.reached.get(Clock.COMPLETION))
    ahead = {_mark(call) for place, call in enumerate(left) if place >= reached and call.at >= before}
    return tuple(call for call in _schedule_of(row, plan) if _mark(call) not in ahead)


def step_fired(row: Assignment, call: Moment) -> ev.StepFired:
    """The event of a step that fires. For an ask, its number stands in the place of the round."""
    ask = call.ask
    return ev.StepFired(
        row.key,
        call.clock,
        row.round if ask is None else ask.number,
        row.version,
        call.step,
        call.repeat,
        call.at,
        call.passed,
        None if ask is None else ask.awaits,
    )


def due_soon_at(row: Assignment, plan: Slice) -> datetime | None:
    """From which moment an open assignment counts as due soon; None when undated."""
    if row.due is None:
        return None
    return days_from(plan.calendar, row.due, -plan.defaults.due_soon_days)


def _course(plan: Slice) -> Course:
    return course(plan.ladder, plan.urgency, plan.steps)


def _at(step: Step, calendar: WorkCalendar, anchor: datetime) -> datetime:
    """When the step comes, so far from its anchor."""
    if step.minutes is not None:
        return shifted(calendar, anchor, step.minutes, round_clock=step.round_clock)
    return days_from(calendar, anchor, step.days or 0)


def _again(step: Step, calendar: WorkCalendar, first: datetime, repeat: int) -> datetime:
    """When the step comes again for that time, given when it came first."""
    if step.every_minutes is not None:
        return shifted(calendar, first, step.every_minutes * repeat, round_clock=step.round_clock)
    return days_from(calendar, first, (step.every or 0) * repeat)


def _called(step: Step, calendar: WorkCalendar, first: datetime) -> Iterator[Moment]:
    """The step at its moment, and as often as it repeats within its bound."""
    yield Moment(first, step.clock, step.code, 0)
    for repeat in range(1, (step.times or 0) + 1 if step.repeats else 1):
        yield Moment(_again(step, calendar, first, repeat), step.clock, step.code, repeat)


def _following(schedule: tuple[Moment, ...], reached: Reached | None) -> tuple[Moment, ...]:
    """What comes after what was reached."""
    return schedule[_up_to(schedule, reached) :]


def _up_to(schedule: tuple[Moment, ...], reached: Reached | None) -> int:
    """How many of the calls lie up to what was reached, which may be a repeat beyond the schedule."""
    if reached is None:
        return 0
    places = enumerate(schedule, 1)
    done = (place for place, call in places if call.step == reached.step and call.repeat <= reached.repeat)
    return max(done, default=0)


def _mark(call: Moment) -> tuple[str, int]:
    return call.step, call.repeat


def _receipt(row: Assignment, plan: Slice, steps: Course) -> Moment | None:
    if row.request or row.state not in _UNRECEIVED:
        return None
    schedule = _receipt_schedule(steps, plan.calendar, plan.defaults, plan.urgency, row.assigned_at)
    reached = row.reached.get(Clock.RECEIPT)
    if steps.as_written or reached is None:
        following = _following(schedule, reached)
    else:
        fired = {*reached.before, (reached.step, reached.repeat)}
        following = tuple(call for call in schedule if (call.step, call.repeat) not in fired)
    for call in following:
        for_person = steps.by_code[call.step].awaits is Awaits.PERSON
        if (not row.keeps) if for_person else row.state is State.ASSIGNED:
            return call
    return None


_UNRECEIVED = frozenset({State.ASSIGNED, State.ACCEPTED})


@lru_cache(maxsize=8192)
def _receipt_schedule(
    steps: Course, calendar: WorkCalendar, defaults: Defaults, urgency: Urgency, assigned_at: datetime
) -> tuple[Moment, ...]:
    unit, person = _receipt_limits(calendar, defaults, assigned_at, urgent=urgency is not Urgency.NORMAL)
    calls: list[Moment] = []
    for step in steps.receipt:
        limit = person if step.awaits is Awaits.PERSON else unit
        calls += _called(step, calendar, _at(step, calendar, assigned_at if step.given else limit))
    return tuple(calls) if steps.as_written else _sorted(calls)


def _receipt_limits(
    calendar: WorkCalendar, defaults: Defaults, assigned_at: datetime, *, urgent: bool
) -> tuple[datetime, datetime]:
    """Until when the unit has to accept, and to name the person."""
    if urgent:
        first = calendar.plus(assigned_at, defaults.receipt_urgent)
        return first, calendar.plus(first, defaults.receipt_urgent)
    day = civil_day(assigned_at)
    return (
        calendar.closing(calendar.working_day(day, defaults.receipt_unit_days)),
        calendar.closing(calendar.working_day(day, defaults.receipt_person_days)),
    )


def _completion(row: Assignment, plan: Slice, steps: Course) -> Moment | None:
    if row.due is None or row.state not in WITH_LEAD or not _schedule_of(row, plan):
        return None
    start, since = _begun(row)
    # What a corrected calendar puts before it held is passed like what is older than the deadline.
    since = since if plan.calendar_since is None else max(since, plan.calendar_since)
    passed: list[Moment] = []
    for call in _after(row, plan, steps):
        # Steps fire before a later report is heard, so a report beside an unfired step came in time, or followed one.
        if steps.by_code[call.step].if_silent and (_reported(row, start) or _rested(row, call.at)):
            continue
        if call.at > since:
            return _latest(passed, since) or call
        passed.append(call)
    return _latest(passed, since)


def _begun(row: Assignment) -> tuple[datetime, datetime]:
    """From when the time towards the present deadline is counted, and since when that deadline holds."""
    version = row.deadlines[-1]
    since = max(version.set_at, row.assigned_at)
    return (since if version.reason is Reason.REDO else row.assigned_at), since


def _schedule_of(row: Assignment, plan: Slice) -> tuple[Moment, ...]:
    """Every step towards the present deadline, in the order of its moments; repeats as far as they are bounded."""
    if row.due is None:
        return ()
    work = "requests" if row.request else "orders" if row.period is None else "reports"
    return _schedule(_course(plan), work, plan.calendar, _begun(row)[0], row.due)


def _left(row: Assignment, plan: Slice) -> tuple[Moment, ...]:
    """The schedule without what was done with when the calendar was corrected."""
    schedule, settled = _schedule_of(row, plan), row.settled
    if settled is None or (settled.round, settled.version) != (row.round, row.version):
        return schedule
    return tuple(call for call in schedule if _mark(call) not in settled.steps)


def _reported(row: Assignment, since: datetime) -> bool:
    return row.reported_at is not None and row.reported_at >= since


def _rested(row: Assignment, at: datetime) -> bool:
    """Whether the assignment was paused at that moment."""
    return any(begun <= at and (ended is None or at < ended) for begun, ended in row.pauses)


def _latest(passed: list[Moment], at: datetime) -> Moment | None:
    """The last of the steps that are older than the deadline, to fire at once, naming the others."""
    if not passed:
        return None
    last = passed[-1]
    others = tuple(dict.fromkeys(call.step for call in passed[:-1] if call.step != last.step))
    return Moment(at, last.clock, last.step, last.repeat, others)


def _after(row: Assignment, plan: Slice, steps: Course) -> Iterator[Moment]:
    """The calls that come after what was reached; where the last step has no bound, it repeats without end."""
    reached = row.reached.get(Clock.COMPLETION)
    yield from _following(_left(row, plan), reached)
    last = _schedule_of(row, plan)[-1]
    step = steps.by_code[last.step]
    if not step.repeats or step.times is not None:
        return
    for repeat in count(1 if reached is None or reached.step != last.step else reached.repeat + 1):
        yield Moment(_again(step, plan.calendar, last.at, repeat), last.clock, last.step, repeat)


@lru_cache(maxsize=8192)
def _schedule(steps: Course, work: str, calendar: WorkCalendar, start: datetime, due: datetime) -> tuple[Moment, ...]:
    chosen: tuple[Step, ...] = getattr(steps, work)
    calls: list[Moment] = []
    for step in chosen:
        first = _at(step, calendar, due) if step.share is None else _share(step.share, calendar, start, due)
        calls += _called(step, calendar, first)
    return _sorted(calls)


def _sorted(calls: Iterable[Moment]) -> tuple[Moment, ...]:
    return tuple(sorted(calls, key=lambda call: call.at))


@lru_cache(maxsize=8192)
def _share(share: float, calendar: WorkCalendar, start: datetime, due: datetime) -> datetime:
    """When that share of the working time between the two has passed."""
    return min(due, calendar.plus(start, calendar.between(start, due) * share)) if start < due else due


def _review(row: Assignment, plan: Slice, steps: Course) -> Moment | None:
    if row.state is not State.SUBMITTED or row.submitted_at is None:
        return None
    schedule = _review_schedule(steps, plan.calendar, plan.defaults.review_days, row.submitted_at)
    return next(iter(_following(schedule, row.reached.get(Clock.REVIEW))), None)


@lru_cache(maxsize=8192)
def _review_schedule(steps: Course, calendar: WorkCalendar, days: int, submitted_at: datetime) -> tuple[Moment, ...]:
    limit = calendar.closing(calendar.working_day(civil_day(submitted_at), days))
    calls: list[Moment] = []
    for step in steps.review:
        calls += _called(step, calendar, _at(step, calendar, submitted_at if step.given else limit))
    return _sorted(calls)


def _silence(row: Assignment, plan: Slice, steps: Course) -> Moment | None:
    """One call after each stretch of silence, of the step whose turn it is; something heard begins it anew.

    On dated work it ends where the deadline itself begins to remind; a report that recurs is not reported on.
    """
    if row.state not in WITH_LEAD or row.paused or row.request:
        return None
    chosen = steps.undated if row.due is None else steps.dated
    if not chosen or (row.due is not None and row.period is not None):
        return None
    begun = _quiet_from(row, plan)
    reached = row.reached.get(Clock.SILENCE)
    repeat = 0 if reached is None else reached.repeat + 1
    step = _whose_turn(chosen, repeat - run_begun(row, repeat))
    if step is None:
        return None
    by_rhythm = row.due is None and (step.days == 0 or row.silence_days is not None)
    at = _rhythm(row, plan, begun) if by_rhythm else _at(step, plan.calendar, begun)
    ends = None if row.due is None else _nears(steps, plan.calendar, row.due)
    return None if ends is not None and at >= ends else Moment(at, Clock.SILENCE, step.code, repeat)


@lru_cache(maxsize=8192)
def _nears(steps: Course, calendar: WorkCalendar, due: datetime) -> datetime:
    """When the first step comes that is counted from the deadline."""
    return min((_at(step, calendar, due) for step in steps.orders if step.share is None), default=due)


def _quiet_from(row: Assignment, plan: Slice) -> datetime:
    """Since when nothing was heard, as far as it counts: on dated work not before half of the time."""
    if row.due is None:
        return _heard(row)
    return max(_heard(row), _share(0.5, plan.calendar, _begun(row)[0], row.due))


def _heard(row: Assignment) -> datetime:
    """When anything was heard last, the call for it among that; another deadline begins it anew."""
    return row.quiet_from if row.due is None else max(row.quiet_from, _begun(row)[1])


def run_begun(row: Assignment, repeat: int) -> int:
    """With which repeat the silence began that calls with this one now: so it is known how far it has climbed."""
    reached = row.reached.get(Clock.SILENCE)
    return repeat if reached is None or row.silent_at is None or _heard(row) > row.silent_at else reached.begun


def _whose_turn(steps: tuple[Step, ...], calls: int) -> Step | None:
    """The step after so many calls of one silence; the last without a bound goes on without end."""
    for step in steps:
        if step.times is None or calls <= step.times:
            return step
        calls -= step.times + 1
    return None


def _rhythm(row: Assignment, plan: Slice, begun: datetime) -> datetime:
    day = civil_day(begun) + timedelta(days=row.silence_days or plan.defaults.silence_calendar_days)
    return plan.calendar.opening(plan.calendar.working_day(day, 0))


def _answer(row: Assignment, plan: Slice, steps: Course) -> Moment | None:
    """The ask that calls first, each by the steps for whoever is awaited."""
    if not row.open:
        return None
    calls = (call for ask in row.open_asks if (call := _of_ask(ask, plan, steps)) is not None)
    return min(calls, key=lambda call: call.at, default=None)


def _of_ask(ask: Ask, plan: Slice, steps: Course) -> Moment | None:
    codes = [step.code for step in steps.answers[_awaited(ask, plan)]]
    following = codes[codes.index(ask.reached) + 1 :] if ask.reached in codes else codes
    if not following:
        return None
    step = steps.by_code[following[0]]
    anchor = ask.asked_at if step.given else ask.answer_by
    return Moment(_at(step, plan.calendar, anchor), Clock.ANSWER, step.code, 0, ask=ask)


def _awaited(ask: Ask, plan: Slice) -> Awaits:
    if ask.awaits == plan.agency:
        return Awaits.ISSUER
    if ask.climbed:
        return Awaits.ABOVE
    return Awaits.LEAD if ask.kind is AskKind.EXPLANATION else Awaits.ASKED


def _urge(row: Assignment, plan: Slice, steps: Course) -> Moment | None:
    del plan
    if not row.open or not row.urged_at or steps.urge is None:
        return None
    reached = row.reached.get(Clock.URGE)
    if reached is not None and reached.repeat >= len(row.urged_at):
        return None
    repeat = 1 if reached is None else reached.repeat + 1
    return Moment(row.urged_at[repeat - 1], Clock.URGE, steps.urge.code, repeat)


_CALLS = (_receipt, _completion, _review, _silence, _answer, _urge)
"""Of several clocks that call at one moment, the first calls first."""
