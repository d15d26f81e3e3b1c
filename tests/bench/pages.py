"""How long does somebody wait for a page when a year of work lies in the store and twenty look at once?"""

import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx
from playwright.async_api import async_playwright

from tests.bench.rows import NOTHING, Options, Row, told
from tests.bench.visitors import COOKIE, Visitor, Waited, client_of, explore, first_load, seated, visit
from tests.bench.year import fill
from thac.cli.home import prepare
from thac.embedded import free_port
from thac.settings import Settings
from thac.store import directory
from thac.store.engine import Engines, open_engines

_USERS: Final = 20
_THINK: Final = 5.0
_ASKED_MS: Final = 200
_UNITS: Final = 8
_FILE: Final = re.compile(r"\.(docx|xlsx)(\?|$)")
_CHROMIUM: Final = Path("/usr/bin/chromium")
_LINE: Final = {"offline": False, "latency": 300, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
"""A slow phone line: 400 kbit/s, 300 ms."""
_READY_SECONDS: Final = 120
_CAUGHT_UP_SECONDS: Final = 900


async def pages(options: Options) -> AsyncIterator[Row]:
    """A real API process on a filled embedded store; every page of each role, by people who think for five seconds."""
    with tempfile.TemporaryDirectory(prefix="thac-bench-") as folder:
        # Nobody gives orders here: no Temporal server is asked, and none is started.
        settings = Settings(
            home=Path(folder), units_per_commune=_UNITS, temporal_address="127.0.0.1:1", public_pages=True
        )
        prepare(settings)
        engines = open_engines(settings.store_address)
        now = datetime.now(UTC)
        fill(engines, options.assignments, now)
        with served(settings) as address:
            async for row in looked_at(engines, address, options, now):
                yield row
        engines.dispose()


async def looked_at(engines: Engines, address: str, options: Options, now: datetime) -> AsyncIterator[Row]:
    """What twenty people wait for at that address, and what the first page costs on a slow line."""
    with engines.read.connect() as connection:
        tree = directory.load(connection)
    visitors = seated(engines, tree, now, _USERS)
    yield Row(
        "after a start until what runs is held against each other", f"{await _caught_up(visitors[0], address):.0f} s"
    )
    known = [(one, await explore(one, address)) for one in visitors]
    told(f"{sum(len(pages) for _, pages in known)} pages of {len(visitors)} people")
    alone = await visit(known[:1], address, min(60.0, options.seconds), 0.05)
    told(f"alone, in turn: {_figures([one for times in alone.times.values() for one in times])}")
    waited = await visit(known, address, options.seconds, _THINK)
    for row in _by_page(waited):
        yield row
    page, everything = await first_load(visitors[-1], address)
    yield Row(
        "first page over the wire; with style, script and mark",
        f"{page / 1e3:.1f} KB; {everything / 1e3:.1f} KB",
        asked="≤ 20 KB",
    )
    for who in (visitors[0], visitors[-1]):
        yield Row(
            f"first page of {who.kind} on a slow line, cold: load", await _slow_line(who, address), asked="≤ 1.2 s"
        )


async def _caught_up(visitor: Visitor, address: str) -> float:
    """Seconds until the page of overlaps is answered: an API that was just started reads all directives that run."""
    begun = time.perf_counter()
    async with client_of(visitor, address) as client:
        (await client.get("/overlaps", timeout=_CAUGHT_UP_SECONDS)).raise_for_status()
    return time.perf_counter() - begun


def _by_page(waited: Waited) -> Iterator[Row]:
    """Each page over all roles, the slowest first; then of each role the slowest."""
    by_page: dict[str, list[float]] = defaultdict(list)
    size: dict[str, int] = defaultdict(int)
    for name, times in waited.times.items():
        page = name.partition(" ")[2]
        by_page[page] += times
        size[page] = max(size[page], waited.bytes[name])
    every = [one for times in by_page.values() for one in times]
    failed = sum(waited.failed.values())
    asked = f"p95 ≤ {_ASKED_MS} ms"
    shown = [one for page, times in by_page.items() if not _FILE.search(page) for one in times]
    yield Row(f"every page and file, {_USERS} people at once, {failed} failed", _figures(every), asked=asked)
    yield Row("of these what a browser shows, without .docx and .xlsx", _figures(shown), asked=asked)
    for page in sorted(by_page, key=lambda one: -_at(by_page[one], 0.95)):
        yield Row(f"page {page}", f"{_figures(by_page[page])}, at most {size[page] / 1e3:.0f} KB", asked=asked)
    slow = [name for name, times in waited.times.items() if _at(times, 0.95) * 1e3 > _ASKED_MS]
    for name in sorted(slow, key=lambda one: -_at(waited.times[one], 0.95)):
        told(f"slow: {name}: {_figures(waited.times[name])}")
    for name, many in waited.failed.items():
        told(f"failed: {name}: {many}")


def _figures(times: Sequence[float]) -> str:
    if not times:
        return NOTHING
    p50, p95, p99 = (1e3 * _at(times, share) for share in (0.5, 0.95, 0.99))
    return f"p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms of {len(times)}"


def _at(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


async def _slow_line(visitor: Visitor, address: str) -> str:
    """From the request until everything of the first page is loaded, with nothing in the browser's cache."""
    if not _CHROMIUM.exists():
        return "Chromium is not installed"
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        seconds = []
        for _ in range(3):
            context = await browser.new_context(viewport={"width": 360, "height": 740})
            await context.add_cookies([{"name": COOKIE, "value": visitor.token, "url": address}])
            page = await context.new_page()
            session = await context.new_cdp_session(page)
            await session.send("Network.enable")
            await session.send("Network.emulateNetworkConditions", _LINE)
            begun = time.perf_counter()
            await page.goto(address, wait_until="load")
            seconds.append(time.perf_counter() - begun)
            await context.close()
        await browser.close()
    return f"{sorted(seconds)[1]:.2f} s ({min(seconds):.2f}–{max(seconds):.2f})"


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The API in a process of its own, until the end; its address."""
    port = free_port()
    command = [sys.executable, "-m", "thac.cli", "api", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with (settings.home / "api.log").open("wb") as log:
        process = subprocess.Popen(command, env=settings.child_environment(), stdout=log, stderr=log)
    try:
        _until_ready(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


def _until_ready(address: str) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/healthz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError(f"the API at {address} was not ready within {_READY_SECONDS} s")
