"""Which steps hold in a docket: those of a ladder that comes with the program, or the ones its slice carries."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from thac.domain.assignments import Clock
from thac.domain.directives import Urgency
from thac.domain.ladder_reading import read_ladder
from thac.domain.rungs import Audience, Awaits, Colour, Ladder, Step

FIRST_OWN: Final = 1_000
"""Ladders that an installation publishes are numbered from here."""
_WEEK: Final = 5

_FIRST: Final = (
    Step(
        "receipt_unit",
        Clock.RECEIPT,
        (Audience.LEAD_HEAD, Audience.ISSUING_OFFICE),
        Colour.YELLOW,
        days=0,
        awaits=Awaits.ACCEPTANCE,
    ),
    Step("receipt_person", Clock.RECEIPT, (Audience.LEAD_HEAD,), Colour.YELLOW, days=0, awaits=Awaits.PERSON),
    Step("half_silent", Clock.COMPLETION, (Audience.LEAD,), Colour.YELLOW, share=0.5, if_silent=True),
    Step("due_soon", Clock.COMPLETION, (Audience.LEAD,), Colour.BLUE, days=-3),
    Step("overdue", Clock.COMPLETION, (Audience.LEAD_HEAD, Audience.ISSUING_OFFICE), Colour.RED, days=0),
    Step("overdue_2", Clock.COMPLETION, (Audience.ISSUING_CHAIR,), Colour.RED, days=2),
    Step("overdue_5", Clock.COMPLETION, (Audience.UPPER_MONITOR,), Colour.RED, days=5),
    Step("overdue_10", Clock.COMPLETION, (Audience.UPPER_CHAIR,), Colour.RED, days=10, every=_WEEK),
    Step("review", Clock.REVIEW, (Audience.ISSUING_OFFICE,), Colour.YELLOW, days=0),
    Step("silence", Clock.SILENCE, (Audience.LEAD,), Colour.YELLOW, days=0),
)
_ISSUER: Final = (Audience.ISSUING_OFFICE,)
_ASKED: Final = (Audience.ASKED_HEAD, Audience.LEAD_HEAD)
_SECOND: Final = (
    *_FIRST,
    Step("request_due_soon", Clock.COMPLETION, (Audience.LEAD, *_ISSUER), Colour.BLUE, days=-3, request=True),
    Step("request_overdue", Clock.COMPLETION, _ISSUER, Colour.RED, days=0, every=_WEEK, request=True),
    Step("answer_issuer", Clock.ANSWER, _ISSUER, Colour.YELLOW, days=0, awaits=Awaits.ISSUER),
    Step("answer_issuer_2", Clock.ANSWER, (Audience.ISSUING_CHAIR,), Colour.RED, days=2, awaits=Awaits.ISSUER),
    Step("answer_above", Clock.ANSWER, (Audience.ASKED_HEAD,), Colour.YELLOW, days=0, awaits=Awaits.ABOVE),
    Step("answer_lead", Clock.ANSWER, (Audience.LEAD_HEAD, *_ISSUER), Colour.YELLOW, days=0, awaits=Awaits.LEAD),
    Step("answer_asked", Clock.ANSWER, _ASKED, Colour.YELLOW, days=0, awaits=Awaits.ASKED),
    Step("urged", Clock.URGE, (Audience.LEAD, Audience.LEAD_HEAD), Colour.YELLOW, days=0),
)
LADDERS: Final[dict[int, tuple[Step, ...]]] = {1: _FIRST, 2: _SECOND}
"""The ladders from before there were tracks; dockets that were opened with them keep them, for any urgency."""
TEXT: Final = resources.files("thac.domain").joinpath("ladder_3.toml").read_text("utf-8")
"""The third ladder as its file says it; an office that wants its own begins with a copy."""
BUILT_IN: Final[dict[int, Ladder]] = {3: read_ladder(TEXT, 3)}
"""The ladders that come with the program as data."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The steps that hold in a docket, put in order by what they are for. It is equal to nothing but itself."""

    steps: tuple[Step, ...]
    by_code: dict[str, Step]
    receipt: tuple[Step, ...]
    orders: tuple[Step, ...]
    reports: tuple[Step, ...]
    requests: tuple[Step, ...]
    review: tuple[Step, ...]
    undated: tuple[Step, ...]
    dated: tuple[Step, ...]
    answers: dict[Awaits | None, tuple[Step, ...]]
    urge: Step | None
    as_written: bool
    """Receipts come as they are written, whatever their moments; so the first two ladders have it."""

    @classmethod
    def of(cls, steps: tuple[Step, ...], *, as_written: bool = False) -> "Course":
        """The course of those steps; where none are for reports, these count as orders."""

        def pick(clock: Clock, **wanted: object) -> tuple[Step, ...]:
            found = (step for step in steps if step.clock is clock)
            return tuple(step for step in found if all(getattr(step, name) == one for name, one in wanted.items()))

        orders = pick(Clock.COMPLETION, request=False, report=False)
        return cls(
            steps=steps,
            by_code={step.code: step for step in steps},
            receipt=pick(Clock.RECEIPT),
            orders=orders,
            reports=pick(Clock.COMPLETION, report=True) or orders,
            requests=pick(Clock.COMPLETION, request=True),
            review=pick(Clock.REVIEW),
            undated=pick(Clock.SILENCE, dated=False),
            dated=pick(Clock.SILENCE, dated=True),
            answers={awaits: pick(Clock.ANSWER, awaits=awaits) for awaits in Awaits},
            urge=next(iter(pick(Clock.URGE)), None),
            as_written=as_written,
        )


def course(version: int, urgency: Urgency, own: tuple[Step, ...] = ()) -> Course:
    """The steps of a docket with that ladder; ``own`` are those its slice carries, where the ladder is not built in.

    Raises
    ------
    LookupError
        There is no such ladder and the slice carries none.
    """
    if not own:
        return _built_in(version, urgency)
    kept = _own.get(id(own))
    if kept is None:
        if len(_own) >= _MOST:
            _own.clear()
        kept = _own[id(own)] = (own, _course_of(own))
    return kept[1]


_MOST: Final = 10_000
_own: Final[dict[int, tuple[tuple[Step, ...], Course]]] = {}
"""By the identity of the tuple, which is kept beside it: comparing thousands of steps for each row would take long."""


@lru_cache(maxsize=64)
def _course_of(steps: tuple[Step, ...]) -> Course:
    return Course.of(steps)


@lru_cache(maxsize=64)
def _built_in(version: int, urgency: Urgency) -> Course:
    if version in LADDERS:
        return Course.of(LADDERS[version], as_written=True)
    if version not in BUILT_IN:
        raise LookupError(f"there is no ladder {version}, and the slice carries no steps")
    return Course.of(BUILT_IN[version].steps(urgency))
