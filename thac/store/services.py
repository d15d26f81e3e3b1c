"""Which processes were alive when: each says so every few seconds, and the audit reads it."""

import os
import socket
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from thac.clock import REAL, Clock
from thac.store import tables as t

LONGEST_SILENCE = timedelta(seconds=12)
"""Two beats further apart than this, in the machine's time, are a pause: the process stood still, or did not reach
Temporal."""


def new_id(kind: str) -> str:
    """The name under which this process says that it is alive."""
    return f"{kind}-{socket.gethostname()}-{os.getpid()}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"


def beat(engine: sa.Engine, service: str, kind: str, clock: Clock = REAL) -> None:
    """Say that the service is alive now. After a silence a new span begins, so that a pause stays in sight."""
    now = clock.now()
    row = t.services.c
    with engine.begin() as connection:
        last = connection.execute(sa.select(sa.func.max(row.seen_at)).where(row.id.startswith(service))).scalar_one()
        if last is not None and now - last <= clock.stretched(LONGEST_SILENCE):
            here = sa.and_(row.id.startswith(service), row.seen_at == last)
            connection.execute(sa.update(t.services).where(here).values(seen_at=now))
        else:
            span = f"{service}-{now:%Y%m%dT%H%M%S%f}"
            connection.execute(sa.insert(t.services).values(id=span, kind=kind, started_at=now, seen_at=now))


def spans(connection: sa.Connection, kind: str) -> list[tuple[datetime, datetime]]:
    """From when to when services of that kind were seen alive, by beginning."""
    found = connection.execute(
        sa.select(t.services.c.started_at, t.services.c.seen_at)
        .where(t.services.c.kind == kind)
        .order_by(t.services.c.started_at)
    )
    return [(row.started_at, row.seen_at) for row in found]


def last_seen(connection: sa.Connection, kind: str) -> datetime | None:
    """When a service of that kind was seen alive last; None when none ever was."""
    seen: datetime | None = connection.execute(
        sa.select(t.services.c.seen_at).where(t.services.c.kind == kind).order_by(t.services.c.seen_at.desc()).limit(1)
    ).scalar()
    return seen
