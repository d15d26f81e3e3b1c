"""Callers: many at once, each sending the next request when the last was answered; with the times of all answers."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Send = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a load came to."""

    count: int
    seconds: float
    times: list[float]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.count / self.seconds

    @property
    def p99(self) -> float:
        """The time that 99 of 100 answers stayed under, in milliseconds."""
        return 1000 * sorted(self.times)[int(0.99 * (len(self.times) - 1))]

    @property
    def p50(self) -> float:
        """The time that half of the answers stayed under, in milliseconds."""
        return 1000 * sorted(self.times)[len(self.times) // 2]


async def measure(callers: int, total: int, sender: Callable[[int], Awaitable[Send]]) -> Measured:
    """Let so many callers send so many requests together; ``sender`` makes what each caller sends by."""
    numbers = iter(range(total))
    times: list[float] = []
    senders = [await sender(number) for number in range(callers)]

    async def call(send: Send) -> None:
        for number in numbers:
            begun = time.perf_counter()
            await send(number)
            times.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(call(send) for send in senders))
    return Measured(total, time.perf_counter() - begun, times)


class Caller:
    """One connection that is kept; an HTTP client that costs next to nothing beside what it measures."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def connect(cls, port: int) -> "Caller":
        """A connection to the API on loopback."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, path: str, token: str, key: str, body: dict[str, object]) -> None:
        """Post and read the answer.

        Raises
        ------
        AssertionError
            The answer is no 200.
        """
        content = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        self._writer.write(head.encode() + content)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        status, *lines = answer.decode().split("\r\n")
        length = next(int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length"))
        said = await self._reader.readexactly(length)
        assert " 200 " in status, f"{status}: {said.decode()}"
