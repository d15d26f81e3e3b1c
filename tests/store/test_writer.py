"""The writing thread outlives what befalls a single request."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, small_tree
from tests.store.appends import opening
from thac.domain.appending import Append, Appended
from thac.domain.docket import GENESIS
from thac.domain.ledger import Entry
from thac.store.access import answered, forget_answers
from thac.store.directory import DirectoryCache
from thac.store.tables import answers
from thac.store.writer import GroupCommit


def test_one_request_that_cannot_be_written_turns_no_neighbour_away(place: Place) -> None:
    engines = open_store(place, small_tree())
    writer = GroupCommit(engines.write, DirectoryCache())
    good = opening("00001")
    bad = Append("cascade/d1/x", 0, GENESIS, (Entry("cascade/d1/x", 1, "not JSON", "0"),), good.view)
    given = [writer.append(one) for one in (bad, good, bad)]
    assert isinstance(given[1].result(10), Appended)
    for answer in (given[0], given[2]):
        with pytest.raises(ValueError, match="not an event"):
            answer.result(10)
    writer.close()
    engines.dispose()


def test_a_request_given_up_before_it_was_written_does_not_stop_the_thread(place: Place) -> None:
    engines = open_store(place, small_tree())
    writer = GroupCommit(engines.write, DirectoryCache())
    with engines.write.begin():  # the writer waits for this transaction
        waiting = writer.append(opening("00001"))
        given_up = writer.append(opening("00002"))
        given_up.cancel()
    assert isinstance(waiting.result(20), Appended)
    assert isinstance(writer.append(opening("00002")).result(20), Appended)
    writer.close()
    engines.dispose()


def test_answers_are_forgotten_by_their_age(place: Place) -> None:
    engines = open_store(place, small_tree())
    with engines.write.begin() as connection:
        for key, at in (("old", FRIDAY), ("new", FRIDAY + timedelta(seconds=1))):
            connection.execute(sa.insert(answers).values(key=key, fingerprint="f", docket="d", seq=1, at=at))
        assert forget_answers(connection, FRIDAY + timedelta(seconds=1)) == 1
        assert set(answered(connection, ["old", "new"])) == {"new"}
    engines.dispose()
