"""Who has signed for what was changed from above? Each change with those it concerns, by going through the ledger.

An agency signs in two ways: its docket follows the instruction and says so, and a person signs under the assignment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.assignments import Assignment
from thac.domain.docket import Docket
from thac.domain.folding import apply
from thac.domain.ledger import Entry, decode


@dataclass(frozen=True, slots=True)
class Receipt:
    """One signature, given or awaited: of the docket ``below``, or of the lead under the assignment of that key."""

    agency: AgencyId
    below: str | None = None
    assignment: str | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """One event of a docket that somebody has to sign for, and the receipts it calls for, signed or not."""

    recorded: ev.Recorded
    receipts: tuple[Receipt, ...]

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(1 for one in self.receipts if one.signed_at is not None)


def amendments(docket: str, entries: Iterable[Entry]) -> tuple[Amendment, ...]:
    """Everything that a docket changed and that calls for receipts, in the order of its ledger.

    Raises
    ------
    BrokenChainError
        An entry is no event that this version knows.
    """
    book = _Receipts(Docket(docket))
    for entry in entries:
        book.take(decode(entry.body), entry.hash)
    return tuple(Amendment(recorded, tuple(book.receipts[recorded.seq])) for recorded in book.changes)


@dataclass(slots=True)
class _Receipts:
    docket: Docket
    changes: list[ev.Recorded] = field(default_factory=list)
    receipts: dict[int, list[Receipt]] = field(default_factory=dict)

    def take(self, recorded: ev.Recorded, digest: str) -> None:
        rows, instructions = dict(self.docket.rows), dict(self.docket.instructions)
        apply(self.docket, recorded, digest)
        called = [*self._told(instructions, recorded.seq), *self._to_sign(rows)]
        if called:
            self.changes.append(recorded)
            self.receipts[recorded.seq] = called
        event, at = recorded.event, recorded.effective_at
        if isinstance(event, ev.Acknowledged):
            self._sign(recorded.seq, at, assignment=event.assignment)
        elif isinstance(event, ev.Receipted):
            self._sign(event.number, at, below=self.docket.docket_below(event.below))

    def _told(self, before: Mapping[str, tuple[object, ...]], seq: int) -> Iterable[Receipt]:
        for name, instructions in sorted(self.docket.instructions.items()):
            if before.get(name) is not instructions and any(one.number == seq for one in instructions):
                below = self.docket.docket_below(name)
                yield Receipt(below.rsplit("/", 1)[1], below=below)

    def _to_sign(self, before: dict[str, Assignment]) -> Iterable[Receipt]:
        for key, row in self.docket.rows.items():
            known = before.get(key)
            if known is not row and row.unsigned > (0 if known is None else known.unsigned):
                yield Receipt(row.lead, assignment=key)

    def _sign(self, until: int, at: datetime, *, below: str | None = None, assignment: str | None = None) -> None:
        """Everything up to that number that waits for this signature has it."""
        for seq, waiting in self.receipts.items():
            if seq <= until:
                self.receipts[seq] = [
                    replace(one, signed_at=at)
                    if one.signed_at is None and (one.below, one.assignment) == (below, assignment)
                    else one
                    for one in waiting
                ]
