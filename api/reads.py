"""How is the store read? In a transaction of this process, or, what takes seconds to work out, of another one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from api.apart import apart
from thac.store.engine import Engines, open_engines

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reads:
    """Runs queries over the store, each in one transaction of the reading engine; blocks."""

    engines: Engines

    def __call__(self, query: Callable[[sa.Connection], T]) -> T:
        """What a query says."""
        with self.engines.read.connect() as connection:
            return query(connection)

    def apart(self, query: Callable[Concatenate[sa.Connection, P], T], *given: P.args, **named: P.kwargs) -> T:
        """What a query of a module says in a process of its own; see :func:`api.apart.apart`."""
        # The address is handed over with the work: it may hold a password, and a command is seen by everybody.
        return apart(_read, self.engines.address, query, given, named)


def _read(address: str, query: Callable[..., T], given: tuple[Any, ...], named: dict[str, Any]) -> T:
    engines = open_engines(address)
    try:
        return Reads(engines)(lambda connection: query(connection, *given, **named))
    finally:
        engines.dispose()
