"""What an audit looks at beside the ledgers: a list of checks, each a question to the store that comes to findings.

Whoever keeps a new kind of fact adds a check here, or a record to :mod:`thac.store.chronicle`. A check over much is
answered in portions, so that an audit which is broken off goes on where it was.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import sqlalchemy as sa

from thac.domain.audit import Terms
from thac.domain.audit_watch import AuditKind
from thac.domain.docket import GENESIS, docket_id
from thac.domain.findings import Code, Finding, finding
from thac.store import chronicle
from thac.store import tables as t
from thac.store.access import digest
from thac.store.checking_deliveries import check_bodies, check_deliveries
from thac.store.checking_directory import check_directory
from thac.store.checking_telling import check_told, check_waiting
from thac.store.chronicle import RECORDS, Kind
from thac.store.portions import Check, Portion, at_once

_AT_ONCE: Final = 2_000
_FILES_AT_ONCE: Final = 20


def _stopped(connection: sa.Connection, _: Terms) -> Iterator[Finding]:
    for row in connection.execute(sa.select(t.alarms).order_by(t.alarms.c.docket)):
        yield finding(Code.DOCKET_STOPPED, row.docket, since=row.at, reason=row.reason)


def _launched(connection: sa.Connection, terms: Terms) -> Iterator[Finding]:
    """Every directive that was launched has its first docket."""
    here, root = t.directives.c, sa.literal("cascade/") + t.directives.c.id + "/" + t.directives.c.issuer
    begun = sa.exists().where(t.events.c.docket == root) | sa.exists().where(t.dockets.c.id == root)
    found = sa.select(here.id, here.issuer, here.launched_at).where(here.launched_at.is_not(None), sa.not_(begun))
    for row in connection.execute(found.order_by(here.id)):
        limit = terms.patience.until(row.launched_at, terms.tolerances.hear)
        if limit is not None and limit < terms.now:
            docket = docket_id(row.id, row.issuer)
            yield finding(Code.DOCKET_MISSING, docket, witness="the launched directive", since=row.launched_at)


def _texts(connection: sa.Connection, _: Terms, after: str) -> Portion:
    """Every text still has the digest it is kept under."""
    here = t.texts.c
    rows = connection.execute(sa.select(t.texts).where(here.digest > after).order_by(here.digest).limit(_AT_ONCE)).all()
    found = tuple(finding(Code.TEXT_ALTERED, "", digest=row.digest) for row in rows if digest(row.text) != row.digest)
    return Portion(found, rows[-1].digest if len(rows) == _AT_ONCE else None)


def _contents(connection: sa.Connection, _: Terms, after: str) -> Portion:
    """Every file that was attached is there and still has the digest it is kept under."""
    here, kept = t.attachments.c, t.contents.c
    names = sa.select(here.digest).where(here.digest > after).distinct().order_by(here.digest).limit(_FILES_AT_ONCE)
    digests = connection.execute(names).scalars().all()
    found = []
    for name in digests:
        content = connection.execute(sa.select(kept.content).where(kept.digest == name)).scalar()
        if content is None or hashlib.sha256(content).hexdigest() != name:
            found.append(finding(Code.TEXT_ALTERED, "", digest=name))
    return Portion(tuple(found), digests[-1] if len(digests) == _FILES_AT_ONCE else None)


def _chain(connection: sa.Connection, _: Terms, after: str) -> Portion:
    """The entries of the chronicle count without a gap and hold together; an earlier audit knows no more of them."""
    last = int(after or 0)
    before = next(iter(chronicle.entries(connection, last - 1, 1)), None) if last else None
    previous = GENESIS if before is None else before.hash
    found = [] if after else list(_chronicle_cut(connection))
    page = chronicle.entries(connection, last, _AT_ONCE)
    for entry in page:
        if entry.seq != last + 1:
            found.append(finding(Code.CHRONICLE_BROKEN, "", entry=last + 1, what="it is missing"))
        elif not entry.follows(previous):
            found.append(finding(Code.CHRONICLE_BROKEN, "", entry=entry.seq, what="it does not fit the hash before"))
        last, previous = entry.seq, entry.hash
    return Portion(tuple(found), str(last) if len(page) == _AT_ONCE else None)


def _chronicle_cut(connection: sa.Connection) -> Iterator[Finding]:
    here = t.audits.c
    known = connection.execute(
        sa.select(here.id, here.chronicle, here.chronicle_hash)
        .where(here.ended_at.is_not(None), here.chronicle > 0)
        .order_by(here.ended_at.desc())
        .limit(1)
    ).first()
    if known is None:
        return
    entry = next(iter(chronicle.entries(connection, known.chronicle - 1, 1)), None)
    if entry is None:
        yield finding(Code.CHRONICLE_BROKEN, "", entry=known.chronicle, what=f"the audit {known.id} knew it")
    elif entry.seq == known.chronicle and entry.hash != known.chronicle_hash:
        what = f"the audit {known.id} knew another hash for it"
        yield finding(Code.CHRONICLE_BROKEN, "", entry=known.chronicle, what=what)


def _records(connection: sa.Connection, _: Terms, after: str, *, complete: frozenset[Kind]) -> Portion:
    """Every record is as its last entry says; those of the kinds of ``complete``: and are there at all."""
    here, later = t.chronicle.c, t.chronicle.alias().c
    again = sa.exists().where(later.kind == here.kind, later.subject == here.subject, later.seq > here.seq)
    wanted = sa.select(t.chronicle).where(here.seq > int(after or 0), here.kind != Kind.STANDING.value, sa.not_(again))
    rows = connection.execute(wanted.order_by(here.seq).limit(_AT_ONCE)).all()
    found = []
    for row in rows:
        record = RECORDS[Kind(row.kind)](connection, row.subject)
        if chronicle.digest_of(record) == row.digest or not (record or row.kind in complete):
            continue
        code = Code.RECORD_ALTERED if record else Code.RECORD_MISSING
        found.append(finding(code, "", kind=row.kind, subject=row.subject, entry=row.seq))
    return Portion(tuple(found), str(rows[-1].seq) if len(rows) == _AT_ONCE else None)


def _unrecorded(connection: sa.Connection, _: Terms) -> Iterator[Finding]:
    """No record is there that was not entered."""
    for kind, subject in _SUBJECTS.items():
        entered = sa.exists().where(t.chronicle.c.kind == kind.value, t.chronicle.c.subject == subject)
        for (name,) in connection.execute(sa.select(subject).where(sa.not_(entered)).distinct()):
            yield finding(Code.RECORD_UNKNOWN, "", kind=kind.value, subject=name)


def _joined(*columns: sa.Column[Any]) -> sa.ColumnElement[str]:
    first, second = columns
    return first + sa.literal("/") + sa.cast(second, sa.String)


_SUBJECTS: Final[Mapping[Kind, sa.ColumnElement[str]]] = {
    Kind.DECISION: _joined(t.dispositions.c.key, t.dispositions.c.seq),
    Kind.ACCEPTED: t.accepted_conflicts.c.directive,
    Kind.DOCUMENT: t.documents.c.id,
    Kind.VERSION: _joined(t.document_versions.c.document, t.document_versions.c.version),
    Kind.DIRECTORY: sa.cast(t.directory_journal.c.version, sa.String),
    Kind.LADDER: sa.cast(t.ladders.c.version, sa.String),
    Kind.CALENDAR: sa.cast(t.calendar_journal.c.number, sa.String),
    Kind.ANSWER: _joined(t.alert_answers.c.alert, t.alert_answers.c.seq),
    Kind.CONTACT: t.contacts.c.owner,
    Kind.SEAT: t.seats.c.id,
    Kind.ATTACHMENT: t.attachments.c.id,
    Kind.ORAL_ORDER: t.oral_orders.c.id,
    Kind.PUBLISHED: _joined(t.published.c.directive, t.published.c.seq),
}


def _versions(connection: sa.Connection, _: Terms) -> Iterator[Finding]:
    """A document's versions count from 1 to the one it says is the newest."""
    here, there = t.documents.c, t.document_versions.c
    counted = (
        sa.select(here.id, here.version, sa.func.count(there.version), sa.func.max(there.version))
        .outerjoin(t.document_versions, there.document == here.id)
        .group_by(here.id, here.version)
        .order_by(here.id)
    )
    for document, version, count, newest in connection.execute(counted):
        if not count == newest == version:
            found = connection.execute(sa.select(there.version).where(there.document == document)).scalars()
            told = json.dumps(sorted(found))
            yield finding(Code.VERSION_GAP, "", document=document, version=version, found=told)


def _directory(connection: sa.Connection, _: Terms) -> Iterator[Finding]:
    yield from check_directory(connection)


_DIRECTORY: Final = Check("directory", at_once(_directory))
_TEXTS: Final = Check("texts", _texts, AuditKind.WHOLE)
_CHAIN: Final = Check("chronicle", _chain)
_TOLD: Final = Check("told", check_told)
_DELIVERIES: Final = Check("deliveries", check_deliveries)
_BODIES: Final = Check("digests", check_bodies, AuditKind.WHOLE)
_UNRECORDED: Final = Check("unrecorded", at_once(_unrecorded))
_KINDS: Final = frozenset(Kind)
CHECKS: Final = (
    Check("stopped", at_once(_stopped), AuditKind.QUICK),
    Check("launched", at_once(_launched), AuditKind.QUICK),
    _DIRECTORY,
    _CHAIN,
    Check("records", partial(_records, complete=_KINDS)),
    _UNRECORDED,
    Check("versions", at_once(_versions)),
    _TOLD,
    Check("waiting", at_once(check_waiting), AuditKind.QUICK),
    _DELIVERIES,
    _BODIES,
    _TEXTS,
    Check("contents", _contents, AuditKind.WHOLE),
)
"""Everything that is asked of a store beside its ledgers."""


def of_a_bundle(*, everything: bool, telling: bool) -> tuple[Check, ...]:
    """What can be asked of a store that was made from a bundle: no addresses, accounts, files, oral orders.

    ``everything``: it is not of a part of the store only. ``telling``: it holds what was told, as those that older
    programs made do not.
    """
    checks = list(CHECKS) if everything else [_DIRECTORY, _CHAIN, _UNRECORDED, _TOLD, _DELIVERIES, _BODIES, _TEXTS]
    without = {Kind.CONTACT, Kind.SEAT, Kind.ATTACHMENT, Kind.ORAL_ORDER, Kind.PUBLISHED}
    if not telling:
        without |= {Kind.CALENDAR, Kind.ANSWER, Kind.LADDER}
    records = Check("records", partial(_records, complete=_KINDS - without if everything else frozenset()))
    told = () if telling else (_TOLD, _DELIVERIES, _BODIES)
    return (records, *(check for check in checks if check.name != records.name and check not in told))
