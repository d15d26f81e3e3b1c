"""The read model is made anew from the ledger while others go on writing.

It is built beside the old one in shadow tables, in short transactions; the ledgers are added up between them, while
others write. Then, in one transaction under the writers' lock, the dockets that went on meanwhile are caught up with
and the rows change places; a reader sees the old read model or the new one and never a part of either.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from thac.domain.docket import Docket
from thac.domain.ledger import Entry, fold
from thac.store import tables as t
from thac.store.ledger import read
from thac.store.read_model import Difference, Row, differences, left_over, rows_of
from thac.store.stored import ByDocket, docket_ids, snapshot

Progress = Callable[[int, int], None]
"""Told after each step: how many dockets are done, of how many."""


def _silently(_done: int, _total: int) -> None:
    """Tell nobody."""


_AT_ONCE = 50
"""Dockets in one transaction; a writer waits no longer than it takes to read or to write their rows."""
_FEW = 50
"""So many dockets are caught up with under the lock; more of them first outside it, as long as they grow fewer."""

_shadows = sa.MetaData()
_DOCKETS = t.dockets.to_metadata(_shadows, name="dockets_shadow")
_ASSIGNMENTS = t.assignments.to_metadata(_shadows, name="assignments_shadow")
for _table in (_DOCKETS, _ASSIGNMENTS):
    _table.indexes.clear()  # names of indexes are unique in a database, and these rows are only read once


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """What was rebuilt; ``caught_up`` dockets went on while it was under way, ``seconds_locked`` writers waited."""

    dockets: int
    assignments: int
    caught_up: int
    seconds: float
    seconds_locked: float


def rebuild(engine: sa.Engine, progress: Progress = _silently) -> RebuildResult:
    """Drop the read model and make it anew from the ledger; tables that are gone are made too.

    ``engine`` is the one that writes; workers may write at the same time.

    Raises
    ------
    BrokenChainError
        The ledger of a docket does not hold together; the read model stays as it was. The audit says more.
    """
    began = time.monotonic()
    _make_shadows(engine)
    try:
        behind = _behind(engine)
        total, caught_up = len(behind), 0
        _fill_all(engine, behind, progress)
        before, behind = total, _behind(engine)
        while _FEW < len(behind) < before / 2:
            _fill_all(engine, behind, _silently)
            caught_up += len(behind)
            before, behind = len(behind), _behind(engine)
        locked = time.monotonic()
        with engine.begin() as connection:
            caught_up += _swap(connection)
        ended = time.monotonic()
    finally:
        _shadows.drop_all(engine)
    dockets, assignments = _sizes(engine)
    return RebuildResult(dockets, assignments, caught_up, ended - began, ended - locked)


def compare(engine: sa.Engine) -> tuple[Difference, ...]:
    """Where the read model differs from what the ledger adds up to, in one snapshot of the store.

    Raises
    ------
    BrokenChainError
        The ledger of a docket does not hold together.
    """
    with snapshot(engine) as connection:
        return tuple(_differences(connection))


def _differences(connection: sa.Connection) -> Iterator[Difference]:
    lines = ByDocket(connection, t.dockets.c.id, *t.dockets.columns)
    rows = ByDocket(connection, t.assignments.c.docket, *t.assignments.columns)
    for one in docket_ids(connection, t.events.c.docket, t.dockets.c.id, t.assignments.c.docket):
        line, assignments = next(iter(lines.take(one)), None), rows.take(one)
        docket = _folded(one, tuple(read(connection, one)))
        yield from (
            left_over(one, line, assignments) if docket.plan is None else differences(docket, line, assignments)
        )


def _folded(docket: str, entries: Iterable[Entry]) -> Docket:
    folded = Docket(docket)
    fold(folded, entries)
    return folded


def _make_shadows(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        _shadows.drop_all(connection)
        _shadows.create_all(connection)


def _behind(engine: sa.Engine) -> list[str]:
    with engine.begin() as connection:
        return _behind_in(connection)


def _behind_in(connection: sa.Connection) -> list[str]:
    """The dockets whose ledger is further than their shadow."""
    heads = (
        sa.select(t.events.c.docket, sa.func.max(t.events.c.seq).label("head")).group_by(t.events.c.docket).subquery()
    )
    query = (
        sa.select(heads.c.docket)
        .outerjoin(_DOCKETS, _DOCKETS.c.id == heads.c.docket)
        .where(sa.or_(_DOCKETS.c.head.is_(None), _DOCKETS.c.head != heads.c.head))
        .order_by(heads.c.docket)
    )
    return list(connection.execute(query).scalars())


def _fill_all(engine: sa.Engine, dockets: Sequence[str], progress: Progress) -> None:
    for start in range(0, len(dockets), _AT_ONCE):
        some = dockets[start : start + _AT_ONCE]
        _fill(engine, some)
        progress(start + len(some), len(dockets))


def _fill(engine: sa.Engine, dockets: Sequence[str]) -> None:
    """Write the shadows of those dockets; nobody waits while their ledgers are added up."""
    with engine.begin() as connection:
        ledgers = _ledgers(connection, dockets)
    lines, rows = _added_up(ledgers)
    with engine.begin() as connection:
        _put(connection, dockets, lines, rows)


def _ledgers(connection: sa.Connection, dockets: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
    return {docket: tuple(read(connection, docket)) for docket in dockets}


def _added_up(ledgers: dict[str, tuple[Entry, ...]]) -> tuple[list[Row], list[Row]]:
    """The lines of the dockets and those of their assignments."""
    lines: list[Row] = []
    rows: list[Row] = []
    for docket, entries in ledgers.items():
        line, assignments = rows_of(_folded(docket, entries))
        lines.append(line)
        rows += assignments
    return lines, rows


def _put(connection: sa.Connection, dockets: Sequence[str], lines: list[Row], rows: list[Row]) -> None:
    connection.execute(sa.delete(_DOCKETS).where(_DOCKETS.c.id.in_(dockets)))
    connection.execute(sa.delete(_ASSIGNMENTS).where(_ASSIGNMENTS.c.docket.in_(dockets)))
    connection.execute(sa.insert(_DOCKETS), lines)
    if rows:
        connection.execute(sa.insert(_ASSIGNMENTS), rows)


def _swap(connection: sa.Connection) -> int:
    """Catch up under the writers' lock and put the shadows in the place of the read model."""
    t.metadata.create_all(connection, tables=list(t.READ_MODEL))
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE events, dockets, assignments IN SHARE ROW EXCLUSIVE MODE"))
    behind = _behind_in(connection)
    if behind:
        _put(connection, behind, *_added_up(_ledgers(connection, behind)))
    for table, shadow in ((t.dockets, _DOCKETS), (t.assignments, _ASSIGNMENTS)):
        connection.execute(sa.delete(table))
        connection.execute(sa.insert(table).from_select([column.name for column in table.columns], sa.select(shadow)))
    return len(behind)


def _sizes(engine: sa.Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (t.dockets, t.assignments)
        ]
    return counts[0], counts[1]
