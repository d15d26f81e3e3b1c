"""A quarter of a year of ladder on the time-skipping server: every step once, at its moment, to its post."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from temporalio.testing import WorkflowEnvironment

from tests.places import Place
from tests.rig import MemoryPlanner, Rig, open_store, parcel, server_binary, until, worker
from tests.samples import CALENDAR, directive, small_tree, to_communes
from tests.skipping.moving import let_pass
from thac.domain.agencies import Role
from thac.domain.calendar import civil_day
from thac.domain.commands import Accept, Progress, Take
from thac.store import tables
from thac.temporal import DATA_CONVERTER

pytestmark = pytest.mark.slow


async def test_a_quarter_of_ladder_fires_each_step_once_at_its_moment(place: Place) -> None:
    """One commune with two units, one dated and one undated task; one unit works in time with neither, one with one."""
    async with await WorkflowEnvironment.start_time_skipping(
        data_converter=DATA_CONVERTER, test_server_existing_path=server_binary("temporal-test-server")
    ) as server:
        tree = small_tree(1, 2)
        engines = open_store(place, tree)
        planner = MemoryPlanner(tree)
        async with worker(server.client, engines, planner):
            running = Rig(server.client, engines, planner)
            begun = await server.get_current_time()
            due_day = CALENDAR.working_day(civil_day(begun), 20)
            await running.launch(directive(to_communes(1, due_day), to_communes(2), id_="quarter"))
            await until(lambda: running.count(tables.assignments) == 6)
            now = await server.get_current_time()
            for task in (1, 2):
                key = f"{task}:00001-U1"
                answers = await running.send(
                    "quarter",
                    "00001",
                    parcel("00001-U1", Role.UNIT, Accept(key), now),
                    parcel("00001-U1", Role.UNIT, Take(key, "an"), now),
                    parcel("00001-U1", Role.UNIT, Progress(key, 40), now),
                )
                assert [answer.refusal for answer in answers] == [None, None, None]
            await let_pass(server, timedelta(days=91))
            fired = await _settled(running)
        engines.dispose()
    due = CALENDAR.last_moment(due_day)
    unit = {key: steps for key, steps in fired.items() if key.startswith("quarter~00001~")}
    assert set(unit) == {f"quarter~00001~{task}~00001-U{one}" for task in (1, 2) for one in (1, 2)}
    weeks = min(4, _repeats(due, begun + timedelta(days=91)))
    overdue = Counter({"due_soon": 1, "overdue": 1, "overdue_2": 1, "overdue_5": 1, "overdue_10": 1 + weeks})
    unread = Counter({"receipt_unit": 1, "receipt_person": 1, "receipt_unit_2": 1})
    assert unit["quarter~00001~1~00001-U1"] == overdue
    assert unit["quarter~00001~1~00001-U2"] == overdue + unread + Counter({"half_silent": 1})
    silences = _silences(begun, begun + timedelta(days=91))
    silent = Counter(["silence", "silence_2", "silence_3"][:silences])
    assert unit["quarter~00001~2~00001-U1"] == silent
    assert unit["quarter~00001~2~00001-U2"] == unread + silent


def _repeats(due: datetime, until_: datetime) -> int:
    """How many weeks after the tenth working day fall before the end, one every five working days."""
    count = 0
    while CALENDAR.opening(CALENDAR.working_day(civil_day(due), 10 + 5 * (count + 1))) < until_:
        count += 1
    return count


def _silences(begun: datetime, until_: datetime) -> int:
    count, quiet_from = 0, begun
    while True:
        day = CALENDAR.working_day(civil_day(quiet_from) + timedelta(days=30), 0)
        moment = CALENDAR.opening(day)
        if moment >= until_:
            return count
        count, quiet_from = count + 1, moment


async def _settled(running: Rig) -> dict[str, Counter[str]]:
    """The steps in the ledger once it does not grow any more, by assignment; with each step's moment kept."""
    before = -1
    while (after := running.count(tables.events)) != before:
        before = after
        await until(lambda: True)
        await running.state("quarter", "00001")
        await running.state("quarter", "19")
    with running.engines.read.connect() as connection:
        rows = connection.execute(
            sa.select(
                tables.alerts.c.assignment,
                tables.alerts.c.step,
                tables.alerts.c.seq,
                tables.alerts.c.moment,
                tables.alerts.c.fired_at,
            ).distinct()
        ).all()
    assert max(row.fired_at - row.moment for row in rows) < timedelta(seconds=5)
    assert min(row.fired_at - row.moment for row in rows) >= timedelta()
    counted: dict[str, Counter[str]] = {}
    for assignment, step, _ in {(row.assignment, row.step, row.seq) for row in rows}:
        counted.setdefault(assignment, Counter())[step] += 1
    return counted
