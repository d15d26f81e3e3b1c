"""A commune answers the province's letter with a plan of its own: it hangs under its docket, or nothing happens."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from api.dockets import DocketAwayError
from api.launching import relaunch_pending
from tests.api.conftest import COMMUNE, PROVINCE, UNIT, Office
from thac.domain.agencies import Role
from thac.domain.docket import Docket, docket_id
from thac.store import tables as t
from thac.store.auditing import audit

pytestmark = pytest.mark.slow

EACH_UNIT = {"number": 1, "text": "Từng đơn vị rà soát", "mode": "each", "recipients": ["units"]}


def plan(parent: str | None, *tasks: dict[str, Any], **header: Any) -> dict[str, Any]:
    """The commune's plan for the letter's first task, two days before it is due."""
    task = EACH_UNIT | {"implements": [1], "deadline": {"day": "2026-11-28"}}
    words = {"doc_type": "Kế hoạch", "subject": "Kế hoạch triển khai của xã", "issued_on": "2026-11-19"}
    return words | {"number": "3", "symbol": "KH-UBND", "parent": parent, "tasks": list(tasks) or [task]} | header


async def launch(office: Office, body: dict[str, Any]) -> httpx.Response:
    return await office.ask(COMMUNE, "POST", "launches", body)


def codes(answered: httpx.Response) -> list[str]:
    return [one["code"] for one in answered.json()["errors"]]


def docket(office: Office, directive: str) -> Docket:
    return office.dockets.dockets[docket_id(directive, "00001")]


def attached(office: Office, directive: str) -> int:
    """How often the ledger of the commune's docket on the letter has a plan attached."""
    here = t.events.c
    counted = sa.select(sa.func.count()).where(
        here.docket == docket_id(directive, "00001"), here.kind == "plan_attached"
    )
    with office.engines.read.connect() as connection:
        return connection.execute(counted).scalar_one()


async def test_what_nobody_accepted_is_replaced_and_what_was_accepted_goes_on(office: Office) -> None:
    letter = await office.launch()
    await office.ask(UNIT, "POST", f"assignments/{letter}~00001~1~00001-U1/accept", {})
    launched = await launch(office, plan(letter))
    assert (launched.status_code, launched.json()["state"]) == (201, "running")
    own = launched.json()["directive"]
    rows = docket(office, letter).rows
    assert [(row.state, row.plan) for row in rows.values()] == [("accepted", own), ("withdrawn", own)]
    hanging = docket(office, own)
    assert [row.lead for row in hanging.rows.values()] == ["00001-U2"]
    assert (hanging.above, hanging.name) == (docket_id(letter, "00001"), f"@{own}")
    read = (await office.ask(COMMUNE, "GET", f"directives/{own}")).json()
    assert (read["parent"], read["tasks"][0]["implements"]) == (letter, [1])


async def test_where_everybody_had_accepted_the_plan_gives_nothing_anew(office: Office) -> None:
    letter = await office.launch()
    for unit in ("00001-U1", "00001-U2"):
        await office.ask((unit, Role.UNIT), "POST", f"assignments/{letter}~00001~1~{unit}/accept", {})
    own = (await launch(office, plan(letter))).json()["directive"]
    hanging = docket(office, own)
    assert (hanging.rows, hanging.unallocated, hanging.report(office.now).open_by_task) == ({}, (), ())
    assert list(audit(office.engines.read, office.now)) == []


async def test_sent_again_it_is_attached_once(office: Office) -> None:
    letter = await office.launch()
    first = await launch(office, plan(letter))
    again = await launch(office, plan(letter))
    assert (again.status_code, again.json()["directive"]) == (200, first.json()["directive"])
    assert attached(office, letter) == 1


async def test_it_ends_no_later_than_the_work_it_does_unless_it_says_why(office: Office) -> None:
    letter = await office.launch()
    late = EACH_UNIT | {"implements": [1], "deadline": {"day": "2026-12-01"}}
    refused = await launch(office, plan(letter, late))
    assert (refused.status_code, codes(refused)) == (422, ["after_parent"])
    on_time = await launch(office, plan(letter, late | {"deadline": {"day": "2026-11-30"}}, number="4"))
    assert on_time.status_code == 201


async def test_with_a_reason_it_may_end_later(office: Office) -> None:
    letter = await office.launch()
    late = EACH_UNIT | {"implements": [1], "deadline": {"day": "2026-12-01"}, "beyond": "Chờ số liệu của tỉnh"}
    assert (await launch(office, plan(letter, late))).status_code == 201


async def test_it_may_divide_the_work_and_do_more(office: Office) -> None:
    letter = await office.launch()
    one = {"number": 1, "text": "Rà soát", "mode": "single", "leads": ["00001-U1"], "implements": [1]}
    two = {"number": 2, "text": "Tổng hợp", "mode": "single", "leads": ["00001-U2"], "implements": [1], "collects": [1]}
    three = {"number": 3, "text": "Việc của xã", "mode": "single", "leads": ["00001-U2"]}
    own = (await launch(office, plan(letter, one, two, three))).json()["directive"]
    assert [row.lead for row in docket(office, own).rows.values()] == ["00001-U1", "00001-U2", "00001-U2"]
    assert dict(docket(office, own).report(office.now).open_by_task) == {0: 1, 1: 2}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"implements": [2]}, ["no_parent_work"]),
        ({"implements": [1, 2, 9]}, ["no_parent_work", "no_parent_work"]),
        ({"implements": []}, ["implements_nothing"]),
    ],
)
async def test_it_does_what_its_issuer_was_given(office: Office, change: dict[str, Any], expected: list[str]) -> None:
    letter = await office.launch()
    assert codes(await launch(office, plan(letter, EACH_UNIT | change))) == expected


async def test_whoever_implements_says_what(office: Office) -> None:
    assert codes(await launch(office, plan(None))) == ["parent_needed"]


async def test_without_a_docket_there_it_has_nothing_to_hang_under(office: Office) -> None:
    assert codes(await launch(office, plan("no-such-letter"))) == ["no_docket_above"]


async def test_an_agency_without_units_keeps_no_docket_to_hang_a_plan_under(office: Office) -> None:
    letter = await office.launch()
    task = {"number": 1, "text": "Đề nghị góp ý", "mode": "single", "leads": ["00001"], "request": True}
    body = plan(letter, task | {"implements": [2]})
    refused = await office.ask(("19-SNV", Role.OFFICE), "POST", "launches", body)
    assert (refused.status_code, codes(refused)) == (422, ["no_docket_above"])


async def test_under_a_docket_that_closed_nothing_hangs(office: Office) -> None:
    letter = await office.launch()
    with office.engines.write.begin() as connection:
        here = t.dockets.c.id == docket_id(letter, "00001")
        connection.execute(sa.update(t.dockets).where(here).values(closed_at=office.now))
    assert codes(await launch(office, plan(letter))) == ["no_docket_above"]


async def test_what_the_docket_refuses_is_undone_and_shown(office: Office) -> None:
    letter = await office.launch()
    first = (await launch(office, plan(letter))).json()["directive"]
    other = plan(letter, number="4", subject="Kế hoạch bổ sung")
    other["tasks"][0]["text"] = "Rà soát lại một lần nữa theo yêu cầu mới của tỉnh"
    refused = await launch(office, other)
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_attached_already")
    own = refused.json()["directive"]
    read = (await office.ask(COMMUNE, "GET", f"directives/{own}")).json()
    assert (read["state"], read["launched_at"]) == ("draft", None)
    assert [one["code"] for one in read["failure"]] == ["plan_attached_already"]
    assert docket_id(own, "00001") not in office.dockets.dockets
    assert docket(office, letter).below == {f"@{first}"}
    tasks = sa.select(sa.func.count()).where(t.tasks.c.directive == own)
    assert office.app.state.service.read(lambda connection: connection.execute(tasks).scalar_one()) == 0


async def test_a_draft_of_it_is_checked_too(office: Office) -> None:
    letter = await office.launch()
    refused = await office.ask(COMMUNE, "POST", "directives", plan(letter, EACH_UNIT | {"implements": [7]}))
    assert (refused.status_code, codes(refused)) == (422, ["no_parent_work"])


async def test_while_the_docket_above_is_away_it_waits_and_is_then_attached_once(office: Office) -> None:
    letter = await office.launch()
    office.dockets.away = True
    pending = await launch(office, plan(letter))
    assert (pending.status_code, pending.json()["code"]) == (503, "launch_pending")
    assert attached(office, letter) == 0
    office.dockets.away = False
    assert await relaunch_pending(office.app.state.service) == 1
    own = pending.json()["directive"]
    assert (await office.ask(COMMUNE, "GET", f"directives/{own}")).json()["state"] == "running"
    assert attached(office, letter) == 1
    assert [row.plan for row in docket(office, letter).rows.values()] == [own, own]


async def test_a_process_that_ended_between_the_steps_is_gone_on_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan is attached and its docket not started: the next who looks starts it and attaches nothing twice."""
    letter = await office.launch()

    async def ended(*_: object) -> None:
        raise DocketAwayError("ended")

    with monkeypatch.context() as patched:
        patched.setattr(office.dockets, "start", ended)
        pending = await launch(office, plan(letter))
    own = pending.json()["directive"]
    assert (pending.status_code, attached(office, letter)) == (503, 1)
    assert await relaunch_pending(office.app.state.service) == 1
    assert attached(office, letter) == 1
    assert [row.lead for row in docket(office, own).rows.values()] == ["00001-U1", "00001-U2"]


async def test_one_that_cannot_be_started_holds_up_no_other(office: Office) -> None:
    """Two plans wait for the docket above; of the same task, the second is undone when its turn comes."""
    letter = await office.launch()
    office.dockets.away = True
    first = (await launch(office, plan(letter))).json()["directive"]
    office.later(minutes=1)
    words = {**EACH_UNIT, "text": "Làm theo cách khác hẳn của từng đơn vị", "implements": [1]}
    second = (await launch(office, plan(letter, words, number="4", subject="Khác"))).json()["directive"]
    other = (await office.ask(PROVINCE, "POST", "launches", {**_letter(), "number": "99"})).json()["directive"]
    office.dockets.away = False
    assert await relaunch_pending(office.app.state.service) == 2
    states = [
        (await office.ask(PROVINCE, "GET", f"directives/{one}")).json()["state"] for one in (first, second, other)
    ]
    assert states == ["running", "draft", "running"]


def _letter() -> dict[str, Any]:
    task = {"number": 1, "text": "Một việc không liên quan gì", "mode": "single", "leads": ["19-SNV"]}
    return {"doc_type": "Công văn", "subject": "Việc riêng", "issued_on": "2026-11-19", "tasks": [task]}


async def test_an_attached_plan_that_failed_is_not_withdrawn(office: Office) -> None:
    """It replaced work already; mended it is launched again."""
    letter = await office.launch()
    own = (await launch(office, plan(letter))).json()["directive"]
    with office.engines.write.begin() as connection:
        connection.execute(sa.update(t.directives).where(t.directives.c.id == own).values(state="failed"))
    refused = await office.ask(COMMUNE, "POST", f"directives/{own}/withdraw")
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_attached")
    again = await office.ask(COMMUNE, "POST", f"directives/{own}/launch")
    assert (again.status_code, again.json()["state"]) == (201, "running")
