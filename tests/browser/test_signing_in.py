"""Signing in with a real browser: by the keyboard alone, without scripts, and with nothing that a reader cannot use."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.house import PASSWORD, PROVINCE, House
from tests.browser.looking import HEAVIEST, faults, looks, overhang, weight
from tests.browser.person import Person
from thac.domain.agencies import Role

pytestmark = pytest.mark.slow


def test_somebody_signs_in_by_the_keyboard_alone(house: House, guest: Callable[..., Person]) -> None:
    """The first field is reached from the top of the page, and Enter sends the form."""
    house.enrol("an", PROVINCE, Role.OFFICE, "Văn thư")
    person = guest()
    person.open("/sign-in")
    person.tabs_to("#login")
    person.page.keyboard.type("an")
    person.tabs_to("#password")
    person.page.keyboard.type(PASSWORD)
    person.page.keyboard.press("Enter")
    person.sees("Xin chào, Văn thư")


def test_the_first_stop_of_the_tabulator_leads_past_the_menu(enter: Enter) -> None:
    person = enter(PROVINCE, Role.OFFICE)
    person.page.keyboard.press("Tab")
    expect(person.page.locator(":focus")).to_have_text("Đến nội dung")
    person.page.keyboard.press("Enter")
    expect(person.page.locator("#content")).to_be_focused()


@pytest.mark.parametrize("how", [{}, {"scripts": False}], ids=["scripts", "no-scripts"])
def test_who_mistypes_is_told_and_gets_in_at_the_next_try(
    house: House, guest: Callable[..., Person], how: dict[str, bool]
) -> None:
    house.enrol("an", PROVINCE, Role.OFFICE, "Văn thư")
    person = guest(**how)
    person.open("/sign-in")
    person.page.get_by_label("Tên đăng nhập").fill("an")
    person.page.get_by_label("Mật khẩu").fill("sai mật khẩu rồi")
    person.press("Đăng nhập")
    expect(person.page.get_by_role("alert")).to_contain_text("wrong_password")
    expect(person.page.get_by_label("Tên đăng nhập")).to_have_value("an")
    person.page.get_by_label("Mật khẩu").fill(PASSWORD)
    person.press("Đăng nhập")
    person.sees("Xin chào, Văn thư")


def test_who_signs_out_is_out(enter: Enter) -> None:
    person = enter(PROVINCE, Role.OFFICE)
    person.page.locator("summary").first.click()
    person.press("Đăng xuất")
    expect(person.page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    person.open("/")
    expect(person.page.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def test_the_form_is_fit_for_everybody(guest: Callable[..., Person]) -> None:
    """On a phone and on a desk, in light and dark."""
    page = guest().page
    page.goto("/sign-in")
    assert weight(page) <= HEAVIEST
    for screen, scheme in looks(page):
        assert (screen, scheme, faults(page), overhang(page)) == (screen, scheme, [], 0)
