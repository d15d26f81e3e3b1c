"""How the people of the demo work: each with his own token, through the HTTP API, twenty at a time."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

import httpx

from thac.cli.demo.stage import Who
from thac.cli.errors import CommandFailedError

AT_ONCE: Final = 20
_IN_A_BATCH: Final = 100
_TRIES: Final = 4
_SAVED_LATER: Final = 503

Row = dict[str, Any]
"""An assignment, as the API shows it."""


@dataclass(slots=True)
class Tally:
    """What came of everything that was asked."""

    carried_out: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    """Refusals that were expected, by code."""
    surprises: list[str] = field(default_factory=list)
    """What was to be carried out and was not, or was to be refused and was not."""


class Hall:
    """The API as seen by everybody who works in the demo."""

    def __init__(self, address: str, tokens: Mapping[Who, str]) -> None:
        self.tally = Tally()
        self._tokens = tokens
        self._limit = asyncio.Semaphore(AT_ONCE)
        self._run = secrets.token_hex(4)
        self._sent = 0
        self._http = httpx.AsyncClient(
            base_url=f"{address}/api/v1",
            timeout=30.0,
            trust_env=False,
            limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
        )

    def key(self) -> str:
        """A new idempotency key."""
        self._sent += 1
        return f"demo-{self._run}-{self._sent}"

    async def rows(self, who: Who, **query: Any) -> list[Row]:
        """The assignments that this person sees, narrowed to what the query says; all of them."""
        found: list[Row] = []
        while True:
            answer = await self.ask(who, "GET", "assignments", limit=200, offset=len(found), **query)
            page = answer.raise_for_status().json()
            found += page["items"]
            if not page["items"] or len(found) >= page["total"]:
                return found

    async def do(self, who: Who, commands: Sequence[Row]) -> None:
        """Have this person's commands carried out; they are expected to be."""
        keyed = [{**command, "idempotency_key": self.key()} for command in commands]
        for start in range(0, len(keyed), _IN_A_BATCH):
            await self._batch(who, keyed[start : start + _IN_A_BATCH])

    async def expect(self, who: Who | None, code: str, method: str, path: str, body: Any = None) -> None:
        """Ask for something that must be refused with that code; ``who`` is None for a stranger."""
        answer = await self.ask(who, method, path, body)
        if answer.is_success or answer.json().get("code") != code:
            self.tally.surprises.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}, expected {code}")
        else:
            self.tally.refused[code] += 1

    async def ask(
        self, who: Who | None, method: str, path: str, body: Any = None, key: str | None = None, **query: Any
    ) -> httpx.Response:
        """One request; sent again, under the same keys, while it is answered that nothing is saved yet."""
        token = "thac_khong_ai" if who is None else self._tokens[who]
        headers = {"Authorization": f"Bearer {token}"} | ({} if key is None else {"Idempotency-Key": key})
        for _ in range(_TRIES):
            async with self._limit:
                answer = await self._http.request(method, path, json=body, headers=headers, params=query)
            if answer.status_code != _SAVED_LATER:
                return answer
            await asyncio.sleep(float(answer.headers.get("Retry-After", "1")))
        raise CommandFailedError(
            "api-away", "API liên tục trả lời chưa lưu được; xem nhật ký.", f"{method} {path}: {answer.text[:200]}"
        )

    async def _batch(self, who: Who, commands: Sequence[Row]) -> None:
        """Send commands; those that are not saved yet are sent again under their keys."""
        for _ in range(_TRIES):
            answer = await self.ask(who, "POST", "commands", {"commands": list(commands)})
            items = answer.raise_for_status().json()["answers"]
            again = [one for one, item in zip(commands, items, strict=True) if item["status"] == _SAVED_LATER]
            for command, item in zip(commands, items, strict=True):
                self._count(who, command, item)
            if not again:
                return
            commands = again
            await asyncio.sleep(float(answer.headers.get("Retry-After", "1")))
        self.tally.surprises += [f"{who}: {one['command']} {one['assignment']} was never saved" for one in commands]

    def _count(self, who: Who, command: Row, item: Row) -> None:
        if item["answer"] is not None:
            self.tally.carried_out[command["command"]] += 1
        elif item["status"] != _SAVED_LATER:
            said = item["problem"]["detail_en"]
            self.tally.surprises.append(f"{who}: {command['command']} {command['assignment']}: {said}")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._http.aclose()
