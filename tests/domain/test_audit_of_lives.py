"""The audit on whole lives: what a docket decides is clean, and each kind of forged event is found.

That random lives are clean is checked at their end in :mod:`tests.domain.test_invariants`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.domain.auditing import LENIENT, findings
from tests.domain.cascade import Cascade
from tests.domain.desk import TET, UNIT, Desk, by, office, plan_of, unit, vn, with_dockets
from tests.samples import directive, led_by, small_tree, to_communes
from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.asks import AskKind, Below, Receiver
from thac.domain.codec import dump
from thac.domain.deadlines import Deadline, Operator
from thac.domain.docket import GENESIS
from thac.domain.findings import Code
from thac.domain.hearings import ChildReport, Instruction, Raised
from thac.domain.ledger import Entry, decode, encode
from thac.domain.patience import Tolerances
from thac.domain.plans import PlannedTask
from thac.domain.recurrence import Recurrence, Relative, Rhythm

KEY, SECOND = f"1:{UNIT}", "00001-U2"
TO = Receiver(SECOND)
LATER = Deadline(date(2027, 2, 26), Operator.BY)
NOON, NOW = vn(1, 5, 11), vn(1, 20)


def rewritten(entries: Sequence[Entry], change: Callable[[ev.Recorded], ev.Recorded | None]) -> list[Entry]:
    """The ledger with events changed or left out, numbered and chained anew: only deciding it again finds that."""
    written: list[Entry] = []
    for entry in entries:
        changed = change(decode(entry.body))
        if changed is not None:
            seq, previous = len(written) + 1, written[-1].hash if written else GENESIS
            written.append(encode(replace(changed, seq=seq), previous))
    return written


def codes(entries: Sequence[Entry], now: datetime = NOW, tolerances: Tolerances = LENIENT) -> set[Code]:
    return {one.code for one in findings(entries, now, tolerances)}


def with_event(desk: Desk, event: ev.Event, actor: Actor | None = None, *, key: str | None = "forged") -> list[Entry]:
    """The ledger with one more event, as if decided at the moment of the last."""
    last = desk.recorded[-1]
    received_at = last.at if key is not None else None
    recorded = ev.Recorded(last.docket, last.seq + 1, last.at, event, actor, received_at, key)
    return [*desk.entries, encode(recorded, desk.entries[-1].hash)]


def office_of(agency: str) -> Actor:
    return Actor(agency, Role.OFFICE, "Nguyễn Văn A")


OWN, UPPER = office_of("00001"), office_of("19")
LEAD = Actor(UNIT, Role.UNIT, "Nguyễn Văn A")


def commune() -> Desk:
    """A commune with one task, accepted, coordinated and monitored, and one waiting for an event."""
    tasks = (
        PlannedTask(
            1, (UNIT,), single=True, deadline=Deadline(date(2027, 3, 31)), coordinators=(SECOND,), monitor="19-SNV"
        ),
        PlannedTask(2, (UNIT, SECOND), single=False, relative=Relative("bầu cử", -10)),
    )
    desk = Desk(plan_of(*tasks), vn(1, 4, 8))
    desk.does(unit(cmd.Accept(KEY), NOON), unit(cmd.Take(KEY, "B"), NOON))
    return desk


def asked(*parcels: cmd.Parcel) -> Desk:
    desk = commune()
    desk.does(*parcels)
    return desk


DECLINED = unit(cmd.Decline(KEY, "x"), NOON)
EXTENDING = unit(cmd.AskExtension(KEY, Deadline(date(2027, 4, 15)), "x"), NOON)
OBSTACLE = unit(cmd.ReportObstacle(KEY, "x"), NOON)
HANDING = unit(cmd.HandOver(KEY, TO, "x"), NOON)

FORGED: dict[str, tuple[Callable[[], list[Entry]], Code]] = {
    "reassigned by another agency": (lambda: with_event(commune(), ev.Reassigned(KEY, TO), UPPER), Code.NOT_ALLOWED),
    "reassigned to its own lead": (
        lambda: with_event(commune(), ev.Reassigned(KEY, Receiver(UNIT)), OWN),
        Code.NOT_DECIDED,
    ),
    "reassigned as signed though nobody handed over": (
        lambda: with_event(commune(), ev.Reassigned(KEY, TO, signed=True), OWN),
        Code.NOT_DECIDED,
    ),
    "a calendar that is not newer": (
        lambda: with_event(commune(), ev.CalendarChanged(TET, date(2026, 11, 1), date(2028, 7, 31)), key=None),
        Code.NOT_DECIDED,
    ),
    "declined by the issuer": (
        lambda: with_event(commune(), ev.Asked(KEY, AskKind.DECLINE, "00001", "x"), OWN),
        Code.NOT_ALLOWED,
    ),
    "declined, awaiting the wrong agency": (
        lambda: with_event(commune(), ev.Asked(KEY, AskKind.DECLINE, "19", "x"), LEAD),
        Code.NOT_DECIDED,
    ),
    "an obstacle that climbed from nowhere": (
        lambda: with_event(
            commune(), ev.Asked(KEY, AskKind.OBSTACLE, "00001", below=Below("00002", "1:x", 1)), key=None
        ),
        Code.NOT_DECIDED,
    ),
    "answered by who asked": (
        lambda: with_event(asked(DECLINED), ev.Answered(KEY, 1, grant=False, text="x"), LEAD),
        Code.NOT_ALLOWED,
    ),
    "answered without having been asked": (
        lambda: with_event(commune(), ev.Answered(KEY, 1, grant=False, text="x"), OWN),
        Code.NOT_DECIDED,
    ),
    "a decline granted and nobody given the work": (
        lambda: with_event(asked(DECLINED), ev.Answered(KEY, 1, text="x"), OWN),
        Code.TAIL_CUT,
    ),
    "an extension beyond what was asked": (
        lambda: with_event(asked(EXTENDING), ev.Answered(KEY, 1, deadline=Deadline(date(2027, 4, 30))), OWN),
        Code.NOT_DECIDED,
    ),
    "an extension beyond the level above": (
        lambda: with_event(asked(EXTENDING), ev.Answered(KEY, 1, deadline=Deadline(date(2027, 4, 15))), OWN),
        Code.NOT_DECIDED,
    ),
    "an answer from above under a number followed before": (
        lambda: with_event(followed(), ev.Answered(KEY, 1, text="x", heard=3), key=None),
        Code.NOT_DECIDED,
    ),
    "consent by the lead": (lambda: with_event(asked(HANDING), ev.Consented(KEY, 1), LEAD), Code.NOT_ALLOWED),
    "consent to what is no hand-over": (
        lambda: with_event(asked(DECLINED), ev.Consented(KEY, 1), OWN),
        Code.NOT_DECIDED,
    ),
    "a decline that climbs": (lambda: with_event(asked(DECLINED), ev.Climbed(KEY, 1), OWN), Code.NOT_DECIDED),
    "climbed by the lead": (lambda: with_event(asked(OBSTACLE), ev.Climbed(KEY, 1), LEAD), Code.NOT_ALLOWED),
    "paused by the lead": (lambda: with_event(commune(), ev.Paused(KEY, "x"), LEAD), Code.NOT_ALLOWED),
    "resumed without a pause": (lambda: with_event(commune(), ev.Resumed(KEY), OWN), Code.NOT_DECIDED),
    "urged by a stranger": (lambda: with_event(commune(), ev.Urged(KEY), office_of("00002")), Code.NOT_ALLOWED),
    "urged by nobody": (lambda: with_event(commune(), ev.Urged(KEY)), Code.NO_ACTOR),
    "signed for nothing": (lambda: with_event(commune(), ev.Acknowledged(KEY), LEAD), Code.NOT_DECIDED),
    "withdrawn by the lead": (lambda: with_event(commune(), ev.TaskWithdrawn(1, "x"), LEAD), Code.NOT_ALLOWED),
    "withdrawn by an instruction that a root cannot get": (
        lambda: with_event(root(), ev.TaskWithdrawn(1, "x", heard=7), UPPER, key=None),
        Code.NOT_DECIDED,
    ),
    "withdrawn by nobody": (lambda: with_event(commune(), ev.TaskWithdrawn(1, "x"), key=None), Code.NOT_DECIDED),
    "moved beyond the level above without the word": (
        lambda: with_event(commune(), ev.DeadlineMoved(1, Deadline(date(2027, 4, 30)), "x"), OWN),
        Code.NOT_DECIDED,
    ),
    "moved into the past": (
        lambda: with_event(commune(), ev.DeadlineMoved(1, Deadline(date(2027, 1, 4)), "x"), OWN),
        Code.NOT_DECIDED,
    ),
    "moved as the limit only, though nobody above said so": (
        lambda: with_event(commune(), ev.DeadlineMoved(1, LATER, "x", limit_only=True), OWN),
        Code.NOT_DECIDED,
    ),
    "corrected below the issuer": (lambda: with_event(commune(), ev.TextCorrected(1, "n3w"), OWN), Code.NOT_DECIDED),
    "an event that nothing waits for": (
        lambda: with_event(root(), ev.EventDated("lũ", date(2027, 3, 15)), OWN),
        Code.NOT_DECIDED,
    ),
    "recalled below the issuer": (lambda: with_event(commune(), ev.Recalled("x"), OWN), Code.NOT_DECIDED),
    "registered by a unit": (
        lambda: with_event(root(), ev.Registered("1", "KH", date(2027, 1, 4)), LEAD),
        Code.NOT_ALLOWED,
    ),
    "a task added twice": (
        lambda: with_event(root(), ev.TaskAdded(PlannedTask(1, (SECOND,), single=True)), OWN),
        Code.NOT_DECIDED,
    ),
    "a task added and not given out": (
        lambda: rewritten(
            with_added().entries,
            lambda one: None if isinstance(one.event, ev.Allocated) and one.seq > 2 else one,
        ),
        Code.TAIL_CUT,
    ),
    "tasks given by nobody": (
        lambda: with_event(commune(), ev.TasksGiven((PlannedTask(3, (UNIT,), single=True),), heard=0), UPPER, key=None),
        Code.NOT_DECIDED,
    ),
    "a plan attached by the level above": (
        lambda: with_event(commune(), ev.PlanAttached("p1", (1,)), UPPER),
        Code.NOT_ALLOWED,
    ),
    "a plan attached to what it does already": (
        lambda: with_event(planned(), ev.PlanAttached("p2", (1,)), OWN),
        Code.NOT_DECIDED,
    ),
    "a receipt of nothing that was told": (
        lambda: with_event(province(), ev.Receipted("00001", 9), key=None),
        Code.NOT_DECIDED,
    ),
    "an occurrence that is not next": (
        lambda: with_event(recurring(), ev.OccurrenceOpened(1, "2027-Q2", vn(6, 1, 7, 30)), key=None),
        Code.NOT_DECIDED,
    ),
    "an occurrence before its moment": (
        lambda: with_event(recurring(), ev.OccurrenceOpened(1, "2027-Q1", vn(3, 1, 7, 30)), key=None),
        Code.NOT_DECIDED,
    ),
    "an occurrence at another moment": (
        lambda: with_event(recurring(vn(3, 1, 7)), ev.OccurrenceOpened(1, "2027-Q1", vn(3, 1, 7)), key=None),
        Code.NOT_DECIDED,
    ),
    "an occurrence of what does not recur": (
        lambda: with_event(commune(), ev.OccurrenceOpened(1, "2027-Q1", vn(1, 5, 11)), key=None),
        Code.NOT_DECIDED,
    ),
    "a series given to another while its lead has none": (
        lambda: with_event(recurring(), ev.SeriesReassigned(1, "00001-U3", TO), OWN),
        Code.NOT_DECIDED,
    ),
    "a series given to another by its lead": (
        lambda: with_event(recurring(), ev.SeriesReassigned(1, UNIT, TO), LEAD),
        Code.NOT_ALLOWED,
    ),
    "registered under a second number": (
        lambda: with_event(registered(), ev.Registered("18", "KH-UBND", date(2027, 1, 4)), OWN),
        Code.NOT_DECIDED,
    ),
    "a further recipient that receives already": (
        lambda: with_event(commune(), ev.Allocated((ev.Allocation(2, (SECOND,)),)), OWN),
        Code.NOT_DECIDED,
    ),
    "an entry on behalf by the level above": (
        lambda: with_event(commune(), ev.Progressed(KEY, 50), replace(UPPER, on_behalf=UNIT)),
        Code.NOT_ALLOWED,
    ),
}


def root() -> Desk:
    task = PlannedTask(1, (UNIT,), single=True, relative=Relative("bầu cử", -10))
    return Desk(plan_of(task, parent=None), vn(1, 4, 8))


def registered() -> Desk:
    desk = root()
    desk.does(office(cmd.Register("17", "KH-UBND", date(2027, 1, 4)), NOON))
    return desk


def with_added() -> Desk:
    desk = root()
    desk.does(office(cmd.AddTask(PlannedTask(2, (SECOND,), single=True), (TO,)), NOON))
    return desk


def planned() -> Desk:
    desk = commune()
    desk.does(office(cmd.AttachPlan("p1", (1,)), NOON))
    return desk


def followed() -> Desk:
    """A commune whose obstacle climbed and was answered by instruction 3."""
    desk = asked(OBSTACLE, office(cmd.Climb(KEY, 1), NOON), OBSTACLE_AGAIN)
    answer = ev.Answered(KEY, 1, text="x")
    desk.hears(NOON, Instruction(3, answer.kind, dump(ev.Answered, answer), UPPER))
    return desk


OBSTACLE_AGAIN = unit(cmd.ReportObstacle(KEY, "y"), NOON)


def province() -> Desk:
    task = PlannedTask(1, ("00001",), single=True)
    desk = Desk(with_dockets(plan_of(task, agency="19", parent=None), "00001"), vn(1, 4, 8))
    desk.does(by("19", Role.OFFICE, cmd.CorrectText(1, "n3w"), NOON))
    desk.hears(NOON, ChildReport("00001", 1, ((1, 1),), heard=desk.docket.head))
    return desk


def recurring(at: datetime = NOON) -> Desk:
    task = PlannedTask(1, (UNIT,), single=True, recurrence=Recurrence(Rhythm.QUARTERLY, 15, date(2027, 1, 1)))
    desk = Desk(plan_of(task, PlannedTask(2, (UNIT,), single=True)), vn(1, 4, 8))
    desk.does(unit(cmd.Accept(f"2:{UNIT}"), at))
    return desk


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_event_is_found(name: str) -> None:
    forge, code = FORGED[name]
    entries = forge()
    found = codes(entries, decode(entries[-1].body).at)
    assert code in found
    assert found <= {code, Code.TAIL_CUT}  # what would have followed a forged event is missing too


def test_every_kind_of_the_whole_life_has_a_forged_variant() -> None:
    first = {"opened", "accepted", "taken", "progressed", "submitted", "confirmed", "returned", "step_fired"}
    closing = {"close_ordered", "closing", "close_refused", "child_closed", "closed"}
    forged = {decode(forge()[-1].body).event.kind for forge, _ in FORGED.values()}
    assert set(ev.KINDS) - first - closing <= forged


def test_the_ledgers_that_were_forged_were_clean_before() -> None:
    desks = (
        commune(),
        asked(DECLINED),
        asked(EXTENDING),
        asked(OBSTACLE),
        asked(HANDING),
        root(),
        with_added(),
        registered(),
    )
    for desk in (*desks, planned(), followed(), province(), recurring(), recurring(vn(3, 1, 7))):
        assert findings(desk.entries, desk.recorded[-1].at) == ()


# ---------------------------------------------------------------------------------------------------------- left out


def test_an_occurrence_that_did_not_open_is_missing() -> None:
    desk = recurring()
    desk.turn(vn(3, 1, 8))
    missing = rewritten(desk.entries, lambda one: None if isinstance(one.event, ev.OccurrenceOpened) else one)
    strict = Tolerances(fire=timedelta(seconds=2), hear=timedelta(days=99))
    assert Code.OCCURRENCE_MISSING in codes(missing, vn(3, 3), strict)
    assert Code.OCCURRENCE_MISSING not in codes(desk.entries, vn(3, 3), LENIENT)


def test_an_occurrence_that_should_have_opened_before_a_command_is_missing_however_lenient_the_audit() -> None:
    desk = recurring()
    desk.turn(vn(3, 1, 8))
    desk.does(unit(cmd.Take(f"2:{UNIT}", "B"), vn(3, 2, 9)))
    missing = rewritten(desk.entries, lambda one: None if isinstance(one.event, ev.OccurrenceOpened) else one)
    assert Code.OCCURRENCE_MISSING in codes(missing, vn(3, 3))


@pytest.mark.parametrize("step", ["urged", "answer_issuer", "answer_issuer_2"])
def test_an_alert_of_an_ask_or_an_urging_that_did_not_fire_is_missing(step: str) -> None:
    desk = asked(DECLINED, office(cmd.Urge(KEY), NOON))
    desk.turn(vn(1, 12))
    desk.does(unit(cmd.Progress(KEY, 1), vn(1, 12)))
    assert codes(desk.entries) == set()
    missing = rewritten(
        desk.entries, lambda one: None if isinstance(one.event, ev.StepFired) and one.event.step == step else one
    )
    assert Code.STEP_MISSING in codes(missing) or Code.STEP_SPURIOUS in codes(missing)


def test_an_alert_of_an_urging_fired_twice_is_found() -> None:
    desk = asked(office(cmd.Urge(KEY), NOON))
    twice = with_event(desk, desk.fired[-1], key=None)
    assert Code.STEP_TWICE in codes(twice)


# ---------------------------------------------------------------------------------------------------- whole cascades


def test_dockets_that_told_each_other_are_clean() -> None:
    """Given further, moved, handed over, climbed, taken back, closed and opened again, over three communes."""
    named = replace(to_communes(1, date(2027, 1, 15)), recipients=("00001", "00002"))
    played = Cascade(small_tree(3), directive(named, led_by(2, "00001"), led_by(3, "19-SNV")), vn(1, 4, 8))

    def province_(command: cmd.Command, at: datetime) -> None:
        played.does("19", by("19", Role.OFFICE, command, at))

    third = Receiver("00003", keeps=True)
    province_(cmd.AddRecipients(1, (third,)), vn(1, 5, 9))
    province_(cmd.MoveDeadline(1, Deadline(date(2027, 1, 13)), "x"), vn(1, 5, 10))
    played.does("00001", by("00001-U1", Role.UNIT, cmd.ReportObstacle("1:00001-U1", "x"), vn(1, 5, 11)))
    played.does("00001", by("00001", Role.OFFICE, cmd.Climb("1:00001-U1", 1), vn(1, 5, 12)))
    province_(cmd.Answer("1:00001", 1, text="x"), vn(1, 5, 13))
    province_(cmd.Reassign("2:00001", third), vn(1, 6, 9))
    province_(cmd.WithdrawTask(1, "x", copies=("00002",)), vn(1, 6, 10))
    province_(cmd.Reassign("2:00001", Receiver("00002", keeps=True)), vn(1, 6, 11))
    played.spread(vn(1, 20))
    province_(cmd.Recall("x"), vn(1, 20, 9))
    assert all(desk.docket.closed_at for desk in played.desks.values())
    for _, entries in played.ledgers():
        assert findings(entries, vn(1, 21)) == ()


def test_a_docket_that_opened_again_is_not_blamed_for_what_came_due_while_it_was_closed() -> None:
    """Confirmed over an open row and closed; opened again for another task, the old row tells where it stands."""
    played = Cascade(small_tree(1), directive(led_by(1, "00001", date(2027, 1, 15)), led_by(3, "19-SNV")), vn(1, 4, 8))
    commune_ = [by("00001", Role.OFFICE, one, vn(1, 4, 9)) for one in (cmd.Accept("1:00001"), cmd.Submit("1:00001"))]
    played.does("19", *commune_, by("19", Role.OFFICE, cmd.Confirm("1:00001", over_open=True), vn(1, 4, 10)))
    assert played.desk("00001").docket.closed_at is not None
    played.grow("d1", led_by(1, "00001"), led_by(2, "00001"), led_by(3, "19-SNV"))
    task = PlannedTask(2, ("00001",), single=True)
    played.does("19", by("19", Role.OFFICE, cmd.AddTask(task, (Receiver("00001", keeps=True),)), vn(1, 20, 9)))
    desk = played.desk("00001")
    strict = Tolerances(fire=timedelta(seconds=2), hear=timedelta(days=99))
    assert findings(desk.entries, vn(1, 20, 9), strict) == ()
    assert [step.step for step in desk.fired]


def test_a_raised_obstacle_is_heard_once() -> None:
    desk = province()
    raised = Raised(1, None, Below("00001", "1:00001-U1", 1), "x")
    for sequence in (2, 3):
        desk.hears(NOON, ChildReport("00001", sequence, ((1, 1),), heard=9, raised=(raised,)))
    assert [event for event in desk.events if isinstance(event, ev.Asked)] == [
        ev.Asked("1:00001", AskKind.OBSTACLE, "19", "x", below=Below("00001", "1:00001-U1", 1))
    ]
    assert findings(desk.entries, NOON) == ()
