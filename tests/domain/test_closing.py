"""Closing: from the top, after everything below is quiet or by the explicit word."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.desk import UNIT, Desk, by, desk_in, one_task, plan_of, vn, with_dockets
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.assignments import State
from thac.domain.commands import Accept, Confirm, Submit
from thac.domain.deadlines import Deadline
from thac.domain.hearings import ChildReport, CloseOrder
from thac.domain.plans import PlannedTask

KEY = f"1:{UNIT}"
KEEPERS = ("00001", "00002")
NOON = vn(1, 4, 11)


def province() -> Desk:
    """The issuer of a directive that gave one task to the communes 00001 and 00002, which both submitted it."""
    task = PlannedTask(1, ("00001", "00002"), single=False, deadline=Deadline(date(2027, 3, 31)))
    desk = Desk(with_dockets(plan_of(task, agency="19", parent=None), "00001", "00002"), vn(1, 4, 8))
    for commune in ("00001", "00002"):
        key = f"1:{commune}"
        desk.does(
            by(commune, Role.OFFICE, Accept(key), vn(1, 4, 9)), by(commune, Role.OFFICE, Submit(key), vn(1, 4, 9))
        )
    return desk


def confirm(desk: Desk, commune: str, *, over_open: bool = False) -> None:
    desk.does(by("19", Role.OFFICE, Confirm(f"1:{commune}", over_open), NOON))


def test_the_root_closes_when_all_is_confirmed_and_every_docket_below_has_closed() -> None:
    desk = province()
    desk.hears(vn(1, 4, 10), ChildReport("00001", 1), ChildReport("00002", 1))
    confirm(desk, "00001")
    assert desk.hears(NOON, ChildReport("00001", 2, closed=True)) == (ev.ChildClosed("00001"),)
    confirm(desk, "00002")
    assert desk.docket.closed_at is None
    assert desk.hears(NOON, ChildReport("00002", 2, closed=True)) == (ev.ChildClosed("00002"), ev.Closed())
    assert desk.docket.closed_at == NOON


def test_a_root_without_dockets_below_closes_with_the_last_confirmation() -> None:
    task = PlannedTask(1, ("19-SNV",), single=True)
    desk = Desk(plan_of(task, agency="19", parent=None), vn(1, 4, 8))
    key = "1:19-SNV"
    desk.does(by("19-SNV", Role.UNIT, Accept(key), NOON), by("19-SNV", Role.UNIT, Submit(key), NOON))
    desk.does(by("19", Role.OFFICE, Confirm(key), NOON))
    assert desk.events[-2:] == [ev.Confirmed(key), ev.Closed()]


def test_a_docket_below_waits_for_the_word_from_above() -> None:
    """So that a result that comes back from above finds somebody in."""
    desk = desk_in(State.COMPLETED)
    assert desk.docket.closed_at is None
    assert desk.hears(NOON, CloseOrder()) == (ev.Closed(),)
    assert desk.docket.closed_at == NOON


def test_over_open_work_it_closes_only_by_the_explicit_word_and_names_it() -> None:
    desk = desk_in(State.TAKEN)
    assert desk.hears(NOON, CloseOrder()) == ()
    assert desk.docket.closed_at is None
    assert desk.hears(NOON, CloseOrder(over_open=True)) == (ev.Closed((KEY,)),)


def test_a_closed_docket_calls_no_more() -> None:
    desk = Desk(one_task(date(2027, 1, 15)), vn(1, 4, 8))
    desk.hears(NOON, CloseOrder(over_open=True))
    assert desk.docket.agenda.first() is None
    assert desk.waits(vn(12, 31)) == []


def test_a_docket_is_closed_once() -> None:
    desk = desk_in(State.COMPLETED)
    desk.hears(NOON, CloseOrder())
    assert desk.hears(vn(1, 5, 8), CloseOrder(), CloseOrder(over_open=True)) == ()
    assert desk.docket.closed_at == NOON


def test_a_refused_order_is_given_again_when_the_docket_below_is_quiet() -> None:
    desk = province()
    desk.hears(vn(1, 4, 10), ChildReport("00001", 1))
    confirm(desk, "00001")
    refused = ChildReport("00001", 2, ((1, 2),), refused=True)
    assert desk.hears(NOON, refused) == (ev.CloseRefused("00001", 2),)
    assert desk.docket.close_ordered == {}
    assert desk.hears(NOON, refused) == ()
    assert desk.hears(NOON, ChildReport("00001", 3)) == (ev.CloseOrdered("00001"),)
    assert desk.hears(NOON, ChildReport("00001", 4)) == ()


def test_a_docket_below_that_is_quiet_is_not_closed_before_its_result_is_confirmed() -> None:
    desk = province()
    assert desk.hears(NOON, ChildReport("00001", 1), ChildReport("00001", 2)) == ()


def test_an_older_report_that_arrives_later_changes_nothing() -> None:
    desk = province()
    desk.hears(NOON, ChildReport("00001", 5, ((1, 2),)))
    desk.hears(NOON, ChildReport("00001", 4))
    assert desk.docket.children["00001"] == ChildReport("00001", 5, ((1, 2),))


@pytest.mark.parametrize("times", [1, 2])
def test_a_docket_below_closes_once(times: int) -> None:
    desk = province()
    report = ChildReport("00001", 9, closed=True)
    for _ in range(times):
        desk.hears(NOON, report)
    assert desk.events.count(ev.ChildClosed("00001")) == 1


def test_the_root_stays_open_while_a_task_is_not_allocated() -> None:
    plan = plan_of(
        PlannedTask(1, ("19-SNV",), single=True), PlannedTask(2, ("19-SNV",), single=True), agency="19", parent=None
    )
    desk = Desk(plan, vn(1, 4, 8))
    desk.docket.allocated.discard(2)
    desk.docket.rows.pop("2:19-SNV")
    desk.docket.agenda.set("2:19-SNV", None)
    key = "1:19-SNV"
    desk.does(
        by("19-SNV", Role.UNIT, Accept(key), NOON),
        by("19-SNV", Role.UNIT, Submit(key), NOON),
        by("19", Role.OFFICE, Confirm(key), NOON),
    )
    assert desk.docket.closed_at is None


def middle() -> Desk:
    """A province under Central that gave one task to two communes, both confirmed."""
    task = PlannedTask(1, KEEPERS, single=False)
    desk = Desk(with_dockets(plan_of(task, agency="19", parent="TW"), *KEEPERS), vn(1, 4, 8))
    for keeper in KEEPERS:
        key = f"1:{keeper}"
        desk.does(by(keeper, Role.OFFICE, Accept(key), vn(1, 4, 9)), by(keeper, Role.OFFICE, Submit(key), vn(1, 4, 9)))
        desk.hears(vn(1, 4, 10), ChildReport(keeper, 1))
        confirm(desk, keeper)
    return desk


def test_a_docket_in_the_middle_closes_after_those_below_it() -> None:
    desk = middle()
    assert desk.hears(NOON, CloseOrder()) == (ev.Closing(),)
    assert desk.docket.closed_at is None
    assert desk.hears(NOON, ChildReport("00001", 2, closed=True)) == (ev.ChildClosed("00001"),)
    assert desk.hears(NOON, ChildReport("00002", 2, closed=True)) == (ev.ChildClosed("00002"), ev.Closed())


def test_the_word_to_close_over_open_work_is_passed_on_below() -> None:
    desk = middle()
    ordered = (ev.Closing(over_open=True), *(ev.CloseOrdered(keeper, over_open=True) for keeper in KEEPERS))
    assert desk.hears(NOON, CloseOrder(over_open=True)) == ordered
    assert desk.hears(NOON, CloseOrder(over_open=True), CloseOrder()) == ()


def test_a_task_that_nobody_has_yet_is_open() -> None:
    plan = replace(one_task(), auto_allocate=False)
    desk = Desk(plan, vn(1, 4, 8))
    assert desk.docket.open_by_task() == ((1, 1),)
    assert desk.hears(NOON, CloseOrder()) == ()


def test_what_came_due_before_a_docket_closes_over_open_work_fires_first() -> None:
    """Also when the worker was away at that moment and finds the deadline and the report from below together."""
    tasks = (PlannedTask(1, ("00001",), single=True, deadline=Deadline(date(2027, 1, 15))),)
    desk = Desk(with_dockets(plan_of(*tasks, agency="19", parent="TW"), "00001"), vn(1, 4, 8))
    desk.hears(vn(1, 15, 16), CloseOrder(over_open=True))
    events = desk.hears(vn(1, 15, 17, 10), ChildReport("00001", 2, closed=True))
    assert [event.kind for event in events] == ["step_fired", "child_closed", "closed"]
