"""The audit asks whom an alert had to reach by the directory of that day, whatever has become of it since."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.samples import FRIDAY, directive, small_tree, to_communes
from tests.store.driver import UNIT, Driver
from thac.domain.agencies import Absence, PostRole
from thac.domain.commands import Accept
from thac.domain.directives import Within
from thac.domain.directory_changes import ChangeKind, Changes, renamed
from thac.store import directory
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.directory import Record
from thac.store.engine import Engines

DUE = datetime(2026, 12, 15, 10, 0, tzinfo=UTC)
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


def _change(driver: Driver, changes: Changes) -> None:
    tree = directory.load_for_change(driver.connection)
    record = Record(ChangeKind.IMPORT, "test", driver.now, driver.now.date())
    directory.change(driver.connection, tree, changes, record)


def _away(driver: Driver, substitute: str | None) -> None:
    """The officer of the unit is away from 10 to 14 December."""
    officer = directory.load(driver.connection).post("00001-U1", PostRole.OFFICER)
    assert officer is not None
    absence = Absence(date(2026, 12, 10), date(2026, 12, 14), substitute)
    _change(driver, Changes(posts=(replace(officer, absence=absence),)))


def _reached(empty: Engines, step: str) -> list[str]:
    wanted = sa.select(t.alerts.c.post).where(t.alerts.c.step == step, t.alerts.c.assignment.contains("00001-U1"))
    with empty.read.connect() as connection:
        return [row.post for row in connection.execute(wanted)]


def _turned_over(driver: Driver) -> None:
    """Afterwards the unit has another name, its officer is back, its head is gone and a neighbour is closed."""
    tree = directory.load(driver.connection)
    officer, head = tree.post("00001-U1", PostRole.OFFICER), tree.post("00001-U1", PostRole.HEAD)
    assert officer is not None
    assert head is not None
    agencies = renamed(tree["00001-U1"], "Phòng mới"), replace(tree["00001-U2"], ended_on=date(2026, 12, 15))
    _change(driver, Changes(agencies, (replace(officer, absence=None), replace(head, holder=None))))


def test_an_officer_away_without_a_substitute_is_passed_over_on_those_days_only(empty: Engines, driver: Driver) -> None:
    """The step of the 10th goes to the head; the audit finds it right, also after everything has changed."""
    _away(driver, None)
    driver.advance(DUE + timedelta(hours=1))
    _turned_over(driver)
    driver.connection.commit()
    assert _reached(empty, "due_soon") == ["head@00001-U1"]
    assert audit(empty.read, driver.now).clean


def test_a_substitute_is_reached_in_the_post_of_who_is_away(empty: Engines, driver: Driver) -> None:
    _away(driver, "Trần Văn B")
    driver.advance(DUE + timedelta(hours=1))
    _turned_over(driver)
    driver.connection.commit()
    assert _reached(empty, "due_soon") == ["officer@00001-U1"]
    assert audit(empty.read, driver.now).clean


def test_an_alert_that_the_directory_of_then_does_not_explain_is_found(empty: Engines, driver: Driver) -> None:
    """With the absence taken out of the journal the head was reached without cause."""
    _away(driver, None)
    driver.advance(DUE + timedelta(hours=1))
    _turned_over(driver)
    images = t.directory_changes.c
    without = sa.func.replace(sa.func.replace(images.before, '"2026-12-10"', "null"), '"2026-12-14"', "null")
    driver.connection.execute(sa.update(t.directory_changes).where(images.before.is_not(None)).values(before=without))
    driver.connection.commit()
    assert not audit(empty.read, driver.now).clean
