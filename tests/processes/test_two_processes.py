"""Two processes write one store at once: nobody is turned away, nothing is lost, nothing stands twice."""

import multiprocessing
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.places import Place
from tests.rig import open_store, parcel
from tests.samples import FRIDAY, directive, plan_maker, small_tree, to_communes
from tests.store.appends import made
from thac.domain.agencies import Role
from thac.domain.appending import Append, Appended, Held
from thac.domain.commands import Accept, Progress
from thac.domain.docket import Docket, docket_id
from thac.domain.ledger import fold
from thac.domain.turns import begin, open_docket, settle
from thac.store import ledger, tables
from thac.store.directory import DirectoryCache
from thac.store.engine import open_engines
from thac.store.writer import GroupCommit

pytestmark = pytest.mark.slow

EACH = 150
DOCKETS = ("00001", "00002", "00003")


def _report_progress(address: str, writer: str) -> None:
    """A process that reports progress again and again on every docket, each time from what it last knew."""
    engines = open_engines(address)
    commit = GroupCommit(engines.write, DirectoryCache())
    known = {agency: Docket(docket_id("d1", agency)) for agency in DOCKETS}
    for number in range(EACH):
        for agency in DOCKETS:
            command = parcel(
                f"{agency}-U1",
                Role.UNIT,
                Progress(f"1:{agency}-U1", number % 100),
                FRIDAY,
                f"{writer}/{agency}/{number}",
            )
            while True:
                turn = begin(known[agency], FRIDAY + timedelta(seconds=number))
                if turn.docket.plan is not None:
                    settle(turn, [command], [])
                outcome = commit.append(
                    made(known[agency], turn)
                    if turn.entries
                    else Append(turn.docket.id, turn.docket.head, turn.docket.hash)
                ).result(60)
                if isinstance(outcome, Appended):
                    known[agency] = turn.docket
                    break
                assert isinstance(outcome, Held), outcome
                fold(known[agency], outcome.entries)
    commit.close()
    engines.dispose()


def test_two_processes_on_the_same_dockets_lose_nothing(place: Place) -> None:
    tree = small_tree(3, 1)
    engines = open_store(place, tree)
    maker = plan_maker(directive(to_communes(1)), tree)
    commit = GroupCommit(engines.write, DirectoryCache())
    for agency in DOCKETS:
        before = Docket(docket_id("d1", agency))
        turn = begin(before, FRIDAY)
        open_docket(turn, maker.plan(agency).own)
        settle(turn, [parcel(f"{agency}-U1", Role.UNIT, Accept(f"1:{agency}-U1"), FRIDAY)], [])
        assert isinstance(commit.append(made(before, turn)).result(60), Appended)
    commit.close()
    address = engines.write.url.render_as_string(hide_password=False)
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_report_progress, args=(address, name)) for name in ("a", "b")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    with engines.read.connect() as connection:
        for agency in DOCKETS:
            docket = Docket(docket_id("d1", agency))
            fold(docket, ledger.read(connection, docket.id))
            assert docket.head == 3 + 2 * EACH
            keys = (
                connection.execute(sa.select(tables.answers.c.key).where(tables.answers.c.docket == docket.id))
                .scalars()
                .all()
            )
            assert len(set(keys)) == 1 + 2 * EACH
    engines.dispose()
