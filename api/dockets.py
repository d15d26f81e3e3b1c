"""How the API reaches dockets: what it asks of Temporal, and what it hears when Temporal or a worker is away."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final, Protocol

from temporalio.client import Client, RPCTimeoutOrCancelledError, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from thac.domain.agencies import AgencyId
from thac.domain.commands import Parcel
from thac.domain.directives import DirectiveId
from thac.domain.docket import docket_id
from thac.domain.timescale import Timescale
from workflows.cascade import CascadeWorkflow
from workflows.messages import CASCADE_QUEUE, Answer, Archive, CascadeStart, CommandBatch, first, revival, seal

Connect = Callable[[], Awaitable[Client]]
"""Gives the client of Temporal, always the same one; it may have to connect first."""


class DocketError(Exception):
    """A batch was not answered."""


class DocketGoneError(DocketError):
    """No docket of that id runs."""


class DocketAwayError(DocketError):
    """The docket could not be reached or did not answer in time; the same commands may be sent again."""


class CommandUnknownError(DocketError):
    """The docket does not understand one of the commands; nothing of the batch was carried out."""


class Dockets(Protocol):
    """Where dockets run."""

    async def carry(self, docket: str, parcels: Sequence[Parcel], seconds: float) -> tuple[Answer, ...]:
        """Have a docket carry out commands; the answers come in their order, after the flush.

        Raises
        ------
        DocketGoneError, DocketAwayError, CommandUnknownError
            See there.
        """
        ...

    async def wake(self, docket: str, seconds: float) -> None:
        """Start a docket that is open and does not run: it sleeps, or its workflow was lost.

        Raises
        ------
        DocketAwayError
            It could not be started in time.
        """
        ...

    async def start(self, directive: DirectiveId, issuer: AgencyId, seconds: float) -> None:
        """Start the root docket of a directive, unless it was started before.

        Raises
        ------
        DocketAwayError
            It could not be started in time.
        """
        ...

    async def answers(self, seconds: float) -> bool:
        """Whether the server of the dockets answers within that time."""
        ...


_BAD_COMMAND: Final = "bad_command"


class TemporalDockets:
    """Dockets as workflows on a Temporal server.

    ``rest_after`` is the number of history events after which a docket continues as new; None: when the server
    suggests it. ``archive`` says when it may sleep; None: never. ``scale`` is how a drill shows time.
    """

    def __init__(
        self,
        connect: Connect,
        rest_after: int | None = None,
        archive: Archive | None = None,
        scale: Timescale | None = None,
    ) -> None:
        self._connect = connect
        self._rest_after = rest_after
        self._archive = archive
        self._scale = scale

    async def carry(self, docket: str, parcels: Sequence[Parcel], seconds: float) -> tuple[Answer, ...]:
        """Send one update, bounded as a whole: the client's own time limit holds for each of its polls only."""
        batch = CommandBatch(tuple(seal(parcel) for parcel in parcels))
        try:
            async with asyncio.timeout(seconds):
                client = await self._connect()
                handle = client.get_workflow_handle_for(CascadeWorkflow.run, docket)
                answered = await handle.execute_update(
                    CascadeWorkflow.command, batch, rpc_timeout=timedelta(seconds=seconds)
                )
        except WorkflowUpdateFailedError as error:
            if isinstance(error.cause, ApplicationError) and error.cause.type == _BAD_COMMAND:
                raise CommandUnknownError(f"{docket}: {error.cause.message}") from error
            # The run ended while the update was under way: the docket closed, or continued as new.
            raise DocketAwayError(f"{docket}: {error.cause}") from error
        except RPCError as error:
            raise _failure(error)(f"{docket}: {error.status.name}: {error.message}") from error
        except (RPCTimeoutOrCancelledError, TimeoutError, RuntimeError) as error:
            raise DocketAwayError(f"{docket}: no answer within {seconds:g} s") from error
        return answered.answers

    async def wake(self, docket: str, seconds: float) -> None:
        """Start the docket's workflow from its ledger; one that runs already is the one wanted."""
        start = revival(docket, self._rest_after, self._archive, self._scale)
        await self._start(start, WorkflowIDReusePolicy.ALLOW_DUPLICATE, seconds)

    async def start(self, directive: DirectiveId, issuer: AgencyId, seconds: float) -> None:
        """Start the root's workflow; one of its id that runs or ran is the one wanted, but for one that failed."""
        start = first(directive, issuer, self._rest_after, self._archive, self._scale)
        await self._start(start, WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY, seconds)

    async def _start(self, start: CascadeStart, reuse: WorkflowIDReusePolicy, seconds: float) -> None:
        docket = docket_id(start.directive, start.agency)
        try:
            async with asyncio.timeout(seconds):
                client = await self._connect()
                await client.start_workflow(
                    CascadeWorkflow.run,
                    start,
                    id=docket,
                    task_queue=CASCADE_QUEUE,
                    id_reuse_policy=reuse,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    rpc_timeout=timedelta(seconds=seconds),
                )
        except WorkflowAlreadyStartedError:
            return
        except (RPCError, TimeoutError, RuntimeError) as error:
            raise DocketAwayError(f"{docket} was not started: {error}") from error

    async def answers(self, seconds: float) -> bool:
        """Ask the server for its health."""
        try:
            async with asyncio.timeout(seconds):
                client = await self._connect()
                return await client.service_client.check_health(timeout=timedelta(seconds=seconds))
        except (RPCError, TimeoutError, RuntimeError):
            return False


def _failure(error: RPCError) -> type[DocketError]:
    match error.status:
        case RPCStatusCode.NOT_FOUND:
            return DocketGoneError
        case RPCStatusCode.INVALID_ARGUMENT:
            return CommandUnknownError
        case _:
            return DocketAwayError
