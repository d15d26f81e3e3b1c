"""Puts the API together from what it is given; nothing in it is global but the routes, which know nothing of that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute

from api import errors
from api.dependencies import Dependencies, Service
from api.launching import keep_relaunching
from api.limits import BodyLimit
from api.routes import (
    agencies,
    alerts,
    assignments,
    audits,
    calendar,
    cascades,
    commands,
    contacts,
    deliveries,
    directives,
    directory,
    drafts,
    feeds,
    graphs,
    handovers,
    health,
    overlaps,
)
from api.schemas.problems import problems
from api.web.app import Pages, create_pages
from thac.auditing.watching import Watch

_DESCRIPTION = """Theo dõi văn bản chỉ đạo từ lúc ban hành đến khi có kết quả. Mọi yêu cầu cần mã truy cập
(`Authorization: Bearer …`) gắn với một cơ quan và một vai trò; chỉ thấy và chỉ làm được việc trong phạm vi đó.

Follows directives from their issue to their result. Every request needs a token, tied to an agency and a role.
Commands take an `Idempotency-Key`; a 503 means *not saved*, and the same request may be sent again.
Failures are problem details (RFC 9457) with a stable `code`."""


_FORM_BYTES = 65_536
_ROUTES = (
    agencies,
    directory,
    drafts,
    directives,
    cascades,
    assignments,
    commands,
    handovers,
    feeds,
    alerts,
    deliveries,
    contacts,
    overlaps,
    graphs,
    calendar,
    audits,
)


def create_app(deps: Dependencies) -> FastAPI:
    """The application. Its lifespan starts pending launches and ends the gate; the dependencies stay the caller's."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service: Service = app.state.service
        watch = Watch(deps.engines, deps.stretched(deps.audit_every), deps.clock, deps.metrics)
        chores = [
            asyncio.create_task(keep_relaunching(service), name="relaunch"),
            asyncio.create_task(watch.keep(), name="watch"),
        ]
        try:
            yield
        finally:
            for chore in chores:
                chore.cancel()
                with suppress(asyncio.CancelledError):
                    await chore
            await service.watch.close()
            await service.gate.close()

    app = FastAPI(title="Thác", version=_version(), description=_DESCRIPTION, lifespan=lifespan, routes=[*_routes()])
    app.state.service = Service(deps)
    app.add_middleware(BodyLimit, most=deps.body_bytes, files=_files(deps))
    errors.install(app)
    app.router.routes.append(Pages("/", app=create_pages(app.state.service), name="pages"))
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """Every route, with what is worked out about it when it is first asked for; the same for each application."""
    whole = APIRouter()
    for routes in _ROUTES:
        whole.include_router(routes.router, prefix="/api/v1", responses=problems(422))
    whole.include_router(health.router)
    return tuple(whole.routes)


def _files(deps: Dependencies) -> dict[str, int]:
    """How large a body may be where files are sent; a path that ends with a stroke stands for all below it.

    What a form says beside its file needs some room.
    """
    return {
        "/api/v1/drafts": deps.file_bytes,
        "/documents": deps.file_bytes + _FORM_BYTES,
        "/tasks/": 2 * deps.attachment_bytes + deps.body_bytes,
    }


def _version() -> str:
    try:
        return version("thac")
    except PackageNotFoundError:
        return "0"
