"""Who was alive when: a pause is a pause of the machine, however fast time is shown to pass."""

from datetime import UTC, datetime, timedelta

import pytest

from thac.clock import Clock
from thac.domain.timescale import UNSCALED, Timescale
from thac.store import services
from thac.store.engine import Engines

FAST = Timescale(datetime(2026, 11, 29, 12, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC), 17_520)


def spans(store: Engines) -> list[tuple[datetime, datetime]]:
    with store.read.connect() as connection:
        return services.spans(connection, "worker")


@pytest.mark.parametrize("scale", [UNSCALED, FAST], ids=["real", "scaled"])
def test_two_beats_eleven_seconds_apart_are_one_span_and_thirteen_seconds_are_two(
    store: Engines, scale: Timescale
) -> None:
    for name, after, wanted in (("a", 11, 1), ("b", 13, 2)):
        before = len(spans(store))
        for seconds in (0, after):
            services.beat(store.write, name, "worker", Clock(scale, timedelta(seconds=seconds)))
        assert len(spans(store)) - before == wanted


def test_a_worker_whose_clock_is_wrong_is_seen_at_a_wrong_time_and_no_other_ones_span_changes(store: Engines) -> None:
    right, wrong = Clock(FAST), Clock(FAST, timedelta(hours=1))
    services.beat(store.write, "right", "worker", right)
    services.beat(store.write, "wrong", "worker", wrong)
    (first, _), (second, _) = spans(store)
    assert second - first >= timedelta(seconds=3_600 * 17_520)
