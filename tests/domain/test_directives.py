"""What forbids launching a directive."""

from dataclasses import replace
from datetime import date

import pytest

from tests.samples import directive, led_by, small_tree, to_communes
from thac.domain.deadlines import Deadline
from thac.domain.directives import Group, Mode, Task, check, group_members, recipients
from thac.domain.refusals import Code

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
