"""What an agency finds as its own work: lane by lane, in the order in which it comes next."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.places import Place
from tests.rig import open_store
from tests.store.life import FIRST, OFFICE, ROOT, UNIT, World, tree
from tests.store.test_life_queries import KEY, ROW, line, scope
from thac.domain import commands as cmd
from thac.domain.agencies import AgencyId, Role
from thac.domain.assignments import State
from thac.domain.deadlines import Deadline
from thac.store import people
from thac.store.queries.pages import Window
from thac.store.queries.work import OF_ISSUERS, Lane, Wanted, counts, people_of, standing, work

pytestmark = pytest.mark.slow

EVERY = tuple(Lane)


@pytest.fixture
def world(place: Place) -> Iterator[World]:
    engines = open_store(place, tree())
    with engines.write.begin() as connection:
        yield World(connection)
    engines.dispose()


def lanes(world: World, agency: AgencyId, role: Role = Role.UNIT) -> dict[Lane, list[str]]:
    """What lies in each lane that holds anything; the counts must say the same."""
    reader = scope(agency, role)
    found = {lane: work(world.connection, reader, Wanted(lane), Window(), world.now) for lane in EVERY}
    assert {lane: page.total for lane, page in found.items()} == counts(world.connection, reader, world.now, EVERY)
    assert all(page.total == len(page.items) for page in found.values()), "a lane holds what its reader may not see"
    return {lane: [one.id for one in page.items] for lane, page in found.items() if page.items}


def test_work_goes_from_lane_to_lane(world: World) -> None:
    assert lanes(world, "00001-U1") == {Lane.TODO: [ROW], Lane.RECEIVE: [ROW]}
    world.does(FIRST, "00001-U1", UNIT, cmd.Accept(KEY))
    assert lanes(world, "00001-U1") == {Lane.TODO: [ROW], Lane.DOING: [ROW]}
    world.does(FIRST, "00001-U1", UNIT, cmd.Submit(KEY))
    assert lanes(world, "00001-U1") == {Lane.SUBMITTED: [ROW]}
    assert lanes(world, "00001", Role.OFFICE)[Lane.CONFIRM] == [ROW]
    world.does(FIRST, "00001", OFFICE, cmd.Return(KEY, "0" * 64))
    assert lanes(world, "00001-U1") == {Lane.TODO: [ROW], Lane.RETURNED: [ROW]}
    world.does(FIRST, "00001-U1", UNIT, cmd.Submit(KEY))
    world.does(FIRST, "00001", OFFICE, cmd.Confirm(KEY))
    assert lanes(world, "00001-U1") == {Lane.DONE: [ROW]}


def test_an_office_finds_what_it_received_and_what_others_owe_it(world: World) -> None:
    found = lanes(world, "00001", Role.OFFICE)
    assert found[Lane.RECEIVE] == ["d1~19~1~00001"]
    assert OF_ISSUERS.isdisjoint(found)
    world.now += timedelta(days=60)
    late = lanes(world, "00001", Role.OFFICE)[Lane.LATE]
    assert late == ["d1~00001~1~00001-U1", "d1~00001~1~00001-U2"]


def test_who_helps_and_who_is_asked_finds_it(world: World) -> None:
    assert lanes(world, "19-SKHCN")[Lane.HELPING] == ["d1~19~2~19-SNV"]
    world.does(ROOT, "19-SNV", UNIT, cmd.Accept("2:19-SNV"))
    world.does(ROOT, "19-SNV", UNIT, cmd.AskExtension("2:19-SNV", Deadline(date(2026, 12, 25)), "0" * 64))
    world.now += timedelta(days=4)
    world.does(ROOT, "00001", OFFICE, cmd.Accept("1:00001"))
    world.does(ROOT, "00001", OFFICE, cmd.ReportObstacle("1:00001", "0" * 64))
    assert lanes(world, "19", Role.OFFICE)[Lane.ANSWER] == ["d1~19~2~19-SNV", "d1~19~1~00001"]


def test_a_window_shows_a_part_and_counts_the_whole(world: World) -> None:
    reader = scope("19-SKHCN", Role.UNIT)
    page = work(world.connection, reader, Wanted(Lane.TODO), Window(1, 5), world.now)
    assert (page.items, page.total) == ((), 1)


def test_work_is_narrowed_to_a_person(world: World) -> None:
    world.does(FIRST, "00001-U1", UNIT, cmd.Accept(KEY))
    world.does(FIRST, "00001-U1", UNIT, cmd.Take(KEY, "Người B"))
    reader = scope("00001-U1", Role.OFFICER)
    totals = {
        name: work(world.connection, reader, Wanted(Lane.TODO, name), Window(), world.now).total
        for name in ("Người B", "Người C")
    }
    assert totals == {"Người B": 1, "Người C": 0}


def test_an_agency_can_name_who_sits_there_and_who_was_named(world: World) -> None:
    people.add_person(world.connection, "an", "An", world.now)
    people.add_seat(world.connection, "an", "00001-U1", Role.OFFICER, by="test", now=world.now)
    people.add_person(world.connection, "binh", "Bình", world.now)
    people.add_seat(world.connection, "binh", "00001-U2", Role.OFFICER, by="test", now=world.now)
    world.does(FIRST, "00001-U1", UNIT, cmd.Accept(KEY))
    world.does(FIRST, "00001-U1", UNIT, cmd.Take(KEY, "Cúc"))
    assert people_of(world.connection, "00001-U1") == ("An", "Cúc")


def test_what_stands_says_who_is_above_and_what_is_asked(world: World) -> None:
    world.does(FIRST, "00001-U1", UNIT, cmd.Accept(KEY))
    world.does(FIRST, "00001-U1", UNIT, cmd.ReportObstacle(KEY, "0" * 64))
    on = standing(world.connection, line(world, ROW))
    assert (on.issuer, on.above, on.lead, on.state) == ("00001", "19", "00001-U1", State.ACCEPTED)
    assert [(ask.kind, ask.awaits) for ask in on.asks] == [("obstacle", "00001")]
    assert not on.closed
    assert standing(world.connection, line(world, "d1~19~2~19-SNV")).above is None
