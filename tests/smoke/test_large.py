"""What is larger than the server takes in one piece: a ledger held, and the plans of those below."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import Client

from activities import plan as planning
from activities.plan import carried
from tests.places import Place
from tests.rig import Rig, parcel, rig, until
from tests.samples import directive, plan_maker, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.appending import Appended, append_of
from thac.domain.commands import Accept, Parcel, Progress
from thac.domain.docket import Docket, docket_id
from thac.domain.turns import begin, settle
from thac.store import tables
from thac.store.directory import DirectoryCache
from thac.store.writer import GroupCommit
from thac.temporal import DATA_CONVERTER
from thac.tending import Ledger, Tending

pytestmark = pytest.mark.verify

LATER = datetime.now(UTC).date() + timedelta(days=60)
TAKEN_IN = 4_000_000
"""Bytes that the server takes in the answer to one workflow task."""


def append(running: Rig, docket: Docket, commands: Sequence[Parcel]) -> tuple[Docket, int]:
    """Write what the docket decides on those commands past its workflow; the docket afterwards, and how many bytes."""
    writer = GroupCommit(running.engines.write, DirectoryCache())
    size = 0
    for first in range(0, len(commands), 1_000):
        turn = begin(docket, commands[first].received_at)
        settle(turn, commands[first : first + 1_000], [])
        request = append_of(docket, turn)
        assert isinstance(writer.append(request).result(60), Appended)
        size += sum(len(entry.body) for entry in turn.entries)
        docket = turn.docket
    writer.close()
    return docket, size


async def far_ahead(running: Rig, name: str) -> Docket:
    """A docket of a commune that the ledger is ahead of by more than the server takes in one piece."""
    await running.launch(directive(to_communes(1, LATER), id_=name))
    await until(lambda: running.count(tables.assignments) == 6)
    unit = ("00001-U1", Role.UNIT)
    commands = [parcel(*unit, Accept("1:00001-U1"))]
    commands += [parcel(*unit, Progress("1:00001-U1", number % 100, "e" * 64)) for number in range(13_000)]
    docket, size = append(running, await running.state(name, "00001"), commands)
    assert size > TAKEN_IN
    return docket


async def serves(running: Rig, name: str, known: Docket) -> None:
    """The docket takes in its whole ledger and carries out the next command on it."""
    command = parcel("00001-U1", Role.UNIT, Progress("1:00001-U1", 99))
    (answer,) = await running.send(name, "00001", command)
    assert answer.seq == known.head + 1
    assert (await running.state(name, "00001")).head == known.head + 1


async def test_a_running_docket_takes_in_a_ledger_larger_than_one_answer(server: Client, place: Place) -> None:
    async with rig(place, server, small_tree()) as running:
        known = await far_ahead(running, "ahead")
        await serves(running, "ahead", known)


async def test_a_docket_started_anew_takes_in_a_ledger_larger_than_one_answer(server: Client, place: Place) -> None:
    async with rig(place, server, small_tree()) as running:
        known = await far_ahead(running, "anew")
        await running.docket("anew", "00001").terminate()
        what = await Tending(server, running.engines).look_after(Ledger(docket_id("anew", "00001"), known.head))
        assert what is not None
        await serves(running, "anew", known)


def test_plans_that_are_too_large_to_carry_are_asked_for() -> None:
    """150 tasks for each of 92 communes are 3.7 MB of slices, and the server takes 2 MB."""
    large, usual = (
        carried(
            plan_maker(directive(*map(to_communes, range(1, count + 1))), small_tree(92, 1)).plan("19"),
            DATA_CONVERTER.payload_converter,
        )
        for count in (150, 5)
    )
    assert (large.children, len(large.askers)) == ((), 92)
    assert (len(usual.children), usual.askers) == (92, ())


async def test_dockets_that_ask_for_their_plans_open_all_the_same(
    server: Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """45 communes are more than open at once where each has to ask."""
    monkeypatch.setattr(planning, "MOST_CARRIED", 1_000)
    async with rig(place, server, small_tree(45, 1)) as running:
        await running.launch(directive(to_communes(1, LATER), id_="asking"))
        await until(lambda: running.count(tables.assignments) == 2 * 45, seconds=60)
        history = await running.docket("asking", "00001").fetch_history()
        assert "groups" not in str(history.events[0].workflow_execution_started_event_attributes.input)
