"""How a draft is kept: once for each content of an issuer, and once for each request that asked for it."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from thac.domain.actors import Actor
from thac.domain.codec import dump
from thac.domain.directives import Directive, DirectiveId
from thac.store import search
from thac.store import tables as t
from thac.store.directives import DirectiveState, content_digest


class KeyReusedError(Exception):
    """An idempotency key was used for another request before."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that was kept; ``first`` is False when the issuer had one of the same content already."""

    directive: DirectiveId
    first: bool


def save_draft(connection: sa.Connection, directive: Directive, by: Actor, at: datetime) -> Drafted:
    """Keep a directive that was checked, as a draft, unless the issuer has one of the same content already.

    Two who keep the same at once keep one.
    """
    content = content_digest(directive)
    kept = connection.execute(
        _insert(connection, t.directives)
        .values(
            id=directive.id,
            issuer=directive.issuer,
            doc_type=directive.doc_type,
            number=directive.number,
            symbol=directive.symbol,
            subject=directive.subject,
            issued_on=directive.issued_on,
            urgency=directive.urgency.value,
            implements=directive.implements,
            parent=directive.parent,
            state=DirectiveState.DRAFT.value,
            body=json.dumps(dump(Directive, directive), ensure_ascii=False),
            content=content,
            created_by=json.dumps(dump(Actor, by), ensure_ascii=False),
            created_at=at,
        )
        .on_conflict_do_nothing(index_elements=[t.directives.c.content])
        .returning(t.directives.c.id)
    )
    if kept.first() is not None:
        search.file_directive(connection, directive.id)
        return Drafted(directive.id, first=True)
    same = sa.select(t.directives.c.id).where(t.directives.c.content == content)
    return Drafted(connection.execute(same).scalar_one(), first=False)


def note_request(connection: sa.Connection, key: str, drafted: Directive, directive: DirectiveId, at: datetime) -> None:
    """Note which directive came of a request, by its key and by the content it asked for.

    Raises
    ------
    KeyReusedError
        The key stands for another content.
    """
    row = {"key": key, "fingerprint": content_digest(drafted), "directive": directive, "at": at}
    connection.execute(_insert(connection, t.draft_requests).on_conflict_do_nothing(), row)
    require_key(connection, key, drafted)


def require_key(connection: sa.Connection, key: str, drafted: Directive) -> None:
    """Turn away a request whose key stands for another content.

    Raises
    ------
    KeyReusedError
        It does.
    """
    asked = sa.select(t.draft_requests.c.fingerprint).where(t.draft_requests.c.key == key)
    if connection.execute(asked).scalar() not in {None, content_digest(drafted)}:
        raise KeyReusedError(key)


def forget_requests(connection: sa.Connection, before: datetime) -> int:
    """Forget the requests made before that moment, so that their keys may be used anew; how many there were."""
    return connection.execute(sa.delete(t.draft_requests).where(t.draft_requests.c.at < before)).rowcount


def discard_draft(connection: sa.Connection, directive: DirectiveId) -> None:
    """Take a draft away; one that was launched stays."""
    here = (t.directives.c.id == directive, t.directives.c.state == DirectiveState.DRAFT.value)
    connection.execute(sa.delete(t.directives).where(*here))
    search.file_directive(connection, directive)


def _insert(connection: sa.Connection, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
