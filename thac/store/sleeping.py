"""Who sleeps? Dockets whose workflow ended because nothing in them calls for long, with what they knew by heart.

A row says: with that head, nothing in the docket's ledger calls before ``until``. The run that wakes the docket takes
the row for itself; what a later run would read in it might be out of date.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from thac.domain.codec import dump, load
from thac.domain.sleep import Memory, Sleep, Waking, Woken
from thac.store import tables as t
from thac.store.engine import Engines


@dataclass(frozen=True, slots=True)
class Sleeper:
    """A docket that went to sleep with that head; ``asleep``, if it is open and its ledger still ends there."""

    docket: str
    head: int
    asleep: bool


class StoredSleepers:
    """The sleepers as the store knows them."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def lie_down(self, sleep: Sleep) -> bool:
        """Note in one transaction that a docket sleeps, if its ledger still ends there; whether it does.

        An append that another process commits at the same moment needs no lock against it: it moves the head, and a row
        of another head puts nobody to sleep.
        """
        with self._engines.write.begin() as connection:
            last = connection.execute(
                sa.select(t.events.c.seq, t.events.c.hash)
                .where(t.events.c.docket == sleep.docket)
                .order_by(t.events.c.seq.desc())
                .limit(1)
            ).first()
            if last is None or (last.seq, last.hash) != (sleep.head, sleep.hash):
                return False
            connection.execute(sa.delete(t.sleeping).where(t.sleeping.c.docket == sleep.docket))
            memory = json.dumps(dump(Memory, sleep.memory), ensure_ascii=False, separators=(",", ":"))
            connection.execute(
                sa.insert(t.sleeping).values(
                    docket=sleep.docket, head=sleep.head, until=sleep.until, memory=memory, woken_by=None
                )
            )
        return True

    def wake(self, waking: Waking) -> Woken:
        """Hand a docket what it kept, to the first run that asks and to no other."""
        row = t.sleeping.c
        with self._engines.write.begin() as connection:
            kept = connection.execute(sa.select(row.memory, row.woken_by).where(row.docket == waking.docket)).first()
            if kept is None or kept.woken_by not in {None, waking.run}:
                return Woken(None)
            connection.execute(
                sa.update(t.sleeping).where(row.docket == waking.docket).values(woken_by=waking.run, until=None)
            )
        return Woken(load(Memory, json.loads(kept.memory)))


def asleep() -> sa.ColumnElement[bool]:
    """The condition on a row of ``dockets`` that the docket sleeps."""
    row = t.sleeping.c
    return sa.exists().where(row.docket == t.dockets.c.id, row.head == t.dockets.c.head, row.woken_by.is_(None))


def nearing(connection: sa.Connection, by: datetime, at_most: int) -> list[Sleeper]:
    """The sleepers whose next moment comes by then, earliest first; one query on an index, however many sleep."""
    row, line = t.sleeping.c, t.dockets.c
    still = sa.and_(line.head == row.head, line.closed_at.is_(None))
    found = connection.execute(
        sa.select(row.docket, row.head, sa.case((still, 1), else_=0).label("still"))
        .outerjoin(t.dockets, line.id == row.docket)
        .where(row.until <= by)
        .order_by(row.until)
        .limit(at_most)
    )
    return [Sleeper(one.docket, one.head, bool(one.still)) for one in found]


def seen_to(connection: sa.Connection, sleepers: Iterable[Sleeper]) -> None:
    """Take it that those were woken for their moment; what they kept stays until they have taken it."""
    row = t.sleeping.c
    for one in sleepers:
        connection.execute(
            sa.update(t.sleeping).where(row.docket == one.docket, row.head == one.head).values(until=None)
        )
