"""What a portal reads of the public directives: numbers by state and level."""

from datetime import date, datetime

from api.schemas.words import Output
from thac.domain.agencies import Level
from thac.domain.assignments import State, Timeliness
from thac.store.directives import DirectiveState
from thac.store.queries.cascades import Counts, LevelCounts
from thac.store.queries.public import Progress, PublicLine


class PublicCounts(Output):
    """How many assignments there are by state and by how they stand to their deadlines; what none has is left out."""

    total: int
    completed: int
    by_state: dict[State, int]
    by_timeliness: dict[Timeliness, int]
    withdrawn: int
    undated: int


class PublicLevel(Output):
    """What agencies of one level gave to agencies of one level; nothing is counted at two levels."""

    issuers: Level
    leads: Level
    counts: PublicCounts


class PublicDirective(Output):
    """A public directive; ``counts`` is what its issuer gave out, ``page`` the address of its page."""

    id: str
    issuer: str
    doc_type: str
    number: str | None
    symbol: str | None
    subject: str
    issued_on: date
    state: DirectiveState
    updated_at: datetime
    page: str
    counts: PublicCounts


class PublicDetail(PublicDirective):
    """One public directive with its counts by level."""

    levels: list[PublicLevel]


class PublicList(Output):
    """A part of the public directives: ``count`` of ``total``, after the first ``offset``."""

    directives: list[PublicDirective]
    count: int
    total: int
    offset: int
    limit: int


def counts_out(counts: Counts) -> PublicCounts:
    """Counts, as they go out."""
    return PublicCounts(
        total=counts.total,
        completed=counts.by_state.get(State.COMPLETED, 0),
        by_state=counts.by_state,
        by_timeliness=counts.by_timeliness,
        withdrawn=counts.withdrawn,
        undated=counts.undated,
    )


def line_out(line: PublicLine, page: str) -> PublicDirective:
    """A directive of the list, as it goes out."""
    return PublicDirective(
        id=line.id,
        issuer=line.issuer_name,
        doc_type=line.doc_type,
        number=line.number,
        symbol=line.symbol,
        subject=line.subject,
        issued_on=line.issued_on,
        state=line.state,
        updated_at=line.updated_at,
        page=page,
        counts=counts_out(line.counts),
    )


def detail_out(found: Progress, page: str) -> PublicDetail:
    """One directive, as it goes out."""
    levels = [_level(one) for one in found.levels]
    return PublicDetail(**dict(line_out(found.line, page)), levels=levels)


def _level(one: LevelCounts) -> PublicLevel:
    return PublicLevel(issuers=one.issuers, leads=one.leads, counts=counts_out(one.counts))
