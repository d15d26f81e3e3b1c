"""The page of an assignment: what it shows, which forms it has for whom, and what comes of them."""

import pytest

from tests.api.conftest import COMMUNE, PROVINCE, UNIT, Office
from tests.api.test_drafts import keep, launch
from tests.api.web.conftest import Browser, Enter, Page
from tests.intake.letters import letter
from thac.domain.agencies import Role

pytestmark = pytest.mark.asyncio


def of_the_unit(directive: str) -> str:
    """The address of what the commune gave to its unit."""
    return f"/tasks/{directive}~00001~1~00001-U1"


def acts(page: Page) -> set[str]:
    """The acts for which the page has forms of one's own."""
    found = page.tree.xpath("//form[not(.//input[@name='on_behalf_of'])]//input[@name='act']/@value")
    return set(map(str, found))


async def does(browser: Browser, address: str, act: str, **fields: str) -> Page:
    """Fill in the form of an act and send it."""
    return await browser.send(await browser.open(address), address, dict(fields), act=act)


async def test_a_unit_accepts_names_the_person_reports_and_submits_and_the_office_confirms(
    office: Office, enter: Enter
) -> None:
    """The whole way, each step by the forms of the page."""
    here = of_the_unit(await office.launch())
    unit, commune = await enter(*UNIT), await enter(*COMMUNE)
    page = await unit.open(here)
    assert "Rà soát thủ tục" in page.words()
    assert "accept" in acts(page)
    assert "submit" not in acts(page)
    assert "Đã xác nhận tiếp nhận" in (await does(unit, here, "accept")).words()
    page = await does(unit, here, "take", person="Trần Thị B")
    assert "Phân công Trần Thị B thực hiện" in page.words("//ol")
    await does(unit, here, "progress", percent="40", note="Đã rà soát 12 thủ tục")
    page = await does(unit, here, "submit", report="Đã rà soát xong 31 thủ tục")
    assert "Chờ duyệt" in page.words()
    assert "confirm" not in acts(page)
    assert {"confirm", "return"} <= acts(await commune.open(here))
    page = await does(commune, here, "confirm")
    assert "Đã phê duyệt" in page.words()
    assert "Hoàn thành đúng hạn" in page.words()
    history = page.words("//ol")
    for said in ("Đã rà soát xong 31 thủ tục", "Cập nhật tiến độ: 40%", "Đã rà soát 12 thủ tục", "Giao nhiệm vụ"):
        assert said in history


async def test_a_result_is_returned_with_a_reason_and_a_day(office: Office, enter: Enter) -> None:
    here = of_the_unit(await office.launch())
    unit, commune = await enter(*UNIT), await enter(*COMMUNE)
    await does(unit, here, "accept")
    await does(unit, here, "submit", report="Xong")
    page = await does(commune, here, "return", **{"reason": "Thiếu biểu mẫu", "redo.day": "2026-12-04"})
    assert "Trả lại, yêu cầu thực hiện lại, làm lại trước 04/12/2026" in page.words("//ol")
    page = await unit.open(here)
    assert "Thiếu biểu mẫu" in page.words()
    assert "submit" in acts(page)


async def test_what_is_refused_stands_in_its_form_again(office: Office, enter: Enter) -> None:
    here = of_the_unit(await office.launch())
    unit = await enter(*UNIT)
    await does(unit, here, "accept")
    page = await does(unit, here, "progress", percent="140", note="Ghi chú dài của tôi")
    assert page.status == 422
    assert "progress_out_of_range" in page.words("//*[@role='alert']")
    form = page.form(here, act="progress")
    assert (form["percent"], form["note"]) == ("140", "Ghi chú dài của tôi")
    page = await unit.send(page, here, {"percent": "40"}, act="progress")
    assert "Đã lưu tiến độ" in page.words()


async def test_while_the_dockets_are_away_form_and_key_are_kept(office: Office, enter: Enter) -> None:
    """The same form may be sent again, and does its work once."""
    here = of_the_unit(await office.launch())
    unit = await enter(*UNIT)
    await does(unit, here, "accept")
    office.dockets.away = True
    page = await does(unit, here, "submit", report="Xong")
    assert page.status == 503
    form = page.form(here, act="submit")
    assert form["report"] == "Xong"
    office.dockets.away = False
    assert "Đã gửi báo cáo" in (await unit.send(page, here, act="submit")).words()
    again = await unit.client.post(here, data=form)
    assert again.status_code == 200
    page = await unit.open(here)
    assert page.words("//ol").count("Báo cáo kết quả") == 1


async def test_forms_are_those_of_the_role(office: Office, enter: Enter) -> None:
    here = of_the_unit(await office.launch())
    unit, officer = await enter(*UNIT), await enter("00001-U1", Role.OFFICER)
    commune, chair = await enter(*COMMUNE), await enter("00001", Role.SUPERVISOR)
    auditor, province = await enter("00001", Role.AUDITOR), await enter(*PROVINCE)
    await does(unit, here, "accept")
    assert acts(await officer.open(here)) == {"progress", "submit", "report_obstacle"}
    leads = {"take", "ask_extension", "decline", "hand_over"}
    assert acts(await unit.open(here)) == leads | acts(await officer.open(here))
    issues = {"urge", "ask_explanation", "reassign", "pause"}
    assert acts(await commune.open(here)) == acts(await chair.open(here)) == issues
    assert acts(await auditor.open(here)) == set()
    assert acts(await province.open(here)) == {"urge"}


@pytest.mark.parametrize(
    ("agency", "role"), [("00002", Role.OFFICE), ("00001-U2", Role.UNIT), ("00002-U1", Role.OFFICER)]
)
async def test_another_agency_neither_sees_nor_does_anything(
    office: Office, enter: Enter, agency: str, role: Role
) -> None:
    here = of_the_unit(await office.launch())
    stranger, unit = await enter(agency, role), await enter(*UNIT)
    page = await stranger.open(here)
    assert page.status == 404
    assert "Rà soát" not in page.text
    sent = await stranger.client.post(
        here, data={"csrf": (await stranger.open("/")).form("/sign-out")["csrf"]} | {"act": "accept"}
    )
    assert sent.status_code == 404
    assert "Chờ tiếp nhận" in (await unit.open(here)).words()


async def test_an_act_that_is_none_and_a_form_of_another_site_change_nothing(office: Office, enter: Enter) -> None:
    here = of_the_unit(await office.launch())
    unit = await enter(*UNIT)
    form = (await unit.open(here)).form(here, act="accept")
    assert (await unit.client.post(here, data=form | {"act": "allocate"})).status_code == 404
    assert (await unit.client.post(here, data=form | {"csrf": "0"})).status_code == 403
    assert (await unit.client.post("/tasks/nothing", data=form)).status_code == 404
    assert "accept" in acts(await unit.open(here))


async def test_what_people_write_is_text(office: Office, enter: Enter) -> None:
    here = of_the_unit(await office.launch())
    unit = await enter(*UNIT)
    await does(unit, here, "accept")
    page = await does(unit, here, "progress", percent="10", note="<script>alert(1)</script><img src=x>")
    assert "<script>alert(1)</script>" in page.words("//ol")
    assert not page.tree.xpath("//ol//script | //ol//img")


async def test_the_office_enters_on_behalf_and_it_is_marked(office: Office, enter: Enter) -> None:
    here = of_the_unit(await office.launch())
    commune = await enter(*COMMUNE)
    page = await commune.send(await commune.open(here), here, act="accept", on_behalf_of="00001-U1")
    assert "nhập thay Đơn vị 1" in page.words("//ol")


async def test_a_task_that_was_read_from_a_document_shows_where_it_stands_there(office: Office, enter: Enter) -> None:
    draft = letter()
    keep(office, draft)
    launched = (await launch(office)).json()
    number = draft.tasks[0].number
    found = await office.ask(PROVINCE, "GET", "assignments", directive=launched["directive"], task=number)
    page = await (await enter(*PROVINCE)).open(f"/tasks/{found.json()['items'][0]['id']}")
    texts = {line.number: line.text for line in draft.document.transcript.lines}
    assert page.words("//mark") == texts[draft.tasks[0].line]


async def test_a_long_report_is_read_whole_on_a_page_of_its_own(office: Office, enter: Enter) -> None:
    here = of_the_unit(await office.launch())
    unit, commune, stranger = await enter(*UNIT), await enter(*COMMUNE), await enter("00002", Role.OFFICE)
    await does(unit, here, "accept")
    report = "Kết quả từng thủ tục. " * 2_000
    page = await does(unit, here, "submit", report=report)
    assert page.form("/sign-out")
    assert page.tree.xpath("//*[@data-done='submit']")
    page = await commune.open(here)
    assert "Kết quả đã báo cáo" in page.words()
    assert len(page.text.encode()) < 100_000
    (link,) = set(page.tree.xpath("//a[contains(@href, '/words/')]/@href"))
    assert page.words("//section[@aria-labelledby='report']").count("Kết quả từng thủ tục") < 2_000
    assert (await commune.open(link)).words("//main").count("Kết quả từng thủ tục") == 2_000
    assert (await stranger.open(link)).status == 404
    assert (await commune.open(f"{here}/words/1")).status == 404
