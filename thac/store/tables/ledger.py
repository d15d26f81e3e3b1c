"""Ledgers, the read model that is written with them, and what is asked of dockets."""

import sqlalchemy as sa

from thac.store.tables.columns import Utc, metadata

events = sa.Table(
    "events",
    metadata,
    sa.Column("docket", sa.String, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("assignment", sa.String),
    sa.Column("at", Utc, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("ix_events_assignment", "assignment"),
)

dockets = sa.Table(
    "dockets",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("directive", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("parent", sa.String),
    sa.Column("above", sa.String, index=True),
    sa.Column("name_above", sa.String),
    sa.Column("head", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("ladder", sa.Integer, nullable=False),
    sa.Column("unallocated", sa.Text, nullable=False),
    sa.Column("series", sa.Text, nullable=False),
    sa.Column("covered", sa.Text, nullable=False),
    sa.Column("outstanding", sa.Text, nullable=False),
    sa.Column("recalled", sa.Boolean, nullable=False),
    sa.Column("closed_at", Utc),
    sa.Column("calendar", sa.Integer, nullable=False),
    sa.Index("ix_dockets_directive", "directive", "parent"),
    sa.Index("ix_dockets_agency", "agency"),
)

assignments = sa.Table(
    "assignments",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("docket", sa.String, nullable=False, index=True),
    sa.Column("directive", sa.String, nullable=False),
    sa.Column("issuer", sa.String, nullable=False),
    sa.Column("task", sa.Integer, nullable=False),
    sa.Column("copy", sa.String, nullable=False),
    sa.Column("period", sa.String),
    sa.Column("series", sa.String, index=True),
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
    sa.Column("assigned_at", Utc, nullable=False),
    sa.Column("accepted_at", Utc),
    sa.Column("person", sa.String),
    sa.Column("taken_at", Utc),
    sa.Column("percent", sa.Integer, nullable=False),
    sa.Column("reported_at", Utc),
    sa.Column("submitted_at", Utc),
    sa.Column("submitted_by", sa.String),
    sa.Column("returned_at", Utc),
    sa.Column("completed_at", Utc),
    sa.Column("over_open", sa.Boolean, nullable=False),
    sa.Column("withdrawn_at", Utc),
    sa.Column("paused_at", Utc),
    sa.Column("urged", sa.Integer, nullable=False),
    sa.Column("urged_at", Utc),
    sa.Column("unsigned", sa.Integer, nullable=False),
    sa.Column("silence_days", sa.Integer),
    sa.Column("first_due", Utc),
    sa.Column("due", Utc),
    sa.Column("due_soon_at", Utc),
    sa.Column("days_moved", sa.Integer),
    sa.Column("overran", sa.Text, nullable=False),
    sa.Column("deadlines", sa.Text, nullable=False),
    sa.Column("asks", sa.Text, nullable=False),
    sa.Index("ix_assignments_lead", "lead", "open", "due"),
    sa.Index("ix_assignments_directive", "directive", "task"),
    sa.Index("ix_assignments_issuer", "issuer", "open", "state", "due"),
)

parties = sa.Table(
    "parties",
    metadata,
    sa.Column("assignment", sa.String, primary_key=True),
    sa.Column("role", sa.String, primary_key=True),
    sa.Column("agency", sa.String, primary_key=True),
    sa.Column("ask", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String),
    sa.Column("answer_by", Utc),
    sa.Column("docket", sa.String, nullable=False, index=True),
    sa.Index("ix_parties_agency", "agency", "role"),
)

corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("docket", sa.String, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("directive", sa.String, nullable=False),
    sa.Column("task", sa.Integer, nullable=False),
    sa.Column("text", sa.String(64), nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Index("ix_corrections_task", "directive", "task", "seq"),
)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("docket", sa.String, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("assignment", sa.String, nullable=False, index=True),
    sa.Column("clock", sa.String, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("step", sa.String, nullable=False),
    sa.Column("repeat", sa.Integer, nullable=False),
    sa.Column("colour", sa.String, nullable=False),
    sa.Column("post", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("moment", Utc, nullable=False),
    sa.Column("fired_at", Utc, nullable=False),
    sa.Column("directory_version", sa.Integer, nullable=False),
    sa.Index("ix_alerts_docket", "docket", "seq"),
    sa.Index("ix_alerts_reader", "agency", "fired_at"),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("docket", sa.String, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("at", Utc, nullable=False, index=True),
    sa.Index("ix_answers_docket", "docket"),
)

sleeping = sa.Table(
    "sleeping",
    metadata,
    sa.Column("docket", sa.String, primary_key=True),
    sa.Column("head", sa.Integer, nullable=False),
    sa.Column("until", Utc, index=True),
    sa.Column("memory", sa.Text, nullable=False),
    sa.Column("woken_by", sa.String),
)

READ_MODEL = (dockets, assignments, parties, corrections)
"""The tables that are a pure function of the ledger and are rebuilt from it."""
