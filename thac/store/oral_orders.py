"""Orders that were given by word of mouth: captured by who received them, confirmed by who gave them."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.codec import dump
from thac.domain.codec import load as decode
from thac.domain.directives import DirectiveId
from thac.store import chronicle, locks
from thac.store import tables as t
from thac.store.chronicle import Kind
from thac.store.queries.pages import Page, Window, page

_HOUR: Final = "%H:%M"


class Channel(StrEnum):
    """By which way it was given."""

    DIRECT = "direct"
    """Chỉ đạo trực tiếp"""
    MEETING = "meeting"
    """Họp giao ban"""
    PHONE = "phone"
    """Điện thoại"""


class Outcome(StrEnum):
    """What whoever is said to have given it says."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    """He did not give it; nothing was given out."""


@dataclass(frozen=True, slots=True)
class Captured:
    """An order as it was captured: for which ``agency`` it is given out, by whom it was given, what, to whom, by when.

    ``receiver`` is the agency of whoever captured it, ``request`` the name of his request: sent twice, it is one order.
    """

    id: str
    request: str
    agency: AgencyId
    receiver: AgencyId
    ordered_by: str
    channel: Channel
    text: str
    lead: AgencyId
    due_on: date | None
    due_at: time | None
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it stands. ``directive`` is what it was given out as; without an outcome nobody has confirmed it."""

    captured: Captured
    lead_name: str
    directive: DirectiveId | None
    outcome: Outcome | None
    decided_by: Actor | None
    decided_at: datetime | None


def hold(connection: sa.Connection, order: str) -> None:
    """Let nobody else decide about the order until the transaction ends."""
    locks.hold(connection, f"order/{order}")


def keep(connection: sa.Connection, captured: Captured, directive: DirectiveId | None) -> str:
    """Keep an order, unless the same request has kept it before; its id."""
    here = t.oral_orders.c
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    kept = connection.execute(
        insert(t.oral_orders)
        .values(
            id=captured.id,
            request=captured.request,
            agency=captured.agency,
            receiver=captured.receiver,
            ordered_by=captured.ordered_by,
            channel=captured.channel.value,
            text=captured.text,
            lead=captured.lead,
            due_on=captured.due_on,
            due_at=None if captured.due_at is None else captured.due_at.strftime(_HOUR),
            captured_by=_text(captured.by),
            captured_at=captured.at,
            directive=directive,
        )
        .on_conflict_do_nothing(index_elements=[here.request])
        .returning(here.id)
    ).scalar()
    if kept is None:
        before: str = connection.execute(sa.select(here.id).where(here.request == captured.request)).scalar_one()
        return before
    chronicle.note(connection, Kind.ORAL_ORDER, captured.id, captured.at)
    return captured.id


def decide(connection: sa.Connection, order: Order, outcome: Outcome, by: Actor, at: datetime) -> None:
    """Keep what was said about an order, and what it was given out as; the caller holds it."""
    connection.execute(
        sa.update(t.oral_orders)
        .where(t.oral_orders.c.id == order.captured.id)
        .values(outcome=outcome.value, decided_by=_text(by), decided_at=at, directive=order.directive)
    )
    chronicle.note(connection, Kind.ORAL_ORDER, order.captured.id, at)


def find(connection: sa.Connection, order: str) -> Order | None:
    """The order of that id."""
    row = connection.execute(_orders().where(t.oral_orders.c.id == order)).first()
    return None if row is None else _order(row)


def of_directive(connection: sa.Connection, directive: DirectiveId) -> Order | None:
    """The order that was given out as that directive; None where it was none."""
    here = t.oral_orders.c
    row = connection.execute(_orders().where(here.directive == directive).order_by(here.captured_at)).first()
    return None if row is None else _order(row)


def listed(connection: sa.Connection, agency: AgencyId, window: Window, *, pending: bool | None = None) -> Page[Order]:
    """The orders that an agency gave or received, those that wait for their confirmation first, then the latest."""
    here = t.oral_orders.c
    where = [sa.or_(here.agency == agency, here.receiver == agency)]
    if pending is not None:
        where.append(here.outcome.is_(None) if pending else here.outcome.is_not(None))
    counted = sa.select(sa.func.count()).select_from(t.oral_orders).where(*where)
    order = (here.outcome.is_not(None), here.captured_at.desc(), here.id)
    return page(connection, counted, _orders().where(*where).order_by(*order), window, _order)


def _orders() -> sa.Select[Any]:
    return sa.select(t.oral_orders, t.agencies.c.name.label("lead_name")).outerjoin(
        t.agencies, t.agencies.c.id == t.oral_orders.c.lead
    )


def _order(row: Any) -> Order:
    captured = Captured(
        row.id,
        row.request,
        row.agency,
        row.receiver,
        row.ordered_by,
        Channel(row.channel),
        row.text,
        row.lead,
        row.due_on,
        None if row.due_at is None else time.fromisoformat(row.due_at),
        decode(Actor, json.loads(row.captured_by)),
        row.captured_at,
    )
    decided = None if row.decided_by is None else decode(Actor, json.loads(row.decided_by))
    outcome = None if row.outcome is None else Outcome(row.outcome)
    return Order(captured, row.lead_name or row.lead, row.directive, outcome, decided, row.decided_at)


def _text(actor: Actor) -> str:
    return json.dumps(dump(Actor, actor), ensure_ascii=False)
