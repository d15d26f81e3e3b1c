"""A flush that outlasts its workflow task: the docket stays the one that its ledger tells, also when it is replayed."""

import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from temporalio.client import Client, WorkflowHistory
from temporalio.service import RPCError
from temporalio.worker import Replayer

from tests.places import Place
from tests.replay.captured import INSTANCES, Capture
from tests.rig import MemoryPlanner, Rig, open_store, parcel, until
from tests.samples import directive, led_by, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.appending import Append, Outcome
from thac.domain.assignments import Clock
from thac.domain.commands import Accept
from thac.domain.deadlines import exactly
from thac.domain.docket import Docket, docket_id
from thac.sandbox import RUNNER
from thac.store import tables as t
from thac.store.directory import DirectoryCache
from thac.store.writer import GroupCommit
from thac.temporal import DATA_CONVERTER
from thac.worker import Outside, make_worker
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE, first

pytestmark = pytest.mark.slow

TASK = timedelta(seconds=1)
"""So long a workflow task of this test may take; the server's own limit is ten seconds."""


class Slow:
    """A ledger that writes what it is asked for, and answers only when it is let."""

    def __init__(self, ledger: GroupCommit) -> None:
        self._ledger = ledger
        self.let = threading.Event()

    def append(self, request: Append) -> "Future[Outcome]":
        answer: Future[Outcome] = Future()

        def told() -> None:
            outcome = self._ledger.append(request).result(60)
            self.let.wait(60)
            answer.set_result(outcome)

        threading.Thread(target=told, daemon=True).start()
        return answer


async def test_a_flush_answered_a_task_later_is_replayed_for_the_moment_it_was_decided_for(
    server: Client, place: Place
) -> None:
    """The server is told that the task goes on; a replay begins with the later of the two tasks."""
    await _lived_and_replayed(server, place, "slow", timedelta(days=60))


async def test_a_step_that_comes_due_while_a_flush_is_under_way_fires_the_same_way_in_a_replay(
    server: Client, place: Place
) -> None:
    """The replay hears of the flush at another moment, at which the step may not be due yet."""
    held = await _lived_and_replayed(server, place, "slow-due", timedelta(seconds=2))
    assert held.rows["1:19-SNV"].reached[Clock.COMPLETION].step == "overdue"


async def test_a_report_after_a_flush_that_outlasted_its_task_is_sent_at_the_same_place_in_a_replay(
    server: Client, place: Place
) -> None:
    """The replay begins the turn that flushed later than the first run did; its report is due when it was due then."""
    name, agency = f"slow-report-{place.name}", "00001"
    tree = small_tree()
    engines = open_store(place, tree)
    planner = MemoryPlanner(tree)
    running = Rig(server, engines, planner)
    planner.directives[name] = directive(to_communes(1), id_=name)
    writer = GroupCommit(engines.write, DirectoryCache())
    ledger = Slow(writer)
    docket = docket_id(name, agency)
    start = replace(first(name, agency), plan=planner.plan(name, agency).own)
    async with make_worker(server, Outside.of(engines, ledger, planner)):
        handle = await server.start_workflow(
            CascadeWorkflow.run, start, id=docket, task_queue=CASCADE_QUEUE, task_timeout=TASK
        )

        async def several_tasks_later() -> bool:
            return await _many(handle.fetch_history, "workflow_task_started") >= 4

        async def reported() -> bool:
            return await _many(handle.fetch_history, "signal_external_workflow_execution_initiated") > 0

        try:
            await until(lambda: running.count(t.events, t.events.c.docket == docket) > 0)
            await until(several_tasks_later)
        finally:
            ledger.let.set()
        await until(reported, seconds=60)
        history = await handle.fetch_history()
        replayer = Replayer(workflows=[CascadeWorkflow], data_converter=DATA_CONVERTER, workflow_runner=RUNNER)
        await replayer.replay_workflow(history)
        for one in (handle, server.get_workflow_handle(docket_id(name, "19"))):
            with suppress(RPCError):
                await one.terminate()
    writer.close()
    engines.dispose()


async def _lived_and_replayed(server: Client, place: Place, name: str, due: timedelta) -> Docket:
    """Open a docket by a flush that takes four tasks, have it carry out a command, and replay its history."""
    name = f"{name}-{place.name}"
    tree = small_tree()
    engines = open_store(place, tree)
    planner = MemoryPlanner(tree)
    running = Rig(server, engines, planner)
    moment = datetime.now(UTC).replace(microsecond=0) + due
    planner.directives[name] = directive(replace(led_by(1, "19-SNV"), deadline=exactly(moment)), id_=name)
    writer = GroupCommit(engines.write, DirectoryCache())
    ledger = Slow(writer)
    docket = docket_id(name, "19")
    start = replace(first(name, "19"), plan=planner.plan(name, "19").own)
    async with make_worker(server, Outside.of(engines, ledger, planner)):
        handle = await server.start_workflow(
            CascadeWorkflow.run, start, id=docket, task_queue=CASCADE_QUEUE, task_timeout=TASK
        )
        try:
            await until(lambda: running.count(t.events, t.events.c.docket == docket) > 0)

            async def several_tasks_later() -> bool:
                return await _many(handle.fetch_history, "workflow_task_started") >= 4

            await until(several_tasks_later)
        finally:
            ledger.let.set()
        accept = parcel("19-SNV", Role.UNIT, Accept("1:19-SNV"))
        (answer,) = await running.send(name, "19", accept)
        assert answer.refusal is None
        history = await handle.fetch_history()
        held = await running.state(name, "19")
    INSTANCES.clear()
    replayer = Replayer(
        workflows=[CascadeWorkflow], data_converter=DATA_CONVERTER, workflow_runner=RUNNER, interceptors=[Capture()]
    )
    await replayer.replay_workflow(history)
    (replayed,) = INSTANCES
    with engines.read.connect() as connection:
        last = connection.execute(
            sa.select(t.events.c.seq, t.events.c.hash)
            .where(t.events.c.docket == docket)
            .order_by(t.events.c.seq.desc())
        ).first()
    assert last is not None
    assert (held.head, held.hash) == (last.seq, last.hash)
    assert (replayed._docket.head, replayed._docket.hash) == (last.seq, last.hash)
    await handle.terminate()
    writer.close()
    engines.dispose()
    return held


async def _many(history: Callable[[], Awaitable[WorkflowHistory]], kind: str) -> int:
    """How many events of a kind there are."""
    kinds = [str(event.WhichOneof("attributes")) for event in (await history()).events]
    return kinds.count(f"{kind}_event_attributes")
