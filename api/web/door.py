"""What stands between strangers and accounts: few tries from one place, and few passwords checked at once."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final, TypeVar

from starlette.requests import HTTPConnection

from api.page_codes import PageCode, page_problem

T = TypeVar("T")

TRIES: Final = 60
"""So many failed tries are let through from one address in :data:`WINDOW`; a whole house may share one."""
WINDOW: Final = timedelta(minutes=5)
_AT_ONCE: Final = 2
"""Checking a password takes 64 MiB and a tenth of a second."""
_REMEMBERED: Final = 10_000


class Door:
    """Counts the tries of this process in a window that slides. A try counts until it has succeeded.

    An account that is tried from many addresses is guarded by its own lock.
    """

    def __init__(self) -> None:
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()

    async def slowly(self, work: Callable[[], T]) -> T:
        """Do what checks or makes a hash, in a thread, when it is its turn."""
        async with self._at_once:
            return await asyncio.to_thread(work)

    def knock(self, place: str, now: datetime) -> None:
        """Count a try from that place.

        Raises
        ------
        ProblemError
            There were too many.
        """
        tries = self._tries.setdefault(place, deque())
        self._tries.move_to_end(place)
        while tries and not now - WINDOW < tries[0] <= now:
            tries.popleft()
        if len(tries) >= TRIES:
            seconds = int((tries[0] + WINDOW - now).total_seconds()) + 1
            raise replace(page_problem(PageCode.TOO_MANY_TRIES, seconds=seconds), more={"seconds": seconds})
        tries.append(now)
        if len(self._tries) > _REMEMBERED:
            self._tries.popitem(last=False)

    def welcome(self, place: str) -> None:
        """The try succeeded, so it counts no more."""
        if tries := self._tries.get(place):
            tries.pop()


def place_of(connection: HTTPConnection) -> str:
    """Where a request comes from: its address, or of version 6 the network of 64 bits that one house has."""
    host = "" if connection.client is None else connection.client.host
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)


def door_of(connection: HTTPConnection) -> Door:
    """The door of the pages that serve the request."""
    door: Door = connection.app.state.door
    return door
