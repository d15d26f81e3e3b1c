"""What the processes say of themselves, the chronicle, and what audits found."""

import sqlalchemy as sa

from thac.store.tables.columns import Utc, metadata

services = sa.Table(
    "services",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("started_at", Utc, nullable=False),
    sa.Column("seen_at", Utc, nullable=False),
)

alarms = sa.Table(
    "alarms",
    metadata,
    sa.Column("docket", sa.String, primary_key=True),
    sa.Column("at", Utc, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

chronicle = sa.Table(
    "chronicle",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("ix_chronicle_subject", "kind", "subject", "seq"),
)

audits = sa.Table(
    "audits",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("began_at", Utc, nullable=False, index=True),
    sa.Column("seen_at", Utc, nullable=False),
    sa.Column("ended_at", Utc, index=True),
    sa.Column("stage", sa.String, nullable=False),
    sa.Column("after", sa.String, nullable=False),
    sa.Column("dockets", sa.Integer, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("alerts", sa.Integer, nullable=False),
    sa.Column("findings", sa.Integer, nullable=False),
    sa.Column("heads", sa.String(64)),
    sa.Column("chronicle", sa.Integer, nullable=False),
    sa.Column("chronicle_hash", sa.String(64)),
)

audit_findings = sa.Table(
    "audit_findings",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("part", sa.String, nullable=False),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("counts_as", sa.String, nullable=False),
    sa.Column("docket", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("seq", sa.Integer),
    sa.Column("assignment", sa.String),
    sa.Column("alert", sa.String),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("english", sa.Text, nullable=False),
    sa.Column("first_seen", Utc, nullable=False),
    sa.Column("last_seen", Utc, nullable=False),
    sa.Column("cleared_at", Utc),
    sa.Index("ix_audit_findings_part", "part"),
    sa.Index("ix_audit_findings_seen", "first_seen"),
)

audited = sa.Table(
    "audited",
    metadata,
    sa.Column("docket", sa.String, primary_key=True),
    sa.Column("head", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("at", Utc, nullable=False, index=True),
    sa.Column("calls_at", Utc),
    sa.Column("relation", sa.Text),
)
