"""What everybody may read of the directives marked public: how far they have come, in numbers and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.domain.docket import docket_id
from thac.store import tables as t
from thac.store.directives import DirectiveState
from thac.store.publishing import marked
from thac.store.queries.cascades import Counts, LevelCounts, dockets, roll_up
from thac.store.queries.directives import headers
from thac.store.queries.pages import Page, Window, page
from thac.store.queries.scope import Scope

_EVERYTHING: Final = Scope("", "/", below=True)
_SHOWN: Final = (DirectiveState.RUNNING, DirectiveState.RECALLED)


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A public directive; ``counts`` are the copies that its issuer gave out, ``updated_at`` when that changed last."""

    id: str
    issuer: AgencyId
    issuer_name: str
    doc_type: str
    number: str | None
    symbol: str | None
    subject: str
    issued_on: date
    state: DirectiveState
    launched_at: datetime
    updated_at: datetime
    counts: Counts


@dataclass(frozen=True, slots=True)
class Progress:
    """A public directive with its counts by level."""

    line: PublicLine
    levels: tuple[LevelCounts, ...]


def public_directives(connection: sa.Connection, window: Window, now: datetime) -> Page[PublicLine]:
    """The public directives, the latest launched first."""
    counted = sa.select(sa.func.count()).select_from(t.directives).where(*_public())
    listed = headers().where(*_public()).order_by(t.directives.c.launched_at.desc(), t.directives.c.id)
    found = page(connection, counted, listed, window, lambda row: row)
    return Page(_lines(connection, found.items, now), found.total, window)


def progress(connection: sa.Connection, directive: str, now: datetime) -> Progress | None:
    """How far a public directive has come; None where it is none."""
    row = connection.execute(headers().where(t.directives.c.id == directive, *_public())).first()
    if row is None:
        return None
    return Progress(_lines(connection, (row,), now)[0], roll_up(connection, _EVERYTHING, directive, now))


def _public() -> tuple[sa.ColumnElement[bool], ...]:
    row = t.directives.c
    return row.id.in_(marked()), row.state.in_([state.value for state in _SHOWN]), row.launched_at.is_not(None)


def _lines(connection: sa.Connection, rows: tuple[Any, ...], now: datetime) -> tuple[PublicLine, ...]:
    roots = [docket_id(row.id, row.issuer) for row in rows]
    counts = {one.directive: one.counts for one in dockets(connection, _EVERYTHING, now, t.dockets.c.id.in_(roots))}
    changed = _changed(connection, [row.id for row in rows])
    return tuple(
        PublicLine(
            row.id,
            row.issuer,
            row.issuer_name or row.issuer,
            row.doc_type,
            row.number,
            row.symbol,
            row.subject,
            row.issued_on,
            DirectiveState(row.state),
            row.launched_at,
            max(row.launched_at, changed.get(row.id, row.launched_at)),
            counts.get(row.id, Counts()),
        )
        for row in rows
    )


def _changed(connection: sa.Connection, directives: list[str]) -> dict[str, datetime]:
    """When the last thing happened in any docket of each directive."""
    docket, event = t.dockets.c, t.events.c
    found = connection.execute(
        sa.select(docket.directive, sa.func.max(event.at, type_=event.at.type).label("at"))
        .join(t.events, (event.docket == docket.id) & (event.seq == docket.head))
        .where(docket.directive.in_(directives))
        .group_by(docket.directive)
    )
    return {row.directive: row.at for row in found}
