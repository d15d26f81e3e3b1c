"""Asking in a thread, where whoever asks may be cancelled: the thread is not left behind."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def to_its_end(query: Callable[[], T]) -> T:
    """What a query says in a thread, waited for even when all else ends: its connection is given back by then."""
    asking = asyncio.ensure_future(asyncio.to_thread(query))
    try:
        return await asyncio.shield(asking)
    finally:
        await asyncio.wait([asking])
