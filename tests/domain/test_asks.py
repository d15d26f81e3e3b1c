"""What is asked on an assignment, and what comes of the answer: nothing changes before it is given."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.desk import ISSUER, UNIT, Desk, by, desk_in, office, one_task, plan_of, unit, vn
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.asks import AskKind, Outcome, Receiver
from thac.domain.assignments import State
from thac.domain.commands import (
    Accept,
    Answer,
    AskExplanation,
    AskExtension,
    AskInput,
    Climb,
    Command,
    Confirm,
    Decline,
    HandOver,
    Pause,
    Reassign,
    ReportObstacle,
    Return,
    Submit,
    WithdrawTask,
)
from thac.domain.deadlines import Deadline, Operator, Reason
from thac.domain.plans import PlannedTask
from thac.domain.refusals import Code

KEY = f"1:{UNIT}"
OTHER = "00001-U2"
TO = Receiver(OTHER)
NOON = vn(1, 4, 11)
DECLINE = Decline(KEY, "not ours")
HAND_OVER = HandOver(KEY, TO, "theirs")
LATER = Deadline(date(2027, 1, 22))
EXTENSION = AskExtension(KEY, LATER, "needs a survey")


def at_work(day: date | None = date(2027, 1, 15)) -> Desk:
    """Given on Monday 4 January at 08:00, accepted, due on Friday the 15th at 17:00."""
    return desk_in(State.ACCEPTED, day)


def root() -> Desk:
    """As :func:`at_work`, of a docket that nobody stands above."""
    desk = Desk(replace(one_task(date(2027, 1, 15)), parent=None), vn(1, 4, 8))
    desk.does(unit(Accept(KEY), vn(1, 4, 8, 1)))
    return desk


def asked(command: Command, day: date | None = date(2027, 1, 15)) -> Desk:
    desk = at_work(day)
    desk.does(unit(command, NOON))
    return desk


def outcomes(desk: Desk) -> list[Outcome | None]:
    return [ask.outcome for ask in desk.row.asks]


# ------------------------------------------------------------------------------------------------------------- decline


def test_who_declined_stays_lead_until_the_issuer_answers() -> None:
    desk = asked(DECLINE)
    (ask,) = desk.row.asks
    assert (desk.row.lead, desk.row.state) == (UNIT, State.ACCEPTED)
    assert (ask.kind, ask.asker, ask.awaits, ask.text, ask.open) == (AskKind.DECLINE, UNIT, ISSUER, "not ours", True)


def test_a_decline_may_come_before_the_receipt() -> None:
    desk = desk_in(State.ASSIGNED)
    desk.does(unit(DECLINE, NOON))
    assert desk.row.state is State.ASSIGNED


def test_the_issuer_may_insist_and_says_why() -> None:
    desk = asked(DECLINE)
    assert desk.refuses(office(Answer(KEY, 1, grant=False), NOON)) is Code.REASON_NEEDED
    desk.does(office(Answer(KEY, 1, grant=False, text="it is"), NOON))
    assert (desk.row.lead, outcomes(desk), desk.row.asks[0].answer) == (UNIT, [Outcome.REFUSED], "it is")


def test_a_decline_granted_gives_the_work_to_the_one_named() -> None:
    desk = asked(DECLINE)
    desk.does(office(Answer(KEY, 1, to=TO, text="agreed"), NOON))
    assert desk.events[-2:] == [ev.Answered(KEY, 1, text="agreed"), ev.Reassigned(KEY, TO, "agreed")]
    assert (desk.row.lead, desk.row.copy, desk.row.former, outcomes(desk)) == (OTHER, UNIT, (UNIT,), [Outcome.GRANTED])


def test_a_decline_granted_to_nobody_takes_the_work_back_with_a_reason() -> None:
    desk = asked(DECLINE)
    assert desk.refuses(office(Answer(KEY, 1), NOON)) is Code.REASON_NEEDED
    desk.does(office(Answer(KEY, 1, text="no need"), NOON))
    assert desk.events[-1] == ev.TaskWithdrawn(1, "no need", (UNIT,))
    assert desk.row.state is State.WITHDRAWN


def test_a_commune_that_took_its_only_copy_back_still_owes_the_task() -> None:
    """A granted decline must not let a task vanish that the level above gave."""
    desk = asked(DECLINE)
    desk.does(office(Answer(KEY, 1, text="no need"), NOON))
    assert desk.docket.open_by_task() == ((1, 1),)
    assert desk.docket.unallocated == (1,)


def test_a_second_decline_waits_for_the_first() -> None:
    assert asked(DECLINE).refuses(unit(DECLINE, NOON)) is Code.ASKED_ALREADY


def test_the_issuers_answer_has_two_working_days_then_its_chair_is_told_after_two_more() -> None:
    """Declined on Monday: Wednesday 17:00 the office, Friday 07:30 the chair, the next Wednesday the level above."""
    desk = asked(DECLINE, None)
    steps = [(step, at) for step, at in desk.waits(vn(1, 29)) if step.startswith("answer")]
    assert desk.row.asks[0].answer_by == vn(1, 6, 17)
    assert steps == [
        ("answer_issuer", vn(1, 6, 17)),
        ("answer_issuer_2", vn(1, 8, 7, 30)),
        ("answer_issuer_5", vn(1, 13, 7, 30)),
    ]


def test_an_answer_in_time_leaves_nobody_to_be_told() -> None:
    desk = asked(DECLINE, None)
    desk.does(office(Answer(KEY, 1, grant=False, text="it is"), vn(1, 6, 17)))
    assert not [step for step, _ in desk.waits(vn(1, 29)) if step.startswith("answer")]


def test_the_alerts_of_two_asks_carry_their_numbers() -> None:
    desk = asked(DECLINE, None)
    desk.does(unit(HAND_OVER, NOON))
    desk.waits(vn(1, 6, 18))
    fired = [(step.round, step.step, step.asked) for step in desk.fired if step.step.startswith("answer")]
    assert fired == [(1, "answer_issuer", ISSUER), (2, "answer_issuer", ISSUER)]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.COMPLETED])
@pytest.mark.parametrize("command", [DECLINE, HAND_OVER, ReportObstacle(KEY, "rain")])
def test_what_was_handed_in_is_not_declined_any_more(state: State, command: Command) -> None:
    assert desk_in(state).refuses(unit(command, NOON)) is Code.WRONG_STATE


# ----------------------------------------------------------------------------------------------------------- hand-over


def test_the_old_lead_is_released_only_when_the_new_one_has_signed() -> None:
    desk = asked(HAND_OVER)
    assert desk.refuses(by(OTHER, Role.UNIT, Answer(KEY, 1), NOON)) is Code.NOT_YOURS
    desk.does(office(Answer(KEY, 1, text="fine"), NOON))
    assert desk.events[-1] == ev.Consented(KEY, 1, "fine")
    assert (desk.row.lead, desk.row.asks[0].awaits, desk.row.asks[0].open) == (UNIT, OTHER, True)
    desk.does(by(OTHER, Role.UNIT, Answer(KEY, 1), vn(1, 5, 9)))
    assert desk.events[-2:] == [ev.Answered(KEY, 1), ev.Reassigned(KEY, TO, "theirs", signed=True)]
    row = desk.row
    assert (row.lead, row.former, row.state, row.accepted_at) == (OTHER, (UNIT,), State.ACCEPTED, vn(1, 5, 9))


def test_after_consent_it_is_the_new_lead_that_is_reminded() -> None:
    """Consent on Tuesday; the new lead and the old one's head hear of it on Thursday at 17:00, the office on Monday."""
    desk = asked(HAND_OVER, None)
    desk.does(office(Answer(KEY, 1), vn(1, 5, 9)))
    desk.waits(vn(1, 29))
    fired = [(step.step, step.moment, step.asked) for step in desk.fired if step.step.startswith("answer")]
    assert fired == [("answer_asked", vn(1, 7, 17), OTHER), ("answer_asked_2", vn(1, 11, 7, 30), OTHER)]


@pytest.mark.parametrize("consented", [False, True])
def test_a_hand_over_may_be_refused_by_the_issuer_and_by_the_new_lead(*, consented: bool) -> None:
    desk = asked(HAND_OVER)
    if consented:
        desk.does(office(Answer(KEY, 1), NOON))
    refuser = by(OTHER, Role.UNIT, Answer(KEY, 1, grant=False, text="no"), NOON)
    desk.does(refuser if consented else office(Answer(KEY, 1, grant=False, text="no"), NOON))
    assert (desk.row.lead, desk.row.round, outcomes(desk)) == (UNIT, 1, [Outcome.REFUSED])


def test_where_the_office_wants_no_consent_the_new_lead_is_asked_at_once() -> None:
    plan = one_task(date(2027, 1, 15))
    desk = Desk(replace(plan, defaults=replace(plan.defaults, hand_over_consent=False)), vn(1, 4, 8))
    desk.does(unit(HAND_OVER, NOON), by(OTHER, Role.UNIT, Answer(KEY, 1), NOON))
    assert desk.row.lead == OTHER


def test_nobody_hands_over_to_himself_or_to_his_issuer() -> None:
    desk = at_work()
    assert desk.refuses(unit(HandOver(KEY, Receiver(UNIT), "x"), NOON)) is Code.SAME_LEAD
    assert desk.refuses(unit(HandOver(KEY, Receiver(ISSUER), "x"), NOON)) is Code.NOT_A_RECEIVER


# ----------------------------------------------------------------------------------------------------------- extension


def test_an_extension_is_asked_for_until_the_deadline_and_not_after_it() -> None:
    desk = at_work()
    assert desk.refuses(unit(EXTENSION, vn(1, 15, 17, 1))) is Code.EXTENSION_TOO_LATE
    desk = at_work()
    desk.does(unit(EXTENSION, vn(1, 15, 17)))
    assert desk.row.due == vn(1, 15, 17)


@pytest.mark.parametrize("day", [date(2027, 1, 15), date(2027, 1, 8)])
def test_an_extension_asks_for_a_later_day(day: date) -> None:
    assert at_work().refuses(unit(AskExtension(KEY, Deadline(day), "x"), NOON)) is Code.EXTENSION_NOT_LATER


def test_what_has_no_deadline_is_not_extended() -> None:
    assert at_work(None).refuses(unit(EXTENSION, NOON)) is Code.UNDATED


def test_an_extension_is_asked_for_by_who_has_accepted() -> None:
    assert desk_in(State.ASSIGNED).refuses(unit(EXTENSION, NOON)) is Code.NOT_ACCEPTED


def test_a_slip_of_the_pen_is_no_extension() -> None:
    assert at_work().refuses(unit(AskExtension(KEY, Deadline(date(9999, 1, 1)), "x"), NOON)) is Code.DEADLINE_TOO_FAR


def test_a_granted_extension_is_a_further_version_and_the_first_stays() -> None:
    desk = root()
    desk.does(unit(EXTENSION, NOON))
    desk.does(office(Answer(KEY, 1, text="granted"), vn(1, 6, 9)))
    first, second = desk.row.deadlines
    assert (first.due, first.reason) == (vn(1, 15, 17), Reason.DIRECTIVE)
    assert (second.due, second.set_at, second.reason) == (vn(1, 22, 17), vn(1, 6, 9), Reason.EXTENSION)
    assert (second.words, second.by, second.text) == (LATER, "Nguyễn Văn A (00001)", "granted")
    assert desk.row.overran == ()


def test_lateness_before_the_grant_stays_visible() -> None:
    """Asked in time, due on the 15th, granted on Tuesday the 19th: four days late, for good."""
    desk = root()
    desk.does(unit(EXTENSION, NOON))
    desk.does(office(Answer(KEY, 1), vn(1, 19, 9)))
    assert desk.row.due == vn(1, 22, 17)
    assert desk.row.overran == ((vn(1, 15, 17), vn(1, 19, 9)),)


def test_the_time_of_a_review_is_not_the_leads_lateness() -> None:
    """Handed in on the 14th, returned after the deadline: the redo begins without any time overrun."""
    desk = at_work()
    desk.does(unit(Submit(KEY), vn(1, 14, 9)), office(Return(KEY), vn(1, 20, 9)))
    assert desk.row.overran == ()


def test_a_late_result_that_is_returned_was_late_until_it_was_handed_in() -> None:
    desk = at_work()
    desk.does(unit(Submit(KEY), vn(1, 18, 9)), office(Return(KEY), vn(1, 20, 9)))
    assert desk.row.overran == ((vn(1, 15, 17), vn(1, 18, 9)),)


def test_an_extension_may_be_shorter_than_asked_and_never_longer() -> None:
    desk = root()
    desk.does(unit(EXTENSION, NOON))
    longer = Answer(KEY, 1, deadline=Deadline(date(2027, 1, 25)))
    assert desk.refuses(office(longer, NOON)) is Code.EXTENSION_BEYOND_ASKED
    desk.does(office(Answer(KEY, 1, deadline=Deadline(date(2027, 1, 20))), NOON))
    assert desk.row.due == vn(1, 20, 17)


def test_an_extension_is_not_granted_into_the_past_and_not_to_an_earlier_day() -> None:
    desk = asked(EXTENSION)
    assert desk.refuses(office(Answer(KEY, 1), vn(1, 23, 9))) is Code.DEADLINE_PASSED
    earlier = Answer(KEY, 1, deadline=Deadline(date(2027, 1, 14)))
    assert asked(EXTENSION).refuses(office(earlier, NOON)) is Code.EXTENSION_NOT_LATER


def test_an_extension_ends_at_the_limit_of_the_level_above() -> None:
    """The level above wants it from the commune on the 15th."""
    desk = asked(AskExtension(KEY, Deadline(date(2027, 1, 18)), "x"))
    assert desk.refuses(office(Answer(KEY, 1), NOON)) is Code.AFTER_PARENT


def test_an_extended_deadline_alerts_anew_under_its_own_version() -> None:
    desk = root()
    desk.does(unit(EXTENSION, vn(1, 15, 16)))
    desk.waits(vn(1, 15, 18))
    desk.does(office(Answer(KEY, 1), vn(1, 18, 9)))
    desk.waits(vn(1, 23))
    overdue = [(step.version, step.moment) for step in desk.fired if step.step == "overdue"]
    assert overdue == [(1, vn(1, 15, 17)), (2, vn(1, 22, 17))]


# ------------------------------------------------------------------------------------------------------------ obstacle


def test_several_obstacles_wait_at_once_and_are_answered_each_for_itself() -> None:
    desk = at_work()
    for text in ("rain", "no money"):
        desk.does(unit(ReportObstacle(KEY, text), NOON))
    assert desk.refuses(office(Answer(KEY, 2), NOON)) is Code.REASON_NEEDED
    desk.does(office(Answer(KEY, 2, text="here it is"), NOON))
    assert outcomes(desk) == [None, Outcome.GRANTED]


def test_an_officer_may_report_an_obstacle() -> None:
    desk = at_work()
    desk.does(by(UNIT, Role.OFFICER, ReportObstacle(KEY, "rain", beyond=True), NOON))
    assert desk.row.asks[0].beyond


def test_an_obstacle_climbs_once_and_is_then_answered_from_above_only() -> None:
    """The level above has its own two days; who waits for it is its office."""
    desk = asked(ReportObstacle(KEY, "rain"), None)
    desk.does(office(Climb(KEY, 1, "beyond us"), vn(1, 5, 9)))
    (ask,) = desk.row.asks
    assert (ask.climbed, ask.awaits, ask.answer_by) == (True, "19", vn(1, 7, 17))
    assert desk.refuses(office(Climb(KEY, 1), vn(1, 5, 10))) is Code.ASKED_ALREADY
    assert desk.refuses(office(Answer(KEY, 1, text="x"), vn(1, 5, 10))) is Code.CLIMBED
    assert desk.refuses(by("19", Role.OFFICE, Answer(KEY, 1, text="x"), vn(1, 5, 10))) is Code.CLIMBED
    desk.waits(vn(1, 29))
    steps = [(step.step, step.moment, step.asked) for step in desk.fired if step.step.startswith("answer")]
    assert steps == [("answer_above", vn(1, 7, 17), "19"), ("answer_above_2", vn(1, 11, 7, 30), "19")]


def test_only_an_obstacle_climbs_and_only_where_a_level_stands_above() -> None:
    assert asked(DECLINE).refuses(office(Climb(KEY, 1), NOON)) is Code.NOT_AN_OBSTACLE
    top = root()
    top.does(unit(ReportObstacle(KEY, "rain"), NOON))
    assert top.refuses(office(Climb(KEY, 1), NOON)) is Code.NO_LEVEL_ABOVE


# -------------------------------------------------------------------------------------------- explanation, coordinators


def test_the_issuer_asks_for_an_explanation_and_the_lead_is_reminded_of_it() -> None:
    desk = at_work(None)
    desk.does(office(AskExplanation(KEY, "why late?"), NOON))
    assert desk.refuses(office(AskExplanation(KEY, "again"), NOON)) is Code.ASKED_ALREADY
    assert desk.refuses(office(Answer(KEY, 1, text="x"), NOON)) is Code.NOT_YOURS
    assert [step for step in desk.waits(vn(1, 29)) if step[0].startswith("answer")] == [
        ("answer_lead", vn(1, 6, 17)),
        ("answer_lead_2", vn(1, 8, 7, 30)),
    ]
    assert desk.refuses(unit(Answer(KEY, 1), vn(1, 29))) is Code.REASON_NEEDED
    desk.does(unit(Answer(KEY, 1, text="flood"), vn(1, 29)))
    assert (desk.row.asks[0].answer, desk.row.lead) == ("flood", UNIT)


def coordinated() -> Desk:
    """One task for a unit with two coordinators, undated."""
    task = PlannedTask(1, (UNIT,), single=True, coordinators=(OTHER, "00001-U3"))
    desk = Desk(plan_of(task), vn(1, 4, 8))
    desk.does(unit(Accept(KEY), vn(1, 4, 8, 1)))
    return desk


def test_a_coordinator_gives_his_input_by_a_day_of_its_own_and_is_named_when_he_blocks() -> None:
    desk = coordinated()
    desk.does(unit(AskInput(KEY, OTHER, "figures", Deadline(date(2027, 1, 8), Operator.BY)), NOON))
    assert desk.row.asks[0].answer_by == vn(1, 8, 17)
    desk.waits(vn(1, 29))
    fired = [(step.step, step.moment, step.asked) for step in desk.fired if step.step.startswith("answer")]
    assert fired == [("answer_asked", vn(1, 8, 17), OTHER), ("answer_asked_2", vn(1, 12, 7, 30), OTHER)]
    desk.does(by(OTHER, Role.OFFICER, Answer(KEY, 1, text="here"), vn(1, 29)))
    assert (desk.row.lead, outcomes(desk)) == (UNIT, [Outcome.GRANTED])


def test_an_input_without_a_day_has_five_working_days() -> None:
    desk = coordinated()
    desk.does(unit(AskInput(KEY, OTHER, "figures"), NOON))
    assert desk.row.asks[0].answer_by == vn(1, 11, 17)


def test_each_coordinator_is_asked_once_at_a_time() -> None:
    """The refusal names the ask of that coordinator, not the other's."""
    desk = coordinated()
    for coordinator in ("00001-U3", OTHER):
        desk.does(unit(AskInput(KEY, coordinator, "figures"), NOON))
    outcome = desk.ask(unit(AskInput(KEY, OTHER, "again"), NOON))
    assert getattr(outcome, "english", "") == "Ask 2 of the same kind is still waiting for its answer."


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AskInput(KEY, "00001-U9", "x"), Code.NOT_A_COORDINATOR),
        (AskInput(KEY, OTHER, "x", Deadline(date(2027, 1, 1))), Code.DEADLINE_PASSED),
        (AskInput(KEY, OTHER, "x", Deadline(date(9999, 1, 1))), Code.DEADLINE_TOO_FAR),
        (AskInput("9:x", OTHER, "x"), Code.UNKNOWN_ASSIGNMENT),
        (Answer(KEY, 1, text="x"), Code.UNKNOWN_ASK),
        (Answer("9:x", 1, text="x"), Code.UNKNOWN_ASSIGNMENT),
        (Answer(KEY, 0, text="x"), Code.UNKNOWN_ASK),
    ],
)
def test_what_cannot_be_asked_or_answered_is_refused(command: Command, code: Code) -> None:
    assert coordinated().refuses(unit(command, NOON)) is code


# ---------------------------------------------------------------------------------------------------------- overtaken


def test_an_answer_is_given_once() -> None:
    desk = asked(DECLINE)
    desk.does(office(Answer(KEY, 1, grant=False, text="it is"), NOON))
    assert desk.refuses(office(Answer(KEY, 1, to=TO), NOON)) is Code.ASK_ANSWERED


@pytest.mark.parametrize("end", ["confirm", "withdraw"])
def test_the_end_of_the_work_overtakes_what_waits(end: str) -> None:
    desk = asked(DECLINE)
    if end == "confirm":
        desk.does(unit(Submit(KEY), NOON), office(Confirm(KEY), NOON))
    else:
        desk.does(office(WithdrawTask(1, "no need"), NOON))
    assert outcomes(desk) == [Outcome.MOOT]
    assert desk.refuses(office(Answer(KEY, 1, to=TO), NOON)) is Code.ASK_ANSWERED
    assert not [step for step, _ in desk.waits(vn(2, 26)) if step.startswith("answer")]


def test_a_new_lead_inherits_the_ask_for_more_time_and_no_other() -> None:
    desk = asked(DECLINE)
    desk.does(unit(EXTENSION, NOON), unit(ReportObstacle(KEY, "rain"), NOON), office(Reassign(KEY, TO), NOON))
    assert outcomes(desk) == [Outcome.MOOT, None, Outcome.MOOT]


def test_a_pause_does_not_stop_the_clock_of_an_answer() -> None:
    desk = asked(DECLINE, None)
    desk.does(office(Pause(KEY, "flood"), NOON))
    assert [step for step, _ in desk.waits(vn(1, 29)) if step.startswith("answer")] == [
        "answer_issuer",
        "answer_issuer_2",
        "answer_issuer_5",
    ]
