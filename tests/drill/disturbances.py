"""What is done to an installation during a drill, and when: a plan by chance from the seed, and its execution."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from tests.drill import wrong_clock
from tests.drill.process import FULL
from tests.drill.sinks import DIE_AFTER_TAKING
from tests.verify.killable_worker import AFTER_COMMIT, AFTER_FLUSH, CONTINUE_AS_NEW, MID_COMMIT
from thac.embedded import Embedded

_POINTS: Final = (MID_COMMIT, AFTER_COMMIT, AFTER_FLUSH, CONTINUE_AS_NEW)
_NAMED: Final = 0.35
"""The share of the time in which processes are killed at named points; at random after."""
_LONGEST: Final = 0.1
"""A state that lasts is over after this share of the time, or two of a kind would meet in a short drill."""
_HOUR: Final = 3600.0
_ARMED_SECONDS: Final = 20.0
_SINK_ARMED_SECONDS: Final = 180.0
"""It takes a worker that is up and a digest for somebody who chose mail until a sink comes by its point."""
_RECOVERED: Final = 3
"""So many commands are carried out between two blows; a machine that only gets up and is hit again shows nothing."""
_LONGEST_RECOVERY_SECONDS: Final = 25.0


class Harm(StrEnum):
    """What can happen."""

    KILL = "kill"
    POINT = "point"
    TAKEN = "taken"
    """The mail server has written a mail down and dies before it says so."""
    LOCKED = "locked"
    FULL = "full"
    WRONG_CLOCK = "wrong_clock"


@dataclass(frozen=True, slots=True)
class Disturbance:
    """Something that happens after that share of the time: to whom, or where; for how many seconds."""

    share: float
    harm: Harm
    what: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Happened:
    """A disturbance as it was: when, and what came of it."""

    at: datetime
    harm: Harm
    what: str


@dataclass(slots=True)
class Log:
    """What happened, in its order."""

    happened: list[Happened] = field(default_factory=list)

    def note(self, harm: Harm, what: str) -> None:
        """Write it down with the machine's time."""
        self.happened.append(Happened(datetime.now(UTC), harm, what))


def disturbances(seed: int, kills: int, victims: Sequence[str]) -> list[Disturbance]:
    """The plan, earliest first, with at least so many kills. A named point takes two: one arms it, one is its own.

    A third of the kills is at named points, the rest at random: one process or all at once. Everybody is killed once
    before anybody is killed again by chance.
    """
    chance = random.Random(f"harm {seed}")
    points = [_POINTS[number % len(_POINTS)] for number in range(max(1, kills // 6))]
    found = [
        Disturbance(_NAMED * (number + 0.5) / len(points), Harm.POINT, f"{point} {chance.randint(1, 3)}")
        for number, point in enumerate(points)
    ]
    left = kills - 2 * len(points)
    first = [[one] for one in victims]
    while left > 0:
        who = first.pop() if first else chance.choice([*([one] for one in victims), list(victims)])
        found.append(Disturbance(chance.uniform(_NAMED, 0.97), Harm.KILL, "+".join(who)))
        left -= len(who)
    found += [
        Disturbance(0.15, Harm.FULL, "store", 6.0),
        Disturbance(0.3, Harm.LOCKED, "store", 5.0),
        Disturbance(0.4, Harm.TAKEN, "sink"),
        Disturbance(0.45, Harm.WRONG_CLOCK, f"{_HOUR:+.0f} s", 15.0),
        Disturbance(0.6, Harm.FULL, "store", 6.0),
        Disturbance(0.7, Harm.WRONG_CLOCK, f"{-_HOUR:+.0f} s", 15.0),
        Disturbance(0.75, Harm.TAKEN, "sink"),
        Disturbance(0.8, Harm.LOCKED, "store", 18.0),
    ]
    return sorted(found, key=lambda one: (one.share, one.what))


class Trouble:
    """Carries a plan out on a running installation; only processes that this installation started are killed.

    ``carried_out`` counts the commands so far.
    """

    def __init__(self, running: Embedded, log: Log, carried_out: Callable[[], int]) -> None:
        self._running = running
        self._carried_out = carried_out
        self._home = running.settings.home
        self._log = log

    async def make(self, plan: Sequence[Disturbance], seconds: float) -> None:
        """Let everything happen at its share of so many seconds, or as soon as the installation works again after that.

        What lasts does not hold up others.
        """
        begun, longest = asyncio.get_running_loop().time(), _LONGEST * seconds
        under_way: list[asyncio.Task[None]] = []
        for one in plan:
            await asyncio.sleep(begun + one.share * seconds - asyncio.get_running_loop().time())
            await self._recovered()
            shortened = replace(one, seconds=min(one.seconds, longest))
            under_way.append(asyncio.create_task(self._one(shortened)))
        await asyncio.gather(*under_way)

    async def _recovered(self) -> None:
        before, loop = self._carried_out(), asyncio.get_running_loop()
        begun = loop.time()
        while self._carried_out() < before + _RECOVERED and loop.time() - begun < _LONGEST_RECOVERY_SECONDS:
            await asyncio.sleep(0.1)

    async def _one(self, one: Disturbance) -> None:
        match one.harm:
            case Harm.KILL:
                for victim in one.what.split("+"):
                    self._kill(victim)
            case Harm.POINT:
                await self._at_point(one.what)
            case Harm.TAKEN:
                await self._after_taking()
            case Harm.LOCKED:
                self._log.note(one.harm, f"{one.seconds:g} s")
                await asyncio.to_thread(self._lock, one.seconds)
            case Harm.FULL:
                self._log.note(one.harm, f"{one.seconds:g} s")
                await self._while_there(FULL, "", one.seconds)
            case Harm.WRONG_CLOCK:
                await self._wrong_clock(one)

    def _kill(self, victim: str) -> None:
        if victim in self._running.processes:
            self._running.kill(victim)
            self._log.note(Harm.KILL, victim)

    async def _at_point(self, point: str) -> None:
        """Arm the point and wait for the kill; a point nobody comes by is disarmed after a while."""
        file = self._home / "kill-at"
        file.write_text(point)
        self._kill("worker")
        if await self._gone(file, _ARMED_SECONDS):
            self._log.note(Harm.POINT, point)
        else:
            self._kill("worker")

    async def _after_taking(self) -> None:
        file = self._home / DIE_AFTER_TAKING
        file.touch()
        if await self._gone(file, _SINK_ARMED_SECONDS):
            self._log.note(Harm.TAKEN, "sink")

    @staticmethod
    async def _gone(file: Path, seconds: float) -> bool:
        """Whether whoever was to die removed the file in that time; what was armed anew meanwhile is left to that.

        A file nobody removed is removed at the end.
        """
        armed = _armed_at(file)
        for _ in range(int(seconds / 0.1)):
            await asyncio.sleep(0.1)
            if (now := _armed_at(file)) != armed or now is None:
                return now is None
        file.unlink(missing_ok=True)
        return False

    async def _wrong_clock(self, one: Disturbance) -> None:
        file = self._home / wrong_clock.WRONG_CLOCK
        wrong_clock.forget_shown(self._home)
        file.write_text(one.what.removesuffix(" s"))
        self._kill("worker")
        await asyncio.sleep(one.seconds)
        file.unlink(missing_ok=True)
        self._log.note(one.harm, f"worker {one.what} for {one.seconds:g} s: {wrong_clock.shown(self._home)}")
        self._kill("worker")

    async def _while_there(self, name: str, text: str, seconds: float) -> None:
        file = self._home / name
        file.write_text(text)
        await asyncio.sleep(seconds)
        file.unlink(missing_ok=True)

    def _lock(self, seconds: float) -> None:
        with closing(sqlite3.connect(self._running.settings.store_file, timeout=30, isolation_level=None)) as holding:
            holding.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            holding.execute("ROLLBACK")


def _armed_at(file: Path) -> int | None:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return None
