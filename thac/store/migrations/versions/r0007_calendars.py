"""Calendars that are corrected while dockets run: what was changed, and by which calendar each docket counts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision. Every docket that was opened before counts by the first calendar."""
    op.create_table(
        "calendar_journal",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("rebased", sa.Boolean, nullable=False),
    )
    op.create_table(
        "calendar_changes",
        sa.Column(
            "number", sa.Integer, sa.ForeignKey("calendar_journal.number"), primary_key=True, autoincrement=False
        ),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("level", sa.String),
        sa.Column("agency", sa.String),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date),
        sa.Column("weekdays", sa.String, nullable=False),
        sa.Column("sessions", sa.String, nullable=False),
        sa.Column("document", sa.Text),
    )
    with op.batch_alter_table("dockets") as dockets:
        dockets.add_column(sa.Column("calendar", sa.Integer, nullable=False, server_default="1"))
    with op.batch_alter_table("dockets") as dockets:
        dockets.alter_column("calendar", server_default=None)
