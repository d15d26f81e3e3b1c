"""What happened to the directory: its versions one by one, and what an agency was called at which time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.domain.directory_changes import ChangeKind
from thac.store import tables as t
from thac.store.queries.pages import Page, Window, page


@dataclass(frozen=True, slots=True)
class Difference:
    """One agency or post that a version changed: the values that differ, as they were and as they became.

    ``before`` is None where it was added.
    """

    subject: str
    agency: AgencyId
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the directory: who recorded it when, since when it holds, why, and how many rows it changed."""

    number: int
    kind: ChangeKind
    at: datetime
    by: str
    effective_on: date
    reason: str | None
    source: str | None
    agencies: int
    posts: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name an agency had: from ``since`` (None: since the directory began) to the day before ``until``."""

    name: str
    since: date | None
    until: date | None


def journal(connection: sa.Connection, window: Window, agency: AgencyId | None = None) -> Page[Version]:
    """The versions of the directory, the newest first; of one agency, those that changed it or its posts."""
    rows = t.directory_journal.c
    wanted: sa.ColumnElement[bool] = sa.true()
    if agency is not None:
        changed = t.directory_changes.c
        wanted = sa.exists().where(changed.version == rows.version, changed.agency == agency)
    counted = sa.select(sa.func.count()).select_from(t.directory_journal).where(wanted)
    listed = sa.select(t.directory_journal).where(wanted).order_by(rows.version.desc())
    return page(connection, counted, listed, window, _version)


def differences(
    connection: sa.Connection, number: int, window: Window, agency: AgencyId | None = None
) -> Page[Difference]:
    """What one version changed, by agency and post; the version that installed the directory lists nothing."""
    rows = t.directory_changes.c
    wanted = rows.version == number
    if agency is not None:
        wanted &= rows.agency == agency
    counted = sa.select(sa.func.count()).select_from(t.directory_changes).where(wanted)
    listed = sa.select(t.directory_changes).where(wanted).order_by(rows.agency, rows.subject)
    return page(connection, counted, listed, window, _difference)


def names(connection: sa.Connection, agency: AgencyId) -> tuple[Name, ...]:
    """The names of an agency over time, the first one first; by the day from which on a change held.

    What was recorded later with an earlier day takes the place of what was thought to hold from that day on.

    Raises
    ------
    LookupError
        The directory has no such agency.
    """
    present = connection.execute(sa.select(t.agencies.c.name).where(t.agencies.c.id == agency)).scalar_one_or_none()
    if present is None:
        raise LookupError(f"the directory has no agency {agency}")
    changed = t.directory_changes.c
    found = connection.execute(
        sa.select(changed.before, changed.after, t.directory_journal.c.effective_on)
        .join(t.directory_journal, t.directory_journal.c.version == changed.version)
        .where(changed.agency == agency, changed.subject == agency)
        .order_by(changed.version)
    ).all()
    held: list[tuple[date | None, str]] = []
    for before, after, effective_on in found:
        name = json.loads(after)["name"]
        if before is None:
            held = [(effective_on, name)]
        elif (former := json.loads(before)["name"]) != name:
            held = [one for one in held or [(None, former)] if one[0] is None or one[0] < effective_on]
            held.append((effective_on, name))
    return _intervals(held or [(None, present)])


def name_on(held: Sequence[Name], day: date) -> str | None:
    """What the agency was called on that day; None before it was founded."""
    return next(
        (one.name for one in reversed(held) if one.since is None or one.since <= day),
        None,
    )


def _intervals(held: Sequence[tuple[date | None, str]]) -> tuple[Name, ...]:
    ends = [since for since, _ in held[1:]]
    return tuple(Name(name, since, until) for (since, name), until in zip(held, [*ends, None], strict=True))


def _version(row: Any) -> Version:
    counts = json.loads(row.change)
    return Version(
        row.version,
        ChangeKind(row.kind),
        row.at,
        row.by,
        row.effective_on,
        row.reason,
        row.source,
        counts["agencies"],
        counts["posts"],
    )


def _difference(row: Any) -> Difference:
    after: dict[str, Any] = json.loads(row.after)
    if row.before is None:
        return Difference(row.subject, row.agency, None, after)
    before: dict[str, Any] = json.loads(row.before)
    differ = [name for name, value in after.items() if before[name] != value]
    return Difference(
        row.subject, row.agency, {name: before[name] for name in differ}, {name: after[name] for name in differ}
    )
