"""What every text, code and page of the API looks like."""

from datetime import date, time
from typing import Annotated, Any, Generic, TypeVar
from unicodedata import normalize

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from thac.domain.deadlines import Deadline, Operator
from thac.store.queries.pages import Page

T = TypeVar("T")


class Body(BaseModel):
    """A body that comes in: what it does not know is an error, because the sender believes it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Output(BaseModel):
    """A body that goes out."""

    model_config = ConfigDict(frozen=True)


def composed(text: str) -> str:
    """The text in Unicode's composed form; one with NUL is none."""
    if "\x00" in text:
        raise ValueError("a text holds no NUL")
    return normalize("NFC", text)


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(composed)]
"""A name or number: one line, in Unicode's composed form."""
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50_000), AfterValidator(composed)
]
"""A text as people write it."""
AgencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""The official code of an agency, ``05443``, or of its unit, ``05443-VP``."""
DirectiveCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""The internal id of a directive."""
Number = Annotated[int, Field(ge=1, le=9_999)]
"""The number of a task within its directive."""


def _of_vietnam(hour: time) -> time:
    if hour.tzinfo is not None:
        raise ValueError("an hour is told by the clocks of Vietnam and has no zone")
    return hour


Hour = Annotated[time, AfterValidator(_of_vietnam)]
"""An hour by the clocks of Vietnam."""


Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
"""A day that is no slip of the pen: working time is counted day by day."""


class DeadlineIn(Body):
    """A deadline as the document words it: "trước ngày", "đến ngày" or "vào ngày", with the hour if one is written."""

    day: Day
    operator: Operator = Operator.BEFORE
    hour: Hour | None = None

    def value(self) -> Deadline:
        """The domain's deadline."""
        return Deadline(self.day, self.operator, self.hour)


class PageOut(Output, Generic[T]):
    """A part of a list: ``count`` items of ``total``, after the first ``offset``."""

    items: list[T]
    count: int
    total: int
    offset: int
    limit: int


def page_out(page: Page[Any], items: list[T]) -> PageOut[T]:
    """The page with its items in the form in which they go out."""
    return PageOut(items=items, count=len(items), total=page.total, offset=page.window.offset, limit=page.window.limit)
