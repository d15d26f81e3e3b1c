"""Ninety days of ladder over 500 tasks on the time-skipping server: every alert that is due, and no other."""

import asyncio
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from temporalio.testing import WorkflowEnvironment

from tests.domain.desk import TET, vn
from tests.domain.oracle import Oracle, last_close, tick
from tests.places import Place
from tests.rig import MemoryPlanner, Rig, open_store, server_binary, until, worker
from tests.samples import directive, first_unit, led_by, small_tree
from tests.skipping.moving import reach
from thac.domain.calendar import VIETNAM
from thac.domain.defaults import DEFAULTS
from thac.domain.planning import PlanMaker, Terms
from thac.store import tables
from thac.store.auditing import audit
from thac.temporal import DATA_CONVERTER

pytestmark = pytest.mark.slow

GIVEN = vn(1, 4, 7)
END = GIVEN + timedelta(days=90)
DUE = [date(2027, 1, 6) + timedelta(days=days) for days in range(60)]
"""Deadlines on sixty days, Tết among them."""
LETTER = directive(*(led_by(number, "19-SNV", DUE[number % 60]) for number in range(1, 501)), id_="ninety")


class TetPlanner(MemoryPlanner):
    """Plans on the calendar that knows Tết."""

    def maker(self, directive: str) -> PlanMaker:
        """Who works out its slices."""
        return PlanMaker(self.directives[directive], self.tree, first_unit, Terms(TET, DEFAULTS))


async def test_ninety_days_of_ladder_over_500_tasks(place: Place) -> None:
    """Nobody does anything; the second reckoning says what must have fired."""
    async with await WorkflowEnvironment.start_time_skipping(
        data_converter=DATA_CONVERTER, test_server_existing_path=server_binary("temporal-test-server")
    ) as server:
        engines = open_store(place, small_tree(1, 1))
        planner = TetPlanner(small_tree(1, 1))
        async with worker(server.client, engines, planner):
            running = Rig(server.client, engines, planner)
            await reach(server, GIVEN)
            began = asyncio.get_running_loop().time()
            await running.launch(LETTER)
            await until(lambda: running.count(tables.assignments) == 500, 60)
            await reach(server, END)
            await running.state("ninety", "19")
            seconds = asyncio.get_running_loop().time() - began
            fired = _fired(running)
            report = audit(engines.read, await server.get_current_time())
        engines.dispose()
    print(f"90 days over 500 tasks, {sum(fired.values())} steps: {seconds:.1f} s")
    assert fired == _expected()
    assert report.clean, report.as_json()


def _fired(running: Rig) -> Counter[tuple[int, str, int, datetime]]:
    """Task, step, repeat and moment of everything that fired, by the minute; whoever reads it."""
    row, alert = tables.assignments.c, tables.alerts.c
    query = (
        sa.select(row.task, alert.step, alert.repeat, alert.moment, alert.seq)
        .join(tables.alerts, alert.assignment == row.id)
        .distinct()
    )
    with running.engines.read.connect() as connection:
        rows = connection.execute(query).all()
    return Counter((one.task, one.step, one.repeat, _minute(one.moment)) for one in rows)


def _expected() -> Counter[tuple[int, str, int, datetime]]:
    expected: Counter[tuple[int, str, int, datetime]] = Counter()
    for number in range(1, 501):
        oracle = Oracle(tick(GIVEN), last_close(DUE[number % 60]))
        for alert in oracle.alerts(tick(END)):
            expected[number, alert.step, alert.repeat, _minute(alert.at)] += 1
    return expected


def _minute(at: datetime) -> datetime:
    return at.astimezone(VIETNAM).replace(second=0, microsecond=0)
