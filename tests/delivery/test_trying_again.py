"""A try that comes late works with the moment at which it began, by the server's clock."""

from dataclasses import replace
from datetime import datetime, timedelta

from temporalio.testing import ActivityEnvironment

from activities.deliver import Beat, DeliverActivities, Drain, Drained, Look, Looked
from tests.samples import FRIDAY


class Noting:
    """Composes and sends nothing, and notes when it was asked to."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []

    def look(self, now: datetime, beat: Beat) -> Looked:
        assert beat()
        self.moments.append(now)
        return Looked(0, (), None)

    def drain(self, drain: Drain, beat: Beat) -> Drained:
        assert beat()
        self.moments.append(drain.now)
        return Drained(0, more=False, away=False)


def test_a_try_three_hours_after_it_was_asked_for_is_three_hours_later() -> None:
    noting = Noting()
    activities = DeliverActivities(noting, noting)
    environment = ActivityEnvironment()
    scheduled = environment.info.scheduled_time
    environment.info = replace(environment.info, started_time=scheduled + timedelta(hours=3))
    environment.run(activities.look, Look(FRIDAY))
    environment.run(activities.drain, Drain("mail", FRIDAY))
    environment.run(activities.drain, Drain("mail", FRIDAY, stretch=10.0))
    assert [moment - FRIDAY for moment in noting.moments] == [timedelta(hours=h) for h in (3, 3, 30)]
