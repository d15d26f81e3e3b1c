"""Whether steps are in their order is decided without knowing the deadline; here every deadline is tried against it."""

from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from tests.domain.desk import TET, Desk, one_task, vn
from thac.domain.assignments import Clock
from thac.domain.calendar import VIETNAM
from thac.domain.deadlines import Deadline
from thac.domain.directives import Urgency
from thac.domain.ladder_checking import check
from thac.domain.ladder_faults import LadderCode
from thac.domain.plans import Slice
from thac.domain.rungs import Audience, Colour, Ladder, Step, Track

GIVEN = vn(1, 4, 8)


@st.composite
def steps(draw: st.DrawFn, place: int, round_clock: bool) -> Step:  # noqa: FBT001 - a strategy's argument
    """A step some days or hours from the deadline, most often later than those before it, perhaps with repeats."""
    days = draw(st.one_of(st.none(), st.integers(-5 + 6 * place, 3 + 6 * place)))
    minutes = draw(st.integers(-600 + 900 * place, 600 + 900 * place).filter(bool)) if days is None else None
    kind = draw(st.sampled_from(["once", "days", "hours"]))
    return Step(
        "abc"[place],
        Clock.COMPLETION,
        (Audience.LEAD,),
        Colour.RED,
        days=days,
        minutes=minutes,
        every=draw(st.integers(1, 2)) if kind == "days" else None,
        every_minutes=draw(st.integers(60, 600)) if kind == "hours" else None,
        times=0 if kind == "once" else draw(st.integers(1, 3)),
        round_clock=round_clock,
    )


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Step, ...]:
    """Two or three such steps, counted alike."""
    round_clock = draw(st.booleans())
    return tuple(draw(steps(place, round_clock)) for place in range(draw(st.integers(2, 3))))


def in_order(one: tuple[Step, ...]) -> bool:
    """Whether the check takes them for ascending."""
    ladder = Ladder(1_000, (Track("x", (Urgency.NORMAL,), one),))
    return all(fault.code is not LadderCode.NOT_ASCENDING for fault in check(ladder))


def opened(one: tuple[Step, ...], due: datetime) -> Desk:
    local = due.astimezone(VIETNAM)
    plan = one_task(deadline=Deadline(local.date(), hour=local.time()))
    own = Slice(
        plan.directive, plan.agency, None, plan.tasks, TET, plan.defaults, ladder=1_000, rules=plan.rules, steps=one
    )
    return Desk(own, GIVEN)


@settings(deadline=None, derandomize=True, max_examples=300, suppress_health_check=[HealthCheck.filter_too_much])
@given(ladders(), st.dates(date(2027, 1, 20), date(2027, 3, 10)), st.integers(0, 95))
def test_what_is_taken_for_ascending_comes_in_that_order_at_any_deadline(
    one: tuple[Step, ...], day: date, quarter: int
) -> None:
    """Fired up to its end, each step comes with all its repeats before the next one, and each exactly once."""
    assume(in_order(one))
    due = datetime.combine(day, datetime.min.time(), VIETNAM) + timedelta(minutes=15 * quarter)
    desk = opened(one, due)
    desk.turn(vn(12, 31))
    fired = [(step.step, step.repeat) for step in desk.fired]
    event(f"{len(one)} steps")
    assert fired == [(step.code, repeat) for step in one for repeat in range((step.times or 0) + 1)]
    moments = [step.moment for step in desk.fired]
    assert moments == sorted(moments)
    assert desk.docket.agenda.first() is None


def test_the_check_lets_enough_through_to_prove_something() -> None:
    """Of the steps that come to mind, in days and in hours, those in order are taken for it."""
    hours = [plain(code, minutes=far) for code, far in (("a", 60), ("b", 120))]
    days = [plain(code, days=far) for code, far in (("c", 2), ("d", 3))]
    assert in_order((*hours, *days))
    assert not in_order((*days, *hours))


def plain(code: str, days: int | None = None, minutes: int | None = None) -> Step:
    return Step(code, Clock.COMPLETION, (Audience.LEAD,), Colour.RED, days=days, minutes=minutes, times=0)
