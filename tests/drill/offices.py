"""The offices of a drill at work: directives are launched at their moments, and every assignment finds its lead."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from tests.drill.desk import Desk, Who
from tests.drill.temper import OVER_OPEN, Deed, deeds, temper_of
from tests.drill.temper import Who as Side
from tests.drill.world import Chance, Planned
from thac.clock import Clock
from thac.domain.agencies import AgencyId, AgencyTree, Level, Role
from thac.domain.calendar import civil_day
from thac.store import tables as t
from thac.store.engine import Engines

_LOOK_SECONDS: Final = 1.0
_TICK_SECONDS: Final = 0.1
_LAST: Final = 99
_ALL_EVERY: Final = 30
_RECENT: Final = timedelta(seconds=30)
BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
_UNDATED: Final = timedelta(days=25)
"""In so long an office finishes what has no deadline."""

_Laid: TypeAlias = tuple[dict[str, Any], "asyncio.Future[str | None]"]
"""A command in somebody's tray, and who waits for its answer."""


@dataclass(frozen=True, slots=True)
class Work:
    """An assignment as its lead finds it."""

    id: str
    name: str
    """The same in every run of the seed: directive's number, issuer, lead, period."""
    issuer: AgencyId
    lead: AgencyId
    assigned_at: datetime
    due: datetime | None


class Offices:
    """Everybody who launches and works; ``launched`` are the directives by their number in the plan."""

    def __init__(self, desk: Desk, engines: Engines, clock: Clock, tree: AgencyTree, chance: Chance) -> None:
        self.launched: dict[int, str] = {}
        self._desk = desk
        self._engines = engines
        self._clock = clock
        self._tree = tree
        self._chance = chance
        self._numbers: dict[str, int] = {}
        self._seen: set[str] = set()
        self._tray: defaultdict[Who, list[_Laid]] = defaultdict(list)
        self._tasks: set[asyncio.Task[None]] = set()

    async def live(self, plan: Sequence[Planned], until: datetime, over: asyncio.Event) -> None:
        """Live through the plan until that moment is shown and it is over; whoever still works then stops."""
        for work in (self._launch(plan), self._find_work(), self._carry()):
            self._spawn(work)
        await self._sleep_until(until)
        await over.wait()
        failed = [task.exception() for task in self._tasks if task.done()]
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for error in failed:
            if error is not None:
                raise error

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is None:
            self._tasks.discard(task)

    async def _launch(self, plan: Sequence[Planned]) -> None:
        for one in plan:
            await self._sleep_until(one.at)
            self._spawn(self._launch_one(one))

    async def _launch_one(self, one: Planned) -> None:
        directive = await self._desk.launch(one.issuer, one.body, f"launch-{one.number}")
        if directive is not None:
            self.launched[one.number] = directive
            self._numbers[directive] = one.number

    async def _find_work(self) -> None:
        """Look again and again for assignments that nobody has found yet; now and then at all of them."""
        for look in itertools.count():
            since = BEGINNING if look % _ALL_EVERY == 0 else self._clock.now() - self._clock.stretched(_RECENT)
            for work in await asyncio.to_thread(self._unseen, since):
                self._seen.add(work.id)
                self._spawn(self._do(work))
            await asyncio.sleep(_LOOK_SECONDS)

    def _unseen(self, since: datetime) -> list[Work]:
        row = t.assignments.c
        columns = (row.id, row.directive, row.issuer, row.lead, row.period, row.assigned_at, row.due)
        query = sa.select(*columns).where(row.open, row.assigned_at >= since).order_by(row.id)
        with self._engines.read.connect() as connection:
            found = connection.execute(query).all()
        return [
            Work(one.id, f"{number} {one.issuer} {one.lead} {one.period}", *one[2:4], one.assigned_at, one.due)
            for one in found
            if one.id not in self._seen and (number := self._numbers.get(one.directive)) is not None
        ]

    async def _do(self, work: Work) -> None:
        """What becomes of one assignment, deed after deed; each waits until the one before was answered."""
        chance = self._chance(work.name)
        allowed = _UNDATED if work.due is None else max(work.due - work.assigned_at, timedelta(days=1))
        refused: str | None = None
        for number, deed in enumerate(deeds(temper_of(chance), chance, lambda: _later(work))):
            await self._sleep_until(work.assigned_at + allowed * deed.share + deed.wait)
            refused = await self._sent(work, number, deed)
        if refused == "open_below":
            await self._sleep_until(self._clock.now() + OVER_OPEN.wait)
            await self._sent(work, _LAST, OVER_OPEN)

    async def _sent(self, work: Work, number: int, deed: Deed) -> str | None:
        """Lay a command into the tray of whoever sends it and wait for its answer: None, or why it was refused."""
        key = f"{work.id}.{number}"
        command = {"command": deed.command, "assignment": work.id, "idempotency_key": key, **deed.words}
        answered: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._tray[self._who(work, deed)].append((command, answered))
        return await answered

    def _who(self, work: Work, deed: Deed) -> Who:
        if deed.who is Side.ISSUER:
            return work.issuer, Role.OFFICE
        return work.lead, role_of_lead(self._tree, work.lead)

    async def _carry(self) -> None:
        """Carry what lies in the trays to the desk, everything of one office together."""
        while True:
            trays, self._tray = self._tray, defaultdict(list)
            for who, tray in trays.items():
                self._spawn(self._carry_one(who, tray))
            await asyncio.sleep(_TICK_SECONDS)

    async def _carry_one(self, who: Who, tray: Sequence[_Laid]) -> None:
        refused = await self._desk.carry_out(who, [command for command, _ in tray])
        for command, answered in tray:
            if not answered.done():
                answered.set_result(refused.get(command["idempotency_key"]))

    async def _sleep_until(self, moment: datetime) -> None:
        left = moment - self._clock.now()
        if left > timedelta(0):
            await asyncio.sleep(self._clock.scale.wait(left).total_seconds())


def role_of_lead(tree: AgencyTree, lead: AgencyId) -> Role:
    """In which role somebody works for that lead: an administration has an office, a unit is one itself."""
    return Role.UNIT if tree[lead].level in {Level.UNIT, Level.OUTSIDE} else Role.OFFICE


def everybody(tree: AgencyTree, plan: Sequence[Planned]) -> list[Who]:
    """Whoever may have to act in that plan."""
    communes = {commune for one in plan for commune in one.recipients}
    offices = {one.issuer for one in plan} | communes
    leads = {lead for one in plan for task in one.body["tasks"] for lead in task.get("leads", [])}
    units = {unit.id for agency in communes for unit in tree.children(agency)} | leads
    return sorted({*((agency, Role.OFFICE) for agency in offices), *((unit, Role.UNIT) for unit in units)})


def _later(work: Work) -> dict[str, Any] | None:
    return None if work.due is None else {"day": str(civil_day(work.due) + timedelta(days=7))}
