"""Who has signed for the changes that a docket made, and who has not."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.receipts import Receipt, amendments
from thac.domain.views import assignment_id
from thac.store import tables as t
from thac.store.ledger import read
from thac.store.queries.assignments import text_named
from thac.store.queries.cascades import DocketLine


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One signature, given or awaited: of a docket below, or under an assignment, by its id."""

    agency: AgencyId
    name: str
    below: str | None
    assignment: str | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One change with its receipts; ``text`` is the digest of the words that came with it."""

    seq: int
    kind: str
    at: datetime
    actor: Actor | None
    task: int | None
    text: str | None
    receipts: tuple[ReceiptLine, ...]

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(1 for one in self.receipts if one.signed_at is not None)


def receipts(connection: sa.Connection, docket: DocketLine) -> tuple[AmendmentLine, ...]:
    """The changes that a docket made and that call for signatures, the latest first."""
    found = amendments(docket.id, read(connection, docket.id))
    agencies = {one.agency for amendment in found for one in amendment.receipts}
    names = {
        row.id: row.name
        for row in connection.execute(
            sa.select(t.agencies.c.id, t.agencies.c.name).where(t.agencies.c.id.in_(agencies))
        )
    }

    def line(one: Receipt) -> ReceiptLine:
        row = None if one.assignment is None else assignment_id(docket.directive, docket.agency, one.assignment)
        return ReceiptLine(one.agency, names.get(one.agency, one.agency), one.below, row, one.signed_at)

    return tuple(
        AmendmentLine(
            amendment.recorded.seq,
            amendment.recorded.event.kind,
            amendment.recorded.effective_at,
            amendment.recorded.actor,
            getattr(amendment.recorded.event, "task", None),
            text_named(amendment.recorded.event),
            tuple(line(one) for one in amendment.receipts),
        )
        for amendment in reversed(found)
    )
