"""A commune's own plan for a directive from above: what it replaces, what goes on, how it reports and closes."""

from dataclasses import replace
from datetime import date

from tests.domain.cascade import Cascade
from tests.domain.desk import by, vn
from tests.samples import TERMS, directive, led_by, small_tree, to_communes
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.assignments import State
from thac.domain.commands import Accept, AttachPlan, Confirm, MoveDeadline, Submit, WithdrawTask
from thac.domain.deadlines import Deadline
from thac.domain.directives import Mode, Task
from thac.domain.docket import OF_NO_TASK, docket_id
from thac.domain.refusals import Code

DAY = date(2027, 1, 15)
OPENED, NOON = vn(1, 4, 8), vn(1, 4, 11)
U1, U2 = "00001-U1", "00001-U2"


def attached() -> Cascade:
    """The letter d1 gave the commune a task for each of its two units; the first has accepted; its plan p1 does it.

    The plan's task 1 does the letter's for each unit, its task 2 is the commune's own, for the second unit.
    """
    played = Cascade(small_tree(1), directive(to_communes(1, DAY)), OPENED)
    played.does("00001", by(U1, Role.UNIT, Accept(f"1:{U1}"), vn(1, 4, 9)))
    played.does("00001", by("00001", Role.OFFICE, AttachPlan("p1", (1,)), NOON))
    each = Task(
        1, "Triển khai", Mode.EACH, recipients=("units",), deadline=Deadline(date(2027, 1, 13)), implements=(1,)
    )
    plan = replace(directive(each, led_by(2, U2), issuer="00001", id_="p1"), parent="d1")
    above = docket_id("d1", "00001")
    terms = replace(TERMS, above=above, limits={1: Deadline(DAY)}, carried=frozenset({(1, U1)}))
    played.launch(plan, NOON, terms)
    played.spread(NOON)
    return played


def unit(played: Cascade, key: str, lead: str, of: str) -> None:
    """The unit does that assignment and the commune confirms it."""
    played.does("00001", by(lead, Role.UNIT, Accept(key), NOON), by(lead, Role.UNIT, Submit(key), NOON), of=of)
    played.does("00001", by("00001", Role.OFFICE, Confirm(key), NOON), of=of)


def test_nobody_gets_a_thing_twice() -> None:
    """Who had accepted goes on in the docket of the letter; who had not has it from the plan."""
    played = attached()
    letter, plan = played.desk("00001").docket, played.desk("00001", "p1").docket
    assert [(row.key, row.state, row.plan) for row in letter.rows.values()] == [
        (f"1:{U1}", State.ACCEPTED, "p1"),
        (f"1:{U2}", State.WITHDRAWN, "p1"),
    ]
    assert list(plan.rows) == [f"1:{U2}", f"2:{U2}"]


def test_the_plan_hangs_under_the_docket_it_does_the_work_of() -> None:
    played = attached()
    plan = played.desk("00001", "p1").docket
    assert (plan.name, plan.above) == ("@p1", "cascade/d1/00001")
    assert played.desk("00001").docket.docket_below("@p1") == plan.id


def test_the_plan_reports_in_terms_of_the_tasks_it_does() -> None:
    """One copy left of the letter's task, and one of its own task, which is no task above."""
    played = attached()
    assert played.desk("00001", "p1").docket.report(NOON).open_by_task == ((OF_NO_TASK, 1), (1, 1))
    assert played.desk("00001").docket.open_by_task() == ((OF_NO_TASK, 1), (1, 2))


def test_before_the_plan_said_anything_its_tasks_count_as_open() -> None:
    played = Cascade(small_tree(1), directive(to_communes(1, DAY)), OPENED)
    played.does("00001", by("00001", Role.OFFICE, AttachPlan("p1", (1,)), NOON))
    assert played.desk("00001").docket.open_by_task() == ((1, 1),)


def test_the_province_confirms_over_what_the_plan_has_open_only_by_the_explicit_word() -> None:
    played = attached()
    office = by("00001", Role.OFFICE, Accept("1:00001"), NOON), by("00001", Role.OFFICE, Submit("1:00001"), NOON)
    played.does("19", *office)
    assert played.desk("19").refuses(by("19", Role.OFFICE, Confirm("1:00001"), NOON)) is Code.OPEN_BELOW


def test_closing_goes_through_the_plan() -> None:
    """The word comes from the province to the docket of the letter, and from there to the plan."""
    played = attached()
    unit(played, f"1:{U2}", U2, "p1")
    unit(played, f"2:{U2}", U2, "p1")
    letter = by(U1, Role.UNIT, Submit(f"1:{U1}"), NOON), by("00001", Role.OFFICE, Confirm(f"1:{U1}"), NOON)
    played.does("00001", *letter)
    assert played.desk("00001", "p1").docket.closed_at is None
    office = by("00001", Role.OFFICE, Accept("1:00001"), NOON), by("00001", Role.OFFICE, Submit("1:00001"), NOON)
    played.does("19", *office, by("19", Role.OFFICE, Confirm("1:00001"), vn(1, 5, 9)))
    assert played.kinds("00001")[-4:] == ["closing", "close_ordered", "child_closed", "closed"]
    assert all(desk.docket.closed_at == vn(1, 5, 9) for desk in played.desks.values())


def test_a_plan_that_refused_the_word_to_close_is_told_again_when_nothing_in_it_is_open() -> None:
    """It opened a task after its last report; the docket of the letter is closing meanwhile."""
    played = attached()
    letter, plan = played.desk("00001"), played.desk("00001", "p1")
    letter.hears(NOON, plan.docket.report(NOON))
    letter.docket.children["@p1"] = replace(letter.docket.children["@p1"], open_by_task=())
    letter.does(by(U1, Role.UNIT, Submit(f"1:{U1}"), NOON), by("00001", Role.OFFICE, Confirm(f"1:{U1}"), NOON))
    from thac.domain.hearings import CloseOrder

    letter.hears(NOON, CloseOrder())
    assert letter.docket.close_ordered == {"@p1": False}
    played.spread(NOON)
    assert letter.docket.close_ordered == {}
    assert letter.docket.closing is False
    unit(played, f"1:{U2}", U2, "p1")
    unit(played, f"2:{U2}", U2, "p1")
    assert plan.docket.closed_at == NOON
    assert letter.docket.closed_at == NOON


def test_a_deadline_in_the_plan_ends_at_that_of_the_work_above() -> None:
    plan = attached().desk("00001", "p1")
    later = MoveDeadline(1, Deadline(date(2027, 1, 18)), "x")
    assert plan.refuses(by("00001", Role.OFFICE, later, NOON)) is Code.AFTER_PARENT
    plan.does(by("00001", Role.OFFICE, MoveDeadline(1, Deadline(DAY), "x"), NOON))


def test_the_plan_goes_on_when_the_letter_takes_its_task_back_and_closes_when_it_is_done() -> None:
    """What is under way in the commune's own plan is the commune's to end."""
    played = attached()
    played.does("19", by("19", Role.OFFICE, WithdrawTask(1, "no need"), NOON))
    assert [row.open for row in played.desk("00001").docket.rows.values()] == [False, False]
    assert len(played.desk("00001", "p1").docket.open_rows) == 2
    played.does("00001", *(by("00001", Role.OFFICE, WithdrawTask(n, "x"), NOON) for n in (1, 2)), of="p1")
    assert all(desk.docket.closed_at == NOON for desk in played.desks.values())


def test_the_copy_that_was_replaced_alerts_no_more() -> None:
    played = attached()
    letter = played.desk("00001")
    letter.turn(vn(2, 26))
    assert {step.assignment for step in letter.fired if step.moment > NOON} == {f"1:{U1}"}


def test_attaching_stands_in_the_ledger_before_the_plan_opens() -> None:
    played = attached()
    attaching = next(one for one in played.desk("00001").recorded if isinstance(one.event, ev.PlanAttached))
    assert attaching.event == ev.PlanAttached("p1", (1,))
    assert attaching.at <= played.desk("00001", "p1").recorded[0].at
