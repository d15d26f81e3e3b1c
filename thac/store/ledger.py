"""How a docket's events come to be stored: appended if the head is the one it knows, else what is held comes back."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from thac.domain import events as ev
from thac.domain.agencies import AgencyTree
from thac.domain.appending import AnswerRecord, Append, Appended, Diverged, Held, Outcome
from thac.domain.docket import GENESIS
from thac.domain.ledger import Entry, decode
from thac.domain.views import AssignmentView, DocketView, assignment_id
from thac.store import tables as t
from thac.store.alerts import alert_rows
from thac.store.read_model import assignment_row, docket_row

_PAGE_BYTES = 400_000


def append(connection: sa.Connection, request: Append, now: datetime, tree: Callable[[], AgencyTree]) -> Outcome:
    """Append within the connection's transaction, or write nothing and say what the store holds.

    ``tree`` gives the directory as this transaction sees it; it is asked only when a step fired.
    """
    head, digest = _head(connection, request.docket)
    if head < request.head:
        return Diverged(f"{request.docket}: the store ends at event {head}, the docket knows {request.head}")
    if head == request.head and digest != request.hash:
        return Diverged(f"{request.docket}: event {head} is not the one the docket knows")
    answered = _answered(connection, request.keys)
    if head > request.head or answered:
        return Held(_after(connection, request.docket, request.head), answered)
    if request.entries:
        _write(connection, request, now, tree)
    return Appended()


def _head(connection: sa.Connection, docket: str) -> tuple[int, str]:
    last = connection.execute(_HEAD, {"docket": docket}).first()
    return (0, GENESIS) if last is None else (last.seq, last.hash)


def _answered(connection: sa.Connection, keys: tuple[str, ...]) -> tuple[AnswerRecord, ...]:
    if not keys:
        return ()
    found = connection.execute(
        sa.select(t.answers.c.key, t.answers.c.fingerprint, t.answers.c.seq).where(t.answers.c.key.in_(keys))
    )
    return tuple(AnswerRecord(row.key, row.fingerprint, row.seq) for row in found)


def _after(connection: sa.Connection, docket: str, head: int) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    size = 0
    for entry in read(connection, docket, head):
        entries.append(entry)
        size += len(entry.body.encode())
        if size >= _PAGE_BYTES:
            break
    return tuple(entries)


def read(connection: sa.Connection, docket: str, after: int = 0) -> Iterable[Entry]:
    """The ledger of a docket after that event, in order."""
    found = connection.execute(_LEDGER, {"docket": docket, "after": after})
    return (Entry(row.docket, row.seq, row.body, row.hash) for row in found)


def _write(connection: sa.Connection, request: Append, now: datetime, tree: Callable[[], AgencyTree]) -> None:
    view = request.view
    if view is None:
        raise ValueError(f"entries of {request.docket} without its view")
    recorded = [decode(entry.body) for entry in request.entries]
    connection.execute(
        sa.insert(t.events), [_event(view, *pair) for pair in zip(request.entries, recorded, strict=True)]
    )
    write_docket(connection, view)
    write_assignments(connection, request.rows)
    fired = [one for one in recorded if isinstance(one.event, ev.StepFired)]
    if fired:
        leads = {row.key: row.lead for row in request.rows}
        connection.execute(sa.insert(t.alerts), alert_rows(view, fired, leads, tree()))
    if request.answers:
        connection.execute(
            sa.insert(t.answers),
            [
                {"key": one.key, "fingerprint": one.fingerprint, "docket": request.docket, "seq": one.seq, "at": now}
                for one in request.answers
            ],
        )


def _event(view: DocketView, entry: Entry, recorded: ev.Recorded) -> dict[str, Any]:
    key = getattr(recorded.event, "assignment", None)
    return {
        "docket": entry.docket,
        "seq": entry.seq,
        "kind": recorded.event.kind,
        "assignment": None if key is None else assignment_id(view.directive, view.agency, key),
        "at": recorded.at,
        "body": entry.body,
        "hash": entry.hash,
    }


def write_docket(connection: sa.Connection, view: DocketView) -> None:
    """Set the read model's line of a docket."""
    connection.execute(_upsert(connection, t.dockets), [docket_row(view)])


def write_assignments(connection: sa.Connection, views: Iterable[AssignmentView]) -> None:
    """Set the read model's lines of assignments."""
    rows = [assignment_row(view) for view in views]
    if rows:
        connection.execute(_upsert(connection, t.assignments), rows)


def _upsert(connection: sa.Connection, table: sa.Table) -> sa.Insert:
    return _UPSERTS[connection.dialect.name, table.name]


def _make_upsert(insert: Callable[[sa.Table], Any], table: sa.Table) -> sa.Insert:
    statement = insert(table)
    others = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    made: sa.Insert = statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=others)
    return made


_UPSERTS = {
    (name, table.name): _make_upsert(insert, table)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    for table in t.READ_MODEL
}
_HEAD = (
    sa.select(t.events.c.seq, t.events.c.hash)
    .where(t.events.c.docket == sa.bindparam("docket"))
    .order_by(t.events.c.seq.desc())
    .limit(1)
)
_LEDGER = (
    sa.select(t.events.c.docket, t.events.c.seq, t.events.c.body, t.events.c.hash)
    .where(t.events.c.docket == sa.bindparam("docket"), t.events.c.seq > sa.bindparam("after"))
    .order_by(t.events.c.seq)
)
