"""The scripted afternoon from its first to its last word: played, waited out, audited, summed up."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from temporalio.client import Client

from thac.cli.console import err
from thac.cli.demo import display
from thac.cli.demo.afternoon import Afternoon, Places
from thac.cli.demo.hall import Hall, Tally
from thac.cli.demo.outcome import outcome
from thac.cli.demo.settled import delivered, settled
from thac.cli.demo.stage import PROVINCE, Who, mint
from thac.clock import Clock, installed_clock
from thac.domain.agencies import AgencyTree, Level, Role
from thac.embedded import Embedded
from thac.store import directory
from thac.store.auditing import audit
from thac.store.engine import Engines, open_engines
from thac.temporal import connect_as_set


async def play(running: Embedded, began: float) -> tuple[dict[str, Any], bool]:
    """Play the afternoon; the JSON object it comes to, and whether everything was as it must be."""
    clock = installed_clock(running.settings)
    engines = open_engines(running.settings.store_address)
    try:
        client = await connect_as_set(running.settings)
        tally = await _rounds(running, engines, client, clock)
        with _timed("Chờ mọi hồ sơ yên · until nothing is under way"):
            standings = await settled(client, engines)
        now = clock.now()
        with _timed("Kiểm tra · audit"):
            report = await asyncio.to_thread(audit, engines.read, now, standings.heads)
        for found in report:
            err().print(f"{found.code} {found.docket} {found.message} · {found.english}", soft_wrap=True)
        result = outcome(engines, now, time.monotonic() - began, report)
        return result, report.clean and not tally.surprises
    finally:
        engines.dispose()


async def _rounds(running: Embedded, engines: Engines, client: Client, clock: Clock) -> Tally:
    with engines.read.connect() as connection:
        tree = directory.load(connection)
    places = places_of(tree)
    async with Hall(running.api_url, mint(engines, _people(places, tree), clock.now())) as hall:
        afternoon = Afternoon(hall, places, lambda: delivered(client, engines))
        for sentence, act in afternoon.rounds():
            with _timed(sentence):
                await act()
    display.show_tally(err(), hall.tally)
    return hall.tally


@contextmanager
def _timed(sentence: str) -> Iterator[None]:
    """Say on standard error what was done and how long it took."""
    started = time.monotonic()
    yield
    err().print(f"{sentence}: {time.monotonic() - started:.1f} s", soft_wrap=True)


def places_of(tree: AgencyTree) -> Places:
    """The communes of the province with their units, and its departments."""
    below = tree.children(PROVINCE)
    communes = {one.id: tuple(unit.id for unit in tree.children(one.id)) for one in below if one.level is Level.COMMUNE}
    return Places(communes, tuple(one.id for one in below if one.level is Level.UNIT))


def _people(places: Places, tree: AgencyTree) -> list[tuple[Who, str]]:
    """Everybody who works this afternoon, with the name of his agency for his own."""
    units = [unit for units in places.communes.values() for unit in units]
    who: list[Who] = [(agency, Role.OFFICE) for agency in (PROVINCE, *places.communes)]
    who += [(agency, Role.UNIT) for agency in (*places.departments, *units)]
    who += [(units_[0], Role.OFFICER) for units_ in places.communes.values()]
    who.append((PROVINCE, Role.AUDITOR))
    return [((agency, role), tree[agency].name) for agency, role in who]
