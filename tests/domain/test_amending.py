"""What the issuer changes about work that is under way: takes it back, moves its day, corrects, recalls, registers."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.domain.desk import ISSUER, UNIT, Desk, by, desk_in, office, one_task, plan_of, unit, vn, with_dockets
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.asks import Receiver
from thac.domain.assignments import State, Timeliness, timeliness
from thac.domain.codec import dump
from thac.domain.commands import (
    Accept,
    Allocate,
    AttachPlan,
    Command,
    Confirm,
    CorrectText,
    DateEvent,
    MoveDeadline,
    Reassign,
    Recall,
    Register,
    Submit,
    WithdrawTask,
)
from thac.domain.deadlines import Deadline, Operator, Reason
from thac.domain.hearings import Instruction
from thac.domain.plans import PlannedTask
from thac.domain.recurrence import Relative
from thac.domain.refusals import Code

KEY = f"1:{UNIT}"
SECOND = "00001-U2"
NOON = vn(1, 4, 11)
SOONER, LATER = Deadline(date(2027, 1, 12)), Deadline(date(2027, 1, 22))


def root(*tasks: PlannedTask) -> Desk:
    """The issuer's docket: by default one task, due on Friday 15 January 2027."""
    return Desk(replace(plan_of(*tasks) if tasks else one_task(date(2027, 1, 15)), parent=None), vn(1, 4, 8))


def pair(parent: str | None = None) -> Desk:
    """A task for each of two units, and one for the first alone; due on the 15th."""
    day = Deadline(date(2027, 1, 15))
    tasks = (PlannedTask(1, (UNIT, SECOND), single=False, deadline=day), PlannedTask(2, (UNIT,), single=True))
    return Desk(plan_of(*tasks, parent=parent), vn(1, 4, 8))


# ------------------------------------------------------------------------------------------------------------ withdraw


def test_a_task_taken_back_ends_with_its_clocks_and_counts_neither_done_nor_late() -> None:
    desk = root(
        PlannedTask(1, (UNIT,), single=True, deadline=Deadline(date(2027, 1, 15))), PlannedTask(2, (UNIT,), single=True)
    )
    desk.does(office(WithdrawTask(1, "no need"), NOON))
    row = desk.docket.rows[KEY]
    assert (row.state, row.withdrawn_at, row.open) == (State.WITHDRAWN, NOON, False)
    assert timeliness(row, vn(2, 1), None) is Timeliness.WITHDRAWN
    desk.waits(vn(3, 1))
    assert not [step for step in desk.fired if step.assignment == KEY]


def test_only_the_copies_named_are_taken_back() -> None:
    desk = pair()
    desk.does(office(WithdrawTask(1, "x", copies=(SECOND,)), NOON))
    assert [row.open for row in desk.docket.rows.values()] == [True, False, True]


def test_a_copy_is_taken_back_under_its_own_name_whoever_leads_it_now() -> None:
    desk = pair()
    desk.does(office(Reassign(f"1:{SECOND}", Receiver("00001-U3")), NOON))
    desk.does(office(WithdrawTask(1, "x", copies=(SECOND,)), NOON))
    assert desk.docket.rows[f"1:{SECOND}"].state is State.WITHDRAWN


def test_a_commune_that_takes_work_back_from_its_units_still_owes_it() -> None:
    desk = pair(parent="19")
    desk.does(office(WithdrawTask(1, "wrong units"), NOON))
    assert desk.docket.unallocated == (1,)
    assert desk.docket.open_by_task() == ((1, 1), (2, 1))
    desk.does(office(Allocate(1, (SECOND,)), NOON))
    assert desk.docket.rows[f"1:{SECOND}"].open


def test_a_commune_owes_it_too_when_the_last_copy_was_taken_back_by_name() -> None:
    desk = pair(parent="19")
    desk.does(office(WithdrawTask(1, "x", copies=(SECOND,)), NOON))
    before = desk.docket.unallocated
    desk.does(office(WithdrawTask(1, "x", copies=(UNIT,)), NOON))
    assert (before, desk.docket.unallocated) == ((), (1,))


def test_what_the_issuer_itself_took_back_is_owed_to_nobody() -> None:
    desk = pair()
    desk.does(office(WithdrawTask(1, "no need"), NOON))
    assert desk.refuses(office(Allocate(1, (UNIT,)), NOON)) is Code.TASK_ENDED
    assert desk.docket.open_by_task() == ((2, 1),)


def test_the_root_closes_when_the_last_task_is_taken_back() -> None:
    desk = root()
    desk.does(office(WithdrawTask(1, "no need"), NOON))
    assert desk.events[-1] == ev.Closed()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (WithdrawTask(7, "x"), Code.UNKNOWN_TASK),
        (WithdrawTask(1, "x", copies=("00001-U9",)), Code.UNKNOWN_ASSIGNMENT),
        (WithdrawTask(1, "x", copies=(UNIT, "00001-U9")), Code.UNKNOWN_ASSIGNMENT),
        (MoveDeadline(7, LATER, "x"), Code.UNKNOWN_TASK),
        (MoveDeadline(1, LATER, "x", copies=("00001-U9",)), Code.UNKNOWN_ASSIGNMENT),
        (MoveDeadline(1, Deadline(date(2027, 1, 1)), "x"), Code.DEADLINE_PASSED),
        (MoveDeadline(1, Deadline(date(9999, 1, 1)), "x"), Code.DEADLINE_TOO_FAR),
        (CorrectText(7, "x"), Code.UNKNOWN_TASK),
        (DateEvent("bầu cử", date(2027, 3, 15)), Code.UNKNOWN_EVENT),
    ],
)
def test_what_cannot_be_changed_is_refused(command: Command, code: Code) -> None:
    assert pair().refuses(office(command, NOON)) is code


def test_what_was_taken_back_is_not_changed_any_more() -> None:
    desk = pair()
    desk.does(office(WithdrawTask(1, "x"), NOON))
    for command in (WithdrawTask(1, "x"), MoveDeadline(1, LATER, "x"), CorrectText(1, "x"), AttachPlan("p1", (1,))):
        assert desk.refuses(office(command, NOON)) is Code.TASK_ENDED


def test_what_is_done_is_not_taken_back_and_does_not_come_open_again() -> None:
    desk = desk_in(State.COMPLETED)
    assert desk.refuses(office(WithdrawTask(1, "x"), NOON)) is Code.NOT_ALLOCATED
    assert desk.refuses(office(MoveDeadline(1, SOONER, "x"), NOON)) is Code.NOT_ALLOCATED
    assert desk.docket.open_by_task() == ()


def test_a_commune_takes_back_only_what_it_gave_out() -> None:
    desk = Desk(replace(one_task(), auto_allocate=False), vn(1, 4, 8))
    assert desk.refuses(office(WithdrawTask(1, "x"), NOON)) is Code.NOT_ALLOCATED


@pytest.mark.parametrize(
    "command",
    [
        WithdrawTask(1, "x"),
        MoveDeadline(1, LATER, "x"),
        CorrectText(1, "x"),
        Recall("x"),
        Register("1", "KH", date(2027, 1, 4)),
    ],
)
@pytest.mark.parametrize(
    ("agency", "role", "code"),
    [
        (UNIT, Role.OFFICE, Code.NOT_YOURS),
        ("19", Role.OFFICE, Code.NOT_YOURS),
        (ISSUER, Role.UNIT, Code.ROLE_NOT_ALLOWED),
    ],
)
def test_only_the_issuing_office_amends(command: Command, agency: str, role: Role, code: Code) -> None:
    assert pair().refuses(by(agency, role, command, NOON)) is code


@pytest.mark.parametrize(
    "command",
    [CorrectText(1, "x"), Recall("x"), Register("1", "KH", date(2027, 1, 4)), DateEvent("x", date(2027, 1, 4))],
)
def test_only_the_agency_that_issued_the_directive_amends_the_document(command: Command) -> None:
    assert pair(parent="19").refuses(office(command, NOON)) is Code.NOT_THE_ROOT


# ------------------------------------------------------------------------------------------------------------- deadline


@pytest.mark.parametrize("deadline", [SOONER, LATER])
def test_the_issuer_moves_a_deadline_either_way_and_the_first_stays_on_record(deadline: Deadline) -> None:
    desk = root()
    desk.does(office(MoveDeadline(1, deadline, "t3xt"), NOON))
    first, second = desk.row.deadlines
    assert first.due == vn(1, 15, 17)
    assert (second.due, second.reason, second.words) == (desk.docket.moment(deadline), Reason.AMENDED, deadline)
    assert (second.set_at, second.by, second.text) == (NOON, "Nguyễn Văn A (00001)", "t3xt")


def test_an_undated_assignment_can_be_dated_and_is_silent_no_more() -> None:
    desk = root(PlannedTask(1, (UNIT,), single=True))
    desk.does(office(MoveDeadline(1, LATER, "x"), NOON))
    assert desk.row.due == vn(1, 22, 17)
    assert not [step for step, _ in desk.waits(vn(3, 1)) if step == "silence"]


def test_a_deadline_moved_for_one_copy_stays_for_the_others_and_for_those_to_come() -> None:
    desk = pair()
    desk.does(office(MoveDeadline(1, LATER, "x", copies=(SECOND,)), NOON))
    assert [row.due for row in desk.docket.rows.values()] == [vn(1, 15, 17), vn(1, 22, 17), None]
    task = desk.docket.task(1)
    assert task is not None
    assert task.deadline == Deadline(date(2027, 1, 15))


def test_who_gets_the_task_later_gets_the_deadline_as_it_stands() -> None:
    desk = Desk(replace(one_task(date(2027, 1, 15)), auto_allocate=False, parent=None), vn(1, 4, 8))
    desk.does(office(MoveDeadline(1, SOONER, "x"), NOON), office(Allocate(1, (UNIT,)), NOON))
    assert [version.due for version in desk.row.deadlines] == [vn(1, 12, 17)]


def test_below_another_a_deadline_is_moved_beyond_it_only_by_the_explicit_word() -> None:
    desk = desk_in(State.TAKEN, date(2027, 1, 15))
    assert desk.refuses(office(MoveDeadline(1, LATER, "x"), NOON)) is Code.AFTER_PARENT
    desk.does(office(MoveDeadline(1, LATER, "the chair said so", beyond=True), NOON))
    assert desk.row.due == vn(1, 22, 17)


def test_a_moved_deadline_alerts_anew_by_its_version() -> None:
    desk = root()
    desk.waits(vn(1, 15, 18))
    desk.does(office(MoveDeadline(1, LATER, "x"), vn(1, 18, 9)))
    desk.waits(vn(1, 23))
    assert [(step.version, step.moment) for step in desk.fired if step.step == "overdue"] == [
        (1, vn(1, 15, 17)),
        (2, vn(1, 22, 17)),
    ]
    assert desk.row.overran == ((vn(1, 15, 17), vn(1, 18, 9)),)


# ------------------------------------------------------------------------------------------------- followed from above


def told(number: int, event: ev.Event) -> Instruction:
    """That event of the docket above as an instruction."""
    return Instruction(number, event.kind, dump(type(event), event))


def three_rows() -> Desk:
    """Limit above: 15 January. One unit has that day, one an earlier of its own, one a later by the office's word."""
    day = Deadline(date(2027, 1, 15))
    task = PlannedTask(1, (UNIT, SECOND, "00001-U3"), single=False, deadline=day)
    desk = Desk(plan_of(task), vn(1, 4, 8))
    desk.does(office(MoveDeadline(1, Deadline(date(2027, 1, 11)), "own", copies=(SECOND,)), vn(1, 4, 9)))
    desk.does(office(MoveDeadline(1, LATER, "own", copies=("00001-U3",), beyond=True), vn(1, 4, 9)))
    return desk


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (Deadline(date(2027, 1, 13)), [vn(1, 13, 17), vn(1, 11, 17), vn(1, 13, 17)]),
        (Deadline(date(2027, 1, 18)), [vn(1, 18, 17), vn(1, 11, 17), vn(1, 18, 17)]),
        (Deadline(date(2027, 1, 29)), [vn(1, 29, 17), vn(1, 11, 17), vn(1, 22, 17)]),
    ],
)
def test_below_a_moved_deadline_moves_what_lay_at_the_old_one_or_lies_beyond(
    deadline: Deadline, expected: list[datetime]
) -> None:
    """An own earlier day stays."""
    desk = three_rows()
    desk.hears(vn(1, 5, 9), told(7, ev.DeadlineMoved(1, deadline)))
    assert [row.due for row in desk.docket.rows.values()] == expected
    assert desk.docket.limit(1) == desk.docket.moment(deadline)
    assert desk.refuses(office(MoveDeadline(1, Deadline(date(2027, 2, 1)), "x"), vn(1, 5, 10))) is Code.AFTER_PARENT


def test_more_time_above_moves_the_limit_and_no_deadline_below() -> None:
    desk = three_rows()
    before = [row.due for row in desk.docket.rows.values()]
    desk.hears(vn(1, 5, 9), told(7, ev.DeadlineMoved(1, LATER, limit_only=True)))
    assert [row.due for row in desk.docket.rows.values()] == before
    desk.does(office(MoveDeadline(1, LATER, "x"), vn(1, 5, 10)))


def test_a_middle_docket_passes_on_only_what_moved_in_it() -> None:
    """The commune with an own earlier day is not told a limit that the province did not give it."""
    task = PlannedTask(1, ("00001", "00002"), single=False, deadline=Deadline(date(2027, 1, 15)))
    desk = Desk(with_dockets(plan_of(task, agency="19", parent="TW"), "00001", "00002"), vn(1, 4, 8))
    own = MoveDeadline(1, Deadline(date(2027, 1, 11)), "own", copies=("00002",))
    desk.does(by("19", Role.OFFICE, own, vn(1, 4, 9)))
    desk.docket.instructions.clear()
    desk.hears(vn(1, 5, 9), told(7, ev.DeadlineMoved(1, LATER)))
    assert list(desk.docket.instructions) == ["00001"]
    desk.hears(vn(1, 5, 10), told(8, ev.DeadlineMoved(1, Deadline(date(2027, 1, 29)), limit_only=True)))
    assert [one.number for one in desk.docket.instructions["00001"]] == [desk.docket.head - 1]


def test_an_instruction_is_followed_once_and_in_order() -> None:
    desk = three_rows()
    moved = told(7, ev.DeadlineMoved(1, Deadline(date(2027, 1, 13))))
    assert [event.kind for event in desk.hears(vn(1, 5, 9), moved, moved)] == ["deadline_moved"]
    assert desk.hears(vn(1, 5, 9), told(6, ev.TaskWithdrawn(1))) == ()
    assert desk.docket.heard == 7


def test_what_the_level_above_took_back_is_owed_no_more() -> None:
    desk = three_rows()
    desk.hears(vn(1, 5, 9), told(7, ev.TaskWithdrawn(1, "t3xt")))
    assert desk.docket.open_by_task() == ()
    assert desk.refuses(office(Allocate(1, (UNIT,)), vn(1, 5, 10))) is Code.TASK_ENDED


# ------------------------------------------------------------------------------------------------------ relative, dated


ELECTION = Relative("bầu cử", -10)


def relative(rule: Relative = ELECTION) -> Desk:
    """A task due ten days before the election, which has no day yet."""
    return root(PlannedTask(1, (UNIT,), single=True, relative=rule), PlannedTask(2, (UNIT,), single=True))


def test_a_relative_deadline_waits_for_its_event() -> None:
    desk = relative()
    assert desk.docket.rows[KEY].due is None
    desk.does(office(DateEvent("bầu cử", date(2027, 3, 15)), NOON))
    (version,) = desk.docket.rows[KEY].deadlines
    assert (version.due, version.reason) == (vn(3, 5, 17), Reason.EVENT)
    assert version.words == Deadline(date(2027, 3, 5), Operator.BY)
    assert desk.docket.rows[f"2:{UNIT}"].due is None


def test_an_event_dated_again_moves_what_waited_for_it() -> None:
    desk = relative()
    for day in (date(2027, 3, 15), date(2027, 3, 22)):
        desk.does(office(DateEvent("bầu cử", day), NOON))
    assert [(one.due, one.reason) for one in desk.docket.rows[KEY].deadlines] == [
        (vn(3, 5, 17), Reason.EVENT),
        (vn(3, 12, 17), Reason.AMENDED),
    ]


@pytest.mark.parametrize(("working", "due"), [(True, vn(1, 11, 17)), (False, vn(1, 8, 17))])
def test_days_after_an_event_are_working_days_only_where_the_document_says_so(*, working: bool, due: datetime) -> None:
    """The water went down on Thursday 7 January; two days later is Saturday, whose last working moment was Friday's."""
    desk = relative(Relative("lũ", 2, working=working))
    desk.does(office(DateEvent("lũ", date(2027, 1, 7)), NOON))
    assert desk.docket.rows[KEY].due == due


def test_work_given_after_the_event_was_dated_has_its_deadline_at_once() -> None:
    plan = replace(plan_of(PlannedTask(1, (UNIT,), single=True, relative=ELECTION), parent=None), auto_allocate=False)
    desk = Desk(plan, vn(1, 4, 8))
    desk.does(office(DateEvent("bầu cử", date(2027, 3, 15)), NOON), office(Allocate(1, (UNIT,)), NOON))
    assert desk.row.due == vn(3, 5, 17)


def test_an_event_is_not_dated_beyond_reckoning() -> None:
    assert relative().refuses(office(DateEvent("bầu cử", date(9999, 1, 1)), NOON)) is Code.DEADLINE_TOO_FAR


# ------------------------------------------------------------------------------------------- correct, recall, register


def test_a_wording_is_corrected_under_the_digest_of_the_new_one() -> None:
    desk = root()
    desk.does(office(CorrectText(1, "n3w"), NOON))
    assert desk.events[-1] == ev.TextCorrected(1, "n3w")


def test_a_recalled_directive_takes_everything_back_and_nothing_follows() -> None:
    desk = pair()
    desk.does(unit(Accept(KEY), NOON), office(Recall("t3xt", replaced_by="d2"), NOON))
    assert desk.events[-2:] == [ev.Recalled("t3xt", "d2"), ev.Closed()]
    assert {row.state for row in desk.docket.rows.values()} == {State.WITHDRAWN}
    assert desk.refuses(office(Recall("x"), NOON)) is Code.DOCKET_CLOSED


def test_a_recalled_directive_waits_for_the_dockets_below_and_takes_no_more_amendments() -> None:
    task = PlannedTask(1, ("00001",), single=True)
    desk = Desk(with_dockets(plan_of(task, agency="19", parent=None), "00001"), vn(1, 4, 8))
    desk.does(by("19", Role.OFFICE, Recall("x"), NOON))
    assert desk.docket.closed_at is None
    assert desk.refuses(by("19", Role.OFFICE, Recall("x"), NOON)) is Code.RECALLED
    assert desk.refuses(by("19", Role.OFFICE, Register("1", "KH", date(2027, 1, 4)), NOON)) is Code.RECALLED


def test_what_was_confirmed_before_a_recall_stays_done() -> None:
    desk = pair()
    desk.does(unit(Accept(KEY), NOON), unit(Submit(KEY), NOON), office(Confirm(KEY), NOON), office(Recall("x"), NOON))
    assert desk.docket.rows[KEY].state is State.COMPLETED


def test_a_directive_gets_its_number_from_the_register() -> None:
    desk = root()
    desk.does(office(Register("17", "KH-UBND", date(2027, 1, 4)), NOON))
    assert desk.events[-1] == ev.Registered("17", "KH-UBND", date(2027, 1, 4))


def test_a_directive_is_registered_once() -> None:
    """The same number again, as when the answer was lost, changes nothing; another is refused."""
    desk = root()
    desk.does(*(office(Register("17", "KH-UBND", date(2027, 1, 4)), NOON) for _ in range(2)))
    assert desk.refuses(office(Register("18", "KH-UBND", date(2027, 1, 4)), NOON)) is Code.REGISTERED_ALREADY
