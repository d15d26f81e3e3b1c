"""What travels to and from a cascade's workflows. History holds ids, dates and states; texts stay in the store."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from thac.domain.actors import Actor
from thac.domain.codec import dump, load
from thac.domain.commands import KINDS, Parcel
from thac.domain.docket import split_docket_id
from thac.domain.hearings import CalendarNotice, ChildReport, CloseOrder, Instruction
from thac.domain.plans import Slice
from thac.domain.refusals import Refusal
from thac.domain.timescale import Timescale
from thac.domain.turns import Done

CASCADE_QUEUE = "thac-cascade"
"""The task queue on which dockets run and flush."""


CASCADE = "Cascade"
"""The type of workflow that keeps a docket."""

EDITION: Final = 3
"""The edition of the workflow's code by which a history begins today (docs/adr/0016).

Since 1: how many assignments are late is told to the docket above together with other news, and is none by itself.
Since 2: what a docket asks of Temporal does not depend on when it heard that a flush was done. A replay may hear of it
at another moment than the first run, if the flush outlasted its task. An alarm is a timer even if its moment has
passed; reports and sleep are reckoned from the moment at which the turn began. Since 3 from the one for which its last
flush was decided: that is written down; the beginning of a turn is later in a replay if its flush outlasted a task.
"""


@dataclass(frozen=True, slots=True)
class Archive:
    """When a docket may sleep, its workflow ended until somebody needs it.

    Its next moment lies farther away than ``after``, or it has none; and nothing came in for ``quiet``, so that work
    under way does not wake it again and again.
    """

    after: timedelta
    quiet: timedelta


@dataclass(frozen=True, slots=True)
class CascadeStart:
    """How a docket starts: a slice from its parent; or none, and it asks for its plan; or what a run before left.

    ``packed`` is the docket of the run before; ``reports``, ``orders``, ``instructions`` and ``calendars`` are what it
    has not heard yet. ``rest_after`` is the number of history events after which it continues as new (None: when the
    server suggests it). ``archive`` says when it may sleep; None, never. A docket that is ``revived`` takes in its
    ledger before it does anything, and one that is ``asked`` then says how it stands. ``edition`` is 0 in histories
    from before there were editions. ``scale`` is how a drill shows time; None: as it is.
    """

    directive: str
    agency: str
    plan: Slice | None = None
    packed: str | None = None
    reports: tuple[ChildReport, ...] = ()
    orders: tuple[CloseOrder, ...] = ()
    rest_after: int | None = None
    archive: Archive | None = None
    revived: bool = False
    asked: bool = False
    instructions: tuple[Instruction, ...] = ()
    edition: int = 0
    calendars: tuple[CalendarNotice, ...] = ()
    scale: Timescale | None = None

    def below(self, agency: str, plan: Slice | None = None) -> "CascadeStart":
        """The first start of a docket below, with that slice."""
        return replace(first(self.directive, agency, self.rest_after, self.archive, self.scale), plan=plan)

    def revival(self, docket: str) -> "CascadeStart":
        """The start of another docket that has a ledger and no workflow."""
        return revival(docket, self.rest_after, self.archive, self.scale)


def first(
    directive: str,
    agency: str,
    rest_after: int | None = None,
    archive: Archive | None = None,
    scale: Timescale | None = None,
) -> CascadeStart:
    """The first start of a docket, which asks for its plan."""
    return CascadeStart(directive, agency, rest_after=rest_after, archive=archive, edition=EDITION, scale=scale)


def revival(
    docket: str, rest_after: int | None = None, archive: Archive | None = None, scale: Timescale | None = None
) -> CascadeStart:
    """The start of a docket that has a ledger and no workflow: it slept, or its workflow was lost."""
    directive, agency = split_docket_id(docket)
    return replace(first(directive, agency, rest_after, archive, scale), revived=True)


@dataclass(frozen=True, slots=True)
class SealedParcel:
    """A command on its way, in a form that names its kind."""

    key: str
    fingerprint: str
    actor: Actor
    received_at: datetime
    kind: str
    fields: dict[str, Any]


def seal(parcel: Parcel) -> SealedParcel:
    """The parcel in the form in which it travels."""
    command = parcel.command
    fields = dump(type(command), command)
    return SealedParcel(parcel.key, parcel.fingerprint, parcel.actor, parcel.received_at, command.kind, fields)


def unseal(sealed: SealedParcel) -> Parcel:
    """The parcel that travelled.

    Raises
    ------
    KeyError, ValueError
        The kind is unknown or its fields do not fit.
    """
    command = load(KINDS[sealed.kind], sealed.fields)
    return Parcel(sealed.key, sealed.fingerprint, sealed.actor, sealed.received_at, command)


@dataclass(frozen=True, slots=True)
class CommandBatch:
    """Commands that travel together in one update."""

    parcels: tuple[SealedParcel, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one command: the number of its last event, or the refusal."""

    key: str
    seq: int | None = None
    refusal: Refusal | None = None


def answer(key: str, outcome: Done | Refusal) -> Answer:
    """The answer for a request key."""
    return Answer(key, refusal=outcome) if isinstance(outcome, Refusal) else Answer(key, seq=outcome.seq)


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """The answers to a batch, in its order."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A child's report to its parent."""

    report: ChildReport


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a docket below has to follow: everything it has not signed for, in the order of the numbers."""

    instructions: tuple[Instruction, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A parent's order to a child."""

    order: CloseOrder


@dataclass(frozen=True, slots=True)
class Recalendar:
    """Another calendar holds for the docket."""

    notice: CalendarNotice


@dataclass(frozen=True, slots=True)
class Ask:
    """A parent's question how a docket stands."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a docket stands, for the one who asks: its packed state, and whether it is stopped and why."""

    packed: str
    stopped: str | None
