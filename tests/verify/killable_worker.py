"""A worker that kills itself once, with -9, at a named point: ``python -m tests.verify.killable_worker``.

The point stands in the file ``kill-at`` of the data folder, as ``NAME COUNT``: at the COUNT-th time it comes by NAME.
The file is removed before the kill, so that the worker that is started next lives.
"""

import asyncio
import os
import signal
import threading
from pathlib import Path
from typing import Any, NoReturn

import sqlalchemy as sa
from temporalio.worker import (
    ActivityInboundInterceptor,
    ContinueAsNewInput,
    ExecuteActivityInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from thac.clock import Clock
from thac.observability import configure_logging
from thac.settings import Settings
from thac.temporal import connect_as_set
from thac.worker import running_worker

MID_COMMIT = "mid_commit"
"""The store was told to commit and nobody waits for its answer; one in a file was not told yet."""
AFTER_COMMIT = "after_commit"
"""The store has committed; nobody has been answered."""
AFTER_FLUSH = "after_flush"
"""The flush has answered its workflow; the server knows nothing of it yet, and no timer is set."""
CONTINUE_AS_NEW = "continue_as_new"
"""A docket is about to continue as new."""


class Point:
    """Counts how often the worker came by the named point, and ends it there."""

    def __init__(self, file: Path) -> None:
        self._file = file
        name, count = file.read_text().split() if file.exists() else ("", "0")
        self._name = name
        self._left = int(count)

    def pass_by(self, name: str) -> None:
        """Note that the worker is here; at the last count this is where it dies."""
        if self.comes(name):
            self.end()

    def comes(self, name: str) -> bool:
        """Note that the worker is here; whether this is where it dies."""
        if name != self._name:
            return False
        self._left -= 1
        return self._left == 0

    def end(self) -> NoReturn:
        """Die, as by ``kill -9``; whoever is started next lives."""
        self._file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
        raise SystemExit  # never reached: the signal cannot be caught


POINT: list[Point] = []
"""The point of this process; a list, because the interceptors of workflows are made by class."""


class _Activity(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        result = await super().execute_activity(input)
        POINT[0].pass_by(AFTER_FLUSH)
        return result


class _Outbound(WorkflowOutboundInterceptor):
    def continue_as_new(self, input: ContinueAsNewInput) -> NoReturn:  # noqa: A002 - the SDK's name
        POINT[0].pass_by(CONTINUE_AS_NEW)
        super().continue_as_new(input)


class _Inbound(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Outbound(outbound))


class _Interceptor(Interceptor):
    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        return _Activity(next)

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:  # noqa: A002
        return _Inbound


def _committing(connection: sa.Connection) -> None:
    """PostgreSQL is sent the word to commit before this process is gone; it will find nobody to tell."""
    if threading.current_thread().name != "ledger-writer" or not POINT[0].comes(MID_COMMIT):
        return
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.dbapi_connection
        driver.pgconn.send_query(b"COMMIT")
        while driver.pgconn.flush():
            pass
    POINT[0].end()


async def run_killable(settings: Settings, clock: Clock | None = None) -> None:
    """Run a worker that dies at the point named in the data folder; ``clock`` is one that is wrong."""
    configure_logging("worker", settings.log_level)
    POINT.append(Point(settings.home / "kill-at"))

    def committed(entries: int) -> None:
        if entries:
            POINT[0].pass_by(AFTER_COMMIT)

    sa.event.listen(sa.Engine, "commit", _committing)
    client = await connect_as_set(settings)
    async with running_worker(settings, client, [_Interceptor()], committed, clock):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run_killable(Settings()))
