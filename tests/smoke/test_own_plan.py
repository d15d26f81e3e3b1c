"""A commune's own plan on a real server: nobody gets a thing twice, results climb through it, the word to close too."""

import asyncio
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest
import sqlalchemy as sa
from temporalio.client import Client, WorkflowExecutionStatus

from tests.places import Place
from tests.rig import until
from tests.smoke.test_http import House, closed, house, letter, work, work_through
from thac.domain.agencies import AgencyId, Role
from thac.domain.docket import docket_id
from thac.store import tables as t
from thac.store.auditing import audit

pytestmark = pytest.mark.verify

DAY = datetime.now(UTC).date()


def plan(parent: str) -> dict[str, Any]:
    """What the commune answers the letter with: its one task again for each unit, and one of the commune's own."""
    tasks = [
        {
            "number": 1,
            "text": "Từng đơn vị rà soát thủ tục của mình",
            "mode": "each",
            "recipients": ["units"],
            "implements": [1],
            "deadline": {"day": str(DAY + timedelta(days=50))},
        },
        {"number": 2, "text": "Niêm yết tại trụ sở", "mode": "single", "leads": ["00001-U1"]},
    ]
    header = {"doc_type": "Kế hoạch", "subject": "Kế hoạch của xã", "issued_on": str(DAY), "number": token_hex(4)}
    return {**header, "symbol": "KH-UBND", "parent": parent, "tasks": tasks}


def rows(here: House, directive: str, issuer: AgencyId) -> dict[str, str]:
    """Who leads what in a docket, and its state."""
    with here.engines.read.connect() as connection:
        found = connection.execute(
            sa.select(t.assignments.c.key, t.assignments.c.state).where(
                t.assignments.c.docket == docket_id(directive, issuer)
            )
        )
        return {row.key: row.state for row in found}


async def test_nobody_gets_a_thing_twice_and_everything_closes_through_the_plan(server: Client, place: Place) -> None:
    async with house(place, server) as here, here.worker():
        above = await here.launched(letter(), 6)
        accepted = f"{above}~00001~1~00001-U1"
        assert (await here.ask("00001-U1", Role.UNIT, f"assignments/{accepted}/accept", {})).status_code == 200

        launched = await here.ask("00001", Role.OFFICE, "launches", plan(above))
        assert launched.status_code == 201, launched.text
        own = str(launched.json()["directive"])
        await until(lambda: here.count(own) == 2)
        assert rows(here, above, "00001") == {"1:00001-U1": "accepted", "1:00001-U2": "withdrawn"}
        assert rows(here, own, "00001") == {"1:00001-U2": "assigned", "2:00001-U1": "assigned"}

        await work_through(here, above, "00002")
        await _submit(here, f"{above}~19~1~00001")
        early = await here.ask("19", Role.OFFICE, f"assignments/{above}~19~1~00001/confirm", {})
        assert (early.status_code, early.json()["code"]) == (409, "open_below")

        assert (await here.ask("00001-U1", Role.UNIT, f"assignments/{accepted}/submit", {})).status_code == 200
        assert (await here.ask("00001", Role.OFFICE, f"assignments/{accepted}/confirm", {})).status_code == 200
        await work(here, f"{own}~00001~1~00001-U2", "00001-U2", Role.UNIT, "00001")
        assert not closed(here, own)
        await work(here, f"{own}~00001~2~00001-U1", "00001-U1", Role.UNIT, "00001")
        await _confirm(here, f"{above}~19~1~00001")
        await until(lambda: closed(here, above) and closed(here, own), 40)
        ours = (docket_id(above, ""), docket_id(own, ""))  # the server is shared, and others left dockets on it
        assert [one for one in audit(here.engines.read, datetime.now(UTC)) if one.docket.startswith(ours)] == []


async def test_a_plan_launched_while_the_docket_above_is_worked_on_gives_each_unit_one(
    server: Client, place: Place
) -> None:
    """Whichever comes first, an acceptance or the plan: the unit has the task once, here or there."""
    async with house(place, server) as here, here.worker():
        above = await here.launched(letter(), 6)
        assignments = [f"{above}~00001~1~00001-U{unit}" for unit in (1, 2)]
        launched, *_ = await asyncio.gather(
            here.ask("00001", Role.OFFICE, "launches", plan(above)),
            *(here.ask(one[-8:], Role.UNIT, f"assignments/{one}/accept", {}) for one in assignments),
        )
        assert launched.status_code == 201, launched.text
        own = str(launched.json()["directive"])
        await until(lambda: bool(rows(here, own, "00001")))
        kept = {key for key, state in rows(here, above, "00001").items() if state == "accepted"}
        given = {key for key in rows(here, own, "00001") if key.startswith("1:")}
        assert kept | given == {"1:00001-U1", "1:00001-U2"}
        assert not kept & given


async def test_a_directive_that_cannot_be_planned_is_shown_and_starts_once_mended(server: Client, place: Place) -> None:
    async with house(place, server) as here:
        body = letter()
        body["tasks"].append({"number": 2, "text": "Tổng hợp", "mode": "single", "leads": ["19-SNV"]})
        launched = await here.ask("19", Role.OFFICE, "launches", body)
        directive = str(launched.json()["directive"])
        _move(here, "00002")

        async def state() -> str:
            return str((await here.ask("19", Role.OFFICE, f"directives/{directive}")).json()["state"])

        async def failed() -> bool:
            run = await server.get_workflow_handle(docket_id(directive, "19")).describe()
            return run.status is WorkflowExecutionStatus.FAILED and await state() == "failed"

        async with here.worker():
            await until(failed)
            _move(here, "19")
            again = await here.ask("19", Role.OFFICE, f"directives/{directive}/launch", {})
            assert (again.status_code, await state()) == (201, "running")
            await until(lambda: here.count(directive) == 7)


def _move(here: House, parent: AgencyId) -> None:
    """Sở Nội vụ stands below that agency from now on."""
    with here.engines.write.begin() as connection:
        version = connection.execute(sa.select(sa.func.max(t.directory_journal.c.version))).scalar_one()
        connection.execute(sa.update(t.agencies).where(t.agencies.c.id == "19-SNV").values(parent=parent))
        row = {"at": datetime.now(UTC), "by": "x", "change": "{}", "kind": "move", "effective_on": DAY}
        connection.execute(sa.insert(t.directory_journal).values(version=version + 1, **row))


async def _submit(here: House, assignment: str) -> None:
    for command in ("accept", "submit"):
        answered = await here.ask("00001", Role.OFFICE, f"assignments/{assignment}/{command}", {})
        assert answered.status_code == 200, answered.text


async def _confirm(here: House, assignment: str) -> None:
    async def confirmed() -> bool:
        answered = await here.ask("19", Role.OFFICE, f"assignments/{assignment}/confirm", {})
        return bool(answered.status_code == 200)

    await until(confirmed, 30)
