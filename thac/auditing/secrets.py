"""Does anything that is kept bear a mark of secrecy? The door turns such papers away; here is what came past it.

The ninth rule: a document marked secret leaves nothing behind (Law 117/2025/QH15). What is told is where it is kept,
and nothing of what it says.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import sqlalchemy as sa

from thac.domain.audit import Terms
from thac.domain.audit_watch import AuditKind
from thac.domain.findings import Code, Finding, finding
from thac.intake.door import refuse_secret, refuse_secret_name
from thac.intake.record import transcript_of
from thac.intake.refusals import FileRefusedError
from thac.intake.transcript import Line, Medium, Transcript
from thac.store import tables as t
from thac.store.checks import CHECKS
from thac.store.portions import Check, Portion

_AT_ONCE: Final = 500


def is_marked(text: str) -> bool:
    """Whether a text that people wrote bears a mark of secrecy, as the door judges a paper."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.splitlines(), 1))
    return _refused(lambda: refuse_secret(Transcript(Medium.TEXT, lines)))


def _refused(door: Callable[[], None]) -> bool:
    try:
        door()
    except FileRefusedError:
        return True
    return False


def _texts(connection: sa.Connection, _: Terms, after: str) -> Portion:
    here = t.texts.c
    rows = connection.execute(sa.select(t.texts).where(here.digest > after).order_by(here.digest).limit(_AT_ONCE)).all()
    found = [_kept(f"texts {row.digest}") for row in rows if is_marked(row.text)]
    return _portion(found, [row.digest for row in rows])


def _directives(connection: sa.Connection, _: Terms, after: str) -> Portion:
    here = t.directives.c
    wanted = sa.select(here.id, here.subject, here.symbol).where(here.id > after).order_by(here.id).limit(_AT_ONCE)
    rows = connection.execute(wanted).all()
    tasks: dict[str, list[str]] = {}
    for row in connection.execute(sa.select(t.tasks).where(t.tasks.c.directive.in_([one.id for one in rows]))):
        tasks.setdefault(row.directive, []).append(row.text)
    found = [
        _kept(f"directives {row.id}")
        for row in rows
        if any(map(is_marked, (row.subject, row.symbol or "", *tasks.get(row.id, ()))))
    ]
    return _portion(found, [row.id for row in rows])


def _documents(connection: sa.Connection, _: Terms, after: str) -> Portion:
    here = t.documents.c
    wanted = sa.select(here.id, here.name, here.lines).where(here.id > after).order_by(here.id).limit(_AT_ONCE // 10)
    rows = connection.execute(wanted).all()
    found = [_kept(f"documents {row.id}") for row in rows if _marked_document(row.name, row.lines)]
    return _portion(found, [row.id for row in rows], _AT_ONCE // 10)


def _marked_document(name: str | None, lines: str) -> bool:
    return _refused(lambda: refuse_secret_name(name)) or _refused(lambda: refuse_secret(transcript_of(lines)))


def _kept(where: str) -> Finding:
    return finding(Code.SECRET_KEPT, "", where=where)


def _portion(found: Sequence[Finding], names: Sequence[str], full: int = _AT_ONCE) -> Portion:
    return Portion(tuple(found), names[-1] if len(names) == full else None)


def _secrets() -> Iterator[Check]:
    for name, portion in (("texts", _texts), ("directives", _directives), ("documents", _documents)):
        yield Check(f"secrets in {name}", portion, AuditKind.WHOLE)


SECRETS: Final = tuple(_secrets())
EVERY_CHECK: Final = (*CHECKS, *SECRETS)
"""Everything that is asked of a store beside its ledgers, the marks of secrecy included."""
