"""The API over a real server, worker and store: launched, worked, confirmed; nothing called saved that is not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from temporalio.client import Client

from api.app import create_app
from api.dependencies import Dependencies
from api.dockets import TemporalDockets
from api.launching import relaunch_pending
from tests.places import Place
from tests.rig import open_store, until
from tests.samples import small_tree
from thac.domain.agencies import AgencyId, Role
from thac.domain.defaults import DEFAULTS
from thac.store import tables
from thac.store.access import make_token
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines
from thac.store.writer import GroupCommit
from thac.temporal import connect
from thac.worker import Outside, StoredPlanner, make_worker
from workflows.messages import Archive

pytestmark = pytest.mark.slow

TODAY = datetime.now(UTC).date()


def letter() -> dict[str, Any]:
    """A letter of its own for each test: every commune and every unit of it has one task."""
    task = {
        "number": 1,
        "text": "Rà soát thủ tục",
        "mode": "each",
        "recipients": ["communes"],
        "within": "every_unit",
        "deadline": {"day": str(TODAY + timedelta(days=60))},
    }
    header = {"doc_type": "Công văn", "subject": "Thử", "issued_on": str(TODAY), "number": token_hex(4)}
    return {**header, "symbol": "UBND", "tasks": [task]}


class House:
    """The API with everything behind it; its worker comes and goes."""

    def __init__(self, engines: Engines, service: Any, http: httpx.AsyncClient, client: Client) -> None:
        self.engines = engines
        self.service = service
        self.http = http
        self.client = client

    async def ask(self, agency: AgencyId, role: Role, path: str, body: Any = None, key: str | None = None) -> Any:
        """A request as somebody of that agency; a GET unless there is a body."""
        with self.engines.write.begin() as connection:
            token = make_token(connection, agency, role, "test", datetime.now(UTC))
        headers = {"Authorization": f"Bearer {token}"} | ({} if key is None else {"Idempotency-Key": key})
        method = "GET" if body is None else "POST"
        return await self.http.request(method, f"/api/v1/{path}", json=body, headers=headers)

    async def launched(self, body: dict[str, Any], copies: int) -> str:
        """Launch and wait until everybody has his copy."""
        answered = await self.ask("19", Role.OFFICE, "launches", body)
        assert answered.status_code == 201, answered.text
        directive = str(answered.json()["directive"])
        await until(lambda: self.count(directive) == copies)
        return directive

    def count(self, directive: str) -> int:
        """How many assignments of a directive there are."""
        with self.engines.read.connect() as connection:
            here = tables.assignments.c.directive == directive
            return connection.execute(sa.select(sa.func.count()).where(here)).scalar_one()

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[None]:
        """A worker in this process."""
        ledger = GroupCommit(self.engines.write, DirectoryCache())
        planner = StoredPlanner(self.engines, DirectoryCache(), DEFAULTS)
        try:
            async with make_worker(self.client, Outside.of(self.engines, ledger, planner)):
                yield
        finally:
            ledger.close()


@asynccontextmanager
async def house(
    place: Place,
    client: Client,
    communes: int = 2,
    rest_after: int | None = None,
    through: Callable[[], Awaitable[Client]] | None = None,
    archive: Archive | None = None,
) -> AsyncIterator[House]:
    """A store with the small directory and an API on it, without a worker."""

    async def the_client() -> Client:
        return client

    engines = open_store(place, small_tree(communes))
    dockets = TemporalDockets(through or the_client, rest_after, archive)
    app = create_app(Dependencies(engines, dockets, DirectoryCache(), flush_seconds=8.0))
    async with AsyncExitStack() as stack:
        stack.callback(engines.dispose)
        await stack.enter_async_context(app.router.lifespan_context(app))
        http = await stack.enter_async_context(
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://thac")
        )
        yield House(engines, app.state.service, http, client)


async def test_a_directive_goes_down_and_its_results_come_up(server: Client, place: Place) -> None:
    async with house(place, server) as here, here.worker():
        body = letter()
        directive = await here.launched(body, 6)
        again = await here.ask("19", Role.OFFICE, "launches", body)
        assert (again.status_code, again.json()["directive"]) == (200, directive)
        await asyncio.gather(*(work_through(here, directive, commune) for commune in ("00001", "00002")))
        await until(lambda: closed(here, directive))
        told = (await here.ask("19", Role.OFFICE, f"assignments/{directive}~19~1~00001/ledger")).json()["events"]
        assert [event["kind"] for event in told] == ["allocated", "accepted", "submitted", "confirmed"]
        late = await here.ask("00001-U1", Role.UNIT, f"assignments/{directive}~00001~1~00001-U1/accept", {})
        assert (late.status_code, late.json()["code"]) == (409, "docket_closed")


async def work_through(here: House, directive: str, commune: AgencyId) -> None:
    for unit in (f"{commune}-U1", f"{commune}-U2"):
        await work(here, f"{directive}~{commune}~1~{unit}", unit, Role.UNIT, commune)
    await work(here, f"{directive}~19~1~{commune}", commune, Role.OFFICE, "19")


async def work(here: House, assignment: str, lead: AgencyId, role: Role, issuer: AgencyId) -> None:
    for command, body in (("accept", {}), ("submit", {"report": "Xong"})):
        answered = await here.ask(lead, role, f"assignments/{assignment}/{command}", body)
        assert answered.status_code == 200, answered.text

    async def confirmed() -> bool:
        answered = await here.ask(issuer, Role.OFFICE, f"assignments/{assignment}/confirm", {})
        return bool(answered.status_code == 200)

    await until(confirmed)  # the commune's docket reports to the province within seconds


def closed(here: House, directive: str) -> bool:
    with here.engines.read.connect() as connection:
        open_ones = sa.select(tables.dockets.c.id).where(
            tables.dockets.c.directive == directive, tables.dockets.c.closed_at.is_(None)
        )
        return connection.execute(open_ones).first() is None


async def test_no_command_is_lost_while_dockets_continue_as_new(server: Client, place: Place) -> None:
    """Every run of a docket ends after a few events, under fifty callers; each command is in the ledger once."""
    async with house(place, server, rest_after=25) as here, here.worker():
        directive = await here.launched(letter(), 6)
        units = [(f"{commune}-U{unit}", commune) for commune in ("00001", "00002") for unit in (1, 2)]
        for unit, commune in units:
            path = f"assignments/{directive}~{commune}~1~{unit}/accept"
            assert (await here.ask(unit, Role.UNIT, path, {})).status_code == 200
        answers = await asyncio.gather(
            *(
                here.ask(
                    unit,
                    Role.UNIT,
                    f"assignments/{directive}~{commune}~1~{unit}/progress",
                    {"percent": n},
                    f"{unit}.{n}",
                )
                for n in range(50)
                for unit, commune in units
            )
        )
        assert {answer.status_code for answer in answers} == {200}
        with here.engines.read.connect() as connection:
            written = connection.execute(
                sa.select(sa.func.count()).where(
                    tables.events.c.kind == "progressed", tables.events.c.docket.contains(directive)
                )
            ).scalar_one()
        assert written == 200


async def test_without_a_worker_nothing_is_called_saved_and_the_same_key_is_safe(server: Client, place: Place) -> None:
    async with house(place, server) as here:
        async with here.worker():
            directive = await here.launched(letter(), 6)
        here.service.gate._seconds = 1.0
        path = f"assignments/{directive}~00001~1~00001-U1/accept"
        answered = await here.ask("00001-U1", Role.UNIT, path, {}, "k-1")
        assert (answered.status_code, answered.json()["code"]) == (503, "not_saved")
        here.service.gate._seconds = 8.0
        async with here.worker():
            again = await here.ask("00001-U1", Role.UNIT, path, {}, "k-1")
            assert again.status_code == 200
            told = (await here.ask("00001-U1", Role.UNIT, path.replace("accept", "ledger"))).json()["events"]
            assert [event["kind"] for event in told].count("accepted") == 1


async def test_a_docket_that_never_was_is_not_found(server: Client, place: Place) -> None:
    async with house(place, server) as here:
        answered = await here.ask("00001-U1", Role.UNIT, "assignments/nothing~00001~1~00001-U1/accept", {})
        assert (answered.status_code, answered.json()["code"]) == (404, "unknown_assignment")


async def test_a_launch_while_temporal_is_away_is_kept_and_started_once(server: Client, place: Place) -> None:
    gone = await connect("127.0.0.1:1", lazy=True)
    through = gone

    async def the_client() -> Client:
        return through

    async with house(place, server, through=the_client) as here, here.worker():
        body = letter()
        answered = await here.ask("19", Role.OFFICE, "launches", body)
        assert (answered.status_code, answered.json()["code"]) == (503, "launch_pending")
        assert (await here.http.get("/readyz")).json()["temporal"] is False
        through = server
        assert await relaunch_pending(here.service) == 1
        again = await here.ask("19", Role.OFFICE, "launches", body)
        assert (again.status_code, again.json()["state"]) == (200, "running")
        await until(lambda: here.count(answered.json()["directive"]) == 6)
