"""The worker process: joins the workflows and activities to the store and keeps them running."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Interceptor, PollerBehaviorAutoscaling, Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.ledger import Ledger, LedgerActivities
from activities.plan import PlanActivities, Planner
from thac.directory.routing import propose
from thac.directory.working_calendar import CALENDAR_VERSION, days_off, working_saturdays
from thac.domain.agencies import AgencyId
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar
from thac.domain.defaults import Defaults
from thac.domain.directives import Directive, Task
from thac.domain.planning import Plan, PlanMaker, Routed, Terms
from thac.observability import configure_logging
from thac.settings import Settings
from thac.store import access, directives, services
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines, open_engines
from thac.store.writer import GroupCommit
from thac.temporal import connect_as_set, log_ids_as_fields
from thac.tending import keep_abreast
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE

_CACHED_DOCKETS = 6_000
_BEAT_SECONDS = 5.0
_PLAN_THREADS = 4
_FORGET_SECONDS = 3_600.0
_ANSWERS_KEPT = timedelta(days=30)
_HORIZON = timedelta(days=450)
_BEFORE_ISSUE = timedelta(days=60)

RUNNER = SandboxedWorkflowRunner(
    restrictions=SandboxRestrictions.default.with_passthrough_modules(
        "workflows", "activities", "thac.domain", "pydantic"
    )
)
"""The sandbox workflows run in. Our own modules are taken as they are loaded, not anew for each of thousands of
dockets; that they reach no clock and no chance is held by the import contracts and a test instead (docs/adr/0006)."""


class StoredPlanner:
    """Works out plans from the stored directive, the directory as it stands and the working calendar."""

    def __init__(self, engines: Engines, directory: DirectoryCache, defaults: Defaults) -> None:
        self._engines = engines
        self._directory = directory
        self._defaults = defaults

    def plan(self, directive: str, agency: AgencyId) -> Plan:
        """The plan of one docket of a stored directive."""
        with self._engines.read.connect() as connection:
            ordered = directives.load(connection, directive)
            launched_by = directives.launched_by(connection, directive)
            tree = self._directory.tree(connection)

        def route(task: Task, below: AgencyId) -> Routed:
            proposal = propose(task.text, task.field, below, tree)
            return Routed(proposal.lead, proposal.coordinators)

        terms = Terms(calendar_for(ordered), self._defaults, launched_by)
        return PlanMaker(ordered, tree, route, terms).plan(agency)


def calendar_for(directive: Directive) -> WorkCalendar:
    """The working calendar a directive's dockets start with: from before its issue to well after its last deadline."""
    days = [task.deadline.day for task in directive.tasks if task.deadline is not None]
    start = min([directive.issued_on, *days]) - _BEFORE_ISSUE
    end = max([directive.issued_on, *days]) + _HORIZON
    return WorkCalendar(CALENDAR_VERSION, OFFICE_HOURS, days_off(start, end), working_saturdays(start, end))


def make_worker(client: Client, ledger: Ledger, planner: Planner, interceptors: Sequence[Interceptor] = ()) -> Worker:
    """The worker of the cascade's queue.

    The pollers scale by themselves: with a fixed few, workflow tasks wait out the sticky queue's timeout under load.
    """
    return Worker(
        client,
        task_queue=CASCADE_QUEUE,
        interceptors=interceptors,
        workflows=[CascadeWorkflow],
        activities=[LedgerActivities(ledger).flush, PlanActivities(planner).plan],
        activity_executor=ThreadPoolExecutor(_PLAN_THREADS, thread_name_prefix="plan"),
        workflow_runner=RUNNER,
        max_cached_workflows=_CACHED_DOCKETS,
        max_concurrent_workflow_tasks=100,
        max_concurrent_local_activities=200,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(minimum=2, initial=5, maximum=20),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(minimum=1, initial=1, maximum=5),
        graceful_shutdown_timeout=timedelta(seconds=5),
    )


@asynccontextmanager
async def running_worker(
    settings: Settings,
    client: Client,
    interceptors: Sequence[Interceptor] = (),
    committed: Callable[[int], None] = lambda _entries: None,
) -> AsyncIterator[Worker]:
    """A worker with its store, until the last flush is written."""
    engines = open_engines(settings.store_address)
    ledger = GroupCommit(engines.write, DirectoryCache(), committed)
    planner = StoredPlanner(engines, DirectoryCache(), settings.defaults)
    try:
        async with make_worker(client, ledger, planner, interceptors) as worker:
            work = (_beat(engines, client), keep_abreast(client, engines), _forget_answers(engines))
            chores = [asyncio.create_task(one) for one in work]
            try:
                yield worker
            finally:
                for chore in chores:
                    chore.cancel()
    finally:
        ledger.close()
        engines.dispose()


async def _beat(engines: Engines, client: Client) -> None:
    """Tell the store that this worker is alive and reaches Temporal; the audit excuses lateness while none was."""
    log = structlog.get_logger()
    service = services.new_id("worker")
    while True:
        try:
            if await client.service_client.check_health(timeout=timedelta(seconds=_BEAT_SECONDS)):
                await asyncio.to_thread(services.beat, engines.write, service, "worker")
        except (SQLAlchemyError, RPCError) as error:
            log.warning("beat_missed", error=str(error))
        await asyncio.sleep(_BEAT_SECONDS)


async def _forget_answers(engines: Engines) -> None:
    """Forget, every hour, the answers that are older than anybody may ask for again."""
    while True:
        try:
            await asyncio.to_thread(_forget_old_answers, engines)
        except SQLAlchemyError as error:
            structlog.get_logger().warning("answers_not_forgotten", error=str(error))
        await asyncio.sleep(_FORGET_SECONDS)


def _forget_old_answers(engines: Engines) -> None:
    with engines.write.begin() as connection:
        access.forget_answers(connection, datetime.now(UTC) - _ANSWERS_KEPT)


async def run_worker(settings: Settings) -> None:
    """Run a worker until the process is told to stop."""
    configure_logging("worker", settings.log_level)
    log_ids_as_fields()
    client = await connect_as_set(settings)
    async with running_worker(settings, client):
        await asyncio.Event().wait()
