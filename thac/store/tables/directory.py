"""Agencies and posts, the calendars and ladders that hold for them, and how each was changed."""

import sqlalchemy as sa

from thac.store.tables.columns import Utc, metadata

agencies = sa.Table(
    "agencies",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("level", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("parent", sa.String),
    sa.Column("path", sa.String, nullable=False, index=True),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("aliases", sa.Text, nullable=False),
    sa.Column("auto_allocate", sa.Boolean, nullable=False),
    sa.Column("beside", sa.String),
    sa.Column("ended_on", sa.Date),
    sa.Column("successor", sa.String),
)

posts = sa.Table(
    "posts",
    metadata,
    sa.Column("agency", sa.String, sa.ForeignKey("agencies.id"), primary_key=True),
    sa.Column("role", sa.String, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("holder", sa.String),
    sa.Column("since", sa.Date),
    sa.Column("until", sa.Date),
    sa.Column("acting", sa.Boolean, nullable=False),
    sa.Column("away_from", sa.Date),
    sa.Column("away_until", sa.Date),
    sa.Column("substitute", sa.String),
)

directory_journal = sa.Table(
    "directory_journal",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("change", sa.Text, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("effective_on", sa.Date, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("source", sa.Text),
)

directory_changes = sa.Table(
    "directory_changes",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text, nullable=False),
    sa.Index("ix_directory_changes_agency", "agency", "version"),
)

ladders = sa.Table(
    "ladders",
    metadata,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

calendar_journal = sa.Table(
    "calendar_journal",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("base", sa.Text, nullable=False),
    sa.Column("rebased", sa.Boolean, nullable=False),
)

calendar_changes = sa.Table(
    "calendar_changes",
    metadata,
    sa.Column("number", sa.Integer, sa.ForeignKey("calendar_journal.number"), primary_key=True, autoincrement=False),
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
