"""An audit as a workflow: begun by its schedule, gone on with until it is through, whoever dies meanwhile."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.audit import AuditActivities, AuditOrder, AuditProgress
    from thac.domain.audit_watch import AuditKind
    from workflows.clock import WorkflowClock

AUDIT_QUEUE: Final = "thac-audit"
"""The task queue of audits; a queue of its own, so that no docket waits behind one."""
_ATTEMPT: Final = timedelta(minutes=30)
_ROUNDS: Final = 500
_AGAIN: Final = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class AuditStart:
    """Which audit; ``id`` is that of one under way, ``heartbeat`` how long an attempt may be silent."""

    kind: AuditKind
    id: str | None = None
    heartbeat: timedelta = timedelta(seconds=60)


@workflow.defn(name="Audit")
class AuditWorkflow:
    """One audit from its beginning to its end. How far it is stands in the store and not here."""

    def __init__(self) -> None:
        self._clock = WorkflowClock(None)

    @workflow.run
    async def run(self, start: AuditStart) -> AuditProgress:
        """Audit; what was found is kept in the store."""
        audit = start.id or f"{self._clock.now():%Y%m%dT%H%M%SZ}-{start.kind.value}-{workflow.uuid4().hex[:6]}"
        progress = await self._begin(AuditOrder(audit, start.kind))
        rounds = 0
        while not progress.done:
            if rounds == _ROUNDS:
                workflow.continue_as_new(AuditStart(start.kind, audit, start.heartbeat))
            progress = await self._go_on(progress.id, start.heartbeat)
            rounds += 1
        return progress

    async def _begin(self, order: AuditOrder) -> AuditProgress:
        return await workflow.execute_activity_method(
            AuditActivities.begin_audit, order, start_to_close_timeout=timedelta(minutes=1), retry_policy=_AGAIN
        )

    async def _go_on(self, audit: str, heartbeat: timedelta) -> AuditProgress:
        return await workflow.execute_activity_method(
            AuditActivities.go_on,
            audit,
            start_to_close_timeout=_ATTEMPT,
            heartbeat_timeout=heartbeat,
            retry_policy=_AGAIN,
        )
