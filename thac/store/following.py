"""How the read model follows the ledger: what an append changes in it, written in the append's own transaction."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from thac.domain import events as ev
from thac.domain.views import AssignmentView, DocketView
from thac.store import search
from thac.store import tables as t
from thac.store.read_model import assignment_row, correction_rows, directive_values, docket_row, party_rows

_AT_ONCE: Final = 500
"""Ids in one statement."""


def follow(
    connection: sa.Connection,
    view: DocketView,
    rows: Sequence[AssignmentView],
    recorded: Sequence[ev.Recorded],
    *,
    first: bool = False,
) -> None:
    """Set the lines of a docket, of its assignments that changed, and of what its events say beyond those.

    ``first``: nothing was written of this docket before.
    """
    connection.execute(_UPSERTS[connection.dialect.name, t.dockets.name], [docket_row(view)])
    if rows:
        connection.execute(_UPSERTS[connection.dialect.name, t.assignments.name], [assignment_row(row) for row in rows])
        _set_parties(connection, rows, first=first)
    if corrected := correction_rows(view, recorded):
        connection.execute(sa.insert(t.corrections), corrected)
    values = directive_values(view, recorded)
    set_directive(connection, view.directive, values)
    if corrected or values:
        search.file_directive(connection, view.directive)


def set_directive(connection: sa.Connection, directive: str, values: dict[str, Any]) -> None:
    """Set what a root docket says of the directive's own row."""
    if values:
        connection.execute(sa.update(t.directives).where(t.directives.c.id == directive).values(**values))


def _set_parties(connection: sa.Connection, rows: Sequence[AssignmentView], *, first: bool) -> None:
    if not first:
        ids = iter([row.id for row in rows])
        while some := list(islice(ids, _AT_ONCE)):
            connection.execute(_FORGET_PARTIES, {"assignments": some})
    parties = [party for row in rows for party in party_rows(row)]
    if parties:
        connection.execute(sa.insert(t.parties), parties)


def _make_upsert(insert: Callable[[sa.Table], Any], table: sa.Table) -> sa.Insert:
    statement = insert(table)
    others = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    made: sa.Insert = statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=others)
    return made


_DIALECTS: Iterable[tuple[str, Callable[[sa.Table], Any]]] = (
    ("sqlite", sqlite.insert),
    ("postgresql", postgresql.insert),
)
_UPSERTS = {
    (name, table.name): _make_upsert(insert, table)
    for name, insert in _DIALECTS
    for table in (t.dockets, t.assignments)
}
_FORGET_PARTIES = sa.delete(t.parties).where(t.parties.c.assignment.in_(sa.bindparam("assignments", expanding=True)))
