"""Every page of the menu and what it leads to, for each role: usable by everybody, on a phone and on a desk."""

from pathlib import Path

import pytest

from tests.browser.conftest import Enter
from tests.browser.house import COMMUNE, PROVINCE, UNIT, House
from tests.browser.looking import HEAVIEST, faults, looks, overhang, weight
from tests.browser.walking import walk
from tests.browser.work import fill
from thac.domain.agencies import AgencyId, Role

pytestmark = [pytest.mark.verify, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def busy(house: House) -> House:
    """A house in which much is going on."""
    fill(house)
    return house


PEOPLE = {
    "office of the province": (PROVINCE, Role.OFFICE, {"/"}),
    "chairman of the province": (PROVINCE, Role.SUPERVISOR, {"/"}),
    "office of a commune": (COMMUNE, Role.OFFICE, {"/"}),
    "chairman of a commune": (COMMUNE, Role.SUPERVISOR, {"/"}),
    "head of a unit": (UNIT, Role.UNIT, {"/"}),
    "officer of a unit": (UNIT, Role.OFFICER, {"/"}),
    "monitor": (PROVINCE, Role.MONITOR, {"/"}),
    "auditor": (PROVINCE, Role.AUDITOR, {"/"}),
    "administrator": (PROVINCE, Role.ADMINISTRATOR, {"/"}),
}
"""Who is there, and the kinds of pages that he must be led to."""


@pytest.mark.parametrize(("agency", "role", "wanted"), PEOPLE.values(), ids=PEOPLE)
def test_each_page_is_fit_for_everybody(
    busy: House, enter: Enter, agency: AgencyId, role: Role, wanted: set[str], tmp_path: Path
) -> None:
    """Nothing that axe calls serious, nothing wider than the screen, nothing above 100 KB; pictures are kept."""
    page = enter(agency, role).page
    seen = set()
    for number, found in enumerate(walk(page)):
        seen.add(found)
        assert weight(page) <= HEAVIEST, f"{page.url} weighs {weight(page)} bytes"
        for screen, scheme in looks(page):
            page.screenshot(path=tmp_path / f"{number:02}-{screen}-{scheme}.png", full_page=True)
            assert faults(page) == [], f"{page.url} at {screen}, {scheme}"
            assert overhang(page) == 0, f"{page.url} at {screen}, {scheme}"
    assert wanted <= seen
