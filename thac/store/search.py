"""What can be searched for: a folded line for each directive, task and document, written when these are.

A line holds the words twice, as they are written and without any mark, so that both ways of typing find it. The plain
words of a national year are six megabytes: reading all of them takes less time than keeping an index of each word in
step would, and is the same on both databases.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from thac.directory import spelling
from thac.store import tables as t
from thac.store.queries.wording import corrected

_File: TypeAlias = Callable[[sa.Connection, Sequence[str]], None]
_AT_ONCE: Final = 200


class LineKind(StrEnum):
    """What a line is about."""

    DIRECTIVE = "directive"
    """A directive, a draft too: its type, number, symbol and subject."""
    TASK = "task"
    """A task of a launched directive: its words, as they were corrected last."""
    DOCUMENT = "document"
    """A document that was read and not launched yet: its type, number, symbol, subject and file."""


def folded(text: str) -> tuple[str, str]:
    """The words of a text as they are looked for: without any mark, and with all of them."""
    marked = " ".join(spelling.read(text).words)
    return spelling.fold(marked), marked


def file_directive(connection: sa.Connection, directive: str) -> None:
    """Write the lines of a directive and its tasks as they stand now; of one that is gone, take them away.

    Whoever writes one of these calls it in the same transaction, afterwards.
    """
    file_directives(connection, [directive])


def file_directives(connection: sa.Connection, directives: Sequence[str]) -> None:
    """Write the lines of so many directives; who changes one of them meanwhile waits."""
    here, task = t.directives.c, t.tasks.c
    found = connection.execute(
        sa.select(here.id, here.issuer, here.created_at, here.doc_type, here.number, here.symbol, here.subject)
        .where(here.id.in_(directives))
        .with_for_update()
    ).all()
    tasks = connection.execute(
        sa.select(task.directive, task.number, task.text, corrected().label("corrected")).where(
            task.directive.in_(directives)
        )
    )
    by_id = {row.id: row for row in found}
    lines = [_line(LineKind.DIRECTIVE, row.id, 0, row.issuer, row.created_at, _heading(row)) for row in found]
    for row in tasks:
        above = by_id[row.directive]
        said = row.corrected or row.text
        lines.append(_line(LineKind.TASK, above.id, row.number, above.issuer, above.created_at, said))
    _replace(connection, (LineKind.DIRECTIVE, LineKind.TASK), directives, lines)


def file_document(connection: sa.Connection, document: str) -> None:
    """Write the line of a document as it stands now; what was launched is found as a directive."""
    file_documents(connection, [document])


def file_documents(connection: sa.Connection, documents: Sequence[str]) -> None:
    """Write the lines of so many documents."""
    here, there = t.documents.c, t.document_versions.c
    found = connection.execute(
        sa.select(
            here.id, here.agency, here.read_at, here.name, there.doc_type, there.number, there.symbol, there.subject
        )
        .join(t.document_versions, (there.document == here.id) & (there.version == here.version))
        .where(here.id.in_(documents), here.directive.is_(None))
    )
    lines = [
        _line(LineKind.DOCUMENT, row.id, 0, row.agency, row.read_at, f"{_heading(row)} {row.name or ''}")
        for row in found
    ]
    _replace(connection, (LineKind.DOCUMENT,), documents, lines)


def file_everything(connection: sa.Connection) -> None:
    """Write every line anew, in the connection's transaction: after a migration."""
    connection.execute(sa.delete(t.search_lines))
    for file, subjects in _portions(connection):
        file(connection, subjects)


def refile(engine: sa.Engine) -> None:
    """Write every line anew in short transactions, while others write; lines of what is gone are taken away."""
    with engine.begin() as connection:
        connection.execute(sa.delete(t.search_lines).where(*_gone()))
        portions = list(_portions(connection))
    for file, subjects in portions:
        with engine.begin() as connection:
            file(connection, subjects)


def _gone() -> tuple[sa.ColumnElement[bool], ...]:
    subject = t.search_lines.c.subject
    return subject.not_in(sa.select(t.directives.c.id)), subject.not_in(sa.select(t.documents.c.id))


def _portions(connection: sa.Connection) -> Iterator[tuple[_File, list[str]]]:
    for file, column in ((file_directives, t.directives.c.id), (file_documents, t.documents.c.id)):
        ids = list(connection.execute(sa.select(column).order_by(column)).scalars())
        yield from ((file, ids[start : start + _AT_ONCE]) for start in range(0, len(ids), _AT_ONCE))


def _heading(row: Any) -> str:
    return " ".join(part for part in (row.doc_type, row.number, row.symbol, row.subject) if part)


def _line(kind: LineKind, subject: str, number: int, agency: str, at: Any, text: str) -> dict[str, Any]:  # noqa: PLR0913, PLR0917 - a row of six columns
    plain, marked = folded(text)
    return {
        "kind": kind.value,
        "subject": subject,
        "number": number,
        "agency": agency,
        "at": at,
        "plain": f" {plain} ",
        "marked": f" {marked} ",
    }


def _replace(
    connection: sa.Connection, kinds: Iterable[LineKind], subjects: Sequence[str], lines: list[dict[str, Any]]
) -> None:
    row = t.search_lines.c
    here = (row.kind.in_([kind.value for kind in kinds]), row.subject.in_(subjects))
    connection.execute(sa.delete(t.search_lines).where(*here))
    if lines:
        connection.execute(sa.insert(t.search_lines), lines)
