"""The audit as a workflow on a real server: gone on with after a kill, beside the worker, and by its schedules."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psutil
import pytest
import sqlalchemy as sa
from temporalio.client import Client

from activities.audit import AuditOrder, AuditProgress
from tests.places import Place
from tests.rig import Rig, parcel, rig, until
from tests.samples import directive, small_tree, to_communes
from tests.store.conftest import lived
from tests.store.faults import run
from thac.auditing.beside import AuditingProcessError, AuditorBeside, AuditorHere
from thac.auditing.scheduling import Rhythm, schedule
from thac.domain.agencies import Role
from thac.domain.audit_watch import AuditKind
from thac.domain.commands import Accept, Confirm, Progress, Submit, Take
from thac.domain.docket import docket_id
from thac.store import tables as t
from thac.store.audits import Budget, StoredAuditor
from thac.store.checks import CHECKS
from thac.store.engine import Engines, open_engines
from thac.worker import make_audit_worker
from workflows.auditing import AUDIT_QUEUE, AuditStart, AuditWorkflow

pytestmark = pytest.mark.slow
DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)


@pytest.fixture
def address(place: Place) -> str:
    """A store that has lived."""
    return place.copy("lived", lived)


@asynccontextmanager
async def audited(client: Client, engines: Engines, step: Callable[[], None] = lambda: None) -> AsyncIterator[None]:
    """A worker of audits in this process, of one docket a page; ``step`` is called before each page."""
    auditor = AuditorHere(StoredAuditor(engines, lambda: datetime.now(UTC), budget=Budget(dockets=1, events=1)))

    at_work = threading.Lock()

    class Told:
        def begin(self, order: AuditOrder) -> AuditProgress:
            with at_work:
                return auditor.begin(order)

        def step(self, audit: str, alive: Callable[[], None]) -> AuditProgress:
            with at_work:
                step()
                return auditor.step(audit, alive)

    async with make_audit_worker(client, Told()):
        yield
    await asyncio.to_thread(at_work.acquire)  # a page that was begun is written, though the worker is gone


async def ordered(client: Client, kind: AuditKind = AuditKind.WHOLE) -> AuditProgress:
    """One audit, from its start to its end."""
    start = AuditStart(kind, heartbeat=timedelta(seconds=2))
    return await client.execute_workflow(AuditWorkflow.run, start, id=f"audit-{uuid4()}", task_queue=AUDIT_QUEUE)


async def test_an_audit_whose_worker_was_killed_goes_on_where_it_was(server: Client, address: str) -> None:
    """The third page was written and nobody heard of it; the worker that comes next goes through the fourth."""
    engines = open_engines(address)
    told = server.service_client.config.target_host
    mortal = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.smoke.killable_audit", told, address, "3"
    )
    asked = asyncio.create_task(ordered(server))
    assert await asyncio.wait_for(mortal.wait(), 60) == -9
    with engines.read.connect() as connection:
        before = connection.execute(sa.select(t.audits.c.dockets, t.audits.c.after)).one()
    assert before.dockets == 3
    pages = 0

    def page() -> None:
        nonlocal pages
        pages += 1

    async with audited(server, engines, page):
        progress = await asyncio.wait_for(asked, 60)
    assert (progress.done, progress.dockets, progress.events) == (True, 6, 124)
    with engines.read.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.audits)).scalar_one() == 1
    kin, checks = 7, len(CHECKS)  # a page of kin for each docket and an empty one, and one for each check
    assert pages <= 4 + kin + checks
    engines.dispose()


async def test_an_auditor_beside_the_worker_finds_the_same(server: Client, address: str) -> None:
    engines = open_engines(address)
    run(engines, "UPDATE assignments SET percent = 99 WHERE id = 'd1~00001~1~00001-U2'")
    beside = AuditorBeside(address, timedelta(days=7))
    async with make_audit_worker(server, beside):
        progress = await ordered(server)
    assert (progress.dockets, progress.events) == (6, 124)
    with engines.read.connect() as connection:
        here = t.audit_findings.c
        codes = connection.execute(sa.select(here.code).where(here.docket == "cascade/d1/00001")).scalars().all()
    assert "read_model_differs" in codes
    assert beside._process is None  # it ended with the audit
    engines.dispose()


def test_a_process_that_dies_is_told_and_started_anew(address: str) -> None:
    beside = AuditorBeside(address, timedelta(days=7))
    beside.begin(AuditOrder("first", AuditKind.WHOLE))
    assert beside._process is not None
    beside._process.kill()
    beside._process.wait()
    assert beside.step("first", lambda: None).dockets == 6
    with pytest.raises(AuditingProcessError, match="no audit none was begun"):
        beside.step("none", lambda: None)
    beside.close()


_MORTAL = """
import os, signal, sys
from datetime import timedelta
from activities.audit import AuditOrder
from thac.auditing.beside import AuditorBeside
from thac.domain.audit_watch import AuditKind
beside = AuditorBeside(sys.argv[1], timedelta(days=7))
beside.begin(AuditOrder("first", AuditKind.WHOLE))
print(beside._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


async def test_the_process_beside_ends_with_a_worker_that_was_killed(address: str) -> None:
    mortal = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _MORTAL, address, stdout=asyncio.subprocess.PIPE
    )
    assert mortal.stdout is not None
    beside = int(await mortal.stdout.readline())
    assert await mortal.wait() == -9
    await until(lambda: not psutil.pid_exists(beside) or psutil.Process(beside).status() == psutil.STATUS_ZOMBIE)


async def test_the_schedules_begin_at_once_and_are_set_anew(server: Client, address: str) -> None:
    engines = open_engines(address)
    rhythm = Rhythm(DAY, QUARTER)
    try:
        async with audited(server, engines):
            for kind in (AuditKind.REGULAR, AuditKind.QUICK):
                await schedule(server, kind, rhythm)
                await schedule(server, kind, rhythm)  # a second worker that starts
            await until(lambda: _ended(engines) >= 1)
        described = await server.get_schedule_handle("audit-regular").describe()
        (interval,) = described.schedule.spec.intervals
        assert (interval.every, interval.offset) == (DAY, timedelta(hours=19))
        await schedule(server, AuditKind.REGULAR, Rhythm(2 * DAY, QUARTER))
        described = await server.get_schedule_handle("audit-regular").describe()
        assert described.schedule.spec.intervals[0].every == 2 * DAY
    finally:
        for kind in (AuditKind.REGULAR, AuditKind.QUICK):
            await server.get_schedule_handle(f"audit-{kind.value}").delete()
        engines.dispose()


async def test_an_audit_of_a_store_in_use_finds_nothing(server: Client, place: Place) -> None:
    """Pages are of different moments: between two of them dockets go on, report to each other and close."""
    async with rig(place, server, small_tree()) as running:
        auditor = StoredAuditor(running.engines, lambda: datetime.now(UTC), budget=Budget(dockets=1, events=1))
        over, audits = asyncio.Event(), 0

        async def audited_on_and_on() -> None:
            nonlocal audits
            while not over.is_set():
                step = await asyncio.to_thread(auditor.begin, uuid4().hex, AuditKind.WHOLE)
                while not step.done:
                    step = await asyncio.to_thread(auditor.step, step.id)
                audits += 1

        auditing = asyncio.create_task(audited_on_and_on())
        for number in range(3):
            await _worked_off(running, f"audited-{place.name}-{number}")
        over.set()
        await auditing
        with running.engines.read.connect() as connection:
            found = connection.execute(sa.select(t.audit_findings.c.english)).scalars().all()
        assert found == []
        assert audits > 3
        with running.engines.read.connect() as connection:
            closed = sa.select(sa.func.count()).select_from(t.dockets).where(t.dockets.c.closed_at.is_not(None))
            assert connection.execute(closed).scalar_one() == 9


async def _worked_off(running: Rig, name: str) -> None:
    """A letter to two communes from its launch to its closing."""
    await running.launch(directive(to_communes(1), id_=name))
    await until(lambda: running.count(t.assignments, t.assignments.c.directive == name) == 6)
    for commune in ("00001", "00002"):
        for unit in (f"{commune}-U1", f"{commune}-U2"):
            key = f"1:{unit}"
            for command in (Accept(key), Take(key, "an"), Progress(key, 50), Submit(key)):
                await running.send(name, commune, parcel(unit, Role.UNIT, command))
            await running.send(name, commune, parcel(commune, Role.OFFICE, Confirm(key)))
    for commune in ("00001", "00002"):
        key = f"1:{commune}"
        for command in (Accept(key), Submit(key)):
            await running.send(name, "19", parcel(commune, Role.OFFICE, command))
        await running.send(name, "19", parcel("19", Role.OFFICE, Confirm(key, over_open=True)))
    root = t.dockets.c.id == docket_id(name, "19")
    await until(lambda: running.count(t.dockets, root, t.dockets.c.closed_at.is_not(None)) == 1, seconds=60)


def _ended(engines: Engines) -> int:
    with engines.read.connect() as connection:
        here = t.audits.c.ended_at.is_not(None)
        return connection.execute(sa.select(sa.func.count()).select_from(t.audits).where(here)).scalar_one()
