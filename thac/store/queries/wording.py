"""What a task says today: its own words, or those to which they were corrected last."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from thac.store import tables as t


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected wording of a task (đính chính), from when on it holds."""

    task: int
    at: datetime
    text: str


def corrected() -> sa.ScalarSelect[str]:
    """The last corrected wording of each row of ``tasks``; null where the words of the document stand."""
    row = t.corrections.c
    return (
        sa.select(t.texts.c.text)
        .join(t.corrections, row.text == t.texts.c.digest)
        .where(row.directive == t.tasks.c.directive, row.task == t.tasks.c.number)
        .order_by(row.seq.desc())
        .limit(1)
        .correlate(t.tasks)
        .scalar_subquery()
    )


def corrections(connection: sa.Connection, directive: str) -> tuple[Correction, ...]:
    """Every corrected wording of a directive's tasks, in the order in which they were made."""
    row = t.corrections.c
    found = connection.execute(
        sa.select(row.task, row.at, t.texts.c.text)
        .join(t.texts, t.texts.c.digest == row.text)
        .where(row.directive == directive)
        .order_by(row.seq)
    )
    return tuple(Correction(one.task, one.at, one.text) for one in found)
