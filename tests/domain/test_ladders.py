"""When an assignment's clocks call by the first two ladders, computed by hand on the calendar around Tết 2027.

No docket is opened with them any more; those that were keep them, and nothing of this may ever change.
Offices are closed from Friday 5 to Thursday 11 February and work on Saturday the 20th.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from tests.domain import desk as table
from tests.domain.desk import ISSUER, UNIT, Desk, by, office, unit, vn, with_dockets
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.assignments import Clock
from thac.domain.commands import Accept, Confirm, Progress, Return, Submit, Take
from thac.domain.deadlines import Deadline
from thac.domain.directives import Urgency
from thac.domain.ladders import LADDERS, Audience, Colour, due_soon_at
from thac.domain.plans import Slice

KEY = f"1:{UNIT}"
GIVEN = vn(1, 25, 7, 30)
"""Monday 25 January 2027, when work begins: ten working days before the deadline."""
DAY = date(2027, 2, 12)
"""Friday, the first working day after Tết."""
Fired = list[tuple[str, datetime]]


def one_task(day: date | None = None, *, lead: str = UNIT, deadline: Deadline | None = None) -> Slice:
    """The slice of a docket that was opened when the second ladder was the present one."""
    return replace(table.one_task(day, lead=lead, deadline=deadline), ladder=2)


def given(day: date | None = DAY, at: datetime = GIVEN) -> Desk:
    return Desk(one_task(day), at)


def accepted(day: date | None = DAY, at: datetime = GIVEN) -> Desk:
    """Accepted and taken at once, so that no receipt calls."""
    desk = given(day, at)
    desk.does(unit(Accept(KEY), at + timedelta(minutes=1)), unit(Take(KEY, "B"), at + timedelta(minutes=1)))
    return desk


def test_every_step_of_an_assignment_that_nobody_touches() -> None:
    assert given().waits(vn(3, 20, 0)) == [
        ("receipt_unit", vn(1, 26, 17)),
        ("receipt_person", vn(1, 27, 17)),
        ("half_silent", vn(1, 29, 17)),  # five of ten working days
        ("due_soon", vn(2, 2, 7, 30)),  # Thursday 4, Wednesday 3, Tuesday 2
        ("overdue", vn(2, 12, 17)),
        ("overdue_2", vn(2, 16, 7, 30)),  # Monday 15, Tuesday 16
        ("overdue_5", vn(2, 19, 7, 30)),
        ("overdue_10", vn(2, 25, 7, 30)),  # Saturday 20 is the sixth
        ("overdue_10", vn(3, 4, 7, 30)),
        ("overdue_10", vn(3, 11, 7, 30)),
        ("overdue_10", vn(3, 18, 7, 30)),
    ]


def test_a_weekly_repeat_is_counted() -> None:
    desk = given()
    desk.waits(vn(3, 12))
    assert [step.repeat for step in desk.fired if step.step == "overdue_10"] == [0, 1, 2]
    assert {(step.round, step.version) for step in desk.fired} == {(1, 1)}


def test_a_weekly_repeat_over_tet_is_five_working_days_after_the_last() -> None:
    """Due on Friday 8 January: +10 is Friday the 22nd, then the 29th, then over Tết to Friday 12 February."""
    desk = accepted(date(2027, 1, 8), vn(1, 4, 7, 30))
    assert [fired for fired in desk.waits(vn(2, 22)) if fired[0] == "overdue_10"] == [
        ("overdue_10", vn(1, 22, 7, 30)),
        ("overdue_10", vn(1, 29, 7, 30)),
        ("overdue_10", vn(2, 12, 7, 30)),
        ("overdue_10", vn(2, 19, 7, 30)),
    ]


def test_whom_each_step_reaches_and_in_which_colour() -> None:
    assert [(step.code, step.audience, step.colour) for step in LADDERS[1]] == [
        ("receipt_unit", (Audience.LEAD_HEAD, Audience.ISSUING_OFFICE), Colour.YELLOW),
        ("receipt_person", (Audience.LEAD_HEAD,), Colour.YELLOW),
        ("half_silent", (Audience.LEAD,), Colour.YELLOW),
        ("due_soon", (Audience.LEAD,), Colour.BLUE),
        ("overdue", (Audience.LEAD_HEAD, Audience.ISSUING_OFFICE), Colour.RED),
        ("overdue_2", (Audience.ISSUING_CHAIR,), Colour.RED),
        ("overdue_5", (Audience.UPPER_MONITOR,), Colour.RED),
        ("overdue_10", (Audience.UPPER_CHAIR,), Colour.RED),
        ("review", (Audience.ISSUING_OFFICE,), Colour.YELLOW),
        ("silence", (Audience.LEAD,), Colour.YELLOW),
    ]
    assert {step.code: step.every for step in LADDERS[2] if step.repeats} == {"overdue_10": 5, "request_overdue": 5}


# ------------------------------------------------------------------------------------------------------------- receipt


def test_accepting_in_time_calls_only_for_the_person() -> None:
    desk = given()
    desk.does(unit(Accept(KEY), vn(1, 26, 17)))
    assert desk.waits(vn(1, 29, 16)) == [("receipt_person", vn(1, 27, 17))]


def test_naming_the_person_in_time_calls_for_nothing() -> None:
    desk = given()
    desk.does(unit(Accept(KEY), vn(1, 26, 9)), unit(Take(KEY, "B"), vn(1, 27, 17)))
    assert desk.waits(vn(1, 29, 16)) == []


def test_accepting_late_is_still_followed_by_the_call_for_the_person() -> None:
    desk = given()
    assert desk.waits(vn(1, 27, 8)) == [("receipt_unit", vn(1, 26, 17))]
    desk.does(unit(Accept(KEY), vn(1, 27, 9)))
    assert desk.waits(vn(1, 29, 16)) == [("receipt_person", vn(1, 27, 17))]


def test_a_receipt_calls_once_however_long_it_takes() -> None:
    assert [fired for fired in given(None).waits(vn(2, 20)) if fired[0].startswith("receipt")] == [
        ("receipt_unit", vn(1, 26, 17)),
        ("receipt_person", vn(1, 27, 17)),
    ]


def test_an_agency_with_a_docket_of_its_own_names_no_person() -> None:
    desk = Desk(with_dockets(one_task(None, lead="00002"), "00002"), GIVEN)
    assert desk.waits(vn(2, 20)) == [("receipt_unit", vn(1, 26, 17))]


def test_a_receipt_over_tet_waits_for_the_offices_to_open() -> None:
    """Given on the last afternoon before Tết; one working day after is Friday 12, two is Monday 15 February."""
    assert given(None, vn(2, 4, 16)).waits(vn(2, 20)) == [
        ("receipt_unit", vn(2, 12, 17)),
        ("receipt_person", vn(2, 15, 17)),
    ]


@pytest.mark.parametrize("urgency", [Urgency.URGENT, Urgency.VERY_URGENT, Urgency.IMMEDIATE])
@pytest.mark.parametrize(
    ("at", "unit_at", "person_at"),
    [
        (vn(1, 25, 8), vn(1, 25, 10), vn(1, 25, 14)),  # lunch lies between
        (vn(2, 4, 16), vn(2, 12, 8, 30), vn(2, 12, 10, 30)),  # one hour before Tết, one after
        (vn(1, 30, 9), vn(2, 1, 9, 30), vn(2, 1, 11, 30)),  # on a Saturday
    ],
)
def test_an_urgent_receipt_has_two_working_hours_and_two_more(
    urgency: Urgency, at: datetime, unit_at: datetime, person_at: datetime
) -> None:
    desk = Desk(replace(one_task(None), urgency=urgency), at)
    assert desk.waits(vn(2, 20)) == [("receipt_unit", unit_at), ("receipt_person", person_at)]


# ---------------------------------------------------------------------------------------------------------- completion


@pytest.mark.parametrize("reported_at", [vn(1, 26, 9), vn(1, 29, 17)])
def test_half_of_the_time_is_silent_only_without_a_report(reported_at: datetime) -> None:
    """A report of the very moment is one."""
    desk = accepted()
    desk.does(unit(Progress(KEY, 20), reported_at))
    assert desk.waits(vn(2, 2, 8)) == [("due_soon", vn(2, 2, 7, 30))]


def test_a_second_report_after_half_of_the_time_calls_for_nothing() -> None:
    """The first came in time; that half of the time was not silent stays so."""
    desk = accepted()
    desk.does(unit(Progress(KEY, 20), vn(1, 26, 9)), unit(Progress(KEY, 70), vn(2, 1, 9)))
    assert desk.fired == []
    assert desk.waits(vn(2, 2, 8)) == [("due_soon", vn(2, 2, 7, 30))]


def test_a_report_after_half_of_the_time_takes_the_call_not_back_and_repeats_it_not() -> None:
    desk = accepted()
    assert desk.waits(vn(1, 30)) == [("half_silent", vn(1, 29, 17))]
    desk.does(unit(Progress(KEY, 20), vn(2, 1, 9)))
    assert desk.waits(vn(2, 2, 8)) == [("due_soon", vn(2, 2, 7, 30))]


def test_half_of_the_time_may_lie_after_the_third_last_day() -> None:
    """Given on Monday 4 January, due on the Thursday: half of four days is Tuesday's end, due soon was that Monday."""
    assert accepted(date(2027, 1, 7), vn(1, 4, 7, 20)).waits(vn(1, 7, 17)) == [
        ("due_soon", vn(1, 4, 7, 30)),
        ("half_silent", vn(1, 5, 17)),
        ("overdue", vn(1, 7, 17)),
    ]


def test_nothing_calls_the_lead_while_his_result_is_reviewed() -> None:
    desk = accepted()
    desk.does(unit(Submit(KEY), vn(1, 26, 9)))
    assert desk.waits(vn(3, 20)) == [("review", vn(1, 29, 17))]


def test_nothing_calls_once_it_is_completed() -> None:
    desk = accepted()
    desk.does(unit(Submit(KEY), vn(1, 26, 9)), office(Confirm(KEY), vn(1, 26, 10)))
    assert desk.docket.agenda.first() is None
    assert desk.waits(vn(12, 31)) == []


def test_a_deadline_with_an_hour_on_a_day_off_is_overdue_at_that_hour() -> None:
    """Sunday 17 January at 20:30; the days after are counted from there: +2 is Tuesday."""
    desk = Desk(one_task(deadline=Deadline(date(2027, 1, 17), hour=time(20, 30))), vn(1, 4, 7, 30))
    desk.does(unit(Accept(KEY), vn(1, 4, 8)), unit(Progress(KEY, 5), vn(1, 4, 8)), unit(Take(KEY, "B"), vn(1, 4, 8)))
    assert desk.waits(vn(1, 20)) == [
        ("due_soon", vn(1, 13, 7, 30)),
        ("overdue", vn(1, 17, 20, 30)),
        ("overdue_2", vn(1, 19, 7, 30)),
    ]


def test_due_soon_begins_three_working_days_before() -> None:
    desk = given()
    assert due_soon_at(desk.row, desk.docket.slice) == vn(2, 2, 7, 30)
    undated = given(None)
    assert due_soon_at(undated.row, undated.docket.slice) is None


# ------------------------------------------------------------------------------------------ older than the assignment


def test_of_steps_older_than_the_assignment_only_the_latest_fires() -> None:
    """Due on 8 January, given on Monday the 18th: that is after the second and the fifth day, before the tenth."""
    desk = given(date(2027, 1, 8), vn(1, 18, 9))
    assert desk.fired == [
        ev.StepFired(
            KEY,
            Clock.COMPLETION,
            1,
            1,
            "overdue_5",
            0,
            vn(1, 18, 9),
            ("due_soon", "half_silent", "overdue", "overdue_2"),
        )
    ]
    assert [fired for fired in desk.waits(vn(1, 29, 8)) if fired[0].startswith("overdue")] == [
        ("overdue_10", vn(1, 22, 7, 30)),
        ("overdue_10", vn(1, 29, 7, 30)),
    ]


def test_of_weekly_repeats_older_than_the_assignment_only_the_latest_fires() -> None:
    """Due on 8 January, given on Tuesday 16 February: repeats 0, 1 and 2 lay on 22 and 29 January and 12 February."""
    desk = given(date(2027, 1, 8), vn(2, 16, 9))
    (step,) = desk.fired
    assert (step.step, step.repeat, step.moment) == ("overdue_10", 2, vn(2, 16, 9))
    assert step.passed == ("due_soon", "half_silent", "overdue", "overdue_2", "overdue_5")
    assert ("overdue_10", vn(2, 19, 7, 30)) in desk.waits(vn(2, 20))
    assert [step.repeat for step in desk.fired if step.step == "overdue_10"] == [2, 3]


def test_an_assignment_given_within_the_last_days_says_so_at_once() -> None:
    """Due on Friday 15 January, given on the Thursday: due soon, which was on the Tuesday, fires when it is given."""
    desk = given(date(2027, 1, 15), vn(1, 14, 9))
    assert desk.fired == [ev.StepFired(KEY, Clock.COMPLETION, 1, 1, "due_soon", 0, vn(1, 14, 9))]


def test_an_assignment_given_at_the_moment_of_a_step_is_told_at_once() -> None:
    desk = given(date(2027, 1, 15), vn(1, 15, 17))
    (step,) = desk.fired
    assert (step.step, step.moment, step.passed) == ("overdue", vn(1, 15, 17), ("due_soon", "half_silent"))


# -------------------------------------------------------------------------------------------------------------- return


def test_a_return_arms_the_ladder_anew_with_its_own_version() -> None:
    """Overdue and submitted on 17 February, returned on the 18th with time until Monday 8 March.

    From Thursday the 18th, 09:00 to Monday 8 March are 13 working days and 6 h: Thursday to Saturday, then two weeks
    and a Monday. Half is 6 days and 6 h 45: of Thursday 6 h, Friday to Wednesday 24 five days, and 8 h 15 remain of
    Thursday and Friday: 7 h 30 and 45 minutes.
    """
    desk = accepted()
    desk.does(unit(Submit(KEY), vn(2, 17, 9)), office(Return(KEY, None, Deadline(date(2027, 3, 8))), vn(2, 18, 9)))
    before = len(desk.fired)
    assert desk.waits(vn(3, 11)) == [
        ("half_silent", vn(2, 26, 8, 15)),
        ("due_soon", vn(3, 3, 7, 30)),
        ("overdue", vn(3, 8, 17)),
        ("overdue_2", vn(3, 10, 7, 30)),
    ]
    assert {(step.round, step.version) for step in desk.fired[:before]} == {(1, 1)}
    assert {(step.round, step.version) for step in desk.fired[before:]} == {(2, 2)}


def test_a_report_before_the_return_does_not_break_the_silence_after_it() -> None:
    desk = accepted()
    desk.does(
        unit(Progress(KEY, 90), vn(1, 26, 9)),
        unit(Submit(KEY), vn(1, 26, 10)),
        office(Return(KEY, None, Deadline(date(2027, 3, 31))), vn(1, 27, 9)),
    )
    (first, _) = desk.waits(vn(3, 29))
    assert first[0] == "half_silent"


def test_a_redo_of_two_days_is_due_soon_at_once() -> None:
    desk = accepted()
    desk.does(unit(Submit(KEY), vn(2, 12, 16)), office(Return(KEY), vn(2, 15, 9)))
    assert desk.row.due == vn(2, 17, 17)
    step = desk.fired[-1]
    assert (step.step, step.moment, step.round, step.version) == ("due_soon", vn(2, 15, 9), 2, 2)


def test_a_return_does_not_call_for_a_receipt_again() -> None:
    desk = Desk(with_dockets(one_task(None, lead="00002"), "00002"), GIVEN)
    lead = "00002"
    desk.does(
        by(lead, Role.OFFICE, Accept("1:00002"), vn(1, 25, 8)),
        by(lead, Role.OFFICE, Submit("1:00002"), vn(1, 25, 9)),
        by(ISSUER, Role.OFFICE, Return("1:00002"), vn(1, 25, 10)),
    )
    assert desk.waits(vn(2, 20)) == []


# -------------------------------------------------------------------------------------------------------------- review


def test_the_issuer_has_three_working_days_for_the_review() -> None:
    desk = accepted()
    desk.does(unit(Submit(KEY), vn(2, 3, 9)))
    assert desk.waits(vn(3, 1)) == [("review", vn(2, 15, 17))]  # Thursday 4, Friday 12, Monday 15


def test_a_review_of_the_last_moment_is_in_time() -> None:
    desk = accepted()
    desk.does(unit(Submit(KEY), vn(1, 26, 9)), office(Confirm(KEY), vn(1, 29, 17)))
    assert desk.waits(vn(3, 1)) == []


def test_each_round_has_a_review_of_its_own() -> None:
    desk = accepted()
    desk.does(unit(Submit(KEY), vn(1, 25, 9)))
    assert desk.waits(vn(1, 29)) == [("review", vn(1, 28, 17))]
    desk.does(office(Return(KEY), vn(1, 29, 9)), unit(Submit(KEY), vn(1, 29, 10)))
    assert desk.waits(vn(2, 28)) == [("review", vn(2, 3, 17))]
    assert [step.round for step in desk.fired if step.clock is Clock.REVIEW] == [1, 2]


# ------------------------------------------------------------------------------------------------------------- silence


def test_an_undated_assignment_is_silent_after_thirty_days_and_every_thirty_after() -> None:
    """Given on 25 January: Wednesday 24 February, Friday 26 March, Sunday 25 April and so Monday the 26th."""
    desk = accepted(None)
    assert desk.waits(vn(5, 1)) == [
        ("silence", vn(2, 24, 7, 30)),
        ("silence", vn(3, 26, 7, 30)),
        ("silence", vn(4, 26, 7, 30)),
    ]
    assert [(step.repeat, step.version) for step in desk.fired] == [(0, 0), (1, 0), (2, 0)]


def test_a_silence_that_ends_in_tet_is_told_when_offices_open() -> None:
    assert accepted(None, vn(1, 8, 9)).waits(vn(2, 28)) == [("silence", vn(2, 12, 7, 30))]


def test_a_report_breaks_the_silence() -> None:
    desk = accepted(None)
    desk.does(unit(Progress(KEY, 20), vn(2, 23, 9)))
    assert desk.waits(vn(4, 1)) == [("silence", vn(3, 25, 7, 30))]


def test_the_time_of_the_review_is_not_the_lead_s_silence() -> None:
    """Submitted on 26 January, returned on 10 March: the lead's silence begins with the return."""
    desk = accepted(None)
    desk.does(unit(Submit(KEY), vn(1, 26, 9)))
    assert desk.waits(vn(3, 9)) == [("review", vn(1, 29, 17))]
    desk.does(office(Return(KEY), vn(3, 10, 9)))
    assert desk.waits(vn(4, 30)) == [("silence", vn(4, 9, 7, 30))]


def test_a_dated_assignment_has_no_clock_of_silence() -> None:
    desk = given()
    desk.waits(vn(6, 1))
    assert Clock.SILENCE not in {step.clock for step in desk.fired}
