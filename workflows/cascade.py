"""The docket of one agency on one directive, as a workflow.

It waits until a command, a report or a moment comes; lets :mod:`thac.domain.turns` decide; has its book append the
events to the ledger; answers; tells its kin. When nothing will happen for long it sleeps: its workflow ends, and the
next who needs it starts another from the ledger.
"""

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from thac.domain import turns
    from thac.domain.appending import AnswerRecord
    from thac.domain.commands import Parcel
    from thac.domain.docket import Docket, docket_id
    from thac.domain.hearings import CalendarNotice, ChildReport, CloseOrder, Hearing, Instruction
    from thac.domain.plans import Slice
    from thac.domain.refusals import Code, refuse
    from thac.domain.sleep import Sleep, Waking
    from thac.domain.snapshots import pack, unpack
    from thac.domain.turns import Done, Left, Turn
    from workflows import outside
    from workflows.book import Book
    from workflows.clock import WorkflowClock
    from workflows.kin import Kin
    from workflows.messages import (
        CASCADE,
        Answer,
        Ask,
        BatchAnswer,
        CascadeStart,
        CommandBatch,
        Instructions,
        Order,
        Recalendar,
        Report,
        Standing,
        answer,
        first,
        unseal,
    )

CATCHES_UP_IN_SLICES: Final = "catches-up-in-slices"
WAKES_FROM_ITS_LEDGER: Final = "wakes-from-its-ledger"
HEARS_WHAT_WAS_LEFT: Final = "hears-what-was-left"
"""Changes of the workflow's code; each is asked for only where it makes a difference (docs/adr/0016)."""
_STEADY: Final = 2
"""The edition since which no command depends on when a flush was heard."""
_RECORDED: Final = 3
"""The edition since which none depends either on when a turn began whose flush outlasted a task."""
_MOST_UPDATES: Final = 1_000
_MOST_SIGNALS: Final = 5_000
_PAGES_AT_WAKING: Final = 1_000_000

_Request = tuple[str, str]
"""A request's key and the fingerprint of its body: two requests may bring the same key with another body."""


class _Waiting:
    """A batch whose update handler waits for its answers."""

    def __init__(self, batch: CommandBatch) -> None:
        self.parcels = [unseal(parcel) for parcel in batch.parcels]
        self.answers: tuple[Answer, ...] | None = None


@workflow.defn(name=CASCADE)
class CascadeWorkflow:
    """One docket from its opening to its closing, over as many runs and sleeps as that takes."""

    @workflow.init
    def __init__(self, start: CascadeStart) -> None:
        self._start = start
        self._clock = WorkflowClock(start.scale)
        docket = Docket(docket_id(start.directive, start.agency)) if start.packed is None else unpack(start.packed)
        self._book = Book(docket, self._clock, _PAGES_AT_WAKING if start.revived else 0)
        self._kin = Kin(start, self._clock)
        self._waiting: list[_Waiting] = []
        self._hearings: list[Hearing] = []
        self._unheard: list[Hearing] = [
            *start.reports,
            *start.instructions,
            *start.orders,
            *start.calendars,
        ]
        self._looks = False
        self._updates = 0
        self._signals = 0
        self._quiet_since = self._woke_at = self._clock.now()
        self._doze_at: datetime | None = None
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at: datetime | None = None
        self._rung = False

    @workflow.run
    async def run(self, start: CascadeStart) -> None:
        """Keep the docket until it is closed and the one above has been told, or until it sleeps."""
        if start.packed is not None:
            await self._book.compare()
        elif start.revived:
            await self._revive()
        else:
            await self._open(start.plan)
        if self._start.edition >= _RECORDED:
            self._quiet_since = self._present()
        if self._unheard and self._book.stopped is None and workflow.patched(HEARS_WHAT_WAS_LEFT):
            self._hearings, self._unheard = [*self._unheard, *self._hearings], []
        await self._kin.tell(self._docket, self._present())
        while not await self._finished() and not await self._sleeps():
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
    def instruct(self, message: Instructions) -> None:
        """Hear what the docket above decided about work that was passed on."""
        self._signals += 1
        self._hearings += message.instructions

    @workflow.signal
    def recalendar(self, message: Recalendar) -> None:
        """Hear that another calendar holds; one that the docket knows changes nothing."""
        self._signals += 1
        self._hearings.append(message.notice)

    @workflow.signal
    def look(self) -> None:
        """Hold the head against the store's: somebody saw that the ledger is ahead."""
        self._looks = True

    @workflow.signal
    def ask(self, message: Ask) -> None:
        """Say how the docket stands: the one above does not know any more."""
        del message
        self._signals += 1
        self._kin.asked()
        self._rung = True

    @workflow.query
    def head(self) -> int:
        """The number of the last event the docket knows."""
        return self._docket.head

    @workflow.query
    def standing(self) -> Standing:
        """The docket as it stands now."""
        return Standing(pack(self._docket), self._book.stopped)

    @property
    def _docket(self) -> Docket:
        return self._book.docket

    async def _open(self, own: Slice | None) -> None:
        """Begin the ledger and start the dockets below; a ledger that was begun before is gone on with."""
        children: tuple[CascadeStart, ...] = ()
        start = self._start
        if own is None:
            plan = await outside.plan(start.directive, start.agency)
            own = plan.own
            children = (
                *(start.below(child.agency, child) for child in plan.children),
                *(start.below(asker) for asker in plan.askers),
            )
        plan_of_own = own

        def opened(now: datetime) -> tuple[Turn, Left]:
            turn = turns.begin(self._docket, now)
            turns.open_docket(turn, plan_of_own)
            return turn, turns.settle(turn, (), ())

        flushed = (await self._book.keep(opened, ())).flushed
        if not flushed.appended:
            await self._book.hold(flushed)
            if workflow.patched(WAKES_FROM_ITS_LEDGER):
                await self._wake()
                return
        keepers = () if self._docket.plan is None else self._docket.plan.keepers
        await self._kin.start(child for child in children if child.agency in keepers)
        if self._docket.plan is not None and self._docket.closed_at is None:
            self._kin.opened(self._docket, self._present())

    async def _revive(self) -> None:
        """Go on from the ledger; one that was never begun is begun."""
        await self._book.compare()
        if self._docket.plan is None and self._book.stopped is None:
            await self._open(None)
        else:
            await self._wake()

    async def _wake(self) -> None:
        """Learn what the ledger does not hold: what those below last said, and what the one above was told."""
        docket = self._docket
        if docket.plan is None or docket.closed_at is not None or self._book.stopped is not None:
            return
        woken = await outside.wake(Waking(docket.id, workflow.info().run_id))
        self._kin.woken(woken.memory, docket)
        if woken.memory is not None:
            docket.children = {report.agency: report for report in woken.memory.children}

    async def _wait(self) -> None:
        self._set_alarm()
        await workflow.wait_condition(lambda: self._busy() or self._rung or self._looks)
        self._woke_at, self._book.decided_at = self._clock.now(), None

    def _present(self) -> datetime:
        """The moment that a turn reckons with once it has flushed: the one it was decided for, or when it began."""
        if self._start.edition >= _RECORDED and self._book.decided_at is not None:
            return self._book.decided_at
        return self._woke_at if self._start.edition >= _STEADY else self._clock.now()

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
        if self._book.stopped is not None:
            return self._book.look_at
        first = self._docket.agenda.first()
        moments = [moment for moment in (first and first[0], self._kin.moment, self._doze_at) if moment is not None]
        return min(moments, default=None)

    async def _ring(self, moment: datetime) -> None:
        await self._clock.sleep_until(moment, always=self._start.edition >= _STEADY)
        self._rung = True

    async def _turn(self) -> None:
        waiting, self._waiting = self._waiting, []
        hearings, self._hearings, self._unheard = [*self._unheard, *self._hearings], [], []
        if waiting or hearings:
            self._quiet_since = self._clock.now()
        if self._book.stopped is not None or self._looks:
            self._looks = False
            await self._book.compare()
        answers, unheard = await self._decide([parcel for batch in waiting for parcel in batch.parcels], hearings)
        for batch in waiting:
            batch.answers = tuple(answers.get(_request(parcel), _stopped_answer(parcel)) for parcel in batch.parcels)
        if self._book.stopped is not None:
            self._unheard = unheard
            return
        told_to_close = any(isinstance(one, CloseOrder) for one in hearings)
        if told_to_close and self._docket.closed_at is None and self._docket.closing is None:
            self._kin.refused()
        await self._kin.tell(self._docket, self._present())

    async def _decide(
        self, pending: list[Parcel], hearings: list[Hearing]
    ) -> tuple[dict[_Request, Answer], list[Hearing]]:
        """Decide until all that came in is in the ledger, or the docket stops: the answers, and what was not heard."""
        answers: dict[_Request, Answer] = {}
        while self._book.stopped is None:
            kept = await self._book.keep(partial(self._settle, pending, hearings), pending)
            if not kept.flushed.appended:
                await self._book.hold(kept.flushed)
                pending = _settle_held(pending, kept.flushed.answers, answers)
                continue
            if kept.flushed.decided_at is not None and (pending or hearings):
                self._quiet_since = kept.flushed.decided_at
            decided = [parcel for parcel in pending if parcel not in kept.left.parcels]
            answers.update({_request(parcel): answer(parcel.key, kept.turn.answer_to(parcel)) for parcel in decided})
            pending, hearings = list(kept.left.parcels), list(kept.left.hearings)
            if not kept.left:
                break
        return answers, hearings

    def _settle(self, pending: list[Parcel], hearings: list[Hearing], now: datetime) -> tuple[Turn, Left]:
        """One turn, and what it leaves because a long time passed before what came in."""
        turn = turns.begin(self._docket, now)
        left = turns.settle(turn, pending, hearings, turns.MOST_ENTRIES)
        if left and not workflow.patched(CATCHES_UP_IN_SLICES):
            turn = turns.begin(self._docket, now)
            left = turns.settle(turn, pending, hearings)
        return turn, left

    async def _finished(self) -> bool:
        if self._docket.closed_at is None or self._book.stopped is not None or self._kin.moment is not None:
            return False
        return await self._at_rest()

    async def _sleeps(self) -> bool:
        """Whether the docket went to sleep: the store knows, and nothing came in meanwhile.

        A row that says so and is not followed by the workflow's end does no harm: it says no more than that nothing in
        the ledger, up to that head, calls before that moment.
        """
        self._doze_at = self._drowsy_at()
        docket = self._docket
        if self._doze_at is None or self._doze_at > self._present() or not await self._at_rest():
            return False
        first = docket.agenda.first()
        until, memory = None if first is None else first[0], self._kin.memory(docket)
        if not await outside.lie_down(Sleep(docket.id, docket.head, docket.hash, until, memory)):
            self._looks = True
            return False
        return await self._at_rest()

    def _drowsy_at(self) -> datetime | None:
        """When the docket may sleep if it stays quiet; None while something is to be done before long.

        The moment is kept until it comes, though commands put it off: a timer for each of them would cost more.
        """
        archive, docket, now = self._start.archive, self._docket, self._present()
        if archive is None or docket.plan is None or docket.closed_at is not None or self._book.stopped is not None:
            return None
        first = docket.agenda.first()
        if (first is not None and first[0] - now <= archive.after) or not self._kin.settled(docket, now):
            return None
        if self._doze_at is not None and self._doze_at > now:
            return self._doze_at
        return self._quiet_since + self._clock.stretched(archive.quiet)

    async def _at_rest(self) -> bool:
        """Whether nobody waits, once every answer has been given."""
        if self._busy():
            return False
        await workflow.wait_condition(lambda: workflow.all_handlers_finished() or self._busy())
        return not self._busy()

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
        if await self._at_rest():
            start = self._start
            workflow.continue_as_new(
                replace(
                    first(start.directive, start.agency, start.rest_after, start.archive, start.scale),
                    packed=pack(self._docket),
                    reports=tuple(one for one in self._unheard if isinstance(one, ChildReport)),
                    orders=tuple(one for one in self._unheard if isinstance(one, CloseOrder)),
                    instructions=tuple(one for one in self._unheard if isinstance(one, Instruction)),
                    calendars=tuple(one for one in self._unheard if isinstance(one, CalendarNotice)),
                )
            )


def _settle_held(
    pending: list[Parcel], held: tuple[AnswerRecord, ...], answers: dict[_Request, Answer]
) -> list[Parcel]:
    """Answer the requests that the store already holds; the others are decided again."""
    known = {record.key: record for record in held}
    for parcel in pending:
        if record := known.get(parcel.key):
            same = record.fingerprint == parcel.fingerprint
            outcome = Done(record.seq) if same else refuse(Code.KEY_REUSED)
            answers[_request(parcel)] = answer(parcel.key, outcome)
    return [parcel for parcel in pending if parcel.key not in known]


def _request(parcel: Parcel) -> _Request:
    return parcel.key, parcel.fingerprint


def _stopped_answer(parcel: Parcel) -> Answer:
    return Answer(parcel.key, refusal=refuse(Code.DOCKET_STOPPED))
