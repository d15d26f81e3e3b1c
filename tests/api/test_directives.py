"""From the draft to the running cascade, once for each document."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from api.launching import relaunch_pending
from tests.api.conftest import COMMUNE, LETTER, PROVINCE, Office
from tests.samples import directive as sample
from tests.samples import led_by
from thac.domain.agencies import Role
from thac.store import directives
from thac.store import tables as t

TASK = LETTER["tasks"][1]


async def test_a_draft_is_kept_and_read_back(office: Office) -> None:
    posted = await office.ask(PROVINCE, "POST", "directives", LETTER)
    assert posted.status_code == 201
    read = (await office.ask(PROVINCE, "GET", posted.headers["location"])).json()
    assert read == posted.json()
    assert (read["state"], read["issuer"], read["issuer_name"]) == ("draft", "19", "UBND tỉnh")
    assert read["tasks"][0]["deadline"] == {"day": "2026-11-30", "operator": "before", "hour": None}
    assert office.dockets.started == []


@pytest.mark.parametrize(
    ("tasks", "codes"),
    [
        ([{**TASK, "leads": []}], ["no_lead"]),
        ([{**TASK, "leads": ["19-SNV", "00001"]}], ["two_leads"]),
        ([{**TASK, "leads": ["00001-U1"]}], ["lead_outside"]),
        ([{**TASK, "coordinators": ["19-SNV"]}], ["lead_among_coordinators"]),
        ([{**TASK, "mode": "each"}], ["no_recipient"]),
        ([TASK, TASK], ["task_twice"]),
        ([{**TASK, "tracked": False}], ["no_task"]),
        ([{**TASK, "deadline": {"day": "2026-11-01"}}], ["deadline_before_issue"]),
        ([{**TASK, "leads": ["99999"]}], ["unknown_agency"]),
        ([{**TASK, "leads": []}, {**TASK, "number": 3, "leads": ["19-SNV", "00001"]}], ["no_lead", "two_leads"]),
    ],
)
async def test_a_faulty_draft_is_refused_with_every_sentence(
    office: Office, tasks: list[Any], codes: list[str]
) -> None:
    answered = await office.ask(PROVINCE, "POST", "directives", {**LETTER, "tasks": tasks})
    body = answered.json()
    assert (answered.status_code, body["code"]) == (422, "directive_refused")
    assert [error["code"] for error in body["errors"]] == codes
    assert all(error["detail"].endswith(".") and error["detail_en"].endswith(".") for error in body["errors"])


async def test_a_refused_draft_says_agencies_by_their_names(office: Office) -> None:
    tasks = [{**TASK, "leads": ["19-SNV", "00001"]}, {**TASK, "number": 3, "leads": ["00001-U1"]}]
    answered = await office.ask(PROVINCE, "POST", "directives", {**LETTER, "tasks": tasks})
    two, outside = (error["detail"] for error in answered.json()["errors"])
    assert "Sở Nội vụ" in two
    assert "không phải cơ quan trực thuộc UBND tỉnh" in outside
    assert not any(code in two + outside for code in ("19-SNV", "00001"))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"recurrence": {"every": "monthly", "day": 32, "first": "2026-12-01"}}, ["bad_recurrence"]),
        ({"recurrence": {"every": "weekly", "day": 8, "first": "2026-12-01"}}, ["bad_recurrence"]),
        (
            {
                "deadline": {"day": "2026-12-01"},
                "recurrence": {"every": "weekly", "day": 5, "first": "2026-12-01"},
                "relative": {"event": "Hội nghị tổng kết", "days": -3},
            },
            ["two_deadlines"],
        ),
        ({"collects": [9]}, ["collects_unknown"]),
        ({"collects": [2]}, ["collects_unknown"]),
        ({"deadline": {"day": "2026-11-29"}, "collects": [1]}, ["collects_too_late"]),
        ({"request": True}, ["request_inside"]),
        ({"monitor": "19-XXX"}, ["unknown_agency"]),
        ({"deadline": {"day": "2037-01-01"}}, ["deadline_too_far"]),
        ({"leads": [], "collects": [9], "implements": [1]}, ["no_lead", "collects_unknown", "parent_needed"]),
    ],
)
async def test_what_the_new_kinds_of_tasks_forbid_is_listed(
    office: Office, change: dict[str, Any], codes: list[str]
) -> None:
    tasks = [LETTER["tasks"][0], {**TASK, **change}]
    answered = await office.ask(PROVINCE, "POST", "directives", {**LETTER, "tasks": tasks})
    assert (answered.status_code, [error["code"] for error in answered.json()["errors"]]) == (422, codes)


@pytest.mark.parametrize(
    "change",
    [
        {"recurrence": {"every": "hourly", "day": 1, "first": "2026-12-01"}},
        {"recurrence": {"every": "monthly", "day": 15, "first": "0001-01-01"}},
        {"relative": {"event": "Hội nghị", "days": 100_000}},
        {"silence_days": 0},
        {"implements": [0]},
    ],
)
async def test_what_no_rule_could_mean_is_not_valid(office: Office, change: dict[str, Any]) -> None:
    answered = await office.ask(PROVINCE, "POST", "directives", {**LETTER, "tasks": [{**TASK, **change}]})
    assert (answered.status_code, answered.json()["code"]) == (422, "invalid")
    assert answered.json()["errors"][0]["pointer"].startswith("/tasks/0/")


async def test_every_kind_of_task_is_kept_and_read_back(office: Office) -> None:
    weekly = {
        "every": "weekly",
        "day": 5,
        "first": "2026-11-20",
        "operator": "before",
        "hour": "16:30:00",
        "until": "2027-06-30",
    }
    relative = {"event": "Hội nghị tổng kết", "days": -10, "working": True, "operator": "by"}
    kinds: list[dict[str, Any]] = [
        {"recurrence": weekly},
        {"relative": relative},
        {"request": True, "leads": ["TW"]},
        {"monitor": "19-SKHCN", "coordinators": [], "silence_days": 10},
        {"collects": [1, 2]},
    ]
    tasks = [{**TASK, "number": number, **kind} for number, kind in enumerate(kinds, start=1)]
    posted = await office.ask(PROVINCE, "POST", "directives", {**LETTER, "tasks": tasks})
    assert posted.status_code == 201, posted.text
    read = (await office.ask(PROVINCE, "GET", posted.headers["location"])).json()["tasks"]
    assert [{name: one[name] for name in kind} for one, kind in zip(read, kinds, strict=True)] == kinds
    launched = await office.ask(PROVINCE, "POST", f"directives/{posted.json()['id']}/launch")
    assert (launched.status_code, launched.json()["state"]) == (201, "running")


async def test_the_same_content_again_is_the_same_draft(office: Office) -> None:
    first = await office.ask(PROVINCE, "POST", "directives", LETTER)
    again = await office.ask(("19", Role.SUPERVISOR), "POST", "directives", LETTER)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert again.headers["location"] == first.headers["location"]
    other = await office.ask(PROVINCE, "POST", "directives", {**LETTER, "subject": "Về việc khác"})
    assert (other.status_code, other.json()["id"] != first.json()["id"]) == (201, True)


async def test_ten_drafts_of_the_same_at_one_moment_are_one(office: Office) -> None:
    answers = await asyncio.gather(*(office.ask(PROVINCE, "POST", "directives", LETTER) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


@pytest.mark.parametrize("path", ["directives", "launches"])
async def test_a_key_stands_for_one_content(office: Office, path: str) -> None:
    first = await office.ask(PROVINCE, "POST", path, LETTER, "k-1")
    again = await office.ask(PROVINCE, "POST", path, LETTER, "k-1")
    assert (first.status_code, again.status_code) == (201, 200)
    another = {**LETTER, "number": "16", "subject": "Về công tác phòng cháy", "tasks": [TASK]}
    other = await office.ask(PROVINCE, "POST", path, another, "k-1")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert (await office.ask(PROVINCE, "GET", "directives")).json()["total"] == 1
    mine = await office.ask(("19", Role.SUPERVISOR), "POST", path, another, "k-1")
    assert mine.status_code == 201
    bad = await office.ask(PROVINCE, "POST", path, LETTER, "k/1")
    assert (bad.status_code, bad.json()["code"]) == (422, "bad_idempotency_key")


async def test_a_number_of_the_party_stands_for_one_document_over_its_term(office: Office) -> None:
    """The same number in the next year is the same document; after the next congress it would be another."""
    party = {**LETTER, "doc_type": "Kế hoạch", "symbol": "KH/TU", "issued_on": "2026-11-16"}
    first = await office.launch(party)
    again = await office.ask(PROVINCE, "POST", "launches", {**party, "issued_on": "2026-01-05"})
    assert (again.status_code, again.json()["directive"], again.json()["same_content"]) == (200, first, False)
    before = await office.launch({**party, "issued_on": "2025-10-30"})
    assert before != first


async def test_an_unknown_agency_is_named_with_its_place(office: Office) -> None:
    tasks = [TASK, {**TASK, "number": 3, "coordinators": ["19-SKHCN", "19-XXX"]}]
    body = (await office.ask(PROVINCE, "POST", "directives", {**LETTER, "tasks": tasks})).json()
    assert body["errors"][0]["pointer"] == "/tasks/1/coordinators/1"
    assert "19-XXX" in body["errors"][0]["detail"]


async def test_a_launch_gives_everybody_his_assignments(office: Office) -> None:
    drafted = (await office.ask(PROVINCE, "POST", "directives", LETTER)).json()["id"]
    launched = await office.ask(PROVINCE, "POST", f"directives/{drafted}/launch")
    assert launched.status_code == 201
    assert launched.json() == {
        "directive": drafted,
        "issuer": "19",
        "state": "running",
        "already_launched": False,
        "same_content": True,
        "cascade": f"/api/v1/cascades/{drafted}",
        "overlaps": [],
    }
    assert (await office.ask(PROVINCE, "GET", "assignments")).json()["total"] == 7


async def test_a_second_launch_of_the_same_draft_is_answered_with_the_first(office: Office) -> None:
    drafted = (await office.ask(PROVINCE, "POST", "directives", LETTER)).json()["id"]
    await office.ask(PROVINCE, "POST", f"directives/{drafted}/launch")
    again = await office.ask(PROVINCE, "POST", f"directives/{drafted}/launch")
    assert (again.status_code, again.json()["directive"], again.json()["already_launched"]) == (200, drafted, True)
    assert office.dockets.started == [drafted]


async def test_the_same_document_launched_again_is_the_first_and_leaves_no_draft(office: Office) -> None:
    first = await office.launch()
    again = await office.ask(PROVINCE, "POST", "launches", {**LETTER, "symbol": "ubnd-nc ", "number": "015"})
    assert (again.status_code, again.json()["directive"]) == (200, first)
    assert again.json()["same_content"] is False  # it is spelt differently
    assert (await office.ask(PROVINCE, "GET", "directives")).json()["total"] == 1


async def test_a_draft_of_a_document_that_runs_is_answered_with_the_one_that_runs(office: Office) -> None:
    drafted = (await office.ask(PROVINCE, "POST", "directives", {**LETTER, "subject": "Bản khác"})).json()["id"]
    first = await office.launch()
    again = (await office.ask(PROVINCE, "POST", f"directives/{drafted}/launch")).json()
    assert (again["directive"], again["already_launched"], again["same_content"]) == (first, True, False)


async def test_launches_at_the_same_moment_are_one(office: Office) -> None:
    answers = await asyncio.gather(*(office.ask(PROVINCE, "POST", "launches", LETTER) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["directive"] for answer in answers}) == 1
    assert len(office.dockets.dockets) == 3


@pytest.mark.parametrize(
    "change", [{"number": "16"}, {"symbol": "UBND-VX"}, {"issued_on": "2025-11-16"}, {"doc_type": "Kế hoạch"}]
)
async def test_another_number_symbol_year_or_type_is_another_document(office: Office, change: dict[str, str]) -> None:
    first = await office.launch()
    assert await office.launch({**LETTER, **change}) != first


async def test_a_document_without_number_is_the_same_when_its_content_is(office: Office) -> None:
    unnumbered = {**LETTER, "number": None, "symbol": None}
    first = await office.launch(unnumbered)
    again = await office.ask(PROVINCE, "POST", "launches", unnumbered)
    assert (again.status_code, again.json()["directive"]) == (200, first)
    assert await office.launch({**unnumbered, "subject": "Về việc khác"}) != first


async def test_while_temporal_is_away_the_draft_is_kept_and_started_later(office: Office) -> None:
    office.dockets.away = True
    answered = await office.ask(PROVINCE, "POST", "launches", LETTER)
    assert (answered.status_code, answered.json()["code"]) == (503, "launch_pending")
    assert answered.headers["retry-after"]
    directive = answered.json()["directive"]
    assert (await office.ask(PROVINCE, "GET", f"directives/{directive}")).json()["state"] == "launching"
    office.dockets.away = False
    assert await relaunch_pending(office.app.state.service) == 1
    assert (await office.ask(PROVINCE, "GET", f"directives/{directive}")).json()["state"] == "running"
    assert await relaunch_pending(office.app.state.service) == 0


async def test_a_launch_sent_again_after_503_starts_it(office: Office) -> None:
    office.dockets.away = True
    directive = (await office.ask(PROVINCE, "POST", "launches", LETTER)).json()["directive"]
    office.dockets.away = False
    again = await office.ask(PROVINCE, "POST", "launches", LETTER)
    assert (again.status_code, again.json()["directive"], again.json()["state"]) == (200, directive, "running")


async def test_what_was_launched_stays_launched_when_the_directory_changes(office: Office) -> None:
    directive = await office.launch()
    with office.engines.write.begin() as connection:
        connection.execute(sa.text("UPDATE agencies SET parent = '00002' WHERE id = '19-SNV'"))
        connection.execute(
            sa.text(
                "INSERT INTO directory_journal (version, at, by, change, kind, effective_on) "
                "VALUES (99, '2026-11-20 00:00:00.000000', 'x', '{}', 'move', '2026-11-20')"
            )
        )
    again = await office.ask(PROVINCE, "POST", f"directives/{directive}/launch")
    assert again.json()["already_launched"] is True


async def test_tasks_are_written_with_the_launch(office: Office) -> None:
    drafted = (await office.ask(PROVINCE, "POST", "directives", LETTER)).json()["id"]
    count = sa.select(sa.func.count()).select_from(t.tasks)
    assert office.app.state.service.read(lambda connection: connection.execute(count).scalar_one()) == 0
    await office.ask(PROVINCE, "POST", f"directives/{drafted}/launch")
    assert office.app.state.service.read(lambda connection: connection.execute(count).scalar_one()) == 2


async def test_lists_are_filtered_and_paged_with_their_total(office: Office) -> None:
    for number in range(5):
        await office.launch({**LETTER, "number": str(number + 1)})
        office.later(minutes=1)
    await office.ask(PROVINCE, "POST", "directives", LETTER)
    page = (await office.ask(PROVINCE, "GET", "directives", state="running", limit=2, offset=3)).json()
    assert (page["count"], page["total"], page["offset"], page["limit"]) == (2, 5, 3, 2)
    assert [item["number"] for item in page["items"]] == ["2", "1"]
    assert (await office.ask(COMMUNE, "GET", "directives", issuer="19")).json()["total"] == 5


def test_the_identity_is_spelt_in_one_way() -> None:
    same = [
        sample(led_by(1, "19-SNV")),
        sample(led_by(2, "19-SKHCN"), id_="d2"),
    ]
    assert len({directives.identity(one) for one in same}) == 1
    assert directives.content_digest(same[0]) != directives.content_digest(same[1])
