"""What forbids launching a directive."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from tests.samples import directive, led_by, small_tree, to_communes
from thac.domain.agencies import Agency, AgencyTree, Level
from thac.domain.asks import Receiver
from thac.domain.calendar import at
from thac.domain.deadlines import Deadline
from thac.domain.directives import Group, Mode, Task, check, check_own_plan, group_members, receivers, recipients
from thac.domain.recurrence import Recurrence, Relative, Rhythm
from thac.domain.refusals import Code, Refusal

TREE = small_tree()


def codes(*tasks: Task) -> list[Code]:
    return [refusal.code for refusal in check(directive(*tasks), TREE)]


def test_one_lead_and_copies_for_communes_may_be_launched() -> None:
    assert codes(led_by(1, "19-SNV", date(2026, 12, 15)), to_communes(2)) == []


def test_no_lead_is_refused_with_the_task() -> None:
    (refusal,) = check(directive(Task(4, "Việc 4", Mode.SINGLE)), TREE)
    assert refusal.code is Code.NO_LEAD
    assert refusal.message == "Nhiệm vụ 4 chưa có cơ quan chủ trì; một việc phải giao đúng một cơ quan chủ trì."
    assert refusal.english == "Task 4 names no lead agency; one task needs exactly one lead."


def test_only_coordinators_are_no_lead() -> None:
    assert codes(Task(1, "Việc", Mode.SINGLE, coordinators=("19-SNV",))) == [Code.NO_LEAD]


def test_two_leads_are_refused_with_both_names() -> None:
    (refusal,) = check(directive(Task(2, "Việc", Mode.SINGLE, ("19-SNV", "19-SKHCN"))), TREE)
    assert refusal.code is Code.TWO_LEADS
    assert (
        refusal.message == "Nhiệm vụ 2 có 2 cơ quan chủ trì (19-SNV, 19-SKHCN); một việc chỉ giao một cơ quan chủ trì."
    )
    assert refusal.english == "Task 2 names 2 lead agencies (19-SNV, 19-SKHCN); one task has one lead only."


@pytest.mark.parametrize("lead", ["00001-U1", "TW", "19", "nobody"])
def test_a_lead_that_is_not_directly_below_the_issuer_is_refused(lead: str) -> None:
    assert codes(led_by(1, lead)) == [Code.LEAD_OUTSIDE]


def test_a_recipient_that_is_not_directly_below_the_issuer_is_refused() -> None:
    assert codes(Task(1, "Việc", Mode.EACH, recipients=("communes", "00001-U1"))) == [Code.LEAD_OUTSIDE]


def test_a_lead_that_coordinates_its_own_task_is_refused() -> None:
    assert codes(replace(led_by(1, "19-SNV"), coordinators=("19-SKHCN", "19-SNV"))) == [Code.LEAD_AMONG_COORDINATORS]


@pytest.mark.parametrize("names", [(), ("provinces",)])
def test_a_task_for_each_of_nobody_is_refused(names: tuple[str, ...]) -> None:
    """A province has no provinces below it."""
    assert codes(Task(1, "Việc", Mode.EACH, recipients=names)) == [Code.NO_RECIPIENT]


def test_a_number_that_stands_twice_is_refused_once() -> None:
    assert codes(to_communes(1), to_communes(2), led_by(1, "19-SNV")) == [Code.TASK_TWICE]


def test_a_deadline_more_than_ten_years_ahead_is_refused() -> None:
    assert codes(led_by(1, "19-SNV", date(2036, 11, 16))) == []
    assert codes(led_by(1, "19-SNV", date(9999, 12, 31))) == [Code.DEADLINE_TOO_FAR]


def test_a_deadline_before_the_date_of_issue_is_refused() -> None:
    """The sample directive is issued on 16 November 2026; that day itself is still possible."""
    assert codes(led_by(1, "19-SNV", date(2026, 11, 15))) == [Code.DEADLINE_BEFORE_ISSUE]
    assert codes(led_by(1, "19-SNV", date(2026, 11, 16))) == []


@pytest.mark.parametrize("tasks", [(), (Task(1, "Để biết", Mode.SINGLE, tracked=False),)])
def test_a_directive_without_a_tracked_task_is_refused(tasks: tuple[Task, ...]) -> None:
    assert codes(*tasks) == [Code.NO_TASK]


def test_what_is_only_passed_on_to_be_read_needs_no_lead() -> None:
    reading = Task(2, "Để biết", Mode.SINGLE, deadline=Deadline(date(2020, 1, 1)), tracked=False)
    assert codes(to_communes(1), reading) == []


def test_everything_that_forbids_is_said_at_once() -> None:
    found = codes(Task(1, "Việc", Mode.SINGLE), Task(1, "Việc", Mode.EACH), led_by(3, "TW", date(2026, 1, 1)))
    assert found == [
        Code.NO_LEAD,
        Code.TASK_TWICE,
        Code.NO_RECIPIENT,
        Code.LEAD_OUTSIDE,
        Code.DEADLINE_BEFORE_ISSUE,
    ]


def test_groups_mean_direct_subordinates_of_their_level() -> None:
    assert group_members(TREE, "TW", Group.PROVINCES) == ("19",)
    assert group_members(TREE, "19", Group.COMMUNES) == ("00001", "00002")
    assert group_members(TREE, "19", Group.DEPARTMENTS) == ("19-SKHCN", "19-SNV")
    assert group_members(TREE, "00002", Group.UNITS) == ("00002-U1", "00002-U2")
    assert group_members(TREE, "19", Group.PROVINCES) == ()


def test_a_recipient_named_twice_gets_one_copy() -> None:
    task = Task(1, "Việc", Mode.EACH, recipients=("communes", "00002", "19-SNV", "communes"))
    assert recipients(TREE, "19", task) == ("00001", "00002", "19-SNV")


# ------------------------------------------------------------------------------------------------------ the whole life

QUARTERLY = Recurrence(Rhythm.QUARTERLY, 20, date(2026, 12, 1))
FRONT = Agency("MTTQ-19", Level.OUTSIDE, "Ủy ban MTTQ tỉnh", None, beside="19")
WITH_FRONT = AgencyTree([*TREE, FRONT], TREE.posts())


@pytest.mark.parametrize(
    "task",
    [
        replace(led_by(1, "19-SNV", date(2026, 12, 15)), recurrence=QUARTERLY),
        replace(led_by(1, "19-SNV"), recurrence=QUARTERLY, relative=Relative("bầu cử", -10)),
    ],
)
def test_a_task_is_due_in_one_way(task: Task) -> None:
    assert codes(task) == [Code.TWO_DEADLINES]


@pytest.mark.parametrize(
    ("every", "day", "fits"),
    [
        (Rhythm.WEEKLY, 7, True),
        (Rhythm.WEEKLY, 8, False),
        (Rhythm.WEEKLY, 0, False),
        (Rhythm.MONTHLY, 31, True),
        (Rhythm.MONTHLY, 32, False),
    ],
)
def test_a_due_day_fits_its_rhythm(every: Rhythm, day: int, *, fits: bool) -> None:
    task = replace(led_by(1, "19-SNV"), recurrence=Recurrence(every, day, date(2026, 12, 1)))
    assert codes(task) == ([] if fits else [Code.BAD_RECURRENCE])


def test_a_request_goes_to_a_body_outside_and_never_to_one_s_own() -> None:
    def found(lead: str) -> list[Code]:
        task = replace(led_by(1, lead), request=True)
        return [refusal.code for refusal in check(directive(task), WITH_FRONT)]

    assert found("MTTQ-19") == []
    assert found("nobody") == [Code.LEAD_OUTSIDE]
    assert found("19-SNV") == [Code.REQUEST_INSIDE]
    assert found("00001-U1") == [Code.REQUEST_INSIDE]


def test_a_body_outside_is_asked_and_not_ordered() -> None:
    assert [refusal.code for refusal in check(directive(led_by(1, "MTTQ-19")), WITH_FRONT)] == [Code.LEAD_OUTSIDE]


@pytest.mark.parametrize(
    ("collected", "collecting", "code"),
    [
        (led_by(1, "00001", date(2026, 12, 15)), led_by(2, "19-SNV", date(2026, 12, 20)), None),
        (led_by(1, "00001", date(2026, 12, 21)), led_by(2, "19-SNV", date(2026, 12, 20)), Code.COLLECTS_TOO_LATE),
        (led_by(1, "00001"), led_by(2, "19-SNV", date(2026, 12, 20)), None),
        (
            replace(led_by(1, "00001"), recurrence=replace(QUARTERLY, day=15)),
            replace(led_by(2, "19-SNV"), recurrence=QUARTERLY),
            None,
        ),
        (
            replace(led_by(1, "00001"), recurrence=replace(QUARTERLY, day=25)),
            replace(led_by(2, "19-SNV"), recurrence=QUARTERLY),
            Code.COLLECTS_TOO_LATE,
        ),
    ],
)
def test_what_is_collected_is_due_before_the_task_that_collects_it(
    collected: Task, collecting: Task, code: Code | None
) -> None:
    """The units before the 15th, the office that consolidates before the 20th."""
    assert codes(collected, replace(collecting, collects=(1,))) == ([] if code is None else [code])


@pytest.mark.parametrize("number", [7, 2])
def test_what_is_collected_is_another_task_of_the_directive(number: int) -> None:
    assert codes(led_by(1, "00001"), replace(led_by(2, "19-SNV"), collects=(number,))) == [Code.COLLECTS_UNKNOWN]


def moment(deadline: Deadline) -> datetime:
    return at(deadline.day, time(17))


@pytest.mark.parametrize(
    ("task", "code"),
    [
        (replace(led_by(1, "00001-U1", date(2026, 12, 15)), implements=(4,)), None),
        (replace(led_by(1, "00001-U1", date(2026, 12, 16)), implements=(4,)), Code.AFTER_PARENT),
        (replace(led_by(1, "00001-U1", date(2026, 12, 16)), implements=(4,), beyond="the chair said so"), None),
        (replace(led_by(1, "00001-U1", date(2026, 12, 16)), implements=(5,)), None),
        (replace(led_by(1, "00001-U1"), implements=(4,)), None),
        (led_by(1, "00001-U1", date(2027, 1, 31)), None),
        (replace(led_by(1, "00001-U1"), implements=(6,)), Code.NO_PARENT_WORK),
    ],
)
def test_an_own_plan_does_open_work_of_the_level_above_in_its_time(task: Task, code: Code | None) -> None:
    """Open above: task 4 until 15 December, task 5 undated."""
    work = {4: at(date(2026, 12, 15), time(17)), 5: None}
    plan = replace(directive(task, issuer="00001", id_="p1"), parent="d1")
    assert [refusal.code for refusal in check_own_plan(plan, work, moment)] == ([] if code is None else [code])


def test_receivers_are_those_directly_below_each_once_and_the_directory_says_who_keeps_a_docket() -> None:
    assert receivers(TREE, "19", ["00001", "19-SNV", "00001"]) == (Receiver("00001", keeps=True), Receiver("19-SNV"))
    refusal = receivers(TREE, "19", ["19-SNV", "00001-U1"])
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.NOT_A_RECEIVER


def test_an_agency_that_is_closed_receives_nothing_new() -> None:
    closed = replace(TREE["00002"], ended_on=date(2026, 7, 1))
    tree = AgencyTree([closed if one.id == "00002" else one for one in TREE])
    assert isinstance(receivers(tree, "19", ["00002"]), Refusal)
    assert recipients(tree, "19", to_communes(1)) == ("00001",)
