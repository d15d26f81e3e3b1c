"""Which tables there are. The ledger is the truth; assignments and dockets are a read model made from it."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[datetime]):
    """A moment: aware and in UTC on both sides, whatever the database keeps."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """UTC on the way in; a moment without zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Aware on the way out."""
        return value if value is None or value.tzinfo is not None else value.replace(tzinfo=UTC)


metadata = sa.MetaData()

directives = sa.Table(
    "directives",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("identity", sa.String, unique=True, nullable=True),
    sa.Column("issuer", sa.String, nullable=False, index=True),
    sa.Column("doc_type", sa.String, nullable=False),
    sa.Column("number", sa.String),
    sa.Column("symbol", sa.String),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("urgency", sa.String, nullable=False),
    sa.Column("implements", sa.String),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("launched_by", sa.Text),
    sa.Column("launched_at", Utc),
)

tasks = sa.Table(
    "tasks",
    metadata,
    sa.Column("directive", sa.String, sa.ForeignKey("directives.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("mode", sa.String, nullable=False),
    sa.Column("product", sa.Text),
    sa.Column("tracked", sa.Boolean, nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("docket", sa.String, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("assignment", sa.String),
    sa.Column("at", Utc, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("ix_events_assignment", "assignment"),
)

dockets = sa.Table(
    "dockets",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("directive", sa.String, nullable=False, index=True),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("parent", sa.String),
    sa.Column("head", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("ladder", sa.Integer, nullable=False),
    sa.Column("unallocated", sa.Text, nullable=False),
    sa.Column("closed_at", Utc),
)

assignments = sa.Table(
    "assignments",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("docket", sa.String, nullable=False, index=True),
    sa.Column("directive", sa.String, nullable=False),
    sa.Column("issuer", sa.String, nullable=False),
    sa.Column("task", sa.Integer, nullable=False),
    sa.Column("copy", sa.String, nullable=False),
    sa.Column("lead", sa.String, nullable=False),
    sa.Column("coordinators", sa.Text, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("open", sa.Boolean, nullable=False),
    sa.Column("assigned_at", Utc, nullable=False),
    sa.Column("accepted_at", Utc),
    sa.Column("person", sa.String),
    sa.Column("taken_at", Utc),
    sa.Column("percent", sa.Integer, nullable=False),
    sa.Column("reported_at", Utc),
    sa.Column("submitted_at", Utc),
    sa.Column("completed_at", Utc),
    sa.Column("first_due", Utc),
    sa.Column("due", Utc),
    sa.Column("due_soon_at", Utc),
    sa.Column("deadlines", sa.Text, nullable=False),
    sa.Index("ix_assignments_lead", "lead", "open", "due"),
    sa.Index("ix_assignments_directive", "directive", "task"),
)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("docket", sa.String, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("assignment", sa.String, nullable=False, index=True),
    sa.Column("clock", sa.String, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("step", sa.String, nullable=False),
    sa.Column("repeat", sa.Integer, nullable=False),
    sa.Column("colour", sa.String, nullable=False),
    sa.Column("post", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("moment", Utc, nullable=False),
    sa.Column("fired_at", Utc, nullable=False),
    sa.Column("directory_version", sa.Integer, nullable=False),
    sa.Index("ix_alerts_docket", "docket", "seq"),
    sa.Index("ix_alerts_reader", "agency", "fired_at"),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("docket", sa.String, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("at", Utc, nullable=False, index=True),
)

texts = sa.Table(
    "texts",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

agencies = sa.Table(
    "agencies",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("level", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("parent", sa.String),
    sa.Column("path", sa.String, nullable=False, index=True),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("aliases", sa.Text, nullable=False),
    sa.Column("auto_allocate", sa.Boolean, nullable=False),
)

posts = sa.Table(
    "posts",
    metadata,
    sa.Column("agency", sa.String, sa.ForeignKey("agencies.id"), primary_key=True),
    sa.Column("role", sa.String, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("holder", sa.String),
)

directory_journal = sa.Table(
    "directory_journal",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("change", sa.Text, nullable=False),
)

tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("expires_at", Utc),
)

services = sa.Table(
    "services",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("started_at", Utc, nullable=False),
    sa.Column("seen_at", Utc, nullable=False),
)

alarms = sa.Table(
    "alarms",
    metadata,
    sa.Column("docket", sa.String, primary_key=True),
    sa.Column("at", Utc, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

READ_MODEL = (dockets, assignments)
"""The tables that are a pure function of the ledger and are rebuilt from it."""
