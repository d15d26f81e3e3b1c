"""What travels to and from a cascade's workflows. History holds ids, dates and states; texts stay in the store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thac.domain.codec import dump, load
from thac.domain.commands import KINDS, Actor, ChildReport, CloseOrder, Parcel
from thac.domain.plans import Slice
from thac.domain.refusals import Refusal
from thac.domain.turns import Done

CASCADE_QUEUE = "thac-cascade"
"""The task queue on which dockets run and flush."""


@dataclass(frozen=True, slots=True)
class CascadeStart:
    """How a docket starts: a slice from its parent; or none, and it asks for its plan; or what a run before left.

    ``packed`` is the docket of the run before, ``reports`` and ``orders`` what it had not heard yet, ``rest_after`` the
    number of history events after which it continues as new (None: when the server suggests it).
    """

    directive: str
    agency: str
    plan: Slice | None = None
    packed: str | None = None
    reports: tuple[ChildReport, ...] = ()
    orders: tuple[CloseOrder, ...] = ()
    rest_after: int | None = None


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
class Order:
    """A parent's order to a child."""

    order: CloseOrder


@dataclass(frozen=True, slots=True)
class Standing:
    """How a docket stands, for the one who asks: its packed state, and whether it is stopped and why."""

    packed: str
    stopped: str | None
