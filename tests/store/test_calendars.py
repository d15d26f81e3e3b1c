"""Calendars in the store: journaled, resolved, foreseen, heard; on both databases, in moved time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from tests.samples import FRIDAY, TERMS, directive, first_unit, small_tree, to_communes
from tests.store.driver import UNIT, Driver
from thac.calendars import behind, built_in, days_of, fixed_days, foreseen, says_nothing_new, span
from thac.domain.actors import Actor
from thac.domain.agencies import Level, Role
from thac.domain.almanac import EVERYBODY, Almanac, DayChange, DayKind, Scope
from thac.domain.calendar import civil_day
from thac.domain.commands import Accept, Take
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Directive, Within
from thac.domain.findings import Code
from thac.domain.foreseeing import Move, What
from thac.domain.patience import Tolerances
from thac.domain.planning import PlanMaker, Terms
from thac.store import calendars, drafts
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.calendars import Record
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines
from thac.worker import StoredPlanner

TREE = small_tree()
DUE = date(2026, 12, 15)
HALF = ((time(7, 30), time(11, 30)),)
DAY = timedelta(days=1)
LETTER = directive(to_communes(1, DUE, Within.ROUTED))
OFFICE_OF_19 = Actor("19", Role.OFFICE, "test")
ROW = "1:00001-U1"


def vn(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC) - timedelta(hours=7)


def launched(driver: Driver, ordered: Directive = LETTER) -> None:
    """The letter stored and launched; one unit has taken its task."""
    drafts.save_draft(driver.connection, ordered, OFFICE_OF_19, driver.now)
    calendar = built_in(*span(ordered))
    driver.launch(ordered, PlanMaker(ordered, TREE, first_unit, Terms(calendar, TERMS.defaults)))
    driver.advance(FRIDAY + timedelta(hours=1))
    commune = driver.docket(ordered.id, "00001")
    driver.send(commune, "00001-U1", UNIT, Accept(ROW))
    driver.send(commune, "00001-U1", UNIT, Take(ROW, "B"))


@pytest.fixture
def driver(empty: Engines) -> Iterator[Driver]:
    with empty.write.connect() as connection:
        driver = Driver(connection, TREE, FRIDAY)
        launched(driver)
        yield driver


def record(driver: Driver, *changes: DayChange) -> Almanac:
    """Put an edition into the journal now."""
    almanac = calendars.load_for_change(driver.connection)
    edition = calendars.planned(almanac, Record("test", driver.now, "x"), fixed_days(civil_day(driver.now)), changes)
    calendars.add(driver.connection, edition)
    return calendars.load(driver.connection)


def roll_out(driver: Driver, almanac: Almanac) -> list[str]:
    """Tell every docket that does not know; who was told."""
    told = list(behind(driver.connection, almanac, TREE, civil_day(driver.now)))
    for one in told:
        driver.turn(driver.dockets[one.docket], hearings=[one.notice])
    return [one.agency for one in told]


def off(day: date, scope: Scope = EVERYBODY) -> DayChange:
    return DayChange(DayKind.OFF, day, day, scope, document="12/TB-VPCP")


def test_what_was_recorded_is_read_as_it_was(empty: Engines) -> None:
    changes = (
        off(date(2027, 2, 12)),
        DayChange(DayKind.HOURS, date(2027, 2, 4), date(2027, 2, 4), Scope(agency="19"), (), HALF, "1/UBND"),
        DayChange(DayKind.WORK, date(2027, 3, 1), None, Scope(level=Level.COMMUNE), (5, 6), HALF),
        DayChange(DayKind.RULE, date(2027, 3, 6), date(2027, 3, 7)),
    )
    with empty.write.begin() as connection:
        planned = calendars.planned(calendars.load(connection), Record("an", FRIDAY, "x"), fixed_days(DUE), changes)
        calendars.add(connection, planned)
    with empty.read.connect() as connection:
        assert calendars.load(connection).editions == (planned,)
        assert (planned.number, calendars.number(connection)) == (2, 2)


def test_what_is_foreseen_is_what_then_happens(empty: Engines, driver: Driver) -> None:
    """15 December becomes a day off for the communes: their dockets move, the province's does not."""
    driver.advance(vn(date(2026, 12, 9), 9))
    driver.connection.commit()
    almanac = calendars.load(driver.connection)
    scope = Scope(level=Level.COMMUNE)
    edition = calendars.planned(
        almanac, Record("an", driver.now, "x"), fixed_days(civil_day(driver.now)), (off(DUE, scope),)
    )
    grown = Almanac((*almanac.editions, edition))
    told = {one.docket.docket: one.moves for one in foreseen(driver.connection, grown, TREE, driver.now)}
    assert set(told) == {"cascade/d1/00001", "cascade/d1/00002"}
    assert told["cascade/d1/00001"] == (
        Move(What.DEADLINE, ROW, vn(DUE, 17), vn(date(2026, 12, 14), 17)),
        Move(What.STEP, ROW, vn(date(2026, 12, 10), 7, 30), vn(date(2026, 12, 9), 9), "due_soon"),
        Move(What.PASSED, ROW, *_half_silent(told["cascade/d1/00001"]), "half_silent"),
    )
    before = dict(driver.dockets)
    calendars.add(driver.connection, edition)
    assert roll_out(driver, calendars.load(driver.connection)) == ["00001", "00002"]
    for docket, moves in told.items():
        for move in moves:
            was, now = before[docket].rows[move.key], driver.dockets[docket].rows[move.key]
            if move.what is What.DEADLINE:
                assert (was.due, now.due) == (move.before, move.after)
            elif move.what is What.STEP and move.after is not None and move.after > driver.now:
                assert driver.dockets[docket].agenda.moment(move.key) == move.after
    assert roll_out(driver, calendars.load(driver.connection)) == []
    driver.advance(vn(date(2027, 1, 20), 9))
    assert _fired(driver, "cascade/d1/00001") == [
        ("due_soon", vn(date(2026, 12, 9), 9)),
        ("overdue", vn(date(2026, 12, 14), 17)),
        ("overdue_2", vn(date(2026, 12, 17), 7, 30)),
        ("overdue_5", vn(date(2026, 12, 22), 7, 30)),
        ("overdue_10", vn(date(2026, 12, 29), 7, 30)),
        ("overdue_10", vn(date(2027, 1, 6), 7, 30)),
        ("overdue_10", vn(date(2027, 1, 13), 7, 30)),
        ("overdue_10", vn(date(2027, 1, 20), 7, 30)),
    ]
    driver.connection.commit()
    assert list(audit(empty.read, driver.now)) == []


def _half_silent(moves: tuple[Move, ...]) -> tuple[datetime | None, datetime | None]:
    found = next(move for move in moves if move.what is What.PASSED)
    assert (found.before or FRIDAY) > (found.after or FRIDAY)
    return found.before, found.after


def _fired(driver: Driver, docket: str) -> list[tuple[str, datetime]]:
    alerts = t.alerts.c
    found = driver.connection.execute(
        sa.select(alerts.step, alerts.repeat, alerts.moment)
        .where(alerts.docket == docket, alerts.clock == "completion", alerts.step != "half_silent")
        .distinct()
        .order_by(alerts.moment)
    )
    return [(row.step, row.moment) for row in found]


def test_a_docket_that_starts_counts_by_what_holds_for_its_agency(empty: Engines, driver: Driver) -> None:
    record(driver, off(DUE, Scope(agency="00001")))
    driver.connection.commit()
    planner = StoredPlanner(empty, DirectoryCache(), DEFAULTS)
    plan = planner.plan(LETTER.id, "19")
    started = {one.agency: one.calendar for one in (plan.own, *plan.children)}
    assert {agency: calendar.version for agency, calendar in started.items()} == {"19": 1, "00001": 2, "00002": 1}
    assert {agency for agency, calendar in started.items() if DUE in calendar.off} == {"00001"}
    assert planner.given(LETTER.id, "00001", (1,)).calendar == started["00001"]


def test_one_that_started_with_what_was_just_replaced_is_found(driver: Driver) -> None:
    """Its plan was made before the edition, its ledger begun after everybody else had been told."""
    almanac = record(driver, off(DUE))
    assert len(roll_out(driver, almanac)) == 3
    launched(driver, replace(directive(to_communes(1, DUE, Within.ROUTED), id_="d2"), number="2"))
    assert sorted(roll_out(driver, almanac)) == ["00001", "00002", "19"]
    assert driver.docket("d2", "00001").rows[ROW].due == vn(date(2026, 12, 14), 17)


def test_a_local_change_reaches_the_dockets_below_it_and_no_other(driver: Driver) -> None:
    almanac = record(driver, off(DUE, Scope(agency="00001")))
    assert roll_out(driver, almanac) == ["00001"]
    line = t.dockets.c
    known = driver.connection.execute(sa.select(line.agency, line.calendar)).all()
    assert dict(map(tuple, known)) == {"19": 1, "00001": 2, "00002": 1}


def test_a_correction_reaches_a_docket_whose_worker_was_away(empty: Engines, driver: Driver) -> None:
    """Recorded on the 9th, heard on the 20th: every moment between is as if it had been heard at once."""
    driver.advance(vn(date(2026, 12, 8), 9))
    almanac = record(driver, off(DUE))
    driver.now = vn(date(2026, 12, 20), 9)
    roll_out(driver, almanac)
    assert _fired(driver, "cascade/d1/00001") == [
        ("due_soon", vn(date(2026, 12, 9), 7, 30)),
        ("overdue", vn(date(2026, 12, 14), 17)),
        ("overdue_2", vn(date(2026, 12, 17), 7, 30)),
    ]
    driver.connection.commit()
    lenient = Tolerances(fire=30 * DAY, calendars=30 * DAY)
    assert list(audit(empty.read, driver.now, tolerances=lenient)) == []


def test_the_audit_names_who_has_not_heard(empty: Engines, driver: Driver) -> None:
    record(driver, off(DUE))
    driver.connection.commit()
    in_time = [one.code for one in audit(empty.read, driver.now + timedelta(minutes=9))]
    late = [one.code for one in audit(empty.read, driver.now + timedelta(minutes=11))]
    assert (in_time, late) == ([], [Code.CALENDAR_STALE] * 3)


@pytest.mark.parametrize(
    ("fault", "record_is"),
    [
        ("another day", Code.RECORD_ALTERED),
        ("another moment", Code.RECORD_ALTERED),
        ("no such edition", Code.RECORD_MISSING),
    ],
)
def test_a_calendar_that_the_journal_does_not_hold_is_found(
    empty: Engines, driver: Driver, fault: str, record_is: Code
) -> None:
    roll_out(driver, record(driver, off(DUE)))
    driver.connection.commit()
    assert list(audit(empty.read, driver.now)) == []
    with empty.write.begin() as connection:
        if fault == "another day":
            connection.execute(sa.update(t.calendar_changes).values(first=date(2026, 12, 16), last=date(2026, 12, 16)))
        elif fault == "another moment":
            connection.execute(sa.update(t.calendar_journal).values(at=driver.now - DAY))
        else:
            connection.execute(sa.delete(t.calendar_changes))
            connection.execute(sa.delete(t.calendar_journal))
    found = list(audit(empty.read, driver.now))
    assert [one.code for one in found] == [record_is, *[Code.NOT_DECIDED] * 3]


def test_a_commune_that_works_when_the_province_does_not_is_in_time_by_its_own_day(empty: Engines) -> None:
    """Both were given the same Saturday; it ends for the province on Friday and for the commune's unit on Saturday."""
    saturday = date(2026, 12, 12)
    with empty.write.connect() as connection:
        driver = Driver(connection, TREE, FRIDAY)
        launched(driver, directive(to_communes(1, saturday, Within.ROUTED)))
        roll_out(driver, record(driver, DayChange(DayKind.WORK, saturday, saturday, Scope(agency="00001"))))
        assert driver.docket("d1", "19").rows["1:00001"].due == vn(date(2026, 12, 11), 17)
        assert driver.docket("d1", "00001").rows[ROW].due == vn(saturday, 17)
        driver.advance(vn(date(2026, 12, 20), 9))
        connection.commit()
    assert list(audit(empty.read, driver.now)) == []


def test_who_says_the_same_again_says_nothing_new(driver: Driver) -> None:
    almanac = record(driver, off(DUE))
    again = calendars.planned(almanac, Record("an", driver.now), fixed_days(civil_day(driver.now)), (off(DUE),))
    other = calendars.planned(
        almanac, Record("an", driver.now), fixed_days(civil_day(driver.now)), (off(DUE, Scope(agency="00001")),)
    )
    assert says_nothing_new(almanac, again, TREE)
    assert not says_nothing_new(almanac, other, TREE)


def test_the_days_of_a_year_name_who_said_so(driver: Driver) -> None:
    almanac = record(driver, off(DUE, Scope(agency="19")))
    number, days = days_of(almanac, TREE, "00001-U1", 2026)
    by_day = {one.day: one for one in days}
    assert number == 2
    assert by_day[DUE].said == off(DUE, Scope(agency="19"))
    assert (by_day[date(2026, 9, 2)].works, by_day[date(2026, 9, 2)].name) == (False, "Quốc khánh")
    assert (by_day[date(2026, 1, 10)].works, by_day[date(2026, 1, 10)].name) == (True, "12729/VPCP-KGVX, 25/12/2025")
    assert days_of(almanac, TREE, "TW", 2026)[0] == 1


def test_a_calendar_reaches_from_before_the_issue_to_well_after_today() -> None:
    assert span(LETTER) == (date(2026, 9, 17), date(2028, 3, 9))
    assert span(LETTER, date(2027, 6, 1)) == (date(2026, 9, 17), date(2028, 8, 24))
