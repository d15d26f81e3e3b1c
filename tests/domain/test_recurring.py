"""What recurs: the periods of a series, when each opens and is due at each level, and how the series ends."""

from dataclasses import replace
from datetime import date, time

import pytest

from tests.domain.desk import TET, UNIT, Desk, by, office, plan_of, unit, vn, with_dockets
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.asks import Receiver
from thac.domain.assignments import State
from thac.domain.commands import (
    Accept,
    AddRecipients,
    Allocate,
    AttachPlan,
    Confirm,
    MoveDeadline,
    Reassign,
    ReassignSeries,
    Submit,
    Take,
    WithdrawTask,
)
from thac.domain.deadlines import Deadline, Operator
from thac.domain.hearings import ChildReport, CloseOrder
from thac.domain.plans import PlannedTask
from thac.domain.recurrence import Period, Recurrence, Rhythm
from thac.domain.refusals import Code

SECOND = "00001-U2"
QUARTERLY = Recurrence(Rhythm.QUARTERLY, 15, date(2027, 1, 1))
Q1, Q2 = f"1:{UNIT}:2027-Q1", f"1:{UNIT}:2027-Q2"


def names(rule: Recurrence, start: date, count: int) -> list[tuple[str, date]]:
    """The next so many periods with their due days."""
    period: Period | None = rule.starting(start)
    found: list[tuple[str, date]] = []
    while period is not None and len(found) < count:
        found.append((period.name, period.deadline.day))
        period = rule.following(period.name)
    return found


# ------------------------------------------------------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("every", "day", "expected"),
    [
        (
            Rhythm.QUARTERLY,
            15,
            [
                ("2026-Q4", date(2026, 12, 15)),
                ("2027-Q1", date(2027, 3, 15)),
                ("2027-Q2", date(2027, 6, 15)),
                ("2027-Q3", date(2027, 9, 15)),
            ],
        ),
        (
            Rhythm.MONTHLY,
            31,
            [("2026-12", date(2026, 12, 31)), ("2027-01", date(2027, 1, 31)), ("2027-02", date(2027, 2, 28))],
        ),
        (Rhythm.HALF_YEARLY, 20, [("2026-H2", date(2026, 12, 20)), ("2027-H1", date(2027, 6, 20))]),
        (Rhythm.YEARLY, 20, [("2026", date(2026, 12, 20)), ("2027", date(2027, 12, 20))]),
        (Rhythm.WEEKLY, 5, [("2026-W50", date(2026, 12, 11)), ("2026-W51", date(2026, 12, 18))]),
    ],
)
def test_periods_are_named_and_follow_each_other(every: Rhythm, day: int, expected: list[tuple[str, date]]) -> None:
    rule = Recurrence(every, day, date(2026, 12, 10))
    assert names(rule, date(2026, 12, 10), len(expected)) == expected
    for name, due in expected:
        assert (rule.named(name).name, rule.named(name).deadline.day) == (name, due)


def test_weeks_go_on_over_the_turn_of_a_year_that_has_53() -> None:
    rule = Recurrence(Rhythm.WEEKLY, 5, date(2026, 12, 24))
    assert names(rule, date(2026, 12, 24), 3) == [
        ("2026-W52", date(2026, 12, 25)),
        ("2026-W53", date(2027, 1, 1)),
        ("2027-W01", date(2027, 1, 8)),
    ]


@pytest.mark.parametrize(
    ("every", "name", "cut_off"),
    [
        (Rhythm.MONTHLY, "2027-01", date(2027, 1, 14)),
        (Rhythm.QUARTERLY, "2027-Q1", date(2027, 3, 14)),
        (Rhythm.HALF_YEARLY, "2027-H1", date(2027, 6, 14)),
        (Rhythm.YEARLY, "2027", date(2027, 12, 14)),
    ],
)
def test_data_are_cut_off_on_the_14th_of_the_last_month(every: Rhythm, name: str, cut_off: date) -> None:
    """Decree 09/2019/NĐ-CP, as the regimes of the ministries repeat it."""
    assert Recurrence(every, 20, date(2027, 1, 1)).named(name).cut_off == cut_off


def test_a_series_begins_with_the_first_period_that_is_not_due_before_the_day() -> None:
    assert names(QUARTERLY, date(2027, 3, 15), 1) == [("2027-Q1", date(2027, 3, 15))]
    assert names(QUARTERLY, date(2027, 3, 16), 1) == [("2027-Q2", date(2027, 6, 15))]


def test_a_series_ends_with_its_last_day() -> None:
    rule = replace(QUARTERLY, until=date(2027, 6, 15))
    assert [name for name, _ in names(rule, date(2027, 1, 1), 9)] == ["2027-Q1", "2027-Q2"]
    assert rule.starting(date(2027, 6, 16)) is None


def test_each_level_below_is_due_some_working_days_earlier_and_never_before_the_data_are_cut_off() -> None:
    """Due above on Friday 25 June: Wednesday the 23rd below it, the 21st below that; on the 15th the cut-off stands."""
    rule = Recurrence(Rhythm.QUARTERLY, 25, date(2027, 4, 1))
    period = rule.named("2027-Q2")
    assert [replace(rule, ahead=ahead).deadline(period, TET).day for ahead in (0, 2, 4)] == [
        date(2027, 6, 25),
        date(2027, 6, 23),
        date(2027, 6, 21),
    ]
    early = replace(rule, day=15, ahead=2)
    assert early.deadline(early.named("2027-Q2"), TET) == Deadline(date(2027, 6, 14), Operator.BY)


@pytest.mark.parametrize("day", [5, 14])
def test_no_level_below_is_due_after_the_one_above(day: int) -> None:
    """Where a report is due on or before the day of the cut-off, all levels have the same day."""
    rule = Recurrence(Rhythm.MONTHLY, day, date(2027, 1, 1), ahead=2)
    period = rule.named("2027-04")
    assert rule.deadline(period, TET) == period.deadline


def test_the_hour_of_a_weekly_report_is_kept() -> None:
    rule = Recurrence(Rhythm.WEEKLY, 5, date(2027, 1, 4), hour=time(15))
    assert rule.named("2027-W01").deadline == Deadline(date(2027, 1, 8), hour=time(15))


# --------------------------------------------------------------------------------------------------------- occurrences


def recurring(rule: Recurrence = QUARTERLY, *leads: str, parent: str | None = None) -> Desk:
    """A quarterly report of one unit or several, given out on Monday 4 January 2027."""
    leads = leads or (UNIT,)
    task = PlannedTask(1, leads, single=len(leads) == 1, recurrence=rule)
    return Desk(plan_of(task, parent=parent), vn(1, 4, 8))


def opened(desk: Desk) -> list[tuple[str, object]]:
    return [(event.period, event.moment) for event in desk.events if isinstance(event, ev.OccurrenceOpened)]


def test_an_occurrence_opens_ten_working_days_before_it_is_due() -> None:
    """Due on Monday 15 March: it opens on Monday the 1st at 07:30, with a first deadline of its own."""
    desk = recurring()
    assert desk.docket.rows == {}
    desk.turn(vn(3, 1, 7, 30))
    assert opened(desk) == [("2027-Q1", vn(3, 1, 7, 30))]
    row = desk.docket.rows[Q1]
    assert (row.period, row.lead, row.assigned_at, row.due) == ("2027-Q1", UNIT, vn(3, 1, 7, 30), vn(3, 15, 17))


def test_a_period_whose_time_has_begun_opens_when_the_task_is_given() -> None:
    desk = recurring(replace(QUARTERLY, day=8, first=date(2027, 1, 1), every=Rhythm.MONTHLY))
    assert opened(desk) == [("2027-01", vn(1, 4, 8))]


def test_four_quarters_open_one_after_the_other_also_all_at_once_after_a_long_absence() -> None:
    expected = [
        ("2027-Q1", vn(3, 1, 7, 30)),
        ("2027-Q2", vn(6, 1, 7, 30)),
        ("2027-Q3", vn(9, 1, 7, 30)),
        ("2027-Q4", vn(12, 1, 7, 30)),
    ]
    there, away = recurring(), recurring()
    for _, moment in expected:
        there.turn(moment)
    there.turn(vn(12, 31))
    away.turn(vn(12, 31))
    assert opened(there) == opened(away) == expected
    assert there.events == away.events


def test_the_occurrence_before_stays_open_if_it_is() -> None:
    desk = recurring()
    desk.turn(vn(6, 1, 8))
    assert [(row.period, row.open) for row in desk.docket.rows.values()] == [("2027-Q1", True), ("2027-Q2", True)]


def test_who_accepted_once_need_not_again() -> None:
    desk = recurring()
    desk.does(unit(Accept(Q1), vn(3, 2, 8)), unit(Take(Q1, "Trần Thị B"), vn(3, 2, 9)))
    desk.turn(vn(6, 2, 8))
    row = desk.docket.rows[Q2]
    assert (row.state, row.person, row.accepted_at) == (State.TAKEN, "Trần Thị B", vn(6, 1, 7, 30))
    assert not [step for step in desk.fired if step.assignment == Q2 and step.step.startswith("receipt")]


def test_who_never_accepted_is_asked_for_each_receipt() -> None:
    desk = recurring()
    desk.turn(vn(6, 4, 8))
    assert [step.assignment for step in desk.fired if step.step == "receipt_unit"] == [Q1, Q2]


def test_who_took_over_the_series_and_accepted_need_not_accept_the_next() -> None:
    desk = recurring()
    desk.turn(vn(3, 2, 8))
    desk.does(
        office(Reassign(Q1, Receiver(SECOND), series=True), vn(3, 2, 9)),
        by(SECOND, Role.UNIT, Accept(Q1), vn(3, 2, 10)),
    )
    desk.turn(vn(6, 2, 8))
    row = desk.docket.rows[f"1:{SECOND}:2027-Q2"]
    assert (row.lead, row.state) == (SECOND, State.ACCEPTED)


def test_one_period_reassigned_leaves_the_series_where_it_was() -> None:
    desk = recurring()
    desk.turn(vn(3, 2, 8))
    desk.does(office(Reassign(Q1, Receiver(SECOND)), vn(3, 2, 9)))
    desk.turn(vn(6, 2, 8))
    assert [(row.period, row.lead) for row in desk.docket.rows.values()] == [("2027-Q1", SECOND), ("2027-Q2", UNIT)]


def test_a_series_of_which_nothing_is_open_goes_to_another_with_all_that_opens_later() -> None:
    desk = recurring(QUARTERLY, UNIT, SECOND)
    desk.does(office(ReassignSeries(1, UNIT, Receiver("00001-U3")), vn(1, 5, 8)))
    desk.turn(vn(3, 2, 8))
    assert [(row.copy, row.lead) for row in desk.docket.rows.values()] == [("00001-U3", "00001-U3"), (SECOND, SECOND)]


def test_two_copies_of_a_series_in_one_hand_become_one() -> None:
    desk = recurring(QUARTERLY, UNIT, SECOND)
    desk.does(office(ReassignSeries(1, UNIT, Receiver(SECOND)), vn(1, 5, 8)))
    desk.turn(vn(3, 2, 8))
    assert [row.key for row in desk.docket.rows.values()] == [f"1:{SECOND}:2027-Q1"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (ReassignSeries(1, "00001-U3", Receiver(SECOND)), Code.NO_SERIES),
        (ReassignSeries(7, UNIT, Receiver(SECOND)), Code.NO_SERIES),
        (ReassignSeries(1, UNIT, Receiver(UNIT)), Code.SAME_LEAD),
        (ReassignSeries(1, UNIT, Receiver("00001")), Code.NOT_A_RECEIVER),
    ],
)
def test_a_series_that_cannot_be_given_to_another_is_refused(command: ReassignSeries, code: Code) -> None:
    assert recurring().refuses(office(command, vn(1, 5, 8))) is code


def test_with_an_occurrence_open_the_series_goes_with_that() -> None:
    desk = recurring()
    desk.turn(vn(3, 2, 8))
    assert desk.refuses(office(ReassignSeries(1, UNIT, Receiver(SECOND)), vn(3, 2, 9))) is Code.SERIES_HAS_OPEN


def test_a_further_recipient_joins_with_the_next_period() -> None:
    desk = recurring(QUARTERLY, UNIT, SECOND)
    desk.turn(vn(3, 2, 8))
    desk.does(office(AddRecipients(1, (Receiver("00001-U3"),)), vn(3, 3, 8)))
    desk.turn(vn(6, 2, 8))
    leads = [(row.period, row.lead) for row in desk.docket.rows.values()]
    assert leads == [
        ("2027-Q1", UNIT),
        ("2027-Q1", SECOND),
        ("2027-Q2", UNIT),
        ("2027-Q2", SECOND),
        ("2027-Q2", "00001-U3"),
    ]


def test_an_alert_of_an_occurrence_is_its_own() -> None:
    desk = recurring()
    desk.turn(vn(12, 31))
    keys = [(step.assignment, step.clock, step.round, step.version, step.step, step.repeat) for step in desk.fired]
    assert len(keys) == len(set(keys))
    assert {key[0][-2:] for key in keys} == {"Q1", "Q2", "Q3", "Q4"}


# ------------------------------------------------------------------------------------------------ the end of the series


def test_a_running_series_keeps_the_docket_open() -> None:
    desk = recurring()
    desk.turn(vn(3, 2, 8))
    desk.does(unit(Accept(Q1), vn(3, 2, 8)), unit(Submit(Q1), vn(3, 2, 9)), office(Confirm(Q1), vn(3, 2, 10)))
    assert desk.docket.closed_at is None
    assert desk.docket.open_by_task() == ((1, 1),)


def test_the_root_closes_with_the_last_occurrence_of_a_series_that_has_ended() -> None:
    desk = recurring(replace(QUARTERLY, until=date(2027, 3, 31)))
    desk.does(unit(Accept(Q1), vn(3, 2, 8)), unit(Submit(Q1), vn(3, 2, 9)), office(Confirm(Q1), vn(3, 2, 10)))
    assert desk.events[-1] == ev.Closed()


def test_a_withdrawn_series_opens_no_more_and_takes_back_what_is_open() -> None:
    desk = recurring(parent="19")
    desk.turn(vn(3, 2, 8))
    desk.does(office(WithdrawTask(1, "no need"), vn(3, 3, 8)))
    desk.turn(vn(12, 31))
    assert [row.state for row in desk.docket.rows.values()] == [State.WITHDRAWN]


def test_one_period_is_withdrawn_and_the_series_goes_on() -> None:
    desk = recurring()
    desk.turn(vn(3, 2, 8))
    desk.does(office(WithdrawTask(1, "merged", period="2027-Q1"), vn(3, 3, 8)))
    desk.turn(vn(6, 2, 8))
    assert [row.state for row in desk.docket.rows.values()] == [State.WITHDRAWN, State.ASSIGNED]


def test_one_copy_of_a_series_is_withdrawn_and_the_others_go_on() -> None:
    desk = recurring(QUARTERLY, UNIT, SECOND)
    desk.does(office(WithdrawTask(1, "x", copies=(SECOND,)), vn(1, 5, 8)))
    desk.turn(vn(3, 2, 8))
    assert list(desk.docket.rows) == [Q1]


def test_a_series_given_again_goes_on_under_its_rounds() -> None:
    """Taken back and given again within one quarter: the occurrence of that quarter is not a second first one."""
    desk = recurring(parent="19")
    desk.turn(vn(3, 4, 8))
    desk.does(office(WithdrawTask(1, "x"), vn(3, 4, 9)), office(Allocate(1, (UNIT,)), vn(3, 4, 10)))
    desk.turn(vn(3, 9))
    row = desk.docket.rows[Q1]
    assert (row.round, row.state, row.assigned_at) == (2, State.ASSIGNED, vn(3, 4, 10))
    keys = [(step.assignment, step.round, step.step) for step in desk.fired]
    assert len(keys) == len(set(keys))


def test_the_deadline_of_one_period_is_moved_and_never_that_of_the_series() -> None:
    desk = recurring()
    desk.turn(vn(3, 2, 8))
    day = Deadline(date(2027, 3, 19))
    assert desk.refuses(office(MoveDeadline(1, day, "x"), vn(3, 3, 8))) is Code.TWO_DEADLINES
    desk.does(office(MoveDeadline(1, day, "x", period="2027-Q1"), vn(3, 3, 8)))
    desk.turn(vn(6, 2, 8))
    assert [row.due for row in desk.docket.rows.values()] == [vn(3, 19, 17), vn(6, 15, 17)]


def test_a_period_that_is_not_open_is_neither_moved_nor_withdrawn() -> None:
    desk = recurring()
    day = Deadline(date(2027, 3, 19))
    assert desk.refuses(office(MoveDeadline(1, day, "x", period="2027-Q1"), vn(1, 5))) is Code.UNKNOWN_ASSIGNMENT
    assert desk.refuses(office(WithdrawTask(1, "x", period="2027-Q1"), vn(1, 5))) is Code.UNKNOWN_ASSIGNMENT


def test_a_series_ends_where_an_own_plan_takes_over() -> None:
    desk = recurring(parent="19")
    desk.turn(vn(3, 2, 8))
    desk.does(unit(Accept(Q1), vn(3, 2, 9)), office(AttachPlan("p1", (1,)), vn(3, 2, 10)))
    desk.turn(vn(12, 31))
    assert [(row.period, row.plan) for row in desk.docket.rows.values()] == [("2027-Q1", "p1")]


def test_a_docket_with_a_series_refuses_the_word_to_close() -> None:
    assert recurring(parent="19").hears(vn(1, 5, 8), CloseOrder()) == ()


# --------------------------------------------------------------------------------------------------- between two levels


def collecting() -> Desk:
    """A province that collects a quarterly report from a commune with a docket of its own."""
    task = PlannedTask(1, ("00001",), single=True, recurrence=QUARTERLY)
    return Desk(with_dockets(plan_of(task, agency="19", parent=None), "00001"), vn(1, 4, 8))


def test_a_period_is_confirmed_over_what_is_open_of_that_period_below_and_of_no_other() -> None:
    desk = collecting()
    desk.turn(vn(3, 2, 8))
    key = "1:00001:2027-Q1"
    desk.does(by("00001", Role.OFFICE, Accept(key), vn(3, 2, 9)), by("00001", Role.OFFICE, Submit(key), vn(3, 2, 9)))
    desk.hears(vn(3, 2, 10), ChildReport("00001", 9, open_by_period=((1, "2027-Q1", 2),)))
    assert desk.refuses(by("19", Role.OFFICE, Confirm(key), vn(3, 2, 11))) is Code.OPEN_BELOW
    desk.hears(vn(3, 2, 12), ChildReport("00001", 10, open_by_period=((1, "2027-Q2", 2),)))
    desk.does(by("19", Role.OFFICE, Confirm(key), vn(3, 2, 13)))
    assert desk.events[-1] == ev.Confirmed(key)


def test_a_series_goes_to_an_agency_with_a_docket_only_as_a_whole() -> None:
    desk = collecting()
    desk.turn(vn(3, 2, 8))
    key, to = "1:00001:2027-Q1", Receiver("00002", keeps=True)
    assert desk.refuses(by("19", Role.OFFICE, Reassign(key, to), vn(3, 2, 9))) is Code.RECURS
    desk.does(by("19", Role.OFFICE, Reassign(key, to, series=True), vn(3, 2, 9)))
    (withdrawn,) = desk.docket.instructions["00001"]
    assert (withdrawn.kind, withdrawn.fields) == ("task_withdrawn", {"task": 1, "period": "2027-Q1", "later": True})
    (given,) = desk.docket.instructions["00002"]
    assert (given.kind, given.fields) == ("give", {"tasks": [1], "deadlines": {}})
