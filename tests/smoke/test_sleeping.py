"""Dockets that sleep: their workflows end; commands, reports, orders and moments bring them back from the ledger."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from tests.places import Place
from tests.rig import until
from tests.smoke.test_http import House, house, letter
from thac.domain.agencies import AgencyId, Role
from thac.domain.docket import docket_id
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.sleeping import asleep as asleep_now
from thac.tending import Tending
from workflows.messages import Archive

pytestmark = pytest.mark.verify

SOON = Archive(timedelta(days=2), timedelta(seconds=1))
"""Dockets sleep a second after the last that came in, when nothing in them calls for two days."""
DOCKETS = ("19", "00001", "00002")


def undated() -> dict[str, Any]:
    """A letter whose task has no deadline: once everybody has taken it, nothing calls for thirty days."""
    written = letter()
    del written["tasks"][0]["deadline"]
    return written


async def status(here: House, directive: str, agency: AgencyId) -> WorkflowExecutionStatus | None:
    """How the workflow of a docket stands; None if Temporal does not know it."""
    try:
        return (await here.client.get_workflow_handle(docket_id(directive, agency)).describe()).status
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise


async def all_asleep(here: House, directive: str) -> bool:
    ended = [await status(here, directive, agency) is WorkflowExecutionStatus.COMPLETED for agency in DOCKETS]
    return all(ended) and sleepers(here, directive) == set(DOCKETS)


def sleepers(here: House, directive: str) -> set[AgencyId]:
    """Whose dockets sleep with the heads they have."""
    with here.engines.read.connect() as connection:
        found = connection.execute(
            sa.select(t.dockets.c.agency).where(
                t.dockets.c.directive == directive, t.dockets.c.closed_at.is_(None), asleep_now()
            )
        )
        return set(found.scalars())


async def act(here: House, directive: str, issuer: AgencyId, lead: AgencyId, command: str, **body: object) -> Any:
    """One command on task 1, by the one who leads it or by the office that gave it out."""
    by_issuer = command in {"confirm", "return"}
    agency = issuer if by_issuer else lead
    role = Role.OFFICE if by_issuer or lead in DOCKETS else Role.UNIT
    return await here.ask(agency, role, f"assignments/{directive}~{issuer}~1~{lead}/{command}", body)


async def asleep(here: House) -> str:
    """A directive that everybody has taken, and whose dockets sleep."""
    directive = await here.launched(undated(), 6)
    for issuer, lead in copies():
        for command, body in (("accept", {}), ("take", {"person": "an"})):
            answered = await act(here, directive, issuer, lead, command, **body)
            assert answered.status_code == 200, answered.text
    await until(lambda: all_asleep(here, directive))
    return directive


def copies() -> list[tuple[AgencyId, AgencyId]]:
    units = [(commune, f"{commune}-U{unit}") for commune in DOCKETS[1:] for unit in (1, 2)]
    return [*(("19", commune) for commune in DOCKETS[1:]), *units]


def kinds(here: House, directive: str, agency: AgencyId) -> list[str]:
    with here.engines.read.connect() as connection:
        where = t.events.c.docket == docket_id(directive, agency)
        return list(connection.execute(sa.select(t.events.c.kind).where(where).order_by(t.events.c.seq)).scalars())


async def test_sleeping_dockets_do_their_work_to_the_end(server: Client, place: Place) -> None:
    """Every docket sleeps again and again between two steps; results climb, and the cascade closes from the top."""
    async with house(place, server, archive=SOON) as here, here.worker():
        directive = await asleep(here)
        early = await act(here, directive, "19", "00001", "submit", report="Sớm")
        assert early.status_code == 200
        refused = await act(here, directive, "19", "00001", "confirm")
        assert (refused.status_code, refused.json()["code"]) == (409, "open_below")
        assert "2" in refused.json()["detail"]
        for issuer, lead in copies()[::-1]:
            if lead != "00001":
                assert (await act(here, directive, issuer, lead, "submit", report="Xong")).status_code == 200

            async def confirmed(issuer: AgencyId = issuer, lead: AgencyId = lead) -> bool:
                return bool((await act(here, directive, issuer, lead, "confirm")).status_code == 200)

            await until(confirmed)
            await asyncio.sleep(0)
        await until(lambda: sleepers(here, directive) == set() and not _open(here, directive))
        assert [kinds(here, directive, agency).count("closed") for agency in DOCKETS] == [1, 1, 1]
        assert audit(here.engines.read, datetime.now(UTC)).clean


def _open(here: House, directive: str) -> list[str]:
    with here.engines.read.connect() as connection:
        where = (t.dockets.c.directive == directive, t.dockets.c.closed_at.is_(None))
        return list(connection.execute(sa.select(t.dockets.c.id).where(*where)).scalars())


async def test_no_command_is_lost_while_its_docket_falls_asleep_again_and_again(server: Client, place: Place) -> None:
    """Each command finds the docket asleep, waking, or about to sleep."""
    async with house(place, server, archive=SOON) as here, here.worker():
        directive = await asleep(here)
        for percent in range(1, 13):
            answered = await act(here, directive, "00001", "00001-U1", "progress", percent=percent)
            assert answered.status_code == 200, answered.text
            if percent % 3 == 0:
                await until(lambda: all_asleep(here, directive))
        assert kinds(here, directive, "00001").count("progressed") == 12
        assert kinds(here, directive, "19").count("progressed") == 0


async def test_a_docket_is_woken_when_its_moment_nears_and_not_before(server: Client, place: Place) -> None:
    async with house(place, server, archive=SOON) as here, here.worker():
        directive = await asleep(here)
        with here.engines.read.connect() as connection:
            moments = dict(connection.execute(sa.select(t.sleeping.c.docket, t.sleeping.c.until)).all())
        first = min(moments.values())
        tending = Tending(server, here.engines, archive=SOON)
        assert await tending.wake_by(first - timedelta(seconds=1)) == 0
        assert await tending.wake_by(max(moments.values())) == 3
        assert await tending.wake_by(max(moments.values())) == 0
        # Nothing calls for two days yet, so they all go to sleep again.
        await until(lambda: all_asleep(here, directive))
        with here.engines.read.connect() as connection:
            again = dict(connection.execute(sa.select(t.sleeping.c.docket, t.sleeping.c.until)).all())
        assert again == moments


async def test_a_docket_that_sleeps_is_not_taken_for_one_that_was_lost(server: Client, place: Place) -> None:
    """The sweep over all open dockets starts the one of which nothing says that it sleeps, and lets the others be."""
    async with house(place, server, archive=SOON) as here, here.worker():
        directive = await asleep(here)
        before = {agency: await run(here, directive, agency) for agency in DOCKETS}
        lose_memory(here, directive, "00001")
        looking = asyncio.create_task(Tending(server, here.engines, archive=SOON).keep_abreast())
        await until(lambda: all_asleep(here, directive))
        looking.cancel()
        after = {agency: await run(here, directive, agency) for agency in DOCKETS}
        # The province is woken too: a docket that does not know what it told the one above tells it again.
        assert {agency for agency in DOCKETS if before[agency] == after[agency]} == {"00002"}


async def test_a_docket_that_was_lost_asks_those_below_how_they_stand(server: Client, place: Place) -> None:
    """Without its memory the province does not know what is open in the communes; they are woken to say it."""
    async with house(place, server, archive=SOON) as here, here.worker():
        directive = await asleep(here)
        assert (await act(here, directive, "19", "00001", "submit", report="Sớm")).status_code == 200
        await until(lambda: all_asleep(here, directive))
        lose_memory(here, directive, "19")

        async def told() -> bool:
            refused = await act(here, directive, "19", "00001", "confirm")
            assert (refused.status_code, refused.json()["code"]) == (409, "open_below")
            return "2" in refused.json()["detail"]

        await until(told)


def lose_memory(here: House, directive: str, agency: AgencyId) -> None:
    """Take away what says that a docket sleeps, as if its workflow had been lost while it was awake."""
    with here.engines.write.begin() as connection:
        connection.execute(sa.delete(t.sleeping).where(t.sleeping.c.docket == docket_id(directive, agency)))


async def run(here: House, directive: str, agency: AgencyId) -> str:
    """Which run of its workflow is the docket's last."""
    return (await here.client.get_workflow_handle(docket_id(directive, agency)).describe()).run_id
