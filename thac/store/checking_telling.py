"""Is each alert told, or at least looked at? From the alert to the digest; what becomes of digests is asked elsewhere.

An alert waits in the outbox until it has been looked at. Then a digest tells of it, or it stands among those that a
look left untold: what is neither was lost. A digest may tell again only what an answer quieted that has expired, or
everything in the week's summary.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any, Final

import sqlalchemy as sa

from thac.domain.audit import Terms
from thac.domain.findings import Code, Finding, finding
from thac.notices.digest import BUNDLED
from thac.store import tables as t
from thac.store.portions import Portion

_AT_ONCE: Final = 5_000
_SUMMARY: Final = '%"summary":true%'
"""What the body of a week's summary holds; a quotation mark within a text is written otherwise."""


def check_told(connection: sa.Connection, _: Terms, after: str) -> Portion:
    """Every alert waits, is told of, or was looked at; none is told again without a reason, and none to another."""
    row = t.alerts.c
    there = [
        sa.exists().where(table.c.alert == row.key).label(table.name) for table in (t.outbox, t.notice_alerts, t.untold)
    ]
    wanted = sa.select(row.key, row.docket, row.seq, row.post, row.fired_at, *there)
    rows = connection.execute(wanted.where(row.key > after).order_by(row.key).limit(_AT_ONCE)).all()
    found = [
        finding(Code.ALERT_LOST, one.docket, seq=one.seq, alert=one.key, post=one.post, moment=one.fired_at)
        for one in rows
        if not (one.outbox or one.notice_alerts or one.untold)
    ]
    if rows:
        found += _again(connection, rows[0].key, rows[-1].key)
    return Portion(tuple(found), rows[-1].key if len(rows) == _AT_ONCE else None)


def check_waiting(connection: sa.Connection, terms: Terms) -> Iterator[Finding]:
    """Nothing waits for longer than it takes, where the dispatch was there; one that never looked is not asked."""
    last = connection.execute(sa.select(t.looks).order_by(t.looks.c.moment.desc()).limit(1)).first()
    if last is None:
        return
    looking = set(connection.execute(sa.select(t.look_readers.c.post)).scalars())
    limit = terms.patience.until(last.begun_at, terms.tolerances.tell)
    if limit is not None and limit < terms.now:
        for post in sorted(looking):
            yield finding(Code.LOOK_UNFINISHED, "", look=last.moment, post=post)
    yield from _waiting(connection, terms, looking, last.begun_at)
    yield from _unsent(connection, terms)


def _waiting(connection: sa.Connection, terms: Terms, looking: set[str], begun: datetime) -> Iterator[Finding]:
    """What was not offered to any digest in time, and what a look has left in the outbox that it had to clear."""
    row, alert = t.outbox.c, t.alerts.c
    waiting = sa.select(row.alert, row.post, row.at, row.tried, alert.docket, alert.seq)
    joined = waiting.join(t.alerts, alert.key == row.alert).order_by(row.alert)
    for one in connection.execute(joined):
        limit = terms.patience.until(one.at, BUNDLED + terms.tolerances.tell)
        over = terms.now if not one.tried else begun
        if one.post not in looking and limit is not None and limit < over:
            found = {"post": one.post, "moment": one.at}
            yield finding(Code.ALERT_WAITS, one.docket, found, seq=one.seq, alert=one.alert)


def _unsent(connection: sa.Connection, terms: Terms) -> Iterator[Finding]:
    row = t.deliveries.c
    due = sa.select(row.id, row.notice, row.next_at).where(row.next_at < terms.now - terms.tolerances.send)
    for one in connection.execute(due.order_by(row.id)):
        limit = terms.patience.until(one.next_at, terms.tolerances.send)
        if limit is not None and limit < terms.now:
            yield finding(Code.DELIVERY_WAITS, "", delivery=one.id, notice=one.notice, moment=one.next_at)


def _again(connection: sa.Connection, first: str, last: str) -> Iterator[Finding]:
    """What is told to another post than was alerted, or is told twice as news."""
    told, notice, alert = t.notice_alerts.c, t.notices.c, t.alerts.c
    several = (
        sa.select(told.alert).where(told.alert.between(first, last)).group_by(told.alert).having(sa.func.count() > 1)
    )
    wanted = (
        sa.select(
            *(told.alert, told.notice, notice.post, notice.saved_at, alert.docket, alert.seq),
            alert.post.label("alerted"),
            sa.or_(notice.body.like(_SUMMARY), notice.body == "").label("summary"),
        )
        .join(t.notices, notice.key == told.notice)
        .join(t.alerts, alert.key == told.alert)
        .where(told.alert.between(first, last), sa.or_(told.alert.in_(several), notice.post != alert.post))
        .order_by(told.alert, notice.saved_at, told.notice)
    )
    rows = connection.execute(wanted).all()
    expired = _expiries(connection, sorted({one.alert for one in rows}))
    for name, some in groupby(rows, key=lambda one: one.alert):
        yield from _of_one(list(some), expired.get(name, ()))


def _of_one(rows: Sequence[Any], expired: Sequence[datetime]) -> Iterator[Finding]:
    for one in rows:
        if one.post != one.alerted:
            what = f"it tells {one.post} of an alert to {one.alerted}"
            yield finding(Code.NOTICE_DIFFERS, one.docket, seq=one.seq, alert=one.alert, notice=one.notice, what=what)
    for before, one in pairwise(rows):
        if not one.summary and not any(before.saved_at < until <= one.saved_at for until in expired):
            found = {"notice": one.notice, "post": one.post, "moment": before.saved_at}
            yield finding(Code.ALERT_TOLD_AGAIN, one.docket, found, seq=one.seq, alert=one.alert)


def _expiries(connection: sa.Connection, alerts: Sequence[str]) -> dict[str, list[datetime]]:
    """Until when each of those alerts was answered."""
    row = t.alert_answers.c
    until: dict[str, list[datetime]] = {}
    for start in range(0, len(alerts), 500):
        some = alerts[start : start + 500]
        for one in connection.execute(sa.select(row.alert, row.until).where(row.alert.in_(some))):
            until.setdefault(one.alert, []).append(one.until)
    return until
