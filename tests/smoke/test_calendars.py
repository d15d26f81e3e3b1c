"""A calendar corrected over a real server: dockets that run move, dockets that sleep are woken, nobody is forgotten."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from temporalio.client import Client

from tests.places import Place
from tests.rig import MemoryPlanner, Rig, open_store, until
from tests.samples import CALENDAR, directive, plan_maker, small_tree, to_communes
from tests.smoke.test_http import TODAY, House, house, letter
from tests.smoke.test_sleeping import DOCKETS, SOON, act, all_asleep, asleep, copies
from thac.calendars import built_in, fixed_days, foreseen
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.almanac import Almanac, DayChange, DayKind, Scope
from thac.domain.appending import Appended, append_of
from thac.domain.calendar import civil_day
from thac.domain.docket import Docket, docket_id
from thac.domain.foreseeing import What
from thac.domain.turns import begin, open_docket, settle
from thac.recalendaring import Recalendaring
from thac.store import calendars, drafts
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.calendars import Record
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines
from thac.store.writer import GroupCommit
from thac.worker import Outside, make_worker

pytestmark = pytest.mark.slow

TREE = small_tree()
PLAIN = built_in(TODAY - timedelta(days=60), TODAY + timedelta(days=500))
DAY_NAMED = TODAY + timedelta(days=60)
LAST_DAY = civil_day(PLAIN.last_moment(DAY_NAMED))


def planned(here: House, *changes: DayChange) -> Almanac:
    """The almanac as it would be with those changes."""
    now = datetime.now(UTC)
    with here.engines.read.connect() as connection:
        almanac = calendars.load(connection)
    edition = calendars.planned(almanac, Record("test", now, "x"), fixed_days(civil_day(now)), changes)
    return Almanac((*almanac.editions, edition))


def record(here: House, almanac: Almanac) -> None:
    with here.engines.write.begin() as connection:
        calendars.add(connection, almanac.editions[-1])


def off(day: date, scope: Scope | None = None) -> DayChange:
    return DayChange(DayKind.OFF, day, day, scope or Scope(), document="test")


def known(here: House, directive: str) -> dict[str, int]:
    """By which calendar each docket counts."""
    line = t.dockets.c
    with here.engines.read.connect() as connection:
        found = connection.execute(sa.select(line.agency, line.calendar).where(line.directive == directive))
        return {row.agency: row.calendar for row in found}


def dues(here: House, directive: str) -> dict[str, datetime]:
    row = t.assignments.c
    with here.engines.read.connect() as connection:
        found = connection.execute(sa.select(row.id, row.due).where(row.directive == directive))
        return {one.id: one.due for one in found}


def corrections(here: House) -> dict[str, int]:
    """How often each docket wrote that it counts by another calendar."""
    event = t.events.c
    counted = sa.select(event.docket, sa.func.count().label("times")).where(event.kind == "calendar_changed")
    with here.engines.read.connect() as connection:
        return {row.docket: row.times for row in connection.execute(counted.group_by(event.docket))}


async def test_dockets_that_run_move_as_it_was_foreseen(server: Client, place: Place) -> None:
    """The last working day becomes free in one commune; there alone the deadlines are a working day sooner."""
    async with house(place, server) as here, here.worker():
        directive = await here.launched(letter(), 6)
        before = dues(here, directive)
        almanac = planned(here, off(LAST_DAY, Scope(agency="00001")))
        with here.engines.read.connect() as connection:
            (told,) = foreseen(connection, almanac, TREE, almanac.editions[-1].at)
        moved = {move.key: (move.before, move.after) for move in told.moves if move.what is What.DEADLINE}
        record(here, almanac)
        recalendaring = Recalendaring(server, here.engines)
        assert await recalendaring.tell() == 1
        await until(lambda: known(here, directive)["00001"] == 2)
        assert await recalendaring.tell() == 0
        after = dues(here, directive)
        sooner = PLAIN.closing(PLAIN.working_day(LAST_DAY, -1))
        assert moved == {f"1:00001-U{unit}": (PLAIN.closing(LAST_DAY), sooner) for unit in (1, 2)}
        assert {one: due for one, due in after.items() if due != before[one]} == {
            f"{directive}~00001~1~00001-U{unit}": sooner for unit in (1, 2)
        }
        assert known(here, directive) == {"19": 1, "00001": 2, "00002": 1}
        history = await here.ask("00001", Role.OFFICE, f"assignments/{directive}~00001~1~00001-U1/ledger")
        told_of = [one for one in history.json()["events"] if one["kind"] == "calendar_changed"]
        assert [one["event"] for one in told_of] == [{"version": 2}]
        assert list(audit(here.engines.read, datetime.now(UTC))) == []


async def test_dockets_that_sleep_are_woken_move_and_sleep_again(server: Client, place: Place) -> None:
    """Undated work calls after thirty days of silence; the day on which it would becomes free."""
    async with house(place, server, archive=SOON) as here, here.worker():
        directive = await asleep(here)
        before = moments(here)
        silent_day = civil_day(min(before.values()))
        record(here, planned(here, off(silent_day)))
        both = [Recalendaring(server, here.engines, archive=SOON) for _ in range(2)]
        assert await asyncio.gather(*(one.tell() for one in both)) == [3, 3], "two workers, neither knows of the other"
        await until(lambda: set(known(here, directive).values()) == {2})
        await until(lambda: all_asleep(here, directive))
        assert corrections(here) == {docket_id(directive, agency): 1 for agency in DOCKETS}
        later = PLAIN.opening(PLAIN.working_day(silent_day, 1))
        assert moments(here) == {docket: later if civil_day(at) == silent_day else at for docket, at in before.items()}
        assert [await one.tell() for one in both] == [0, 0]
        assert list(audit(here.engines.read, datetime.now(UTC))) == []


async def test_a_docket_woken_by_a_command_before_it_was_told_is_told_after_it(server: Client, place: Place) -> None:
    async with house(place, server, archive=SOON) as here, here.worker():
        directive = await asleep(here)
        record(here, planned(here, off(civil_day(min(moments(here).values())))))
        issuer, lead = copies()[-1]
        assert (await act(here, directive, issuer, lead, "progress", percent=10)).status_code == 200
        recalendaring = Recalendaring(server, here.engines, archive=SOON)
        await recalendaring.tell()
        await until(lambda: set(known(here, directive).values()) == {2})
        assert corrections(here) == {docket_id(directive, agency): 1 for agency in DOCKETS}
        assert list(audit(here.engines.read, datetime.now(UTC))) == []


async def test_what_came_while_no_worker_was_there_is_judged_by_the_calendar_of_its_time(
    server: Client, place: Place
) -> None:
    """Away for forty days; two days ahead of it the day of the deadline became free. Told before it decides."""
    tree = small_tree(1, 1)
    engines = open_store(place, tree)
    began = datetime.now(UTC) - timedelta(days=40)
    due_day = CALENDAR.working_day((began + timedelta(days=20)).date(), 0)
    before = CALENDAR.closing(CALENDAR.working_day(due_day, -1))
    ordered = directive(to_communes(1, due_day), id_="judged")
    planner = MemoryPlanner(tree)
    planner.directives["judged"] = ordered
    _opened(Rig(server, engines, planner), "judged", began)
    at = before - timedelta(days=2)
    with engines.write.begin() as connection:
        drafts.save_draft(connection, ordered, Actor("19", Role.OFFICE, "test"), began)
        calendars.add(
            connection, calendars.planned(Almanac(()), Record("test", at, "x"), fixed_days(due_day), (off(due_day),))
        )
    await Recalendaring(server, engines).tell_beforehand()
    ledger = GroupCommit(engines.write, DirectoryCache())
    alert = t.alerts.c
    steps = sa.select(alert.step, alert.moment).where(alert.clock == "completion", alert.repeat == 0).distinct()
    async with make_worker(server, Outside.of(engines, ledger, planner)):
        await until(lambda: "overdue_5" in moments_of(engines, steps))
    ledger.close()
    assert moments_of(engines, steps)["overdue"] == before
    engines.dispose()


def moments_of(engines: Engines, steps: sa.Select[Any]) -> dict[str, datetime]:
    with engines.read.connect() as connection:
        return {row.step: row.moment for row in connection.execute(steps)}


def _opened(running: Rig, name: str, began: datetime) -> None:
    """The commune's docket as it was opened then, its workflow lost."""
    docket = Docket(docket_id(name, "00001"))
    turn = begin(docket, began)
    open_docket(turn, plan_maker(running.planner.directives[name], running.planner.tree).plan("00001").own)
    settle(turn, (), ())
    writer = GroupCommit(running.engines.write, DirectoryCache())
    assert isinstance(writer.append(append_of(docket, turn)).result(60), Appended)
    writer.close()


def moments(here: House) -> dict[str, datetime]:
    with here.engines.read.connect() as connection:
        found = connection.execute(sa.select(t.sleeping.c.docket, t.sleeping.c.until))
        return {row.docket: row.until for row in found if row.until is not None}
