"""What the present ladder does that the first two did not, by hand on the calendar around Tết 2027."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.desk import UNIT, Desk, office, one_task, unit, vn
from tests.samples import small_tree
from thac.domain import events as ev
from thac.domain.agencies import AgencyTree, Post, PostRole
from thac.domain.assignments import Clock
from thac.domain.audiences import UNREACHED, readers
from thac.domain.commands import (
    Accept,
    Answer,
    AskExtension,
    MoveDeadline,
    Pause,
    Progress,
    Resume,
    Return,
    Submit,
    Take,
)
from thac.domain.courses import BUILT_IN, course
from thac.domain.deadlines import Deadline
from thac.domain.directives import Urgency
from thac.domain.rungs import Audience

KEY = f"1:{UNIT}"
GIVEN = vn(1, 4, 8)
FAR = date(2027, 7, 30)
"""A task of seven months: half of the time is on Wednesday 21 April."""
Fired = list[tuple[str, datetime]]


def taken(day: date | None, urgency: Urgency = Urgency.NORMAL, deadline: Deadline | None = None) -> Desk:
    """Accepted and taken at once, so that no receipt calls."""
    desk = Desk(replace(one_task(day, deadline=deadline), urgency=urgency, parent=None), GIVEN)
    desk.does(unit(Accept(KEY), GIVEN), unit(Take(KEY, "B"), GIVEN))
    return desk


def silences(desk: Desk) -> list[tuple[str, int, datetime]]:
    return [(step.step, step.repeat, step.moment) for step in desk.fired if step.clock is Clock.SILENCE]


# ------------------------------------------------------------------------------------------------------------- silence


def test_dated_work_is_silent_from_half_of_its_time_on() -> None:
    """Ten working days after half of the time the lead, then three times its head; after that it is told no more."""
    desk = taken(FAR)
    desk.turn(vn(7, 1))
    assert [step.step for step in desk.fired] == ["half_silent", "silent", "silent_2", "silent_2", "silent_2"]
    first = next(step.moment for step in desk.fired if step.step == "half_silent")
    assert first == vn(4, 21, 7, 45)
    assert silences(desk) == [
        ("silent", 0, vn(5, 5, 7, 30)),
        ("silent_2", 1, vn(5, 19, 7, 30)),
        ("silent_2", 2, vn(6, 2, 7, 30)),
        ("silent_2", 3, vn(6, 16, 7, 30)),
    ]


def test_a_report_before_half_of_the_time_is_none_after_it() -> None:
    """It spares the call at half of the time; ten working days later nothing was heard for ten working days."""
    desk = taken(FAR)
    desk.does(unit(Progress(KEY, 20), vn(4, 1, 9)))
    desk.turn(vn(5, 6))
    assert [(step.step, step.moment) for step in desk.fired] == [("silent", vn(5, 5, 7, 30))]


def test_a_report_begins_the_silence_anew_and_its_calls_too() -> None:
    desk = taken(FAR)
    desk.turn(vn(5, 20))
    desk.does(unit(Progress(KEY, 40), vn(5, 20, 9)))
    desk.turn(vn(6, 20))
    assert silences(desk) == [
        ("silent", 0, vn(5, 5, 7, 30)),
        ("silent_2", 1, vn(5, 19, 7, 30)),
        ("silent", 2, vn(6, 3, 7, 30)),
        ("silent_2", 3, vn(6, 17, 7, 30)),
    ]


def test_silence_ends_where_the_deadline_begins_to_remind() -> None:
    """Half of the time, ten working days and ten more lie before it is near; the next ten do not, and are not told."""
    desk = taken(date(2027, 4, 6))
    desk.turn(vn(4, 7))
    assert [step.step for step in desk.fired] == ["half_silent", "silent", "silent_2", "due_soon", "overdue"]
    near = next(step.moment for step in desk.fired if step.step == "due_soon")
    assert near == vn(4, 1, 7, 30)
    assert [at for _, _, at in silences(desk)] == [vn(3, 8, 7, 30), vn(3, 22, 7, 30)]


def test_a_pause_is_no_silence_and_its_end_begins_one() -> None:
    desk = taken(FAR)
    desk.does(unit(Progress(KEY, 40), vn(4, 26, 9)), office(Pause(KEY, "flood"), vn(4, 26, 10)))
    desk.turn(vn(6, 1))
    assert silences(desk) == []
    desk.does(office(Resume(KEY), vn(6, 1, 9)))
    desk.turn(vn(6, 20))
    assert silences(desk) == [("silent", 0, vn(6, 15, 7, 30))]


def test_another_deadline_begins_the_silence_anew() -> None:
    """Half of the longer time is later, and so is the silence."""
    desk = taken(FAR)
    desk.turn(vn(5, 6))
    desk.does(office(MoveDeadline(1, Deadline(date(2027, 12, 30)), "more time"), vn(5, 6, 9)))
    before = len(desk.fired)
    desk.turn(vn(7, 31))
    assert [(step.step, step.version, step.repeat) for step in desk.fired[before:]] == [
        ("half_silent", 2, 0),
        ("silent", 2, 1),
    ]


def test_undated_work_climbs_with_its_silence_and_a_report_takes_it_down_again() -> None:
    desk = taken(None)
    desk.turn(vn(4, 6))
    desk.does(unit(Progress(KEY, 10), vn(4, 6, 9)))
    desk.turn(vn(5, 10))
    assert silences(desk) == [
        ("silence", 0, vn(2, 3, 7, 30)),
        ("silence_2", 1, vn(3, 5, 7, 30)),
        ("silence_3", 2, vn(4, 5, 7, 30)),
        ("silence", 3, vn(5, 6, 7, 30)),
    ]


def test_a_rhythm_that_the_document_gives_goes_before_that_of_the_urgency() -> None:
    plan = one_task(None)
    weekly = replace(plan, urgency=Urgency.URGENT, tasks=(replace(plan.tasks[0], silence_days=7),))
    desk = Desk(weekly, GIVEN)
    desk.does(unit(Accept(KEY), GIVEN), unit(Take(KEY, "B"), GIVEN))
    desk.turn(vn(1, 20))
    assert silences(desk) == [("silence", 0, vn(1, 11, 7, 30)), ("silence_2", 1, vn(1, 18, 7, 30))]


# ------------------------------------------------------------------------------------------------------ rounds, bounds


@pytest.mark.parametrize("urgency", Urgency)
def test_a_returned_result_re_arms_its_ladder(urgency: Urgency) -> None:
    """Overdue and told so to the end; returned with time until 31 August, the whole ladder comes again for round 2."""
    desk = taken(date(2027, 1, 15), urgency)
    desk.turn(vn(7, 30))
    first = [step.step for step in desk.fired if step.clock is Clock.COMPLETION]
    assert len(first) == _length(urgency)
    desk.does(unit(Submit(KEY), vn(7, 30, 9)), office(Return(KEY, None, Deadline(date(2027, 8, 31))), vn(7, 30, 10)))
    assert [step for step in desk.fired if step.round == 2] == []
    desk.turn(vn(3, 31, year=2028))
    again = [step for step in desk.fired if step.clock is Clock.COMPLETION and step.round == 2]
    assert [step.step for step in again] == first
    assert {step.version for step in again} == {2}
    assert again[0].moment > vn(7, 30, 10)


def _length(urgency: Urgency) -> int:
    """How many alerts the ladder of completion makes in all, repeats among them."""
    return sum(1 + (step.times or 0) for step in course(3, urgency).orders)


def test_ordinary_work_calls_fourteen_times_and_then_stays_red_in_silence() -> None:
    assert {urgency: _length(urgency) for urgency in Urgency} == {
        Urgency.NORMAL: 14,
        Urgency.URGENT: 14,
        Urgency.VERY_URGENT: 15,
        Urgency.IMMEDIATE: 15,
    }


def test_a_deadline_longer_ago_than_the_whole_ladder_calls_once() -> None:
    """Given on 4 January with a deadline of two years ago: the last repeat of the last step, and nothing after it."""
    desk = Desk(one_task(date(2025, 1, 6)), GIVEN)
    desk.turn(vn(6, 1))
    completion = [step for step in desk.fired if step.clock is Clock.COMPLETION]
    (only,) = completion
    assert (only.step, only.repeat, only.moment) == ("overdue_50", 3, GIVEN)
    assert only.passed == ("due_soon", "half_silent", "overdue", "overdue_2", "overdue_5", "overdue_10")


def test_an_extension_granted_late_begins_the_ladder_anew() -> None:
    desk = taken(date(2027, 2, 26))
    desk.does(unit(AskExtension(KEY, Deadline(date(2027, 3, 31)), "rain"), vn(2, 26, 16)))
    desk.turn(vn(2, 26, 17, 30))
    assert desk.fired[-1].step == "overdue"
    desk.does(office(Answer(KEY, 1), vn(3, 1, 9)))
    before = len(desk.fired)
    desk.turn(vn(4, 1))
    steps = [(step.step, step.version) for step in desk.fired[before:] if step.clock is Clock.COMPLETION]
    assert steps == [("due_soon", 2), ("overdue", 2)]


# ------------------------------------------------------------------------------------------------------- hours, urgent


def test_hours_before_the_deadline_are_working_hours() -> None:
    """Due at 08:30 on the first day after Tết: four working hours before it is an hour there and three before Tết."""
    desk = taken(None, Urgency.URGENT, Deadline(date(2027, 2, 12), hour=time(8, 30)))
    desk.turn(vn(2, 12, 8))
    assert ("due_soon", vn(2, 4, 14)) in [(step.step, step.moment) for step in desk.fired]


def test_hours_of_an_immediate_directive_are_counted_day_and_night() -> None:
    """Given at ten in the evening before New Year: the unit's half hour ends the same night."""
    desk = Desk(replace(one_task(None), urgency=Urgency.IMMEDIATE), vn(12, 31, 22, year=2026))
    desk.turn(vn(1, 1, 6))
    assert [(step.step, step.moment) for step in desk.fired] == [
        ("receipt_unit", vn(12, 31, 22, 30, year=2026)),
        ("receipt_unit_2", vn(12, 31, 23, year=2026)),
        ("receipt_person", vn(12, 31, 23, year=2026)),
        ("receipt_unit_3", vn(1, 1)),
    ]


# ------------------------------------------------------------------------------------------------------------ audience

TREE = small_tree(1, 1)
LEAD, ISSUER = "00001-U1", "00001"
CHAIN = ("00001-U1", "00001", "19")
people = st.sampled_from(["An", "Bình", "Chi", None])


@st.composite
def trees(draw: st.DrawFn) -> AgencyTree:
    """The directory with anybody in any post, or nobody; one person may hold several."""
    posts = [Post(post.agency, post.role, post.title, draw(people)) for post in TREE.posts()]
    return AgencyTree(TREE, posts)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    trees(),
    st.sampled_from([one for one in Audience if one is not Audience.ASKED_HEAD]),
    st.sampled_from([CHAIN, CHAIN[:2]]),
)
def test_whoever_holds_which_post(tree: AgencyTree, audience: Audience, line: tuple[str, ...]) -> None:
    """A vacant post is skipped, nobody supervises himself, a request stays below, and it never falls silent alone."""
    (reader,) = readers((audience,), LEAD, ISSUER, tree, within=line != CHAIN)
    supervises = audience not in {Audience.LEAD, Audience.LEAD_HEAD}
    own = {post.holder for role in (PostRole.HEAD, PostRole.OFFICER) if (post := tree.post(LEAD, role)) is not None}
    chain = [post for post in tree.posts() if post.agency in line]
    able = [post for post in chain if post.holder is not None and not (supervises and post.holder in own)]
    if reader.post.startswith(UNREACHED):
        assert able == []
        return
    reached = next(post for post in chain if post.id == reader.post)
    assert reached in able


def test_no_step_for_a_request_reaches_above_the_issuer() -> None:
    within = {Audience.LEAD, Audience.LEAD_HEAD, Audience.ISSUING_OFFICE}
    steps = [step for track in BUILT_IN[3].tracks for step in track.steps if step.request]
    assert len(steps) == 4
    assert {one for step in steps for one in step.audience} <= within


def test_a_request_whose_office_is_vacant_reaches_the_chair_and_never_the_level_above() -> None:
    vacant = {"office@00001", "chair@00001"}
    posts = [replace(post, holder=None) if post.id in vacant else post for post in TREE.posts()]
    tree = AgencyTree(TREE, posts)
    assert [one.post for one in readers((Audience.ISSUING_OFFICE,), LEAD, ISSUER, tree)] == ["monitor@19"]
    down = readers((Audience.ISSUING_OFFICE,), LEAD, ISSUER, tree, within=True)
    assert [one.post for one in down] == ["nobody@00001"]
    back = AgencyTree(
        TREE, [replace(post, holder=None) if post.id == "office@00001" else post for post in TREE.posts()]
    )
    assert [one.post for one in readers((Audience.ISSUING_OFFICE,), LEAD, ISSUER, back, within=True)] == ["chair@00001"]


def test_a_request_is_reminded_and_calls_for_no_receipt_and_no_silence() -> None:
    plan = one_task(date(2027, 1, 15))
    desk = Desk(replace(plan, tasks=(replace(plan.tasks[0], request=True),)), GIVEN)
    desk.turn(vn(12, 31))
    assert [(step.step, step.repeat) for step in desk.fired] == [
        ("request_due_soon", 0),
        *(("request_overdue", repeat) for repeat in range(7)),
    ]
    assert desk.docket.agenda.first() is None
    assert all(isinstance(event, ev.Opened | ev.Allocated | ev.StepFired) for event in desk.events)


def test_the_minute_is_kept_where_hours_are_counted() -> None:
    """Overdue at 17:00 on a Thursday before Tết: one working hour later is 08:30 eight days after."""
    desk = taken(date(2027, 2, 4), Urgency.VERY_URGENT)
    desk.turn(vn(2, 12, 12))
    fired = {step.step: step.moment for step in desk.fired}
    assert fired["overdue"] == vn(2, 4, 17)
    assert fired["overdue_chair"] == vn(2, 12, 8, 30)
    assert fired["overdue_monitor"] - fired["overdue_chair"] == timedelta(hours=2)
