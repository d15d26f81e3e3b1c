"""Which dockets does an audit go through next? In the order of the database, each with what is known of it."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.audit_watch import AuditKind
from thac.domain.chains import Witness
from thac.domain.codec import load
from thac.domain.kinship import Relation
from thac.store import tables as t
from thac.store.auditing import STANDARD


def every_docket(connection: sa.Connection, after: str, _: datetime, at_most: int) -> list[str]:
    """The next dockets that anything in the store names, in the order of the database."""
    columns = (
        t.events.c.docket,
        t.dockets.c.id,
        t.alerts.c.docket,
        t.answers.c.docket,
        t.assignments.c.docket,
        t.parties.c.docket,
        t.corrections.c.docket,
        t.audited.c.docket,
    )
    parts = [
        sa.select(sa.select(one.label("docket")).distinct().where(one > after).order_by(one).limit(at_most).subquery())
        for one in columns
    ]
    named = sa.union(*parts).subquery()
    wanted = sa.select(named.c.docket).order_by(named.c.docket).limit(at_most)
    return list(connection.execute(wanted).scalars())


def moved_dockets(connection: sa.Connection, after: str, now: datetime, at_most: int) -> list[str]:
    """The next dockets that went on, in which something came due, or in which something is wrong."""
    line, known, wrong = t.dockets.c, t.audited.c, t.audit_findings.c
    amiss = sa.exists().where(wrong.docket == line.id, wrong.cleared_at.is_(None))
    went_on = sa.or_(
        known.docket.is_(None),
        known.head != line.head,
        known.hash != line.hash,
        known.calls_at <= now - STANDARD.recover,
        amiss,
    )
    wanted = (
        sa.select(line.id)
        .outerjoin(t.audited, known.docket == line.id)
        .where(line.id > after, went_on)
        .order_by(line.id)
        .limit(at_most)
    )
    return list(connection.execute(wanted).scalars())


def in_portions(connection: sa.Connection, dockets: Sequence[str], events: int) -> Iterable[list[str]]:
    """The dockets in their order, as many at once as have so many events together."""
    counted = sa.select(t.events.c.docket, sa.func.max(t.events.c.seq)).where(t.events.c.docket.in_(dockets))
    sizes: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted.group_by(t.events.c.docket))}
    some: list[str] = []
    size = 0
    for docket in dockets:
        some.append(docket)
        size += sizes.get(docket, 0)
        if size >= events:
            yield some
            some, size = [], 0
    if some:
        yield some


def last_of(connection: sa.Connection, dockets: Sequence[str]) -> str:
    """The last of those dockets in the order of the database, in which pages follow each other."""
    if not dockets:
        return ""
    values = sa.union_all(*(sa.select(sa.literal(one).label("docket")) for one in dockets)).subquery()
    return str(connection.execute(sa.select(sa.func.max(values.c.docket))).scalar_one())


def known_before(connection: sa.Connection, dockets: Sequence[str]) -> dict[str, list[Witness]]:
    """The heads that the audit before found of those dockets: a ledger that does not have them any more was changed."""
    here = t.audited.c
    rows = connection.execute(sa.select(here.docket, here.head, here.hash, here.at).where(here.docket.in_(dockets)))
    return {
        row.docket: [Witness(f"the audit of {row.at.isoformat(sep=' ', timespec='seconds')}", row.head, row.hash)]
        for row in rows
    }


def kin_of(connection: sa.Connection, row: Any, at_most: int) -> list[str]:
    """The next dockets to be held against their kin: those this audit went through, and those above and below them."""
    here, line = t.audited.c, t.dockets.c
    wanted = sa.select(here.docket).where(here.docket > row.after)
    if row.kind != AuditKind.WHOLE.value:
        fresh = sa.select(here.docket).where(here.at >= row.began_at)
        above = sa.select(line.above).where(line.id.in_(fresh), line.above.is_not(None))
        below = sa.select(line.id).where(line.above.in_(fresh))
        wanted = wanted.where(sa.or_(here.at >= row.began_at, here.docket.in_(above), here.docket.in_(below)))
    return list(connection.execute(wanted.order_by(here.docket).limit(at_most)).scalars())


def relations(connection: sa.Connection, wanted: Sequence[str]) -> tuple[dict[str, Relation], frozenset[str]]:
    """What is known of those dockets and their kin, and of which of them nothing certain: they went on since."""
    own, unsure = _current(connection, wanted)
    kin = {name for one in own.values() for name in (*one.below.values(), one.above) if name is not None}
    others, more = _current(connection, sorted(kin - own.keys() - unsure))
    return own | others, unsure | more


def _current(connection: sa.Connection, dockets: Sequence[str]) -> tuple[dict[str, Relation], frozenset[str]]:
    known: dict[str, Relation] = {}
    unsure: set[str] = set()
    here, event = t.audited.c, t.events.c
    for start in range(0, len(dockets), 500):
        some = dockets[start : start + 500]
        ends = sa.select(event.docket, sa.func.max(event.seq)).where(event.docket.in_(some)).group_by(event.docket)
        heads: dict[str, int] = {row[0]: row[1] for row in connection.execute(ends)}
        unsure.update(heads)
        unsure.update(connection.execute(sa.select(t.dockets.c.id).where(t.dockets.c.id.in_(some))).scalars())
        for row in connection.execute(sa.select(here.docket, here.head, here.relation).where(here.docket.in_(some))):
            if row.relation is not None and heads.get(row.docket) == row.head:
                known[row.docket] = load(Relation, json.loads(row.relation))
            elif row.docket not in heads:
                unsure.add(row.docket)  # its ledger is gone, which the docket's own part says
    return known, frozenset(unsure - known.keys())
