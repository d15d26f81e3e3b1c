"""What became of findings between directives, and the conflicts over which directives were launched."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "dispositions",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("subjects", sa.Text, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("lead", sa.String),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_table(
        "accepted_conflicts",
        sa.Column("directive", sa.String, primary_key=True),
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("subjects", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("english", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
