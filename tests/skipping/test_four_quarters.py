"""A year of recurring reports on the time-skipping server: four quarters, their due chain, a month that ends in Tết."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from temporalio.testing import WorkflowEnvironment

from tests.domain.desk import TET, vn
from tests.places import Place
from tests.rig import MemoryPlanner, Rig, open_store, parcel, server_binary, until, worker
from tests.samples import directive, first_unit, small_tree
from tests.skipping.moving import reach
from thac.domain.agencies import AgencyId, Role
from thac.domain.assignments import State
from thac.domain.commands import Accept, Take, WithdrawTask
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Mode, Task, Within
from thac.domain.planning import PlanMaker, Terms
from thac.domain.recurrence import Recurrence, Rhythm
from thac.store import tables
from thac.temporal import DATA_CONVERTER

pytestmark = pytest.mark.slow

FIRST = date(2026, 12, 1)
QUARTERLY = Task(
    1,
    "Báo cáo quý",
    Mode.EACH,
    recipients=("communes",),
    within=Within.EVERY_UNIT,
    recurrence=Recurrence(Rhythm.QUARTERLY, 15, FIRST, until=date(2027, 9, 30)),
)
"""Communes report each quarter before the 15th of its last month, for four quarters."""
COLLECTING = Task(
    2,
    "Tổng hợp báo cáo quý",
    Mode.SINGLE,
    ("19-SNV",),
    recurrence=Recurrence(Rhythm.QUARTERLY, 20, FIRST, until=date(2027, 9, 30)),
    collects=(1,),
)
"""The department collects them before the 20th."""
MONTHLY = Task(3, "Báo cáo tháng", Mode.SINGLE, ("19-SKHCN",), recurrence=Recurrence(Rhythm.MONTHLY, 8, FIRST))
"""A month's report before its 8th, without end; 8 February 2027 lies in Tết."""


class TetPlanner(MemoryPlanner):
    """Plans on a calendar that knows Tết."""

    def maker(self, directive: str) -> PlanMaker:
        """Who works out the slices of that directive."""
        return PlanMaker(self.directives[directive], self.tree, first_unit, Terms(TET, DEFAULTS))


@asynccontextmanager
async def skipping(place: Place) -> AsyncIterator[tuple[WorkflowEnvironment, Rig]]:
    """The time-skipping server with a worker, one commune of two units."""
    async with await WorkflowEnvironment.start_time_skipping(
        data_converter=DATA_CONVERTER, test_server_existing_path=server_binary("temporal-test-server")
    ) as server:
        tree = small_tree(1, 2)
        engines = open_store(place, tree)
        planner = TetPlanner(tree)
        async with worker(server.client, engines, planner):
            yield server, Rig(server.client, engines, planner)
        engines.dispose()


def periods(running: Rig, issuer: AgencyId, task: int) -> dict[tuple[str, AgencyId], datetime]:
    """The deadlines of a task's occurrences, by period and lead."""
    row = tables.assignments.c
    with running.engines.read.connect() as connection:
        found = connection.execute(sa.select(row.key, row.lead, row.due).where(row.issuer == issuer, row.task == task))
        return {(one.key.split(":")[2], one.lead): one.due for one in found}


async def test_four_quarters_open_close_to_their_due_in_the_order_of_the_chain(place: Place) -> None:
    """Units are due before their commune, the commune before the department; the series ends with its last quarter."""
    async with skipping(place) as (server, running):
        await running.launch(directive(QUARTERLY, COLLECTING, MONTHLY, id_="year"))
        await until(lambda: running.count(tables.dockets) == 2)
        await reach(server, vn(12, 14, 8, year=2026))
        await until(lambda: len(periods(running, "00001", 1)) == 2)
        now = await server.get_current_time()
        answers = await running.send(
            "year",
            "00001",
            parcel("00001-U1", Role.UNIT, Accept("1:00001-U1:2026-Q4"), now),
            parcel("00001-U1", Role.UNIT, Take("1:00001-U1:2026-Q4", "Trần Thị B"), now),
        )
        assert [answer.refusal for answer in answers] == [None, None]
        await reach(server, vn(11, 1, 8))
        await until(lambda: len(periods(running, "19", 3)) == 12)
        communes = periods(running, "19", 1)
        units = periods(running, "00001", 1)
        department = periods(running, "19", 2)
        commune = await running.state("year", "00001")
        province = await running.state("year", "19")
        answers = await running.send(
            "year",
            "19",
            parcel("19", Role.OFFICE, WithdrawTask(3, "lý do"), await server.get_current_time()),
        )
    assert communes == {
        ("2026-Q4", "00001"): vn(12, 15, 17, year=2026),
        ("2027-Q1", "00001"): vn(3, 15, 17),
        ("2027-Q2", "00001"): vn(6, 15, 17),
        ("2027-Q3", "00001"): vn(9, 15, 17),
    }
    of_units = {
        "2026-Q4": vn(12, 14, 17, year=2026),
        "2027-Q1": vn(3, 12, 17),
        "2027-Q2": vn(6, 14, 17),
        "2027-Q3": vn(9, 14, 17),
    }
    assert units == {(period, f"00001-U{one}"): due for period, due in of_units.items() for one in (1, 2)}
    assert department == {
        ("2026-Q4", "19-SNV"): vn(12, 18, 17, year=2026),
        ("2027-Q1", "19-SNV"): vn(3, 19, 17),
        ("2027-Q2", "19-SNV"): vn(6, 18, 17),
        ("2027-Q3", "19-SNV"): vn(9, 20, 17),
    }
    assert commune.rows["1:00001-U1:2027-Q3"].state is State.TAKEN
    assert commune.rows["1:00001-U1:2027-Q3"].person == "Trần Thị B"
    assert commune.rows["1:00001-U2:2027-Q3"].state is State.ASSIGNED
    assert commune.rows["1:00001-U1:2026-Q4"].open
    assert commune.series == {}
    assert set(province.series) == {3}
    assert [answer.refusal for answer in answers] == [None]


async def test_a_month_that_falls_in_tet_is_due_before_it_and_no_step_fires_on_a_day_off(place: Place) -> None:
    """The report of February is due on the last working day before Tết; alerts go on after it, in time."""
    async with skipping(place) as (server, running):
        await running.launch(directive(MONTHLY, id_="tet"))
        await until(lambda: running.count(tables.dockets) == 1)
        await reach(server, vn(3, 1, 8))
        await until(lambda: len(periods(running, "19", 3)) == 4)
        due = periods(running, "19", 3)
        with running.engines.read.connect() as connection:
            moments = connection.execute(
                sa.select(tables.alerts.c.moment, tables.alerts.c.fired_at, tables.alerts.c.step).where(
                    tables.alerts.c.assignment.like("%2027-02")
                )
            ).all()
    assert due == {
        ("2026-12", "19-SKHCN"): vn(12, 8, 17, year=2026),
        ("2027-01", "19-SKHCN"): vn(1, 8, 17),
        ("2027-02", "19-SKHCN"): vn(2, 4, 17),
        ("2027-03", "19-SKHCN"): vn(3, 8, 17),
    }
    fired = {row.step: row.moment for row in moments}
    assert fired["report_overdue"] == vn(2, 4, 17)
    assert fired["report_overdue_1"] == vn(2, 12, 7, 30)
    assert fired["report_overdue_3"] == vn(2, 16, 7, 30)
    assert fired["report_overdue_5"] == vn(2, 24, 7, 30)  # again after five working days
    assert all(timedelta() <= row.fired_at - row.moment < timedelta(seconds=5) for row in moments)
    assert max(row.fired_at for row in moments) < datetime(2027, 3, 2, tzinfo=UTC)
