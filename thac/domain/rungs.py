"""What a ladder is made of: steps on tracks, whom each reaches, in which colour, and how its moment is counted."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from thac.domain.assignments import Clock
from thac.domain.directives import Urgency


class Audience(StrEnum):
    """Whom a step reaches, from the one who works up to the chair above the issuer: so a step climbs."""

    LEAD = "lead"
    LEAD_HEAD = "lead_head"
    ISSUING_OFFICE = "issuing_office"
    ISSUING_CHAIR = "issuing_chair"
    UPPER_MONITOR = "upper_monitor"
    UPPER_CHAIR = "upper_chair"
    ASKED_HEAD = "asked_head"
    """The head of whoever was asked and has not answered; not a rung of the climb."""


class Colour(StrEnum):
    """Blue: near. Yellow: behind or silent. Red: overdue. Always shown with its word."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


class Awaits(StrEnum):
    """What a step of the receipt waits for, and whose answer a step of the answer's clock waits for."""

    ACCEPTANCE = "acceptance"
    PERSON = "person"
    ISSUER = "issuer"
    ABOVE = "above"
    """The level above, to which an obstacle climbed."""
    LEAD = "lead"
    ASKED = "asked"
    """A coordinator, or who is to take the work over."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: when it comes due after its clock's anchor, whom it reaches and in which colour.

    Exactly one of ``share`` (of the working time allowed), ``days`` (working days from the anchor; 0 is the anchor
    itself) and ``minutes`` (of working time from the anchor, or of the clock on the wall with ``round_clock``) is
    given. The anchor is the deadline, or the end of the time to accept, to review, to answer; with ``given`` it is when
    that time began. For the clock of silence it is when the silence began, and 0 days are one rhythm of the work.
    On undated work a rhythm that the document gives goes before any other stretch.

    ``if_silent``: only when nothing was reported since the time began. The step repeats ``times`` times, every so many
    working days or minutes; ``times`` None repeats without end, as ladders 1 and 2 do. ``awaits`` says what ends a step
    of receipt or answer. ``request``: for requests to bodies outside the chain of command, and for nothing else; they
    are reminded and never escalated. ``report``: for occurrences of what recurs. ``dated``: silence on dated work.
    """

    code: str
    clock: Clock
    audience: tuple[Audience, ...]
    colour: Colour
    share: float | None = None
    days: int | None = None
    if_silent: bool = False
    every: int | None = None
    request: bool = False
    minutes: int | None = None
    every_minutes: int | None = None
    times: int | None = None
    awaits: Awaits | None = None
    given: bool = False
    round_clock: bool = False
    report: bool = False
    dated: bool = False

    @property
    def repeats(self) -> bool:
        """Whether it comes again."""
        return self.every is not None or self.every_minutes is not None


Lot: TypeAlias = tuple[Clock, bool, bool, bool, Awaits | None]


@dataclass(frozen=True, slots=True)
class Track:
    """One climb: the steps of one clock, for directives of these urgencies and for one kind of work.

    All its steps share what they are for and how they are counted. ``name`` is for people.
    """

    name: str
    urgency: tuple[Urgency, ...]
    steps: tuple[Step, ...]

    @property
    def lot(self) -> Lot:
        """What the track is for: clock, request, report, dated, and what it awaits. No two have one lot and urgency."""
        step = self.steps[0]
        return step.clock, step.request, step.report, step.dated, step.awaits


@dataclass(frozen=True, slots=True)
class Ladder:
    """A whole ladder under its version. A version in use is never edited: a changed ladder gets a new number."""

    version: int
    tracks: tuple[Track, ...]

    def steps(self, urgency: Urgency) -> tuple[Step, ...]:
        """The steps for directives of that urgency, in the order in which they are written."""
        return tuple(step for track in self.tracks if urgency in track.urgency for step in track.steps)

    def numbered(self, version: int) -> "Ladder":
        """The same ladder under another number."""
        return replace(self, version=version)
