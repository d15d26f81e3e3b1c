"""A drill from its first second to its report: the year is lived through while the installation is harmed."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from tests.drill import mails
from tests.drill.desk import Desk, Tally, Who
from tests.drill.disturbances import Log, Trouble, disturbances
from tests.drill.lateness import lateness
from tests.drill.offices import Offices, everybody
from tests.drill.report import Report
from tests.drill.sinks import taken
from tests.drill.stage import SINK, Stage, staged
from tests.drill.world import Kind, Planned, Size, chance_of, planned
from tests.drill.wrong_clock import means
from thac.domain.agencies import AgencyTree
from thac.domain.ledger import decode
from thac.store import directory
from thac.store import tables as t
from thac.store.engine import Engines

_TOLD_APART: Final = frozenset({"findings", "not_running", "remarks"})
_CALM_SECONDS: Final = 20.0
_LATEST_SECONDS: Final = 300.0
_LATEST_MAIL_SECONDS: Final = 600.0
"""What failed three times in a row is tried again after some two minutes, the fourth time after some four."""
_AUDITS: Final = 4
_BETWEEN_AUDITS_SECONDS: Final = 30.0
_RECENT: Final = timedelta(seconds=6)
_CAUGHT_UP: Final = timedelta(seconds=1.5)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    seed: int
    directives: int
    rows: int
    provinces: int
    factor: float
    minutes: float
    kills: int
    keep: Path | None = None

    @property
    def size(self) -> Size:
        """The world's size."""
        return Size(self.directives, self.rows, timedelta(minutes=self.minutes) * self.factor)


def drill(asked: Asked, tell: Callable[[str], None]) -> Report:
    """Hold a drill."""
    with staged(asked.factor, asked.provinces, asked.keep) as stage:
        return asyncio.run(_Drill(asked, stage, tell).held())


class _Drill:
    def __init__(self, asked: Asked, stage: Stage, tell: Callable[[str], None]) -> None:
        self._asked = asked
        self._stage = stage
        self._tell = tell
        self._log = Log()
        self._loads: list[float] = []
        with stage.engines.read.connect() as connection:
            self._tree: AgencyTree = directory.load(connection)
        self._plan = planned(asked.seed, asked.size, stage.begin, self._tree)
        self._everybody = everybody(self._tree, self._plan)
        self._readers = mails.readers(self._tree, {agency for agency, _ in self._everybody}, chance_of(asked.seed))
        self._expected: frozenset[str] = frozenset()

    async def held(self) -> Report:
        """Live through it, wait for calm, audit."""
        stage, asked = self._stage, self._asked
        desk = Desk(stage.running.api_url, stage.engines, stage.clock)
        desk.admit(self._everybody)
        await self._choose(desk)
        offices = Offices(desk, stage.engines, stage.clock, self._tree, chance_of(asked.seed))
        self._tell(f"{len(self._plan)} directives planned; data in {stage.running.settings.home}")
        wait = stage.begin - stage.clock.now()
        if wait > timedelta(0):
            await asyncio.sleep(wait.total_seconds() / asked.factor)
        else:
            self._tell(f"the year began {-wait.total_seconds() / asked.factor:.0f} s before everything was ready")
        victims = ("worker", "api", "temporal", SINK)
        harm = disturbances(asked.seed, asked.kills, victims)
        telling = asyncio.create_task(self._tell_progress(desk, offices))
        trouble = Trouble(stage.running, self._log, lambda: len(desk.tally.confirmed))
        over = asyncio.Event()

        async def harmed() -> None:
            try:
                await trouble.make(harm, 60 * asked.minutes)
            finally:
                over.set()

        await asyncio.gather(offices.live(self._plan, stage.begin + asked.size.span, over), harmed())
        telling.cancel()
        await desk.close()
        await self._calm()
        await self._delivered()
        return await asyncio.to_thread(self._report, desk.tally, offices)

    async def _choose(self, desk: Desk) -> None:
        """Have the posts that get mail say so, each by somebody of its agency."""
        acting: dict[str, Who] = {who[0]: who for who in self._everybody}
        choices = (desk.choose(acting[mails.agency_of(post)], post, mails.contact(post)) for post in self._readers)
        await asyncio.gather(*choices)

    async def _tell_progress(self, desk: Desk, offices: Offices) -> None:
        while True:
            await asyncio.sleep(30)
            self._loads.append(os.getloadavg()[0])
            tally = desk.tally
            said = f"{self._stage.clock.now():%d/%m/%Y}: {len(offices.launched)} directives, "
            said += f"{len(tally.confirmed)} commands, {tally.again} sent again, {sum(self._kills().values())} kills"
            self._tell(said)

    async def _calm(self) -> None:
        """Wait until everything is up and no step fires long after its moment any more."""
        await asyncio.to_thread(self._stage.running.ready, _LATEST_SECONDS)
        self._tell("quiet now; waiting until nothing is owed")
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await asyncio.sleep(_CALM_SECONDS)
        while (behind := await asyncio.to_thread(self._behind)) > _CAUGHT_UP.total_seconds():
            if loop.time() - begun > _LATEST_SECONDS:
                self._tell(f"still {behind:.1f} s behind after {_LATEST_SECONDS:g} s")
                return
            await asyncio.sleep(2)

    async def _delivered(self) -> None:
        """Wait until the mails of all digests that are saved by now went out; later ones need not have arrived."""
        engines, loop = self._stage.engines, asyncio.get_running_loop()
        self._expected = mails.expected(engines, self._readers)
        begun = loop.time()
        while left := mails.waiting(engines, self._expected):
            if loop.time() - begun > _LATEST_MAIL_SECONDS:
                self._tell(f"{left} mails still wait after {_LATEST_MAIL_SECONDS:g} s")
                return
            await asyncio.sleep(2)

    def _behind(self) -> float:
        """By how many seconds the latest step of the last moments was late."""
        clock, alert = self._stage.clock, t.alerts.c
        since = clock.now() - clock.stretched(_RECENT)
        with self._stage.engines.read.connect() as connection:
            found = connection.execute(sa.select(alert.fired_at, alert.moment).where(alert.fired_at >= since)).all()
        late = [(row.fired_at - row.moment).total_seconds() for row in found]
        return max(late, default=0.0) / clock.scale.factor

    def _kills(self) -> dict[str, int]:
        return {name: keeper.endings for name, keeper in self._stage.running._keepers.items()}

    def _report(self, tally: Tally, offices: Offices) -> Report:
        asked, engines, home = self._asked, self._stage.engines, self._stage.running.settings.home
        audited = self._audited()
        with engines.read.connect() as connection:
            assignments = connection.execute(sa.select(sa.func.count()).select_from(t.assignments)).scalar_one()
        return Report(
            seed=asked.seed,
            factor=asked.factor,
            minutes=asked.minutes,
            directives=len(self._plan),
            launched=len(offices.launched),
            provinces=len({one.issuer for one in self._plan}),
            communes_left_out=_left_out(engines, self._plan, offices.launched),
            assignments=assignments,
            kills=self._kills(),
            happened=tuple(self._log.happened),
            commands=len(tally.confirmed),
            sent_again=tally.again,
            refused=dict(tally.refused.most_common()),
            given_up=len(tally.given_up),
            lost=_lost(engines, tally),
            audit={name: value for name, value in audited.items() if name not in _TOLD_APART},
            codes=dict(Counter(one["code"] for one in audited["findings"])),
            not_running=len(audited["remarks"]),
            lateness=lateness(engines, self._stage.clock),
            cores=os.cpu_count() or 1,
            load=sum(self._loads) / len(self._loads) if self._loads else os.getloadavg()[0],
            mails=mails.counted(engines, self._readers, self._expected, lambda: taken(home)),
            wrong_clock_by=means(),
        )

    def _audited(self) -> dict[str, Any]:
        """The audit; again after a while as long as something has not fired that may be on its way.

        Time goes on meanwhile. What fires in the end was late; what is missing stays missing.
        """
        for left in reversed(range(_AUDITS)):
            self._tell("auditing")
            found = self._audit()
            if not found["missing"] or not left:
                return found
            self._tell(f"{found['missing']} steps have not fired yet")
            time.sleep(_BETWEEN_AUDITS_SECONDS)
        raise AssertionError("the last audit returns")

    def _audit(self) -> dict[str, Any]:
        """What `thac audit` says, typed by somebody at this machine."""
        settings = self._stage.running.settings
        said = subprocess.run(
            [sys.executable, "-m", "thac.cli", "audit", "--json", "--home", str(settings.home)],
            capture_output=True,
            check=False,
        )
        if said.returncode not in {0, 1} or not said.stdout:
            raise RuntimeError(f"thac audit ended with {said.returncode}: {said.stderr.decode()}")
        found: dict[str, Any] = json.loads(said.stdout)
        (settings.home / "audit.json").write_bytes(said.stdout)
        return found


def _left_out(engines: Engines, plan: Sequence[Planned], launched: dict[int, str]) -> int:
    """Communes without their copy; what recurs is left to the audit, because its first period may be still to come."""
    row = t.assignments.c
    with engines.read.connect() as connection:
        found = connection.execute(sa.select(row.directive, row.copy, row.issuer).distinct()).all()
    given = {(one.directive, one.copy) for one in found}
    opened = [one for one in plan if one.number in launched and one.kind is not Kind.RECURRING]
    due = ((launched[one.number], commune) for one in opened for commune in one.recipients)
    return sum(1 for one in due if one not in given)


def _lost(engines: Engines, tally: Tally) -> int:
    """Commands that were answered as carried out and do not stand in the ledger exactly once, where it was said."""
    kinds: Counter[tuple[str, str]] = Counter()
    places: dict[str, set[str]] = {}
    with engines.read.connect() as connection:
        answers = {row.key: (row.docket, row.seq) for row in connection.execute(sa.select(t.answers))}
        for body in connection.execute(sa.select(t.events.c.body).execution_options(yield_per=2_000)).scalars():
            recorded = decode(body)
            if recorded.key is not None:
                kinds[recorded.key, recorded.event.kind] += 1
                places.setdefault(recorded.key, set()).add(recorded.docket)
    twice = {key for (key, _), count in kinds.items() if count > 1}
    return sum(
        1
        for key, (docket, seq) in tally.confirmed.items()
        if places.get(key) != {docket} or key in twice or answers.get(key) != (docket, seq)
    )


def now_said() -> str:
    """The machine's time, for the lines that tell how far it is."""
    return f"{datetime.now(UTC):%H:%M:%S}"
