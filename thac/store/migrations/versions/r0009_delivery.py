"""What is to be told, what was told by which way, whom to reach how, and who may read a calendar of deadlines."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this revision; alerts of before are told of at the next look."""
    op.create_table(
        "outbox",
        sa.Column("alert", sa.String, primary_key=True),
        sa.Column("post", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("placed", sa.Boolean, nullable=False),
        sa.Column("tried", sa.Boolean, nullable=False),
    )
    op.create_index("ix_outbox_post", "outbox", ["post"])
    op.create_table(
        "feed",
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("alert", sa.String, nullable=False, unique=True),
    )
    op.create_table(
        "looks",
        sa.Column("moment", _MOMENT, primary_key=True),
        sa.Column("begun_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "look_readers",
        sa.Column("post", sa.String, primary_key=True),
        sa.Column("moment", _MOMENT, nullable=False),
    )
    op.create_table(
        "notices",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("post", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("lane", sa.String, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("moment", _MOMENT, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT),
        sa.Column("seen_by", sa.String),
    )
    op.create_index("ix_notices_agency", "notices", ["agency"])
    op.create_index("ix_notices_post", "notices", ["post", "saved_at"])
    op.create_table(
        "notice_alerts",
        sa.Column("alert", sa.String, primary_key=True),
        sa.Column("notice", sa.String, primary_key=True),
    )
    op.create_index("ix_notice_alerts_notice", "notice_alerts", ["notice"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("notice", sa.String, nullable=False),
        sa.Column("post", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("owner", sa.String),
        sa.Column("address", sa.String),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT),
        sa.Column("reason", sa.Text),
        sa.Column("message_id", sa.String, unique=True),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.Column("sent_at", _MOMENT),
        sa.Column("delivered_at", _MOMENT),
    )
    op.create_index("ix_deliveries_notice", "deliveries", ["notice"])
    op.create_index("ix_deliveries_agency", "deliveries", ["agency"])
    op.create_index("ix_deliveries_next", "deliveries", ["channel", "next_at"])
    op.create_index("ix_deliveries_owner", "deliveries", ["owner", "sent_at"])
    op.create_index("ix_deliveries_state", "deliveries", ["state"])
    op.create_table(
        "contacts",
        sa.Column("owner", sa.String, primary_key=True),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("channels", sa.String, nullable=False),
        sa.Column("mail", sa.String),
        sa.Column("webhook", sa.String),
        sa.Column("secret", sa.String),
        sa.Column("quiet_begins", sa.String(5)),
        sa.Column("quiet_ends", sa.String(5)),
        sa.Column("per_hour", sa.Integer, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_contacts_agency", "contacts", ["agency"])
    op.create_table(
        "calendar_tokens",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_calendar_tokens_agency", "calendar_tokens", ["agency"])
