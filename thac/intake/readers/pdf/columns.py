"""In which order rows are read where two columns stand beside each other: letterhead, signature beside the copies.

Between two columns runs a gutter that no segment crosses. Rows that share one are read on the left first, then on the
right; a row that crosses it ends them. Within a table these are cells, and ``grids`` has taken those out before.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from thac.intake.readers.pdf.rows import Row, Segment

_NARROWEST: Final = 6.0
"""Points of white that remain of a gutter through all rows."""
_STANDS_OUT: Final = 1.6
"""Of several gaps in a row that of the columns is so many times as wide as the next one."""
_NEAR: Final = 1.9
"""Rows at most so many sizes below each other belong together without another sign of it."""
_FAR: Final = 8.0
"""So far below a row on one side another row with both sides may still follow."""
_MIDDLE: Final = 10.0
_DATE_BROKEN: Final = re.compile(r",\s*ngày\b(?:(?!\bnăm\s*\d).)*$", re.IGNORECASE)
_DATE_GOES_ON: Final = re.compile(r"(?:\d{1,2}\s+)?(?:tháng|năm)\b|\d{1,4}\s*$", re.IGNORECASE)
_ADDRESSEES: Final = re.compile(r"\W*Kính\s+gửi", re.IGNORECASE)
"""What ends a letterhead even where it stands close below its left column."""


class Gutter(NamedTuple):
    """The white between two columns."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left


class Band(NamedTuple):
    """Rows that are read together: one column, or two with the gutter between them."""

    rows: tuple[Row, ...]
    gutter: Gutter | None = None

    @property
    def sides(self) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
        """What stands left and right of the gutter."""
        if self.gutter is None:
            return tuple(row.joined for row in self.rows), ()
        middle = (self.gutter.left + self.gutter.right) / 2
        left = tuple(_side(row, middle, left=True) for row in self.rows if row.left < middle)
        right = tuple(_side(row, middle, left=False) for row in self.rows if row.right > middle)
        return left, right


def bands_of(rows: Sequence[Row]) -> Iterator[Band]:
    """Rows from the top in the order in which they are read."""
    at = 0
    single: list[Row] = []
    while at < len(rows):
        gutter, count = _columns(rows, at)
        if gutter is None:
            single.append(rows[at])
            at += 1
            continue
        if single:
            yield Band(tuple(single))
            single = []
        yield Band(tuple(rows[at : at + count]), gutter)
        at += count
    if single:
        yield Band(tuple(single))


def _columns(rows: Sequence[Row], start: int) -> tuple[Gutter | None, int]:
    """The gutter that begins with a row, and how many rows share it."""
    first = rows[start]
    gaps = sorted(_gaps(first), key=lambda gap: gap.width)
    if not gaps or (len(gaps) > 1 and gaps[-1].width < _STANDS_OUT * gaps[-2].width):
        return None, 0  # one column, or a row that was stretched to the margin
    gutter = gaps[-1]
    count = 1
    for at in range(start + 1, len(rows)):
        narrowed = _narrowed(gutter, rows[at])
        if narrowed is None or not _belongs(rows, at, narrowed):
            break
        gutter = narrowed
        count = at - start + 1
    return gutter, count


def _gaps(row: Row) -> list[Gutter]:
    return [Gutter(left.right, right.left) for left, right in zip(row.segments, row.segments[1:], strict=False)]


def _narrowed(gutter: Gutter, row: Row) -> Gutter | None:
    """What remains of a gutter beside a row; None where the row crosses it."""
    left, right = gutter
    for segment in row.segments:
        starts, stops = segment.left < left, segment.right > right
        if starts and stops:
            return None
        if starts or (not stops and segment.left + segment.right < left + right):
            left = max(left, segment.right)
        else:
            right = min(right, segment.left)
    return Gutter(left, right) if right - left >= _NARROWEST else None


def _belongs(rows: Sequence[Row], at: int, gutter: Gutter) -> bool:
    """Whether a row goes on with the columns: with both sides, close below, or with both sides soon below it."""
    row = rows[at]
    if _ADDRESSEES.match(row.text()) or _is_title(row, rows):
        return False
    if _has_both(row, gutter) or rows[at - 1].y - row.y <= _NEAR * rows[at - 1].size:
        return True
    for below in rows[at:]:
        if row.y - below.y > _FAR * row.size or _narrowed(gutter, below) is None:
            return False
        if _has_both(below, gutter):
            return True
    return False


def _is_title(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a row stands in the middle of the page, where no column has its middle."""
    middle = (min(one.left for one in rows) + max(one.right for one in rows)) / 2
    return len(row.segments) == 1 and abs((row.left + row.right) / 2 - middle) <= _MIDDLE


def _has_both(row: Row, gutter: Gutter) -> bool:
    return row.left < gutter.left and row.right > gutter.right


def _side(row: Row, middle: float, *, left: bool) -> Segment:
    glyphs = [glyph for segment in row.segments if (segment.left < middle) is left for glyph in segment.glyphs]
    return Segment(glyphs[0].y, tuple(glyphs))


def lines_of(segments: Sequence[Segment], dropped: frozenset[str]) -> list[str]:
    """What a column says, a date that is broken over two rows in one line."""
    lines: list[str] = []
    for segment in segments:
        text = segment.text(dropped)
        if lines and _DATE_BROKEN.search(lines[-1]) and _DATE_GOES_ON.match(text):
            lines[-1] = f"{lines[-1]} {text}"
        else:
            lines.append(text)
    return lines
