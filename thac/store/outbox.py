"""Which alerts has nobody told yet? They are put here with the append that makes them, and leave with the digest.

The feed gives every alert a place once it is committed, under one lock: whoever has read up to a place has missed none
before it, however late the transaction of an earlier alert came to its end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from thac.store import locks
from thac.store import tables as t

FEED: Final = "feed"
"""The lock under which alerts get their places."""
_AT_ONCE: Final = 5_000
_KEYS: Final = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """A post to be told, and the look it is told at; None: as soon as may be."""

    post: str
    look: datetime | None


def put(connection: sa.Connection, alerts: Sequence[Mapping[str, Any]]) -> None:
    """Put alert rows into the outbox, in the transaction that writes them."""
    if alerts:
        connection.execute(
            sa.insert(t.outbox),
            [
                {
                    "alert": one["key"],
                    "post": one["post"],
                    "agency": one["agency"],
                    "at": one["fired_at"],
                    "placed": False,
                    "tried": False,
                }
                for one in alerts
            ],
        )


def unplaced(connection: sa.Connection) -> bool:
    """Whether an alert has no place in the feed yet."""
    return connection.execute(sa.select(t.outbox.c.alert).where(~t.outbox.c.placed).limit(1)).first() is not None


def place(connection: sa.Connection) -> int:
    """Give places to the alerts that have none, in the connection's transaction; the last place there is."""
    locks.hold(connection, FEED)
    last = connection.execute(_LAST).scalar_one() or 0
    waiting = sa.select(t.outbox.c.alert).where(~t.outbox.c.placed).order_by(t.outbox.c.at, t.outbox.c.alert)
    found = list(connection.execute(waiting.limit(_AT_ONCE)).scalars())
    if found:
        places = [{"place": last + number, "alert": alert} for number, alert in enumerate(found, 1)]
        connection.execute(sa.insert(t.feed), places)
        for keys in _chunks(found):
            connection.execute(sa.update(t.outbox).where(t.outbox.c.alert.in_(keys)).values(placed=True))
    return last + len(found)


def last_place(connection: sa.Connection) -> int:
    """The last place that was given, 0 when none was."""
    return connection.execute(_LAST).scalar_one() or 0


def to_try(connection: sa.Connection, settled: datetime, at_most: int) -> list[Reader]:
    """The posts with an alert that was not tried and that fired by then, earliest first."""
    row = t.outbox.c
    first = sa.func.min(row.at)
    found = sa.select(row.post).where(~row.tried).group_by(row.post).having(first <= settled).order_by(first, row.post)
    return [Reader(post, None) for post in connection.execute(found.limit(at_most)).scalars()]


def earliest_untried(connection: sa.Connection) -> datetime | None:
    """When the first alert fired that was not tried; None when there is none."""
    first: datetime | None = connection.execute(_FIRST_UNTRIED).scalar_one()
    return first


def waiting_for(connection: sa.Connection, post: str, by: datetime) -> list[str]:
    """The keys of the alerts to a post that lie in the outbox and fired by then."""
    row = t.outbox.c
    found = sa.select(row.alert).where(row.post == post, row.at <= by).order_by(row.alert)
    return list(connection.execute(found).scalars())


def tried(connection: sa.Connection, alerts: Sequence[str]) -> None:
    """Note that those were offered to a digest that goes at once; what it did not tell waits for the next look."""
    for keys in _chunks(alerts):
        connection.execute(sa.update(t.outbox).where(t.outbox.c.alert.in_(keys)).values(tried=True))


def done(connection: sa.Connection, alerts: Sequence[str], now: datetime) -> None:
    """Take those out: a digest tells of them, or they were looked at and need not be told. What has no place stays.

    Of what no digest has told is written down that it was looked at, so that it is known from what was lost.
    """
    tried(connection, alerts)
    for keys in _chunks(alerts):
        row = t.outbox.c
        placed = sa.select(row.alert).where(row.alert.in_(keys), row.placed)
        leaving = row.alert.in_(connection.execute(placed).scalars().all())  # others may get a place meanwhile
        names = sa.select(row.alert, sa.literal(now, t.untold.c.at.type)).where(leaving, *_UNTOLD)
        connection.execute(sa.insert(t.untold).from_select(["alert", "at"], names))
        connection.execute(sa.delete(t.outbox).where(leaving))


def begin_look(connection: sa.Connection, moment: datetime, now: datetime) -> bool:
    """Begin that look once: every post that an open assignment's alert reached is to be composed for.

    What is left of an earlier look is told with this one, so that downtime is caught up by one digest.
    """
    locks.hold(connection, "looks")
    if connection.execute(sa.select(t.looks.c.moment).where(t.looks.c.moment >= moment).limit(1)).first():
        return False
    connection.execute(sa.insert(t.looks).values(moment=moment, begun_at=now))
    connection.execute(sa.delete(t.look_readers))
    of_open = (
        sa.select(t.alerts.c.post)
        .join(t.assignments, t.assignments.c.id == t.alerts.c.assignment)
        .where(t.assignments.c.open)
    )
    posts = sa.union(of_open, sa.select(t.outbox.c.post)).subquery()
    rows = sa.select(posts.c.post, sa.literal(moment, t.looks.c.moment.type))
    connection.execute(sa.insert(t.look_readers).from_select(["post", "moment"], rows))
    return True


def to_look(connection: sa.Connection, at_most: int) -> list[Reader]:
    """The posts whose digest of the look that was begun last is still to be composed."""
    row = t.look_readers.c
    found = connection.execute(sa.select(row.post, row.moment).order_by(row.post).limit(at_most))
    return [Reader(one.post, one.moment) for one in found]


def looked(connection: sa.Connection, readers: Iterable[Reader]) -> None:
    """Note that those have been composed for."""
    row = t.look_readers.c
    for reader in readers:
        connection.execute(sa.delete(t.look_readers).where(row.post == reader.post, row.moment == reader.look))


def last_begun(connection: sa.Connection) -> datetime | None:
    """The look that was begun last."""
    last: datetime | None = connection.execute(sa.select(sa.func.max(t.looks.c.moment))).scalar_one()
    return last


def _chunks(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[start : start + _KEYS] for start in range(0, len(keys), _KEYS))


_UNTOLD = (
    ~sa.exists().where(t.notice_alerts.c.alert == t.outbox.c.alert),
    ~sa.exists().where(t.untold.c.alert == t.outbox.c.alert),
)
_FIRST_UNTRIED = sa.select(sa.func.min(t.outbox.c.at)).where(~t.outbox.c.tried)
_LAST = sa.select(sa.func.max(t.feed.c.place))
