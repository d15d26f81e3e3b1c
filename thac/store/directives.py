"""How a directive is kept: as a draft, at its launch under an identity that exists once, and while it runs."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from unicodedata import normalize

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from thac.domain.agencies import AgencyId
from thac.domain.codec import dump
from thac.domain.codec import load as decode
from thac.domain.commands import Actor
from thac.domain.directives import Directive, DirectiveId
from thac.store import tables as t


class DirectiveState(StrEnum):
    """How far a directive has come on its way to its dockets."""

    DRAFT = "draft"
    """Dự thảo"""
    LAUNCHING = "launching"
    """Đang ban hành: its identity is taken and its root docket is to be started."""
    RUNNING = "running"
    """Đang thực hiện"""


@dataclass(frozen=True, slots=True)
class Launch:
    """What came of asking to launch a directive.

    ``directive`` is the one that bears the identity: the one asked for, or the first that was launched with it, when
    ``first`` is False. ``same_content`` says whether their contents are equal.
    """

    directive: DirectiveId
    issuer: AgencyId
    state: DirectiveState
    first: bool
    same_content: bool = True


@dataclass(frozen=True, slots=True)
class Pending:
    """A directive whose identity is taken and whose root docket may not have been started."""

    directive: DirectiveId
    issuer: AgencyId


def identity(directive: Directive) -> str:
    """What makes a document the same document: issuer, type, number, symbol and year, however they are spelt.

    A document without a number, as drafts are before the register, is the same when its whole content is.
    """
    year = str(directive.issued_on.year)
    if directive.number is None:
        return json.dumps([directive.issuer, _plain(directive.doc_type), "", content_digest(directive), year])
    number, symbol = _plain(directive.number).lstrip("0"), _plain(directive.symbol or "")
    return json.dumps([directive.issuer, _plain(directive.doc_type), number, symbol, year], ensure_ascii=False)


def content_digest(directive: Directive) -> str:
    """SHA-256 of everything in the directive but its internal id."""
    body = dump(Directive, replace(directive, id=""))
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def save_draft(connection: sa.Connection, directive: Directive, by: Actor, at: datetime) -> None:
    """Keep a directive that was checked, as a draft."""
    connection.execute(
        sa.insert(t.directives).values(
            id=directive.id,
            issuer=directive.issuer,
            doc_type=directive.doc_type,
            number=directive.number,
            symbol=directive.symbol,
            subject=directive.subject,
            issued_on=directive.issued_on,
            urgency=directive.urgency.value,
            implements=directive.implements,
            state=DirectiveState.DRAFT.value,
            body=json.dumps(dump(Directive, directive), ensure_ascii=False),
            created_by=_actor(by),
            created_at=at,
        )
    )


def load(connection: sa.Connection, directive: DirectiveId) -> Directive:
    """The directive as it was drawn up.

    Raises
    ------
    LookupError
        There is none of that id.
    """
    return decode(Directive, json.loads(_column(connection, directive, t.directives.c.body)))


def state(connection: sa.Connection, directive: DirectiveId) -> DirectiveState:
    """How far it has come.

    Raises
    ------
    LookupError
        There is none of that id.
    """
    return DirectiveState(_column(connection, directive, t.directives.c.state))


def launched_by(connection: sa.Connection, directive: DirectiveId) -> Actor | None:
    """Who launched it; None while it is a draft.

    Raises
    ------
    LookupError
        There is none of that id.
    """
    text = _column(connection, directive, t.directives.c.launched_by)
    return None if text is None else decode(Actor, json.loads(text))


def launch(connection: sa.Connection, directive: DirectiveId, by: Actor, at: datetime) -> Launch:
    """Take the identity of a draft and write its tasks, in the connection's transaction; nothing is started yet.

    Two launches of one identity, also at once, take it once: the second is told which directive was the first.

    Raises
    ------
    LookupError
        There is none of that id.
    """
    drafted = load(connection, directive)
    reached = state(connection, directive)
    if reached is not DirectiveState.DRAFT:
        return Launch(directive, drafted.issuer, reached, first=False)
    name = identity(drafted)
    if (holder := _holder(connection, name, drafted)) is not None:
        return holder
    try:
        with connection.begin_nested():
            taken = connection.execute(
                sa.update(t.directives)
                .where(t.directives.c.id == directive, t.directives.c.state == DirectiveState.DRAFT.value)
                .values(identity=name, state=DirectiveState.LAUNCHING.value, launched_by=_actor(by), launched_at=at)
            )
    except IntegrityError:
        if (holder := _holder(connection, name, drafted)) is None:
            raise
        return holder
    if taken.rowcount == 0:  # another transaction launched this very draft since we read it
        return launch(connection, directive, by, at)
    _write_tasks(connection, drafted)
    return Launch(directive, drafted.issuer, DirectiveState.LAUNCHING, first=True)


def discard_draft(connection: sa.Connection, directive: DirectiveId) -> None:
    """Take a draft away; one that was launched stays."""
    here = (t.directives.c.id == directive, t.directives.c.state == DirectiveState.DRAFT.value)
    connection.execute(sa.delete(t.directives).where(*here))


def set_running(connection: sa.Connection, directive: DirectiveId) -> None:
    """Note that the root docket was started."""
    connection.execute(
        sa.update(t.directives)
        .where(t.directives.c.id == directive, t.directives.c.state == DirectiveState.LAUNCHING.value)
        .values(state=DirectiveState.RUNNING.value)
    )


def pending_launches(connection: sa.Connection) -> tuple[Pending, ...]:
    """The directives that were launched and may not have been started, oldest first."""
    found: Iterable[sa.Row[tuple[str, str]]] = connection.execute(
        sa.select(t.directives.c.id, t.directives.c.issuer)
        .where(t.directives.c.state == DirectiveState.LAUNCHING.value)
        .order_by(t.directives.c.launched_at, t.directives.c.id)
    )
    return tuple(Pending(row.id, row.issuer) for row in found)


def _holder(connection: sa.Connection, name: str, drafted: Directive) -> Launch | None:
    row = connection.execute(
        sa.select(t.directives.c.id, t.directives.c.issuer, t.directives.c.state).where(t.directives.c.identity == name)
    ).first()
    if row is None:
        return None
    same = content_digest(load(connection, row.id)) == content_digest(drafted)
    return Launch(row.id, row.issuer, DirectiveState(row.state), first=False, same_content=same)


def _write_tasks(connection: sa.Connection, directive: Directive) -> None:
    connection.execute(
        sa.insert(t.tasks),
        [
            {
                "directive": directive.id,
                "number": task.number,
                "text": task.text,
                "mode": task.mode.value,
                "product": task.product,
                "tracked": task.tracked,
            }
            for task in directive.tasks
        ],
    )


def _column(connection: sa.Connection, directive: DirectiveId, column: sa.Column[str]) -> Any:
    row = connection.execute(sa.select(column).where(t.directives.c.id == directive)).first()
    if row is None:
        raise LookupError(f"there is no directive {directive}")
    return row[0]


def _actor(actor: Actor) -> str:
    return json.dumps(dump(Actor, actor), ensure_ascii=False)


def _plain(words: str) -> str:
    return " ".join(normalize("NFC", words).upper().split())
