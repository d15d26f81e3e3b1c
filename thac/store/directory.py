"""Where the directory is kept: agencies and posts, every change journaled under a version of its own."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level, Post, PostRole
from thac.store import tables as t


def version(connection: sa.Connection) -> int:
    """Number of the last change of the directory; 0 while it is empty."""
    return connection.execute(sa.select(sa.func.max(t.directory_journal.c.version))).scalar_one() or 0


def load(connection: sa.Connection) -> AgencyTree:
    """The directory as it stands."""
    agencies = [
        Agency(
            row.id,
            Level(row.level),
            row.name,
            row.parent,
            tuple(json.loads(row.fields)),
            tuple(json.loads(row.aliases)),
            row.auto_allocate,
        )
        for row in connection.execute(sa.select(t.agencies).order_by(t.agencies.c.path))
    ]
    posts = [
        Post(row.agency, PostRole(row.role), row.title, row.holder) for row in connection.execute(sa.select(t.posts))
    ]
    return AgencyTree(agencies, posts, version(connection))


def install(connection: sa.Connection, tree: AgencyTree, by: str, at: datetime) -> None:
    """Put a whole directory into an empty store, as its first version."""
    connection.execute(sa.insert(t.agencies), [_agency(agency, tree) for agency in tree])
    connection.execute(sa.insert(t.posts), [_post(post) for post in tree.posts()])
    _journal(connection, {"installed": len(tree)}, by, at)


def fill_post(  # noqa: PLR0913, PLR0917 - which post, by whom, since when
    connection: sa.Connection, agency: AgencyId, role: PostRole, holder: str | None, by: str, at: datetime
) -> None:
    """Name the holder of a post, or leave it vacant.

    Raises
    ------
    LookupError
        The agency has no such post.
    """
    before = connection.execute(
        sa.select(t.posts.c.holder).where(t.posts.c.agency == agency, t.posts.c.role == role.value)
    ).first()
    if before is None:
        raise LookupError(f"agency {agency} has no post {role}")
    connection.execute(
        sa.update(t.posts).where(t.posts.c.agency == agency, t.posts.c.role == role.value).values(holder=holder)
    )
    change = {"post": f"{role}@{agency}", "holder": {"from": before.holder, "to": holder}}
    _journal(connection, change, by, at)


def posts_at(connection: sa.Connection, tree: AgencyTree, wanted: int) -> AgencyTree:
    """The directory as it stood at an earlier version, from the journal's changes undone one by one."""
    holders: dict[str, str | None] = {}
    later = connection.execute(
        sa.select(t.directory_journal.c.change)
        .where(t.directory_journal.c.version > wanted)
        .order_by(t.directory_journal.c.version.desc())
    )
    for row in later:
        change = json.loads(row.change)
        if "post" in change:
            holders[change["post"]] = change["holder"]["from"]
    posts = (Post(post.agency, post.role, post.title, holders.get(post.id, post.holder)) for post in tree.posts())
    return AgencyTree(tree, posts, wanted)


class DirectoryCache:
    """The directory in memory, read again when its version changed."""

    def __init__(self) -> None:
        self._tree: AgencyTree | None = None

    def tree(self, connection: sa.Connection) -> AgencyTree:
        """The directory as this transaction sees it."""
        if self._tree is None or self._tree.version != version(connection):
            self._tree = load(connection)
        return self._tree


def _journal(connection: sa.Connection, change: dict[str, Any], by: str, at: datetime) -> None:
    connection.execute(
        sa.insert(t.directory_journal).values(
            version=version(connection) + 1, at=at, by=by, change=json.dumps(change, ensure_ascii=False)
        )
    )


def _agency(agency: Agency, tree: AgencyTree) -> dict[str, Any]:
    return {
        "id": agency.id,
        "level": agency.level.value,
        "name": agency.name,
        "parent": agency.parent,
        "path": "/".join(tree.path(agency.id)) + "/",
        "fields": json.dumps(agency.fields),
        "aliases": json.dumps(agency.aliases, ensure_ascii=False),
        "auto_allocate": agency.auto_allocate,
    }


def _post(post: Post) -> dict[str, Any]:
    return {"agency": post.agency, "role": post.role.value, "title": post.title, "holder": post.holder}


def paths_below(agencies: Iterable[AgencyId], tree: AgencyTree) -> tuple[str, ...]:
    """The path prefixes under which everything below those agencies stands."""
    return tuple("/".join(tree.path(agency)) + "/" for agency in agencies)
