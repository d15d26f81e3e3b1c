"""``make bench``: every measurement beside its floor in the same run; or those that are named."""

import argparse
import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import structlog
from rich.console import Console

from tests.bench.apart import apart
from tests.bench.asleep import asleep
from tests.bench.audits import audits
from tests.bench.commands import commands, hot, postgres
from tests.bench.country import country
from tests.bench.due import due
from tests.bench.inbox import inbox
from tests.bench.launching import launch
from tests.bench.overlaps import overlaps
from tests.bench.pages import pages
from tests.bench.reading import intake
from tests.bench.rows import STATES, Options, Row, table, told
from tests.bench.screen import screen
from tests.bench.size import size

MEASUREMENTS: dict[str, Callable[[Options], AsyncIterator[Row]]] = {
    one.__name__: one
    for one in (
        launch,
        commands,
        hot,
        postgres,
        due,
        size,
        apart,
        asleep,
        country,
        intake,
        overlaps,
        inbox,
        audits,
        pages,
        screen,
    )
}


async def main(wanted: list[str], options: Options) -> None:
    """Measure one after the other, each on a fresh installation in a temporary folder."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))  # parts end and are woken
    rows = []
    for name in wanted or MEASUREMENTS:
        begun, load = time.perf_counter(), os.getloadavg()[0]
        async for row in MEASUREMENTS[name](options):
            rows.append(row)
            told(f"{row.what} | {row.ours} | {row.floor} | {row.ratio} | {row.asked}")
        passed = time.perf_counter() - begun
        told(f"{name}: {passed:.0f} s, load before {load:.1f}")
    caption = f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, {options.runs} runs, medians (least–most)"
    Console(width=160).print(table(rows, caption))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("wanted", nargs="*", help=f"any of {', '.join(MEASUREMENTS)}; without one, all")
    parser.add_argument(
        "--runs", type=int, default=3, help="counted runs of launch, commands, hot, postgres, due, intake, inbox"
    )
    parser.add_argument("--commands", type=int, default=2_000, help="commands in each run")
    parser.add_argument("--rows", type=int, default=2_000, help="assignments due at one moment in 20 dockets")
    parser.add_argument(
        "--directives", type=int, default=5, help="directives of apart and asleep; 300 is what was asked"
    )
    parser.add_argument("--assignments", type=int, default=300_000, help="assignments that lie in the store of pages")
    parser.add_argument("--seconds", type=int, default=300, help="how long people look at pages")
    parser.add_argument(
        "--states",
        nargs="+",
        default=STATES,
        choices=STATES,
        help="what of asleep is measured; with 300 directives each takes more than an hour",
    )
    parser.add_argument(
        "--floor", action=argparse.BooleanOptionalAction, default=True, help="whether asleep measures its floor too"
    )
    given = parser.parse_args()
    if unknown := set(given.wanted) - set(MEASUREMENTS):
        parser.error(f"no measurement is called {', '.join(sorted(unknown))}")
    numbers = (given.runs, given.commands, given.rows, given.directives, given.assignments, given.seconds)
    options = Options(*numbers, states=tuple(given.states), floor=given.floor)
    asyncio.run(main(given.wanted, options))
