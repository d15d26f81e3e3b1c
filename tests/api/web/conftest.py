"""A browser without scripts: it keeps cookies, fills in forms that it was given, and follows where it is led."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
import pytest_asyncio
from lxml import html

from tests.api.conftest import Office
from tests.places import Files
from thac.domain.agencies import AgencyId, Role
from thac.passwords import hashed
from thac.store import people

PASSWORD = "một mật khẩu đủ dài"
_SECRETS: list[str] = []


class Page:
    """A page as it came."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.address = str(answer.request.url)
        self.text = answer.text
        self.headers = answer.headers
        shown = "html" in answer.headers.get("content-type", "")
        self.tree: Any = html.fromstring(answer.text) if shown else None

    def words(self, path: str = "//main") -> str:
        """The words of a part of the page."""
        found = self.tree.xpath(path)
        assert found, f"the page has no {path}"
        return " ".join(" ".join(one.itertext()) for one in found).replace("\xa0", " ")

    def form(self, action: str, **holds: str) -> dict[str, str]:
        """What the form with that action sends when nothing is changed; the one whose fields have these values."""
        for form in self.tree.forms:
            fields = {name: value or "" for name, value in form.form_values()}
            if form.get("action") == action and all(fields.get(name) == value for name, value in holds.items()):
                return fields
        raise AssertionError(
            f"the page has no form to {action}; it has {[form.get('action') for form in self.tree.forms]}"
        )


class Browser:
    """What one person looks at the pages with."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(office.app, raise_app_exceptions=False),
            base_url="http://thac",
            follow_redirects=True,
        )

    async def open(self, address: str) -> Page:
        """Go to a page."""
        return Page(await self.client.get(address))

    async def send(self, page: Page, action: str, changes: dict[str, Any] | None = None, **holds: str) -> Page:
        """Send a form of a page, with some of its fields filled in."""
        fields = page.form(action, **holds) | (changes or {})
        return Page(await self.client.post(urljoin(page.address, action), data=fields))

    async def sign_in(self, login: str, password: str = PASSWORD) -> Page:
        """Sign in as somebody."""
        return await self.send(await self.open("/sign-in"), "/sign-in", {"login": login, "password": password})


def enrol(office: Office, login: str, agency: AgencyId, role: Role, name: str | None = None) -> None:
    """Give somebody an account with a seat."""
    if not _SECRETS:
        _SECRETS.append(hashed(PASSWORD))
    with office.engines.write.begin() as connection:
        if people.person(connection, login) is None:
            people.add_person(connection, login, name or login, office.now, secret=_SECRETS[0])
        people.add_seat(connection, login, agency, role, by="test", now=office.now)


@pytest_asyncio.fixture
async def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """The office of the API's tests, on SQLite only: what is read from a store is tested there on both databases."""
    made = Office(Files(tmp_path, tmp_path_factory.getbasetemp() / "models"))
    yield made
    await made.client.aclose()
    made.engines.dispose()


Enter = Callable[[AgencyId, Role], Any]


@pytest_asyncio.fixture
async def enter(office: Office) -> AsyncIterator[Enter]:
    """A browser in which somebody of that agency and role is signed in."""
    opened: list[Browser] = []

    async def entered(agency: AgencyId, role: Role) -> Browser:
        login = f"{role}.{agency}".lower()
        enrol(office, login, agency, role)
        browser = Browser(office)
        opened.append(browser)
        assert (await browser.sign_in(login)).status == 200
        return browser

    yield entered
    for browser in opened:
        await browser.client.aclose()


@pytest.fixture
def guest(office: Office) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(office)
