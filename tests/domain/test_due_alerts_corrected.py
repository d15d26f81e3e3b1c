"""Exactly the alerts that are due, whatever is done and however the calendar is corrected meanwhile."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.auditing import findings
from tests.domain.corrections import notice
from tests.domain.desk import TET, UNIT, Desk, one_task, with_dockets
from tests.domain.oracle import tick
from tests.domain.recalendared import Corrected, Days, all_days, tet
from tests.domain.test_due_alerts import (
    BESIDE,
    MINUTE,
    OFTEN,
    RANDOM,
    SELDOM,
    alerts,
    days,
    deadlines,
    hours,
    next_time,
    openings,
    parcel_of,
)
from thac.domain.calendar import Hours, WorkCalendar, civil_day
from thac.domain.commands import Parcel
from thac.domain.deadlines import Deadline
from thac.domain.directives import Urgency
from thac.domain.hearings import CalendarNotice
from thac.domain.turns import Done

MORNING = TET.sessions[:1]
LATEST = date(2027, 6, 30)
around = st.tuples(st.integers(-4, 5), st.integers(1, 6))
"""Days in a row that are turned: the first, counted from now, from what calls next or the deadline, and how many."""


@dataclass
class Calendars:
    """The calendar as it is corrected: days turned from worked to free or back, and half days."""

    working: frozenset[date] = field(default_factory=tet)
    halves: frozenset[date] = frozenset()
    version: int = 1

    def correct(self, others: list[date], half: bool) -> tuple[WorkCalendar, Days]:  # noqa: FBT001
        """The next calendar, in the two forms."""
        self.version += 1
        if half:
            self.halves ^= frozenset(others)
        else:
            self.working ^= frozenset(others)
        off = tuple(day for day in all_days() if day.weekday() < 5 and day not in self.working)
        on = tuple(day for day in all_days() if day.weekday() >= 5 and day in self.working)
        own = tuple(Hours(day, day, MORNING) for day in sorted(self.halves))
        return WorkCalendar(self.version, TET.sessions, off, on, own), Days.of(self.working, self.halves)


@dataclass
class Life:
    """One life under way: the docket, one that looks ahead, and the second reckoning."""

    desk: Desk
    scout: Desk
    oracle: Corrected
    calendars: Calendars = field(default_factory=Calendars)
    waiting: list[Parcel] = field(default_factory=list)
    notices: list[CalendarNotice] = field(default_factory=list)
    allowed: dict[str, bool] = field(default_factory=dict)

    def turn(self, at: datetime) -> None:
        """A turn of the docket with everything that came in; each answer is the one expected."""
        turn = self.desk.turn(at, self.waiting, self.notices)
        assert {key: isinstance(answer, Done) for key, answer in turn.answers.items()} == self.allowed
        self.waiting, self.notices, self.allowed = [], [], {}

    def correct(self, at: datetime, others: list[date], *, half: bool) -> None:
        """The calendar is corrected."""
        calendar, reckoned = self.calendars.correct(others, half)
        told = notice(calendar, at)
        self.notices.append(told)
        self.scout.turn(at, (), [told])
        self.oracle.correct(tick(at), reckoned)

    def act(self, act: str, at: datetime, named: Deadline | None) -> None:
        """Somebody does something."""
        parcel = parcel_of(act, named, self.oracle, at)
        self.waiting.append(parcel)
        self.allowed[parcel.key] = self.oracle.acts(act, tick(at), named)
        self.scout.turn(at, [parcel])


def live(draw: st.DataObject) -> tuple[Life, datetime]:
    """A life by the second ladder, to its end."""
    life, opened = begun(draw, 2, Corrected)
    return life, go_on(draw, life, opened + MINUTE)


def begun(draw: st.DataObject, ladder: int, reckoned: type[Corrected]) -> tuple[Life, datetime]:
    """A docket that was opened by that ladder, and when."""
    opened = draw.draw(openings, "given")
    soon = st.integers(3, 14).map(lambda length: Deadline(civil_day(opened) + timedelta(days=length)))
    deadline = draw.draw(st.one_of(st.none(), deadlines, soon, soon), "deadline")
    urgency, keeper = draw.draw(st.sampled_from(Urgency), "urgency"), draw.draw(st.booleans(), "keeper")
    plan = replace(one_task(deadline=deadline), urgency=urgency, parent=None, ladder=ladder)
    plan = with_dockets(plan, UNIT) if keeper else plan
    first = reckoned(tick(opened), None, keeper, urgency.value, ladder)
    due = None if deadline is None else first.due_of(deadline)
    whole = reckoned(tick(opened), due, keeper, urgency.value, ladder, words=deadline)
    return Life(Desk(plan, opened), Desk(plan, opened), whole), opened


def go_on(draw: st.DataObject, life: Life, now: datetime) -> datetime:
    """Acts and corrections at their moments, turns whenever the worker happens to be there; when it ended."""
    for _ in range(draw.draw(st.integers(1, 12), "acts")):
        then = next_time(draw, life.scout, now)
        if then > now and draw.draw(st.booleans(), "a turn before"):
            minutes = draw.draw(st.integers(0, (then - now) // MINUTE - 1), "minutes before the turn")
            life.turn(now + minutes * MINUTE)
        now = then
        life.scout.turn(now - MINUTE)
        if draw.draw(st.integers(0, 2), "correction") == 0:
            if life.waiting and life.waiting[-1].received_at == now:
                now += MINUTE  # of an act and a correction at one instant no rule says which was first
            others = days_turned(draw, life, now)
            life.correct(now, others, half=draw.draw(st.integers(0, 3), "half days") == 0)
            now += MINUTE
            continue
        if draw.draw(st.integers(0, 2), "nothing done") == 0:
            continue
        beside = draw.draw(st.integers(0, 9), "beside")
        acts = OFTEN[life.oracle.state] if beside < 5 else BESIDE if beside < 8 else SELDOM
        act = draw.draw(st.sampled_from(acts), "act")
        if act == "wait":
            continue
        named = None
        if act in {"return", "extend", "move"} and (act != "return" or draw.draw(st.booleans(), "redo named")):
            named = draw.draw(st.builds(Deadline, days, hour=hours), "day named")
        life.act(act, now, named)
    end = next_time(draw, life.scout, now)
    life.turn(end)
    return end


def days_turned(draw: st.DataObject, life: Life, now: datetime) -> list[date]:
    """Days that lie where they make a difference."""
    call, due = life.scout.docket.agenda.first(), life.scout.row.due
    anchors = [now, now if call is None else call[0], due or now]
    anchor = civil_day(draw.draw(st.sampled_from(anchors), "around"))
    start, length = draw.draw(around, "days turned")
    return [min(anchor + timedelta(days=start + one), LATEST) for one in range(length)]


def check(draw: st.DataObject) -> None:
    hold(*live(draw))


def hold(life: Life, end: datetime) -> None:
    """Everything that fired was due, everything due fired, in its order; and the audit finds nothing."""
    fired = alerts(life.desk)
    assert sorted(fired) == life.oracle.alerts(tick(end))
    assert [alert.at for alert in fired] == sorted(alert.at for alert in fired)
    first = life.desk.docket.agenda.first()
    assert first is None or first[0] > end
    assert findings(life.desk.entries, end) == ()


@settings(RANDOM, max_examples=150, derandomize=True)
@given(st.data())
def test_what_is_due_fires_and_nothing_else_though_the_calendar_is_corrected(draw: st.DataObject) -> None:
    check(draw)


@pytest.mark.verify
@settings(RANDOM, max_examples=1_500)
@given(st.data())
def test_what_is_due_fires_and_nothing_else_over_many_corrected_lives(draw: st.DataObject) -> None:
    check(draw)
