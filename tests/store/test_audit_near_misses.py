"""What looks like a fault and is none: the audit stays silent, and speaks when the excuse is taken away."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.rig import parcel
from tests.samples import FRIDAY, TERMS, directive, first_unit, led_by, small_tree, to_communes
from tests.store.conftest import DAY
from tests.store.driver import OFFICE, UNIT, Driver
from thac.domain.agencies import Agency, AgencyTree, PostRole
from thac.domain.commands import Accept, Allocate, Confirm, Return, Submit
from thac.domain.deadlines import Deadline
from thac.domain.directives import Within
from thac.domain.findings import Code
from thac.domain.patience import Patience, Tolerances
from thac.domain.planning import PlanMaker
from thac.domain.refusals import Refusal
from thac.store import directory
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.engine import Engines

DUE = datetime(2026, 12, 15, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ROW = "1:00001-U1"


@pytest.fixture
def driver(empty: Engines) -> Iterator[Driver]:
    """One commune's letter with a single unit, launched on the Friday, accepted, due on 15 December at 17:00."""
    with empty.write.connect() as connection:
        driver = Driver(connection, small_tree(), FRIDAY)
        driver.launch(directive(to_communes(1, date(2026, 12, 15), Within.ROUTED)))
        driver.advance(FRIDAY + timedelta(hours=1))
        driver.send(driver.docket("d1", "00001"), "00001-U1", UNIT, Accept(ROW))
        yield driver


def _codes(empty: Engines, driver: Driver, now: datetime | None = None) -> list[Code]:
    driver.connection.commit()
    return [one.code for one in audit(empty.read, now or driver.now)]


def _served(driver: Driver, *spans: tuple[datetime, datetime]) -> None:
    driver.connection.execute(sa.delete(t.services))
    rows = [
        {"id": f"worker-{number}", "kind": "worker", "started_at": start, "seen_at": seen}
        for number, (start, seen) in enumerate(spans)
    ]
    driver.connection.execute(sa.insert(t.services), rows)


def test_downtime_excuses_lateness_and_nothing_else_does(empty: Engines, driver: Driver) -> None:
    driver.advance(DUE - 60 * SECOND)
    back = DUE + timedelta(minutes=10)
    driver.sleep(back + 12 * SECOND)
    _served(driver, (FRIDAY - DAY, DUE - 62 * SECOND), (back, back + DAY))
    assert _codes(empty, driver) == []
    _served(driver, (FRIDAY - DAY, back + DAY))
    assert set(_codes(empty, driver)) == {Code.STEP_LATE}


def test_whoever_comes_back_has_to_fire_soon(empty: Engines, driver: Driver) -> None:
    driver.advance(DUE - 60 * SECOND)
    back = DUE + timedelta(minutes=10)
    driver.sleep(back + 16 * SECOND)
    _served(driver, (FRIDAY - DAY, DUE - 62 * SECOND), (back, back + DAY))
    assert set(_codes(empty, driver)) == {Code.STEP_LATE}


def test_nothing_is_missing_while_nobody_is_there_to_fire_it(empty: Engines, driver: Driver) -> None:
    driver.advance(DUE - 60 * SECOND)
    _served(driver, (FRIDAY - DAY, DUE - 60 * SECOND))
    assert _codes(empty, driver, DUE + DAY) == []
    _served(driver, (FRIDAY - DAY, DUE + DAY))
    assert set(_codes(empty, driver, DUE + DAY)) == {Code.STEP_MISSING}


def test_a_step_is_not_missing_before_its_tolerance_has_passed(empty: Engines, driver: Driver) -> None:
    driver.advance(DUE - SECOND)
    assert _codes(empty, driver, DUE + 2 * SECOND) == []
    assert set(_codes(empty, driver, DUE + 3 * SECOND)) == {Code.STEP_MISSING}


def test_a_command_received_in_time_and_decided_after_downtime_makes_nobody_late(
    empty: Engines, driver: Driver
) -> None:
    """Down from 16:59 to 17:10, submitted at 16:59:30: nothing is overdue, and nothing is missing."""
    driver.advance(DUE - 60 * SECOND)
    back = DUE + timedelta(minutes=10)
    driver.now = back
    submitted = driver.send(driver.docket("d1", "00001"), "00001-U1", UNIT, Submit(ROW), DUE - 30 * SECOND)
    assert not isinstance(submitted, Refusal)
    driver.sleep(back)
    _served(driver, (FRIDAY - DAY, DUE - 60 * SECOND), (back, back + DAY))
    assert _codes(empty, driver) == []
    commune = driver.docket("d1", "00001")
    assert commune.late(driver.now) == 0
    _served(driver, (FRIDAY - DAY, back + DAY))
    assert Code.BACKDATED in _codes(empty, driver)


def test_a_command_received_just_before_a_step_and_decided_just_after_it(empty: Engines, driver: Driver) -> None:
    """The step had fired when the command arrived; it was called for then."""
    driver.advance(DUE)
    driver.now = DUE + 0.4 * SECOND
    driver.send(driver.docket("d1", "00001"), "00001-U1", UNIT, Submit(ROW), DUE - 0.3 * SECOND)
    assert _codes(empty, driver) == []


def test_a_command_decided_before_the_step_of_its_own_moment(empty: Engines, driver: Driver) -> None:
    driver.advance(DUE - SECOND)
    driver.now = DUE
    driver.send(driver.docket("d1", "00001"), "00001-U1", UNIT, Submit(ROW), DUE)
    assert _codes(empty, driver) == []


def test_a_vacant_post_climbs_by_the_directory_of_its_time(empty: Engines, driver: Driver) -> None:
    directory.fill_post(driver.connection, "00001-U1", PostRole.OFFICER, None, "test", driver.now)
    driver.advance(DUE)
    directory.fill_post(driver.connection, "00001-U1", PostRole.OFFICER, "Vũ Thị D", "test", driver.now)
    assert _codes(empty, driver) == []
    with empty.read.connect() as connection:
        posts = connection.execute(sa.select(t.alerts.c.post).where(t.alerts.c.step == "due_soon")).scalars().all()
    assert "head@00001-U1" in posts


@pytest.mark.parametrize("redo", [None, Deadline(date(2027, 1, 15))])
def test_a_return_with_and_without_a_day(empty: Engines, driver: Driver, redo: Deadline | None) -> None:
    commune = driver.docket("d1", "00001")
    driver.advance(DUE - 2 * DAY)
    driver.send(commune, "00001-U1", UNIT, Submit(ROW))
    driver.advance(DUE + DAY)
    assert not isinstance(driver.send(commune, "00001", OFFICE, Return(ROW, redo=redo)), Refusal)
    driver.advance(DUE + 60 * DAY)
    assert _codes(empty, driver) == []


def test_confirmed_over_open_work_by_the_offices_word(empty: Engines, driver: Driver) -> None:
    """The province confirms while the commune's unit is still at work; the commune's docket closes over it."""
    root = driver.docket("d1", "19")
    for lead in ("00001", "00002"):
        driver.send(root, lead, OFFICE, Accept(f"1:{lead}"))
        driver.send(root, lead, OFFICE, Submit(f"1:{lead}"))
        assert not isinstance(driver.send(root, "19", OFFICE, Confirm(f"1:{lead}", over_open=True)), Refusal)
    assert driver.docket("d1", "00001").closed_at == driver.docket("d1", "19").closed_at == driver.now
    assert _codes(empty, driver, driver.now + 90 * DAY) == []


def test_tasks_allocated_by_hand(empty: Engines) -> None:
    """A commune that does not take proposals as they are; its office allocates."""
    tree = AgencyTree(
        (Agency(one.id, one.level, one.name, one.parent, auto_allocate=one.id != "00001") for one in small_tree()),
        small_tree().posts(),
        1,
    )
    with empty.write.begin() as connection:
        driver = Driver(connection, tree, FRIDAY)
        ordered = directive(to_communes(1, date(2026, 12, 15)), led_by(2, "19-SNV"))
        driver.launch(ordered, PlanMaker(ordered, tree, first_unit, TERMS))
        driver.advance(FRIDAY + 3 * DAY)
        allocated = driver.send(
            driver.docket("d1", "00001"), "00001", OFFICE, Allocate(1, ("00001-U2", "00001-U1"), ())
        )
        assert not isinstance(allocated, Refusal)
        driver.advance(FRIDAY + 60 * DAY)
    assert audit(empty.read, driver.now).clean


def test_one_request_twice_in_a_turn_is_carried_out_once(empty: Engines, driver: Driver) -> None:
    commune = driver.docket("d1", "00001")
    one = parcel("00001-U1", UNIT, Submit(ROW), driver.now, "k")
    turn = driver.turn(commune, [one, one])
    assert turn.docket.head == commune.head + 1
    assert _codes(empty, driver) == []


T0 = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("spans", "moment", "limit"),
    [
        ([], 100, 102),
        ([(0, 500)], 100, 102),
        ([(0, 101)], 100, None),
        ([(0, 100), (300, 500)], 100, 315),
        ([(0, 101), (101, 500)], 100, 102),
        ([(0, 50), (90, 500)], 100, 105),
        ([(0, 50), (90, 500)], 200, 202),
        ([(0, 50), (60, 70), (300, 500)], 55, 315),
        ([(0, 995)], 990, 992),
        ([(0, 980)], 990, None),
    ],
    ids=[
        "no worker ever said anything: nothing is excused",
        "alive all the time",
        "gone before the time was up",
        "back later: from then on, with time to recover",
        "relieved without a gap",
        "just started",
        "long since started",
        "back for too short a time",
        "seen a moment ago: still there",
        "gone and not back",
    ],
)
def test_how_long_a_step_may_take(spans: list[tuple[int, int]], moment: int, limit: int | None) -> None:
    """Seconds after T0; the audit looks from 1,000."""
    served = [(T0 + start * SECOND, T0 + end * SECOND) for start, end in spans]
    patience = Patience(served, T0 + 1_000 * SECOND, Tolerances())
    expected = None if limit is None else T0 + limit * SECOND
    assert patience.until(T0 + moment * SECOND, 2 * SECOND) == expected
