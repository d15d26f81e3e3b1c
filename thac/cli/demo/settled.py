"""When is nothing under way any more? When store, dockets and their parents all know the same."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from temporalio.client import Client

from thac.cli.errors import CommandFailedError
from thac.cli.standings import Standings, ask
from thac.domain.docket import docket_id
from thac.store import tables as t
from thac.store.engine import Engines

_LOOK_SECONDS: Final = 0.3
_PATIENCE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class _Kept:
    """A docket as the store knows it; ``still`` is how many assignments of each task are open."""

    id: str
    agency: str
    above: str | None
    head: int
    closed: bool
    still: dict[int, int]


async def delivered(client: Client, engines: Engines) -> None:
    """Wait until the last word of every docket has reached the one above it.

    Raises
    ------
    CommandFailedError
        It does not in a minute; the sentence names a docket.
    """
    await _until_nothing(client, engines, everybody=False)


async def settled(client: Client, engines: Engines) -> Standings:
    """Wait until nothing is unflushed or undelivered, and return how every running docket stands then.

    Raises
    ------
    CommandFailedError
        It does not come to that in a minute; the sentence names a docket.
    """
    await delivered(client, engines)
    return await _until_nothing(client, engines, everybody=True)


async def _until_nothing(client: Client, engines: Engines, *, everybody: bool) -> Standings:
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        kept = _kept(engines)
        parents = {one.above for one in kept}
        standings = await ask(client, [one.id for one in kept if not one.closed and (everybody or one.id in parents)])
        amiss = _amiss(kept, standings)
        if amiss is None and kept == _kept(engines):
            return standings
        if time.monotonic() > until:
            raise CommandFailedError(
                "not-settled", f"Sau {_PATIENCE_SECONDS:g} giây hệ thống vẫn chưa yên.", amiss or "it goes on"
            )
        await asyncio.sleep(_LOOK_SECONDS)


def _amiss(kept: list[_Kept], standings: Standings) -> str | None:
    """What is not as it should be; None when nothing is."""
    if standings.gone or standings.silent:
        return f"not running: {standings.gone[:3]}; not answering: {list(standings.silent.items())[:3]}"
    for one in kept:
        docket = standings.dockets.get(one.id)
        if docket is not None and docket.head != one.head:
            return f"{one.id}: the docket is at {docket.head}, the store at {one.head}"
        above = None if one.above is None else standings.dockets.get(one.above)
        if above is None:
            continue
        if one.closed and one.agency not in above.children_closed:
            return f"{one.id}: closed, and {one.above} has not noted it"
        told = above.children.get(one.agency)
        heard = None if told is None else dict(told.open_by_task)
        if not one.closed and heard != one.still:
            return f"{one.id}: {one.above} was told of {heard}, and it is {one.still}"
    return None


def _kept(engines: Engines) -> list[_Kept]:
    row = t.dockets.c
    query = sa.select(row.id, row.directive, row.agency, row.parent, row.head, row.closed_at).order_by(row.id)
    with engines.read.connect() as connection:
        still = _still(connection)
        return [
            _Kept(
                one.id,
                one.agency,
                None if one.parent is None else docket_id(one.directive, one.parent),
                one.head,
                one.closed_at is not None,
                still.get(one.id, {}),
            )
            for one in connection.execute(query)
        ]


def _still(connection: sa.Connection) -> dict[str, dict[int, int]]:
    """By docket: how many assignments of each task are open."""
    row = t.assignments.c
    query = sa.select(row.docket, row.task, sa.func.count()).where(row.open).group_by(row.docket, row.task)
    found: dict[str, dict[int, int]] = {}
    for docket, task, count in connection.execute(query):
        found.setdefault(docket, {})[task] = count
    return found
