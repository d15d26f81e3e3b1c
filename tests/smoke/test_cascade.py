"""The cascade on a real server: launched, worked, confirmed and closed, over many runs of its workflows."""

from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from tests.places import Place
from tests.rig import Rig, parcel, rig, until
from tests.samples import directive, led_by, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.commands import Accept, Confirm, Submit
from thac.domain.refusals import Code
from thac.store import tables

pytestmark = pytest.mark.slow

LATER = datetime.now(UTC).date() + timedelta(days=60)


async def test_a_directive_reaches_every_unit(server: Client, place: Place) -> None:
    """A province with two communes of two units: the task lands once at each commune and once at each unit."""
    async with rig(place, server, small_tree()) as running:
        await running.launch(directive(to_communes(1, LATER), led_by(2, "19-SNV"), id_=f"reach-{place.name}"))
        await until(lambda: running.count(tables.assignments) == 2 + 1 + 2 * 2)
        assert running.count(tables.dockets) == 3


async def _work(running: Rig, name: str, issuer: str, lead: str, role: Role, task: int = 1) -> None:
    key = f"{task}:{lead}"
    answers = await running.send(name, issuer, parcel(lead, role, Accept(key)), parcel(lead, role, Submit(key)))
    assert [answer.refusal for answer in answers] == [None, None]


@pytest.mark.parametrize("rest_after", [None, 30])
async def test_a_cascade_closes_from_the_top_when_all_is_confirmed(
    server: Client, place: Place, rest_after: int | None
) -> None:
    """Units submit, communes confirm, communes submit, the province confirms; then every docket closes."""
    name = f"close{rest_after}-{place.name}"
    async with rig(place, server, small_tree()) as running:
        root = await running.launch(directive(to_communes(1, LATER), id_=name), rest_after)
        await until(lambda: running.count(tables.assignments) == 6)
        for commune in ("00001", "00002"):
            for unit in (f"{commune}-U1", f"{commune}-U2"):
                await _work(running, name, commune, unit, Role.UNIT)
                (answer,) = await running.send(name, commune, parcel(commune, Role.OFFICE, Confirm(f"1:{unit}")))
                assert answer.refusal is None
            await _work(running, name, "19", commune, Role.OFFICE)

        async def confirmed(commune: str) -> bool:
            (answer,) = await running.send(name, "19", parcel("19", Role.OFFICE, Confirm(f"1:{commune}")))
            assert answer.refusal is None or answer.refusal.code is Code.OPEN_BELOW
            return answer.refusal is None

        for commune in ("00001", "00002"):
            await until(lambda commune=commune: confirmed(commune))  # type: ignore[misc]
        await root.result()
        assert running.count(tables.dockets, tables.dockets.c.closed_at.is_(None)) == 0
        for agency in ("00001", "00002"):
            await until(lambda agency=agency: completed(running, name, agency))  # type: ignore[misc]


async def completed(running: Rig, name: str, agency: str) -> bool:
    """Whether the workflow of that docket has ended in order."""
    return (await running.docket(name, agency).describe()).status is WorkflowExecutionStatus.COMPLETED
