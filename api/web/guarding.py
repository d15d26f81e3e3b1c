"""The headers that every answer of the pages carries, whatever made it."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.rendering import HEADERS

_A_YEAR: Final = "max-age=31536000"


class Guarded:
    """Adds the headers that keep others out of a page, where its maker has set none of his own.

    Where the pages are reached by TLS a browser is told to come by TLS only.
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers: Mapping[str, str] = HEADERS | ({"Strict-Transport-Security": _A_YEAR} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, guarded)
