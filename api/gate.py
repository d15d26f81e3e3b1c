"""How commands travel: in batches, one update under way for each docket and process; meanwhile the next gather."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

import structlog

from api.dockets import CommandUnknownError, DocketAwayError, DocketGoneError, Dockets
from thac.domain.agencies import AgencyId
from thac.domain.commands import Parcel
from thac.domain.directives import DirectiveId
from thac.domain.docket import docket_id
from thac.domain.refusals import Code, refuse
from thac.observability import Metrics
from workflows.messages import Answer

AT_MOST: Final = 200
"""Commands in one update."""
_FIRST_PAUSE: Final = 0.02
_LONGEST_PAUSE: Final = 0.5


class NotSavedError(Exception):
    """The command is not known to be saved; with the same key it may be sent again."""


class Standing(Enum):
    """What the read model says of a docket."""

    OPEN = auto()
    CLOSED = auto()
    UNKNOWN = auto()


Look = Callable[[str], Awaitable[Standing]]
"""Asks the read model for a docket, by its id."""


@dataclass(eq=False, slots=True)
class _Waiting:
    """A command on its way, and how many callers still wait for its answer, the last of them until ``deadline``."""

    parcel: Parcel
    answer: "asyncio.Future[Answer]"
    deadline: float
    callers: int = 0


@dataclass(slots=True)
class _Lane:
    """The commands of one docket that gather, and the task that carries them."""

    gathering: deque[_Waiting] = field(default_factory=deque)
    task: "asyncio.Task[None] | None" = None


class Gate:
    """The door through which commands reach dockets.

    Parameters
    ----------
    dockets
        Where dockets run.
    look
        Asked when a docket does not run: it is closed, or it is not there.
    seconds
        How long a caller waits at most. Whoever waited longer is told that nothing is known to be saved; his command
        may still be carried out, once, and its key gives the answer.
    """

    def __init__(
        self, dockets: Dockets, look: Look, seconds: float, metrics: Metrics | None = None, at_most: int = AT_MOST
    ) -> None:
        self._dockets = dockets
        self._look = look
        self._seconds = seconds
        self._metrics = metrics
        self._at_most = at_most
        self._lanes: dict[str, _Lane] = {}
        self._flying: dict[str, _Waiting] = {}
        self._closed = False

    async def send(self, directive: DirectiveId, agency: AgencyId, parcel: Parcel) -> Answer:
        """Have the docket of an agency carry out a command, and return its answer after the flush.

        A command that is under way already under the same key is not sent twice; both callers get its answer.

        Raises
        ------
        NotSavedError
            No answer came in time, or the process ends.
        CommandUnknownError
            The docket runs a version that does not understand the command.
        """
        if self._closed:
            raise NotSavedError("the process is ending")
        waiting = self._flying.get(parcel.key)
        if waiting is None:
            waiting = self._enqueue(docket_id(directive, agency), parcel)
        elif waiting.parcel.fingerprint != parcel.fingerprint:
            return Answer(parcel.key, refusal=refuse(Code.KEY_REUSED))
        return await self._await(waiting)

    async def close(self) -> None:
        """Let nobody in any more and tell those who wait that nothing is known to be saved."""
        self._closed = True
        tasks = [lane.task for lane in self._lanes.values() if lane.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for waiting in tuple(self._flying.values()):
            self._fail(waiting, NotSavedError("the process is ending"))

    def _enqueue(self, docket: str, parcel: Parcel) -> _Waiting:
        loop = asyncio.get_running_loop()
        waiting = self._flying[parcel.key] = _Waiting(parcel, loop.create_future(), loop.time())
        lane = self._lanes.get(docket)
        if lane is None:
            lane = self._lanes[docket] = _Lane()
            lane.task = loop.create_task(self._run(docket, lane), name=f"gate {docket}")
        lane.gathering.append(waiting)
        return waiting

    async def _await(self, waiting: _Waiting) -> Answer:
        waiting.callers += 1
        waiting.deadline = asyncio.get_running_loop().time() + self._seconds
        try:
            return await asyncio.wait_for(asyncio.shield(waiting.answer), self._seconds)
        except TimeoutError:
            raise NotSavedError(f"no answer within {self._seconds:g} s") from None
        finally:
            waiting.callers -= 1

    async def _run(self, docket: str, lane: _Lane) -> None:
        while not self._closed and (batch := self._next(lane)):
            try:
                await self._deliver(docket, batch)
            except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told
                structlog.get_logger().error("batch_failed", docket=docket, error=repr(error))
                self._settle_failed(batch, NotSavedError(str(error)))
        # Nothing was awaited since the lane was found empty, so nobody can have joined it.
        del self._lanes[docket]

    def _next(self, lane: _Lane) -> list[_Waiting]:
        batch: list[_Waiting] = []
        while lane.gathering and len(batch) < self._at_most:
            batch += self._wanted([lane.gathering.popleft()])
        return batch

    def _wanted(self, batch: Sequence[_Waiting]) -> list[_Waiting]:
        """The commands for which somebody still waits; the others have been told that they are not saved."""
        for waiting in batch:
            if waiting.callers == 0:
                self._fail(waiting, NotSavedError("nobody waits any more"))
        return [waiting for waiting in batch if waiting.callers > 0]

    async def _deliver(self, docket: str, batch: list[_Waiting]) -> None:
        """Send a batch until it is answered or nobody waits for it; its keys make that safe."""
        pause = _FIRST_PAUSE
        while batch and not self._closed:
            try:
                try:
                    return self._settle(batch, await self._carry(docket, batch))
                except DocketGoneError:
                    standing = await self._look(docket)
                    if standing is not Standing.OPEN:
                        return self._settle(batch, [_answer_gone(standing, one.parcel) for one in batch])
                    await self._dockets.wake(docket, self._left(docket, batch))
            except DocketAwayError as error:
                structlog.get_logger().info("docket_away", docket=docket, error=str(error))
            except CommandUnknownError as error:
                return await self._split(docket, batch, error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
            batch = self._wanted(batch)
        return None

    async def _carry(self, docket: str, batch: list[_Waiting]) -> Sequence[Answer]:
        left = self._left(docket, batch)
        if self._metrics is not None:
            self._metrics.batch_size.observe(len(batch))
        with self._metrics.updates_in_flight.track_inprogress() if self._metrics is not None else nullcontext():
            return await self._dockets.carry(docket, [waiting.parcel for waiting in batch], left)

    def _left(self, docket: str, batch: Sequence[_Waiting]) -> float:
        """The seconds until the last of those who wait gives up.

        Raises
        ------
        DocketAwayError
            None are left.
        """
        left = max(waiting.deadline for waiting in batch) - asyncio.get_running_loop().time()
        if left <= 0:
            raise DocketAwayError(f"{docket}: no time is left")
        return left

    async def _split(self, docket: str, batch: list[_Waiting], error: CommandUnknownError) -> None:
        """One command that the docket does not understand turns no neighbour away: send each half by itself."""
        if len(batch) == 1:
            structlog.get_logger().error("command_unknown", docket=docket, error=str(error))
            return self._settle_failed(batch, error)
        middle = len(batch) // 2
        for half in (batch[:middle], batch[middle:]):
            await self._deliver(docket, half)
        return None

    def _settle(self, batch: Sequence[_Waiting], answers: Sequence[Answer]) -> None:
        for waiting, answer in zip(batch, answers, strict=True):
            self._flying.pop(waiting.parcel.key, None)
            if not waiting.answer.done():
                waiting.answer.set_result(answer)

    def _settle_failed(self, batch: Sequence[_Waiting], error: Exception) -> None:
        for waiting in batch:
            self._fail(waiting, error)

    def _fail(self, waiting: _Waiting, error: Exception) -> None:
        self._flying.pop(waiting.parcel.key, None)
        if not waiting.answer.done():
            waiting.answer.set_exception(error)
            waiting.answer.exception()  # heard, also when nobody waits for it any more


def _answer_gone(standing: Standing, parcel: Parcel) -> Answer:
    """The refusal of a command for a docket that does not run: it was closed, or there never was one."""
    if standing is Standing.CLOSED:
        return Answer(parcel.key, refusal=refuse(Code.DOCKET_CLOSED))
    assignment = getattr(parcel.command, "assignment", None)
    if assignment is not None:
        return Answer(parcel.key, refusal=refuse(Code.UNKNOWN_ASSIGNMENT, assignment=assignment))
    task = getattr(parcel.command, "task", "*")
    return Answer(parcel.key, refusal=refuse(Code.UNKNOWN_TASK, task=getattr(task, "number", task)))
