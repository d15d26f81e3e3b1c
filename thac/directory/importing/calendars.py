"""Which changes of the calendars the rows of an office's file ask for."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import pairwise
from typing import Final

from thac.directory.importing.cells import Row
from thac.directory.importing.columns import CALENDAR, DAY_KINDS, LEVELS, OPEN_END, WEEKDAYS
from thac.directory.importing.faults import Faults, ImportCode, Place
from thac.directory.importing.sheets import Source, read_sheets
from thac.domain.agencies import AgencyTree
from thac.domain.almanac import DayChange, DayKind, Scope
from thac.domain.calendar import Sessions
from thac.domain.directory_refusals import DirectoryCode, refusal

_SESSION: Final = re.compile(r"(\d{1,2})[:hg.](\d{2})?\s*[-–]\s*(\d{1,2})[:hg.](\d{2})?")
_APART: Final = re.compile(r"\s*[;,]\s*")
_TIMED: Final = frozenset({DayKind.WORK, DayKind.HOURS})


def sessions_of(text: str) -> Sessions | None:
    """The hours that a text like ``07:30-11:30; 13:30-17:00`` means; None where it means none."""
    found: list[tuple[time, time]] = []
    for part in _APART.split(text.strip()):
        match = _SESSION.fullmatch(part)
        if match is None:
            return None
        hours = [int(one or 0) for one in match.groups()]
        if max(hours[0], hours[2]) > 23 or max(hours[1], hours[3]) > 59:  # noqa: PLR2004 - of a clock
            return None
        found.append((time(hours[0], hours[1]), time(hours[2], hours[3])))
    moments = [moment for pair in found for moment in pair]
    in_order = all(one < other for one, other in pairwise(moments))
    return tuple(found) if in_order else None


def read_changes(
    sources: Sequence[Source], tree: AgencyTree, days: tuple[date, date], faults: Faults
) -> tuple[DayChange, ...]:
    """The changes that the files ask for, within those days; every fault is noted, and with one nothing may be done."""
    sheets = read_sheets(sources, faults, (CALENDAR,))
    rows = (Row(sheet, number, cells, faults) for sheet in sheets for number, cells in sheet.rows)
    return tuple(_Reading(tree, days, faults).changes(rows))


class _Reading:
    def __init__(self, tree: AgencyTree, days: tuple[date, date], faults: Faults) -> None:
        self.tree = tree
        self.days = days
        self.faults = faults
        self.told: dict[tuple[Scope, date], Place] = {}

    def changes(self, rows: Iterator[Row]) -> Iterator[DayChange]:
        for row in rows:
            change = self.change(row)
            if change is not None and self.once(row, change):
                yield change

    def change(self, row: Row) -> DayChange | None:
        first, endless = row.day("first"), row.glance("last", OPEN_END) is True
        last = None if endless else row.day("last")
        kind = row.needed("kind", DAY_KINDS)
        if first is None and not row.wrong:
            row.note("first", ImportCode.CELL_EMPTY, expected="ngày, ví dụ 31/12/2026", expected_en="a day")
        scope, sessions = self.scope(row), self.sessions(row, kind)
        weekdays = tuple(sorted({day for day in map(WEEKDAYS.read, self.words(row)) if day is not None}))
        if first is None or kind is None:
            return None
        last = last or first
        if last < first:
            row.wrong = True
            days = {"start": f"{first:%d/%m/%Y}", "end": f"{last:%d/%m/%Y}"}
            self.faults.note_refusal(row.place("last"), refusal(DirectoryCode.DATES_REVERSED, **days))
        for day, column in {last: "last", first: "first"}.items():
            if not self.days[0] <= day <= self.days[1]:
                limits = {"first": f"{self.days[0]:%d/%m/%Y}", "last": f"{self.days[1]:%d/%m/%Y}"}
                row.note(column, ImportCode.DAY_TOO_FAR, day=f"{day:%d/%m/%Y}", **limits)
        if row.wrong or scope is None:
            return None
        until = None if endless else last
        return DayChange(kind, first, until, scope, weekdays, sessions, row.text("document"))

    def words(self, row: Row) -> tuple[str, ...]:
        said = tuple(word for text in row.several("weekdays") for word in _APART.split(text) if word)
        for word in said:
            if WEEKDAYS.read(word) is None:
                row.note("weekdays", ImportCode.NOT_A_CHOICE, value=word, expected=WEEKDAYS.expected)
        return said

    def scope(self, row: Row) -> Scope | None:
        level, agency = row.choice("level", LEVELS), row.code("agency", self.tree.__contains__)
        if level is not None and agency is not None:
            row.note("agency", ImportCode.LEVEL_AND_AGENCY)
            return None
        if agency is not None and agency not in self.tree:
            row.wrong = True
            self.faults.note_refusal(row.place("agency"), refusal(DirectoryCode.UNKNOWN_AGENCY, agency=agency))
            return None
        return Scope(level, agency)

    def sessions(self, row: Row, kind: DayKind | None) -> Sessions:
        text = row.text("sessions")
        if kind is None:
            return ()
        if text is None:
            if kind is DayKind.HOURS and not row.wrong:
                row.note("sessions", ImportCode.HOURS_MISSING, kind=DAY_KINDS.write(kind))
            return ()
        if kind not in _TIMED:
            row.note("sessions", ImportCode.HOURS_UNWANTED, kind=DAY_KINDS.write(kind))
            return ()
        sessions = sessions_of(text)
        if sessions is None:
            row.note("sessions", ImportCode.NOT_HOURS, value=text)
        return sessions or ()

    def once(self, row: Row, change: DayChange) -> bool:
        """Whether no row before this one spoke of the same day for the same agencies."""
        days = list(change.days(*self.days))
        if not days:
            row.note("weekdays", ImportCode.NO_DAYS)
        for day in days:
            before = self.told.setdefault((change.scope, day), row.place())
            if before != row.place():
                row.note("first", ImportCode.DAY_TWICE, day=f"{day:%d/%m/%Y}", place=before)
                break
        return not row.wrong
