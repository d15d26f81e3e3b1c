"""Signing in: what lets somebody in, what keeps others out, and what each is told."""

import pytest

from tests.api.conftest import Office
from tests.api.web.conftest import PASSWORD, Browser, Enter, enrol
from thac.domain.agencies import Role
from thac.store import people

pytestmark = pytest.mark.asyncio


async def test_a_guest_is_led_to_the_form_and_back_to_where_he_wanted_to_go(office: Office, guest: Browser) -> None:
    """The page that was asked for is shown once he is in."""
    enrol(office, "an", "19", Role.OFFICE)
    asked = await guest.open("/?x=1")
    assert asked.address == "http://thac/sign-in?back=%2F%3Fx%3D1"
    shown = await guest.send(asked, "/sign-in", {"login": "An", "password": PASSWORD})
    assert shown.address == "http://thac/?x=1"
    assert "Xin chào, an" in shown.words()


async def test_a_wrong_password_says_so_and_keeps_the_name(office: Office, guest: Browser) -> None:
    """Whether the name exists is not told."""
    enrol(office, "an", "19", Role.OFFICE)
    known = await guest.sign_in("an", "sai mật khẩu rồi")
    unknown = await guest.sign_in("khong.co", "sai mật khẩu rồi")
    assert known.status == unknown.status == 401
    assert all("wrong_password" in shown.words() for shown in (known, unknown))
    assert known.form("/sign-in")["login"] == "an"


async def test_ten_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(office: Office, guest: Browser) -> None:
    """The right one does not open it until then, and the page says until when."""
    enrol(office, "an", "19", Role.OFFICE)
    for _ in range(people.FAILURES - 1):
        assert (await guest.sign_in("an", "sai mật khẩu rồi")).status == 401
    locked = await guest.sign_in("an", "sai mật khẩu rồi")
    assert locked.status == 403
    assert "tạm khóa đến" in locked.words()
    assert (await guest.sign_in("an")).status == 403
    office.later(minutes=15)
    assert "Xin chào" in (await guest.sign_in("an")).words()


async def test_signing_in_begins_a_session_that_the_browser_did_not_choose(office: Office, guest: Browser) -> None:
    """A token that somebody put into the browser before is not the one that is signed in."""
    enrol(office, "an", "19", Role.OFFICE)
    guest.client.cookies.set("thac_session", "chosen by another")
    await guest.sign_in("an")
    held = {cookie.value for cookie in guest.client.cookies.jar if cookie.name == "thac_session"}
    with office.engines.read.connect() as connection:
        assert people.session(connection, "chosen by another", office.now) is None
    assert held != {"chosen by another"}


async def test_a_form_from_another_site_changes_nothing(office: Office, enter: Enter) -> None:
    """Neither without the field that only our pages hold, nor when the browser says it came from elsewhere."""
    browser = await enter("19", Role.OFFICE)
    bare = await browser.client.post("/sign-out", data={})
    wrong = await browser.client.post("/sign-out", data={"csrf": "0" * 64})
    first = await browser.open("/")
    foreign = await browser.client.post(
        "/sign-out", data=first.form("/sign-out"), headers={"Origin": "http://elsewhere"}
    )
    assert [bare.status_code, wrong.status_code, foreign.status_code] == [403, 403, 403]
    assert "Xin chào" in (await browser.open("/")).words()


@pytest.mark.parametrize("back", ["//elsewhere/x", "https://elsewhere/", "/\\elsewhere", "javascript:alert(1)"])
async def test_nobody_is_led_off_the_pages(office: Office, guest: Browser, back: str) -> None:
    """An address that another site put into the link becomes the first page."""
    enrol(office, "an", "19", Role.OFFICE)
    form = await guest.open("/sign-in")
    shown = await guest.send(form, "/sign-in", {"login": "an", "password": PASSWORD, "back": back})
    assert shown.address == "http://thac/"


async def test_a_session_ends_by_signing_out_with_the_day_and_by_idleness(office: Office, enter: Enter) -> None:
    """After each of them one signs in anew."""
    browser = await enter("19", Role.OFFICE)
    assert "/sign-in" in (await browser.send(await browser.open("/"), "/sign-out")).address
    assert "/sign-in" in (await browser.open("/")).address
    await browser.sign_in("office.19")
    for _ in range(3):
        office.later(hours=3)
        assert "Xin chào" in (await browser.open("/")).words()
    office.later(hours=3)
    assert "/sign-in" in (await browser.open("/")).address
    await browser.sign_in("office.19")
    office.now += people.IDLE
    assert "/sign-in" in (await browser.open("/")).address


async def test_somebody_with_two_seats_chooses_between_them(office: Office, guest: Browser) -> None:
    """And only between his own."""
    enrol(office, "an", "19", Role.OFFICE)
    enrol(office, "an", "00001", Role.SUPERVISOR)
    first = await guest.sign_in("an")
    with office.engines.read.connect() as connection:
        mine = people.seats(connection, "an")
    assert mine[0].agency_name in first.words()
    second = await guest.send(first, "/seat", {"seat": mine[1].id})
    assert mine[1].agency_name in second.words()
    assert (await guest.send(second, "/seat", {"seat": "f" * 16})).status == 404


async def test_pages_speak_english_when_asked(office: Office, guest: Browser) -> None:
    """Until they are asked otherwise."""
    shown = await guest.open("/language/en?back=/sign-in")
    assert "Sign in" in shown.words()
    assert "Đăng nhập" in (await guest.open("/language/vi?back=/sign-in")).words()


async def test_what_is_wrong_with_an_address_of_the_api_is_told_by_the_api(office: Office, guest: Browser) -> None:
    """And what is wrong with a page, by a page."""
    api = await guest.open("/api/v1/nothing")
    assert api.headers["content-type"] == "application/problem+json"
    page = await guest.open("/nothing")
    assert page.status == 404
    assert "not_found" in page.words()
