"""A directive is public by its last mark; the numbers that everybody reads are those of the roll-up."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY
from tests.store.life import FIRST, ROOT, UNIT, World, tree
from thac.domain import commands as cmd
from thac.domain.actors import Actor
from thac.domain.agencies import Level, Role
from thac.store import publishing
from thac.store import tables as t
from thac.store.queries.pages import Window
from thac.store.queries.public import progress, public_directives

CLERK = Actor("19", Role.OFFICE, "Chuyên viên A")


@pytest.fixture
def world(place: Place) -> Iterator[World]:
    engines = open_store(place, tree())
    with engines.write.begin() as connection:
        made = World(connection)
        connection.execute(sa.update(t.directives).values(launched_at=FRIDAY))
        yield made
    engines.dispose()


def mark(world: World, *, public: bool) -> bool:
    return publishing.publish(world.connection, "d1", CLERK, world.now, public=public)


def listed(world: World) -> list[str]:
    return [line.id for line in public_directives(world.connection, Window(), world.now).items]


def test_the_last_mark_holds_and_each_stays_on_record(world: World) -> None:
    assert (listed(world), mark(world, public=False)) == ([], False)
    assert [mark(world, public=public) for public in (True, True, False, True)] == [True, False, True, True]
    assert listed(world) == ["d1"]
    kept = world.connection.execute(sa.select(t.published.c.seq, t.published.c.public).order_by(t.published.c.seq))
    assert kept.all() == [(1, True), (2, False), (3, True)]


def test_the_numbers_are_those_of_the_roll_up_and_say_when_they_changed(world: World) -> None:
    mark(world, public=True)
    world.does(FIRST, "00001-U1", UNIT, cmd.Accept("1:00001-U1"))
    found = progress(world.connection, "d1", world.now)
    assert found is not None
    assert found.line.updated_at == FRIDAY + timedelta(minutes=1)
    assert [(one.issuers, one.leads) for one in found.levels][:1] == [(Level.PROVINCE, Level.COMMUNE)]
    assert found.line.counts.total == len(world.docket(*ROOT).rows)


@pytest.mark.parametrize("state", ["draft", "failed", "launching"])
def test_what_does_not_run_is_not_shown(world: World, state: str) -> None:
    mark(world, public=True)
    world.connection.execute(sa.update(t.directives).values(state=state))
    assert (listed(world), progress(world.connection, "d1", world.now)) == ([], None)
