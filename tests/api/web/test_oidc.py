"""Signing in by the province's identity provider: a real server on the loopback address says who somebody is."""

import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import pytest_asyncio

from api.app import create_app
from api.dependencies import IdentityProvider
from tests.api.conftest import Office
from tests.api.web.conftest import Browser, enrol
from thac.domain.agencies import Role
from thac.store import people

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]
DEADLINE = 60.0
BEGIN = "/sign-in/oidc?back=%2F%3Fx%3D1"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider of its own process; whom it knows is told to it by each test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    typed = (sys.executable, "-m", "oidc_provider_mock", "--host", "127.0.0.1", "--port", str(port))
    with subprocess.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as provider:
        try:
            until = time.monotonic() + DEADLINE
            while not _answers(f"http://127.0.0.1:{port}"):
                assert provider.poll() is None, "the provider ended"
                assert time.monotonic() < until, "the provider does not answer"
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            provider.terminate()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/jwks", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _installed(office: Office, issuer: str) -> Browser:
    """A browser before an installation that knows that provider."""
    known = IdentityProvider(issuer, "thac", "một bí mật", "Hệ thống của tỉnh")
    office.app = create_app(replace(office.deps, public_url="http://thac", identity=known))
    browser = Browser(office)
    browser.client.follow_redirects = False
    return browser


@pytest_asyncio.fixture
async def browser(office: Office, issuer: str) -> AsyncIterator[Browser]:
    """A browser whose installation knows the provider; it goes step by step."""
    made = _installed(office, issuer)
    yield made
    await made.client.aclose()


async def _provider(method: str, address: str, **sent: Any) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(method, address, **sent)


async def _tell(issuer: str, subject: str, **claims: object) -> None:
    """Let the provider know somebody."""
    assert (await _provider("PUT", f"{issuer}/users/{subject}", json=claims)).status_code == 204


async def _begun(browser: Browser) -> str:
    """The address at the provider to which the pages send somebody."""
    asked = await browser.client.get(BEGIN)
    assert asked.status_code == 303, asked.text
    return asked.headers["location"]


async def _back(address: str, subject: str = "", **form: str) -> str:
    """The address on the pages to which the provider sends him back."""
    answer = await _provider("POST", address, data={"sub": subject, **form})
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def _changed(address: str, **changes: str) -> str:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return f"{address.partition('?')[0]}?{urlencode(asked | changes)}"


def _bound(office: Office, login: str) -> tuple[str | None, str | None]:
    with office.engines.read.connect() as connection:
        person = people.person(connection, login)
    assert person is not None
    return person.issuer, person.subject


def _enrol(office: Office, login: str, email: str, **more: Any) -> None:
    with office.engines.write.begin() as connection:
        people.add_person(connection, login, f"Người {login}", office.now, email=email, **more)
        people.add_seat(connection, login, "19", Role.OFFICE, by="test", now=office.now)


async def test_somebody_with_an_account_of_that_address_comes_in_and_is_known_by_his_subject_afterwards(
    office: Office, browser: Browser, issuer: str
) -> None:
    """The request has state, nonce and PKCE; the second time the address may be another."""
    _enrol(office, "an", "an@tinh.example")
    await _tell(issuer, "an-1", email="An@tinh.example", email_verified=True)
    form = await browser.open("/sign-in?back=%2F%3Fx%3D1")
    (link,) = form.tree.xpath("//main//a[@class='button']")
    assert (urlsplit(link.get("href")).path, parse_qs(urlsplit(link.get("href")).query)) == (
        "/sign-in/oidc",
        {"back": ["/?x=1"]},
    )
    assert "Đăng nhập bằng Hệ thống của tỉnh" in link.text
    address = await _begun(browser)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["redirect_uri"] == "http://thac/sign-in/oidc/callback"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    came = await browser.client.get(await _back(address, "an-1"))
    assert (came.status_code, came.headers["location"]) == (303, "/?x=1")
    assert "Xin chào, Người an" in (await browser.open("/")).words()
    assert _bound(office, "an") == (issuer, "an-1")
    assert "thac_errand" not in {cookie.name for cookie in browser.client.cookies.jar}

    await _tell(issuer, "an-1", email="moi@tinh.example", email_verified=True)
    other = _installed(office, issuer)
    assert (await other.client.get(await _back(await _begun(other), "an-1"))).status_code == 303
    assert "Xin chào, Người an" in (await other.open("/")).words()


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "an@tinh.example"},
        {"email": "an@tinh.example", "email_verified": False},
        {"email": "an@tinh.example", "email_verified": "true"},
        {"email": "khac@tinh.example", "email_verified": True},
    ],
    ids=["no address", "unsaid", "not verified", "a word", "another"],
)
async def test_who_has_no_account_or_whose_address_is_not_made_sure_of_is_turned_away(
    office: Office, browser: Browser, issuer: str, claims: dict[str, object]
) -> None:
    """And gets none by it."""
    _enrol(office, "an", "an@tinh.example")
    await _tell(issuer, "nobody", **claims)
    refused = await browser.open(await _back(await _begun(browser), "nobody"))
    assert (refused.status, "unknown_person" in refused.words()) == (403, True)
    assert _bound(office, "an") == (None, None)
    assert "thac_session" not in {cookie.name for cookie in browser.client.cookies.jar}


async def test_an_account_that_belongs_to_another_subject_has_ended_or_is_one_of_two_is_not_taken(
    office: Office, browser: Browser, issuer: str
) -> None:
    """Whoever gets an address that was somebody else's before does not get his account."""
    for login, email in (("an", "an@tinh.example"), ("b1", "b@tinh.example"), ("b2", "b@tinh.example")):
        _enrol(office, login, email)
    _enrol(office, "cu", "cu@tinh.example")
    with office.engines.write.begin() as connection:
        people.end_person(connection, "cu", office.now)
    await _tell(issuer, "an-1", email="an@tinh.example", email_verified=True)
    assert (await browser.client.get(await _back(await _begun(browser), "an-1"))).status_code == 303
    for subject, email in (("an-2", "an@tinh.example"), ("b-1", "b@tinh.example"), ("cu-1", "cu@tinh.example")):
        await _tell(issuer, subject, email=email, email_verified=True)
        refused = await browser.open(await _back(await _begun(browser), subject))
        assert (refused.status, "unknown_person" in refused.words()) == (403, True)
    assert _bound(office, "an") == (issuer, "an-1")


async def test_a_password_that_others_know_ends_at_the_first_sign_in_by_the_provider(
    office: Office, browser: Browser, issuer: str
) -> None:
    """Nobody asks for it any more, and it opens nothing."""
    enrol(office, "an", "19", Role.OFFICE)
    with office.engines.write.begin() as connection:
        person = people.person(connection, "an")
        assert person is not None
        assert person.secret is not None
        people.set_secret(connection, "an", person.secret, temporary=True)
        people.set_email(connection, "an", "an@tinh.example")
    await _tell(issuer, "an-9", email="an@tinh.example", email_verified=True)
    await browser.client.get(await _back(await _begun(browser), "an-9"))
    assert "Xin chào" in (await browser.open("/")).words()
    assert (await Browser(office).sign_in("an")).status == 401


async def test_an_answer_with_another_state_or_without_the_cookie_lets_nobody_in(
    office: Office, browser: Browser, issuer: str
) -> None:
    """So nobody is signed in as somebody else by a link."""
    _enrol(office, "an", "an@tinh.example")
    await _tell(issuer, "an-1", email="an@tinh.example", email_verified=True)
    back = await _back(await _begun(browser), "an-1")
    wrong = await browser.open(_changed(back, state="x" * 43))
    assert (wrong.status, "sign_in_expired" in wrong.words()) == (403, True)
    other = _installed(office, issuer)
    for cookie in (None, "forged.0", "e30=.x", "Đ"):
        headers = {} if cookie is None else {b"Cookie": f"thac_errand={cookie}".encode()}
        answer = await other.client.get(back, headers=headers)
        assert (answer.status_code, "sign_in_expired" in answer.text) == (403, True)
    late = await _back(await _begun(browser), "an-1")
    office.later(minutes=10)
    assert "sign_in_expired" in (await browser.open(late)).words()
    assert _bound(office, "an") == (None, None)


async def test_an_id_token_with_another_nonce_lets_nobody_in(office: Office, browser: Browser, issuer: str) -> None:
    """A token that was given for another sign-in is not taken for this one."""
    _enrol(office, "an", "an@tinh.example")
    await _tell(issuer, "an-1", email="an@tinh.example", email_verified=True)
    back = await _back(_changed(await _begun(browser), nonce="y" * 43), "an-1")
    refused = await browser.open(back)
    assert (refused.status, "identity_unproven" in refused.words()) == (403, True)


async def test_a_token_for_another_client_or_a_code_that_was_used_lets_nobody_in(
    office: Office, browser: Browser, issuer: str
) -> None:
    """What the provider said to somebody else is not said to us."""
    _enrol(office, "an", "an@tinh.example")
    await _tell(issuer, "an-1", email="an@tinh.example", email_verified=True)
    foreign = await browser.open(await _back(_changed(await _begun(browser), client_id="another"), "an-1"))
    assert (foreign.status, "identity_unproven" in foreign.words()) == (403, True)
    address = await _begun(browser)
    kept = browser.client.cookies["thac_errand"]
    back = await _back(address, "an-1")
    assert (await browser.client.get(back)).status_code == 303
    browser.client.cookies.set("thac_errand", kept)
    again = await browser.open(back)
    assert (again.status, "identity_unproven" in again.words()) == (403, True)


async def test_who_turns_back_at_the_provider_is_told_so(office: Office, browser: Browser, issuer: str) -> None:
    """And may try again."""
    address = await _begun(browser)
    state = parse_qs(urlsplit(address).query)["state"][0]
    denied = _changed(await _back(address, action="deny"), state=state)
    refused = await browser.open(denied)
    assert (refused.status, "sign_in_refused" in refused.words()) == (403, True)
    assert refused.form("/sign-in")["back"] == "/"


async def test_while_the_provider_is_away_a_page_says_so_and_the_password_still_works(
    office: Office, issuer: str
) -> None:
    """Whether nothing listens there, or something else does."""
    enrol(office, "an", "19", Role.OFFICE)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        for address in (f"http://127.0.0.1:{nobody.getsockname()[1]}", f"{issuer}/elsewhere"):
            browser = _installed(office, address)
            shown = await browser.open(BEGIN)
            assert (shown.status, "provider_away" in shown.words()) == (503, True)
            assert shown.form("/sign-in")["back"] == "/?x=1"
            browser.client.follow_redirects = True
            assert "Xin chào" in (await browser.sign_in("an")).words()


async def test_an_installation_without_a_provider_has_no_such_page(guest: Browser) -> None:
    """Nor a button."""
    assert [(await guest.open(address)).status for address in (BEGIN, "/sign-in/oidc/callback")] == [404, 404]
    assert "oidc" not in (await guest.open("/sign-in")).text
