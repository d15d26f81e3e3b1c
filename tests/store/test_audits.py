"""An audit in pages: what it finds is what the audit at once finds, its progress is kept, and what is mended clears."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.store.conftest import NOW
from tests.store.faults import Body, find, forge, run
from tests.store.test_audit_faults import FAULTS, FORGERIES, Fault
from thac.domain.audit_watch import AuditKind
from thac.domain.findings import Code
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.audits import Budget, Step, StoredAuditor
from thac.store.engine import Engines

COMMUNE, PROVINCE = "cascade/d1/00001", "cascade/d1/19"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def auditor(store: Engines, clock: Clock) -> StoredAuditor:
    """Pages of one docket each."""
    return StoredAuditor(store, clock, budget=Budget(dockets=1, events=1))


def through(auditor: StoredAuditor, name: str, kind: AuditKind = AuditKind.REGULAR) -> Step:
    """One audit from its beginning to its end."""
    step = auditor.begin(name, kind)
    for _ in range(100):
        if step.done:
            return step
        step = auditor.step(name)
    raise AssertionError("the audit does not come to its end")


def open_codes(store: Engines) -> list[str]:
    """What is wrong now."""
    here = t.audit_findings.c
    with store.read.connect() as connection:
        wanted = sa.select(here.code).where(here.cleared_at.is_(None)).order_by(here.code)
        return list(connection.execute(wanted).scalars())


def rows(store: Engines, table: sa.Table) -> int:
    with store.read.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_the_first_audit_goes_through_everything_and_finds_nothing(store: Engines, auditor: StoredAuditor) -> None:
    step = through(auditor, "first")
    assert (step.dockets, step.events, step.findings) == (6, 124, 0)
    with store.read.connect() as connection:
        row = connection.execute(sa.select(t.audits)).one()
    assert (row.kind, row.alerts, row.ended_at) == ("whole", 90, NOW)
    assert rows(store, t.audited) == 6


def test_the_next_one_goes_only_through_what_went_on_or_came_due(
    store: Engines, auditor: StoredAuditor, clock: Clock
) -> None:
    """Closed dockets have nothing in which anything comes due; the others sleep on their next moments."""
    through(auditor, "first")
    clock.now += timedelta(seconds=30)
    assert through(auditor, "second").dockets == 0
    with store.read.connect() as connection:
        calls = connection.execute(sa.select(sa.func.min(t.audited.c.calls_at))).scalar_one()
    clock.now = calls + timedelta(minutes=1)
    assert through(auditor, "third", AuditKind.QUICK).dockets >= 1
    assert set(open_codes(store)) == {Code.STEP_MISSING}  # nobody fired it, and that is found without any event


def test_everything_is_gone_through_again_after_a_week(auditor: StoredAuditor, clock: Clock) -> None:
    through(auditor, "first")
    clock.now += timedelta(days=6)
    before_long = auditor.begin("second", AuditKind.REGULAR)
    clock.now += timedelta(days=1)
    assert before_long.done is False
    assert auditor.begin("third", AuditKind.REGULAR).done is False
    with auditor._engines.read.connect() as connection:
        kinds = connection.execute(sa.select(t.audits.c.id, t.audits.c.kind).order_by(t.audits.c.id)).all()
    assert [tuple(one) for one in kinds] == [("first", "whole"), ("second", "regular"), ("third", "whole")]


def test_an_audit_that_was_broken_off_goes_on_where_it_was(
    store: Engines, auditor: StoredAuditor, clock: Clock
) -> None:
    auditor.begin("first", AuditKind.WHOLE)
    for _ in range(3):
        step = auditor.step("first")
    assert (step.dockets, step.done) == (3, False)
    another = StoredAuditor(store, clock, budget=Budget(dockets=1, events=1))  # as after a kill
    again = another.begin("first", AuditKind.WHOLE)
    assert (again.dockets, again.after) == (3, step.after)
    assert through(another, "first").dockets == 6


def test_a_page_that_two_went_through_counts_once(store: Engines, auditor: StoredAuditor, clock: Clock) -> None:
    """The first attempt was taken for dead and writes after the second: its page is not its own any more."""
    auditor.begin("first", AuditKind.WHOLE)
    other = StoredAuditor(store, clock, budget=Budget(dockets=1, events=1))
    gone = 0

    def meanwhile() -> None:
        nonlocal gone
        if not gone:
            gone = 1
            other.step("first")

    assert auditor.step("first", meanwhile).dockets == 1


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (AuditKind.QUICK, AuditKind.QUICK, False),
        (AuditKind.WHOLE, AuditKind.QUICK, False),
        (AuditKind.WHOLE, AuditKind.REGULAR, False),
        (AuditKind.QUICK, AuditKind.REGULAR, True),
    ],
)
def test_two_at_once(auditor: StoredAuditor, first: AuditKind, second: AuditKind, *, both: bool) -> None:
    """A quick audit gives way to any; the regular one waits for none that is quick."""
    auditor.begin("first", first)
    assert auditor.begin("second", second).done is not both


def test_one_that_was_left_lying_keeps_nobody_waiting(auditor: StoredAuditor, clock: Clock) -> None:
    auditor.begin("first", AuditKind.WHOLE)
    clock.now += timedelta(hours=1)
    assert auditor.begin("second", AuditKind.QUICK).done is False


def test_what_is_wrong_is_kept_with_when_it_was_first_seen_and_clears_when_it_is_mended(
    store: Engines, auditor: StoredAuditor, clock: Clock
) -> None:
    run(store, f"UPDATE assignments SET percent = 99 WHERE docket = '{COMMUNE}' AND id = 'd1~00001~1~00001-U2'")
    assert through(auditor, "first").findings == 1
    clock.now += timedelta(minutes=1)
    assert through(auditor, "second").findings == 1  # what is wrong is gone through again each time
    with store.read.connect() as connection:
        row = connection.execute(sa.select(t.audit_findings)).one()
    assert (row.code, row.docket, row.agency) == ("read_model_differs", COMMUNE, "00001")
    assert (row.first_seen, row.last_seen, row.cleared_at) == (NOW, clock.now, None)
    run(store, "UPDATE assignments SET percent = 60 WHERE id = 'd1~00001~1~00001-U2'")
    clock.now += timedelta(minutes=1)
    assert through(auditor, "third").findings == 0
    with store.read.connect() as connection:
        assert connection.execute(sa.select(t.audit_findings.c.cleared_at)).scalar_one() == clock.now


def test_a_check_beside_the_ledgers_clears_too(store: Engines, auditor: StoredAuditor, clock: Clock) -> None:
    run(store, "INSERT INTO alarms (docket, at, reason) VALUES ('cascade/d1/19', '2027-01-01 00:00:00.000000', 'x')")
    through(auditor, "first", AuditKind.QUICK)
    assert open_codes(store) == [Code.DOCKET_STOPPED]
    run(store, "DELETE FROM alarms")
    clock.now += timedelta(minutes=1)
    through(auditor, "second", AuditKind.QUICK)
    assert open_codes(store) == []


Harm = Callable[[Engines], None]


def _cut(store: Engines) -> None:
    forge(store, COMMUNE, lambda events: events[:-1])


def _rewritten(store: Engines) -> None:
    def change(events: list[Body]) -> list[Body]:
        events[find(events, "progressed")]["event"]["percent"] = 45
        return events

    forge(store, COMMUNE, change)


@pytest.mark.parametrize(("harm", "code"), [(_cut, Code.TAIL_CUT), (_rewritten, Code.EVENT_ALTERED)])
def test_the_audit_before_is_a_witness(
    store: Engines, auditor: StoredAuditor, clock: Clock, harm: Harm, code: Code
) -> None:
    """Cut or written anew with every hash and everything that points to it: the head that was audited is not there."""
    through(auditor, "first")
    harm(store)
    clock.now += timedelta(minutes=1)
    through(auditor, "second")
    assert code in open_codes(store)
    clock.now += timedelta(minutes=1)
    through(auditor, "third")
    assert code in open_codes(store)  # what was known of it is not forgotten


def test_a_docket_that_vanished_is_missed_by_its_kin_and_by_the_audit_before(
    store: Engines, auditor: StoredAuditor, clock: Clock
) -> None:
    through(auditor, "first")
    for table in ("events", "alerts", "answers", "assignments", "parties"):
        with store.write.begin() as connection:
            connection.execute(sa.text(f"DELETE FROM {table} WHERE docket = '{COMMUNE}'"))
    run(store, f"DELETE FROM dockets WHERE id = '{COMMUNE}'")
    clock.now += timedelta(days=8)
    through(auditor, "second")
    assert Code.TAIL_CUT in open_codes(store)


def test_a_chronicle_that_ends_before_what_the_audit_knew(store: Engines, auditor: StoredAuditor, clock: Clock) -> None:
    through(auditor, "first")
    run(store, "DELETE FROM chronicle WHERE seq = (SELECT max(seq) FROM chronicle)")
    clock.now += timedelta(minutes=1)
    through(auditor, "second")
    assert Code.CHRONICLE_BROKEN in open_codes(store)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_pages_find_what_the_audit_at_once_finds(store: Engines, auditor: StoredAuditor, fault: Fault) -> None:
    run(store, fault.statement)
    at_once = sorted((one.code, one.docket, one.english) for one in audit(store.read, NOW))
    through(auditor, "first", AuditKind.WHOLE)
    here = t.audit_findings.c
    with store.read.connect() as connection:
        kept = connection.execute(sa.select(here.code, here.docket, here.english).where(here.cleared_at.is_(None)))
        assert sorted(tuple(row) for row in kept) == at_once


@pytest.mark.parametrize(("change", "code"), [one[1:] for one in FORGERIES], ids=[one[0] for one in FORGERIES])
def test_pages_find_forgeries_too(
    store: Engines, auditor: StoredAuditor, change: Callable[[list[Body]], list[Body]], code: Code
) -> None:
    forge(store, COMMUNE, change)
    through(auditor, "first", AuditKind.WHOLE)
    assert code in open_codes(store)


def test_quick_audits_are_forgotten_after_a_month_and_others_are_not(
    store: Engines, auditor: StoredAuditor, clock: Clock
) -> None:
    through(auditor, "regular")
    through(auditor, "quick", AuditKind.QUICK)
    clock.now += timedelta(days=31)
    through(auditor, "later", AuditKind.QUICK)
    with store.read.connect() as connection:
        left = connection.execute(sa.select(t.audits.c.id).order_by(t.audits.c.id)).scalars().all()
    assert left == ["later", "regular"]


def test_an_audit_nobody_began(auditor: StoredAuditor) -> None:
    with pytest.raises(LookupError):
        auditor.step("none")
