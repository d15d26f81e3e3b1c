"""What reaches an open page by itself: new alerts, for as long as the session lasts."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.codes import ApiCode
from api.errors import problem
from api.web.visiting import Visit, VisitDep
from thac.store import people
from thac.store.queries.feed import fed

router = APIRouter()
_AT_ONCE: Final = 200
_RETRY_MILLISECONDS: Final = 3_000
_LOOKED_AT_EVERY: Final = 3.0
"""A session that ended is noticed after so many seconds at the latest, and before anything more is told."""


async def the_place(visit: VisitDep, last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None) -> int:
    """After which place a stream begins: where the browser left off, or here and now."""
    if last_event_id is None:
        return await visit.service.watch.now()
    if not (last_event_id.isascii() and last_event_id.isdecimal()):
        raise problem(ApiCode.INVALID)
    return int(last_event_id)


@router.get("/live", response_class=EventSourceResponse)
async def stream_live(
    visit: VisitDep,
    after: Annotated[int, Depends(the_place)],
    below: Annotated[bool, Query()] = False,  # noqa: FBT002 - a parameter of the address
) -> AsyncIterator[ServerSentEvent]:
    """One ``alert`` for each to the posts of the visitor's agency, with those below where he watches them and asks.

    ``reset``: read everything anew. ``ended``: the session has ended, or goes on by another seat, and nothing more
    will come.
    """
    yield ServerSentEvent(comment="open", retry=_RETRY_MILLISECONDS)
    scope = visit.scope if below else replace(visit.scope, watches_below=False)
    loop = asyncio.get_running_loop()
    looked = loop.time()
    async for place in visit.service.watch.places():
        if place != after or loop.time() - looked >= _LOOKED_AT_EVERY:
            if not await run_in_threadpool(_holds, visit):
                yield ServerSentEvent(data={}, event="ended")
                return
            looked = loop.time()
        if after > place:  # the store was restored from a copy that is older than what the reader has seen
            yield ServerSentEvent(data={}, event="reset", id=str(place))
            after = place
        while place > after:
            found = await run_in_threadpool(
                visit.service.read, lambda connection, after=after: fed(connection, scope, after, None, _AT_ONCE)
            )
            for one in found:
                yield ServerSentEvent(data={"colour": one.colour.value}, event="alert", id=str(one.place))
            after = found[-1].place if len(found) == _AT_ONCE else place


def _holds(visit: Visit) -> bool:
    """Whether the same person is still signed in by the same seat."""
    now = visit.service.deps.clock()
    found = visit.service.read(lambda connection: people.session(connection, visit.token or "", now))
    return found is not None and found.seat.id == visit.signed_in.seat.id
