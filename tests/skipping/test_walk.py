"""Every track of the ladder on the time-skipping server, step by step across Tết 2027."""

import asyncio
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from temporalio.testing import WorkflowEnvironment

from tests.domain.walk import END, GIVEN, WALKS, Act, Walk, acts, ordered, plans, tree
from tests.places import Place
from tests.rig import MemoryPlanner, Rig, open_store, parcel, server_binary, until, worker
from tests.skipping.moving import reach
from thac.domain.directives import Urgency
from thac.domain.planning import PlanMaker
from thac.store import tables
from thac.store.auditing import audit
from thac.temporal import DATA_CONVERTER

pytestmark = pytest.mark.slow

NAMES = {ordered(urgency).id: urgency for urgency in Urgency}
LAG = timedelta(minutes=5)
"""A docket opens and a command is received some moments after the server's clock says so, and what is counted in hours
from there comes as much later; two steps never lie so near to each other."""


class TetPlanner(MemoryPlanner):
    """Plans of the walked directives, on the calendar that knows Tết."""

    def maker(self, directive: str) -> PlanMaker:
        """Who works out the slices of that directive."""
        return plans(NAMES[directive])


async def test_every_track_is_walked_step_by_step_across_tet(place: Place) -> None:
    async with await WorkflowEnvironment.start_time_skipping(
        data_converter=DATA_CONVERTER, test_server_existing_path=server_binary("temporal-test-server")
    ) as server:
        engines = open_store(place, tree())
        async with worker(server.client, engines, TetPlanner(tree())):
            running = Rig(server.client, engines, TetPlanner(tree()))
            await reach(server, GIVEN)
            for urgency in Urgency:
                await running.launch(ordered(urgency))
            await until(lambda: running.count(tables.dockets) == 2 * len(Urgency))
            for act in acts():
                await reach(server, act.at)
                await _does(running, act, await server.get_current_time())
            await reach(server, END)
            await _settled(running)
            walked = {directive: _walked(running, directive) for directive in NAMES}
            report = audit(engines.read, await server.get_current_time())
        engines.dispose()
    for directive, urgency in NAMES.items():
        for (docket, task, clock), walk in WALKS[urgency].items():
            found = walked[directive][docket, task, clock.value]
            assert [step for step, _ in found] == [step for step, _ in walk], (urgency, docket, task, clock)
            assert [
                (step, at) for (step, at), (_, moment) in zip(walk, found, strict=True) if not _near(at, moment)
            ] == []
    assert report.clean, report.as_json()


def _near(at: datetime, moment: datetime) -> bool:
    return timedelta() <= moment - at < LAG


async def _does(running: Rig, act: Act, now: datetime) -> None:
    for directive in NAMES:
        (answer,) = await running.send(directive, act.docket, parcel(act.agency, act.role, act.command, now))
        assert answer.refusal is None, (directive, act, answer)


async def _settled(running: Rig) -> None:
    """Until nothing is written any more."""
    before = -1
    while (after := running.count(tables.events)) != before:
        before = after
        await asyncio.gather(*(running.state(directive, docket) for directive in NAMES for docket in ("19", "00001")))


def _walked(running: Rig, directive: str) -> dict[tuple[str, int, str], Walk]:
    """What fired, by docket, task and clock, in the order in which it did; each step once, whoever reads it."""
    row, alert = tables.assignments.c, tables.alerts.c
    query = (
        sa.select(row.issuer, row.task, alert.clock, alert.step, alert.moment, alert.seq)
        .join(tables.alerts, alert.assignment == row.id)
        .where(row.directive == directive, row.copy != "00001-U2")
        .distinct()
        .order_by(alert.seq)
    )
    walked: dict[tuple[str, int, str], Walk] = {}
    with running.engines.read.connect() as connection:
        rows = connection.execute(query).all()
    for one in rows:
        walked.setdefault((one.issuer, one.task, one.clock), []).append((one.step, one.moment))
    return walked
