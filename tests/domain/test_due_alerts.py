"""Exactly the alerts that are due: random lives of one assignment against a second, slow reckoning of them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.desk import UNIT, Desk, office, one_task, unit, vn, with_dockets
from tests.domain.oracle import Alert, Oracle, last_close, moment, tick
from thac.domain.calendar import civil_day
from thac.domain.commands import Accept, Command, Confirm, Parcel, Progress, Return, Submit, Take
from thac.domain.deadlines import Deadline, Operator
from thac.domain.directives import Urgency
from thac.domain.turns import Done

KEY = f"1:{UNIT}"
MINUTE = timedelta(minutes=1)
OFTEN = {
    "assigned": ["accept", "accept", "accept", "submit", "wait"],
    "accepted": ["take", "progress", "submit", "wait", "take"],
    "taken": ["progress", "progress", "submit", "submit", "wait", "take", "confirm"],
    "submitted": ["return", "return", "return", "confirm", "wait", "progress"],
    "returned": ["progress", "submit", "submit", "take", "wait", "return"],
    "completed": ["wait", "progress"],
}
"""What is tried in which state; now and then something that is refused."""

days = st.dates(date(2026, 12, 20), date(2027, 4, 30))
hours = st.sampled_from([None, None, None, time(5), time(9), time(12), time(20, 30)])
deadlines = st.builds(Deadline, days, st.sampled_from(Operator), hours)
openings = st.builds(
    lambda day, minute: vn(1, 4) + timedelta(days=day, minutes=minute),
    st.integers(0, 40),
    st.one_of(st.sampled_from([0, 449, 450, 690, 810, 1_019, 1_020, 1_021]), st.integers(0, 1_439)),
)


def due_of(deadline: Deadline) -> int:
    if deadline.hour is None:
        return last_close(deadline.day)
    base = datetime.combine(deadline.day, deadline.hour, vn(1, 1).tzinfo) - timedelta(hours=7)
    return tick(base)


def command_of(act: str, redo: Deadline | None) -> Command:
    commands: dict[str, Command] = {
        "accept": Accept(KEY),
        "take": Take(KEY, "B"),
        "progress": Progress(KEY, 50),
        "submit": Submit(KEY),
        "confirm": Confirm(KEY, over_open=True),
        "return": Return(KEY, None, redo),
    }
    return commands[act]


def next_time(draw: st.DataObject, desk: Desk, now: datetime) -> datetime:
    """Later by nothing, minutes or weeks; or just before, at, or just after the next step."""
    call = desk.docket.agenda.first()
    if call is not None and draw.draw(st.booleans(), "to the next step"):
        around = call[0].replace(second=0) + draw.draw(st.integers(-1, 1), "minutes beside it") * MINUTE
        return max(now, around)
    gaps = st.one_of(st.just(0), st.integers(1, 600), st.integers(1_440, 40_000))
    return now + draw.draw(gaps, "minutes later") * MINUTE


def live(draw: st.DataObject) -> tuple[Desk, Oracle, datetime]:
    """One life: acts at their moments, turns whenever the worker happens to be there."""
    opened = draw.draw(openings, "given")
    deadline = draw.draw(st.one_of(st.none(), deadlines, deadlines), "deadline")
    urgent, keeper = draw.draw(st.booleans(), "urgent"), draw.draw(st.booleans(), "keeper")
    plan = replace(one_task(deadline=deadline), urgency=Urgency.URGENT if urgent else Urgency.NORMAL)
    plan = with_dockets(plan, UNIT) if keeper else plan
    desk, scout = Desk(plan, opened), Desk(plan, opened)
    oracle = Oracle(tick(opened), None if deadline is None else due_of(deadline), urgent, keeper)
    now, waiting, allowed = opened + MINUTE, list[Parcel](), dict[str, bool]()  # opening was a turn of its own
    for _ in range(draw.draw(st.integers(1, 12), "acts")):
        then = next_time(draw, scout, now)
        if then > now and draw.draw(st.booleans(), "a turn before"):
            turn = desk.turn(
                now + draw.draw(st.integers(0, (then - now) // MINUTE - 1), "minutes before the turn") * MINUTE, waiting
            )
            assert {key: isinstance(answer, Done) for key, answer in turn.answers.items()} == allowed
            waiting, allowed = [], {}
        now = then
        scout.turn(now - MINUTE)
        act = draw.draw(st.sampled_from(OFTEN[oracle.state]), "act")
        if act == "wait":
            continue
        redo = (
            draw.draw(st.one_of(st.none(), st.builds(Deadline, days, hour=hours)), "redo") if act == "return" else None
        )
        parcel = (office if act in {"confirm", "return"} else unit)(command_of(act, redo), now)
        waiting.append(parcel)
        allowed[parcel.key] = oracle.do(act, tick(now), None if redo is None else due_of(redo))
        scout.turn(now, [parcel])
    end = next_time(draw, scout, now)
    desk.turn(end, waiting)
    return desk, oracle, end


def alerts(desk: Desk) -> list[Alert]:
    return [
        Alert(step.moment, step.clock, step.round, step.version, step.step, step.repeat, step.passed)
        for step in desk.fired
    ]


def check(draw: st.DataObject) -> None:
    desk, oracle, end = live(draw)
    fired = alerts(desk)
    assert sorted(fired) == oracle.alerts(tick(end))
    assert [alert.at for alert in fired] == sorted(alert.at for alert in fired)
    first = desk.docket.agenda.first()
    assert first is None or first[0] > end


RANDOM = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@settings(RANDOM, max_examples=150, derandomize=True)
@given(st.data())
def test_what_is_due_fires_and_nothing_else(draw: st.DataObject) -> None:
    check(draw)


@pytest.mark.slow
@settings(RANDOM, max_examples=1_500)
@given(st.data())
def test_what_is_due_fires_and_nothing_else_over_many_lives(draw: st.DataObject) -> None:
    check(draw)


def test_the_second_reckoning_knows_the_first_by_hand() -> None:
    """The case worked out on paper in the tests of the ladders, so that two equal errors do not agree unseen."""
    oracle = Oracle(tick(vn(1, 25, 7, 30)), last_close(date(2027, 2, 12)), urgent=False, keeper=False)
    assert [(alert.step, alert.at) for alert in oracle.alerts(tick(vn(3, 5)))] == [
        ("receipt_unit", vn(1, 26, 17)),
        ("receipt_person", vn(1, 27, 17)),
        ("half_silent", vn(1, 29, 17)),
        ("due_soon", vn(2, 2, 7, 30)),
        ("overdue", vn(2, 12, 17)),
        ("overdue_2", vn(2, 16, 7, 30)),
        ("overdue_5", vn(2, 19, 7, 30)),
        ("overdue_10", vn(2, 25, 7, 30)),
        ("overdue_10", vn(3, 4, 7, 30)),
    ]
    assert civil_day(moment(tick(vn(2, 20, 23, 59)))) == date(2027, 2, 20)
