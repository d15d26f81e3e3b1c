"""What an agency was given: one copy of one task, its lead, its state, its deadlines and what was reached on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from thac.domain.agencies import AgencyId
from thac.domain.asks import Ask
from thac.domain.deadlines import DeadlineVersion


class State(StrEnum):
    """Where an assignment stands in its life; lateness is never a state."""

    ASSIGNED = "assigned"
    """Chờ tiếp nhận"""
    ACCEPTED = "accepted"
    """Đã tiếp nhận, chờ phân công"""
    TAKEN = "taken"
    """Đang thực hiện"""
    SUBMITTED = "submitted"
    """Chờ duyệt"""
    RETURNED = "returned"
    """Trả lại, thực hiện lại"""
    COMPLETED = "completed"
    """Hoàn thành"""
    WITHDRAWN = "withdrawn"
    """Đã thu hồi"""


ENDED = frozenset({State.COMPLETED, State.WITHDRAWN})
"""The states in which nothing is left to do."""
WITH_LEAD = frozenset({State.ASSIGNED, State.ACCEPTED, State.TAKEN, State.RETURNED})
"""The states in which the next act is the lead's."""


class Timeliness(StrEnum):
    """How an assignment stands to its deadline, derived from its dates whenever it is asked for."""

    UNDATED = "undated"
    """Chưa có hạn"""
    IN_TIME = "in_time"
    """Còn hạn"""
    DUE_SOON = "due_soon"
    """Sắp đến hạn"""
    OVERDUE = "overdue"
    """Quá hạn"""
    DONE_ON_TIME = "done_on_time"
    """Hoàn thành đúng hạn"""
    DONE_LATE = "done_late"
    """Hoàn thành trễ hạn"""
    DONE_UNDATED = "done_undated"
    """Hoàn thành, không có hạn"""
    WITHDRAWN = "withdrawn"
    """Đã thu hồi; counts neither as done nor as late"""


class Clock(StrEnum):
    """The clocks that run on an assignment; each has its own ladder."""

    RECEIPT = "receipt"
    COMPLETION = "completion"
    REVIEW = "review"
    SILENCE = "silence"
    ANSWER = "answer"
    """Somebody was asked and has not answered."""
    URGE = "urge"
    """Somebody urged the lead; the step fires at that moment."""


def row_key(task: int, copy: AgencyId, period: str | None = None) -> str:
    """The key of an assignment within its docket."""
    return f"{task}:{copy}" if period is None else f"{task}:{copy}:{period}"


@dataclass(frozen=True, slots=True)
class Reached:
    """The last step of a clock's ladder that was fired, and its repeat (0 the first time).

    ``begun``: with which repeat the present silence began to call, on the clock of silence. ``before``: the steps of
    the receipt that fired earlier, each with its repeat; a corrected calendar may turn their order round.
    """

    step: str
    repeat: int = 0
    begun: int = 0
    before: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """The steps towards a deadline that were done with when the calendar was corrected: fired, passed or excused.

    They are not called again, wherever the correction puts them. It holds for that round and version of the deadline.
    """

    round: int
    version: int
    steps: tuple[tuple[str, int], ...]
    """Each step with its repeat."""


_NOTHING: Mapping[Clock, Reached] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Assignment:
    """One row of a docket.

    ``copy`` is the agency this copy was made for and never changes; ``lead`` answers for it now. ``round`` counts how
    often the result was asked for: 1, and one more with each return and each new lead. ``over_open``: confirmed over
    open work below. ``assigned_at`` is when its present lead got it; ``former`` are the leads before, oldest first.

    ``period`` names the occurrence of a recurring task. ``keeps``: the lead has a docket of its own, and so names no
    person here. ``request``: the lead stands outside the chain of command. ``pauses`` are from–to, the last perhaps
    without end. ``plan`` is the lead's own plan that does the work. ``unsigned`` counts the changes from above that the
    lead has not signed for. ``overran`` is from when to when it was late with the lead before another deadline was set;
    no grant takes that back, and the time of a review is not the lead's. ``settled`` is left by a corrected calendar.
    """

    task: int
    copy: AgencyId
    lead: AgencyId
    assigned_at: datetime
    deadlines: tuple[DeadlineVersion, ...] = ()
    coordinators: tuple[AgencyId, ...] = ()
    state: State = State.ASSIGNED
    round: int = 1
    accepted_at: datetime | None = None
    person: str | None = None
    taken_at: datetime | None = None
    percent: int = 0
    reported_at: datetime | None = None
    submitted_at: datetime | None = None
    returned_at: datetime | None = None
    completed_at: datetime | None = None
    over_open: bool = False
    silent_at: datetime | None = None
    reached: Mapping[Clock, Reached] = field(default_factory=lambda: _NOTHING)
    period: str | None = None
    keeps: bool = False
    request: bool = False
    silence_days: int | None = None
    former: tuple[AgencyId, ...] = ()
    asks: tuple[Ask, ...] = ()
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    urged_at: tuple[datetime, ...] = ()
    submitted_by: str | None = None
    withdrawn_at: datetime | None = None
    plan: str | None = None
    unsigned: int = 0
    overran: tuple[tuple[datetime, datetime], ...] = ()
    settled: Settled | None = None

    @property
    def key(self) -> str:
        """Its key within the docket: the task, the agency the copy was made for, and the period if it recurs."""
        return row_key(self.task, self.copy, self.period)

    @property
    def paused(self) -> bool:
        """Whether it rests now."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    @property
    def open_asks(self) -> tuple[Ask, ...]:
        """The asks that wait for an answer, in the order in which they were made."""
        return tuple(ask for ask in self.asks if ask.open)

    @property
    def due(self) -> datetime | None:
        """The current deadline, in UTC; None when undated."""
        return self.deadlines[-1].due if self.deadlines else None

    @property
    def version(self) -> int:
        """Number of the current deadline version, from 1; 0 when undated."""
        return len(self.deadlines)

    @property
    def open(self) -> bool:
        """Whether anything is still to be done on it."""
        return self.state not in ENDED

    @property
    def quiet_from(self) -> datetime:
        """When its present silence began: the assignment, the last report, return or pause, the last alert for it."""
        resumed = self.pauses[-1][1] if self.pauses else None
        moments = (self.assigned_at, self.reported_at, self.returned_at, self.silent_at, resumed)
        return max(moment for moment in moments if moment is not None)


def timeliness(row: Assignment, now: datetime, due_soon_at: datetime | None) -> Timeliness:
    """How the assignment stands at ``now``; ``due_soon_at`` is when its deadline becomes near.

    A result counts from when it was submitted: the time of the review is the reviewer's.
    """
    if row.state is State.WITHDRAWN:
        return Timeliness.WITHDRAWN
    if row.due is None:
        return Timeliness.UNDATED if row.open else Timeliness.DONE_UNDATED
    stopped = row.submitted_at if row.state in {State.SUBMITTED, State.COMPLETED} else None
    late = (stopped or now) > row.due
    if not row.open:
        return Timeliness.DONE_LATE if late else Timeliness.DONE_ON_TIME
    if late:
        return Timeliness.OVERDUE
    if stopped is None and due_soon_at is not None and now >= due_soon_at:
        return Timeliness.DUE_SOON
    return Timeliness.IN_TIME
