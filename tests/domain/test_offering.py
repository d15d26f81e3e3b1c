"""What is offered to somebody is what the docket would take from him, and nothing else is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from tests.domain.desk import ISSUER, UNIT, Desk, by, desk_in, office, plan_of, unit, vn
from thac.domain import commands as cmd
from thac.domain.agencies import AgencyId, Role
from thac.domain.asks import Receiver
from thac.domain.assignments import State
from thac.domain.deadlines import Deadline
from thac.domain.decisions import decide
from thac.domain.offering import Standing, answerable, answerable_for, entered, offered, passed_up
from thac.domain.plans import PlannedTask
from thac.domain.refusals import Refusal

KEY = f"1:{UNIT}"
OTHER, HELPER, MONITOR = "00001-U2", "00001-U3", "19-SNV"
NOON, LATE = vn(1, 4, 11), vn(1, 20, 9)
ASKING = (
    cmd.Decline(KEY, "t3xt"),
    cmd.HandOver(KEY, Receiver(OTHER), "t3xt"),
    cmd.AskExtension(KEY, Deadline(date(2027, 1, 22)), "t3xt"),
    cmd.ReportObstacle(KEY, "t3xt"),
    cmd.AskInput(KEY, HELPER, "t3xt"),
)
EVERY = (
    cmd.Accept(KEY),
    cmd.Take(KEY, "Trần Thị B"),
    cmd.Progress(KEY, 40),
    cmd.Submit(KEY, "t3xt"),
    cmd.Confirm(KEY),
    cmd.Return(KEY, "t3xt"),
    cmd.Reassign(KEY, Receiver(OTHER), "t3xt"),
    *ASKING,
    cmd.AskExplanation(KEY, "t3xt"),
    cmd.Pause(KEY, "t3xt"),
    cmd.Resume(KEY),
    cmd.Urge(KEY),
    cmd.Acknowledge(KEY),
)
"""One of each kind that is sent to an assignment; with those fields nothing but who and when speaks against it."""


def helped(state: State) -> Desk:
    """The only assignment in that state, due on 15 January, with a unit that helps and a monitor."""
    task = PlannedTask(1, (UNIT,), single=True, deadline=Deadline(date(2027, 1, 15)), coordinators=(HELPER,))
    desk = Desk(plan_of(replace(task, monitor=MONITOR)), vn(1, 4, 8))
    steps = {
        State.ACCEPTED: unit(cmd.Accept(KEY), vn(1, 4, 8, 1)),
        State.TAKEN: unit(cmd.Take(KEY, "Trần Thị B"), vn(1, 4, 8, 2)),
        State.SUBMITTED: unit(cmd.Submit(KEY), vn(1, 4, 8, 3)),
        State.COMPLETED: office(cmd.Confirm(KEY), vn(1, 4, 8, 4)),
    }
    order = list(steps)
    for step in order[: order.index(state) + 1] if state in steps else ():
        desk.does(steps[step])
    return desk


def after(state: State, *parcels: cmd.Parcel) -> Desk:
    desk = helped(state)
    desk.does(*parcels)
    return desk


def entered_by_the_office() -> Desk:
    desk = helped(State.ACCEPTED)
    parcel = office(cmd.Submit(KEY), NOON)
    desk.does(replace(parcel, actor=replace(parcel.actor, on_behalf=UNIT)))
    return desk


SCENES: dict[str, Callable[[], Desk]] = {
    **{state.value: partial(helped, state) for state in State if state not in {State.RETURNED, State.WITHDRAWN}},
    "returned": lambda: after(State.SUBMITTED, office(cmd.Return(KEY, "t3xt", Deadline(date(2027, 1, 15))), NOON)),
    "withdrawn": lambda: after(State.TAKEN, office(cmd.WithdrawTask(1, "t3xt"), NOON)),
    "everything asked": lambda: after(State.TAKEN, *(unit(one, NOON) for one in ASKING)),
    "explanation asked": lambda: after(State.TAKEN, office(cmd.AskExplanation(KEY, "t3xt"), NOON)),
    "consented": lambda: after(
        State.TAKEN, unit(ASKING[1], NOON), office(cmd.Answer(KEY, 1, text="t3xt"), vn(1, 4, 11, 1))
    ),
    "passed up": lambda: after(State.TAKEN, unit(ASKING[3], NOON), office(cmd.Climb(KEY, 1), vn(1, 4, 11, 1))),
    "paused": lambda: after(State.TAKEN, office(cmd.Pause(KEY, "t3xt"), NOON)),
    "moved": lambda: after(State.TAKEN, office(cmd.MoveDeadline(1, Deadline(date(2027, 1, 13)), "t3xt"), NOON)),
    "submitted by the office": entered_by_the_office,
    "undated": lambda: desk_in(State.ACCEPTED, None),
}
WHO = [(agency, role) for agency in (UNIT, ISSUER, "19", MONITOR, HELPER, OTHER, "00002") for role in Role]


def standing(desk: Desk) -> Standing:
    row, plan = desk.row, desk.docket.slice
    task = desk.docket.task(row.task)
    return Standing(
        plan.agency,
        plan.parent,
        row.lead,
        row.state,
        row.coordinators,
        None if task is None else task.monitor,
        row.due,
        row.open_asks,
        row.paused,
        bool(row.unsigned),
        row.submitted_by,
        desk.docket.closed_at is not None,
    )


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("scene", SCENES)
def test_what_is_offered_is_what_would_be_taken(scene: str, late: bool) -> None:  # noqa: FBT001 - a parameter
    desk = SCENES[scene]()
    now = LATE if late else vn(1, 4, 12)
    on = standing(desk)
    for agency, role in WHO:
        actor = by(agency, role, EVERY[0], now).actor
        taken = {one.kind for one in EVERY if not isinstance(decide(desk.docket, by(agency, role, one, now)), Refusal)}
        assert offered(on, actor, now) == taken, (agency, role)
        behalf = replace(actor, on_behalf=on.lead)
        parcels = [replace(by(agency, role, one, now), actor=behalf) for one in EVERY]
        taken = {one.command.kind for one in parcels if not isinstance(decide(desk.docket, one), Refusal)}
        assert entered(on, actor, now) == (set() if agency == on.lead else taken), (agency, role)


@pytest.mark.parametrize("scene", SCENES)
def test_who_is_awaited_answers_and_an_obstacle_is_passed_up_once(scene: str) -> None:
    desk, now = SCENES[scene](), vn(1, 4, 12)
    on = standing(desk)
    for agency, role in WHO:
        actor = by(agency, role, EVERY[0], now).actor
        taken, for_others, up = _asks_taken(desk, agency, role)
        assert [ask.number for ask in answerable(on, actor)] == taken
        assert [ask.number for ask in answerable_for(on, actor)] == for_others
        assert [ask.number for ask in passed_up(on, actor)] == up


def _asks_taken(desk: Desk, agency: AgencyId, role: Role) -> tuple[list[int], list[int], list[int]]:
    now = vn(1, 4, 12)
    taken, for_others, up = [], [], []
    for ask in desk.row.open_asks:
        answer = by(agency, role, cmd.Answer(KEY, ask.number, grant=False, text="t3xt"), now)
        if not isinstance(decide(desk.docket, answer), Refusal):
            taken.append(ask.number)
        entered_for = replace(answer, actor=replace(answer.actor, on_behalf=ask.awaits))
        if ask.awaits != agency and not isinstance(decide(desk.docket, entered_for), Refusal):
            for_others.append(ask.number)
        climb = by(agency, role, cmd.Climb(KEY, ask.number), now)
        if not isinstance(decide(desk.docket, climb), Refusal):
            up.append(ask.number)
    return taken, for_others, up


def test_a_closed_docket_offers_nothing() -> None:
    on = replace(standing(helped(State.TAKEN)), closed=True)
    actor = by(UNIT, Role.UNIT, EVERY[0], NOON).actor
    assert offered(standing(helped(State.TAKEN)), actor, NOON)
    assert not offered(on, actor, NOON)
    assert not entered(on, by(ISSUER, Role.OFFICE, EVERY[0], NOON).actor, NOON)
