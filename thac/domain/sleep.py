"""What a docket and the store tell each other when it goes to sleep and when it wakes."""

from dataclasses import dataclass
from datetime import datetime

from thac.domain.hearings import ChildReport


@dataclass(frozen=True, slots=True)
class Memory:
    """What a docket knows and its ledger does not hold.

    ``children`` is what those below last said of themselves, ``told`` what the docket last told the one above.
    """

    children: tuple[ChildReport, ...] = ()
    told: ChildReport | None = None


@dataclass(frozen=True, slots=True)
class Sleep:
    """A docket that wants to sleep with that head, until the next moment at which anything in it calls (None: none)."""

    docket: str
    head: int
    hash: str
    until: datetime | None
    memory: Memory


@dataclass(frozen=True, slots=True)
class Waking:
    """Which docket wakes, and the run of its workflow that asks: the same one may ask again, another may not."""

    docket: str
    run: str


@dataclass(frozen=True, slots=True)
class Woken:
    """What the docket kept when it went to sleep; None if it did not, or another run woke and was lost since."""

    memory: Memory | None
