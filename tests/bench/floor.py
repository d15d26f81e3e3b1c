"""The floors: what the same server does with workflows that carry nothing, and with updates that only write a row."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    import sqlalchemy as sa


FLOOR_QUEUE = "floor"


@dataclass(frozen=True, slots=True)
class BareStart:
    """A bare node: how many children, under which prefix, and ballast as large as a docket's slice."""

    name: str
    children: int = 0
    ballast: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line to write."""

    docket: str
    seq: int
    body: str


@workflow.defn
class BareWorkflow:
    """Starts its children and waits; takes updates that write one line each."""

    def __init__(self) -> None:
        self._seq = 0
        self._started = False

    @workflow.run
    async def run(self, start: BareStart) -> None:
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
    async def write(self, line: Line) -> int:
        """Write one line by a local activity, as a docket flushes."""
        self._seq += 1
        return await workflow.execute_local_activity_method(
            LineWriter.write,
            Line(line.docket, self._seq, line.body),
            start_to_close_timeout=timedelta(seconds=30),
        )


class LineWriter:
    """Writes lines into a table like the ledger's, each in a transaction that syncs."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._insert = sa.text("INSERT INTO lines VALUES (:docket, :seq, :body)")
        with engine.begin() as connection:
            connection.execute(
                sa.text("CREATE TABLE lines (docket TEXT, seq INTEGER, body TEXT, PRIMARY KEY (docket, seq))")
            )

    @activity.defn
    def write(self, line: Line) -> int:
        """Insert one line."""
        with self._engine.begin() as connection:
            connection.execute(self._insert, {"docket": line.docket, "seq": line.seq, "body": line.body})
        return line.seq
