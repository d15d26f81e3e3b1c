"""A worker of audits that kills itself, with -9, after so many pages: ``python -m tests.smoke.killable_audit``.

The arguments are the server's address, the store's, and the number of pages.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from activities.audit import AuditOrder, AuditProgress
from thac.auditing.beside import AuditorHere
from thac.store.audits import Budget, StoredAuditor
from thac.store.engine import open_engines
from thac.temporal import connect
from thac.worker import make_audit_worker


class Mortal:
    """An auditor that dies after its last page is written and before anybody hears of it."""

    def __init__(self, auditor: AuditorHere, pages: int) -> None:
        self._auditor = auditor
        self._left = pages

    def begin(self, order: AuditOrder) -> AuditProgress:
        return self._auditor.begin(order)

    def step(self, audit: str, alive: Callable[[], None]) -> AuditProgress:
        progress = self._auditor.step(audit, alive)
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return progress


async def _run(server: str, store: str, pages: int) -> None:
    auditor = StoredAuditor(
        open_engines(store), lambda: datetime.now(UTC), timedelta(days=7), budget=Budget(dockets=1, events=1)
    )
    client = await connect(server, "default")
    async with make_audit_worker(client, Mortal(AuditorHere(auditor), pages)):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], sys.argv[2], int(sys.argv[3])))
