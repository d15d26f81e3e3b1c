"""Every planted fault is named by its code, and the store it was planted in is clean without it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.store.faults import Body, find, forge, run
from thac.domain.findings import AuditReport, Class, Code
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.engine import Engines

COMMUNE, PROVINCE = "cascade/d1/00001", "cascade/d1/19"
OTHER = "cascade/d1/00002"


def test_the_untouched_store_is_clean(store: Engines, now: datetime) -> None:
    report = audit(store.read, now)
    assert report.as_json() | {"at": None} == {
        "clean": True,
        "missing": 0,
        "late": 0,
        "duplicate": 0,
        "spurious": 0,
        "gaps": 0,
        "violations": 0,
        "dockets": 6,
        "events": 124,
        "alerts": 90,
        "at": None,
        "findings": [],
    }


@dataclass(frozen=True)
class Fault:
    """A fault by SQL, and everything the audit must say of it."""

    name: str
    statement: str
    codes: tuple[Code, ...]


FAULTS = [
    Fault(
        "an event altered",
        r"""UPDATE events SET body = replace(body, 'percent"\:40', 'percent"\:90')
           WHERE docket = 'cascade/d1/00001' AND body LIKE '%percent"\:40%'""",
        (Code.EVENT_ALTERED,),
    ),
    Fault(
        "a hash altered",
        "UPDATE events SET hash = 'x' || substr(hash, 2) WHERE docket = 'cascade/d1/19' AND seq = 9",
        (Code.EVENT_ALTERED, Code.EVENT_ALTERED),
    ),
    Fault(
        "an event's column altered",
        "UPDATE events SET kind = 'accepted' WHERE docket = 'cascade/d1/00001' AND seq = 8",
        (Code.EVENT_ALTERED,),
    ),
    Fault(
        "an event made unreadable",
        "UPDATE events SET body = 'x' WHERE docket = 'cascade/d1/00001' AND seq = 8",
        (Code.EVENT_ALTERED,),
    ),
    Fault(
        "an event dropped",
        "DELETE FROM events WHERE docket = 'cascade/d1/00001' AND seq = 5",
        (Code.EVENT_MISSING,),
    ),
    Fault(
        "the first event dropped",
        "DELETE FROM events WHERE docket = 'cascade/d1/00001' AND seq = 1",
        (Code.EVENT_MISSING,),
    ),
    Fault(
        "the tail cut",
        "DELETE FROM events WHERE docket = 'cascade/d1/00001' AND seq > 20",
        (Code.TAIL_CUT,),
    ),
    Fault("a whole ledger dropped", "DELETE FROM events WHERE docket = 'cascade/d1/00001'", (Code.TAIL_CUT,)),
    Fault(
        "the docket's head altered",
        "UPDATE dockets SET hash = replace(hash, substr(hash, 1, 1), 'g') WHERE id = 'cascade/d1/00001'",
        (Code.EVENT_ALTERED,),
    ),
    Fault(
        "an alert dropped",
        "DELETE FROM alerts WHERE docket = 'cascade/d1/00001' AND seq = 18 AND post = 'office@00001'",
        (Code.ALERT_MISSING,),
    ),
    Fault(
        "all alerts of a step dropped",
        "DELETE FROM alerts WHERE docket = 'cascade/d1/00001' AND seq = 18",
        (Code.ALERT_MISSING, Code.ALERT_MISSING),
    ),
    Fault(
        "an alert doubled",
        """INSERT INTO alerts SELECT key || '|2', docket, seq, assignment, clock, round, version, step, repeat, colour,
           post, agency, moment, fired_at, directory_version FROM alerts
           WHERE docket = 'cascade/d1/00001' AND seq = 18 AND post = 'office@00001'""",
        (Code.ALERT_LOST, Code.ALERT_TWICE),
    ),
    Fault(
        "an alert invented",
        """INSERT INTO alerts SELECT replace(key, 'overdue', 'overdue_9'), docket, seq, assignment, clock, round,
           version, 'overdue_9', repeat, colour, post, agency, moment, fired_at, directory_version FROM alerts
           WHERE docket = 'cascade/d1/00001' AND seq = 18 AND post = 'office@00001'""",
        (Code.ALERT_LOST, Code.ALERT_SPURIOUS),
    ),
    Fault(
        "an alert moved in time",
        """UPDATE alerts SET moment = '2026-12-16 10:00:00.000000'
           WHERE docket = 'cascade/d1/00001' AND seq = 18 AND post = 'office@00001'""",
        (Code.ALERT_MOVED,),
    ),
    Fault(
        "the time at which an alert fired moved",
        """UPDATE alerts SET fired_at = '2026-12-15 10:00:01.000000'
           WHERE docket = 'cascade/d1/00001' AND seq = 18 AND post = 'office@00001'""",
        (Code.ALERT_MOVED,),
    ),
    Fault(
        "an alert moved to another post",
        """UPDATE alerts SET post = 'chair@00001'
           WHERE docket = 'cascade/d1/00001' AND seq = 18 AND post = 'office@00001'""",
        (Code.ALERT_MOVED,),
    ),
    Fault(
        "an alert moved to another agency's inbox",
        """UPDATE alerts SET agency = '00002'
           WHERE docket = 'cascade/d1/00001' AND seq = 18 AND post = 'office@00001'""",
        (Code.ALERT_MOVED,),
    ),
    Fault(
        "an alert moved to another docket",
        """UPDATE alerts SET docket = 'cascade/d1/00002'
           WHERE docket = 'cascade/d1/00001' AND seq = 18 AND post = 'office@00001'""",
        (Code.ALERT_MISSING, Code.ALERT_SPURIOUS),
    ),
    Fault(
        "a lead changed in the read model",
        "UPDATE assignments SET lead = '00001-U1' WHERE id = 'd1~00001~1~00001-U2'",
        (Code.READ_MODEL_DIFFERS,),
    ),
    Fault(
        "a first deadline changed in the read model",
        "UPDATE assignments SET first_due = '2026-12-20 10:00:00.000000' WHERE id = 'd1~00001~1~00001-U2'",
        (Code.READ_MODEL_DIFFERS,),
    ),
    Fault(
        "an assignment dropped from the read model",
        "DELETE FROM assignments WHERE id = 'd1~00001~1~00001-U2'",
        (Code.READ_MODEL_DIFFERS,),
    ),
    Fault(
        "a docket dropped from the read model",
        "DELETE FROM dockets WHERE id = 'cascade/d1/00001'",
        (Code.READ_MODEL_DIFFERS,),
    ),
    Fault(
        "an answer that rests on another's event",
        "UPDATE answers SET seq = seq - 1 WHERE docket = 'cascade/d1/00001' AND seq = 5",
        (Code.ANSWER_UNFOUNDED,),
    ),
    Fault(
        "an answer of these days dropped",
        "DELETE FROM answers WHERE docket = 'cascade/d1/00001' AND seq = 25",
        (Code.ANSWER_MISSING,),
    ),
    Fault(
        "a docket stopped",
        """INSERT INTO alarms (docket, at, reason)
           VALUES ('cascade/d1/00001', '2027-01-01 00:00:00.000000', 'the store is behind')""",
        (Code.DOCKET_STOPPED,),
    ),
    Fault(
        "a text altered",
        "INSERT INTO texts (digest, text) VALUES ('00', 'another report')",
        (Code.TEXT_ALTERED,),
    ),
    Fault(
        "a launched directive without its docket",
        """INSERT INTO directives (id, issuer, doc_type, subject, issued_on, urgency, state, body, created_by,
           created_at, launched_at) VALUES ('d9', '19', 'cv', 's', '2026-11-16', 'normal', 'launching', '{}', 'x',
           '2026-11-20 00:00:00.000000', '2026-11-20 00:00:00.000000')""",
        (Code.DOCKET_MISSING,),
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_named_and_nothing_else_is(store: Engines, now: datetime, fault: Fault) -> None:
    run(store, fault.statement)
    report = audit(store.read, now)
    assert tuple(one.code for one in report) == fault.codes, _told(report)
    assert not report.clean


def test_a_finding_says_where_it_is_in_both_languages(store: Engines, now: datetime) -> None:
    run(store, FAULTS[9].statement)
    (one,) = audit(store.read, now)
    assert (one.docket, one.seq, one.assignment) == (COMMUNE, 18, "1:00001-U2")
    assert one.alert == "d1~00001~1~00001-U2|1|completion|1|1|overdue|0|office@00001"
    assert one.counts_as is Class.MISSING
    assert one.message == "Sự kiện số 18 phải báo cho office@00001 nhưng không có cảnh báo."
    assert one.english == "Event 18 should have alerted office@00001; there is no alert."


def test_an_appended_event_that_the_docket_did_not_write(store: Engines, now: datetime) -> None:
    """It fits the chain, but the docket's own row ends before it."""
    with store.read.connect() as connection:
        before = connection.execute(sa.select(t.dockets).where(t.dockets.c.id == COMMUNE)).mappings().one()

    def change(events: list[Body]) -> list[Body]:
        return [*events, _confirmation(events, now)]

    forge(store, COMMUNE, change)
    with store.write.begin() as connection:
        connection.execute(
            sa.update(t.dockets).where(t.dockets.c.id == COMMUNE).values(head=before["head"], hash=before["hash"])
        )
    assert [one.code for one in audit(store.read, now)] == [Code.EVENT_APPENDED]


def _confirmation(events: list[Body], now: datetime) -> Body:
    """A confirmation of what was never submitted, in the name of the office."""
    made = dict(events[find(events, "confirmed")])
    moment = (now - timedelta(hours=1)).isoformat()
    return made | {"event": {"assignment": "1:00001-U2"}, "at": moment, "received_at": moment, "key": "forged"}


Change = Callable[[list[Body]], list[Body]]


def _edit(kind: str, where: dict[str, Any], **changes: Any) -> Change:
    """Change fields of one event (``event`` fields by name, the body's own with a leading underscore)."""

    def change(events: list[Body]) -> list[Body]:
        body = events[find(events, kind, **where)]
        for name, value in changes.items():
            if name.startswith("_"):
                body[name[1:]] = value
            else:
                body["event"][name] = value
        return events

    return change


def _drop(kind: str, **where: Any) -> Change:
    def change(events: list[Body]) -> list[Body]:
        del events[find(events, kind, **where)]
        return events

    return change


def _swap_leads(events: list[Body]) -> list[Body]:
    events[find(events, "allocated")]["event"]["allocations"][1]["leads"] = ["00001-U2"]
    return events


def _repeat(events: list[Body]) -> list[Body]:
    step = find(events, "step_fired", step="overdue_2")
    return [*events[: step + 1], dict(events[step]), *events[step + 1 :]]


_LATE = datetime.fromisoformat("2027-01-19T00:00:00+00:00")


def _without_actor(events: list[Body]) -> list[Body]:
    for name in ("actor", "key", "received_at"):
        del events[find(events, "accepted")][name]
    return events


def _closing(events: list[Body]) -> Body:
    over = ["1:00001-U2", "2:00001-U1"]
    return {"docket": COMMUNE, "kind": "closed", "at": _LATE.isoformat(), "event": {"over": over}, "seq": len(events)}


OFFICE = {"agency": "00001", "name": "test", "role": "office"}
FORGERIES: list[tuple[str, Change, Code]] = [
    ("a lead changed", _swap_leads, Code.NOT_DECIDED),
    ("accepted by another unit", _edit("accepted", {}, _actor=OFFICE | {"agency": "00001-U2"}), Code.NOT_ALLOWED),
    ("confirmed by the unit itself", _edit("confirmed", {}, _actor=OFFICE | {"agency": "00001-U1"}), Code.NOT_ALLOWED),
    ("confirmed by an auditor", _edit("confirmed", {}, _actor=OFFICE | {"role": "auditor"}), Code.NOT_ALLOWED),
    ("accepted by nobody", _without_actor, Code.NO_ACTOR),
    ("a submission dropped", _drop("submitted"), Code.NOT_DECIDED),
    ("an acceptance dropped", _drop("accepted", assignment="1:00001-U2"), Code.NOT_DECIDED),
    ("a confirmation appended", lambda events: [*events, _confirmation(events, _LATE)], Code.NOT_DECIDED),
    ("opened twice", lambda events: [events[0], dict(events[0]), *events[1:]], Code.NOT_DECIDED),
    ("progress of 400 per cent", _edit("progressed", {"percent": 40}, percent=400), Code.NOT_DECIDED),
    ("a step dropped", _drop("step_fired", step="overdue"), Code.STEP_MISSING),
    ("the last step dropped", _drop("step_fired", step="overdue_10", repeat=2), Code.STEP_MISSING),
    ("a step twice", _repeat, Code.STEP_TWICE),
    ("a step of another round", _edit("step_fired", {"step": "overdue"}, round=2), Code.STEP_SPURIOUS),
    (
        "a step's moment moved",
        _edit("step_fired", {"step": "overdue"}, moment="2026-12-15T09:00:00Z"),
        Code.STEP_SPURIOUS,
    ),
    ("a step fired early", _edit("step_fired", {"step": "overdue"}, _at="2026-12-15T09:00:00Z"), Code.STEP_SPURIOUS),
    ("a step fired late", _edit("step_fired", {"step": "overdue"}, _at="2026-12-15T10:00:03Z"), Code.STEP_LATE),
    ("decided before it was received", _edit("accepted", {}, _at="2026-11-20T05:42:40Z"), Code.OUT_OF_ORDER),
    ("received long before", _edit("progressed", {"percent": 40}, _received_at="2026-12-17T02:00:00Z"), Code.BACKDATED),
    ("closed by nobody's word", lambda events: [*events, _closing(events)], Code.NOT_ORDERED),
]


@pytest.mark.parametrize(("change", "code"), [pair[1:] for pair in FORGERIES], ids=[pair[0] for pair in FORGERIES])
def test_a_forgery_with_hashes_computed_anew_is_named(
    store: Engines, now: datetime, change: Change, code: Code
) -> None:
    """The chain is whole and the docket's row agrees; deciding anew shows it."""
    forge(store, COMMUNE, change)
    report = audit(store.read, now)
    assert report.count(Class.GAPS) == 0
    assert code in [one.code for one in report], _told(report)


def test_a_tail_cut_with_everything_that_points_to_it_is_known_to_the_docket_above(
    store: Engines, now: datetime
) -> None:
    """The province's ledger says that the commune closed; the commune's own no longer does."""
    forge(store, "cascade/d2/00001", lambda events: events[: find(events, "closed")])
    run(store, "UPDATE dockets SET closed_at = NULL WHERE id = 'cascade/d2/00001'")
    (one,) = audit(store.read, now)
    assert (one.code, one.docket) == (Code.TAIL_CUT, "cascade/d2/00001")


def test_a_tail_cut_is_known_to_the_running_docket(store: Engines, now: datetime) -> None:
    (one,) = audit(store.read, now, {COMMUNE: 27, OTHER: 25, PROVINCE: 30})
    assert (one.code, one.docket) == (Code.TAIL_CUT, COMMUNE)
    assert "the running docket knows of event 27" in one.english


def test_a_running_docket_without_any_ledger(store: Engines, now: datetime) -> None:
    (one,) = audit(store.read, now, {"cascade/d7/19": 2})
    assert (one.code, one.docket) == (Code.TAIL_CUT, "cascade/d7/19")


def test_a_docket_that_is_gone_with_everything_is_missed_by_the_one_above(store: Engines, now: datetime) -> None:
    for table in ("events", "alerts", "answers", "assignments"):
        run(store, f"DELETE FROM {table} WHERE docket = '{COMMUNE}'")
    run(store, f"DELETE FROM dockets WHERE id = '{COMMUNE}'")
    (one,) = audit(store.read, now)
    assert (one.code, one.docket) == (Code.DOCKET_MISSING, COMMUNE)


def test_a_docket_that_runs_without_having_opened_is_still_missed(store: Engines, now: datetime) -> None:
    for table in ("events", "alerts", "answers", "assignments"):
        run(store, f"DELETE FROM {table} WHERE docket = '{COMMUNE}'")
    run(store, f"DELETE FROM dockets WHERE id = '{COMMUNE}'")
    (one,) = audit(store.read, now, {COMMUNE: 0})
    assert (one.code, one.docket) == (Code.DOCKET_MISSING, COMMUNE)


def test_a_child_deadline_after_its_parents(store: Engines, now: datetime) -> None:
    def later(events: list[Body]) -> list[Body]:
        events[0]["event"]["plan"]["tasks"][0]["deadline"]["day"] = "2026-12-16"
        return events

    forge(store, COMMUNE, later)
    codes = [one.code for one in audit(store.read, now)]
    assert codes.count(Code.DEADLINE_AFTER_PARENT) == 2


def test_a_plan_with_two_leads_for_one_task(store: Engines, now: datetime) -> None:
    def two(events: list[Body]) -> list[Body]:
        events[0]["event"]["plan"]["tasks"][1]["to"] = ["00001-U1", "00001-U2"]
        return events

    forge(store, COMMUNE, two)
    assert Code.NOT_ONE_LEAD in [one.code for one in audit(store.read, now)]


def _told(report: AuditReport) -> str:
    return "\n".join(f"{one.code} {one.docket} {one.seq} {one.english}" for one in report)
