"""What of a page's first and last rows is not its text: its number, and the footnotes below it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from thac.intake.readers.pdf.rows import Row
from thac.intake.readers.pdf.seen import Page

_PAGE_NUMBER: Final = re.compile(
    r"[\W_]*(?:trang|page)?[\s:]*\d{1,3}(?:\s*(?:/|trên|of)\s*\d{1,3})?[\W_]*", re.IGNORECASE
)
_NOTE: Final = re.compile(r"[(\[]?(\d{1,3}|\*{1,3})[)\].]?\s*(?=\S)")
_SMALLER: Final = 0.93
"""A footnote is set in letters of at most so much of the size of the text."""
_SEPARATOR: Final = 0.5
"""The line above footnotes is at most so long, measured by the page."""
_AT_THE_FOOT: Final = 0.6
"""Footnotes begin below so much of the page."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Rows of a page by what they are; ``numbers`` are those that the footnotes have in the text."""

    text: tuple[Row, ...]
    notes: tuple[Row, ...]
    furniture: tuple[Row, ...]
    numbers: frozenset[str]


def sort_rows(rows: Sequence[Row], page: Page) -> Sorted:
    """Take page number and footnotes from the rows of a page."""
    left = list(rows)
    furniture = [left.pop(at) for at in (0, -1) if left and _PAGE_NUMBER.fullmatch(left[at].text())]
    start = _notes_from(left, page)
    notes = tuple(left[start:])
    return Sorted(tuple(left[:start]), notes, tuple(furniture), frozenset(_numbers(notes)))


def _notes_from(rows: Sequence[Row], page: Page) -> int:
    """The first row of the footnotes; the number of rows where there are none."""
    if not rows:
        return 0
    usual = usual_size(rows)
    start = len(rows)
    for at in range(len(rows) - 1, 0, -1):
        row = rows[at]
        if row.size > _SMALLER * usual or row.y > _AT_THE_FOOT * page.height:
            break
        if _NOTE.match(row.text()) and (_separated(rows[at - 1], row, page) or _referred(rows[:at], row)):
            start = at
    return start


def usual_size(rows: Sequence[Row]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += sum(len(segment.glyphs) for segment in row.segments)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _separated(above: Row, row: Row, page: Page) -> bool:
    """Whether a short line is drawn between two rows, from where the text begins."""
    return any(
        rule.level and row.y < rule.at < above.y and rule.end - rule.start <= _SEPARATOR * page.width
        for rule in page.rules
    )


def _referred(rows: Sequence[Row], note: Row) -> bool:
    """Whether the number of a note stands raised in the text above it."""
    return bool(_numbers((note,)) & {raised for row in rows for raised in _raised(row)})


def _raised(row: Row) -> set[str]:
    numbers: set[str] = set()
    for segment in row.segments:
        held = ""
        for glyph in segment.glyphs:
            if glyph.raised:
                held += glyph.text
            elif held:
                numbers.add(held)
                held = ""
        numbers.add(held)
    return {number.strip("()[]") for number in numbers if number}


def _numbers(notes: Sequence[Row]) -> set[str]:
    return {found[1] for note in notes if (found := _NOTE.match(note.text())) is not None}
