"""Is a directive nearly the same as one that runs? Whoever launches it is asked, and may say that it is not."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from api.codes import status_of
from api.errors import Fault, ProblemError, fault_of, refused
from thac.domain.actors import Actor
from thac.domain.directives import Directive, DirectiveId
from thac.domain.numbering import cited
from thac.domain.refusals import Code, Refusal, refuse
from thac.store import likenesses
from thac.store.likenesses import Distinction, Near


@dataclass(frozen=True, slots=True)
class Word:
    """Whoever launches says that the directive is another one than those, and why.

    ``accepted`` are his reasons for launching over conflicts with what runs, by the key of each.
    """

    others: frozenset[DirectiveId] = frozenset()
    reason: str | None = None
    accepted: Mapping[str, str] = field(default_factory=dict)


def question(connection: sa.Connection, directive: Directive, word: Word, by: Actor, at: datetime) -> None:
    """Turn away a directive that is nearly one that runs, unless its launcher told them apart; his word is kept.

    Raises
    ------
    ProblemError
        It names each directive that it is like, or says that the reason is missing.
    """
    if word.others and word.reason is None:
        raise refused(refuse(Code.REASON_NEEDED))
    alike = likenesses.near(connection, directive)
    questioned = [one for one in alike if one.directive not in word.others]
    if questioned:
        raise _problem(questioned)
    for one in alike:
        told = Distinction(one.directive, one.share, word.reason or "", by, at)
        likenesses.tell_apart(connection, directive.id, told)


def _problem(alike: Sequence[Near]) -> ProblemError:
    refusals = [_refusal(one) for one in alike]
    faults: tuple[Fault, ...] = tuple(map(fault_of, refusals))
    first = refusals[0]
    return ProblemError(
        status_of(first.code),
        first.code.value,
        first.message,
        first.english,
        faults,
        {"duplicates": [_member(one) for one in alike]},
    )


def _refusal(one: Near) -> Refusal:
    return refuse(Code.NEAR_DUPLICATE, other=_cited(one), share=_per_cent(one))


def _member(one: Near) -> dict[str, object]:
    return {
        "directive": one.directive,
        "per_cent": _per_cent(one),
        "doc_type": one.doc_type,
        "number": one.number,
        "symbol": one.symbol,
        "subject": one.subject,
    }


def _cited(one: Near) -> str:
    if one.number is None:
        return f"{one.doc_type} “{one.subject}” [{one.directive}]"
    return f"{one.doc_type} số {cited(one.number, one.symbol)} [{one.directive}]"


def _per_cent(one: Near) -> int:
    """Whole per cent, rounded down, so that 100 means the same words."""
    return math.floor(100 * one.share)
