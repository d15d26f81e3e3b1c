"""How those stand who were given work by one docket, and what its ledger says, part by part."""

from collections.abc import Iterator

import pytest

from tests.places import Place
from tests.rig import open_store
from tests.store.life import FRONT, OFFICE, UNIT, World, tree
from thac.domain import commands as cmd
from thac.domain.agencies import Level
from thac.domain.docket import docket_id
from thac.store.queries.pages import Window
from thac.store.queries.receivers import Order, entries, receivers

ROOT = docket_id("d1", "19")


@pytest.fixture
def world(place: Place) -> Iterator[World]:
    """The letter of the life of an assignment, given out."""
    engines = open_store(place, tree())
    with engines.write.begin() as connection:
        yield World(connection)
    engines.dispose()


def test_each_receiver_has_one_line_with_what_it_has_done(world: World) -> None:
    """The one that finished a task says so; withdrawn copies and periods that have not begun are counted nowhere."""
    key = "2:19-SNV"
    for agency, role, command in (
        ("19-SNV", UNIT, cmd.Accept(key)),
        ("19-SNV", UNIT, cmd.Take(key, "A")),
        ("19-SNV", UNIT, cmd.Submit(key)),
        ("19", OFFICE, cmd.Confirm(key)),
        ("19", OFFICE, cmd.WithdrawTask(5, "x")),
    ):
        world.does(("d1", "19"), agency, role, command)
    found = receivers(world.connection, ROOT, Window(), world.now, order=Order.NAME)
    lines = {one.agency: (one.total, one.done, one.late, one.undated, one.waiting) for one in found.items}
    assert lines == {
        "00001": (1, 0, 0, 0, 1),
        "00002": (1, 0, 0, 0, 1),
        "19-SNV": (1, 1, 0, 0, 0),
        FRONT: (1, 0, 0, 0, 1),
    }
    assert found.total == 4


def test_those_with_the_most_late_work_come_first(world: World) -> None:
    """After the deadline of the reports; the list is paged and narrowed by level."""
    late = world.now.replace(year=2027, month=1, day=10)
    found = receivers(world.connection, ROOT, Window(), late)
    assert [one.late for one in found.items] == sorted((one.late for one in found.items), reverse=True)
    assert found.items[0].late > 0
    communes = receivers(world.connection, ROOT, Window(1, 1), late, level=Level.COMMUNE)
    assert (communes.total, [one.agency for one in communes.items]) == (2, ["00002"])


def test_the_ledger_is_read_from_its_end(world: World) -> None:
    """A part of it, with its length."""
    world.does(("d1", "19"), "19", OFFICE, cmd.WithdrawTask(5, "x"))
    part = entries(world.connection, ROOT, Window(1))
    assert [one.event.kind for one in part.items] == ["task_withdrawn"]
    assert part.total == part.items[0].seq
