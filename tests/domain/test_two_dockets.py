"""What a docket decides about work that another passes on reaches that other once, and is signed for."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.domain.auditing import findings
from tests.domain.cascade import Cascade
from tests.domain.desk import Desk, by, vn
from tests.samples import directive, led_by, small_tree, to_communes
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.asks import Outcome, Receiver
from thac.domain.assignments import Assignment, State
from thac.domain.commands import (
    Accept,
    AddRecipients,
    AddTask,
    Allocate,
    Answer,
    AskExtension,
    Climb,
    Command,
    Confirm,
    CorrectText,
    DateEvent,
    Decline,
    HandOver,
    MoveDeadline,
    Parcel,
    Reassign,
    ReassignSeries,
    Recall,
    ReportObstacle,
    Submit,
    WithdrawTask,
)
from thac.domain.deadlines import Deadline
from thac.domain.directives import Mode, Task
from thac.domain.plans import PlannedTask
from thac.domain.recurrence import Recurrence, Relative, Rhythm
from thac.domain.refusals import Code

DAY = date(2027, 1, 15)
LATER, SOONER = Deadline(date(2027, 1, 22)), Deadline(date(2027, 1, 13))
OPENED, NOON = vn(1, 4, 8), vn(1, 4, 11)
FIRST = Receiver("00001", keeps=True)
SECOND = Receiver("00002", keeps=True)
THIRD = Receiver("00003", keeps=True)


def province(command: Command, at: datetime = NOON) -> Parcel:
    return by("19", Role.OFFICE, command, at)


def commune(command: Command, at: datetime = NOON, agency: str = "00001") -> Parcel:
    return by(agency, Role.OFFICE, command, at)


def worker(command: Command, at: datetime = NOON, agency: str = "00001-U1") -> Parcel:
    return by(agency, Role.UNIT, command, at)


def cascade(*tasks: Task, communes: int = 2, issuer: str = "19") -> Cascade:
    """A province that gave tasks to its communes, which passed them on to two units each."""
    return Cascade(small_tree(communes), directive(*tasks, issuer=issuer), OPENED)


def rows(played: Cascade, agency: str, of: str = "d1") -> list[Assignment]:
    return list(played.desk(agency, of).docket.rows.values())


def dues(played: Cascade, agency: str) -> list[datetime | None]:
    return [row.due for row in rows(played, agency)]


# ------------------------------------------------------------------------------------------------------------- withdraw


def test_a_task_taken_back_is_taken_back_all_the_way_down_and_signed_for() -> None:
    played = cascade(to_communes(1, DAY), to_communes(2))
    played.does("19", province(WithdrawTask(1, "no need")))
    assert {row.state for row in rows(played, "00001") if row.task == 1} == {State.WITHDRAWN}
    assert played.desk("19").docket.instructions == {}
    receipts = [event for event in played.desk("19").events if isinstance(event, ev.Receipted)]
    number = next(one.seq for one in played.desk("19").recorded if isinstance(one.event, ev.TaskWithdrawn))
    assert receipts == [ev.Receipted("00001", number), ev.Receipted("00002", number)]


def test_who_decided_above_stands_in_the_ledger_below() -> None:
    played = cascade(to_communes(1))
    played.does("19", province(WithdrawTask(1, "no need", copies=("00001",))))
    followed = next(one for one in played.desk("00001").recorded if isinstance(one.event, ev.TaskWithdrawn))
    assert followed.actor is not None
    assert (followed.actor.agency, followed.key) == ("19", None)
    assert {row.state for row in rows(played, "00002")} == {State.ASSIGNED}


def test_when_all_was_taken_back_the_cascade_closes() -> None:
    played = cascade(to_communes(1, DAY))
    played.does("19", province(WithdrawTask(1, "no need")))
    assert all(desk.docket.closed_at == NOON for desk in played.desks.values())


def test_a_recall_closes_the_whole_cascade() -> None:
    played = cascade(to_communes(1, DAY), led_by(2, "19-SNV"))
    played.does("19", province(Recall("replaced", replaced_by="d2")))
    assert all(desk.docket.closed_at == NOON for desk in played.desks.values())
    assert played.kinds("00001")[-2:] == ["recalled", "closed"]


def test_an_instruction_waits_until_it_is_signed_for_and_is_followed_once() -> None:
    played = cascade(to_communes(1, DAY))
    desk = played.desk("19")
    desk.does(province(CorrectText(1, "n3w")))
    (told,) = desk.docket.instructions["00001"]
    for _ in range(3):
        played.desk("00001").hears(NOON, told)
    assert desk.docket.instructions["00001"] == (told,)
    played.spread(NOON)
    assert desk.docket.instructions == {}
    assert played.kinds("00001").count("text_corrected") == 1
    assert {row.unsigned for row in (*rows(played, "19"), *rows(played, "00001"))} == {1}


# ------------------------------------------------------------------------------------------------------------ deadlines


@pytest.mark.parametrize("deadline", [SOONER, LATER])
def test_a_deadline_moved_above_moves_what_lay_at_it_below(deadline: Deadline) -> None:
    played = cascade(to_communes(1, DAY))
    played.does("19", province(MoveDeadline(1, deadline, "x")))
    due = played.desk("19").docket.moment(deadline)
    assert {*dues(played, "19"), *dues(played, "00001"), *dues(played, "00002")} == {due}


def test_a_deadline_moved_for_one_commune_moves_nothing_in_another() -> None:
    played = cascade(to_communes(1, DAY))
    played.does("19", province(MoveDeadline(1, LATER, "x", copies=("00002",))))
    assert (set(dues(played, "00001")), set(dues(played, "00002"))) == ({vn(1, 15, 17)}, {vn(1, 22, 17)})


def test_an_extension_granted_to_a_commune_gives_its_own_office_the_room_and_moves_nothing_by_itself() -> None:
    played = cascade(to_communes(1, DAY))
    played.does("00001", worker(Accept("1:00001-U1")), worker(AskExtension("1:00001-U1", LATER, "x")))
    assert played.desk("00001").refuses(commune(Answer("1:00001-U1", 1))) is Code.AFTER_PARENT
    played.does("19", commune(Accept("1:00001")), commune(AskExtension("1:00001", LATER, "x")))
    played.does("19", province(Answer("1:00001", 1)))
    assert dues(played, "00001") == [vn(1, 15, 17)] * 2
    played.does("00001", commune(Answer("1:00001-U1", 1)))
    assert dues(played, "00001") == [vn(1, 22, 17), vn(1, 15, 17)]


def test_an_event_dated_above_is_dated_below() -> None:
    task = replace(to_communes(1), relative=Relative("bầu cử", -10))
    played = cascade(task)
    played.does("19", province(DateEvent("bầu cử", date(2027, 3, 15))))
    assert {*dues(played, "19"), *dues(played, "00001"), *dues(played, "00002")} == {vn(3, 5, 17)}


# -------------------------------------------------------------------------------------------------------- given further


def test_a_commune_added_later_gets_a_docket_with_the_task() -> None:
    named = replace(to_communes(1, DAY), recipients=("00001", "00002"))
    played = cascade(named, communes=3)
    played.does("19", province(AddRecipients(1, (THIRD,))))
    assert [row.key for row in rows(played, "00003")] == ["1:00003-U1", "1:00003-U2"]
    assert played.desk("00003").docket.heard == played.desk("19").docket.head - 1
    assert played.desk("19").docket.instructions == {}


def test_a_commune_added_later_gets_the_deadline_as_it_stands_and_not_that_of_the_document() -> None:
    named = replace(to_communes(1, DAY), recipients=("00001",))
    played = cascade(named, communes=3)
    played.does("19", province(MoveDeadline(1, SOONER, "x")), province(AddRecipients(1, (SECOND, THIRD))))
    for agency in ("19", "00002", "00003"):
        assert set(dues(played, agency)) == {vn(1, 13, 17)}


def test_a_commune_added_after_an_event_was_dated_knows_its_day_and_follows_when_it_moves() -> None:
    task = replace(to_communes(1), recipients=("00001",), relative=Relative("bầu cử", -10))
    played = cascade(task)
    played.does("19", province(DateEvent("bầu cử", date(2027, 3, 15))), province(AddRecipients(1, (SECOND,))))
    assert set(dues(played, "00002")) == {vn(3, 5, 17)}
    played.does("19", province(DateEvent("bầu cử", date(2027, 3, 22))))
    assert set(dues(played, "00002")) == {vn(3, 12, 17)}


def test_a_task_given_later_is_bounded_by_the_level_above_like_any_other() -> None:
    named = replace(to_communes(1, DAY), recipients=("00001",))
    played = cascade(named, to_communes(2))
    played.does("19", province(AddRecipients(1, (SECOND,))))
    assert played.desk("00002").refuses(commune(MoveDeadline(1, LATER, "x"), agency="00002")) is Code.AFTER_PARENT


def test_a_further_task_reaches_dockets_that_run() -> None:
    played = cascade(to_communes(1, DAY))
    played.grow("d1", to_communes(1, DAY), to_communes(2, DAY))
    task = PlannedTask(2, ("communes",), single=False, deadline=Deadline(DAY))
    played.does("19", province(AddTask(task, (FIRST, SECOND))))
    assert [row.key for row in rows(played, "00001") if row.task == 2] == ["2:00001-U1", "2:00001-U2"]


def test_a_docket_that_had_closed_opens_again_for_a_further_task_and_closes_again_when_it_is_done() -> None:
    played = cascade(led_by(1, "00001"), led_by(2, "19-SNV"))
    finish(played, 1)
    assert played.desk("00001").docket.closed_at == NOON
    played.grow("d1", led_by(1, "00001"), led_by(2, "19-SNV"), led_by(3, "00001"))
    played.does("19", province(AddTask(PlannedTask(3, ("00001",), single=True), (FIRST,)), vn(1, 5, 9)))
    assert played.desk("00001").docket.closed_at is None
    assert [row.key for row in played.desk("00001").docket.open_rows] == ["3:00001-U1"]
    finish(played, 3, vn(1, 5, 10))
    assert played.desk("00001").docket.closed_at == vn(1, 5, 10)
    assert played.desk("19").docket.closed_at is None


def finish(played: Cascade, task: int, at: datetime = NOON, agency: str = "00001") -> None:
    """The unit and then the commune do a task to its end."""
    key, above = f"{task}:{agency}-U1", f"{task}:{agency}"
    played.does(agency, worker(Accept(key), at, f"{agency}-U1"), worker(Submit(key), at, f"{agency}-U1"))
    played.does(agency, commune(Confirm(key), at, agency))
    played.does("19", commune(Accept(above), at, agency), commune(Submit(above), at, agency))
    played.does("19", province(Confirm(above), at))


def test_a_docket_that_was_opened_with_the_task_it_is_given_gives_it_out_once() -> None:
    """The document had grown by the time the docket asked for its plan; of the gift only the day is news."""
    named = replace(to_communes(1, DAY), recipients=("00001",))
    played = cascade(named, to_communes(2))
    desk = played.desk("19")
    desk.does(province(MoveDeadline(1, SOONER, "x")), province(AddRecipients(1, (SECOND,))))
    played.grow("d1", to_communes(1, DAY), to_communes(2))
    played.desks["cascade/d1/00002"] = Desk(played.makers["d1"].plan("00002").own, NOON)
    played.spread(NOON)
    assert [(row.key, row.round, row.due) for row in rows(played, "00002") if row.task == 1] == [
        ("1:00002-U1", 1, vn(1, 13, 17)),
        ("1:00002-U2", 1, vn(1, 13, 17)),
    ]
    assert desk.docket.instructions == {}
    assert findings(played.desk("00002").entries, NOON) == ()


def test_several_tasks_given_by_one_event_arrive_together() -> None:
    """Central gives a province two tasks while the directive runs; the province passes both on to each commune."""
    first, second, third = (
        Task(number, f"Việc {number}", Mode.EACH, recipients=("provinces",), deadline=Deadline(DAY))
        for number in (1, 2, 3)
    )
    tree = small_tree()
    played = Cascade(tree, directive(first, issuer="TW"), OPENED)
    played.grow("d1", *(replace(one, within=to_communes(1).within) for one in (first, second, third)), issuer="TW")
    desk = played.desk("TW")
    task = PlannedTask(2, ("19",), single=False, deadline=Deadline(DAY))
    desk.does(by("TW", Role.OFFICE, AddTask(task, (Receiver("19", keeps=True),)), NOON))
    (told,) = desk.docket.instructions["19"]
    both = replace(told, fields={"tasks": [2, 3], "deadlines": {}})
    played.instruct("cascade/d1/19", both, NOON)
    (given,) = played.desk("19").docket.instructions["00001"]
    assert given.fields["tasks"] == [2, 3]
    played.spread(NOON)
    assert {row.task for row in rows(played, "00001")} >= {2, 3}


# ------------------------------------------------------------------------------------------------------- change of lead


def test_work_given_to_another_commune_is_taken_back_from_the_first_and_opened_in_the_second() -> None:
    played = cascade(led_by(1, "00001", DAY), led_by(2, "00001"))
    played.does("19", province(Reassign("1:00001", SECOND)))
    assert [(row.key, row.state) for row in rows(played, "00001")] == [
        ("1:00001-U1", State.WITHDRAWN),
        ("2:00001-U1", State.ASSIGNED),
    ]
    assert [(row.key, row.due) for row in rows(played, "00002")] == [("1:00002-U1", vn(1, 15, 17))]
    assert played.desk("00001").docket.open_by_task() == ((2, 1),)


def test_a_commune_that_lost_its_only_task_closes() -> None:
    played = cascade(led_by(1, "00001", DAY))
    played.does("19", province(Reassign("1:00001", SECOND)))
    assert played.desk("00001").docket.closed_at == NOON
    assert played.desk("19").docket.closed_at is None


def test_work_that_comes_back_to_a_commune_goes_on_there_with_its_rounds() -> None:
    played = cascade(led_by(1, "00001", DAY))
    played.does("19", province(Reassign("1:00001", SECOND)), province(Reassign("1:00001", FIRST), vn(1, 5, 9)))
    (row,) = rows(played, "00001")
    assert (row.state, row.round, row.assigned_at) == (State.ASSIGNED, 2, vn(1, 5, 9))
    assert played.desk("00002").docket.closed_at == vn(1, 5, 9)
    finish(played, 1, vn(1, 5, 10))
    assert all(
        desk.docket.closed_at == vn(1, 5, 10) for desk in played.desks.values() if desk is not played.desk("00002")
    )


def test_work_with_a_deadline_of_its_own_arrives_with_that() -> None:
    played = cascade(led_by(1, "00001", DAY))
    played.does("19", province(MoveDeadline(1, SOONER, "x", copies=("00001",))), province(Reassign("1:00001", SECOND)))
    assert dues(played, "00002") == [vn(1, 13, 17)]


def test_a_hand_over_between_communes_moves_the_work_when_the_second_signs() -> None:
    played = cascade(led_by(1, "00001", DAY), led_by(2, "00001"))
    played.does("19", commune(HandOver("1:00001", SECOND, "theirs")), province(Answer("1:00001", 1)))
    assert "cascade/d1/00002" not in played.desks
    played.does("19", commune(Answer("1:00001", 1), agency="00002"))
    assert [row.key for row in rows(played, "00002")] == ["1:00002-U1"]
    assert rows(played, "00001")[0].state is State.WITHDRAWN


def test_a_decline_granted_above_takes_the_work_back_below() -> None:
    played = cascade(led_by(1, "00001", DAY), led_by(2, "00001"))
    played.does("19", commune(Decline("1:00001", "not ours")), province(Answer("1:00001", 1, to=SECOND)))
    assert rows(played, "00001")[0].state is State.WITHDRAWN


def test_a_series_that_goes_to_another_commune_ends_in_the_first_and_what_was_open_before_goes_on_there() -> None:
    task = replace(led_by(1, "00001"), recurrence=Recurrence(Rhythm.MONTHLY, 20, date(2027, 1, 1)))
    played = cascade(task, led_by(2, "00001"))
    for desk in played.desks.values():
        desk.turn(vn(2, 10, 8))
    desk = played.desk("19")
    played.does("19", province(Reassign("1:00001:2027-02", SECOND, series=True), vn(2, 12, 8)))
    for one in played.desks.values():
        one.turn(vn(3, 31))
    periods = {
        agency: [(row.period, row.open) for row in rows(played, agency) if row.period] for agency in ("00001", "00002")
    }
    assert periods["00001"] == [("2027-01", True), ("2027-02", False)]
    assert [name for name, _ in periods["00002"]] == ["2027-02", "2027-03"]
    assert [(row.period, row.lead) for row in desk.docket.rows.values() if row.period] == [
        ("2027-01", "00001"),
        ("2027-02", "00002"),
        ("2027-03", "00002"),
    ]


QUARTERLY = Recurrence(Rhythm.QUARTERLY, 15, date(2027, 1, 1))


@pytest.mark.parametrize("command", [WithdrawTask(1, "x"), ReassignSeries(1, "00001", SECOND)])
def test_a_commune_whose_only_series_ended_before_its_first_period_closes(command: Command) -> None:
    """It never had a row above; nothing it was for is left all the same."""
    played = cascade(replace(led_by(1, "00001"), recurrence=QUARTERLY), led_by(2, "19-SNV"))
    played.does("19", province(command))
    assert played.desk("00001").docket.closed_at == NOON


def test_a_series_given_to_another_commune_opens_its_periods_there() -> None:
    played = cascade(replace(led_by(1, "00001"), recurrence=QUARTERLY), led_by(2, "19-SNV"))
    played.does("19", province(ReassignSeries(1, "00001", SECOND)))
    for desk in played.desks.values():
        desk.turn(vn(3, 2, 8))
    assert [row.key for row in rows(played, "00002")] == ["1:00002-U1:2027-Q1"]
    assert rows(played, "00001") == []


def test_a_middle_office_that_takes_work_back_from_a_commune_may_give_it_to_the_same_again() -> None:
    task = Task(1, "Việc 1", Mode.EACH, recipients=("provinces",), deadline=Deadline(DAY), within=to_communes(1).within)
    played = Cascade(small_tree(), directive(task, issuer="TW"), OPENED)
    played.does("19", province(WithdrawTask(1, "wrong")))
    assert {row.state for row in rows(played, "00001")} == {State.WITHDRAWN}
    played.does("19", province(Allocate(1, ("00001",), receivers=(FIRST,)), vn(1, 5, 9)))
    assert {row.state for row in rows(played, "00001")} == {State.ASSIGNED}


# ------------------------------------------------------------------------------------------------------ obstacles climb


def test_an_obstacle_climbs_and_the_answer_comes_down() -> None:
    played = cascade(to_communes(1, DAY))
    played.does("00001", worker(ReportObstacle("1:00001-U1", "rain")), commune(Climb("1:00001-U1", 1)))
    (above,) = rows(played, "19")[0].asks
    assert (above.asker, above.awaits, above.text) == ("00001", "19", "rain")
    played.spread(vn(1, 5))
    assert len(rows(played, "19")[0].asks) == 1
    played.does("19", province(Answer("1:00001", 1, text="boats are coming"), vn(1, 5, 9)))
    (below,) = rows(played, "00001")[0].asks
    assert (below.outcome, below.answer, below.answered_at) == (Outcome.GRANTED, "boats are coming", vn(1, 5, 9))
    assert rows(played, "00002")[0].asks == ()


def test_an_obstacle_climbs_two_levels_and_the_answer_comes_down_both() -> None:
    task = Task(1, "Việc 1", Mode.EACH, recipients=("provinces",), within=to_communes(1).within)
    played = Cascade(small_tree(), directive(task, issuer="TW"), OPENED)
    played.does("00001", worker(ReportObstacle("1:00001-U1", "rain")), commune(Climb("1:00001-U1", 1)))
    played.does("19", province(Climb("1:00001", 1)))
    played.does("TW", by("TW", Role.OFFICE, Answer("1:19", 1, text="money"), NOON))
    asked = (("TW", "1:19"), ("19", "1:00001"), ("00001", "1:00001-U1"))
    assert [played.desk(agency).docket.rows[key].asks[0].answer for agency, key in asked] == ["money"] * 3


def test_an_answer_from_above_to_what_was_overtaken_below_changes_nothing() -> None:
    played = cascade(to_communes(1, DAY))
    played.does("00001", worker(ReportObstacle("1:00001-U1", "rain")), commune(Climb("1:00001-U1", 1)))
    played.does("00001", commune(Reassign("1:00001-U1", Receiver("00001-U2"))))
    played.does("19", province(Answer("1:00001", 1, text="late")))
    (ask,) = rows(played, "00001")[0].asks
    assert (ask.outcome, ask.answer) == (Outcome.MOOT, None)
