"""What runs is held against what is to be launched: shown before, refused without a reason, recorded with one."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.api.conftest import COMMUNE, PROVINCE, UNIT, Office
from thac.domain.agencies import Role

OTHER_COMMUNE = ("00002", Role.OFFICE)
SUPERVISOR = ("00001", Role.SUPERVISOR)
MATTER = (
    "Rà soát, lập danh sách hộ nghèo, hộ cận nghèo trên địa bàn xã năm 2026 và niêm yết công khai tại nhà văn hóa thôn"
)
REASON = "Phó Chủ tịch xã đã thống nhất giao hai đơn vị làm song song trong tháng 12"


def plan(number: str, lead: str, text: str = MATTER, **more: Any) -> dict[str, Any]:
    """A plan of the commune with one task."""
    header = {"doc_type": "Kế hoạch", "issued_on": "2026-11-16", "number": number, "symbol": "KH-UBND"}
    task = {"number": 1, "text": text, "mode": "single", "leads": [lead], **more}
    return {**header, "subject": f"Kế hoạch số {number} của xã", "tasks": [task]}


FIRST = plan("7", "00001-U1")
REWORDED = (
    "Lập danh sách các hộ nghèo và hộ cận nghèo của xã trong năm 2026, rà soát và công khai ở từng nhà văn hóa thôn"
)
SECOND = plan("8", "00001-U2", REWORDED)


async def launch(office: Office, body: dict[str, Any], who: Any = COMMUNE) -> httpx.Response:
    return await office.ask(who, "POST", "launches", body)


async def refused(office: Office, body: dict[str, Any]) -> dict[str, Any]:
    answered = await launch(office, body)
    assert (answered.status_code, answered.json()["code"]) == (409, "overlap_conflicts"), answered.text
    (conflict,) = answered.json()["conflicts"]
    found: dict[str, Any] = conflict
    return found


async def get(office: Office, path: str, who: Any = COMMUNE, **query: Any) -> dict[str, Any]:
    answered = await office.ask(who, "GET", path, **query)
    assert answered.status_code == 200, answered.text
    found: dict[str, Any] = answered.json()
    return found


async def conflicting(office: Office) -> tuple[str, str]:
    """Two plans that run, the second launched over its conflict with the first."""
    first = await office.launch(FIRST, "00001")
    conflict = await refused(office, SECOND)
    word = {"accepted_conflicts": [{"key": conflict["key"], "reason": REASON}]}
    answered = await launch(office, SECOND | word)
    assert answered.status_code == 201, answered.text
    return first, answered.json()["directive"]


async def test_two_leads_for_one_matter_are_shown_before_the_launch(office: Office) -> None:
    first = await office.launch(FIRST, "00001")
    drafted = await office.ask(COMMUNE, "POST", "directives", SECOND)
    (found,) = drafted.json()["overlaps"]
    assert (found["code"], found["severity"]) == ("two_leads_for_one_matter", "conflict")
    said = "Cùng một việc trên một địa bàn nhưng có hai cơ quan chủ trì: "
    assert found["message"] in {f"{said}Đơn vị 1 và Đơn vị 2.", f"{said}Đơn vị 2 và Đơn vị 1."}
    assert {(one["directive"], one["task"]) for one in found["passages"]} == {(first, 1), ("draft", 1)}
    again = await get(office, f"directives/{drafted.json()['id']}")
    assert again["overlaps"] == [found]


async def test_a_launch_over_a_conflict_is_refused_without_a_reason_and_leaves_nothing(office: Office) -> None:
    first = await office.launch(FIRST, "00001")
    answered = await launch(office, SECOND)
    body = answered.json()
    assert (answered.status_code, body["code"]) == (409, "overlap_conflicts")
    assert [(one["code"], one["pointer"]) for one in body["errors"]] == [("two_leads_for_one_matter", "/tasks/1")]
    assert MATTER in {one["text"] for one in body["conflicts"][0]["passages"]}
    assert [one["id"] for one in (await get(office, "directives"))["items"]] == [first]


async def test_with_a_reason_it_is_launched_and_the_reason_is_recorded(office: Office) -> None:
    _, second = await conflicting(office)
    detail = await get(office, f"directives/{second}")
    (kept,) = detail["accepted_conflicts"]
    assert (kept["code"], kept["reason"], kept["by"]) == ("two_leads_for_one_matter", REASON, "office 00001")
    (found,) = detail["overlaps"]
    assert (found["disposition"]["outcome"], found["disposition"]["reason"]) == ("accepted", REASON)


async def test_a_reason_for_another_conflict_does_not_count(office: Office) -> None:
    await office.launch(FIRST, "00001")
    word = {"accepted_conflicts": [{"key": "0" * 16, "reason": REASON}]}
    assert (await launch(office, SECOND | word)).json()["code"] == "overlap_conflicts"


@pytest.mark.parametrize("reason", ["", "   "])
async def test_a_reason_says_something(office: Office, reason: str) -> None:
    await office.launch(FIRST, "00001")
    key = (await refused(office, SECOND))["key"]
    answered = await launch(office, SECOND | {"accepted_conflicts": [{"key": key, "reason": reason}]})
    assert (answered.status_code, answered.json()["code"]) == (422, "invalid")


async def test_a_conflict_keeps_its_key_until_the_launch(office: Office) -> None:
    """Whoever saw it in the draft names it at the launch, and so does who was refused before."""
    await office.launch(FIRST, "00001")
    drafted = (await office.ask(COMMUNE, "POST", "directives", SECOND)).json()
    (shown,) = drafted["overlaps"]
    assert shown["key"] == (await refused(office, SECOND))["key"]
    word = {"accepted_conflicts": [{"key": shown["key"], "reason": REASON}]}
    answered = await office.ask(COMMUNE, "POST", f"directives/{drafted['id']}/launch", word)
    assert answered.status_code == 201, answered.text
    assert [one["disposition"]["reason"] for one in answered.json()["overlaps"]] == [REASON]


async def test_the_same_words_in_two_communes_do_not_conflict(office: Office) -> None:
    await office.launch(FIRST, "00001")
    answered = await launch(office, plan("8", "00002-U2", REWORDED), OTHER_COMMUNE)
    assert (answered.status_code, answered.json()["overlaps"]) == (201, [])


async def test_of_two_launches_at_once_one_is_refused(office: Office) -> None:
    answers = await asyncio.gather(launch(office, FIRST), launch(office, SECOND))
    assert sorted(one.status_code for one in answers) == [201, 409]
    assert {one.json().get("code") for one in answers} == {None, "overlap_conflicts"}


async def test_what_was_settled_is_not_told_again_unless_asked_for(office: Office) -> None:
    await conflicting(office)
    assert (await get(office, "overlaps"))["total"] == 0
    (found,) = (await get(office, "overlaps", disposition="accepted"))["items"]
    assert (found["code"], found["disposition"]["reason"]) == ("two_leads_for_one_matter", REASON)


async def test_a_disposition_is_kept_with_those_before_it(office: Office) -> None:
    await conflicting(office)
    (found,) = (await get(office, "overlaps", disposition="accepted"))["items"]
    office.later(days=1)
    body = {"outcome": "one_lead", "lead": "00001-U1", "reason": "Đơn vị 1 chủ trì, đơn vị 2 phối hợp"}
    answered = await office.ask(SUPERVISOR, "POST", f"overlaps/{found['key']}/disposition", body)
    assert answered.status_code == 200, answered.text
    assert [(one["outcome"], one["role"]) for one in answered.json()["history"]] == [
        ("accepted", "office"),
        ("one_lead", "supervisor"),
    ]
    opened = await office.ask(COMMUNE, "POST", f"overlaps/{found['key']}/disposition", {"outcome": "open"})
    assert opened.status_code == 200
    assert [one["key"] for one in (await get(office, "overlaps"))["items"]] == [found["key"]]
    assert len((await get(office, f"overlaps/{found['key']}"))["history"]) == 3


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"outcome": "accepted"}, 422, "reason_needed"),
        ({"outcome": "one_lead"}, 422, "overlap_lead_needed"),
        ({"outcome": "one_lead", "lead": "00001-U9"}, 422, "unknown_agency"),
        ({"outcome": "forgotten"}, 422, "invalid"),
    ],
)
async def test_a_disposition_that_says_too_little_is_refused(
    office: Office, body: dict[str, Any], status: int, code: str
) -> None:
    await conflicting(office)
    (found,) = (await get(office, "overlaps", disposition="accepted"))["items"]
    answered = await office.ask(COMMUNE, "POST", f"overlaps/{found['key']}/disposition", body)
    assert (answered.status_code, answered.json()["code"]) == (status, code)


async def test_only_who_issued_one_of_them_or_stands_above_settles_it(office: Office) -> None:
    await conflicting(office)
    (found,) = (await get(office, "overlaps", disposition="accepted"))["items"]
    path, body = f"overlaps/{found['key']}/disposition", {"outcome": "merged"}
    for who, code in (
        (OTHER_COMMUNE, "not_found"),
        (("00002-U1", Role.UNIT), "not_found"),
        (UNIT, "not_allowed"),
        (("00001", Role.AUDITOR), "not_allowed"),
        (("00001", Role.MONITOR), "not_allowed"),
    ):
        assert (await office.ask(who, "POST", path, body)).json()["code"] == code, who
    assert (await office.ask(PROVINCE, "POST", path, body)).status_code == 200


async def test_filters_narrow_the_list(office: Office) -> None:
    first, _ = await conflicting(office)
    every: dict[str, Any] = {"disposition": "accepted", "who": PROVINCE}
    for query, total in (
        ({"scope": "00001"}, 1),
        ({"scope": "00002"}, 0),
        ({"code": "two_leads_for_one_matter"}, 1),
        ({"code": "report_twice"}, 0),
        ({"severity": "conflict"}, 1),
        ({"severity": "warning"}, 0),
        ({"directive": first}, 1),
        ({"directive": "x"}, 0),
        ({"limit": 1, "offset": 1}, 1),
    ):
        assert (await get(office, "overlaps", **every, **query))["total"] == total, query
    foreign = await office.ask(COMMUNE, "GET", "overlaps", scope="00002")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_found")


async def test_of_what_a_reader_may_not_see_only_the_issuer_is_named(office: Office) -> None:
    """The first unit has the first plan to do and knows nothing of the second."""
    first, second = await conflicting(office)
    (found,) = (await get(office, "overlaps", UNIT, disposition="accepted"))["items"]
    mine, theirs = sorted(found["passages"], key=lambda one: one["text"] is None)
    assert (mine["directive"], mine["task"], mine["text"]) == (first, 1, MATTER)
    assert theirs == {
        "issuer": "00001",
        "issuer_name": "UBND xã 1",
        "directive": None,
        "task": None,
        "text": None,
    }
    assert second not in str(found)


async def test_drafts_are_never_among_what_runs(office: Office) -> None:
    await office.ask(COMMUNE, "POST", "directives", FIRST)
    assert (await launch(office, SECOND)).status_code == 201
    assert (await get(office, "overlaps", PROVINCE))["total"] == 0


async def test_the_graph_holds_what_a_reader_may_see_and_nothing_else(office: Office) -> None:
    first, second = await conflicting(office)
    whole, part = await get(office, "graph"), await get(office, "graph", UNIT)
    for graph, directives in ((whole, {first, second}), (part, {first})):
        nodes = {one["id"] for one in graph["nodes"]}
        assert {one for one in nodes if one.startswith("directive:")} == {f"directive:{one}" for one in directives}
        assert {one["source"] for one in graph["edges"]} <= nodes
    same = [one for one in whole["edges"] if one["kind"] == "same_matter"]
    assert {frozenset((one["source"], one["target"])) for one in same} == {
        frozenset((f"task:{first} 1", f"task:{second} 1"))
    }
    assert second not in str(part)


async def test_the_graph_is_written_as_graphml_too(office: Office) -> None:
    first, _ = await conflicting(office)
    asked = await office.ask(COMMUNE, "GET", "graph", format="graphml", directive=first)
    headers = {"Authorization": f"Bearer {office.token(*COMMUNE)}", "Accept": "application/graphml+xml"}
    accepted = await office.client.get("/api/v1/graph", headers=headers, params={"directive": first})
    assert asked.text == accepted.text
    assert asked.headers["content-type"] == "application/graphml+xml"
    assert f'<node id="directive:{first}">' in asked.text


async def test_a_graph_of_directives_out_of_sight_is_not_found(office: Office) -> None:
    first, _ = await conflicting(office)
    answered = await office.ask(OTHER_COMMUNE, "GET", "graph", directive=first)
    assert (answered.status_code, answered.json()["code"]) == (404, "not_found")


async def test_supervisors_ask_who_holds_the_work_and_who_has_too_much_of_it(office: Office) -> None:
    due = {"deadline": {"day": "2026-12-11"}}
    tasks = [plan("7", "00001-U1", text, **due)["tasks"][0] | {"number": place} for place, text in enumerate(WORK, 1)]
    directive = await office.launch(FIRST | {"tasks": tasks}, "00001")
    found = await get(office, "overlaps/analytics", SUPERVISOR, capacity=2)
    assert found["bottlenecks"] == [{"agency": "00001-U1", "paths": 3, "directives": [directive]}]
    assert found["loads"] == [{"agency": "00001-U1", "week": "2026-W50", "due": 3}]
    assert (found["handed_over"], found["capacity"]) == ([], 2)
    assert [one["code"] for one in found["findings"]] == ["overload"]
    elsewhere = await get(office, "overlaps/analytics", OTHER_COMMUNE)
    assert (elsewhere["bottlenecks"], elsewhere["loads"], elsewhere["findings"]) == ([], [], [])


WORK = ("Niêm yết thủ tục hành chính", "Sửa đường liên thôn", "Tổ chức hội khuyến học")


ABOVE: dict[str, Any] = {
    "doc_type": "Công văn",
    "subject": "Về giảm nghèo",
    "issued_on": "2026-11-16",
    "number": "41",
    "symbol": "UBND-VX",
    "tasks": [
        {
            "number": 1,
            "text": "Rà soát, lập danh sách hộ nghèo, hộ cận nghèo năm 2026 và niêm yết công khai tại nhà văn hóa thôn",
            "mode": "each",
            "recipients": ["communes"],
            "deadline": {"day": "2026-11-30"},
        }
    ],
}
LATE: dict[str, Any] = {"deadline": {"day": "2026-12-20"}}


async def test_a_plan_that_ends_after_the_document_it_carries_out_conflicts_with_it(office: Office) -> None:
    await office.launch(ABOVE)
    late = FIRST | {"tasks": plan("7", "00001-U1", **LATE)["tasks"], "implements": "Công văn số 41/UBND-VX"}
    found = await refused(office, late)
    assert found["code"] == "deadline_after_parent"
    in_time = late | {"tasks": plan("7", "00001-U1", deadline={"day": "2026-11-28"})["tasks"]}
    assert (await launch(office, in_time)).status_code == 201


async def test_an_own_plan_that_says_why_it_ends_later_has_given_its_reason(office: Office) -> None:
    above = await office.launch(ABOVE)
    why = "Tỉnh đã đồng ý lùi hạn cho các xã bị lũ"
    tasks = plan("7", "00001-U1", **LATE, implements=[1], beyond=why)["tasks"]
    answered = await launch(office, FIRST | {"tasks": tasks, "parent": above})
    assert answered.status_code == 201, answered.text
    detail = await get(office, f"directives/{answered.json()['directive']}")
    assert [(one["code"], one["reason"]) for one in detail["accepted_conflicts"]] == [("deadline_after_parent", why)]


async def test_the_graph_is_drawn_as_a_tree_or_by_what_agencies_share(office: Office) -> None:
    first, _ = await conflicting(office)
    tree = await office.ask(COMMUNE, "GET", "graph", format="svg", directive=first)
    shared = await office.ask(COMMUNE, "GET", "graph", format="svg")
    assert {tree.headers["content-type"], shared.headers["content-type"]} == {"image/svg+xml"}
    assert "chờ tiếp nhận" in tree.text
    assert "Đơn vị 1 + Đơn vị 2" in shared.text
    assert 'class="a"' in shared.text


async def test_who_names_an_agency_below_sees_nothing_that_only_it_takes_part_in_elsewhere(office: Office) -> None:
    """A unit helps a department with a letter that its commune has no part in."""
    letter = plan("9", "19-SNV", "Tổng hợp báo cáo", coordinators=["00001-U1"])
    assert (await launch(office, letter, PROVINCE)).status_code == 201
    assert any(node["kind"] == "task" for node in (await get(office, "graph", UNIT))["nodes"])
    assert (await get(office, "graph", COMMUNE, scope="00001-U1"))["nodes"] == []
