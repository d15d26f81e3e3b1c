"""Does the directory's journal count every change and add up to the directory? Each version keeps before and after."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from thac.domain.findings import Code, Finding, finding
from thac.store import chronicle, directory
from thac.store import tables as t
from thac.store.chronicle import Kind, standing_rows
from thac.store.directory_rows import agency_of, agency_row, imaged, path_of, post_of, post_row

_INSTALLED = "install"


def check_directory(connection: sa.Connection) -> Iterator[Finding]:
    """What does not hold in the journal, and where the directory is not what it adds up to."""
    yield from _journal(connection)
    images = _Images()
    yield from images.go(connection)
    try:
        yield from _present(connection, images.last)
        yield from _standing(connection)
    except (LookupError, ValueError) as error:
        version = directory.version(connection)
        yield finding(Code.DIRECTORY_GAP, "", version=version, what=f"the directory is no tree ({error})")


def _journal(connection: sa.Connection) -> Iterator[Finding]:
    """Versions count from 1 without a gap, and each changed as many rows as it says."""
    counted: dict[int, dict[str, int]] = {}
    changed = t.directory_changes.c
    is_agency = sa.case((changed.subject == changed.agency, 1), else_=0)
    grouped = sa.select(changed.version, sa.func.count(), sa.func.sum(is_agency)).group_by(changed.version)
    for version, rows, agencies in connection.execute(grouped):
        counted[version] = {"agencies": agencies, "posts": rows - agencies}
    expected = 0
    for row in connection.execute(sa.select(t.directory_journal).order_by(t.directory_journal.c.version)):
        for missing in range(expected + 1, row.version):
            yield finding(Code.DIRECTORY_GAP, "", version=missing, what="it is missing")
        expected = row.version
        found = counted.pop(row.version, {"agencies": 0, "posts": 0})
        if row.kind != _INSTALLED and found != json.loads(row.change):
            yield finding(Code.DIRECTORY_GAP, "", version=row.version, what=f"it says {row.change}, kept are {found}")
    for version in sorted(counted):
        yield finding(Code.DIRECTORY_GAP, "", version=version, what="its changes are kept and it is missing")


class _Images:
    """The rows that each version changed: as one left it, the next found it."""

    def __init__(self) -> None:
        self.last: dict[str, tuple[int, Mapping[str, Any]]] = {}

    def go(self, connection: sa.Connection) -> Iterator[Finding]:
        changed = t.directory_changes.c
        for row in connection.execute(sa.select(t.directory_changes).order_by(changed.version, changed.subject)):
            try:
                before = None if row.before is None else imaged(row.before)
                after = imaged(row.after)
            except (TypeError, ValueError) as error:
                what = f"what it changed of {row.subject} cannot be read ({error})"
                yield finding(Code.DIRECTORY_GAP, "", version=row.version, what=what)
                continue
            if row.subject in self.last:
                known = self.last[row.subject][1]
                if before != known:
                    yield _differs(row.subject, row.version, before or {}, known)
            self.last[row.subject] = (row.version, after)


def _present(connection: sa.Connection, last: Mapping[str, tuple[int, Mapping[str, Any]]]) -> Iterator[Finding]:
    agencies = {row["id"]: row for row in connection.execute(sa.select(t.agencies)).mappings()}
    rows: dict[str, Mapping[str, Any]] = {id_: agency_row(agency_of(row)) for id_, row in agencies.items()}
    for row in connection.execute(sa.select(t.posts)).mappings():
        post = post_of(row)
        rows[post.id] = post_row(post)
    for subject, (version, expected) in sorted(last.items()):
        found = rows.get(subject, {})
        if found != expected:
            yield _differs(subject, version, found, expected)
    tree = directory.load(connection)
    for agency in tree:
        if agencies[agency.id]["path"] != path_of(agency.id, tree):
            yield finding(Code.DIRECTORY_DIFFERS, "", subject=agency.id, version=tree.version, column="path")


def _standing(connection: sa.Connection) -> Iterator[Finding]:
    """Undone change by change the directory comes to what it was when it was entered as a whole."""
    here = t.chronicle.c
    present = directory.load(connection)
    for row in connection.execute(sa.select(t.chronicle).where(here.kind == Kind.STANDING.value).order_by(here.seq)):
        try:
            tree = directory.as_it_stood(connection, present, int(row.subject))
        except (LookupError, TypeError, ValueError) as error:
            yield finding(Code.DIRECTORY_GAP, "", version=int(row.subject), what=f"it cannot be restored ({error})")
            continue
        rows = standing_rows(map(agency_row, tree), map(post_row, tree.posts()))
        if chronicle.digest_of(rows) != row.digest:
            yield finding(Code.RECORD_ALTERED, "", kind=row.kind, subject=row.subject, entry=row.seq)


def _differs(subject: str, version: int, found: Mapping[str, Any], expected: Mapping[str, Any]) -> Finding:
    columns = [name for name, value in expected.items() if found.get(name) != value]
    return finding(
        Code.DIRECTORY_DIFFERS, "", subject=subject, version=version, column=", ".join(columns) or "(no row)"
    )
