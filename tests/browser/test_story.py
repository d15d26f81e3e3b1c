"""The whole story in real browsers: a letter comes in, its work goes down and comes up again, one task goes late."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter
from tests.browser.house import COMMUNE, PROVINCE, UNIT, House, opened_house
from tests.browser.letter import LIST, REVIEW, letter
from tests.browser.person import PHONE, Person
from tests.embedded.waiting import eventually
from thac.domain.agencies import Role

pytestmark = [pytest.mark.verify, pytest.mark.timeout(1200)]

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AHEAD: Final = timedelta(minutes=3)
"""So long before its deadline the letter comes in; the clock of the house goes as fast as any other."""
PATIENCE: Final = 300


@pytest.fixture
def house(chromium: str, tmp_path: Path) -> Iterator[House]:
    """A house for each telling: the same letter twice would be questioned."""
    with opened_house(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("how", [{}, {"scripts": False}], ids=["scripts", "no-scripts"])
def test_a_letter_is_carried_out_and_what_goes_late_is_seen(house: House, enter: Enter, how: dict[str, bool]) -> None:
    """The province's office, its chairman, a commune's office and its unit, each with a browser of his own."""
    chairman = enter(PROVINCE, Role.SUPERVISOR, "Chủ tịch UBND tỉnh", **how)
    office = enter(PROVINCE, Role.OFFICE, "Văn phòng UBND tỉnh", **how)
    commune = enter(COMMUNE, Role.OFFICE, "Văn phòng UBND phường", **how)
    unit = enter(UNIT, Role.UNIT, "Trưởng phòng", screen=PHONE, **how)
    watches_what_is_below(chairman)
    hands_in_and_launches(office, letter(2, house.clock.now(), house.clock.now() + AHEAD))
    gives_the_review_to_its_unit(commune)
    accepts_and_names_somebody(unit)
    submits(unit, "Đã rà soát 12 nhà văn hóa")
    returns(commune, "Thiếu danh mục kèm theo")
    unit.finds("/tasks?lane=returned", REVIEW)
    unit.page.get_by_role("link", name=REVIEW).click()
    unit.sees("Thiếu danh mục kèm theo")
    submits(unit, "Đã rà soát 12 nhà văn hóa, có danh mục kèm theo")
    confirms(commune)
    unit.finds("/tasks?lane=done", REVIEW)
    sees_what_went_late(chairman, **how)


def watches_what_is_below(chairman: Person) -> None:
    """The inbox with the alerts of those below; nothing is late yet."""
    chairman.open("/alerts")
    chairman.page.get_by_label("Cả các cơ quan cấp dưới").check()
    chairman.press("Lọc")
    chairman.sees("Số liệu lúc")
    expect(late(chairman)).to_have_count(0)
    chairman.page.evaluate("() => { window.neverLeft = true; }")


def hands_in_and_launches(office: Person, paper: bytes) -> None:
    """The letter is read, looked at, and given out."""
    office.open("/documents")
    file = {"name": "cong-van.docx", "mimeType": WORD, "buffer": paper}
    office.page.locator("input[type=file]").set_input_files(file)
    office.press("Đọc văn bản")
    office.sees("Đã đọc văn bản")
    office.sees(REVIEW)
    office.page.get_by_role("link", name="Xem trước khi ban hành").click()
    office.sees("Ai nhận gì")
    office.press("Ban hành")
    office.sees("Đã ban hành")


def gives_the_review_to_its_unit(commune: Person) -> None:
    """One task is given out on the screen with all of them; the other stays where it is."""
    commune.finds("/tasks", "chờ giao cho đơn vị")
    commune.page.locator("a[href^='/allocate/']").first.click()
    task = commune.page.locator("fieldset", has_text=REVIEW)
    task.get_by_label("Đơn vị chủ trì").select_option(label="Phòng Văn hóa - Xã hội")
    task.get_by_label("Giao nhiệm vụ này").check()
    commune.page.locator("fieldset", has_text=LIST).get_by_label("Giao nhiệm vụ này").uncheck()
    commune.press("Giao các nhiệm vụ đã chọn")
    commune.sees("Đã giao: 1 nhiệm vụ")


def accepts_and_names_somebody(unit: Person) -> None:
    """The unit finds its task, accepts it, and says who does it."""
    unit.finds("/tasks", REVIEW)
    unit.page.get_by_role("link", name=REVIEW).click()
    unit.press("Xác nhận tiếp nhận")
    unit.sees("Đã xác nhận tiếp nhận.")
    unit.sends("Phân công người thực hiện", "Người thực hiện", "Chuyên viên")
    unit.sees("Đã phân công người thực hiện.")


def submits(unit: Person, report: str) -> None:
    """The result is reported on the page of the task."""
    unit.sends("Báo cáo kết quả", "Kết quả đã đạt được", report)
    unit.sees("Đã gửi báo cáo kết quả")


def returns(commune: Person, reason: str) -> None:
    """What was submitted is given back, with a reason."""
    looks_at_what_was_submitted(commune)
    commune.sends("Không chấp thuận, trả lại", "Lý do trả lại", reason)
    commune.sees("Đã trả lại để thực hiện lại.")


def confirms(commune: Person) -> None:
    """What was submitted is done."""
    looks_at_what_was_submitted(commune)
    commune.press("Phê duyệt")
    commune.sees("Đã phê duyệt kết quả.")


def looks_at_what_was_submitted(commune: Person) -> None:
    """The page of the task that waits for the commune's word."""
    commune.finds("/tasks?lane=confirm", REVIEW)
    commune.page.get_by_role("link", name=REVIEW).click()


def late(chairman: Person) -> Locator:
    """The rows of the inbox that say that the list is overdue."""
    return chairman.page.locator("#inbox li", has_text=LIST).filter(has_text="Quá hạn")


def sees_what_went_late(chairman: Person, *, scripts: bool = True) -> None:
    """The page that was open all the time shows it by itself; without scripts it has to be loaded again."""
    if scripts:
        expect(late(chairman).first).to_be_visible(timeout=PATIENCE * 1000)
        assert chairman.page.evaluate("() => window.neverLeft") is True
        return

    def shows() -> bool:
        chairman.page.reload()
        return late(chairman).count() > 0

    eventually(shows, PATIENCE)
