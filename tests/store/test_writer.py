"""The writing thread outlives what befalls a single request."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.rig import open_store
from tests.samples import FRIDAY, directive, plan_maker, small_tree, to_communes
from thac.domain.appending import Append, Appended
from thac.domain.docket import GENESIS, Docket, docket_id
from thac.domain.ledger import Entry
from thac.domain.turns import begin, open_docket
from thac.domain.views import assignment_views, docket_view
from thac.store.access import answered, forget_answers
from thac.store.directory import DirectoryCache
from thac.store.tables import answers
from thac.store.writer import GroupCommit


def _opening(agency: str) -> Append:
    tree = small_tree()
    turn = begin(Docket(docket_id("d1", agency)), FRIDAY)
    open_docket(turn, plan_maker(directive(to_communes(1)), tree).plan(agency).own)
    rows = tuple(assignment_views(turn.docket, turn.changed))
    return Append(turn.docket.id, 0, GENESIS, tuple(turn.entries), docket_view(turn.docket), rows)


def test_one_request_that_cannot_be_written_turns_no_neighbour_away(tmp_path: Path) -> None:
    engines = open_store(tmp_path, small_tree())
    writer = GroupCommit(engines.write, DirectoryCache())
    good = _opening("00001")
    bad = Append("cascade/d1/x", 0, GENESIS, (Entry("cascade/d1/x", 1, "not JSON", "0"),), good.view)
    given = [writer.append(one) for one in (bad, good, bad)]
    assert isinstance(given[1].result(10), Appended)
    for answer in (given[0], given[2]):
        with pytest.raises(ValueError, match="not an event"):
            answer.result(10)
    writer.close()
    engines.dispose()


def test_a_request_given_up_before_it_was_written_does_not_stop_the_thread(tmp_path: Path) -> None:
    engines = open_store(tmp_path, small_tree())
    writer = GroupCommit(engines.write, DirectoryCache())
    with engines.write.begin():  # the writer waits for this transaction
        waiting = writer.append(_opening("00001"))
        given_up = writer.append(_opening("00002"))
        given_up.cancel()
    assert isinstance(waiting.result(20), Appended)
    assert isinstance(writer.append(_opening("00002")).result(20), Appended)
    writer.close()
    engines.dispose()


def test_answers_are_forgotten_by_their_age(tmp_path: Path) -> None:
    engines = open_store(tmp_path, small_tree())
    with engines.write.begin() as connection:
        for key, at in (("old", FRIDAY), ("new", FRIDAY + timedelta(seconds=1))):
            connection.execute(sa.insert(answers).values(key=key, fingerprint="f", docket="d", seq=1, at=at))
        assert forget_answers(connection, FRIDAY + timedelta(seconds=1)) == 1
        assert set(answered(connection, ["old", "new"])) == {"new"}
    engines.dispose()
