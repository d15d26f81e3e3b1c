"""Which tables there are. The ledger is the truth; assignments and dockets are a read model made from it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[datetime]):
    """A moment: aware and in UTC on both sides, whatever the database keeps."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Any) -> Callable[[Any], Any] | None:
        """Nothing to do for no moment: most of an assignment's have not come yet, and a launch writes thousands."""
        process = super().bind_processor(dialect)
        return process and (lambda value: None if value is None else process(value))

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """UTC on the way in; a moment without zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Aware on the way out."""
        return value if value is None or value.tzinfo is not None else value.replace(tzinfo=UTC)


metadata = sa.MetaData()

directives = sa.Table(
    "directives",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("identity", sa.String, unique=True, nullable=True),
    sa.Column("issuer", sa.String, nullable=False, index=True),
    sa.Column("doc_type", sa.String, nullable=False),
    sa.Column("number", sa.String),
    sa.Column("symbol", sa.String),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("urgency", sa.String, nullable=False),
    sa.Column("implements", sa.String),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("launched_by", sa.Text),
    sa.Column("launched_at", Utc),
    sa.Column("parent", sa.String),
    sa.Column("content", sa.String(64)),
    sa.Column("failure", sa.Text),
    sa.Column("replaced_by", sa.String),
    sa.Index("ix_directives_content", "content", unique=True),
)

draft_requests = sa.Table(
    "draft_requests",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("directive", sa.String, nullable=False),
    sa.Column("at", Utc, nullable=False, index=True),
)

likenesses = sa.Table(
    "likenesses",
    metadata,
    sa.Column("directive", sa.String, primary_key=True),
    sa.Column("issuer", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("runs", sa.LargeBinary, nullable=False),
    sa.Index("ix_likenesses_issuer", "issuer", "size"),
)

distinctions = sa.Table(
    "distinctions",
    metadata,
    sa.Column("directive", sa.String, primary_key=True),
    sa.Column("other", sa.String, primary_key=True),
    sa.Column("share", sa.Float, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

tasks = sa.Table(
    "tasks",
    metadata,
    sa.Column("directive", sa.String, sa.ForeignKey("directives.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("mode", sa.String, nullable=False),
    sa.Column("product", sa.Text),
    sa.Column("tracked", sa.Boolean, nullable=False),
)

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

texts = sa.Table(
    "texts",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

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

sleeping = sa.Table(
    "sleeping",
    metadata,
    sa.Column("docket", sa.String, primary_key=True),
    sa.Column("head", sa.Integer, nullable=False),
    sa.Column("until", Utc, index=True),
    sa.Column("memory", sa.Text, nullable=False),
    sa.Column("woken_by", sa.String),
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("reader", sa.Integer, nullable=False),
    sa.Column("name", sa.String),
    sa.Column("medium", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("lines", sa.Text, nullable=False),
    sa.Column("reading", sa.Text, nullable=False),
    sa.Column("directory_version", sa.Integer, nullable=False),
    sa.Column("read_by", sa.Text, nullable=False),
    sa.Column("read_at", Utc, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("directive", sa.String, index=True),
    sa.Index("ix_documents_file", "agency", "digest", "reader", unique=True),
)

document_versions = sa.Table(
    "document_versions",
    metadata,
    sa.Column("document", sa.String, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("corrections", sa.Text, nullable=False),
    sa.Column("doc_type", sa.String),
    sa.Column("number", sa.String),
    sa.Column("symbol", sa.String),
    sa.Column("subject", sa.Text),
    sa.Column("tasks", sa.Integer, nullable=False),
    sa.Column("violations", sa.Integer, nullable=False),
    sa.Column("warnings", sa.Integer, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

dispositions = sa.Table(
    "dispositions",
    metadata,
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("subjects", sa.Text, nullable=False),
    sa.Column("outcome", sa.String, nullable=False),
    sa.Column("lead", sa.String),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

accepted_conflicts = sa.Table(
    "accepted_conflicts",
    metadata,
    sa.Column("directive", sa.String, primary_key=True),
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("subjects", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("english", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
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

attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("assignment", sa.String, nullable=False, index=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("medium", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("request", sa.String, nullable=False),
)

contents = sa.Table(
    "contents",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

oral_orders = sa.Table(
    "oral_orders",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("request", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("receiver", sa.String, nullable=False, index=True),
    sa.Column("ordered_by", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("lead", sa.String, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("due_at", sa.String(5)),
    sa.Column("captured_by", sa.Text, nullable=False),
    sa.Column("captured_at", Utc, nullable=False),
    sa.Column("directive", sa.String, index=True),
    sa.Column("outcome", sa.String),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", Utc),
    sa.Index("ix_oral_orders_request", "request", unique=True),
    sa.Index("ix_oral_orders_agency", "agency", "outcome", "captured_at"),
)

search_lines = sa.Table(
    "search_lines",
    metadata,
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("plain", sa.Text, nullable=False),
    sa.Column("marked", sa.Text, nullable=False),
)

published = sa.Table(
    "published",
    metadata,
    sa.Column("directive", sa.String, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("public", sa.Boolean, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

READ_MODEL = (dockets, assignments, parties, corrections)
"""The tables that are a pure function of the ledger and are rebuilt from it."""
