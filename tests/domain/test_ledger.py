"""How events are written down for good, and how a ledger that does not hold together is found out."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from tests.domain.desk import UNIT, Desk, desk_in, one_task, vn
from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.asks import AskKind, Below, Receiver
from thac.domain.assignments import Clock, State
from thac.domain.calendar import Hours, WorkCalendar
from thac.domain.deadlines import Deadline, Operator
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Urgency
from thac.domain.docket import GENESIS, Docket
from thac.domain.ledger import BrokenChainError, Entry, decode, encode, fold, link
from thac.domain.plans import PlannedTask, Slice
from thac.domain.recurrence import Recurrence, Relative, Rhythm

KEY = f"1:{UNIT}"
CLERK = Actor("00001", Role.OFFICE, "Nguyễn Thị Đào")
PLAN = Slice(
    directive="d1",
    agency="00001",
    parent="19",
    tasks=(
        PlannedTask(1, (UNIT,), single=True, deadline=Deadline(date(2027, 1, 15))),
        PlannedTask(2, ("departments",), single=False, deadline=Deadline(date(2027, 1, 16), Operator.BY, time(9))),
    ),
    calendar=WorkCalendar(7, ((time(7, 30), time(11, 30)), (time(13, 30), time(17))), (date(2027, 1, 1),), ()),
    defaults=DEFAULTS,
    ladder=1,
    rules=1,
    groups=(("departments", (UNIT, "00001-U2")),),
    launched_by=CLERK,
)
EVENTS: tuple[ev.Event, ...] = (
    ev.Opened(PLAN),
    ev.Allocated((ev.Allocation(1, (UNIT,), ("00001-U2",)), ev.Allocation(2, (UNIT, "00001-U2")))),
    ev.Accepted(KEY),
    ev.Taken(KEY, "Trần Văn Đức"),
    ev.Progressed(KEY, 40, "n0te"),
    ev.Submitted(KEY, "rep0rt"),
    ev.Returned(KEY, "reas0n", datetime(2027, 1, 20, 10, 0, tzinfo=UTC)),
    ev.StepFired(
        KEY, Clock.COMPLETION, 2, 2, "overdue", 0, datetime(2027, 1, 20, 10, 0, tzinfo=UTC), ("due_soon", "half_silent")
    ),
    ev.Confirmed(KEY, 2),
    ev.CloseOrdered(UNIT, over_open=True),
    ev.CloseRefused(UNIT, 3),
    ev.ChildClosed(UNIT),
    ev.Closed((KEY,)),
    ev.Closing(over_open=True),
)
AT = datetime(2027, 1, 5, 1, 2, 3, 456789, tzinfo=UTC)
RECORDED = tuple(ev.Recorded("cascade/d1/00001", seq, AT, event) for seq, event in enumerate(EVENTS, 1))
BY_A_PERSON = replace(
    RECORDED[4], actor=CLERK, received_at=datetime(2027, 1, 5, 1, 2, 3, tzinfo=UTC), key="00001/clerk/7f1c"
)
FULL = replace(
    PLAN,
    tasks=(
        PlannedTask(
            1,
            (UNIT,),
            single=True,
            coordinators=("00001-U2",),
            recurrence=Recurrence(
                Rhythm.QUARTERLY, 15, date(2027, 1, 1), Operator.BY, time(15), until=date(2028, 1, 1), ahead=2
            ),
            monitor="19-SNV",
            implements=(4, 5),
            carried=("00001-U2",),
            limit=Deadline(date(2027, 3, 31)),
        ),
        PlannedTask(2, (UNIT,), single=True, relative=Relative("bầu cử", -10, working=True, operator=Operator.BEFORE)),
        PlannedTask(3, ("MTTQ",), single=True, request=True, silence_days=15),
    ),
    dockets=("departments",),
    auto_allocate=False,
    urgency=Urgency.VERY_URGENT,
    above="cascade/d0/00001",
    instruction=12,
    ladder=2,
    rules=2,
)
DAY = Deadline(date(2027, 2, 26), Operator.BY)
OTHER = Receiver("00002", keeps=True)
LATER: tuple[ev.Event, ...] = (
    ev.Opened(FULL),
    ev.Allocated((ev.Allocation(1, (UNIT, "00002"), keeping=("00002",)),)),
    ev.StepFired(KEY, Clock.ANSWER, 3, 1, "answer_asked", 0, datetime(2027, 1, 7, 10, 0, tzinfo=UTC), asked="00001-U2"),
    ev.Reassigned(KEY, OTHER, "t3xt", series=True, signed=True),
    ev.Asked(KEY, AskKind.HAND_OVER, "00001", "t3xt", DAY, OTHER, beyond=True),
    ev.Asked(KEY, AskKind.OBSTACLE, "19", below=Below("00002", "1:00002-U1", 3)),
    ev.Answered(KEY, 2, grant=False, text="t3xt", deadline=DAY, heard=31),
    ev.Consented(KEY, 2, "t3xt"),
    ev.Climbed(KEY, 2, "t3xt"),
    ev.Paused(KEY, "t3xt"),
    ev.Resumed(KEY),
    ev.Urged(KEY, "t3xt"),
    ev.Acknowledged(KEY),
    ev.OccurrenceOpened(1, "2027-Q1", datetime(2027, 3, 1, 0, 30, tzinfo=UTC)),
    ev.TaskWithdrawn(1, "t3xt", ("00001-U2",), "2027-Q1", later=True, heard=31),
    ev.DeadlineMoved(1, DAY, "t3xt", ("00001-U2",), "2027-Q1", beyond=True, limit_only=True, heard=31),
    ev.TextCorrected(1, "t3xt", 31),
    ev.EventDated("bầu cử", date(2027, 3, 15), 31),
    ev.Recalled("t3xt", "d2", 31),
    ev.Registered("17", "KH-UBND", date(2027, 1, 5)),
    ev.TaskAdded(FULL.tasks[1]),
    ev.TasksGiven(FULL.tasks[2:], (("units", (UNIT,)),), ("00002",), 31),
    ev.PlanAttached("d7", (1, 2)),
    ev.Receipted("@d7", 31),
)
LATEST: tuple[ev.Event, ...] = (
    ev.SeriesReassigned(1, UNIT, OTHER, "t3xt"),
    ev.CalendarChanged(
        WorkCalendar(
            8,
            ((time(7, 30), time(11, 30)), (time(13, 30), time(17))),
            (date(2027, 2, 12),),
            (date(2027, 2, 20),),
            (Hours(date(2027, 2, 4), date(2027, 2, 4), ((time(7, 30), time(11, 30)),)),),
        ),
        date(2026, 11, 1),
        date(2028, 7, 31),
    ),
)
ON_BEHALF = ev.Recorded(
    "cascade/d1/00001",
    40,
    AT,
    ev.Accepted(KEY),
    Actor("00001", Role.OFFICE, "Nguyễn Thị Đào", on_behalf=UNIT),
    datetime(2027, 1, 5, 1, 2, 3, tzinfo=UTC),
    "00001/clerk/8a2d",
)
LINES = (Path(__file__).parent / "lines.jsonl").read_text(encoding="utf-8").splitlines()
"""One line for each kind of event, as it was once written; ledgers in use hold such lines, so none is ever changed."""
CASES = list(
    zip(
        (
            *RECORDED,
            BY_A_PERSON,
            *(ev.Recorded("cascade/d1/00001", seq, AT, event) for seq, event in enumerate(LATER, 15)),
            ON_BEHALF,
            *(ev.Recorded("cascade/d1/00001", seq, AT, event) for seq, event in enumerate(LATEST, 41)),
        ),
        LINES,
        strict=True,
    )
)


def test_there_is_a_line_for_every_kind_of_event() -> None:
    assert {json.loads(line)["kind"] for line in LINES} == set(ev.KINDS)


@pytest.mark.parametrize(("recorded", "line"), CASES)
def test_an_event_is_written_as_it_always_was(recorded: ev.Recorded, line: str) -> None:
    assert encode(recorded, GENESIS).body == line


@pytest.mark.parametrize(("recorded", "line"), CASES)
def test_an_event_is_read_as_it_was_meant(recorded: ev.Recorded, line: str) -> None:
    assert decode(line) == recorded


def test_a_hash_covers_the_one_before_and_the_bytes() -> None:
    """SHA-256 of the previous hash in hexadecimal followed by the UTF-8 text."""
    assert GENESIS == "0" * 64
    assert link(GENESIS, "") == "60e05bd1b195af2f94112fa7197a5c88289058840ce7c6df9693756bc6250f55"
    assert link(GENESIS, "Thác") != link(GENESIS, "Thac")
    first = encode(RECORDED[2], GENESIS)
    assert first.hash == link(GENESIS, first.body)
    assert encode(RECORDED[2], first.hash).hash == link(first.hash, first.body)


# -------------------------------------------------------------------------------------------------------------- folding


def ledger() -> tuple[Entry, ...]:
    """Opened, allocated, accepted, taken, submitted, confirmed."""
    return tuple(desk_in(State.COMPLETED).entries)


def folded(entries: tuple[Entry, ...]) -> Docket:
    docket = Docket("cascade/d1/00001")
    fold(docket, entries)
    return docket


def test_a_ledger_folds_into_the_docket_that_wrote_it() -> None:
    desk = desk_in(State.COMPLETED)
    docket = folded(tuple(desk.entries))
    assert docket == desk.docket
    assert (docket.head, docket.hash) == (6, desk.entries[-1].hash)


def test_a_ledger_is_numbered_from_one_without_gaps() -> None:
    assert [entry.seq for entry in ledger()] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("place", range(6))
def test_an_altered_event_is_found(place: int) -> None:
    """One minute more in the moment at which it was decided."""
    entries = list(ledger())
    body = entries[place].body
    altered = body.replace(":00Z", ":01Z", 1)
    assert altered != body
    entries[place] = replace(entries[place], body=altered)
    with pytest.raises(BrokenChainError, match=rf"event {place + 1} does not fit the hash"):
        folded(tuple(entries))


@pytest.mark.parametrize("place", range(1, 6))
def test_an_event_altered_together_with_its_hash_is_found_at_the_next(place: int) -> None:
    entries = list(ledger())
    before = entries[place - 1]
    body = before.body.replace(":00Z", ":01Z", 1)
    previous = entries[place - 2].hash if place > 1 else GENESIS
    entries[place - 1] = replace(before, body=body, hash=link(previous, body))
    with pytest.raises(BrokenChainError, match=rf"event {place + 1} does not fit the hash"):
        folded(tuple(entries))


@pytest.mark.parametrize("place", range(5))
def test_a_dropped_event_is_found(place: int) -> None:
    entries = ledger()
    with pytest.raises(BrokenChainError, match=rf"event {place + 2} follows {place}"):
        folded(entries[:place] + entries[place + 1 :])


def test_a_dropped_event_is_found_though_the_rest_is_numbered_anew() -> None:
    entries = ledger()
    renumbered = tuple(replace(entry, seq=seq) for seq, entry in enumerate(entries[:2] + entries[3:], 1))
    with pytest.raises(BrokenChainError, match="event 3 does not fit the hash"):
        folded(renumbered)


def test_a_doubled_event_is_found() -> None:
    entries = ledger()
    with pytest.raises(BrokenChainError, match="event 3 follows 3"):
        folded((*entries[:3], entries[2], *entries[3:]))


def test_an_event_appended_without_the_hash_before_is_found() -> None:
    entries = ledger()
    forged = encode(ev.Recorded("cascade/d1/00001", 7, AT, ev.Closed()), GENESIS)
    with pytest.raises(BrokenChainError, match="event 7 does not fit the hash"):
        folded((*entries, forged))


def test_an_event_of_another_docket_is_found() -> None:
    entries = ledger()
    other = encode(ev.Recorded("cascade/d1/00002", 7, AT, ev.Closed()), entries[-1].hash)
    with pytest.raises(ValueError, match="event 7 of cascade/d1/00002 does not follow 6 of cascade/d1/00001"):
        folded((*entries, other))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"at":"2027-01-05T01:02:03Z","docket":"d","event":{"assignment":"1:x"},"kind":"unheard_of","seq":1}',
        '{"at":"2027-01-05T01:02:03Z","docket":"d","event":{},"kind":"accepted","seq":1}',
        '{"at":"not a moment","docket":"d","event":{"assignment":"1:x"},"kind":"accepted","seq":1}',
    ],
)
def test_bytes_that_are_no_event_are_named(body: str) -> None:
    with pytest.raises(BrokenChainError, match="not an event"):
        decode(body)


def test_a_fold_goes_on_where_it_stopped() -> None:
    desk = Desk(one_task(date(2027, 1, 15)), vn(1, 4, 8))
    desk.turn(vn(2, 20))
    for place in range(len(desk.entries) + 1):
        docket = folded(tuple(desk.entries[:place]))
        fold(docket, desk.entries[place:])
        assert docket == desk.docket
