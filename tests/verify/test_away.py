"""Bad minutes: Temporal away, or no room left for the store. Callers hear 503, and afterwards nothing is lost."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from temporalio.client import Client

from tests.places import Files
from tests.rig import until
from tests.smoke.test_http import House, house, letter
from thac.domain.agencies import Role
from thac.embedded import DevServer, TemporalPlan
from thac.store import tables as t
from thac.store.access import make_token
from thac.store.auditing import audit
from thac.temporal import connect

pytestmark = pytest.mark.verify

UNITS = tuple(f"{commune}-U{unit}" for commune in ("00001", "00002") for unit in (1, 2))
AWAY_SECONDS = 20.0


class Units:
    """The units of a directive, with tokens that were made while there was room for them."""

    def __init__(self, here: House, directive: str) -> None:
        self.here = here
        self.directive = directive
        with here.engines.write.begin() as connection:
            now = datetime.now(UTC)
            self.tokens = {unit: make_token(connection, unit, Role.UNIT, "test", now) for unit in UNITS}

    async def report(self, unit: str, percent: int) -> httpx.Response:
        """One report of a unit, under a key of its own however often it is sent."""
        path = f"/api/v1/assignments/{self.directive}~{unit[:5]}~1~{unit}/progress"
        headers = {"Authorization": f"Bearer {self.tokens[unit]}", "Idempotency-Key": f"{unit}.{percent}"}
        return await self.here.http.post(path, json={"percent": percent}, headers=headers)


async def accepted(here: House) -> Units:
    """The units of a directive, which have accepted."""
    directive = await here.launched(letter(), 6)
    for unit in UNITS:
        answered = await here.ask(unit, Role.UNIT, f"assignments/{directive}~{unit[:5]}~1~{unit}/accept", {})
        assert answered.status_code == 200, answered.text
    return Units(here, directive)


async def everything_is_saved_once(units: Units, percents: range) -> None:
    """Every report is sent again until it is saved, stands once in the ledger, and the audit finds nothing."""
    for unit in UNITS:
        for percent in percents:

            async def saved(unit: str = unit, percent: int = percent) -> bool:
                return (await units.report(unit, percent)).status_code == 200

            await until(saved, seconds=60)
    with units.here.engines.read.connect() as connection:
        where = (t.events.c.kind == "progressed", t.events.c.docket.contains(units.directive))
        written = connection.execute(sa.select(sa.func.count()).where(*where)).scalar_one()
    assert written == len(UNITS) * len(percents)
    assert audit(units.here.engines.read, datetime.now(UTC)).clean


async def test_while_temporal_is_away_callers_hear_503_and_afterwards_nothing_is_lost(tmp_path: Path) -> None:
    """The same worker and the same API go on by themselves when the server is back."""
    server = DevServer(TemporalPlan(file=tmp_path / "temporal.db", log=tmp_path / "temporal.log"))
    with server:
        client = await connect(server.address)
        async with house(Files(tmp_path), client) as here, here.worker():
            units = await accepted(here)
            here.service.gate._seconds = 2.0
            under_way = [asyncio.create_task(units.report(unit, 1)) for unit in UNITS]
            await asyncio.to_thread(server.kill)
            over = asyncio.get_running_loop().time() + AWAY_SECONDS
            while asyncio.get_running_loop().time() < over:
                turned_away = await units.report(UNITS[0], 2)
                assert (turned_away.status_code, turned_away.json()["code"]) == (503, "not_saved")
                assert int(turned_away.headers["Retry-After"]) > 0
            assert {answer.status_code for answer in await asyncio.gather(*under_way)} <= {200, 503}
            await asyncio.to_thread(server.start)
            await everything_is_saved_once(units, range(1, 4))


async def test_without_room_for_the_store_callers_hear_503_and_afterwards_nothing_is_lost(
    server: Client, tmp_path: Path
) -> None:
    async with house(Files(tmp_path), server) as here, here.worker():
        units = await accepted(here)
        here.service.gate._seconds = 2.0
        with no_room(here):
            answers = [await units.report(UNITS[0], percent) for percent in range(1, 6)]
        assert {answer.status_code for answer in answers} >= {503}
        assert {answer.status_code for answer in answers} <= {200, 503}
        await everything_is_saved_once(units, range(1, 6))


@contextmanager
def no_room(here: House) -> Iterator[None]:
    """The database may not grow by a single page."""
    with here.engines.read.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limited(connection: Any, _record: object, _proxy: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(here.engines.write, "checkout", limited)
    try:
        yield
    finally:
        sa.event.remove(here.engines.write, "checkout", limited)

        def free(connection: Any, _record: object, _proxy: object) -> None:
            connection.execute("PRAGMA max_page_count = 1073741823")

        sa.event.listen(here.engines.write, "checkout", free)
