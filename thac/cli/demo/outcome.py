"""What the demo came to, as the one JSON object that it prints."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import Level
from thac.domain.assignments import State, Timeliness
from thac.domain.findings import AuditReport
from thac.store import tables as t
from thac.store.engine import Engines
from thac.store.queries.timeliness import timeliness_at


def outcome(engines: Engines, now: datetime, seconds: float, report: AuditReport) -> dict[str, Any]:
    """The object; states and standings that no assignment has are left out."""
    with engines.read.connect() as connection:
        return {
            "agencies": _agencies(connection),
            "dockets": _count(connection, t.dockets),
            "assignments": _count(connection, t.assignments),
            "by_state": _by(connection, t.assignments.c.state, list(State)),
            "by_timeliness": _by(connection, timeliness_at(now), list(Timeliness)),
            "alerts": _count(connection, t.alerts),
            "seconds": round(seconds, 1),
            "audit": report.counts,
        }


def _agencies(connection: sa.Connection) -> dict[str, int]:
    """Who takes part, by level: whoever keeps a docket or leads an assignment."""
    taking_part = sa.union(sa.select(t.dockets.c.agency), sa.select(t.assignments.c.lead))
    counted = (
        sa.select(t.agencies.c.level, sa.func.count())
        .where(t.agencies.c.id.in_(taking_part))
        .group_by(t.agencies.c.level)
    )
    found = {str(level): int(count) for level, count in connection.execute(counted)}
    return {level.value: found.get(level.value, 0) for level in Level if level is not Level.OUTSIDE}


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _by(connection: sa.Connection, word: sa.ColumnElement[str], words: list[Any]) -> dict[str, int]:
    labelled = word.label("word")
    counted = sa.select(labelled, sa.func.count()).select_from(t.assignments).group_by(labelled)
    found = {str(one): int(count) for one, count in connection.execute(counted)}
    return {one.value: found[one.value] for one in words if one.value in found}
