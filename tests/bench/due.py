"""How long after a moment does the last alert stand in the store, when many assignments are due at that moment?"""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from tests.bench.floor import FLOOR_QUEUE, BareStart, BareWorkflow
from tests.bench.installation import PROVINCE, SERIAL, Bench, carry_out, installed, reported, task, until_count
from tests.bench.rows import Options, Row, ratio, spread
from thac.domain.agencies import Role
from thac.domain.calendar import VIETNAM
from thac.store import tables as t
from thac.store.engine import Engines

_DOCKETS = 20
_SUFFIXES = ("VP", "SNV", "STP", "STC", "SCT", "SXD", "SKHCN", "SYT", "TTR", "SDTTG")
_DEPARTMENTS = [f"{PROVINCE}-{suffix}" for suffix in _SUFFIXES]
_LOOK_SECONDS = 0.05
_LONGEST_SECONDS = 300.0


async def due(options: Options) -> AsyncIterator[Row]:
    """Twenty directives whose tasks for departments all have one deadline, beside twenty bare timers that append."""
    each = max(1, options.rows // (_DOCKETS * len(_DEPARTMENTS))) * len(_DEPARTMENTS)
    ours, bare = [], []
    async with installed() as bench:
        seconds = await _launched(bench, 1, each, in_a_moment(3_600))  # warms, and says how long a launch takes
        for _ in range(options.runs):
            bare.append(await _bare_timers(bench, _DOCKETS, each, in_a_moment(5)))
            moment = in_a_moment(5 + 1.5 * _DOCKETS * seconds)
            await _launched(bench, _DOCKETS, each, moment)
            ours.append(await last_alert(bench, moment, _DOCKETS * each))
    what = f"{_DOCKETS * each} assignments due at one moment, in {_DOCKETS} dockets: last alert after"
    yield Row(what, spread(ours, " s"), spread(bare, " s"), ratio(ours, bare), "≤ 2 s")


async def last_alert(bench: Bench, moment: datetime, wanted: int) -> float:
    """Seconds from the moment until so many assignments have their alert that they are overdue, committed."""
    alert = t.alerts.c
    query = sa.select(sa.func.count(alert.assignment.distinct())).where(alert.step == "overdue", alert.moment == moment)
    return await _reached(bench.store, query, moment, wanted)


async def last_append(bench: Bench, name: str, moment: datetime, wanted: int) -> float:
    """Seconds from the moment until the bare workflows below that name have appended so many events."""
    query = sa.select(sa.func.count()).where(t.events.c.docket.startswith(f"{name}/"))
    return await _reached(bench.bare, query, moment, wanted)


def in_a_moment(seconds: float) -> datetime:
    """The whole second after so many seconds."""
    return datetime.fromtimestamp(math.ceil(time.time() + seconds), UTC)


def by(moment: datetime) -> dict[str, str]:
    """The deadline that a document words as exactly that moment."""
    local = moment.astimezone(VIETNAM)
    return {"day": str(local.date()), "operator": "by", "hour": str(local.time())}


async def _launched(bench: Bench, dockets: int, rows: int, moment: datetime) -> float:
    """Launch directives with so many assignments each, all reported on and due at that moment; seconds for each."""
    row = t.assignments.c
    begun = time.perf_counter()
    async with bench.http(PROVINCE, Role.OFFICE) as http:
        for _ in range(dockets):
            numbers = range(1, 1 + rows // len(_DEPARTMENTS))
            tasks = [task(number, _DEPARTMENTS, deadline=by(moment)) for number in numbers]
            directive = await bench.launch(http, tasks)
            await until_count(bench, rows, t.assignments, row.directive == directive)
            with bench.store.read.connect() as connection:
                given = connection.execute(sa.select(row.id, row.lead).where(row.directive == directive)).all()
            await carry_out(http, [command for one in given for command in reported(one.id, one.lead)])
    return (time.perf_counter() - begun) / dockets


async def _bare_timers(bench: Bench, dockets: int, rows: int, moment: datetime) -> float:
    name = f"due{next(SERIAL)}"
    start = BareStart(name, dockets, "x" * 1_500, moment, rows)
    await bench.client.start_workflow(BareWorkflow.run, start, id=name, task_queue=FLOOR_QUEUE)
    return await last_append(bench, name, moment, dockets * rows)


async def _reached(store: Engines, query: sa.Select[int], moment: datetime, wanted: int) -> float:
    """Look until the query counts so many; nothing may have been counted before the moment.

    Raises
    ------
    AssertionError
        The measurement was not ready when the moment came, or the moment brought too little.
    """
    assert datetime.now(UTC) < moment, f"not ready at {moment:%H:%M:%S}: the machine is slower than was reckoned with"
    await asyncio.sleep((moment - datetime.now(UTC)).total_seconds())
    found = 0
    while found < wanted:
        passed = datetime.now(UTC) - moment
        assert passed < timedelta(seconds=_LONGEST_SECONDS), f"{found} of {wanted} after {passed}"
        await asyncio.sleep(_LOOK_SECONDS)
        with store.read.connect() as connection:
            found = connection.execute(query).scalar_one()
    return (datetime.now(UTC) - moment).total_seconds()
