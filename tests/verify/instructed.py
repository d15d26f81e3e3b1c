"""Did what a docket decided reach every docket below that it concerns, once, and has each signed for it?"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping

import sqlalchemy as sa

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.ledger import decode
from thac.domain.receipts import amendments
from thac.store import ledger, tables

Place = tuple[str, int]
"""An event by its docket and its number there."""


def unsigned(connection: sa.Connection) -> list[str]:
    """What dockets below have not signed for."""
    docket = tables.dockets.c
    waiting = connection.execute(sa.select(docket.id, docket.outstanding))
    return [f"{row.id}: {one}" for row in waiting for one in json.loads(row.outstanding)]


def check_instructions(connection: sa.Connection, instructed: Mapping[Place, frozenset[AgencyId]]) -> None:
    """Every instruction stands once in the ledger of each docket below that was told of it, and is signed for.

    ``instructed``: which agencies must have been told of which events, as whoever gave the orders knows it.
    """
    followed = _followed(connection)
    told: dict[Place, Counter[str]] = {}
    for docket in connection.execute(sa.select(tables.dockets.c.id)).scalars().all():
        for change in amendments(docket, ledger.read(connection, docket)):
            below = [one for one in change.receipts if one.below is not None]
            assert [one for one in below if one.signed_at is None] == []
            if below:
                told[docket, change.recorded.seq] = Counter(str(one.below) for one in below)
    assert followed == told
    for place, agencies in instructed.items():
        assert {name.rsplit("/", 1)[1] for name in told.get(place, ())} == agencies, place


def _followed(connection: sa.Connection) -> dict[Place, Counter[str]]:
    """How often which docket below followed which event, by what stands in its own ledger."""
    above = {row.id: row.above for row in connection.execute(sa.select(tables.dockets.c.id, tables.dockets.c.above))}
    followed: defaultdict[Place, Counter[str]] = defaultdict(Counter)
    for body in connection.execute(sa.select(tables.events.c.body)).scalars():
        recorded = decode(body)
        event = recorded.event
        number = event.plan.instruction if isinstance(event, ev.Opened) else getattr(event, "heard", None)
        if number:
            followed[above[recorded.docket], number][recorded.docket] += 1
    return dict(followed)
