"""A cascade under way on the time-skipping server while the calendar is corrected: the timers move, nothing twice."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from temporalio.testing import WorkflowEnvironment

from tests.places import Place
from tests.rig import MemoryPlanner, Rig, open_store, server_binary, until, worker
from tests.samples import CALENDAR, directive, led_by, small_tree
from tests.skipping.moving import let_pass
from thac.domain.calendar import civil_day
from thac.domain.calendar_checks import AHEAD
from thac.domain.hearings import CalendarNotice
from thac.store import tables as t
from thac.temporal import DATA_CONVERTER
from workflows.cascade import CascadeWorkflow
from workflows.messages import Recalendar

pytestmark = pytest.mark.slow


async def test_a_correction_moves_the_timers_of_a_cascade_under_way(place: Place) -> None:
    """Due on the 20th working day; after half the time the three last of them become free, heard twice."""
    async with await WorkflowEnvironment.start_time_skipping(
        data_converter=DATA_CONVERTER, test_server_existing_path=server_binary("temporal-test-server")
    ) as server:
        tree = small_tree(1, 1)
        engines = open_store(place, tree)
        planner = MemoryPlanner(tree)
        async with worker(server.client, engines, planner):
            running = Rig(server.client, engines, planner)
            begun = await server.get_current_time()
            due_day = CALENDAR.working_day(civil_day(begun), 20)
            await running.launch(directive(led_by(1, "19-SNV", due_day), id_="moved"))
            await until(lambda: running.count(t.assignments) == 1)
            await let_pass(server, timedelta(days=12))
            now = await server.get_current_time()
            free = (CALENDAR.working_day(due_day, -2), CALENDAR.working_day(due_day, -1), due_day)
            corrected = replace(CALENDAR, version=2, off=(*CALENDAR.off, *free))
            told = CalendarNotice(corrected, civil_day(begun), civil_day(now) + AHEAD, now)
            for _ in range(2):
                await running.docket("moved", "19").signal(CascadeWorkflow.recalendar, Recalendar(told))
            await until(lambda: running.count(t.dockets, t.dockets.c.calendar == 2) == 1)
            await let_pass(server, timedelta(days=40))
            await running.state("moved", "19")
            fired = _steps(running)
        engines.dispose()
    sooner = CALENDAR.closing(CALENDAR.working_day(due_day, -3))
    assert {step: moments for step, moments in fired.items() if step.startswith("overdue")} == {
        "overdue": [sooner],
        "overdue_2": [corrected.opening(corrected.working_day(civil_day(sooner), 2))],
        "overdue_5": [corrected.opening(corrected.working_day(civil_day(sooner), 5))],
        "overdue_10": [
            corrected.opening(corrected.working_day(civil_day(sooner), days))
            for days in (10, 15, 20)
            if corrected.opening(corrected.working_day(civil_day(sooner), days)) < now + timedelta(days=40)
        ],
    }
    assert {step: len(moments) for step, moments in fired.items() if not step.startswith("overdue")} == {
        "receipt_unit": 1,
        "receipt_person": 1,
        "receipt_unit_2": 1,
        "half_silent": 1,
        "due_soon": 1,
    }
    assert fired["due_soon"] == [corrected.opening(corrected.working_day(civil_day(sooner), -3))]


def _moments(running: Rig) -> dict[str, list[datetime]]:
    """When each step came, once for each time it fired."""
    alert = t.alerts.c
    found: dict[str, list[datetime]] = {}
    with running.engines.read.connect() as connection:
        for row in connection.execute(sa.select(alert.step, alert.seq, alert.moment).distinct().order_by(alert.seq)):
            found.setdefault(row.step, []).append(row.moment)
    return found


def _steps(running: Rig) -> dict[str, list[datetime]]:
    """When each step came, once for each time it fired, no later than a few seconds after its moment."""
    alert = t.alerts.c
    with running.engines.read.connect() as connection:
        rows = connection.execute(sa.select(alert.seq, alert.moment, alert.fired_at).distinct()).all()
    assert max(row.fired_at - row.moment for row in rows) < timedelta(seconds=5)
    return _moments(running)
