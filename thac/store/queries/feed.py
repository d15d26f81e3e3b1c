"""The alerts that came after a place of the feed, for whoever watches his inbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.domain.ladders import Colour
from thac.store import tables as t
from thac.store.queries.scope import Scope, alerts_in


@dataclass(frozen=True, slots=True)
class Fed:
    """An alert with its place; what it is about is asked for in the inbox."""

    place: int
    key: str
    post: str
    agency: AgencyId
    colour: Colour
    step: str
    assignment: str
    fired_at: datetime


def fed(connection: sa.Connection, scope: Scope, after: int, post: str | None, at_most: int) -> list[Fed]:
    """The alerts to the posts of a scope after that place, in order."""
    row = t.alerts.c
    query = (
        sa.select(t.feed.c.place, row.key, row.post, row.agency, row.colour, row.step, row.assignment, row.fired_at)
        .join(t.alerts, row.key == t.feed.c.alert)
        .where(t.feed.c.place > after, alerts_in(scope))
        .order_by(t.feed.c.place)
        .limit(at_most)
    )
    return [_fed(one) for one in connection.execute(query if post is None else query.where(row.post == post))]


def _fed(row: Any) -> Fed:
    return Fed(row.place, row.key, row.post, row.agency, Colour(row.colour), row.step, row.assignment, row.fired_at)
