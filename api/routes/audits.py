"""Audits: which ran, what they found, and whether they still run."""

from typing import Final

from fastapi import APIRouter, Depends

from api.codes import ApiCode
from api.dependencies import ActorDep, BearerDep, Service, ServiceDep, WindowDep
from api.errors import problem
from api.schemas.audits import AuditOut, FindingOut, HealthOut, audit_out, finding_out, health_out
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from thac.domain.agencies import Role
from thac.store import audit_reports
from thac.store.audit_reports import AuditLine
from thac.store.queries.pages import Window
from thac.store.queries.scope import scope_of

router = APIRouter(tags=["Kiểm tra · Audits"])
_READERS: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR})
LATEST: Final = "latest"
"""In place of an audit's id: what is wrong now."""


async def _require_reader(actor: ActorDep) -> None:
    if actor.role not in _READERS:
        raise problem(ApiCode.AUDITORS_ONLY)


@router.get("/health", summary="Kiểm tra có còn chạy không · Whether the audit runs", responses=problems(403))
def get_health(service: ServiceDep, _: BearerDep) -> HealthOut:
    """When the last audit ended, whether the next is overdue, and how much is wrong; for everybody who is signed in."""
    now, every = service.deps.clock(), service.deps.stretched(service.deps.audit_every)
    return health_out(service.read(lambda connection: audit_reports.audit_state(connection, now, every)), now)


@router.get(
    "/audits",
    summary="Các lần kiểm tra · Audits",
    responses=problems(403, 422),
    dependencies=[Depends(_require_reader)],
)
def list_audits(service: ServiceDep, window: WindowDep) -> PageOut[AuditOut]:
    """Every audit, the newest first; for auditors, administrators and supervisors."""
    found = service.read(lambda connection: audit_reports.audits(connection, window))
    return page_out(found, [audit_out(line) for line in found.items])


@router.get(
    "/audits/{audit}",
    summary="Một lần kiểm tra · One audit",
    responses=problems(403, 404),
    dependencies=[Depends(_require_reader)],
)
def get_audit(service: ServiceDep, audit: str) -> AuditOut:
    """How far it went; `latest` is the newest one."""
    line = _line(service, audit)
    if line is None:
        raise problem(ApiCode.NOT_FOUND)
    return audit_out(line)


@router.get(
    "/audits/{audit}/findings",
    summary="Vấn đề phát hiện được · What is wrong",
    responses=problems(403, 404, 422),
    dependencies=[Depends(_require_reader)],
)
def list_findings(service: ServiceDep, bearer: BearerDep, window: WindowDep, audit: str) -> PageOut[FindingOut]:
    """What was wrong when that audit ended, of the dockets in one's scope; `latest`: what is wrong now."""
    line = None if audit == LATEST else _line(service, audit)
    if line is None and audit != LATEST:
        raise problem(ApiCode.NOT_FOUND)
    found = service.read(lambda connection: audit_reports.findings(connection, scope_of(bearer), line, window))
    return page_out(found, [finding_out(one) for one in found.items])


def _line(service: Service, audit: str) -> AuditLine | None:
    if audit == LATEST:
        newest = service.read(lambda connection: audit_reports.audits(connection, Window(1)))
        return next(iter(newest.items), None)
    return service.read(lambda connection: audit_reports.audit(connection, audit))
