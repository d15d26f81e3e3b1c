"""The figures of supervisors: each copy in one cell, tiers apart, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, directive, led_by, small_tree, to_communes
from tests.store.driver import OFFICE, UNIT, Driver
from thac.domain.agencies import Level
from thac.domain.commands import Accept, Confirm, Submit, Take
from thac.domain.turns import Done
from thac.store.queries.scope import Scope
from thac.store.queries.standings import Cells, Tier, Week, by_lead, by_task, by_week, due_by_week

pytestmark = pytest.mark.slow
DOWN = Tier(Level.PROVINCE, Level.COMMUNE)
BESIDE = Tier(Level.PROVINCE, Level.UNIT)
WITHIN = Tier(Level.COMMUNE, Level.UNIT)
PROVINCE = Scope("19", "TW/19/", below=True)
COMMUNE = Scope("00001", "TW/19/00001/", below=True)
NOW = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
"""Wednesday, 09:00; task 1 was due on Monday at 17:00."""
MONDAYS = tuple(datetime(2026, 11, 15, 17, tzinfo=UTC) + timedelta(weeks=number) for number in range(5))
"""The weeks that begin on 16, 23 and 30 November and on 7 December, and the end of the last."""


@pytest.fixture
def connection(place: Place) -> Iterator[sa.Connection]:
    """Task 1 to every unit, due 30 November; task 2 to Sở Nội vụ, undated; task 3 to it, due 11 December.

    A unit handed its part in on the Friday before and was confirmed on Tuesday.
    """
    engines = open_store(place, small_tree())
    with engines.write.begin() as connection:
        driver = Driver(connection, small_tree(), FRIDAY)
        driver.launch(
            directive(
                to_communes(1, date(2026, 11, 30)),
                led_by(2, "19-SNV"),
                led_by(3, "19-SNV", date(2026, 12, 11)),
                id_="d",
            )
        )
        driver.advance(datetime(2026, 11, 27, 2, 0, tzinfo=UTC))
        docket, key = driver.docket("d", "00001"), "1:00001-U1"
        for command in (Accept(key), Take(key, "A"), Submit(key)):
            assert isinstance(driver.send(docket, "00001-U1", UNIT, command), Done)
        driver.advance(datetime(2026, 12, 1, 2, 0, tzinfo=UTC))
        assert isinstance(driver.send(docket, "00001", OFFICE, Confirm(key)), Done)
        driver.advance(NOW)
        yield connection
    engines.dispose()


def test_each_copy_stands_in_one_cell_of_its_tier(connection: sa.Connection) -> None:
    """A result counts from when it was handed in, however late it was confirmed."""
    late = Cells(open_late=1, late_by_first=1)
    assert by_lead(connection, PROVINCE, NOW) == {
        DOWN: {"00001": late, "00002": late},
        BESIDE: {"19-SNV": Cells(open_in_time=1, open_undated=1)},
        WITHIN: {
            "00001-U1": Cells(done_in_time=1),
            "00001-U2": late,
            "00002-U1": late,
            "00002-U2": late,
        },
    }


def test_tasks_are_counted_by_their_copies(connection: sa.Connection) -> None:
    assert by_task(connection, PROVINCE, NOW) == {
        DOWN: {("d", 1): Cells(open_late=2, late_by_first=2)},
        BESIDE: {("d", 2): Cells(open_undated=1), ("d", 3): Cells(open_in_time=1)},
        WITHIN: {("d", 1): Cells(open_late=3, done_in_time=1, late_by_first=3)},
    }


def test_a_commune_counts_what_it_gave_out_itself(connection: sa.Connection) -> None:
    assert set(by_lead(connection, COMMUNE, NOW)) == {WITHIN}
    assert by_task(connection, COMMUNE, NOW) == {
        WITHIN: {("d", 1): Cells(open_late=1, done_in_time=1, late_by_first=1)}
    }


def test_who_reads_nothing_below_counts_nothing(connection: sa.Connection) -> None:
    unit = Scope("00001-U1", "TW/19/00001/00001-U1/", below=False)
    assert (by_lead(connection, unit, NOW), by_week(connection, unit, MONDAYS, NOW)) == ({}, {})


def test_open_work_lies_in_the_week_of_its_deadline(connection: sa.Connection) -> None:
    """What is done is due no more."""
    assert due_by_week(connection, PROVINCE, MONDAYS) == {
        DOWN: {"00001": (0, 0, 1, 0), "00002": (0, 0, 1, 0)},
        BESIDE: {"19-SNV": (0, 0, 0, 1)},
        WITHIN: {"00001-U2": (0, 0, 1, 0), "00002-U1": (0, 0, 1, 0), "00002-U2": (0, 0, 1, 0)},
    }


def test_each_week_has_what_happened_in_it(connection: sa.Connection) -> None:
    assert by_week(connection, PROVINCE, MONDAYS, NOW) == {
        DOWN: (Week(given=2), Week(), Week(missed=2), Week()),
        BESIDE: (Week(given=2), Week(), Week(), Week()),
        WITHIN: (Week(given=4), Week(), Week(done_in_time=1, missed=3), Week()),
    }
