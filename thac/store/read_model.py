"""What the read model must say of a docket: the rows that its ledger comes to, and where stored ones differ from them.

It is a function of the ledger and of nothing else. Four tables belong to it as a whole; of a directive's own row, its
register entry and its recall do.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeAlias

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain.docket import Docket
from thac.domain.views import AssignmentView, DocketView, Party, assignment_views, docket_view
from thac.store import tables as t
from thac.store.directives import DirectiveState

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[str, list[Row]]
"""Rows by the name of their table."""

_ABSENT = "(no row)"


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell of the read model that does not say what the ledger adds up to, or a whole row (``column`` is ``*``)."""

    table: str
    row: str
    column: str
    found: object
    expected: object


def docket_row(view: DocketView) -> Row:
    """The line of a docket."""
    return _row(t.dockets, view)


def assignment_row(view: AssignmentView) -> Row:
    """The line of an assignment."""
    return _row(t.assignments, view)


def party_rows(view: AssignmentView) -> list[Row]:
    """The lines of those who have a part in an assignment beside its lead."""
    return [{"assignment": view.id, "docket": view.docket, **_party(party)} for party in view.parties]


def correction_rows(view: DocketView, recorded: Iterable[ev.Recorded]) -> list[Row]:
    """The lines of the corrected wordings; they are made where the directive was issued and told to those below."""
    if view.parent is not None:
        return []
    return [
        {
            "docket": view.id,
            "seq": one.seq,
            "directive": view.directive,
            "task": one.event.task,
            "text": one.event.text,
            "at": one.effective_at,
        }
        for one in recorded
        if isinstance(one.event, ev.TextCorrected)
    ]


def directive_values(view: DocketView, recorded: Iterable[ev.Recorded]) -> Row:
    """What the events of a root docket say of the directive's own row: its register entry, its recall."""
    values: Row = {}
    if view.parent is not None:
        return values
    for one in recorded:
        match one.event:
            case ev.Registered(number, symbol, issued_on):
                values |= {"number": number, "symbol": symbol, "issued_on": issued_on}
            case ev.Recalled():
                values |= {"state": DirectiveState.RECALLED.value, "replaced_by": one.event.replaced_by}
    return values


def rows_of(docket: Docket, recorded: Iterable[ev.Recorded]) -> Rows:
    """Every row of the read model that belongs to a docket with those events."""
    line = docket_view(docket)
    views = assignment_views(docket, docket.rows)
    return {
        t.dockets.name: [docket_row(line)],
        t.assignments.name: [assignment_row(view) for view in views],
        t.parties.name: [row for view in views for row in party_rows(view)],
        t.corrections.name: correction_rows(line, recorded),
    }


def differences(
    docket: Docket, recorded: Sequence[ev.Recorded], stored: Mapping[str, Sequence[Row]]
) -> Iterator[Difference]:
    """Where the stored rows of one docket differ from what its ledger adds up to; every column is compared."""
    expected = rows_of(docket, recorded)
    for table in t.READ_MODEL:
        yield from _between(table, stored[table.name], expected[table.name])


def left_over(stored: Mapping[str, Sequence[Row]]) -> Iterator[Difference]:
    """The stored rows of a docket that has no ledger."""
    for table in t.READ_MODEL:
        yield from _between(table, stored[table.name], ())


def directive_differences(directive: str, expected: Row, stored: Row | None) -> Iterator[Difference]:
    """Where the row of a directive differs from what its root docket says of it; one that is not there says nothing."""
    if stored is not None:
        yield from (
            Difference(t.directives.name, directive, column, stored[column], value)
            for column, value in expected.items()
            if stored[column] != value
        )


def _party(party: Party) -> Row:
    return {
        "role": party.role.value,
        "agency": party.agency,
        "ask": party.ask,
        "kind": None if party.kind is None else party.kind.value,
        "answer_by": party.answer_by,
    }


def _row(table: sa.Table, view: AssignmentView | DocketView) -> Row:
    row = dict(zip(_COLUMNS[table.name], _VALUES[table.name](view), strict=True))
    for name in _LISTS[table.name]:
        row[name] = _JSON.encode(row[name]) if row[name] else _EMPTY
    return row


def _between(table: sa.Table, found: Iterable[Row], expected: Iterable[Row]) -> Iterator[Difference]:
    stored = {_key(table, row): row for row in found}
    right = {_key(table, row): row for row in expected}
    for one, row in right.items():
        if one not in stored:
            yield Difference(table.name, one, "*", _ABSENT, one)
        elif stored[one] != row:
            yield from (
                Difference(table.name, one, column, stored[one][column], value)
                for column, value in row.items()
                if stored[one][column] != value
            )
    yield from (Difference(table.name, one, "*", one, _ABSENT) for one in stored if one not in right)


def _key(table: sa.Table, row: Row) -> str:
    return "|".join(str(row[name]) for name in _KEYS[table.name])


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} is not for JSON")


_JSON = json.JSONEncoder(default=_iso)
_EMPTY = _JSON.encode(())
_COLUMNS = {table.name: tuple(column.name for column in table.columns) for table in t.READ_MODEL}
_VALUES = {name: attrgetter(*columns) for name, columns in _COLUMNS.items()}
"""How the columns of a view's table are read off it."""
_KEYS = {table.name: tuple(column.name for column in table.primary_key) for table in t.READ_MODEL}
_LISTS = {
    table.name: {column.name for column in table.columns if isinstance(column.type, sa.Text)} for table in t.READ_MODEL
}
"""The columns that hold a list as JSON."""
