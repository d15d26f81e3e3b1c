"""The pages as an application of their own, beside the API in the same process."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Mount

from api.dependencies import Service
from api.web import failing
from api.web.pages import first, public, publishing, searching, signing_in, statics

_PAGES: Final = (statics, signing_in, first, searching, publishing, public)
_NOT_PAGES: Final = ("/api/", "/docs", "/redoc", "/openapi.json")
_SMALLEST: Final = 500


class Pages(Mount):
    """Everything that is not the API's: what is wrong with an address of the API is still told by the API."""

    def matches(self, scope: Any) -> tuple[Match, Mapping[str, Any]]:  # type: ignore[override] # a Mapping will do
        """Whether the pages answer."""
        if scope["type"] == "http" and scope["path"].startswith(_NOT_PAGES):
            return Match.NONE, {}
        return super().matches(scope)


def create_pages(service: Service) -> FastAPI:
    """The pages; they share the API's service."""
    web = FastAPI(title="Thác", openapi_url=None)
    web.state.service = service
    web.add_middleware(GZipMiddleware, minimum_size=_SMALLEST)
    failing.install(web)
    for pages in _PAGES:
        web.include_router(pages.router)
    return web
