"""Whether the process lives, whether it can do its work, and its figures."""

import asyncio
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from api.codes import ApiCode
from api.dependencies import Service, ServiceDep
from api.errors import RETRY_AFTER_SECONDS, problem
from api.schemas.problems import problems
from thac.store import tables as t
from thac.store.audit_reports import audit_state

router = APIRouter(tags=["Tình trạng · Health"])
_SEEN_WITHIN: Final = timedelta(seconds=15)
_ANSWER_SECONDS: Final = 2.0


@router.get("/healthz", summary="Tiến trình còn chạy · The process lives")
async def get_health() -> dict[str, str]:
    """Nothing but that this process answers."""
    return {"status": "alive"}


@router.get(
    "/readyz",
    summary="Sẵn sàng phục vụ · Ready to serve",
    responses={503: {"description": "Chưa sẵn sàng; phần nào thì ghi trong nội dung · Not ready; the body says what"}},
)
async def get_readiness(service: ServiceDep) -> JSONResponse:
    """Whether the store answers, Temporal answers, and a worker was seen within 15 s; 503 unless all three.

    Beside it whether the audit runs: `current`, or `overdue` when none has ended for longer than is set.
    """
    temporal, (store, worker, audit) = await asyncio.gather(
        service.deps.dockets.answers(_ANSWER_SECONDS), asyncio.to_thread(_store_and_worker, service)
    )
    ready = store and temporal and worker
    parts = {"ready": ready, "store": store, "temporal": temporal, "worker": worker, "audit": audit}
    if ready:
        return JSONResponse(parts)
    return JSONResponse(parts, 503, {"Retry-After": str(RETRY_AFTER_SECONDS)})


@router.get(
    "/metrics",
    summary="Số đo cho Prometheus · Figures for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, 404: problems(404)[404]},
)
def get_metrics(service: ServiceDep) -> Response:
    """The figures of this process."""
    if service.deps.metrics is None:
        raise problem(ApiCode.NOT_FOUND)
    return Response(service.deps.metrics.render(), media_type=CONTENT_TYPE_LATEST)


def _store_and_worker(service: Service) -> tuple[bool, bool, str]:
    since = service.deps.clock() - service.deps.stretched(_SEEN_WITHIN)
    seen = sa.select(t.services.c.id).where(t.services.c.kind == "worker", t.services.c.seen_at >= since).limit(1)
    try:
        worker = service.read(lambda connection: connection.execute(seen).first() is not None)
        now, every = service.deps.clock(), service.deps.stretched(service.deps.audit_every)
        state = service.read(lambda connection: audit_state(connection, now, every))
    except SQLAlchemyError:
        return False, False, "unknown"
    return True, worker, "current" if state.overdue is None else "overdue"
