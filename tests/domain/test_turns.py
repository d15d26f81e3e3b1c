"""The order of one turn: by effect, commands before steps, nothing twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.desk import UNIT, Desk, office, one_task, plan_of, unit, vn
from thac.domain import events as ev
from thac.domain import turns
from thac.domain.assignments import Clock, State, Timeliness, timeliness
from thac.domain.commands import Accept, Confirm, Progress, Return, Submit
from thac.domain.hearings import ChildReport, CloseOrder
from thac.domain.ladders import due_soon_at
from thac.domain.ledger import decode
from thac.domain.plans import PlannedTask
from thac.domain.refusals import Code, Refusal
from thac.domain.turns import Done, Turn

KEY = f"1:{UNIT}"
DUE = vn(1, 15, 17)


def at_work() -> Desk:
    """One assignment due on Friday 15 January at 17:00; the worker was last there that day at 16:00."""
    desk = Desk(one_task(date(2027, 1, 15)), vn(1, 4, 8))
    desk.does(unit(Accept(KEY), vn(1, 4, 9)), unit(Progress(KEY, 50), vn(1, 4, 10)))
    desk.turn(vn(1, 15, 16))
    return desk


def kinds(turn: Turn) -> list[str]:
    """What a turn wrote, with the code of each step."""
    events = (decode(entry.body).event for entry in turn.entries)
    return [event.step if isinstance(event, ev.StepFired) else event.kind for event in events]


def test_a_worker_that_was_away_makes_nobody_late() -> None:
    """Received at 16:59, decided at 17:10 when the worker is back: on time, and no alert."""
    desk = at_work()
    turn = desk.turn(vn(1, 15, 17, 10), [unit(Submit(KEY), vn(1, 15, 16, 59))])
    assert kinds(turn) == ["submitted"]
    assert desk.row.submitted_at == vn(1, 15, 16, 59)
    assert timeliness(desk.row, vn(1, 15, 17, 10), due_soon_at(desk.row, desk.docket.slice)) is Timeliness.IN_TIME
    assert desk.docket.late(vn(1, 15, 17, 10)) == 0


def test_what_came_in_late_is_late_however_late_the_worker_was() -> None:
    """Received at 17:05: the step of 17:00 fires first, then the submission is taken."""
    desk = at_work()
    turn = desk.turn(vn(1, 15, 17, 10), [unit(Submit(KEY), vn(1, 15, 17, 5))])
    assert kinds(turn) == ["overdue", "submitted"]
    assert timeliness(desk.row, vn(1, 15, 17, 10), None) is Timeliness.OVERDUE
    assert desk.docket.late(vn(1, 15, 17, 10)) == 1


def test_a_command_of_the_very_moment_comes_before_the_step() -> None:
    desk = at_work()
    assert desk.docket.late(DUE) == 0
    assert desk.docket.late(DUE + timedelta(seconds=1)) == 1
    assert kinds(desk.turn(DUE, [unit(Submit(KEY), DUE)])) == ["submitted"]
    assert timeliness(desk.row, vn(1, 20, 8), None) is Timeliness.IN_TIME


def test_a_step_fires_at_its_moment_and_not_a_second_before() -> None:
    desk = at_work()
    assert kinds(desk.turn(DUE - timedelta(seconds=1))) == []
    assert kinds(desk.turn(DUE)) == ["overdue"]
    assert kinds(desk.turn(DUE)) == []


def test_a_step_is_written_when_it_was_decided_with_the_moment_it_was_due() -> None:
    desk = at_work()
    desk.turn(vn(1, 15, 17, 10))
    recorded = desk.recorded[-1]
    assert recorded.event == ev.StepFired(KEY, Clock.COMPLETION, 1, 1, "overdue", 0, DUE)
    assert (recorded.at, recorded.received_at, recorded.actor, recorded.key) == (vn(1, 15, 17, 10), None, None, None)


def test_a_command_is_written_with_who_when_and_which_request() -> None:
    desk = at_work()
    parcel = unit(Submit(KEY, "d1g3st"), vn(1, 15, 16, 59), "request 1")
    desk.turn(vn(1, 15, 17, 10), [parcel])
    recorded = desk.recorded[-1]
    assert recorded.event == ev.Submitted(KEY, "d1g3st")
    assert (recorded.at, recorded.received_at) == (vn(1, 15, 17, 10), vn(1, 15, 16, 59))
    assert (recorded.actor, recorded.key) == (parcel.actor, "request 1")


def test_commands_take_effect_in_the_order_they_were_received() -> None:
    """Whatever order a batch has; those received together keep the batch's order."""
    desk = Desk(one_task(date(2027, 1, 15)), vn(1, 4, 8))
    batch = [
        unit(Submit(KEY), vn(1, 4, 9, 2)),
        unit(Progress(KEY, 10), vn(1, 4, 9, 1)),
        unit(Accept(KEY), vn(1, 4, 9)),
        unit(Progress(KEY, 20), vn(1, 4, 9, 1)),
    ]
    turn = desk.turn(vn(1, 4, 9, 5), batch)
    assert kinds(turn) == ["accepted", "progressed", "progressed", "submitted"]
    assert desk.row.percent == 20


def test_a_command_from_a_clock_that_is_ahead_takes_effect_now() -> None:
    desk = at_work()
    desk.turn(vn(1, 15, 16, 30), [unit(Submit(KEY), vn(1, 15, 18))])
    assert desk.row.submitted_at == vn(1, 15, 16, 30)


def test_one_bad_command_turns_no_neighbour_away() -> None:
    desk = at_work()
    bad, good = unit(Accept(KEY), vn(1, 15, 16, 1), "bad"), unit(Submit(KEY), vn(1, 15, 16, 2), "good")
    turn = desk.turn(vn(1, 15, 16, 5), [bad, good])
    assert kinds(turn) == ["submitted"]
    assert turn.answers["good"] == Done(desk.docket.head)
    refusal = turn.answers["bad"]
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.WRONG_STATE


def test_an_answer_names_the_last_event_of_its_command() -> None:
    desk = at_work()
    before = desk.docket.head
    first, second = unit(Progress(KEY, 60), vn(1, 15, 16, 1), "1"), unit(Progress(KEY, 70), vn(1, 15, 16, 2), "2")
    turn = desk.turn(vn(1, 15, 16, 5), [second, first])
    assert turn.answers == {"1": Done(before + 1), "2": Done(before + 2)}


def test_a_request_that_stands_twice_in_a_batch_is_carried_out_once() -> None:
    desk = at_work()
    parcel = unit(Progress(KEY, 60), vn(1, 15, 16, 1), "same")
    turn = desk.turn(vn(1, 15, 16, 5), [parcel, parcel])
    assert kinds(turn) == ["progressed"]
    assert turn.answers == {"same": Done(desk.docket.head)}
    assert turn.answer_to(parcel) == Done(desk.docket.head)


def test_a_key_used_again_for_another_body_is_refused_and_the_first_answer_stands() -> None:
    """The first request was carried out; whoever asked for it must hear so, and its answer must be kept."""
    desk = at_work()
    first = unit(Progress(KEY, 60), vn(1, 15, 16, 1), "same")
    other = unit(Progress(KEY, 90), vn(1, 15, 16, 2), "same")
    turn = desk.turn(vn(1, 15, 16, 5), [first, other])
    assert kinds(turn) == ["progressed"]
    assert desk.row.percent == 60
    assert turn.answers == {"same": Done(desk.docket.head)}
    assert turn.fingerprints == {"same": first.fingerprint}
    assert turn.answer_to(first) == Done(desk.docket.head)
    refusal = turn.answer_to(other)
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.KEY_REUSED


def test_a_turn_leaves_the_docket_it_began_with_as_it_was() -> None:
    desk = at_work()
    before, row = desk.docket, desk.row
    head, first = before.head, before.agenda.first()
    turn = desk.turn(vn(1, 15, 17, 10), [unit(Submit(KEY), vn(1, 15, 16, 59))])
    assert (before.head, before.rows[KEY], before.agenda.first()) == (head, row, first)
    assert turn.changed == (KEY,)
    assert desk.turn(vn(1, 15, 17, 11)).changed == ()


def test_what_a_turn_heard_is_its_own_until_it_is_kept() -> None:
    """A turn whose entries could not be written is thrown away, with what it heard."""
    desk = at_work()
    turn = turns.begin(desk.docket, vn(1, 15, 16, 5))
    turns.settle(turn, (), [ChildReport("00001-U9", 1)])
    assert turn.docket.children == {"00001-U9": ChildReport("00001-U9", 1)}
    assert desk.docket.children == {}


def test_a_turn_stops_at_so_many_entries_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five assignments due together, pages of two entries: nothing is lost, nothing stands twice."""
    monkeypatch.setattr(turns, "MOST_ENTRIES", 2)
    units = tuple(f"00001-U{number}" for number in range(1, 6))
    task = PlannedTask(1, units, single=False, deadline=one_task(date(2027, 1, 15)).tasks[0].deadline)
    desk = Desk(plan_of(task), vn(1, 4, 8))
    pages: list[list[str]] = []
    while not pages or pages[-1]:
        pages.append(kinds(desk.turn(vn(1, 5, 17))))
    assert pages == [["receipt_unit"] * 2, ["receipt_unit"] * 2, ["receipt_unit"], []]
    assert [step.assignment for step in desk.fired] == [f"1:{one}" for one in units]


def test_steps_before_a_command_are_not_paged_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was due before a command was received fires before it, however many entries that makes."""
    monkeypatch.setattr(turns, "MOST_ENTRIES", 1)
    desk = Desk(one_task(date(2027, 1, 15)), vn(1, 4, 8))
    turn = desk.turn(vn(1, 15, 17, 10), [unit(Accept(KEY), vn(1, 15, 17, 5))])
    receipts = ["receipt_unit", "receipt_person", "receipt_unit_2"]
    assert kinds(turn) == [*receipts, "half_silent", "due_soon", "overdue", "accepted"]


def test_steps_of_several_assignments_fire_in_the_order_of_their_moments() -> None:
    early = PlannedTask(1, (UNIT,), single=True, deadline=one_task(date(2027, 1, 15)).tasks[0].deadline)
    late = PlannedTask(2, (UNIT,), single=True, deadline=one_task(date(2027, 1, 18)).tasks[0].deadline)
    desk = Desk(plan_of(late, early), vn(1, 4, 8))
    desk.turn(vn(3, 1, 8))
    moments = [step.moment for step in desk.fired]
    assert moments == sorted(moments)
    overdue = [(step.assignment, step.step) for step in desk.fired if step.step.startswith("overdue")][:4]
    assert overdue == [
        (f"1:{UNIT}", "overdue"),
        (f"2:{UNIT}", "overdue"),
        (f"1:{UNIT}", "overdue_2"),
        (f"2:{UNIT}", "overdue_2"),
    ]


def test_what_was_due_before_the_word_to_close_still_fires() -> None:
    """The worker was away at 17:00; the order to close, over open work, found it back at 17:10."""
    desk = at_work()
    turn = desk.turn(vn(1, 15, 17, 10), (), [CloseOrder(over_open=True)])
    assert kinds(turn) == ["overdue", "closed"]
    assert kinds(desk.turn(vn(6, 1, 8))) == []


def test_a_command_that_was_received_before_the_word_to_close_is_carried_out() -> None:
    desk = at_work()
    turn = desk.turn(vn(1, 15, 17, 10), [unit(Submit(KEY), vn(1, 15, 16, 59))], [CloseOrder(over_open=True)])
    assert kinds(turn) == ["submitted", "closed"]


def test_a_docket_that_never_called_before_opens_and_fires_what_is_past() -> None:
    """An assignment given after its deadline is overdue in the very turn that gives it."""
    desk = Desk(one_task(date(2027, 1, 4)), vn(1, 4, 18))
    assert [recorded.event.kind for recorded in desk.recorded] == ["opened", "allocated", "step_fired"]


def test_a_docket_keeps_the_rules_it_was_opened_with() -> None:
    """A docket of rules that this version does not know is not decided by others."""
    desk = at_work()
    desk.docket.plan = replace(one_task(date(2027, 1, 15)), rules=99)
    with pytest.raises(KeyError):
        desk.turn(vn(1, 15, 16, 5), [unit(Submit(KEY), vn(1, 15, 16, 1))])


def test_a_whole_round_in_one_batch_is_what_it_would_have_been_in_four_turns() -> None:
    moments = [vn(1, 4, 9), vn(1, 8, 9), vn(1, 11, 9), vn(1, 12, 9), vn(1, 12, 10)]
    batch = [
        unit(Accept(KEY), moments[0]),
        unit(Submit(KEY), moments[1]),
        office(Return(KEY), moments[2]),
        unit(Submit(KEY), moments[3]),
        office(Confirm(KEY), moments[4]),
    ]
    at_once, one_by_one = (Desk(one_task(date(2027, 1, 15)), vn(1, 4, 8)) for _ in range(2))
    at_once.turn(vn(1, 20, 8), batch)
    one_by_one.does(*batch)
    assert at_once.events == one_by_one.events
    assert at_once.row == one_by_one.row
    assert at_once.row.state is State.COMPLETED
