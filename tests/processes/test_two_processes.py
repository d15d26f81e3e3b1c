"""Two processes write one SQLite store at once: nobody is turned away, nothing is lost, nothing stands twice."""

import multiprocessing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.rig import open_store, parcel
from tests.samples import FRIDAY, directive, plan_maker, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.appending import AnswerRecord, Append, Appended, Held
from thac.domain.commands import Accept, Progress
from thac.domain.docket import Docket, docket_id
from thac.domain.ledger import fold
from thac.domain.refusals import Refusal
from thac.domain.turns import Turn, begin, open_docket, settle
from thac.domain.views import assignment_views, docket_view
from thac.store import ledger, tables
from thac.store.directory import DirectoryCache
from thac.store.engine import open_engines
from thac.store.writer import GroupCommit

pytestmark = pytest.mark.slow

EACH = 150
DOCKETS = ("00001", "00002", "00003")


def _append(turn: Turn, before: Docket) -> Append:
    return Append(
        turn.docket.id,
        before.head,
        before.hash,
        tuple(turn.entries),
        docket_view(turn.docket),
        tuple(assignment_views(turn.docket, turn.changed)),
        tuple(
            AnswerRecord(key, turn.fingerprints[key], done.seq)
            for key, done in turn.answers.items()
            if not isinstance(done, Refusal)
        ),
        tuple(turn.answers),
    )


def _report_progress(folder: str, writer: str) -> None:
    """A process that reports progress again and again on every docket, each time from what it last knew."""
    engines = open_engines(f"sqlite:///{folder}/thac.db")
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
                    _append(turn, known[agency])
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


def test_two_processes_on_the_same_dockets_lose_nothing(tmp_path: Path) -> None:
    tree = small_tree(3, 1)
    engines = open_store(tmp_path, tree)
    maker = plan_maker(directive(to_communes(1)), tree)
    commit = GroupCommit(engines.write, DirectoryCache())
    for agency in DOCKETS:
        before = Docket(docket_id("d1", agency))
        turn = begin(before, FRIDAY)
        open_docket(turn, maker.plan(agency).own)
        settle(turn, [parcel(f"{agency}-U1", Role.UNIT, Accept(f"1:{agency}-U1"), FRIDAY)], [])
        assert isinstance(commit.append(_append(turn, before)).result(60), Appended)
    commit.close()
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_report_progress, args=(str(tmp_path), name)) for name in ("a", "b")]
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
