"""How a file is opened: CSV as Vietnamese Excel and others write it, XLSX sheet by sheet; rows as they stand."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, TypeAlias
from xml.etree.ElementTree import ParseError

import openpyxl

from thac.directory.importing.columns import LAYOUTS, Layout, ignored
from thac.directory.importing.faults import Faults, ImportCode, Place

Raw: TypeAlias = Any
"""What a cell holds before anybody asks what is meant: text, number, truth, day, or nothing."""

_ARCHIVE: Final = b"PK\x03\x04"
_MOST_UNPACKED_MB: Final = 400
_HEADING_WITHIN: Final = 10
"""Above the headings a sheet may have a title and empty rows; so many are looked through."""
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
"""What openpyxl and the standard library raise for archives that are broken, encrypted, or no workbooks."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was handed in: its name and its bytes, or where they lie."""

    name: str
    data: bytes | Path

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Its bytes."""
        with io.BytesIO(self.data) if isinstance(self.data, bytes) else self.data.open("rb") as file:
            yield file


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its rows below the headings: the number of each as the spreadsheet counts, and its cells.

    ``places`` says at which position of a row each column stands, ``zeros`` at which of them some text begins with 0.
    """

    layout: Layout
    file: str
    name: str | None
    headings: tuple[str, ...]
    places: dict[str, int]
    rows: tuple[tuple[int, tuple[Raw, ...]], ...]
    zeros: frozenset[int] = frozenset()

    def keeps_zeros(self, column: str) -> bool:
        """Whether texts of a column are as they were written, and not digits without the zeros in front."""
        return self.name is not None or self.places.get(column) in self.zeros

    def place(self, row: int, column: str | None = None) -> Place:
        """Where a row, or its cell in a column, stands."""
        position = None if column is None else self.places.get(column)
        if position is None:
            return Place(self.file, self.name, row)
        return Place(self.file, self.name, row, letter(position), self.headings[position])


def read_sheets(
    sources: Sequence[Source], faults: Faults, layouts: Sequence[Layout] = tuple(LAYOUTS.values())
) -> tuple[Sheet, ...]:
    """Every sheet of the files that has rows, each one of those layouts; what cannot be read is noted."""
    found: list[Sheet] = []
    for source in sources:
        with source.open() as file:
            start = file.read(4)
            file.seek(0)
            reader = _of_workbook if start == _ARCHIVE else _of_csv
            found += reader(source.name, file, faults, layouts)
    if not found and not faults:
        for source in sources:
            faults.note(Place(source.name), ImportCode.NOTHING_TO_IMPORT)
    return tuple(found)


def letter(position: int) -> str:
    """The letters of a column: ``A`` for 0, ``AA`` for 26."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _of_workbook(name: str, file: IO[bytes], faults: Faults, layouts: Sequence[Layout]) -> Iterator[Sheet]:
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist()) // 1_000_000
        if size > _MOST_UNPACKED_MB:
            faults.note(Place(name), ImportCode.FILE_TOO_LARGE, size=size, limit=_MOST_UNPACKED_MB)
            return
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        try:
            for page in book.worksheets:
                page.reset_dimensions()  # what a file says of its size may be wrong
                rows = enumerate(page.iter_rows(values_only=True), start=1)
                yield from _sheet((name, page.title), rows, faults, layouts)
        finally:
            book.close()
    except _UNREADABLE as error:
        faults.note(Place(name), ImportCode.UNREADABLE_FILE, why=str(error) or type(error).__name__)


def _of_csv(name: str, file: IO[bytes], faults: Faults, layouts: Sequence[Layout]) -> Iterator[Sheet]:
    start = file.read(4)
    file.seek(0)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        faults.note(Place(name), ImportCode.UNREADABLE_FILE, why=".xls")
        return
    # Excel's "Unicode text" is UTF-16; everything else is UTF-8, with or without its mark.
    encoding = "utf-16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    row = 0

    def counted(reader: Iterator[list[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
        nonlocal row
        for row, cells in enumerate(reader, start=1):
            yield row, tuple(cells)

    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        separator = _separator(text, layouts)
        text.seek(0)
        rows = counted(csv.reader(text, delimiter=separator, strict=True))
        yield from _sheet((name, None), rows, faults, layouts)
    except UnicodeError:
        faults.note(Place(name), ImportCode.NOT_UTF8)
    except csv.Error as error:
        faults.note(Place(name, row=row + 1), ImportCode.BROKEN_CSV, why=error)
    finally:
        text.detach()  # whoever opened the file closes it


def _separator(text: IO[str], layouts: Sequence[Layout]) -> str:
    """The sign under which the first rows hold most headings: Excel writes ";" where the comma is for decimals."""
    lines = [line for _, line in zip(range(_HEADING_WITHIN), text, strict=False)]

    def known(separator: str) -> int:
        try:
            rows = list(csv.reader(lines, delimiter=separator))
        except csv.Error:
            return 0
        return max((_fit(row, layout)[1] for row in rows for layout in layouts), default=0)

    return max(";,\t", key=known) if lines else ","


def _fit(cells: Sequence[Raw], layout: Layout) -> tuple[bool, int]:
    """Whether a row has the headings that the layout needs, and how many it knows of them."""
    known = {column.name for cell in cells if isinstance(cell, str) and (column := layout.column(cell))}
    needed = {column.name for column in layout.columns if column.required}
    return needed <= known, len(known)


def _sheet(
    named: tuple[str, str | None],
    rows: Iterator[tuple[int, tuple[Raw, ...]]],
    faults: Faults,
    layouts: Sequence[Layout],
) -> Iterator[Sheet]:
    file, name = named
    first = [(number, cells) for number, cells in islice(rows, _HEADING_WITHIN)]
    if not any(_filled(cells) for _, cells in first) and not any(_filled(cells) for _, cells in rows):
        return
    ranked = [
        (*_fit(cells, layout), -position, layout, cells)
        for position, (_, cells) in enumerate(first)
        for layout in layouts
    ]
    fits, known, position, layout, headings = max(ranked, key=lambda one: one[:3])
    if not known or (not fits and known == 1):
        expected = "; ".join(f"{one.title}: {one.names}" for one in layouts)
        faults.note(Place(file, name), ImportCode.UNKNOWN_SHEET, rows=_HEADING_WITHIN, expected=expected)
        return
    start = -position
    places = _columns(Place(file, name, first[start][0]), layout, headings, faults)
    below = [*first[start + 1 :], *rows]
    kept = tuple((number, cells) for number, cells in below if _filled(cells))
    if kept:
        zeros = frozenset(
            position
            for position in places.values()
            if any(
                isinstance(cell := cells[position], str) and cell[:1] == "0"
                for _, cells in kept
                if len(cells) > position
            )
        )
        yield Sheet(layout, file, name, tuple(map(_heading, headings)), places, kept, zeros)


def _columns(row: Place, layout: Layout, headings: Sequence[Raw], faults: Faults) -> dict[str, int]:
    places: dict[str, int] = {}
    for position, cell in enumerate(headings):
        heading = _heading(cell)
        here = Place(row.file, row.sheet, row.row, letter(position), heading)
        column = layout.column(heading)
        if column is None:
            if not ignored(heading):
                faults.note(here, ImportCode.UNKNOWN_COLUMN, heading=heading, sheet=layout.title, expected=layout.names)
        elif column.name in places:
            faults.note(here, ImportCode.COLUMN_TWICE, heading=heading, other=letter(places[column.name]))
        else:
            places[column.name] = position
    for column in layout.columns:
        if column.required and column.name not in places:
            faults.note(row, ImportCode.COLUMN_MISSING, heading=column.headings[0], sheet=layout.title)
    return places


def _heading(cell: Raw) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _filled(cells: Sequence[Raw]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in cells)
