"""Two plans of a commune over a real server: the second, with another lead, needs a reason and then runs."""

from datetime import UTC, datetime
from typing import Any

import pytest
from temporalio.client import Client

from tests.places import Place
from tests.rig import until
from tests.smoke.test_http import house
from thac.domain.agencies import Role

pytestmark = pytest.mark.slow

TEXTS = (
    "Rà soát, lập danh sách hộ nghèo, hộ cận nghèo trên địa bàn xã năm 2026",
    "Lập danh sách các hộ nghèo và hộ cận nghèo trong toàn xã sau rà soát năm 2026",
)


def plan(number: int) -> dict[str, Any]:
    task = {"number": 1, "text": TEXTS[number - 1], "mode": "single", "leads": [f"00001-U{number}"]}
    header = {"doc_type": "Kế hoạch", "subject": f"Kế hoạch {number}", "issued_on": str(datetime.now(UTC).date())}
    return {**header, "number": str(number), "symbol": "KH-UBND", "tasks": [task]}


async def test_a_plan_with_a_conflicting_lead_runs_with_a_reason(server: Client, place: Place) -> None:
    async with house(place, server) as here, here.worker():
        first = (await here.ask("00001", Role.OFFICE, "launches", plan(1))).json()["directive"]
        refused = (await here.ask("00001", Role.OFFICE, "launches", plan(2))).json()
        assert refused["code"] == "overlap_conflicts"
        word = {"accepted_conflicts": [{"key": refused["conflicts"][0]["key"], "reason": "Hai thôn, hai đơn vị"}]}
        second = (await here.ask("00001", Role.OFFICE, "launches", plan(2) | word)).json()["directive"]
        await until(lambda: (here.count(first), here.count(second)) == (1, 1))
        kept = (await here.ask("00001", Role.OFFICE, f"directives/{second}")).json()["accepted_conflicts"]
        assert [one["reason"] for one in kept] == ["Hai thôn, hai đơn vị"]
