"""The list of one's work: its lanes with their counts, its order, its pages."""

from typing import Any

import pytest

from tests.api.conftest import COMMUNE, LETTER, UNIT, Office
from tests.api.web.conftest import Enter, Page
from thac.domain.agencies import Role

pytestmark = pytest.mark.asyncio


def lanes(page: Page) -> dict[str, int]:
    """The lanes that hold something, by their names."""
    found: dict[str, int] = {}
    for link in page.tree.xpath("//nav[contains(@class, 'lanes')]//a"):
        name, _, many = " ".join(link.itertext()).strip().rpartition(" ")
        found[name.strip()] = int(many)
    return {name: many for name, many in found.items() if many}


def listed(page: Page) -> list[str]:
    return [str(address) for address in page.tree.xpath("//h3/a/@href")]


MATTERS = {21: "Rà soát thủ tục hành chính", 22: "Tổ chức Tết trồng cây", 23: "Kiểm tra phòng cháy các chợ"}


def letter(number: int, day: str | None) -> dict[str, Any]:
    """A letter of that number about a matter of its own."""
    matter = MATTERS[number]
    task = {**LETTER["tasks"][0], "text": matter, "deadline": None if day is None else {"day": day}}
    return {**LETTER, "number": str(number), "subject": f"Về việc {matter.lower()}", "tasks": [task]}


async def test_work_of_all_directives_stands_in_one_list_by_what_comes_next(office: Office, enter: Enter) -> None:
    later = await office.launch(letter(21, "2026-12-15"))
    undated = await office.launch(letter(22, None))
    sooner = await office.launch(letter(23, "2026-11-25"))
    unit = await enter(*UNIT)
    page = await unit.open("/tasks")
    order = [f"/tasks/{one}~00001~1~00001-U1" for one in (sooner, later, undated)]
    assert listed(page) == order
    assert lanes(page) == {"Việc cần làm": 3, "Chờ tiếp nhận": 3}
    for said in (MATTERS[21], "Sắp đến hạn", "Chưa có hạn", "còn 2 ngày làm việc", "UBND xã 1"):
        assert said in page.words()


async def test_each_lane_lists_its_own(office: Office, enter: Enter) -> None:
    first, second = await office.launch(letter(21, "2026-12-15")), await office.launch(letter(22, "2026-12-16"))
    unit, commune = await enter(*UNIT), await enter(*COMMUNE)
    here = f"/tasks/{first}~00001~1~00001-U1"
    for act in ("accept", "submit"):
        page = await unit.open(here)
        await unit.send(page, here, {"report": "Xong"} if act == "submit" else {}, act=act)
    page = await unit.open("/tasks?lane=submitted")
    assert listed(page) == [here]
    assert lanes(page) == {"Việc cần làm": 1, "Chờ tiếp nhận": 1, "Đã báo cáo, chờ duyệt": 1}
    page = await commune.open("/tasks")
    assert page.words("//main/h2") == "Chờ phê duyệt"
    assert listed(page) == [here]
    assert lanes(page) == {"Chờ phê duyệt": 1, "Việc cần làm": 2, "Chờ tiếp nhận": 2}
    assert listed(await unit.open("/tasks?lane=receive")) == [f"/tasks/{second}~00001~1~00001-U1"]


async def test_a_unit_has_no_lane_of_an_issuer(office: Office, enter: Enter) -> None:
    """Asked for all the same, it gets its own work."""
    await office.launch()
    officer = await enter("00001-U1", Role.OFFICER)
    page = await officer.open("/tasks?lane=confirm")
    assert page.words("//main/h2") == "Việc cần làm"
    assert "Đã giao, quá hạn" not in page.words()


async def test_a_long_list_is_told_in_pages(office: Office, enter: Enter) -> None:
    tasks = [{**LETTER["tasks"][0], "number": number, "text": f"Việc {number}"} for number in range(1, 31)]
    await office.launch({**LETTER, "tasks": tasks})
    unit = await enter(*UNIT)
    page = await unit.open("/tasks")
    assert len(listed(page)) == 25
    assert "1–25 trên 30" in page.words("//nav[@class='paging']")
    (following,) = page.tree.xpath("//a[@rel='next']/@href")
    assert len(listed(await unit.open(following))) == 5


async def test_one_sees_what_was_given_to_oneself(office: Office, enter: Enter) -> None:
    directive = await office.launch()
    unit, officer = await enter(*UNIT), await enter("00001-U1", Role.OFFICER)
    here = f"/tasks/{directive}~00001~1~00001-U1"
    assert listed(await officer.open("/tasks?person=officer.00001-u1")) == []
    await unit.send(await unit.open(here), here, act="accept")
    await unit.send(await unit.open(here), here, {"person": "officer.00001-u1"}, act="take")
    assert listed(await officer.open("/tasks?person=officer.00001-u1")) == [here]


async def test_nothing_of_another_agency_is_listed(office: Office, enter: Enter) -> None:
    await office.launch()
    for lane in ("todo", "receive", "doing", "submitted", "returned", "helping", "answer", "done"):
        other = await enter("19-SKHCN", Role.UNIT)
        page = await other.open(f"/tasks?lane={lane}")
        assert "00001" not in page.text


async def test_the_menu_leads_there_and_an_empty_list_says_so(office: Office, enter: Enter) -> None:
    unit, auditor = await enter(*UNIT), await enter("19", Role.AUDITOR)
    assert "Việc của tôi" in (await unit.open("/")).words("//header")
    assert "Không còn việc nào phải làm" in (await unit.open("/tasks")).words()
    assert "Việc của tôi" not in (await auditor.open("/")).words("//header")


async def test_what_was_submitted_in_time_is_not_called_late_while_it_waits(office: Office, enter: Enter) -> None:
    """The time of the review is the reviewer's; what was submitted late stays late."""
    early, late = await office.launch(letter(21, "2026-11-25")), await office.launch(letter(22, "2026-11-30"))
    for directive, days in ((early, 1), (late, 14)):
        here = f"/tasks/{directive}~00001~1~00001-U1"
        await office.ask(UNIT, "POST", f"assignments/{directive}~00001~1~00001-U1/accept")
        office.later(days=days)
        unit = await enter(*UNIT)
        await unit.send(await unit.open(here), here, {"report": "Xong"}, act="submit")
    page = await (await enter(*COMMUNE)).open("/tasks?lane=confirm")
    first, second = page.tree.xpath("//ul[@class='work']/li")
    assert "Báo cáo 21/11/2026, trong hạn" in " ".join(" ".join(first.itertext()).split())
    assert "Báo cáo 05/12/2026, trễ 5 ngày" in " ".join(" ".join(second.itertext()).split())
    assert "quá hạn" not in page.words("//ul[@class='work']")
