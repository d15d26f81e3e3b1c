"""A kill changes nothing: processes are killed with -9 at every named point, and at random, while offices work."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.verify.afternoon import UNITS, Afternoon, afternoon, tasks_to_all
from tests.verify.busy import SEED, busy, carried_out, launched
from tests.verify.killable_worker import AFTER_COMMIT, AFTER_FLUSH, CONTINUE_AS_NEW, MID_COMMIT
from thac.store import tables

pytestmark = [pytest.mark.verify, pytest.mark.timeout(600)]

RANDOM_KILLS = 20


def _kill_at(day: Afternoon, point: str, count: int) -> None:
    """From now on a worker dies when it comes by the point for the COUNT-th time."""
    (day.running.settings.home / "kill-at").write_text(f"{point} {count}")
    day.running.kill("worker")


async def _gone(file: Path) -> None:
    async with asyncio.timeout(90):
        while file.exists():
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("point", "count"), [(MID_COMMIT, 6), (AFTER_COMMIT, 5), (AFTER_FLUSH, 7), (CONTINUE_AS_NEW, 1)]
)
async def test_a_worker_killed_at_a_named_point_loses_nothing(
    tmp_path: Path, address: str | None, point: str, count: int
) -> None:
    async with afternoon(tmp_path, address, rest_after=60) as day:
        _kill_at(day, point, count)
        await busy(day, "1", lambda: _gone(tmp_path / "kill-at"))


@pytest.mark.parametrize("victims", [("temporal",), ("worker",), ("api",), ("worker", "api", "temporal")])
async def test_processes_killed_while_commands_are_under_way_lose_nothing(
    tmp_path: Path, address: str | None, victims: tuple[str, ...]
) -> None:
    async with afternoon(tmp_path, address) as day:

        async def kill() -> None:
            while len(day.confirmed) < 20:
                await asyncio.sleep(0.01)
            for victim in victims:
                day.running.kill(victim)

        await busy(day, "1", kill)


@pytest.mark.parametrize("victim", ["worker", "temporal"])
async def test_a_kill_between_child_starts_leaves_no_docket_out(
    tmp_path: Path, address: str | None, victim: str
) -> None:
    """The victim dies when some of the communes' dockets are open and others are not."""
    async with afternoon(tmp_path, address) as day:
        tasks = tasks_to_all(1)
        tasks[0]["recipients"] = ["communes"]

        async def kill() -> int:
            while True:
                with day.engines.read.connect() as connection:
                    opened = connection.execute(sa.select(sa.func.count()).select_from(tables.dockets)).scalar_one()
                if opened > 2:
                    day.running.kill(victim)
                    return int(opened)
                await asyncio.sleep(0.001)

        killing = asyncio.create_task(kill())
        directive = await day.launch(tasks, "1")
        assert 2 < await killing < 93
        await day.until_rows(directive, 92 * (1 + UNITS))
        await day.proven()


async def test_twenty_random_kills_over_a_busy_afternoon_lose_nothing(tmp_path: Path, address: str | None) -> None:
    chance = random.Random(SEED)
    async with afternoon(tmp_path, address) as day:
        killed: list[str] = []

        async def kill() -> None:
            for _ in range(RANDOM_KILLS):
                await asyncio.sleep(chance.uniform(0.5, 4.0))
                victims = chance.choice([["worker"], ["api"], ["temporal"], ["worker", "api", "temporal"]])
                for victim in victims:
                    day.running.kill(victim)
                killed.append("+".join(victims))

        killing = asyncio.create_task(kill())
        sent: Counter[str] = Counter()
        directives = 0
        while not killing.done():
            directives += 1
            sent += await launched(day, str(directives))
        await killing
        assert len(killed) == RANDOM_KILLS
        carried_out(day, sent)
        await day.proven()
        told = f"{len(day.confirmed)} commands, {day.retries} sent again, {len(day.instructed)} orders from above"
        print(f"{len(killed)} kills, {directives} directives, {told}")
