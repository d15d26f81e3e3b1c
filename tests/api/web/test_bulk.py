"""The same act on several assignments: those that are ticked, each with its own outcome."""

from typing import Any

import pytest

from tests.api.conftest import COMMUNE, LETTER, UNIT, Office
from tests.api.web.conftest import Browser, Enter, Page
from thac.domain.agencies import Role

pytestmark = pytest.mark.asyncio


async def three(office: Office) -> list[str]:
    """Three tasks of one letter; the ids of what the first unit has of them."""
    tasks: list[dict[str, Any]] = [
        {**LETTER["tasks"][0], "number": number, "text": f"Việc số {number}"} for number in (1, 2, 3)
    ]
    directive = await office.launch({**LETTER, "tasks": tasks})
    return [f"{directive}~00001~{number}~00001-U1" for number in (1, 2, 3)]


async def does(browser: Browser, address: str, do: str, pick: list[str], **fields: str) -> Page:
    page = await browser.open(address)
    return Page(
        await browser.client.post("/tasks", data=page.form("/tasks", offset="0") | fields | {"do": do, "pick": pick})
    )


def listed(page: Page) -> list[str]:
    return [str(address).removeprefix("/tasks/") for address in page.tree.xpath("//h3/a/@href")]


async def test_what_is_ticked_is_accepted_and_given_to_a_person(office: Office, enter: Enter) -> None:
    ids = await three(office)
    unit = await enter(*UNIT)
    page = await does(unit, "/tasks?lane=receive", "accept", ids[:2])
    assert "Đã xác nhận tiếp nhận. Số việc: 2" in page.words()
    assert listed(page) == ids[2:]
    page = await does(unit, "/tasks?lane=doing", "take", ids[:2], person="Trần Thị B")
    assert "Số việc: 2" in page.words()
    assert page.words("//main//ul[@class='work']").count("Người thực hiện: Trần Thị B") == 2


async def test_the_work_of_somebody_who_is_away_is_found_and_given_to_another(office: Office, enter: Enter) -> None:
    ids = await three(office)
    unit = await enter(*UNIT)
    await does(unit, "/tasks", "accept", ids)
    await does(unit, "/tasks", "take", ids[:2], person="Người vắng")
    page = await unit.open("/tasks?lane=doing&person=Người vắng")
    assert listed(page) == ids[:2]
    assert page.tree.xpath("//select[@id='of']/option/text()")[1:] == ["Người vắng", "unit.00001-u1"]
    page = await does(unit, "/tasks?lane=doing&person=Người vắng", "take", ids[:2], person="Người thay")
    assert listed(page) == []
    assert listed(await unit.open("/tasks?lane=doing&person=Người thay")) == ids[:2]


async def test_one_that_is_refused_holds_up_no_other(office: Office, enter: Enter) -> None:
    """It is named with the reason, and stays ticked; the name that was filled in stays too."""
    ids = await three(office)
    unit = await enter(*UNIT)
    await does(unit, "/tasks", "accept", ids[:2])
    page = await does(unit, "/tasks", "take", ids, person="Trần Thị B")
    assert page.status == 409
    told = page.words("//section[@role='alert']")
    assert "Đã thực hiện: 2 trên 3 việc" in told
    assert "Việc số 3" in told
    assert "not_accepted" in told
    assert page.tree.xpath("//input[@name='pick' and @checked]/@value") == ids[2:]
    assert page.form("/tasks", offset="0")["person"] == "Trần Thị B"


async def test_an_office_urges_what_is_late(office: Office, enter: Enter) -> None:
    ids = await three(office)
    office.later(days=20)
    commune, unit = await enter(*COMMUNE), await enter(*UNIT)
    page = await commune.open("/tasks?lane=late")
    assert set(ids) <= set(listed(page))
    page = await does(commune, "/tasks?lane=late", "urge", ids[:2], text="Báo cáo ngay trong hôm nay")
    assert "Đã đôn đốc. Số việc: 2" in page.words()
    page = await unit.open(f"/tasks/{ids[0]}")
    assert "Báo cáo ngay trong hôm nay" in page.words("//ol")
    assert "Đã đôn đốc 1 lần" in page.words()


async def test_a_page_sent_twice_does_its_work_once(office: Office, enter: Enter) -> None:
    ids = await three(office)
    unit = await enter(*UNIT)
    data = (await unit.open("/tasks")).form("/tasks", offset="0") | {"do": "accept", "pick": ids}
    for _ in range(2):
        assert (await unit.client.post("/tasks", data=data)).status_code == 200
    assert (await unit.open(f"/tasks/{ids[0]}")).words("//ol").count("Xác nhận tiếp nhận") == 1


async def test_nothing_ticked_no_name_and_an_unknown_act_are_told(office: Office, enter: Enter) -> None:
    ids = await three(office)
    unit = await enter(*UNIT)
    page = await does(unit, "/tasks", "accept", [])
    assert (page.status, "nothing_picked" in page.words("//*[@role='alert']")) == (422, True)
    page = await does(unit, "/tasks", "take", ids)
    assert page.status == 422
    assert page.tree.xpath("//input[@name='pick' and @checked]/@value") == ids
    assert (await does(unit, "/tasks", "confirm", ids)).status == 404
    assert listed(await unit.open("/tasks?lane=receive")) == ids


async def test_what_is_anothers_is_not_known_here(office: Office, enter: Enter) -> None:
    """With one of them among the ticked ones nothing is done."""
    ids = await three(office)
    await office.launch(
        {
            **LETTER,
            "number": "77",
            "subject": "Khác",
            "tasks": [{**LETTER["tasks"][1], "leads": ["19-SKHCN"], "coordinators": []}],
        }
    )
    other, unit = await enter("19-SKHCN", Role.UNIT), await enter(*UNIT)
    page = await does(other, "/tasks", "accept", ids)
    assert (page.status, "not_found" in page.words("//*[@role='alert']")) == (404, True)
    assert listed(await unit.open("/tasks?lane=receive")) == ids


async def test_all_of_a_page_are_ticked_without_scripts(office: Office, enter: Enter) -> None:
    ids = await three(office)
    unit = await enter(*UNIT)
    page = await unit.open("/tasks?lane=todo&ticked=true")
    assert page.tree.xpath("//input[@name='pick' and @checked]/@value") == ids
    officer = await enter("00001-U1", Role.OFFICER)
    assert not (await officer.open("/tasks")).tree.xpath("//input[@name='pick']")
