"""A docket that was away for weeks catches up slice by slice; one whose ledger is broken stops, and says so."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from temporalio.client import Client

from tests.places import Place
from tests.rig import MemoryPlanner, Rig, open_store, parcel, rig, until
from tests.samples import directive, plan_maker, small_tree, to_communes
from tests.smoke.test_large import append
from thac.domain.agencies import Role
from thac.domain.appending import Appended, append_of
from thac.domain.commands import Accept, Progress
from thac.domain.docket import Docket, docket_id
from thac.domain.refusals import Code
from thac.domain.turns import MOST_ENTRIES, begin, open_docket, settle
from thac.store import tables
from thac.store.auditing import audit
from thac.store.directory import DirectoryCache
from thac.store.writer import GroupCommit
from thac.worker import Outside, make_worker
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE, revival

pytestmark = pytest.mark.slow

AWAY = timedelta(days=40)
UNITS = 1_000


async def test_a_docket_back_after_forty_days_catches_up_in_slices_before_the_first_command(
    server: Client, place: Place
) -> None:
    """Thousands of steps came due before the command was received; they stand before it, and no append is too large."""
    tree = small_tree(1, UNITS)
    engines = open_store(place, tree)
    began = datetime.now(UTC) - AWAY
    planner = MemoryPlanner(tree)
    planner.directives["away"] = directive(to_communes(1, (began + timedelta(days=20)).date()), id_="away")
    _opened(Rig(server, engines, planner), "00001", began)
    running = Rig(server, engines, planner)
    docket = docket_id("away", "00001")
    await server.start_workflow(CascadeWorkflow.run, revival(docket), id=docket, task_queue=CASCADE_QUEUE)
    command = parcel("00001-U1", Role.UNIT, Accept("1:00001-U1"))
    sent = asyncio.create_task(running.send("away", "00001", command))
    await asyncio.sleep(0)  # it is on its way before anybody works
    sizes: list[int] = []
    ledger = GroupCommit(engines.write, DirectoryCache(), sizes.append)
    async with make_worker(server, Outside.of(engines, ledger, planner)):
        (answer,) = await sent
    ledger.close()
    assert answer.refusal is None
    with engines.read.connect() as connection:
        found = connection.execute(
            sa.select(tables.events.c.seq, tables.events.c.kind).where(tables.events.c.docket == docket)
        ).all()
    accepted = next(row.seq for row in found if row.kind == "accepted")
    fired = [row.seq for row in found if row.kind == "step_fired"]
    assert len(fired) > 2 * MOST_ENTRIES
    assert answer.seq == accepted
    assert max(fired) < accepted
    assert max(sizes) <= MOST_ENTRIES + 1
    engines.dispose()


def _opened(running: Rig, agency: str, began: datetime) -> None:
    """A docket that was opened then, and whose workflow is lost."""
    planner = running.planner
    docket = Docket(docket_id("away", agency))
    turn = begin(docket, began)
    open_docket(turn, plan_maker(planner.directives["away"], planner.tree).plan(agency).own)
    settle(turn, (), ())
    writer = GroupCommit(running.engines.write, DirectoryCache())
    request = append_of(docket, turn)
    assert isinstance(writer.append(request).result(60), Appended)
    writer.close()


async def test_a_broken_chain_is_an_alarm_until_the_ledger_fits_again(server: Client, place: Place) -> None:
    async with rig(place, server, small_tree()) as running:
        await running.launch(directive(to_communes(1), id_="broken"))
        await until(lambda: running.count(tables.assignments) == 6)
        unit = ("00001-U1", Role.UNIT)
        known, _ = append(running, await running.state("broken", "00001"), [parcel(*unit, Accept("1:00001-U1"))])
        here = (tables.events.c.docket == known.id, tables.events.c.seq == known.head)
        with running.engines.write.begin() as connection:
            body = connection.execute(sa.select(tables.events.c.body).where(*here)).scalar_one()
            connection.execute(sa.update(tables.events).where(*here).values(body=body.replace("U1", "U2")))
        (stopped,) = await running.send("broken", "00001", parcel(*unit, Progress("1:00001-U1", 10)))
        assert stopped.refusal is not None
        assert stopped.refusal.code is Code.DOCKET_STOPPED
        with running.engines.read.connect() as connection:
            (alarm,) = connection.execute(sa.select(tables.alarms).where(tables.alarms.c.docket == known.id)).all()
        assert (alarm.docket, "does not fit" in alarm.reason) == (known.id, True)
        with running.engines.write.begin() as connection:
            connection.execute(sa.update(tables.events).where(*here).values(body=body))
        (answer,) = await running.send("broken", "00001", parcel(*unit, Progress("1:00001-U1", 20)))
        assert answer.seq == known.head + 1
        assert running.count(tables.alarms, tables.alarms.c.docket == known.id) == 0
        assert audit(running.engines.read, datetime.now(UTC)).clean
