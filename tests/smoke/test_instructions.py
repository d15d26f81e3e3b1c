"""What a province decides reaches its communes on a real server: once, signed for, whoever sleeps or is new to it."""

from datetime import UTC, date, datetime
from secrets import token_hex

import pytest
from temporalio.client import Client

from tests.places import Place
from tests.rig import Rig, parcel, rig, until
from tests.samples import directive, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.asks import Receiver
from thac.domain.assignments import State
from thac.domain.commands import (
    Accept,
    AddRecipients,
    Answer,
    Climb,
    Command,
    Confirm,
    DateEvent,
    MoveDeadline,
    Recall,
    ReportObstacle,
    Submit,
    WithdrawTask,
)
from thac.domain.deadlines import Deadline
from thac.domain.directives import Mode, Task, Within
from thac.domain.recurrence import Relative
from thac.domain.views import assignment_id
from thac.store import tables

pytestmark = pytest.mark.verify

WAITING = Task(
    3,
    "Việc 3",
    Mode.EACH,
    recipients=("communes",),
    within=Within.EVERY_UNIT,
    relative=Relative("ngày bầu cử", -10),
)
FIRST = Task(4, "Việc 4", Mode.EACH, recipients=("00001",), within=Within.ROUTED, deadline=Deadline(date(2027, 3, 1)))


async def does(running: Rig, name: str, issuer: str, agency: str, command: Command) -> None:
    """Send a command that must be carried out."""
    role = Role.OFFICE if "-" not in agency else Role.UNIT
    (answer,) = await running.send(name, issuer, parcel(agency, role, command))
    assert answer.refusal is None, answer.refusal


def state(running: Rig, name: str, issuer: str, key: str) -> str | None:
    """The state of an assignment in the read model; None while there is none."""
    with running.engines.read.connect() as connection:
        row = connection.execute(
            tables.assignments.select().where(tables.assignments.c.id == assignment_id(name, issuer, key))
        ).first()
    return None if row is None else row.state


def due(running: Rig, name: str, issuer: str, key: str) -> datetime | None:
    """The deadline of an assignment in the read model."""
    with running.engines.read.connect() as connection:
        row = connection.execute(
            tables.assignments.select().where(tables.assignments.c.id == assignment_id(name, issuer, key))
        ).one()
    found: datetime | None = row.due
    return found


async def test_what_a_province_decides_reaches_its_communes_and_is_signed_for(place: Place, server: Client) -> None:
    """Withdrawn, moved, dated, added: each is followed below, and nothing is owed afterwards."""
    name = f"told-{token_hex(4)}"
    async with rig(place, server, small_tree()) as running:
        ordered = directive(
            to_communes(1, date(2027, 3, 15)), to_communes(2, date(2027, 3, 15)), WAITING, FIRST, id_=name
        )
        await running.launch(ordered)
        await until(lambda: running.count(tables.assignments) == 7 + 12 + 1)
        await does(running, name, "19", "19", WithdrawTask(1, "lý do"))
        await until(lambda: state(running, name, "00002", "1:00002-U2") == State.WITHDRAWN)
        await does(running, name, "19", "19", MoveDeadline(2, Deadline(date(2027, 2, 26)), "lý do", ("00001",)))
        earlier = datetime(2027, 2, 26, 10, tzinfo=UTC)
        await until(lambda: due(running, name, "00001", "2:00001-U1") == earlier)
        assert due(running, name, "00002", "2:00002-U1") == datetime(2027, 3, 15, 10, tzinfo=UTC)
        await does(running, name, "19", "19", DateEvent("ngày bầu cử", date(2027, 3, 14)))
        await until(lambda: due(running, name, "00001", "3:00001-U1") == datetime(2027, 3, 4, 10, tzinfo=UTC))
        await does(running, name, "19", "19", AddRecipients(4, (Receiver("00002", keeps=True),)))
        await until(lambda: state(running, name, "00002", "4:00002-U1") == State.ASSIGNED)
        await until(lambda: _owes_nothing(running, name), 30)
        await does(running, name, "19", "19", Recall("lý do"))
        await until(lambda: running.count(tables.dockets, tables.dockets.c.closed_at.is_not(None)) == 3, 40)


async def _owes_nothing(running: Rig, name: str) -> bool:
    return (await running.state(name, "19")).instructions == {}


async def test_an_obstacle_climbs_and_its_answer_comes_down(place: Place, server: Client) -> None:
    """A unit's obstacle is passed on by its commune, answered by the province, and answered below."""
    name = f"climbs-{token_hex(4)}"
    async with rig(place, server, small_tree(1, 1)) as running:
        await running.launch(directive(to_communes(1, date(2027, 3, 15)), id_=name))
        await until(lambda: running.count(tables.assignments) == 2)
        await does(running, name, "00001", "00001-U1", ReportObstacle("1:00001-U1", "vướng", beyond=True))
        await does(running, name, "00001", "00001", Climb("1:00001-U1", 1))

        async def arrived() -> bool:
            return bool((await running.state(name, "19")).rows["1:00001"].asks)

        await until(arrived, 30)
        await does(running, name, "19", "19", Answer("1:00001", 1, text="trả lời"))

        async def answered() -> bool:
            ask = (await running.state(name, "00001")).rows["1:00001-U1"].asks[0]
            return ask.answer == "trả lời"

        await until(answered, 30)


async def test_a_docket_that_had_closed_opens_again_for_a_task_it_is_given(place: Place, server: Client) -> None:
    """A commune whose work was confirmed and closed gets a further task, and works on."""
    name = f"again-{token_hex(4)}"
    async with rig(place, server, small_tree(2, 1)) as running:
        await running.launch(directive(to_communes(1, date(2027, 3, 15)), FIRST, id_=name))
        await until(lambda: running.count(tables.assignments) == 6)
        for issuer, lead in (("00002", "00002-U1"), ("19", "00002")):
            await does(running, name, issuer, lead, Accept(f"1:{lead}"))
            await does(running, name, issuer, lead, Submit(f"1:{lead}"))
            await does(running, name, issuer, issuer, Confirm(f"1:{lead}", over_open=True))
        commune = tables.dockets.c.agency == "00002"
        await until(lambda: running.count(tables.dockets, commune, tables.dockets.c.closed_at.is_not(None)) == 1, 40)
        await does(running, name, "19", "19", AddRecipients(4, (Receiver("00002", keeps=True),)))
        await until(lambda: state(running, name, "00002", "4:00002-U1") == State.ASSIGNED, 40)
        assert running.count(tables.dockets, commune, tables.dockets.c.closed_at.is_(None)) == 1
        await does(running, name, "00002", "00002-U1", Accept("4:00002-U1"))
