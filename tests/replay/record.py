"""Records the histories that the replay tests hold against today's code: ``python -m tests.replay.record PREFIX``.

Histories are added, never edited: one that no longer replays means that dockets in offices would break.
"""

import asyncio
import json
import sys
import tempfile
from datetime import date
from pathlib import Path

from temporalio.client import Client

from tests.rig import Rig, dev_server, parcel, rig, until
from tests.samples import directive, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.commands import Accept, Command, Confirm, Progress, Return, Submit, Take
from thac.store import tables

HISTORIES = Path(__file__).parent / "histories"


async def record(prefix: str) -> None:
    """Play a short afternoon, with runs that continue as new, and write down every run of two dockets."""
    async with dev_server() as server:
        for rest_after in (None, 40):
            with tempfile.TemporaryDirectory() as folder:
                async with rig(Path(folder), server, small_tree()) as running:
                    await _afternoon(running, server, f"{prefix}-{rest_after or 'one'}", rest_after)


async def _afternoon(running: Rig, server: Client, name: str, rest_after: int | None) -> None:
    await running.launch(directive(to_communes(1, date(2099, 3, 16)), to_communes(2), id_=name), rest_after)
    await until(lambda: running.count(tables.assignments) == 2 * 2 * 3)
    for unit in ("00001-U1", "00001-U2"):
        key = f"1:{unit}"
        work: list[Command] = [Accept(key), Take(key, "an"), Progress(key, 50), Submit(key)]
        for command in work:
            await running.send(name, "00001", parcel(unit, Role.UNIT, command))
    office: list[Command] = [Return("1:00001-U1", "r" * 64), Confirm("1:00001-U2"), Confirm("1:00001-U1")]
    for command in office:
        await running.send(name, "00001", parcel("00001", Role.OFFICE, command))
    await running.send(name, "19", parcel("00001", Role.OFFICE, Accept("1:00001")))
    for agency in ("19", "00001"):
        state = await running.state(name, agency)
        handle = running.docket(name, agency)
        runs = [run async for run in server.list_workflows(f'WorkflowId = "{handle.id}"')]
        for number, run in enumerate(sorted(runs, key=lambda run: run.start_time), 1):
            history = await server.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
            file = HISTORIES / f"{name}-{agency}-{number}.json"
            last = number == len(runs)
            content = {"head": state.head, "hash": state.hash} if last else {}
            file.write_text(json.dumps({"expected": content, "id": handle.id, "history": history.to_json_dict()}))


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1]))
