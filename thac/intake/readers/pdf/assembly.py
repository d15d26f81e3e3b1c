"""How the pages of a PDF become one text: tables that go on, headers that repeat, scans among the pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeAlias

from thac.intake.limits import Limits
from thac.intake.readers.pdf.columns import Band, bands_of, lines_of
from thac.intake.readers.pdf.feet import sort_rows
from thac.intake.readers.pdf.flow import Joint, Layout, Said, habit_of, joined, joint, pitch_of, said, text_margins
from thac.intake.readers.pdf.grids import continued, grids_of
from thac.intake.readers.pdf.page import read_page
from thac.intake.readers.pdf.rows import Row, rows_of
from thac.intake.readers.pdf.seen import Page
from thac.intake.readers.sheet import Sheet
from thac.intake.readers.tables import Table, write
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Medium, Place, Transcript

_SCANNED: Final = 0.5
"""A page under a picture of this share of it, with fewer letters than the next number, is a scan."""
_FEW_LETTERS: Final = 100
_MOST_NAMED: Final = 5
_ABOUT: Final = ("Title", "Subject", "Keywords")
_DIGITS: Final = re.compile(r"\d+")
_NOTE_NUMBER: Final = re.compile(r"^(\d{1,3})(?=[^\W\d_])")
_WIDE: Final = 0.7
_SET_FAR_APART: Final = 3.0
_SAME_PLACE: Final = 4.0
_EDGE: Final = 0.07
"""The share of a page above and below its text; Decree 30/2020/NĐ-CP leaves 20 to 25 mm of 297."""


class Printed(NamedTuple):
    """A row in one of two columns, or what is known of a paragraph; ``last`` where column or paragraph ends."""

    text: str
    page: int
    last: bool


class Note(NamedTuple):
    """A row of a footnote."""

    text: str
    page: int


class Ruled(NamedTuple):
    """A table, and where its columns part."""

    table: Table
    page: int
    columns: tuple[float, ...]


Entry: TypeAlias = Said | Printed | Note | Ruled


class Assembly:
    """Goes through the pages of a document once."""

    def __init__(self, document: Any, count: int, limits: Limits) -> None:
        self._document = document
        self._count = count
        self._sheet = Sheet(Medium.PDF, limits)
        self._head = True
        self._scanned: list[int] = []
        self._blank = 0

    def transcript(self) -> Transcript:
        """Everything it says.

        Raises
        ------
        FileRefusedError
            ``scanned`` when its first page or half of it has no text layer.
        """
        for about in _ABOUT:
            self._sheet.margin(self._document.get_metadata_value(about))
        entries: list[Entry] = []
        length = 0
        for number in range(1, self._count + 1):
            page = read_page(self._document, number)
            length += page.letters
            self._sheet.expect(length)
            self._look_at(page)
            for entry in self._entries(page):
                _add(entries, entry)
        self._refuse_scans()
        self._write(self._without_running_heads(entries))
        return self._sheet.transcript(self._count, tuple(self._scanned))

    def _look_at(self, page: Page) -> None:
        self._sheet.pictures += page.pictures
        self._sheet.margin(page.turned)
        for line in page.laid_over:
            self._sheet.margin(line)
        if page.covered >= _SCANNED and page.letters < _FEW_LETTERS:
            self._scanned.append(page.number)
        self._blank += not page.glyphs

    def _refuse_scans(self) -> None:
        scanned = list(range(1, self._count + 1)) if self._blank == self._count else self._scanned
        if 1 in scanned or 2 * len(scanned) >= self._count:
            named = ", ".join(map(str, scanned[:_MOST_NAMED])) + (", …" if len(scanned) > _MOST_NAMED else "")
            raise FileRefusedError(FileCode.SCANNED, pages=named)

    # -------------------------------------------------------------------------------------------------------- one page

    def _entries(self, page: Page) -> Iterator[Entry]:
        grids, outside = grids_of(page.rules, page.glyphs)
        rows = sort_rows(rows_of(outside), page)
        for row in rows.furniture:
            self._sheet.margin(row.text())
        flow = _Flow(page, rows.text, rows.numbers)
        left = list(rows.text)
        for grid in grids:
            above = [row for row in left if row.y > grid.top]
            left = left[len(above) :]
            yield from self._stretch(above, flow)
            yield Ruled(grid.table(), page.number, tuple(grid.columns))
        yield from self._stretch(left, flow)
        for row in rows.notes:
            yield Note(_NOTE_NUMBER.sub(r"\1 ", row.text()), page.number)

    def _stretch(self, rows: Sequence[Row], flow: "_Flow") -> Iterator[Entry]:
        """Rows between two tables."""
        for band in bands_of(rows):
            if band.gutter is None or self._is_one_line(band):
                for row in band.rows:
                    self._head &= not (len(row.segments) == 1 and flow.is_wide(row))
                    yield flow.said(row)
            else:
                for side in band.sides:
                    lines = lines_of(side, flow.numbers)
                    for at, line in enumerate(lines, 1):
                        yield Printed(line, flow.page, at == len(lines))

    def _is_one_line(self, band: Band) -> bool:
        """Whether a single row below the letterhead is one sentence with a tab in it."""
        if band.gutter is None or len(band.rows) > 1 or self._head:
            return False
        return band.gutter.width < _SET_FAR_APART * band.rows[0].size

    # ------------------------------------------------------------------------------------------------------- all pages

    def _without_running_heads(self, entries: Sequence[Entry]) -> list[Entry]:
        """Leave out what stands at the same place of most pages."""
        edges = _outermost(entries)
        places = Counter(map(_place, edges))
        running = {id(row): row for row in edges if places[_place(row)] > 1 and 2 * places[_place(row)] >= self._count}
        for row in running.values():
            self._sheet.margin(row.text)
        return [entry for entry in entries if id(entry) not in running]

    def _write(self, entries: Sequence[Entry]) -> None:
        tables = 0
        for entry in _paragraphs(entries):
            if isinstance(entry, Ruled):
                tables += write(entry.table, self._sheet, tables + 1, entry.page)
            elif isinstance(entry, Note):
                self._sheet.write(entry.text, page=entry.page, place=Place.FOOTNOTE)
            else:
                self._sheet.write(entry.text, page=entry.page, whole=entry.last)


def _paragraphs(entries: Sequence[Entry]) -> Iterator[Printed | Note | Ruled]:
    """The entries, with rows that are surely of one paragraph put together; footnotes wait for its end."""
    habit = habit_of([entry for entry in entries if isinstance(entry, Said)])
    flow = [entry for entry in entries if not isinstance(entry, Note)]
    after = {id(entry): following for entry, following in pairwise(flow)}
    held: Printed | None = None
    notes: list[Note] = []
    for entry in entries:
        if isinstance(entry, Note):
            notes.append(entry)
        elif isinstance(entry, Said):
            following = after.get(id(entry))
            between = joint(entry, following if isinstance(following, Said) else None, habit)
            text, page = (entry.text, entry.page) if held is None else (joined(held.text, entry.text), held.page)
            held = Printed(text, page, between is Joint.END)
            if between is not Joint.WITHIN:
                yield held
                held = None
            if between is Joint.APART:
                yield Printed("", entry.page, last=False)
        else:
            yield entry
        if held is None:
            yield from notes
            notes.clear()


class _Flow:
    """The text of one page; ``numbers`` are those of its footnotes."""

    def __init__(self, page: Page, rows: Sequence[Row], numbers: frozenset[str]) -> None:
        self.page = page.number
        self.numbers = numbers
        margins = text_margins([row.joined for row in rows])
        self._layout = Layout(page.number, margins, pitch_of(row.y for row in rows), max(1.0, page.height))

    def is_wide(self, row: Row) -> bool:
        """Whether a row runs through most of the text."""
        left, right = self._layout.margins
        return row.right - row.left >= _WIDE * (right - left)

    def said(self, row: Row) -> Said:
        """A row of it."""
        return said(row, row.joined.text(self.numbers), self._layout)


def _add(entries: list[Entry], entry: Entry) -> None:
    """Add an entry; a table at the top of a page that goes on with the last one becomes part of it."""
    at = next((at for at in range(len(entries) - 1, -1, -1) if not isinstance(entries[at], Note)), None)
    before = None if at is None else entries[at]
    if (
        at is not None
        and isinstance(entry, Ruled)
        and isinstance(before, Ruled)
        and entry.page > before.page
        and _same_columns(before.columns, entry.columns)
    ):
        entries[at] = Ruled(continued(before.table, entry.table), entry.page, before.columns)
    else:
        entries.append(entry)


def _same_columns(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(
        abs(here - there) <= _SAME_PLACE for here, there in zip(one, other, strict=True)
    )


def _outermost(entries: Sequence[Entry]) -> list[Said]:
    """The first and the last row of each page, where they stand in its margin."""
    flow = [entry for entry in entries if not isinstance(entry, Note)]
    edges: list[Said] = []
    for at, entry in enumerate(flow):
        first = at == 0 or flow[at - 1].page != entry.page
        last = at == len(flow) - 1 or flow[at + 1].page != entry.page
        if isinstance(entry, Said) and (first or last) and not _EDGE < entry.height < 1 - _EDGE:
            edges.append(entry)
    return edges


def _place(entry: Said) -> tuple[str, int]:
    return _DIGITS.sub("#", entry.text), round(entry.y / _SAME_PLACE)
