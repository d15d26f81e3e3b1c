"""Directives: the draft that comes in, the header and the tasks that go out."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from pydantic import Field

from api.schemas.overlaps import AcceptedConflictOut, AcceptedIn, OverlapOut, accepted_out
from api.schemas.words import AgencyCode, Body, Day, DeadlineIn, DirectiveCode, Hour, Line, Number, Output, Text
from thac.domain.agencies import AgencyId
from thac.domain.deadlines import Deadline, Operator
from thac.domain.directives import Directive, DirectiveId, Mode, Task, Urgency, Within
from thac.domain.recurrence import Recurrence, Relative, Rhythm
from thac.domain.refusals import Refusal
from thac.store.directives import DirectiveState
from thac.store.dispositions import AcceptedConflict
from thac.store.launches import Launch
from thac.store.likenesses import Distinction
from thac.store.queries.directives import DirectiveLine


class RecurrenceIn(Body):
    """What recurs: ``day`` of the last month of each period, or the weekday (1 Monday) of each week.

    ``first`` is a day of the first period, ``until`` the last day on which a deadline may lie; without it the task
    recurs until it is withdrawn.
    """

    every: Rhythm
    day: int
    first: Day
    operator: Operator = Operator.BEFORE
    hour: Hour | None = None
    until: Day | None = None

    def value(self) -> Recurrence:
        """The domain's rule."""
        return Recurrence(self.every, self.day, self.first, self.operator, self.hour, self.until)


class RelativeIn(Body):
    """A deadline that waits for an event: so many days after it, below zero before it; ``working`` days or calendar."""

    event: Line
    days: int = Field(ge=-3_650, le=3_650)
    working: bool = False
    operator: Operator = Operator.BY

    def value(self) -> Relative:
        """The domain's rule."""
        return Relative(self.event, self.days, self.working, self.operator)


class TaskIn(Body):
    """One task. ``single``: exactly one of ``leads``; ``each``: ``recipients`` by code or group (``communes``).

    At most one of ``deadline``, ``recurrence`` and ``relative`` says when it is due; without one, ``silence_days`` is
    the rhythm in which it is heard of. ``request``: it goes to bodies outside the chain of command. ``monitor`` follows
    it across the tree, ``collects`` are the tasks whose reports it consolidates. In an agency's own plan ``implements``
    are the tasks of the parent directive that it does, ``beyond`` the reason why it may end after them.
    """

    number: Number
    text: Text
    mode: Mode
    leads: list[AgencyCode] = Field(default=[], max_length=200)
    recipients: list[AgencyCode] = Field(default=[], max_length=500)
    coordinators: list[AgencyCode] = Field(default=[], max_length=200)
    deadline: DeadlineIn | None = None
    within: Within = Within.ROUTED
    field: Line | None = None
    product: Text | None = None
    targets: list[Text] = Field(default=[], max_length=50)
    tracked: bool = True
    recurrence: RecurrenceIn | None = None
    relative: RelativeIn | None = None
    request: bool = False
    monitor: AgencyCode | None = None
    collects: list[Number] = Field(default=[], max_length=500)
    silence_days: int | None = Field(default=None, ge=1, le=3_650)
    implements: list[Number] = Field(default=[], max_length=500)
    beyond: Text | None = None

    def value(self) -> Task:
        """The domain's task."""
        return Task(
            self.number,
            self.text,
            self.mode,
            tuple(self.leads),
            tuple(self.recipients),
            tuple(self.coordinators),
            None if self.deadline is None else self.deadline.value(),
            self.within,
            self.field,
            self.product,
            tuple(self.targets),
            self.tracked,
            recurrence=None if self.recurrence is None else self.recurrence.value(),
            relative=None if self.relative is None else self.relative.value(),
            request=self.request,
            monitor=self.monitor,
            collects=tuple(self.collects),
            silence_days=self.silence_days,
            implements=tuple(self.implements),
            beyond=self.beyond,
        )


class DirectiveIn(Body):
    """A draft. ``issuer`` is the caller's own agency and may be left out.

    ``parent`` is the id of the directive from above that this one is the issuer's own plan for.
    """

    issuer: AgencyCode | None = None
    doc_type: Line
    subject: Text
    issued_on: Day
    number: Line | None = None
    symbol: Line | None = None
    urgency: Urgency = Urgency.NORMAL
    implements: Line | None = None
    parent: DirectiveCode | None = None
    tasks: list[TaskIn] = Field(min_length=1, max_length=500)

    def value(self, directive: DirectiveId, issuer: AgencyId) -> Directive:
        """The domain's directive under an internal id."""
        return Directive(
            directive,
            issuer,
            self.doc_type,
            self.subject,
            self.issued_on,
            tuple(task.value() for task in self.tasks),
            self.number,
            self.symbol,
            self.urgency,
            self.implements,
            self.parent,
        )


class DistinctIn(Body):
    """The word that a directive is another one than those that run and say nearly the same, and why.

    ``accepted_conflicts``: why it is launched over conflicts with what runs, by the key of each.
    """

    not_a_duplicate_of: list[DirectiveCode] = Field(default=[], max_length=100)
    reason: Text | None = None
    accepted_conflicts: list[AcceptedIn] = Field(default=[], max_length=500)

    @property
    def others(self) -> frozenset[DirectiveId]:
        """From which directives it is told apart."""
        return frozenset(self.not_a_duplicate_of)

    @property
    def accepted(self) -> dict[str, str]:
        """The reason for each conflict, by its key."""
        return {one.key: one.reason for one in self.accepted_conflicts}


class LaunchIn(DistinctIn):
    """A launch of a draft. The body may be left out."""


class LaunchesIn(DirectiveIn, DistinctIn):
    """A directive that is drawn up and launched at once."""


class DeadlineOut(Output):
    """A deadline in the document's words."""

    day: date
    operator: Operator
    hour: time | None


class RecurrenceOut(Output):
    """How a task recurs."""

    every: Rhythm
    day: int
    first: date
    operator: Operator
    hour: time | None
    until: date | None


class RelativeOut(Output):
    """The event that a deadline waits for."""

    event: str
    days: int
    working: bool
    operator: Operator


class TaskOut(Output):
    """One task of a directive."""

    number: int
    text: str
    mode: Mode
    leads: list[str]
    recipients: list[str]
    coordinators: list[str]
    deadline: DeadlineOut | None
    within: Within
    field: str | None
    product: str | None
    targets: list[str]
    tracked: bool
    recurrence: RecurrenceOut | None
    relative: RelativeOut | None
    request: bool
    monitor: str | None
    collects: list[int]
    silence_days: int | None
    implements: list[int]
    beyond: str | None


class FailureOut(Output):
    """Why the last launch of a directive came to nothing."""

    code: str
    detail: str
    detail_en: str


class DistinctionOut(Output):
    """A directive that says nearly the same and from which this one was told apart; ``share`` is from 0 to 1."""

    directive: str
    share: float
    reason: str
    by: str
    at: datetime


class DirectiveOut(Output):
    """The header of a directive."""

    id: str
    issuer: str
    issuer_name: str
    doc_type: str
    number: str | None
    symbol: str | None
    subject: str
    issued_on: date
    urgency: Urgency
    implements: str | None
    state: DirectiveState
    created_at: datetime
    launched_at: datetime | None


class DirectiveDetail(DirectiveOut):
    """A directive with its tasks. ``parent`` is the directive for which it is the issuer's own plan.

    ``overlaps`` is what was found between it and what runs, ``accepted_conflicts`` over what it was launched.
    """

    parent: str | None
    failure: list[FailureOut]
    told_apart: list[DistinctionOut]
    accepted_conflicts: list[AcceptedConflictOut]
    overlaps: list[OverlapOut]
    tasks: list[TaskOut]


class LaunchOut(Output):
    """What came of a launch. ``already_launched``: this is the first directive that was launched with that identity.

    ``same_content`` is False when the one that runs says something else than the one just sent. ``overlaps`` is what is
    found between it and what runs; what was accepted bears its reason.
    """

    directive: str
    issuer: str
    state: DirectiveState
    already_launched: bool
    same_content: bool
    cascade: str
    overlaps: list[OverlapOut]


def directive_out(line: DirectiveLine) -> DirectiveOut:
    """The header as it goes out."""
    return DirectiveOut(**_header(line))


def directive_detail(  # noqa: PLR0913, PLR0917 - all that is known of one directive
    line: DirectiveLine,
    directive: Directive,
    failure: Iterable[Refusal],
    distinctions: Iterable[Distinction],
    accepted: Iterable[AcceptedConflict],
    overlaps: list[OverlapOut],
) -> DirectiveDetail:
    """The directive with its tasks, why its launch failed, what it was told apart from, and what it overlaps with."""
    return DirectiveDetail(
        **_header(line),
        parent=directive.parent,
        failure=[FailureOut(code=one.code, detail=one.message, detail_en=one.english) for one in failure],
        told_apart=[
            DistinctionOut(directive=one.other, share=one.share, reason=one.reason, by=one.by.name, at=one.at)
            for one in distinctions
        ],
        accepted_conflicts=list(map(accepted_out, accepted)),
        overlaps=overlaps,
        tasks=[_task(task) for task in directive.tasks],
    )


def launch_out(launch: Launch, overlaps: list[OverlapOut]) -> LaunchOut:
    """The outcome of a launch as it goes out."""
    return LaunchOut(
        directive=launch.directive,
        issuer=launch.issuer,
        state=launch.state,
        already_launched=not launch.first,
        same_content=launch.same_content,
        cascade=f"/api/v1/cascades/{launch.directive}",
        overlaps=overlaps,
    )


def _header(line: DirectiveLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in DirectiveOut.model_fields}


def _task(task: Task) -> TaskOut:
    return TaskOut.model_validate(task, from_attributes=True)


def deadline_out(deadline: Deadline) -> DeadlineOut:
    """The deadline as it goes out."""
    return DeadlineOut(day=deadline.day, operator=deadline.operator, hour=deadline.hour)
