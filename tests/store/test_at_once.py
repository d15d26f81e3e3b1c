"""What comes of two transactions that want the same at the same time: one goes first, the other finds what it did."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, small_tree
from tests.store.appends import accepted, named, opening
from thac.domain.agencies import PostRole
from thac.domain.appending import Append, Appended, Held, Outcome
from thac.domain.docket import GENESIS
from thac.store import directory, ledger, locks
from thac.store import tables as t
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines
from thac.store.writer import GroupCommit

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    engines = open_store(place, small_tree())
    yield engines
    engines.dispose()


@pytest.fixture
def writer(store: Engines) -> Iterator[GroupCommit]:
    """The other process: its appends go into one transaction."""
    commit = GroupCommit(store.write, DirectoryCache())
    yield commit
    commit.close()


@contextmanager
def first(store: Engines, request: Append) -> Iterator[sa.Connection]:
    """A transaction that has written an append and commits at the end of the block."""
    with store.write.begin() as connection:
        ledger.reserve(connection, [request.docket])
        outcome = ledger.append(connection, request, FRIDAY, small_tree)
        assert outcome == Appended()
        yield connection


def until_waiting(store: Engines, count: int = 1) -> None:
    """Return when so many transactions wait for another; where only one can write they wait anyway."""
    if store.read.dialect.name != "postgresql":
        return
    deadline = time.monotonic() + 20
    waiting = 0
    while waiting < count:
        assert time.monotonic() < deadline, "nobody waits"
        with store.read.connect() as connection:
            waiting = connection.execute(sa.text(WAITING)).scalar_one()


def at_once(commit: GroupCommit, *requests: Append) -> list["Future[Outcome]"]:
    return [commit.append(request) for request in requests]


def alarms(store: Engines) -> int:
    with store.read.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(t.alarms)).scalar_one()


def test_of_two_appends_to_one_docket_the_second_is_told_what_is_held(store: Engines, writer: GroupCommit) -> None:
    """Both knew the empty ledger; the second waited for the first, and its neighbour in the batch is written."""
    with first(store, accepted("00001", ["k"])):
        second, neighbour = at_once(writer, opening("00001"), opening("00002"))
        until_waiting(store)
    held = second.result(20)
    assert isinstance(held, Held)
    assert held.entries == accepted("00001", ["k"]).entries
    assert neighbour.result(20) == Appended()
    assert alarms(store) == 0


def test_one_request_key_in_two_dockets_at_once_is_carried_out_once(store: Engines, writer: GroupCommit) -> None:
    """The second docket is told that the key is taken, writes nothing, and does not stop."""
    with first(store, accepted("00001", ["k"])) as connection:
        taken = connection.execute(sa.select(t.answers)).one()
        second, neighbour = at_once(writer, accepted("00002", ["k"]), Append("cascade/d1/19", 0, GENESIS))
        until_waiting(store)
    held = second.result(20)
    assert isinstance(held, Held)
    assert held.entries == ()
    assert [(one.key, one.fingerprint, one.seq) for one in held.answers] == [("k", taken.fingerprint, taken.seq)]
    assert neighbour.result(20) == Appended()
    with store.read.connect() as after:
        assert list(ledger.read(after, "cascade/d1/00002")) == []
    assert writer.append(accepted("00002", ["other"])).result(20) == Appended()
    assert alarms(store) == 0


def test_a_key_whose_first_taker_gave_up_is_free(store: Engines, writer: GroupCommit) -> None:
    with store.write.connect() as connection:
        ledger.reserve(connection, ["cascade/d1/00001"])
        assert ledger.append(connection, accepted("00001", ["k"]), FRIDAY, small_tree) == Appended()
        (second,) = at_once(writer, accepted("00002", ["k"]))
        until_waiting(store)
        connection.rollback()
    assert second.result(20) == Appended()


def test_versions_of_the_directory_follow_each_other(store: Engines) -> None:
    """Eight threads name eight heads of one post; each change knows the one before it."""
    names = [f"Người {number}" for number in range(8)]
    together = threading.Barrier(len(names))

    def fill(name: str) -> None:
        together.wait()
        with store.write.begin() as connection:
            directory.fill_post(connection, "00001-U1", PostRole.HEAD, name, "test", datetime.now(UTC))

    with ThreadPoolExecutor(len(names)) as threads:
        list(threads.map(fill, names))
    with store.read.connect() as connection:
        versions = connection.execute(sa.select(t.directory_journal.c.version).order_by("version")).scalars().all()
        present = directory.load(connection)
    assert versions == list(range(1, 10))
    assert present.version == 9


@pytest.mark.parametrize("name", [locks.PREPARATION, "cascade/d1/19"])
def test_a_lock_keeps_others_out_until_the_transaction_ends(store: Engines, name: str) -> None:
    order: list[str] = []

    def second() -> None:
        with store.write.begin() as connection:
            locks.hold(connection, name, "another")
            order.append("second")

    with ThreadPoolExecutor(1) as threads:
        with store.write.begin() as connection:
            locks.hold(connection, "yet another", name)
            waiting = threads.submit(second)
            until_waiting(store)
            order.append("first")
        waiting.result(20)
    assert order == ["first", "second"]


# What follows can only be met where several write at once.

only_postgres = pytest.mark.parametrize("place", ["postgres"], indirect=True)


@pytest.mark.slow
@only_postgres
def test_a_directory_that_changes_while_it_is_read_is_read_again(store: Engines) -> None:
    """The posts have been read and the version has not when somebody is named: no old post goes by the new version."""
    changed: list[str] = []

    def meanwhile(_connection: sa.Connection, _cursor: object, statement: str, *_: object) -> None:
        if "FROM posts" in statement and not changed:
            changed.append(statement)
            with store.write.begin() as other:
                directory.fill_post(other, "00001-U1", PostRole.HEAD, "Lê Thị D", "test", datetime.now(UTC))

    with store.write.connect() as connection:
        sa.event.listen(connection, "after_cursor_execute", meanwhile)
        found = directory.load(connection)
    head = found.post("00001-U1", PostRole.HEAD)
    assert head is not None
    assert (found.version, head.holder) == (2, "Lê Thị D")


@pytest.mark.slow
@only_postgres
def test_transactions_that_wait_for_each_other_in_a_ring_begin_anew(store: Engines, writer: GroupCommit) -> None:
    """Two dockets each, and two request keys crosswise: PostgreSQL breaks the ring, and the batch is tried again."""
    with first(store, accepted("00001", ["k"])) as connection:
        connection.execute(sa.text("SET LOCAL deadlock_timeout = '1min'"))
        waiting = at_once(writer, accepted("00002", ["m", "k"]))
        until_waiting(store)
        crossing = sa.insert(t.answers).values(key="m", fingerprint="f", docket="cascade/d1/19", seq=1, at=FRIDAY)
        connection.execute(crossing)
    held = waiting[0].result(20)
    assert isinstance(held, Held)
    assert {one.key for one in held.answers} == {"m", "k"}
    assert alarms(store) == 0


@pytest.mark.slow
@only_postgres
def test_what_the_database_cannot_hold_turns_no_neighbour_away(store: Engines, writer: GroupCommit) -> None:
    """PostgreSQL has no NUL in its texts, and says so in the middle of the transaction."""
    with store.write.begin() as connection:
        ledger.reserve(connection, ["cascade/d1/00001"])  # so that the two below travel together
        bad, good = at_once(writer, named(opening("00001"), "a\x00b"), opening("00002"))
        until_waiting(store)
    assert good.result(20) == Appended()
    with pytest.raises(DBAPIError, match="NUL"):
        bad.result(20)


@pytest.mark.slow
@only_postgres
def test_a_connection_that_is_cut_fails_one_batch_and_not_the_next(store: Engines, writer: GroupCommit) -> None:
    with store.write.begin() as connection:
        ledger.reserve(connection, ["cascade/d1/00001"])
        (cut,) = at_once(writer, opening("00001"))
        until_waiting(store)
        others = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
        killed = connection.execute(sa.text(f"{others} AND wait_event_type = 'Lock'")).scalar_one()
        assert killed == 1
    with pytest.raises(DBAPIError, match="terminating connection"):
        cut.result(20)
    assert writer.append(opening("00001")).result(20) == Appended()


def _churn(store: Engines, agencies: list[str], outcomes: list[Outcome], together: threading.Barrier) -> None:
    commit = GroupCommit(store.write, DirectoryCache())
    together.wait()
    outcomes += [future.result(60) for future in at_once(commit, *(opening(agency, 40) for agency in agencies))]
    commit.close()


@pytest.mark.slow
@pytest.mark.parametrize("times", range(3))
def test_batches_that_name_the_same_dockets_in_other_orders_all_end(store: Engines, times: int) -> None:
    """Four processes' worth of batches over forty dockets: each is opened once, everybody else is told."""
    del times
    agencies = [f"{number:05}" for number in range(1, 41)]
    orders: list[Callable[[list[str]], list[str]]] = [
        sorted,
        partial(sorted, reverse=True),
        lambda them: them[20:] + them[:20],
        lambda them: them[1::2] + them[::2],
    ]
    outcomes: list[list[Outcome]] = [[] for _ in orders]
    together = threading.Barrier(len(orders))
    threads = [
        threading.Thread(target=_churn, args=(store, order(agencies), mine, together))
        for order, mine in zip(orders, outcomes, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    flat = [outcome for mine in outcomes for outcome in mine]
    assert sum(outcome == Appended() for outcome in flat) == 40
    assert sum(isinstance(outcome, Held) for outcome in flat) == 120
    assert alarms(store) == 0


def _held(store: Engines, path: list[str], done: threading.Event) -> None:
    with store.write.begin() as connection:
        locks.hold_under(connection, path)
        done.set()


@pytest.mark.parametrize("other", [["TW", "19", "00001"], ["TW", "19"], ["TW", "19", "00001", "U"]])
def test_who_launches_on_one_ground_waits_for_who_is_on_it_above_it_or_below_it(
    store: Engines, other: list[str]
) -> None:
    done = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with store.write.begin() as connection:
            locks.hold_under(connection, ["TW", "19", "00001"])
            waiting = pool.submit(_held, store, other, done)
            until_waiting(store)
            assert not done.is_set()
        waiting.result(20)
    assert done.is_set()


def test_siblings_do_not_wait_for_each_other(store: Engines) -> None:
    if store.write.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    done = threading.Event()
    with ThreadPoolExecutor(1) as pool, store.write.begin() as connection:
        locks.hold_under(connection, ["TW", "19", "00001"])
        pool.submit(_held, store, ["TW", "19", "00002"], done).result(20)
        assert done.is_set()
