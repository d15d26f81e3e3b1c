"""Audits and what they found, as the API tells them."""

from datetime import datetime

from api.schemas.words import Output
from thac.domain.audit_watch import AuditKind
from thac.domain.findings import Class, Code
from thac.store.audit_reports import AuditLine, AuditState, FindingLine


class AuditOut(Output):
    """One audit; `heads` is the seal over the ends of all ledgers at its end, to be written down elsewhere."""

    id: str
    kind: AuditKind
    began_at: datetime
    ended_at: datetime | None
    dockets: int
    events: int
    alerts: int
    findings: int
    heads: str | None


class FindingOut(Output):
    """One thing that is or was wrong, in both languages."""

    key: str
    code: Code
    counts_as: Class
    docket: str
    seq: int | None
    assignment: str | None
    alert: str | None
    message: str
    english: str
    first_seen: datetime
    last_seen: datetime
    cleared_at: datetime | None


class AlarmOut(Output):
    """Why somebody must look: a stable code and both sentences."""

    code: str
    message: str
    english: str


class HealthOut(Output):
    """Whether the audit runs, how much is wrong, and the alarms that follow."""

    as_of: datetime
    last_audit: datetime | None
    overdue: bool
    findings: int
    by_class: dict[str, int]
    alarms: list[AlarmOut]


def audit_out(line: AuditLine) -> AuditOut:
    """The audit as it goes out."""
    return AuditOut(**{name: getattr(line, name) for name in AuditOut.model_fields})


def finding_out(line: FindingLine) -> FindingOut:
    """The finding as it goes out."""
    return FindingOut(**{name: getattr(line, name) for name in FindingOut.model_fields})


def health_out(state: AuditState, now: datetime) -> HealthOut:
    """How the audit stands, with its alarms."""
    alarms = []
    if state.overdue is not None:
        alarms.append(AlarmOut(code="audit_overdue", message=state.overdue.message, english=state.overdue.english))
    if state.findings:
        vietnamese = f"Kiểm tra thấy {state.findings} vấn đề chưa được khắc phục; xem /api/v1/audits/latest/findings."
        english = f"Audits found {state.findings} things that are still wrong; see /api/v1/audits/latest/findings."
        alarms.append(AlarmOut(code="audit_findings", message=vietnamese, english=english))
    return HealthOut(
        as_of=now,
        last_audit=state.last,
        overdue=state.overdue is not None,
        findings=state.findings,
        by_class=state.by_class,
        alarms=alarms,
    )
