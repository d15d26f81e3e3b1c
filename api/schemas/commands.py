"""Commands: the body of each as it comes in, the command it becomes, and the answer that goes out."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, StringConstraints, TypeAdapter

from api.schemas.words import AgencyCode, Body, DeadlineIn, DirectiveCode, Line, Number, Output, Text
from thac.domain import commands as cmd
from thac.domain.agencies import AgencyId
from thac.domain.directives import DirectiveId
from thac.domain.views import split_assignment_id
from thac.store.access import digest


class AcceptIn(Body):
    """Nothing has to be said to accept."""


class TakeIn(Body):
    """Who does the work."""

    person: Line


class ProgressIn(Body):
    """How far the work is, in per cent."""

    percent: int
    note: Text | None = None


class SubmitIn(Body):
    """The result."""

    report: Text | None = None


class ConfirmIn(Body):
    """``over_open``: confirm although assignments below are still open."""

    over_open: bool = False


class ReturnIn(Body):
    """Why it has to be done again, and by when if not by the default."""

    reason: Text | None = None
    redo: DeadlineIn | None = None


class AllocateIn(Body):
    """Which task goes to whom."""

    task: Number
    leads: list[AgencyCode] = Field(max_length=500)
    coordinators: list[AgencyCode] = Field(default=[], max_length=200)


OnAssignment: TypeAlias = AcceptIn | TakeIn | ProgressIn | SubmitIn | ConfirmIn | ReturnIn

_ASSIGNMENT = re.compile(r"[\w-]{1,64}~[\w-]{1,64}~[0-9]{1,4}~[\w-]{1,64}", re.ASCII)
_AssignmentId = Annotated[str, StringConstraints(min_length=1, max_length=300)]
_Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _BatchItem(Body):
    idempotency_key: _Key | None = None


class _OnAssignmentItem(_BatchItem):
    assignment: _AssignmentId


class AcceptItem(_OnAssignmentItem, AcceptIn):
    """Accept, in a batch."""

    command: Literal["accept"]


class TakeItem(_OnAssignmentItem, TakeIn):
    """Name the person, in a batch."""

    command: Literal["take"]


class ProgressItem(_OnAssignmentItem, ProgressIn):
    """Report progress, in a batch."""

    command: Literal["progress"]


class SubmitItem(_OnAssignmentItem, SubmitIn):
    """Submit, in a batch."""

    command: Literal["submit"]


class ConfirmItem(_OnAssignmentItem, ConfirmIn):
    """Confirm, in a batch."""

    command: Literal["confirm"]


class ReturnItem(_OnAssignmentItem, ReturnIn):
    """Return, in a batch."""

    command: Literal["return"]


class AllocateItem(_BatchItem, AllocateIn):
    """Allocate, in a batch; ``agency`` is the one whose docket it is."""

    command: Literal["allocate"]
    directive: DirectiveCode
    agency: AgencyCode


Item: TypeAlias = AcceptItem | TakeItem | ProgressItem | SubmitItem | ConfirmItem | ReturnItem | AllocateItem
ITEM: TypeAdapter[Item] = TypeAdapter(Annotated[Item, Field(discriminator="command")])
"""Reads one item of a batch; each is read by itself, so that one bad item turns no neighbour away."""


class BatchIn(Body):
    """Up to 100 commands of one caller over any dockets; each item is a command with its fields (see the items)."""

    commands: list[dict[str, Any]] = Field(min_length=1, max_length=100)


class CarriedOut(Output):
    """A command was carried out and is in the ledger. ``repeated``: by an earlier request with the same key.

    ``received_at`` is when this request came in, by which timeliness is judged; null when it repeats an earlier one.
    """

    directive: str
    docket: str
    seq: int
    idempotency_key: str
    repeated: bool
    received_at: datetime | None


class ItemOut(Output):
    """What became of one command of a batch: its status as it would have been alone, the answer or the problem."""

    status: int
    answer: CarriedOut | None = None
    problem: dict[str, Any] | None = None


class BatchOut(Output):
    """The answers in the order of the commands; ``not_saved`` of them may be sent again as they are."""

    carried_out: int
    refused: int
    not_saved: int
    answers: list[ItemOut]


@dataclass(frozen=True, slots=True)
class Errand:
    """A command with the docket it goes to, and the texts it names by digest."""

    directive: DirectiveId
    agency: AgencyId
    command: cmd.Command
    texts: tuple[str, ...] = ()


def errand(assignment: str, body: OnAssignment) -> Errand:
    """The errand that a command on an assignment is.

    Raises
    ------
    ValueError
        It is no id of an assignment.
    """
    if _ASSIGNMENT.fullmatch(assignment) is None:
        raise ValueError(f"{assignment!r} is no id of an assignment")
    directive, agency, key = split_assignment_id(assignment)
    text = _text(body)
    named = None if text is None else digest(text)
    return Errand(directive, agency, _command(key, body, named), () if text is None else (text,))


def allocation(directive: DirectiveId, agency: AgencyId, body: AllocateIn) -> Errand:
    """The errand that an allocation is."""
    return Errand(directive, agency, cmd.Allocate(body.task, tuple(body.leads), tuple(body.coordinators)))


def errand_of(item: Item) -> Errand:
    """The errand that an item of a batch is.

    Raises
    ------
    ValueError
        It names no assignment.
    """
    if isinstance(item, AllocateItem):
        return allocation(item.directive, item.agency, item)
    return errand(item.assignment, item)


def _text(body: OnAssignment) -> str | None:
    match body:
        case ProgressIn():
            return body.note
        case SubmitIn():
            return body.report
        case ReturnIn():
            return body.reason
        case _:
            return None


def _command(key: str, body: OnAssignment, text: str | None) -> cmd.Command:
    match body:
        case AcceptIn():
            return cmd.Accept(key)
        case TakeIn():
            return cmd.Take(key, body.person)
        case ProgressIn():
            return cmd.Progress(key, body.percent, text)
        case SubmitIn():
            return cmd.Submit(key, text)
        case ConfirmIn():
            return cmd.Confirm(key, body.over_open)
        case ReturnIn():
            return cmd.Return(key, text, None if body.redo is None else body.redo.value())
