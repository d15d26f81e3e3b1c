"""Hand-overs of everything at once: what is asked, and what became of each assignment."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from api.schemas.commands import CarriedOut
from api.schemas.words import AgencyCode, Body, Line, Output, Text

_AfterId = Annotated[str, StringConstraints(max_length=300)]
_Limit = Annotated[int, Field(ge=1, le=1_000)]


class _Page(Body):
    after: _AfterId | None = Field(
        default=None, description="Tiếp theo trang trước: giá trị `next` đã nhận. · Go on after that assignment."
    )
    limit: _Limit = Field(default=500, description="Số việc nhiều nhất mỗi lần. · At most so many at once.")


class HandoverIn(_Page):
    """Everything open that the caller's agency gave to one agency goes to another."""

    from_agency: AgencyCode
    to_agency: AgencyCode
    reason: Text


class PersonHandoverIn(_Page):
    """Everything open that one person of the caller's agency does is done by another."""

    agency: AgencyCode
    from_person: Line
    to_person: Line


class HandedOver(Output):
    """What became of one assignment: its status as it would have been alone, the answer or the problem."""

    assignment: str
    status: int
    answer: CarriedOut | None = None
    problem: dict[str, Any] | None = None


class SeriesLeft(Output):
    """A recurring task whose next occurrence, ``period``, would still be given to the agency that leaves."""

    directive: str
    task: int
    period: str | None


class HandoverOut(Output):
    """What became of one page of a hand-over.

    ``left`` assignments come after it; while there are any, the same request with ``after`` = ``next`` goes on. What
    was not saved may be sent again as it was: what was handed over already is not done twice. With the last page,
    ``series_done`` recurring tasks without an open occurrence were handed over; ``series`` are those that were not.
    """

    done: int
    refused: int
    not_saved: int
    left: int
    next: str | None
    answers: list[HandedOver]
    series: list[SeriesLeft] = Field(default=[])
    series_done: int = 0
