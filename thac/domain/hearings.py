"""What a docket hears from the dockets above and below it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from thac.domain.actors import Actor
from thac.domain.asks import Below
from thac.domain.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class CloseOrder:
    """The word from above that everything the docket was for has been confirmed; ``over_open``: even so."""

    over_open: bool = False


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a docket above decided and this one has to follow: one of its events, by its number there.

    ``kind`` and ``fields`` are the event in the form in which it is written down. A docket follows each number once,
    in their order, and says in its report up to which it has (the receipt).
    """

    number: int
    kind: str
    fields: dict[str, Any] = field(hash=False)
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """An obstacle that climbed: the assignment it concerns in the docket above, where it came from, the text."""

    task: int
    period: str | None
    below: Below
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ChildReport:
    """How a docket below stands.

    ``agency`` names it as the docket above does: a subordinate, or ``@`` and the id of an attached plan. ``sequence``
    orders its reports, ``open_by_task`` holds no zero; what belongs to one period of a recurring task is in
    ``open_by_period`` instead. ``heard`` is the number of the last instruction it followed.
    """

    agency: str
    sequence: int
    open_by_task: tuple[tuple[int, int], ...] = ()
    late: int = 0
    closed: bool = False
    refused: bool = False
    """The order to close was not followed because assignments are open."""
    open_by_period: tuple[tuple[int, str, int], ...] = ()
    heard: int = 0
    raised: tuple[Raised, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether nothing in it is open."""
        return not self.open_by_task and not self.open_by_period


@dataclass(frozen=True, slots=True)
class CalendarNotice:
    """Another calendar holds for the docket's agency since ``at``; it reaches from the day ``first`` to ``last``."""

    calendar: WorkCalendar
    first: date
    last: date
    at: datetime


Hearing: TypeAlias = CloseOrder | ChildReport | Instruction | CalendarNotice
