"""The store is gone for some seconds of a busy afternoon: nobody is told that it is saved, and then it is."""

import asyncio
import signal
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from tests.postgres import Cluster
from tests.verify.afternoon import Afternoon, afternoon
from tests.verify.busy import busy
from thac.domain.agencies import Role
from thac.store import tables

pytestmark = pytest.mark.verify

AWAY_SECONDS = 6.0


async def _turned_away(day: Afternoon, assignment: str, unit: str) -> httpx.Response:
    return await day.http.post(
        f"/api/v1/assignments/{assignment}/progress",
        json={"percent": 50},
        headers={"Authorization": f"Bearer {day.token(unit, Role.UNIT)}"},
    )


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGQUIT], ids=["restarted", "crashed"])
async def test_a_store_that_is_away_is_said_with_a_time_to_try_again(
    tmp_path: Path, durable: Cluster, ending: signal.Signals
) -> None:
    """PostgreSQL ends while every unit reports: 503 and Retry-After meanwhile, everything saved once it is back."""
    address = durable.database()
    async with afternoon(tmp_path, address) as day:

        async def away() -> None:
            while len(day.confirmed) < 40:
                await asyncio.sleep(0.01)
            with day.engines.read.connect() as connection:
                of_units = sa.select(tables.assignments.c.id, tables.assignments.c.lead)
                one = connection.execute(of_units.where(tables.assignments.c.issuer != "19").limit(1)).one()
            await asyncio.to_thread(durable.stop, ending)
            try:
                answer = await _turned_away(day, one.id, one.lead)
                assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
                assert answer.json()["code"] in {"not_saved", "unavailable"}
                saved = len(day.confirmed)
                await asyncio.sleep(AWAY_SECONDS)
                assert len(day.confirmed) == saved
            finally:
                durable.start()

        await busy(day, "1", away)
        assert day.retries > 0
    durable.drop(address)
