"""The whole life of an assignment, and dockets that sleep."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision."""
    _sleeping()
    _launching()
    _read_model()


def _read_model() -> None:
    """Make the read model's tables anew, empty; whoever migrates the store fills them from the ledger."""
    op.add_column("directives", sa.Column("replaced_by", sa.String))
    op.drop_table("assignments")
    op.drop_table("dockets")
    op.create_table(
        "dockets",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("directive", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("parent", sa.String),
        sa.Column("above", sa.String),
        sa.Column("name_above", sa.String),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("ladder", sa.Integer, nullable=False),
        sa.Column("unallocated", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("covered", sa.Text, nullable=False),
        sa.Column("outstanding", sa.Text, nullable=False),
        sa.Column("recalled", sa.Boolean, nullable=False),
        sa.Column("closed_at", _MOMENT),
    )
    op.create_index("ix_dockets_above", "dockets", ["above"])
    op.create_index("ix_dockets_directive", "dockets", ["directive", "parent"])
    _assignments()
    op.create_table(
        "parties",
        sa.Column("assignment", sa.String, primary_key=True),
        sa.Column("role", sa.String, primary_key=True),
        sa.Column("agency", sa.String, primary_key=True),
        sa.Column("ask", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String),
        sa.Column("answer_by", _MOMENT),
        sa.Column("docket", sa.String, nullable=False),
    )
    op.create_index("ix_parties_docket", "parties", ["docket"])
    op.create_index("ix_parties_agency", "parties", ["agency", "role"])
    op.create_table(
        "corrections",
        sa.Column("docket", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("directive", sa.String, nullable=False),
        sa.Column("task", sa.Integer, nullable=False),
        sa.Column("text", sa.String(64), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_corrections_task", "corrections", ["directive", "task", "seq"])


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("docket", sa.String, nullable=False),
        sa.Column("directive", sa.String, nullable=False),
        sa.Column("issuer", sa.String, nullable=False),
        sa.Column("task", sa.Integer, nullable=False),
        sa.Column("copy", sa.String, nullable=False),
        sa.Column("period", sa.String),
        sa.Column("series", sa.String),
        sa.Column("implements", sa.Text, nullable=False),
        sa.Column("request", sa.Boolean, nullable=False),
        sa.Column("lead", sa.String, nullable=False),
        sa.Column("keeps", sa.Boolean, nullable=False),
        sa.Column("former", sa.Text, nullable=False),
        sa.Column("coordinators", sa.Text, nullable=False),
        sa.Column("monitor", sa.String),
        sa.Column("plan", sa.String),
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
        sa.Column("submitted_by", sa.String),
        sa.Column("returned_at", _MOMENT),
        sa.Column("completed_at", _MOMENT),
        sa.Column("over_open", sa.Boolean, nullable=False),
        sa.Column("withdrawn_at", _MOMENT),
        sa.Column("paused_at", _MOMENT),
        sa.Column("urged", sa.Integer, nullable=False),
        sa.Column("urged_at", _MOMENT),
        sa.Column("unsigned", sa.Integer, nullable=False),
        sa.Column("silence_days", sa.Integer),
        sa.Column("first_due", _MOMENT),
        sa.Column("due", _MOMENT),
        sa.Column("due_soon_at", _MOMENT),
        sa.Column("days_moved", sa.Integer),
        sa.Column("overran", sa.Text, nullable=False),
        sa.Column("deadlines", sa.Text, nullable=False),
        sa.Column("asks", sa.Text, nullable=False),
    )
    op.create_index("ix_assignments_docket", "assignments", ["docket"])
    op.create_index("ix_assignments_series", "assignments", ["series"])
    op.create_index("ix_assignments_lead", "assignments", ["lead", "open", "due"])
    op.create_index("ix_assignments_directive", "assignments", ["directive", "task"])


def _sleeping() -> None:
    op.create_table(
        "sleeping",
        sa.Column("docket", sa.String, primary_key=True),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("until", _MOMENT),
        sa.Column("memory", sa.Text, nullable=False),
        sa.Column("woken_by", sa.String),
    )
    op.create_index("ix_sleeping_until", "sleeping", ["until"])


def _launching() -> None:
    op.add_column("directives", sa.Column("parent", sa.String))
    op.add_column("directives", sa.Column("content", sa.String(64)))
    op.add_column("directives", sa.Column("failure", sa.Text))
    _digest_contents()
    op.create_index("ix_directives_content", "directives", ["content"], unique=True)
    op.create_table(
        "draft_requests",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("directive", sa.String, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_draft_requests_at", "draft_requests", ["at"])
    op.create_table(
        "likenesses",
        sa.Column("directive", sa.String, primary_key=True),
        sa.Column("issuer", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("runs", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_likenesses_issuer", "likenesses", ["issuer", "size"])
    op.create_table(
        "distinctions",
        sa.Column("directive", sa.String, primary_key=True),
        sa.Column("other", sa.String, primary_key=True),
        sa.Column("share", sa.Float, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )


def _digest_contents() -> None:
    """Name every directive by its content; of several with one content the one that came furthest, then the first."""
    table = sa.table("directives", sa.column("id"), sa.column("body"), sa.column("content"), sa.column("state"))
    known: set[str] = set()
    connection = op.get_bind()
    for row in connection.execute(
        sa.select(table.c.id, table.c.body).order_by(table.c.state == "draft", sa.column("created_at"), table.c.id)
    ).all():
        content = hashlib.sha256(json.dumps({**json.loads(row.body), "id": ""}, sort_keys=True).encode()).hexdigest()
        if content not in known:
            connection.execute(sa.update(table).where(table.c.id == row.id).values(content=content))
            known.add(content)
