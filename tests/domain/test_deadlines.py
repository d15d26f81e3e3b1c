"""What a deadline's words mean as a moment."""

from datetime import UTC, date, datetime, time

import pytest

from tests.domain.desk import TET, vn
from thac.domain.codec import dump, load
from thac.domain.deadlines import Deadline, Operator


@pytest.mark.parametrize("operator", list(Operator))
def test_every_operator_ends_at_17_00_of_the_day_named(operator: Operator) -> None:
    """Trước ngày 15, đến ngày 15 and ngày 15 all end on Friday the 15th at 17:00."""
    assert Deadline(date(2027, 1, 15), operator).moment(TET) == vn(1, 15, 17)


def test_the_moment_is_in_utc() -> None:
    moment = Deadline(date(2027, 1, 15)).moment(TET)
    assert (moment, moment.tzinfo) == (datetime(2027, 1, 15, 10, 0, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    ("operator", "moment"),
    [(Operator.BEFORE, vn(1, 14, 17)), (Operator.BY, vn(1, 15, 17)), (Operator.ON, vn(1, 15, 17))],
)
def test_read_strictly_before_the_15th_ends_on_the_14th(operator: Operator, moment: datetime) -> None:
    assert Deadline(date(2027, 1, 15), operator).moment(TET, strict_before=True) == moment


def test_read_strictly_before_a_monday_ends_on_the_friday() -> None:
    assert Deadline(date(2027, 1, 18)).moment(TET, strict_before=True) == vn(1, 15, 17)


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2027, 1, 16), vn(1, 15, 17)),  # Saturday
        (date(2027, 1, 17), vn(1, 15, 17)),  # Sunday
        (date(2027, 2, 11), vn(2, 4, 17)),  # last day of Tết
        (date(2027, 2, 20), vn(2, 20, 17)),  # worked Saturday
    ],
)
def test_a_day_off_ends_at_the_last_working_moment_before(day: date, moment: datetime) -> None:
    assert Deadline(day, Operator.BY).moment(TET) == moment


@pytest.mark.parametrize("strict", [False, True])
def test_an_hour_in_the_document_is_that_hour_exactly(strict: bool) -> None:  # noqa: FBT001
    """Also at night, on a day off, and however "before" is read."""
    assert Deadline(date(2027, 1, 17), Operator.BEFORE, time(20, 30)).moment(TET, strict_before=strict) == vn(
        1, 17, 20, 30
    )


@pytest.mark.parametrize("operator", list(Operator))
def test_the_words_are_kept(operator: Operator) -> None:
    deadline = Deadline(date(2027, 1, 15), operator, time(9))
    assert load(Deadline, dump(Deadline, deadline)) == deadline
