"""Does a bundle say what was exported, and was what was exported in order? Answered offline, with nothing but the file.

The files are held against the manifest. Then their rows go into a store of their own, in a temporary folder, and the
audit goes through it as through any other, from the moment at which the bundle was made.
"""

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError

from thac.auditing.bundle_format import (
    CALENDARS,
    LADDERS,
    LEDGERS,
    MANIFEST,
    README,
    ROWS,
    TELLING,
    BundleError,
    Manifest,
    manifest_of,
    seal_of,
)
from thac.domain.findings import AuditReport, Code, Finding, finding
from thac.store import chronicle
from thac.store import tables as t
from thac.store.auditing import Examiner, audited, witnesses
from thac.store.checks import of_a_bundle
from thac.store.stored import snapshot

_CHUNK: Final = 1 << 20
_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a bundle may cost to read: a file that says more is refused before it is unpacked."""

    members: int = 200_000
    bytes: int = 8_000_000_000
    manifest: int = 200_000_000
    line: int = 64_000_000
    ratio: int = 400
    """Unpacked bytes for each packed one, in files of some size; JSON of ledgers comes to thirty."""
    small: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a bundle: its seal and manifest, and everything that is wrong with it or in it."""

    seal: str
    manifest: Manifest
    report: AuditReport


_UNPACKING: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
"""What comes of a packed file that was damaged, encrypted, or packed in an unknown way."""


def verify(file: Path, seal: str | None = None, limits: Limits = Limits()) -> Verified:
    """Verify a bundle.

    Parameters
    ----------
    file
        The bundle.
    seal
        The seal that was written down when it was exported, if it was.
    limits
        What it may cost to read.

    Raises
    ------
    BundleError
        It is no bundle, has no manifest that can be read, or is larger than may be read.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_bombs(archive, limits)
            text = _manifest_text(archive, limits)
            manifest = manifest_of(text)
            found = seal_of(text)
            wrong = list(_members(archive, manifest))
            if seal is not None and seal.lower() != found:
                wrong.insert(0, finding(Code.SEAL_DIFFERS, "", found=found, expected=seal))
            report = _Store(archive, manifest, limits).audited()
    except ValueError as error:
        raise _unreadable(file, str(error)) from error
    except _UNPACKING as error:
        raise _unreadable(file, f"{type(error).__name__}: {error}") from error
    return Verified(found, manifest, replace(report, findings=(*wrong, *report.findings)))


def _unreadable(file: Path, why: str) -> BundleError:
    return BundleError(
        "bundle-unreadable",
        f"{file} không phải gói kiểm tra đọc được: cần tệp do `thac audit --export` tạo ra.",
        f"{file} is no bundle that can be read ({why}); name a file that `thac audit --export` made.",
    )


def _refuse_bombs(archive: zipfile.ZipFile, limits: Limits) -> None:
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    steep = any(
        info.file_size > limits.small and info.file_size > limits.ratio * max(info.compress_size, 1) for info in infos
    )
    if len(infos) > limits.members or size > limits.bytes or steep:
        raise BundleError(
            "bundle-too-large",
            f"Gói có {len(infos)} tệp, giải nén thành {size} byte, vượt giới hạn; không đọc.",
            f"The bundle has {len(infos)} files of {size} bytes unpacked, or is packed beyond reason; it is not read.",
        )


def _manifest_text(archive: zipfile.ZipFile, limits: Limits) -> bytes:
    try:
        with archive.open(MANIFEST) as opened:
            text = opened.read(limits.manifest + 1)
    except KeyError as error:
        raise ValueError("it has no manifest") from error
    if len(text) > limits.manifest:
        raise ValueError("its manifest is too large")
    return text


def _members(archive: zipfile.ZipFile, manifest: Manifest) -> Iterator[Finding]:
    """Which files are not as the manifest lists them."""
    listed = {one.name: one for one in manifest.members}
    there: dict[str, int] = {}
    for info in archive.infolist():
        there[info.filename] = there.get(info.filename, 0) + 1
    for name, count in sorted(there.items()):
        if count > 1:
            yield finding(Code.MEMBER_ALTERED, "", member=name, what="it is there more than once")
        if name != MANIFEST and name not in listed:
            yield finding(Code.MEMBER_UNKNOWN, "", member=name)
    for name, member in sorted(listed.items()):
        if name not in there:
            yield finding(Code.MEMBER_MISSING, "", member=name)
        elif (what := _altered(archive, name, member.bytes, member.sha256)) is not None:
            yield finding(Code.MEMBER_ALTERED, "", member=name, what=what)


def _altered(archive: zipfile.ZipFile, name: str, size: int, sha256: str) -> str | None:
    digest, read = hashlib.sha256(), 0
    try:
        with archive.open(name) as opened:
            while read <= size and (chunk := opened.read(_CHUNK)):
                digest.update(chunk)
                read += len(chunk)
    except _UNPACKING as error:
        return f"it cannot be unpacked ({error})"
    if read != size:
        return f"it has {'more than ' if read > size else ''}{min(read, size)} bytes instead of {size}"
    return None if digest.hexdigest() == sha256 else f"its SHA-256 is {digest.hexdigest()}, not {sha256}"


class _Store:
    """A store of its own made from a bundle; what cannot be taken in is told."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest, limits: Limits) -> None:
        self._archive = archive
        self._manifest = manifest
        self._limits = limits
        self._findings: list[Finding] = []

    def audited(self) -> AuditReport:
        """What the audit says of it."""
        with tempfile.TemporaryDirectory(prefix="thac-bundle-") as folder:
            engine = _passing(Path(folder) / "bundle.db")
            try:
                t.metadata.create_all(engine)
                with engine.begin() as connection:
                    self._take_in(connection)
                report = self._judged(engine)
            finally:
                engine.dispose()
        return replace(report, findings=(*self._findings, *report.findings))

    def _judged(self, engine: sa.Engine) -> AuditReport:
        manifest = self._manifest
        telling = any(member.name == TELLING for member in manifest.members)
        checks = of_a_bundle(everything=manifest.selection.everything, telling=telling)
        known = witnesses("the manifest", manifest.heads)
        with snapshot(engine) as connection:
            self._findings += self._chronicle(connection)
            try:
                examiner = Examiner(connection, manifest.made_at, known, read_model=False, published=telling)
                return audited(examiner, checks, frozenset(manifest.elsewhere))
            except (LookupError, SQLAlchemyError, TypeError, ValueError) as error:
                what = f"what it holds cannot be gone through ({error!r})"
                self._findings.append(finding(Code.MEMBER_ALTERED, "", member=ROWS, what=what))
                return AuditReport(manifest.made_at)

    def _chronicle(self, connection: sa.Connection) -> Iterator[Finding]:
        last, known = chronicle.head(connection), self._manifest.chronicle
        if known is not None and (last is None or (last.seq, last.hash) != known):
            what = f"the manifest knows entry {known[0]} as the last one, with another hash"
            yield finding(Code.CHRONICLE_BROKEN, "", entry=0 if last is None else last.seq, what=what)

    def _take_in(self, connection: sa.Connection) -> None:
        names = [info.filename for info in self._archive.infolist()]
        tables = {f"{ROWS}{table.name}.jsonl": table for table in t.metadata.sorted_tables}
        for name in sorted(set(names) - {MANIFEST, README, LADDERS, CALENDARS}):
            if name.startswith(LEDGERS) and name.endswith(".jsonl"):
                docket = "cascade/" + name.removeprefix(LEDGERS).removesuffix(".jsonl")
                self._insert(connection, t.events, name, {"docket": docket})
            elif name in tables:
                self._insert(connection, tables[name], name, {})

    def _insert(self, connection: sa.Connection, table: sa.Table, name: str, more: Mapping[str, Any]) -> None:
        """The rows of a file; a line that is none, or stands twice, is told and the others are taken in."""
        statement = sqlite.insert(table).prefix_with("OR IGNORE")
        before, taken = _count(connection, table), 0
        lines = self._lines(name, table, more)
        while rows := list(islice(lines, _AT_ONCE)):
            taken += len(rows)
            connection.execute(statement, rows)
        if _count(connection, table) != before + taken:
            self._tell(name, "rows stand in it more than once")

    def _lines(self, name: str, table: sa.Table, more: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        number, wrong = 0, list[str]()
        try:
            with self._archive.open(name) as opened:
                while line := opened.readline(self._limits.line + 1):
                    number += 1
                    try:
                        yield _typed(table, {**json.loads(line), **more})
                    except (TypeError, ValueError) as error:
                        wrong.append(f"line {number} is no row ({error})" if not wrong else "")
        except _UNPACKING as error:
            wrong.insert(0, f"it cannot be read after line {number} ({type(error).__name__})")
        if wrong:
            self._tell(name, wrong[0] if len(wrong) == 1 else f"{wrong[0]}, nor are {len(wrong) - 1} more")

    def _tell(self, member: str, what: str) -> None:
        self._findings.append(finding(Code.MEMBER_ALTERED, "", member=member, what=what))


def _passing(file: Path) -> sa.Engine:
    """A database that nobody needs afterwards and that waits for no disk."""
    engine = sa.create_engine(f"sqlite:///{file}")

    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")

    return engine


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _typed(table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its days and moments as such; what an older program did not have yet is empty.

    Raises
    ------
    ValueError
        It has columns that the table has not, lacks one, or a value is none of its column's kind.
    """
    known = {column.name: column for column in table.columns}
    missing = [name for name, column in known.items() if name not in row and not column.nullable]
    if missing or not row.keys() <= known.keys():
        raise ValueError(f"not a row of {table.name}")
    return {name: _value(column, row.get(name)) for name, column in known.items()}


def _value(column: sa.Column[Any], value: object) -> object:
    if value is None:
        return None
    if isinstance(column.type, t.Utc):
        return datetime.fromisoformat(str(value))
    return date.fromisoformat(str(value)) if isinstance(column.type, sa.Date) else value
