"""Directives: the draft that comes in, the header and the tasks that go out."""

from datetime import date, datetime, time
from typing import Any

from pydantic import Field

from api.schemas.words import AgencyCode, Body, DeadlineIn, Line, Number, Output, Text
from thac.domain.agencies import AgencyId
from thac.domain.deadlines import Deadline, Operator
from thac.domain.directives import Directive, DirectiveId, Mode, Task, Urgency, Within
from thac.store.directives import DirectiveState, Launch
from thac.store.queries.directives import DirectiveLine


class TaskIn(Body):
    """One task. ``single``: exactly one of ``leads``; ``each``: ``recipients`` by code or group (``communes``)."""

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
        )


class DirectiveIn(Body):
    """A draft. ``issuer`` is the caller's own agency and may be left out."""

    issuer: AgencyCode | None = None
    doc_type: Line
    subject: Text
    issued_on: date
    number: Line | None = None
    symbol: Line | None = None
    urgency: Urgency = Urgency.NORMAL
    implements: Line | None = None
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
        )


class DeadlineOut(Output):
    """A deadline in the document's words."""

    day: date
    operator: Operator
    hour: time | None


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
    """A directive with its tasks."""

    tasks: list[TaskOut]


class LaunchOut(Output):
    """What came of a launch. ``already_launched``: this is the first directive that was launched with that identity.

    ``same_content`` is False when the one that runs says something else than the one just sent.
    """

    directive: str
    issuer: str
    state: DirectiveState
    already_launched: bool
    same_content: bool
    cascade: str


def directive_out(line: DirectiveLine) -> DirectiveOut:
    """The header as it goes out."""
    return DirectiveOut(**_header(line))


def directive_detail(line: DirectiveLine, directive: Directive) -> DirectiveDetail:
    """The directive with its tasks."""
    return DirectiveDetail(**_header(line), tasks=[_task(task) for task in directive.tasks])


def launch_out(launch: Launch) -> LaunchOut:
    """The outcome of a launch as it goes out."""
    return LaunchOut(
        directive=launch.directive,
        issuer=launch.issuer,
        state=launch.state,
        already_launched=not launch.first,
        same_content=launch.same_content,
        cascade=f"/api/v1/cascades/{launch.directive}",
    )


def _header(line: DirectiveLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in DirectiveOut.model_fields}


def _task(task: Task) -> TaskOut:
    plain = {name: getattr(task, name) for name in ("number", "text", "mode", "within", "field", "product", "tracked")}
    return TaskOut(
        **plain,
        leads=list(task.leads),
        recipients=list(task.recipients),
        coordinators=list(task.coordinators),
        targets=list(task.targets),
        deadline=None if task.deadline is None else deadline_out(task.deadline),
    )


def deadline_out(deadline: Deadline) -> DeadlineOut:
    """The deadline as it goes out."""
    return DeadlineOut(day=deadline.day, operator=deadline.operator, hour=deadline.hour)
