"""What people ask of a docket, in the imperative."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from thac.domain.agencies import AgencyId, Role
from thac.domain.deadlines import Deadline


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for which agency, in which role."""

    agency: AgencyId
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class Allocate:
    """Give a task to the agencies below: exactly one lead, or one copy for each."""

    kind: ClassVar[str] = "allocate"
    task: int
    leads: tuple[AgencyId, ...]
    coordinators: tuple[AgencyId, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept:
    """Confirm, for the unit, that the assignment was received (xác nhận tiếp nhận)."""

    kind: ClassVar[str] = "accept"
    assignment: str


@dataclass(frozen=True, slots=True)
class Take:
    """Name the person who does the work (phân công người thực hiện)."""

    kind: ClassVar[str] = "take"
    assignment: str
    person: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Report how far the work is, in per cent, with a note by digest (cập nhật tiến độ)."""

    kind: ClassVar[str] = "progress"
    assignment: str
    percent: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    """Claim the result; the report is named by digest (báo cáo kết quả)."""

    kind: ClassVar[str] = "submit"
    assignment: str
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """Confirm a submitted result (phê duyệt); ``over_open`` says so explicitly while work below it is open."""

    kind: ClassVar[str] = "confirm"
    assignment: str
    over_open: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """Give a result back to be done again (trả lại), with a reason by digest and, if wanted, a redo deadline."""

    kind: ClassVar[str] = "return"
    assignment: str
    reason: str | None = None
    redo: Deadline | None = None


Command: TypeAlias = Allocate | Accept | Take | Progress | Submit | Confirm | Return
KINDS: dict[str, type[Command]] = {
    kind.kind: kind for kind in (Allocate, Accept, Take, Progress, Submit, Confirm, Return)
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A command on its way to a docket.

    ``key`` names the request: the actor's scope and his idempotency key. ``fingerprint`` is the digest of the body.
    ``received_at`` is when the office's door took it in, by which timeliness is judged.
    """

    key: str
    fingerprint: str
    actor: Actor
    received_at: datetime
    command: Command


@dataclass(frozen=True, slots=True)
class CloseOrder:
    """The word from above that everything the docket was for has been confirmed; ``over_open``: even so."""

    over_open: bool = False


@dataclass(frozen=True, slots=True)
class ChildReport:
    """How the docket of a subordinate stands; ``sequence`` orders its reports, ``open_by_task`` holds no zero."""

    agency: AgencyId
    sequence: int
    open_by_task: tuple[tuple[int, int], ...] = ()
    late: int = 0
    closed: bool = False
    refused: bool = False
    """The order to close was not followed because assignments are open."""


Hearing: TypeAlias = CloseOrder | ChildReport
