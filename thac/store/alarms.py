"""Which dockets stopped, and why, as they say it themselves; what the store notices, it notes in the append."""

import sqlalchemy as sa

from thac.clock import REAL, Clock
from thac.store import tables as t
from thac.store.engine import Engines


class StoredAlarms:
    """The alarms as the store keeps them, one for each docket that is stopped."""

    def __init__(self, engines: Engines, clock: Clock = REAL) -> None:
        self._engines = engines
        self._clock = clock

    def raise_alarm(self, docket: str, reason: str) -> None:
        """Note that a docket stopped; the same reason again leaves the moment of the first."""
        here = t.alarms.c.docket == docket
        with self._engines.write.begin() as connection:
            known = connection.execute(sa.select(t.alarms.c.reason).where(here)).scalar()
            if known == reason:
                return
            connection.execute(sa.delete(t.alarms).where(here))
            connection.execute(sa.insert(t.alarms).values(docket=docket, at=self._clock.now(), reason=reason))


def count_alarms(engines: Engines) -> int:
    """How many dockets are stopped."""
    with engines.read.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(t.alarms)).scalar_one()
