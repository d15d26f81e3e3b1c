"""What a docket tells the one above it: how much is open, and not each passing deadline."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from tests.places import Place
from tests.rig import MemoryPlanner, Rig, open_store, parcel, server_binary, until, worker
from tests.samples import CALENDAR, directive, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.calendar import civil_day
from thac.domain.commands import Accept, Confirm, Submit
from thac.store import tables
from thac.temporal import DATA_CONVERTER

pytestmark = pytest.mark.slow

KEY = "1:00001-U1"


async def test_a_deadline_that_passes_is_told_with_the_next_news_only(place: Place) -> None:
    """Thousands of dockets have the same deadline; each report of it would keep the others' alerts waiting."""
    async with await WorkflowEnvironment.start_time_skipping(
        data_converter=DATA_CONVERTER, test_server_existing_path=server_binary("temporal-test-server")
    ) as server:
        tree = small_tree(1, 2)
        engines = open_store(place, tree)
        planner = MemoryPlanner(tree)
        async with worker(server.client, engines, planner):
            running = Rig(server.client, engines, planner)
            day = CALENDAR.working_day(civil_day(await server.get_current_time()), 2)
            await running.launch(directive(to_communes(1, day), id_="late"))
            await until(lambda: running.count(tables.assignments) == 3)
            await server.sleep(timedelta(days=7))
            docket = running.docket("late", "00001")
            assert running.count(tables.alerts, tables.alerts.c.step == "overdue") > 0
            assert await _reports(docket) == 1
            now = await server.get_current_time()
            for one in (
                parcel("00001-U1", Role.UNIT, Accept(KEY), now),
                parcel("00001-U1", Role.UNIT, Submit(KEY), now),
                parcel("00001", Role.OFFICE, Confirm(KEY), now),
            ):
                (answer,) = await running.send("late", "00001", one)
                assert answer.refusal is None
            await server.sleep(timedelta(seconds=10))
            assert await _reports(docket) == 2
            told = (await running.state("late", "19")).children["00001"]
            assert (told.open_by_task, told.late) == (((1, 1),), 1)
        engines.dispose()


async def _reports(docket: WorkflowHandle[Any, None]) -> int:
    """How often the docket told the one above how it stands."""
    sent = [
        event.signal_external_workflow_execution_initiated_event_attributes.signal_name
        async for event in docket.fetch_history_events()
        if event.HasField("signal_external_workflow_execution_initiated_event_attributes")
    ]
    return sent.count("report")
