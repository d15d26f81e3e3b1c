"""An installation's own ladder: published, taken by the dockets opened next, and kept by them whatever comes later."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.domain.desk import vn
from tests.samples import CALENDAR, FRIDAY, directive, first_unit, small_tree, to_communes
from tests.store.driver import Driver
from tests.store.faults import Body, forge
from thac.domain.courses import BUILT_IN, TEXT
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Directive, Urgency, Within
from thac.domain.docket import Docket
from thac.domain.findings import Code
from thac.domain.ladder_faults import LadderRefusedError
from thac.domain.ledger import fold
from thac.domain.planning import PlanMaker, Terms
from thac.domain.snapshots import pack, unpack
from thac.store import ladders
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.engine import Engines
from thac.store.ledger import read
from thac.store.rebuild import compare, rebuild

OWN = TEXT.replace(
    'code = "overdue_2"\nat = "+P2D"\naudience = ["issuing_chair"]',
    'code = "to_the_chair"\nat = "+P1D"\naudience = ["issuing_office", "issuing_chair"]',
)
OTHER = OWN.replace('"to_the_chair"', '"to_both"').replace('"issuing_office", "issuing_chair"', '"issuing_office"')
DOWN = OWN.replace('"issuing_office", "issuing_chair"', '"lead_head"')
DUE = date(2026, 12, 15)


@pytest.fixture
def driver(empty: Engines) -> Iterator[Driver]:
    with empty.write.connect() as connection:
        yield Driver(connection, small_tree(), FRIDAY)


def letter(id_: str) -> Directive:
    return directive(to_communes(1, DUE, Within.ROUTED), id_=id_)


def maker(driver: Driver, id_: str) -> PlanMaker:
    """As a worker makes plans: with the newest ladder that was published."""
    own = ladders.current(driver.connection)
    terms = Terms(CALENDAR, DEFAULTS, ladder=own if own.version not in BUILT_IN else None)
    return PlanMaker(letter(id_), driver.tree, first_unit, terms)


def publish(driver: Driver, text: str) -> int:
    made, added = ladders.publish(driver.connection, text, "Lê Văn C", driver.now, "QĐ 5/QĐ-UBND")
    assert added
    return made.version


def posts(driver: Driver, id_: str, step: str) -> list[tuple[str, str]]:
    """Whom a step reached in a commune's docket, and in which colour."""
    row = t.alerts.c
    wanted = sa.select(row.post, row.colour).where(row.step == step, row.assignment.like(f"{id_}~00001~%"))
    return [(one.post, one.colour) for one in driver.connection.execute(wanted.order_by(row.post))]


def test_ladders_are_numbered_from_a_thousand_and_none_is_published_twice(driver: Driver) -> None:
    assert ladders.current(driver.connection) == BUILT_IN[3]
    assert publish(driver, OWN) == 1_000
    made, added = ladders.publish(driver.connection, OWN, "another", driver.now, "again")
    assert (made.version, made.by, added) == (1_000, "Lê Văn C", False)
    assert publish(driver, OTHER) == 1_001
    assert publish(driver, OWN) == 1_002
    assert ladders.current(driver.connection).version == 1_002
    assert [one.version for one in ladders.journal(driver.connection)] == [1_002, 1_001, 1_000]
    assert ladders.load_own(driver.connection, 1_000).tracks == ladders.load_own(driver.connection, 1_002).tracks


def test_a_ladder_that_is_not_right_is_not_written(driver: Driver) -> None:
    with pytest.raises(LadderRefusedError):
        ladders.publish(driver.connection, OWN.replace("times = 4\n", "", 1), "x", driver.now, "x")
    assert ladders.journal(driver.connection) == ()


def test_a_ladder_that_is_not_there_is_said_to_be_missing(driver: Driver) -> None:
    with pytest.raises(LookupError, match="no ladder 1000"):
        ladders.load_own(driver.connection, 1_000)


def test_a_docket_keeps_the_ladder_of_its_start_whatever_is_published_later(empty: Engines, driver: Driver) -> None:
    """One opened before, one with the first own ladder, one with the second; alerts, audit and rebuild follow each."""
    driver.launch(letter("d1"), maker(driver, "d1"))
    assert publish(driver, OWN) == 1_000
    driver.launch(letter("d2"), maker(driver, "d2"))
    assert publish(driver, OTHER) == 1_001
    driver.launch(letter("d3"), maker(driver, "d3"))
    driver.advance(vn(12, 25, 8, year=2026))
    driver.connection.commit()
    assert [driver.docket(one, "00001").slice.ladder for one in ("d1", "d2", "d3")] == [3, 1_000, 1_001]
    assert posts(driver, "d1", "overdue_2") == [("chair@00001", "red")]
    assert posts(driver, "d2", "to_the_chair") == [("chair@00001", "red"), ("office@00001", "red")]
    assert posts(driver, "d3", "to_both") == [("office@00001", "red")]
    driver.connection.commit()
    assert audit(empty.read, driver.now).clean
    assert compare(empty.read) == ()
    rebuild(empty.write)
    assert compare(empty.read) == ()
    assert audit(empty.read, driver.now).clean


def test_a_step_that_climbs_down_is_not_published_at_all(driver: Driver) -> None:
    with pytest.raises(LadderRefusedError, match="climbs down"):
        ladders.publish(driver.connection, DOWN, "x", driver.now, "x")


def test_the_ledger_alone_says_what_an_own_ladder_calls_for(empty: Engines, driver: Driver) -> None:
    """The table of ladders is where the next docket takes one from, and nothing that runs looks there again."""
    publish(driver, OWN)
    driver.launch(letter("d1"), maker(driver, "d1"))
    driver.connection.execute(sa.delete(t.ladders))
    driver.advance(vn(12, 20, 8, year=2026))
    driver.connection.commit()
    assert posts(driver, "d1", "to_the_chair") == [("chair@00001", "red"), ("office@00001", "red")]
    name = "cascade/d1/00001"
    docket = Docket(name)
    fold(docket, read(driver.connection, name))
    assert docket.agenda.first() == driver.dockets[name].agenda.first()
    assert unpack(pack(docket)).agenda.first() == docket.agenda.first()
    assert unpack(pack(docket)) == docket
    found = audit(empty.read, driver.now + timedelta(minutes=1)).findings
    assert [(one.code, one.docket) for one in found] == [
        (Code.RECORD_MISSING, ""),
        *((Code.LADDER_DIFFERS, f"cascade/d1/{agency}") for agency in ("00001", "00002", "19")),
    ]


@pytest.mark.parametrize("column", ["body", "source", "reason"])
def test_a_published_ladder_that_is_edited_is_found(empty: Engines, driver: Driver, column: str) -> None:
    publish(driver, OWN)
    driver.connection.commit()
    assert audit(empty.read, driver.now).clean
    driver.connection.execute(sa.update(t.ladders).values({column: "x"}))
    driver.connection.commit()
    assert [one.code for one in audit(empty.read, driver.now).findings] == [Code.RECORD_ALTERED]


def test_a_slice_carries_the_steps_of_its_urgency_and_none_of_a_ladder_that_is_built_in(driver: Driver) -> None:
    publish(driver, OWN)
    plain = PlanMaker(letter("d1"), driver.tree, first_unit, Terms(CALENDAR, DEFAULTS)).plan("19")
    own = maker(driver, "d1").plan("19")
    assert {one.steps for one in (plain.own, *plain.children)} == {()}
    kept = ladders.load_own(driver.connection, 1_000)
    assert {one.steps for one in (own.own, *own.children)} == {kept.steps(Urgency.NORMAL)}


def test_a_docket_that_was_opened_with_other_steps_than_were_published_is_found(empty: Engines, driver: Driver) -> None:
    """With every hash computed anew, and before anything fired; the ladder itself is as it was."""
    publish(driver, OWN)
    driver.launch(letter("d1"), maker(driver, "d1"))
    driver.connection.commit()
    assert audit(empty.read, driver.now).clean

    def change(events: list[Body]) -> list[Body]:
        steps = events[0]["event"]["plan"]["steps"]
        next(step for step in steps if step["code"] == "to_the_chair")["audience"] = ["issuing_office"]
        return events

    forge(empty, "cascade/d1/00001", change)
    assert [(one.code, one.docket) for one in audit(empty.read, driver.now)] == [
        (Code.LADDER_DIFFERS, "cascade/d1/00001")
    ]
