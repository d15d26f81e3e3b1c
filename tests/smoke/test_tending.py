"""A docket that a kill left behind its ledger, or without its workflow, is brought back without anybody coming by."""

from pathlib import Path

import pytest
from temporalio.client import Client

from tests.rig import parcel, rig, until
from tests.samples import directive, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.appending import AnswerRecord, Append, Appended
from thac.domain.commands import Accept
from thac.domain.docket import docket_id
from thac.domain.turns import begin, settle
from thac.domain.views import assignment_views, docket_view
from thac.store import tables
from thac.store.directory import DirectoryCache
from thac.store.writer import GroupCommit
from thac.tending import Ledger, look_after

pytestmark = pytest.mark.slow


async def test_a_docket_behind_its_ledger_is_told_to_look(server: Client, tmp_path: Path) -> None:
    """As after a kill between the store's commit and the server's: the event is in the ledger alone."""
    async with rig(tmp_path, server, small_tree()) as running:
        await running.launch(directive(to_communes(1), id_="behind"))
        await until(lambda: running.count(tables.assignments) == 6)
        docket = await running.state("behind", "00001")
        command = parcel("00001-U1", Role.UNIT, Accept("1:00001-U1"))
        turn = begin(docket, command.received_at)
        settle(turn, [command], [])
        writer = GroupCommit(running.engines.write, DirectoryCache())
        request = Append(
            docket.id,
            docket.head,
            docket.hash,
            tuple(turn.entries),
            docket_view(turn.docket),
            tuple(assignment_views(turn.docket, turn.changed)),
            (AnswerRecord(command.key, command.fingerprint, turn.docket.head),),
        )
        assert isinstance(writer.append(request).result(10), Appended)
        writer.close()
        ledger = Ledger(docket.id, "behind", "00001", turn.docket.head)
        assert await look_after(server, ledger) == "behind"

        async def abreast() -> bool:
            return (await running.state("behind", "00001")).hash == turn.docket.hash

        await until(abreast)
        assert await look_after(server, ledger) is None


async def test_a_docket_without_its_workflow_is_started_from_its_ledger(server: Client, tmp_path: Path) -> None:
    async with rig(tmp_path, server, small_tree()) as running:
        await running.launch(directive(to_communes(1), id_="gone"))
        await until(lambda: running.count(tables.assignments) == 6)
        before = await running.state("gone", "00001")
        await running.docket("gone", "00001").terminate()
        what = await look_after(server, Ledger(docket_id("gone", "00001"), "gone", "00001", before.head))
        assert what is not None
        assert what.startswith("started")

        async def abreast() -> bool:
            return (await running.state("gone", "00001")).hash == before.hash

        await until(abreast)
