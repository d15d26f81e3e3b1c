"""What does a backup say of itself? Its manifest: what was copied, when, by which programs, and a seal over it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

MANIFEST: Final = "manifest.json"
FORMAT: Final = 2
"""1 had stores in SQLite only and does not name the database."""
SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"

_CHUNK: Final = 1 << 20


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
class Held:
    """What the copied store holds: its revision, its number of events, and the last event of each docket."""

    revision: str
    events: int
    heads: Mapping[str, tuple[int, str]]
    postgresql: str | None = None
    """The version of the server; None for SQLite."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, written beside it as ``manifest.json``.

    ``heads`` is SHA-256 over the id, last number and last hash of every docket, in order of the ids. Written down in
    another place, it vouches for the backup, as the backup does for what was in the store when it was made.
    ``store`` is the database the store was in; it is restored into one of the same kind.
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
    store: str = SQLITE
    postgresql: str | None = None
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Put it beside what it describes."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2, default=str) + "\n", encoding="utf-8")


def read_manifest(source: Path) -> Manifest:
    """What a backup says of itself.

    Raises
    ------
    BackupError
        There is none, or it is of a format this program does not know.
    """
    try:
        fields: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        if not 1 <= fields["format"] <= FORMAT:
            raise BackupError("backup-too-new", f"{source}: format {fields['format']}, this program knows {FORMAT}")
        fields["files"] = tuple(Copied(**copied) for copied in fields["files"])
        fields["made_at"] = datetime.fromisoformat(fields["made_at"])
        return Manifest(**fields)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BackupError("backup-unreadable", f"{source} is no backup: {error}") from error


def verify(source: Path, manifest: Manifest) -> None:
    """Hold every file against its sum.

    Raises
    ------
    BackupError
        One is missing or is not what was copied.
    """
    for copied in manifest.files:
        if not (source / copied.name).is_file():
            raise BackupError("backup-incomplete", f"{source / copied.name} is missing from the backup")
        if (found := measured(source / copied.name)) != copied:
            raise BackupError(
                "backup-altered",
                f"{source / copied.name} is not what was backed up: SHA-256 {found.sha256}, not {copied.sha256}",
            )


def measured(file: Path) -> Copied:
    """The size and the sum of a file."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        for chunk in _chunks(opened.read):
            digest.update(chunk)
    return Copied(file.name, file.stat().st_size, digest.hexdigest())


def listed(heads: Mapping[str, tuple[int, str]]) -> str:
    """One line for each docket, in order of the ids: what the seal is over."""
    return "".join(f"{docket} {seq} {digest}\n" for docket, (seq, digest) in sorted(heads.items()))


def seal(heads: Mapping[str, tuple[int, str]]) -> str:
    """The seal of a backup in which the dockets end so."""
    return hashlib.sha256(listed(heads).encode()).hexdigest()


def _chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(_CHUNK):
        yield chunk
