"""Every page of the menu and what it leads to, for each role: usable by everybody, on a phone and on a desk."""

from pathlib import Path
from typing import Final

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


WORK: Final = {"/", "/alerts", "/directives", "/directives/*", "/tasks", "/tasks/*"}
BELOW: Final = {"/overview", "/overlaps", "/reports/weekly"}
PEOPLE: Final = {
    "office of the province": (PROVINCE, Role.OFFICE, WORK | BELOW | {"/documents", "/documents/*", "/orders"}),
    "chairman of the province": (PROVINCE, Role.SUPERVISOR, WORK | BELOW),
    "office of a commune": (COMMUNE, Role.OFFICE, WORK | BELOW | {"/allocate/*"}),
    "head of a unit": (UNIT, Role.UNIT, WORK),
    "officer of a unit": (UNIT, Role.OFFICER, WORK),
    "monitor": (PROVINCE, Role.MONITOR, BELOW | {"/", "/alerts", "/directives", "/directives/*"}),
    "auditor": (PROVINCE, Role.AUDITOR, BELOW | {"/", "/documents", "/documents/*", "/directives", "/directives/*"}),
    "administrator": (PROVINCE, Role.ADMINISTRATOR, {"/", "/users"}),
}
"""Who is there, and the kinds of pages that he must be led to."""


@pytest.mark.parametrize(("agency", "role", "wanted"), PEOPLE.values(), ids=PEOPLE)
def test_each_page_is_fit_for_everybody(
    busy: House, enter: Enter, agency: AgencyId, role: Role, wanted: set[str], tmp_path: Path
) -> None:
    """Nothing that axe calls serious, nothing wider than the screen, nothing above 100 KB; pictures are kept."""
    page = enter(agency, role).page
    seen: set[str] = set()
    amiss: list[str] = []
    for number, found in enumerate(walk(page, amiss)):
        seen.add(found)
        if (heavy := weight(page)) > HEAVIEST:
            amiss.append(f"{page.url} weighs {heavy} bytes")
        for screen, scheme in looks(page):
            page.screenshot(path=tmp_path / f"{number:02}-{screen}-{scheme}.png", full_page=True)
            where = f"{page.url} at {screen}, {scheme}"
            amiss += [f"{where}: {fault}" for fault in faults(page)]
            if wider := overhang(page):
                amiss.append(f"{where}: {wider} pixels too wide")
    assert amiss == []
    assert wanted <= seen
