"""How months pass on the time-skipping server: a week at a time."""

from datetime import datetime, timedelta
from typing import Final

from temporalio.testing import WorkflowEnvironment

_WEEK: Final = timedelta(days=7)


async def reach(server: WorkflowEnvironment, at: datetime) -> None:
    """Let time pass until that moment.

    On a slow machine one call over months would outlast what the server bears: it ends a connection on which the client
    asks too often, during one call, whether it is still there.
    """
    while (left := at - await server.get_current_time()) > timedelta():
        await server.sleep(min(left, _WEEK))


async def let_pass(server: WorkflowEnvironment, length: timedelta) -> None:
    """Let so much time pass."""
    await reach(server, await server.get_current_time() + length)
