"""What was written once and must stay: a chain over records that are in no docket's ledger.

Decisions about overlaps, conflicts over which a directive was launched, documents as they were read with every version
of their corrections, the versions of the directory, the ladders published here, the editions of the calendars, what
readers answered to alerts, how they want to be reached, who may act for whom, what was attached to results, oral orders
and what is shown to everybody are rows of tables of their own.
Each, when it is written, gets an entry here in the same transaction: what it is and the digest of its rows. The entries
count without a gap and each hashes the one before, so that a record which was changed, taken away or added by hand does
not agree any more. Digests and no contents: whoever is handed the chronicle to verify it reads nothing of others' work
in it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from thac.domain.docket import GENESIS
from thac.domain.ledger import link
from thac.store import locks
from thac.store import tables as t

LOCK: Final = "chronicle"
"""Taken last in a transaction, after every lock by which its records are guarded."""
Row: TypeAlias = Mapping[str, Any]


class Kind(StrEnum):
    """Which record an entry is about; its subject is named as said here."""

    DECISION = "decision"
    """What became of an overlap: the finding's key and the number of the decision, ``KEY/2``."""
    ACCEPTED = "accepted"
    """The conflicts over which a directive was launched: its id. A later launch of it writes them anew."""
    DOCUMENT = "document"
    """A document as it was read: its id."""
    VERSION = "version"
    """A version of a document's corrections, ``ID/3``."""
    DIRECTORY = "directory"
    """A version of the directory with what it changed: its number."""
    STANDING = "standing"
    """The whole directory as it stood at a version: the first one, and the one a store was migrated with."""
    LADDER = "ladder"
    """A ladder that was published here: its number."""
    CALENDAR = "calendar"
    """An edition of the calendars with what it changed: its number."""
    ANSWER = "answer"
    """What a reader answered to an alert: the alert's key and the number of the answer, ``KEY/2``."""
    CONTACT = "contact"
    """How somebody wants to be reached: whose it is. A later choice takes the place of the one before."""
    SEAT = "seat"
    """That somebody may act for an agency, of his own or in another's place: the seat's id. Again when it is taken
    away."""
    ATTACHMENT = "attachment"
    """A file that was attached to an assignment, with the digest of its content: its id."""
    ORAL_ORDER = "oral_order"
    """An order that was given by word of mouth: its id. Again when it is given out, and when it is confirmed or not."""
    PUBLISHED = "published"
    """That a directive is shown to everybody, or not any more: its id and the number of the mark, ``ID/2``."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One entry of the chronicle; ``hash`` is the hash up to and including it."""

    seq: int
    at: datetime
    kind: str
    subject: str
    digest: str
    hash: str

    def follows(self, previous: str) -> bool:
        """Whether its hash is the one it has after an entry with that hash."""
        return self.hash == link(previous, _body(self.seq, self.at, self.kind, self.subject, self.digest))


def note(connection: sa.Connection, kind: Kind, subject: str, at: datetime) -> None:
    """Enter a record that this transaction has just written."""
    locks.hold(connection, LOCK)
    last = head(connection)
    seq, previous = (1, GENESIS) if last is None else (last.seq + 1, last.hash)
    digest = digest_of(RECORDS[kind](connection, subject))
    entry = {"seq": seq, "at": at, "kind": kind.value, "subject": subject, "digest": digest}
    connection.execute(sa.insert(t.chronicle).values(**entry, hash=link(previous, _body(*entry.values()))))


def head(connection: sa.Connection) -> Noted | None:
    """The last entry; None while there is none."""
    row = connection.execute(sa.select(t.chronicle).order_by(t.chronicle.c.seq.desc()).limit(1)).first()
    return None if row is None else Noted(*row)


def entries(connection: sa.Connection, after: int, at_most: int) -> list[Noted]:
    """So many entries after that one, in order."""
    here = t.chronicle.c.seq
    rows = connection.execute(sa.select(t.chronicle).where(here > after).order_by(here).limit(at_most))
    return [Noted(*row) for row in rows]


def digest_of(rows: Iterable[Row]) -> str:
    """SHA-256 of rows in a form that does not depend on the database: sorted names, moments in UTC."""
    plain = [{name: _plain(value) for name, value in row.items()} for row in rows]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _body(*fields: object) -> str:
    return json.dumps([_plain(one) for one in fields], ensure_ascii=False, separators=(",", ":"))


def standing_rows(agencies: Iterable[Row], posts: Iterable[Row]) -> list[Row]:
    """A directory as an entry's digest is made of it: agencies by id without their paths, then posts."""
    lists = {"fields", "aliases"}
    told: list[Row] = [
        {name: json.loads(value) if name in lists else value for name, value in row.items() if name != "path"}
        for row in sorted(agencies, key=lambda row: str(row["id"]))
    ]
    return [*told, *sorted(posts, key=lambda row: (row["agency"], row["role"]))]


def _decision(connection: sa.Connection, subject: str) -> list[Row]:
    key, _, seq = subject.rpartition("/")
    return _rows(connection, t.dispositions, t.dispositions.c.key == key, t.dispositions.c.seq == int(seq))


def _accepted(connection: sa.Connection, subject: str) -> list[Row]:
    return _rows(connection, t.accepted_conflicts, t.accepted_conflicts.c.directive == subject)


def _document(connection: sa.Connection, subject: str) -> list[Row]:
    """Everything but which version is the newest and what it was launched as, which change."""
    rows = _rows(connection, t.documents, t.documents.c.id == subject)
    return [{name: value for name, value in row.items() if name not in {"version", "directive"}} for row in rows]


def _version(connection: sa.Connection, subject: str) -> list[Row]:
    document, _, version = subject.rpartition("/")
    row = t.document_versions.c
    return _rows(connection, t.document_versions, row.document == document, row.version == int(version))


def _directory(connection: sa.Connection, subject: str) -> list[Row]:
    journal, changes = t.directory_journal, t.directory_changes
    said = _rows(connection, journal, journal.c.version == int(subject))
    return [*said, *_rows(connection, changes, changes.c.version == int(subject))]


def _standing(connection: sa.Connection, _: str) -> list[Row]:
    """As it stands now: the entry is written at the version it names."""
    return standing_rows(_rows(connection, t.agencies), _rows(connection, t.posts))


def _ladder(connection: sa.Connection, subject: str) -> list[Row]:
    return _rows(connection, t.ladders, t.ladders.c.version == int(subject))


def _calendar(connection: sa.Connection, subject: str) -> list[Row]:
    journal, changes = t.calendar_journal, t.calendar_changes
    said = _rows(connection, journal, journal.c.number == int(subject))
    return [*said, *_rows(connection, changes, changes.c.number == int(subject))]


def _answer(connection: sa.Connection, subject: str) -> list[Row]:
    alert, _, seq = subject.rpartition("/")
    return _rows(connection, t.alert_answers, t.alert_answers.c.alert == alert, t.alert_answers.c.seq == int(seq))


def _contact(connection: sa.Connection, subject: str) -> list[Row]:
    return _rows(connection, t.contacts, t.contacts.c.owner == subject)


def _rows(connection: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[Row]:
    rows = connection.execute(sa.select(table).where(*where)).mappings()
    keys = [column.name for column in table.primary_key]
    return sorted((dict(row) for row in rows), key=lambda row: [row[name] for name in keys])


def _seat(connection: sa.Connection, subject: str) -> list[Row]:
    return _rows(connection, t.seats, t.seats.c.id == subject)


def _attachment(connection: sa.Connection, subject: str) -> list[Row]:
    return _rows(connection, t.attachments, t.attachments.c.id == subject)


def _oral_order(connection: sa.Connection, subject: str) -> list[Row]:
    return _rows(connection, t.oral_orders, t.oral_orders.c.id == subject)


def _published(connection: sa.Connection, subject: str) -> list[Row]:
    directive, _, seq = subject.rpartition("/")
    return _rows(connection, t.published, t.published.c.directive == directive, t.published.c.seq == int(seq))


RECORDS: Final[Mapping[Kind, Callable[[sa.Connection, str], list[Row]]]] = {
    Kind.DECISION: _decision,
    Kind.ACCEPTED: _accepted,
    Kind.DOCUMENT: _document,
    Kind.VERSION: _version,
    Kind.DIRECTORY: _directory,
    Kind.STANDING: _standing,
    Kind.LADDER: _ladder,
    Kind.CALENDAR: _calendar,
    Kind.ANSWER: _answer,
    Kind.CONTACT: _contact,
    Kind.SEAT: _seat,
    Kind.ATTACHMENT: _attachment,
    Kind.ORAL_ORDER: _oral_order,
    Kind.PUBLISHED: _published,
}
"""The rows that an entry's digest is over, by the kind of its record."""
