"""How a file that was attached to an assignment is kept: once for each request, its content once for each digest."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from thac.domain.actors import Actor
from thac.domain.codec import dump
from thac.domain.codec import load as decode
from thac.store import chronicle
from thac.store import tables as t
from thac.store.chronicle import Kind


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came in and was judged."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is kept; ``digest`` is the SHA-256 of its content, ``request`` the request that brought it."""

    id: str
    assignment: str
    digest: str
    name: str
    media_type: str
    size: int
    by: Actor
    at: datetime
    request: str


def keep(  # noqa: PLR0913, PLR0917 - what a file is kept with is what it is
    connection: sa.Connection, assignment: str, files: Iterable[Sent], by: Actor, request: str, now: datetime
) -> None:
    """Keep files of one request on an assignment; those that it brought before are kept already."""
    for one in files:
        digest = hashlib.sha256(one.content).hexdigest()
        named = hashlib.sha256(f"{request}\n{assignment}\n{digest}".encode()).hexdigest()[:32]
        values = {
            "id": named,
            "assignment": assignment,
            "digest": digest,
            "name": one.name,
            "medium": one.media_type,
            "size": len(one.content),
            "by": json.dumps(dump(Actor, by), ensure_ascii=False),
            "at": now,
            "request": request,
        }
        content = {"digest": digest, "content": one.content}
        connection.execute(_insert(connection, t.contents).values(**content).on_conflict_do_nothing())
        made = _insert(connection, t.attachments).values(**values).on_conflict_do_nothing()
        if connection.execute(made.returning(t.attachments.c.id)).first() is not None:
            chronicle.note(connection, Kind.ATTACHMENT, named, now)


def attached(connection: sa.Connection, assignment: str, request: str | None = None) -> tuple[Attached, ...]:
    """The files of an assignment, the first one first; those of one request, if it is given."""
    row = t.attachments.c
    where = [row.assignment == assignment]
    if request is not None:
        where.append(row.request == request)
    rows = connection.execute(sa.select(t.attachments).where(*where).order_by(row.at, row.name, row.id))
    return tuple(_attached(one) for one in rows)


def find(connection: sa.Connection, assignment: str, attachment: str) -> tuple[Attached, bytes] | None:
    """A file of an assignment with its content; None where it has none of that id."""
    row = t.attachments.c
    found = connection.execute(
        sa.select(t.attachments, t.contents.c.content)
        .join(t.contents, t.contents.c.digest == row.digest)
        .where(row.assignment == assignment, row.id == attachment)
    ).first()
    return None if found is None else (_attached(found), bytes(found.content))


def _attached(row: Any) -> Attached:
    by = decode(Actor, json.loads(row.by))
    return Attached(row.id, row.assignment, row.digest, row.name, row.medium, row.size, by, row.at, row.request)


def _insert(connection: sa.Connection, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
