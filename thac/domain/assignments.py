"""What an agency was given: one copy of one task, its lead, its state, its deadlines and what was reached on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from thac.domain.agencies import AgencyId
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


class Clock(StrEnum):
    """The clocks that run on an assignment; each has its own ladder."""

    RECEIPT = "receipt"
    COMPLETION = "completion"
    REVIEW = "review"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Reached:
    """The last step of a clock's ladder that was fired, and its repeat (0 the first time)."""

    step: str
    repeat: int = 0


_NOTHING: Mapping[Clock, Reached] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Assignment:
    """One row of a docket.

    ``copy`` is the agency this copy was made for and never changes; ``lead`` answers for it now. ``round`` counts how
    often the result was asked for: 1, and one more with each return. ``over_open``: confirmed over open work below.
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

    @property
    def key(self) -> str:
        """Its key within the docket: the task and the agency the copy was made for."""
        return f"{self.task}:{self.copy}"

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
        return self.state is not State.COMPLETED

    @property
    def quiet_from(self) -> datetime:
        """When its present silence began: the assignment, the last report or return, or the last alert for silence."""
        moments = (self.assigned_at, self.reported_at, self.returned_at, self.silent_at)
        return max(moment for moment in moments if moment is not None)


def timeliness(row: Assignment, now: datetime, due_soon_at: datetime | None) -> Timeliness:
    """How the assignment stands at ``now``; ``due_soon_at`` is when its deadline becomes near.

    A result counts from when it was submitted: the time of the review is the reviewer's.
    """
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
