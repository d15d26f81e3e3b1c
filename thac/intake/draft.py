"""What a document orders, as far as it could be read: the draft that a clerk corrects and an office launches."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeAlias

from thac.directory.names import Resolution
from thac.intake.document import Document


class ReadMode(StrEnum):
    """Who owns an item, as the words say it."""

    SINGLE_LEAD = "single_lead"
    FAN_OUT = "fan_out"
    """A class of recipients, each of which owns its own copy."""
    EACH_NAMED = "each_named"
    """Several named agencies, each of which owns its own copy."""
    ROLE_BASED = "role_based"
    """A role that only more knowledge resolves ("cơ quan được giao chủ trì")."""
    COORDINATOR_ONLY = "coordinator_only"
    REQUEST = "request"
    """Asked (đề nghị) of a body outside the chain of command."""
    NO_LEAD = "no_lead"
    MULTI_LEAD_VIOLATION = "multi_lead_violation"


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body as the document names it, and which agencies of the directory that means; None without a directory.

    ``name`` is the body's name without the title of its head ("Giám đốc Sở Nội vụ" is "Sở Nội vụ"); a mere role stands
    in parentheses.
    """

    name: str
    printed: str
    line: int
    meaning: Resolution | None = None


class Op(StrEnum):
    """The word before a date."""

    BEFORE = "before"
    """trước ngày; chậm nhất trước ngày"""
    ON_OR_BEFORE = "on_or_before"
    """đến ngày, chậm nhất ngày"""
    ON = "on"
    WITHIN = "within"
    """in a period"""


class Frequency(StrEnum):
    """How often something recurs."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    AD_HOC = "ad_hoc"
    PERIODIC = "periodic_unspecified"


@dataclass(frozen=True, slots=True)
class Due:
    """The due day of a recurring task.

    ``month`` is the number of a month, "every", "last_month_of_period" or "first_month_after_period"; ``weekday``
    counts from 1, Monday.
    """

    op: Op
    day: int | None = None
    month: int | str | None = None
    weekday: int | None = None
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Absolute:
    """A civil day, with the hour where one is printed."""

    op: Op
    day: date
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """Several dated milestones of one task; ``what`` says which is for what, empty where the text does not."""

    items: tuple[tuple[Absolute, str], ...]


@dataclass(frozen=True, slots=True)
class Period:
    """In a period. ``start`` and ``end`` are printed as ISO dates or, where a bare year is written, as the year."""

    start: str | None
    end: str | None
    milestones: tuple[tuple[Absolute, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recurring:
    """Recurs, with its due days where they are printed."""

    frequency: tuple[Frequency, ...]
    dues: tuple[Due, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AfterEvent:
    """So many days, hours or months from an event, below zero before it; all are None where no number is printed."""

    event: str
    days: int | None = None
    working: bool = False
    hours: int | None = None
    day: date | None = None
    """The date it comes to, where the document dates the event."""
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Ongoing:
    """Without an end ("thường xuyên")."""


@dataclass(frozen=True, slots=True)
class Vague:
    """Soon, by no date ("kịp thời", "trong thời gian sớm nhất")."""


When: TypeAlias = Absolute | Several | Period | Recurring | AfterEvent | Ongoing | Vague


@dataclass(frozen=True, slots=True)
class ReadDeadline:
    """When a task is due, with the words that say so and their line."""

    when: When
    words: str
    line: int


class TargetOp(StrEnum):
    """How a figure binds."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EXACTLY = "="
    ABOVE = ">"
    BELOW = "<"
    REDUCE_AT_LEAST = "reduce_by>="
    REDUCE_BY = "reduce_by="


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach (chỉ tiêu)."""

    op: TargetOp
    value: float
    unit: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One item that orders something.

    ``tracked``: it has an actor, an act and a product, date, rhythm or report; otherwise it is passed on to be read,
    and ``untracked_because`` says in Vietnamese what is missing. ``unsure`` are the names of the fields whose reading
    a person should look at.
    """

    number: int
    path: str
    line: int
    text: str
    mode: ReadMode
    leads: tuple[NamedBody, ...] = ()
    coordinators: tuple[NamedBody, ...] = ()
    deadline: ReadDeadline | None = None
    product: str | None = None
    targets: tuple[Target, ...] = ()
    report_to: tuple[NamedBody, ...] = ()
    report_via: tuple[NamedBody, ...] = ()
    tracked: bool = True
    untracked_because: str | None = None
    unsure: tuple[str, ...] = ()


class Severity(StrEnum):
    """How a finding binds: a violation forbids the launch, a warning asks for a look."""

    VIOLATION = "violation"
    CONFLICT = "conflict"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a clerk should see: a stable code, where, the words, and what would be right.

    ``message`` is Vietnamese, ``english`` the same beside it; ``task`` is the number of the draft's task or None;
    ``suggestions`` are names or texts to choose from.
    """

    code: str
    severity: Severity
    message: str
    english: str
    line: int | None = None
    evidence: str = ""
    task: int | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A document, what it orders, and what is to be said about it; findings in the order of their lines."""

    document: Document
    tasks: tuple[DraftTask, ...]
    findings: tuple[Finding, ...] = ()
    issuer: NamedBody | None = None
