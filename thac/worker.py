"""The worker process: joins the workflows and activities to the store and keeps them running."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError
from temporalio.worker import Interceptor, PollerBehaviorAutoscaling, Worker

from activities.alarm import AlarmActivities, Alarms
from activities.audit import AuditActivities, Auditor
from activities.deliver import Composing, DeliverActivities, Sending
from activities.ledger import Ledger, LedgerActivities
from activities.plan import PlanActivities, Planner
from activities.sleeping import SleepActivities, Sleepers
from thac.auditing.beside import AuditorBeside
from thac.auditing.scheduling import Rhythm, keep_scheduled
from thac.auditing.watching import Watch
from thac.calendars import everywhere, holding, span
from thac.clock import REAL, Clock, installed_clock
from thac.delivery.composing import StoredComposing, addressing
from thac.delivery.draining import MailTerms, StoredSending
from thac.delivery.smtp import SmtpServer
from thac.directory.routing import routing
from thac.domain.agencies import AgencyId
from thac.domain.calendar import WorkCalendar
from thac.domain.courses import FIRST_OWN
from thac.domain.defaults import Defaults
from thac.domain.directives import Directive, check
from thac.domain.docket import docket_id
from thac.domain.planning import Plan, PlanMaker, Terms
from thac.domain.plans import Slice
from thac.domain.refusals import Refusal
from thac.metering import MeteredLedger, served
from thac.observability import Metrics, configure_logging
from thac.recalendaring import Recalendaring
from thac.sandbox import RUNNER
from thac.settings import Settings
from thac.store import access, directives, drafts, ladders, launches, ledger, own_plans, services
from thac.store.alarms import StoredAlarms, count_alarms
from thac.store.calendars import AlmanacCache
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines, open_engines
from thac.store.sleeping import StoredSleepers
from thac.store.writer import GroupCommit
from thac.temporal import connect_as_set, log_ids_as_fields
from thac.tending import Tending
from thac.threads import to_its_end
from workflows.auditing import AUDIT_QUEUE, AuditWorkflow
from workflows.cascade import CascadeWorkflow
from workflows.dispatch import DISPATCH_ID, DISPATCH_QUEUE, DispatchStart, DispatchWorkflow
from workflows.messages import CASCADE_QUEUE, Archive

_CACHED_DOCKETS = 6_000
_BEAT_SECONDS = 5.0
_THREADS = 4
_HUNG_SECONDS = 8
"""Below the 10 s after which the server gives a workflow task to somebody else."""
_FORGET_SECONDS = 3_600.0
_DISPATCH_SECONDS = 60.0
_ANSWERS_KEPT = timedelta(days=30)


class StoredPlanner:
    """Works out plans from the stored directive, the directory as it stands and the working calendar."""

    def __init__(self, engines: Engines, directory: DirectoryCache, defaults: Defaults) -> None:
        self._engines = engines
        self._directory = directory
        self._defaults = defaults
        self._almanac = AlmanacCache()

    def plan(self, directive: str, agency: AgencyId) -> Plan:
        """The plan of one docket of a stored directive.

        Raises
        ------
        ApplicationError
            It is the first docket, and what was launched cannot be given out any more; the directive says why.
        """
        with self._engines.read.connect() as connection:
            ordered = directives.load(connection, directive)
            refusals = self._refusals(connection, ordered, agency)
            maker = self._maker(connection, ordered)
        if refusals:
            with self._engines.write.begin() as writing:
                launches.set_failed(writing, directive, refusals)
            sentences = " ".join(one.english for one in refusals)
            raise ApplicationError(f"{directive}: {sentences}", type="plan_refused", non_retryable=True)
        return maker.plan(agency)

    def given(self, directive: str, agency: AgencyId, tasks: tuple[int, ...]) -> Slice:
        """The slice of an agency that is given just these tasks while the directive runs."""
        with self._engines.read.connect() as connection:
            return self._maker(connection, directives.load(connection, directive)).given(agency, tasks)

    def _refusals(self, connection: sa.Connection, ordered: Directive, agency: AgencyId) -> tuple[Refusal, ...]:
        """What forbids giving the directive out by the directory as it is now; nothing once its ledger has begun."""
        if agency != ordered.issuer or any(ledger.read(connection, docket_id(ordered.id, agency))):
            return ()
        return check(ordered, self._directory.tree(connection))

    def _maker(self, connection: sa.Connection, ordered: Directive) -> PlanMaker:
        tree = self._directory.tree(connection)
        almanac, days = self._almanac.almanac(connection), span(ordered)

        def calendar(agency: AgencyId) -> WorkCalendar:
            return holding(almanac, tree, agency, days)

        launched_by = directives.launched_by(connection, ordered.id)
        terms = Terms(calendar(ordered.issuer), self._defaults, launched_by, calendars=calendar)
        ladder = ladders.current(connection)
        terms = replace(terms, ladder=ladder if ladder.version >= FIRST_OWN else None)
        if ordered.parent is not None:
            up = own_plans.upward(connection, ordered)
            terms = replace(terms, above=up.above, limits=up.limits, carried=up.carried)
        return PlanMaker(ordered, tree, routing(tree), terms)


@dataclass(frozen=True, slots=True)
class Outside:
    """What the activities of a worker reach: one implementation for each of their ports."""

    ledger: Ledger
    planner: Planner
    sleepers: Sleepers
    alarms: Alarms

    @classmethod
    def of(cls, engines: Engines, ledger: Ledger, planner: Planner, clock: Clock = REAL) -> "Outside":
        """The store behind all of them, with a writer of the ledger and a planner of one's own."""
        return cls(ledger, planner, StoredSleepers(engines), StoredAlarms(engines, clock))


def make_worker(client: Client, outside: Outside, interceptors: Sequence[Interceptor] = ()) -> Worker:
    """The worker of the cascade's queue.

    The pollers scale by themselves: with a fixed few, workflow tasks wait out the sticky queue's timeout under load.
    """
    sleeping = SleepActivities(outside.sleepers)
    planning = PlanActivities(outside.planner)
    worker = Worker(
        client,
        task_queue=CASCADE_QUEUE,
        interceptors=interceptors,
        workflows=[CascadeWorkflow],
        activities=[
            LedgerActivities(outside.ledger).flush,
            planning.plan,
            planning.given,
            sleeping.lie_down,
            sleeping.wake,
            AlarmActivities(outside.alarms).raise_alarm,
        ],
        activity_executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="activity"),
        workflow_runner=RUNNER,
        max_cached_workflows=_CACHED_DOCKETS,
        max_concurrent_workflow_tasks=100,
        max_concurrent_local_activities=200,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(minimum=2, initial=5, maximum=20),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(minimum=1, initial=1, maximum=5),
        graceful_shutdown_timeout=timedelta(seconds=5),
    )
    # The SDK takes a workflow for hung that does not yield within 2 s by the clock, and offers no setting. A docket of
    # ten thousand rows computes that long, and on a busy machine far smaller ones do; each would begin anew, for ever.
    worker._workflow_worker._deadlock_timeout_seconds = _HUNG_SECONDS  # type: ignore[union-attr]  # noqa: SLF001
    return worker


def make_dispatcher(
    client: Client, composing: Composing, sending: Sending, interceptors: Sequence[Interceptor] = ()
) -> Worker:
    """The worker of the dispatch's queue: a few threads that wait for mail servers and receivers."""
    activities = DeliverActivities(composing, sending)
    return Worker(
        client,
        task_queue=DISPATCH_QUEUE,
        interceptors=interceptors,
        workflows=[DispatchWorkflow],
        activities=[activities.look, activities.drain],
        activity_executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="delivery"),
        workflow_runner=RUNNER,
        max_concurrent_activities=_THREADS,
        graceful_shutdown_timeout=timedelta(seconds=5),
    )


def stored_dispatch(settings: Settings, engines: Engines, metrics: Metrics) -> tuple[StoredComposing, StoredSending]:
    """Who composes from the store and who sends, as the installation is set.

    Raises
    ------
    SmtpAddressError
        The address of the mail server is none.
    """
    mail = None
    if settings.smtp_url is not None and settings.mail_from is not None:
        mail = MailTerms(SmtpServer.of(settings.smtp_url), settings.mail_from)
    addressee = addressing(engines, DirectoryCache(), settings.public_url)
    almanac = AlmanacCache()

    def calendar(moment: datetime) -> WorkCalendar:
        with engines.read.connect() as connection:
            return everywhere(almanac.almanac(connection), moment)

    def counted(channel: str, outcome: str, number: int) -> None:
        metrics.deliveries.labels(channel, outcome).inc(number)

    sending = StoredSending(engines, addressee, mail, private_webhooks=settings.webhook_private, counted=counted)
    return StoredComposing(engines, DirectoryCache(), calendar), sending


def make_audit_worker(client: Client, auditor: Auditor, interceptors: Sequence[Interceptor] = ()) -> Worker:
    """The worker of the audits' queue: one step at a time, apart from everything that dockets wait for."""
    activities = AuditActivities(auditor)
    return Worker(
        client,
        task_queue=AUDIT_QUEUE,
        interceptors=interceptors,
        workflows=[AuditWorkflow],
        activities=[activities.begin_audit, activities.go_on],
        activity_executor=ThreadPoolExecutor(1, thread_name_prefix="audit"),
        workflow_runner=RUNNER,
        max_cached_workflows=2,
        max_concurrent_activities=1,
        max_concurrent_workflow_tasks=2,
        max_concurrent_workflow_task_polls=2,
        max_concurrent_activity_task_polls=1,
        graceful_shutdown_timeout=timedelta(seconds=1),
    )


@asynccontextmanager
async def running_worker(
    settings: Settings,
    client: Client,
    interceptors: Sequence[Interceptor] = (),
    committed: Callable[[int], None] | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[Worker]:
    """A worker with its store, until the last flush is written; ``committed`` hears of each as the writer says.

    ``clock`` is for a process whose clock is wrong; without it the installation's holds.
    """
    clock = clock or installed_clock(settings)
    engines = open_engines(settings.store_address)
    metrics = Metrics.create()
    metrics.dockets_halted.set_function(lambda: count_alarms(engines))
    ledger = GroupCommit(engines.write, DirectoryCache(), committed or metrics.flush_batch_size.observe, clock)
    planner = StoredPlanner(engines, DirectoryCache(), settings.defaults)
    auditor = AuditorBeside(settings.store_address, settings.audit_whole_every)
    watch = Watch(engines, settings.audit_every, clock.now, metrics)
    rhythm = Rhythm(settings.audit_every, settings.audit_quick_every)
    try:
        outside = Outside.of(engines, MeteredLedger(ledger, metrics), planner, clock)
        archive = Archive(settings.archive_after, settings.archive_quiet)
        tending = Tending(client, engines, settings.rest_after_events, archive, clock)
        with engines.read.connect() as connection:
            last_seen = services.last_seen(connection, "worker")
        recalendaring = Recalendaring(client, engines, settings.rest_after_events, archive, clock)
        with served(metrics, settings.worker_metrics_port):
            await recalendaring.tell_beforehand()
            dispatcher = make_dispatcher(client, *stored_dispatch(settings, engines, metrics), interceptors)
            audits = make_audit_worker(client, auditor)
            async with dispatcher, audits, make_worker(client, outside, interceptors) as worker:
                work = [
                    _beat(engines, client, clock),
                    tending.keep_abreast(last_seen),
                    tending.keep_waking(),
                    recalendaring.keep_telling(),
                    _forget_answers(engines, clock),
                    _keep_dispatching(client, clock),
                ]
                if clock.scaled is None:  # a drill audits at its end, by its own time
                    work += [keep_scheduled(client, rhythm), watch.keep()]
                chores = [asyncio.create_task(one) for one in work]
                try:
                    yield worker
                finally:
                    for chore in chores:
                        chore.cancel()
                    await asyncio.gather(*chores, return_exceptions=True)
    finally:
        auditor.close()
        ledger.close()
        engines.dispose()


async def _beat(engines: Engines, client: Client, clock: Clock) -> None:
    """Tell the store that this worker is alive and reaches Temporal; the audit excuses lateness while none was."""
    log = structlog.get_logger()
    service = services.new_id("worker")
    while True:
        try:
            if await client.service_client.check_health(timeout=timedelta(seconds=_BEAT_SECONDS)):
                await to_its_end(lambda: services.beat(engines.write, service, "worker", clock))
        except (SQLAlchemyError, RPCError) as error:
            log.warning("beat_missed", error=str(error))
        await asyncio.sleep(_BEAT_SECONDS)


async def _keep_dispatching(client: Client, clock: Clock) -> None:
    """Have the one dispatch run, whoever ended it; looked after every minute.

    A worker that starts replaces the one that runs, which holds nothing that the store does not know. So no history of
    an older program has to be replayed, and nothing waits until a worker that was killed is found to be dead.
    """
    policy = WorkflowIDConflictPolicy.TERMINATE_EXISTING
    while True:
        try:
            await client.start_workflow(
                DispatchWorkflow.run,
                DispatchStart(scale=clock.scaled),
                id=DISPATCH_ID,
                task_queue=DISPATCH_QUEUE,
                id_conflict_policy=policy,
            )
            policy = WorkflowIDConflictPolicy.USE_EXISTING
        except RPCError as error:
            structlog.get_logger().warning("dispatch_not_started", error=str(error))
        await asyncio.sleep(_DISPATCH_SECONDS)


async def _forget_answers(engines: Engines, clock: Clock) -> None:
    """Forget, every hour, the answers that are older than anybody may ask for again."""
    while True:
        try:
            await to_its_end(lambda: _forget_old_answers(engines, clock))
        except SQLAlchemyError as error:
            structlog.get_logger().warning("answers_not_forgotten", error=str(error))
        await asyncio.sleep(_FORGET_SECONDS)


def _forget_old_answers(engines: Engines, clock: Clock) -> None:
    before = clock.now() - clock.stretched(_ANSWERS_KEPT)
    with engines.write.begin() as connection:
        access.forget_answers(connection, before)
        drafts.forget_requests(connection, before)


async def run_worker(settings: Settings) -> None:
    """Run a worker until the process is told to stop."""
    configure_logging("worker", settings.log_level)
    log_ids_as_fields()
    client = await connect_as_set(settings)
    async with running_worker(settings, client):
        await asyncio.Event().wait()
