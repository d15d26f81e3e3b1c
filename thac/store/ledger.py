"""How a docket's events come to be stored: appended if the head is the one it knows, else what is held comes back."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain.agencies import AgencyTree
from thac.domain.appending import AnswerRecord, Append, Appended, Diverged, Held, Outcome
from thac.domain.docket import GENESIS
from thac.domain.ledger import Entry, decode
from thac.domain.views import DocketView, assignment_id
from thac.store import locks, outbox
from thac.store import tables as t
from thac.store.alerts import alert_rows, fired_steps
from thac.store.following import follow

_PAGE_BYTES = 400_000


def reserve(connection: sa.Connection, dockets: Iterable[str]) -> None:
    """Let nobody else append to those dockets until the transaction ends.

    Raises
    ------
    sqlalchemy.exc.OperationalError
        Another transaction kept one of them for too long.
    """
    locks.hold(connection, *dockets)


def append(connection: sa.Connection, request: Append, now: datetime, tree: Callable[[], AgencyTree]) -> Outcome:
    """Append within the connection's transaction, or write nothing and say what the store holds.

    The docket is :func:`reserved <reserve>` and the transaction sees what was committed since; the head that is found
    then stays the head. ``tree`` gives the directory as this transaction sees it; it is asked only when a step fired.
    """
    head, digest = _head(connection, request.docket)
    if head < request.head:
        return Diverged(f"{request.docket}: the store ends at event {head}, the docket knows {request.head}")
    if head == request.head and digest != request.hash:
        return Diverged(f"{request.docket}: event {head} is not the one the docket knows")
    answered = _answered(connection, {*request.keys, *(one.key for one in request.answers)})
    if head > request.head or answered:
        return Held(_after(connection, request.docket, request.head), answered)
    if request.entries:
        _write(connection, request, now, tree)
    return Appended()


def _head(connection: sa.Connection, docket: str) -> tuple[int, str]:
    last = connection.execute(_HEAD, {"docket": docket}).first()
    return (0, GENESIS) if last is None else (last.seq, last.hash)


def _answered(connection: sa.Connection, keys: Collection[str]) -> tuple[AnswerRecord, ...]:
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
    follow(connection, view, request.rows, recorded, first=request.head == 0)
    fired = fired_steps(recorded, request.rows)
    if fired:
        alerts = alert_rows(view, fired, tree())
        connection.execute(sa.insert(t.alerts), alerts)
        outbox.put(connection, alerts)
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
