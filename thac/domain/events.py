"""What happened in a docket, in the past tense; the ledger is made of these."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeAlias, get_args

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.asks import AskKind, Below, Receiver
from thac.domain.assignments import Clock
from thac.domain.calendar import WorkCalendar
from thac.domain.deadlines import Deadline
from thac.domain.plans import PlannedTask, Slice


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
    keeping: tuple[AgencyId, ...] = ()
    """Those of the leads that keep dockets and that the docket was not started with."""


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
    asked: AgencyId | None = None
    """Whom an unanswered ask waits for."""


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


@dataclass(frozen=True, slots=True)
class Reassigned:
    """The assignment went to another lead, who starts with its receipt; or has ``signed``, when it was handed over."""

    kind: ClassVar[str] = "reassigned"
    assignment: str
    to: Receiver
    text: str | None = None
    series: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class SeriesReassigned:
    """Every later occurrence of a recurring task goes to another lead."""

    kind: ClassVar[str] = "series_reassigned"
    task: int
    lead: AgencyId
    to: Receiver
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked something on an assignment; ``awaits`` has to answer. Asks count from 1 on each assignment."""

    kind: ClassVar[str] = "asked"
    assignment: str
    about: AskKind
    awaits: AgencyId
    text: str | None = None
    deadline: Deadline | None = None
    to: Receiver | None = None
    beyond: bool = False
    below: Below | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An ask was answered. ``deadline`` is the extension granted."""

    kind: ClassVar[str] = "answered"
    assignment: str
    ask: int
    grant: bool = True
    text: str | None = None
    deadline: Deadline | None = None
    heard: int | None = None


@dataclass(frozen=True, slots=True)
class Consented:
    """The issuer agreed to a hand-over; the new lead has to sign now."""

    kind: ClassVar[str] = "consented"
    assignment: str
    ask: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Climbed:
    """An obstacle was passed to the level above, which has to answer now."""

    kind: ClassVar[str] = "climbed"
    assignment: str
    ask: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """The assignment rests; its deadline does not."""

    kind: ClassVar[str] = "paused"
    assignment: str
    text: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The pause ended."""

    kind: ClassVar[str] = "resumed"
    assignment: str


@dataclass(frozen=True, slots=True)
class Urged:
    """The lead was urged (đôn đốc)."""

    kind: ClassVar[str] = "urged"
    assignment: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The lead signed for everything that had been changed about the assignment."""

    kind: ClassVar[str] = "acknowledged"
    assignment: str


@dataclass(frozen=True, slots=True)
class OccurrenceOpened:
    """A recurring task opened the assignments of a period, at ``moment``."""

    kind: ClassVar[str] = "occurrence_opened"
    task: int
    period: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class TaskWithdrawn:
    """A task was taken back; ``copies`` and ``period`` narrow it. ``heard``: by that instruction from above."""

    kind: ClassVar[str] = "task_withdrawn"
    task: int
    text: str | None = None
    copies: tuple[AgencyId, ...] = ()
    period: str | None = None
    later: bool = False
    """With the period also those that would have opened after it: the series goes on elsewhere."""
    heard: int | None = None


@dataclass(frozen=True, slots=True)
class DeadlineMoved:
    """The issuer set another deadline. Heard from above, it is the new limit of the task and moves what lies beyond."""

    kind: ClassVar[str] = "deadline_moved"
    task: int
    deadline: Deadline
    text: str | None = None
    copies: tuple[AgencyId, ...] = ()
    period: str | None = None
    beyond: bool = False
    limit_only: bool = False
    """The level above has more time; what was given out here stays as it is."""
    heard: int | None = None


@dataclass(frozen=True, slots=True)
class TextCorrected:
    """The wording of a task was corrected; the new text by digest."""

    kind: ClassVar[str] = "text_corrected"
    task: int
    text: str
    heard: int | None = None


@dataclass(frozen=True, slots=True)
class EventDated:
    """The day of an event became known, and with it the deadlines that waited for it."""

    kind: ClassVar[str] = "event_dated"
    event: str
    day: date
    heard: int | None = None


@dataclass(frozen=True, slots=True)
class Recalled:
    """The whole directive was recalled."""

    kind: ClassVar[str] = "recalled"
    text: str | None = None
    replaced_by: str | None = None
    heard: int | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """The directive got its number, symbol and date."""

    kind: ClassVar[str] = "registered"
    number: str
    symbol: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class TaskAdded:
    """The directive got a further task; giving it out is an event of its own."""

    kind: ClassVar[str] = "task_added"
    task: PlannedTask


@dataclass(frozen=True, slots=True)
class TasksGiven:
    """The docket above gave tasks that this docket was not opened with; a closed docket is open again."""

    kind: ClassVar[str] = "tasks_given"
    tasks: tuple[PlannedTask, ...]
    groups: tuple[tuple[str, tuple[AgencyId, ...]], ...] = ()
    dockets: tuple[AgencyId, ...] = ()
    heard: int = 0


@dataclass(frozen=True, slots=True)
class PlanAttached:
    """An own plan does the work of these tasks; what nobody had accepted is replaced, the rest goes on, linked."""

    kind: ClassVar[str] = "plan_attached"
    plan: str
    tasks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Receipted:
    """A docket below has followed every instruction up to that number."""

    kind: ClassVar[str] = "receipted"
    below: str
    number: int


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """Another calendar holds from the moment on at which it was recorded; it was worked out for those days.

    Every moment that has not come is counted anew by it. What was fired stays fired.
    """

    kind: ClassVar[str] = "calendar_changed"
    calendar: WorkCalendar
    first: date
    last: date


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
    | Reassigned
    | Asked
    | Answered
    | Consented
    | Climbed
    | Paused
    | Resumed
    | Urged
    | Acknowledged
    | OccurrenceOpened
    | TaskWithdrawn
    | DeadlineMoved
    | TextCorrected
    | EventDated
    | Recalled
    | Registered
    | TaskAdded
    | TasksGiven
    | PlanAttached
    | Receipted
    | SeriesReassigned
    | CalendarChanged
)
KINDS: dict[str, type[Event]] = {kind.kind: kind for kind in get_args(Event)}


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
