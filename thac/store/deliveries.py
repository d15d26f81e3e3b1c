"""Which deliveries have to go out now? And what became of each.

Whoever takes one in hand moves its next moment, so that nobody else takes it for a while; should he die, it comes up
again by itself. What he records afterwards is one transaction for each delivery: between the server's word and that
commit lies the one gap in which a kill lets a receiver hear of a digest twice, under the same key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from thac.notices.sending import LEASE, WAITING, Attempt, Channel, Standing, State, free_at
from thac.store import contacts
from thac.store import tables as t

_HOUR: Final = timedelta(hours=1)
_OUTSIDE: Final = (Channel.MAIL.value, Channel.WEBHOOK.value)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The deliveries that were taken in hand, and whether there may be more whose time has come."""

    taken: tuple["Outgoing", ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery in hand, with what is to be said and to whom."""

    attempt: Attempt
    notice: str
    post: str
    agency: str
    address: str
    secret: str | None
    urgent: bool
    message_id: str
    saved_at: datetime
    body: str


def claim(  # noqa: PLR0913, PLR0917 - what is taken, how much of it, and for how long
    connection: sa.Connection, channel: Channel, now: datetime, at_most: int, domain: str, lease: timedelta = LEASE
) -> Claimed:
    """Take deliveries in hand whose time has come, the urgent first; those that may not go out yet are put off.

    ``domain`` goes into the Message-ID at the first try and stays. After the ``lease`` they come up again.
    """
    taken: list[Outgoing] = []
    lately: dict[str, list[datetime]] = {}
    due = _due(connection, channel, now, at_most)
    for row in due:
        terms = contacts.terms_of(row)
        sent = lately.setdefault(row.owner, _sent(connection, row.owner, now))
        free = free_at(terms, sent, now, urgent=row.urgent)
        if free > now:
            _update(connection, row.id, next_at=free)
            continue
        sent.append(now)
        message_id = row.message_id or f"<{row.id}@{domain}>"
        attempts = row.attempts + 1
        _update(connection, row.id, next_at=now + lease, attempts=attempts, message_id=message_id)
        taken.append(_outgoing(row, attempts, message_id))
    return Claimed(tuple(taken), len(due) == at_most)


def record(connection: sa.Connection, one: Outgoing, standing: Standing, now: datetime) -> None:
    """Write down what became of a try. A success holds whoever reports it, a failure only if nobody tried since.

    That a mail was sent says nothing more where it is known to have arrived.
    """
    here = t.deliveries.c.id == one.attempt.id
    if standing.state is State.SENT:
        here &= t.deliveries.c.state != State.DELIVERED.value
    values: dict[str, Any] = {"state": standing.state.value, "next_at": standing.next_at, "reason": standing.reason}
    if standing.state in {State.SENT, State.DELIVERED}:
        values["sent_at"] = now
        if standing.state is State.DELIVERED:
            values["delivered_at"] = now
        connection.execute(sa.update(t.deliveries).where(here).values(values))
        return
    still = (t.deliveries.c.attempts == one.attempt.attempts, t.deliveries.c.state.in_(WAITING))
    connection.execute(sa.update(t.deliveries).where(here, *still).values(values))


def release(connection: sa.Connection, some: Sequence[Outgoing], now: datetime) -> None:
    """Give back what was taken in hand and not begun; what somebody else took since is his."""
    row = t.deliveries.c
    for one in some:
        still = (row.id == one.attempt.id, row.attempts == one.attempt.attempts, row.state.in_(WAITING))
        values = {"next_at": now, "attempts": one.attempt.attempts - 1}
        connection.execute(sa.update(t.deliveries).where(*still).values(values))


def next_moments(connection: sa.Connection) -> dict[Channel, datetime]:
    """When the next delivery of each channel may go out; a channel with none is not among them."""
    row = t.deliveries.c
    found = connection.execute(
        sa.select(row.channel, sa.func.min(row.next_at).label("first"))
        .where(row.channel.in_(_OUTSIDE), row.next_at.is_not(None))
        .group_by(row.channel)
    )
    return {Channel(one.channel): one.first for one in found}


def replay(connection: sa.Connection, ids: Sequence[str] | None, now: datetime) -> list[str]:
    """Send dead deliveries anew, to the address their owner has now; ``ids`` None: all of them. Which ones.

    They keep their keys, so that a receiver that heard of one after all knows it again.
    """
    row = t.deliveries.c
    dead = sa.select(row.id, row.owner, row.channel, row.address).where(
        row.state == State.DEAD.value, row.channel.in_(_OUTSIDE)
    )
    found = connection.execute((dead if ids is None else dead.where(row.id.in_(ids))).order_by(row.saved_at, row.id))
    replayed = []
    for one in found.all():
        address = contacts.address(connection, one.owner, Channel(one.channel)) or one.address
        _update(
            connection,
            one.id,
            state=State.SAVED.value,
            attempts=0,
            since=now,
            next_at=now,
            reason=None,
            address=address,
        )
        replayed.append(one.id)
    return replayed


def arrived(connection: sa.Connection, message_id: str, now: datetime) -> bool:
    """Note that a mail arrived, as its server says; whether there is such a mail."""
    here = (t.deliveries.c.message_id == message_id, t.deliveries.c.state.in_([State.SENT.value, *WAITING]))
    values = {"state": State.DELIVERED.value, "delivered_at": now, "next_at": None, "reason": None}
    return bool(connection.execute(sa.update(t.deliveries).where(*here).values(values)).rowcount)


def bounced(connection: sa.Connection, message_id: str, reason: str) -> bool:
    """Note that a mail that was sent came back, and why; whether there is such a mail."""
    here = (t.deliveries.c.message_id == message_id, t.deliveries.c.state == State.SENT.value)
    values = {"state": State.DEAD.value, "reason": reason}
    return bool(connection.execute(sa.update(t.deliveries).where(*here).values(values)).rowcount)


def _due(connection: sa.Connection, channel: Channel, now: datetime, at_most: int) -> Sequence[Any]:
    row, of = t.deliveries.c, t.contacts.c
    return connection.execute(
        sa.select(t.deliveries, t.notices.c.body, of.secret, of.quiet_begins, of.quiet_ends, of.per_hour)
        .join(t.notices, t.notices.c.key == row.notice)
        .outerjoin(t.contacts, of.owner == row.owner)
        .where(row.channel == channel.value, row.next_at <= now)
        .order_by(row.urgent.desc(), row.next_at, row.id)
        .limit(at_most)
        .with_for_update(skip_locked=True, of=t.deliveries)
    ).all()


def _sent(connection: sa.Connection, owner: str, now: datetime) -> list[datetime]:
    row = t.deliveries.c
    lately = sa.select(row.sent_at).where(row.owner == owner, row.sent_at > now - _HOUR)
    return list(connection.execute(lately).scalars())


def _outgoing(row: Any, attempts: int, message_id: str) -> Outgoing:
    return Outgoing(
        Attempt(row.id, attempts, row.since),
        row.notice,
        row.post,
        row.agency,
        row.address,
        row.secret,
        row.urgent,
        message_id,
        row.saved_at,
        row.body,
    )


def _update(connection: sa.Connection, delivery: str, **values: Any) -> None:
    connection.execute(sa.update(t.deliveries).where(t.deliveries.c.id == delivery).values(values))
