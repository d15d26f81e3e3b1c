"""Orders by word of mouth are kept once, found by whom they concern, and entered in the chronicle."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest

from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, small_tree
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.store import chronicle, oral_orders
from thac.store.engine import Engines
from thac.store.oral_orders import Captured, Channel, Outcome
from thac.store.queries.pages import Window

CLERK = Actor("19-SNV", Role.UNIT, "Văn thư")
CHAIRMAN = Actor("19", Role.SUPERVISOR, "Chủ tịch")


@pytest.fixture
def engines(place: Place) -> Iterator[Engines]:
    """A store with a directory."""
    opened = open_store(place, small_tree())
    yield opened
    opened.dispose()


def captured(id_: str, *, minutes: int = 0) -> Captured:
    """An order of the province's chairman that Sở Nội vụ received."""
    return Captured(
        id_,
        f"19-SNV/Văn thư/{id_}",
        "19",
        "19-SNV",
        "Chủ tịch",
        Channel.PHONE,
        "Kiểm tra bến đò",
        "19-SNV",
        date(2026, 11, 27),
        time(16, 30),
        CLERK,
        FRIDAY + timedelta(minutes=minutes),
    )


def test_an_order_is_kept_once_for_each_request(engines: Engines) -> None:
    """The second is answered with the first."""
    with engines.write.begin() as connection:
        first = oral_orders.keep(connection, captured("a"), None)
        again = oral_orders.keep(connection, captured("a"), "d1")
        found = oral_orders.find(connection, "a")
    assert first == again == "a"
    assert found is not None
    assert (found.captured, found.lead_name, found.directive) == (captured("a"), "Sở Nội vụ", None)


def test_those_that_wait_come_first_and_both_sides_see_them(engines: Engines) -> None:
    """Nobody else does."""
    with engines.write.begin() as connection:
        for place, id_ in enumerate("abc"):
            oral_orders.keep(connection, captured(id_, minutes=place), None)
        held = oral_orders.find(connection, "c")
        assert held is not None
        oral_orders.decide(connection, held, Outcome.REFUSED, CHAIRMAN, FRIDAY)

        def listed(agency: str, *, pending: bool | None = None) -> list[str]:
            found = oral_orders.listed(connection, agency, Window(), pending=pending)
            return [one.captured.id for one in found.items]

        assert listed("19") == listed("19-SNV") == ["b", "a", "c"]
        assert (listed("19", pending=True), listed("19", pending=False)) == (["b", "a"], ["c"])
        assert listed("00001") == []


def test_what_was_said_about_an_order_is_entered_and_cannot_be_altered_unseen(engines: Engines) -> None:
    """The last entry's digest is that of the row."""
    with engines.write.begin() as connection:
        oral_orders.keep(connection, captured("a"), "d1")
        held = oral_orders.of_directive(connection, "d1")
        assert held is not None
        oral_orders.decide(connection, held, Outcome.CONFIRMED, CHAIRMAN, FRIDAY)
        entered = [one for one in chronicle.entries(connection, 0, 100) if one.kind == "oral_order"]
        rows = chronicle.RECORDS[chronicle.Kind.ORAL_ORDER](connection, "a")
        assert [one.subject for one in entered] == ["a", "a"]
        assert entered[-1].digest == chronicle.digest_of(rows) != entered[0].digest
        found = oral_orders.find(connection, "a")
    assert found is not None
    assert (found.outcome, found.decided_by, found.directive) == (Outcome.CONFIRMED, CHAIRMAN, "d1")
