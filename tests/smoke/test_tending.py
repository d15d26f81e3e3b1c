"""A docket that a kill left behind its ledger, or without its workflow, is brought back without anybody coming by."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from tests.places import Place
from tests.rig import parcel, rig, until
from tests.samples import directive, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.appending import Appended, append_of
from thac.domain.commands import Accept
from thac.domain.docket import docket_id
from thac.domain.turns import begin, settle
from thac.store import tables
from thac.store.directory import DirectoryCache
from thac.store.writer import GroupCommit
from thac.tending import Ledger, Tending

pytestmark = pytest.mark.slow


async def test_a_docket_behind_its_ledger_is_told_to_look(server: Client, place: Place) -> None:
    """As after a kill between the store's commit and the server's: the event is in the ledger alone."""
    async with rig(place, server, small_tree()) as running:
        name = f"behind-{place.name}"
        await running.launch(directive(to_communes(1), id_=name))
        await until(lambda: running.count(tables.assignments) == 6)
        docket = await running.state(name, "00001")
        command = parcel("00001-U1", Role.UNIT, Accept("1:00001-U1"))
        turn = begin(docket, command.received_at)
        settle(turn, [command], [])
        writer = GroupCommit(running.engines.write, DirectoryCache())
        request = append_of(docket, turn)
        assert isinstance(writer.append(request).result(10), Appended)
        writer.close()
        ledger = Ledger(docket.id, turn.docket.head)
        tending = Tending(server, running.engines)
        assert await tending.look_after(replace(ledger, compared=True)) is None
        assert await tending.look_after(ledger) == "behind"

        async def abreast() -> bool:
            return (await running.state(name, "00001")).hash == turn.docket.hash

        await until(abreast)
        assert await tending.look_after(ledger) is None


@pytest.mark.parametrize(("days", "compared"), [(0, False), (2, True)])
async def test_what_was_long_quiet_when_a_worker_was_last_there_is_not_compared_again(
    server: Client, place: Place, monkeypatch: pytest.MonkeyPatch, days: int, *, compared: bool
) -> None:
    """To tell its head a docket is played again from its history, which for thousands takes long after each start."""
    async with rig(place, server, small_tree()) as running:
        name = f"quiet{days}-{place.name}"
        await running.launch(directive(to_communes(1), id_=name))
        await until(lambda: running.count(tables.assignments) == 6)
        await running.send(name, "00002", parcel("00002-U1", Role.UNIT, Accept("1:00002-U1")))
        tending, looked = Tending(server, running.engines), list[Ledger]()

        async def look_after(one: Ledger) -> None:
            looked.append(one)

        monkeypatch.setattr(tending, "look_after", look_after)
        looking = asyncio.create_task(tending.keep_abreast(datetime.now(UTC) + timedelta(days=days)))
        await until(lambda: len(looked) == 3, 60)
        looking.cancel()
        assert {one.compared for one in looked} == {compared}
        assert looked[0].docket == docket_id(name, "00002"), "what was written to last is looked after first"


async def test_a_docket_without_its_workflow_is_started_from_its_ledger(server: Client, place: Place) -> None:
    async with rig(place, server, small_tree()) as running:
        name = f"gone-{place.name}"
        await running.launch(directive(to_communes(1), id_=name))
        await until(lambda: running.count(tables.assignments) == 6)
        before = await running.state(name, "00001")
        await running.docket(name, "00001").terminate()
        ledger = Ledger(docket_id(name, "00001"), before.head, compared=True)
        what = await Tending(server, running.engines).look_after(ledger)
        assert what is not None
        assert what.startswith("started")

        async def abreast() -> bool:
            return (await running.state(name, "00001")).hash == before.hash

        await until(abreast)


@workflow.defn(name="CascadeWorkflow")
class Amiss:
    """A docket's workflow of which no task ends."""

    @workflow.run
    async def run(self) -> None:
        raise RuntimeError("no task of this run ends")


async def test_a_docket_whose_run_cannot_go_on_is_given_another_from_its_ledger(server: Client, place: Place) -> None:
    """Found by the drill: after some kills the server takes no answer of a run any more, and nobody mends that."""
    async with rig(place, server, small_tree()) as running:
        name = f"amiss-{place.name}"
        await running.launch(directive(to_communes(1), id_=name))
        await until(lambda: running.count(tables.assignments) == 6)
        before = await running.state(name, "00001")
        await running.docket(name, "00001").terminate()
        queue = f"amiss-{place.name}"
        async with Worker(
            server, task_queue=queue, workflows=[Amiss], workflow_runner=UnsandboxedWorkflowRunner(), debug_mode=True
        ):
            stuck = await server.start_workflow(Amiss.run, id=docket_id(name, "00001"), task_queue=queue)

            async def tried_twice() -> bool:
                return (await stuck.describe()).raw_description.pending_workflow_task.attempt >= 2

            await until(tried_twice, 60)
            ledger = Ledger(docket_id(name, "00001"), before.head)
            what = await Tending(server, running.engines, hopeless=2).look_after(ledger)
        assert what is not None
        assert what.startswith("given up and started")

        async def abreast() -> bool:
            return (await running.state(name, "00001")).hash == before.hash

        await until(abreast)
