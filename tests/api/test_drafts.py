"""From a document that was read to a directive that runs: seen, corrected, launched, by the office alone."""

import asyncio
import json
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest

from api.schemas.corrections import CorrectionsIn
from api.standing import View, standing, version_of
from tests.api.conftest import COMMUNE, PROVINCE, UNIT, Office
from tests.intake.letters import EVERYTHING, LINES, SHAPES, SNV, letter
from thac.directory.names import Resolved
from thac.domain.actors import Actor
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level, Role
from thac.domain.refusals import Code, refuse
from thac.intake.corrections import NOTHING, AddedTask, Corrections, HeaderCorrection, NoDeadline, TaskCorrection
from thac.intake.document import PartialDate
from thac.intake.draft import Draft, DraftTask, NamedBody, ReadMode, Target, TargetOp
from thac.intake.record import draft_text, transcript_text
from thac.intake.wire import corrections_json
from thac.store import documents, launches
from thac.store.documents import Read

SUPERVISOR = ("19", Role.SUPERVISOR)
SKHCN = NamedBody("Sở Khoa học và Công nghệ", "Sở KHCN", 5, Resolved("19-SKHCN"))
TWO_LEADS = DraftTask(2, "2", 5, "Việc", ReadMode.MULTI_LEAD_VIOLATION, (SNV, SKHCN))


def keep(office: Office, draft: Draft, agency: AgencyId = "19", id_: str = "p1") -> str:
    """Keep a draft as though it had been read from a file."""
    clerk = Actor(agency, Role.OFFICE, "Văn thư")
    read = Read(
        id_,
        agency,
        id_ * 32,
        1,
        "công văn.docx",
        "docx",
        1_234,
        transcript_text(draft.document.transcript),
        draft_text(draft),
        1,
        clerk,
        office.now,
    )
    with office.engines.write.begin() as connection:
        view = View(agency, office.tree, office.now.date())
        stands = standing(connection, draft, NOTHING, view)
        documents.keep(connection, read, version_of(stands, clerk, office.now))
    return id_


async def get(office: Office, path: str = "drafts/p1", who: Any = PROVINCE, **query: Any) -> dict[str, Any]:
    answered = await office.ask(who, "GET", path, **query)
    assert answered.status_code == 200, answered.text
    found: dict[str, Any] = answered.json()
    return found


async def put(office: Office, version: int, who: Any = PROVINCE, **said: Any) -> httpx.Response:
    return await office.ask(who, "PUT", "drafts/p1", {"version": version, **said})


async def launch(office: Office, body: Any = None, who: Any = PROVINCE) -> httpx.Response:
    return await office.ask(who, "POST", "drafts/p1/launch", body)


def codes(findings: list[dict[str, Any]], severity: str = "violation") -> list[str]:
    return [one["code"] for one in findings if one["severity"] == severity]


async def test_a_draft_is_shown_with_the_lines_of_each_task(office: Office) -> None:
    keep(office, letter())
    draft = await get(office)
    assert (draft["id"], draft["version"], draft["state"], draft["launchable"]) == ("p1", 1, "open", True)
    assert [(task["number"], task["path"], task["mode"]) for task in draft["tasks"]] == [
        (1, "1", "fan_out"),
        (2, "2", "single_lead"),
    ]
    assert [line["text"] for line in draft["tasks"][0]["passage"]] == list(LINES[2:4])
    assert [line["line"] for line in draft["tasks"][1]["passage"]] == [5]
    assert draft["tasks"][1]["bodies"]["leads"][0]["meaning"] == {"kind": "agency", "agency": "19-SNV"}
    assert (draft["file"]["name"], draft["file"]["medium"], draft["issuer"]) == ("công văn.docx", "docx", "19")
    assert [(one["version"], one["name"]) for one in draft["history"]] == [(1, "Văn thư")]
    assert draft["corrections"] == {"header": {}, "tasks": {}, "added": [], "parent": None, "independent": False}


async def test_only_the_office_and_the_supervisors_and_auditors_of_the_agency_see_it(office: Office) -> None:
    keep(office, letter())
    for who in (PROVINCE, SUPERVISOR, ("19", Role.AUDITOR)):
        assert (await office.ask(who, "GET", "drafts/p1")).status_code == 200
        assert (await get(office, "drafts", who))["total"] == 1
    others = [("TW", Role.OFFICE), COMMUNE, UNIT, ("19", Role.MONITOR), ("19", Role.ADMINISTRATOR)]
    for who in others:
        for method, path, body in (
            ("GET", "drafts/p1", None),
            ("PUT", "drafts/p1", {"version": 1}),
            ("POST", "drafts/p1/launch", None),
        ):
            answered = await office.ask(who, method, path, body)
            assert (answered.status_code, answered.json()["code"]) == (404, "not_found"), (who, method)
        assert (await get(office, "drafts", who))["total"] == 0


async def test_an_auditor_reads_and_changes_nothing(office: Office) -> None:
    keep(office, letter())
    auditor = ("19", Role.AUDITOR)
    assert (await put(office, 1, auditor)).json()["code"] == "not_allowed"
    assert (await launch(office, None, auditor)).json()["code"] == "not_allowed"


async def test_a_correction_stands_beside_what_was_read(office: Office) -> None:
    keep(office, letter())
    office.later(minutes=5)
    answered = await put(office, 1, SUPERVISOR, tasks={"2": {"lead": "19-SKHCN", "product": ""}})
    assert answered.status_code == 200, answered.text
    now, before = answered.json(), await get(office, version=1)
    assert (now["version"], before["version"], before["newest"]) == (2, 1, 2)
    assert (now["tasks"][1]["leads"], before["tasks"][1]["leads"]) == (["Sở Khoa học và Công nghệ"], ["Sở Nội vụ"])
    assert (now["tasks"][1]["corrected"], now["tasks"][0]["corrected"]) == (["leads", "product"], [])
    assert now["corrections"]["tasks"] == {"2": {"lead": "19-SKHCN", "product": ""}}
    assert [(one["version"], one["role"]) for one in now["history"]] == [(1, "office"), (2, "supervisor")]
    line = (await get(office, "drafts"))["items"][0]
    assert (line["version"], line["corrected"]["role"], line["read"]["role"]) == (2, "supervisor", "office")


async def test_corrections_take_the_place_of_those_before(office: Office) -> None:
    keep(office, letter())
    await put(office, 1, tasks={"2": {"lead": "19-SKHCN"}})
    again = (await put(office, 2, tasks={"1": {"text": "Các xã rà lại thủ tục"}})).json()
    assert (again["tasks"][0]["corrected"], again["tasks"][1]["corrected"]) == (["text"], [])
    assert (await get(office, version=2))["tasks"][1]["leads"] == ["Sở Khoa học và Công nghệ"]


async def test_of_two_clerks_the_second_is_told_and_nothing_is_lost(office: Office) -> None:
    keep(office, letter())
    said = [{"tasks": {"2": {"product": f"Báo cáo {number}"}}} for number in range(6)]
    answers = await asyncio.gather(*(put(office, 1, **one) for one in said))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    late = next(answer for answer in answers if answer.status_code == 409).json()
    assert late["code"] == "draft_changed"
    assert "bản 1 nay là bản 2" in late["detail"]
    won = next(answer for answer in answers if answer.status_code == 200).json()
    assert (await get(office))["tasks"][1]["product"] == won["tasks"][1]["product"]


async def test_a_correction_sent_again_is_answered_as_saved(office: Office) -> None:
    """The answer may have been lost; whoever sends the same again has nothing to lose."""
    keep(office, letter())
    said = {"tasks": {"2": {"deadline": {"type": "absolute", "op": "on", "date": "2026-12-05"}}}}
    first, again = await put(office, 1, **said), await put(office, 1, **said)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert again.json()["version"] == 2


@pytest.mark.parametrize(
    ("said", "code", "pointer"),
    [
        ({"tasks": {"9": {"text": "Việc"}}}, "draft_task_unknown", "/tasks/9"),
        ({"tasks": {"2": {"lead": "19-XXX"}}}, "unknown_agency", "/tasks/2/lead"),
        ({"tasks": {"2": {"recipients": ["communes", "99999"]}}}, "unknown_agency", "/tasks/2/recipients/1"),
        ({"added": [{"number": 2, "text": "Việc"}]}, "draft_number_used", "/added/0/number"),
        ({"added": [{"number": 3, "of": 9, "text": "Việc"}]}, "draft_task_unknown", "/added/0/of"),
        ({"added": [{"number": 3, "text": "Việc", "monitor": "x"}]}, "unknown_agency", "/added/0/monitor"),
        ({"tasks": {"2": {"tracked": False}}}, "invalid", "/tasks/2"),
        ({"tasks": {"2": {"lead": "19-SNV", "recipients": ["communes"]}}}, "invalid", "/tasks/2"),
        ({"tasks": {"2": {"deadline": {"type": "soon"}}}}, "invalid", "/tasks/2/deadline"),
        ({"tasks": {"2": {"field": "no_field"}}}, "invalid", "/tasks/2/field"),
        ({"parent": "d1", "independent": True}, "invalid", "/"),
        ({"colour": "red"}, "invalid", "/colour"),
    ],
)
async def test_a_correction_that_names_what_is_not_there_is_refused_with_its_place(
    office: Office, said: dict[str, Any], code: str, pointer: str
) -> None:
    keep(office, letter())
    answered = await put(office, 1, **said)
    assert (answered.status_code, answered.json()["code"]) == (422, "invalid")
    assert [(one["code"], one["pointer"]) for one in answered.json()["errors"]] == [(code, pointer)]
    assert (await get(office))["version"] == 1


async def test_what_is_shown_of_corrections_can_be_sent_back() -> None:
    everything = TaskCorrection(
        "Việc",
        None,
        ("communes", "00001"),
        coordinators=(),
        product="",
        targets=(Target(TargetOp.AT_LEAST, 60.0, "%", "từ 60%", 3),),
        tracked=False,
        reason="Chỉ để biết",
        silence_days=10,
        implements=(2, 3),
    )
    shapes = {number: TaskCorrection(deadline=when) for number, when in enumerate((*SHAPES, NoDeadline()), 2)}
    said = Corrections(
        HeaderCorrection(number="", issued_on=date(2026, 11, 20), issuing_body="UBND tỉnh"),
        {1: everything, **shapes},
        (AddedTask(30, TaskCorrection("Việc"), of=1),),
        "d1",
    )
    shown = json.loads(json.dumps(corrections_json(said)))
    assert CorrectionsIn.model_validate({"version": 1, **shown}).value() == said


async def test_a_launch_is_refused_while_a_violation_stands_and_names_each(office: Office) -> None:
    keep(office, letter(letter().tasks[0], TWO_LEADS))
    draft = await get(office)
    assert (draft["launchable"], codes(draft["findings"])) == (False, ["two_leads"])
    refused = await launch(office)
    assert (refused.status_code, refused.json()["code"]) == (422, "draft_refused")
    assert [(one["code"], one["pointer"]) for one in refused.json()["errors"]] == [("two_leads", "/tasks/1")]
    assert office.dockets.started == []
    assert (await get(office, "directives"))["total"] == 0
    assert (await get(office, "drafts"))["items"][0]["violations"] == 1


@pytest.mark.parametrize("printed", [PartialDate(None, 11, 2026), PartialDate()])
async def test_a_launch_asks_for_a_blank_day_and_takes_it_from_the_clerk(office: Office, printed: PartialDate) -> None:
    dated = letter()
    header = replace(dated.document.header, date=printed)
    keep(office, replace(dated, document=replace(dated.document, header=header)))
    draft = await get(office)
    assert (draft["launchable"], codes(draft["findings"], "warning").count("date_blank")) == (False, 1)
    refused = await launch(office)
    assert (refused.status_code, refused.json()["code"]) == (422, "draft_date_blank")
    assert "hãy ghi ngày ban hành (header.issued_on)" in refused.text
    assert office.dockets.started == []
    assert (await get(office))["state"] == "open"
    assert (await put(office, 1, header={"issued_on": "2026-11-02"})).json()["launchable"]
    launched = (await launch(office, {"version": 2})).json()
    assert (await get(office, f"directives/{launched['directive']}"))["issued_on"] == "2026-11-02"


async def test_the_clerk_resolves_splits_and_sets_untracked_and_then_it_runs(office: Office) -> None:
    role = DraftTask(3, "3", 5, "Cơ quan được giao báo cáo", ReadMode.NO_LEAD)
    keep(office, letter(letter().tasks[0], TWO_LEADS, role))
    said = {
        "tasks": {
            "1": {"within": "every_unit"},
            "2": {"lead": "19-SNV", "coordinators": ["19-SKHCN"], "silence_days": 20},
            "3": {"tracked": False, "reason": "Chưa rõ cơ quan được giao"},
        },
        "added": [{"number": 4, "of": 2, "text": "Sở KHCN làm biểu mẫu", "lead": "19-SKHCN", "coordinators": []}],
    }
    answered = (await put(office, 1, **said)).json()
    assert (codes(answered["findings"]), answered["launchable"]) == ([], True)
    assert (await get(office, "drafts"))["items"][0]["violations"] == 0
    launched = await launch(office, {"version": 2})
    assert launched.status_code == 201, launched.text
    body = launched.json()
    assert (body["draft"], body["state"], body["already_launched"]) == ("p1", "running", False)
    directive = await get(office, f"directives/{body['directive']}")
    tasks = {task["number"]: task for task in directive["tasks"]}
    assert {number: (task["mode"], task["leads"], task["tracked"]) for number, task in tasks.items()} == {
        1: ("each", [], True),
        2: ("single", ["19-SNV"], True),
        3: ("single", [], False),
        4: ("single", ["19-SKHCN"], True),
    }
    assert (tasks[1]["recipients"], tasks[1]["within"]) == (["communes"], "every_unit")
    assert (tasks[1]["deadline"]["day"], tasks[2]["silence_days"]) == ("2026-11-30", 20)
    assert (directive["number"], directive["symbol"], directive["urgency"]) == ("15", "UBND-NC", "urgent")
    assert (await get(office, "assignments"))["total"] == 2 + 4 + 2
    draft = await get(office)
    assert (draft["state"], draft["directive"], draft["directive_state"]) == ("launched", body["directive"], "running")
    assert (await get(office, "drafts", state="launched"))["total"] == 1
    assert (await get(office, "drafts", state="open"))["total"] == 0


async def test_a_second_launch_is_answered_with_the_first_and_nothing_is_corrected_any_more(office: Office) -> None:
    keep(office, letter())
    first, again = await launch(office), await launch(office, {"version": 7})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["directive"] == first.json()["directive"]
    late = await put(office, 1, tasks={"2": {"product": "Báo cáo"}})
    assert (late.status_code, late.json()["code"]) == (409, "draft_launched")


async def test_launches_at_the_same_moment_are_one(office: Office) -> None:
    keep(office, letter())
    answers = await asyncio.gather(*(launch(office) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json()["directive"] for answer in answers}) == 1
    assert (await get(office, "directives"))["total"] == 1


async def test_nobody_launches_what_he_has_not_seen(office: Office) -> None:
    keep(office, letter())
    await put(office, 1, tasks={"2": {"product": "Báo cáo"}})
    refused = await launch(office, {"version": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "draft_changed")
    assert (await launch(office, {"version": 2})).status_code == 201


async def test_the_same_document_launched_in_another_way_is_the_first(office: Office) -> None:
    """What runs under the number already is not given out a second time."""
    keep(office, letter())
    running = await office.launch()
    answered = await launch(office)
    assert (answered.status_code, answered.json()["directive"]) == (200, running)
    assert answered.json()["same_content"] is False
    assert (await get(office))["directive"] == running


async def test_what_is_nearly_one_that_runs_is_questioned(office: Office) -> None:
    keep(office, letter())
    keep(office, letter(), id_="p2")
    await launch(office)
    await office.ask(PROVINCE, "PUT", "drafts/p2", {"version": 1, "header": {"number": "16"}})
    asked = await office.ask(PROVINCE, "POST", "drafts/p2/launch")
    assert asked.json()["code"] == "near_duplicate"
    others = [one["directive"] for one in asked.json()["duplicates"]]
    told = {"not_a_duplicate_of": others, "reason": "Là công văn khác"}
    assert (await office.ask(PROVINCE, "POST", "drafts/p2/launch", told)).status_code == 201


async def test_while_temporal_is_away_the_launch_is_kept(office: Office) -> None:
    keep(office, letter())
    office.dockets.away = True
    assert (await launch(office)).json()["code"] == "launch_pending"
    assert (await get(office))["state"] == "launched"
    office.dockets.away = False
    again = await launch(office)
    assert (again.status_code, again.json()["state"]) == (200, "running")


async def test_a_launch_that_failed_is_made_again_or_withdrawn_and_corrected(office: Office) -> None:
    """The directory changed before it was planned; the draft waits as the directive does."""
    keep(office, letter())
    directive = (await launch(office)).json()["directive"]

    def fail() -> None:
        with office.engines.write.begin() as connection:
            launches.set_failed(connection, directive, (refuse(Code.NO_RECIPIENT, task=1),))

    fail()
    assert (await get(office))["directive_state"] == "failed"
    assert (await put(office, 1, tasks={"2": {"product": "Báo cáo"}})).json()["code"] == "draft_launched"
    assert ((await launch(office)).json()["state"], len(office.dockets.started)) == ("running", 2)
    fail()
    await office.ask(PROVINCE, "POST", f"directives/{directive}/withdraw")
    assert (await get(office))["state"] == "open"
    assert (await put(office, 1, tasks={"2": {"product": "Báo cáo"}})).status_code == 200
    again = await launch(office)
    assert (again.status_code, again.json()["directive"] != directive) == (201, True)


async def test_another_agencys_document_is_not_launched(office: Office) -> None:
    header = replace(letter().document.header, issuing_body="Ủy ban nhân dân xã 1")
    keep(office, replace(letter(), document=replace(letter().document, header=header)))
    assert codes((await get(office))["findings"]) == ["issued_elsewhere"]
    assert (await launch(office)).json()["code"] == "draft_refused"
    mended = await put(office, 1, header={"issuing_body": "Ủy ban nhân dân tỉnh"})
    assert codes(mended.json()["findings"]) == []


async def test_a_departments_letter_printed_under_the_province_is_not_the_provinces_own(office: Office) -> None:
    header = replace(letter().document.header, issuing_body="Sở Nội vụ", superior_body="Ủy ban nhân dân tỉnh")
    keep(office, replace(letter(), document=replace(letter().document, header=header)))
    assert codes((await get(office))["findings"]) == ["issued_elsewhere"]


@pytest.mark.parametrize(
    ("title", "violations"),
    [("TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG", []), ("CHÁNH VĂN PHÒNG", ["issued_elsewhere"])],
)
async def test_what_the_office_prints_by_order_of_the_chairman_is_his(
    office: Office, title: str, violations: list[str]
) -> None:
    own = Agency("19-VP", Level.UNIT, "Văn phòng UBND tỉnh", "19")
    view = View("19", AgencyTree((*office.tree, own), version=1), office.now.date())
    header = replace(letter().document.header, issuing_body="Văn phòng UBND tỉnh", signing_title=title)
    printed = replace(letter(), document=replace(letter().document, header=header))
    with office.engines.write.begin() as connection:
        assert [one.code for one in standing(connection, printed, NOTHING, view).violations] == violations


async def test_every_shape_and_meaning_can_be_shown(office: Office) -> None:
    keep(office, EVERYTHING)
    draft = await get(office)
    assert len(draft["tasks"]) == len(EVERYTHING.tasks)
    assert draft["tasks"][3]["deadline"]["frequency"] == ["quarterly", "yearly"]


async def test_a_list_is_paged_with_its_total(office: Office) -> None:
    for number in range(3):
        keep(office, letter(), id_=f"p{number}")
        office.later(minutes=1)
    page = await get(office, "drafts", limit=1, offset=1)
    assert (page["total"], [one["id"] for one in page["items"]]) == (3, ["p1"])
    assert (page["items"][0]["doc_type"], page["items"][0]["tasks"]) == ("Công văn", 2)
