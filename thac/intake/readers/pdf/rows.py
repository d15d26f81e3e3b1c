"""Which letters stand in one row, and which of them make a segment: by their places alone.

A footnote's number, small and raised, belongs to the row it is raised from.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from thac.intake.readers.pdf.seen import Glyph

_SAME_BASELINE: Final = 0.14
_RAISED_BY: Final = 0.65
_RAISED_SIZE: Final = 0.86
_UNITS: Final = frozenset(("m", "mm", "cm", "dm", "km"))
"""Behind these a raised number is a power and not that of a footnote."""
_BEFORE: Final = 3.0
"""So many sizes before its row a raised number may stand, as that of a footnote does."""
_MOST_RAISED: Final = 24
_SPACE: Final = 0.13
"""A gap of so many sizes parts two words even where no space is drawn: half of one, since letters reach over."""
_APART: Final = 1.2
"""A gap of so many sizes parts two segments: columns, or what a tab sets apart."""
_BESIDE: Final = 0.6
"""Baselines that differ by less than so many sizes may be those of one row with two columns."""
_BLANKS: Final = (
    (re.compile(r"^\W*Số\s*:?\s*$", re.IGNORECASE), re.compile(r"\s*(?:[/\-–]\s*\w|\d)")),
    (re.compile(r"\bngày\s*\d{0,2}\s*$", re.IGNORECASE), re.compile(r"\s*tháng\b", re.IGNORECASE)),
    (re.compile(r"\btháng\s*\d{0,2}\s*$", re.IGNORECASE), re.compile(r"\s*năm\b", re.IGNORECASE)),
)
"""What stands before and after a blank that a hand fills in."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Letters of a row that stand together, from left to right."""

    y: float
    glyphs: tuple[Glyph, ...]

    @property
    def left(self) -> float:
        """Where its first letter starts."""
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        """Where its last letter ends."""
        return self.glyphs[-1].right

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2]

    def text(self, dropped: frozenset[str] = frozenset()) -> str:
        """What it says, without the raised numbers that are to be dropped."""
        return "".join(_words(self.glyphs, dropped))

    @property
    def first_word(self) -> float:
        """How wide its first word is."""
        end = self.glyphs[0].right
        for glyph in self.glyphs[1:]:
            if glyph.x - end > _SPACE * glyph.size:
                break
            end = glyph.right
        return end - self.left


@dataclass(frozen=True, slots=True)
class Row:
    """Segments beside each other."""

    y: float
    segments: tuple[Segment, ...]

    @property
    def left(self) -> float:
        """Where it starts."""
        return self.segments[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.segments[-1].right

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.segments, key=lambda segment: len(segment.glyphs)).size

    @property
    def joined(self) -> Segment:
        """The row as one segment."""
        return Segment(self.y, tuple(glyph for segment in self.segments for glyph in segment.glyphs))

    def text(self) -> str:
        """What it says, what is set apart by spaces apart."""
        return "    ".join(segment.text() for segment in self.segments)


def rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """The rows of a page or a cell, from the top."""
    rows: list[Row] = []
    for line in _merged(_baselines(glyphs)):
        segments = tuple(_filled_in(_segments(line)))
        if not segments:
            continue
        row = Row(segments[0].y, segments)
        if rows and _beside(rows[-1], row):
            row = Row(rows[-1].y, tuple(sorted((*rows.pop().segments, *segments), key=lambda segment: segment.left)))
        rows.append(row)
    return rows


def _beside(above: Row, row: Row) -> bool:
    """Whether two rows are one although their baselines differ: copies in small letters beside a signature."""
    apart = _APART * max(above.size, row.size)
    return above.y - row.y < _BESIDE * max(above.size, row.size) and all(
        one.right + apart < other.left or other.right + apart < one.left
        for one in above.segments
        for other in row.segments
    )


def _baselines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        if lines and lines[-1][0].y - glyph.y <= max(1.0, _SAME_BASELINE * glyph.size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _merged(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """Small raised letters back into the line that they are raised from, which comes next below them."""
    merged: list[list[Glyph]] = []
    above: list[Glyph] | None = None
    for line in lines:
        if above is not None:
            if _raised(above, line):
                line += (glyph._replace(raised=True) for glyph in above)  # noqa: PLW2901
            else:
                merged.append(above)
        above = line
    return merged if above is None else [*merged, above]


def _raised(small: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    if len(small) > _MOST_RAISED:
        return False
    size = max(glyph.size for glyph in line)
    return (
        small[0].y - line[0].y <= _RAISED_BY * size
        and all(glyph.size <= _RAISED_SIZE * size for glyph in small)
        and min(glyph.x for glyph in line) <= min(glyph.x for glyph in small) + _BEFORE * size
    )


def _segments(line: list[Glyph]) -> Iterator[Segment]:
    line.sort(key=lambda glyph: glyph.x)
    held: list[Glyph] = []
    end = 0.0
    for glyph in line:
        if held and glyph.x - end > _APART * max(glyph.size, held[0].size):
            yield _segment(held)
            held = []
        held.append(glyph)
        end = max(end, glyph.right) if len(held) > 1 else glyph.right
    if held:
        yield _segment(held)


def _filled_in(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Segments of which none begins behind a blank to be filled in ("Số:      /UBND", "ngày      tháng")."""
    before: Segment | None = None
    for segment in segments:
        if before is not None and _is_blank(before.text(), segment.text()):
            before = Segment(before.y, (*before.glyphs, *segment.glyphs))
            continue
        if before is not None:
            yield before
        before = segment
    if before is not None:
        yield before


def _is_blank(before: str, after: str) -> bool:
    return any(start.search(before) and end.match(after) for start, end in _BLANKS)


def _segment(glyphs: list[Glyph]) -> Segment:
    level = next((glyph.y for glyph in glyphs if not glyph.raised), glyphs[0].y)
    return Segment(level, tuple(glyphs))


def _words(glyphs: Sequence[Glyph], dropped: frozenset[str]) -> Iterator[str]:
    """The letters with spaces between words; what is raised stays with what it is raised from, or is dropped."""
    end: float | None = None
    before = ""
    for raised, group in groupby(glyphs, key=lambda glyph: glyph.raised):
        run = list(group)
        if raised and before not in _UNITS and "".join(glyph.text for glyph in run) in dropped:
            end = max(end or 0.0, run[-1].right)
            continue
        for glyph in run:
            if end is not None and not raised and glyph.x - end > _SPACE * glyph.size:
                yield " "
            yield glyph.text
            end, before = glyph.right, glyph.text
