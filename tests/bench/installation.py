"""What is measured: a fresh installation in a temporary folder, with the floor's worker on the same Temporal server."""

import asyncio
import dataclasses
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa
from temporalio.client import Client

from thac.cli.home import prepare
from thac.domain.agencies import Role
from thac.embedded import Embedded, Part, free_port, thac_part
from thac.settings import Settings
from thac.store.access import make_token
from thac.store.engine import Engines, open_engines
from thac.store.migrate import upgrade
from thac.temporal import connect

PROVINCE = "19"
COMMUNES = 92
UNITS = 8
SERIAL = count(1)
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Bench:
    """An installation, and the floor beside it: ``bare`` is the floor's store, ``ports`` are those of the APIs."""

    running: Embedded
    client: Client
    store: Engines
    bare: Engines
    ports: tuple[int, ...]

    def token(self, agency: str, role: Role) -> str:
        """A token of that agency and role."""
        with self.store.write.begin() as connection:
            return make_token(connection, agency, role, f"bench{next(SERIAL)}", datetime.now(UTC))

    def count(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        """How many rows of the store there are."""
        with self.store.read.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()

    @asynccontextmanager
    async def http(self, agency: str, role: Role) -> AsyncIterator[httpx.AsyncClient]:
        """Somebody of that agency at the API."""
        headers = {"Authorization": f"Bearer {self.token(agency, role)}"}
        url = f"{self.running.api_url}/api/v1/"
        async with httpx.AsyncClient(base_url=url, headers=headers, timeout=120, trust_env=False) as client:
            yield client

    async def launch(self, http: httpx.AsyncClient, tasks: list[dict[str, Any]]) -> str:
        """Launch a directive with those tasks; its id, as soon as the launch is answered."""
        body = {
            "doc_type": "Công văn",
            "number": str(next(SERIAL)),
            "symbol": "UBND-NC",
            "subject": "Đo",
            "issued_on": str(datetime.now(UTC).date()),
            "tasks": tasks,
        }
        answer = await http.post("launches", json=body)
        assert answer.is_success, answer.text
        return str(answer.json()["directive"])


async def carry_out(http: httpx.AsyncClient, commands: list[dict[str, Any]], **headers: str) -> None:
    """Send commands, a hundred at once, until all are carried out; what was not saved is sent again.

    Raises
    ------
    AssertionError
        One was refused.
    """
    for start in range(0, len(commands), _BATCH):
        left = [one | {"idempotency_key": f"bench{next(SERIAL)}"} for one in commands[start : start + _BATCH]]
        while left:
            answer = await http.post("commands", json={"commands": left}, headers=headers)
            assert answer.is_success, answer.text
            told = answer.json()
            assert not told["refused"], answer.text
            left = left if told["not_saved"] else []


def reported(assignment: str, lead: str) -> list[dict[str, Any]]:
    """Accepted, and progress told, both by the issuing office for the lead: it is silent no more."""
    common = {"assignment": assignment, "on_behalf_of": lead}
    return [{"command": "accept"} | common, {"command": "progress", "percent": 50} | common]


def task(number: int, recipients: list[str], within: str = "routed", deadline: dict[str, str] | None = None) -> Any:
    """A task for each of the recipients; its words are like those of no other, so that no launch is questioned."""
    day = datetime.now(UTC).date() + timedelta(days=60)
    return {
        "number": number,
        "text": f"Đợt {next(SERIAL)} việc {number}",
        "mode": "each",
        "recipients": recipients,
        "within": within,
        "deadline": deadline or {"day": str(day)},
    }


async def until_count(
    bench: Bench, wanted: int, table: sa.Table, *where: sa.ColumnElement[bool], look_seconds: float = 0.05
) -> None:
    """Wait until so many rows stand in the store."""
    while bench.count(table, *where) < wanted:
        await asyncio.sleep(look_seconds)


@asynccontextmanager
async def installed(
    *,
    store_url: str | None = None,
    bare_url: str | None = None,
    processes: int = 1,
    beside: bool = True,
    **more: Any,
) -> AsyncIterator[Bench]:
    """An installation that runs, with so many workers and APIs; ``more`` are settings.

    ``beside``: as many workers of the floor run on the same Temporal server.
    """
    with tempfile.TemporaryDirectory() as folder:
        given = Settings(
            home=Path(folder) / "home", store_url=store_url, units_per_commune=UNITS, flush_timeout_seconds=30, **more
        )
        prepare(given)
        bare = _bare_store(bare_url or f"sqlite:///{folder}/bare.db")
        ports = tuple(free_port() for _ in range(processes))

        def parts(settings: Settings) -> list[Part]:
            return [
                _numbered(part, number)
                for number, port in enumerate(ports)
                for part in (
                    thac_part("worker", settings),
                    thac_part("api", settings, "--port", str(port)),
                    *([_bare_part(settings, bare)] if beside else []),
                )
            ]

        with Embedded(given.model_copy(update={"api_port": ports[0]}), parts) as running:
            running.ready()
            yield Bench(
                running, await connect(running.temporal_address), open_engines(given.store_address), bare, ports
            )


@asynccontextmanager
async def bare_alone() -> AsyncIterator[Bench]:
    """The floor's worker and store on a Temporal server of their own, and nothing of Thác."""
    with tempfile.TemporaryDirectory() as folder:
        given = Settings(home=Path(folder))
        bare = _bare_store(f"sqlite:///{folder}/bare.db")
        with Embedded(given, lambda settings: [_bare_part(settings, bare)]) as running:
            yield Bench(running, await connect(running.temporal_address), bare, bare, ())


def _bare_store(url: str) -> Engines:
    engines = open_engines(url)
    upgrade(engines.write)
    return engines


def _bare_part(settings: Settings, bare: Engines) -> Part:
    address = bare.write.url.render_as_string(hide_password=False)
    return Part(
        "bare",
        (sys.executable, "-m", "tests.bench.floor_worker", str(settings.temporal_address), address),
        settings.logs_folder / "bare.log",
    )


def _numbered(part: Part, number: int) -> Part:
    """A second process of a kind has a name and a log of its own."""
    if number == 0:
        return part
    name = f"{part.name}{number + 1}"
    return dataclasses.replace(part, name=name, log=part.log.with_name(f"{name}.log"))
