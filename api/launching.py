"""How a directive is launched: its identity taken in the store first, its root docket started after."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.codes import ApiCode
from api.dependencies import Service, require_launcher
from api.dockets import DocketAwayError
from api.errors import Fault, fault_of, problem, unknown_agency
from thac.domain.agencies import AgencyTree
from thac.domain.commands import Actor
from thac.domain.directives import Directive, DirectiveId, Group, Task, check
from thac.store import directives
from thac.store.directives import DirectiveState, Launch

T = TypeVar("T")
_BETWEEN_LOOKS_SECONDS: Final = 60.0
_GROUPS: Final = frozenset(Group)


def save_draft(service: Service, actor: Actor, drafted: Directive) -> None:
    """Check a directive and keep it as a draft; blocks.

    Raises
    ------
    ProblemError
        The actor may not, or the directive cannot be launched as it is; every reason is listed.
    """
    require_launcher(actor, drafted.issuer)
    refuse_faulty(drafted, service.read(service.deps.directory.tree))
    with service.deps.engines.write.begin() as connection:
        directives.save_draft(connection, drafted, actor, service.deps.clock())


def refuse_faulty(drafted: Directive, tree: AgencyTree) -> None:
    """Turn away a directive that cannot be launched: agencies that do not exist first, then the rules.

    Raises
    ------
    ProblemError
        It lists every fault with its sentence.
    """
    faults = _unknown(drafted, tree) or [fault_of(refusal) for refusal in check(drafted, tree)]
    if faults:
        raise problem(ApiCode.DIRECTIVE_REFUSED, faults)


async def launch(service: Service, actor: Actor, directive: DirectiveId) -> Launch:
    """Launch a draft. A second launch of the same identity, also at the same time, is answered with the first.

    Raises
    ------
    LookupError
        There is no such directive.
    ProblemError
        The actor may not, the directive is faulty, or its docket could not be started yet.
    """
    return await _started(
        service, await _write(service, lambda connection: _take(service, connection, actor, directive))
    )


async def draft_and_launch(service: Service, actor: Actor, drafted: Directive) -> Launch:
    """Draw up and launch in one transaction; sent again it leaves no second draft behind.

    Raises
    ------
    ProblemError
        As for drafting and for launching.
    """
    require_launcher(actor, drafted.issuer)

    def both(connection: sa.Connection) -> Launch:
        refuse_faulty(drafted, service.deps.directory.tree(connection))
        now = service.deps.clock()
        directives.save_draft(connection, drafted, actor, now)
        taken = directives.launch(connection, drafted.id, actor, now)
        if not taken.first:
            directives.discard_draft(connection, drafted.id)
        return taken

    return await _started(service, await _write(service, both))


async def relaunch_pending(service: Service) -> int:
    """Start what was launched and not started, because a process or Temporal was away; how many were started.

    Raises
    ------
    DocketAwayError
        Temporal is away still.
    sqlalchemy.exc.SQLAlchemyError
        The store is away.
    """
    pending = await asyncio.to_thread(service.read, directives.pending_launches)
    for one in pending:
        await service.deps.dockets.start(one.directive, one.issuer, service.deps.flush_seconds)
        await _set_running(service, one.directive)
    return len(pending)


async def keep_relaunching(service: Service) -> None:
    """Look for pending launches now and every minute, without end."""
    log = structlog.get_logger()
    while True:
        try:
            if started := await relaunch_pending(service):
                log.info("relaunched", directives=started)
        except (DocketAwayError, SQLAlchemyError) as error:
            log.warning("relaunch_failed", error=str(error))
        await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)


def _take(service: Service, connection: sa.Connection, actor: Actor, directive: DirectiveId) -> Launch:
    drafted = directives.load(connection, directive)
    require_launcher(actor, drafted.issuer)
    if directives.state(connection, directive) is DirectiveState.DRAFT:
        refuse_faulty(drafted, service.deps.directory.tree(connection))
    return directives.launch(connection, directive, actor, service.deps.clock())


async def _started(service: Service, taken: Launch) -> Launch:
    if taken.state is DirectiveState.RUNNING:
        return taken
    try:
        await service.deps.dockets.start(taken.directive, taken.issuer, service.deps.flush_seconds)
    except DocketAwayError as error:
        structlog.get_logger().warning("launch_pending", directive=taken.directive, error=str(error))
        raise problem(ApiCode.LAUNCH_PENDING, more={"directive": taken.directive}) from error
    await _set_running(service, taken.directive)
    return replace(taken, state=DirectiveState.RUNNING)


async def _set_running(service: Service, directive: DirectiveId) -> None:
    await _write(service, lambda connection: directives.set_running(connection, directive))


async def _write(service: Service, change: Callable[[sa.Connection], T]) -> T:
    def changed() -> T:
        with service.deps.engines.write.begin() as connection:
            return change(connection)

    return await asyncio.to_thread(changed)


def _unknown(drafted: Directive, tree: AgencyTree) -> list[Fault]:
    return [
        unknown_agency(agency, f"/tasks/{place}/{name}/{number}")
        for place, task in enumerate(drafted.tasks)
        for name, agencies in _named(task)
        for number, agency in enumerate(agencies)
        if agency not in tree and agency not in _GROUPS
    ]


def _named(task: Task) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("leads", task.leads), ("recipients", task.recipients), ("coordinators", task.coordinators)
