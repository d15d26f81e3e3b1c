"""The store as it begins: directives, ledger, read model, alerts, answers, directory, access, services."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _directives()
    _ledger()
    _read_model()
    _alerts_and_answers()
    _directory()
    _installation()


def _directives() -> None:
    op.create_table(
        "directives",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("identity", sa.String, unique=True, nullable=True),
        sa.Column("issuer", sa.String, nullable=False),
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
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("launched_by", sa.Text),
        sa.Column("launched_at", _MOMENT),
    )
    op.create_index("ix_directives_issuer", "directives", ["issuer"])
    op.create_table(
        "tasks",
        sa.Column("directive", sa.String, sa.ForeignKey("directives.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("product", sa.Text),
        sa.Column("tracked", sa.Boolean, nullable=False),
    )


def _ledger() -> None:
    op.create_table(
        "events",
        sa.Column("docket", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("assignment", sa.String),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_events_assignment", "events", ["assignment"])
    op.create_table(
        "texts",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )


def _read_model() -> None:
    op.create_table(
        "dockets",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("directive", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("parent", sa.String),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("ladder", sa.Integer, nullable=False),
        sa.Column("unallocated", sa.Text, nullable=False),
        sa.Column("closed_at", _MOMENT),
    )
    op.create_index("ix_dockets_directive", "dockets", ["directive"])
    op.create_table(
        "assignments",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("docket", sa.String, nullable=False),
        sa.Column("directive", sa.String, nullable=False),
        sa.Column("issuer", sa.String, nullable=False),
        sa.Column("task", sa.Integer, nullable=False),
        sa.Column("copy", sa.String, nullable=False),
        sa.Column("lead", sa.String, nullable=False),
        sa.Column("coordinators", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("assigned_at", _MOMENT, nullable=False),
        sa.Column("accepted_at", _MOMENT),
        sa.Column("person", sa.String),
        sa.Column("taken_at", _MOMENT),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("reported_at", _MOMENT),
        sa.Column("submitted_at", _MOMENT),
        sa.Column("completed_at", _MOMENT),
        sa.Column("first_due", _MOMENT),
        sa.Column("due", _MOMENT),
        sa.Column("due_soon_at", _MOMENT),
        sa.Column("deadlines", sa.Text, nullable=False),
    )
    op.create_index("ix_assignments_docket", "assignments", ["docket"])
    op.create_index("ix_assignments_lead", "assignments", ["lead", "open", "due"])
    op.create_index("ix_assignments_directive", "assignments", ["directive", "task"])


def _alerts_and_answers() -> None:
    op.create_table(
        "alerts",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("docket", sa.String, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("assignment", sa.String, nullable=False),
        sa.Column("clock", sa.String, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("repeat", sa.Integer, nullable=False),
        sa.Column("colour", sa.String, nullable=False),
        sa.Column("post", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("moment", _MOMENT, nullable=False),
        sa.Column("fired_at", _MOMENT, nullable=False),
        sa.Column("directory_version", sa.Integer, nullable=False),
    )
    op.create_index("ix_alerts_assignment", "alerts", ["assignment"])
    op.create_index("ix_alerts_docket", "alerts", ["docket", "seq"])
    op.create_index("ix_alerts_reader", "alerts", ["agency", "fired_at"])
    op.create_table(
        "answers",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("docket", sa.String, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_answers_at", "answers", ["at"])


def _directory() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("parent", sa.String),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("aliases", sa.Text, nullable=False),
        sa.Column("auto_allocate", sa.Boolean, nullable=False),
    )
    op.create_index("ix_agencies_path", "agencies", ["path"])
    op.create_table(
        "posts",
        sa.Column("agency", sa.String, sa.ForeignKey("agencies.id"), primary_key=True),
        sa.Column("role", sa.String, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("holder", sa.String),
    )
    op.create_table(
        "directory_journal",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
    )


def _installation() -> None:
    op.create_table(
        "tokens",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT),
    )
    op.create_table(
        "services",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "alarms",
        sa.Column("docket", sa.String, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
