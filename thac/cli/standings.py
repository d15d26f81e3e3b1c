"""How dockets stand as Temporal knows them, asked one by one beside each other."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from temporalio.client import Client, RPCTimeoutOrCancelledError, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from thac.domain.docket import Docket
from thac.domain.snapshots import unpack
from thac.store import tables as t
from thac.store.engine import Engines
from thac.store.sleeping import asleep
from workflows.cascade import CascadeWorkflow

AT_ONCE: Final = 20


@dataclass(slots=True)
class Standings:
    """The dockets that answered, by id; those that do not run; those that could not be asked, with the reason."""

    dockets: dict[str, Docket] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    silent: dict[str, str] = field(default_factory=dict)

    @property
    def heads(self) -> dict[str, int]:
        """The head of each docket that answered."""
        return {name: docket.head for name, docket in self.dockets.items()}


def open_dockets(engines: Engines) -> list[str]:
    """The ids of the dockets that the store does not know to be closed or asleep: those that must run."""
    with engines.read.connect() as connection:
        found = sa.select(t.dockets.c.id).where(t.dockets.c.closed_at.is_(None), ~asleep()).order_by(t.dockets.c.id)
        return list(connection.execute(found).scalars())


async def ask(client: Client, dockets: Iterable[str], asked: Callable[[], None] = lambda: None) -> Standings:
    """Ask each docket how it stands; ``asked`` is called after each."""
    standings = Standings()
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(docket: str) -> None:
        async with limit:
            await _ask(client, docket, standings)
        asked()

    await asyncio.gather(*(one(docket) for docket in dockets))
    return standings


async def _ask(client: Client, docket: str, standings: Standings) -> None:
    handle = client.get_workflow_handle_for(CascadeWorkflow.run, docket)
    try:
        # A workflow that was ended from outside still answers queries, so its status is asked for as well.
        if (await handle.describe()).status is not WorkflowExecutionStatus.RUNNING:
            standings.gone.append(docket)
            return
        standing = await handle.query(CascadeWorkflow.standing)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            standings.gone.append(docket)
        else:
            standings.silent[docket] = error.message
    except (WorkflowQueryFailedError, RPCTimeoutOrCancelledError) as error:
        standings.silent[docket] = str(error)
    else:
        standings.dockets[docket] = unpack(standing.packed)
        if standing.stopped is not None:
            standings.silent[docket] = standing.stopped
