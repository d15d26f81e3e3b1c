"""Whose word on the calendar holds for which agency."""

from datetime import date, time

import pytest

from tests.domain.desk import vn
from tests.samples import small_tree
from thac.domain.agencies import AgencyId, Level
from thac.domain.almanac import EVERYBODY, Almanac, DayChange, DayKind, Days, Edition, Scope, tiers_of
from thac.domain.calendar import OFFICE_HOURS, Hours, WorkCalendar

TREE = small_tree(2, 1)
MORNING = ((time(7, 30), time(11, 30)),)
BASE = Days(date(2026, 1, 1), date(2028, 12, 31), frozenset({date(2027, 2, 5), date(2027, 2, 8)}), frozenset())
FRI_12, SAT_13, THU_4 = date(2027, 2, 12), date(2027, 2, 13), date(2027, 2, 4)
FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)


def edition(number: int, *changes: DayChange, base: Days = BASE, rebased: bool = False) -> Edition:
    return Edition(number, vn(1, number, 9), "x", None, base, changes, rebased)


def off(day: date, scope: Scope = EVERYBODY) -> DayChange:
    return DayChange(DayKind.OFF, day, day, scope)


def work(day: date, scope: Scope = EVERYBODY) -> DayChange:
    return DayChange(DayKind.WORK, day, day, scope)


def calendar(almanac: Almanac, agency: AgencyId) -> WorkCalendar | None:
    return almanac.calendar(tiers_of(TREE, agency), FIRST, LAST)


def test_without_an_edition_the_built_in_calendar_holds() -> None:
    assert calendar(Almanac(()), "19") is None


def test_a_swapped_day_holds_for_everybody_over_the_fixed_days() -> None:
    almanac = Almanac((edition(2, off(FRI_12), work(SAT_13)),))
    expected = WorkCalendar(2, OFFICE_HOURS, (date(2027, 2, 5), date(2027, 2, 8), FRI_12), (SAT_13,))
    assert calendar(almanac, "00001-U1") == calendar(almanac, "TW") == expected


def test_the_nearest_agency_has_the_last_word() -> None:
    """Everybody is off; communes work; the province says the day is off below it; one commune works all the same."""
    almanac = Almanac(
        (
            edition(2, off(FRI_12)),
            edition(3, work(FRI_12, Scope(level=Level.COMMUNE))),
            edition(4, off(FRI_12, Scope(agency="19"))),
            edition(5, work(FRI_12, Scope(agency="00002"))),
        )
    )
    worked = {
        agency: FRI_12 not in found.off
        for agency in ("TW", "19", "00001", "00002", "00002-U1")
        if (found := calendar(almanac, agency))
    }
    assert worked == {"TW": False, "19": False, "00001": False, "00002": True, "00002-U1": True}
    upto_3 = almanac.upto(3)
    assert FRI_12 not in calendar(upto_3, "00001").off  # type: ignore[union-attr]


def test_a_local_word_given_before_a_general_one_holds_after_it() -> None:
    almanac = Almanac((edition(2, work(FRI_12, Scope(agency="00001"))), edition(3, off(FRI_12))))
    assert FRI_12 not in calendar(almanac, "00001").off  # type: ignore[union-attr]
    assert FRI_12 in calendar(almanac, "00002").off  # type: ignore[union-attr]


def test_who_takes_his_word_back_has_what_holds_above_him() -> None:
    here = Scope(agency="00001")
    taken_back = DayChange(DayKind.RULE, FRI_12, FRI_12, here)
    almanac = Almanac((edition(2, work(FRI_12, here)), edition(3, off(FRI_12)), edition(4, taken_back)))
    assert FRI_12 in calendar(almanac, "00001").off  # type: ignore[union-attr]


def test_hours_say_when_and_not_whether_offices_work() -> None:
    hours = DayChange(DayKind.HOURS, date(2027, 2, 3), date(2027, 2, 9), Scope(), sessions=MORNING)
    found = calendar(Almanac((edition(2, hours),)), "19")
    assert found is not None
    assert found.off == (date(2027, 2, 5), date(2027, 2, 8))
    assert found.own == (Hours(date(2027, 2, 3), date(2027, 2, 9), MORNING),)


def test_some_days_of_the_week_until_further_notice() -> None:
    saturdays = DayChange(DayKind.WORK, date(2027, 3, 1), None, Scope(agency="00001-U1"), (5,), MORNING)
    found = calendar(Almanac((edition(2, saturdays),)), "00001-U1")
    assert found is not None
    assert found.on == (date(2027, 3, 6), date(2027, 3, 13), date(2027, 3, 20), date(2027, 3, 27))
    assert [(one.first, one.last) for one in found.own] == [(day, day) for day in found.on]


@pytest.mark.parametrize(
    ("agency", "number"), [("TW", None), ("19", None), ("00001", 3), ("00001-U1", 3), ("00002", 2), ("00002-U1", None)]
)
def test_an_edition_concerns_those_of_whom_it_speaks(agency: AgencyId, number: int | None) -> None:
    """Local changes leave every other docket as it is."""
    almanac = Almanac(
        (edition(2, off(FRI_12, Scope(level=Level.COMMUNE))), edition(3, off(SAT_13, Scope(agency="00001"))))
    )
    found = almanac.edition(tiers_of(TREE, agency))
    assert (None if found is None else found.number) == number


def test_other_fixed_days_concern_everybody() -> None:
    later = Days(BASE.first, BASE.last, BASE.off | {date(2027, 2, 9)}, BASE.on)
    assert later.differs(BASE)
    almanac = Almanac((edition(2, off(FRI_12)), edition(3, base=later, rebased=True)))
    found = calendar(almanac, "00002")
    assert found is not None
    assert (found.version, found.off) == (3, (date(2027, 2, 5), date(2027, 2, 8), date(2027, 2, 9), FRI_12))


def test_fixed_days_differ_only_where_both_know_the_day() -> None:
    longer = Days(BASE.first, date(2029, 12, 31), BASE.off | {date(2029, 1, 1)}, BASE.on)
    assert not longer.differs(BASE)
