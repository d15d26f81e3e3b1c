"""A backup taken while everything runs holds all that was confirmed, and an installation goes on from it."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Self

import pytest
import sqlalchemy as sa
from temporalio.service import RPCError

from tests.places import Place
from tests.rig import MemoryPlanner, Rig, parcel, until, worker
from tests.samples import directive, small_tree, to_communes
from tests.store.conftest import lived
from tests.store.faults import Body, find, forge
from thac.domain.agencies import AgencyTree, Role
from thac.domain.commands import Accept, Command, Progress, Submit, Take
from thac.domain.directives import Within
from thac.domain.findings import Code
from thac.embedded import DevServer, TemporalPlan
from thac.store import backup as backups
from thac.store import directory, ledger, tables
from thac.store.auditing import audit
from thac.store.backup import backup, heads, restore
from thac.store.engine import open_engines
from thac.store.manifest import BackupError, read_manifest
from thac.store.migrate import known_revisions, upgrade
from thac.store.rebuild import rebuild
from thac.temporal import connect

pytestmark = pytest.mark.slow

LATER = datetime.now(UTC).date() + timedelta(days=60)


@dataclass(frozen=True)
class Home:
    """A data folder as the settings name it; without an address its store is a file in it."""

    folder: Path
    address: str | None = None

    @property
    def store_address(self) -> str:
        return self.address or f"sqlite:///{self.store_file}"

    @property
    def store_file(self) -> Path:
        return self.folder / "thac.db"

    @property
    def temporal_file(self) -> Path:
        return self.folder / "temporal.db"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of the store that has lived, with a Temporal file of one line."""
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    lived(home.store_address)
    one_line(home)
    backup(home, tmp_path / "saved")
    return tmp_path / "saved"


def one_line(home: Home) -> None:
    """Make the file of an embedded Temporal server."""
    with closing(sqlite3.connect(home.temporal_file)) as connection:
        connection.execute("CREATE TABLE executions (id)")


def test_the_manifest_says_what_is_in_it(saved: Path) -> None:
    manifest = read_manifest(saved)
    assert (manifest.dockets, manifest.events, manifest.revision) == (6, 124, known_revisions()[0])
    assert [copied.name for copied in manifest.files] == ["temporal.db", "thac.db"]
    assert manifest.thac == "0.1.0"
    assert sorted(file.name for file in saved.iterdir()) == ["manifest.json", "temporal.db", "thac.db"]


def test_a_restored_store_is_the_one_that_was_saved(saved: Path, tmp_path: Path, now: datetime) -> None:
    manifest = restore(saved, tmp_path / "again")
    assert manifest == read_manifest(saved)
    engines = open_engines(f"sqlite:///{tmp_path / 'again' / 'thac.db'}")
    report = audit(engines.read, now)
    engines.dispose()
    assert (report.clean, report.dockets, report.events) == (True, 6, 124)


def test_a_backup_is_a_witness_against_a_ledger_written_anew(saved: Path, tmp_path: Path, now: datetime) -> None:
    """A tail cut with all that points to it, which nothing inside the store can tell from never having been."""
    engines = open_engines(f"sqlite:///{tmp_path / 'home' / 'thac.db'}")
    assert audit(engines.read, now, anchors=heads(saved)).clean
    forge(engines, "cascade/d1/00001", lambda events: events[:2])
    forge(engines, "cascade/d1/00002", lambda events: [{**one, "at": "2026-11-20T02:00:01Z"} for one in events[:1]])
    found = {(one.docket, one.code) for one in audit(engines.read, now, anchors=heads(saved))}
    engines.dispose()
    assert {("cascade/d1/00001", Code.TAIL_CUT), ("cascade/d1/00002", Code.TAIL_CUT)} <= found


def test_a_backup_is_a_witness_for_the_very_event(saved: Path, tmp_path: Path, now: datetime) -> None:
    """A note's percentage was changed and everything after it hashed anew: the rules allow it, the backup does not."""
    engines = open_engines(f"sqlite:///{tmp_path / 'home' / 'thac.db'}")

    def more(events: list[Body]) -> list[Body]:
        events[find(events, "progressed", percent=98)]["event"]["percent"] = 97
        return events

    forge(engines, "cascade/d1/00001", more)
    rebuild(engines.write)
    assert audit(engines.read, now).clean
    (one,) = audit(engines.read, now, anchors=heads(saved))
    engines.dispose()
    assert (one.code, one.docket, one.seq) == (Code.EVENT_ALTERED, "cascade/d1/00001", 26)


def test_a_restore_into_an_empty_folder_that_exists(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    restore(saved, tmp_path / "again")
    assert (tmp_path / "again" / "thac.db").exists()


def _refused(code: str, saved: Path, home: Path) -> None:
    with pytest.raises(BackupError) as raised:
        restore(saved, home)
    assert raised.value.code == code


def test_a_restore_never_writes_over_data(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "notes.txt").write_text("mine")
    _refused("restore-home-not-empty", saved, tmp_path / "again")
    assert [file.name for file in (tmp_path / "again").iterdir()] == ["notes.txt"]


def test_a_backup_that_was_altered_is_refused(saved: Path, tmp_path: Path) -> None:
    with (saved / "thac.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff")
    _refused("backup-altered", saved, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_backup_that_lacks_a_file_is_refused(saved: Path, tmp_path: Path) -> None:
    (saved / "temporal.db").unlink()
    _refused("backup-incomplete", saved, tmp_path / "again")


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    _refused("backup-unreadable", tmp_path, tmp_path / "again")


@pytest.mark.parametrize("change", [{"revision": "9999"}, {"format": 3}])
def test_a_backup_of_a_newer_program_is_refused(saved: Path, tmp_path: Path, change: dict[str, object]) -> None:
    manifest = json.loads((saved / "manifest.json").read_text())
    (saved / "manifest.json").write_text(json.dumps(manifest | change))
    _refused("backup-too-new", saved, tmp_path / "again")


def test_a_backup_never_writes_over_another(saved: Path) -> None:
    with pytest.raises(BackupError) as raised:
        backup(Home(saved.with_name("home")), saved)
    assert raised.value.code == "backup-destination-not-empty"


def test_a_backup_of_nothing_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BackupError) as raised:
        backup(Home(tmp_path / "none"), tmp_path / "saved")
    assert raised.value.code == "backup-source-missing"
    assert list(tmp_path.iterdir()) == []


@asynccontextmanager
async def _installation(home: Home, tree: AgencyTree, planner: MemoryPlanner) -> AsyncIterator[Rig]:
    """Server, store and worker on a data folder, as they are there."""
    with DevServer(TemporalPlan(home.temporal_file, home.folder.with_name("temporal.log"))) as server:
        engines = open_engines(home.store_address)
        upgrade(engines.write)
        with engines.write.begin() as connection:
            if directory.version(connection) == 0:
                directory.install(connection, tree, "test", datetime.now(UTC))
        try:
            client = await connect(server.address)
            async with worker(client, engines, planner):
                yield Rig(client, engines, planner)
        finally:
            engines.dispose()


class _Load:
    """Units that go on working until they are told to stop, and what was confirmed to them."""

    def __init__(self, running: Rig, name: str, communes: int) -> None:
        self.running = running
        self.name = name
        self.issuers = [f"{number:05}" for number in range(1, communes + 1)]
        self.confirmed: dict[str, str] = {}
        """Request key to docket."""
        self._on = True

    async def act(self, issuer: str, command: Command, lead: str) -> None:
        one = parcel(lead, Role.UNIT, command)
        (answer,) = await self.running.send(self.name, issuer, one)
        assert answer.refusal is None, answer
        self.confirmed[one.key] = f"cascade/{self.name}/{issuer}"

    async def work(self, issuer: str) -> None:
        for unit in (f"{issuer}-U1", f"{issuer}-U2"):
            await self.act(issuer, Accept(f"1:{unit}"), unit)
        for unit in cycle((f"{issuer}-U1", f"{issuer}-U2")):
            if not self._on:
                return
            await self.act(issuer, Progress(f"1:{unit}", 10), unit)

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self.work(issuer)) for issuer in self.issuers]
        await until(lambda: len(self.confirmed) >= 5 * len(self.issuers))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._on = False
        await asyncio.gather(*self._tasks)


def _answered(running: Rig) -> set[str]:
    with running.engines.read.connect() as connection:
        return set(connection.execute(sa.select(tables.answers.c.key)).scalars())


async def _heads(running: Rig, name: str, agencies: list[str]) -> dict[str, int]:
    dockets = {one: await running.state(name, one) for one in agencies}
    return {docket.id: docket.head for docket in dockets.values()}


@pytest.mark.slow
async def test_an_installation_is_lost_and_goes_on_from_its_backup(place: Place, tmp_path: Path) -> None:
    """Backed up under load, its folder deleted, restored: every command confirmed before is there and work goes on."""
    in_files = place.name == "sqlite"
    home, tree = Home(tmp_path / "home", None if in_files else place.empty()), small_tree(6, 2)
    home.folder.mkdir()
    planner = MemoryPlanner(tree)
    async with _installation(home, tree, planner) as running:
        await running.launch(directive(to_communes(1, LATER), id_="lost"))
        await until(lambda: running.count(tables.dockets) == 7)
        async with _Load(running, "lost", 6) as load:
            before = set(load.confirmed)
            manifest = await asyncio.to_thread(backup, home, tmp_path / "saved")
            await until(lambda: len(load.confirmed) > len(before) + 20)
    shutil.rmtree(home.folder)
    home = replace(home, address=None if in_files else place.empty())
    assert restore(tmp_path / "saved", home.folder, home.address) == manifest

    async with _installation(home, tree, planner) as running:
        assert before <= _answered(running)
        load = _Load(running, "lost", 6)
        for issuer in load.issuers:
            unit = f"{issuer}-U1"
            await load.act(issuer, Progress(f"1:{unit}", 90), unit)
            await load.act(issuer, Submit(f"1:{unit}"), unit)
        heads = await _heads(running, "lost", load.issuers)
        report = audit(running.engines.read, datetime.now(UTC), heads)
        assert report.clean, report.findings
        with running.engines.read.connect() as connection:
            for docket, head in heads.items():
                assert [entry.seq for entry in ledger.read(connection, docket)] == list(range(1, head + 1))


@pytest.mark.slow
async def test_what_happened_between_the_two_copies_is_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command and a launch that only the store has seen: the dockets learn of both from the ledger."""
    home, tree = Home(tmp_path / "home"), small_tree(2, 2)
    home.folder.mkdir()
    planner = MemoryPlanner(tree)
    late = directive(to_communes(1, LATER, Within.ROUTED), id_="late")
    async with _installation(home, tree, planner) as running:
        await running.launch(directive(to_communes(1, LATER), id_="early"))
        await until(lambda: running.count(tables.dockets) == 3)
        load = _Load(running, "early", 2)
        await load.act("00001", Accept("1:00001-U2"), "00001-U2")
        loop = asyncio.get_running_loop()
        copy = backups._copy

        async def between() -> None:
            await load.act("00001", Accept("1:00001-U1"), "00001-U1")
            await running.launch(late)
            await until(lambda: running.count(tables.dockets) == 6)

        def copy_and_wait(source: Path, target: Path) -> None:
            copy(source, target)
            if source == home.temporal_file:
                asyncio.run_coroutine_threadsafe(between(), loop).result(30)

        monkeypatch.setattr(backups, "_copy", copy_and_wait)
        await asyncio.to_thread(backup, home, tmp_path / "saved")
    shutil.rmtree(home.folder)
    restore(tmp_path / "saved", home.folder)

    async with _installation(home, tree, planner) as running:
        load = _Load(running, "early", 2)
        await load.act("00001", Take("1:00001-U1", "Nguyễn Văn A"), "00001-U1")
        await running.launch(late)
        late_load = _Load(running, "late", 2)
        await until(lambda: _lives(running, "00001"))
        await late_load.act("00001", Accept("1:00001-U1"), "00001-U1")
        report = audit(running.engines.read, datetime.now(UTC))
        assert report.clean, report.findings
        assert report.dockets == 6


async def _lives(running: Rig, agency: str) -> bool:
    """Whether the docket of the late launch is there and knows its ledger."""
    try:
        return (await running.state("late", agency)).head > 0
    except RPCError:
        return False
