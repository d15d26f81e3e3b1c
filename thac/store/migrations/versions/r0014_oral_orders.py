"""Orders that were given by word of mouth, and whether whoever gave them has confirmed them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "oral_orders",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("request", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("receiver", sa.String, nullable=False),
        sa.Column("ordered_by", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("lead", sa.String, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("due_at", sa.String(5)),
        sa.Column("captured_by", sa.Text, nullable=False),
        sa.Column("captured_at", _MOMENT, nullable=False),
        sa.Column("directive", sa.String),
        sa.Column("outcome", sa.String),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", _MOMENT),
    )
    op.create_index("ix_oral_orders_request", "oral_orders", ["request"], unique=True)
    op.create_index("ix_oral_orders_agency", "oral_orders", ["agency", "outcome", "captured_at"])
    op.create_index("ix_oral_orders_receiver", "oral_orders", ["receiver"])
    op.create_index("ix_oral_orders_directive", "oral_orders", ["directive"])
