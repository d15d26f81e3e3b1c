"""An agency leaves: renamed, its work handed over, closed with a successor, and found in the ledger by its old name."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from temporalio.client import Client

from tests.places import Place
from tests.smoke.test_http import TODAY
from tests.smoke.test_life_http import COMMUNE, NEIGHBOUR, PROVINCE, UNIT, Story, story, to_all
from thac.domain.agencies import Role
from thac.store import tables
from thac.store.auditing import audit

pytestmark = pytest.mark.slow

ADMINISTRATOR = ("19", Role.ADMINISTRATOR)
LEAVES = "directory/agencies/00001-U1"
LETTERS = 2


async def test_an_agency_that_leaves_hands_everything_over_and_is_found_under_its_old_name(
    place: Place, server: Client
) -> None:
    """Nothing is lost, nothing goes to it any more, and what it did still bears its name of then."""
    async with story(place, server, to_all(1), to_all(2, text="Báo cáo tháng đầu"), copies=12) as first:
        old = (await first.ask(ADMINISTRATOR, LEAVES)).json()["name"]
        await first.do(UNIT, first.of_unit, "accept")
        await first.do(UNIT, first.of_unit, "progress", percent=40, note="Đã rà soát một nửa")
        await _post(first, f"{LEAVES}/rename", name="Phòng Kinh tế và Hạ tầng", reason="Sắp xếp lại")
        refused = await first.ask(ADMINISTRATOR, f"{LEAVES}/close", {"reason": "Sáp nhập"})
        assert refused.status_code in {409, 422}, refused.text
        handed = await first.ask(COMMUNE, "handovers", _handover())
        assert handed.status_code == 200, handed.text
        assert (handed.json()["done"], handed.json()["refused"], handed.json()["left"]) == (LETTERS, 0, 0)
        again = await first.ask(COMMUNE, "handovers", _handover())
        assert (again.json()["done"], again.json()["refused"]) == (0, 0)
        await _post(first, f"{LEAVES}/close", successor="00001-U2", reason="Sáp nhập")

        row = await first.row(NEIGHBOUR, first.of_unit)
        assert (row["lead"], row["copy_for"], row["state"], row["percent"]) == ("00001-U2", "00001-U1", "assigned", 40)
        await first.do(NEIGHBOUR, first.of_unit, "accept")
        found = (await first.ask(COMMUNE, "assignments?former=00001-U1")).json()
        assert {item["id"] for item in found["items"]} == {
            f"{first.directive}~00001~{task}~00001-U1" for task in (1, 2)
        }
        events = (await first.ask(COMMUNE, f"{first.of_unit}/ledger")).json()["events"]
        by_whom = [(event["kind"], event["actor"]["agency"]) for event in events if event["actor"]]
        assert ("progressed", "00001-U1") in by_whom
        assert ("reassigned", "00001") in by_whom
        assert ("accepted", "00001-U2") in by_whom
        kept = (await first.ask(ADMINISTRATOR, LEAVES)).json()
        assert [name["name"] for name in kept["names"]] == [old, "Phòng Kinh tế và Hạ tầng"]
        assert kept["successor"] == "00001-U2"
        assert [item["id"] for item in await _agencies(first, old)] == ["00001-U1"]

        later = await first.here.launched(
            {
                "doc_type": "Công văn",
                "subject": "Kiểm tra phòng cháy",
                "issued_on": str(TODAY),
                "number": "77",
                "symbol": "UBND-NC",
                "tasks": [{**to_all(1), "text": "Kiểm tra phòng cháy tại trụ sở"}],
            },
            copies=5,
        )
        with first.here.engines.read.connect() as connection:
            rows = tables.assignments.c
            leads = connection.execute(sa.select(rows.lead).where(rows.directive == later)).scalars().all()
        assert "00001-U1" not in leads
        assert leads.count("00001-U2") == 1
        until = datetime.now(UTC) + timedelta(seconds=1)
        mine = {
            one.code
            for one in audit(first.here.engines.read, until)
            if first.directive in one.docket or later in one.docket
        }
        assert mine == set()
        assert PROVINCE[0] == "19"


async def _post(here: Story, path: str, **body: str) -> None:
    answered = await here.ask(ADMINISTRATOR, path, body)
    assert answered.status_code == 200, answered.text


async def _agencies(here: Story, name: str) -> list[dict[str, str]]:
    answered = await here.ask(ADMINISTRATOR, f"agencies?name={name}&ended=true")
    assert answered.status_code == 200, answered.text
    items: list[dict[str, str]] = answered.json()["items"]
    return [item for item in items if item["id"].startswith("00001-")]


def _handover() -> dict[str, str]:
    return {"from_agency": "00001-U1", "to_agency": "00001-U2", "reason": "Sáp nhập"}
