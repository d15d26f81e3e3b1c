"""The directory in time: closed agencies, bodies outside the chain, posts for a time, and what each version changed."""

import json
from datetime import UTC, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_VIETNAM = timezone(timedelta(hours=7))
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new, and put the changes made so far into the form in which they can be undone."""
    op.add_column("agencies", sa.Column("beside", sa.String))
    op.add_column("agencies", sa.Column("ended_on", sa.Date))
    op.add_column("agencies", sa.Column("successor", sa.String))
    op.add_column("tokens", sa.Column("email", sa.String))
    op.create_table(
        "directory_changes",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text, nullable=False),
    )
    op.create_index("ix_directory_changes_agency", "directory_changes", ["agency", "version"])
    _posts()
    _spaces()
    _journal()


def _spaces() -> None:
    """Ten communes came from the national catalogue with a second space in their names."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(_AGENCIES)).all():
        aliases = [_single(alias) for alias in json.loads(row.aliases)]
        if row.name != _single(row.name) or aliases != json.loads(row.aliases):
            connection.execute(
                sa.update(_AGENCIES)
                .where(_AGENCIES.c.id == row.id)
                .values(name=_single(row.name), aliases=json.dumps(aliases, ensure_ascii=False))
            )
    for row in connection.execute(sa.select(_POSTS).where(_POSTS.c.title.contains("  "))).all():
        connection.execute(
            sa.update(_POSTS)
            .where(_POSTS.c.agency == row.agency, _POSTS.c.role == row.role)
            .values(title=_single(row.title))
        )


def _single(text: str) -> str:
    return " ".join(text.split())


def _posts() -> None:
    with op.batch_alter_table("posts") as posts:
        posts.add_column(sa.Column("since", sa.Date))
        posts.add_column(sa.Column("until", sa.Date))
        posts.add_column(sa.Column("acting", sa.Boolean))
        posts.add_column(sa.Column("away_from", sa.Date))
        posts.add_column(sa.Column("away_until", sa.Date))
        posts.add_column(sa.Column("substitute", sa.String))
    op.execute(sa.text("UPDATE posts SET acting = false"))
    with op.batch_alter_table("posts") as posts:
        posts.alter_column("acting", existing_type=sa.Boolean, nullable=False)


def _journal() -> None:
    with op.batch_alter_table("directory_journal") as journal:
        journal.add_column(sa.Column("kind", sa.String))
        journal.add_column(sa.Column("effective_on", sa.Date))
        journal.add_column(sa.Column("reason", sa.Text))
        journal.add_column(sa.Column("source", sa.Text))
    connection = op.get_bind()
    titles = {f"{row.role}@{row.agency}": row for row in connection.execute(sa.select(_POSTS))}
    for row in connection.execute(sa.select(_JOURNAL)).all():
        change = json.loads(row.change)
        counts = {"agencies": 0, "posts": 1}
        if "installed" in change:
            counts = {"agencies": change["installed"], "posts": len(titles)}
        else:
            post = titles[change["post"]]
            holders = change["holder"]
            connection.execute(
                sa.insert(_CHANGES).values(
                    version=row.version,
                    subject=change["post"],
                    agency=post.agency,
                    before=_image(post, holders["from"]),
                    after=_image(post, holders["to"]),
                )
            )
        day = (row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)).astimezone(_VIETNAM).date()
        kind = "install" if "installed" in change else "post"
        connection.execute(
            sa.update(_JOURNAL)
            .where(_JOURNAL.c.version == row.version)
            .values(kind=kind, effective_on=day, change=json.dumps(counts))
        )
    with op.batch_alter_table("directory_journal") as journal:
        journal.alter_column("kind", existing_type=sa.String, nullable=False)
        journal.alter_column("effective_on", existing_type=sa.Date, nullable=False)


def _image(post: Any, holder: str | None) -> str:
    undated = dict.fromkeys(("since", "until", "away_from", "away_until", "substitute"))
    row = {"agency": post.agency, "role": post.role, "title": post.title, "holder": holder, "acting": False}
    return json.dumps(row | undated, ensure_ascii=False)


_AGENCIES = sa.table("agencies", sa.column("id"), sa.column("name"), sa.column("aliases"))
_POSTS = sa.table("posts", sa.column("agency"), sa.column("role"), sa.column("title"))
_JOURNAL = sa.table(
    "directory_journal",
    sa.column("version"),
    sa.column("at", _MOMENT),
    sa.column("change"),
    sa.column("kind"),
    sa.column("effective_on", sa.Date),
)
_CHANGES = sa.table(
    "directory_changes",
    *(sa.column(name) for name in ("version", "subject", "agency", "before", "after")),
)
