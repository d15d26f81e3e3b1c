"""The docket of one agency on one directive, as a workflow.

It waits until a command, a report or a moment comes; lets :mod:`thac.domain.turns` decide; appends the events to the
ledger; answers. The store is the truth: where it holds more than the docket knows, the docket folds that in and decides
again what is still missing.
"""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from activities.ledger import Flushed, LedgerActivities
    from activities.plan import PlanActivities, PlanRequest
    from thac.domain import ledger, turns
    from thac.domain.appending import AnswerRecord, Append
    from thac.domain.commands import ChildReport, CloseOrder, Hearing, Parcel
    from thac.domain.docket import Docket, docket_id
    from thac.domain.plans import Slice
    from thac.domain.refusals import Code, refuse
    from thac.domain.snapshots import pack, unpack
    from thac.domain.turns import Done, Turn
    from thac.domain.views import assignment_views, docket_view
    from workflows.messages import (
        Answer,
        BatchAnswer,
        CascadeStart,
        CommandBatch,
        Order,
        Report,
        Standing,
        answer,
        unseal,
    )

_FOREVER = RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_interval=timedelta(seconds=5))
_FLUSH = timedelta(seconds=30)
_LOCAL_RETRIES = timedelta(seconds=20)
_BETWEEN_REPORTS = timedelta(seconds=3)
_FIRST_REPORT = timedelta(seconds=5)
_WHILE_STOPPED = timedelta(seconds=30)
_BETWEEN_PAGES = 0.01
_MOST_UPDATES = 1_000
_MOST_SIGNALS = 5_000

_Request = tuple[str, str]
"""A request's key and the fingerprint of its body: two requests may bring the same key with another body."""


class _Waiting:
    """A batch whose update handler waits for its answers."""

    def __init__(self, batch: CommandBatch) -> None:
        self.parcels = [unseal(parcel) for parcel in batch.parcels]
        self.answers: tuple[Answer, ...] | None = None


@workflow.defn(name="Cascade")
class CascadeWorkflow:
    """One docket from its opening to its closing, over as many runs as that takes."""

    @workflow.init
    def __init__(self, start: CascadeStart) -> None:
        self._start = start
        self._docket = (
            Docket(docket_id(start.directive, start.agency)) if start.packed is None else unpack(start.packed)
        )
        self._waiting: list[_Waiting] = []
        self._hearings: list[Hearing] = []
        self._stopped: str | None = None
        self._told: ChildReport | None = None
        self._report_at: datetime | None = None
        self._refused = False
        self._looks = False
        self._ordered: dict[str, bool] = {}
        self._unheard: list[Hearing] = [*start.reports, *start.orders]
        self._look_at: datetime | None = None
        self._updates = 0
        self._signals = 0
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at: datetime | None = None
        self._rung = False

    @workflow.run
    async def run(self, start: CascadeStart) -> None:
        """Keep the docket until it is closed and the one above has been told."""
        if start.packed is None:
            await self._open(start)
        else:
            await self._compare()
        await self._tell()
        while not await self._finished():
            if self._rests():
                await self._continue_as_new()
            await self._wait()
            await self._turn()

    @workflow.update
    async def command(self, batch: CommandBatch) -> BatchAnswer:
        """Carry out a batch of commands; the answer comes when its events are in the ledger."""
        waiting = _Waiting(batch)
        self._updates += 1
        self._waiting.append(waiting)
        await workflow.wait_condition(lambda: waiting.answers is not None)
        return BatchAnswer(waiting.answers or ())

    @command.validator
    def _check_batch(self, batch: CommandBatch) -> None:
        # A fault raised here leaves no trace in history; in the handler it would fail the workflow task for ever.
        try:
            for parcel in batch.parcels:
                unseal(parcel)
        except (KeyError, ValueError) as error:
            raise ApplicationError(f"not a command: {error}", type="bad_command", non_retryable=True) from error

    @workflow.signal
    def report(self, message: Report) -> None:
        """Hear how a docket below stands."""
        self._signals += 1
        self._hearings.append(message.report)

    @workflow.signal
    def order(self, message: Order) -> None:
        """Hear the word from above."""
        self._signals += 1
        self._hearings.append(message.order)

    @workflow.signal
    def look(self) -> None:
        """Hold the head against the store's: somebody saw that the ledger is ahead."""
        self._looks = True

    @workflow.query
    def head(self) -> int:
        """The number of the last event the docket knows."""
        return self._docket.head

    @workflow.query
    def standing(self) -> Standing:
        """The docket as it stands now."""
        return Standing(pack(self._docket), self._stopped)

    async def _open(self, start: CascadeStart) -> None:
        children: tuple[CascadeStart, ...] = ()
        own = start.plan
        if own is None:
            plan = await workflow.execute_local_activity_method(
                PlanActivities.plan,
                PlanRequest(start.directive, start.agency),
                start_to_close_timeout=_FLUSH,
                retry_policy=_FOREVER,
                local_retry_threshold=_LOCAL_RETRIES,
            )
            own = plan.own
            children = (
                *(
                    CascadeStart(start.directive, child.agency, child, rest_after=start.rest_after)
                    for child in plan.children
                ),
                *(CascadeStart(start.directive, asker, rest_after=start.rest_after) for asker in plan.askers),
            )
        await self._append_opening(own)
        # Every start is awaited before anything else: a start that was asked for and not awaited can be lost when the
        # run ends, and an order to close must not overtake it.
        keepers = () if self._docket.plan is None else self._docket.plan.keepers
        await asyncio.gather(*(self._start_child(child) for child in children if child.agency in keepers))
        if own.parent is not None and self._docket.closed_at is None:
            self._report_at = workflow.now() + _FIRST_REPORT + _spread(own.agency)

    async def _append_opening(self, plan: Slice) -> None:
        turn = turns.begin(self._docket, workflow.now())
        turns.open_docket(turn, plan)
        turns.settle(turn, (), ())
        flushed = await self._flush(turn, ())
        if flushed.appended:
            self._docket = turn.docket
        else:
            await self._hold(flushed)

    async def _start_child(self, child: CascadeStart) -> None:
        try:
            await workflow.start_child_workflow(
                CascadeWorkflow.run,
                child,
                id=docket_id(child.directive, child.agency),
                parent_close_policy=ParentClosePolicy.ABANDON,
            )
        except WorkflowAlreadyStartedError:
            workflow.logger.info("docket of %s adopted", child.agency)

    async def _compare(self) -> None:
        """Hold the heads against each other; what the store holds beyond the docket's is folded in."""
        turn = turns.begin(self._docket, workflow.now())
        await self._hold(await self._flush(turn, ()))

    async def _wait(self) -> None:
        self._set_alarm()
        await workflow.wait_condition(lambda: self._busy() or self._rung or self._looks)

    def _set_alarm(self) -> None:
        """One timer, for the earliest of everything; it is left alone while that moment stays the same."""
        wanted = self._next_alarm()
        if wanted == self._alarm_at and not self._rung:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._rung = False
        self._alarm_at = wanted
        self._alarm = None if wanted is None else asyncio.create_task(self._ring(wanted))

    def _next_alarm(self) -> datetime | None:
        if self._stopped is not None:
            return self._look_at
        first = self._docket.agenda.first()
        moments = [moment for moment in (first and first[0], self._report_at) if moment is not None]
        return min(moments, default=None)

    async def _ring(self, moment: datetime) -> None:
        left = moment - workflow.now()
        if left > timedelta():
            await asyncio.sleep(left.total_seconds())
        self._rung = True

    async def _turn(self) -> None:
        waiting, self._waiting = self._waiting, []
        hearings, self._hearings, self._unheard = [*self._unheard, *self._hearings], [], []
        if self._stopped is not None or self._looks:
            self._looks = False
            await self._compare()
        answers: dict[_Request, Answer] = {}
        pending = [parcel for batch in waiting for parcel in batch.parcels]
        while self._stopped is None:
            turn = turns.begin(self._docket, workflow.now())
            turns.settle(turn, pending, hearings)
            # Refusals too are held against the store: what it holds beyond the docket may make them wrong.
            flushed = await self._flush(turn, pending) if turn.entries or pending else Flushed(appended=True)
            if flushed.appended:
                self._docket = turn.docket
                answers.update({_request(parcel): answer(parcel.key, turn.answer_to(parcel)) for parcel in pending})
                break
            await self._hold(flushed)
            pending = self._settle_held(pending, flushed.answers, answers)
        for batch in waiting:
            batch.answers = tuple(answers.get(_request(parcel), _stopped_answer(parcel)) for parcel in batch.parcels)
        if self._stopped is not None:
            self._unheard = hearings
            return
        told_to_close = any(isinstance(one, CloseOrder) for one in hearings)
        if told_to_close and self._docket.closed_at is None and self._docket.closing is None:
            self._refused = True
        await self._tell()

    def _settle_held(
        self, pending: list[Parcel], held: tuple[AnswerRecord, ...], answers: dict[_Request, Answer]
    ) -> list[Parcel]:
        """Answer the requests that the store already holds; the others are decided again."""
        known = {record.key: record for record in held}
        for parcel in pending:
            if record := known.get(parcel.key):
                same = record.fingerprint == parcel.fingerprint
                outcome = Done(record.seq) if same else refuse(Code.KEY_REUSED)
                answers[_request(parcel)] = answer(parcel.key, outcome)
        return [parcel for parcel in pending if parcel.key not in known]

    async def _hold(self, flushed: Flushed) -> None:
        """Fold in what the store holds, page after page, until the docket knows all of it."""
        while flushed.entries:
            docket = self._docket.copy()
            try:
                ledger.fold(docket, flushed.entries)
            except ledger.BrokenChainError as error:
                self._stop(str(error))
                return
            self._docket = docket
            # Each page ends its workflow task: several together would be larger than the server takes in one answer.
            await asyncio.sleep(_BETWEEN_PAGES)
            flushed = await self._flush(turns.begin(docket, workflow.now()), ())
        self._stop(flushed.stopped)

    def _stop(self, reason: str | None) -> None:
        """Stop for that reason, to look again a little later; or, without one, go on."""
        self._stopped = reason
        if reason is not None:
            workflow.logger.error("docket stopped: %s", reason)
            self._look_at = workflow.now() + _WHILE_STOPPED

    async def _flush(self, turn: Turn, pending: tuple[Parcel, ...] | list[Parcel]) -> Flushed:
        # A local activity: its effect may precede any durable record of the command that caused it. Only the rule of
        # the expected head makes that safe (docs/adr/0002).
        docket = turn.docket
        return await workflow.execute_local_activity_method(
            LedgerActivities.flush,
            Append(
                docket=docket.id,
                head=self._docket.head,
                hash=self._docket.hash,
                entries=tuple(turn.entries),
                view=docket_view(docket) if turn.entries else None,
                rows=tuple(assignment_views(docket, turn.changed)),
                answers=tuple(
                    AnswerRecord(key, turn.fingerprints[key], outcome.seq)
                    for key, outcome in turn.answers.items()
                    if isinstance(outcome, Done)
                ),
                keys=tuple(parcel.key for parcel in pending),
            ),
            start_to_close_timeout=_FLUSH,
            retry_policy=_FOREVER,
            local_retry_threshold=_LOCAL_RETRIES,
        )

    async def _tell(self) -> None:
        """Tell the docket above how this one stands, and those below what was decided about them."""
        docket = self._docket
        if docket.plan is None:
            return
        for agency, over_open in sorted(docket.close_ordered.items()):
            if agency not in docket.children_closed and self._ordered.get(agency) is not over_open:
                self._ordered[agency] = over_open
                await self._signal(agency, "order", Order(CloseOrder(over_open)))
        self._ordered = {agency: sent for agency, sent in self._ordered.items() if agency in docket.close_ordered}
        if docket.slice.parent is None:
            return
        now = workflow.now()
        if docket.closed_at is not None or self._refused:
            self._report_at = now
        elif self._report_at is None and not self._same_as_told(now):
            self._report_at = now + _BETWEEN_REPORTS
        if self._report_at is not None and self._report_at <= now:
            await self._report(docket.slice.parent, now)

    async def _report(self, parent: str, now: datetime) -> None:
        docket = self._docket
        closed = docket.closed_at is not None
        refused = self._refused and not closed
        report = ChildReport(
            docket.slice.agency, docket.head, docket.open_by_task(), docket.late(now), closed=closed, refused=refused
        )
        self._report_at, self._told, self._refused = None, report, False
        await self._signal(parent, "report", Report(report))

    def _same_as_told(self, now: datetime) -> bool:
        """Whether the docket above knows already how many assignments are open and how many are late."""
        told, docket = self._told, self._docket
        return told is not None and (told.open_by_task, told.late) == (docket.open_by_task(), docket.late(now))

    async def _signal(self, agency: str, name: str, message: Report | Order) -> None:
        handle = workflow.get_external_workflow_handle(docket_id(self._start.directive, agency))
        try:
            await handle.signal(name, message)
        except ApplicationError:
            workflow.logger.warning("docket of %s is not there to hear %s", agency, name)

    async def _finished(self) -> bool:
        if self._docket.closed_at is None or self._stopped is not None or self._busy():
            return False
        await workflow.wait_condition(lambda: workflow.all_handlers_finished() or bool(self._waiting))
        return not self._waiting

    def _rests(self) -> bool:
        after = self._start.rest_after
        length = workflow.info().get_current_history_length()
        return not self._busy() and (
            workflow.info().is_continue_as_new_suggested()
            or self._updates >= _MOST_UPDATES
            or self._signals >= _MOST_SIGNALS
            or (after is not None and length >= after)
        )

    def _busy(self) -> bool:
        return bool(self._waiting or self._hearings)

    async def _continue_as_new(self) -> None:
        await workflow.wait_condition(lambda: workflow.all_handlers_finished() or self._busy())
        if not self._busy():
            start = self._start
            workflow.continue_as_new(
                CascadeStart(
                    start.directive,
                    start.agency,
                    packed=pack(self._docket),
                    reports=tuple(one for one in self._unheard if isinstance(one, ChildReport)),
                    orders=tuple(one for one in self._unheard if isinstance(one, CloseOrder)),
                    rest_after=start.rest_after,
                )
            )


def _request(parcel: Parcel) -> _Request:
    return parcel.key, parcel.fingerprint


def _stopped_answer(parcel: Parcel) -> Answer:
    return Answer(parcel.key, refusal=refuse(Code.DOCKET_STOPPED))


def _spread(agency: str) -> timedelta:
    """A small delay that differs between agencies, so that the dockets of a province do not all report at once."""
    return timedelta(milliseconds=100 * (sum(map(ord, agency)) % 50))
