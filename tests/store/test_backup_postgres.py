"""A store in PostgreSQL is dumped out of one snapshot beside Temporal's file, and comes back into an empty database."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cli.conftest import Said, Thac
from tests.cli.conftest import thac as thac  # noqa: PLC0414 - the fixture, by its name
from tests.places import Databases, Place
from tests.postgres import Cluster
from tests.store.conftest import lived
from tests.store.test_backup import Home, one_line
from thac.store import tables as t
from thac.store.backup import backup, heads, restore
from thac.store.dump import DUMP
from thac.store.engine import open_engines
from thac.store.manifest import BackupError, read_manifest

pytestmark = pytest.mark.slow


@pytest.fixture
def databases(postgres: Cluster) -> Iterator[Place]:
    made = Databases(postgres)
    yield made
    made.close()


@pytest.fixture
def home(databases: Place, tmp_path: Path) -> Home:
    """An installation whose store, which has lived, is in PostgreSQL."""
    made = Home(tmp_path / "home", databases.copy("lived", lived))
    made.folder.mkdir()
    one_line(made)
    return made


def _content(address: str) -> list[object]:
    engines = open_engines(address)
    with engines.read.connect() as connection:
        both = [sa.select(table).order_by(*table.primary_key) for table in (t.events, t.alerts)]
        rows: list[object] = [connection.execute(query).all() for query in both]
    engines.dispose()
    return rows


def test_a_restored_store_is_the_one_that_was_saved(home: Home, databases: Place, tmp_path: Path) -> None:
    made = backup(home, tmp_path / "saved")
    assert (made.store, made.dockets, made.events) == ("postgresql", 6, 124)
    assert [copied.name for copied in made.files] == ["temporal.db", "thac.dump", "heads.txt"]
    again = databases.empty()
    assert restore(tmp_path / "saved", tmp_path / "again", again) == made == read_manifest(tmp_path / "saved")
    assert _content(again) == _content(home.store_address)
    assert sorted(file.name for file in (tmp_path / "again").iterdir()) == ["temporal.db"]


def test_the_dump_and_the_heads_are_of_one_moment(
    home: Home, tmp_path: Path, databases: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the reading of the heads and the dump somebody deletes every alert and the tail of a docket."""
    before = _content(home.store_address)
    run: Any = subprocess.run

    def late(*arguments: object, **options: object) -> object:
        engines = open_engines(home.store_address)
        with engines.write.begin() as connection:
            connection.execute(sa.delete(t.alerts))
            connection.execute(sa.delete(t.events).where(t.events.c.seq > 2))
        engines.dispose()
        return run(*arguments, **options)

    monkeypatch.setattr("thac.store.dump.subprocess.run", late)
    made = backup(home, tmp_path / "saved")
    monkeypatch.undo()
    again = databases.empty()
    restore(tmp_path / "saved", tmp_path / "again", again)
    assert made.events == 124
    assert _content(again) == before


def test_a_backup_is_a_witness_too(home: Home, tmp_path: Path) -> None:
    backup(home, tmp_path / "saved")
    known = heads(tmp_path / "saved")
    engines = open_engines(home.store_address)
    with engines.read.connect() as connection:
        found = connection.execute(sa.select(t.dockets.c.id, t.dockets.c.head, t.dockets.c.hash))
        assert known == {row.id: (row.head, row.hash) for row in found}
    engines.dispose()


def _refused(code: str, source: Path, home: Path, address: str | None) -> None:
    with pytest.raises(BackupError) as raised:
        restore(source, home, address)
    assert raised.value.code == code
    assert not home.exists()


def test_a_restore_never_writes_over_a_database(home: Home, tmp_path: Path) -> None:
    backup(home, tmp_path / "saved")
    before = _content(home.store_address)
    _refused("restore-store-not-empty", tmp_path / "saved", tmp_path / "again", home.address)
    assert _content(home.store_address) == before


def test_a_backup_comes_back_into_its_own_kind_of_database(home: Home, tmp_path: Path) -> None:
    backup(home, tmp_path / "saved")
    _refused("restore-other-database", tmp_path / "saved", tmp_path / "again", None)


def test_a_dump_that_was_altered_is_refused(home: Home, databases: Place, tmp_path: Path) -> None:
    backup(home, tmp_path / "saved")
    with (tmp_path / "saved" / DUMP).open("r+b") as file:
        file.seek(500)
        file.write(b"\xff\xff")
    _refused("backup-altered", tmp_path / "saved", tmp_path / "again", databases.empty())


def test_a_server_that_is_away_is_said_and_leaves_nothing(home: Home, tmp_path: Path) -> None:
    backup(home, tmp_path / "saved")
    nobody = "postgresql://thac:secret@127.0.0.1:9/thac"
    with pytest.raises(sa.exc.OperationalError):
        restore(tmp_path / "saved", tmp_path / "again", nobody)
    assert not (tmp_path / "again").exists()


def test_without_the_programs_of_postgresql_it_says_what_to_install(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="postgresql-client") as raised:
        backup(home, tmp_path / "saved")
    assert raised.value.code == "backup-tools-missing"
    assert not (tmp_path / "saved").exists()


def test_a_program_that_fails_is_quoted_and_keeps_the_password(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for pg_dump that prints what it was given, as a failing one might."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "pg_dump"
    program.write_text('#!/bin/sh\necho "no room: $*" >&2\nexit 3\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    with pytest.raises(BackupError, match="pg_dump ended with 3: no room") as raised:
        backup(home, tmp_path / "saved")
    assert raised.value.code == "backup-tool-failed"
    password = sa.make_url(home.store_address).password
    assert password
    assert str(password) not in str(raised.value)


def _said(thac: Thac, home: Home, *words: object, **more: str) -> Said:
    return thac(*words, "--home", home.folder, "--json", THAC_STORE_URL=home.store_address, **more)


def test_the_commands_do_it(thac: Thac, home: Home, databases: Place, tmp_path: Path) -> None:
    made = _said(thac, home, "backup", tmp_path / "copy")
    assert (made.code, made.json["dockets"]) == (0, 6)
    back = Home(tmp_path / "back", databases.empty())
    assert _said(thac, back, "restore", tmp_path / "copy").json["events"] == 124
    assert _said(thac, back, "rebuild", "--check").json["equal"]


def test_a_temporal_of_its_own_is_backed_up_first_and_not_by_us(thac: Thac, home: Home, tmp_path: Path) -> None:
    said = _said(thac, home, "backup", tmp_path / "copy", THAC_TEMPORAL_ADDRESS="127.0.0.1:9")
    assert (said.code, said.error["code"]) == (1, "temporal-elsewhere")
