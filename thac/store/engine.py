"""How the database is opened: one engine that writes, one that can only read; on SQLite and on PostgreSQL alike."""

import sqlite3
import time
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

_WAIT_SECONDS: Final = 15
"""How long a writer waits for another one's lock before it gives up."""
_STATEMENT_SECONDS: Final = 60
"""How long PostgreSQL works on one statement at most; `unhurried` lifts it."""
_IDLE_SECONDS: Final = 60
"""How long a transaction may stand open without a statement: a process that was halted must not keep its locks."""
_CONNECT_SECONDS: Final = 5
_TRIES: Final = 100
_BETWEEN_TRIES: Final = 0.05
_POOL_SECONDS: Final = 10
_POOL: Final = 5
"""Connections an engine keeps, and as many again under load: 20 for each process. PostgreSQL's own default of 100
carries two workers and two APIs."""
_DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class StoreAddressError(Exception):
    """The address names no database that Thác can keep its store in."""

    code: Final = "store-address"


@dataclass(frozen=True, slots=True)
class Engines:
    """The writing and the reading engine on one database, and the address by which another process opens it."""

    write: Engine
    read: Engine
    address: str = field(repr=False)

    def dispose(self) -> None:
        """Close every connection."""
        self.write.dispose()
        self.read.dispose()


def store_url(address: str) -> URL:
    """The URL of a store with the driver it is opened by, however the driver was named or left out.

    Raises
    ------
    StoreAddressError
        It is no URL, or one of another database. What it says is not repeated, because it may hold a password.
    """
    try:
        parsed = make_url(address)
    except ArgumentError as error:
        raise StoreAddressError(f"the address of the store is no URL; {_EXPECTED}") from error
    if parsed.drivername not in _DRIVERS:
        raise StoreAddressError(f"a store is not kept in '{parsed.drivername}'; {_EXPECTED}")
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


def open_engines(address: str) -> Engines:
    """Engines for the database of that address.

    SQLite: the write engine begins with ``BEGIN IMMEDIATE``, so that two processes queue instead of failing half-way,
    and syncs fully, so that what was committed survives a power loss; the read engine cannot write.

    PostgreSQL: writers see what others committed before each statement and wait for each other by the locks of
    :mod:`thac.store.locks`; a commit returns when it is on the disk, whatever the server is set to. A reading
    transaction sees one state from beginning to end and cannot write.

    Raises
    ------
    StoreAddressError
        See :func:`store_url`.
    """
    url = store_url(address)
    if url.get_backend_name() == "sqlite":
        return Engines(_sqlite(url, "BEGIN IMMEDIATE"), _sqlite(url, "BEGIN", read_only=True), address)
    return Engines(
        _postgresql(url, default_transaction_isolation="read committed", synchronous_commit="on"),
        _postgresql(url, default_transaction_isolation="repeatable read", default_transaction_read_only="on"),
        address,
    )


def unhurried(connection: sa.Connection) -> None:
    """Let the transaction that has begun take as long as it needs: an audit, a rebuild, a migration."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        connection.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def _keep_a_log(connection: Any) -> None:
    """Have the file keep a write-ahead log. Of several that make it one at once, SQLite lets some not wait but fail."""
    for tries_left in reversed(range(_TRIES)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if not tries_left:
                raise
            time.sleep(_BETWEEN_TRIES)
        else:
            return


def _sqlite(url: URL, begin: str, *, read_only: bool = False) -> Engine:
    engine = sa.create_engine(
        url, connect_args={"timeout": _WAIT_SECONDS}, hide_parameters=True, pool_size=8, max_overflow=24
    )

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")
        _keep_a_log(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: URL, **must: str) -> Engine:
    """An engine whose sessions have those settings; the address may set others, and other time limits."""
    may = {
        "statement_timeout": f"{_STATEMENT_SECONDS}s",
        "lock_timeout": f"{_WAIT_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{_IDLE_SECONDS}s",
    }
    asked = url.query.get("options", "")
    options = [
        _options(may),
        asked if isinstance(asked, str) else " ".join(asked),
        _options(must | {"timezone": "UTC"}),
    ]
    return sa.create_engine(
        url.difference_update_query(["options"]),
        connect_args={
            "options": " ".join(filter(None, options)),
            "client_encoding": "utf8",
            "application_name": "thac",
            "connect_timeout": _CONNECT_SECONDS,
            # A server that is cut off is noticed within a quarter of a minute, not when the kernel gives up.
            "keepalives_idle": 10,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": _WAIT_SECONDS * 1000,
        },
        hide_parameters=True,  # an error that is logged repeats nothing of a document
        pool_pre_ping=True,  # after a restart of the server nobody is handed a connection to the old one
        pool_size=_POOL,
        max_overflow=_POOL,
        pool_timeout=_POOL_SECONDS,
    )


def _options(settings: dict[str, str]) -> str:
    return " ".join(f"-c {name}={value.replace(' ', chr(92) + ' ')}" for name, value in settings.items())


_EXPECTED: Final = "expected sqlite:////path/to/file or postgresql://user:password@host:5432/database"
