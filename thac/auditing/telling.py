"""What of the telling of alerts a bundle holds: who was told what and when by which way, and not under which address.

Addresses are personal data, and the path of a webhook may be a password; an auditor needs neither, for a delivery names
its reader. They are left out, also where a server's answer repeats them. What is kept of contacts stays at home.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from thac.store import tables as t

Rows: TypeAlias = Iterable[Mapping[str, Any]]
_ADDRESS: Final = re.compile(r"[^\s<>@\"',;:()]+@[^\s<>@\"',;:()]+|https?://\S+")
_HIDDEN: Final = "…"


def telling(connection: sa.Connection, dockets: Sequence[str] | None) -> Iterator[tuple[sa.Table, Rows]]:
    """The rows of each table, of the alerts of those dockets; None: of all.

    A digest tells of many dockets in one text, so that in a part of the store its text is left out.
    """
    mine = None if dockets is None else _alerts(connection, dockets)
    told = [row for row in _rows(connection, t.notice_alerts) if mine is None or row["alert"] in mine]
    named = {row["notice"] for row in told}
    for table in (t.outbox, t.untold, t.alert_answers):
        yield table, (row for row in _rows(connection, table) if mine is None or row["alert"] in mine)
    yield t.notice_alerts, told
    notices = (row for row in _rows(connection, t.notices) if mine is None or row["key"] in named)
    yield t.notices, (row if mine is None else row | {"body": ""} for row in notices)
    deliveries = (row for row in _rows(connection, t.deliveries) if mine is None or row["notice"] in named)
    yield t.deliveries, map(_without_address, deliveries)


def _without_address(row: dict[str, Any]) -> dict[str, Any]:
    reason = row["reason"]
    return row | {"address": None, "reason": None if reason is None else _ADDRESS.sub(_HIDDEN, reason)}


def _alerts(connection: sa.Connection, dockets: Sequence[str]) -> set[str]:
    wanted = set(dockets)
    found = connection.execute(sa.select(t.alerts.c.key, t.alerts.c.docket).execution_options(yield_per=1_000))
    return {row.key for row in found if row.docket in wanted}


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    """A table's rows by the bytes of their keys, whatever order the database would give them."""
    plain = connection.dialect.name == "sqlite"
    keys = [
        column if plain or not isinstance(column.type, sa.String) else sa.collate(column, "C")
        for column in table.primary_key
    ]
    every = sa.select(table).order_by(*keys).execution_options(yield_per=1_000)
    for row in connection.execute(every).mappings():
        yield {str(name): value for name, value in row.items()}
