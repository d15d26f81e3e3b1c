"""The read model is a function of the ledger: spoilt, dropped, rebuilt under load, and equal each time."""

import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.samples import FRIDAY, directive, small_tree, to_communes
from tests.store.driver import UNIT, Driver
from tests.store.faults import run
from thac.domain.commands import Accept, Command, Progress, Take
from thac.domain.ledger import BrokenChainError
from thac.domain.turns import Done
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.engine import Engines
from thac.store.rebuild import RebuildResult, compare, rebuild

pytestmark = pytest.mark.slow

ROW = "d1~00001~1~00001-U2"


def _content(store: Engines) -> object:
    with store.read.connect() as connection:
        return [connection.execute(sa.select(table).order_by(*table.primary_key)).all() for table in t.READ_MODEL]


def _tables(store: Engines) -> list[str]:
    return sorted(sa.inspect(store.read).get_table_names())


def test_what_was_written_event_by_event_equals_what_the_ledger_adds_up_to(store: Engines) -> None:
    assert compare(store.read) == ()


_OTHER: dict[str, Callable[[object], object]] = {
    "VARCHAR": lambda value: f"{value}x",
    "VARCHAR(64)": lambda value: f"{str(value)[:-1]}x",
    "TEXT": lambda value: "[]" if value != "[]" else "[1]",
    "INTEGER": lambda value: int(str(value or 0)) + 1,
    "BOOLEAN": lambda value: not value,
    "DATETIME": lambda value: (value if isinstance(value, datetime) else FRIDAY) + timedelta(seconds=1),
}
LINES = (t.dockets, t.assignments)
CELLS = [(table, column) for table in LINES for column in table.columns if not column.primary_key]


@pytest.mark.parametrize(("table", "column"), CELLS, ids=[str(column) for _, column in CELLS])
def test_any_cell_that_is_changed_is_named_and_set_right(
    store: Engines, table: sa.Table, column: sa.Column[object]
) -> None:
    before = _content(store)
    one = {"dockets": "cascade/d1/00001", "assignments": ROW}[table.name]
    with store.write.begin() as connection:
        value = connection.execute(sa.select(column).where(table.c.id == one)).scalar_one()
        other = _OTHER[str(column.type)](value)
        connection.execute(sa.update(table).where(table.c.id == one).values({column: other}))
    named = {(found.table, found.row, found.column) for found in compare(store.read)}
    assert (table.name, one, column.name) in named or (table.name, one, "*") in named
    rebuild(store.write)
    assert compare(store.read) == ()
    assert _content(store) == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM assignments",
        "DELETE FROM dockets",
        "DELETE FROM assignments WHERE docket = 'cascade/d1/00002'",
        "UPDATE assignments SET id = 'x~y~1~z' WHERE id = 'd1~00001~1~00001-U2'",
        "UPDATE dockets SET id = 'cascade/d1/77777' WHERE id = 'cascade/d1/00001'",
    ],
)
def test_rows_that_are_missing_or_too_many_are_named_and_set_right(store: Engines, statement: str) -> None:
    before = _content(store)
    run(store, statement)
    assert compare(store.read) != ()
    rebuild(store.write)
    assert compare(store.read) == ()
    assert _content(store) == before


def test_tables_that_are_gone_are_made_again(store: Engines, now: datetime) -> None:
    before, tables = _content(store), _tables(store)
    with store.write.begin() as connection:
        connection.execute(sa.text("DROP TABLE assignments"))
        connection.execute(sa.text("DROP TABLE dockets"))
    rebuild(store.write)
    assert _content(store) == before
    assert _tables(store) == tables
    assert len(sa.inspect(store.read).get_indexes("assignments")) == 5
    assert audit(store.read, now).clean


def test_the_result_and_the_progress_say_how_much_there_was(store: Engines) -> None:
    told: list[tuple[int, int]] = []
    result = rebuild(store.write, lambda done, total: told.append((done, total)))
    assert (result.dockets, result.assignments, result.caught_up) == (6, 15, 0)
    assert told == [(6, 6)]


def test_a_ledger_that_does_not_hold_leaves_the_read_model_as_it_was(store: Engines) -> None:
    before, tables = _content(store), _tables(store)
    run(store, "DELETE FROM events WHERE docket = 'cascade/d1/00001' AND seq = 5")
    with pytest.raises(BrokenChainError, match="cascade/d1/00001: event 6 follows 4"):
        rebuild(store.write)
    assert _content(store) == before
    assert _tables(store) == tables


def test_dockets_that_go_on_meanwhile_are_caught_up_with(store: Engines) -> None:
    """Between the shadow's first docket and the exchange, another launch and a command come in."""
    driver: list[Driver] = []

    def meanwhile(done: int, total: int) -> None:
        del done, total
        if not driver:
            with store.write.begin() as connection:
                driver.append(Driver(connection, small_tree(), FRIDAY))
                driver[0].launch(directive(to_communes(1, date(2026, 12, 15)), id_="meanwhile"))

    result = rebuild(store.write, meanwhile)
    assert result.caught_up == 3
    assert result.dockets == 9
    assert compare(store.read) == ()


@pytest.mark.slow
def test_a_rebuild_while_a_worker_writes_loses_nothing(empty: Engines) -> None:
    """Another thread goes on accepting, taking and reporting; after each of six rebuilds everything is there.

    No rebuild comes to its exchange before that thread has sent something since the shadow was filled.
    """
    with empty.write.begin() as connection:
        driver = Driver(connection, small_tree(5, 2), FRIDAY)
        for number in range(2):
            driver.launch(directive(to_communes(1, date(2026, 12, 15)), id_=f"r{number}"))
    stop = threading.Event()
    sent: list[int] = []
    faults: list[BaseException] = []
    writer = threading.Thread(target=_write, args=(empty, driver, stop, sent, faults))

    def until_more_is_sent(_done: int, _total: int) -> None:
        before = len(sent)
        while len(sent) < before + 20 and writer.is_alive():
            time.sleep(0.001)

    writer.start()
    results: list[RebuildResult] = []
    try:
        for _ in range(6):
            results.append(rebuild(empty.write, until_more_is_sent))
            assert compare(empty.read) == ()
    finally:
        stop.set()
        writer.join()
    assert faults == []
    assert compare(empty.read) == ()
    assert len(sent) > 50
    assert results[0].caught_up > 0
    with empty.read.connect() as connection:
        answers = connection.execute(sa.select(sa.func.count()).select_from(t.answers)).scalar_one()
    assert answers == len(sent)


def _write(store: Engines, driver: Driver, stop: threading.Event, sent: list[int], faults: list[BaseException]) -> None:
    driver.hears = False
    rows = [(one, key) for one, docket in driver.dockets.items() if docket.slice.parent for key in docket.rows]
    commands: list[Callable[[str], Command]] = [Accept, lambda key: Take(key, "A")]
    commands += [lambda key: Progress(key, 10)] * 50
    try:
        for make in commands:
            for one, key in rows:
                if stop.is_set():
                    return
                with store.write.begin() as connection:
                    driver.connection = connection
                    docket = driver.dockets[one]
                    assert isinstance(driver.send(docket, docket.rows[key].lead, UNIT, make(key)), Done)
                sent.append(1)
    except BaseException as error:  # noqa: BLE001 - the test looks at it
        faults.append(error)
