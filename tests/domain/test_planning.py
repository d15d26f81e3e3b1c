"""Who gets what: a directive worked out into slices."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.auditing import findings
from tests.domain.desk import Desk
from tests.samples import TERMS, directive, first_unit, led_by, plan_maker, small_tree, to_communes
from thac.domain.actors import Actor
from thac.domain.agencies import Agency, AgencyTree, Level, Role
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar
from thac.domain.codec import dump, load
from thac.domain.deadlines import Deadline
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Mode, Task, Urgency, Within
from thac.domain.planning import PlanMaker, Routed, Terms
from thac.domain.plans import PlannedTask, Slice
from thac.domain.recurrence import Recurrence, Relative, Rhythm

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


# ------------------------------------------------------------------------------------------------------ the whole life


def test_what_recurs_is_due_two_working_days_earlier_at_each_level_below() -> None:
    quarterly = Recurrence(Rhythm.QUARTERLY, 25, date(2026, 12, 1))
    task = Task(1, "Báo cáo", Mode.EACH, recipients=("provinces",), within=Within.EVERY_UNIT, recurrence=quarterly)
    maker = plan_maker(directive(task, issuer="TW"), TREE)
    slices = (maker.plan("TW").own, maker.plan("19").own, maker.plan("00001").own)
    assert [made.tasks[0].recurrence for made in slices] == [replace(quarterly, ahead=ahead) for ahead in (0, 2, 4)]


def test_rhythm_monitor_and_event_go_into_every_slice() -> None:
    task = replace(to_communes(1), silence_days=10, monitor="19-SNV", relative=Relative("bầu cử", -10))
    plan = plan_maker(directive(task), TREE).plan("19")
    for made in (plan.own, *plan.children):
        (planned,) = made.tasks
        assert (planned.silence_days, planned.monitor, planned.relative) == (10, "19-SNV", Relative("bầu cử", -10))


def test_a_request_opens_no_docket_and_is_passed_on_by_nobody() -> None:
    front = Agency("MTTQ-19", Level.OUTSIDE, "Ủy ban MTTQ tỉnh", None, beside="19")
    tree = AgencyTree([*TREE, front], TREE.posts())
    plan = plan_maker(directive(replace(led_by(1, "MTTQ-19", DAY), request=True)), tree).plan("19")
    assert plan.own.tasks == (PlannedTask(1, ("MTTQ-19",), single=True, deadline=Deadline(DAY), request=True),)
    assert (plan.own.dockets, plan.children) == ((), ())


def test_a_slice_can_be_planned_for_some_tasks_alone() -> None:
    maker = plan_maker(directive(to_communes(1, DAY), to_communes(2), led_by(3, "19-SNV")), TREE)
    given = maker.given("00002", [2])
    assert [task.number for task in given.tasks] == [2]
    assert (given.agency, given.parent, given.members(given.tasks[0].to)) == ("00002", "19", ("00002-U1", "00002-U2"))


def test_an_own_plan_hangs_under_its_docket_leaves_out_what_goes_on_and_keeps_the_limit_of_the_work_above() -> None:
    each = Task(1, "Triển khai", Mode.EACH, recipients=("units",), implements=(4, 5))
    single = replace(led_by(2, "00001-U1"), implements=(4,))
    freed = replace(led_by(3, "00001-U2"), implements=(4,), beyond="the chair said so")
    plan = replace(directive(each, single, freed, issuer="00001", id_="p1"), parent="d1")
    limits = {4: Deadline(DAY), 5: Deadline(date(2026, 12, 10))}
    terms = replace(TERMS, above="cascade/d1/00001", limits=limits, carried=frozenset({(4, "00001-U1")}))
    own = PlanMaker(plan, TREE, first_unit, terms).plan("00001").own
    assert (own.above, own.parent) == ("cascade/d1/00001", None)
    assert [(task.to, task.carried, task.limit) for task in own.tasks] == [
        (("00001-U2",), ("00001-U1",), Deadline(date(2026, 12, 10))),
        ((), ("00001-U1",), Deadline(DAY)),
        (("00001-U2",), (), None),
    ]


def test_a_task_of_which_all_goes_on_above_is_given_to_nobody_and_owed_by_nobody() -> None:
    single = replace(led_by(1, "00001-U1"), implements=(4,))
    plan = replace(directive(single, led_by(2, "00001-U2"), issuer="00001", id_="p1"), parent="d1")
    terms = replace(TERMS, above="cascade/d1/00001", carried=frozenset({(4, "00001-U1")}))
    desk = Desk(PlanMaker(plan, TREE, first_unit, terms).plan("00001").own)
    assert list(desk.docket.rows) == ["2:00001-U2"]
    assert desk.docket.unallocated == ()
    assert findings(desk.entries, desk.recorded[-1].at) == ()
