"""How a bundle for auditors is written: what the store holds, file by file, with a manifest over all of it.

The same store gives the same bytes, but for the moment stated in the manifest.
"""

import dataclasses
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from thac.auditing.bundle_format import (
    ABOUT,
    CALENDARS,
    LADDERS,
    LEDGERS,
    MANIFEST,
    README,
    ROWS,
    BundleError,
    Manifest,
    Member,
    Selection,
    seal_of,
)
from thac.auditing.telling import telling
from thac.domain import events as ev
from thac.domain.calendar import WorkCalendar, at
from thac.domain.codec import dump
from thac.domain.docket import GENESIS
from thac.domain.ladders import LADDERS as STEPS
from thac.domain.ledger import BrokenChainError, decode
from thac.store import chronicle
from thac.store import tables as t
from thac.store.stored import ByDocket, docket_ids, snapshot

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_AT_ONCE: Final = 500
_WHOLE: Final = (
    *(t.directory_journal, t.directory_changes, t.agencies, t.posts, t.services, t.chronicle),
    *(t.calendar_journal, t.calendar_changes, t.ladders, t.looks),
)
"""Tables that every bundle holds as they are."""
OF_DOCKETS: Final = (t.alerts, t.answers, t.alarms)
"""Tables of which a bundle holds the rows of its dockets."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle that was written: its seal, to be written down elsewhere, and how much it holds."""

    seal: str
    manifest: Manifest


def export(engine: sa.Engine, file: Path, selection: Selection, now: datetime) -> Exported:
    """Write a bundle of what was selected; the file appears when it is complete.

    Raises
    ------
    BundleError
        The file exists, or nothing was selected.
    """
    if file.exists():
        raise BundleError("bundle-exists", f"Tệp {file} đã có; hãy chọn tên khác.", f"{file} exists; name another.")
    part = file.with_name(f".{file.name}.part")
    try:
        with snapshot(engine) as connection, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            exported = _Export(connection, archive, selection, now).go()
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return exported


@dataclass(slots=True)
class _Seen:
    """What was come across in the ledgers."""

    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    digests: set[str] = field(default_factory=set)
    ladders: set[int] = field(default_factory=set)
    calendars: dict[str, Any] = field(default_factory=dict)
    events: int = 0
    alerts: int = 0


class _Export:
    """One export from one snapshot."""

    def __init__(
        self, connection: sa.Connection, archive: zipfile.ZipFile, selection: Selection, now: datetime
    ) -> None:
        self._connection = connection
        self._archive = archive
        self._selection = selection
        self._now = now
        self._members: list[Member] = []
        self._seen = _Seen()

    def go(self) -> Exported:
        dockets = _selected(self._connection, self._selection)
        if not dockets and not self._selection.everything:
            raise BundleError(
                "bundle-empty", "Không có hồ sơ nào được chọn; hãy xem lại điều kiện.", "No docket was selected."
            )
        directives = sorted({docket.split("/")[1] for docket in dockets})
        self._write(README, [ABOUT.encode()])
        self._ledgers(dockets)
        for table in OF_DOCKETS:
            self._rows(table, self._of_dockets(table, dockets))
        self._directives(directives)
        for table, told in telling(self._connection, None if self._selection.everything else dockets):
            self._rows(table, told)
        for table in _WHOLE:
            self._rows(table, _ordered(self._connection, table))
        self._rows(t.texts, self._texts())
        steps = {str(number): _plain(STEPS[number]) for number in sorted(self._seen.ladders) if number in STEPS}
        self._write(LADDERS, [_json(steps, indent=1)])
        self._write(CALENDARS, [_json(self._seen.calendars, indent=1)])
        return self._seal(dockets, directives)

    def _seal(self, dockets: Sequence[str], directives: Sequence[str]) -> Exported:
        last, seen = chronicle.head(self._connection), self._seen
        everything = self._selection.everything
        manifest = Manifest(
            made_at=self._now,
            thac=version("thac"),
            selection=self._selection,
            dockets=len(dockets),
            events=seen.events,
            alerts=seen.alerts,
            heads=seen.heads,
            elsewhere=() if everything else _kin_elsewhere(self._connection, dockets, directives),
            chronicle=None if last is None else (last.seq, last.hash),
            members=tuple(sorted(self._members, key=lambda one: one.name)),
        )
        text = manifest.text()
        self._archive.writestr(_info(MANIFEST), text, zipfile.ZIP_DEFLATED)
        return Exported(seal_of(text), manifest)

    def _ledgers(self, dockets: Sequence[str]) -> None:
        for some in _parts(dockets):
            events = ByDocket(self._connection, t.events.c.docket, *t.events.columns, only=some)
            for docket in sorted(some):
                rows = events.take(docket)
                self._write(LEDGERS + docket.partition("/")[2] + ".jsonl", map(_line, map(_event, rows)))
                self._note(docket, rows)

    def _note(self, docket: str, rows: Sequence[Mapping[str, Any]]) -> None:
        seen = self._seen
        seen.events += len(rows)
        seen.heads[docket] = (rows[-1]["seq"], rows[-1]["hash"]) if rows else (0, GENESIS)
        for row in rows:
            seen.digests.update(_DIGEST.findall(row["body"]))
        with suppress(BrokenChainError, IndexError):
            opened = decode(rows[0]["body"]).event
            if isinstance(opened, ev.Opened):
                seen.ladders.add(opened.plan.ladder)
                calendar = dump(WorkCalendar, opened.plan.calendar)
                seen.calendars[hashlib.sha256(_json(calendar)).hexdigest()[:16]] = calendar

    def _of_dockets(self, table: sa.Table, dockets: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        for some in _parts(dockets):
            of_table = ByDocket(self._connection, table.c.docket, *table.columns, only=some)
            for docket in sorted(some):
                for row in of_table.take(docket):
                    self._seen.alerts += table is t.alerts
                    yield row

    def _directives(self, directives: Sequence[str]) -> None:
        """The directives as they were launched, and what is kept of them beside the ledgers."""
        connection, everything = self._connection, self._selection.everything
        self._rows(t.directives, _of(connection, t.directives, t.directives.c.id, directives))
        self._rows(t.tasks, _of(connection, t.tasks, t.tasks.c.directive, directives))
        documents = (
            _ordered(connection, t.documents)
            if everything
            else _of(connection, t.documents, t.documents.c.directive, directives)
        )
        kept = list(documents)
        self._rows(t.documents, kept)
        names = [str(row["id"]) for row in kept]
        self._rows(t.document_versions, _of(connection, t.document_versions, t.document_versions.c.document, names))
        accepted = t.accepted_conflicts
        self._rows(
            accepted,
            _ordered(connection, accepted)
            if everything
            else _of(connection, accepted, accepted.c.directive, directives),
        )
        decided = _ordered(connection, t.dispositions)
        self._rows(t.dispositions, (row for row in decided if everything or _concerns(row, directives)))

    def _texts(self) -> Iterator[Mapping[str, Any]]:
        if not self._selection.everything:
            yield from _of(self._connection, t.texts, t.texts.c.digest, sorted(self._seen.digests))
            return
        every = sa.select(t.texts).order_by(t.texts.c.digest).execution_options(yield_per=_AT_ONCE)
        for row in self._connection.execute(every).mappings():
            yield {str(name): value for name, value in row.items()}

    def _rows(self, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
        self._write(f"{ROWS}{table.name}.jsonl", map(_line, rows))

    def _write(self, name: str, pieces: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self._archive.open(_info(name), "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        self._members.append(Member(name, size, digest.hexdigest()))


def _info(name: str) -> zipfile.ZipInfo:
    """A file of always the same time and rights, so that the same content makes the same bytes."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def _selected(connection: sa.Connection, selection: Selection) -> list[str]:
    """The dockets that were selected, in the order of the bytes of their ids."""
    named = set(docket_ids(connection, t.events.c.docket, t.dockets.c.id, t.alerts.c.docket))
    line = t.dockets.c
    if selection.directive is not None:
        family = _family(connection, [selection.directive])
        named = {docket for docket in named if docket.split("/")[1] in family}
    if selection.agency is not None:
        path = connection.execute(sa.select(t.agencies.c.path).where(t.agencies.c.id == selection.agency)).scalar()
        if path is None:
            return []
        below = sa.select(t.agencies.c.id).where(t.agencies.c.path.startswith(path, autoescape=True))
        named &= set(connection.execute(sa.select(line.id).where(line.agency.in_(below))).scalars())
    if selection.since is not None:
        since = at(selection.since, time())
        named &= set(
            connection.execute(sa.select(t.events.c.docket).where(t.events.c.at >= since).distinct()).scalars()
        )
    return sorted(named)


def _family(connection: sa.Connection, directives: Sequence[str]) -> set[str]:
    """Those directives with the ones that their plans hang under, and the plans that hang under them."""
    pairs = connection.execute(
        sa.select(t.directives.c.id, t.directives.c.parent).where(t.directives.c.parent.is_not(None))
    ).all()
    family, size = set(directives), 0
    while len(family) > size:
        size = len(family)
        for child, parent in pairs:
            if child in family or parent in family:
                family |= {child, parent}
    return family


def _kin_elsewhere(connection: sa.Connection, dockets: Sequence[str], directives: Sequence[str]) -> tuple[str, ...]:
    family, here, found = sorted(_family(connection, directives)), set(dockets), set()
    for some in _parts(family):
        rows = connection.execute(sa.select(t.dockets.c.id).where(t.dockets.c.directive.in_(some)))
        found |= set(rows.scalars()) - here
    return tuple(sorted(found))


def _of(
    connection: sa.Connection, table: sa.Table, column: sa.Column[Any], names: Sequence[str]
) -> Iterator[Mapping[str, Any]]:
    for some in _parts(names):
        yield from _sorted(connection.execute(sa.select(table).where(column.in_(some))).mappings(), table)


def _ordered(connection: sa.Connection, table: sa.Table) -> Iterator[Mapping[str, Any]]:
    yield from _sorted(connection.execute(sa.select(table)).mappings(), table)


def _sorted(rows: Iterable[sa.RowMapping], table: sa.Table) -> list[dict[str, Any]]:
    """By the key and by bytes, whatever order the database would give them."""
    keys = [column.name for column in table.primary_key]
    return sorted(({str(k): v for k, v in row.items()} for row in rows), key=lambda row: [row[name] for name in keys])


def _concerns(row: Mapping[str, Any], directives: Sequence[str]) -> bool:
    return any(str(subject).split(" ")[0] in directives for subject in json.loads(row["subjects"]))


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "docket"}


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))


def _line(row: Mapping[str, Any]) -> bytes:
    return _json(dict(row)) + b"\n"


def _json(value: Any, indent: int | None = None) -> bytes:
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=separators, indent=indent, default=_moment)
    return text.encode()


def _moment(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a bundle")


def _plain(value: Any) -> Any:
    """A ladder as data, whatever it is made of."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if isinstance(value, int | float | str | None) else str(value)
