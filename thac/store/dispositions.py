"""What became of a finding between directives: every decision is added and none is changed; the last one counts.

A finding is known here by its key and nothing else; what it says is worked out anew from the directives that run.
Beside it stand the conflicts over which a directive was launched, as they were told to whoever launched it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.codec import dump, load
from thac.domain.directives import DirectiveId
from thac.store import chronicle, locks
from thac.store import tables as t
from thac.store.chronicle import Kind

FindingKey: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about the finding of that key: its outcome, by whom, when, and why.

    ``subjects`` are the tasks concerned, each as the directive's id and the task's number. ``lead`` is whom the
    deciding office named as the one lead, where it did.
    """

    key: FindingKey
    code: str
    subjects: tuple[str, ...]
    outcome: str
    by: Actor
    at: datetime
    reason: str = ""
    lead: AgencyId | None = None


@dataclass(frozen=True, slots=True)
class AcceptedConflict:
    """A conflict over which a directive was launched: what was told, and the reason that was given."""

    key: FindingKey
    code: str
    subjects: tuple[str, ...]
    message: str
    english: str
    reason: str
    by: Actor
    at: datetime


def decide(connection: sa.Connection, decision: Decision) -> int:
    """Keep a decision after those before it; its number, from 1. Two at once are kept one after the other."""
    locks.hold(connection, chronicle.LOCK)
    here = t.dispositions.c
    last = connection.execute(sa.select(sa.func.max(here.seq)).where(here.key == decision.key)).scalar()
    seq = (last or 0) + 1
    connection.execute(
        sa.insert(t.dispositions).values(
            key=decision.key,
            seq=seq,
            code=decision.code,
            subjects=json.dumps(decision.subjects),
            outcome=decision.outcome,
            lead=decision.lead,
            reason=decision.reason,
            by=_text(decision.by),
            at=decision.at,
        )
    )
    chronicle.note(connection, Kind.DECISION, f"{decision.key}/{seq}", decision.at)
    return seq


def history(connection: sa.Connection, key: FindingKey) -> tuple[Decision, ...]:
    """Every decision about a finding, the first one first."""
    here = t.dispositions.c
    rows = connection.execute(sa.select(t.dispositions).where(here.key == key).order_by(here.seq))
    return tuple(map(_decision, rows))


def latest(connection: sa.Connection, keys: Sequence[FindingKey] | None = None) -> dict[FindingKey, Decision]:
    """The decision that counts for each finding; with ``keys`` for those only."""
    here, later = t.dispositions.c, t.dispositions.alias().c
    after = sa.exists().where(later.key == here.key, later.seq > here.seq)
    wanted = sa.select(t.dispositions).where(sa.not_(after))
    if keys is None:
        return {row.key: _decision(row) for row in connection.execute(wanted)}
    parts = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
    return {row.key: _decision(row) for part in parts for row in connection.execute(wanted.where(here.key.in_(part)))}


_AT_ONCE = 500
"""Names that one statement asks for."""


def accept(
    connection: sa.Connection, directive: DirectiveId, accepted: Iterable[AcceptedConflict], at: datetime
) -> None:
    """Keep the conflicts over which a directive is launched; those of an earlier launch that was undone give way."""
    here = t.accepted_conflicts.c.directive == directive
    undone = connection.execute(sa.delete(t.accepted_conflicts).where(here)).rowcount > 0
    rows = [
        {
            "directive": directive,
            "key": one.key,
            "code": one.code,
            "subjects": json.dumps(one.subjects),
            "message": one.message,
            "english": one.english,
            "reason": one.reason,
            "by": _text(one.by),
            "at": one.at,
        }
        for one in accepted
    ]
    if rows:
        connection.execute(sa.insert(t.accepted_conflicts), rows)
    if rows or undone:
        chronicle.note(connection, Kind.ACCEPTED, directive, at)


def accepted(connection: sa.Connection, directive: DirectiveId) -> tuple[AcceptedConflict, ...]:
    """The conflicts over which a directive was launched, by key."""
    here = t.accepted_conflicts.c
    rows = connection.execute(sa.select(t.accepted_conflicts).where(here.directive == directive).order_by(here.key))
    return tuple(
        AcceptedConflict(
            row.key,
            row.code,
            tuple(json.loads(row.subjects)),
            row.message,
            row.english,
            row.reason,
            load(Actor, json.loads(row.by)),
            row.at,
        )
        for row in rows
    )


def _decision(row: Any) -> Decision:
    return Decision(
        row.key,
        row.code,
        tuple(json.loads(row.subjects)),
        row.outcome,
        load(Actor, json.loads(row.by)),
        row.at,
        row.reason,
        row.lead,
    )


def _text(actor: Actor) -> str:
    return json.dumps(dump(Actor, actor), ensure_ascii=False)
