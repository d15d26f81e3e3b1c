"""The world of a drill and the blows it gets follow from the seed, whatever the machine does."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from tests.drill import mails
from tests.drill.disturbances import Harm, Trouble, disturbances
from tests.drill.temper import Temper, deeds, temper_of
from tests.drill.world import Kind, Size, chance_of, planned
from thac.directory.build import build_directory

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
VICTIMS = ["worker", "api", "temporal", "sink"]
YEAR = Size(300, 22_000, timedelta(days=365))


def test_a_seed_plans_the_same_year_twice_and_another_seed_another() -> None:
    tree = build_directory(["19", "08", "01"])
    first, again, other = (planned(seed, YEAR, BEGIN, tree) for seed in (7, 7, 8))
    assert first == again
    assert first != other
    assert {one.kind for one in first} == set(Kind)
    assert {one.issuer for one in first} == {"19", "08", "01"}
    assert first == sorted(first, key=lambda one: one.at)
    assert BEGIN <= first[0].at <= first[-1].at <= BEGIN + timedelta(days=311)


def test_what_an_office_does_depends_on_the_assignments_name_alone() -> None:
    names = [f"12 19 05443 {number}" for number in range(200)]
    found = [temper_of(chance_of(7)(name)) for name in names]
    assert found == [temper_of(chance_of(7)(name)) for name in names]
    assert set(found) == set(Temper)
    assert deeds(Temper.SILENT, chance_of(7)("x"), lambda: None) == ()


def test_a_plan_of_sixty_kills_has_them_at_named_points_first_and_at_random_after() -> None:
    plan = disturbances(7, 60, VICTIMS)
    points = [one for one in plan if one.harm is Harm.POINT]
    kills = [one for one in plan if one.harm is Harm.KILL]
    assert 2 * len(points) + sum(1 + one.what.count("+") for one in kills) >= 60
    assert {one.what.split()[0] for one in points} == {"mid_commit", "after_commit", "after_flush", "continue_as_new"}
    assert max(one.share for one in points) < min(one.share for one in kills)
    assert plan == disturbances(7, 60, VICTIMS)
    assert {one.harm for one in plan} == set(Harm)


def test_the_short_plan_kills_everybody_at_a_random_moment_and_the_sink_after_it_took_a_mail() -> None:
    for seed in range(20):
        plan = disturbances(seed, 12, VICTIMS)
        killed = chain.from_iterable(one.what.split("+") for one in plan if one.harm is Harm.KILL)
        assert set(killed) == set(VICTIMS)
        assert sum(1 for one in plan if one.harm is Harm.TAKEN) == 2


def test_who_gets_mail_follows_from_the_seed_and_is_bounded_on_both_levels() -> None:
    tree = build_directory(["19", "08"])
    everybody = {one.id for one in tree}
    first, again, other = (mails.readers(tree, everybody, chance_of(seed)) for seed in (7, 7, 8))
    assert first == again
    assert first != other
    issuing = [post for post in first if tree.issues(mails.agency_of(post))]
    assert (len(issuing), len(first)) == (100, 200)
    few = mails.readers(tree, {"05443"}, chance_of(7))
    assert 0 < len(few) < sum(1 for post in tree.posts() if post.agency == "05443")
    assert {mails.agency_of(post) for post in few} == {"05443"}


async def test_a_kill_that_was_armed_anew_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "armed"
    file.touch()
    first = asyncio.create_task(Trouble._gone(file, 60))
    await asyncio.sleep(0)
    os.utime(file, ns=(1, 1))
    assert not await first
    second = asyncio.create_task(Trouble._gone(file, 60))
    await asyncio.sleep(0)
    file.unlink()
    assert await second
    file.touch()
    assert not await Trouble._gone(file, 0.1)
    assert not file.exists()
