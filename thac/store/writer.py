"""How many dockets write at once and still sync once: appends that wait together are committed together."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)

from thac.clock import REAL, Clock
from thac.domain.agencies import AgencyTree
from thac.domain.appending import Append, Appended, Diverged, Outcome
from thac.store import ledger, locks
from thac.store import tables as t
from thac.store.directory import DirectoryCache

_AT_MOST = 64
"""Appends in one transaction; a failing commit makes all of them wait for their retry."""
_TRIES = 5
"""So often a transaction that gave way to others is tried at once, before those who wait hear of it."""
_ITS_OWN = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
"""What a database says when it is one request that cannot be written, now or later."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    request: Append
    answer: "Future[Outcome]"


class GroupCommit:
    """One thread that writes. Appends that arrive while a transaction is under way go into the next one together.

    Each append stands in a savepoint of its own, so that one that cannot be written turns no neighbour away.
    ``committed`` is told after each commit, before anybody is answered, how many entries it held.
    """

    def __init__(
        self,
        engine: sa.Engine,
        directory: DirectoryCache,
        committed: Callable[[int], None] = lambda _entries: None,
        clock: Clock = REAL,
    ) -> None:
        self._engine = engine
        self._directory = directory
        self._committed = committed
        self._clock = clock
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    def append(self, request: Append) -> "Future[Outcome]":
        """Ask for an append; the future holds the outcome after the commit, or the database's error."""
        waiting = _Waiting(request, Future())
        self._queue.put(waiting)
        return waiting.answer

    def close(self) -> None:
        """Write what waits, then stop."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch = [first]
            stopping = False
            while len(batch) < _AT_MOST and not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    stopping = True
                    break
                batch.append(following)
            # From here on an answer cannot be cancelled any more; who gave up before is left out.
            self._commit([waiting for waiting in batch if waiting.answer.set_running_or_notify_cancel()])
            if stopping:
                return

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            outcomes = self._written([waiting.request for waiting in batch])
            self._committed(sum(len(waiting.request.entries) for waiting in batch))
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait hear of it and the thread lives on
            for waiting in batch:
                waiting.answer.set_exception(error)
            return
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception):
                waiting.answer.set_exception(outcome)
            else:
                waiting.answer.set_result(outcome)

    def _written(self, batch: list[Append]) -> list[Outcome | Exception]:
        """The outcomes of a batch, once they are committed; who gave way to another process begins anew."""
        for tries_left in reversed(range(_TRIES)):
            try:
                with self._engine.begin() as connection:
                    ledger.reserve(connection, [request.docket for request in batch])
                    return [self._append(connection, request) for request in batch]
            except DBAPIError as error:
                if not tries_left or not locks.collided(error):
                    raise
        raise AssertionError("the last try returns or raises")

    def _append(self, connection: sa.Connection, request: Append) -> Outcome | Exception:
        """The outcome of one append; a fault that is this request's own is handed back, the database's is raised."""
        now = self._clock.now()

        def tree() -> AgencyTree:
            return self._directory.tree(connection)

        def attempt() -> Outcome:
            with connection.begin_nested():
                return ledger.append(connection, request, now, tree)

        try:
            outcome = self._twice(attempt, request)
        except Exception as error:
            if isinstance(error, SQLAlchemyError) and not _its_own(error):
                raise
            return error  # one request's fault; its neighbours are written
        self._note_alarm(connection, request, outcome, now)
        return outcome

    def _twice(self, attempt: Callable[[], Outcome], request: Append) -> Outcome:
        """Try once more after a conflict: another docket may have taken the same request just before; it is held then.

        Two processes that carry out requests under one key in two dockets do not see each other until one commits;
        the other's insert waits for that and fails, and the second try finds the answer.
        """
        try:
            return attempt()
        except IntegrityError:
            try:
                return attempt()
            except IntegrityError as error:
                return Diverged(f"{request.docket}: {error.orig}")

    def _note_alarm(self, connection: sa.Connection, request: Append, outcome: Outcome, now: datetime) -> None:
        """A docket that does not fit its ledger is an alarm until it fits again."""
        here = t.alarms.c.docket == request.docket
        if isinstance(outcome, Diverged):
            connection.execute(sa.delete(t.alarms).where(here))
            connection.execute(sa.insert(t.alarms).values(docket=request.docket, at=now, reason=outcome.reason))
        elif isinstance(outcome, Appended) and not request.entries:
            connection.execute(sa.delete(t.alarms).where(here))


def _its_own(error: SQLAlchemyError) -> bool:
    """Whether an error is the fault of the one request and not of the database, which would fail the next one too."""
    if isinstance(error, DBAPIError):
        return isinstance(error, _ITS_OWN) and not error.connection_invalidated
    return isinstance(error, StatementError)  # a value was refused before the database saw it
