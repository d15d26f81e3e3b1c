"""Who gets what: a directive worked out into slices."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.samples import TERMS, directive, first_unit, led_by, plan_maker, small_tree, to_communes
from thac.domain.agencies import AgencyTree, Role
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar
from thac.domain.codec import dump, load
from thac.domain.commands import Actor
from thac.domain.deadlines import Deadline
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Mode, Task, Urgency, Within
from thac.domain.planning import PlanMaker, Routed, Terms
from thac.domain.plans import PlannedTask, Slice

TREE = small_tree()
DAY = date(2026, 12, 15)


def test_the_root_gives_out_every_tracked_task_as_the_document_names_it() -> None:
    reading = Task(3, "Để biết", Mode.SINGLE, tracked=False)
    coordinated = replace(led_by(2, "19-SNV"), coordinators=("19-SKHCN",))
    own = plan_maker(directive(to_communes(1, DAY), coordinated, reading), TREE).plan("19").own
    assert own.parent is None
    assert own.tasks == (
        PlannedTask(1, ("communes",), single=False, deadline=Deadline(DAY)),
        PlannedTask(2, ("19-SNV",), single=True, coordinators=("19-SKHCN",)),
    )
    assert own.groups == (("communes", ("00001", "00002")),)
    assert own.members(own.tasks[0].to) == ("00001", "00002")
    assert own.subordinates == ("00001", "00002", "19-SNV", "19-SKHCN")


def test_the_receivers_with_subordinates_keep_dockets() -> None:
    """As a group where all of the group do; a department has nobody below and keeps none."""
    own = plan_maker(directive(to_communes(1), led_by(2, "19-SNV")), TREE).plan("19").own
    assert own.dockets == ("communes",)
    assert own.keepers == ("00001", "00002")


def test_a_commune_named_alone_keeps_a_docket_alone() -> None:
    plan = plan_maker(directive(led_by(1, "00002"), led_by(2, "19-SNV")), TREE).plan("19")
    assert plan.own.dockets == ("00002",)
    assert [child.agency for child in plan.children] == ["00002"]


def test_a_commune_gets_a_copy_for_every_unit() -> None:
    (child, _) = plan_maker(directive(to_communes(1, DAY), led_by(2, "19-SNV")), TREE).plan("19").children
    assert (child.agency, child.parent) == ("00001", "19")
    assert child.tasks == (PlannedTask(1, ("departments",), single=False, deadline=Deadline(DAY)),)
    assert child.members(child.tasks[0].to) == ("00001-U1", "00001-U2")
    assert child.keepers == ()


def test_a_routed_task_is_proposed_to_one_unit_with_its_coordinators() -> None:
    maker = PlanMaker(
        directive(to_communes(1, DAY, Within.ROUTED)),
        TREE,
        lambda task, agency: Routed(f"{agency}-U2", (f"{agency}-U1",)),
        TERMS,
    )
    (child, _) = maker.plan("19").children
    assert child.tasks == (
        PlannedTask(1, ("00001-U2",), single=True, deadline=Deadline(DAY), coordinators=("00001-U1",)),
    )


def test_a_group_without_members_is_left_out() -> None:
    task = Task(1, "Việc", Mode.EACH, recipients=("provinces", "communes"))
    own = plan_maker(directive(task), TREE).plan("19").own
    assert own.tasks == (PlannedTask(1, ("communes",), single=False),)


def test_from_central_the_provinces_ask_for_their_own_plan() -> None:
    """A province has dockets below it, so its slice and those of its communes are not carried down from Central."""
    task = Task(1, "Việc", Mode.EACH, recipients=("provinces",), within=Within.EVERY_UNIT)
    plan = plan_maker(directive(task, issuer="TW"), TREE).plan("TW")
    assert (plan.askers, plan.children) == (("19",), ())
    assert plan.own.keepers == ("19",)


def test_a_province_below_central_passes_on_to_departments_and_communes() -> None:
    task = Task(1, "Việc", Mode.EACH, recipients=("provinces",), within=Within.EVERY_UNIT, deadline=Deadline(DAY))
    plan = plan_maker(directive(task, issuer="TW"), TREE).plan("19")
    assert plan.own.parent == "TW"
    assert plan.own.tasks == (PlannedTask(1, ("departments", "communes"), single=False, deadline=Deadline(DAY)),)
    assert plan.own.members(plan.own.tasks[0].to) == ("19-SKHCN", "19-SNV", "00001", "00002")
    assert plan.own.dockets == ("communes",)
    assert [child.agency for child in plan.children] == ["00001", "00002"]
    assert plan.children[0].members(plan.children[0].tasks[0].to) == ("00001-U1", "00001-U2")
    assert plan.askers == ()


def test_what_is_routed_within_a_province_goes_to_one_department_and_to_no_commune() -> None:
    routed = Task(1, "Việc", Mode.EACH, recipients=("provinces",), within=Within.ROUTED)
    maker = PlanMaker(directive(routed, issuer="TW"), TREE, lambda task, agency: Routed("19-SNV"), TERMS)
    plan = maker.plan("19")
    assert plan.own.tasks == (PlannedTask(1, ("19-SNV",), single=True),)
    assert (plan.children, plan.askers) == ((), ())
    assert maker.plan("00001").own.tasks == ()


def test_a_task_for_one_province_is_not_the_others() -> None:
    maker = plan_maker(directive(led_by(1, "19"), Task(2, "Việc", Mode.SINGLE, ("19",)), issuer="TW"), TREE)
    assert maker.plan("TW").own.tasks[0].to == ("19",)
    assert [task.number for task in maker.plan("19").own.tasks] == [1, 2]


def without_acceptance(tree: AgencyTree, agency: str) -> AgencyTree:
    return AgencyTree(
        [replace(one, auto_allocate=False) if one.id == agency else one for one in tree], tree.posts(), tree.version
    )


def test_an_office_that_allocates_itself_may_choose_any_of_its_units() -> None:
    """The routing only proposes the first."""
    maker = plan_maker(directive(to_communes(1, DAY, Within.ROUTED)), without_acceptance(TREE, "00001"))
    own, other = maker.plan("19").children
    assert (own.auto_allocate, other.auto_allocate) == (False, True)
    assert own.tasks[0].to == ("00001-U1",)
    assert set(own.subordinates) == {"00001-U1", "00001-U2"}


def test_the_issuer_of_the_directive_always_gives_out_its_own_tasks() -> None:
    maker = plan_maker(directive(to_communes(1)), without_acceptance(TREE, "19"))
    assert maker.plan("19").own.auto_allocate is True


def test_terms_and_urgency_go_into_every_slice() -> None:
    clerk = Actor("19", Role.OFFICE, "Lê Văn C")
    terms = Terms(TERMS.calendar, replace(DEFAULTS, redo_days=4), clerk)
    urgent = replace(directive(to_communes(1)), urgency=Urgency.VERY_URGENT)
    plan = PlanMaker(urgent, TREE, first_unit, terms).plan("19")
    for made in (plan.own, *plan.children):
        assert (made.defaults.redo_days, made.launched_by, made.urgency) == (4, clerk, Urgency.VERY_URGENT)


@pytest.mark.parametrize("within", list(Within))
def test_a_commune_s_slice_is_at_most_2_kb(within: Within) -> None:
    """Ten tasks, eight units, all days off of two years, as the JSON that travels in the workflow's input."""
    years_off = tuple(date(2026, 1, 1) + timedelta(days=17 * number) for number in range(24))
    clerk = Actor("19-VP", Role.OFFICE, "Nguyễn Thị Hoàng Phương Anh")
    terms = Terms(WorkCalendar(3, OFFICE_HOURS, years_off, years_off[:3]), DEFAULTS, clerk)
    tasks = [to_communes(number, DAY, within) for number in range(1, 11)]
    maker = PlanMaker(
        directive(*tasks, id_="0198f0c2-7a44-7c11-9d5f-2f6f1d8f9a10"),
        without_acceptance(small_tree(communes=1, units=8), "00001"),
        lambda task, agency: Routed(f"{agency}-U{task.number % 8 + 1}", (f"{agency}-U{task.number % 7 + 1}",)),
        terms,
    )
    (child,) = maker.plan("19").children
    assert len(child.tasks) == 10
    assert len(child.subordinates) == 8
    assert len(json.dumps(dump(Slice, child), ensure_ascii=False, separators=(",", ":")).encode()) <= 2_048


def test_a_slice_comes_back_as_it_was() -> None:
    own = plan_maker(directive(to_communes(1, DAY), led_by(2, "19-SNV")), TREE).plan("19").own
    assert load(Slice, json.loads(json.dumps(dump(Slice, own)))) == own
