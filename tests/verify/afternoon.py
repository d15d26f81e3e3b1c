"""A busy afternoon through the HTTP API, whose every answer is written down and held against the store afterwards."""

import asyncio
import itertools
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import httpx
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client

from tests.verify.instructed import Place, check_instructions, unsigned
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

T = TypeVar("T")
Who: TypeAlias = tuple[AgencyId, Role]
ISSUER: Final = "19"
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
    confirmed: dict[str, Place] = field(default_factory=dict)
    instructed: dict[Place, frozenset[AgencyId]] = field(default_factory=dict)
    """Which agencies below have to follow which event."""
    sent: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    """Commands by their kind: sent, and answered as carried out."""
    refused: list[str] = field(default_factory=list)
    overtaken: list[str] = field(default_factory=list)
    """Commands that rightly came too late."""
    retries: int = 0
    tokens: dict[Who, str] = field(default_factory=dict)
    serial: "itertools.count[int]" = field(default_factory=itertools.count)

    def tokens_for(self, *everybody: Who) -> None:
        """Make a token for each of them, so that none has to be made while the store is away."""
        with self.engines.write.begin() as connection:
            for who in everybody:
                if who not in self.tokens:
                    self.tokens[who] = make_token(connection, *who, _name(who), datetime.now(UTC))

    def token(self, agency: AgencyId, role: Role) -> str:
        """A token of that agency and role."""
        if (agency, role) not in self.tokens:
            self.tokens_for((agency, role))
        return self.tokens[agency, role]

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

    async def launch(self, tasks: list[dict[str, Any]], number: str, *, numbered: bool = True) -> str:
        """Launch a provincial letter, which the register numbered or has not yet; its id."""
        today = datetime.now(UTC).date()
        body: dict[str, object] = {
            "doc_type": "Công văn",
            "subject": f"Thử nghiệm đợt {number}",
            "issued_on": str(today),
            "tasks": tasks,
        }
        if numbered:
            body |= {"number": number, "symbol": "UBND-NC"}
        answer = await self.post("/api/v1/launches", ISSUER, Role.OFFICE, body)
        assert answer.status_code in {200, 201}, answer.text
        return str(answer.json()["directive"])

    async def carry(self, path: str, who: Who, words: dict[str, Any], too_late: str | None = None) -> Place | None:
        """Send one command and write down its answer; where it stands in which ledger, or None when it was refused.

        ``too_late`` is the code it may rightly be refused with, because something else may have come before it.
        """
        key, kind = f"k{next(self.serial)}", path.rsplit("/", 1)[1]
        self.sent[kind] += 1
        answer = await self.post(f"/api/v1/{path}", *who, words, key)
        said = answer.json()
        if answer.status_code == 200:
            place = docket_id(said["directive"], said["docket"]), int(said["seq"])
            self.confirmed[f"{who[0]}/{_name(who)}/{key}"] = place
            self.done[kind] += 1
            return place
        turned_away = self.overtaken if said.get("code") == too_late else self.refused
        turned_away.append(f"{path} by {who[0]}: {answer.status_code} {answer.text}")
        return None

    def rows(self, directive: str, *where: sa.ColumnElement[bool]) -> list[sa.Row[tuple[str, str, str]]]:
        """Assignments of a directive: id, issuer, lead."""
        columns = tables.assignments.c
        query = sa.select(columns.id, columns.issuer, columns.lead).where(columns.directive == directive, *where)
        with self.engines.read.connect() as connection:
            return list(connection.execute(query.order_by(columns.id)))

    def asks(self, assignment: str) -> list[dict[str, Any]]:
        """What was asked on an assignment."""
        row = tables.assignments.c
        with self.engines.read.connect() as connection:
            asks = connection.execute(sa.select(row.asks).where(row.id == assignment)).scalar_one()
        return list(json.loads(asks))

    def dockets(self, directive: str) -> list[str]:
        """The dockets of a directive that are open."""
        docket = tables.dockets.c
        mine = (docket.directive == directive, docket.closed_at.is_(None))
        with self.engines.read.connect() as connection:
            return list(connection.execute(sa.select(docket.id).where(*mine)).scalars())

    async def until(self, look: Callable[[], T], what: str) -> T:
        """Look into the store until there is what is looked for; while it is away it shows nothing."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            with suppress(SQLAlchemyError):
                if found := look():
                    return found
            assert asyncio.get_running_loop().time() < deadline, f"it did not come to be so in time: {what}"
            await asyncio.sleep(0.05)

    async def until_rows(self, directive: str, count: int) -> None:
        """Wait until so many assignments of the directive stand in the store."""
        await self.until(lambda: len(self.rows(directive)) == count, f"{directive} has {count} assignments")

    async def proven(self) -> None:
        """Everything that was answered is in its ledger once; chains are whole; dockets are what their ledgers say.

        What was decided above has reached the dockets below, once, and they have signed for it.
        """
        await asyncio.to_thread(self.running.ready)
        await self.until(lambda: not self._unsigned(), "every docket below has signed")
        client = await connect(self.running.temporal_address)
        heads = await self._dockets_are_their_ledgers(client)
        self._every_confirmed_command_is_there()
        with self.engines.read.connect() as connection:
            check_instructions(connection, self.instructed)
        report = audit(self.engines.read, datetime.now(UTC), heads)
        assert report.clean, report

    def _unsigned(self) -> list[str]:
        with self.engines.read.connect() as connection:
            return unsigned(connection)

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
        kinds: Counter[tuple[str, str]] = Counter()
        places: dict[str, list[Place]] = {}
        for one in recorded:
            if one.key is not None:
                kinds[one.key, one.event.kind] += 1
                places.setdefault(one.key, []).append((one.docket, one.seq))
        assert {key: said for key, said in self.confirmed.items() if max(places.get(key, [("", 0)])) != said} == {}
        assert set(kinds.values()) <= {1}


def _name(who: Who) -> str:
    """Whoever acts there in that role: the office and the chair of an agency are two persons."""
    return f"afternoon {who[1]}"


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
