"""Two things at once: a docket decides one after the other, so that every race has an order and every order an outcome.

The outcomes are those of the table in ``docs/life.md``.
"""

from dataclasses import replace
from datetime import date

from tests.domain.cascade import Cascade
from tests.domain.desk import ISSUER, UNIT, Desk, by, desk_in, office, one_task, unit, vn
from tests.samples import directive, led_by, small_tree
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.asks import Outcome, Receiver
from thac.domain.assignments import State
from thac.domain.codec import dump
from thac.domain.commands import (
    Accept,
    Allocate,
    Answer,
    AskExtension,
    Confirm,
    Decline,
    HandOver,
    Return,
    Submit,
    WithdrawTask,
)
from thac.domain.deadlines import Deadline
from thac.domain.hearings import CloseOrder, Instruction
from thac.domain.refusals import Code, Refusal

KEY = f"1:{UNIT}"
OTHER = "00001-U2"
OPENED, NOON = vn(1, 4, 8), vn(1, 4, 11)
TO = Receiver(OTHER)


def withheld() -> Cascade:
    """A commune whose office has not given the task to a unit yet, though it has claimed the result above."""
    played = Cascade(small_tree(1), directive(led_by(1, "00001"), led_by(2, "19-SNV")), OPENED)
    played.does("00001", by("00001-U1", Role.UNIT, Accept("1:00001-U1"), vn(1, 4, 9)))
    played.does("00001", by("00001-U1", Role.UNIT, Submit("1:00001-U1"), vn(1, 4, 9)))
    played.does("00001", by("00001", Role.OFFICE, Confirm("1:00001-U1"), vn(1, 4, 9)))
    office_ = by("00001", Role.OFFICE, Accept("1:00001"), NOON), by("00001", Role.OFFICE, Submit("1:00001"), NOON)
    played.does("19", *office_)
    return played


def open_below(played: Cascade) -> None:
    """The commune opens a further row of the task, of which the province has not heard."""
    desk = played.desk("00001")
    task = replace(desk.docket.tasks[1], single=False)
    desk.docket.tasks[1] = task
    desk.docket.allocated.discard(1)
    desk.does(by("00001", Role.OFFICE, Allocate(1, (OTHER,), receivers=(TO,)), NOON))


def test_a_confirmation_stands_though_a_row_opened_below_and_the_order_to_close_is_refused_and_given_again() -> None:
    """Confirm while a unit row opens below: the word above is judged by the last report; nothing below is lost."""
    played = withheld()
    open_below(played)
    played.does("19", by("19", Role.OFFICE, Confirm("1:00001"), NOON))
    assert played.kinds("19")[-3:] == ["confirmed", "close_ordered", "close_refused"]
    assert played.desk("00001").docket.closed_at is None
    key = f"1:{OTHER}"
    played.does("00001", by(OTHER, Role.UNIT, Accept(key), NOON), by(OTHER, Role.UNIT, Submit(key), NOON))
    played.does("00001", by("00001", Role.OFFICE, Confirm(key), vn(1, 5, 9)))
    assert played.kinds("19")[-2:] == ["close_ordered", "child_closed"]
    assert played.desk("00001").docket.closed_at == vn(1, 5, 9)


def test_a_confirmation_is_turned_away_once_the_report_of_the_new_row_was_heard() -> None:
    """The same race the other way round."""
    played = withheld()
    open_below(played)
    played.report("cascade/d1/00001", NOON)
    assert played.desk("19").refuses(by("19", Role.OFFICE, Confirm("1:00001"), NOON)) is Code.OPEN_BELOW


def test_a_result_that_comes_back_finds_somebody_in_because_nothing_closes_before_all_is_confirmed() -> None:
    """Return while closing: the docket below is quiet and waits; returned, it is told nothing and goes on."""
    played = withheld()
    desk = played.desk("19")
    played.does("19", by("19", Role.OFFICE, Return("1:00001", "r"), NOON))
    assert "close_ordered" not in played.kinds("19")
    assert played.desk("00001").docket.closed_at is None
    assert desk.docket.rows["1:00001"].state is State.RETURNED


def test_a_word_to_close_that_meets_a_row_returned_inside_is_refused() -> None:
    """Return while closing, inside one docket: the order is decided after the command that was received before it."""
    desk = desk_in(State.SUBMITTED)
    turn = desk.turn(vn(1, 4, 12), [office(Return(KEY, "r"), NOON)], [CloseOrder()])
    assert [entry.body.split('"kind":"')[1].split('"')[0] for entry in turn.entries] == ["returned"]
    assert desk.docket.closed_at is None


def test_a_submission_received_before_the_withdrawal_stands_and_ends_withdrawn() -> None:
    """Withdraw while submitting, submission first: it is on record, and nothing is confirmed any more."""
    desk = desk_in(State.TAKEN)
    desk.turn(vn(1, 4, 12), [office(WithdrawTask(1, "x"), vn(1, 4, 11, 1)), unit(Submit(KEY, "r3port"), NOON)])
    assert [event.kind for event in desk.events[-2:]] == ["submitted", "task_withdrawn"]
    assert (desk.row.state, desk.row.submitted_at) == (State.WITHDRAWN, NOON)
    assert desk.refuses(office(Confirm(KEY), vn(1, 4, 12))) is Code.WRONG_STATE


def test_a_submission_received_after_the_withdrawal_is_refused() -> None:
    """Withdraw while submitting, withdrawal first."""
    desk = desk_in(State.TAKEN)
    late = unit(Submit(KEY), vn(1, 4, 11, 1), "late")
    turn = desk.turn(vn(1, 4, 12), [late, office(WithdrawTask(1, "x"), NOON)])
    refusal = turn.answers["late"]
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.WRONG_STATE


def test_a_withdrawal_from_above_takes_effect_when_it_is_heard_and_a_submission_before_stands_in_the_ledger() -> None:
    """Withdraw while submitting, across dockets: what the unit handed in before its docket heard is kept."""
    played = Cascade(small_tree(1), directive(led_by(1, "00001"), led_by(2, "19-SNV")), OPENED)
    played.does("00001", by("00001-U1", Role.UNIT, Accept("1:00001-U1"), vn(1, 4, 9)))
    played.desk("19").does(by("19", Role.OFFICE, WithdrawTask(1, "x"), NOON))
    played.desk("00001").does(by("00001-U1", Role.UNIT, Submit("1:00001-U1"), vn(1, 4, 11, 5)))
    played.spread(vn(1, 4, 11, 10))
    assert played.kinds("00001")[-3:] == ["submitted", "task_withdrawn", "closed"]


def due_on_the_15th() -> Desk:
    """A root's only assignment, accepted."""
    desk = Desk(replace(one_task(date(2027, 1, 15)), parent=None), OPENED)
    desk.does(unit(Accept(KEY), vn(1, 4, 9)))
    return desk


def test_an_extension_that_waits_while_the_work_is_handed_over_counts_for_the_new_lead() -> None:
    """Hand-over while an extension is asked: each waits for its own answer; signed first, the extension goes on."""
    desk = due_on_the_15th()
    desk.does(
        unit(AskExtension(KEY, Deadline(date(2027, 1, 22)), "x"), NOON),
        unit(HandOver(KEY, TO, "theirs"), NOON),
        office(Answer(KEY, 2), NOON),
        by(OTHER, Role.UNIT, Answer(KEY, 2), NOON),
        office(Answer(KEY, 1), vn(1, 5, 9)),
    )
    assert [ask.outcome for ask in desk.row.asks] == [Outcome.GRANTED, Outcome.GRANTED]
    assert (desk.row.lead, desk.row.due) == (OTHER, vn(1, 22, 17))


def test_an_extension_granted_before_the_new_lead_signs_is_handed_over_with_the_work() -> None:
    """Hand-over while an extension is asked, the other way round."""
    desk = due_on_the_15th()
    desk.does(
        unit(HandOver(KEY, TO, "theirs"), NOON),
        unit(AskExtension(KEY, Deadline(date(2027, 1, 22)), "x"), NOON),
        office(Answer(KEY, 1), NOON),
        office(Answer(KEY, 2), NOON),
        by(OTHER, Role.UNIT, Answer(KEY, 1), vn(1, 5, 9)),
    )
    assert (desk.row.lead, desk.row.due, desk.row.version) == (OTHER, vn(1, 22, 17), 2)


def test_steps_that_were_due_before_an_instruction_was_heard_fire_first() -> None:
    """An instruction arrives while steps are due: overdue since 17:00, heard of more time at 17:10."""
    desk = desk_in(State.TAKEN, date(2027, 1, 15))
    moved = ev.DeadlineMoved(1, Deadline(date(2027, 1, 22)))
    desk.turn(vn(1, 15, 16))
    events = desk.hears(vn(1, 15, 17, 10), Instruction(5, moved.kind, dump(ev.DeadlineMoved, moved)))
    assert [event.kind for event in events][:2] == ["step_fired", "deadline_moved"]
    assert desk.row.overran == ((vn(1, 15, 17), vn(1, 15, 17, 10)),)


def declined() -> Desk:
    desk = desk_in(State.TAKEN)
    desk.does(unit(Decline(KEY, "not ours"), vn(1, 4, 10)))
    return desk


def test_a_submission_after_the_decline_was_granted_is_refused_since_the_work_is_anothers() -> None:
    """Decline answered while the lead submits, answer first."""
    desk = declined()
    late = unit(Submit(KEY), vn(1, 4, 11, 1), "late")
    turn = desk.turn(vn(1, 4, 12), [late, office(Answer(KEY, 1, to=TO), NOON)])
    refusal = turn.answers["late"]
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.NOT_YOURS
    assert desk.row.lead == OTHER


def test_a_decline_may_still_be_granted_after_the_lead_submitted_and_the_new_lead_starts_with_its_receipt() -> None:
    """Decline answered while the lead submits, submission first: it stays on record, the round is a new one."""
    desk = declined()
    turn = desk.turn(vn(1, 4, 12), [office(Answer(KEY, 1, to=TO), vn(1, 4, 11, 1)), unit(Submit(KEY), NOON)])
    assert [entry.body.split('"kind":"')[1].split('"')[0] for entry in turn.entries] == [
        "submitted",
        "answered",
        "reassigned",
    ]
    assert (desk.row.lead, desk.row.state, desk.row.round, desk.row.submitted_at) == (OTHER, State.ASSIGNED, 2, None)


def test_a_decline_that_waits_ends_with_the_confirmation() -> None:
    """Decline answered while the lead submits: the issuer confirms instead of answering."""
    desk = declined()
    desk.does(unit(Submit(KEY), NOON), office(Confirm(KEY), NOON))
    assert desk.refuses(office(Answer(KEY, 1, to=TO), NOON)) is Code.ASK_ANSWERED
    assert desk.row.lead == UNIT
    assert desk.docket.slice.agency == ISSUER
