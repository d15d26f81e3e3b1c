"""A result is submitted from a phone, by the keyboard alone."""

import pytest

from tests.browser.conftest import Enter
from tests.browser.house import UNIT, House
from tests.browser.work import given_to_the_unit
from thac.domain.agencies import Role

pytestmark = pytest.mark.slow


def test_a_result_is_submitted_by_the_keyboard_alone(house: House, enter: Enter) -> None:
    waiting = given_to_the_unit(house)
    house.ask(UNIT, Role.UNIT, f"assignments/{waiting}/accept", {})
    house.ask(UNIT, Role.UNIT, f"assignments/{waiting}/take", {"person": "Chuyên viên"})
    person = enter(UNIT, Role.OFFICER)
    keys = person.page.keyboard
    person.tabs_to("a[href='/tasks']")
    keys.press("Enter")
    person.sees("Rà soát thủ tục hành chính")
    person.tabs_to(f"a[href='/tasks/{waiting}']")
    keys.press("Enter")
    person.sees("Báo cáo kết quả")
    person.tabs_to("textarea[name=report]")
    keys.type("Đã rà soát xong 12 thủ tục")
    person.tabs_to("button")
    keys.press("Enter")
    person.sees("Đã gửi báo cáo kết quả")
