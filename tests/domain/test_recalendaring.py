"""A calendar that is corrected while dockets run: what has not come moves, what has come stays."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from tests.domain.auditing import findings
from tests.domain.corrections import corrected, notice
from tests.domain.desk import TET, UNIT, Desk, office, one_task, plan_of, unit, vn
from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.asks import Receiver
from thac.domain.calendar import Hours
from thac.domain.codec import dump
from thac.domain.deadlines import Deadline, Operator, Reason
from thac.domain.foreseeing import Move, What, foresee
from thac.domain.hearings import Instruction
from thac.domain.plans import PlannedTask
from thac.domain.recurrence import Recurrence, Relative, Rhythm
from thac.domain.snapshots import pack, unpack
from thac.domain.turns import Done, begin, settle

KEY = f"1:{UNIT}"
FEB_12_OFF = corrected(off=(*TET.off, date(2027, 2, 12)))
"""Friday 12 February becomes a day off (hoán đổi), announced while work goes on."""
FEB_6_WORKED = corrected(on=(date(2027, 2, 6), *TET.on))
"""Saturday 6 February is worked after all."""


def told(desk: Desk, calendar: object, at: datetime, later: timedelta = timedelta()) -> None:
    desk.hears(at + later, notice(calendar, at))  # type: ignore[arg-type]


def test_a_deadline_on_a_day_that_became_a_day_off_comes_to_the_close_of_the_working_day_before() -> None:
    """12 February off leaves Thursday 4 February as the last working day; the day named stays the 12th."""
    desk = Desk(one_task(date(2027, 2, 12)), vn(1, 25, 7, 30))
    assert desk.row.due == vn(2, 12, 17)
    told(desk, FEB_12_OFF, vn(1, 26, 9))
    assert desk.row.due == vn(2, 4, 17)
    assert desk.row.version == 1
    assert desk.waits(vn(3, 1)) == [
        ("receipt_unit", vn(1, 26, 17)),
        ("receipt_person", vn(1, 27, 17)),
        ("receipt_unit_2", vn(1, 28, 7, 30)),
        ("half_silent", vn(1, 29, 11, 15)),
        ("due_soon", vn(2, 1, 7, 30)),
        ("overdue", vn(2, 4, 17)),
        ("overdue_2", vn(2, 16, 7, 30)),
        ("overdue_5", vn(2, 19, 7, 30)),
        ("overdue_10", vn(2, 25, 7, 30)),
    ]
    assert findings(desk.entries, vn(3, 1)) == ()


def test_a_saturday_worked_instead_announced_eight_days_before_gives_the_day_named_back() -> None:
    """Saturday 13 February was free, so that its deadline was Friday; on the 5th it is announced to be worked."""
    desk = Desk(one_task(date(2027, 2, 13)), vn(1, 25, 7, 30))
    desk.does(unit(cmd.Accept(KEY), vn(1, 25, 8)), unit(cmd.Take(KEY, "B"), vn(1, 25, 9)))
    assert desk.row.due == vn(2, 12, 17)
    told(desk, corrected(on=(date(2027, 2, 13), *TET.on)), vn(2, 5, 10))
    assert desk.row.due == vn(2, 13, 17)
    assert desk.waits(vn(2, 17)) == [("overdue", vn(2, 13, 17)), ("overdue_2", vn(2, 16, 7, 30))]


def test_the_afternoon_before_tet_off_ends_a_deadline_at_half_past_eleven() -> None:
    half = (Hours(date(2027, 2, 4), date(2027, 2, 4), ((time(7, 30), time(11, 30)),)),)
    desk = Desk(one_task(date(2027, 2, 4)), vn(1, 25, 7, 30))
    told(desk, corrected(own=half), vn(1, 28, 9))
    assert desk.row.due == vn(2, 4, 11, 30)
    assert ("overdue", vn(2, 4, 11, 30)) in desk.waits(vn(2, 5))


def test_a_deadline_with_an_hour_stays_at_its_hour() -> None:
    desk = Desk(one_task(deadline=Deadline(date(2027, 2, 12), Operator.BEFORE, time(10))), vn(1, 25, 7, 30))
    told(desk, FEB_12_OFF, vn(1, 26, 9))
    assert desk.row.due == vn(2, 12, 10)


def test_a_fired_step_is_neither_taken_back_nor_fired_again() -> None:
    """Overdue fired on Friday at 17:00; on Saturday it turns out that this Saturday was worked."""
    desk = Desk(one_task(date(2027, 2, 6)), vn(1, 25, 7, 30))
    assert desk.row.due == vn(2, 4, 17)
    desk.turn(vn(2, 5))
    assert desk.fired[-1].step == "overdue"
    told(desk, FEB_6_WORKED, vn(2, 5, 9))
    assert desk.row.due == vn(2, 6, 17)
    assert [step for step, _ in desk.waits(vn(2, 17))] == ["overdue_2"]
    assert [one.step for one in desk.fired].count("overdue") == 1
    assert findings(desk.entries, vn(2, 17)) == ()


def test_a_moment_that_now_lies_in_the_past_fires_at_once_and_once() -> None:
    """On 8 February it is recorded that the 12th is off: the deadline was the 4th, which has passed."""
    desk = Desk(one_task(date(2027, 2, 12)), vn(2, 4, 7, 30))
    desk.does(unit(cmd.Accept(KEY), vn(2, 4, 8)), unit(cmd.Take(KEY, "B"), vn(2, 4, 9)))
    told(desk, FEB_12_OFF, vn(2, 8, 9))
    assert [(one.step, one.moment) for one in desk.fired] == [
        ("due_soon", vn(2, 4, 7, 30)),
        ("half_silent", vn(2, 4, 17)),
        ("overdue", vn(2, 8, 9)),
    ]
    assert desk.waits(vn(2, 17)) == [("overdue_2", vn(2, 16, 7, 30))]
    assert findings(desk.entries, vn(2, 17)) == ()


def test_steps_whose_order_the_correction_turns_round_are_each_fired_once() -> None:
    """Half of the time lay before “three days ahead”; with the first days off it lies after it."""
    desk = Desk(one_task(date(2027, 1, 14)), vn(1, 4, 7, 30))
    assert desk.waits(vn(1, 5, 0)) == []
    free = corrected(off=(*TET.off, date(2027, 1, 6), date(2027, 1, 7), date(2027, 1, 8), date(2027, 1, 11)))
    told(desk, free, vn(1, 5, 8))
    desk.turn(vn(1, 14, 18))
    assert [(one.step, one.moment) for one in desk.fired if one.clock == "completion"] == [
        ("due_soon", vn(1, 5, 8)),
        ("half_silent", vn(1, 12, 11, 15)),
        ("overdue", vn(1, 14, 17)),
    ]
    assert findings(desk.entries, vn(1, 15)) == ()


WEEK_OFF = tuple(date(2027, 1, day) for day in range(11, 16))


def test_a_step_that_comes_to_lie_before_one_that_fired_is_not_forgotten() -> None:
    """Five days until Friday the 8th: “three days ahead” fires before half of the time; then a week is added."""
    desk = Desk(replace(one_task(date(2027, 1, 15)), calendar=replace(TET, off=(*TET.off, *WEEK_OFF))), vn(1, 4, 7, 30))
    assert desk.row.due == vn(1, 8, 17)
    desk.turn(vn(1, 5, 8))
    told(desk, corrected(), vn(1, 5, 9))
    desk.turn(vn(1, 16))
    assert [(one.step, one.moment) for one in desk.fired if one.clock == "completion"] == [
        ("due_soon", vn(1, 5, 7, 30)),
        ("half_silent", vn(1, 8, 17)),
        ("overdue", vn(1, 15, 17)),
    ]


def test_a_step_that_fired_and_comes_to_lie_behind_another_takes_none_with_it() -> None:
    """Ten days until the 15th, half of them over; then the second week is free, and two steps lie in the past."""
    desk = Desk(one_task(date(2027, 1, 15)), vn(1, 4, 7, 30))
    desk.turn(vn(1, 8, 17, 30))
    told(desk, corrected(off=(*TET.off, *WEEK_OFF)), vn(1, 8, 18))
    assert [(one.step, one.moment, one.passed) for one in desk.fired if one.clock == "completion"] == [
        ("half_silent", vn(1, 8, 17), ()),
        ("overdue", vn(1, 8, 18), ("due_soon",)),
    ]


def test_a_step_that_was_excused_stays_excused() -> None:
    """Half of the time came on Friday the 8th during a pause; with the 5th free after all it would lie on Monday."""
    desk = Desk(one_task(date(2027, 1, 15)), vn(1, 4, 7, 30))
    desk.does(office(cmd.Pause(KEY, "x"), vn(1, 8, 8)), office(cmd.Resume(KEY), vn(1, 11, 8)))
    told(desk, corrected(off=(*TET.off, date(2027, 1, 5))), vn(1, 11, 9))
    desk.turn(vn(1, 12, 8))
    assert [one.step for one in desk.fired if one.clock == "completion"] == ["due_soon"]


def test_receipt_review_and_silence_move_with_the_days() -> None:
    tuesday_off = corrected(off=(*TET.off, date(2027, 1, 5)))
    unread = Desk(one_task(), vn(1, 4, 8))
    told(unread, tuesday_off, vn(1, 4, 9))
    assert unread.waits(vn(1, 9)) == [
        ("receipt_unit", vn(1, 6, 17)),
        ("receipt_person", vn(1, 7, 17)),
        ("receipt_unit_2", vn(1, 8, 7, 30)),
    ]
    handed_in = Desk(one_task(date(2027, 3, 31)), vn(1, 4, 8))
    handed_in.does(unit(cmd.Accept(KEY), vn(1, 4, 8, 1)), unit(cmd.Submit(KEY), vn(1, 4, 8, 2)))
    told(handed_in, tuesday_off, vn(1, 4, 9))
    assert handed_in.waits(vn(1, 9)) == [("review", vn(1, 8, 17))]
    silent = Desk(one_task(), vn(1, 4, 8))
    silent.does(unit(cmd.Accept(KEY), vn(1, 4, 8, 1)), unit(cmd.Take(KEY, "B"), vn(1, 4, 8, 2)))
    told(silent, corrected(off=(*TET.off, date(2027, 2, 3))), vn(1, 20, 9))
    assert silent.waits(vn(2, 10)) == [("silence", vn(2, 4, 7, 30))]


def test_an_answer_that_is_awaited_moves_with_the_days() -> None:
    desk = Desk(one_task(date(2027, 3, 31)), vn(1, 4, 8))
    desk.does(
        unit(cmd.Accept(KEY), vn(1, 4, 9)),
        unit(cmd.Take(KEY, "B"), vn(1, 4, 9)),
        unit(cmd.Decline(KEY, "x"), vn(1, 4, 9)),
    )
    told(desk, corrected(off=(*TET.off, date(2027, 1, 5))), vn(1, 4, 10))
    assert desk.row.asks[0].answer_by == vn(1, 7, 17)
    assert desk.waits(vn(1, 12)) == [("answer_issuer", vn(1, 7, 17)), ("answer_issuer_2", vn(1, 11, 7, 30))]


def test_who_signs_a_hand_over_is_awaited_from_the_consent_on() -> None:
    desk = Desk(one_task(date(2027, 3, 31)), vn(1, 4, 8))
    to = Receiver("00001-U2")
    desk.does(unit(cmd.Accept(KEY), vn(1, 4, 9)), unit(cmd.HandOver(KEY, to, "x"), vn(1, 4, 9)))
    desk.does(office(cmd.Answer(KEY, 1, grant=True), vn(1, 6, 9)))
    assert desk.row.asks[0].answer_by == vn(1, 8, 17)
    told(desk, corrected(off=(*TET.off, date(2027, 1, 7))), vn(1, 6, 10))
    assert desk.row.asks[0].answer_by == vn(1, 11, 17)


def test_a_period_opens_so_many_working_days_before_it_is_due_by_the_corrected_calendar() -> None:
    task = PlannedTask(1, (UNIT,), single=True, recurrence=Recurrence(Rhythm.MONTHLY, 25, date(2027, 2, 1)))
    desk = Desk(plan_of(task), vn(1, 4, 8))
    assert desk.docket.agenda.first() == (vn(2, 12, 7, 30), "series:1")
    told(desk, FEB_12_OFF, vn(1, 20, 9))
    assert desk.docket.agenda.first() == (vn(2, 4, 7, 30), "series:1")
    desk.turn(vn(2, 4, 8))
    assert ev.OccurrenceOpened(1, "2027-02", vn(2, 4, 7, 30)) in desk.events
    assert findings(desk.entries, vn(2, 4, 9)) == ()


def test_a_deadline_counted_in_working_days_from_an_event_is_counted_anew() -> None:
    """Ten working days after 1 February are 22 February; with the 12th off, 23 February."""
    task = PlannedTask(1, (UNIT,), single=True, relative=Relative("bầu cử", 10, working=True))
    desk = Desk(replace(plan_of(task), parent=None), vn(1, 4, 8))
    desk.does(office(cmd.DateEvent("bầu cử", date(2027, 2, 1)), vn(1, 5, 8)))
    assert (desk.row.due, desk.row.deadlines[0].reason) == (vn(2, 20, 17), Reason.EVENT)
    told(desk, FEB_12_OFF, vn(1, 20, 9))
    assert desk.row.due == vn(2, 22, 17)


def test_a_limit_from_above_keeps_its_words_too() -> None:
    """The province moves its deadline to Sunday the 14th, which ends on Friday; then Saturday is worked."""
    desk = Desk(one_task(date(2027, 3, 31)), vn(1, 25, 7, 30))
    moved = ev.DeadlineMoved(1, Deadline(date(2027, 2, 14)))
    desk.hears(vn(1, 26, 9), Instruction(5, moved.kind, dump(ev.DeadlineMoved, moved), Actor("19", Role.OFFICE, "x")))
    assert (desk.docket.limit(1), desk.row.due) == (vn(2, 12, 17), vn(2, 12, 17))
    told(desk, corrected(on=(date(2027, 2, 13), *TET.on)), vn(1, 27, 9))
    assert (desk.docket.limit(1), desk.row.due) == (vn(2, 13, 17), vn(2, 13, 17))
    assert unpack(pack(desk.docket)).limits_said == desk.docket.limits_said


def test_a_correction_takes_no_deadline_beyond_that_of_the_level_above() -> None:
    """The unit has until Sunday the 14th, the commune until Friday the 12th: both are Friday, and both stay so."""
    desk = Desk(one_task(date(2027, 2, 12)), vn(1, 25, 7, 30))
    desk.does(
        unit(cmd.Accept(KEY), vn(1, 25, 8)), office(cmd.MoveDeadline(1, Deadline(date(2027, 2, 11)), "x"), vn(1, 25, 9))
    )
    desk.does(office(cmd.MoveDeadline(1, Deadline(date(2027, 2, 14)), "x"), vn(1, 25, 10)))
    told(desk, corrected(on=(date(2027, 2, 13), *TET.on)), vn(1, 27, 9))
    assert (desk.docket.limit(1), desk.row.due) == (vn(2, 12, 17), vn(2, 12, 17))


def test_what_was_handed_in_in_time_stays_in_time() -> None:
    """Handed in on Monday the 8th with Friday as its deadline; later that day it turns out that the 12th is off."""
    desk = Desk(one_task(date(2027, 2, 12)), vn(1, 25, 7, 30))
    desk.does(unit(cmd.Accept(KEY), vn(1, 25, 8)), unit(cmd.Submit(KEY), vn(2, 8, 9)))
    told(desk, FEB_12_OFF, vn(2, 8, 15))
    assert desk.row.due == vn(2, 12, 17)


def test_a_command_received_before_the_correction_and_decided_after_it_is_judged_by_the_old_calendar() -> None:
    """Two working days to do it again: asked for at 9:00 they end on Wednesday, though at 9:30 Tuesday became free."""
    desk = Desk(one_task(date(2027, 1, 4)), vn(1, 4, 7, 30))
    desk.does(unit(cmd.Accept(KEY), vn(1, 4, 8)), unit(cmd.Submit(KEY), vn(1, 4, 8, 30)))
    before, after = office(cmd.Return(KEY), vn(1, 4, 9)), unit(cmd.Submit(KEY), vn(1, 4, 9, 40))
    free = notice(corrected(off=(*TET.off, date(2027, 1, 5))), vn(1, 4, 9, 30))
    turn = begin(desk.docket, vn(1, 4, 10))
    settle(turn, (after, before), (free,))
    assert [type(answer) for answer in turn.answers.values()] == [Done, Done]
    row = turn.docket.rows[KEY]
    assert row.submitted_at == vn(1, 4, 9, 40)
    assert row.deadlines[-1].due == vn(1, 6, 17)


def test_what_came_due_before_the_correction_fires_first_and_by_the_old_calendar() -> None:
    """A worker that was away from Monday to Thursday decides as if it had been there."""
    free = notice(corrected(off=(*TET.off, date(2027, 1, 6))), vn(1, 5, 18))
    away, there = Desk(one_task(), vn(1, 4, 8)), Desk(one_task(), vn(1, 4, 8))
    away.hears(vn(1, 9, 8), free)
    there.turn(vn(1, 5, 17))
    there.hears(vn(1, 5, 18), free)
    there.turn(vn(1, 9, 8))
    assert away.fired == there.fired
    assert [(one.step, one.moment) for one in away.fired] == [
        ("receipt_unit", vn(1, 5, 17)),
        ("receipt_person", vn(1, 7, 17)),
        ("receipt_unit_2", vn(1, 8, 7, 30)),
    ]
    assert findings(away.entries, vn(1, 9, 8)) == ()


def test_the_same_calendar_heard_twice_and_an_older_one_change_nothing() -> None:
    desk = Desk(one_task(date(2027, 2, 12)), vn(1, 25, 7, 30))
    third = corrected(3, off=(*TET.off, date(2027, 2, 12)))
    told(desk, third, vn(1, 25, 9))
    assert desk.hears(vn(1, 25, 10), notice(third, vn(1, 25, 9)), notice(corrected(2), vn(1, 25, 8))) == ()


def test_a_closed_docket_is_not_told() -> None:
    desk = Desk(replace(one_task(date(2027, 2, 12)), parent=None), vn(1, 25, 7, 30))
    desk.does(
        unit(cmd.Accept(KEY), vn(1, 25, 8)),
        unit(cmd.Submit(KEY), vn(1, 25, 9)),
        office(cmd.Confirm(KEY), vn(1, 25, 10)),
    )
    assert desk.docket.closed_at is not None
    assert desk.hears(vn(1, 26), notice(FEB_12_OFF, vn(1, 25, 11))) == ()


def test_two_corrections_come_to_the_same_as_the_last_of_them_where_nothing_had_come() -> None:
    once, twice = (Desk(one_task(date(2027, 3, 12)), vn(1, 25, 7, 30)) for _ in range(2))
    last = corrected(3, off=(*TET.off, date(2027, 3, 12)))
    told(twice, FEB_12_OFF, vn(1, 25, 8))
    told(twice, last, vn(1, 25, 9))
    told(once, last, vn(1, 25, 9))
    assert twice.row == once.row
    assert twice.docket.agenda == once.docket.agenda


def test_a_docket_that_counts_by_another_calendar_travels_whole() -> None:
    desk = Desk(one_task(date(2027, 2, 12)), vn(1, 25, 7, 30))
    desk.turn(vn(2, 2, 8))
    told(desk, FEB_12_OFF, vn(2, 3, 9))
    again = unpack(pack(desk.docket))
    assert (again.rows, again.plan, again.agenda) == (desk.docket.rows, desk.docket.plan, desk.docket.agenda)


def test_what_would_move_is_told_before_it_is_done_and_moves_nothing() -> None:
    desk = Desk(one_task(date(2027, 2, 12)), vn(1, 25, 7, 30))
    desk.does(unit(cmd.Accept(KEY), vn(1, 25, 8)), unit(cmd.Take(KEY, "B"), vn(1, 25, 9)))
    desk.turn(vn(1, 29, 18))
    before = pack(desk.docket)
    assert foresee(desk.docket, notice(FEB_12_OFF, vn(1, 31, 9))) == (
        Move(What.DEADLINE, KEY, vn(2, 12, 17), vn(2, 4, 17)),
        Move(What.STEP, KEY, vn(2, 2, 7, 30), vn(2, 1, 7, 30), "due_soon"),
        Move(What.PASSED, KEY, vn(1, 29, 17), vn(1, 29, 11, 15), "half_silent"),
    )
    assert pack(desk.docket) == before


@pytest.mark.parametrize("forged", ["version", "closed"])
def test_a_calendar_that_could_not_be_heard_is_found(forged: str) -> None:
    desk = Desk(replace(one_task(date(2027, 2, 12)), parent=None), vn(1, 25, 7, 30))
    if forged == "closed":
        desk.does(
            unit(cmd.Accept(KEY), vn(1, 25, 8)),
            unit(cmd.Submit(KEY), vn(1, 25, 9)),
            office(cmd.Confirm(KEY), vn(1, 25, 10)),
        )
    turn = begin(desk.docket, vn(1, 25, 11))
    calendar = FEB_12_OFF if forged == "closed" else replace(FEB_12_OFF, version=1)
    turn.happened(ev.CalendarChanged(calendar, date(2026, 11, 1), date(2028, 7, 31)), received_at=vn(1, 25, 11))
    found = findings([*desk.entries, *turn.entries], vn(1, 25, 12))
    assert [one.code for one in found] == ["not_decided"]
