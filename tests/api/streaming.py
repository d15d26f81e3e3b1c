"""An application that is really served, and somebody who watches his inbox there."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
import uvicorn

from api.app import create_app
from api.dependencies import Dependencies
from tests.delivery.servers import free_port


@dataclass(frozen=True)
class Served:
    """Where an application is served, and how it is told to end."""

    url: str
    server: uvicorn.Server
    task: "asyncio.Task[None]"


@asynccontextmanager
async def served(deps: Dependencies) -> AsyncIterator[Served]:
    """An API process of its own, as far as the store can tell."""
    servers: list[uvicorn.Server] = []
    app = create_app(replace(deps, ending=lambda: any(one.should_exit for one in servers)))
    port = free_port()
    config = uvicorn.Config(app, "127.0.0.1", port, log_config=None, access_log=False, timeout_graceful_shutdown=20)
    servers.append(uvicorn.Server(config))
    task = asyncio.create_task(servers[0].serve())
    while not servers[0].started:
        await asyncio.sleep(0.01)
    try:
        yield Served(f"http://127.0.0.1:{port}", servers[0], task)
    finally:
        servers[0].should_exit = True
        await task


@asynccontextmanager
async def watching(
    served: Served, token: str, last: str | None = None, **query: Any
) -> AsyncIterator[AsyncIterator[tuple[str, dict[str, Any]]]]:
    """The events of a stream, each with its id."""
    headers = {"Authorization": f"Bearer {token}"} | ({} if last is None else {"Last-Event-ID": last})
    async with (
        httpx.AsyncClient(base_url=served.url, timeout=20) as client,
        client.stream("GET", "/api/v1/alerts/stream", headers=headers, params=query) as answer,
    ):
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.aiter_lines()
        while await anext(lines) != ": open":
            pass
        yield _events(lines)


async def _events(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    event: dict[str, str] = {}
    async for line in lines:
        name, _, value = line.partition(": ")
        if line and name:
            event[name] = value
        else:
            if "event" in event:
                yield event["id"], {"key": event["event"], **json.loads(event["data"])}
            event = {}
