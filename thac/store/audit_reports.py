"""What audits came to: which ran, what is wrong now and since when, and whether the audit itself still runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from thac.domain.audit_watch import AuditKind, Overdue, overdue
from thac.domain.findings import Class, Code
from thac.store import tables as t
from thac.store.queries.pages import Page, Window, page
from thac.store.queries.scope import Scope, agencies_in


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One audit: how far it went and what was open at its end, ``ended_at`` None while it is under way."""

    id: str
    kind: AuditKind
    began_at: datetime
    ended_at: datetime | None
    dockets: int
    events: int
    alerts: int
    findings: int
    heads: str | None


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One thing that is or was wrong, with both sentences; ``cleared_at`` is when it was found to be so no more."""

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


@dataclass(frozen=True, slots=True)
class AuditState:
    """How the audit stands: when one ended last, whether it is overdue, how much is wrong, and that by class."""

    last: datetime | None
    overdue: Overdue | None
    findings: int
    by_class: dict[str, int]


def audit_state(connection: sa.Connection, now: datetime, every: timedelta) -> AuditState:
    """Whether the audit runs, and what is wrong now. Quick audits do not count: they leave too much out."""
    here, wrong = t.audits.c, t.audit_findings.c
    ended = sa.select(sa.func.max(here.ended_at)).where(here.kind != AuditKind.QUICK.value)
    last: datetime | None = connection.execute(ended).scalar_one()
    begun: datetime | None = connection.execute(sa.select(sa.func.min(t.directory_journal.c.at))).scalar_one()
    counted = sa.select(wrong.counts_as, sa.func.count()).where(wrong.cleared_at.is_(None)).group_by(wrong.counts_as)
    by_class: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted)}
    late = None if last is None and begun is None else overdue(last, begun or now, now, every)
    return AuditState(last, late, sum(by_class.values()), by_class)


def audits(connection: sa.Connection, window: Window) -> Page[AuditLine]:
    """The audits, the newest first."""
    counted = sa.select(sa.func.count()).select_from(t.audits)
    return page(connection, counted, sa.select(t.audits).order_by(t.audits.c.began_at.desc()), window, _audit)


def audit(connection: sa.Connection, wanted: str) -> AuditLine | None:
    """The audit of that id; None where there is none."""
    row = connection.execute(sa.select(t.audits).where(t.audits.c.id == wanted)).first()
    return None if row is None else _audit(row)


def findings(connection: sa.Connection, scope: Scope, one: AuditLine | None, window: Window) -> Page[FindingLine]:
    """What was wrong when an audit ended, or is now; the oldest first, within the scope.

    What belongs to no docket, such as the directory's journal, is told to those alone who stand at the top.
    """
    here = t.audit_findings.c
    where: list[sa.ColumnElement[bool]] = [here.cleared_at.is_(None)]
    if one is not None and one.ended_at is not None:
        where = [here.first_seen <= one.ended_at, sa.or_(here.cleared_at.is_(None), here.cleared_at > one.ended_at)]
    if not scope.everything:
        where.append(here.agency.in_(agencies_in(scope)))
    counted = sa.select(sa.func.count()).select_from(t.audit_findings).where(*where)
    listed = sa.select(t.audit_findings).where(*where).order_by(here.first_seen, here.docket, here.seq, here.key)
    return page(connection, counted, listed, window, _finding)


def _audit(row: Any) -> AuditLine:
    return AuditLine(
        row.id,
        AuditKind(row.kind),
        row.began_at,
        row.ended_at,
        row.dockets,
        row.events,
        row.alerts,
        row.findings,
        row.heads,
    )


def _finding(row: Any) -> FindingLine:
    return FindingLine(
        row.key,
        Code(row.code),
        Class(row.counts_as),
        row.docket,
        row.seq,
        row.assignment,
        row.alert,
        row.message,
        row.english,
        row.first_seen,
        row.last_seen,
        row.cleared_at,
    )
