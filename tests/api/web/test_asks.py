"""What one side asks of the other by the forms of the page, and how it is answered there."""

import pytest

from tests.api.conftest import COMMUNE, LETTER, PROVINCE, UNIT, Office
from tests.api.web.conftest import Browser, Enter, Page
from tests.api.web.test_task import acts, does, of_the_unit
from thac.domain.agencies import Role

pytestmark = pytest.mark.asyncio

OTHER = ("00001-U2", Role.UNIT)


async def accepted(office: Office, enter: Enter) -> tuple[str, Browser, Browser]:
    """The unit's work, accepted; the unit and its commune's office."""
    here = of_the_unit(await office.launch())
    unit = await enter(*UNIT)
    await does(unit, here, "accept")
    return here, unit, await enter(*COMMUNE)


async def answers(browser: Browser, here: str, *, grant: bool, **fields: str) -> Page:
    """Answer the ask that the page shows, by one of its two buttons."""
    return await does(browser, here, "answer", grant="true" if grant else "false", **fields)


async def test_more_time_is_asked_for_and_granted(office: Office, enter: Enter) -> None:
    here = f"/tasks/{await office.launch()}~19~1~00001"
    commune, province = await enter(*COMMUNE), await enter(*PROVINCE)
    await does(commune, here, "accept")
    page = await does(commune, here, "ask_extension", **{"deadline.day": "2026-12-10", "text": "Chờ số liệu"})
    assert "Đã gửi đề nghị gia hạn" in page.words()
    assert "ask_extension" not in acts(page)
    assert "UBND tỉnh trả lời trước" in " ".join(page.words().split())
    page = await province.open("/tasks?lane=answer")
    assert page.tree.xpath("//h3/a/@href") == [here]
    page = await province.open(here)
    assert "Chờ số liệu" in page.words("//article")
    page = await answers(province, here, grant=True)
    assert "Đồng ý: đề nghị gia hạn đến 10/12/2026" in page.words("//ol")
    assert "Gia hạn" in page.words("//table")
    assert "10/12/2026" in page.words("//dl")


async def test_no_office_grants_more_time_than_it_has_itself(office: Office, enter: Enter) -> None:
    """It is told so, and what it filled in stays."""
    here, unit, commune = await accepted(office, enter)
    await does(unit, here, "ask_extension", **{"deadline.day": "2026-12-10", "text": "Chờ số liệu"})
    page = await answers(commune, here, grant=True, text="Đồng ý với đơn vị")
    assert "after_parent" in page.words("//*[@role='alert']")
    assert page.form(here, act="answer")["text"] == "Đồng ý với đơn vị"


async def test_a_refusal_needs_its_reason(office: Office, enter: Enter) -> None:
    here, unit, commune = await accepted(office, enter)
    await does(unit, here, "ask_extension", **{"deadline.day": "2026-12-10", "text": "Chờ số liệu"})
    page = await answers(commune, here, grant=False)
    assert (page.status, "reason_needed" in page.words("//*[@role='alert']")) == (422, True)
    page = await answers(commune, here, grant=False, text="Việc gấp")
    assert "Không đồng ý: đề nghị gia hạn" in page.words("//ol")
    assert "Việc gấp" in page.words("//article")


async def test_an_obstacle_is_passed_up_and_the_unit_answers_for_itself(office: Office, enter: Enter) -> None:
    here, unit, commune = await accepted(office, enter)
    await does(unit, here, "report_obstacle", text="Thiếu kinh phí", beyond="true")
    page = await commune.open(here)
    assert {"answer", "climb"} <= acts(page)
    page = await does(commune, here, "climb", text="Đề nghị tỉnh hỗ trợ")
    assert "Chuyển khó khăn, vướng mắc lên cấp trên" in page.words("//ol")
    assert "cấp trên" in page.words("//article")
    assert not {"answer", "climb"} & acts(page)
    await does(commune, here, "ask_explanation", text="Vì sao chậm?")
    page = await unit.open(here)
    assert "Vì sao chậm?" in page.words("//article")
    page = await answers(unit, here, grant=True, text="Do thiếu kinh phí")
    assert "Trả lời: yêu cầu giải trình" in page.words("//ol")


async def test_work_that_is_not_ours_goes_to_another(office: Office, enter: Enter) -> None:
    """Who led it before is led to his list when the page is no longer his."""
    here, unit, commune = await accepted(office, enter)
    page = await does(unit, here, "decline", text="Thuộc đơn vị khác")
    assert "vẫn chủ trì" in page.words()
    options = (await commune.open(here)).tree.xpath("//article//select[@name='to']/option/@value")
    assert options == ["", "00001-U2"]
    page = await answers(commune, here, grant=True, to="00001-U2", text="Đồng ý")
    assert "Giao lại cho Đơn vị 2" in page.words("//ol")
    assert (await unit.open(here)).status == 404
    assert "accept" in acts(await (await enter(*OTHER)).open(here))


async def test_a_hand_over_is_agreed_to_and_signed_for(office: Office, enter: Enter) -> None:
    here, unit, commune = await accepted(office, enter)
    other = await enter(*OTHER)
    await does(unit, here, "hand_over", to="00001-U2", text="Đúng lĩnh vực của họ")
    page = await answers(commune, here, grant=True)
    assert "chờ đơn vị mới ký nhận" in page.words("//ol")
    page = await other.open(here)
    assert "Ký nhận chuyển giao" in page.words("//article")
    page = await answers(other, here, grant=True)
    assert "Đơn vị 2 ký nhận" in page.words("//ol")


async def test_the_office_pauses_urges_reassigns_and_enters_an_answer(office: Office, enter: Enter) -> None:
    here, _, commune = await accepted(office, enter)
    page = await does(commune, here, "pause", text="Chờ hướng dẫn")
    assert "Tạm dừng từ" in page.words()
    assert "pause" not in acts(page)
    assert "Đã cho tiếp tục" in (await does(commune, here, "resume")).words()
    assert "Đã đôn đốc" in (await does(commune, here, "urge", text="Khẩn trương")).words()
    assert "Đã đôn đốc" in (await does(await enter(*PROVINCE), here, "urge")).words()
    await does(commune, here, "ask_explanation", text="Vì sao chậm?")
    page = await commune.open(here)
    page = await commune.send(
        page, here, {"grant": "true", "text": "Trả lời qua điện thoại"}, act="answer", on_behalf_of="00001-U1"
    )
    assert "nhập thay Đơn vị 1" in page.words("//ol")
    page = await does(commune, here, "reassign", to="00001-U2", text="Đúng chức năng")
    assert "Đã giao lại" in page.words()
    assert "trước đây: Đơn vị 1" in page.words("//dl")


async def test_a_coordinator_is_asked_for_its_part(office: Office, enter: Enter) -> None:
    here = f"/tasks/{await office.launch()}~19~2~19-SNV"
    lead, helper = await enter("19-SNV", Role.UNIT), await enter("19-SKHCN", Role.UNIT)
    await does(lead, here, "accept")
    page = await does(lead, here, "ask_input", text="Số liệu quý IV", **{"deadline.day": "2026-12-01"})
    assert "ask_input" not in acts(page)
    assert (await helper.open("/tasks?lane=helping")).tree.xpath("//h3/a/@href") == [here]
    assert acts(await helper.open(here)) == {"answer"}
    page = await answers(helper, here, grant=True, text="Số liệu đã gửi")
    assert "Số liệu đã gửi" in page.words("//article")


async def test_a_change_from_above_is_signed_for(office: Office, enter: Enter) -> None:
    directive = await office.launch()
    here = of_the_unit(directive)
    unit = await enter(*UNIT)
    body = {"task": 1, "deadline": {"day": "2026-11-27"}, "text": "Họp sớm hơn"}
    moved = await office.ask(COMMUNE, "POST", f"cascades/{directive}/dockets/00001/move_deadline", body)
    assert moved.status_code == 200
    page = await unit.open(here)
    assert "Điều chỉnh thời hạn đến 27/11/2026" in page.words("//ol")
    page = await does(unit, here, "acknowledge")
    assert "Đã ký nhận thay đổi" in page.words()


async def test_every_reminder_and_event_has_its_sentence(office: Office, enter: Enter) -> None:
    """Three weeks pass, in which nobody does anything."""
    here = of_the_unit(await office.launch(LETTER))
    for _ in range(30):
        office.later(days=1)
        office.dockets.pass_time()
    page = await (await enter(*UNIT)).open(here)
    history = page.words("//ol")
    assert "Nhắc tiếp nhận, phân công" in history
    assert "Nhắc thời hạn thực hiện" in history
    assert "Thay đổi trong hồ sơ" not in history
    assert "Quá hạn" in page.words()
