"""How the audit goes on: a page at a time, so that one which is broken off goes on where it was."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from temporalio import activity

from thac.domain.audit_watch import AuditKind

_SECONDS: Final = 20.0
"""So long one attempt goes from page to page before the workflow hears how far it is."""


@dataclass(frozen=True, slots=True)
class AuditOrder:
    """An audit that is to be begun, by its name."""

    id: str
    kind: AuditKind


@dataclass(frozen=True, slots=True)
class AuditProgress:
    """How far an audit is: where it stands, what it went through, and what is wrong now."""

    id: str
    done: bool
    stage: str = ""
    after: str = ""
    dockets: int = 0
    events: int = 0
    findings: int = 0


class Auditor(Protocol):
    """Who audits. Each step is written down with its progress in one transaction: none is lost or counted twice.

    ``alive`` is called meanwhile, whenever something was gone through.
    """

    def begin(self, order: AuditOrder) -> AuditProgress:
        """Begin it, or find that it has begun; it is done at once where another one is under way."""
        ...

    def step(self, audit: str, alive: Callable[[], None]) -> AuditProgress:
        """Go through the next page."""
        ...


class AuditActivities:
    """The activities of an audit."""

    def __init__(self, auditor: Auditor) -> None:
        self._auditor = auditor

    @activity.defn
    def begin_audit(self, order: AuditOrder) -> AuditProgress:
        """Begin the audit."""
        return self._auditor.begin(order)

    @activity.defn
    def go_on(self, audit: str) -> AuditProgress:
        """Go from page to page for a while."""
        until = time.monotonic() + _SECONDS
        while True:
            progress = self._auditor.step(audit, activity.heartbeat)
            activity.heartbeat(progress.stage, progress.after)
            if progress.done:
                activity.logger.info(
                    "audit_ended",
                    extra={"audit": audit, "dockets": progress.dockets, "events": progress.events}
                    | {"findings": progress.findings},
                )
            if progress.done or time.monotonic() > until:
                return progress
