"""Answers to alerts, and how alerts reach their readers: feed, digests, deliveries."""

import sqlalchemy as sa

from thac.store.tables.columns import Utc, metadata

alert_answers = sa.Table(
    "alert_answers",
    metadata,
    sa.Column("alert", sa.String, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("until", Utc, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("request", sa.String, unique=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("alert", sa.String, primary_key=True),
    sa.Column("post", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("placed", sa.Boolean, nullable=False),
    sa.Column("tried", sa.Boolean, nullable=False),
    sa.Index("ix_outbox_post", "post"),
)

feed = sa.Table(
    "feed",
    metadata,
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("alert", sa.String, nullable=False, unique=True),
)

looks = sa.Table(
    "looks",
    metadata,
    sa.Column("moment", Utc, primary_key=True),
    sa.Column("begun_at", Utc, nullable=False),
)

look_readers = sa.Table(
    "look_readers",
    metadata,
    sa.Column("post", sa.String, primary_key=True),
    sa.Column("moment", Utc, nullable=False),
)

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("post", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False, index=True),
    sa.Column("lane", sa.String, nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("moment", Utc, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("saved_at", Utc, nullable=False),
    sa.Column("seen_at", Utc),
    sa.Column("seen_by", sa.String),
    sa.Column("ways", sa.String),
    sa.Index("ix_notices_post", "post", "saved_at"),
)

notice_alerts = sa.Table(
    "notice_alerts",
    metadata,
    sa.Column("alert", sa.String, primary_key=True),
    sa.Column("notice", sa.String, primary_key=True),
    sa.Index("ix_notice_alerts_notice", "notice"),
)

untold = sa.Table(
    "untold",
    metadata,
    sa.Column("alert", sa.String, primary_key=True),
    sa.Column("at", Utc, nullable=False),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("notice", sa.String, nullable=False, index=True),
    sa.Column("post", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False, index=True),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("owner", sa.String),
    sa.Column("address", sa.String),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("since", Utc, nullable=False),
    sa.Column("next_at", Utc),
    sa.Column("reason", sa.Text),
    sa.Column("message_id", sa.String, unique=True),
    sa.Column("saved_at", Utc, nullable=False),
    sa.Column("sent_at", Utc),
    sa.Column("delivered_at", Utc),
    sa.Index("ix_deliveries_next", "channel", "next_at"),
    sa.Index("ix_deliveries_owner", "owner", "sent_at"),
    sa.Index("ix_deliveries_state", "state"),
)
