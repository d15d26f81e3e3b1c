"""Documents that were read, and files that were attached."""

import sqlalchemy as sa

from thac.store.tables.columns import Utc, metadata

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("reader", sa.Integer, nullable=False),
    sa.Column("name", sa.String),
    sa.Column("medium", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("lines", sa.Text, nullable=False),
    sa.Column("reading", sa.Text, nullable=False),
    sa.Column("directory_version", sa.Integer, nullable=False),
    sa.Column("read_by", sa.Text, nullable=False),
    sa.Column("read_at", Utc, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("directive", sa.String, index=True),
    sa.Index("ix_documents_file", "agency", "digest", "reader", unique=True),
)

document_versions = sa.Table(
    "document_versions",
    metadata,
    sa.Column("document", sa.String, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("corrections", sa.Text, nullable=False),
    sa.Column("doc_type", sa.String),
    sa.Column("number", sa.String),
    sa.Column("symbol", sa.String),
    sa.Column("subject", sa.Text),
    sa.Column("tasks", sa.Integer, nullable=False),
    sa.Column("violations", sa.Integer, nullable=False),
    sa.Column("warnings", sa.Integer, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("assignment", sa.String, nullable=False, index=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("medium", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("request", sa.String, nullable=False),
)

contents = sa.Table(
    "contents",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
