"""Keeps the dockets abreast of their ledgers, when nobody else comes by, and wakes those whose moment nears.

A kill can leave a ledger ahead of its docket: the append was committed, and nothing of the command is in the history.
The docket folds that in at its next flush; but one in which nothing is left to do may never flush again, and the docket
above would never hear that it is quiet. After a restore, a ledger may have no workflow at all. And a run may have come
to where none of its tasks can end any more; it is given up, and the docket goes on from its ledger in another. None of
these is looked for among the dockets that sleep: in those nothing calls until they are woken.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle, WorkflowQueryFailedError
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from thac.clock import REAL, Clock
from thac.store import sleeping
from thac.store import tables as t
from thac.store.engine import Engines
from thac.store.sleeping import Sleeper
from thac.threads import to_its_end
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE, Archive, revival

BEFOREHAND: Final = timedelta(minutes=30)
"""So long before its next moment a docket is woken: when the whole country has the same deadline, the first of 30,000
dockets must be up early enough for the last to be in time."""
_EVERY: Final = timedelta(seconds=10)
_QUIET: Final = timedelta(seconds=10)
_COMPARED_AGAIN: Final = timedelta(days=1)
"""So long before a worker was seen last dockets are compared again: a restored server may lag behind its store."""
_QUERY: Final = timedelta(seconds=10)
_HOPELESS: Final = 6
"""So many times one task of a run was tried in vain; by the server's pauses between them, in about a minute."""
_AT_ONCE: Final = 20
_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open docket as the store holds it; ``compared``: its head was held against its run's since it was written."""

    docket: str
    head: int
    compared: bool = False


class Tending:
    """Looks after the dockets of one installation.

    ``rest_after`` and ``archive`` are what a docket is told that is started from its ledger, ``hopeless`` is how often
    one task of a run is tried in vain before the run is given up.
    """

    def __init__(  # noqa: PLR0913 - the last one is for tests
        self,
        client: Client,
        engines: Engines,
        rest_after: int | None = None,
        archive: Archive | None = None,
        clock: Clock = REAL,
        *,
        hopeless: int = _HOPELESS,
    ) -> None:
        self._client = client
        self._engines = engines
        self._rest_after = rest_after
        self._archive = archive
        self._clock = clock
        self._hopeless = hopeless
        self._log = structlog.get_logger()

    async def keep_abreast(self, last_seen: datetime | None = None) -> None:
        """Look after every open docket that does not sleep, at the start, and after each again when it went quiet.

        ``last_seen`` is when a worker was there last. What had been quiet for a day by then was held against its ledger
        by a worker before; at the start it is only asked whether it runs, because to answer with its head a docket has
        to be played again from its history.
        """
        compared = None if last_seen is None else last_seen - self._clock.stretched(_COMPARED_AGAIN)
        seen: datetime | None = None
        again: list[Ledger] = []
        while True:
            until = self._clock.now() - self._clock.stretched(_QUIET)
            try:
                found = await to_its_end(partial(_gone_quiet, self._engines, seen, until, compared))
                again = [one for one in (*again, *found) if not await self._done(self.look_after, one)]
                seen = until
            except SQLAlchemyError as error:
                self._log.warning("dockets_not_looked_after", error=str(error))
            await asyncio.sleep(_EVERY.total_seconds())

    async def keep_waking(self) -> None:
        """Wake, without end, the dockets whose next moment nears."""
        while True:
            try:
                while await self.wake_by(self._clock.now() + self._beforehand()) == _PAGE:
                    pass
            except SQLAlchemyError as error:
                self._log.warning("dockets_not_woken", error=str(error))
            await asyncio.sleep(_EVERY.total_seconds())

    def _beforehand(self) -> timedelta:
        """`BEFOREHAND` as the clock shows it; not so long that what is woken would lie down again."""
        shown = self._clock.stretched(BEFOREHAND)
        return shown if self._archive is None else min(shown, self._archive.after / 2)

    async def wake_by(self, moment: datetime) -> int:
        """Wake the dockets in which something calls by then, the earliest ones first; how many were dealt with."""
        found = await to_its_end(lambda: self._nearing(moment))
        limit = asyncio.Semaphore(_AT_ONCE)

        async def woken(one: Sleeper) -> bool:
            async with limit:
                return not one.asleep or await self._done(self.wake, Ledger(one.docket, one.head))

        done = await asyncio.gather(*(woken(one) for one in found))
        awake = [one for one, well in zip(found, done, strict=True) if well]
        await to_its_end(lambda: self._seen_to(awake))
        return len(awake)

    async def look_after(self, ledger: Ledger) -> str | None:
        """Start a docket that does not run or cannot go on, tell one behind its ledger to look; what was done."""
        handle = self._client.get_workflow_handle_for(CascadeWorkflow.run, ledger.docket)
        try:
            described = await handle.describe(rpc_timeout=_QUERY)
            if described.status is not WorkflowExecutionStatus.RUNNING:
                return await self._start(ledger)
            if described.raw_description.pending_workflow_task.attempt >= self._hopeless:
                return await self._start_anew(ledger, described.run_id)
            if ledger.compared:
                return None
            head = await handle.query(CascadeWorkflow.head, rpc_timeout=_QUERY)
            if head >= ledger.head:
                return None
            await handle.signal(CascadeWorkflow.look)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return await self._start(ledger)
        return "behind"

    async def wake(self, ledger: Ledger) -> str | None:
        """Start a docket that sleeps; one that runs after all is looked after."""
        return await self._start(ledger) or await self.look_after(ledger)

    async def _done(self, work: Callable[[Ledger], Awaitable[str | None]], ledger: Ledger) -> bool:
        """Do it for one docket; False when it could not be reached now, which keeps nobody else waiting."""
        try:
            what = await work(ledger)
        except (RPCError, TimeoutError, WorkflowQueryFailedError) as error:
            self._log.warning("docket_not_looked_after", docket=ledger.docket, error=str(error))
            return False
        if what is not None:
            self._log.info("docket_looked_after", docket=ledger.docket, what=what)
        return True

    async def _start_anew(self, ledger: Ledger, run: str) -> str | None:
        """Give up exactly that run, of which no task can end, and start another from the ledger, which has everything.

        Whoever waits for an answer of the run gets none and sends again; what was not appended was not called saved.
        """
        with suppress(RPCError):  # it ended meanwhile, by itself or by another worker's hand
            stuck = self._client.get_workflow_handle(ledger.docket, run_id=run)
            await stuck.terminate(reason="none of its tasks can end; it goes on from its ledger", rpc_timeout=_QUERY)
        started = await self._start(ledger)
        return None if started is None else f"given up and {started}"

    async def _start(self, ledger: Ledger) -> str | None:
        with suppress(WorkflowAlreadyStartedError):
            handle: WorkflowHandle[CascadeWorkflow, None] = await self._client.start_workflow(
                CascadeWorkflow.run,
                revival(ledger.docket, self._rest_after, self._archive, self._clock.scaled),
                id=ledger.docket,
                task_queue=CASCADE_QUEUE,
                rpc_timeout=_QUERY,
            )
            return f"started as {handle.first_execution_run_id}"
        return None

    def _nearing(self, moment: datetime) -> list[Sleeper]:
        with self._engines.read.connect() as connection:
            return sleeping.nearing(connection, moment, _PAGE)

    def _seen_to(self, awake: Iterable[Sleeper]) -> None:
        with self._engines.write.begin() as connection:
            sleeping.seen_to(connection, awake)


def _gone_quiet(
    engines: Engines, since: datetime | None, until: datetime, compared: datetime | None = None
) -> list[Ledger]:
    """The open dockets that do not sleep and whose last event lies between those moments; or all of them by then.

    The one that was written to last comes first: what a kill left behind is among those, and there may be thousands.
    Those whose last event lies before ``compared`` are known to be abreast of it.
    """
    docket, event = t.dockets.c, t.events.c
    query = (
        sa.select(docket.id, docket.head, event.at)
        .join(t.events, sa.and_(event.docket == docket.id, event.seq == docket.head))
        .where(docket.closed_at.is_(None), event.at <= until, ~sleeping.asleep())
        .order_by(event.at.desc(), docket.id)
    )
    if since is not None:
        query = query.where(event.at > since)
    with engines.read.connect() as connection:
        return [
            Ledger(row.id, row.head, compared is not None and row.at < compared) for row in connection.execute(query)
        ]
