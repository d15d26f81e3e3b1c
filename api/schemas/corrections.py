"""What a clerk puts in place of what was read of a document."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from api.schemas.shapes import ShapeIn
from api.schemas.words import AgencyCode, Body, Day, DirectiveCode, Line, Number, Text, composed
from thac.directory.fields import Field as FieldOfWork
from thac.domain.directives import Urgency, Within
from thac.intake import draft as read
from thac.intake.corrections import AddedTask, Corrections, HeaderCorrection, TaskCorrection
from thac.intake.draft import TargetOp

Erasable = Annotated[str, StringConstraints(strip_whitespace=True, max_length=50_000), AfterValidator(composed)]
"""A text; an empty one says that there is none, whatever was read."""
ErasableLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(composed)]
"""The same on one line."""
Version = Annotated[int, Field(ge=1, le=1_000_000)]
"""The number of a draft's version, 1 as it was read."""


class TargetIn(Body):
    """A figure to reach."""

    op: TargetOp
    value: float = Field(ge=-1e15, le=1e15)
    unit: Annotated[str, StringConstraints(max_length=200)] = ""
    text: Annotated[str, StringConstraints(max_length=2_000)] = ""
    line: int = Field(default=1, ge=1)

    def target(self) -> read.Target:
        """The figure in the draft's terms."""
        return read.Target(self.op, self.value, self.unit, self.text, self.line)


class TaskCorrectionIn(Body):
    """What holds for a task; what is left out stays as it was read.

    ``lead``: one agency has it; ``recipients``: each of them (codes, or ``provinces``, ``departments``, ``communes``,
    ``units``, ``villages``) has its own copy. ``request``: asked of bodies outside the chain of command. A task that is
    not ``tracked`` has its ``reason``. The rest is as in a directive: no document says it.
    """

    text: Text | None = None
    lead: AgencyCode | None = None
    recipients: list[AgencyCode] | None = Field(default=None, min_length=1, max_length=500)
    request: bool | None = None
    coordinators: list[AgencyCode] | None = Field(default=None, max_length=200)
    deadline: ShapeIn | None = None
    product: Erasable | None = None
    targets: list[TargetIn] | None = Field(default=None, max_length=50)
    tracked: bool | None = None
    reason: Text | None = None
    within: Within | None = None
    field: FieldOfWork | None = None
    monitor: AgencyCode | None = None
    collects: list[Number] | None = Field(default=None, max_length=500)
    silence_days: int | None = Field(default=None, ge=1, le=3_650)
    implements: list[Number] | None = Field(default=None, max_length=500)
    beyond: Text | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.lead is not None and self.recipients is not None:
            raise ValueError("a task has one lead, or recipients of whom each leads its own copy")
        if self.tracked is False and self.reason is None:
            raise ValueError("whoever sets a task untracked gives the reason")
        return self

    def value(self) -> TaskCorrection:
        """The correction in the terms of intake."""
        return TaskCorrection(
            self.text,
            self.lead,
            _all(self.recipients),
            self.request,
            _all(self.coordinators),
            None if self.deadline is None else self.deadline.value(),
            self.product,
            None if self.targets is None else tuple(one.target() for one in self.targets),
            self.tracked,
            self.reason,
            self.within,
            self.field,
            self.monitor,
            _all(self.collects),
            self.silence_days,
            _all(self.implements),
            self.beyond,
        )


def _all(items: list[Any] | None) -> tuple[Any, ...] | None:
    return None if items is None else tuple(items)


class AddedTaskIn(TaskCorrectionIn):
    """A further task under a number that is free: a part of the task ``of``, from which it takes what it leaves out.

    Without ``of`` it is one that the reading missed, on that ``line``.
    """

    number: Number
    of: Number | None = None
    line: int | None = Field(default=None, ge=1, le=1_000_000)
    text: Text

    def added(self) -> AddedTask:
        """The task in the terms of intake."""
        return AddedTask(self.number, self.value(), self.of, self.line)


class HeaderCorrectionIn(Body):
    """What holds for the letterhead; what is left out stays as it was read, an empty number or symbol is none."""

    doc_type: Line | None = None
    number: ErasableLine | None = None
    symbol: ErasableLine | None = None
    subject: Text | None = None
    issued_on: Day | None = None
    urgency: Urgency | None = None
    implements: Line | None = None
    issuing_body: Line | None = None

    def value(self) -> HeaderCorrection:
        """The correction in the terms of intake."""
        return HeaderCorrection(
            self.doc_type,
            self.number,
            self.symbol,
            self.subject,
            self.issued_on,
            self.urgency,
            self.implements,
            self.issuing_body,
        )


class CorrectionsIn(Body):
    """All that holds instead of what was read; it takes the place of the corrections before.

    ``version`` is the one that the sender saw. ``parent`` is the running directive that launching attaches to as the
    issuer's own plan; its tasks are named in ``implements``. ``independent``: it stands by itself.
    """

    version: Version
    header: HeaderCorrectionIn = HeaderCorrectionIn()
    tasks: dict[Number, TaskCorrectionIn] = Field(default={}, max_length=500)
    added: list[AddedTaskIn] = Field(default=[], max_length=200)
    parent: DirectiveCode | None = None
    independent: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.independent and self.parent is not None:
            raise ValueError("a draft attaches to a parent or is independent")
        return self

    def value(self) -> Corrections:
        """The corrections in the terms of intake."""
        return Corrections(
            self.header.value(),
            {number: one.value() for number, one in sorted(self.tasks.items())},
            tuple(one.added() for one in self.added),
            self.parent,
            self.independent,
        )
