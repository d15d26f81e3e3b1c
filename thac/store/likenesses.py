"""Which directives of an issuer are nearly the same as one that is to be launched? Their runs of words, as digests.

A directive's digests are written when it is launched, so that comparing one with all that run reads no text.
"""

import json
import math
import sys
from array import array
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from thac.domain.actors import Actor
from thac.domain.codec import dump, load
from thac.domain.directives import Directive, DirectiveId
from thac.domain.likeness import NEAR, likeness, runs
from thac.store import tables as t

_DIGEST_BYTES = 8
_HAIR = 1e-9
"""Keeps a whole number whole that binary fractions miss by a hair."""


@dataclass(frozen=True, slots=True)
class Near:
    """A directive that runs and says nearly the same; ``share`` is the part of the runs that both have, up to 1."""

    directive: DirectiveId
    share: float
    doc_type: str
    number: str | None
    symbol: str | None
    subject: str


@dataclass(frozen=True, slots=True)
class Distinction:
    """Somebody's word that two directives are two, though they say nearly the same."""

    other: DirectiveId
    share: float
    reason: str
    by: Actor
    at: datetime


def near(connection: sa.Connection, directive: Directive) -> tuple[Near, ...]:
    """The directives of the same issuer that run or are being launched and are like this one, the most alike first.

    One whose root docket is closed runs no more. Those that somebody told apart from this one already are left out.
    The caller holds the issuer's lock (:data:`thac.store.locks`), so that two launches at once see each other.
    """
    _complete(connection, directive.issuer)
    mine = _digests(directive)
    first = frozenset(_first(_unpack(_pack(mine))))
    here, other = t.likenesses.c, t.directives.c
    root = sa.literal("cascade/") + other.id + "/" + other.issuer
    told_apart = sa.select(t.distinctions.c.other).where(t.distinctions.c.directive == directive.id)
    found = connection.execute(
        sa.select(here.runs, other.id, other.doc_type, other.number, other.symbol, other.subject)
        .join(t.directives, other.id == here.directive)
        .outerjoin(t.dockets, t.dockets.c.id == root)
        .where(
            here.issuer == directive.issuer,
            here.size.between(math.ceil(NEAR * len(mine) - _HAIR), math.floor(len(mine) / NEAR + _HAIR)),
            here.directive != directive.id,
            here.directive.not_in(told_apart),
            other.state.not_in(["draft", "recalled"]),
            t.dockets.c.closed_at.is_(None),
        )
    )
    alike = [
        Near(row.id, share, row.doc_type, row.number, row.symbol, row.subject)
        for row in found
        if not first.isdisjoint(_first(others := _unpack(row.runs)))
        and (share := likeness(mine, frozenset(others))) >= NEAR
    ]
    return tuple(sorted(alike, key=lambda one: (-one.share, one.directive)))


def remember(connection: sa.Connection, directive: Directive) -> None:
    """Write down what a directive is compared by."""
    digests = _digests(directive)
    connection.execute(
        _insert(connection, t.likenesses).on_conflict_do_nothing(),
        {"directive": directive.id, "issuer": directive.issuer, "size": len(digests), "runs": _pack(digests)},
    )


def forget(connection: sa.Connection, directive: DirectiveId) -> None:
    """Compare nothing with that directive any more."""
    connection.execute(sa.delete(t.likenesses).where(t.likenesses.c.directive == directive))


def tell_apart(connection: sa.Connection, directive: DirectiveId, distinction: Distinction) -> None:
    """Keep somebody's word that a directive is another one than that which it is like."""
    connection.execute(
        _insert(connection, t.distinctions).on_conflict_do_nothing(),
        {
            "directive": directive,
            "other": distinction.other,
            "share": distinction.share,
            "reason": distinction.reason,
            "by": json.dumps(dump(Actor, distinction.by), ensure_ascii=False),
            "at": distinction.at,
        },
    )


def distinctions(connection: sa.Connection, directive: DirectiveId) -> tuple[Distinction, ...]:
    """From which directives this one was told apart when it was launched."""
    found = connection.execute(
        sa.select(t.distinctions).where(t.distinctions.c.directive == directive).order_by(t.distinctions.c.other)
    )
    return tuple(
        Distinction(row.other, row.share, row.reason, load(Actor, json.loads(row.by)), row.at) for row in found
    )


def _complete(connection: sa.Connection, issuer: str) -> None:
    """Write down what was launched before there was anything to compare by."""
    here = t.directives.c
    known = sa.exists().where(t.likenesses.c.directive == here.id)
    for row in connection.execute(
        sa.select(here.body).where(here.issuer == issuer, here.state != "draft", sa.not_(known))
    ).all():
        remember(connection, load(Directive, json.loads(row.body)))


def _digests(directive: Directive) -> frozenset[int]:
    """Eight bytes for each run: two different runs of a hundred million have the same by a chance of one in 3,700."""
    return frozenset(
        int.from_bytes(blake2b(" ".join(run).encode(), digest_size=_DIGEST_BYTES).digest(), "little")
        for run in runs(directive)
    )


def _first(digests: "array[int]") -> "array[int]":
    """The lowest fifth, and one: two that are nearly the same have one of these in common, whatever else they have."""
    return digests[: len(digests) - math.ceil(NEAR * len(digests) - _HAIR) + 1]


def _pack(digests: frozenset[int]) -> bytes:
    return _little(array("Q", sorted(digests))).tobytes()


def _unpack(packed: bytes) -> "array[int]":
    return _little(array("Q", packed))


def _little(numbers: "array[int]") -> "array[int]":
    """The same bytes on every machine."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _insert(connection: sa.Connection, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
