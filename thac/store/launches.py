"""How a launch is kept: under an identity that exists once, on its way to its root docket, failed or undone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.codec import dump
from thac.domain.directives import Directive, DirectiveId
from thac.domain.refusals import Refusal
from thac.store import likenesses, search
from thac.store import tables as t
from thac.store.directives import DirectiveState, content_digest, identity, load, state, write_tasks

_Values: TypeAlias = dict[str, str | datetime | None]

LAUNCHABLE = frozenset({DirectiveState.DRAFT, DirectiveState.FAILED})
"""The states from which a directive is launched."""


@dataclass(frozen=True, slots=True)
class Launch:
    """What came of asking to launch a directive.

    ``directive`` is the one that bears the identity: the one asked for, or the first that was launched with it, when
    ``first`` is False. ``same_content`` says whether their contents are equal.
    """

    directive: DirectiveId
    issuer: AgencyId
    state: DirectiveState
    first: bool
    same_content: bool = True


@dataclass(frozen=True, slots=True)
class Pending:
    """A directive whose identity is taken and whose root docket may not have been started."""

    directive: DirectiveId
    issuer: AgencyId


def launch(connection: sa.Connection, directive: DirectiveId, by: Actor, at: datetime) -> Launch:
    """Take the identity of a draft and write its tasks, in the connection's transaction; nothing is started yet.

    Two launches of one identity, also at once, take it once: the second is told which directive was the first. One
    whose launch failed kept its identity and is on its way again.

    Raises
    ------
    LookupError
        There is none of that id.
    """
    drafted = load(connection, directive)
    reached = state(connection, directive)
    if reached not in LAUNCHABLE:
        return Launch(directive, drafted.issuer, reached, first=False)
    if reached is DirectiveState.DRAFT and (other := holder(connection, drafted)) is not None:
        return other
    values: _Values = {"identity": identity(drafted), "launched_by": _actor(by), "launched_at": at, "failure": None}
    try:
        with connection.begin_nested():
            taken = _move(connection, directive, (reached,), DirectiveState.LAUNCHING, values)
    except IntegrityError:
        if (other := holder(connection, drafted)) is None:
            raise
        return other
    if not taken:  # another transaction launched this very draft since we read it
        return launch(connection, directive, by, at)
    if reached is DirectiveState.DRAFT:
        write_tasks(connection, drafted)
        likenesses.remember(connection, drafted)
    return Launch(directive, drafted.issuer, DirectiveState.LAUNCHING, first=True)


def holder(connection: sa.Connection, drafted: Directive) -> Launch | None:
    """The directive that was launched with the identity of this one; None when none was."""
    row = connection.execute(
        sa.select(t.directives.c.id, t.directives.c.issuer, t.directives.c.state).where(
            t.directives.c.identity == identity(drafted)
        )
    ).first()
    if row is None:
        return None
    same = content_digest(load(connection, row.id)) == content_digest(drafted)
    return Launch(row.id, row.issuer, DirectiveState(row.state), first=False, same_content=same)


def take_back(connection: sa.Connection, directive: DirectiveId, why: Iterable[Refusal] = ()) -> bool:
    """Undo a launch that gave nothing out: a draft again, its identity free; whether it was one.

    ``why`` is kept with the draft; without it stays what was kept when the launch failed.
    """
    undone: _Values = {"identity": None, "launched_by": None, "launched_at": None}
    if reasons := tuple(why):
        undone["failure"] = _reasons(reasons)
    on_its_way = (DirectiveState.LAUNCHING, DirectiveState.FAILED)
    if not _move(connection, directive, on_its_way, DirectiveState.DRAFT, undone):
        return False
    connection.execute(sa.delete(t.tasks).where(t.tasks.c.directive == directive))
    search.file_directive(connection, directive)
    likenesses.forget(connection, directive)
    return True


def set_failed(connection: sa.Connection, directive: DirectiveId, why: Iterable[Refusal]) -> None:
    """Note that a launched directive could not be planned, and why; it keeps its identity."""
    launched = (DirectiveState.LAUNCHING, DirectiveState.RUNNING)
    _move(connection, directive, launched, DirectiveState.FAILED, {"failure": _reasons(tuple(why))})


def set_running(connection: sa.Connection, directive: DirectiveId) -> None:
    """Note that the root docket was started."""
    _move(connection, directive, (DirectiveState.LAUNCHING,), DirectiveState.RUNNING, {})


def pending_launches(connection: sa.Connection) -> tuple[Pending, ...]:
    """The directives that were launched and may not have been started, oldest first."""
    return _launches(connection, t.directives.c.state == DirectiveState.LAUNCHING.value)


def unopened_launches(connection: sa.Connection, before: datetime) -> tuple[Pending, ...]:
    """The directives that were launched before that moment, count as running and whose root docket has not opened."""
    here = t.directives.c
    root = sa.exists().where(t.dockets.c.id == sa.literal("cascade/") + here.id + "/" + here.issuer)
    return _launches(connection, here.state == DirectiveState.RUNNING.value, here.launched_at < before, sa.not_(root))


def _launches(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> tuple[Pending, ...]:
    found: Iterable[sa.Row[tuple[str, str]]] = connection.execute(
        sa.select(t.directives.c.id, t.directives.c.issuer)
        .where(*where)
        .order_by(t.directives.c.launched_at, t.directives.c.id)
    )
    return tuple(Pending(row.id, row.issuer) for row in found)


def _move(
    connection: sa.Connection,
    directive: DirectiveId,
    reached: Iterable[DirectiveState],
    to: DirectiveState,
    values: _Values,
) -> bool:
    """Set a directive's state if it is one of those; whether it was."""
    here = (t.directives.c.id == directive, t.directives.c.state.in_([one.value for one in reached]))
    moved = connection.execute(sa.update(t.directives).where(*here).values({**values, "state": to.value}))
    return moved.rowcount > 0


def _reasons(why: tuple[Refusal, ...]) -> str:
    return json.dumps(dump(tuple[Refusal, ...], why), ensure_ascii=False)


def _actor(actor: Actor) -> str:
    return json.dumps(dump(Actor, actor), ensure_ascii=False)
