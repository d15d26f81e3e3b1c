"""Which alerts a look left untold, by which ways a digest went, and further records in the chronicle.

Alerts of before count as looked at: nobody wrote down then what became of them. Records that are there already are
entered as they stand.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "untold",
        sa.Column("alert", sa.String, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.add_column("notices", sa.Column("ways", sa.String))
    connection = op.get_bind()
    connection.execute(
        sa.text(
            """INSERT INTO untold (alert, at) SELECT key, fired_at FROM alerts
            WHERE key NOT IN (SELECT alert FROM outbox) AND key NOT IN (SELECT alert FROM notice_alerts)"""
        )
    )
    _enter(connection)


def _enter(connection: sa.Connection) -> None:
    last = connection.execute(sa.select(_CHRONICLE).order_by(sa.column("seq").desc()).limit(1)).mappings().first()
    seq, previous = (0, "0" * 64) if last is None else (last["seq"], last["hash"])
    entered = sa.select(_CHRONICLE.c.subject).where(_CHRONICLE.c.kind == "ladder")
    known, now = set(connection.execute(entered).scalars()), datetime.now(UTC)
    entries = []
    for kind, subject, rows in _records(connection):
        if kind == "ladder" and subject in known:
            continue
        seq += 1
        fields = [seq, now, kind, subject, _sha256(rows)]
        body = json.dumps([_plain(one) for one in fields], ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256((previous + body).encode()).hexdigest()
        entries.append(dict(zip(("seq", "at", "kind", "subject", "digest", "hash"), [*fields, previous], strict=True)))
    if entries:
        connection.execute(sa.insert(_CHRONICLE), entries)


def _records(connection: sa.Connection) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
    for row in _read(connection, _LADDERS, "version"):
        yield "ladder", str(row["version"]), [row]
    changes: dict[int, list[Mapping[str, Any]]] = {}
    for row in _read(connection, _CHANGES, "number", "line"):
        changes.setdefault(row["number"], []).append(row)
    for row in _read(connection, _JOURNAL, "number"):
        yield "calendar", str(row["number"]), [row, *changes.get(row["number"], [])]
    for row in _read(connection, _ANSWERS, "alert", "seq"):
        yield "answer", f"{row['alert']}/{row['seq']}", [row]
    for row in _read(connection, _CONTACTS, "owner"):
        yield "contact", row["owner"], [row]


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
_LADDERS = _table("ladders", "version body source digest by reason", at=_MOMENT)
_JOURNAL = _table("calendar_journal", "number by reason base", at=_MOMENT, rebased=sa.Boolean)
_CHANGES = _table(
    "calendar_changes", "number line kind level agency weekdays sessions document", first=sa.Date, last=sa.Date
)
_ANSWERS = _table("alert_answers", "alert seq kind by reason request fingerprint", at=_MOMENT, until=_MOMENT)
_CONTACTS = _table(
    "contacts", "owner agency channels mail webhook secret quiet_begins quiet_ends per_hour by", at=_MOMENT
)
