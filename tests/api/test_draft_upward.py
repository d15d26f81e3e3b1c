"""The draft of a plan says which running directive it implements, and hangs under it only by the clerk's word."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.api.conftest import COMMUNE, LETTER, Office
from tests.api.test_drafts import codes, get, keep
from tests.intake.letters import due, letter
from thac.directory.groups import GroupKind
from thac.directory.names import Group
from thac.domain.docket import docket_id
from thac.intake.document import Header, PartialDate, Reference, ReferenceRole
from thac.intake.draft import Absolute, Draft, DraftTask, NamedBody, Op, ReadMode

UNITS = NamedBody("các đơn vị", "Các đơn vị", 3, Group((GroupKind.UNITS,), "00001"))
CITED = Reference(
    "15/UBND-NC", "15/UBND-NC", ReferenceRole.IMPLEMENTS, (2,), "Công văn", "UBND tỉnh", date(2026, 11, 16)
)


def plan(cited: Reference = CITED, day: date = date(2026, 11, 28)) -> Draft:
    """The commune's plan for the letter: one task for its units, in nearly the letter's words."""
    task = DraftTask(
        1,
        "1",
        3,
        "Từng đơn vị rà soát thủ tục hành chính",
        ReadMode.FAN_OUT,
        (UNITS,),
        deadline=due(Absolute(Op.ON_OR_BEFORE, day)),
    )
    header = Header("3", "KH-UBND", "Kế hoạch", None, "Ủy ban nhân dân xã", None, PartialDate(19, 11, 2026), "Kế hoạch")
    document = replace(letter().document, header=header, references=(cited,))
    return replace(letter(task), document=document, issuer=None)


LONGER: dict[str, Any] = {
    **LETTER,
    "tasks": [{**LETTER["tasks"][0], "text": "Từng xã rà soát thủ tục hành chính"}, LETTER["tasks"][1]],
}


async def put(office: Office, **said: Any) -> dict[str, Any]:
    answered = await office.ask(COMMUNE, "PUT", "drafts/p1", {"version": 1, **said})
    assert answered.status_code == 200, answered.text
    found: dict[str, Any] = answered.json()
    return found


async def test_it_shows_the_running_directive_and_the_open_work_and_warns(office: Office) -> None:
    above = await office.launch(LONGER)
    keep(office, plan(), "00001")
    draft = await get(office, who=COMMUNE)
    assert draft["implements"] == [
        {
            "directive": above,
            "doc_type": "Công văn",
            "number": "15",
            "symbol": "UBND-NC",
            "subject": LETTER["subject"],
            "issuer": "19",
            "attachable": True,
            "work": [
                {"task": 1, "text": "Từng xã rà soát thủ tục hành chính", "due": "2026-11-30T10:00:00Z"},
            ],
            "like": {"1": [1]},
        }
    ]
    assert "implements_running" in codes(draft["findings"], "warning")
    assert (draft["attaches_to"], draft["launchable"]) == (None, True)


@pytest.mark.parametrize(
    "cited",
    [
        replace(CITED, symbol="16/UBND-NC"),
        replace(CITED, symbol="15/UBND-VX"),
        replace(CITED, date=date(2025, 11, 16)),
        replace(CITED, issuer="Trung ương"),
        replace(CITED, role=ReferenceRole.CITED),
        replace(CITED, symbol="Luật Việc làm"),
    ],
)
async def test_another_number_year_issuer_or_role_is_another_document(office: Office, cited: Reference) -> None:
    await office.launch()
    keep(office, plan(cited), "00001")
    draft = await get(office, who=COMMUNE)
    assert draft["implements"] == []
    assert "implements_running" not in codes(draft["findings"], "warning")


@pytest.mark.parametrize(
    "cited",
    [
        replace(CITED, symbol="015/ubnd–nc", issuer=None, date=None),
        replace(CITED, issuer="Ủy ban nhân dân tỉnh"),
        replace(CITED, issuer="một cơ quan không rõ"),
    ],
)
async def test_however_it_is_spelt_it_is_found(office: Office, cited: Reference) -> None:
    above = await office.launch()
    keep(office, plan(cited), "00001")
    assert [one["directive"] for one in (await get(office, who=COMMUNE))["implements"]] == [above]


async def test_a_directive_on_which_the_agency_has_nothing_is_not_shown(office: Office) -> None:
    body = {**LETTER, "tasks": [LETTER["tasks"][1]]}
    await office.launch(body)
    keep(office, plan(), "00001")
    assert (await get(office, who=COMMUNE))["implements"] == []


async def test_without_a_word_it_attaches_to_nothing(office: Office) -> None:
    await office.launch()
    keep(office, plan(), "00001")
    launched = await office.ask(COMMUNE, "POST", "drafts/p1/launch")
    assert launched.status_code == 201, launched.text
    read = (await office.ask(COMMUNE, "GET", f"directives/{launched.json()['directive']}")).json()
    assert (read["parent"], read["implements"]) == (None, "Công văn số 15/UBND-NC")


async def test_by_the_clerks_word_it_hangs_under_the_agencys_docket(office: Office) -> None:
    above = await office.launch()
    keep(office, plan(), "00001")
    draft = await put(office, parent=above, tasks={"1": {"implements": [1]}})
    assert draft["attaches_to"] == {
        "directive": above,
        "docket": docket_id(above, "00001"),
        "implements": {"1": [1]},
    }
    assert "implements_running" not in codes(draft["findings"], "warning")
    launched = (await office.ask(COMMUNE, "POST", "drafts/p1/launch", {"version": 2})).json()
    hanging = office.dockets.dockets[docket_id(launched["directive"], "00001")]
    assert hanging.above == docket_id(above, "00001")
    assert [row.lead for row in hanging.rows.values()] == ["00001-U1", "00001-U2"]


async def test_independent_is_a_word_too(office: Office) -> None:
    await office.launch()
    keep(office, plan(), "00001")
    draft = await put(office, independent=True)
    assert "implements_running" not in codes(draft["findings"], "warning")
    assert draft["attaches_to"] is None


async def test_a_plan_that_ends_after_the_work_it_does_is_refused(office: Office) -> None:
    above = await office.launch()
    keep(office, plan(day=date(2026, 12, 5)), "00001")
    await put(office, parent=above, tasks={"1": {"implements": [1]}})
    refused = await office.ask(COMMUNE, "POST", "drafts/p1/launch")
    assert refused.status_code == 422
    assert {one["code"] for one in refused.json()["errors"]} <= {"deadline_after_parent", "after_parent"}
    draft = await get(office, who=COMMUNE)
    assert (draft["state"], draft["directive"]) == ("open", None)


async def test_a_launch_that_was_undone_leaves_the_draft_open(office: Office) -> None:
    """The docket above has another plan for the same task; the draft is corrected and launched again."""
    above = await office.launch()
    for id_ in ("p1", "p2"):
        keep(office, plan(), "00001", id_)
    attached: dict[str, Any] = {"parent": above, "tasks": {"1": {"implements": [1]}}}
    await put(office, **attached)
    await office.ask(COMMUNE, "POST", "drafts/p1/launch")
    other: dict[str, Any] = {
        "header": {"number": "4", "subject": "Kế hoạch bổ sung"},
        "tasks": {"1": {"text": "Kiểm tra lại biểu mẫu theo yêu cầu mới của tỉnh", "implements": [1]}},
    }
    await office.ask(COMMUNE, "PUT", "drafts/p2", {"version": 1, "parent": above, **other})
    refused = await office.ask(COMMUNE, "POST", "drafts/p2/launch")
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_attached_already")
    draft = await get(office, "drafts/p2", COMMUNE)
    assert (draft["state"], draft["directive_state"]) == ("open", "draft")
    del other["tasks"]["1"]["implements"]
    mended = await office.ask(COMMUNE, "PUT", "drafts/p2", {"version": 2, "independent": True, **other})
    assert mended.status_code == 200, mended.text
    assert (await office.ask(COMMUNE, "POST", "drafts/p2/launch")).status_code == 201
    assert (await get(office, "drafts/p2", COMMUNE))["state"] == "launched"


async def test_a_parent_that_does_not_run_is_refused(office: Office) -> None:
    keep(office, plan(), "00001")
    await put(office, parent="d9", tasks={"1": {"implements": [1]}})
    refused = await office.ask(COMMUNE, "POST", "drafts/p1/launch")
    assert (refused.status_code, [one["code"] for one in refused.json()["errors"]]) == (422, ["no_docket_above"])
