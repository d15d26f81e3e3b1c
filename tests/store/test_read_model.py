"""The read model follows the ledger through the whole life of an assignment, and nothing of yesterday stays in it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY
from tests.store.faults import run
from tests.store.life import FIRST, FRONT, OFFICE, ROOT, UNIT, World, tree
from thac.domain import commands as cmd
from thac.domain.actors import Actor
from thac.domain.asks import Receiver
from thac.domain.commands import Parcel
from thac.domain.deadlines import Deadline
from thac.domain.findings import Code
from thac.domain.ledger import BrokenChainError
from thac.domain.turns import Done
from thac.domain.views import assignment_id, split_assignment_id
from thac.store import access, migrate
from thac.store import tables as t
from thac.store.auditing import audit
from thac.store.engine import Engines, open_engines
from thac.store.migrate import upgrade
from thac.store.queries.wording import corrections
from thac.store.rebuild import compare, rebuild

KEY = "1:00001-U1"
ROW = "d1~00001~1~00001-U1"
U1, U2 = Receiver("00001-U1"), Receiver("00001-U2")


@pytest.fixture
def engines(place: Place) -> Iterator[Engines]:
    engines = open_store(place, tree())
    yield engines
    engines.dispose()


@pytest.fixture
def world(engines: Engines) -> Iterator[World]:
    """The letter, just launched; what a test did is held against the ledger at its end."""
    with engines.write.begin() as connection:
        made = World(connection)
        yield made
    assert compare(engines.read) == ()


def row(world: World, wanted: str = ROW) -> Any:
    return world.connection.execute(sa.select(t.assignments).where(t.assignments.c.id == wanted)).one()


def parties(world: World, wanted: str = ROW) -> set[tuple[object, ...]]:
    columns = (t.parties.c.role, t.parties.c.agency, t.parties.c.ask, t.parties.c.kind)
    found = world.connection.execute(sa.select(*columns).where(t.parties.c.assignment == wanted))
    return {tuple(one) for one in found}


def docket(world: World, agency: str) -> Any:
    return world.connection.execute(sa.select(t.dockets).where(t.dockets.c.id == f"cascade/d1/{agency}")).one()


def test_monitor_and_coordinators_are_parties_at_every_level(world: World) -> None:
    assert parties(world) == {("monitor", "19-SNV", 0, None)}
    assert parties(world, "d1~19~1~00001") == {("monitor", "19-SNV", 0, None)}
    assert parties(world, "d1~19~2~19-SNV") == {("coordinator", "19-SKHCN", 0, None)}
    assert row(world, f"d1~19~4~{FRONT}").request


def test_an_ask_awaits_somebody_until_it_is_answered(world: World) -> None:
    watched = ("monitor", "19-SNV", 0, None)
    world.does(FIRST, U1.agency, UNIT, cmd.Accept(KEY))
    world.does(FIRST, U1.agency, UNIT, cmd.HandOver(KEY, U2, "0" * 64))
    assert parties(world) == {watched, ("awaited", "00001", 1, "hand_over")}
    world.does(FIRST, "00001", OFFICE, cmd.Answer(KEY, 1))
    assert parties(world) == {watched, ("awaited", "00001-U2", 1, "hand_over")}
    world.does(FIRST, U2.agency, UNIT, cmd.Answer(KEY, 1))
    assert parties(world) == {watched, ("former", "00001-U1", 0, None)}
    assert (row(world).lead, row(world).former, row(world).state) == ("00001-U2", '["00001-U1"]', "accepted")


def test_who_leads_again_is_no_former_lead(world: World) -> None:
    world.does(FIRST, "00001", OFFICE, cmd.Reassign(KEY, U2))
    world.does(FIRST, "00001", OFFICE, cmd.Reassign(KEY, U1))
    assert parties(world) == {("monitor", "19-SNV", 0, None), ("former", "00001-U2", 0, None)}


def test_what_is_withdrawn_awaits_nobody(world: World) -> None:
    world.does(FIRST, U1.agency, UNIT, cmd.Accept(KEY))
    world.does(FIRST, U1.agency, UNIT, cmd.Decline(KEY, "0" * 64))
    world.does(FIRST, "00001", OFFICE, cmd.WithdrawTask(1, "1" * 64, ("00001-U1",)))
    found = row(world)
    assert (found.state, found.open, found.unsigned, found.withdrawn_at) == ("withdrawn", False, 1, world.now)
    assert parties(world) == {("monitor", "19-SNV", 0, None)}


def test_pauses_and_urging_are_shown(world: World) -> None:
    world.does(FIRST, "00001", OFFICE, cmd.Pause(KEY, "0" * 64))
    assert row(world).paused_at == world.now
    world.does(FIRST, "00001", OFFICE, cmd.Resume(KEY))
    world.does(FIRST, "00001", OFFICE, cmd.Urge(KEY))
    found = row(world)
    assert (found.paused_at, found.urged, found.urged_at) == (None, 1, world.now)


def test_the_days_a_deadline_moved_are_working_days(world: World) -> None:
    """From Tuesday 15 to Friday 25 December 2026 are eight working days."""
    given = "d1~19~1~00001"
    assert row(world, given).days_moved == 0
    world.does(ROOT, "00001", OFFICE, cmd.Accept("1:00001"))
    world.does(ROOT, "00001", OFFICE, cmd.AskExtension("1:00001", Deadline(date(2026, 12, 25)), "0" * 64))
    world.now = FRIDAY + timedelta(days=26)
    world.does(ROOT, "19", OFFICE, cmd.Answer("1:00001", 1, deadline=Deadline(date(2026, 12, 25))))
    found = row(world, given)
    assert found.days_moved == 8
    assert found.overran == f'[["2026-12-15T10:00:00+00:00", "{world.now.isoformat()}"]]'
    assert row(world, "d1~19~5~19-SKHCN").days_moved is None


def test_an_occurrence_bears_its_period_and_the_id_of_its_series(world: World) -> None:
    world.advance(datetime(2026, 12, 31, 3, tzinfo=FRIDAY.tzinfo))
    found = row(world, "d1~19~3~00001~2026-Q4")
    assert (found.period, found.series) == ("2026-Q4", "d1~19~3~00001")
    assert docket(world, "19").series == (
        '[{"task": 3, "leads": ["00001", "00002"], "last": "2026-Q4", "next": "2027-Q1"}]'
    )
    assert split_assignment_id(found.id) == ("d1", "19", "3:00001:2026-Q4")


def test_instructions_are_outstanding_until_the_docket_below_signs(world: World) -> None:
    world.does(ROOT, "19", OFFICE, cmd.MoveDeadline(1, Deadline(date(2026, 12, 18)), "0" * 64, ("00001",)))
    head = world.docket(*ROOT).head
    told = f'[{{"below": "cascade/d1/00001", "number": {head}, "kind": "deadline_moved"}}]'
    assert docket(world, "19").outstanding == told
    world.tell(ROOT, FIRST)
    assert docket(world, "19").outstanding == "[]"
    assert row(world, "d1~19~1~00001").unsigned == 1
    world.does(ROOT, "00001", OFFICE, cmd.Acknowledge("1:00001"))
    assert row(world, "d1~19~1~00001").unsigned == 0


def test_a_corrected_wording_stands_beside_the_original(world: World) -> None:
    access.put_texts(world.connection, ["Rà soát lại"])
    world.does(ROOT, "19", OFFICE, cmd.CorrectText(1, access.digest("Rà soát lại")))
    world.tell(ROOT, FIRST)
    (found,) = corrections(world.connection, "d1")
    assert (found.task, found.text, found.at) == (1, "Rà soát lại", world.now - timedelta(minutes=1))


def test_register_and_recall_are_written_on_the_directive(world: World) -> None:
    world.does(ROOT, "19", OFFICE, cmd.Register("27", "CTr-UBND", date(2026, 11, 23)))
    one = sa.select(t.directives).where(t.directives.c.id == "d1")
    found = world.connection.execute(one).one()
    assert (found.number, found.symbol, found.issued_on) == ("27", "CTr-UBND", date(2026, 11, 23))
    assert found.state == "running"
    world.does(ROOT, "19", OFFICE, cmd.Recall("0" * 64, "d9"))
    world.tell(ROOT, FIRST)
    found = world.connection.execute(one).one()
    assert (found.state, found.replaced_by) == ("recalled", "d9")
    assert docket(world, "00001").recalled


def _directive() -> dict[str, object]:
    texts = {"doc_type": "Công văn", "subject": "Thử nghiệm", "created_by": "{}", "body": "{}", "state": "running"}
    return {
        "id": "d1",
        "issuer": "19",
        "issued_on": date(2026, 11, 16),
        "urgency": "normal",
        "created_at": FRIDAY,
        **texts,
    }


def test_a_step_is_alerted_to_who_led_when_it_fired(world: World) -> None:
    """A worker comes back after three weeks: the steps before the new lead's day are the old lead's, in one append."""
    day = FRIDAY + timedelta(days=10)
    world.now = FRIDAY + timedelta(days=21)
    parcel = Parcel("k", "f", Actor("00001", OFFICE, "test"), day, cmd.Reassign(KEY, U2))
    turn = world.turn(world.docket(*FIRST), [parcel])
    assert isinstance(turn.answers["k"], Done)
    alert = t.alerts.c
    found = world.connection.execute(
        sa.select(alert.moment, alert.agency).where(alert.assignment == ROW, alert.agency.in_([U1.agency, U2.agency]))
    ).all()
    assert {one.agency for one in found if one.moment < day} == {"00001-U1"}
    assert {one.agency for one in found if one.moment > day} == {"00001-U2"}


def _troubled(world: World) -> None:
    """A cascade in which every table of the read model has rows."""
    world.does(FIRST, U1.agency, UNIT, cmd.Accept(KEY))
    world.does(FIRST, U1.agency, UNIT, cmd.Decline(KEY, "0" * 64))
    world.does(ROOT, "19", OFFICE, cmd.CorrectText(1, "1" * 64))
    world.does(ROOT, "19", OFFICE, cmd.Register("27", "CTr-UBND", date(2026, 11, 23)))


HARM = {
    "a party too many": "INSERT INTO parties (assignment, role, agency, ask, docket) "
    "VALUES ('d1~00001~1~00001-U1', 'coordinator', '19-SKHCN', 0, 'cascade/d1/00001')",
    "a party of nothing": "INSERT INTO parties (assignment, role, agency, ask, docket) "
    "VALUES ('d1~00001~9~00001-U1', 'monitor', '19-SKHCN', 0, 'cascade/d1/00009')",
    "a party gone": "DELETE FROM parties WHERE role = 'awaited'",
    "an answer due another day": "UPDATE parties SET answer_by = '2027-01-01 00:00:00+00:00' WHERE role = 'awaited'",
    "a correction gone": "DELETE FROM corrections",
    "a correction to another text": "UPDATE corrections SET text = 'x'",
    "an ask altered": "UPDATE assignments SET asks = '[]' WHERE id = 'd1~00001~1~00001-U1'",
    "a number altered": "UPDATE directives SET number = '28' WHERE id = 'd1'",
}


@pytest.mark.parametrize("statement", HARM.values(), ids=HARM)
def test_harm_to_the_new_tables_is_found_and_set_right(engines: Engines, statement: str) -> None:
    with engines.write.begin() as connection:
        _troubled(World(connection))
    now = FRIDAY + timedelta(hours=1)
    assert compare(engines.read) == ()
    run(engines, statement)
    assert compare(engines.read) != ()
    assert Code.READ_MODEL_DIFFERS in {one.code for one in audit(engines.read, now)}
    rebuild(engines.write)
    assert compare(engines.read) == ()
    assert Code.READ_MODEL_DIFFERS not in {one.code for one in audit(engines.read, now)}


def test_a_store_of_an_older_revision_is_given_a_read_model_made_anew(engines: Engines, place: Place) -> None:
    """The ledger lies in a store of revision 0002, beside a read model of that time that says something else."""
    with engines.write.begin() as connection:
        _troubled(World(connection))
    with engines.read.connect() as connection:
        ledger = [dict(event) for event in connection.execute(sa.select(t.events)).mappings()]
    older = open_engines(place.empty())
    with older.write.begin() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(sa.insert(t.events), ledger)
        connection.execute(sa.insert(t.directives).values(**_directive()))
        connection.execute(sa.text(_LINE_OF_YESTERDAY))
    upgrade(older.write)
    assert compare(older.read) == ()
    assert _content(older) == _content(engines)
    with older.read.connect() as connection:
        assert connection.execute(sa.select(t.directives.c.number)).scalar_one() == "27"
    older.dispose()


def test_a_broken_ledger_stops_the_migration_and_nothing_is_changed(place: Place) -> None:
    older = open_engines(place.empty())
    with older.write.begin() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        broken = {"docket": "cascade/d1/19", "seq": 2, "kind": "closed", "at": FRIDAY, "body": "{}", "hash": "x"}
        connection.execute(sa.insert(t.events), [broken])
        connection.execute(sa.text(_LINE_OF_YESTERDAY))
    with pytest.raises(BrokenChainError, match="cascade/d1/19: event 2 follows 0"):
        upgrade(older.write)
    with older.read.connect() as connection:
        assert migrate.revision(connection) == "0002"
        assert connection.execute(sa.text("SELECT id FROM dockets")).scalars().all() == ["cascade/d1/00009"]
    older.dispose()


_LINE_OF_YESTERDAY = (
    "INSERT INTO dockets (id, directive, agency, head, hash, ladder, unallocated) "
    "VALUES ('cascade/d1/00009', 'd1', '00009', 7, 'x', 1, '[]')"
)


def _content(store: Engines) -> object:
    with store.read.connect() as connection:
        return [connection.execute(sa.select(table).order_by(*table.primary_key)).all() for table in t.READ_MODEL]


@pytest.mark.parametrize("period", ["2026", "2026-W48", "2026-11", "2026-Q4", "2026-H2"])
def test_an_id_with_a_period_is_split_as_it_was_joined(period: str) -> None:
    key = f"3:00001:{period}"
    assert split_assignment_id(assignment_id("d1", "19", key)) == ("d1", "19", key)


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "",
            "d1",
            "d1~19~1",
            "d1~19~x~00001",
            "d1~19~01~00001",
            "d1~19~0~00001",
            "d1~19~1~00001~",
            "d1~19~1~00001~Q4",
        ),
        *("d1~19~1~00001~2026-Q5", "d1~19~1~00001~2026-Q4~x", "d1~19~1~00001~2026-1", "đ1~19~1~00001", "d1~19~1~a b"),
    ],
)
def test_what_is_no_id_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is no id of an assignment"):
        split_assignment_id(wrong)
