"""Who may work something out, when several ask for it at once? One of them; the others wait for what he finds."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar

import sqlalchemy as sa

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Read(Protocol[T]):
    """Runs a query in a transaction of the reading engine; whoever waits for a lock holds no connection meanwhile."""

    def __call__(self, query: Callable[[sa.Connection], T], /) -> T:
        """What the query says."""
        ...


class LocksByName(Generic[K]):
    """A lock for each name, made when it is first asked for."""

    def __init__(self) -> None:
        self._locks: dict[K, Lock] = {}
        self._lock = Lock()

    def of(self, name: K) -> Lock:
        """The lock of that name."""
        with self._lock:
            return self._locks.setdefault(name, Lock())
