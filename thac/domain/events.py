"""What happened in a docket, in the past tense; the ledger is made of these."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from thac.domain.agencies import AgencyId
from thac.domain.assignments import Clock
from thac.domain.commands import Actor
from thac.domain.plans import Slice


@dataclass(frozen=True, slots=True)
class Opened:
    """The docket was opened with its slice of the directive."""

    kind: ClassVar[str] = "opened"
    plan: Slice


@dataclass(frozen=True, slots=True)
class Allocation:
    """One task given out: one assignment for each of the leads."""

    task: int
    leads: tuple[AgencyId, ...]
    coordinators: tuple[AgencyId, ...] = ()


@dataclass(frozen=True, slots=True)
class Allocated:
    """Tasks were given to agencies below; each lead has an assignment from now on."""

    kind: ClassVar[str] = "allocated"
    allocations: tuple[Allocation, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The lead confirmed receipt."""

    kind: ClassVar[str] = "accepted"
    assignment: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A person was named for the work."""

    kind: ClassVar[str] = "taken"
    assignment: str
    person: str


@dataclass(frozen=True, slots=True)
class Progressed:
    """Progress was reported; the note stands in the store under its digest."""

    kind: ClassVar[str] = "progressed"
    assignment: str
    percent: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The lead claimed the result."""

    kind: ClassVar[str] = "submitted"
    assignment: str
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The issuer confirmed the result; ``open_below`` assignments were still open underneath, by the office's word.

    None: the docket underneath had not said yet, and the office confirmed all the same.
    """

    kind: ClassVar[str] = "confirmed"
    assignment: str
    open_below: int | None = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """The issuer gave the result back; ``due`` is the redo deadline, None when the assignment is undated."""

    kind: ClassVar[str] = "returned"
    assignment: str
    reason: str | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepFired:
    """A step of a ladder came due at ``moment`` and fired; ``passed`` names earlier ones recorded as passed with it."""

    kind: ClassVar[str] = "step_fired"
    assignment: str
    clock: Clock
    round: int
    version: int
    step: str
    repeat: int
    moment: datetime
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseOrdered:
    """Everything given to that agency is confirmed: its docket is told to close."""

    kind: ClassVar[str] = "close_ordered"
    agency: AgencyId
    over_open: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """The word from above to close was taken; the docket closes as soon as all those below it have."""

    kind: ClassVar[str] = "closing"
    over_open: bool = False


@dataclass(frozen=True, slots=True)
class CloseRefused:
    """The docket below did not close because assignments in it are open."""

    kind: ClassVar[str] = "close_refused"
    agency: AgencyId
    open: int


@dataclass(frozen=True, slots=True)
class ChildClosed:
    """The docket below answered that it is closed."""

    kind: ClassVar[str] = "child_closed"
    agency: AgencyId


@dataclass(frozen=True, slots=True)
class Closed:
    """The docket was closed; ``over`` names the assignments that were open, by the word from above."""

    kind: ClassVar[str] = "closed"
    over: tuple[str, ...] = ()


Event: TypeAlias = (
    Opened
    | Allocated
    | Accepted
    | Taken
    | Progressed
    | Submitted
    | Confirmed
    | Returned
    | StepFired
    | CloseOrdered
    | Closing
    | CloseRefused
    | ChildClosed
    | Closed
)
KINDS: dict[str, type[Event]] = {
    kind.kind: kind
    for kind in (
        Opened,
        Allocated,
        Accepted,
        Taken,
        Progressed,
        Submitted,
        Confirmed,
        Returned,
        StepFired,
        CloseOrdered,
        Closing,
        CloseRefused,
        ChildClosed,
        Closed,
    )
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its place in the docket's ledger.

    ``at`` is when the docket decided it; ``received_at`` when the command behind it came in (None: no command).
    ``key`` is that command's request key.
    """

    docket: str
    seq: int
    at: datetime
    event: Event
    actor: Actor | None = None
    received_at: datetime | None = None
    key: str | None = None

    @property
    def effective_at(self) -> datetime:
        """The moment by which it is judged: when its command was received, else when it was decided."""
        return self.received_at or self.at
