"""How does an open inbox hear of a new alert? One watch for all streams of a process, which looks while any is open.

It reads places of the feed, which are given in the order of commits. So whoever was told up to a place and comes back
to any API process goes on after it and misses nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from thac.store import outbox
from thac.store.engine import Engines

_EVERY_SECONDS: Final = 1.0


class Watch:
    """Knows the last place of the feed while somebody watches; ``ending`` says when streams are to end."""

    def __init__(self, engines: Engines, ending: Callable[[], bool]) -> None:
        self._engines = engines
        self._ending = ending
        self._place = 0
        self._streams = 0
        self._moved = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None

    async def places(self) -> AsyncIterator[int]:
        """The last place, at once and again whenever it moved or a while went by, until the application ends."""
        self._streams += 1
        try:
            self._place = await self.now()
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._keep_looking(), name="feed")
            while not self._ending():
                yield self._place
                with suppress(TimeoutError):
                    async with asyncio.timeout(_EVERY_SECONDS), self._moved:
                        await self._moved.wait()
        finally:
            self._streams -= 1

    async def now(self) -> int:
        """The last place there is."""
        return await asyncio.to_thread(self._look)

    async def close(self) -> None:
        """Stop looking."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    async def _keep_looking(self) -> None:
        while self._streams:
            await asyncio.sleep(_EVERY_SECONDS)
            try:
                place = await asyncio.to_thread(self._look)
            except (SQLAlchemyError, PoolTimeoutError) as error:
                structlog.get_logger().warning("feed_not_read", error=str(error))
                continue
            if place > self._place:
                self._place = place
                async with self._moved:
                    self._moved.notify_all()

    def _look(self) -> int:
        """The last place, after those that lack one were given theirs."""
        with self._engines.read.connect() as connection:
            if not outbox.unplaced(connection):
                return outbox.last_place(connection)
        with self._engines.write.begin() as connection:
            return outbox.place(connection)
