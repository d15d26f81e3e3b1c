"""How many commands a second are answered? Over all communes and on one docket, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable

import sqlalchemy as sa

from tests.bench.floor import BareWorkflow
from tests.bench.installation import COMMUNES, SERIAL, Bench, installed
from tests.bench.launching import bare_tree, whole_province
from tests.bench.load import Caller, Measured, Send, measure
from tests.bench.rows import Options, Row, rates, ratio
from tests.postgres import binaries, cluster
from thac.domain.agencies import Role
from thac.store import tables as t

_OVER_ALL = "commands over HTTP, 50 at once, over all communes"
Assignments = list[tuple[str, str]]
"""Assignments by id, each with its lead."""


async def commands(options: Options) -> AsyncIterator[Row]:
    """Fifty callers over the dockets of all communes."""
    async with installed() as bench:
        yield await _over_all_communes(bench, options, _OVER_ALL)


async def hot(options: Options) -> AsyncIterator[Row]:
    """A hundred callers on one docket; its floor takes ten updates at once, of which nine are used."""
    async with installed() as bench:
        assignments = (await _accepted(bench))[:1]
        names = (await _bare(bench))[:1]
        yield await _paired(
            "commands over HTTP, 100 callers on one docket",
            "–",
            options.runs,
            lambda: _commands(bench, 100, 2 * options.commands, assignments),
            lambda: _updates(bench, 9, options.commands // 4, names),
        )


async def postgres(options: Options) -> AsyncIterator[Row]:
    """The same fifty callers, half of them at each of two APIs, with two workers, on a PostgreSQL that is durable."""
    what = f"{_OVER_ALL}; PostgreSQL, two workers, two APIs"
    programs = binaries()
    if programs is None:
        yield Row(what, "PostgreSQL is not installed")
        return
    with cluster(programs, durable=True) as server:
        async with installed(store_url=server.database(), bare_url=server.database(), processes=2) as bench:
            yield await _over_all_communes(bench, options, what)


async def _over_all_communes(bench: Bench, options: Options, what: str) -> Row:
    assignments, names = await _accepted(bench), await _bare(bench)
    return await _paired(
        what,
        "≥ 0.7",
        options.runs,
        lambda: _commands(bench, 50, options.commands, assignments),
        lambda: _updates(bench, 50, options.commands, names),
    )


async def _paired(
    what: str, asked: str, runs: int, ours: Callable[[], Awaitable[Measured]], floor: Callable[[], Awaitable[Measured]]
) -> Row:
    mine, bare = [], []
    for _ in range(runs):
        bare.append(await floor())
        mine.append(await ours())
    share = ratio([one.rate for one in mine], [one.rate for one in bare])
    return Row(what, rates(mine), rates(bare), share, asked)


async def _updates(bench: Bench, callers: int, total: int, names: list[str]) -> Measured:
    handles = [bench.client.get_workflow_handle_for(BareWorkflow.run, name) for name in names]
    run = next(SERIAL)

    async def sender(_caller: int) -> Send:
        async def send(number: int) -> None:
            await handles[number % len(handles)].execute_update(BareWorkflow.write, f"floor/{run}/{number}")

        return send

    return await measure(callers, total, sender)


async def _commands(bench: Bench, callers: int, total: int, assignments: Assignments) -> Measured:
    tokens = {unit: bench.token(unit, Role.UNIT) for unit in {unit for _, unit in assignments}}
    run = next(SERIAL)

    async def sender(number: int) -> Send:
        caller = await Caller.connect(bench.ports[number % len(bench.ports)])

        async def send(number: int) -> None:
            assignment, unit = assignments[number % len(assignments)]
            path = f"/api/v1/assignments/{assignment}/progress"
            await caller.post(path, tokens[unit], f"{run}-{number}", {"percent": number % 100})

        return send

    return await measure(callers, total, sender)


async def _bare(bench: Bench) -> list[str]:
    """The bare workflows that stand for the communes' dockets."""
    await bare_tree(bench, "bare")
    return [f"bare/{number}" for number in range(COMMUNES)]


async def _accepted(bench: Bench) -> Assignments:
    """One assignment of each commune's first unit, accepted."""
    directive, _ = await whole_province(bench)
    columns = t.assignments.c
    query = sa.select(columns.id, columns.lead).where(
        columns.directive == directive, columns.task == 1, columns.lead.like("%-VP"), columns.issuer != "19"
    )
    with bench.store.read.connect() as connection:
        found = [(row.id, row.lead) for row in connection.execute(query.order_by(columns.id))]
    caller = await Caller.connect(bench.ports[0])
    for assignment, unit in found:
        path = f"/api/v1/assignments/{assignment}/accept"
        await caller.post(path, bench.token(unit, Role.UNIT), f"accept{next(SERIAL)}", {})
    return found
