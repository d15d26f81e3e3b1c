"""What a docket asks of the store, and what the store answers: append if the head is the one I know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from thac.domain.commands import Parcel
from thac.domain.docket import Docket
from thac.domain.ledger import Entry
from thac.domain.turns import Done, Turn
from thac.domain.views import AssignmentView, DocketView, assignment_views, docket_view


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """That a request was carried out: its key, the digest of its body, and the number of its last event."""

    key: str
    fingerprint: str
    seq: int


@dataclass(frozen=True, slots=True)
class Append:
    """Entries to write if, and only if, the ledger of the docket ends at ``head`` with ``hash``.

    ``view`` and ``rows`` are what the read model holds afterwards; ``answers`` are the requests carried out with these
    entries; ``keys`` are all requests that wait for an answer. Without entries it only compares.

    ``decided_at`` is the moment for which it was decided, ``becomes`` the hash that the ledger ends with afterwards.
    """

    docket: str
    head: int
    hash: str
    entries: tuple[Entry, ...] = ()
    view: DocketView | None = None
    rows: tuple[AssignmentView, ...] = ()
    answers: tuple[AnswerRecord, ...] = ()
    keys: tuple[str, ...] = ()
    decided_at: datetime | None = None
    becomes: str | None = None


def append_of(before: Docket, turn: Turn, pending: Iterable[Parcel] = ()) -> Append:
    """What has to be written of a turn that went out from that docket; ``pending`` are the requests that wait."""
    docket = turn.docket
    return Append(
        docket=docket.id,
        head=before.head,
        hash=before.hash,
        entries=tuple(turn.entries),
        view=docket_view(docket) if turn.entries else None,
        rows=tuple(assignment_views(docket, turn.changed)),
        answers=tuple(
            AnswerRecord(key, turn.fingerprints[key], outcome.seq)
            for key, outcome in turn.answers.items()
            if isinstance(outcome, Done)
        ),
        keys=tuple(parcel.key for parcel in pending),
        decided_at=turn.now,
        becomes=docket.hash,
    )


@dataclass(frozen=True, slots=True)
class Appended:
    """Everything was written, in one transaction."""


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing was written: the store holds more than the docket knew.

    ``entries`` are the next ones (perhaps not all), ``answers`` what it holds of the requests that wait.
    """

    entries: tuple[Entry, ...]
    answers: tuple[AnswerRecord, ...]


@dataclass(frozen=True, slots=True)
class Diverged:
    """Nothing was written: the store holds less than the docket, or something else. Only a person can mend that."""

    reason: str


Outcome = Appended | Held | Diverged
