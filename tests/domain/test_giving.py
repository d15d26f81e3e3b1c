"""How work is given again and further: to another lead, to more recipients, as a further task, after a withdrawal."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.desk import ISSUER, UNIT, Desk, by, desk_in, office, one_task, plan_of, unit, vn, with_dockets
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.asks import Receiver
from thac.domain.assignments import State
from thac.domain.commands import (
    Accept,
    AddRecipients,
    AddTask,
    Allocate,
    AttachPlan,
    Command,
    Reassign,
    Return,
    Submit,
    WithdrawTask,
)
from thac.domain.deadlines import Deadline
from thac.domain.plans import PlannedTask
from thac.domain.refusals import Code

KEY = f"1:{UNIT}"
SECOND, THIRD = "00001-U2", "00001-U3"
TO = Receiver(SECOND)
NOON = vn(1, 4, 11)
DAY = Deadline(date(2027, 1, 15))


# ------------------------------------------------------------------------------------------------------------ reassign


@pytest.mark.parametrize("state", [State.ASSIGNED, State.ACCEPTED, State.TAKEN, State.SUBMITTED])
def test_the_issuer_reassigns_at_any_state_and_the_new_lead_starts_with_its_receipt(state: State) -> None:
    desk = desk_in(state)
    desk.does(office(Reassign(KEY, TO, "t3xt"), NOON))
    row = desk.row
    assert (row.lead, row.copy, row.former, row.round) == (SECOND, UNIT, (UNIT,), 2)
    assert (row.state, row.assigned_at, row.accepted_at, row.person, row.submitted_at) == (
        State.ASSIGNED,
        NOON,
        None,
        None,
        None,
    )
    desk.does(by(SECOND, Role.UNIT, Accept(KEY), NOON))
    assert desk.refuses(unit(Submit(KEY), NOON)) is Code.NOT_YOURS


def test_a_returned_result_is_reassigned_too_and_what_is_done_is_not() -> None:
    desk = desk_in(State.SUBMITTED)
    desk.does(office(Return(KEY), NOON), office(Reassign(KEY, TO), NOON))
    assert (desk.row.lead, desk.row.round) == (SECOND, 3)
    assert desk_in(State.COMPLETED).refuses(office(Reassign(KEY, TO), NOON)) is Code.WRONG_STATE


def test_the_receipt_runs_anew_for_the_new_lead_and_no_alert_repeats() -> None:
    """Given on the 4th, passed on the 7th: the second unit has its own working day."""
    desk = desk_in(State.ASSIGNED)
    desk.waits(vn(1, 7, 7))
    desk.does(office(Reassign(KEY, TO), vn(1, 7, 7)))
    desk.waits(vn(1, 12, 7))
    receipts = [(step.round, step.step, step.moment) for step in desk.fired if step.step.startswith("receipt")]
    assert receipts == [
        (1, "receipt_unit", vn(1, 5, 17)),
        (1, "receipt_person", vn(1, 6, 17)),
        (2, "receipt_unit", vn(1, 8, 17)),
        (2, "receipt_person", vn(1, 11, 17)),
    ]


def test_steps_older_than_the_new_assignment_are_passed_and_only_the_latest_fires() -> None:
    """Overdue since the 15th and told about it; the lead of the 19th hears once where it stands."""
    desk = desk_in(State.ACCEPTED, date(2027, 1, 15))
    desk.waits(vn(1, 19, 10))
    desk.does(office(Reassign(KEY, TO), vn(1, 19, 10)))
    desk.waits(vn(1, 19, 11))
    (step,) = [step for step in desk.fired if step.round == 2]
    assert (step.step, step.moment, step.passed) == ("overdue_2", vn(1, 19, 10), ("due_soon", "half_silent", "overdue"))


def test_half_of_the_time_counts_from_the_new_assignment_also_after_a_return() -> None:
    """Redo until Friday 29 January; given to another on Monday the 25th at 07:30: half is Wednesday 11:15."""
    desk = desk_in(State.SUBMITTED)
    desk.does(office(Return(KEY, None, Deadline(date(2027, 1, 29))), vn(1, 5, 9)))
    desk.does(office(Reassign(KEY, TO), vn(1, 25, 7, 30)))
    assert ("half_silent", vn(1, 27, 11, 15)) in desk.waits(vn(1, 28))


def test_a_coordinator_who_becomes_lead_coordinates_no_more() -> None:
    desk = Desk(plan_of(PlannedTask(1, (UNIT,), single=True, coordinators=(SECOND, THIRD))), vn(1, 4, 8))
    desk.does(office(Reassign(KEY, TO), NOON))
    assert desk.row.coordinators == (THIRD,)


@pytest.mark.parametrize(("to", "code"), [(Receiver(UNIT), Code.SAME_LEAD), (Receiver(ISSUER), Code.NOT_A_RECEIVER)])
def test_work_is_reassigned_to_somebody_else_below(to: Receiver, code: Code) -> None:
    assert desk_in(State.TAKEN).refuses(office(Reassign(KEY, to), NOON)) is code


# -------------------------------------------------------------------------------------------------- given anew, further


def test_work_taken_back_and_given_anew_goes_on_with_its_rounds_so_that_no_alert_repeats() -> None:
    desk = desk_in(State.ASSIGNED)
    desk.waits(vn(1, 7))
    desk.does(office(WithdrawTask(1, "wrong unit"), vn(1, 7, 9)), office(Allocate(1, (UNIT,)), vn(1, 7, 10)))
    row = desk.row
    assert (row.state, row.round, row.assigned_at, len(row.deadlines)) == (State.ASSIGNED, 2, vn(1, 7, 10), 1)
    desk.waits(vn(1, 14))
    receipts = [(step.round, step.step) for step in desk.fired if step.step.startswith("receipt")]
    assert len(receipts) == len(set(receipts)) == 6


def test_work_given_anew_with_another_deadline_keeps_the_first() -> None:
    desk = desk_in(State.ASSIGNED)
    desk.does(office(WithdrawTask(1, "later"), NOON))
    desk.docket.tasks[1] = replace(desk.docket.tasks[1], deadline=DAY)
    desk.does(office(Allocate(1, (UNIT,)), NOON))
    assert [version.due for version in desk.row.deadlines] == [vn(3, 31, 17), vn(1, 15, 17)]


def each() -> Desk:
    """A commune with a task for each of two units."""
    return Desk(plan_of(PlannedTask(1, (UNIT, SECOND), single=False, deadline=DAY)), vn(1, 4, 8))


def test_a_further_recipient_gets_a_copy_of_its_own() -> None:
    desk = each()
    desk.does(office(AddRecipients(1, (Receiver(THIRD),)), NOON))
    row = desk.docket.rows[f"1:{THIRD}"]
    assert (row.lead, row.assigned_at, row.due) == (THIRD, NOON, vn(1, 15, 17))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AddRecipients(1, (TO,)), Code.RECEIVES_ALREADY),
        (AddRecipients(1, ()), Code.NO_RECIPIENT),
        (AddRecipients(1, (Receiver(ISSUER),)), Code.NOT_A_RECEIVER),
        (AddRecipients(7, (TO,)), Code.UNKNOWN_TASK),
    ],
)
def test_who_cannot_be_a_further_recipient_is_refused(command: AddRecipients, code: Code) -> None:
    assert each().refuses(office(command, NOON)) is code


def test_a_task_with_one_lead_gets_no_further_recipient() -> None:
    assert desk_in(State.TAKEN).refuses(office(AddRecipients(1, (TO,)), NOON)) is Code.NOT_FOR_EACH


def test_recipients_are_added_to_what_was_given_out_and_not_to_what_was_taken_back() -> None:
    plan = replace(plan_of(PlannedTask(1, (UNIT, SECOND), single=False)), auto_allocate=False)
    desk = Desk(plan, vn(1, 4, 8))
    assert desk.refuses(office(AddRecipients(1, (Receiver(THIRD),)), NOON)) is Code.NOT_ALLOCATED
    desk = Desk(replace(plan, parent=None, auto_allocate=True), vn(1, 4, 8))
    desk.does(office(WithdrawTask(1, "x"), NOON))
    assert desk.docket.closed_at == NOON


def root() -> Desk:
    """The issuer's docket with one task."""
    return Desk(replace(one_task(date(2027, 1, 15)), parent=None), vn(1, 4, 8))


def test_a_further_task_is_given_out_at_once_to_the_leads_it_names() -> None:
    desk = root()
    task = PlannedTask(2, (SECOND, THIRD), single=False, deadline=DAY)
    desk.does(office(AddTask(task, (TO, Receiver(THIRD))), NOON))
    assert desk.events[-2:] == [ev.TaskAdded(task), ev.Allocated((ev.Allocation(2, (SECOND, THIRD)),))]
    assert [row.key for row in desk.docket.open_rows] == [KEY, f"2:{SECOND}", f"2:{THIRD}"]


@pytest.mark.parametrize(
    ("task", "code"),
    [
        (PlannedTask(1, (SECOND,), single=True), Code.TASK_TWICE),
        (PlannedTask(2, (SECOND, THIRD), single=True), Code.TWO_LEADS),
        (PlannedTask(2, (), single=True), Code.NO_LEAD),
        (PlannedTask(2, (), single=False), Code.NO_RECIPIENT),
        (PlannedTask(2, ("00002-U1",), single=True), Code.LEAD_OUTSIDE),
        (PlannedTask(2, (ISSUER,), single=True), Code.NOT_A_RECEIVER),
    ],
)
def test_a_further_task_keeps_the_rule_of_one_lead(task: PlannedTask, code: Code) -> None:
    receivers = (TO, Receiver(THIRD), Receiver(ISSUER))
    assert root().refuses(office(AddTask(task, receivers), NOON)) is code


def test_only_the_agency_that_issued_the_directive_adds_a_task() -> None:
    task = PlannedTask(2, (SECOND,), single=True)
    assert desk_in(State.TAKEN).refuses(office(AddTask(task, (TO,)), NOON)) is Code.NOT_THE_ROOT


def test_an_office_may_choose_a_lead_that_the_directory_gained_since() -> None:
    desk = Desk(replace(one_task(), auto_allocate=False), vn(1, 4, 8))
    assert desk.refuses(office(Allocate(1, ("00001-U9",)), NOON)) is Code.LEAD_OUTSIDE
    itself = Allocate(1, (ISSUER,), receivers=(Receiver(ISSUER, keeps=True),))
    assert desk.refuses(office(itself, NOON)) is Code.LEAD_OUTSIDE
    desk.does(office(Allocate(1, ("00001-U9",), receivers=(Receiver("00001-U9"),)), NOON))
    assert desk.row.lead == "00001-U9"


# ------------------------------------------------------------------------------------------------------------ own plans


def planned() -> Desk:
    """A commune with a task for each of two units, of which the first accepted; its own plan does the task now."""
    desk = each()
    desk.does(unit(Accept(KEY), NOON), office(AttachPlan("p1", (1,)), NOON))
    return desk


def test_what_nobody_had_accepted_is_replaced_by_the_plan_and_the_rest_goes_on_linked() -> None:
    accepted, unaccepted = planned().docket.rows.values()
    assert (accepted.state, accepted.plan) == (State.ACCEPTED, "p1")
    assert (unaccepted.state, unaccepted.plan) == (State.WITHDRAWN, "p1")


def test_a_task_is_done_by_one_plan() -> None:
    desk = planned()
    assert desk.refuses(office(AttachPlan("p2", (1,)), NOON)) is Code.PLAN_ATTACHED_ALREADY


@pytest.mark.parametrize(
    ("command", "code"),
    [(AttachPlan("p1", (7,)), Code.UNKNOWN_TASK), (AttachPlan("p1", (1, 7)), Code.UNKNOWN_TASK)],
)
def test_a_plan_does_tasks_that_are_there(command: Command, code: Code) -> None:
    assert each().refuses(office(command, NOON)) is code


def test_a_plan_may_take_on_what_was_not_given_out_yet_and_then_nobody_else_does() -> None:
    desk = Desk(replace(one_task(), auto_allocate=False), vn(1, 4, 8))
    desk.does(office(AttachPlan("p1", (1,)), NOON))
    assert desk.refuses(office(Allocate(1, (UNIT,)), NOON)) is Code.PLAN_ATTACHED_ALREADY
    assert desk.docket.open_by_task() == ((1, 1),)


def test_a_province_whose_plan_replaces_what_a_commune_had_not_accepted_takes_it_back_there() -> None:
    """The commune's docket on the letter from above has passed it on by then."""
    task = PlannedTask(1, ("00001", "00002"), single=False)
    desk = Desk(with_dockets(plan_of(task, agency="19", parent="TW"), "00001", "00002"), vn(1, 4, 8))
    desk.does(by("00001", Role.OFFICE, Accept("1:00001"), NOON))
    desk.does(by("19", Role.OFFICE, AttachPlan("p1", (1,)), NOON))
    assert desk.events[-2:] == [ev.PlanAttached("p1", (1,)), ev.TaskWithdrawn(1, copies=("00002",))]
    kept, replaced = desk.docket.rows.values()
    assert (kept.state, kept.plan, replaced.state, replaced.plan) == (State.ACCEPTED, "p1", State.WITHDRAWN, "p1")
    assert {name: [one.kind for one in told] for name, told in desk.docket.instructions.items()} == {
        "00002": ["task_withdrawn"]
    }
