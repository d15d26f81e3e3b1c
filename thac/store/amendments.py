"""How a directive that runs is amended in the store: its number claimed, a further task written; and taken back again.

The ledger of the root docket says what was decided. What a command needs in the store is written before it is sent, so
that nobody else can take it meanwhile; afterwards the directive is brought in line with the ledger, whatever came of
the command. Each step may be done again.
"""

import json
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.codec import dump
from thac.domain.directives import Directive, DirectiveId, Task
from thac.domain.docket import docket_id
from thac.domain.ledger import decode
from thac.domain.refusals import Code, Refusal, refuse
from thac.store import directives, locks, search
from thac.store import tables as t
from thac.store.directives import DirectiveState


def issuer(connection: sa.Connection, directive: DirectiveId) -> tuple[AgencyId, DirectiveState] | None:
    """Who issued a directive, and how far it has come; None when there is none of that id."""
    row = connection.execute(
        sa.select(t.directives.c.issuer, t.directives.c.state).where(t.directives.c.id == directive)
    ).first()
    return None if row is None else (row.issuer, DirectiveState(row.state))


def is_request(connection: sa.Connection, assignment: str) -> bool:
    """Whether an assignment is a request to a body outside the chain of command; False where there is none."""
    row = connection.execute(sa.select(t.assignments.c.request).where(t.assignments.c.id == assignment)).first()
    return row is not None and bool(row.request)


def claim_number(
    connection: sa.Connection, directive: DirectiveId, registered: ev.Registered
) -> DirectiveId | Refusal | None:
    """Take the identity that number, symbol and date make, for a directive that was launched without them.

    None when it is taken, now or by an earlier try; else the directive that has it, or the refusal because this one was
    registered already.

    Raises
    ------
    LookupError
        There is no directive of that id.
    """
    found = _held(connection, directive)
    known = found if found.number is not None else _numbered(found, _registered(connection, found))
    if known.number is not None:
        return refuse(Code.REGISTERED_ALREADY, number=known.number, symbol=known.symbol or "")
    name = directives.identity(_numbered(found, registered))
    if _take(connection, directive, name):
        return None
    holder = connection.execute(sa.select(t.directives.c.id).where(t.directives.c.identity == name)).scalar_one()
    return str(holder)


def settle_number(connection: sa.Connection, directive: DirectiveId) -> None:
    """Let the directive bear the number that its ledger says; without one, let go of what was claimed."""
    found = _held(connection, directive)
    numbered = _numbered(found, _registered(connection, found))
    _take(connection, directive, directives.identity(numbered))
    if numbered != found:
        _keep(connection, numbered)
        search.file_directive(connection, directive)


def add_task(connection: sa.Connection, directive: DirectiveId, task: Task) -> Refusal | None:
    """Write a further task into the directive; the same one again changes nothing, another of its number is refused.

    Raises
    ------
    LookupError
        There is no directive of that id.
    """
    found = _held(connection, directive)
    for known in found.tasks:
        if known.number == task.number:
            return None if known == task else refuse(Code.TASK_TWICE, task=task.number)
    _keep(connection, replace(found, tasks=(*found.tasks, task)))
    directives.write_tasks(connection, replace(found, tasks=(task,)))
    return None


def settle_task(connection: sa.Connection, directive: DirectiveId, number: int) -> None:
    """Take a further task out of the directive again unless its ledger has it."""
    found = _held(connection, directive)
    if number in _tasks(connection, found):
        return
    left = tuple(task for task in found.tasks if task.number != number)
    _keep(connection, replace(found, tasks=left))
    connection.execute(sa.delete(t.tasks).where(t.tasks.c.directive == directive, t.tasks.c.number == number))
    search.file_directive(connection, directive)


def _held(connection: sa.Connection, directive: DirectiveId) -> Directive:
    """The directive, which nobody else amends until this transaction ends."""
    locks.hold(connection, f"directive/{directive}")
    return directives.load(connection, directive)


def _numbered(directive: Directive, registered: ev.Registered | None) -> Directive:
    if registered is None:
        return directive
    number, symbol, issued_on = registered.number, registered.symbol, registered.issued_on
    return replace(directive, number=number, symbol=symbol, issued_on=issued_on)


def _take(connection: sa.Connection, directive: DirectiveId, name: str) -> bool:
    """Whether the directive has that identity now; False when another has it."""
    try:
        with connection.begin_nested():
            connection.execute(sa.update(t.directives).where(t.directives.c.id == directive).values(identity=name))
    except IntegrityError:
        return False
    return True


def _keep(connection: sa.Connection, directive: Directive) -> None:
    connection.execute(
        sa.update(t.directives)
        .where(t.directives.c.id == directive.id)
        .values(
            number=directive.number,
            symbol=directive.symbol,
            issued_on=directive.issued_on,
            body=json.dumps(dump(Directive, directive), ensure_ascii=False),
        )
    )


def _registered(connection: sa.Connection, directive: Directive) -> ev.Registered | None:
    """How the root's ledger says it was registered last."""
    events = _recorded(connection, directive, ev.Registered.kind)
    last = events[-1] if events else None
    return last if isinstance(last, ev.Registered) else None


def _tasks(connection: sa.Connection, directive: Directive) -> frozenset[int]:
    """The numbers of the tasks that the root's ledger has, from its opening or added since."""
    numbers: set[int] = set()
    for event in _recorded(connection, directive, ev.Opened.kind, ev.TaskAdded.kind):
        if isinstance(event, ev.Opened):
            numbers.update(task.number for task in event.plan.tasks)
        elif isinstance(event, ev.TaskAdded):
            numbers.add(event.task.number)
    return frozenset(numbers)


def _recorded(connection: sa.Connection, directive: Directive, *kinds: str) -> list[ev.Event]:
    root = docket_id(directive.id, directive.issuer)
    rows = connection.execute(
        sa.select(t.events.c.body).where(t.events.c.docket == root, t.events.c.kind.in_(kinds)).order_by(t.events.c.seq)
    )
    return [decode(row.body).event for row in rows]
