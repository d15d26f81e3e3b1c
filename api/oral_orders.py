"""How an order that was given by word of mouth is captured, given out, and confirmed by whoever gave it."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final

import sqlalchemy as sa

from api.codes import ApiCode
from api.dependencies import LAUNCHING_ROLES, Service
from api.desk import KEY
from api.drafting import Asked
from api.duplicates import Word
from api.errors import problem
from api.launching import launch_what, take_drafted
from api.page_codes import PageCode, page_problem
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree, Role
from thac.domain.calendar import civil_day
from thac.domain.deadlines import Deadline, Operator
from thac.domain.directives import Directive, Mode, Task
from thac.store import oral_orders
from thac.store.launches import Launch
from thac.store.oral_orders import Captured, Channel, Order, Outcome

DOC_TYPE: Final = "Chỉ đạo miệng"
_CAPTURING: Final = LAUNCHING_ROLES | {Role.UNIT, Role.OFFICER}
_ID_BYTES: Final = 8
_SUBJECT: Final = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What was ordered: by whom, by which way, what, who leads, by when."""

    ordered_by: str
    channel: Channel
    text: str
    lead: AgencyId
    due_on: date | None
    due_at: time | None


def may_capture(actor: Actor) -> bool:
    """Whether he may capture what he was told: offices for their own agency, units from the one above them."""
    return actor.role in _CAPTURING


def gives_out(actor: Actor) -> bool:
    """Whether what he captures is given out at once; otherwise it is when its giver confirms it."""
    return actor.role in LAUNCHING_ROLES


def issuer_of(actor: Actor, tree: AgencyTree) -> AgencyId:
    """For which agency he captures orders.

    Raises
    ------
    ProblemError
        He may not, or nobody stands above his unit.
    """
    above = actor.agency if gives_out(actor) else tree[actor.agency].parent
    if above is None or not may_capture(actor):
        raise problem(ApiCode.NOT_ALLOWED, agency=actor.agency)
    return above


async def capture(service: Service, actor: Actor, said: Said, key: str, word: Word) -> tuple[str, Launch | None]:
    """Keep an order; where an office captured it, it is given out at once. Its id, and what came of the launch.

    Raises
    ------
    ProblemError
        He may not, or the order is refused like any directive.
    """
    if KEY.fullmatch(key) is None:
        raise problem(ApiCode.BAD_KEY)
    ids: list[str] = []

    def kept(connection: sa.Connection, launched: Launch | None) -> None:
        issuer = issuer_of(actor, service.deps.directory.tree(connection))
        captured = Captured(
            secrets.token_hex(_ID_BYTES),
            f"{actor.agency}/{actor.name}/{key}",
            issuer,
            actor.agency,
            said.ordered_by,
            said.channel,
            said.text,
            said.lead,
            said.due_on,
            said.due_at,
            actor,
            service.deps.clock(),
        )
        ids.append(oral_orders.keep(connection, captured, None if launched is None else launched.directive))

    if not gives_out(actor):
        await asyncio.to_thread(_write, service, lambda connection: kept(connection, None))
        return ids[-1], None
    ordered = _directive(actor.agency, said, civil_day(service.deps.clock()))

    def taken(connection: sa.Connection) -> Launch:
        launched = take_drafted(service, connection, Asked(ordered, actor, key), word)
        kept(connection, launched)
        return launched

    launched = await launch_what(service, taken)
    return ids[-1], launched


async def confirm(service: Service, actor: Actor, order: str, word: Word) -> Launch | None:
    """The word of whoever gave the order; one that was not given out is given out by it. None: it was before.

    Raises
    ------
    ProblemError
        It is not his, he said before that he did not give it, or the order is refused like any directive.
    """
    if await asyncio.to_thread(_confirmed, service, actor, order):
        return None

    def taken(connection: sa.Connection) -> Launch:
        held = _held(connection, actor, order)
        captured, now = held.captured, service.deps.clock()
        said = Said(
            captured.ordered_by, captured.channel, captured.text, captured.lead, captured.due_on, captured.due_at
        )
        drafted = _directive(captured.agency, said, civil_day(captured.at))
        launched = take_drafted(service, connection, Asked(drafted, actor), word)
        if held.outcome is None:
            given_out = replace(held, directive=launched.directive)
            oral_orders.decide(connection, given_out, Outcome.CONFIRMED, actor, now)
        return launched

    return await launch_what(service, taken)


def _confirmed(service: Service, actor: Actor, order: str) -> bool:
    """Confirm an order that was given out when it was captured; whether nothing is left to do."""
    with service.deps.engines.write.begin() as connection:
        held = _held(connection, actor, order)
        if held.outcome is None and held.directive is not None:
            oral_orders.decide(connection, held, Outcome.CONFIRMED, actor, service.deps.clock())
        return held.directive is not None


def refuse(service: Service, actor: Actor, order: str) -> None:
    """The word that the order was not given; one that was given out is recalled instead. Blocks.

    Raises
    ------
    ProblemError
        It is not his, or was given out.
    """
    with service.deps.engines.write.begin() as connection:
        held = _held(connection, actor, order)
        if held.directive is not None:
            raise page_problem(PageCode.ORDER_GIVEN_OUT)
        oral_orders.decide(connection, held, Outcome.REFUSED, actor, service.deps.clock())


def _his(connection: sa.Connection, actor: Actor, order: str) -> Order:
    found = oral_orders.find(connection, order)
    if found is None or actor.agency not in {found.captured.agency, found.captured.receiver}:
        raise problem(ApiCode.NOT_FOUND)
    if actor.role is not Role.SUPERVISOR or actor.agency != found.captured.agency:
        raise problem(ApiCode.NOT_ALLOWED, agency=found.captured.agency)
    return found


def _held(connection: sa.Connection, actor: Actor, order: str) -> Order:
    """The order, about which nobody else decides until the transaction ends; one that was refused stays so."""
    oral_orders.hold(connection, order)
    held = _his(connection, actor, order)
    if held.outcome is Outcome.REFUSED:
        raise page_problem(PageCode.ORDER_REFUSED)
    return held


def _write(service: Service, change: Callable[[sa.Connection], None]) -> None:
    with service.deps.engines.write.begin() as connection:
        change(connection)


def _directive(issuer: AgencyId, said: Said, today: date) -> Directive:
    """The order as a directive: one task with one lead, marked by its type as given by word of mouth."""
    due = None if said.due_on is None else Deadline(said.due_on, Operator.BY, said.due_at)
    task = Task(1, said.text, Mode.SINGLE, (said.lead,), deadline=due)
    subject = " ".join(said.text.split())[:_SUBJECT]
    return Directive(secrets.token_hex(_ID_BYTES), issuer, DOC_TYPE, subject, today, (task,))
