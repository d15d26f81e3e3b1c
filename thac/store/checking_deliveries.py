"""What an audit asks of digests: each went by the ways its reader chose, and its deliveries say what can have been."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from thac.domain.audit import Terms
from thac.domain.findings import Code, Finding, finding
from thac.notices.sending import WAITING, Channel, State
from thac.store import contacts, notices
from thac.store import tables as t
from thac.store.chronicle import Kind
from thac.store.portions import Portion

_AT_ONCE: Final = 500
_INBOX: Final = Channel.INBOX.value


@dataclass(frozen=True, slots=True)
class _Chosen:
    """How everybody wants to be reached, by owner; ``personal`` are the agencies where a person ever said so."""

    contacts: Mapping[str, Any]
    personal: frozenset[str]


def check_deliveries(connection: sa.Connection, terms: Terms, after: str) -> Portion:
    """Every digest has the deliveries that its reader's channels called for, and their states and times agree."""
    row, of = t.notices.c, t.deliveries.c
    plain = sa.select(row.key, row.post, row.agency, row.urgent, row.saved_at, row.seen_at, row.seen_by, row.ways)
    some = connection.execute(plain.where(row.key > after).order_by(row.key).limit(_AT_ONCE)).all()
    keys = [one.key for one in some]
    rows: dict[str, list[Any]] = {}
    for one in connection.execute(sa.select(t.deliveries).where(of.notice.in_(keys)).order_by(of.id)):
        rows.setdefault(one.notice, []).append(one)
    chosen = _chosen(connection, {one.agency for one in some})
    found = [] if after else list(_of_nothing(connection))
    for notice in some:
        found += _notice(notice, rows.get(notice.key, ()), chosen, terms.tolerances.hear)
    return Portion(tuple(found), keys[-1] if len(keys) == _AT_ONCE else None)


def check_bodies(connection: sa.Connection, _: Terms, after: str) -> Portion:
    """Every digest says of itself what is kept with it, and tells of the alerts that it is kept as telling of."""
    row, told = t.notices.c, t.notice_alerts.c
    wanted = sa.select(row.key, row.post, row.agency, row.lane, row.moment, row.body)
    some = connection.execute(wanted.where(row.key > after).order_by(row.key).limit(_AT_ONCE)).all()
    alerts: dict[str, set[str]] = {}
    keys = [one.key for one in some]
    for one in connection.execute(sa.select(t.notice_alerts).where(told.notice.in_(keys))):
        alerts.setdefault(one.notice, set()).add(one.alert)
    found = [
        finding(Code.NOTICE_DIFFERS, "", notice=one.key, what=what)
        for one in some
        if one.body
        for what in _said(one, alerts.get(one.key, set()))
    ]
    return Portion(tuple(found), keys[-1] if len(keys) == _AT_ONCE else None)


def _said(row: Any, alerts: set[str]) -> Iterator[str]:
    try:
        digest = notices.body_of(row.body)
    except ValueError:
        yield "its text cannot be read"
        return
    for name in ("key", "post", "agency", "lane", "moment"):
        if getattr(digest, name) != getattr(row, name):
            yield f"its text has another {name}"
    if set(digest.alerts) != alerts:
        yield f"its text tells of {len(set(digest.alerts))} alerts, it is kept as telling of {len(alerts)} or of others"


def _of_nothing(connection: sa.Connection) -> Iterator[Finding]:
    """Deliveries, and alerts that are said to be told, whose digest is not there."""
    row, told = t.deliveries.c, t.notice_alerts.c
    alone = ~sa.exists().where(t.notices.c.key == row.notice)
    for one in connection.execute(sa.select(row.id, row.channel).where(alone).order_by(row.id)):
        yield finding(Code.DELIVERY_UNFOUNDED, "", delivery=one.id, channel=one.channel, what="its digest is not there")
    gone = sa.select(told.notice, sa.func.count().label("number")).where(
        ~sa.exists().where(t.notices.c.key == told.notice)
    )
    for one in connection.execute(gone.group_by(told.notice).order_by(told.notice)):
        what = f"it is not there, though {one.number} alerts are kept as told by it"
        yield finding(Code.NOTICE_DIFFERS, "", notice=one.notice, what=what)


def _notice(notice: Any, rows: Sequence[Any], chosen: _Chosen, hear: timedelta) -> Iterator[Finding]:
    ways = {_INBOX} if notice.ways is None else set(notice.ways.split())
    there = {one.channel for one in rows}
    for channel in sorted(ways - there):
        yield finding(Code.DELIVERY_MISSING, "", notice=notice.key, channel=channel)
    outside = {one.owner for one in rows if one.channel != _INBOX}
    for channel in sorted(_called_for(notice, outside, chosen, hear) - ways - there):
        yield finding(Code.DELIVERY_MISSING, "", notice=notice.key, channel=channel)
    for one in rows:
        if notice.ways is not None and one.channel not in ways:
            what = "its digest was not to go that way"
            yield finding(Code.DELIVERY_UNFOUNDED, "", delivery=one.id, channel=one.channel, what=what)
        for what in _contradictions(notice, one, hear):
            yield finding(Code.DELIVERY_CONTRADICTS, "", delivery=one.id, notice=notice.key, what=what)
    if (notice.seen_at is None) != (notice.seen_by is None):
        yield finding(Code.NOTICE_DIFFERS, "", notice=notice.key, what="it was seen by nobody, or at no time")
    elif notice.seen_at is not None and notice.seen_at < notice.saved_at:
        yield finding(Code.NOTICE_DIFFERS, "", notice=notice.key, what="it was seen before it was saved")


def _contradictions(notice: Any, one: Any, hear: timedelta) -> Iterator[str]:
    """What speaks against the row of a delivery; ``hear`` is how far clocks may be apart."""
    if one.id != notices.delivery_id(notice.key, Channel(one.channel), one.owner):
        yield "its key is not that of its digest, channel and reader"
    if (one.post, one.agency, one.urgent, one.saved_at) != (notice.post, notice.agency, notice.urgent, notice.saved_at):
        yield "post, urgency or moment are not those of its digest"
    if one.message_id is not None and not one.message_id.startswith(f"<{one.id}@"):
        yield "its Message-ID belongs to another"
    yield from _state(one)
    times = [moment for moment in (one.sent_at, one.delivered_at) if moment is not None]
    if any(moment < one.saved_at - hear for moment in times):
        yield "it went out before it was saved"


def _state(one: Any) -> Iterator[str]:
    """What its state says, against its times and reason."""
    waits, inside = one.state in {state.value for state in WAITING}, one.channel == _INBOX
    if waits != (one.next_at is not None):
        yield f"it is {one.state} and {'has no' if waits else 'has a'} next moment"
    if (one.state == State.SENT and one.sent_at is None) or (one.state == State.DELIVERED and one.delivered_at is None):
        yield f"it is {one.state} at no time"
    if one.delivered_at is not None and one.state != State.DELIVERED:
        yield f"it was delivered and is {one.state}"
    if one.sent_at is not None and (inside or (waits and one.sent_at >= one.since)):
        yield f"it was sent and is {one.state}"  # a replay begins anew, after what was sent before
    if (one.reason is None) == (one.state in {State.DEAD.value, State.FAILED.value}):
        yield f"it is {one.state} {'without' if one.reason is None else 'and has'} a reason"
    if one.attempts < 1 and (one.state == State.FAILED or (one.state == State.SENT and one.since == one.saved_at)):
        yield f"it is {one.state} and was never tried"


def _chosen(connection: sa.Connection, agencies: set[str]) -> _Chosen:
    row, entry = t.contacts.c, t.chronicle.c
    found = connection.execute(sa.select(t.contacts).where(row.agency.in_(sorted(agencies))))
    entered = connection.execute(sa.select(entry.subject).where(entry.kind == Kind.CONTACT.value).distinct()).scalars()
    personal = frozenset(contacts.agency_of(owner) for owner in entered if not contacts.is_post(owner))
    return _Chosen({one.owner: one for one in found}, personal)


def _called_for(notice: Any, owners: set[str], chosen: _Chosen, hear: timedelta) -> set[str]:
    """By which channels the digest had to go out, as far as it is known.

    Only what was chosen long enough before and never since is known. Where it went nowhere and a person of the agency
    ever chose for himself, whether he held the post then is not asked.
    """
    if notice.ways is None or (not owners and notice.agency in chosen.personal):
        return set()
    one = chosen.contacts.get(next(iter(owners), notice.post))
    if one is None or not _before(one.at, notice.saved_at, hear):
        return set()
    addresses = {Channel.MAIL.value: one.mail, Channel.WEBHOOK.value: one.webhook}
    return {channel for channel in one.channels.split() if addresses.get(channel) is not None}


def _before(moment: datetime, other: datetime, apart: timedelta) -> bool:
    return moment + apart < other
