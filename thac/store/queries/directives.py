"""Which directives there are for a reader."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.domain.directives import Urgency
from thac.store import tables as t
from thac.store.directives import DirectiveState
from thac.store.queries.pages import Page, Window, page
from thac.store.queries.scope import Scope, directives_in


@dataclass(frozen=True, slots=True)
class DirectiveFilter:
    """What a list of directives is narrowed to; what is None narrows nothing."""

    issuer: AgencyId | None = None
    state: DirectiveState | None = None


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """The header of a directive."""

    id: str
    issuer: AgencyId
    issuer_name: str
    doc_type: str
    number: str | None
    symbol: str | None
    subject: str
    issued_on: date
    urgency: Urgency
    implements: str | None
    state: DirectiveState
    created_at: datetime
    launched_at: datetime | None


def directives(connection: sa.Connection, scope: Scope, wanted: DirectiveFilter, window: Window) -> Page[DirectiveLine]:
    """The directives of a scope, the newest first."""
    where = [directives_in(scope)]
    if wanted.issuer is not None:
        where.append(t.directives.c.issuer == wanted.issuer)
    if wanted.state is not None:
        where.append(t.directives.c.state == wanted.state.value)
    counted = sa.select(sa.func.count()).select_from(t.directives).where(*where)
    listed = headers().where(*where).order_by(t.directives.c.created_at.desc(), t.directives.c.id)
    return page(connection, counted, listed, window, header)


def directive(connection: sa.Connection, scope: Scope, wanted: str) -> DirectiveLine | None:
    """One directive's header; None when there is none of that id within the scope."""
    row = connection.execute(headers().where(t.directives.c.id == wanted, directives_in(scope))).first()
    return None if row is None else header(row)


def own_plans(connection: sa.Connection, scope: Scope, above: str) -> tuple[DirectiveLine, ...]:
    """The launched directives within the scope that were attached to another as own plans for it, the first one first.

    They are found by the dockets that hang under those of the other.
    """
    over, below = t.dockets.alias("over"), t.dockets.alias("below")
    hung = (
        sa.select(below.c.directive)
        .join(over, over.c.id == below.c.above)
        .where(over.c.directive == above, below.c.directive != above)
    )
    here = t.directives.c
    rows = connection.execute(
        headers().where(here.id.in_(hung), directives_in(scope)).order_by(here.launched_at, here.id)
    )
    return tuple(header(row) for row in rows)


def headers() -> sa.Select[Any]:
    """The statement that reads headers."""
    row = t.directives.c
    return sa.select(
        row.id,
        row.issuer,
        t.agencies.c.name.label("issuer_name"),
        row.doc_type,
        row.number,
        row.symbol,
        row.subject,
        row.issued_on,
        row.urgency,
        row.implements,
        row.state,
        row.created_at,
        row.launched_at,
    ).outerjoin(t.agencies, t.agencies.c.id == row.issuer)


def header(row: Any) -> DirectiveLine:
    """The header that a row of :func:`headers` holds."""
    return DirectiveLine(
        row.id,
        row.issuer,
        row.issuer_name or row.issuer,
        row.doc_type,
        row.number,
        row.symbol,
        row.subject,
        row.issued_on,
        Urgency(row.urgency),
        row.implements,
        DirectiveState(row.state),
        row.created_at,
        row.launched_at,
    )
