"""What a docket asks of the store, and what the store answers: append if the head is the one I know."""

from dataclasses import dataclass

from thac.domain.ledger import Entry
from thac.domain.views import AssignmentView, DocketView


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
    """

    docket: str
    head: int
    hash: str
    entries: tuple[Entry, ...] = ()
    view: DocketView | None = None
    rows: tuple[AssignmentView, ...] = ()
    answers: tuple[AnswerRecord, ...] = ()
    keys: tuple[str, ...] = ()


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
