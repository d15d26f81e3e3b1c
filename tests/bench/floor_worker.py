"""The worker of the floors, in a process of its own: ``python -m tests.bench.floor_worker ADDRESS STORE_URL``."""

import asyncio
import sys
from datetime import timedelta

from temporalio.worker import PollerBehaviorAutoscaling, Worker

from activities.ledger import LedgerActivities
from tests.bench.floor import FLOOR_QUEUE, BareWorkflow
from thac.sandbox import RUNNER
from thac.store.directory import DirectoryCache
from thac.store.engine import open_engines
from thac.store.writer import GroupCommit
from thac.temporal import connect


async def _run(address: str, store_url: str) -> None:
    ledger = GroupCommit(open_engines(store_url).write, DirectoryCache())
    worker = Worker(
        await connect(address),
        task_queue=FLOOR_QUEUE,
        workflows=[BareWorkflow],
        activities=[LedgerActivities(ledger).flush],
        workflow_runner=RUNNER,
        max_cached_workflows=6_000,
        max_concurrent_workflow_tasks=100,
        max_concurrent_local_activities=200,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(minimum=2, initial=5, maximum=20),
        graceful_shutdown_timeout=timedelta(seconds=1),
    )
    await worker.run()


if __name__ == "__main__":
    asyncio.run(_run(*sys.argv[1:]))
