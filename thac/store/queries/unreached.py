"""Who has not been reached, and why? And what became of each delivery."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.notices.sending import Channel, State
from thac.store import tables as t
from thac.store.notices import NO_HOLDER
from thac.store.queries.pages import Page, Window, page
from thac.store.queries.scope import Scope, agencies_in


class Why(StrEnum):
    """Why nobody has been reached with a digest so far."""

    NO_HOLDER = "no_holder"
    """Nobody holds the post, nor any other along the line."""
    NO_CHANNEL = "no_channel"
    """It lies in the inbox, which nobody has opened, and no other way was chosen."""
    FAILING = "failing"
    """The last try failed; it is tried again."""
    GIVEN_UP = "given_up"
    """Given up, with the reason; it can be replayed."""
    WAITING = "waiting"
    """Nothing was tried yet: quiet hours, the hour's number, or its turn has not come."""


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What a list of deliveries is narrowed to."""

    post: str | None = None
    states: tuple[State, ...] = ()
    channel: Channel | None = None
    notice: str | None = None
    outside: bool = False
    """Only ways that lead out of the house."""


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One delivery, with its four moments: saved, sent, delivered, and seen, which is the reader's."""

    id: str
    notice: str
    post: str
    agency: AgencyId
    channel: Channel
    address: str | None
    state: State
    attempts: int
    next_at: datetime | None
    reason: str | None
    message_id: str | None
    saved_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnreachedLine:
    """A post with digests that have not been seen and went out by no way.

    ``notice`` is the last of these ``digests``, saved at ``saved_at``; ``why`` and ``reason`` are its own. ``since``
    is when the first was saved.
    """

    post: str
    agency: AgencyId
    agency_name: str
    notice: str
    urgent: bool
    why: Why
    reason: str | None
    digests: int
    since: datetime
    saved_at: datetime


def deliveries(connection: sa.Connection, scope: Scope, wanted: DeliveryFilter, window: Window) -> Page[DeliveryLine]:
    """The deliveries to the posts of a scope, the latest first."""
    row = t.deliveries.c
    where = [_in(scope, row.agency)]
    if wanted.post is not None:
        where.append(row.post == wanted.post)
    if wanted.states:
        where.append(row.state.in_([state.value for state in wanted.states]))
    if wanted.channel is not None:
        where.append(row.channel == wanted.channel.value)
    if wanted.outside:
        where.append(row.channel != Channel.INBOX.value)
    if wanted.notice is not None:
        where.append(row.notice == wanted.notice)
    listed = (
        sa.select(t.deliveries, t.notices.c.seen_at)
        .join(t.notices, t.notices.c.key == row.notice)
        .where(*where)
        .order_by(row.saved_at.desc(), row.id)
    )
    counted = sa.select(sa.func.count()).select_from(t.deliveries).where(*where)
    return page(connection, counted, listed, window, _delivery)


def unreached(connection: sa.Connection, scope: Scope, window: Window) -> Page[UnreachedLine]:
    """The posts of a scope with digests that nobody has seen and no server has taken; who waits longest comes first."""
    row, notice = t.deliveries.c, t.notices.c
    out = sa.and_(row.notice == notice.key, row.channel != Channel.INBOX.value)
    gone = sa.exists().where(out, row.state.in_([State.SENT.value, State.DELIVERED.value]))
    where = (_in(scope, notice.agency), notice.seen_at.is_(None), ~gone)
    states = [
        (Why.NO_HOLDER, sa.exists().where(row.notice == notice.key, row.reason == NO_HOLDER)),
        (Why.FAILING, sa.exists().where(out, row.state == State.FAILED.value)),
        (Why.WAITING, sa.exists().where(out, row.state == State.SAVED.value)),
        (Why.GIVEN_UP, sa.exists().where(out, row.state == State.DEAD.value)),
    ]
    why = sa.case(*((condition, code.value) for code, condition in states), else_=Why.NO_CHANNEL.value)
    reason = sa.select(sa.func.max(row.reason)).where(out).scalar_subquery()
    latest = sa.func.row_number().over(partition_by=notice.post, order_by=(notice.saved_at.desc(), notice.key.desc()))
    each = (
        sa.select(
            *(notice.key, notice.post, notice.agency, notice.urgent, notice.saved_at),
            latest.label("place"),
            sa.func.count().over(partition_by=notice.post).label("digests"),
            sa.func.min(notice.saved_at).over(partition_by=notice.post).label("since"),
        )
        .where(*where)
        .subquery()
    )
    listed = (
        sa.select(each, t.agencies.c.name, why.label("why"), reason.label("reason"))
        .join(t.notices, notice.key == each.c.key)
        .outerjoin(t.agencies, t.agencies.c.id == each.c.agency)
        .where(each.c.place == 1)
        .order_by(each.c.since, each.c.post)
    )
    counted = sa.select(sa.func.count(notice.post.distinct())).where(*where)
    return page(connection, counted, listed, window, _unreached)


def _in(scope: Scope, agency: sa.Column[str]) -> sa.ColumnElement[bool]:
    """What went to the posts of the reader's agency, and of those below for the roles that watch."""
    if scope.watches_below:
        return sa.true() if scope.everything else agency.in_(agencies_in(scope))
    return agency == scope.agency


def _delivery(row: Any) -> DeliveryLine:
    return DeliveryLine(
        row.id,
        row.notice,
        row.post,
        row.agency,
        Channel(row.channel),
        row.address,
        State(row.state),
        row.attempts,
        row.next_at,
        row.reason,
        row.message_id,
        row.saved_at,
        row.sent_at,
        row.delivered_at,
        row.seen_at,
    )


def _unreached(row: Any) -> UnreachedLine:
    return UnreachedLine(
        row.post,
        row.agency,
        row.name or row.agency,
        row.key,
        row.urgent,
        Why(row.why),
        row.reason,
        row.digests,
        row.since,
        row.saved_at,
    )
