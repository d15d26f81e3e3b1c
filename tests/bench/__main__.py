"""``make bench``: launch, commands over all communes, and one hot docket, each beside its floor in the same run."""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table
from temporalio.client import Client

from tests.bench.floor import FLOOR_QUEUE, BareStart, BareWorkflow
from tests.bench.load import Caller, Measured, Send, measure
from thac.cli.home import prepare
from thac.domain.agencies import Role
from thac.embedded import Embedded
from thac.settings import Settings
from thac.store import tables
from thac.store.access import make_token
from thac.store.engine import Engines, open_engines
from thac.store.migrate import upgrade
from thac.temporal import connect

COMMUNES = 92
UNITS = 8
TASKS = 10
SERIAL = count()


@dataclass(frozen=True, slots=True)
class Bench:
    """An installation that is measured, and the floor's worker beside it."""

    running: Embedded
    engines: Engines
    client: Client

    def token(self, agency: str, role: Role) -> str:
        """A token of that agency and role."""
        with self.engines.write.begin() as connection:
            return make_token(connection, agency, role, f"bench{next(SERIAL)}", datetime.now(UTC))

    def rows(self, directive: str) -> int:
        """How many assignments of the directive stand in the store."""
        query = sa.select(sa.func.count()).select_from(tables.assignments)
        with self.engines.read.connect() as connection:
            return connection.execute(query.where(tables.assignments.c.directive == directive)).scalar_one()

    async def launch(self, number: int) -> tuple[str, float]:
        """Launch ten tasks for every unit of every commune; the directive, and the seconds until all have theirs."""
        day = datetime.now(UTC).date()
        tasks = [
            {
                "number": task,
                "text": f"Việc {task}",
                "mode": "each",
                "recipients": ["communes"],
                "within": "every_unit",
                "deadline": {"day": str(day + timedelta(days=60))},
            }
            for task in range(1, TASKS + 1)
        ]
        body = {
            "doc_type": "Công văn",
            "number": str(number),
            "symbol": "UBND-NC",
            "subject": "Đo",
            "issued_on": str(day),
            "tasks": tasks,
        }
        headers = {"Authorization": f"Bearer {self.token('19', Role.OFFICE)}"}
        begun = time.perf_counter()
        async with httpx.AsyncClient(base_url=self.running.api_url, timeout=30, trust_env=False) as http:
            answer = await http.post("/api/v1/launches", json=body, headers=headers)
            answer.raise_for_status()
        directive = str(answer.json()["directive"])
        while self.rows(directive) < COMMUNES * TASKS * (1 + UNITS):
            await asyncio.sleep(0.05)
        return directive, time.perf_counter() - begun

    async def bare_tree(self, name: str) -> float:
        """Start a root with as many children that carry as much and do nothing; seconds until all have started."""
        begun = time.perf_counter()
        root = await self.client.start_workflow(
            BareWorkflow.run, BareStart(name, COMMUNES, "x" * 1_500), id=name, task_queue=FLOOR_QUEUE
        )
        while not await root.query(BareWorkflow.started):
            await asyncio.sleep(0.05)
        return time.perf_counter() - begun


async def _launches(bench: Bench, runs: int) -> tuple[list[float], list[float], str]:
    bare, ours, directive = [], [], ""
    for run in range(runs + 1):
        floor = await bench.bare_tree(f"bare{run}")
        directive, seconds = await bench.launch(run)
        if run:  # the first warms both
            bare.append(floor)
            ours.append(seconds)
    return bare, ours, directive


async def _floor_updates(bench: Bench, callers: int, total: int, names: list[str]) -> Measured:
    handles = [bench.client.get_workflow_handle_for(BareWorkflow.run, name) for name in names]
    run = next(SERIAL)

    async def sender(_caller: int) -> Send:
        async def send(number: int) -> None:
            await handles[number % len(handles)].execute_update(BareWorkflow.write, f"floor/{run}/{number}")

        return send

    return await measure(callers, total, sender)


async def _commands(bench: Bench, callers: int, total: int, assignments: list[tuple[str, str]]) -> Measured:
    tokens = {unit: bench.token(unit, Role.UNIT) for unit in {unit for _, unit in assignments}}
    run = next(SERIAL)

    async def sender(_caller: int) -> Send:
        caller = await Caller.connect(bench.running.settings.api_port)

        async def send(number: int) -> None:
            assignment, unit = assignments[number % len(assignments)]
            path = f"/api/v1/assignments/{assignment}/progress"
            await caller.post(path, tokens[unit], f"{run}-{number}", {"percent": number % 100})

        return send

    return await measure(callers, total, sender)


async def _accepted(bench: Bench, directive: str) -> list[tuple[str, str]]:
    """One assignment of each commune's first unit, accepted: its id and its lead."""
    columns = tables.assignments.c
    query = sa.select(columns.id, columns.lead).where(
        columns.directive == directive, columns.task == 1, columns.lead.like("%-VP"), columns.issuer != "19"
    )
    with bench.engines.read.connect() as connection:
        found = [(row.id, row.lead) for row in connection.execute(query.order_by(columns.id))]
    caller = await Caller.connect(bench.running.settings.api_port)
    for assignment, unit in found:
        path = f"/api/v1/assignments/{assignment}/accept"
        await caller.post(path, bench.token(unit, Role.UNIT), f"accept{next(SERIAL)}", {})
    return found


async def _run(bench: Bench, runs: int, total: int) -> Table:
    table = Table("what", "Thác", "floor", "ratio", "asked", title="make bench")
    bare, ours, directive = await _launches(bench, runs)
    ratios = [one / floor for one, floor in zip(ours, bare, strict=True)]
    table.add_row(
        f"launch: {COMMUNES} communes × {UNITS} units × {TASKS} tasks",
        f"{statistics.median(ours):.2f} s",
        f"{statistics.median(bare):.2f} s",
        _ratio(ratios),
        "≤ 1.5",
    )
    assignments = await _accepted(bench, directive)
    names = [f"bare{runs}/{number}" for number in range(COMMUNES)]
    await _paired(
        table,
        "commands over HTTP, 50 at once, over all communes",
        "≥ 0.7",
        runs,
        lambda: _commands(bench, 50, total, assignments),
        lambda: _floor_updates(bench, 50, total, names),
    )
    await _paired(
        table,
        "commands over HTTP, 100 callers on one docket",
        "–",
        runs,
        lambda: _commands(bench, 100, 2 * total, assignments[:1]),
        lambda: _floor_updates(bench, 9, total // 4, names[:1]),
    )
    return table


async def _paired(
    table: Table,
    what: str,
    asked: str,
    runs: int,
    ours: Callable[[], Awaitable[Measured]],
    floor: Callable[[], Awaitable[Measured]],
) -> None:
    mine, bare = [], []
    for _ in range(runs):
        bare.append(await floor())
        mine.append(await ours())
    ratios = [one.rate / other.rate for one, other in zip(mine, bare, strict=True)]
    table.add_row(what, _figures(mine), _figures(bare), _ratio(ratios), asked)


def _ratio(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def _figures(measured: list[Measured]) -> str:
    rate, p50, p99 = (statistics.median(getattr(one, name) for one in measured) for name in ("rate", "p50", "p99"))
    return f"{rate:.0f}/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms"


@contextmanager
def _floor_worker(address: str, store_url: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.floor_worker", address, store_url])
    try:
        yield
    finally:
        process.kill()
        process.wait()


async def main(runs: int, total: int) -> None:
    """Measure on a fresh installation in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "home", units_per_commune=UNITS, flush_timeout_seconds=30)
        prepare(settings)
        floor_url = f"sqlite:///{folder}/floor.db"
        upgrade(open_engines(floor_url).write)
        with Embedded(settings) as running, _floor_worker(running.temporal_address, floor_url):
            running.ready()
            bench = Bench(running, open_engines(settings.store_address), await connect(running.temporal_address))
            table = await _run(bench, runs, total)
    table.caption = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {runs} runs each, medians (least–most)"
    Console(width=140).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="counted runs of each measurement")
    parser.add_argument("--commands", type=int, default=2_000, help="commands in each run")
    given = parser.parse_args()
    asyncio.run(main(given.runs, given.commands))
