"""What the read model must say of a docket: the rows that its fold comes to, and where stored ones differ from them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from thac.domain.docket import Docket
from thac.domain.views import AssignmentView, DocketView, assignment_views, docket_view
from thac.store import tables as t

Row: TypeAlias = dict[str, Any]

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
    values: Row = {name: getattr(view, name) for name in _DOCKET}
    values["unallocated"] = json.dumps(view.unallocated)
    return values


def assignment_row(view: AssignmentView) -> Row:
    """The line of an assignment."""
    values: Row = {name: getattr(view, name) for name in _ASSIGNMENT}
    values["coordinators"] = json.dumps(view.coordinators)
    values["deadlines"] = json.dumps(view.deadlines)
    return values


def rows_of(docket: Docket) -> tuple[Row, list[Row]]:
    """The docket's line and those of its assignments."""
    return docket_row(docket_view(docket)), [assignment_row(view) for view in assignment_views(docket, docket.rows)]


def differences(docket: Docket, line: Row | None, assignments: Sequence[Row]) -> Iterator[Difference]:
    """Where the stored lines of one docket differ from its fold; every column is compared."""
    expected, rows = rows_of(docket)
    yield from _between(t.dockets.name, [] if line is None else [line], [expected])
    yield from _between(t.assignments.name, assignments, rows)


def left_over(docket: str, line: Row | None, assignments: Iterable[Row]) -> Iterator[Difference]:
    """The stored lines of a docket that has no ledger."""
    if line is not None:
        yield Difference(t.dockets.name, docket, "*", docket, _ABSENT)
    yield from (Difference(t.assignments.name, row["id"], "*", row["id"], _ABSENT) for row in assignments)


def _between(table: str, found: Iterable[Row], expected: Iterable[Row]) -> Iterator[Difference]:
    stored: Mapping[str, Row] = {row["id"]: row for row in found}
    right: Mapping[str, Row] = {row["id"]: row for row in expected}
    for one, row in right.items():
        if one not in stored:
            yield Difference(table, one, "*", _ABSENT, one)
        elif stored[one] != row:
            yield from (
                Difference(table, one, column, stored[one][column], value)
                for column, value in row.items()
                if stored[one][column] != value
            )
    yield from (Difference(table, one, "*", one, _ABSENT) for one in stored if one not in right)


_DOCKET = tuple(column.name for column in t.dockets.columns)
_ASSIGNMENT = tuple(column.name for column in t.assignments.columns)
