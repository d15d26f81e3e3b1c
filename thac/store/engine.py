"""How the database is opened: one engine that writes, one that can only read."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url

_BUSY_MS = 15_000


@dataclass(frozen=True, slots=True)
class Engines:
    """The writing and the reading engine on one database."""

    write: Engine
    read: Engine

    def dispose(self) -> None:
        """Close every connection."""
        self.write.dispose()
        self.read.dispose()


def open_engines(url: str) -> Engines:
    """Engines for the database of that URL.

    SQLite: the write engine begins with ``BEGIN IMMEDIATE``, so that two processes queue instead of failing half-way,
    and syncs fully, so that what was committed survives a power loss; the read engine cannot write.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return Engines(sa.create_engine(parsed, pool_pre_ping=True), sa.create_engine(parsed, pool_pre_ping=True))
    return Engines(_sqlite(parsed, "BEGIN IMMEDIATE"), _sqlite(parsed, "BEGIN", read_only=True))


def _sqlite(url: URL, begin: str, *, read_only: bool = False) -> Engine:
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_MS / 1000}, pool_size=8, max_overflow=24)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
