"""A worker that kills itself once, with -9, at a named point: ``python -m tests.verify.killable_worker``.

The point stands in the file ``kill-at`` of the data folder, as ``NAME COUNT``: at the COUNT-th time it comes by NAME.
The file is removed before the kill, so that the worker that is started next lives.
"""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any, NoReturn

from temporalio.worker import (
    ActivityInboundInterceptor,
    ContinueAsNewInput,
    ExecuteActivityInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from thac.observability import configure_logging
from thac.settings import Settings
from thac.temporal import connect_as_set
from thac.worker import running_worker

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
        if name != self._name:
            return
        self._left -= 1
        if self._left == 0:
            self._die()

    def _die(self) -> NoReturn:
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


async def _run() -> None:
    settings = Settings()
    configure_logging("worker", settings.log_level)
    POINT.append(Point(settings.home / "kill-at"))

    def committed(entries: int) -> None:
        if entries:
            POINT[0].pass_by(AFTER_COMMIT)

    client = await connect_as_set(settings)
    async with running_worker(settings, client, [_Interceptor()], committed):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run())
