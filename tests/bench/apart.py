"""How long after a moment does the last alert stand in the store, when what is due lies in as many dockets?"""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from random import Random

from tests.bench.asleep import launched, overdue, started
from tests.bench.due import in_a_moment, last_append
from tests.bench.installation import COMMUNES, bare_alone, installed
from tests.bench.offices import Offices
from tests.bench.rows import Options, Row, each, ratio, told
from tests.bench.standing import memory, settled

_DUE = 2_000
_FIRST = 5
"""Bare roots that are started to learn how long the others will take."""


async def apart(options: Options) -> AsyncIterator[Row]:
    """So many directives for 92 communes each, awake; 2,000 due at once, with one worker and API and with two."""
    due = min(_DUE, COMMUNES * options.directives * 4 // 5)
    bare = await _bare(due)
    for processes in (1, 2):
        async with installed(beside=False, processes=processes) as bench:
            told(f"launched in {await launched(bench, options.directives):.0f} s")
            await settled(bench.running)
            held = memory(bench.running)
            office = Offices(bench)
            books = Random(19).sample(office.books, len(office.books))
            last = await overdue(bench, office, books, due, [], 0)
        what = f"{due} due in as many of {COMMUNES * options.directives} dockets, {processes} worker and API"
        yield Row(f"{what}: last alert after", f"{last:.1f} s", f"{bare:.1f} s", ratio([last], [bare]), "≤ 15 s")
        yield Row(f"{what}: memory before", each(held, "MB"))


async def _bare(due: int) -> float:
    async with bare_alone() as bench:
        begun = time.perf_counter()
        await started(bench, {f"first/{number}": COMMUNES for number in range(_FIRST)}, datetime.now(UTC))
        for_one = (time.perf_counter() - begun) / (_FIRST * COMMUNES)
        moment = in_a_moment(10 + 2 * due * for_one)
        await started(bench, {f"due/{n}": min(COMMUNES, due - n) for n in range(0, due, COMMUNES)}, moment)
        return await last_append(bench, "due", moment, due)
