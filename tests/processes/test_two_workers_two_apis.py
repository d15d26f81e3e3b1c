"""Two workers and two APIs on one store: whatever comes through both doors at once takes effect once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest
import pytest_asyncio

from tests.places import Databases
from tests.postgres import Cluster
from tests.processes.offices import Offices, offices
from tests.rig import dev_server
from thac.domain.agencies import Role
from thac.store import tables as t
from thac.store.auditing import audit

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

PROVINCE = ("19", Role.OFFICE)
UNITS = [("00001-U1", Role.UNIT), ("00001-U2", Role.UNIT)]


def letter() -> dict[str, Any]:
    """A letter of its own for each test, like no other: every commune and every unit of it has one task."""
    today = datetime.now(UTC).date()
    task = {
        "number": 1,
        "text": " ".join(token_hex(4) for _ in range(12)),
        "mode": "each",
        "recipients": ["communes"],
        "within": "every_unit",
        "deadline": {"day": str(today + timedelta(days=60))},
    }
    header = {
        "doc_type": "Công văn",
        "subject": f"Về việc {token_hex(8)} {token_hex(8)}",
        "issued_on": str(today),
        "number": token_hex(4),
    }
    return {**header, "symbol": "UBND", "tasks": [task]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Offices]:
    """One installation for all of these tests; each has directives of its own, and the store is clean at the end."""
    place = Databases(postgres)
    async with dev_server() as client, offices(client, place, tmp_path_factory.mktemp("offices") / "home") as running:
        yield running
        report = audit(running.engines.read, datetime.now(UTC))
        assert report.clean, report.findings
        assert running.count(t.alarms) == 0
    place.close()


async def test_commands_to_one_docket_through_both_doors(both: Offices) -> None:
    """Two units report fifty times each, now here, now there; a worker is killed in between and nobody notices."""
    directive = await both.launched(letter())
    for who in UNITS:
        path = f"assignments/{directive}~00001~1~{who[0]}"
        assert (await both.post(0, who, f"{path}/accept", {})).status_code == 200
        assert (await both.post(1, who, f"{path}/take", {"person": "an"})).status_code == 200

    async def report(who: tuple[str, Role], number: int) -> int:
        path = f"assignments/{directive}~00001~1~{who[0]}/progress"
        while True:
            answered = await both.post(number % 2, who, path, {"percent": number}, f"{who[0]}.{number}")
            if answered.status_code != 503:
                return int(answered.status_code)

    sent = [asyncio.create_task(report(who, number)) for number in range(50) for who in UNITS]
    await asyncio.wait(sent, return_when=asyncio.FIRST_COMPLETED)
    both.replace_worker()
    assert set(await asyncio.gather(*sent)) == {200}
    assert (
        both.count(t.events, t.events.c.docket == f"cascade/{directive}/00001", t.events.c.kind == "progressed") == 100
    )


async def test_the_same_request_ten_times_at_once_through_both_doors_is_one_event(both: Offices) -> None:
    directive = await both.launched(letter())
    path = f"assignments/{directive}~00001~1~00001-U1/accept"
    answers = await asyncio.gather(*(both.post(number % 2, UNITS[0], path, {}, "k-1") for number in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["seq"] for answer in answers}) == 1
    assert both.count(t.events, t.events.c.docket == f"cascade/{directive}/00001", t.events.c.kind == "accepted") == 1


async def test_one_key_for_two_dockets_through_both_doors_is_carried_out_in_one(both: Offices) -> None:
    """A unit reports on two directives under one key, ten times: one is saved, the other is told that it is used."""
    directives = await both.launched(letter()), await both.launched(letter())
    paths = [f"assignments/{directive}~00001~1~00001-U1" for directive in directives]
    for path in paths:
        assert (await both.post(0, UNITS[0], f"{path}/accept", {})).status_code == 200
        assert (await both.post(0, UNITS[0], f"{path}/take", {"person": "an"})).status_code == 200

    async def crossed(key: str) -> list[str]:
        sent = (both.post(api, UNITS[0], f"{paths[api]}/progress", {"percent": 10}, key) for api in (0, 1))
        return sorted(answer.json().get("code", "saved") for answer in await asyncio.gather(*sent))

    found = await asyncio.gather(*(crossed(f"crossed-{number}") for number in range(10)))
    assert found == [["key_reused", "saved"]] * 10
    here = t.events.c.docket.in_([f"cascade/{directive}/00001" for directive in directives])
    assert both.count(t.events, here, t.events.c.kind == "progressed") == 10


async def test_two_launches_at_once_are_one_cascade(both: Offices) -> None:
    body = letter()
    answers = await asyncio.gather(*(both.post(number % 2, PROVINCE, "launches", body) for number in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    (directive,) = {answer.json()["directive"] for answer in answers}
    await both.until_everybody_has_it(directive)
    assert both.count(t.directives, t.directives.c.number == body["number"]) == 1
    assert both.openings(directive) == ["00001", "00002", "19"]


async def test_one_draft_launched_through_both_doors_is_one_cascade(both: Offices) -> None:
    drafted = await both.post(0, PROVINCE, "directives", letter())
    directive = str(drafted.json()["id"])
    answers = await asyncio.gather(
        *(both.post(number % 2, PROVINCE, f"directives/{directive}/launch", None) for number in range(6))
    )
    assert {answer.status_code for answer in answers} <= {200, 201}
    await both.until_everybody_has_it(directive)
    assert both.openings(directive) == ["00001", "00002", "19"]
