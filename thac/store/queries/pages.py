"""A part of a list with the length of the whole, so that nothing is left out silently."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is wanted: so many at most, after leaving out the first ``offset``."""

    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The items of a window, and how many there are altogether ("n trên m")."""

    items: tuple[T, ...]
    total: int
    window: Window


def page(
    connection: sa.Connection, counted: sa.Select[Any], listed: sa.Select[Any], window: Window, make: Callable[[Any], T]
) -> Page[T]:
    """Count by one statement and list by the other, in one transaction."""
    total = connection.execute(counted).scalar_one()
    rows = connection.execute(listed.limit(window.limit).offset(window.offset)) if total > window.offset else ()
    return Page(tuple(make(row) for row in rows), total, window)
