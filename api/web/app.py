"""The pages as an application of their own, beside the API in the same process."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Match, Mount

from api.dependencies import Dependencies, Service
from api.web import failing
from api.web.door import Door
from api.web.guarding import Guarded
from api.web.identity import Provider
from api.web.pages import (
    agencies,
    alerts,
    allocating,
    away,
    bulk,
    changing,
    directives,
    documents,
    drafting,
    first,
    graph,
    launching,
    ledgers,
    live,
    orders,
    overlaps,
    overview,
    password,
    public,
    publishing,
    searching,
    signing_in,
    signing_in_elsewhere,
    statics,
    task,
    tasks,
    users,
    weekly,
)

_PAGES: Final = (
    statics,
    signing_in,
    signing_in_elsewhere,
    first,
    away,
    users,
    password,
    tasks,
    bulk,
    task,
    allocating,
    agencies,
    documents,
    launching,
    drafting,
    directives,
    ledgers,
    changing,
    orders,
    alerts,
    live,
    overview,
    weekly,
    overlaps,
    graph,
    searching,
    publishing,
    public,
)
_NOT_PAGES: Final = ("/api/", "/docs", "/redoc", "/openapi.json")
_SMALLEST: Final = 500


class Pages(Mount):
    """Everything that is not the API's: what is wrong with an address of the API is still told by the API."""

    def matches(self, scope: Any) -> tuple[Match, Mapping[str, Any]]:  # type: ignore[override] # a Mapping will do
        """Whether the pages answer."""
        if scope["type"] == "http" and scope["path"].startswith(_NOT_PAGES):
            return Match.NONE, {}
        return super().matches(scope)


def _provider(deps: Dependencies) -> Provider | None:
    if deps.identity is None:
        return None
    return Provider(deps.identity, f"{(deps.public_url or '').rstrip('/')}/sign-in/oidc/callback")


def create_pages(service: Service) -> FastAPI:
    """The pages; they share the API's service."""
    web = FastAPI(title="Thác", openapi_url=None, routes=[*_routes()])
    web.state.service = service
    web.state.door = Door()
    web.state.provider = _provider(service.deps)
    web.add_middleware(GZipMiddleware, minimum_size=_SMALLEST)
    web.add_middleware(Guarded, secure=service.deps.secure)
    failing.install(web)
    return web


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """Every page, with what is worked out about it when it is first asked for; the same for each application."""
    whole = APIRouter()
    for pages in _PAGES:
        whole.include_router(pages.router)
    return tuple(whole.routes)
