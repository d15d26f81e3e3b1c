"""A real Temporal server, a real store and a real worker in this process, for tests of the cascade itself."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from tests.places import Files, Place
from tests.samples import plan_maker
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree, Role
from thac.domain.commands import Command, Parcel
from thac.domain.directives import Directive
from thac.domain.docket import Docket, docket_id
from thac.domain.planning import Plan, PlanMaker
from thac.domain.plans import Slice
from thac.domain.snapshots import unpack
from thac.store import directory
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines, open_engines
from thac.store.writer import GroupCommit
from thac.temporal import DATA_CONVERTER
from thac.worker import Outside, make_worker
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE, Answer, CommandBatch, first, seal

_SERIAL = count()


def server_binary(name: str = "temporal") -> str:
    """The server's program, as its package installs it beside the interpreter."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or name


@asynccontextmanager
async def dev_server() -> AsyncIterator[Client]:
    """A dev server in memory on a free loopback port, and a client of it."""
    async with await WorkflowEnvironment.start_local(
        data_converter=DATA_CONVERTER, dev_server_existing_path=server_binary(), dev_server_log_level="error"
    ) as environment:
        yield environment.client


class MemoryPlanner:
    """Plans of the sample directives a test launches."""

    def __init__(self, tree: AgencyTree) -> None:
        self.tree = tree
        self.directives: dict[str, Directive] = {}

    def plan(self, directive: str, agency: AgencyId) -> Plan:
        """The plan of one docket."""
        return self.maker(directive).plan(agency)

    def given(self, directive: str, agency: AgencyId, tasks: tuple[int, ...]) -> Slice:
        """The slice of an agency for just those tasks."""
        return self.maker(directive).given(agency, tasks)

    def maker(self, directive: str) -> PlanMaker:
        """Who works out the slices of that directive."""
        return plan_maker(self.directives[directive], self.tree)


class Rig:
    """What a test of the cascade holds in its hands."""

    def __init__(self, client: Client, engines: Engines, planner: MemoryPlanner) -> None:
        self.client = client
        self.engines = engines
        self.planner = planner

    async def launch(self, ordered: Directive, rest_after: int | None = None) -> WorkflowHandle[Any, None]:
        """Start the root docket of a directive."""
        self.planner.directives[ordered.id] = ordered
        return await self.client.start_workflow(
            CascadeWorkflow.run,
            first(ordered.id, ordered.issuer, rest_after),
            id=docket_id(ordered.id, ordered.issuer),
            task_queue=CASCADE_QUEUE,
        )

    def docket(self, directive: str, agency: AgencyId) -> WorkflowHandle[Any, None]:
        """The workflow that keeps that docket."""
        return self.client.get_workflow_handle_for(CascadeWorkflow.run, docket_id(directive, agency))

    async def send(self, directive: str, issuer: AgencyId, *parcels: Parcel) -> tuple[Answer, ...]:
        """Send commands to the docket of the issuer in one batch; again, if its run was just ending."""
        batch = CommandBatch(tuple(seal(parcel) for parcel in parcels))
        while True:
            try:
                answered = await self.docket(directive, issuer).execute_update(CascadeWorkflow.command, batch)
            except RPCError as error:
                if error.status is not RPCStatusCode.FAILED_PRECONDITION:
                    raise
            else:
                return answered.answers

    async def state(self, directive: str, agency: AgencyId) -> Docket:
        """The docket as its workflow holds it."""
        return unpack((await self.docket(directive, agency).query(CascadeWorkflow.standing)).packed)

    def count(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        """How many rows of a table there are."""
        with self.engines.read.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()


def parcel(
    agency: AgencyId, role: Role, command: Command, at: datetime | None = None, key: str | None = None
) -> Parcel:
    """A command as the office's door would pass it on."""
    key = key or f"{agency}/test/{next(_SERIAL)}"
    return Parcel(key, f"fingerprint of {command}", Actor(agency, role, "test"), at or datetime.now(UTC), command)


def open_store(place: Place | Path, tree: AgencyTree) -> Engines:
    """A store at a place, or as a SQLite file in a folder, with its tables and the directory."""
    found = Files(place) if isinstance(place, Path) else place
    engines = open_engines(found.migrated())
    with engines.write.begin() as connection:
        directory.install(connection, tree, "test", datetime.now(UTC))
    return engines


@asynccontextmanager
async def worker(client: Client, engines: Engines, planner: MemoryPlanner) -> AsyncIterator[Worker]:
    """A worker in this process."""
    ledger = GroupCommit(engines.write, DirectoryCache())
    try:
        async with make_worker(client, Outside.of(engines, ledger, planner)) as running:
            yield running
    finally:
        ledger.close()


@asynccontextmanager
async def rig(place: Place | Path, client: Client, tree: AgencyTree) -> AsyncIterator[Rig]:
    """Server, store and worker together."""
    engines = open_store(place, tree)
    planner = MemoryPlanner(tree)
    try:
        async with worker(client, engines, planner):
            yield Rig(client, engines, planner)
    finally:
        engines.dispose()


async def until(condition: Callable[[], bool | Awaitable[bool]], seconds: float = 20.0) -> None:
    """Wait until something is so.

    Raises
    ------
    AssertionError
        It was not so in time.
    """
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        holds = condition()
        if holds if isinstance(holds, bool) else await holds:
            return
        assert asyncio.get_running_loop().time() < deadline, "it did not come to be so in time"
        await asyncio.sleep(0.02)
