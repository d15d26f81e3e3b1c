"""How a whole store is gone through docket by docket, in one snapshot and in bounded memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from thac.store import tables as t
from thac.store.engine import unhurried

_BY = 2_000


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the store from its first query to its last."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        unhurried(connection)
        yield connection


def docket_ids(connection: sa.Connection, *columns: sa.Column[str]) -> list[str]:
    """Every docket that any of the columns names, in the order of the bytes of the ids."""
    selects = [sa.select(column.label("docket")).distinct() for column in columns]
    return sorted(connection.execute(sa.union(*selects)).scalars())


class ByDocket:
    """The rows of a table, handed out docket by docket in the order of the ids; ``only`` those dockets, if given."""

    def __init__(
        self,
        connection: sa.Connection,
        docket: sa.Column[str],
        *columns: sa.Column[Any],
        only: Sequence[str] | None = None,
    ) -> None:
        self._names = [column.name for column in columns]
        ordered = docket if connection.dialect.name == "sqlite" else sa.collate(docket, "C")
        query = sa.select(docket.label("of_docket"), *columns).order_by(ordered, *docket.table.primary_key)
        if only is not None:
            query = query.where(docket.in_(only))
        rows = connection.execute(query.execution_options(yield_per=_BY))
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def take(self, docket: str) -> list[dict[str, Any]]:
        """The rows of that docket; dockets must be asked for in the order of their ids, leaving none out."""
        if self._next is None or self._next[0] != docket:
            return []
        rows = [dict(zip(self._names, row[1:], strict=True)) for row in self._next[1]]
        self._next = next(self._groups, None)
        return rows


class ReadModelByDocket:
    """The rows of the read model, by table, handed out docket by docket in the order of the ids."""

    def __init__(self, connection: sa.Connection, only: Sequence[str] | None = None) -> None:
        self._tables = {
            table.name: ByDocket(connection, column, *table.columns, only=only)
            for table, column in zip(t.READ_MODEL, self.dockets, strict=True)
        }

    dockets = tuple(table.c.id if table is t.dockets else table.c.docket for table in t.READ_MODEL)
    """The columns that name the docket, in the order of the tables."""

    def take(self, docket: str) -> dict[str, list[dict[str, Any]]]:
        """The rows of that docket; dockets must be asked for in the order of their ids, leaving none out."""
        return {name: rows.take(docket) for name, rows in self._tables.items()}
