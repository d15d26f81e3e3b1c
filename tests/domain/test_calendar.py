"""When offices work."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.domain.desk import TET, vn
from thac.domain.calendar import Hours, WorkCalendar, at, civil_day
from thac.domain.codec import dump, load


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2027, 1, 1), False),  # New Year
        (date(2027, 1, 2), False),  # Saturday
        (date(2027, 1, 3), False),  # Sunday
        (date(2027, 1, 4), True),  # Monday
        (date(2027, 2, 4), True),  # Thursday before Tết
        (date(2027, 2, 5), False),
        (date(2027, 2, 11), False),
        (date(2027, 2, 12), True),  # Friday after Tết
        (date(2027, 2, 20), True),  # Saturday that is worked
        (date(2027, 2, 21), False),
    ],
)
def test_offices_are_open_on_weekdays_but_holidays_and_on_swapped_saturdays(day: date, works: bool) -> None:  # noqa: FBT001
    assert TET.works(day) is works


def test_a_moment_is_kept_in_utc() -> None:
    moment = TET.closing(date(2027, 1, 4))
    assert moment == datetime(2027, 1, 4, 10, 0, tzinfo=UTC)
    assert moment.utcoffset() == timedelta()
    assert TET.opening(date(2027, 1, 4)) == datetime(2027, 1, 4, 0, 30, tzinfo=UTC)
    assert at(date(2027, 1, 4), time(3)) == datetime(2027, 1, 3, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 1, 3, 16, 59, 59, tzinfo=UTC), date(2027, 1, 3)),
        (datetime(2027, 1, 3, 17, 0, tzinfo=UTC), date(2027, 1, 4)),
    ],
)
def test_the_civil_day_is_that_of_vietnam(moment: datetime, day: date) -> None:
    assert civil_day(moment) == day


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2027, 1, 4), vn(1, 4, 17)),
        (date(2027, 1, 3), vn(12, 31, 17, year=2026)),  # Sunday; Friday was New Year
        (date(2027, 2, 10), vn(2, 4, 17)),  # in Tết
        (date(2027, 2, 20), vn(2, 20, 17)),  # a worked Saturday
    ],
)
def test_the_last_moment_is_17_00_of_the_day_or_of_the_last_working_day_before(day: date, moment: datetime) -> None:
    assert TET.last_moment(day) == moment


@pytest.mark.parametrize(
    ("day", "steps", "answer"),
    [
        (date(2027, 2, 3), 0, date(2027, 2, 3)),
        (date(2027, 2, 5), 0, date(2027, 2, 12)),
        (date(2027, 2, 3), 1, date(2027, 2, 4)),
        (date(2027, 2, 4), 1, date(2027, 2, 12)),
        (date(2027, 2, 7), 1, date(2027, 2, 12)),  # from a day off the first working day is the first step
        (date(2027, 2, 4), 7, date(2027, 2, 20)),
        (date(2027, 2, 12), -1, date(2027, 2, 4)),
        (date(2027, 2, 22), -2, date(2027, 2, 19)),
        (date(2027, 2, 8), -1, date(2027, 2, 4)),
    ],
)
def test_working_days_are_counted_over_days_off(day: date, steps: int, answer: date) -> None:
    assert TET.working_day(day, steps) == answer


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [
        (vn(1, 4, 7, 30), vn(1, 4, 17), timedelta(hours=7, minutes=30)),
        (vn(1, 4, 0), vn(1, 5, 0), timedelta(hours=7, minutes=30)),
        (vn(1, 4, 11), vn(1, 4, 14), timedelta(hours=1)),  # over lunch
        (vn(1, 4, 11, 30), vn(1, 4, 13, 30), timedelta()),  # lunch
        (vn(1, 4, 17), vn(1, 5, 7, 30), timedelta()),
        (vn(2, 4, 16), vn(2, 12, 8), timedelta(hours=1, minutes=30)),  # over Tết
        (vn(2, 19, 16), vn(2, 22, 8, 30), timedelta(hours=9, minutes=30)),  # with a worked Saturday between
        (vn(1, 5, 8), vn(1, 4, 8), timedelta()),  # backwards
        (vn(1, 4, 8), vn(1, 4, 8), timedelta()),
    ],
)
def test_working_time_between_two_moments(start: datetime, end: datetime, worked: timedelta) -> None:
    assert TET.between(start, end) == worked


@pytest.mark.parametrize(
    ("start", "worked", "moment"),
    [
        (vn(1, 4, 8), timedelta(hours=2), vn(1, 4, 10)),
        (vn(1, 4, 10, 30), timedelta(hours=2), vn(1, 4, 14, 30)),  # over lunch
        (
            vn(1, 4, 9, 30),
            timedelta(hours=2),
            vn(1, 4, 11, 30),
        ),  # the end of the morning, not the start of the afternoon
        (vn(1, 4, 12), timedelta(hours=2), vn(1, 4, 15, 30)),
        (vn(1, 4, 20), timedelta(hours=2), vn(1, 5, 9, 30)),
        (vn(2, 4, 16), timedelta(hours=2), vn(2, 12, 8, 30)),  # over Tết
        (vn(2, 19, 17), timedelta(hours=2), vn(2, 20, 9, 30)),  # into the worked Saturday
        (vn(1, 4, 8), timedelta(), vn(1, 4, 8)),
        (vn(1, 4, 18), timedelta(), vn(1, 5, 7, 30)),
    ],
)
def test_working_time_after_a_moment(start: datetime, worked: timedelta, moment: datetime) -> None:
    assert TET.plus(start, worked) == moment


def test_a_duration_of_years_of_work_is_counted() -> None:
    """4,000 hours are 533 working days and a bit, which is more than two years."""
    start = vn(1, 4, 7, 30)
    assert TET.between(start, TET.plus(start, timedelta(hours=4_000))) == timedelta(hours=4_000)
    assert TET.plus(start, timedelta(hours=4_000)).year == 2029


MORNING = ((time(7, 30), time(11, 30)),)
HALF = replace(
    TET,
    on=(*TET.on, date(2027, 1, 30)),
    own=(Hours(date(2027, 1, 30), date(2027, 1, 30), MORNING), Hours(date(2027, 2, 4), date(2027, 2, 4), MORNING)),
)
"""Thursday 4 February, before Tết, is worked in the morning only, as is Saturday 30 January."""


def test_a_half_day_is_a_working_day_that_ends_at_noon() -> None:
    assert HALF.works(date(2027, 2, 4))
    assert HALF.closing(date(2027, 2, 4)) == vn(2, 4, 11, 30)
    assert HALF.last_moment(date(2027, 2, 10)) == vn(2, 4, 11, 30)
    assert HALF.working_day(date(2027, 1, 29), 1) == date(2027, 1, 30)
    assert HALF.last_moment(date(2027, 1, 31)) == vn(1, 30, 11, 30)


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [
        (vn(2, 3, 17), vn(2, 4, 11, 30), timedelta(hours=4)),  # the half day alone
        (vn(2, 4, 10), vn(2, 12, 8), timedelta(hours=2)),
        (vn(1, 29, 16), vn(2, 1, 8), timedelta(hours=5, minutes=30)),
    ],
)
def test_working_time_over_a_half_day(start: datetime, end: datetime, worked: timedelta) -> None:
    assert HALF.between(start, end) == worked
    assert HALF.plus(start, worked) == end


def test_the_hours_of_a_season_hold_on_its_working_days_only() -> None:
    summer = ((time(7), time(11)), (time(14), time(17, 30)))
    calendar = replace(TET, own=(Hours(date(2027, 4, 15), date(2027, 9, 15), summer),))
    assert calendar.opening(date(2027, 4, 14)) == vn(4, 14, 7, 30)
    assert calendar.opening(date(2027, 4, 15)) == vn(4, 15, 7)
    assert calendar.closing(date(2027, 9, 15)) == vn(9, 15, 17, 30)
    assert not calendar.works(date(2027, 4, 17))


def test_a_calendar_written_before_there_were_half_days_is_read_as_it_was() -> None:
    written = dump(WorkCalendar, TET)
    assert "own" not in written
    assert load(WorkCalendar, written) == TET
    assert load(WorkCalendar, json.loads(json.dumps(dump(WorkCalendar, HALF)))) == HALF
