"""Every decision about a finding stays; the last one counts; of two at once none is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from tests.samples import FRIDAY
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.store import dispositions
from thac.store.dispositions import AcceptedConflict, Decision
from thac.store.engine import Engines

OFFICE = Actor("19", Role.OFFICE, "Văn phòng")
FIRST = Decision("a" * 16, "report_twice", ("d1 1", "d2 3"), "coordinated", OFFICE, FRIDAY, "Gửi chung một báo cáo")
SECOND = replace(FIRST, outcome="one_lead", at=FRIDAY + timedelta(hours=1), reason="", lead="19-SNV")
OVER = AcceptedConflict(
    "b" * 16,
    "deadlines_contradict",
    ("d1 1", "d2 1"),
    "Hai thời hạn.",
    "Two deadlines.",
    "Đã xin ý kiến",
    OFFICE,
    FRIDAY,
)


def decide(engines: Engines, decision: Decision) -> int:
    with engines.write.begin() as connection:
        return dispositions.decide(connection, decision)


def test_decisions_are_read_back_in_their_order_and_the_last_one_counts(empty: Engines) -> None:
    assert [decide(empty, one) for one in (FIRST, SECOND)] == [1, 2]
    with empty.read.connect() as connection:
        assert dispositions.history(connection, FIRST.key) == (FIRST, SECOND)
        assert dispositions.latest(connection) == {FIRST.key: SECOND}
        assert dispositions.latest(connection, [FIRST.key, "c" * 16]) == {FIRST.key: SECOND}
        assert dispositions.latest(connection, ["c" * 16]) == {}


def test_decisions_at_once_are_all_kept(empty: Engines) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: decide(empty, FIRST), range(8)))
    assert sorted(numbers) == list(range(1, 9))


def test_conflicts_that_were_accepted_stay_with_the_directive_until_it_is_launched_anew(empty: Engines) -> None:
    again = replace(OVER, key="d" * 16, reason="Lý do khác")
    for kept in ((OVER,), (again,)):
        with empty.write.begin() as connection:
            dispositions.accept(connection, "d2", kept, OVER.at)
        with empty.read.connect() as connection:
            assert dispositions.accepted(connection, "d2") == kept
            assert dispositions.accepted(connection, "d1") == ()
