"""Who goes first, where PostgreSQL lets several write at once? What must not happen twice at a time has a lock by name.

A lock is held to the end of the transaction. SQLite has one writer at a time and needs none of them.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

MIGRATION: Final = "migration"
"""Making and changing tables."""
PREPARATION: Final = "preparation"
"""Giving an empty store its directory and its first administrator."""
DIRECTORY: Final = "directory"
"""Changing the directory: taken before the directory is read for it, so that versions and journal have no fork."""
LADDERS: Final = "ladders"
"""Publishing a ladder: no two take one number."""
CALENDARS: Final = "calendars"
"""Changing the calendars: editions are numbered one after the other."""

_COLLIDED: Final = frozenset({"40001", "40P01"})
"""PostgreSQL's words for: others were in the way (serialization_failure, deadlock_detected); nothing was written."""


def hold(connection: sa.Connection, *names: str) -> None:
    """Wait until nobody else holds any of those locks, then hold all of them until the transaction ends.

    They are taken in the order of their numbers, so that two who want the same ones never wait for each other in a
    ring. Of two names with one number the second merely waits without need.

    Raises
    ------
    sqlalchemy.exc.OperationalError
        Somebody held one of them for longer than a writer waits.
    """
    if names and connection.dialect.name == "postgresql":
        connection.execute(_HOLD, {"numbers": sorted({_number(name) for name in names})})


def hold_under(connection: sa.Connection, path: Sequence[str]) -> None:
    """Wait until nobody holds the last of those locks or has taken one above it for himself, then hold it.

    ``path`` runs from the top of a tree downwards. What lies above is shared with others who work below it, so that
    siblings do not wait for each other while a parent and its child do. Everybody goes down from the top, so that no
    ring comes about.

    Raises
    ------
    sqlalchemy.exc.OperationalError
        As for :func:`hold`.
    """
    if not path or connection.dialect.name != "postgresql":
        return
    for name in path[:-1]:
        connection.execute(_SHARE, {"number": _number(name)})
    hold(connection, path[-1])


def collided(error: DBAPIError) -> bool:
    """Whether the same transaction can be tried again at once: it gave way to another one."""
    return getattr(error.orig, "sqlstate", None) in _COLLIDED


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"thac:{name}".encode()).digest()[:8], "big", signed=True)


_HOLD = sa.text("SELECT count(pg_advisory_xact_lock(number)) FROM unnest(CAST(:numbers AS bigint[])) AS number")
_SHARE = sa.text("SELECT pg_advisory_xact_lock_shared(CAST(:number AS bigint))")
