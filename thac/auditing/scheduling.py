"""When audits run: the regular one at two in the morning, quick ones through the day, by schedules of the server."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError

from thac.domain.audit_watch import AuditKind
from workflows.auditing import AUDIT_QUEUE, AuditStart, AuditWorkflow

_AT: Final = timedelta(hours=19)
"""02:00 in Vietnam, counted from midnight in UTC as intervals are: the working calendar plays no part in it."""
_AGAIN_SECONDS: Final = 15.0
_CATCHES_UP: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often the store is audited: regularly, with everything beside the ledgers, and quickly in between."""

    regular: timedelta
    quick: timedelta

    def of(self, kind: AuditKind) -> timedelta:
        """How often an audit of that kind is started."""
        return self.quick if kind is AuditKind.QUICK else self.regular


async def keep_scheduled(client: Client, rhythm: Rhythm) -> None:
    """See to it that the schedules are there and as they are set; tried again until the server says so."""
    while True:
        try:
            for kind in (AuditKind.REGULAR, AuditKind.QUICK):
                await schedule(client, kind, rhythm)
        except RPCError as error:
            structlog.get_logger().warning("audit_not_scheduled", error=str(error))
            await asyncio.sleep(_AGAIN_SECONDS)
        else:
            return


async def schedule(client: Client, kind: AuditKind, rhythm: Rhythm) -> None:
    """Make the schedule of audits of that kind, and begin with one at once; or set it anew.

    Raises
    ------
    RPCError
        The server does not answer, or knows no schedules.
    """
    wanted = scheduled(kind, rhythm.of(kind))
    name = f"audit-{kind.value}"
    try:
        await client.create_schedule(name, wanted, trigger_immediately=True)
    except ScheduleAlreadyRunningError:

        async def again(known: ScheduleUpdateInput) -> ScheduleUpdate | None:
            if known.description.schedule.spec.intervals == wanted.spec.intervals:
                return None
            return ScheduleUpdate(wanted)

        await client.get_schedule_handle(name).update(again)


def scheduled(kind: AuditKind, every: timedelta) -> Schedule:
    """What the server is told: start one unless one is under way; what was missed is not made up for one by one."""
    return Schedule(
        ScheduleActionStartWorkflow(
            AuditWorkflow.run, AuditStart(kind), id=f"audit-{kind.value}", task_queue=AUDIT_QUEUE
        ),
        ScheduleSpec(intervals=[ScheduleIntervalSpec(every, _AT % every)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=max(every, _CATCHES_UP)),
    )
