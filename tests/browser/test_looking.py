"""What is held against every page finds what is amiss on one that is."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import faults, overhang
from tests.browser.person import PHONE
from tests.browser.walking import kind

pytestmark = pytest.mark.slow

AMISS = """<html lang="vi"><head><title>Trang</title></head><body><main style="width: 900px">
<p style="color: #bbb; background: #fff">Chữ quá nhạt</p><input></main></body></html>"""


def test_pale_letters_a_field_without_a_name_and_an_overhang_are_found(browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)
    page.set_content(AMISS)
    assert {one.partition(":")[0] for one in faults(page)} == {"color-contrast", "label"}
    assert overhang(page) > 500
    page.close()


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("/", "/"),
        ("/tasks?lane=late&person=", "/tasks?lane&person"),
        ("/tasks/ab12~19~1~01840", "/tasks/*"),
        ("/directives/ab12/change/move_deadline?task=1", "/directives/*/change/move_deadline?task"),
        ("/overview/by-field", "/overview/by-field"),
        ("/reports/weekly/2026-W11", "/reports/weekly/*"),
    ],
)
def test_pages_of_one_kind_are_known_by_their_address(address: str, wanted: str) -> None:
    assert kind(address) == wanted
