"""Time that is scaled, on a real server: the ladder of a quarter of a year in seconds, and the replay agrees."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from temporalio.client import Client
from temporalio.worker import Replayer

from tests.places import Place
from tests.rig import Rig, rig, until
from tests.samples import CALENDAR, directive, small_tree, to_communes
from thac.clock import Clock
from thac.domain.calendar import VIETNAM, civil_day
from thac.domain.docket import docket_id
from thac.domain.patience import Tolerances
from thac.domain.timescale import Timescale
from thac.sandbox import RUNNER
from thac.store import tables as t
from thac.store.auditing import audit
from thac.temporal import DATA_CONVERTER
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE, first

pytestmark = pytest.mark.slow

BEGIN = datetime(2026, 11, 16, 8, tzinfo=VIETNAM)
FACTOR = 500_000
"""A day is shown in a sixth of a second."""
IN_TIME = Tolerances(fire=timedelta(seconds=30), hear=timedelta(minutes=5))
"""By the wall: this is about what fires, not about how fast the machine is."""


async def test_a_ladder_of_months_is_climbed_in_seconds_step_by_step(server: Client, place: Place) -> None:
    scale = Timescale(datetime.now(UTC), BEGIN, FACTOR)
    clock = Clock(scale)
    name = f"scaled-{place.name}"
    async with rig(place, server, small_tree(1, 1)) as running:
        due_day = CALENDAR.working_day(civil_day(BEGIN), 45)  # far enough to be silent in, though opening took weeks
        await launch(running, name, due_day, scale)
        unit = f"{name}~00001~1~00001-U1"
        await until(lambda: steps(running, unit)["overdue_10"] >= 3, 60)
        counted = steps(running, unit)
        assert set(counted) == {
            *("receipt_unit", "receipt_person", "receipt_unit_2", "half_silent", "silent"),
            *("due_soon", "overdue", "overdue_2", "overdue_5", "overdue_10"),
        }
        assert [count for step, count in counted.items() if step != "overdue_10"] == [1] * 9
        report = audit(running.engines.read, clock.now(), tolerances=IN_TIME.shown(clock.stretched))
        assert report.clean, report
        for agency in ("19", "00001"):
            history = await running.docket(name, agency).fetch_history()
            replayer = Replayer(workflows=[CascadeWorkflow], data_converter=DATA_CONVERTER, workflow_runner=RUNNER)
            await replayer.replay_workflow(history)
            await running.docket(name, agency).terminate()


async def launch(running: Rig, name: str, due_day: object, scale: Timescale) -> None:
    """Launch a directive whose dockets reckon in that time."""
    ordered = directive(to_communes(1, due_day), id_=name)  # type: ignore[arg-type]
    running.planner.directives[name] = ordered
    await running.client.start_workflow(
        CascadeWorkflow.run,
        first(name, ordered.issuer, rest_after=40, scale=scale),
        id=docket_id(name, ordered.issuer),
        task_queue=CASCADE_QUEUE,
    )


def steps(running: Rig, assignment: str) -> Counter[str]:
    """How often each step of an assignment fired."""
    alert = t.alerts.c
    query = sa.select(alert.step, alert.seq).where(alert.assignment == assignment).distinct()
    with running.engines.read.connect() as connection:
        return Counter(row.step for row in connection.execute(query))
