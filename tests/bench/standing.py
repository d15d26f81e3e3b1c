"""What does an installation cost that nobody uses, and how soon is it back? Memory, idle time, restarts."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psutil
from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.service import RPCError

from thac.embedded import Embedded

_MEGABYTE = 1_000_000
_QUIET_SHARE = 0.1
_WINDOW_SECONDS = 5.0
_LONGEST_SECONDS = 600.0
_AT_ONCE = 50
_QUERY = timedelta(seconds=10)
_AGAIN_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Idle:
    """Megabytes of memory and per cent of one core, by process."""

    memory: dict[str, float]
    cpu: dict[str, float]


async def idle(running: Embedded, seconds: float = 60.0) -> Idle:
    """How much memory each process has, and how much of a core it uses while nobody asks for anything."""
    before = _busy_seconds(running)
    begun = time.monotonic()
    await asyncio.sleep(seconds)
    passed = time.monotonic() - begun
    after = _busy_seconds(running)
    return Idle(memory(running), {name: 100 * (after[name] - before[name]) / passed for name in after})


def memory(running: Embedded) -> dict[str, float]:
    """The resident memory of each process, in megabytes."""
    return {name: psutil.Process(pid).memory_info().rss / _MEGABYTE for name, pid in running.processes.items()}


async def settled(running: Embedded) -> None:
    """Return when the processes together have used next to nothing for some seconds, or do not come to rest."""
    deadline = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < deadline:
        if sum((await idle(running, _WINDOW_SECONDS)).cpu.values()) < 100 * _QUIET_SHARE:
            return


async def all_answer(client: Client, workflows: Sequence[str], query: Any) -> float:
    """Ask every workflow until it has answered, fifty at once; the seconds that took."""
    begun = time.perf_counter()
    waiting = iter(workflows)
    await asyncio.gather(*(_ask_each(client, waiting, query) for _ in range(_AT_ONCE)))
    return time.perf_counter() - begun


async def _ask_each(client: Client, workflows: Iterable[str], query: Any) -> None:
    for name in workflows:
        while await answer(client, name, query) is None:
            await asyncio.sleep(_AGAIN_SECONDS)


async def answer(client: Client, name: str, query: Any) -> Any:
    """What a workflow answers; None when no worker has it yet, or is too busy to answer."""
    try:
        return await client.get_workflow_handle(name).query(query, rpc_timeout=_QUERY)
    except (RPCError, WorkflowQueryFailedError):
        return None


def _busy_seconds(running: Embedded) -> dict[str, float]:
    times = {name: psutil.Process(pid).cpu_times() for name, pid in running.processes.items()}
    return {name: spent.user + spent.system for name, spent in times.items()}
