"""How long after a unit's click does an open page of its superior's show what the unit did?

The unit that follows a task (đầu mối theo dõi) urges its lead; the lead's chairman has his inbox open.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, expect

from tests.bench.rows import Options, Row, ratio, spread, told
from tests.browser.house import COMMUNE, PROVINCE, House, opened_house
from tests.browser.person import Person, running_browser
from tests.browser.work import launched, task
from thac.domain.agencies import AgencyId, Role

_MONITOR: Final[AgencyId] = "19-SNV"


async def screen(options: Options) -> AsyncIterator[Row]:
    """From the click to the row on the other's page; the floor is the page that answers the click itself."""
    program = shutil.which("chromium")
    if program is None:
        told("screen: Chromium is not installed on this machine (Debian's package chromium)")
        return
    answered, seen = await asyncio.to_thread(_timed, program, options.runs)
    yield Row(
        "a unit's click until its superior's open page shows it",
        spread(seen, " s"),
        spread(answered, " s"),
        ratio(seen, answered),
        "≤ 2 s",
    )


def _timed(program: str, runs: int) -> tuple[list[float], list[float]]:
    """For each run, the seconds until the unit had its answer, and until the chairman had it on his screen."""
    with tempfile.TemporaryDirectory() as folder, opened_house(Path(folder)) as house, running_browser(program) as here:
        unit = _entered(house, here, _MONITOR, Role.UNIT)
        chairman = _entered(house, here, COMMUNE, Role.SUPERVISOR)
        times = [_urged(house, unit, chairman, run) for run in range(runs + 1)]
    counted = times[1:]  # the first one warms up
    return [one for one, _ in counted], [one for _, one in counted]


def _entered(house: House, browser: Browser, agency: AgencyId, role: Role) -> Person:
    house.enrol(agency.lower(), agency, role, "Người đo")
    person = Person(browser, house.url)
    person.sign_in(agency.lower())
    return person


def _urged(house: House, unit: Person, chairman: Person, run: int) -> tuple[float, float]:
    words = f"Việc đo lần {run}"
    ordered = launched(house, task(house, 1, 30, text=words, monitor=_MONITOR))
    assignment = ordered.of(PROVINCE, 1, COMMUNE)
    ordered.there(assignment)
    chairman.open("/alerts")
    row = chairman.page.locator("#inbox li", has_text=words)
    expect(row).to_have_count(0)
    unit.open(f"/tasks/{assignment}")
    form = unit.unfold("Đôn đốc")
    begun = time.perf_counter()
    form.locator("button").click()
    unit.sees("Đã đôn đốc.")
    answered = time.perf_counter() - begun
    expect(row.first).to_be_visible()
    return answered, time.perf_counter() - begun
