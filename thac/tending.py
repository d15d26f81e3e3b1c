"""Keeps the dockets abreast of their ledgers, when nobody else comes by.

A kill can leave a ledger ahead of its docket: the append was committed, and nothing of the command is in the history.
The docket folds that in at its next flush; but one in which nothing is left to do may never flush again, and the docket
above would never hear that it is quiet. After a restore, a ledger may have no workflow at all.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle, WorkflowQueryFailedError
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from thac.store import tables as t
from thac.store.engine import Engines
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE, CascadeStart

_EVERY = timedelta(seconds=10)
_QUIET = timedelta(seconds=10)
_QUERY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open docket as the store holds it."""

    docket: str
    directive: str
    agency: str
    head: int


async def keep_abreast(client: Client, engines: Engines) -> None:
    """Look after every open docket once at the start, and after each again when its ledger has gone quiet."""
    log = structlog.get_logger()
    seen: datetime | None = None
    again: list[Ledger] = []
    while True:
        until = datetime.now(UTC) - _QUIET
        try:
            found = await asyncio.to_thread(_gone_quiet, engines, seen, until)
            again = [ledger for ledger in (*again, *found) if not await _looked_after(client, ledger)]
            seen = until
        except SQLAlchemyError as error:
            log.warning("dockets_not_looked_after", error=str(error))
        await asyncio.sleep(_EVERY.total_seconds())


async def _looked_after(client: Client, ledger: Ledger) -> bool:
    """Look after one docket; False when it could not be reached now, which keeps nobody else waiting."""
    log = structlog.get_logger()
    try:
        what = await look_after(client, ledger)
    except (RPCError, TimeoutError, WorkflowQueryFailedError) as error:
        log.warning("docket_not_looked_after", docket=ledger.docket, error=str(error))
        return False
    if what is not None:
        log.warning("docket_looked_after", docket=ledger.docket, what=what)
    return True


async def look_after(client: Client, ledger: Ledger) -> str | None:
    """Start a docket that does not run; tell one that is behind its ledger to look. What was done, None if nothing."""
    handle = client.get_workflow_handle_for(CascadeWorkflow.run, ledger.docket)
    try:
        if (await handle.describe(rpc_timeout=_QUERY)).status is not WorkflowExecutionStatus.RUNNING:
            return await _start(client, ledger)
        head = await handle.query(CascadeWorkflow.head, rpc_timeout=_QUERY)
        if head >= ledger.head:
            return None
        await handle.signal(CascadeWorkflow.look)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return await _start(client, ledger)
    return "behind"


async def _start(client: Client, ledger: Ledger) -> str | None:
    with suppress(WorkflowAlreadyStartedError):
        handle: WorkflowHandle[CascadeWorkflow, None] = await client.start_workflow(
            CascadeWorkflow.run,
            CascadeStart(ledger.directive, ledger.agency),
            id=ledger.docket,
            task_queue=CASCADE_QUEUE,
        )
        return f"started as {handle.first_execution_run_id}"
    return None


def _gone_quiet(engines: Engines, since: datetime | None, until: datetime) -> list[Ledger]:
    """The open dockets whose last event lies between those moments; with no beginning, all of them."""
    docket, event = t.dockets.c, t.events.c
    query = (
        sa.select(docket.id, docket.directive, docket.agency, docket.head)
        .join(t.events, sa.and_(event.docket == docket.id, event.seq == docket.head))
        .where(docket.closed_at.is_(None), event.at <= until)
        .order_by(docket.id)
    )
    if since is not None:
        query = query.where(event.at > since)
    with engines.read.connect() as connection:
        return [Ledger(row.id, row.directive, row.agency, row.head) for row in connection.execute(query)]
