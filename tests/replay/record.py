"""Records the histories that the replay tests hold against today's code: ``python -m tests.replay.record PREFIX``.

Histories are added, never edited: one that no longer replays means that dockets in offices would break.
"""

import asyncio
import json
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.client import Client

from api.dockets import TemporalDockets
from api.gate import Gate, Standing
from tests.rig import Rig, dev_server, parcel, rig, until
from tests.samples import CALENDAR, directive, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.commands import Accept, Command, Confirm, Parcel, Progress, Return, Submit, Take
from thac.domain.deadlines import exactly
from thac.domain.docket import docket_id
from thac.domain.hearings import CalendarNotice
from thac.store import tables
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE, Archive, Recalendar, first, revival

HISTORIES = Path(__file__).parent / "histories"


async def record(prefix: str) -> None:
    """Play a short afternoon, with runs that continue as new, and write down every run of two dockets."""
    async with dev_server() as server:
        with tempfile.TemporaryDirectory() as folder:
            async with rig(Path(folder), server, small_tree()) as running:
                await _correction(running, server, f"{prefix}-calendar")
        for rest_after in (None, 40):
            with tempfile.TemporaryDirectory() as folder:
                async with rig(Path(folder), server, small_tree()) as running:
                    await _afternoon(running, server, f"{prefix}-{rest_after or 'one'}", rest_after)
        with tempfile.TemporaryDirectory() as folder:
            async with rig(Path(folder), server, small_tree()) as running:
                await _night(running, server, f"{prefix}-asleep")
        with tempfile.TemporaryDirectory() as folder:
            async with rig(Path(folder), server, small_tree()) as running:
                await _evening(running, server, f"{prefix}-late")


async def _afternoon(running: Rig, server: Client, name: str, rest_after: int | None) -> None:
    await running.launch(
        directive(to_communes(1, datetime.now(UTC).date() + timedelta(days=60)), to_communes(2), id_=name), rest_after
    )
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
    await _write_down(running, server, name)


async def _night(running: Rig, server: Client, name: str) -> None:
    """Dockets that sleep, are woken by a command and by each other, and learn of what a lost one forgot."""
    ordered = directive(to_communes(1), id_=name)
    running.planner.directives[name] = ordered
    archive = Archive(timedelta(days=2), timedelta(seconds=1))
    root = docket_id(name, "19")
    start = first(name, "19", archive=archive)
    await server.start_workflow(CascadeWorkflow.run, start, id=root, task_queue=CASCADE_QUEUE)
    await until(lambda: running.count(tables.assignments) == 6)
    for issuer, leads in (("19", ("00001", "00002")), *((c, (f"{c}-U1", f"{c}-U2")) for c in ("00001", "00002"))):
        for lead in leads:
            role = Role.OFFICE if issuer == "19" else Role.UNIT
            await _carry(running, name, issuer, parcel(lead, role, Accept(f"1:{lead}")))
            await _carry(running, name, issuer, parcel(lead, role, Take(f"1:{lead}", "an")))
    await until(lambda: running.count(tables.sleeping, tables.sleeping.c.woken_by.is_(None)) == 3, seconds=60)
    for lead in ("00001-U1", "00001-U2"):
        await _carry(running, name, "00001", parcel(lead, Role.UNIT, Submit(f"1:{lead}")))
        await _carry(running, name, "00001", parcel("00001", Role.OFFICE, Confirm(f"1:{lead}")))
    await until(lambda: running.count(tables.sleeping, tables.sleeping.c.woken_by.is_(None)) == 3, seconds=60)
    with running.engines.write.begin() as connection:
        connection.execute(tables.sleeping.delete().where(tables.sleeping.c.docket == root))
    await _carry(running, name, "19", parcel("00001", Role.OFFICE, Progress("1:00001", 90)))
    await until(lambda: running.count(tables.sleeping, tables.sleeping.c.woken_by.is_(None)) == 3, seconds=60)
    await _write_down(running, server, name)


async def _evening(running: Rig, server: Client, name: str) -> None:
    """A deadline passes, and whatever else happens in a docket is told to the one above only later."""
    ordered = directive(to_communes(1), id_=name)
    moment = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=20)
    due = replace(ordered.tasks[0], deadline=exactly(moment))
    await running.launch(replace(ordered, tasks=(due,)))
    await until(lambda: running.count(tables.assignments) == 6)
    for unit in ("00001-U1", "00001-U2"):
        await running.send(name, "00001", parcel(unit, Role.UNIT, Accept(f"1:{unit}")))
    await until(lambda: running.count(tables.alerts, tables.alerts.c.step == "overdue") > 0, seconds=60)
    await asyncio.sleep(5)
    await running.send(name, "00001", parcel("00001-U1", Role.UNIT, Submit("1:00001-U1")))
    await running.send(name, "00001", parcel("00001", Role.OFFICE, Confirm("1:00001-U1")))
    await asyncio.sleep(5)
    await _write_down(running, server, name)


async def _correction(running: Rig, server: Client, name: str) -> None:
    """Dockets that are told of a corrected calendar while they run, and again, woken by it, while they sleep."""
    day = datetime.now(UTC).date() + timedelta(days=60)
    running.planner.directives[name] = directive(to_communes(1, day), id_=name)
    archive = Archive(timedelta(days=2), timedelta(seconds=1))
    root = docket_id(name, "19")
    start = first(name, "19", archive=archive)
    await server.start_workflow(CascadeWorkflow.run, start, id=root, task_queue=CASCADE_QUEUE)
    await until(lambda: running.count(tables.assignments) == 6)
    for version, off in ((2, day), (3, day - timedelta(days=1))):
        at = datetime.now(UTC)
        calendar = replace(CALENDAR, version=version, off=(*CALENDAR.off, off))
        told = Recalendar(CalendarNotice(calendar, at.date(), at.date() + timedelta(days=450), at))
        for agency in ("19", "00001", "00002"):
            docket = docket_id(name, agency)
            await server.start_workflow(
                CascadeWorkflow.run,
                revival(docket, archive=archive),
                id=docket,
                task_queue=CASCADE_QUEUE,
                start_signal="recalendar",
                start_signal_args=[told],
            )
        await until(lambda version=version: running.count(tables.dockets, tables.dockets.c.calendar == version) == 3)  # type: ignore[misc]
        for issuer, leads in (("19", ("00001", "00002")), *((c, (f"{c}-U1", f"{c}-U2")) for c in ("00001", "00002"))):
            for lead in leads if version == 2 else ():
                role = Role.OFFICE if issuer == "19" else Role.UNIT
                await _carry(running, name, issuer, parcel(lead, role, Accept(f"1:{lead}")))
                await _carry(running, name, issuer, parcel(lead, role, Take(f"1:{lead}", "an")))
        await until(lambda: running.count(tables.sleeping, tables.sleeping.c.woken_by.is_(None)) == 3, seconds=60)
    await _write_down(running, server, name)


async def _carry(running: Rig, name: str, issuer: str, one: Parcel) -> None:
    """Have a docket carry out a command; one that sleeps is woken first."""

    async def client() -> Client:
        return running.client

    async def look(docket: str) -> Standing:
        del docket
        return Standing.OPEN

    archive = Archive(timedelta(days=2), timedelta(seconds=1))
    gate = Gate(TemporalDockets(client, archive=archive), look, seconds=10)
    answer = await gate.send(name, issuer, one)
    assert answer.refusal is None, answer
    await gate.close()


async def _write_down(running: Rig, server: Client, name: str) -> None:
    """Every run of two dockets; the last of each with the head it came to."""
    for agency in ("19", "00001"):
        handle = running.docket(name, agency)
        state = await running.state(name, agency)
        runs = [run async for run in server.list_workflows(f'WorkflowId = "{handle.id}"')]
        for number, run in enumerate(sorted(runs, key=lambda run: run.start_time), 1):
            history = await server.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
            file = HISTORIES / f"{name}-{agency}-{number}.json"
            last = number == len(runs)
            content = {"head": state.head, "hash": state.hash} if last else {}
            file.write_text(json.dumps({"expected": content, "id": handle.id, "history": history.to_json_dict()}))


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1]))
