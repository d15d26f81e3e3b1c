"""What lies in an inbox before anybody decides what is shown of it: alerts, the work they are about, the answers given.

Alert rows are never changed and never taken away. What a reader sees is worked out from these values in
``thac.notices``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.asks import AskKind
from thac.domain.assignments import ENDED, WITH_LEAD, Clock, State
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar, civil_day
from thac.domain.directives import Urgency
from thac.domain.ladders import Colour


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert that reached a post. ``moment`` is when its step came due, ``fired_at`` when it fired.

    For the clock of an ask ``round`` is the number of the ask. ``version`` is that of the deadline it was counted from.
    """

    key: str
    post: str
    agency: AgencyId
    assignment: str
    clock: Clock
    round: int
    version: int
    step: str
    repeat: int
    colour: Colour
    moment: datetime
    fired_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """An ask that waits for its answer: its number, what is asked, and who is to answer by when.

    ``since`` is when whoever is awaited now began to be; it may call long before the answer is due.
    """

    number: int
    kind: AskKind
    awaits: AgencyId
    awaits_name: str
    answer_by: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """An assignment as it stands when the inbox is read.

    ``version`` is the number of its deadline. ``above`` is the docket over that which the assignment stands in;
    ``plan`` is the own plan that does the work, ``implements`` are the tasks above that the own plan it belongs to
    works on.
    """

    id: str
    docket: str
    directive: str
    title: str
    """Type, number and symbol of the directive as an office cites it."""
    subject: str
    urgency: Urgency
    task: int
    text: str
    period: str | None
    issuer: AgencyId
    issuer_name: str
    lead: AgencyId
    lead_name: str
    state: State
    request: bool
    round: int
    version: int
    due: datetime | None
    assigned_at: datetime
    person: str | None = None
    reported_at: datetime | None = None
    submitted_at: datetime | None = None
    paused: bool = False
    keeps: bool = False
    waiting: tuple[Waiting, ...] = ()
    above: str | None = None
    plan: str | None = None
    implements: tuple[int, ...] = ()

    @property
    def open(self) -> bool:
        """Whether anything is still to be done on it."""
        return self.state not in ENDED

    @property
    def claimed_at(self) -> datetime | None:
        """When the result was handed in that waits for its review or was confirmed; None while the lead works."""
        return self.submitted_at if self.state in {State.SUBMITTED, State.COMPLETED} else None

    @property
    def with_lead(self) -> bool:
        """Whether the next act is the lead's."""
        return self.state in WITH_LEAD

    def late(self, now: datetime) -> bool:
        """Whether the deadline was missed: until the result was handed in, or until now. What was withdrawn is not."""
        if self.due is None or self.state is State.WITHDRAWN:
            return False
        return (self.claimed_at or now) > self.due

    def days_late(self, now: datetime) -> int | None:
        """By how many civil days, 0 on the deadline's own day; None when it is not late."""
        if self.due is None or not self.late(now):
            return None
        return (civil_day(self.claimed_at or now) - civil_day(self.due)).days


class AnswerKind(StrEnum):
    """What a reader can do about an alert."""

    ACKNOWLEDGED = "acknowledged"
    """Đã biết, đang xử lý: quiet until it expires or a later step fires."""
    SNOOZED = "snoozed"
    """Nhắc lại sau: quiet until the moment named, which is not after the deadline."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader answered to one alert: quiet from ``at`` until ``until``, and for that alert only."""

    alert: str
    kind: AnswerKind
    by: Actor
    at: datetime
    until: datetime
    reason: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether it quiets its alert at that moment."""
        return self.at <= now < self.until


EVERY_WEEK = WorkCalendar(0, OFFICE_HOURS)
"""Monday to Friday, without holidays."""
_NOTHING: Mapping[str, datetime] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything that a reading rests on, as the store held it at ``at``.

    ``works`` holds the assignment of every alert by its id, ``answers`` every answer to these alerts in the order in
    which they were given. ``told`` says of the alerts that a digest told of already the moment of the last that did.
    """

    at: datetime
    alerts: tuple[Alert, ...]
    works: Mapping[str, Work]
    answers: tuple[Answer, ...] = ()
    told: Mapping[str, datetime] = field(default_factory=lambda: _NOTHING)
    calendar: WorkCalendar = EVERY_WEEK
