"""What is worked out by a process of its own is what is worked out here, and what fails there fails here."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from api.apart import apart
from api.errors import ProblemError
from api.packed import Packed
from api.reads import Reads
from tests.places import Databases, Place
from tests.postgres import Cluster
from tests.rig import open_store
from tests.samples import small_tree
from thac.domain.agencies import AgencyId
from thac.store import directory
from thac.store.engine import Engines, open_engines

TREE = small_tree()


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    engines = open_store(place, TREE)
    yield engines
    engines.dispose()


def name_and_process(connection: sa.Connection, agency: AgencyId) -> tuple[str, int]:
    return directory.load(connection)[agency].name, os.getpid()


def written(connection: sa.Connection) -> None:
    connection.execute(sa.text("DELETE FROM agencies"))


def test_a_query_is_answered_by_another_process_from_the_same_store(store: Engines) -> None:
    read = Reads(store)
    here, there = read(lambda connection: name_and_process(connection, "19")), read.apart(name_and_process, "19")
    assert there[0] == here[0] == TREE["19"].name
    assert there[1] != here[1]


def test_what_is_raised_there_is_raised_here(store: Engines) -> None:
    """A store that is away is one, whoever reads it, and it cannot be written to there either."""
    with pytest.raises(DBAPIError, match="agencies"):
        Reads(store).apart(written)
    with pytest.raises(ValueError, match="mười"):
        apart(int, "mười")


def test_what_is_printed_there_stands_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    assert apart(print, "đang tính") is None
    assert capfd.readouterr() == ("", "đang tính\n")


def test_it_gives_way_to_whoever_answers_pages() -> None:
    here = os.getpriority(os.PRIO_PROCESS, 0)
    assert apart(os.getpriority, os.PRIO_PROCESS, 0) == min(here + 10, 19)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_one_that_is_killed_is_told_of() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        apart(killed)


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.apart._SECONDS", 0.5)
    with pytest.raises(ProblemError) as refused:
        apart(time.sleep, 60)
    assert refused.value.status == 503


def setting(connection: sa.Connection, name: str) -> str:
    return str(connection.execute(sa.text(f"SHOW {name}")).scalar_one())


@pytest.mark.slow
def test_the_store_is_opened_there_as_its_address_says(postgres: Cluster) -> None:
    databases = Databases(postgres)
    engines = open_engines(f"{databases.empty()}?options=-cstatement_timeout=7s")
    assert Reads(engines).apart(setting, "statement_timeout") == "7s"
    engines.dispose()
    databases.close()


@given(st.integers(0, 350), st.integers(-400, 400) | st.none(), st.integers(-400, 400) | st.none())
def test_a_part_of_what_is_packed_is_that_part(many: int, start: int | None, stop: int | None) -> None:
    records = tuple((number, f"việc {number}") for number in range(many))
    packed = Packed(records)
    assert len(packed) == many
    assert packed[start:stop] == records[start:stop]
    assert packed[::-7] == records[::-7]
    assert tuple(packed) == records
