"""A store as an earlier program left it: what later revisions made is taken away again."""

from typing import Final

import sqlalchemy as sa

_AFTER_0011: Final = (
    "attachments",
    "contents",
    "sessions",
    "seats",
    "people",
    "oral_orders",
    "search_lines",
    "published",
)
_INDEXES: Final = ("ix_assignments_issuer", "ix_dockets_agency")


def back_to_0010(connection: sa.Connection) -> None:
    """Take away what was made after revision 0010; what stood in it is lost."""
    for table in (*_AFTER_0011, "untold"):
        connection.execute(sa.text(f"DROP TABLE {table}"))
    for index in _INDEXES:
        connection.execute(sa.text(f"DROP INDEX {index}"))
    connection.execute(sa.text("ALTER TABLE notices DROP COLUMN ways"))
    connection.execute(sa.text("UPDATE alembic_version SET version_num = '0010'"))


def back_to_0009(connection: sa.Connection) -> None:
    """And what was made after revision 0009."""
    back_to_0010(connection)
    for table in ("audits", "audit_findings", "audited", "chronicle"):
        connection.execute(sa.text(f"DROP TABLE {table}"))
    connection.execute(sa.text("DROP INDEX ix_answers_docket"))
    connection.execute(sa.text("UPDATE alembic_version SET version_num = '0009'"))
