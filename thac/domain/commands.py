"""What people ask of a docket, in the imperative."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeAlias, get_args

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.asks import Receiver
from thac.domain.deadlines import Deadline
from thac.domain.plans import PlannedTask


@dataclass(frozen=True, slots=True)
class Allocate:
    """Give a task to the agencies below: exactly one lead, or one copy for each."""

    kind: ClassVar[str] = "allocate"
    task: int
    leads: tuple[AgencyId, ...]
    coordinators: tuple[AgencyId, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    """What the directory says of leads that the docket was not started with."""


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


@dataclass(frozen=True, slots=True)
class Reassign:
    """Give an assignment to another lead, at whatever state it is (giao lại); the new lead starts with its receipt.

    ``series``: also every occurrence of the task that opens later.
    """

    kind: ClassVar[str] = "reassign"
    assignment: str
    to: Receiver
    text: str | None = None
    series: bool = False


@dataclass(frozen=True, slots=True)
class ReassignSeries:
    """Give every later occurrence of a recurring task to another, while the lead has none open (giao lại cả chuỗi)."""

    kind: ClassVar[str] = "reassign_series"
    task: int
    lead: AgencyId
    to: Receiver
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """Propose that the work be given to somebody else (đề nghị giao lại); the lead stays lead until the answer."""

    kind: ClassVar[str] = "decline"
    assignment: str
    text: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Propose that another receiver of the same issuer takes over (chuyển đơn vị)."""

    kind: ClassVar[str] = "hand_over"
    assignment: str
    to: Receiver
    text: str


@dataclass(frozen=True, slots=True)
class AskExtension:
    """Ask for a later deadline (đề nghị gia hạn), before the current one has passed."""

    kind: ClassVar[str] = "ask_extension"
    assignment: str
    deadline: Deadline
    text: str


@dataclass(frozen=True, slots=True)
class ReportObstacle:
    """Report what stands in the way (khó khăn, vướng mắc); ``beyond``: as the lead sees it, beyond the issuer too."""

    kind: ClassVar[str] = "report_obstacle"
    assignment: str
    text: str
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class AskExplanation:
    """Ask the lead to explain itself (yêu cầu giải trình)."""

    kind: ClassVar[str] = "ask_explanation"
    assignment: str
    text: str


@dataclass(frozen=True, slots=True)
class AskInput:
    """Ask a coordinator for its part (đề nghị phối hợp), by a day of its own."""

    kind: ClassVar[str] = "ask_input"
    assignment: str
    of: AgencyId
    text: str
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer an ask. ``grant`` False: insist, refuse.

    A granted decline names in ``to`` who gets the work; without, the assignment is withdrawn. A granted extension may
    name an earlier ``deadline`` than was asked for.
    """

    kind: ClassVar[str] = "answer"
    assignment: str
    ask: int
    grant: bool = True
    text: str | None = None
    deadline: Deadline | None = None
    to: Receiver | None = None


@dataclass(frozen=True, slots=True)
class Climb:
    """Pass an obstacle to the level above, because it is beyond this one's competence."""

    kind: ClassVar[str] = "climb"
    assignment: str
    ask: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Pause an assignment (tạm dừng). Its deadline goes on; only reminders of silence rest."""

    kind: ClassVar[str] = "pause"
    assignment: str
    text: str


@dataclass(frozen=True, slots=True)
class Resume:
    """End the pause of an assignment."""

    kind: ClassVar[str] = "resume"
    assignment: str


@dataclass(frozen=True, slots=True)
class Urge:
    """Urge the lead (đôn đốc): by the issuer, the level above it, or the monitor of the task."""

    kind: ClassVar[str] = "urge"
    assignment: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Sign for what was changed about the assignment from above (ký nhận)."""

    kind: ClassVar[str] = "acknowledge"
    assignment: str


@dataclass(frozen=True, slots=True)
class WithdrawTask:
    """Take a task back (thu hồi): from everybody, or only ``copies``; of a recurring task all, or one ``period``."""

    kind: ClassVar[str] = "withdraw_task"
    task: int
    text: str
    copies: tuple[AgencyId, ...] = ()
    period: str | None = None


@dataclass(frozen=True, slots=True)
class MoveDeadline:
    """Set another deadline as the issuer; later than that of the level above only with ``beyond``."""

    kind: ClassVar[str] = "move_deadline"
    task: int
    deadline: Deadline
    text: str
    copies: tuple[AgencyId, ...] = ()
    period: str | None = None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class CorrectText:
    """Correct the wording of a task (đính chính); the new text by digest."""

    kind: ClassVar[str] = "correct_text"
    task: int
    text: str


@dataclass(frozen=True, slots=True)
class DateEvent:
    """Say on which day an event happened or will, on which relative deadlines wait."""

    kind: ClassVar[str] = "date_event"
    event: str
    day: date


@dataclass(frozen=True, slots=True)
class Recall:
    """Recall the whole directive (thu hồi văn bản); ``replaced_by`` names the one that replaces it (thay thế)."""

    kind: ClassVar[str] = "recall"
    text: str
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """Complete a directive that was launched without them with number, symbol and date."""

    kind: ClassVar[str] = "register"
    number: str
    symbol: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class AddTask:
    """Add a task to a directive that runs; ``receivers`` is what the directory says of its leads."""

    kind: ClassVar[str] = "add_task"
    task: PlannedTask
    receivers: tuple[Receiver, ...] = ()


@dataclass(frozen=True, slots=True)
class AddRecipients:
    """Give further recipients their copy of a task that is one for each."""

    kind: ClassVar[str] = "add_recipients"
    task: int
    to: tuple[Receiver, ...]


@dataclass(frozen=True, slots=True)
class AttachPlan:
    """Hang an own plan of the agency under its open assignments: it does the work of those ``tasks`` from now on."""

    kind: ClassVar[str] = "attach_plan"
    plan: str
    tasks: tuple[int, ...]


Command: TypeAlias = (
    Allocate
    | Accept
    | Take
    | Progress
    | Submit
    | Confirm
    | Return
    | Reassign
    | Decline
    | HandOver
    | AskExtension
    | ReportObstacle
    | AskExplanation
    | AskInput
    | Answer
    | Climb
    | Pause
    | Resume
    | Urge
    | Acknowledge
    | WithdrawTask
    | MoveDeadline
    | CorrectText
    | DateEvent
    | Recall
    | Register
    | AddTask
    | AddRecipients
    | AttachPlan
    | ReassignSeries
)
KINDS: dict[str, type[Command]] = {kind.kind: kind for kind in get_args(Command)}


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
