from datetime import date, time

import pytest

from thac.domain.deadlines import Deadline, Operator
from thac.domain.recurrence import Recurrence, Relative, Rhythm
from thac.intake.draft import (
    Absolute,
    AfterEvent,
    Due,
    Frequency,
    Ongoing,
    Op,
    Period,
    Recurring,
    Several,
    Vague,
    When,
)
from thac.intake.timing import Loss, Timing, end_of, timing

ISSUED = date(2026, 3, 2)  # a Monday
APRIL = date(2026, 4, 15)
LAST = "last_month_of_period"
AFTER = "first_month_after_period"
QUARTER, HALF, YEAR = Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.YEARLY


@pytest.mark.parametrize(
    ("op", "operator"),
    [
        (Op.BEFORE, Operator.BEFORE),
        (Op.ON_OR_BEFORE, Operator.BY),
        (Op.ON, Operator.ON),
        (Op.WITHIN, Operator.BY),
    ],
)
def test_a_day_keeps_its_operator_and_hour(op: Op, operator: Operator) -> None:
    assert timing(Absolute(op, APRIL, time(16)), ISSUED) == Timing(Deadline(APRIL, operator, time(16)))


@pytest.mark.parametrize("when", [None, Ongoing(), Vague(), Period("2026", None)])
def test_what_names_no_end_is_undated(when: When | None) -> None:
    assert timing(when, ISSUED) == Timing()


def test_of_several_days_the_last_is_the_deadline() -> None:
    several = Several(((Absolute(Op.ON, date(2026, 5, 4)), "b"), (Absolute(Op.BEFORE, APRIL), "a")))
    assert timing(several, ISSUED) == Timing(Deadline(date(2026, 5, 4), Operator.ON), loss=Loss.MILESTONES)


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2030", date(2030, 12, 31)),
        ("2026-13", None),
        ("2026-02-30", None),
        ("quý I", None),
    ],
)
def test_a_period_ends_on_its_last_day(end: str, day: date | None) -> None:
    assert end_of(end) == day
    expected = Timing(loss=Loss.UNREADABLE) if day is None else Timing(Deadline(day, Operator.BY))
    assert timing(Period("2026-01-01", end), ISSUED) == expected


@pytest.mark.parametrize(
    ("frequency", "dues", "rule"),
    [
        ((Frequency.MONTHLY,), (Due(Op.BEFORE, 15, "every"),), (Rhythm.MONTHLY, 15)),
        ((Frequency.MONTHLY,), (Due(Op.BEFORE, 15),), (Rhythm.MONTHLY, 15)),
        ((YEAR, QUARTER, HALF), (Due(Op.BEFORE, 15, LAST),), (Rhythm.QUARTERLY, 15)),
        ((HALF, YEAR), (Due(Op.BEFORE, 10, 6), Due(Op.BEFORE, 10, 12)), (Rhythm.HALF_YEARLY, 10)),
        ((QUARTER,), tuple(Due(Op.BEFORE, 20, month) for month in (3, 6, 9, 12)), (Rhythm.QUARTERLY, 20)),
        ((YEAR,), (Due(Op.BEFORE, 25, 12),), (Rhythm.YEARLY, 25)),
        ((Frequency.WEEKLY,), (Due(Op.BEFORE, weekday=5),), (Rhythm.WEEKLY, 5)),
        ((Frequency.MONTHLY,), (Due(Op.BEFORE, 5, AFTER),), (Rhythm.MONTHLY, 5)),
        ((YEAR, Frequency.AD_HOC), (Due(Op.BEFORE, 25, 12),), (Rhythm.YEARLY, 25)),
    ],
)
def test_what_recurs_on_a_day_of_its_period_is_a_rule(
    frequency: tuple[Frequency, ...], dues: tuple[Due, ...], rule: tuple[Rhythm, int]
) -> None:
    assert timing(Recurring(frequency, dues), ISSUED) == Timing(recurrence=Recurrence(*rule, ISSUED))


def test_a_rule_keeps_hour_operator_and_end() -> None:
    weekly = Recurring((Frequency.WEEKLY,), (Due(Op.ON_OR_BEFORE, weekday=5, hour=time(15)),), date(2026, 12, 31))
    rule = Recurrence(Rhythm.WEEKLY, 5, ISSUED, Operator.BY, time(15), date(2026, 12, 31))
    assert timing(weekly, ISSUED) == Timing(recurrence=rule)


@pytest.mark.parametrize(
    ("dues", "day"),
    [
        ((Due(Op.BEFORE, 15, 11),), date(2026, 11, 15)),
        ((Due(Op.BEFORE, 15, 1),), date(2027, 1, 15)),
        ((Due(Op.BEFORE, 30, 2),), date(2027, 2, 28)),
        ((Due(Op.BEFORE, 10, 11), Due(Op.BEFORE, 10, 5)), date(2026, 5, 10)),
    ],
)
def test_of_a_yearly_day_that_no_rule_names_the_next_is_followed(dues: tuple[Due, ...], day: date) -> None:
    assert timing(Recurring((YEAR,), dues), ISSUED) == Timing(Deadline(day), loss=Loss.FIRST_DATE_ONLY)


def test_of_a_day_in_the_month_after_the_period_the_next_is_followed() -> None:
    quarterly = timing(Recurring((QUARTER,), (Due(Op.BEFORE, 10, AFTER),)), ISSUED)
    assert quarterly == Timing(Deadline(date(2026, 4, 10)), loss=Loss.FIRST_DATE_ONLY)
    yearly = timing(Recurring((YEAR,), (Due(Op.BEFORE, 10, AFTER),)), ISSUED)
    assert yearly == Timing(Deadline(date(2027, 1, 10)), loss=Loss.FIRST_DATE_ONLY)


@pytest.mark.parametrize(
    ("frequency", "days"),
    [
        ((Frequency.DAILY,), 1),
        ((Frequency.WEEKLY,), 7),
        ((YEAR, QUARTER, HALF, Frequency.AD_HOC), 90),
        ((YEAR,), 365),
        ((Frequency.PERIODIC,), None),
    ],
)
def test_a_rhythm_without_a_day_is_a_rhythm_of_silence(frequency: tuple[Frequency, ...], days: int | None) -> None:
    assert timing(Recurring(frequency), ISSUED) == Timing(silence_days=days)


@pytest.mark.parametrize(
    "when",
    [
        Recurring((Frequency.DAILY,), (Due(Op.BEFORE, hour=time(16)),)),
        Recurring((Frequency.WEEKLY,), (Due(Op.BEFORE, weekday=8),)),
        Recurring((Frequency.MONTHLY,), (Due(Op.BEFORE, 0, "every"),)),
        Recurring((Frequency.MONTHLY,), (Due(Op.BEFORE, 10, "every"), Due(Op.BEFORE, 20, "every"))),
        Recurring((QUARTER,), (Due(Op.BEFORE, 5, "every"),)),
    ],
)
def test_a_due_day_that_cannot_be_followed_leaves_the_rhythm(when: Recurring) -> None:
    found = timing(when, ISSUED)
    assert (found.dated, found.silence_days is not None, found.loss) == (False, True, Loss.RHYTHM_ONLY)


def test_days_after_an_event_wait_for_it() -> None:
    after = AfterEvent("nhận đủ hồ sơ", days=5, working=True)
    assert timing(after, ISSUED) == Timing(relative=Relative("nhận đủ hồ sơ", 5, working=True))
    assert timing(AfterEvent("ngày bầu cử", days=-10), ISSUED).relative == Relative("ngày bầu cử", -10)


def test_an_event_that_the_document_dates_is_a_day() -> None:
    assert timing(AfterEvent("ngày bầu cử", days=-10, day=APRIL), ISSUED) == Timing(Deadline(APRIL, Operator.BY))


@pytest.mark.parametrize(
    "event", ["ngày ký", "kể từ ngày ban hành Kế hoạch này", "ngày ký ban hành văn bản này", "từ ngày ban hành"]
)
def test_days_after_its_own_issue_are_counted_from_it(event: str) -> None:
    assert timing(AfterEvent(event, days=10), ISSUED) == Timing(Deadline(date(2026, 3, 12), Operator.BY))
    working = timing(AfterEvent(event, days=5, working=True), ISSUED)
    assert working == Timing(Deadline(date(2026, 3, 9), Operator.BY))


@pytest.mark.parametrize("event", ["ngày nhận được văn bản này", "Chính phủ ban hành nghị định", "ký hợp đồng"])
def test_days_after_the_receipt_or_another_issue_wait(event: str) -> None:
    assert timing(AfterEvent(event, days=10), ISSUED).relative == Relative(event, 10)


@pytest.mark.parametrize(("hours", "days"), [(48, 2), (36, 1), (12, 0)])
def test_hours_after_an_event_are_never_more_days_than_they_are(hours: int, days: int) -> None:
    found = timing(AfterEvent("khi nước rút", hours=hours), ISSUED)
    assert found == Timing(relative=Relative("khi nước rút", days), loss=Loss.WHOLE_DAYS)


def test_months_after_an_event_are_thirty_days_each() -> None:
    found = timing(AfterEvent("phê duyệt dự án", months=2), ISSUED)
    assert found == Timing(relative=Relative("phê duyệt dự án", 60), loss=Loss.THIRTY_DAYS)


def test_months_after_its_own_issue_are_months() -> None:
    assert timing(AfterEvent("ngày ký", months=3), ISSUED) == Timing(Deadline(date(2026, 6, 2), Operator.BY))
    leap = timing(AfterEvent("ngày ký", months=1), date(2026, 1, 31))
    assert leap == Timing(Deadline(date(2026, 2, 28), Operator.BY))


def test_an_event_without_days_or_with_absurd_ones_is_no_date() -> None:
    assert timing(AfterEvent("có hướng dẫn"), ISSUED) == Timing(loss=Loss.NO_DAYS)
    assert timing(AfterEvent("có hướng dẫn", days=99_999), ISSUED) == Timing(loss=Loss.UNREADABLE)
