"""Documents that were read into drafts, and what was put in place of what was read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "documents",
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
        sa.Column("read_at", _MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("directive", sa.String),
    )
    op.create_index("ix_documents_file", "documents", ["agency", "digest", "reader"], unique=True)
    op.create_index("ix_documents_directive", "documents", ["directive"])
    op.create_table(
        "document_versions",
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
        sa.Column("at", _MOMENT, nullable=False),
    )
