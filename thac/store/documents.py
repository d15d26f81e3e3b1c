"""How a document that was read is kept: its lines, what was read, and every version of what was put in its place."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId
from thac.domain.codec import dump
from thac.domain.codec import load as decode
from thac.domain.directives import DirectiveId
from thac.store import chronicle, locks, search
from thac.store import tables as t
from thac.store.chronicle import Kind
from thac.store.directives import DirectiveState
from thac.store.queries.pages import Page, Window, page

DocumentId: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Read:
    """A document as it was read for an agency, by which version of the reader and with which directory.

    ``digest`` is the SHA-256 of the file and ``size`` its bytes; the file itself is not kept. ``lines`` and ``reading``
    are JSON that whoever reads documents understands.
    """

    id: DocumentId
    agency: AgencyId
    digest: str
    reader: int
    name: str | None
    medium: str
    size: int
    lines: str
    reading: str
    directory_version: int
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One version of what holds: the corrections in JSON, and what a list shows of the draft with them."""

    corrections: str
    doc_type: str | None
    number: str | None
    symbol: str | None
    subject: str | None
    tasks: int
    violations: int
    warnings: int
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A document at one of its versions; ``newest`` is the revision of the last one.

    ``directive`` is what it was launched as, with how far that has come; a draft again when the launch was undone.
    """

    read: Read
    revision: int
    version: Version
    newest: int
    directive: DirectiveId | None
    state: DirectiveState | None

    @property
    def launched(self) -> bool:
        """Whether its launch holds, so that it is corrected no more."""
        return _launched(self.state)


@dataclass(frozen=True, slots=True)
class Line:
    """A document as a list shows it."""

    id: DocumentId
    name: str | None
    revision: int
    version: Version
    read_by: Actor
    read_at: datetime
    directive: DirectiveId | None
    state: DirectiveState | None

    @property
    def launched(self) -> bool:
        """Whether its launch holds."""
        return _launched(self.state)


@dataclass(frozen=True, slots=True)
class Made:
    """Who made a version, and when."""

    revision: int
    by: Actor
    at: datetime


def hold(connection: sa.Connection, document: DocumentId) -> None:
    """Let nobody else correct or launch the document until the transaction ends."""
    locks.hold(connection, f"document/{document}")


def keep(connection: sa.Connection, read: Read, version: Version) -> tuple[DocumentId, bool]:
    """Keep a document with its first version, unless the agency has the same file read by the same reader already.

    The id of the one that is kept, and whether it is this one. Two who keep the same at once keep one.
    """
    here = t.documents.c
    kept = connection.execute(
        _insert(connection, t.documents)
        .values(
            id=read.id,
            agency=read.agency,
            digest=read.digest,
            reader=read.reader,
            name=read.name,
            medium=read.medium,
            size=read.size,
            lines=read.lines,
            reading=read.reading,
            directory_version=read.directory_version,
            read_by=_text(read.by),
            read_at=read.at,
            version=1,
        )
        .on_conflict_do_nothing(index_elements=[here.agency, here.digest, here.reader])
        .returning(here.id)
    )
    if kept.first() is None:
        found = same_file(connection, read.agency, read.digest, read.reader)
        if found is None:
            raise LookupError(f"the document that stood in the way of {read.id} is gone")
        return found, False
    chronicle.note(connection, Kind.DOCUMENT, read.id, read.at)
    _write(connection, read.id, 1, version)
    return read.id, True


def same_file(connection: sa.Connection, agency: AgencyId, digest: str, reader: int) -> DocumentId | None:
    """The document that the agency has of that file, read by that reader; None where it has none."""
    here = t.documents.c
    same = (here.agency == agency, here.digest == digest, here.reader == reader)
    found: DocumentId | None = connection.execute(sa.select(here.id).where(*same)).scalar()
    return found


def find(connection: sa.Connection, agency: AgencyId, document: DocumentId, version: int | None = None) -> Kept | None:
    """The agency's document of that id at its newest version or that one; None where it has none."""
    here, there = t.documents.c, t.document_versions.c
    joined = t.documents.join(t.document_versions, there.document == here.id).outerjoin(
        t.directives, t.directives.c.id == here.directive
    )
    wanted = here.version if version is None else sa.literal(version)
    row = connection.execute(
        sa.select(
            here.id,
            here.agency,
            here.digest,
            here.reader,
            here.name,
            here.medium,
            here.size,
            here.lines,
            here.reading,
            here.directory_version,
            here.read_by,
            here.read_at,
            here.version.label("newest"),
            here.directive,
            t.directives.c.state,
            there.version,
            *_shown(),
        )
        .select_from(joined)
        .where(here.id == document, here.agency == agency, there.version == wanted)
    ).first()
    return None if row is None else _kept(row)


def launched_as(connection: sa.Connection, directive: DirectiveId) -> tuple[str, str, str] | None:
    """The lines, the reading and the corrections of the document that was launched as a directive; None without one."""
    here, there = t.documents.c, t.document_versions.c
    row = connection.execute(
        sa.select(here.lines, here.reading, there.corrections)
        .join(t.document_versions, sa.and_(there.document == here.id, there.version == here.version))
        .where(here.directive == directive)
        .limit(1)
    ).first()
    return None if row is None else (row.lines, row.reading, row.corrections)


def correct(connection: sa.Connection, document: DocumentId, revision: int, version: Version) -> None:
    """Write the version of that revision, which follows the newest; the caller holds the document."""
    connection.execute(sa.update(t.documents).where(t.documents.c.id == document).values(version=revision))
    _write(connection, document, revision, version)


def set_launched(connection: sa.Connection, document: DocumentId, directive: DirectiveId) -> None:
    """Note what the document was launched as; the caller holds the document."""
    connection.execute(sa.update(t.documents).where(t.documents.c.id == document).values(directive=directive))
    search.file_document(connection, document)


def history(connection: sa.Connection, document: DocumentId) -> tuple[Made, ...]:
    """Every version of the document, the first one first."""
    there = t.document_versions.c
    rows = connection.execute(
        sa.select(there.version, there.by, there.at).where(there.document == document).order_by(there.version)
    )
    return tuple(Made(row.version, _actor(row.by), row.at) for row in rows)


def listed(connection: sa.Connection, agency: AgencyId, window: Window, *, launched: bool | None = None) -> Page[Line]:
    """The agency's documents at their newest versions, the newest document first; narrowed to those (not) launched."""
    here, there, state = t.documents.c, t.document_versions.c, t.directives.c.state
    where = [here.agency == agency]
    if launched is not None:
        runs = sa.and_(state.is_not(None), state != DirectiveState.DRAFT.value)
        where.append(runs if launched else sa.not_(sa.func.coalesce(runs, sa.false())))
    joined = t.documents.join(
        t.document_versions, sa.and_(there.document == here.id, there.version == here.version)
    ).outerjoin(t.directives, t.directives.c.id == here.directive)
    counted = sa.select(sa.func.count()).select_from(joined).where(*where)
    rows = (
        sa.select(here.id, here.name, here.version, here.read_by, here.read_at, here.directive, state, *_shown())
        .select_from(joined)
        .where(*where)
        .order_by(here.read_at.desc(), here.id)
    )
    return page(connection, counted, rows, window, _line)


def _shown() -> Sequence[sa.ColumnElement[Any]]:
    there = t.document_versions.c
    return (
        there.corrections,
        there.doc_type,
        there.number,
        there.symbol,
        there.subject,
        there.tasks,
        there.violations,
        there.warnings,
        there.by,
        there.at,
    )


def _write(connection: sa.Connection, document: DocumentId, revision: int, version: Version) -> None:
    connection.execute(
        sa.insert(t.document_versions).values(
            document=document,
            version=revision,
            corrections=version.corrections,
            doc_type=version.doc_type,
            number=version.number,
            symbol=version.symbol,
            subject=version.subject,
            tasks=version.tasks,
            violations=version.violations,
            warnings=version.warnings,
            by=_text(version.by),
            at=version.at,
        )
    )
    chronicle.note(connection, Kind.VERSION, f"{document}/{revision}", version.at)
    search.file_document(connection, document)


def _kept(row: Any) -> Kept:
    read = Read(
        row.id,
        row.agency,
        row.digest,
        row.reader,
        row.name,
        row.medium,
        row.size,
        row.lines,
        row.reading,
        row.directory_version,
        _actor(row.read_by),
        row.read_at,
    )
    return Kept(read, row.version, _version(row), row.newest, row.directive, _state(row.state))


def _line(row: Any) -> Line:
    return Line(
        row.id,
        row.name,
        row.version,
        _version(row),
        _actor(row.read_by),
        row.read_at,
        row.directive,
        _state(row.state),
    )


def _version(row: Any) -> Version:
    return Version(
        row.corrections,
        row.doc_type,
        row.number,
        row.symbol,
        row.subject,
        row.tasks,
        row.violations,
        row.warnings,
        _actor(row.by),
        row.at,
    )


def _launched(state: DirectiveState | None) -> bool:
    return state not in {None, DirectiveState.DRAFT}


def _state(state: str | None) -> DirectiveState | None:
    return None if state is None else DirectiveState(state)


def _actor(text: str) -> Actor:
    return decode(Actor, json.loads(text))


def _text(actor: Actor) -> str:
    return json.dumps(dump(Actor, actor), ensure_ascii=False)


def _insert(connection: sa.Connection, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
