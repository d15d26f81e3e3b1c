"""Exactly the alerts that are due: random lives of one assignment against a second, slow reckoning of them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.desk import UNIT, Desk, by, office, one_task, plan_of, vn, with_dockets
from tests.domain.oracle import Alert, Oracle, last_close, moment, opens, periods, tick
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.asks import Receiver
from thac.domain.calendar import civil_day
from thac.domain.commands import (
    Accept,
    Answer,
    AskExplanation,
    AskExtension,
    Command,
    Confirm,
    Decline,
    MoveDeadline,
    Parcel,
    Pause,
    Progress,
    Reassign,
    ReportObstacle,
    Resume,
    Return,
    Submit,
    Take,
    Urge,
    WithdrawTask,
)
from thac.domain.courses import BUILT_IN
from thac.domain.deadlines import Deadline, Operator
from thac.domain.directives import Urgency
from thac.domain.plans import PlannedTask
from thac.domain.recurrence import Recurrence, Rhythm
from thac.domain.turns import Done

KEY = f"1:{UNIT}"
OTHER = "00001-U2"
OWN = 1_000
"""A ladder that the docket carries itself; its steps are those of the third."""
MINUTE = timedelta(minutes=1)
OFTEN = {
    "assigned": ["accept", "accept", "accept", "submit", "wait"],
    "accepted": ["take", "progress", "submit", "wait", "take"],
    "taken": ["progress", "progress", "submit", "submit", "wait", "take", "confirm"],
    "submitted": ["return", "return", "return", "confirm", "wait", "progress"],
    "returned": ["progress", "submit", "submit", "take", "wait", "return"],
    "completed": ["wait", "progress"],
    "withdrawn": ["wait", "accept"],
}
"""What is tried in which state; now and then something that is refused."""
BESIDE = ["extend", "extend", "grant", "grant", "refuse", "decline", "obstacle", "explain", "reply", "reassign", "move"]
SELDOM = ["pause", "resume", "urge", "withdraw"]
"""Whatever else may happen to an assignment is one more word in one of these lists, and one more case of the oracle."""
BY_UNIT = {"accept", "take", "progress", "submit", "extend", "decline", "obstacle", "reply"}

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


def command_of(act: str, day: Deadline | None, oracle: Oracle) -> Command:
    to = Receiver(UNIT, keeps=oracle.keeper) if oracle.second else Receiver(OTHER)
    named = day or Deadline(date(2027, 4, 30))
    commands: dict[str, Command] = {
        "accept": Accept(KEY),
        "take": Take(KEY, "B"),
        "progress": Progress(KEY, 50),
        "submit": Submit(KEY),
        "confirm": Confirm(KEY, over_open=True),
        "return": Return(KEY, None, day),
        "extend": AskExtension(KEY, named, "x"),
        "grant": Answer(KEY, oracle.waiting("extension") or 99),
        "refuse": Answer(KEY, oracle.waiting("decline", "obstacle", "extension") or 99, grant=False, text="x"),
        "reply": Answer(KEY, oracle.waiting("explanation") or 99, text="x"),
        "decline": Decline(KEY, "x"),
        "obstacle": ReportObstacle(KEY, "x"),
        "explain": AskExplanation(KEY, "x"),
        "reassign": Reassign(KEY, to),
        "move": MoveDeadline(1, named, "x"),
        "pause": Pause(KEY, "x"),
        "resume": Resume(KEY),
        "urge": Urge(KEY),
        "withdraw": WithdrawTask(1, "x"),
    }
    return commands[act]


def parcel_of(act: str, day: Deadline | None, oracle: Oracle, at: datetime) -> Parcel:
    """That act by whoever may do it: the issuing office, or the lead of the time."""
    command = command_of(act, day, oracle)
    if act not in BY_UNIT:
        return office(command, at)
    return by(OTHER if oracle.second else UNIT, Role.UNIT, command, at)


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
    urgency, keeper = draw.draw(st.sampled_from(Urgency), "urgency"), draw.draw(st.booleans(), "keeper")
    ladder = draw.draw(st.sampled_from([3, 3, OWN, 2]), "ladder")
    request = draw.draw(st.integers(0, 4), "request") == 0
    plan = replace(one_task(deadline=deadline), urgency=urgency, parent=None, ladder=ladder)
    own = BUILT_IN[3].steps(urgency) if ladder == OWN else ()
    plan = replace(plan, tasks=(replace(plan.tasks[0], request=request),), steps=own)
    plan = with_dockets(plan, UNIT) if keeper else plan
    desk, scout = Desk(plan, opened), Desk(plan, opened)
    due = None if deadline is None else due_of(deadline)
    oracle = Oracle(tick(opened), due, keeper, urgency.value, min(ladder, 3), "request" if request else "order")
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
        beside = draw.draw(st.integers(0, 9), "beside")
        acts = OFTEN[oracle.state] if beside < 5 else BESIDE if beside < 8 else SELDOM
        act = draw.draw(st.sampled_from(acts), "act")
        if act == "wait":
            continue
        day = None
        if act in {"return", "extend", "move"} and (act != "return" or draw.draw(st.booleans(), "redo named")):
            day = draw.draw(st.builds(Deadline, days, hour=hours), "day named")
        parcel = parcel_of(act, day, oracle, now)
        waiting.append(parcel)
        allowed[parcel.key] = oracle.do(act, tick(now), None if day is None else due_of(day))
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


@pytest.mark.verify
@settings(RANDOM, max_examples=1_500)
@given(st.data())
def test_what_is_due_fires_and_nothing_else_over_many_lives(draw: st.DataObject) -> None:
    check(draw)


@settings(RANDOM, max_examples=25, derandomize=True)
@given(
    st.sampled_from(Rhythm),
    st.integers(1, 31),
    st.dates(date(2026, 12, 1), date(2027, 3, 1)),
    openings,
    st.integers(0, 400),
    st.sampled_from(Urgency),
)
def test_what_recurs_opens_when_it_must_and_alerts_as_if_it_had_been_given_then(
    every: Rhythm, day: int, first: date, given_at: datetime, later: int, urgency: Urgency
) -> None:
    """Against due days found by going through the calendar day by day, and the reckoning of each occurrence alone."""
    rule = Recurrence(every, (day - 1) % 5 + 1 if every is Rhythm.WEEKLY else day, first)
    plan = replace(plan_of(PlannedTask(1, (UNIT,), single=True, recurrence=rule)), urgency=urgency)
    desk = Desk(plan, given_at)
    end = given_at + timedelta(days=min(later, 90) if every is Rhythm.WEEKLY else later)
    desk.turn(end)
    expected: list[Alert] = []
    opened: list[tuple[str, datetime]] = []
    for name, due in periods(every.value, rule.day, first, civil_day(given_at)):
        at = max(opens(due, 4 if every is Rhythm.WEEKLY else 10), tick(given_at))
        if moment(at) > end:
            break
        opened.append((name, moment(at)))
        expected += Oracle(at, last_close(due), urgency=urgency.value, work="report").alerts(tick(end))
    assert [(one.period, one.moment) for one in desk.events if isinstance(one, ev.OccurrenceOpened)] == opened
    assert sorted(alerts(desk)) == sorted(expected)


def test_the_second_reckoning_knows_the_first_by_hand() -> None:
    """The case worked out on paper in the tests of the ladders, so that two equal errors do not agree unseen."""
    oracle = Oracle(tick(vn(1, 25, 7, 30)), last_close(date(2027, 2, 12)))
    assert [(alert.step, alert.at) for alert in oracle.alerts(tick(vn(3, 5)))] == [
        ("receipt_unit", vn(1, 26, 17)),
        ("receipt_person", vn(1, 27, 17)),
        ("receipt_unit_2", vn(1, 28, 7, 30)),
        ("half_silent", vn(1, 29, 17)),
        ("due_soon", vn(2, 2, 7, 30)),
        ("overdue", vn(2, 12, 17)),
        ("overdue_2", vn(2, 16, 7, 30)),
        ("overdue_5", vn(2, 19, 7, 30)),
        ("overdue_10", vn(2, 25, 7, 30)),
        ("overdue_10", vn(3, 4, 7, 30)),
    ]
    assert civil_day(moment(tick(vn(2, 20, 23, 59)))) == date(2027, 2, 20)
