"""Audits and what they found; how far each docket was audited; a chain over the records that no ledger holds.

The records that are there already are entered as they stand: from then on nobody changes them unseen.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_index("ix_answers_docket", "answers", ["docket"])
    _audits()
    _findings()
    op.create_table(
        "audited",
        sa.Column("docket", sa.String, primary_key=True),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("calls_at", _MOMENT),
        sa.Column("relation", sa.Text),
    )
    op.create_index("ix_audited_at", "audited", ["at"])
    op.create_table(
        "chronicle",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_chronicle_subject", "chronicle", ["kind", "subject", "seq"])
    _enter(op.get_bind())


def _audits() -> None:
    op.create_table(
        "audits",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("after", sa.String, nullable=False),
        sa.Column("dockets", sa.Integer, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("alerts", sa.Integer, nullable=False),
        sa.Column("findings", sa.Integer, nullable=False),
        sa.Column("heads", sa.String(64)),
        sa.Column("chronicle", sa.Integer, nullable=False),
        sa.Column("chronicle_hash", sa.String(64)),
    )
    op.create_index("ix_audits_began_at", "audits", ["began_at"])
    op.create_index("ix_audits_ended_at", "audits", ["ended_at"])


def _findings() -> None:
    op.create_table(
        "audit_findings",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("part", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("counts_as", sa.String, nullable=False),
        sa.Column("docket", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("seq", sa.Integer),
        sa.Column("assignment", sa.String),
        sa.Column("alert", sa.String),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("english", sa.Text, nullable=False),
        sa.Column("first_seen", _MOMENT, nullable=False),
        sa.Column("last_seen", _MOMENT, nullable=False),
        sa.Column("cleared_at", _MOMENT),
    )
    op.create_index("ix_audit_findings_part", "audit_findings", ["part"])
    op.create_index("ix_audit_findings_seen", "audit_findings", ["first_seen"])


def _enter(connection: sa.Connection) -> None:
    previous, now = "0" * 64, datetime.now(UTC)
    entries = []
    for seq, (kind, subject, rows) in enumerate(_records(connection), 1):
        fields = [seq, now, kind, subject, _sha256(rows)]
        body = json.dumps([_plain(one) for one in fields], ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256((previous + body).encode()).hexdigest()
        names = ("seq", "at", "kind", "subject", "digest", "hash")
        entries.append(dict(zip(names, [*fields, previous], strict=True)))
    if entries:
        connection.execute(sa.insert(_CHRONICLE), entries)


def _records(connection: sa.Connection) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
    changes: dict[int, list[Mapping[str, Any]]] = {}
    for row in _read(connection, _CHANGES, "version", "subject"):
        changes.setdefault(row["version"], []).append(row)
    versions = _read(connection, _JOURNAL, "version")
    for row in versions:
        yield "directory", str(row["version"]), [row, *changes.get(row["version"], [])]
    if versions:
        yield "standing", str(versions[-1]["version"]), _standing(connection)
    for row in _read(connection, _DOCUMENTS, "id"):
        yield "document", row["id"], [row]
    for row in _read(connection, _VERSIONS, "document", "version"):
        yield "version", f"{row['document']}/{row['version']}", [row]
    for row in _read(connection, _DISPOSITIONS, "key", "seq"):
        yield "decision", f"{row['key']}/{row['seq']}", [row]
    accepted: dict[str, list[Mapping[str, Any]]] = {}
    for row in _read(connection, _ACCEPTED, "directive", "key"):
        accepted.setdefault(row["directive"], []).append(row)
    for directive, rows in accepted.items():
        yield "accepted", directive, rows


def _standing(connection: sa.Connection) -> list[Mapping[str, Any]]:
    agencies = [
        {**row, "fields": json.loads(row["fields"]), "aliases": json.loads(row["aliases"])}
        for row in _read(connection, _AGENCIES, "id")
    ]
    return [*agencies, *_read(connection, _POSTS, "agency", "role")]


def _read(connection: sa.Connection, table: sa.TableClause, *keys: str) -> list[Mapping[str, Any]]:
    rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
    return sorted(rows, key=lambda row: [row[key] for key in keys])


def _sha256(rows: Iterable[Mapping[str, Any]]) -> str:
    plain = [{name: _plain(value) for name, value in row.items()} for row in rows]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _table(name: str, plain: str, **typed: Any) -> sa.TableClause:
    return sa.table(
        name, *(sa.column(one) for one in plain.split()), *(sa.column(one, kind) for one, kind in typed.items())
    )


_CHRONICLE = _table("chronicle", "seq kind subject digest hash", at=_MOMENT)
_JOURNAL = _table("directory_journal", "version by change kind reason source", at=_MOMENT, effective_on=sa.Date)
_CHANGES = _table("directory_changes", "version subject agency before after")
_AGENCIES = _table(
    "agencies", "id level name parent fields aliases beside successor", auto_allocate=sa.Boolean, ended_on=sa.Date
)
_POSTS = _table(
    "posts",
    "agency role title holder substitute",
    since=sa.Date,
    until=sa.Date,
    acting=sa.Boolean,
    away_from=sa.Date,
    away_until=sa.Date,
)
_DOCUMENTS = _table(
    "documents",
    "id agency digest reader name medium size lines reading directory_version read_by",
    read_at=_MOMENT,
)
_VERSIONS = _table(
    "document_versions",
    "document version corrections doc_type number symbol subject tasks violations warnings by",
    at=_MOMENT,
)
_DISPOSITIONS = _table("dispositions", "key seq code subjects outcome lead reason by", at=_MOMENT)
_ACCEPTED = _table("accepted_conflicts", "directive key code subjects message english reason by", at=_MOMENT)
