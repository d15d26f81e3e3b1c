"""How is a digest saved? With the alerts it tells of and one row for each way to its reader, in one transaction."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from thac.domain.audiences import UNREACHED
from thac.domain.codec import dump, load
from thac.notices.digest import Digest
from thac.notices.sending import Channel, State
from thac.store import locks, outbox
from thac.store import tables as t
from thac.store.outbox import Reader

NO_HOLDER: Final = "no_holder"
"""Nobody holds the post, nor any other along the line."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a reader that leads out of the house: whose contact it is, and the address."""

    channel: Channel
    owner: str
    address: str


@dataclass(frozen=True, slots=True)
class Composed:
    """What came of composing for one reader: a digest or none, the outbox's alerts it took into account, and the ways.

    ``before`` is how many digests the post had when the alerts were read.
    """

    reader: Reader
    alerts: tuple[str, ...]
    before: int
    digest: Digest | None = None
    urgent: bool = False
    ways: tuple[Way, ...] = ()


def count(connection: sa.Connection, post: str) -> int:
    """How many digests a post had."""
    return connection.execute(sa.select(sa.func.count()).where(t.notices.c.post == post)).scalar_one()


def saved(connection: sa.Connection, key: str) -> bool:
    """Whether a digest of that key was saved."""
    return connection.execute(sa.select(t.notices.c.key).where(t.notices.c.key == key)).first() is not None


def told(connection: sa.Connection, post: str) -> dict[str, datetime]:
    """When each alert about open work was told to a post last, of those that were."""
    covered, notice = t.notice_alerts.c, t.notices.c
    found = connection.execute(
        sa.select(covered.alert, sa.func.max(notice.saved_at).label("at"))
        .join(t.notices, notice.key == covered.notice)
        .join(t.alerts, t.alerts.c.key == covered.alert)
        .join(t.assignments, t.assignments.c.id == t.alerts.c.assignment)
        .where(notice.post == post, t.assignments.c.open)
        .group_by(covered.alert)
    )
    return {row.alert: row.at for row in found}


def save(connection: sa.Connection, composed: Sequence[Composed], now: datetime) -> int:
    """Save digests with their deliveries and settle the outbox, in the connection's transaction; how many were saved.

    One whose reader was told something meanwhile by another process is left out; it is composed anew.
    """
    locks.hold(connection, *(f"notices {one.reader.post}" for one in composed))
    number = 0
    for one in composed:
        if count(connection, one.reader.post) != one.before:
            continue
        if one.digest is not None:
            _write(connection, one, one.digest, now)
            number += 1
        _settle(connection, one, now)
    return number


def body_of(text: str) -> Digest:
    """The digest that a stored body stands for."""
    return load(Digest, json.loads(text))


def delivery_id(notice: str, channel: Channel, owner: str) -> str:
    """The key under which a receiver hears of a digest, the same at every try: in ``webhook-id``, ``Message-ID``."""
    return "msg_" + hashlib.sha256(f"{notice}|{channel}|{owner}".encode()).hexdigest()[:28]


def seen(connection: sa.Connection, posts: Sequence[str], by: str, now: datetime) -> int:
    """Note that the digests of those posts were seen; how many had not been before."""
    row = t.notices.c
    unseen = sa.update(t.notices).where(row.post.in_(posts), row.seen_at.is_(None), row.saved_at <= now)
    return connection.execute(unseen.values(seen_at=now, seen_by=by)).rowcount


def _settle(connection: sa.Connection, one: Composed, now: datetime) -> None:
    named = () if one.digest is None else one.digest.alerts
    outbox.tried(connection, one.alerts)
    outbox.done(connection, one.alerts if one.reader.look is not None else named, now)
    if one.reader.look is not None:
        outbox.looked(connection, [one.reader])


def _write(connection: sa.Connection, one: Composed, digest: Digest, now: datetime) -> None:
    body = json.dumps(dump(Digest, digest), ensure_ascii=False, separators=(",", ":"))
    connection.execute(
        sa.insert(t.notices).values(
            key=digest.key,
            post=digest.post,
            agency=digest.agency,
            lane=digest.lane.value,
            urgent=one.urgent,
            moment=digest.moment,
            body=body,
            saved_at=now,
            ways=" ".join(sorted({Channel.INBOX.value, *(way.channel.value for way in one.ways)})),
        )
    )
    if digest.alerts:
        covered = [{"alert": alert, "notice": digest.key} for alert in sorted(set(digest.alerts))]
        connection.execute(sa.insert(t.notice_alerts), covered)
    connection.execute(sa.insert(t.deliveries), _rows(one, digest, now))


def _rows(one: Composed, digest: Digest, now: datetime) -> list[dict[str, object]]:
    shared: dict[str, object] = {
        "notice": digest.key,
        "post": digest.post,
        "agency": digest.agency,
        "urgent": one.urgent,
        "attempts": 0,
        "since": now,
        "saved_at": now,
    }
    reached = not digest.post.startswith(f"{UNREACHED}@")
    inbox = {
        "id": delivery_id(digest.key, Channel.INBOX, digest.post),
        "channel": Channel.INBOX.value,
        "owner": digest.post,
        "address": None,
        "state": (State.DELIVERED if reached else State.DEAD).value,
        "next_at": None,
        "reason": None if reached else NO_HOLDER,
        "delivered_at": now if reached else None,
    }
    out = [
        {
            "id": delivery_id(digest.key, way.channel, way.owner),
            "channel": way.channel.value,
            "owner": way.owner,
            "address": way.address,
            "state": State.SAVED.value,
            "next_at": now,
            "reason": None,
            "delivered_at": None,
        }
        for way in one.ways
    ]
    return [shared | row for row in (inbox, *out)]
