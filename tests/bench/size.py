"""How large is the state that a docket carries from one run of its workflow to the next?"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

from tests.bench.rows import Options, Row
from tests.domain.desk import Desk, plan_of, vn
from tests.domain.test_snapshots import first_week, second_week
from thac.domain.deadlines import Deadline
from thac.domain.plans import PlannedTask
from thac.domain.snapshots import pack

_COMMUNES = 170
_TASKS = 10


async def size(_options: Options) -> AsyncIterator[Row]:
    """A province's docket of 170 communes × 10 tasks after a full life: no two moments in it are the same."""
    communes = tuple(f"{1_000 + 31 * number:05}" for number in range(_COMMUNES))
    tasks = (
        PlannedTask(number, ("communes",), single=False, deadline=Deadline(date(2027, 2, 2 + number)))
        for number in range(1, _TASKS + 1)
    )
    plan = plan_of(*tasks, agency="19", parent=None)
    desk = Desk(replace(plan, groups=(("communes", communes),), dockets=("communes",)), vn(1, 4, 8))
    opened = len(pack(desk.docket))
    for life in (first_week, second_week):
        parcels = [
            parcel
            for number, row in enumerate(desk.docket.rows.values())
            for parcel in life(row.key, row.lead, timedelta(microseconds=9_973_471 * number))
        ]
        desk.turn(max(parcel.received_at for parcel in parcels), parcels)
    lived = len(pack(desk.docket))
    what = f"docket state at {len(desk.docket.rows)} assignments: when opened; after a full life"
    yield Row(what, f"{opened / 1_000:.0f} KB; {lived / 1_000:.0f} KB", asked="≤ 500 KB")
