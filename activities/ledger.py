"""How a docket writes down what it decided."""

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from temporalio import activity

from thac.domain.appending import AnswerRecord, Append, Appended, Diverged, Outcome
from thac.domain.ledger import Entry


class Ledger(Protocol):
    """Where ledgers are kept."""

    def append(self, request: Append) -> "Future[Outcome]":
        """Append if the head is the one known; the future holds the outcome once it is durable."""
        ...


@dataclass(frozen=True, slots=True)
class Flushed:
    """The outcome of a flush: appended; or not, with what the store holds; or stopped, with the reason.

    It repeats the moment for which it was decided and, appended, the hash that the ledger ends with. None in histories
    from before it did.
    """

    appended: bool
    entries: tuple[Entry, ...] = ()
    answers: tuple[AnswerRecord, ...] = ()
    stopped: str | None = None
    decided_at: datetime | None = None
    becomes: str | None = None


class LedgerActivities:
    """The activity that every docket flushes by."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @activity.defn
    async def flush(self, request: Append) -> Flushed:
        """Append in one transaction, or hand back what the store holds.

        It is retried without end; a retry after a commit whose answer was lost finds its own events held.
        """
        outcome = await asyncio.wrap_future(self._ledger.append(request))
        if isinstance(outcome, Appended):
            return Flushed(appended=True, decided_at=request.decided_at, becomes=request.becomes)
        if isinstance(outcome, Diverged):
            return Flushed(appended=False, stopped=outcome.reason, decided_at=request.decided_at)
        held = Flushed(appended=False, entries=outcome.entries, answers=outcome.answers)
        return replace(held, decided_at=request.decided_at)
