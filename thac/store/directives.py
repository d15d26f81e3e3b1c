"""How a directive is kept: what makes it the same document, how far it has come, and how it reads."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from unicodedata import normalize

import sqlalchemy as sa

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.codec import dump
from thac.domain.codec import load as decode
from thac.domain.directives import Directive, DirectiveId
from thac.domain.numbering import numbered_in
from thac.domain.refusals import Refusal, in_names
from thac.store import search
from thac.store import tables as t


class DirectiveState(StrEnum):
    """How far a directive has come on its way to its dockets."""

    DRAFT = "draft"
    """Dự thảo"""
    LAUNCHING = "launching"
    """Đang ban hành: its identity is taken and its root docket is to be started."""
    RUNNING = "running"
    """Đang thực hiện"""
    RECALLED = "recalled"
    """Đã thu hồi"""
    FAILED = "failed"
    """Không ban hành được: the directory changed before it was planned; it is launched again, or withdrawn."""


def identity(directive: Directive) -> str:
    """What makes a document the same document, however it is spelt.

    It is issuer, type, number, symbol, and the year or Party term within which that number is given once. A document
    without a number, as drafts are before the register, is the same when its whole content is.
    """
    if directive.number is None:
        year = str(directive.issued_on.year)
        return json.dumps([directive.issuer, _plain(directive.doc_type), "", content_digest(directive), year])
    number, symbol = _plain(directive.number).lstrip("0"), _plain(directive.symbol or "")
    term = numbered_in(directive.doc_type, directive.symbol, directive.issued_on)
    return json.dumps([directive.issuer, _plain(directive.doc_type), number, symbol, term], ensure_ascii=False)


def content_digest(directive: Directive) -> str:
    """SHA-256 of everything in the directive but its internal id."""
    body = dump(Directive, replace(directive, id=""))
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


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


def launched(connection: sa.Connection, directive: DirectiveId) -> tuple[Actor, datetime] | None:
    """Who launched it and when; None while it is a draft.

    Raises
    ------
    LookupError
        There is none of that id.
    """
    by, at = launched_by(connection, directive), _column(connection, directive, t.directives.c.launched_at)
    return None if by is None else (by, at)


def failure(
    connection: sa.Connection, directive: DirectiveId, name_of: Callable[[AgencyId], str | None]
) -> tuple[Refusal, ...]:
    """Why its last launch came to nothing, with agencies by their names; empty when none did.

    Raises
    ------
    LookupError
        There is none of that id.
    """
    text = _column(connection, directive, t.directives.c.failure)
    refusals = () if text is None else decode(tuple[Refusal, ...], json.loads(text))
    return tuple(in_names(one, name_of) for one in refusals)


def write_tasks(connection: sa.Connection, directive: Directive) -> None:
    """Write the tasks that readers see; none of them is there yet."""
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
    search.file_directive(connection, directive.id)


def _column(connection: sa.Connection, directive: DirectiveId, column: sa.Column[Any]) -> Any:
    row = connection.execute(sa.select(column).where(t.directives.c.id == directive)).first()
    if row is None:
        raise LookupError(f"there is no directive {directive}")
    return row[0]


def _plain(words: str) -> str:
    return " ".join(normalize("NFC", words).upper().split())
