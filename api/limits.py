"""How large a body may be, counted while it comes in and not as its sender says."""

from collections.abc import Mapping
from typing import Final

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.codes import STATUS, ApiCode
from api.errors import problem, respond

_API: Final = "/api/"


class TooLargeError(HTTPException):
    """A body went on beyond ``most`` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(STATUS[ApiCode.BODY_TOO_LARGE])
        self.most = most


class BodyLimit:
    """Turns away a body that is larger than ``most`` bytes, or than what ``files`` says for a path that takes files.

    A path of ``files`` that ends with a stroke stands for every path below it.
    """

    def __init__(self, app: ASGIApp, most: int, files: Mapping[str, int]) -> None:
        self._app = app
        self._most = most
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with 413; a form of a page is told so by the pages, which count too."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most_for(scope["path"])
        said = Headers(scope=scope).get("content-length", "0")
        if said.isdecimal() and int(said[:20]) > most and scope["path"].startswith(_API):
            await respond(problem(ApiCode.BODY_TOO_LARGE, limit=most))(scope, receive, send)
            return
        await self._app(scope, self._counting(receive, most), send)

    def _most_for(self, path: str) -> int:
        below = (most for name, most in self._files.items() if name.endswith("/") and path.startswith(name))
        return self._files.get(path, next(below, self._most))

    @staticmethod
    def _counting(receive: Receive, most: int) -> Receive:
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise TooLargeError(most)
            return message

        return counted
