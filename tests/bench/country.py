"""What does the whole country cost in which nothing happens: one directive of Central with 300,000 open assignments?"""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tests.bench.installation import Bench, installed, task
from tests.bench.rows import Options, Row, each, told
from tests.bench.standing import all_answer, idle, memory, settled
from thac.domain.agencies import Role
from thac.store import tables as t
from workflows.cascade import CascadeWorkflow

_CENTRAL = "TW"
_TASKS = 10
_DEADLINE = timedelta(days=200)
"""So far that no step comes due while it is measured."""
_LOOK_SECONDS = 2.0


async def country(options: Options) -> AsyncIterator[Row]:
    """Every province, every commune and every unit of each is given every task."""
    async with installed(beside=False, scope="VN") as bench:
        begun = time.perf_counter()
        async with bench.http(_CENTRAL, Role.OFFICE) as http:
            await bench.launch(http, [_for_everybody(number) for number in range(1, _TASKS + 1)])
        dockets = _keepers(bench)
        rows = await _all_given(bench, dockets)
        loaded = time.perf_counter() - begun
        many = f"{rows:,} assignments in {dockets:,} dockets"
        told(f"{many} after {loaded:.0f} s")
        await settled(bench.running)
        held = memory(bench.running)
        running = _running(bench)
        bench.running.kill("worker")
        begun = time.perf_counter()
        await all_answer(bench.client, running[-1:], CascadeWorkflow.head)
        first = time.perf_counter() - begun
        every = first + await all_answer(bench.client, running, CascadeWorkflow.head)
        told(f"back after {first:.1f} s, all after {every:.1f} s")
        await settled(bench.running)
        quiet = await idle(bench.running)
    yield Row(f"{many}: launched in", f"{loaded:.0f} s")
    yield Row(f"{many}: memory right after", each(held, "MB"), asked="≤ 2,000 MB")
    yield Row(f"{many}: memory after a restart of the worker", each(quiet.memory, "MB"), asked="≤ 2,000 MB")
    yield Row(f"{many}: idle, of one core", each(quiet.cpu, "%"), asked="≤ 5 %")
    yield Row(f"{many}: worker killed; first answer, all answer after", f"{first:.1f} s, {every:.1f} s", asked="≤ 60 s")


def _for_everybody(number: int) -> dict[str, Any]:
    day = (datetime.now(UTC) + _DEADLINE).date()
    given: dict[str, Any] = task(number, ["provinces"], "every_unit", {"day": str(day)})
    return given


def _keepers(bench: Bench) -> int:
    """How many agencies keep a docket: those with somebody below them."""
    below = t.agencies.alias()
    query = sa.select(sa.func.count(below.c.parent.distinct())).where(below.c.level != "outside")
    with bench.store.read.connect() as connection:
        return connection.execute(query).scalar_one()


async def _all_given(bench: Bench, dockets: int) -> int:
    """Wait until every docket has given out what it received, and no more comes; the assignments there are then."""
    seen = -1
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        rows = bench.count(t.assignments)
        if rows == seen and bench.count(t.dockets) >= dockets:
            return rows
        seen = rows


def _running(bench: Bench) -> list[str]:
    with bench.store.read.connect() as connection:
        return list(connection.execute(sa.select(t.dockets.c.id).order_by(t.dockets.c.id)).scalars())
