"""What is worked out by a process of its own is what is worked out here, and a failure there is one here."""

import os
import subprocess
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from api.apart import apart
from api.packed import Packed
from api.reads import Reads
from tests.places import Place
from tests.rig import open_store
from tests.samples import small_tree
from thac.domain.agencies import AgencyId
from thac.store import directory
from thac.store.engine import Engines

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


def test_it_cannot_write_there_either(store: Engines, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        Reads(store).apart(written)
    assert "agencies" in capfd.readouterr().err
    assert Reads(store)(directory.load) is not None


def test_why_it_failed_stands_in_the_log_of_whoever_asked(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        apart(int, "mười")
    assert "ValueError: invalid literal for int() with base 10: 'mười'" in capfd.readouterr().err


@given(st.integers(0, 350), st.integers(-400, 400) | st.none(), st.integers(-400, 400) | st.none())
def test_a_part_of_what_is_packed_is_that_part(many: int, start: int | None, stop: int | None) -> None:
    records = tuple((number, f"việc {number}") for number in range(many))
    packed = Packed(records)
    assert len(packed) == many
    assert packed[start:stop] == records[start:stop]
    assert packed[::-7] == records[::-7]
    assert tuple(packed) == records
