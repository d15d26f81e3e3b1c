"""People who sign in, the seats they hold or stand in for, and their sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "people",
        sa.Column("login", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("email", sa.String),
        sa.Column("secret", sa.String),
        sa.Column("issuer", sa.String),
        sa.Column("subject", sa.String),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", _MOMENT),
        sa.Column("temporary", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("issuer", "subject", name="uq_people_identity"),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("login", sa.String, sa.ForeignKey("people.login"), nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("begins_on", sa.Date),
        sa.Column("ends_on", sa.Date),
        sa.Column("stands_in_for", sa.String),
        sa.Column("reason", sa.Text),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("ended_by", sa.String),
        sa.Column("ended_at", _MOMENT),
    )
    op.create_index("ix_seats_login", "seats", ["login"])
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("login", sa.String, nullable=False),
        sa.Column("seat", sa.String(16), nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
    )
    op.create_index("ix_sessions_login", "sessions", ["login"])
