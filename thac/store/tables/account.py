"""Who may come in: tokens, accounts, seats, sessions; and where people are reached."""

import sqlalchemy as sa

from thac.store.tables.columns import Utc, metadata

tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("expires_at", Utc),
    sa.Column("email", sa.String),
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("login", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("email", sa.String),
    sa.Column("secret", sa.String),
    sa.Column("issuer", sa.String),
    sa.Column("subject", sa.String),
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("ended_at", Utc),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", Utc),
    sa.Column("temporary", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.UniqueConstraint("issuer", "subject", name="uq_people_identity"),
)

seats = sa.Table(
    "seats",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("login", sa.String, sa.ForeignKey("people.login"), nullable=False, index=True),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("begins_on", sa.Date),
    sa.Column("ends_on", sa.Date),
    sa.Column("stands_in_for", sa.String),
    sa.Column("reason", sa.Text),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("ended_by", sa.String),
    sa.Column("ended_at", Utc),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("login", sa.String, nullable=False, index=True),
    sa.Column("seat", sa.String(16), nullable=False),
    sa.Column("begun_at", Utc, nullable=False),
    sa.Column("seen_at", Utc, nullable=False),
    sa.Column("ends_at", Utc, nullable=False),
)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("owner", sa.String, primary_key=True),
    sa.Column("agency", sa.String, nullable=False, index=True),
    sa.Column("channels", sa.String, nullable=False),
    sa.Column("mail", sa.String),
    sa.Column("webhook", sa.String),
    sa.Column("secret", sa.String),
    sa.Column("quiet_begins", sa.String(5)),
    sa.Column("quiet_ends", sa.String(5)),
    sa.Column("per_hour", sa.Integer, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

calendar_tokens = sa.Table(
    "calendar_tokens",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("agency", sa.String, nullable=False, index=True),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)
