"""Every track of the present ladder, walked step by step across Tết 2027; the moments are written down in `walk`."""

import pytest

from tests.domain.desk import Desk, by
from tests.domain.walk import END, GIVEN, WALKS, Track, Walk, acts, plans
from thac.domain.agencies import AgencyId
from thac.domain.courses import BUILT_IN
from thac.domain.directives import Urgency
from thac.domain.plans import CURRENT_LADDER


def walked(urgency: Urgency) -> dict[AgencyId, Desk]:
    """The dockets of the directive, each at its end."""
    plan = plans(urgency).plan("19")
    desks = {one.agency: Desk(one, GIVEN) for one in (plan.own, *plan.children)}
    for act in acts():
        desks[act.docket].does(by(act.agency, act.role, act.command, act.at))
    for desk in desks.values():
        desk.turn(END)
    return desks


def on(desk: Desk, track: Track) -> Walk:
    """The steps of one task on one clock, with their moments; of the commune's units the one that acts."""
    _, task, clock = track
    fired = [step for step in desk.fired if step.clock is clock and step.assignment.split(":")[0] == str(task)]
    return [(step.step, step.moment) for step in fired if not step.assignment.endswith("-U2")]


@pytest.mark.parametrize("urgency", Urgency)
def test_every_step_comes_at_its_moment(urgency: Urgency) -> None:
    desks = walked(urgency)
    assert {track: on(desks[track[0]], track) for track in WALKS[urgency]} == WALKS[urgency]


@pytest.mark.parametrize("urgency", Urgency)
def test_no_step_of_the_ladder_is_left_out(urgency: Urgency) -> None:
    walk = {step for steps in WALKS[urgency].values() for step, _ in steps}
    assert walk == {step.code for step in BUILT_IN[CURRENT_LADDER].steps(urgency)}


@pytest.mark.parametrize("urgency", Urgency)
def test_after_the_last_repeat_nobody_is_told_again(urgency: Urgency) -> None:
    """All of it stays open, and a year later nothing more has come."""
    for desk in walked(urgency).values():
        before = len(desk.fired)
        desk.turn(END.replace(year=2028))
        late = desk.fired[before:]
        assert [step for step in late if not step.step.startswith("overdue")] == []
        assert desk.docket.open_rows
        assert desk.docket.agenda.first() is None
