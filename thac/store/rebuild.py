"""The read model is made anew from the ledger while others go on writing, and afterwards what is searched.

It is built beside the old one in shadow tables, in short transactions; the ledgers are added up between them, while
others write. Then, in one transaction under the writers' lock, the dockets that went on meanwhile are caught up with
and the rows change places; a reader sees the old read model or the new one and never a part of either.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from thac.domain.docket import Docket
from thac.domain.events import Recorded
from thac.domain.ledger import Entry, fold
from thac.domain.views import docket_view
from thac.store import search
from thac.store import tables as t
from thac.store.engine import unhurried
from thac.store.following import set_directive
from thac.store.ledger import read
from thac.store.read_model import (
    Difference,
    Row,
    Rows,
    differences,
    directive_differences,
    directive_values,
    left_over,
    rows_of,
)
from thac.store.stored import ReadModelByDocket, docket_ids, snapshot

Progress = Callable[[int, int], None]
"""Told after each step: how many dockets are done, of how many."""


def _silently(_done: int, _total: int) -> None:
    """Tell nobody."""


_AT_ONCE = 50
"""Dockets in one transaction; a writer waits no longer than it takes to read or to write their rows."""
_FEW = 50
"""So many dockets are caught up with under the lock; more of them first outside it, as long as they grow fewer."""

_shadows = sa.MetaData()
_SHADOWS = {table.name: table.to_metadata(_shadows, name=f"{table.name}_shadow") for table in t.READ_MODEL}
for _table in _SHADOWS.values():
    _table.indexes.clear()  # names of indexes are unique in a database, and these rows are only read once
_DOCKETS = _SHADOWS[t.dockets.name]


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """What was rebuilt; ``caught_up`` dockets went on while it was under way, ``seconds_locked`` writers waited."""

    dockets: int
    assignments: int
    caught_up: int
    seconds: float
    seconds_locked: float


@dataclass(frozen=True, slots=True)
class _Sum:
    """What the ledgers of some dockets add up to: their rows by table, and what they say of directives."""

    rows: Rows
    directives: dict[str, Row]


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
    said: dict[str, Row] = {}
    try:
        behind = _behind(engine)
        total, caught_up = len(behind), 0
        _fill_all(engine, behind, said, progress)
        before, behind = total, _behind(engine)
        while _FEW < len(behind) < before / 2:
            _fill_all(engine, behind, said, _silently)
            caught_up += len(behind)
            before, behind = len(behind), _behind(engine)
        locked = time.monotonic()
        with engine.begin() as connection:
            unhurried(connection)
            caught_up += _swap(connection, said)
        ended = time.monotonic()
    finally:
        _shadows.drop_all(engine)
    search.refile(engine)
    dockets, assignments = _sizes(engine)
    return RebuildResult(dockets, assignments, caught_up, ended - began, ended - locked)


def refill(connection: sa.Connection) -> None:
    """Make the read model anew within the connection's transaction, in which nobody else writes: after a migration.

    Raises
    ------
    BrokenChainError
        The ledger of a docket does not hold together.
    """
    _keep_writers_out(connection)
    for table in t.READ_MODEL:
        connection.execute(sa.delete(table))
    dockets = docket_ids(connection, t.events.c.docket)
    for start in range(0, len(dockets), _AT_ONCE):
        made = _added_up(_ledgers(connection, dockets[start : start + _AT_ONCE]))
        for table in t.READ_MODEL:
            _insert(connection, table, made.rows[table.name])
        _set_directives(connection, made.directives)


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
    read_model = ReadModelByDocket(connection)
    said: dict[str, Row] = {}
    for one in docket_ids(connection, t.events.c.docket, *read_model.dockets):
        stored = read_model.take(one)
        docket = Docket(one)
        recorded = fold(docket, read(connection, one))
        if docket.plan is None:
            yield from left_over(stored)
            continue
        yield from differences(docket, recorded, stored)
        said |= _of_directive(docket, recorded)
    for directive, values in said.items():
        row = connection.execute(sa.select(t.directives).where(t.directives.c.id == directive)).mappings().first()
        yield from directive_differences(directive, values, None if row is None else dict(row))


def _of_directive(docket: Docket, recorded: Sequence[Recorded]) -> dict[str, Row]:
    view = docket_view(docket)
    values = directive_values(view, recorded)
    return {view.directive: values} if values else {}


def _make_shadows(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        _shadows.drop_all(connection)
        _shadows.create_all(connection)


def _behind(engine: sa.Engine) -> list[str]:
    with engine.begin() as connection:
        unhurried(connection)
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


def _fill_all(engine: sa.Engine, dockets: Sequence[str], said: dict[str, Row], progress: Progress) -> None:
    for start in range(0, len(dockets), _AT_ONCE):
        some = dockets[start : start + _AT_ONCE]
        said |= _fill(engine, some)
        progress(start + len(some), len(dockets))


def _fill(engine: sa.Engine, dockets: Sequence[str]) -> dict[str, Row]:
    """Write the shadows of those dockets; nobody waits while their ledgers are added up."""
    with engine.begin() as connection:
        unhurried(connection)
        ledgers = _ledgers(connection, dockets)
    made = _added_up(ledgers)
    with engine.begin() as connection:
        _put(connection, dockets, made)
    return made.directives


def _ledgers(connection: sa.Connection, dockets: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
    return {docket: tuple(read(connection, docket)) for docket in dockets}


def _added_up(ledgers: dict[str, tuple[Entry, ...]]) -> _Sum:
    made = _Sum({table.name: [] for table in t.READ_MODEL}, {})
    for name, entries in ledgers.items():
        docket = Docket(name)
        recorded = fold(docket, entries)
        for table, rows in rows_of(docket, recorded).items():
            made.rows[table] += rows
        made.directives.update(_of_directive(docket, recorded))
    return made


def _put(connection: sa.Connection, dockets: Sequence[str], made: _Sum) -> None:
    for table, column in zip(t.READ_MODEL, ReadModelByDocket.dockets, strict=True):
        shadow = _SHADOWS[table.name]
        connection.execute(sa.delete(shadow).where(shadow.c[column.name].in_(dockets)))
        _insert(connection, shadow, made.rows[table.name])


def _insert(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _set_directives(connection: sa.Connection, said: dict[str, Row]) -> None:
    for directive, values in said.items():
        set_directive(connection, directive, values)


def _keep_writers_out(connection: sa.Connection) -> None:
    """Until the transaction ends nobody else appends; on SQLite nobody can anyway."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in (t.events, *t.READ_MODEL))
        connection.execute(sa.text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def _swap(connection: sa.Connection, said: dict[str, Row]) -> int:
    """Catch up under the writers' lock and put the shadows in the place of the read model."""
    t.metadata.create_all(connection, tables=list(t.READ_MODEL))
    _keep_writers_out(connection)
    behind = _behind_in(connection)
    if behind:
        made = _added_up(_ledgers(connection, behind))
        _put(connection, behind, made)
        said |= made.directives
    for table in t.READ_MODEL:
        shadow = _SHADOWS[table.name]
        connection.execute(sa.delete(table))
        connection.execute(sa.insert(table).from_select([column.name for column in table.columns], sa.select(shadow)))
    _set_directives(connection, said)
    return len(behind)


def _sizes(engine: sa.Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (t.dockets, t.assignments)
        ]
    return counts[0], counts[1]
