from datetime import date

import pytest

from thac.directory.working_calendar import SWAPS, Change, days_off, working_saturdays

OFF = {
    2025: ["01-01", "01-27", "01-28", "01-29", "01-30", "01-31", "04-07", "04-30", "05-01", "05-02", "09-01", "09-02"],
    2026: [
        *("01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "04-27", "04-30", "05-01"),
        *("08-31", "09-01", "09-02", "11-24"),
    ],
}
"""The days as the Government's notices for 2025 and 2026 have them, weekdays only."""


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


@pytest.mark.parametrize("number", [2025, 2026])
def test_the_weekdays_off_of_a_year(number: int) -> None:
    assert [f"{day:%m-%d}" for day in days_off(*year(number))] == OFF[number]


def test_the_days_off_2027_that_the_law_fixes() -> None:
    """Tết 2027 is announced later; mùng 1 is Saturday 6 February, so its eve and the third day are weekdays off."""
    found = days_off(*year(2027))
    fixed = ["2027-01-01", "2027-02-05", "2027-02-08", "2027-04-16", "2027-04-30", "2027-05-03", "2027-09-02"]
    assert {date.fromisoformat(day) for day in fixed} <= set(found)
    assert date(2027, 5, 1) not in found, "a Saturday is free without a notice"


def test_saturdays_worked_instead() -> None:
    assert working_saturdays(*year(2025)) == (date(2025, 4, 26),)
    assert working_saturdays(*year(2026)) == (date(2026, 1, 10), date(2026, 8, 22))
    assert working_saturdays(*year(2027)) == ()


def test_the_swap_that_the_library_does_not_know_is_in_the_table() -> None:
    swap = [change for change in SWAPS if change.document.startswith("12729/VPCP-KGVX")]
    assert [(change.day, change.change) for change in swap] == [
        (date(2026, 1, 2), Change.OFF),
        (date(2026, 1, 10), Change.WORK),
    ]


def test_each_swap_gives_back_as_many_days_as_it_takes() -> None:
    for document in {swap.document for swap in SWAPS}:
        changes = [swap.change for swap in SWAPS if swap.document == document]
        assert changes.count(Change.OFF) == changes.count(Change.WORK) == 1


def test_the_culture_day_can_be_switched_off() -> None:
    assert date(2026, 11, 24) in days_off(*year(2026))
    assert date(2026, 11, 24) not in days_off(*year(2026), culture_day=False)
    assert len(days_off(*year(2026), culture_day=False)) == 13


def test_both_ends_belong_to_the_span() -> None:
    assert days_off(date(2026, 9, 1), date(2026, 9, 2)) == (date(2026, 9, 1), date(2026, 9, 2))
    assert days_off(date(2026, 9, 3), date(2026, 9, 3)) == ()
    assert working_saturdays(date(2026, 1, 10), date(2026, 1, 10)) == (date(2026, 1, 10),)


def test_a_span_may_cross_the_new_year() -> None:
    assert days_off(date(2025, 12, 1), date(2026, 1, 5)) == (date(2026, 1, 1), date(2026, 1, 2))


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    for question in (days_off, working_saturdays):
        with pytest.raises(ValueError, match="has to be the start or later"):
            question(date(2026, 1, 2), date(2026, 1, 1))
