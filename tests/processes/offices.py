"""Workers and APIs as processes of their own on one store and one Temporal server."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa
from temporalio.client import Client

from tests.places import Place
from tests.rig import open_store, until
from tests.samples import small_tree
from thac.domain.agencies import AgencyId, Role
from thac.embedded import Part, free_port, thac_part
from thac.settings import Settings
from thac.store import tables as t
from thac.store.access import make_token
from thac.store.engine import Engines

_MANY = httpx.Limits(max_connections=200)


class Offices:
    """Two APIs, two workers, and the store behind them."""

    def __init__(self, engines: Engines, apis: list[httpx.AsyncClient], replace_worker: Callable[[], None]) -> None:
        self.engines = engines
        self.apis = apis
        self.replace_worker = replace_worker
        """Kill one of the two workers with -9 and start another."""
        self._tokens: dict[tuple[AgencyId, Role], str] = {}

    async def post(self, api: int, who: tuple[AgencyId, Role], path: str, body: Any, key: str | None = None) -> Any:
        """Ask one of the APIs."""
        headers = {"Authorization": f"Bearer {self.token(*who)}"} | ({} if key is None else {"Idempotency-Key": key})
        return await self.apis[api].post(f"/api/v1/{path}", json=body, headers=headers)

    def token(self, agency: AgencyId, role: Role) -> str:
        """A token of that agency and role."""
        if (agency, role) not in self._tokens:
            with self.engines.write.begin() as connection:
                made = make_token(connection, agency, role, "test", datetime.now(UTC))
            self._tokens[agency, role] = made
        return self._tokens[agency, role]

    def openings(self, directive: str) -> list[str]:
        """The agencies whose dockets of that directive were opened, one for each opening."""
        opened = sa.select(t.events.c.docket).where(t.events.c.kind == "opened")
        with self.engines.read.connect() as connection:
            dockets = connection.execute(opened.where(t.events.c.docket.contains(directive))).scalars()
            return sorted(docket.rpartition("/")[2] for docket in dockets)

    def count(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        """How many rows of a table there are."""
        with self.engines.read.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()

    async def launched(self, letter: dict[str, Any]) -> str:
        """Launch a letter to both communes and wait until every unit has its copy."""
        answered = await self.post(0, ("19", Role.OFFICE), "launches", letter)
        assert answered.status_code == 201, answered.text
        directive = str(answered.json()["directive"])
        await self.until_everybody_has_it(directive)
        return directive

    async def until_everybody_has_it(self, directive: str) -> None:
        """Wait for the copies of both communes and of their two units each."""
        await until(lambda: self.count(t.assignments, t.assignments.c.directive == directive) == 6, 60)


@asynccontextmanager
async def offices(client: Client, place: Place, folder: Path) -> AsyncIterator[Offices]:
    """Two workers and two APIs at work on a new store."""
    async with AsyncExitStack() as stack:
        engines = open_store(place, small_tree())
        stack.callback(engines.dispose)
        settings = Settings(
            home=folder,
            store_url=engines.write.url.render_as_string(hide_password=False),
            temporal_address=client.service_client.config.target_host,
        )
        settings.logs_folder.mkdir(parents=True)
        worker = thac_part("worker", settings)
        killed, _ = [_started(stack, worker, number) for number in (1, 2)]

        def replace_worker() -> None:
            killed.kill()
            _started(stack, worker, 3)

        apis: list[httpx.AsyncClient] = []
        for number, port in enumerate((free_port(), free_port()), 1):
            _started(stack, thac_part("api", settings, "--port", str(port)), number)
            address = f"http://127.0.0.1:{port}"
            http = httpx.AsyncClient(base_url=address, timeout=30, trust_env=False, limits=_MANY)
            apis.append(await stack.enter_async_context(http))
        for http in apis:
            await until(lambda http=http: _ready(http), 60)  # type: ignore[misc]
        yield Offices(engines, apis, replace_worker)


def _started(stack: AsyncExitStack, part: Part, number: int) -> "subprocess.Popen[bytes]":
    process = replace(part, log=part.log.with_name(f"{part.name}-{number}.log")).spawn()
    stack.push_async_callback(_ended, process)
    return process


async def _ended(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    await asyncio.to_thread(process.wait, 30)


async def _ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).is_success
    except httpx.TransportError:
        return False
