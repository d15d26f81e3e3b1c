"""What happens beside the work: urging, pauses, silence, entries on behalf, signatures, requests outside the chain."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.domain.desk import ISSUER, UNIT, Desk, by, desk_in, office, one_task, plan_of, unit, vn
from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.asks import Receiver
from thac.domain.assignments import State
from thac.domain.commands import (
    Accept,
    Acknowledge,
    Command,
    Confirm,
    CorrectText,
    Decline,
    MoveDeadline,
    Parcel,
    Pause,
    Progress,
    Reassign,
    Resume,
    Submit,
    Take,
    Urge,
    WithdrawTask,
)
from thac.domain.deadlines import Deadline
from thac.domain.plans import PlannedTask
from thac.domain.refusals import Code

KEY = f"1:{UNIT}"
NOON = vn(1, 4, 11)


# ----------------------------------------------------------------------------------------------------------------- urge


def monitored() -> Desk:
    """A commune's task that a provincial department follows, undated and at work."""
    desk = Desk(plan_of(PlannedTask(1, (UNIT,), single=True, monitor="19-SNV")), vn(1, 4, 8))
    desk.does(unit(Accept(KEY), vn(1, 4, 8, 1)), unit(Take(KEY, "B"), vn(1, 4, 8, 2)))
    return desk


@pytest.mark.parametrize(
    ("agency", "role"),
    [
        (ISSUER, Role.OFFICE),
        (ISSUER, Role.SUPERVISOR),
        ("19", Role.OFFICE),
        ("19-SNV", Role.MONITOR),
        ("19-SNV", Role.UNIT),
    ],
)
def test_the_issuer_the_level_above_and_the_monitor_urge_and_the_alert_goes_out_at_once(
    agency: str, role: Role
) -> None:
    desk = monitored()
    desk.does(by(agency, role, Urge(KEY, "t3xt"), NOON))
    (step,) = desk.fired
    assert (step.step, step.moment, step.repeat) == ("urged", NOON, 1)
    assert desk.waits(vn(1, 29)) == []


@pytest.mark.parametrize(
    ("agency", "role", "code"),
    [
        (UNIT, Role.OFFICE, Code.NOT_YOURS),
        ("19-SKHCN", Role.MONITOR, Code.NOT_YOURS),
        ("TW", Role.OFFICE, Code.NOT_YOURS),
        (ISSUER, Role.UNIT, Code.ROLE_NOT_ALLOWED),
        ("19-SNV", Role.OFFICER, Code.ROLE_NOT_ALLOWED),
    ],
)
def test_nobody_else_urges(agency: str, role: Role, code: Code) -> None:
    assert monitored().refuses(by(agency, role, Urge(KEY), NOON)) is code


def test_each_urging_alerts_once_also_two_of_one_moment() -> None:
    desk = monitored()
    desk.turn(NOON, [office(Urge(KEY), NOON), by("19", Role.OFFICE, Urge(KEY), NOON)])
    desk.does(office(Urge(KEY), vn(1, 5, 9)))
    assert [(step.repeat, step.moment) for step in desk.fired] == [(1, NOON), (2, NOON), (3, vn(1, 5, 9))]


def test_a_new_lead_is_urged_under_its_own_round() -> None:
    desk = monitored()
    desk.does(office(Urge(KEY), NOON), office(Reassign(KEY, Receiver("00001-U2")), NOON), office(Urge(KEY), NOON))
    assert [(step.round, step.repeat) for step in desk.fired] == [(1, 1), (2, 1)]


def test_nobody_is_urged_to_do_what_is_done() -> None:
    assert desk_in(State.COMPLETED).refuses(office(Urge(KEY), NOON)) is Code.WRONG_STATE


def test_an_urging_of_the_moment_in_which_the_work_is_taken_back_alerts_nobody() -> None:
    desk = monitored()
    desk.turn(NOON, [office(Urge(KEY), NOON), office(WithdrawTask(1, "no need"), NOON)])
    assert desk.fired == []


# ---------------------------------------------------------------------------------------------------------------- pause


def test_a_pause_stops_no_deadline() -> None:
    desk = desk_in(State.ACCEPTED, date(2027, 1, 15))
    desk.does(office(Pause(KEY, "flood"), NOON))
    assert desk.row.paused
    assert desk.waits(vn(1, 15, 17, 1)) == [
        ("receipt_person", vn(1, 6, 17)),
        ("due_soon", vn(1, 12, 7, 30)),
        ("overdue", vn(1, 15, 17)),
    ]


def test_a_step_for_silence_fires_again_when_the_pause_ended_before_it() -> None:
    """Half of the time from the 4th at 08:00 to the 15th at 17:00 is over on the 11th at 07:45."""
    half = datetime.fromisoformat("2027-01-11T00:45:00+00:00")
    for resumed, fires in ((vn(1, 11, 7, 44), True), (vn(1, 11, 7, 45), True), (vn(1, 11, 7, 46), False)):
        desk = desk_in(State.TAKEN, date(2027, 1, 15))
        desk.does(office(Pause(KEY, "flood"), NOON), office(Resume(KEY), resumed))
        assert (("half_silent", half) in desk.waits(vn(1, 11, 9)) or desk.fired != []) is fires


def test_resumed_silence_counts_from_then() -> None:
    """Undated: silent after thirty days, which the pause until 1 February interrupts; 3 March is a Wednesday."""
    desk = desk_in(State.TAKEN, None)
    desk.does(office(Pause(KEY, "flood"), NOON), office(Resume(KEY), vn(2, 1, 9)))
    assert desk.waits(vn(3, 4)) == [("silence", vn(3, 3, 7, 30))]


def test_what_rests_is_silent_without_being_told() -> None:
    desk = desk_in(State.TAKEN, None)
    desk.does(office(Pause(KEY, "flood"), NOON))
    assert desk.waits(vn(12, 31)) == []


def test_a_pause_begins_and_ends_once_by_the_issuer() -> None:
    desk = desk_in(State.TAKEN)
    assert desk.refuses(office(Resume(KEY), NOON)) is Code.NOT_PAUSED
    assert desk.refuses(unit(Pause(KEY, "x"), NOON)) is Code.NOT_YOURS
    desk.does(office(Pause(KEY, "flood"), NOON))
    assert desk.refuses(office(Pause(KEY, "flood"), NOON)) is Code.PAUSED_ALREADY
    desk.does(office(Resume(KEY), vn(1, 5, 9)))
    assert desk.row.pauses == ((NOON, vn(1, 5, 9)),)


# -------------------------------------------------------------------------------------------------------------- silence


def test_an_undated_task_has_the_rhythm_it_was_given() -> None:
    """Every ten days of silence, at the opening of the next working day; each alert under its own repeat."""
    desk = Desk(plan_of(PlannedTask(1, (UNIT,), single=True, silence_days=10)), vn(1, 4, 8))
    desk.does(unit(Accept(KEY), vn(1, 4, 9)), unit(Take(KEY, "B"), vn(1, 4, 9)))
    desk.waits(vn(1, 26))
    assert [(step.moment, step.repeat) for step in desk.fired] == [(vn(1, 14, 7, 30), 0), (vn(1, 25, 7, 30), 1)]
    desk.does(unit(Progress(KEY, 10), vn(1, 26, 9)))
    assert desk.waits(vn(2, 12, 9)) == [("silence", vn(2, 12, 7, 30))]


# ------------------------------------------------------------------------------------------------------------ on behalf


def entered(command: Command, at: datetime = NOON, *, agency: str = ISSUER, role: Role = Role.OFFICE) -> Parcel:
    """What the office entered for the unit."""
    return Parcel(f"{command}", "digest", Actor(agency, role, "Lê Văn C", on_behalf=UNIT), at, command)


def test_the_issuing_office_enters_what_its_lead_did_and_the_ledger_names_both() -> None:
    desk = desk_in(State.ASSIGNED)
    desk.does(entered(Accept(KEY)), entered(Take(KEY, "B")), entered(Submit(KEY)))
    assert desk.row.state is State.SUBMITTED
    actor = desk.recorded[-1].actor
    assert actor == Actor(ISSUER, Role.OFFICE, "Lê Văn C", on_behalf=UNIT)


@pytest.mark.parametrize(
    ("agency", "role", "code"),
    [
        ("19", Role.OFFICE, Code.NOT_YOURS),
        ("00001-U2", Role.UNIT, Code.NOT_YOURS),
        (ISSUER, Role.UNIT, Code.ROLE_NOT_ALLOWED),
        (ISSUER, Role.OFFICER, Code.ROLE_NOT_ALLOWED),
    ],
)
def test_nobody_else_enters_on_behalf(agency: str, role: Role, code: Code) -> None:
    assert desk_in(State.ASSIGNED).refuses(entered(Accept(KEY), agency=agency, role=role)) is code


def test_nobody_confirms_what_he_himself_entered() -> None:
    desk = desk_in(State.TAKEN)
    desk.does(entered(Submit(KEY)))
    himself = Parcel("k", "d", Actor(ISSUER, Role.OFFICE, "Lê Văn C"), NOON, Confirm(KEY))
    assert desk.refuses(himself) is Code.SELF_CONFIRM
    desk.does(office(Confirm(KEY), NOON))


def test_an_issuer_does_not_decide_on_behalf_of_a_lead() -> None:
    assert desk_in(State.SUBMITTED).refuses(entered(Confirm(KEY))) is Code.NOT_YOURS


# ----------------------------------------------------------------------------------------------------------- signatures


def test_the_lead_signs_for_what_was_changed_from_above_and_for_nothing_else() -> None:
    desk = desk_in(State.TAKEN)
    assert desk.refuses(unit(Acknowledge(KEY), NOON)) is Code.NOTHING_TO_SIGN
    desk.does(office(MoveDeadline(1, Deadline(date(2027, 2, 26)), "sooner"), NOON))
    assert desk.row.unsigned == 1
    assert desk.refuses(office(Acknowledge(KEY), NOON)) is Code.NOT_YOURS
    desk.does(unit(Acknowledge(KEY), NOON))
    assert desk.row.unsigned == 0


def test_what_was_taken_back_is_signed_for_too() -> None:
    desk = desk_in(State.TAKEN)
    desk.does(office(WithdrawTask(1, "no need"), NOON), unit(Acknowledge(KEY), NOON))
    assert (desk.row.state, desk.row.unsigned) == (State.WITHDRAWN, 0)


def test_a_corrected_wording_is_signed_for() -> None:
    desk = Desk(replace(one_task(), parent=None), vn(1, 4, 8))
    desk.does(office(CorrectText(1, "n3w"), NOON))
    assert desk.row.unsigned == 1


# -------------------------------------------------------------------------------------------------------------- request


def requested(day: date | None = date(2027, 1, 15)) -> Desk:
    """A request to the Front of the commune, which nobody here commands."""
    deadline = None if day is None else Deadline(day)
    task = PlannedTask(1, ("MTTQ-00001",), single=True, deadline=deadline, request=True)
    return Desk(plan_of(task, parent=None), vn(1, 4, 8))


def test_a_request_has_no_receipt_and_is_reminded_and_never_escalated() -> None:
    """Three days before both sides, then the issuing office alone, every week."""
    assert requested().waits(vn(1, 30)) == [
        ("request_due_soon", vn(1, 12, 7, 30)),
        ("request_overdue", vn(1, 15, 17)),
        ("request_overdue", vn(1, 22, 7, 30)),
        ("request_overdue", vn(1, 29, 7, 30)),
    ]


def test_an_undated_request_reminds_nobody() -> None:
    assert requested(None).waits(vn(12, 31)) == []


def test_a_request_is_answered_like_any_work_mostly_by_the_office_on_behalf() -> None:
    desk = requested()
    key = "1:MTTQ-00001"
    for command in (Accept(key), Submit(key)):
        actor = Actor(ISSUER, Role.OFFICE, "Lê Văn C", on_behalf="MTTQ-00001")
        desk.does(Parcel(str(command), "d", actor, NOON, command))
    desk.does(office(Confirm(key), NOON))
    assert desk.events[-1] == ev.Closed()


def test_an_ask_on_a_request_reminds_the_issuer_of_its_own_answer() -> None:
    desk = requested(None)
    desk.does(by("MTTQ-00001", Role.UNIT, Decline("1:MTTQ-00001", "not ours"), NOON))
    assert [step for step, _ in desk.waits(vn(1, 30))] == [
        "answer_issuer",
        "answer_issuer_2",
        "answer_issuer_5",
    ]
