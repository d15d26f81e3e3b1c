"""A docket and its ledger: the flush rule, as the docket keeps it.

The store is the truth. Where it holds more than the docket knows, the docket folds that in; where it holds less, or
something else, the docket stops until it fits again.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.alarm import Alarm
    from activities.ledger import Flushed
    from thac.domain import ledger, turns
    from thac.domain.appending import Append, append_of
    from thac.domain.commands import Parcel
    from thac.domain.docket import Docket
    from thac.domain.turns import Left, Turn
    from workflows import outside
    from workflows.clock import WorkflowClock

ALARMS_FOR_BROKEN_CHAINS: Final = "alarms-for-broken-chains"
"""A change of the workflow's code (docs/adr/0016): a chain that the docket found broken is an alarm in the store."""
_WHILE_STOPPED: Final = timedelta(seconds=30)
_BETWEEN_PAGES: Final = 0.01
Decide: TypeAlias = Callable[[datetime], tuple[Turn, Left]]
"""Decides a turn for a moment, from the docket as it is known: the turn, and what it leaves to the next."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A turn as it was decided, what it leaves, and what came of writing it down."""

    turn: Turn
    left: Left
    flushed: Flushed


class Book:
    """The docket as far as it is known, and whether it fits its ledger.

    ``stopped`` is the reason for which nothing is decided at present, ``look_at`` when the heads are compared again.
    ``decided_at`` is the moment for which the last flush was decided, as its answer says: the same in every replay.
    Pages of a held ledger end a workflow task each time they came to more than ``page_bytes``: together they would be
    larger than the server takes in one answer, and ended each for itself they cost a timer each.
    """

    def __init__(self, docket: Docket, clock: WorkflowClock, page_bytes: int = 0) -> None:
        self.docket = docket
        self._clock = clock
        self._page_bytes = page_bytes
        self._held_bytes = 0
        self.stopped: str | None = None
        self.look_at: datetime | None = None
        self.decided_at: datetime | None = None

    async def keep(self, decide: Decide, pending: Sequence[Parcel]) -> Kept:
        """Decide a turn and write it down; appended, the turn's docket is the docket. Otherwise see `hold`.

        Refusals too are held against the store: what it holds beyond the docket may make them wrong. A turn that only
        heard something has nothing to write down.

        What counts is what was written. A flush that outlasts its workflow task is answered in the next one, and a
        replay takes both for one that began with the second: it is a little later there, and is decided again for the
        moment of then. When a task times out while its flush is under way, the answer reaches the task that is tried
        next, which may have decided something else: then nothing of that holds.
        """
        kept = Kept(*decide(self._clock.now()), Flushed(appended=True))
        if not kept.turn.entries and not pending:
            self.docket = kept.turn.docket
            return kept
        flushed = await self._flush(append_of(self.docket, kept.turn, pending))
        if flushed.appended and flushed.decided_at is not None and flushed.decided_at != kept.turn.now:
            kept = Kept(*decide(flushed.decided_at), flushed)
        if flushed.appended and flushed.becomes not in {None, kept.turn.docket.hash}:
            flushed = await self._ask()
        elif flushed.appended:
            self.docket = kept.turn.docket
        return replace(kept, flushed=flushed)

    async def compare(self) -> None:
        """Hold the heads against each other; what the store holds beyond the docket's is folded in."""
        await self.hold(await self._ask())

    async def hold(self, flushed: Flushed) -> None:
        """Fold in what the store holds, page after page, until the docket knows all of it."""
        while flushed.entries:
            docket = self.docket.copy()
            try:
                ledger.fold(docket, flushed.entries)
            except ledger.BrokenChainError as error:
                await self._break(str(error))
                return
            self.docket = docket
            self._held_bytes += sum(len(entry.body) for entry in flushed.entries)
            if self._held_bytes > self._page_bytes:
                self._held_bytes = 0
                await asyncio.sleep(_BETWEEN_PAGES)
            flushed = await self._ask()
        self._stop(flushed.stopped)

    async def _ask(self) -> Flushed:
        return await self._flush(append_of(self.docket, turns.begin(self.docket, self._clock.now())))

    async def _flush(self, request: Append) -> Flushed:
        flushed = await outside.flush(request)
        self.decided_at = flushed.decided_at or self.decided_at
        return flushed

    async def _break(self, reason: str) -> None:
        """Stop, and have it noted; the store itself cannot know that what it holds does not hang together."""
        first = self.stopped != reason
        self._stop(reason)
        if first and workflow.patched(ALARMS_FOR_BROKEN_CHAINS):
            await outside.raise_alarm(Alarm(self.docket.id, reason))

    def _stop(self, reason: str | None) -> None:
        """Stop for that reason, to look again a little later; or, without one, go on."""
        self.stopped = reason
        if reason is not None:
            workflow.logger.error("docket stopped: %s", reason)
            self.look_at = self._clock.now() + self._clock.stretched(_WHILE_STOPPED)
