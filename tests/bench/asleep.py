"""What do thousands of dockets cost in which nothing happens, awake and archived, and are those due alerted in time?"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import httpx
from temporalio.service import RPCError

from tests.bench.due import in_a_moment, last_alert, last_append
from tests.bench.floor import FLOOR_QUEUE, BareStart, BareWorkflow
from tests.bench.installation import (
    COMMUNES,
    PROVINCE,
    Bench,
    bare_alone,
    installed,
    task,
    until_count,
)
from tests.bench.offices import Book, Offices
from tests.bench.rows import NOTHING, Options, Row, each, ratio, told
from tests.bench.standing import Idle, all_answer, answer, idle, memory, settled
from thac.domain.agencies import Role
from thac.domain.docket import docket_id
from thac.store import sleeping
from thac.store import tables as t
from thac.tending import Tending
from workflows.cascade import CascadeWorkflow

_ARCHIVING: dict[str, Any] = {"archive_after": timedelta(hours=2), "archive_quiet": timedelta(minutes=1)}
"""The shortest that the settings allow. By the defaults no docket sleeps before its receipts are given."""
_DUE = 2_000
_AT_ONCE = 4
_CACHED = 6_000
"""So many workflows a worker keeps in memory; the least recently used leave first."""
_FAR = timedelta(days=30)
"""Farther than a docket waits for before it sleeps, nearer than the deadline above."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured of many workflows: seconds, and memory in megabytes.

    ``loaded`` until all had started, ``memory`` right after; ``first`` and ``every`` after the worker was killed, until
    one and until all that run had answered; ``idle`` when they had come to rest; ``last`` from the moment to the last
    alert.
    """

    loaded: float
    memory: dict[str, float]
    first: float
    every: float | None
    idle: Idle
    last: float


async def asleep(options: Options) -> AsyncIterator[Row]:
    """One directive after the other for all communes; beside as many bare workflows that sleep on one timer."""
    due = min(_DUE, COMMUNES * options.directives * 4 // 5)
    floor = await _bare(options.directives, due) if options.floor else None
    many = f"{COMMUNES * options.directives:,} communes' dockets"
    for state in options.states:
        found, slept = await _ours(options.directives, due, archiving=state == "archived")
        for row in _compared(found, floor, due):
            yield Row(f"{many} {state}: {row.what}", row.ours, row.floor, row.ratio, row.asked)
        if state == "archived":
            yield Row(f"{many}: after the last launch all asleep in; woken in", slept)


def _compared(found: Found, floor: Found | None, due: int) -> tuple[Row, ...]:
    """Each figure, beside that of the floor where it was measured."""

    def row(what: str, say: Callable[[Found], str], held: Callable[[Found], float] | None = None) -> Row:
        ours, bare = say(found), NOTHING if floor is None else say(floor)
        return Row(what, ours, bare, NOTHING if floor is None or held is None else ratio([held(found)], [held(floor)]))

    return (
        row("launched in", lambda one: _s(one.loaded), lambda one: one.loaded),
        row(
            "memory before and after a restart of the worker",
            lambda one: f"{each(one.memory, 'MB')}; {each(one.idle.memory, 'MB')}",
            lambda one: _both(one.idle.memory),
        ),
        row("idle, of one core", lambda one: each(one.idle.cpu, "%"), lambda one: _both(one.idle.cpu)),
        row("worker killed; first answer, all answer after", _answered),
        replace(row(f"{due} due at one moment: last alert after", lambda one: _s(one.last)), asked="≤ 15 s"),
    )


def _answered(found: Found) -> str:
    return f"{_s(found.first)}, {'none runs' if found.every is None else _s(found.every)}"


def _both(figures: dict[str, float]) -> float:
    """The server and the worker together."""
    return sum(value for name, value in figures.items() if name != "api")


def _s(seconds: float) -> str:
    return f"{seconds:.1f} s"


async def _ours(directives: int, due: int, *, archiving: bool) -> tuple[Found, str]:
    async with installed(beside=False, **(_ARCHIVING if archiving else {})) as bench:
        loaded = await launched(bench, directives)
        told(f"launched in {loaded:.1f} s")
        begun = time.perf_counter()
        if archiving:
            await _all_asleep(bench)
        slept = time.perf_counter() - begun
        told(f"all asleep {slept:.1f} s later")
        await settled(bench.running)
        held = memory(bench.running)
        office = Offices(bench)
        books = Random(19).sample(office.books, len(office.books))
        bench.running.kill("worker")
        begun = time.perf_counter()
        await office.move(books[-1:], datetime.now(UTC) + _FAR)
        first = time.perf_counter() - begun
        running = [] if archiving else [*(docket_id(one.directive, one.agency) for one in books), *office.roots]
        every = first + await all_answer(bench.client, running, CascadeWorkflow.head)
        told(f"back after {first:.1f} s, all after {every:.1f} s")
        await settled(bench.running)
        quiet = await idle(bench.running)
        told(f"idle: {quiet}")
        cold = running[due : due + _CACHED] if len(running) > _CACHED else []
        last = await overdue(bench, office, books, due, cold, every)
        told(f"last of {due} alerts after {last:.2f} s")
        woken = await _all_woken(bench) if archiving else 0.0
        return Found(loaded, held, first, None if archiving else every, quiet, last), f"{_s(slept)}; {_s(woken)}"


async def _all_asleep(bench: Bench) -> None:
    await until_count(bench, bench.count(t.dockets), t.dockets, sleeping.asleep(), look_seconds=1)


async def launched(bench: Bench, directives: int) -> float:
    """Launch directives, some at once; the seconds until the last assignment of the last stands in the store."""
    waiting, launched_so_far = iter(range(directives)), count(1)

    async def launching(http: httpx.AsyncClient) -> None:
        for _ in waiting:
            directive = await bench.launch(http, [task(1, ["communes"])])
            await until_count(bench, 2 * COMMUNES, t.assignments, t.assignments.c.directive == directive)
            done = next(launched_so_far)
            if done % 25 == 0:
                told(f"{done} of {directives} launched")

    begun = time.perf_counter()
    async with bench.http(PROVINCE, Role.OFFICE) as http:
        await asyncio.gather(*(launching(http) for _ in range(_AT_ONCE)))
    return time.perf_counter() - begun


async def overdue(
    bench: Bench, office: Offices, books: list[Book], due: int, cold: Sequence[str], every: float
) -> float:
    """Move so many deadlines to one moment; their dockets leave the worker's memory where it does not hold all."""
    probe = books[due : due + max(1, due // 10)]
    begun = time.perf_counter()
    await office.move(probe, datetime.now(UTC) + _FAR)
    each_move = (time.perf_counter() - begun) / len(probe)
    told(f"{1 / each_move:.0f} deadlines moved a second")
    moment = in_a_moment(10 + 2 * (due * each_move + every * len(cold) / len(books)))
    await office.move(books[:due], moment)
    await all_answer(bench.client, cold, CascadeWorkflow.head)
    return await last_alert(bench, moment, due)


async def _all_woken(bench: Bench) -> float:
    """Wake every docket, as the worker does when their moments near; seconds until the last is up and stays up."""
    await _all_asleep(bench)
    begun = time.perf_counter()
    tending = Tending(bench.client, bench.store)
    while await tending.wake_by(datetime.now(UTC) + 10 * _FAR):
        pass
    while bench.count(t.dockets, sleeping.asleep()):
        await asyncio.sleep(1)  # one look a second: waking takes minutes, and each look counts the whole table
    passed = time.perf_counter() - begun
    told(f"all woken in {passed:.1f} s")
    return passed


async def _bare(directives: int, due: int) -> Found:
    async with bare_alone() as bench:
        begun = time.perf_counter()
        names = [f"bare{number}" for number in range(directives)]
        await started(bench, dict.fromkeys(names, COMMUNES), datetime.now(UTC) + _FAR)
        loaded = time.perf_counter() - begun
        told(f"started in {loaded:.1f} s")
        await settled(bench.running)
        held = memory(bench.running)
        bench.running.kill("bare")
        begun = time.perf_counter()
        await _written(bench, names[0])
        first = time.perf_counter() - begun
        every = [*names, *(f"{name}/{number}" for name in names for number in range(COMMUNES))]
        answered = first + await all_answer(bench.client, every, BareWorkflow.started)
        told(f"back after {first:.1f} s, all after {answered:.1f} s")
        await settled(bench.running)
        quiet = await idle(bench.running)
        told(f"idle: {quiet}")
        cold = every[:_CACHED] if len(every) > _CACHED else []
        each_start = loaded / len(every)
        moment = in_a_moment(10 + 2 * (due * each_start + answered * len(cold) / len(every)))
        await started(bench, {f"due/{n}": min(COMMUNES, due - n) for n in range(0, due, COMMUNES)}, moment)
        await all_answer(bench.client, cold, BareWorkflow.started)
        last = await last_append(bench, "due", moment, due)
        told(f"last of {due} appends after {last:.2f} s")
        return Found(loaded, held, first, answered, quiet, last)


async def started(bench: Bench, roots: Mapping[str, int], due: datetime) -> None:
    """Start bare roots with so many children each, some at once, until all have started.

    None has more children than a province has communes: starting thousands in one step is more than the server takes.
    """
    waiting = iter(roots.items())

    async def starting() -> None:
        for name, children in waiting:
            start = BareStart(name, children, "x" * 1_500, due)
            await bench.client.start_workflow(BareWorkflow.run, start, id=name, task_queue=FLOOR_QUEUE)
            while not await answer(bench.client, name, BareWorkflow.started):
                await asyncio.sleep(0.05)

    await asyncio.gather(*(starting() for _ in range(_AT_ONCE)))


async def _written(bench: Bench, name: str) -> None:
    handle = bench.client.get_workflow_handle_for(BareWorkflow.run, name)
    while True:
        try:
            await handle.execute_update(BareWorkflow.write, "first", id="first")
        except RPCError:
            continue
        return
