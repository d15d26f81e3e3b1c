"""Corrected calendars reach every open docket: who counts by an older one is told, and one that sleeps is woken by it.

A docket knows the number of its calendar and takes a higher one once, so that it does no harm to tell it again. Nobody
is forgotten: whoever still counts by an older calendar, for whatever reason, is found at the next look.
"""

import asyncio
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client
from temporalio.service import RPCError

from thac.calendars import Behind, behind
from thac.clock import REAL, Clock
from thac.domain.calendar import civil_day
from thac.store.calendars import AlmanacCache
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines
from thac.threads import to_its_end
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE, Archive, Recalendar, revival

_EVERY: Final = timedelta(seconds=5)
_AT_ONCE: Final = 20
_AGAIN: Final = 60.0
"""Seconds after which a docket is told once more that was told and still counts by the older calendar."""
_LOOK_ANYWAY: Final = 60.0
"""Seconds after which all are looked at though nothing was recorded: one may have begun with what was just replaced."""
_RPC: Final = timedelta(seconds=10)


class Recalendaring:
    """Tells the dockets of one installation which calendar holds."""

    def __init__(
        self,
        client: Client,
        engines: Engines,
        rest_after: int | None = None,
        archive: Archive | None = None,
        clock: Clock = REAL,
    ) -> None:
        self._client = client
        self._engines = engines
        self._rest_after = rest_after
        self._archive = archive
        self._clock = clock
        self._log = structlog.get_logger()
        self._almanac = AlmanacCache()
        self._directory = DirectoryCache()
        self._told: dict[tuple[str, int], float] = {}
        self._all_told: tuple[int, int] | None = None
        self._look_at = 0.0

    async def keep_telling(self) -> None:
        """Tell, without end, every docket that counts by an older calendar than holds for its agency."""
        while True:
            try:
                await self.tell()
            except SQLAlchemyError as error:
                self._log.warning("calendars_not_looked_at", error=str(error))
            await asyncio.sleep(_EVERY.total_seconds())

    async def tell_beforehand(self) -> None:
        """Tell those who do not know before a worker lets them decide anything.

        What came due while no worker was there is judged then by the calendar of its time: the docket hears of the
        correction in the same turn, and takes it in its order. Otherwise it would first fire by the older calendar.
        """
        try:
            await self.tell()
        except SQLAlchemyError as error:
            self._log.warning("calendars_not_looked_at", error=str(error))

    async def tell(self) -> int:
        """Tell those who do not know; how many were told."""
        now = asyncio.get_running_loop().time()
        stale = await to_its_end(lambda: self._stale(now))
        self._told = {key: at for key, at in self._told.items() if now - at < _AGAIN}
        limit = asyncio.Semaphore(_AT_ONCE)

        async def told(one: Behind) -> bool:
            async with limit:
                return await self._tell(one)

        waiting = [one for one in stale if (one.docket, one.notice.calendar.version) not in self._told]
        reached = await asyncio.gather(*map(told, waiting))
        self._told |= {
            (one.docket, one.notice.calendar.version): now for one, well in zip(waiting, reached, strict=True) if well
        }
        return sum(reached)

    async def _tell(self, one: Behind) -> bool:
        """Have a docket hear it, starting it if it does not run; False when it could not be reached now."""
        try:
            await self._client.start_workflow(
                CascadeWorkflow.run,
                revival(one.docket, self._rest_after, self._archive, self._clock.scaled),
                id=one.docket,
                task_queue=CASCADE_QUEUE,
                start_signal="recalendar",
                start_signal_args=[Recalendar(one.notice)],
                rpc_timeout=_RPC,
            )
        except (RPCError, TimeoutError) as error:
            self._log.warning("docket_not_told_its_calendar", docket=one.docket, error=str(error))
            return False
        self._log.info("docket_told_its_calendar", docket=one.docket, calendar=one.notice.calendar.version)
        return True

    def _stale(self, now: float) -> tuple[Behind, ...]:
        with self._engines.read.connect() as connection:
            almanac, tree = self._almanac.almanac(connection), self._directory.tree(connection)
            known = (almanac.number, tree.version)
            if not almanac.number or (self._all_told == known and now < self._look_at):
                return ()
            found = tuple(behind(connection, almanac, tree, civil_day(self._clock.now())))
        if not found:
            self._all_told, self._look_at = known, now + _LOOK_ANYWAY
        return found
