"""What one side of an assignment asks of the other, and how it was answered; while it waits, nothing else changes.

A decline, a hand-over, an extension, an obstacle, an explanation and a coordinator's input are one mechanism: somebody
asks, somebody is awaited by a moment, an answer ends it. Only what follows from the answer differs.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from thac.domain.agencies import AgencyId
from thac.domain.deadlines import Deadline


class AskKind(StrEnum):
    """What is asked."""

    DECLINE = "decline"
    """Đề nghị giao lại: the lead holds that it is not its work; it stays lead until the issuer answers."""
    HAND_OVER = "hand_over"
    """Đề nghị chuyển đơn vị: another receiver of the same issuer takes over, once it has signed."""
    EXTENSION = "extension"
    """Đề nghị gia hạn."""
    OBSTACLE = "obstacle"
    """Khó khăn, vướng mắc; beyond the issuer's competence it climbs a level."""
    EXPLANATION = "explanation"
    """Yêu cầu giải trình: the issuer asks the lead."""
    INPUT = "input"
    """Đề nghị phối hợp: the lead asks a coordinator."""


class Outcome(StrEnum):
    """How an ask ended."""

    GRANTED = "granted"
    """Granted, or answered where there is nothing to grant."""
    REFUSED = "refused"
    MOOT = "moot"
    """Overtaken: the work was finished, withdrawn or given to another before it was answered."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """An agency that is given work, as the directory knew it when the command came in.

    ``keeps`` says that it has subordinates and so a docket of its own.
    """

    agency: AgencyId
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Below:
    """Where an obstacle came from: the agency below, its assignment and the number of the ask in that docket."""

    agency: AgencyId
    assignment: str
    ask: int


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask on an assignment.

    ``awaits`` is who has to answer by ``answer_by``; for a hand-over that is first the issuer, then ``to``.
    ``deadline`` is the day asked for. ``reached`` is the last step of the ladder that fired for it. ``since`` is when
    whoever is awaited now began to be, where that was after it was asked.
    """

    number: int
    kind: AskKind
    asker: AgencyId
    awaits: AgencyId
    asked_at: datetime
    answer_by: datetime
    text: str | None = None
    deadline: Deadline | None = None
    to: Receiver | None = None
    beyond: bool = False
    below: Below | None = None
    climbed: bool = False
    consented: bool = False
    outcome: Outcome | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    reached: str | None = None
    since: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it still waits for its answer."""
        return self.outcome is None
