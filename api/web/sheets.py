"""How is a table written as a workbook (.xlsx)? What looks like a formula stays text, whoever wrote it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

from fastapi import Response
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from api.apart import apart

MEDIA: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | float | date | None
LONG: Final = 2_000
"""So many rows take longer to write than a process takes to begin."""
_LONGEST: Final = 32_767
"""So many characters a cell holds."""
_HEAD, _BODY = "Thác head", "Thác body"
"""Styles by name: giving a cell what its style consists of takes most of the time of writing a long table."""
_NARROW, _WIDE, _TITLE = 8, 60, 31
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, a sentence above it, what its columns are called, and its rows."""

    title: str
    note: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The tables as one workbook; a long one is written by a process of its own, so that no other page waits for it."""
    long = sum(len(one.rows) for one in sheets) > LONG
    return apart(written, sheets) if long else written(sheets)


def written(sheets: Sequence[Sheet]) -> bytes:
    """The same, written here."""
    book = Workbook()
    for style in (_head(), _body()):
        book.add_named_style(style)
    for number, sheet in enumerate(sheets):
        at = book.active if number == 0 else book.create_sheet()
        assert isinstance(at, Worksheet)  # noqa: S101 - a new workbook has one
        _fill(at, sheet)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def attached(content: bytes, name: str, media: str = MEDIA) -> Response:
    """A file to be kept by whoever asked for it."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media, headers=headers)


def printable(text: str) -> str:
    """A text without the characters that no XML may hold, whoever wrote them."""
    return _UNWRITABLE.sub("", text)


def _fill(at: Worksheet, sheet: Sheet) -> None:
    at.title = sheet.title[:_TITLE]
    _put(at, 1, 1, sheet.note)
    for column, name in enumerate(sheet.head, 1):
        _put(at, 2, column, name, _HEAD)
        at.column_dimensions[get_column_letter(column)].width = _width(sheet, column - 1)
    for number, row in enumerate(sheet.rows, 3):
        for column, value in enumerate(row, 1):
            _put(at, number, column, value, _BODY)
    at.freeze_panes = "A3"


def _head() -> NamedStyle:
    return NamedStyle(_HEAD, font=Font(bold=True), alignment=Alignment(wrap_text=True, vertical="top"))


def _body() -> NamedStyle:
    return NamedStyle(_BODY, alignment=Alignment(wrap_text=True, vertical="top"))


def _put(at: Worksheet, row: int, column: int, value: Value, style: str = "Normal") -> None:
    """Write a value; a text is never taken for a formula, also when it is opened for editing."""
    cell = at.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged
    cell.style = style
    if not isinstance(value, str):
        cell.value = value
        return
    text = printable(value)[:_LONGEST]
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_BEGINS_FORMULA):
        cell.quotePrefix = True


def _width(sheet: Sheet, column: int) -> int:
    said = [len(str(row[column])) for row in sheet.rows[:200] if row[column] is not None]
    return min(max(_NARROW, len(sheet.head[column]) // 2, *said, 0), _WIDE)
