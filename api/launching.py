"""How a directive is launched: its identity taken in the store first, its root docket started after."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.attaching import Ordered, attach
from api.codes import ApiCode
from api.conflicts import Launched, weigh
from api.dependencies import Service, require_launcher
from api.dockets import DocketAwayError
from api.drafting import Asked, asked_once, refuse_faulty
from api.duplicates import Word, question
from api.errors import ProblemError, problem, refused
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.directives import Directive, DirectiveId
from thac.domain.refusals import Refusal
from thac.overlapping.looking import Look
from thac.store import directives, drafts, launches, locks, own_plans
from thac.store.directives import DirectiveState
from thac.store.launches import Launch
from thac.threads import to_its_end

T = TypeVar("T")
_BETWEEN_LOOKS_SECONDS: Final = 60.0
_UNOPENED_AFTER: Final = timedelta(minutes=1)


async def launch(service: Service, actor: Actor, directive: DirectiveId, word: Word) -> Launch:
    """Launch a draft. A second launch of the same identity, also at the same time, is answered with the first.

    Raises
    ------
    LookupError
        There is no such directive.
    ProblemError
        The actor may not, the directive is faulty or nearly one that runs, or its docket could not be started.
    """
    return await launch_what(service, lambda connection: take_kept(service, connection, actor, directive, word))


async def draft_and_launch(service: Service, asked: Asked, word: Word) -> Launch:
    """Draw up and launch in one transaction; sent again it leaves no second draft behind.

    Raises
    ------
    ProblemError
        As for drafting and for launching.
    """
    return await launch_what(service, lambda connection: take_drafted(service, connection, asked, word))


async def launch_what(service: Service, take: Callable[[sa.Connection], Launch]) -> Launch:
    """Launch what one transaction takes an identity for.

    Raises
    ------
    ProblemError
        The transaction refuses, or the docket could not be started.
    """
    await asyncio.to_thread(service.keep_up)
    return await _started(service, await _write(service, take))


def take_kept(service: Service, connection: sa.Connection, actor: Actor, directive: DirectiveId, word: Word) -> Launch:
    """Take the identity of a directive that was drawn up before, in the connection's transaction.

    Raises
    ------
    LookupError
        There is no such directive.
    ProblemError
        The actor may not, or the directive is faulty or nearly one that runs.
    """
    drafted = directives.load(connection, directive)
    require_launcher(actor, drafted.issuer)
    return _take(service, connection, actor, drafted, word)


def take_drafted(service: Service, connection: sa.Connection, asked: Asked, word: Word) -> Launch:
    """Draw up a directive and take its identity, in the connection's transaction; nothing is started yet.

    Raises
    ------
    ProblemError
        As for drafting and for launching.
    """
    drafted = asked.drafted
    require_launcher(asked.by, drafted.issuer)
    _go_first(connection, drafted.issuer)
    with asked_once(service, connection, asked) as came_of_it:
        kept = drafts.save_draft(connection, drafted, asked.by, service.deps.clock())
        taken = _take(service, connection, asked.by, replace(drafted, id=kept.directive), word)
        if kept.first and not taken.first:
            drafts.discard_draft(connection, kept.directive)
        came_of_it(taken.directive)
    return taken


def withdraw(service: Service, actor: Actor, directive: DirectiveId) -> None:
    """Make a directive whose launch failed a draft again; blocks. Nothing of it was given to anybody.

    Raises
    ------
    LookupError
        There is no such directive.
    ProblemError
        The actor may not, its launch did not fail, or it is an own plan that replaced work already.
    """
    with service.deps.engines.write.begin() as connection:
        drafted = directives.load(connection, directive)
        require_launcher(actor, drafted.issuer)
        reached = directives.state(connection, directive)
        if drafted.parent is not None and own_plans.attached(connection, drafted):
            raise problem(ApiCode.PLAN_ATTACHED, docket=own_plans.above(drafted))
        if reached is not DirectiveState.FAILED or not launches.take_back(connection, directive):
            raise problem(ApiCode.NOT_FAILED, state=reached)


async def relaunch_pending(service: Service) -> int:
    """Start what was launched and not started, because a process or Temporal was away; how many were started.

    One that cannot be started does not hold up the others.

    Raises
    ------
    sqlalchemy.exc.SQLAlchemyError
        The store is away.
    """
    started = 0
    for one in await to_its_end(lambda: service.read(launches.pending_launches)):
        try:
            await _bring_up(service, one.directive, one.issuer)
        except DocketAwayError as error:
            structlog.get_logger().warning("launch_pending", directive=one.directive, error=str(error))
        except ProblemError as refusal:
            structlog.get_logger().warning("launch_undone", directive=one.directive, code=refusal.code)
        else:
            started += 1
    return started


async def keep_relaunching(service: Service) -> None:
    """Look for pending launches now and every minute, without end; and take in what was launched elsewhere."""
    log = structlog.get_logger()
    while True:
        try:
            if started := await relaunch_pending(service):
                log.info("relaunched", directives=started)
            await restart_unopened(service)
            await to_its_end(service.keep_up)
        except (DocketAwayError, SQLAlchemyError) as error:
            log.warning("relaunch_failed", error=str(error))
        await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)


async def restart_unopened(service: Service) -> None:
    """Start again what counts as started and has opened no docket since; where it runs that changes nothing.

    Raises
    ------
    DocketAwayError
        Temporal is away.
    sqlalchemy.exc.SQLAlchemyError
        The store is away.
    """
    before = service.deps.clock() - service.deps.stretched(_UNOPENED_AFTER)
    unopened = await to_its_end(lambda: service.read(lambda connection: launches.unopened_launches(connection, before)))
    for one in unopened:
        await service.deps.dockets.start(one.directive, one.issuer, service.deps.flush_seconds)


def _take(service: Service, connection: sa.Connection, actor: Actor, drafted: Directive, word: Word) -> Launch:
    """Take the directive's identity, after whoever launches for the same issuer at the same time."""
    _go_first(connection, drafted.issuer)
    reached, now = directives.state(connection, drafted.id), service.deps.clock()
    tree = service.deps.directory.tree(connection)
    if reached in launches.LAUNCHABLE:
        refuse_faulty(connection, drafted, tree)
    if reached is DirectiveState.DRAFT and launches.holder(connection, drafted) is None:
        question(connection, drafted, word, actor, now)
        weigh(Look(connection, service.running, tree), Launched(drafted, actor, now, word.accepted))
    return launches.launch(connection, drafted.id, actor, now)


def _go_first(connection: sa.Connection, issuer: AgencyId) -> None:
    locks.hold(connection, f"launching/{issuer}")


async def _started(service: Service, taken: Launch) -> Launch:
    if taken.state is not DirectiveState.LAUNCHING:
        return taken
    try:
        await _bring_up(service, taken.directive, taken.issuer)
    except DocketAwayError as error:
        structlog.get_logger().warning("launch_pending", directive=taken.directive, error=str(error))
        raise problem(ApiCode.LAUNCH_PENDING, more={"directive": taken.directive}) from error
    return replace(taken, state=DirectiveState.RUNNING)


async def _bring_up(service: Service, directive: DirectiveId, issuer: AgencyId) -> None:
    """Do what is left to do for a directive whose identity is taken; every step may be done again.

    Raises
    ------
    DocketAwayError
        A docket could not be reached; it is to be tried again.
    ProblemError
        The docket above does not take the plan; the launch was undone.
    """
    ordered = await asyncio.to_thread(service.read, lambda connection: _ordered(connection, directive))
    refusal = None if ordered is None else await attach(service, ordered)
    if ordered is not None and refusal is not None and await _undone(service, ordered.plan, refusal):
        raise replace(refused(refusal, service.deps.directory.name_of), more={"directive": directive})
    await service.deps.dockets.start(directive, issuer, service.deps.flush_seconds)
    await _write(service, lambda connection: launches.set_running(connection, directive))


def _ordered(connection: sa.Connection, directive: DirectiveId) -> Ordered | None:
    plan = directives.load(connection, directive)
    launched = directives.launched(connection, directive)
    return None if plan.parent is None or launched is None else Ordered(plan, *launched)


async def _undone(service: Service, plan: Directive, refusal: Refusal) -> bool:
    """Whether the launch was undone; it stays where another process has had the plan attached meanwhile."""

    def undo(connection: sa.Connection) -> bool:
        return not own_plans.attached(connection, plan) and launches.take_back(connection, plan.id, (refusal,))

    return await _write(service, undo)


async def _write(service: Service, change: Callable[[sa.Connection], T]) -> T:
    def changed() -> T:
        with service.deps.engines.write.begin() as connection:
            return change(connection)

    return await asyncio.to_thread(changed)
