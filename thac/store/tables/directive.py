"""Directives with their tasks and texts, what is found between them, and what of them is searched and published."""

import sqlalchemy as sa

from thac.store.tables.columns import Utc, metadata

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
    sa.Column("parent", sa.String),
    sa.Column("content", sa.String(64)),
    sa.Column("failure", sa.Text),
    sa.Column("replaced_by", sa.String),
    sa.Index("ix_directives_content", "content", unique=True),
)

draft_requests = sa.Table(
    "draft_requests",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("directive", sa.String, nullable=False),
    sa.Column("at", Utc, nullable=False, index=True),
)

likenesses = sa.Table(
    "likenesses",
    metadata,
    sa.Column("directive", sa.String, primary_key=True),
    sa.Column("issuer", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("runs", sa.LargeBinary, nullable=False),
    sa.Index("ix_likenesses_issuer", "issuer", "size"),
)

distinctions = sa.Table(
    "distinctions",
    metadata,
    sa.Column("directive", sa.String, primary_key=True),
    sa.Column("other", sa.String, primary_key=True),
    sa.Column("share", sa.Float, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
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

texts = sa.Table(
    "texts",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

dispositions = sa.Table(
    "dispositions",
    metadata,
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("subjects", sa.Text, nullable=False),
    sa.Column("outcome", sa.String, nullable=False),
    sa.Column("lead", sa.String),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

accepted_conflicts = sa.Table(
    "accepted_conflicts",
    metadata,
    sa.Column("directive", sa.String, primary_key=True),
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("subjects", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("english", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

oral_orders = sa.Table(
    "oral_orders",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("request", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("receiver", sa.String, nullable=False, index=True),
    sa.Column("ordered_by", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("lead", sa.String, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("due_at", sa.String(5)),
    sa.Column("captured_by", sa.Text, nullable=False),
    sa.Column("captured_at", Utc, nullable=False),
    sa.Column("directive", sa.String, index=True),
    sa.Column("outcome", sa.String),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", Utc),
    sa.Index("ix_oral_orders_request", "request", unique=True),
    sa.Index("ix_oral_orders_agency", "agency", "outcome", "captured_at"),
)

search_lines = sa.Table(
    "search_lines",
    metadata,
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("plain", sa.Text, nullable=False),
    sa.Column("marked", sa.Text, nullable=False),
)

published = sa.Table(
    "published",
    metadata,
    sa.Column("directive", sa.String, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("public", sa.Boolean, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)
