"""What a docket answers to each command."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from tests.domain.desk import ISSUER, UNIT, Desk, by, desk_in, office, one_task, plan_of, unit, vn, with_dockets
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.assignments import State
from thac.domain.commands import Accept, Allocate, Command, Confirm, Progress, Return, Submit, Take
from thac.domain.deadlines import Deadline, DeadlineVersion, Reason
from thac.domain.hearings import ChildReport, CloseOrder
from thac.domain.plans import PlannedTask, Slice
from thac.domain.refusals import Code, Refusal

KEY = f"1:{UNIT}"
NOON = vn(1, 4, 11)
ACCEPT, TAKE, PROGRESS, SUBMIT = Accept(KEY), Take(KEY, "Trần Thị B"), Progress(KEY, 40), Submit(KEY)
CONFIRM, RETURN = Confirm(KEY), Return(KEY)
OF_LEAD: list[Command] = [ACCEPT, TAKE, PROGRESS, SUBMIT]
OF_ISSUER: list[Command] = [CONFIRM, RETURN]


@pytest.mark.parametrize(
    ("state", "command", "after"),
    [
        (State.ASSIGNED, ACCEPT, State.ACCEPTED),
        (State.ACCEPTED, TAKE, State.TAKEN),
        (State.TAKEN, TAKE, State.TAKEN),
        (State.RETURNED, TAKE, State.RETURNED),
        (State.ACCEPTED, PROGRESS, State.ACCEPTED),
        (State.TAKEN, PROGRESS, State.TAKEN),
        (State.RETURNED, PROGRESS, State.RETURNED),
        (State.ACCEPTED, SUBMIT, State.SUBMITTED),
        (State.TAKEN, SUBMIT, State.SUBMITTED),
        (State.RETURNED, SUBMIT, State.SUBMITTED),
        (State.SUBMITTED, CONFIRM, State.COMPLETED),
        (State.SUBMITTED, RETURN, State.RETURNED),
    ],
)
def test_a_command_leads_from_state_to_state(state: State, command: Command, after: State) -> None:
    desk = brought_to(state)
    desk.does((office if command in OF_ISSUER else unit)(command, NOON))
    assert desk.row.state is after


def brought_to(state: State) -> Desk:
    if state is not State.RETURNED:
        return desk_in(state)
    desk = desk_in(State.SUBMITTED)
    desk.does(office(RETURN, vn(1, 4, 10)))
    return desk


@pytest.mark.parametrize(
    ("state", "command", "code"),
    [
        (State.ASSIGNED, TAKE, Code.NOT_ACCEPTED),
        (State.ASSIGNED, PROGRESS, Code.NOT_ACCEPTED),
        (State.ASSIGNED, SUBMIT, Code.NOT_ACCEPTED),
        (State.ASSIGNED, CONFIRM, Code.WRONG_STATE),
        (State.ASSIGNED, RETURN, Code.WRONG_STATE),
        (State.ACCEPTED, ACCEPT, Code.WRONG_STATE),
        (State.TAKEN, ACCEPT, Code.WRONG_STATE),
        (State.TAKEN, CONFIRM, Code.WRONG_STATE),
        (State.TAKEN, RETURN, Code.WRONG_STATE),
        (State.SUBMITTED, ACCEPT, Code.WRONG_STATE),
        (State.SUBMITTED, TAKE, Code.WRONG_STATE),
        (State.SUBMITTED, PROGRESS, Code.WRONG_STATE),
        (State.SUBMITTED, SUBMIT, Code.WRONG_STATE),
        (State.RETURNED, ACCEPT, Code.WRONG_STATE),
        (State.RETURNED, CONFIRM, Code.WRONG_STATE),
        (State.RETURNED, RETURN, Code.WRONG_STATE),
    ],
)
def test_a_command_in_the_wrong_state_is_refused(state: State, command: Command, code: Code) -> None:
    assert brought_to(state).refuses((office if command in OF_ISSUER else unit)(command, NOON)) is code


def test_a_refusal_names_the_state_and_those_that_would_do() -> None:
    outcome = desk_in(State.SUBMITTED).ask(unit(SUBMIT, NOON))
    assert isinstance(outcome, Refusal)
    assert (
        outcome.english
        == "The assignment is “Waiting for confirmation”; to submit the result is possible only when it is "
        "“Accepted”, “Under way” or “Returned, to be done again”."
    )
    assert outcome.message == (
        "Việc đang ở trạng thái «Chờ duyệt»; chỉ báo cáo kết quả được khi việc ở trạng thái "
        "«Đã tiếp nhận», «Đang thực hiện» hoặc «Trả lại, thực hiện lại»."
    )


@pytest.mark.parametrize("command", OF_LEAD)
@pytest.mark.parametrize("agency", ["00001-U2", ISSUER, "19"])
def test_only_the_lead_works_on_an_assignment(command: Command, agency: str) -> None:
    """Not the other unit, and not the issuer either."""
    assert desk_in(State.ACCEPTED).refuses(by(agency, Role.UNIT, command, NOON)) is Code.NOT_YOURS


@pytest.mark.parametrize("command", OF_ISSUER)
@pytest.mark.parametrize("agency", [UNIT, "19", "00002"])
def test_only_the_issuer_reviews(command: Command, agency: str) -> None:
    assert desk_in(State.SUBMITTED).refuses(by(agency, Role.OFFICE, command, NOON)) is Code.NOT_YOURS


def test_nobody_confirms_his_own_result() -> None:
    desk = desk_in(State.SUBMITTED)
    for role in Role:
        assert desk.refuses(by(UNIT, role, CONFIRM, NOON)) is Code.NOT_YOURS


@pytest.mark.parametrize(
    ("command", "state", "roles"),
    [
        (ACCEPT, State.ASSIGNED, {Role.UNIT, Role.OFFICE}),
        (TAKE, State.ACCEPTED, {Role.UNIT, Role.OFFICE}),
        (PROGRESS, State.ACCEPTED, {Role.UNIT, Role.OFFICE, Role.OFFICER}),
        (SUBMIT, State.ACCEPTED, {Role.UNIT, Role.OFFICE, Role.OFFICER}),
        (CONFIRM, State.SUBMITTED, {Role.OFFICE, Role.SUPERVISOR}),
        (RETURN, State.SUBMITTED, {Role.OFFICE, Role.SUPERVISOR}),
    ],
)
def test_each_command_has_its_roles(command: Command, state: State, roles: set[Role]) -> None:
    agency = ISSUER if command in OF_ISSUER else UNIT
    for role in Role:
        outcome = desk_in(state).ask(by(agency, role, command, NOON))
        if role in roles:
            assert not isinstance(outcome, Refusal), outcome
        else:
            assert isinstance(outcome, Refusal)
            assert outcome.code is Code.ROLE_NOT_ALLOWED


@pytest.mark.parametrize("command", [Accept("2:x"), Take("2:x", "B"), Progress("2:x", 1), Submit("2:x")])
def test_the_lead_of_an_unknown_assignment_is_told_so(command: Command) -> None:
    assert desk_in(State.ACCEPTED).refuses(unit(command, NOON)) is Code.UNKNOWN_ASSIGNMENT


@pytest.mark.parametrize("command", [Confirm("2:x"), Return("2:x")])
def test_the_reviewer_of_an_unknown_assignment_is_told_so(command: Command) -> None:
    assert desk_in(State.SUBMITTED).refuses(office(command, NOON)) is Code.UNKNOWN_ASSIGNMENT


@pytest.mark.parametrize(("percent", "code"), [(-1, Code.PROGRESS_OUT_OF_RANGE), (101, Code.PROGRESS_OUT_OF_RANGE)])
def test_progress_outside_0_to_100_is_refused(percent: int, code: Code) -> None:
    assert desk_in(State.TAKEN).refuses(unit(Progress(KEY, percent), NOON)) is code


@pytest.mark.parametrize("percent", [0, 100])
def test_progress_from_0_to_100_is_noted(percent: int) -> None:
    desk = desk_in(State.TAKEN)
    desk.does(unit(Progress(KEY, percent, "d1g3st"), NOON))
    assert (desk.row.percent, desk.row.reported_at) == (percent, NOON)
    assert desk.events[-1] == ev.Progressed(KEY, percent, "d1g3st")


def test_each_act_is_noted_with_its_moment_and_its_actor() -> None:
    desk = desk_in(State.COMPLETED)
    row = desk.row
    assert [row.assigned_at, row.accepted_at, row.taken_at, row.submitted_at, row.completed_at] == [
        vn(1, 4, 8),
        vn(1, 4, 8, 1),
        vn(1, 4, 8, 2),
        vn(1, 4, 8, 3),
        vn(1, 4, 8, 4),
    ]
    assert row.person == "Trần Thị B"
    assert [recorded.actor.agency for recorded in desk.recorded if recorded.actor] == [UNIT, UNIT, UNIT, ISSUER]


def test_a_closed_docket_takes_no_command() -> None:
    desk = desk_in(State.SUBMITTED)
    desk.hears(NOON, CloseOrder(over_open=True))
    assert desk.refuses(office(CONFIRM, vn(1, 4, 14))) is Code.DOCKET_CLOSED
    assert desk.refuses(unit(PROGRESS, vn(1, 4, 14))) is Code.DOCKET_CLOSED


# ------------------------------------------------------------------------------------------------------------ allocate


def undecided() -> Desk:
    """A commune whose office allocates itself: task 1 for one lead, task 2 for several units."""
    plan = plan_of(
        PlannedTask(1, (UNIT,), single=True, deadline=Deadline(date(2027, 1, 15))),
        PlannedTask(2, ("departments",), single=False),
    )
    return Desk(
        replace(plan, groups=(("departments", ("00001-U1", "00001-U2", "00001-U3")),), auto_allocate=False), vn(1, 4, 8)
    )


def test_nothing_is_assigned_before_the_office_allocates() -> None:
    desk = undecided()
    assert desk.docket.rows == {}
    assert desk.docket.agenda.first() is None


def test_a_task_is_allocated_to_one_lead_and_runs_from_then_on() -> None:
    desk = undecided()
    desk.does(office(Allocate(1, ("00001-U3",), ("00001-U2",)), NOON))
    row = desk.docket.rows["1:00001-U3"]
    assert (row.lead, row.copy, row.coordinators, row.assigned_at) == ("00001-U3", "00001-U3", ("00001-U2",), NOON)
    assert row.deadlines == (DeadlineVersion(vn(1, 15, 17), NOON),)


def test_a_task_for_each_is_allocated_to_each() -> None:
    desk = undecided()
    desk.does(office(Allocate(2, ("00001-U1", "00001-U2")), NOON))
    assert list(desk.docket.rows) == ["2:00001-U1", "2:00001-U2"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Allocate(1, ()), Code.NO_LEAD),
        (Allocate(1, ("00001-U1", "00001-U2")), Code.TWO_LEADS),
        (Allocate(2, ()), Code.NO_RECIPIENT),
        (Allocate(1, ("00002-U1",)), Code.LEAD_OUTSIDE),
        (Allocate(2, ("00001-U1", "00002-U1")), Code.LEAD_OUTSIDE),
        (Allocate(1, ("00001-U1",), ("00001-U1",)), Code.LEAD_AMONG_COORDINATORS),
        (Allocate(3, ("00001-U1",)), Code.UNKNOWN_TASK),
    ],
)
def test_an_allocation_keeps_the_rule_of_one_lead(command: Allocate, code: Code) -> None:
    assert undecided().refuses(office(command, NOON)) is code


def test_a_task_is_allocated_once() -> None:
    desk = undecided()
    desk.does(office(Allocate(1, ("00001-U3",)), NOON))
    outcome = desk.ask(office(Allocate(1, ("00001-U2",)), NOON))
    assert isinstance(outcome, Refusal)
    assert outcome.code is Code.ALREADY_ALLOCATED
    assert outcome.english == "Task 1 has already been allocated to 00001-U3."


def test_a_receiver_named_twice_gets_one_copy() -> None:
    desk = undecided()
    desk.does(office(Allocate(2, ("00001-U1", "00001-U1", "00001-U2")), NOON))
    assert desk.events[-1] == ev.Allocated((ev.Allocation(2, ("00001-U1", "00001-U2")),))


@pytest.mark.parametrize(
    ("agency", "role", "code"),
    [
        (UNIT, Role.OFFICE, Code.NOT_YOURS),
        ("19", Role.OFFICE, Code.NOT_YOURS),
        (ISSUER, Role.UNIT, Code.ROLE_NOT_ALLOWED),
        (ISSUER, Role.AUDITOR, Code.ROLE_NOT_ALLOWED),
    ],
)
def test_only_the_issuing_office_allocates(agency: str, role: Role, code: Code) -> None:
    assert undecided().refuses(by(agency, role, Allocate(1, (UNIT,)), NOON)) is code


# ------------------------------------------------------------------------------------------------------------- confirm


def province(*tasks: int) -> Desk:
    """A province that gave those tasks to the commune 00001, which keeps a docket of its own and submitted them all."""
    planned = (PlannedTask(number, ("00001",), single=True, deadline=Deadline(date(2027, 3, 31))) for number in tasks)
    plan: Slice = with_dockets(plan_of(*planned, agency="19", parent=None), "00001")
    desk = Desk(plan, vn(1, 4, 8))
    for number in tasks:
        key = f"{number}:00001"
        desk.does(
            by("00001", Role.OFFICE, Accept(key), vn(1, 4, 8, 1)), by("00001", Role.OFFICE, Submit(key), vn(1, 4, 8, 2))
        )
    return desk


def test_confirming_over_open_work_below_needs_the_explicit_word() -> None:
    desk = province(1)
    desk.hears(vn(1, 4, 9), ChildReport("00001", 4, ((1, 3),)))
    outcome = desk.ask(by("19", Role.OFFICE, Confirm("1:00001"), NOON))
    assert isinstance(outcome, Refusal)
    assert outcome.code is Code.OPEN_BELOW
    assert (
        outcome.english == "00001 still has 3 open assignments of task 1; to confirm all the same, say so explicitly."
    )
    desk.does(by("19", Role.OFFICE, Confirm("1:00001", over_open=True), NOON))
    assert desk.events[-2:] == [ev.Confirmed("1:00001", 3), ev.CloseOrdered("00001", over_open=True)]


def test_before_the_docket_below_said_anything_its_work_counts_as_open() -> None:
    desk = province(1)
    outcome = desk.ask(by("19", Role.OFFICE, Confirm("1:00001"), NOON))
    assert isinstance(outcome, Refusal)
    assert outcome.code is Code.OPEN_BELOW
    assert (
        outcome.english == "00001 still has ? open assignments of task 1; to confirm all the same, say so explicitly."
    )
    desk.does(by("19", Role.OFFICE, Confirm("1:00001", over_open=True), NOON))
    assert desk.events[-2:] == [ev.Confirmed("1:00001", None), ev.CloseOrdered("00001", over_open=True)]


def test_a_docket_below_that_has_closed_stands_not_in_the_way() -> None:
    """That it closed is in the ledger; what it last said is not, and may be forgotten."""
    desk = province(1)
    desk.hears(vn(1, 4, 9), ChildReport("00001", 4, closed=True))
    desk.docket.children.clear()
    desk.does(by("19", Role.OFFICE, Confirm("1:00001"), NOON))


def test_open_work_of_another_task_does_not_stand_in_the_way() -> None:
    desk = province(1, 2)
    desk.hears(vn(1, 4, 9), ChildReport("00001", 4, ((2, 1),)))
    desk.does(by("19", Role.OFFICE, Confirm("1:00001"), NOON))
    assert desk.events[-1] == ev.Confirmed("1:00001")


def test_the_docket_below_is_told_to_close_with_the_last_confirmation() -> None:
    desk = province(1, 2)
    desk.hears(vn(1, 4, 9), ChildReport("00001", 4))
    desk.does(by("19", Role.OFFICE, Confirm("1:00001"), NOON), by("19", Role.OFFICE, Confirm("2:00001"), NOON))
    assert desk.events[-2:] == [ev.Confirmed("2:00001"), ev.CloseOrdered("00001")]
    assert desk.docket.close_ordered == {"00001": False}


def test_a_word_once_given_over_open_work_holds_for_the_order_to_close() -> None:
    """Task 1 was confirmed over open work that is still open; the order that follows task 2 must say so."""
    desk = province(1, 2)
    desk.hears(vn(1, 4, 9), ChildReport("00001", 4, ((1, 2),)))
    desk.does(
        by("19", Role.OFFICE, Confirm("1:00001", over_open=True), NOON), by("19", Role.OFFICE, Confirm("2:00001"), NOON)
    )
    assert desk.events[-1] == ev.CloseOrdered("00001", over_open=True)


def test_a_leaf_is_not_told_to_close() -> None:
    assert desk_in(State.COMPLETED).events[-1] == ev.Confirmed(KEY)


# -------------------------------------------------------------------------------------------------------------- return


def submitted(at: datetime, day: date | None = date(2027, 1, 15)) -> Desk:
    """One assignment given on Monday 4 January at 08:00, due on Friday the 15th, submitted at that moment."""
    desk = Desk(one_task(day), vn(1, 4, 8))
    desk.does(unit(ACCEPT, vn(1, 4, 9)), unit(SUBMIT, at))
    return desk


def test_by_default_a_redo_gets_the_working_time_that_was_left() -> None:
    """Submitted on Tuesday the 5th at 09:00 with eight days and six hours to go, returned on the 7th at 10:00.

    From there: 5 h of that Thursday, then Friday and Monday 11 to Friday 15 January are six days, which leaves
    16 h for the days from Monday the 18th: two days and one hour.
    """
    desk = submitted(vn(1, 5, 9))
    desk.does(office(RETURN, vn(1, 7, 10)))
    assert desk.row.due == vn(1, 20, 8, 30)
    assert desk.row.deadlines == (
        DeadlineVersion(vn(1, 15, 17), vn(1, 4, 8)),
        DeadlineVersion(vn(1, 20, 8, 30), vn(1, 7, 10), Reason.REDO),
    )


@pytest.mark.parametrize("submitted_at", [vn(1, 15, 16), vn(1, 15, 17), vn(1, 18, 9)])
def test_a_redo_gets_at_least_two_working_days(submitted_at: datetime) -> None:
    """Little was left, or nothing, or less: returned on Wednesday the 20th, due on Friday the 22nd at 17:00."""
    desk = submitted(submitted_at)
    desk.does(office(RETURN, vn(1, 20, 10)))
    assert desk.row.due == vn(1, 22, 17)


def test_the_two_days_are_working_days() -> None:
    """Returned on the Thursday before Tết, due on Saturday 20 February's week: Friday the 12th and Monday the 15th."""
    desk = submitted(vn(2, 3, 9))
    desk.does(office(RETURN, vn(2, 4, 9)))
    assert desk.row.due == vn(2, 15, 17)


def test_the_office_may_name_the_day_of_the_redo() -> None:
    desk = submitted(vn(1, 5, 9))
    desk.does(office(Return(KEY, "l1d0", Deadline(date(2027, 1, 9))), vn(1, 7, 10)))
    assert desk.row.due == vn(1, 8, 17)  # Saturday the 9th ends on Friday
    assert ev.Returned(KEY, "l1d0", vn(1, 8, 17)) in desk.events


@pytest.mark.parametrize(
    ("redo", "sentence"),
    [
        (Deadline(date(2027, 1, 6)), "The redo deadline 06/01/2027 has passed already."),
        (Deadline(date(2027, 1, 7), hour=time(10)), "The redo deadline 07/01/2027 has passed already."),
        (Deadline(date(2027, 1, 7), hour=time(5)), "The redo deadline 07/01/2027 has passed already."),
    ],
)
def test_a_redo_in_the_past_is_refused_with_its_day_in_vietnam(redo: Deadline, sentence: str) -> None:
    """The moment of the return itself is past already; 05:00 in Vietnam is the day before in UTC."""
    desk = submitted(vn(1, 5, 9))
    outcome = desk.ask(office(Return(KEY, None, redo), vn(1, 7, 10)))
    assert isinstance(outcome, Refusal)
    assert (outcome.code, outcome.english) == (Code.REDO_IN_PAST, sentence)


def test_an_undated_assignment_stays_undated_when_returned() -> None:
    desk = submitted(vn(1, 5, 9), None)
    desk.does(office(RETURN, vn(1, 7, 10)))
    assert (desk.row.due, desk.row.deadlines, desk.row.round) == (None, (), 2)


def test_an_undated_assignment_may_be_given_a_day_when_returned() -> None:
    desk = submitted(vn(1, 5, 9), None)
    desk.does(office(Return(KEY, None, Deadline(date(2027, 1, 29))), vn(1, 7, 10)))
    assert desk.row.deadlines == (DeadlineVersion(vn(1, 29, 17), vn(1, 7, 10), Reason.REDO),)


def test_a_return_begins_another_round() -> None:
    desk = submitted(vn(1, 5, 9))
    desk.does(office(RETURN, vn(1, 7, 10)), unit(SUBMIT, vn(1, 8, 9)), office(RETURN, vn(1, 8, 10)))
    assert (desk.row.round, desk.row.version, desk.row.submitted_at) == (3, 3, None)


def test_a_redo_day_that_no_office_means_is_refused() -> None:
    """Working time is counted day by day; the year 9999 would hold up the whole docket."""
    desk = submitted(vn(1, 5, 9))
    assert desk.refuses(office(Return(KEY, None, Deadline(date(9999, 12, 31))), vn(1, 7, 10))) is Code.DEADLINE_TOO_FAR
    desk.does(office(Return(KEY, None, Deadline(date(2037, 1, 7))), vn(1, 7, 10)))
