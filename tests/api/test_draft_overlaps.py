"""A draft read from a document shows what it overlaps with, and is launched over a conflict with a reason only."""

from typing import Any

from tests.api.conftest import PROVINCE, Office
from tests.api.test_drafts import SKHCN, get, keep, launch, put
from tests.intake.letters import SNV, letter
from thac.intake.draft import DraftTask, NamedBody, ReadMode

RUNNING = "Kiểm tra an toàn các hồ đập thủy lợi trước mùa mưa bão năm 2027"
REWORDED = "Trước mùa mưa bão năm 2027, tổ chức kiểm tra mức độ an toàn của hồ đập thủy lợi"
LETTER: dict[str, Any] = {
    "doc_type": "Công văn",
    "subject": "Về phòng, chống thiên tai",
    "issued_on": "2026-11-16",
    "number": "41",
    "symbol": "UBND-NC",
    "tasks": [{"number": 1, "text": RUNNING, "mode": "single", "leads": ["19-SNV"]}],
}
REASON = "Hai Sở kiểm tra theo hai chuyên ngành, Thường trực tỉnh đã đồng ý"


def task(lead: NamedBody) -> DraftTask:
    return DraftTask(1, "1", 4, REWORDED, ReadMode.SINGLE_LEAD, (lead,))


async def test_a_draft_shows_what_it_conflicts_with_and_is_free_of_it_once_corrected(office: Office) -> None:
    running = await office.launch(LETTER)
    keep(office, letter(task(SKHCN)))
    (found,) = (await get(office))["overlaps"]
    assert (found["code"], found["severity"]) == ("two_leads_for_one_matter", "conflict")
    assert {one["directive"] for one in found["passages"]} == {running, "draft"}
    corrected = await put(office, 1, tasks={"1": {"lead": "19-SNV"}})
    assert [one["code"] for one in corrected.json()["overlaps"]] == ["same_matter_twice"]


async def test_a_draft_is_launched_over_a_conflict_with_a_reason_and_not_without(office: Office) -> None:
    await office.launch(LETTER)
    keep(office, letter(task(SKHCN)))
    (shown,) = (await get(office))["overlaps"]
    refused = await launch(office)
    assert (refused.status_code, refused.json()["code"]) == (409, "overlap_conflicts")
    assert [one["key"] for one in refused.json()["conflicts"]] == [shown["key"]]
    launched = await launch(office, {"accepted_conflicts": [{"key": shown["key"], "reason": REASON}]})
    assert launched.status_code == 201, launched.text
    (found,) = launched.json()["overlaps"]
    assert (found["disposition"]["outcome"], found["disposition"]["reason"]) == ("accepted", REASON)
    detail = (await office.ask(PROVINCE, "GET", f"directives/{launched.json()['directive']}")).json()
    assert [one["reason"] for one in detail["accepted_conflicts"]] == [REASON]
    assert (await get(office))["overlaps"] == [found]


async def test_what_is_only_worth_a_look_does_not_hold_up_the_launch(office: Office) -> None:
    await office.launch(LETTER)
    keep(office, letter(task(SNV)))
    launched = await launch(office)
    assert launched.status_code == 201, launched.text
    assert [(one["code"], one["disposition"]) for one in launched.json()["overlaps"]] == [("same_matter_twice", None)]
