"""What a reader finds by words: directives, their tasks and documents, within his scope and with or without marks.

Every word has to be there; the last one may be unfinished. First come those in which the words stand together as they
were typed, marks and all, then together without them, then apart; of each, directives before tasks, the newer first.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from thac.directory import spelling
from thac.domain.agencies import AgencyId
from thac.store import tables as t
from thac.store.directives import DirectiveState
from thac.store.queries.pages import Page, Window
from thac.store.queries.scope import Scope, directives_in
from thac.store.queries.wording import corrected
from thac.store.search import LineKind

MOST_WORDS: Final = 16
"""More words than these are not looked for."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: words without any mark, and as they were typed."""

    plain: tuple[str, ...]
    marked: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.plain)


def words_of(typed: str) -> Words:
    """The words of what somebody typed; "và" is none."""
    marked = spelling.read(typed).words[:MOST_WORDS]
    return Words(tuple(map(spelling.fold, marked)), marked)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, of which kinds; documents that are not launched are those of ``documents_of``, if of any."""

    words: Words
    kinds: frozenset[LineKind] = field(default_factory=lambda: frozenset(LineKind))
    documents_of: AgencyId | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found; ``subject`` is the id of the directive or document, ``task`` the number of a task.

    ``text`` is what the words were found in: a task's words, else the title. ``assignment`` is one that the reader's
    own agency leads by it, if there is one.
    """

    kind: LineKind
    subject: str
    task: int | None
    doc_type: str | None
    number: str | None
    symbol: str | None
    title: str
    text: str
    agency: AgencyId
    agency_name: str
    state: DirectiveState | None
    at: datetime
    assignment: str | None = None


def search(connection: sa.Connection, scope: Scope, wanted: Wanted, window: Window) -> Page[Hit]:
    """What is found, the best first; nothing where no word is looked for."""
    if not wanted.words:
        return Page((), 0, window)
    line = t.search_lines.c
    where = (*_holds(wanted.words), _within(scope, wanted))
    counted = sa.func.count()
    shown = (line.kind, line.subject, line.number, line.agency, line.at, _rank(wanted.words).label("rank"))
    best = (
        sa.select(*shown, counted.over().label("total"))  # who may see what is worked out once for both
        .where(*where)
        .order_by("rank", line.kind, line.at.desc(), line.subject, line.number)
        .limit(window.limit)
        .offset(window.offset)
    )
    found = tuple(connection.execute(best))
    if found or not window.offset:
        total = found[0].total if found else 0
    else:
        total = connection.execute(sa.select(counted).select_from(t.search_lines).where(*where)).scalar_one()
    return Page(_told(connection, scope, found), total, window)


def _holds(words: Words) -> list[sa.ColumnElement[bool]]:
    *whole, last = words.plain
    plain = t.search_lines.c.plain
    conditions = [plain.contains(f" {word} ", autoescape=True) for word in dict.fromkeys(whole)]
    return [*conditions, plain.contains(f" {last}", autoescape=True)]


def _within(scope: Scope, wanted: Wanted) -> sa.ColumnElement[bool]:
    line = t.search_lines.c
    parts: list[sa.ColumnElement[bool]] = []
    if launched := sorted(kind.value for kind in wanted.kinds - {LineKind.DOCUMENT}):
        seen: sa.ColumnElement[bool] = sa.true()
        if not scope.everything:
            seen = line.subject.in_(sa.select(t.directives.c.id).where(directives_in(scope)))
        parts.append(line.kind.in_(launched) & seen)
    if LineKind.DOCUMENT in wanted.kinds and wanted.documents_of is not None:
        parts.append((line.kind == LineKind.DOCUMENT.value) & (line.agency == wanted.documents_of))
    return sa.or_(sa.false(), *parts)


def _rank(words: Words) -> sa.Case[int]:
    plain, marked = " ".join(words.plain), " ".join(words.marked)
    line = t.search_lines.c
    return sa.case(
        (line.marked.contains(f" {marked} ", autoescape=True), 0),
        (line.plain.contains(f" {plain} ", autoescape=True), 1),
        (line.plain.contains(f" {plain}", autoescape=True), 2),
        else_=3,
    )


def _told(connection: sa.Connection, scope: Scope, found: tuple[Any, ...]) -> tuple[Hit, ...]:
    if not found:
        return ()
    directives = _headers(connection, {row.subject for row in found if row.kind != LineKind.DOCUMENT})
    documents = _documents(connection, {row.subject for row in found if row.kind == LineKind.DOCUMENT})
    tasks = _tasks(connection, {(row.subject, row.number) for row in found if row.kind == LineKind.TASK})
    own = _own(connection, scope, set(directives))
    hits = []
    for row in found:
        kind = LineKind(row.kind)
        above = (documents if kind is LineKind.DOCUMENT else directives)[row.subject]
        title = above.subject or ""
        hits.append(
            Hit(
                kind,
                row.subject,
                row.number if kind is LineKind.TASK else None,
                above.doc_type,
                above.number,
                above.symbol,
                title,
                tasks[row.subject, row.number] if kind is LineKind.TASK else title,
                row.agency,
                above.agency_name or row.agency,
                None if kind is LineKind.DOCUMENT else DirectiveState(above.state),
                row.at,
                own.get((row.subject, row.number)),
            )
        )
    return tuple(hits)


def _own(connection: sa.Connection, scope: Scope, directives: set[str]) -> dict[tuple[str, int], str]:
    """The newest assignment that the reader's agency leads, by directive and task; task 0 is any."""
    if not directives:
        return {}
    row = t.assignments.c
    found = connection.execute(
        sa.select(row.directive, row.task, row.id)
        .where(row.lead == scope.agency, row.directive.in_(directives))
        .order_by(row.directive, row.task.desc(), row.assigned_at, row.id)
    )
    own: dict[tuple[str, int], str] = {}
    for one in found:
        own[one.directive, one.task] = own[one.directive, 0] = one.id
    return own


def _headers(connection: sa.Connection, wanted: set[str]) -> dict[str, Any]:
    row = t.directives.c
    shown = (row.id, row.doc_type, row.number, row.symbol, row.subject, row.state)
    return _by_id(
        connection,
        sa.select(*shown, t.agencies.c.name.label("agency_name"))
        .outerjoin(t.agencies, t.agencies.c.id == row.issuer)
        .where(row.id.in_(wanted)),
    )


def _documents(connection: sa.Connection, wanted: set[str]) -> dict[str, Any]:
    here, there = t.documents.c, t.document_versions.c
    shown = (here.id, there.doc_type, there.number, there.symbol, sa.func.coalesce(there.subject, here.name))
    return _by_id(
        connection,
        sa.select(*shown[:-1], shown[-1].label("subject"), t.agencies.c.name.label("agency_name"))
        .join(t.document_versions, (there.document == here.id) & (there.version == here.version))
        .outerjoin(t.agencies, t.agencies.c.id == here.agency)
        .where(here.id.in_(wanted)),
    )


def _tasks(connection: sa.Connection, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
    if not wanted:
        return {}
    row = t.tasks.c
    found = connection.execute(
        sa.select(row.directive, row.number, sa.func.coalesce(corrected(), row.text).label("text")).where(
            sa.tuple_(row.directive, row.number).in_(sorted(wanted))
        )
    )
    return {(one.directive, one.number): one.text for one in found}


def _by_id(connection: sa.Connection, statement: sa.Select[Any]) -> dict[str, Any]:
    return {row.id: row for row in connection.execute(statement)}
