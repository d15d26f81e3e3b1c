"""How long does a launch take? From the request until the last assignment of a whole province stands in the store."""

import asyncio
import time
from collections.abc import AsyncIterator

from tests.bench.floor import FLOOR_QUEUE, BareStart, BareWorkflow
from tests.bench.installation import COMMUNES, PROVINCE, UNITS, Bench, installed, task, until_count
from tests.bench.rows import Options, Row, ratio, spread
from tests.bench.standing import settled
from thac.domain.agencies import Role
from thac.store import tables as t

TASKS = 10


async def launch(options: Options) -> AsyncIterator[Row]:
    """Ten tasks for every unit of every commune, beside a bare tree of as many workflows."""
    bare, ours = [], []
    async with installed() as bench:
        for run in range(options.runs + 1):
            await settled(bench.running)  # the dockets of the launch before report to the one above some seconds later
            floor = await bare_tree(bench, f"bare{run}")
            _, seconds = await whole_province(bench)
            if run:  # the first warms both
                bare.append(floor)
                ours.append(seconds)
    what = f"launch: {COMMUNES} communes × {UNITS} units × {TASKS} tasks"
    yield Row(what, spread(ours, " s"), spread(bare, " s"), ratio(ours, bare), "≤ 1.5")


async def whole_province(bench: Bench) -> tuple[str, float]:
    """Launch ten tasks for every unit of every commune; the directive, and the seconds until all have theirs."""
    tasks = [task(number, ["communes"], "every_unit") for number in range(1, TASKS + 1)]
    async with bench.http(PROVINCE, Role.OFFICE) as http:
        begun = time.perf_counter()
        directive = await bench.launch(http, tasks)
    await until_count(bench, COMMUNES * TASKS * (1 + UNITS), t.assignments, t.assignments.c.directive == directive)
    return directive, time.perf_counter() - begun


async def bare_tree(bench: Bench, name: str) -> float:
    """Start a root with as many children that carry as much and do nothing; seconds until all have started."""
    begun = time.perf_counter()
    root = await bench.client.start_workflow(
        BareWorkflow.run, BareStart(name, COMMUNES, "x" * 1_500), id=name, task_queue=FLOOR_QUEUE
    )
    while not await root.query(BareWorkflow.started):
        await asyncio.sleep(0.05)
    return time.perf_counter() - begun
