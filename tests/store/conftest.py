"""A store in which a cascade has lived for two months, in moved time; each test plants its fault in a copy."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from tests.places import Place, migrate
from tests.samples import FRIDAY, directive, led_by, small_tree, to_communes
from tests.store.driver import OFFICE, UNIT, Driver, one_life
from thac.domain.agencies import PostRole
from thac.domain.commands import Accept, Confirm, Progress, Submit, Take
from thac.domain.directives import Within
from thac.domain.turns import Done
from thac.store import directory
from thac.store.engine import Engines, open_engines

DAY = timedelta(days=1)
NOW = FRIDAY + 60 * DAY


def new_store(address: str) -> Engines:
    """A migrated store with the small directory: one province, two communes of two units."""
    migrate(address)
    engines = open_engines(address)
    with engines.write.begin() as connection:
        directory.install(connection, small_tree(), "test", FRIDAY - DAY)
    return engines


def live(engines: Engines) -> None:
    """A letter to the communes that is worked off in part and escalated in part, and one that closes completely."""
    with engines.write.begin() as connection:
        driver = Driver(connection, small_tree(), FRIDAY)
        driver.launch(
            directive(
                to_communes(1, date(2026, 12, 15)),
                to_communes(2, None, Within.ROUTED),
                led_by(3, "19-SNV", date(2026, 11, 10)),
                id_="d1",
            )
        )
        driver.launch(directive(to_communes(1, date(2026, 12, 1), Within.ROUTED), id_="d2"))
        driver.advance(FRIDAY + timedelta(hours=3))
        _close(driver)
        first = driver.docket("d1", "00001")
        one_life(driver, first, "1:00001-U1", random.Random(1), timedelta(hours=2))
        driver.advance(FRIDAY + 12 * DAY)
        assert isinstance(driver.send(first, "00001-U2", UNIT, Accept("1:00001-U2")), Done)
        assert isinstance(driver.send(first, "00001-U2", UNIT, Take("1:00001-U2", "Trần Thị B")), Done)
        directory.fill_post(connection, "00002-U1", PostRole.HEAD, None, "test", driver.now)
        driver.advance(FRIDAY + 30 * DAY)
        assert isinstance(driver.send(first, "00001-U2", UNIT, Progress("1:00001-U2", 40)), Done)
        directory.fill_post(connection, "00002-U1", PostRole.HEAD, "Lê Văn C", "test", driver.now)
        driver.advance(FRIDAY + 50 * DAY)
        assert isinstance(driver.send(first, "00001-U2", UNIT, Progress("1:00001-U2", 60)), Done)
        driver.advance(NOW)


def _close(driver: Driver) -> None:
    for commune in ("00001", "00002"):
        docket = driver.docket("d2", commune)
        one_life(driver, docket, f"1:{commune}-U1", random.Random(2), timedelta(minutes=5))
        root = driver.docket("d2", "19")
        for command, agency in (
            (Accept(f"1:{commune}"), commune),
            (Submit(f"1:{commune}"), commune),
            (Confirm(f"1:{commune}"), "19"),
        ):
            assert isinstance(driver.send(root, agency, OFFICE, command), Done)
    assert all(driver.docket("d2", one).closed_at is not None for one in ("19", "00001", "00002"))


def lived(address: str) -> None:
    """Make the store that has lived."""
    engines = new_store(address)
    live(engines)
    engines.dispose()


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    """A copy of it to do harm to."""
    engines = open_engines(place.copy("lived", lived))
    yield engines
    engines.dispose()


@pytest.fixture
def empty(place: Place) -> Iterator[Engines]:
    """A store with its directory and nothing else."""
    engines = new_store(place.empty())
    yield engines
    engines.dispose()


@pytest.fixture
def now() -> datetime:
    """The moment up to which that store has lived."""
    return NOW
