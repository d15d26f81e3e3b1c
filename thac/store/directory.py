"""Where the directory is kept: agencies and posts as they stand, every change under a version of its own.

Each version keeps the rows that it changed as they were before and after. An earlier directory is the present one with
the images before put back, the newest version first.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from thac.domain.agencies import Agency, AgencyId, AgencyTree, Post, PostRole
from thac.domain.calendar import civil_day
from thac.domain.directory_changes import ChangeKind, Changes, OpenWork, refusals, relocated
from thac.domain.directory_refusals import DirectoryCode, DirectoryRefusedError, refusal
from thac.store import chronicle, locks
from thac.store import tables as t
from thac.store.chronicle import Kind
from thac.store.directory_rows import agency_of, agency_row, image, imaged, path_of, post_of, post_row

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Record:
    """Who changes the directory, when he records it, from which day on it holds, why, and by which document."""

    kind: ChangeKind
    by: str
    at: datetime
    effective_on: date
    reason: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change came to: each row before and after; the version is the present one when nothing differs."""

    version: int
    agencies: tuple[tuple[Agency | None, Agency], ...]
    posts: tuple[tuple[Post | None, Post], ...]

    @property
    def nothing(self) -> bool:
        """Whether the directory was so already."""
        return not self.agencies and not self.posts


def version(connection: sa.Connection) -> int:
    """Number of the last change of the directory; 0 while it is empty."""
    return connection.execute(sa.select(sa.func.max(t.directory_journal.c.version))).scalar_one() or 0


def load(connection: sa.Connection) -> AgencyTree:
    """The directory as it stands, all of it of one version."""
    while True:
        at = version(connection)
        agencies = connection.execute(sa.select(t.agencies).order_by(t.agencies.c.path)).mappings().all()
        posts = connection.execute(sa.select(t.posts)).mappings().all()
        # On PostgreSQL a change may have been committed while the tables were read one after the other.
        if at == version(connection):
            return AgencyTree(map(agency_of, agencies), map(post_of, posts), at)


def load_for_change(connection: sa.Connection, read: AgencyTree | None = None) -> AgencyTree:
    """The directory as it stands and stays until this transaction ends.

    That is ``read``, as it was read before, where nothing has changed since.
    """
    locks.hold(connection, locks.DIRECTORY)
    return read if read is not None and read.version == version(connection) else load(connection)


def install(connection: sa.Connection, tree: AgencyTree, by: str, at: datetime) -> None:
    """Put a whole directory into an empty store, as its first version."""
    connection.execute(sa.insert(t.agencies), [_placed(agency, tree) for agency in tree])
    if posts := [post_row(post) for post in tree.posts()]:
        connection.execute(sa.insert(t.posts), posts)
    number = version(connection) + 1
    _journal(connection, Record(ChangeKind.INSTALL, by, at, civil_day(at)), number, len(tree), 0)
    chronicle.note(connection, Kind.DIRECTORY, str(number), at)
    chronicle.note(connection, Kind.STANDING, str(number), at)


def change(connection: sa.Connection, tree: AgencyTree, changes: Changes, record: Record) -> Changed:
    """Write a change under a new version. ``tree`` is the directory as ``load_for_change`` gave it.

    Raises
    ------
    DirectoryRefusedError
        The change is against a rule; every reason is listed and nothing was written.
    """
    judge(connection, tree, changes, record)
    return write(connection, tree, difference(tree, changes), record)


def write(connection: sa.Connection, tree: AgencyTree, differs: Changed, record: Record) -> Changed:
    """Write what differs under a new version; it was judged before, against this directory."""
    if differs.nothing:
        return differs
    made = replace(differs, version=tree.version + 1)
    _journal(connection, record, made.version, len(made.agencies), len(made.posts))
    _write_agencies(connection, tree, made)
    _write_posts(connection, made)
    chronicle.note(connection, Kind.DIRECTORY, str(made.version), record.at)
    return made


def judge(connection: sa.Connection, tree: AgencyTree, changes: Changes, record: Record) -> None:
    """Turn a change away that is against a rule.

    Raises
    ------
    DirectoryRefusedError
        Every reason is listed.
    """
    today = civil_day(record.at)
    found = list(refusals(tree, changes, open_work(connection, relocated(tree, changes)), today))
    if record.effective_on > today:
        days = {"day": f"{record.effective_on:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"}
        found.append(refusal(DirectoryCode.IN_FUTURE, "", "effective_on", **days))
    if found:
        raise DirectoryRefusedError(found)


def difference(tree: AgencyTree, changes: Changes) -> Changed:
    """What a change would make otherwise than it is."""
    known = ((tree.get(one.id), one) for one in changes.agencies)
    held = ((tree.post(one.agency, one.role), one) for one in changes.posts)
    return Changed(
        tree.version,
        tuple(pair for pair in known if pair[0] != pair[1]),
        tuple(pair for pair in held if pair[0] != pair[1]),
    )


def open_work(connection: sa.Connection, agencies: Iterable[AgencyId]) -> OpenWork:
    """The open assignments that the agencies lead or have given out, by directive."""
    wanted = list(dict.fromkeys(agencies))
    found: dict[AgencyId, dict[str, int]] = {}
    rows = t.assignments.c
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for agency in (rows.lead, rows.issuer):
            counted = (
                sa.select(agency, rows.directive, sa.func.count())
                .where(rows.open, agency.in_(some))
                .group_by(agency, rows.directive)
            )
            for one, directive, count in connection.execute(counted):
                by_directive = found.setdefault(one, {})
                by_directive[directive] = by_directive.get(directive, 0) + count
    return found


def fill_post(  # noqa: PLR0913, PLR0917 - which post, by whom, since when
    connection: sa.Connection, agency: AgencyId, role: PostRole, holder: str | None, by: str, at: datetime
) -> None:
    """Name the holder of a post until further notice, or leave it vacant.

    Raises
    ------
    LookupError
        The agency has no such post.
    DirectoryRefusedError
        The agency is closed, or the name cannot be one.
    """
    tree = load_for_change(connection)
    post = tree.post(agency, role)
    if post is None:
        raise LookupError(f"agency {agency} has no post {role}")
    filled = Post(agency, role, post.title, holder)
    change(connection, tree, Changes(posts=(filled,)), Record(ChangeKind.POST, by, at, civil_day(at)))


def as_it_stood(connection: sa.Connection, present: AgencyTree, wanted: int) -> AgencyTree:
    """The directory at an earlier version; before the first one, the first."""
    wanted = max(wanted, 1)
    agencies = {agency.id: agency for agency in present}
    posts = {post.id: post for post in present.posts()}
    undone = connection.execute(
        sa.select(t.directory_changes.c.subject, t.directory_changes.c.agency, t.directory_changes.c.before)
        .where(t.directory_changes.c.version > wanted, t.directory_changes.c.version <= present.version)
        .order_by(t.directory_changes.c.version.desc())
    )
    for subject, agency, before in undone:
        if subject == agency:
            _put_back(agencies, subject, None if before is None else agency_of(imaged(before)))
        else:
            _put_back(posts, subject, None if before is None else post_of(imaged(before)))
    return AgencyTree(agencies.values(), posts.values(), wanted)


class DirectoryCache:
    """The directory in memory, read again when its version changed."""

    def __init__(self) -> None:
        self._tree: AgencyTree | None = None

    def tree(self, connection: sa.Connection) -> AgencyTree:
        """The directory as this transaction sees it."""
        if self._tree is None or self._tree.version != version(connection):
            self._tree = load(connection)
        return self._tree

    def name_of(self, agency: AgencyId) -> str | None:
        """What an agency was called when the directory was looked at last; None where it is not known."""
        return None if self._tree is None else self._tree.name_of(agency)


def _put_back(rows: "dict[str, Any]", subject: str, before: Agency | Post | None) -> None:
    if before is None:
        del rows[subject]
    else:
        rows[subject] = before


def _placed(agency: Agency, tree: AgencyTree) -> dict[str, Any]:
    return agency_row(agency) | {"path": path_of(agency.id, tree)}


def _journal(connection: sa.Connection, record: Record, number: int, agencies: int, posts: int) -> None:
    connection.execute(
        sa.insert(t.directory_journal).values(
            version=number,
            at=record.at,
            by=record.by,
            change=json.dumps({"agencies": agencies, "posts": posts}),
            kind=record.kind.value,
            effective_on=record.effective_on,
            reason=record.reason,
            source=record.source,
        )
    )


def _write_agencies(connection: sa.Connection, tree: AgencyTree, made: Changed) -> None:
    if not made.agencies:
        return
    after = {agency.id: agency for agency in tree} | {agency.id: agency for _, agency in made.agencies}
    grown = AgencyTree(after.values())
    _keep(
        connection,
        made.version,
        [(one.id, one.id, None if old is None else agency_row(old), agency_row(one)) for old, one in made.agencies],
    )
    if new := [_placed(one, grown) for old, one in made.agencies if old is None]:
        connection.execute(sa.insert(t.agencies), new)
    touched = {one.id for old, one in made.agencies if old is not None}
    if any(old is not None and old.parent != one.parent for old, one in made.agencies):
        touched |= {one.id for one in tree if path_of(one.id, tree) != path_of(one.id, grown)}
    if touched:
        rows = [_as_parameters(_placed(after[one], grown)) for one in sorted(touched)]
        connection.execute(_UPDATE_AGENCY, rows)


def _write_posts(connection: sa.Connection, made: Changed) -> None:
    if not made.posts:
        return
    _keep(
        connection,
        made.version,
        [(one.id, one.agency, None if old is None else post_row(old), post_row(one)) for old, one in made.posts],
    )
    if new := [post_row(one) for old, one in made.posts if old is None]:
        connection.execute(sa.insert(t.posts), new)
    if changed := [_as_parameters(post_row(one)) for old, one in made.posts if old is not None]:
        connection.execute(_UPDATE_POST, changed)


def _keep(
    connection: sa.Connection,
    number: int,
    rows: Iterable[tuple[str, AgencyId, Mapping[str, Any] | None, Mapping[str, Any]]],
) -> None:
    connection.execute(
        sa.insert(t.directory_changes),
        [
            {
                "version": number,
                "subject": subject,
                "agency": agency,
                "before": None if before is None else image(before),
                "after": image(after),
            }
            for subject, agency, before, after in rows
        ],
    )


def _as_parameters(row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"to_{name}": value for name, value in row.items()}


def _update(table: sa.Table) -> sa.Update:
    return (
        sa.update(table)
        .where(*(column == sa.bindparam(f"to_{column.name}") for column in table.primary_key))
        .values({column: sa.bindparam(f"to_{column.name}") for column in table.columns if not column.primary_key})
    )


_UPDATE_AGENCY = _update(t.agencies)
_UPDATE_POST = _update(t.posts)
