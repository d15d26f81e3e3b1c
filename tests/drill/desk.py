"""How the offices of a drill reach the API: sent until answered, under one key; every answer is written down."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from thac.clock import Clock
from thac.domain.agencies import AgencyId, Role
from thac.domain.docket import docket_id
from thac.store.access import make_token
from thac.store.engine import Engines

NAME = "drill"
AT_MOST = 100
_PAUSE = 2.0
"""A little less than the API asks for in `Retry-After`: offices are impatient."""
_CONNECTIONS = 24

Who = tuple[AgencyId, Role]


@dataclass(slots=True)
class Tally:
    """What the offices were answered: ``confirmed`` by the key's full name, docket and number of the event."""

    confirmed: dict[str, tuple[str, int]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    again: int = 0
    """How often something was sent again because nobody said that it was saved."""
    given_up: list[str] = field(default_factory=list)
    """Requests that were not answered when the drill ended."""


class Desk:
    """The door to the API for all offices; tokens are made when the drill begins."""

    def __init__(self, url: str, engines: Engines, clock: Clock) -> None:
        self.tally = Tally()
        self._engines = engines
        self._clock = clock
        self._tokens: dict[Who, str] = {}
        limits = httpx.Limits(max_connections=_CONNECTIONS)
        self._http = httpx.AsyncClient(base_url=f"{url}/api/v1/", timeout=20, trust_env=False, limits=limits)
        self._at_once = asyncio.Semaphore(_CONNECTIONS)
        self._closed = asyncio.Event()

    def admit(self, everybody: Iterable[Who]) -> None:
        """Make a token for each of them, in one transaction."""
        now = self._clock.now()
        with self._engines.write.begin() as connection:
            for who in everybody:
                if who not in self._tokens:
                    self._tokens[who] = make_token(connection, *who, NAME, now)

    async def launch(self, issuer: AgencyId, body: dict[str, Any], key: str) -> str | None:
        """Launch a directive; its id, None when it was refused or the drill ended before an answer."""
        answer = await self._sent((issuer, Role.OFFICE), "POST", "launches", body, key)
        if answer is None or not answer.is_success:
            self.tally.refused[f"launch: {_code(answer)}"] += 1
            return None
        return str(answer.json()["directive"])

    async def choose(self, who: Who, post: str, contact: dict[str, Any]) -> None:
        """Say how a post wants to be reached."""
        answer = await self._sent(who, "PUT", f"contacts/{post}", contact)
        if answer is not None:
            answer.raise_for_status()

    async def carry_out(self, who: Who, commands: Sequence[dict[str, Any]]) -> dict[str, str]:
        """Send commands with their keys in batches until each is answered; the codes of refusals by those keys."""
        refused: dict[str, str] = {}
        left = list(commands)
        while left and not self._closed.is_set():
            answer = await self._sent(who, "POST", "commands", {"commands": left[:AT_MOST]})
            if answer is None:
                break
            if not answer.is_success:
                self.tally.refused[f"batch: {_code(answer)}"] += len(left[:AT_MOST])
                left = left[AT_MOST:]
                continue
            not_saved = self._note(who, left[:AT_MOST], answer.json()["answers"], refused)
            left = not_saved + left[AT_MOST:]
            if not_saved:
                self.tally.again += len(not_saved)
                await asyncio.sleep(_PAUSE)
        self.tally.given_up += [one["idempotency_key"] for one in left]
        return refused

    async def close(self) -> None:
        """Send nothing again from now on."""
        self._closed.set()
        await self._http.aclose()

    def _note(
        self, who: Who, sent: Sequence[dict[str, Any]], said: Sequence[dict[str, Any]], refused: dict[str, str]
    ) -> list[dict[str, Any]]:
        """Write the answers down; what was not saved is returned."""
        left = []
        for command, one in zip(sent, said, strict=True):
            key = command["idempotency_key"]
            if one["status"] == 200:
                answer = one["answer"]
                docket = docket_id(answer["directive"], answer["docket"])
                self.tally.confirmed[f"{who[0]}/{NAME}/{key}"] = (docket, answer["seq"])
            elif one["status"] >= 500:
                left.append(command)
            else:
                refused[key] = one["problem"]["code"]
                self.tally.refused[f"{command['command']}: {refused[key]}"] += 1
        return left

    async def _sent(
        self, who: Who, method: str, path: str, body: dict[str, Any], key: str | None = None
    ) -> httpx.Response | None:
        headers = {"Authorization": f"Bearer {self._tokens[who]}"} | ({} if key is None else {"Idempotency-Key": key})
        while not self._closed.is_set():
            try:
                async with self._at_once:
                    answer = await self._http.request(method, path, json=body, headers=headers)
                if answer.status_code < 500:
                    return answer
            except httpx.TransportError:
                pass
            self.tally.again += 1
            await asyncio.sleep(_PAUSE)
        return None


def _code(answer: httpx.Response | None) -> str:
    if answer is None:
        return "no answer"
    return str(answer.json().get("code", answer.status_code))
