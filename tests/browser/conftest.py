"""A house and a browser for each file of tests, and people who enter."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.house import House, opened_house
from tests.browser.person import Person, running_browser
from thac.domain.agencies import AgencyId, Role

Enter = Callable[..., Person]
_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note whether a test failed, so that what each person saw last is kept as a picture."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser; each person has a profile of his own in it. It ends with the file: its loop is in others' way."""
    with running_browser(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An installation that runs; where there is no browser it is not begun."""
    with opened_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture
def guest(
    house: House, browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., Person]]:
    """Opens a browser in which nobody is signed in; where the test fails, a picture of it lies in its folder."""
    opened: list[Person] = []

    def came(**how: Any) -> Person:
        opened.append(Person(browser, house.url, **how))
        return opened[-1]

    yield came
    for number, person in enumerate(opened):
        if request.node.stash.get(_FAILED, False):
            person.page.screenshot(path=tmp_path / f"failed-{number}.png", full_page=True)
        person.close()


@pytest.fixture
def enter(house: House, guest: Callable[..., Person]) -> Enter:
    """Opens a browser in which somebody of that agency and role is signed in."""

    def entered(agency: AgencyId, role: Role, name: str = "Người dùng thử", **how: Any) -> Person:
        login = f"{role}.{agency}".lower()
        house.enrol(login, agency, role, name)
        person = guest(**how)
        person.sign_in(login)
        return person

    return entered
