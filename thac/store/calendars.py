"""Where the calendars are kept: a journal of editions, to which lines are only ever added."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import sqlalchemy as sa

from thac.domain.agencies import Level
from thac.domain.almanac import Almanac, DayChange, DayKind, Days, Edition, Scope
from thac.domain.calendar import Sessions
from thac.store import chronicle, locks
from thac.store import tables as t
from thac.store.chronicle import Kind

BUILT_IN: Final = 1
"""The number of the calendar that the program brings along; the first edition has the next."""


@dataclass(frozen=True, slots=True)
class Record:
    """Who changes the calendars, when he records it, and why."""

    by: str
    at: datetime
    reason: str | None = None


def number(connection: sa.Connection) -> int:
    """The number of the last edition; 0 while there is none."""
    return connection.execute(sa.select(sa.func.max(t.calendar_journal.c.number))).scalar_one() or 0


def load(connection: sa.Connection) -> Almanac:
    """All editions."""
    changes: dict[int, list[DayChange]] = {}
    rows = t.calendar_changes.c
    for row in connection.execute(sa.select(t.calendar_changes).order_by(rows.number, rows.line)):
        changes.setdefault(row.number, []).append(_change_of(row))
    listed = connection.execute(sa.select(t.calendar_journal).order_by(t.calendar_journal.c.number))
    return Almanac(tuple(_edition_of(row, changes.get(row.number, ())) for row in listed))


def planned(almanac: Almanac, record: Record, base: Days, changes: Sequence[DayChange]) -> Edition:
    """The edition that those changes would be. A moment is not before that of the edition before it."""
    last = almanac.editions[-1] if almanac.editions else None
    at = record.at if last is None else max(record.at, last.at)
    rebased = last is not None and last.base.differs(base)
    return Edition(max(BUILT_IN, almanac.number) + 1, at, record.by, record.reason, base, tuple(changes), rebased)


def load_for_change(connection: sa.Connection) -> Almanac:
    """All editions, as they stay until this transaction ends."""
    locks.hold(connection, locks.CALENDARS)
    return load(connection)


def add(connection: sa.Connection, edition: Edition) -> None:
    """Write an edition; it was planned on the almanac that :func:`load_for_change` gave."""
    connection.execute(
        sa.insert(t.calendar_journal).values(
            number=edition.number,
            at=edition.at,
            by=edition.by,
            reason=edition.reason,
            base=_written(edition.base),
            rebased=edition.rebased,
        )
    )
    if rows := list(_rows(edition)):
        connection.execute(sa.insert(t.calendar_changes), rows)
    chronicle.note(connection, Kind.CALENDAR, str(edition.number), edition.at)


class AlmanacCache:
    """The editions in memory, read again when there is a further one."""

    def __init__(self) -> None:
        self._almanac: Almanac | None = None

    def almanac(self, connection: sa.Connection) -> Almanac:
        """The editions as this transaction sees them."""
        if self._almanac is None or self._almanac.number != number(connection):
            self._almanac = load(connection)
        return self._almanac


def _edition_of(row: Any, changes: Sequence[DayChange]) -> Edition:
    kept = json.loads(row.base)
    base = Days(
        date.fromisoformat(kept["first"]),
        date.fromisoformat(kept["last"]),
        frozenset(map(date.fromisoformat, kept["off"])),
        frozenset(map(date.fromisoformat, kept["on"])),
    )
    return Edition(row.number, row.at, row.by, row.reason, base, tuple(changes), row.rebased)


def _written(base: Days) -> str:
    days = {name: sorted(map(date.isoformat, found)) for name, found in (("off", base.off), ("on", base.on))}
    return json.dumps({"first": base.first.isoformat(), "last": base.last.isoformat(), **days})


def _rows(edition: Edition) -> Iterator[dict[str, Any]]:
    for line, change in enumerate(edition.changes, 1):
        level = change.scope.level
        yield {
            "number": edition.number,
            "line": line,
            "kind": change.kind.value,
            "level": None if level is None else level.value,
            "agency": change.scope.agency,
            "first": change.first,
            "last": change.last,
            "weekdays": "".join(map(str, change.weekdays)),
            "sessions": ",".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in change.sessions),
            "document": change.document,
        }


def _change_of(row: Any) -> DayChange:
    return DayChange(
        DayKind(row.kind),
        row.first,
        row.last,
        Scope(None if row.level is None else Level(row.level), row.agency),
        tuple(map(int, row.weekdays)),
        _sessions(row.sessions),
        row.document,
    )


def _sessions(written: str) -> Sessions:
    pairs = (one.split("-") for one in written.split(",") if one)
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)
