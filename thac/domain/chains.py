"""Is a stored ledger what its docket wrote? Numbers, hashes, and what others know of its head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from thac.domain import events as ev
from thac.domain.docket import GENESIS
from thac.domain.findings import Code, Finding, finding
from thac.domain.ledger import BrokenChainError, Entry, decode, link
from thac.domain.views import assignment_id


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One row of the table of events: the entry, and what stands beside its bytes for queries."""

    entry: Entry
    kind: str
    assignment: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who knows of an event: a docket's row, an alert, an answer, a running workflow, a backup.

    ``hash`` is the hash he knows for it, None where he knows only the number.
    """

    name: str
    head: int
    hash: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """What a ledger's verification came to: the events that hold together from the first on, and what is wrong."""

    sound: tuple[tuple[Entry, ev.Recorded], ...]
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether every event holds and nobody knows of more."""
        return not self.findings


def verify(docket: str, stored: Sequence[StoredEvent], head: Witness | None, witnesses: Iterable[Witness]) -> Chain:
    """The chain of one ledger, its events in order of their numbers.

    ``head`` is what the docket's row says of the last event, None where there is no row.
    """
    sound, findings = _walk(docket, stored)
    tail = stored[-1].entry.seq if stored else 0
    everybody = (*((head,) if head else ()), *witnesses)
    cut = [witness for witness in everybody if witness.head > tail]
    if cut:
        last = max(cut, key=lambda witness: witness.head)
        findings.append(finding(Code.TAIL_CUT, docket, seq=tail, witness=last.name, head=last.head))
    elif head is not None and head.head < tail:
        findings.append(finding(Code.EVENT_APPENDED, docket, seq=tail, head=head.head))
    elif not findings:
        findings += _contradicted(docket, stored, everybody)
    return Chain(tuple(sound), tuple(findings))


def _contradicted(docket: str, stored: Sequence[StoredEvent], witnesses: Iterable[Witness]) -> Iterable[Finding]:
    """Which event has another hash than somebody knows for it; the ledger itself is without a gap."""
    for witness in witnesses:
        if witness.hash is not None and witness.head and stored[witness.head - 1].entry.hash != witness.hash:
            what = f"{witness.name} has another hash for it"
            yield finding(Code.EVENT_ALTERED, docket, seq=witness.head, what=what)


def _walk(docket: str, stored: Sequence[StoredEvent]) -> tuple[list[tuple[Entry, ev.Recorded]], list[Finding]]:
    sound: list[tuple[Entry, ev.Recorded]] = []
    findings: list[Finding] = []
    previous: Entry | None = None
    for row in stored:
        expected = 1 if previous is None else previous.seq + 1
        findings += [finding(Code.EVENT_MISSING, docket, seq=seq) for seq in range(expected, row.entry.seq)]
        follows = row.entry.seq == expected
        before = (GENESIS if previous is None else previous.hash) if follows else None
        recorded, what = _read(row, before)
        if what is not None:
            findings.append(finding(Code.EVENT_ALTERED, docket, seq=row.entry.seq, what=what))
        if not findings and recorded is not None:
            sound.append((row.entry, recorded))
        previous = row.entry
    return sound, findings


def _read(row: StoredEvent, before: str | None) -> tuple[ev.Recorded | None, str | None]:
    """The event and what is wrong with it; ``before`` is the hash it follows, None where that is missing."""
    if before is not None and link(before, row.entry.body) != row.entry.hash:
        return None, "it does not fit the hash of the one before"
    try:
        recorded = decode(row.entry.body)
    except BrokenChainError as error:
        return None, str(error)
    return recorded, _beside(row, recorded)


def _beside(row: StoredEvent, recorded: ev.Recorded) -> str | None:
    """Which column does not say what the bytes say."""
    key = getattr(recorded.event, "assignment", None)
    named = None
    if key is not None:
        _, directive, agency = recorded.docket.rsplit("/", 2)
        named = assignment_id(directive, agency, key)
    said = (recorded.docket, recorded.seq, recorded.event.kind, recorded.at, named)
    beside = (row.entry.docket, row.entry.seq, row.kind, row.at, row.assignment)
    if said == beside:
        return None
    columns = ("docket", "seq", "kind", "at", "assignment")
    wrong = [name for name, one, other in zip(columns, said, beside, strict=True) if one != other]
    return f"the column {', '.join(wrong)} does not say what the event says"
