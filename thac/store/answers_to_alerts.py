"""What readers answered to alerts: every answer is added and none is changed; the last one to an alert counts."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from thac.domain.actors import Actor
from thac.domain.codec import dump, load
from thac.domain.inbox import Answer, AnswerKind
from thac.store import chronicle, locks
from thac.store import tables as t
from thac.store.chronicle import Kind


class AnswerKeyReusedError(Exception):
    """An idempotency key was used for another answer before."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer as somebody asked for it to be kept, under the name of his request; None where he gave no key."""

    request: str | None
    alert: str
    kind: AnswerKind
    until: datetime | None
    reason: str

    @property
    def fingerprint(self) -> str:
        """The digest of what was asked, so that the same request stays the same."""
        until = None if self.until is None else self.until.isoformat()
        asked = json.dumps([self.alert, self.kind, until, self.reason], separators=(",", ":"))
        return hashlib.sha256(asked.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is kept, by its number among those to the same alert; ``repeated``: it was kept before."""

    answer: Answer
    seq: int
    repeated: bool = False


def kept(connection: sa.Connection, asked: Asked) -> Kept | None:
    """The answer that came of that request before; None when none did.

    Raises
    ------
    AnswerKeyReusedError
        Its key stands for another answer.
    """
    if asked.request is None:
        return None
    here = t.alert_answers.c
    row = connection.execute(sa.select(t.alert_answers).where(here.request == asked.request)).first()
    if row is None:
        return None
    if row.fingerprint != asked.fingerprint:
        raise AnswerKeyReusedError(asked.request)
    return Kept(_answer(row), row.seq, repeated=True)


def hold(connection: sa.Connection, asked: Asked) -> None:
    """Wait until nobody else answers the same alert or sends the same request, to the end of the transaction."""
    names = [f"alert/{asked.alert}"]
    locks.hold(connection, *names if asked.request is None else [*names, f"alert-request/{asked.request}"])


def keep(connection: sa.Connection, asked: Asked, answer: Answer) -> Kept:
    """Keep an answer after those before it; its number is from 1. What it answers is held (:func:`hold`)."""
    here = t.alert_answers.c
    last = connection.execute(sa.select(sa.func.max(here.seq)).where(here.alert == answer.alert)).scalar()
    made = Kept(answer, (last or 0) + 1)
    connection.execute(
        sa.insert(t.alert_answers).values(
            alert=answer.alert,
            seq=made.seq,
            kind=answer.kind.value,
            by=json.dumps(dump(Actor, answer.by), ensure_ascii=False),
            at=answer.at,
            until=answer.until,
            reason=answer.reason,
            request=asked.request,
            fingerprint=asked.fingerprint,
        )
    )
    chronicle.note(connection, Kind.ANSWER, f"{answer.alert}/{made.seq}", answer.at)
    return made


def history(connection: sa.Connection, alert: str) -> tuple[Answer, ...]:
    """Every answer to an alert, the first one first."""
    here = t.alert_answers.c
    rows = connection.execute(sa.select(t.alert_answers).where(here.alert == alert).order_by(here.seq))
    return tuple(map(_answer, rows))


def answers_to(connection: sa.Connection, alerts: sa.Select[tuple[str]]) -> tuple[Answer, ...]:
    """Every answer to the alerts that a statement names by their keys, in the order in which they were given."""
    here = t.alert_answers.c
    wanted = sa.select(t.alert_answers).where(here.alert.in_(alerts)).order_by(here.alert, here.seq)
    return tuple(map(_answer, connection.execute(wanted)))


def _answer(row: "sa.Row[tuple[object, ...]]") -> Answer:
    by = load(Actor, json.loads(row.by))
    return Answer(row.alert, AnswerKind(row.kind), by, row.at, row.until, row.reason)
