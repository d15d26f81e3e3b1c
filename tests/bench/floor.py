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
    from thac.domain.ledger import Entry, encode
    from thac.domain.views import AssignmentView, DocketView

FLOOR_QUEUE = "floor"
_MOMENT = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BareStart:
    """A bare node: how many children it starts, and ballast as large as a docket's slice.

    A child that has a ``due`` sleeps until then on one timer and appends ``rows`` events in one local activity.
    """

    name: str
    children: int = 0
    ballast: str = ""
    due: datetime | None = None
    rows: int = 1


@workflow.defn
class BareWorkflow:
    """Starts its children, or waits for its moment; an update appends one event, with nothing decided."""

    def __init__(self) -> None:
        self._seq = 0
        self._hash = GENESIS
        self._started = False
        self._writing = asyncio.Lock()

    @workflow.run
    async def run(self, start: BareStart) -> None:
        """Start the children, or append when the moment has come; then wait for ever."""
        await asyncio.gather(
            *(
                workflow.start_child_workflow(
                    BareWorkflow.run,
                    BareStart(f"{start.name}/{number}", 0, start.ballast, start.due, start.rows),
                    id=f"{start.name}/{number}",
                    parent_close_policy=ParentClosePolicy.ABANDON,
                )
                for number in range(start.children)
            )
        )
        self._started = True
        if start.due is not None and not start.children:
            await asyncio.sleep((start.due - workflow.now()).total_seconds())
            await self._append(start.rows)
        await workflow.wait_condition(lambda: False)

    @workflow.query
    def started(self) -> bool:
        """Whether every child has started."""
        return self._started

    @workflow.update
    async def write(self, key: str) -> int:
        """Append one event as a docket does: event, docket, assignment and answer in one transaction."""
        async with self._writing:
            await self._append(1, key)
            return self._seq

    async def _append(self, rows: int, *keys: str) -> None:
        request = _request(workflow.info().workflow_id, self._seq, self._hash, rows, keys)
        await workflow.execute_local_activity_method(
            LedgerActivities.flush, request, start_to_close_timeout=timedelta(seconds=30)
        )
        self._seq, self._hash = self._seq + rows, request.entries[-1].hash


def _request(docket: str, head: int, digest: str, rows: int, keys: tuple[str, ...]) -> Append:
    entries: list[Entry] = []
    for number in range(1, rows + 1):
        event = Progressed(f"{number}:00001-U1", 50)
        recorded = Recorded(docket, head + number, _MOMENT, event, received_at=_MOMENT, key=keys[0] if keys else None)
        entries.append(encode(recorded, entries[-1].hash if entries else digest))
    return Append(
        docket,
        head,
        digest,
        tuple(entries),
        DocketView(docket, "floor", docket, None, head + rows, entries[-1].hash, 1, (), None),
        tuple(_view(docket, number) for number in range(1, rows + 1)),
        tuple(AnswerRecord(key, "fingerprint", head + rows) for key in keys),
        keys,
    )


def _view(docket: str, number: int) -> AssignmentView:
    return AssignmentView(
        id=f"floor~{docket}~{number}~00001-U1",
        key=f"{number}:00001-U1",
        docket=docket,
        directive="floor",
        issuer=docket,
        task=number,
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
