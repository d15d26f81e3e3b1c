"""A docket carried from one run of its workflow to the next."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.domain.desk import Desk, by, desk_in, plan_of, vn, with_dockets
from thac.domain.agencies import Role
from thac.domain.assignments import Reached, State
from thac.domain.commands import Accept, ChildReport, CloseOrder, Confirm, Parcel, Progress, Return, Submit, Take
from thac.domain.deadlines import Deadline
from thac.domain.docket import Docket
from thac.domain.plans import PlannedTask
from thac.domain.snapshots import pack, unpack


@pytest.mark.parametrize("state", [State.ASSIGNED, State.ACCEPTED, State.TAKEN, State.SUBMITTED, State.COMPLETED])
@pytest.mark.parametrize("day", [date(2027, 1, 15), None])
@pytest.mark.parametrize("until", [vn(1, 4, 9), vn(2, 24, 9)])
def test_a_docket_comes_back_equal(state: State, day: date | None, until: datetime) -> None:
    desk = desk_in(state, day)
    desk.turn(until)
    back = unpack(pack(desk.docket))
    assert back == desk.docket
    assert back.agenda.first() == desk.docket.agenda.first()
    assert pack(back) == pack(desk.docket)


def test_what_was_reached_on_each_clock_comes_back() -> None:
    desk = desk_in(State.ASSIGNED, date(2027, 1, 15))
    desk.turn(vn(2, 16, 8))
    assert desk.row.reached == {"receipt": Reached("receipt_person"), "completion": Reached("overdue_10", 1)}
    assert unpack(pack(desk.docket)).rows == desk.docket.rows


def test_a_closed_docket_comes_back_closed_and_quiet() -> None:
    desk = desk_in(State.TAKEN)
    desk.hears(vn(1, 5, 8), CloseOrder(over_open=True))
    back = unpack(pack(desk.docket))
    assert back == desk.docket
    assert (back.closed_at, back.agenda.first()) == (vn(1, 5, 8), None)


def test_what_the_dockets_below_said_and_were_told_comes_back() -> None:
    desk = Desk(
        with_dockets(plan_of(PlannedTask(1, ("00001", "00002"), single=False), agency="19", parent=None), "00001")
    )
    desk.hears(vn(1, 4, 8), ChildReport("00001", 7, ((1, 3),), late=2))
    docket = replace(desk.docket, close_ordered={"00001": True}, children_closed={"00002"})
    back = unpack(pack(docket))
    assert back == docket
    assert back.children == {"00001": ChildReport("00001", 7, ((1, 3),), late=2)}


def test_a_docket_that_is_not_open_yet_comes_back() -> None:
    assert unpack(pack(Docket("cascade/d1/19"))) == Docket("cascade/d1/19")


@pytest.mark.slow
def test_the_widest_province_stays_below_500_kb_after_a_full_life() -> None:
    """168 communes × 10 tasks: accepted, taken, reported, returned, submitted again; moments to the microsecond."""
    communes = tuple(f"{1_000 + 31 * number:05}" for number in range(168))
    tasks = (
        PlannedTask(number, ("communes",), single=False, deadline=Deadline(date(2027, 2, 2 + number)))
        for number in range(1, 11)
    )
    plan = replace(plan_of(*tasks, agency="19", parent=None), groups=(("communes", communes),), dockets=("communes",))
    desk = Desk(plan, vn(1, 4, 8))
    desk.turn(vn(1, 6, 17))
    for life in (first_week, second_week):
        parcels = [
            parcel
            for number, row in enumerate(desk.docket.rows.values())
            for parcel in life(row.key, row.lead, timedelta(microseconds=9_973_471 * number))
        ]
        desk.turn(max(parcel.received_at for parcel in parcels), parcels)
    desk.hears(vn(3, 20), *(ChildReport(one, 1_000 + place, ((1, 3), (7, 2)), 5) for place, one in enumerate(communes)))
    assert len(desk.docket.rows) == 1_680
    assert {row.round for row in desk.docket.rows.values()} == {2}
    packed = pack(desk.docket)
    assert len(packed) <= 500_000
    assert unpack(packed) == desk.docket


def first_week(key: str, lead: str, late: timedelta) -> list[Parcel]:
    return [
        by(lead, Role.OFFICE, Accept(key), vn(1, 11, 8) + late),
        by(lead, Role.OFFICE, Take(key, f"Nguyễn Thị {key}"), vn(1, 12, 8) + late),
        by(lead, Role.OFFICE, Progress(key, 40, "d" * 64), vn(1, 13, 8) + late),
        by(lead, Role.OFFICE, Submit(key, "d" * 64), vn(1, 14, 8) + late),
    ]


def second_week(key: str, lead: str, late: timedelta) -> list[Parcel]:
    return [
        by("19", Role.OFFICE, Return(key, "d" * 64), vn(1, 18, 8) + late),
        by(lead, Role.OFFICE, Progress(key, 80, "d" * 64), vn(1, 19, 8) + late),
        by(lead, Role.OFFICE, Submit(key, "d" * 64), vn(3, 1, 8) + late),
        by("19", Role.OFFICE, Confirm(key, over_open=True), vn(3, 10, 8) + late),
    ]
