"""How a store is opened: what each engine may do, and what holds whatever the server or the address says."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.places import Databases, Place
from tests.postgres import Cluster
from thac.store.engine import Engines, StoreAddressError, open_engines, store_url, unhurried
from thac.store.migrate import StoreEncodingError, upgrade


@pytest.fixture
def engines(place: Place) -> Iterator[Engines]:
    opened = open_engines(place.empty())
    with opened.write.begin() as connection:
        connection.execute(sa.text("CREATE TABLE notes (n INTEGER)"))
        connection.execute(sa.text("INSERT INTO notes VALUES (1)"))
    yield opened
    opened.dispose()


def _count(connection: sa.Connection) -> int:
    return int(connection.execute(sa.text("SELECT count(*) FROM notes")).scalar_one())


def test_the_reading_engine_cannot_write(engines: Engines) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), engines.read.begin() as connection:
        connection.execute(sa.text("INSERT INTO notes VALUES (2)"))
    with engines.read.connect() as connection:
        assert _count(connection) == 1


def test_a_reading_transaction_sees_one_state(engines: Engines) -> None:
    """So that a list and its total belong together."""
    with engines.read.connect() as reading:
        assert _count(reading) == 1
        with engines.write.begin() as writing:
            writing.execute(sa.text("INSERT INTO notes VALUES (2)"))
        assert _count(reading) == 1
    with engines.read.connect() as reading:
        assert _count(reading) == 2


@pytest.mark.parametrize(
    "address",
    ["postgresql://u:p@h/d", "postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"],
)
def test_however_postgresql_is_named_one_driver_opens_it(address: str) -> None:
    assert store_url(address).render_as_string(hide_password=False) == "postgresql+psycopg://u:p@h/d"


@pytest.mark.parametrize("address", ["mysql://u:secret@h/d", "postgresql+psycopg2://u:secret@h/d", "u:secret@h/d", ""])
def test_what_no_store_is_kept_in_is_refused_without_repeating_the_password(address: str) -> None:
    with pytest.raises(StoreAddressError, match="expected sqlite:") as raised:
        store_url(address)
    assert "secret" not in str(raised.value)


@pytest.fixture
def databases(postgres: Cluster) -> Iterator[Databases]:
    made = Databases(postgres)
    yield made
    made.close()


def _settings(engine: sa.Engine) -> dict[str, str]:
    names = (
        "synchronous_commit",
        "transaction_isolation",
        "transaction_read_only",
        "statement_timeout",
        "lock_timeout",
        "idle_in_transaction_session_timeout",
        "TimeZone",
    )
    with engine.begin() as connection:
        return {name: connection.execute(sa.text(f"SHOW {name}")).scalar_one() for name in names}


@pytest.mark.slow
def test_what_must_hold_in_postgresql_holds_whatever_the_server_and_the_address_say(databases: Databases) -> None:
    """The tests' server does not wait for the disk and this address asks for the same; only its time limit is heard."""
    weaker = "-csynchronous_commit=off%20-cdefault_transaction_isolation=serializable%20-cTimeZone=Asia/Tokyo"
    engines = open_engines(f"{databases.empty()}?options={weaker}%20-cstatement_timeout=7s")
    assert _settings(engines.write) == {
        "synchronous_commit": "on",
        "transaction_isolation": "read committed",
        "transaction_read_only": "off",
        "statement_timeout": "7s",
        "lock_timeout": "15s",
        "idle_in_transaction_session_timeout": "1min",
        "TimeZone": "UTC",
    }
    reading = _settings(engines.read)
    assert (reading["transaction_isolation"], reading["transaction_read_only"]) == ("repeatable read", "on")
    engines.dispose()


@pytest.mark.slow
def test_an_audit_is_not_hurried(databases: Databases) -> None:
    """A statement that takes longer than the limit ends in an error, unless its transaction may take its time."""
    engines = open_engines(f"{databases.empty()}?options=-cstatement_timeout=50ms")
    slowly = sa.text("SELECT pg_sleep(0.2)")
    with pytest.raises(DBAPIError, match="statement timeout"), engines.read.connect() as connection:
        connection.execute(slowly)
    with engines.read.connect() as connection:
        unhurried(connection)
        connection.execute(slowly)
    engines.dispose()


@pytest.mark.slow
def test_a_server_that_was_restarted_is_reached_without_an_error(databases: Databases) -> None:
    """As a restart does it: every connection of the pool is cut while nobody uses it."""
    engines = open_engines(databases.empty())
    others = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    with engines.read.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    with engines.write.begin() as connection:
        here = "datname = current_database() AND pid <> pg_backend_pid()"
        assert connection.execute(sa.text(f"{others} WHERE {here}")).scalar_one() == 1
    with engines.read.connect() as connection:
        assert connection.execute(sa.text("SELECT 1")).scalar_one() == 1
    engines.dispose()


@pytest.mark.slow
def test_a_database_that_cannot_hold_vietnamese_is_refused(postgres: Cluster) -> None:
    address = postgres.database(options="ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'")
    engines = open_engines(address)
    with pytest.raises(StoreEncodingError, match="SQL_ASCII"):
        upgrade(engines.write)
    assert sa.inspect(engines.read).get_table_names() == []
    engines.dispose()
    postgres.drop(address)
