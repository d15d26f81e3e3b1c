"""A busy afternoon through the HTTP API, whose every answer is written down and held against the store afterwards."""

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import sqlalchemy as sa
from temporalio.client import Client

from thac.cli.home import prepare
from thac.domain.agencies import AgencyId, Role
from thac.domain.docket import Docket, docket_id
from thac.domain.ledger import decode, fold
from thac.domain.snapshots import unpack
from thac.embedded import Embedded, Part, thac_part
from thac.settings import Settings
from thac.store import ledger, tables
from thac.store.access import make_token
from thac.store.auditing import audit
from thac.store.engine import Engines, open_engines
from thac.temporal import connect
from workflows.cascade import CascadeWorkflow

COMMUNES = ("05443", "05455", "05467", "05500", "05710", "05488")
UNITS = 4
"""Units of each commune of the directory."""
PATIENCE = 120.0


def killable(settings: Settings) -> tuple[Part, ...]:
    """The two processes of an installation, with the worker that can kill itself."""
    worker = thac_part("worker", settings)
    arguments = (sys.executable, "-m", "tests.verify.killable_worker")
    return (
        Part(worker.name, arguments, worker.log, worker.environment),
        thac_part("api", settings, "--port", str(settings.api_port)),
    )


@dataclass(slots=True)
class Afternoon:
    """What the test holds: the installation, the store, and every command that was answered as carried out."""

    running: Embedded
    engines: Engines
    http: httpx.AsyncClient
    confirmed: dict[str, tuple[str, int]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    retries: int = 0
    tokens: dict[tuple[AgencyId, Role], str] = field(default_factory=dict)
    serial: "itertools.count[int]" = field(default_factory=itertools.count)

    def token(self, agency: AgencyId, role: Role) -> str:
        """A token of that agency and role."""
        known = self.tokens.get((agency, role))
        if known is None:
            with self.engines.write.begin() as connection:
                known = make_token(connection, agency, role, "afternoon", datetime.now(UTC))
            self.tokens[agency, role] = known
        return known

    async def post(
        self, path: str, agency: AgencyId, role: Role, body: dict[str, object], key: str | None = None
    ) -> httpx.Response:
        """Send until there is an answer other than "not saved"; the same key every time."""
        headers = {
            "Authorization": f"Bearer {self.token(agency, role)}",
            "Idempotency-Key": key or f"k{next(self.serial)}",
        }
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                answer = await self.http.post(path, json=body, headers=headers)
                if answer.status_code < 500:
                    return answer
            except httpx.TransportError:
                pass
            assert asyncio.get_running_loop().time() < deadline, f"{path} was not answered in time"
            self.retries += 1
            await asyncio.sleep(0.1)

    async def launch(self, tasks: list[dict[str, object]], number: str) -> str:
        """Launch a provincial letter; its id."""
        today = datetime.now(UTC).date()
        body: dict[str, object] = {
            "doc_type": "Công văn",
            "number": number,
            "symbol": "UBND-NC",
            "subject": f"Thử nghiệm đợt {number}",
            "issued_on": str(today),
            "tasks": tasks,
        }
        answer = await self.post("/api/v1/launches", "19", Role.OFFICE, body)
        assert answer.status_code in {200, 201}, answer.text
        return str(answer.json()["directive"])

    async def act(self, assignment: str, command: str, agency: AgencyId, role: Role, **body: object) -> bool:
        """Send one command and write down its answer; whether it was carried out."""
        key = f"k{next(self.serial)}"
        answer = await self.post(f"/api/v1/assignments/{assignment}/{command}", agency, role, body, key)
        if answer.status_code == 200:
            said = answer.json()
            self.confirmed[f"{agency}/afternoon/{key}"] = (docket_id(said["directive"], said["docket"]), said["seq"])
            return True
        self.refused.append(f"{command} {assignment}: {answer.status_code} {answer.text}")
        return False

    async def work(self, assignment: str, unit: AgencyId, role: Role = Role.UNIT, reports: int = 3) -> None:
        """A lead's whole work on one assignment."""
        await self.act(assignment, "accept", unit, role)
        await self.act(assignment, "take", unit, role, person="an")
        for percent in range(reports):
            await self.act(assignment, "progress", unit, role, percent=10 * percent, note=f"đã làm {percent}")
        await self.act(assignment, "submit", unit, role, report="xong")

    def rows(self, directive: str, *where: sa.ColumnElement[bool]) -> list[sa.Row[tuple[str, str, str]]]:
        """Assignments of a directive: id, issuer, lead."""
        columns = tables.assignments.c
        query = sa.select(columns.id, columns.issuer, columns.lead).where(columns.directive == directive, *where)
        with self.engines.read.connect() as connection:
            return list(connection.execute(query.order_by(columns.id)))

    async def until_rows(self, directive: str, count: int) -> None:
        """Wait until so many assignments of the directive stand in the store."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while len(self.rows(directive)) != count:
            assert asyncio.get_running_loop().time() < deadline, (
                f"{len(self.rows(directive))} of {count} assignments came"
            )
            await asyncio.sleep(0.05)

    async def proven(self) -> None:
        """Everything that was answered is in its ledger once; chains are whole; dockets are what their ledgers say."""
        await asyncio.to_thread(self.running.ready)
        client = await connect(self.running.temporal_address)
        heads = await self._dockets_are_their_ledgers(client)
        self._every_confirmed_command_is_there()
        report = audit(self.engines.read, datetime.now(UTC), heads)
        assert report.clean, report

    async def _dockets_are_their_ledgers(self, client: Client) -> dict[str, int]:
        with self.engines.read.connect() as connection:
            still = tables.dockets.c.closed_at.is_(None)
            ids = connection.execute(sa.select(tables.dockets.c.id).where(still)).scalars().all()
        return {name: await self._docket_is_its_ledger(client, name) for name in ids}

    async def _docket_is_its_ledger(self, client: Client, name: str) -> int:
        """Wait until the docket has taken in what a kill left in its ledger alone; its head."""
        handle = client.get_workflow_handle_for(CascadeWorkflow.run, name)
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            standing = await handle.query(CascadeWorkflow.standing, rpc_timeout=timedelta(seconds=30))
            assert standing.stopped is None
            held = unpack(standing.packed)
            held.children.clear()
            folded = Docket(name)
            with self.engines.read.connect() as connection:
                fold(folded, ledger.read(connection, name))
            if held.head == folded.head:
                assert held == folded
                return held.head
            assert asyncio.get_running_loop().time() < deadline, (
                f"{name} is at {held.head}, its ledger at {folded.head}"
            )
            await asyncio.sleep(0.2)

    def _every_confirmed_command_is_there(self) -> None:
        with self.engines.read.connect() as connection:
            answers = {row.key: (row.docket, row.seq) for row in connection.execute(sa.select(tables.answers))}
            bodies: Iterable[str] = connection.execute(sa.select(tables.events.c.body)).scalars()
            recorded = [decode(body) for body in bodies]
        lost = {key: said for key, said in self.confirmed.items() if answers.get(key) != said}
        assert not lost
        kinds: dict[tuple[str, str], int] = {}
        for one in recorded:
            if one.key is not None:
                kinds[one.key, one.event.kind] = kinds.get((one.key, one.event.kind), 0) + 1
        assert {key for key, _ in kinds} >= set(self.confirmed)
        assert set(kinds.values()) <= {1}


@asynccontextmanager
async def afternoon(folder: Path, address: str | None = None, rest_after: int | None = 120) -> AsyncIterator[Afternoon]:
    """An installation of one province on a folder, with a worker that can be killed at a named point.

    Its store is at that address, or in the folder.
    """
    settings = Settings(
        home=folder, store_url=address, scope="19", rest_after_events=rest_after, flush_timeout_seconds=5.0
    )
    prepare(settings)
    running = Embedded(settings, killable)
    await asyncio.to_thread(running.start)
    engines = open_engines(settings.store_address)
    try:
        await asyncio.to_thread(running.ready)
        async with httpx.AsyncClient(base_url=running.api_url, timeout=15.0, trust_env=False) as http:
            yield Afternoon(running, engines, http)
    finally:
        engines.dispose()
        await asyncio.to_thread(running.stop)


def tasks_to_all(count: int) -> list[dict[str, object]]:
    """So many tasks for every unit of every commune."""
    day = str(datetime.now(UTC).date() + timedelta(days=40))
    return [
        {
            "number": number,
            "text": f"Việc {number}",
            "mode": "each",
            "recipients": list(COMMUNES),
            "within": "every_unit",
            "deadline": {"day": day},
        }
        for number in range(1, count + 1)
    ]


async def busy(day: Afternoon, number: str, during: Callable[[], Coroutine[None, None, None]]) -> None:
    """Launch, let every unit of every commune do its work, and meanwhile let happen what the test is about."""
    directive = await day.launch(tasks_to_all(1), number)
    disturbing = asyncio.create_task(during())
    await day.until_rows(directive, len(COMMUNES) * (1 + UNITS))
    units = day.rows(directive, tables.assignments.c.issuer != "19")
    await asyncio.gather(*(day.work(row.id, row.lead) for row in units))
    await asyncio.gather(*(day.act(row.id, "confirm", row.issuer, Role.OFFICE) for row in units))
    await disturbing
    assert day.refused == []
    assert len(day.confirmed) == len(units) * 7
    await day.proven()
