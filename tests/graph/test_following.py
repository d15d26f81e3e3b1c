"""The graph that followed a docket's events equals the one that is built from how the docket stands."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph.build import Responsibilities
from graph.following import Follower
from graph.holdings import held
from tests.domain.acts import in_order
from tests.domain.desk import Desk, plan_of
from tests.samples import FRIDAY
from thac.domain.plans import PlannedTask

TASKS = (
    PlannedTask(1, ("00001-U1",), single=True, coordinators=("00001-U3",)),
    PlannedTask(2, ("00001-U1", "00001-U2", "00001-U3"), single=False),
)


@given(st.data())
def test_following_equals_rebuilding(data: st.DataObject) -> None:
    desk = Desk(plan_of(*TASKS))
    followed = Responsibilities()
    follower = Follower(followed)
    seen = 0
    now = FRIDAY
    for _ in range(data.draw(st.integers(1, 15), "turns")):
        now += timedelta(hours=3)
        parcel = in_order(data, desk.docket, now)
        desk.turn(now, [] if parcel is None else [parcel])
        for recorded in desk.recorded[seen:]:
            follower.follow(recorded)
        seen = len(desk.recorded)
        rebuilt = Responsibilities()
        for row in desk.docket.rows.values():
            rebuilt.put(held(desk.docket, row))
        assert followed.snapshot() == rebuilt.snapshot()
        assert followed.held == rebuilt.held
