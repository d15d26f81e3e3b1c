"""The life of an assignment as it is read through the door: asks with their words, receipts, what is collected."""

from typing import Any

import pytest

from tests.api.conftest import Office
from tests.api.life import COMMUNE, DEPARTMENT, LETTER, OBSTACLE, PROVINCE, UNIT
from tests.samples import FRIDAY
from thac.domain.agencies import Role
from thac.domain.docket import docket_id

pytestmark = pytest.mark.slow

LATER = {"day": "2026-12-10"}


async def launched(office: Office) -> str:
    return await office.launch(LETTER)


async def one(office: Office, path: str, who: Any = PROVINCE) -> Any:
    answered = await office.ask(who, "GET", path)
    assert answered.status_code == 200, answered.text
    return answered.json()


async def does(office: Office, who: Any, path: str, body: dict[str, Any] | None = None) -> None:
    answered = await office.ask(who, "POST", path, body)
    assert answered.status_code < 300, answered.text


async def test_an_ask_is_shown_with_its_words_and_its_answer(office: Office) -> None:
    directive = await launched(office)
    await OBSTACLE.by(office, directive)
    path = f"assignments/{directive}~00001~1~00001-U1"
    (ask,) = (await one(office, path))["asks"]
    assert (ask["kind"], ask["awaits"], ask["text"], ask["outcome"]) == ("obstacle", "00001", "Thiếu kinh phí", None)
    waiting = (await office.ask(COMMUNE, "GET", "assignments", awaiting="00001")).json()
    assert [item["id"] for item in waiting["items"]] == [f"{directive}~00001~1~00001-U1"]
    assert waiting["items"][0]["asks"][0]["text"] == "Thiếu kinh phí"
    await does(office, COMMUNE, f"{path}/answer", {"ask": 1, "text": "Đã bố trí"})
    (ask,) = (await one(office, path))["asks"]
    assert (ask["answer"], ask["outcome"]) == ("Đã bố trí", "granted")
    assert (await office.ask(COMMUNE, "GET", "assignments", awaiting="00001")).json()["total"] == 0
    history = await one(office, f"{path}/ledger", UNIT)
    assert [(event["kind"], event["text"]) for event in history["events"]] == [
        ("allocated", None),
        ("asked", "Thiếu kinh phí"),
        ("answered", "Đã bố trí"),
    ]


async def test_a_moved_deadline_says_who_moved_it_and_why(office: Office) -> None:
    directive = await launched(office)
    body = {"task": 1, "deadline": LATER, "text": "Lùi hạn"}
    await does(office, PROVINCE, f"cascades/{directive}/dockets/19/move_deadline", body)
    found = await one(office, f"assignments/{directive}~19~1~00001")
    first, second = found["deadlines"]
    assert (first["reason"], first["text"]) == ("directive", None)
    assert (second["reason"], second["text"], second["words"]["day"]) == ("amended", "Lùi hạn", "2026-12-10")
    assert (found["days_moved"], found["unsigned"]) == (8, 1)
    assert (await office.ask(PROVINCE, "GET", "assignments", unsigned=True)).json()["total"] == 2


async def test_who_has_signed_for_a_change_is_told(office: Office) -> None:
    directive = await launched(office)
    body = {"task": 1, "deadline": LATER, "text": "Lùi hạn"}
    await does(office, PROVINCE, f"cascades/{directive}/dockets/19/move_deadline", body)
    await does(office, COMMUNE, f"assignments/{directive}~19~1~00001/acknowledge")
    path = f"cascades/{directive}/dockets/19/receipts"
    (change,) = (await one(office, path))["amendments"]
    assert (change["kind"], change["text"], change["total"], change["signed"]) == ("deadline_moved", "Lùi hạn", 4, 1)
    signed = [receipt for receipt in change["receipts"] if receipt["signed_at"] is not None]
    assert [receipt["assignment"] for receipt in signed] == [f"{directive}~19~1~00001"]
    outstanding = (await one(office, f"cascades/{directive}/dockets/19"))["outstanding"]
    assert [one["below"] for one in outstanding] == [docket_id(directive, "00001"), docket_id(directive, "00002")]
    for who in (COMMUNE, UNIT, ("19-SNV", Role.OFFICE)):
        assert (await office.ask(who, "GET", path)).status_code == 404


async def test_a_corrected_wording_is_read_everywhere(office: Office) -> None:
    directive = await launched(office)
    words = "Tổng hợp, báo cáo UBND tỉnh"
    await does(office, PROVINCE, f"directives/{directive}/correct_text", {"task": 2, "text": words})
    found = await one(office, f"assignments/{directive}~19~2~19-SNV", DEPARTMENT)
    assert (found["text"], found["original_text"]) == (words, "Tổng hợp báo cáo")


async def test_a_withdrawn_task_is_counted_apart(office: Office) -> None:
    directive = await launched(office)
    body = {"task": 2, "text": "Không còn cần"}
    await does(office, PROVINCE, f"cascades/{directive}/dockets/19/withdraw_task", body)
    counts = (await one(office, f"cascades/{directive}"))["top"]["counts"]
    assert (counts["total"], counts["withdrawn"], counts["undated"]) == (4, 1, 2)
    assert "withdrawn" not in counts["by_state"]
    listed = (await office.ask(PROVINCE, "GET", "assignments", state="withdrawn")).json()
    assert [item["timeliness"] for item in listed["items"]] == ["withdrawn"]


async def test_what_a_summary_collects_is_counted_for_its_lead(office: Office) -> None:
    letter = {**LETTER, "tasks": [dict(task) for task in LETTER["tasks"]]}
    letter["tasks"][1] |= {"collects": [1], "deadline": {"day": "2026-12-15"}}
    directive = await office.launch(letter)
    path = f"assignments/{directive}~19~2~19-SNV/inputs"
    (counted,) = (await one(office, path, DEPARTMENT))["inputs"]
    assert counted == {
        "task": 1,
        "period": None,
        "total": 2,
        "submitted": 0,
        "confirmed": 0,
        "due": "2026-11-30T10:00:00Z",
    }
    assert (await office.ask(("19-SKHCN", Role.UNIT), "GET", path)).status_code == 200  # it coordinates
    assert (await office.ask(UNIT, "GET", path)).status_code == 404


@pytest.mark.parametrize("query", [{"period": "2026-Q4-2026"}, {"paused": "perhaps"}, {"awaiting": "x" * 65}])
async def test_a_filter_that_cannot_be_is_refused(office: Office, query: dict[str, Any]) -> None:
    office.now = FRIDAY
    answered = await office.ask(PROVINCE, "GET", "assignments", **query)
    assert answered.status_code == 422
