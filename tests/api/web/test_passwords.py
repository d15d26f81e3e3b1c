"""One's own password: changed with the old one, which ends every other session; and what guards it."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.web.app import Pages
from api.web.door import TRIES, Door
from tests.api.conftest import Office
from tests.api.web.conftest import PASSWORD, Browser, Enter, enrol
from thac.domain.agencies import Role
from thac.store import people

pytestmark = pytest.mark.asyncio
NEW = "mật khẩu mới cũng đủ dài"


async def test_another_password_ends_every_other_session_and_not_this_one(
    office: Office, enter: Enter, guest: Browser
) -> None:
    """This browser goes on with another token."""
    here = await enter("19", Role.OFFICE)
    await guest.sign_in("office.19")
    before = here.client.cookies["thac_session"]
    changed = await here.send(await here.open("/password"), "/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert "Đã đổi mật khẩu" in changed.words()
    assert here.client.cookies["thac_session"] != before
    assert "/sign-in" in (await guest.open("/")).address
    assert (await guest.sign_in("office.19")).status == 401
    assert "Xin chào" in (await guest.sign_in("office.19", NEW)).words()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"old": "sai mật khẩu"}, "wrong_old_password"),
        ({"again": "khác"}, "not_twice_the_same"),
        ({"new": "ngắn", "again": "ngắn"}, "password_length"),
        ({"new": "x" * 201, "again": "x" * 201}, "password_length"),
        ({"new": PASSWORD, "again": PASSWORD}, "same_password"),
    ],
)
async def test_what_is_wrong_is_told_and_the_password_stays(
    office: Office, enter: Enter, guest: Browser, words: dict[str, str], code: str
) -> None:
    """And the session too."""
    browser = await enter("19", Role.OFFICE)
    refused = await browser.send(
        await browser.open("/password"), "/password", {"old": PASSWORD, "new": NEW, "again": NEW} | words
    )
    assert (refused.status, code in refused.words()) == (422, True)
    assert "Xin chào" in (await browser.open("/")).words()
    assert "Xin chào" in (await guest.sign_in("office.19")).words()


async def test_guessing_the_old_password_locks_the_account(office: Office, enter: Enter) -> None:
    """As guessing at the sign-in does: whoever found an open browser has ten tries."""
    browser = await enter("19", Role.OFFICE)
    form = await browser.open("/password")
    for _ in range(people.FAILURES - 1):
        assert (await browser.send(form, "/password", {"old": "sai", "new": NEW, "again": NEW})).status == 422
    locked = await browser.send(form, "/password", {"old": "sai", "new": NEW, "again": NEW})
    assert (locked.status, "account_locked" in locked.words()) == (403, True)
    assert (await browser.send(form, "/password", {"old": PASSWORD, "new": NEW, "again": NEW})).status == 403


async def test_too_many_tries_from_one_address_wait_whatever_the_account(office: Office, guest: Browser) -> None:
    """Another address goes on, and after some minutes this one does too."""
    enrol(office, "an", "19", Role.OFFICE)
    pages: Any = next(route for route in office.app.routes if isinstance(route, Pages))
    door: Door = pages.app.state.door
    for _ in range(TRIES - 1):
        door.knock("127.0.0.1", office.now)
    assert "Xin chào" in (await guest.sign_in("an")).words()
    other = Browser(office)
    assert (await other.sign_in("nobody", "sai mật khẩu")).status == 401
    waiting = await other.sign_in("an")
    assert (waiting.status, "too_many_tries" in waiting.words()) == (429, True)
    assert waiting.headers["retry-after"] == "301"
    transport = httpx.ASGITransport(office.app, client=("192.0.2.7", 1))
    other.client = httpx.AsyncClient(transport=transport, base_url="http://thac", follow_redirects=True)
    assert "Xin chào" in (await other.sign_in("an")).words()
    office.later(minutes=5)
    assert (await Browser(office).sign_in("an")).status == 200


async def test_over_tls_the_cookie_is_kept_to_this_host_and_the_browser_told_to_come_by_tls_only(
    office: Office,
) -> None:
    """By the name that browsers know; in the clear there is neither."""
    enrol(office, "an", "19", Role.OFFICE)
    app = create_app(replace(office.deps, public_url="https://thac.example"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://thac.example") as client:
        answer = await client.post("/sign-in", data={"login": "an", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-thac_session=")
        assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; ")[1:])
        assert not [part for part in cookie.split("; ") if part.lower().startswith("domain")]
        first = await client.get("/")
        assert "Xin chào" in first.text
        assert first.headers["strict-transport-security"] == "max-age=31536000"
        language = await client.get("/language/en")
        assert "Secure" in language.headers["set-cookie"]
    plain = await office.client.post("/sign-in", data={"login": "an", "password": PASSWORD})
    assert plain.headers["set-cookie"].startswith("thac_session=")
    assert "strict-transport-security" not in plain.headers
