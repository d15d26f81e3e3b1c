"""The floors: the same server and store with workflows that decide nothing."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from temporalio import workflow
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from activities.ledger import LedgerActivities
    from thac.domain.appending import AnswerRecord, Append
    from thac.domain.docket import GENESIS
    from thac.domain.events import Progressed, Recorded
    from thac.domain.ledger import encode
    from thac.domain.views import AssignmentView, DocketView

FLOOR_QUEUE = "floor"
_MOMENT = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BareStart:
    """A bare node: how many children it starts, and ballast as large as a docket's slice."""

    name: str
    children: int = 0
    ballast: str = ""


@workflow.defn
class BareWorkflow:
    """Starts its children and waits; an update appends one event, with nothing decided."""

    def __init__(self) -> None:
        self._seq = 0
        self._hash = GENESIS
        self._started = False
        self._writing = asyncio.Lock()

    @workflow.run
    async def run(self, start: BareStart) -> None:
        """Start the children, then wait for ever."""
        await asyncio.gather(
            *(
                workflow.start_child_workflow(
                    BareWorkflow.run,
                    BareStart(f"{start.name}/{number}", 0, start.ballast),
                    id=f"{start.name}/{number}",
                    parent_close_policy=ParentClosePolicy.ABANDON,
                )
                for number in range(start.children)
            )
        )
        self._started = True
        await workflow.wait_condition(lambda: False)

    @workflow.query
    def started(self) -> bool:
        """Whether every child has started."""
        return self._started

    @workflow.update
    async def write(self, key: str) -> int:
        """Append one event as a docket does: event, docket, assignment and answer in one transaction."""
        async with self._writing:
            request = _append(workflow.info().workflow_id, self._seq, self._hash, key)
            await workflow.execute_local_activity_method(
                LedgerActivities.flush, request, start_to_close_timeout=timedelta(seconds=30)
            )
            self._seq, self._hash = self._seq + 1, request.entries[0].hash
            return self._seq


def _append(docket: str, head: int, digest: str, key: str) -> Append:
    event = Progressed("1:00001-U1", 50)
    entry = encode(Recorded(docket, head + 1, _MOMENT, event, received_at=_MOMENT, key=key), digest)
    return Append(
        docket,
        head,
        digest,
        (entry,),
        DocketView(docket, "floor", docket, None, head + 1, entry.hash, 1, (), None),
        (_view(docket),),
        (AnswerRecord(key, "fingerprint", head + 1),),
        (key,),
    )


def _view(docket: str) -> AssignmentView:
    return AssignmentView(
        id=f"floor~{docket}~1~00001-U1",
        key="1:00001-U1",
        docket=docket,
        directive="floor",
        issuer=docket,
        task=1,
        copy="00001-U1",
        lead="00001-U1",
        coordinators=(),
        state="taken",
        round=1,
        open=True,
        assigned_at=_MOMENT,
        accepted_at=_MOMENT,
        person="an",
        taken_at=_MOMENT,
        percent=50,
        reported_at=_MOMENT,
        submitted_at=None,
        completed_at=None,
        first_due=_MOMENT,
        due=_MOMENT,
        due_soon_at=_MOMENT,
        deadlines=(),
    )
