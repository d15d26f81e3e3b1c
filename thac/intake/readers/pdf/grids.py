"""Which letters stand in which cell of a ruled table: by the lines that are drawn around them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from thac.intake.readers.pdf.rows import rows_of
from thac.intake.readers.pdf.seen import Glyph, Rule
from thac.intake.readers.tables import Box, Passage, Table

_NEAR: Final = 3.0
"""Points within which two lines are one, or meet."""
_MOST_RULES: Final = 2_000
_MIDDLE: Final = 0.3
"""So many sizes above its baseline a letter has its middle."""


@dataclass(slots=True)
class Grid:
    """Lines that meet each other: where the columns and rows of a table part, and the letters between them."""

    levels: list[Rule]
    uprights: list[Rule]
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def columns(self) -> list[float]:
        """Where columns part, from the left."""
        return _distinct(rule.at for rule in self.uprights)

    @property
    def rows(self) -> list[float]:
        """Where rows part, from the top."""
        return _distinct(rule.at for rule in self.levels)[::-1]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return max(rule.at for rule in self.levels)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return min(rule.at for rule in self.levels)

    def holds(self, glyph: Glyph) -> bool:
        """Whether a letter stands inside."""
        left, right = self.uprights[0].at, self.uprights[-1].at
        return left - _NEAR <= glyph.x <= right and self.bottom - _NEAR <= _middle(glyph) <= self.top

    def table(self) -> Table:
        """Its cells with what stands in them."""
        columns, rows = self.columns, self.rows
        cells: dict[tuple[int, int, int, int], list[Glyph]] = defaultdict(list)
        places: dict[tuple[float, float], tuple[int, int, int, int]] = {}
        for glyph in self.glyphs:
            spot = (round(glyph.x), round(_middle(glyph)))
            if spot not in places:
                places[spot] = self._cell(glyph.x, _middle(glyph), columns, rows)
            cells[places[spot]].append(glyph)
        boxes = [
            Box(row + 1, column + 1, tuple(_passages(glyphs)), below - row, beyond - column)
            for (row, column, below, beyond), glyphs in sorted(cells.items())
        ]
        return Table(tuple(boxes), ruled=True)

    def _cell(self, x: float, y: float, columns: Sequence[float], rows: Sequence[float]) -> tuple[int, int, int, int]:
        """Row and column of the cell around a point, and the first row and column behind it."""
        uprights = [rule.at for rule in self.uprights if rule.start - _NEAR <= y <= rule.end + _NEAR]
        levels = [rule.at for rule in self.levels if rule.start - _NEAR <= x <= rule.end + _NEAR]
        left = max((at for at in uprights if at <= x + 1), default=columns[0])
        right = min((at for at in uprights if at > x + 1), default=columns[-1])
        top = min((at for at in levels if at >= y), default=rows[0])
        bottom = max((at for at in levels if at < y), default=rows[-1])
        row, column = _index(rows, top), _index(columns, left)
        return row, column, max(row + 1, _index(rows, bottom)), max(column + 1, _index(columns, right))


def grids_of(rules: Sequence[Rule], glyphs: Iterable[Glyph]) -> tuple[list[Grid], list[Glyph]]:
    """The tables of a page from the top, with their letters; and the letters that stand in none."""
    grids = sorted(_grids(rules), key=lambda grid: -grid.top)
    outside: list[Glyph] = []
    for glyph in glyphs:
        grid = next((grid for grid in grids if grid.holds(glyph)), None)
        (outside if grid is None else grid.glyphs).append(glyph)
    return [grid for grid in grids if grid.glyphs], outside


def _grids(rules: Sequence[Rule]) -> list[Grid]:
    levels = _joined(rule for rule in rules if rule.level)
    uprights = _joined(rule for rule in rules if not rule.level)
    if len(levels) + len(uprights) > _MOST_RULES:
        return []
    grids = []
    for group in _meeting(levels, uprights):
        grid = Grid([r for r in group if r.level], sorted((r for r in group if not r.level), key=lambda r: r.at))
        if len(grid.columns) > 1 and len(grid.rows) > 1 and len(grid.columns) + len(grid.rows) > 4:  # noqa: PLR2004
            grids.append(grid)  # a single cell is a frame around something
    return grids


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Lines that go on with each other as one, since borders are drawn cell by cell."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / _NEAR), rule.start)):
        last = joined[-1] if joined else None
        if last is not None and abs(last.at - rule.at) <= _NEAR and rule.start <= last.end + _NEAR:
            joined[-1] = last._replace(end=max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _meeting(levels: Sequence[Rule], uprights: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of lines of which each meets another one."""
    group = {rule: {rule} for rule in (*levels, *uprights)}
    for level in levels:
        for upright in uprights:
            if _meet(level, upright) and group[level] is not group[upright]:
                group[level] |= group[upright]
                for rule in group[upright]:
                    group[rule] = group[level]
    found: list[list[Rule]] = []
    for rules in group.values():
        ordered = sorted(rules)
        if len(rules) > 1 and ordered not in found:
            found.append(ordered)
    return found


def _meet(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _NEAR <= upright.at <= level.end + _NEAR
        and upright.start - _NEAR <= level.at <= upright.end + _NEAR
    )


def _distinct(places: Iterable[float]) -> list[float]:
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > _NEAR:
            distinct.append(place)
    return distinct


def _index(places: Sequence[float], at: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - at))


def _middle(glyph: Glyph) -> float:
    return glyph.y + _MIDDLE * glyph.size


def _passages(glyphs: Iterable[Glyph]) -> list[Passage]:
    rows = rows_of(glyphs)
    return [Passage(row.text(), row is rows[-1]) for row in rows]


def continued(table: Table, more: Table) -> Table:
    """A table with what the next page has of it, where its headings may stand once more and a row may go on."""
    heading = _row_texts(table, 1)
    skipped = 1 if heading and _row_texts(more, 1) == heading else 0
    rest = [box for box in more.boxes if box.row > skipped]
    last = table.height
    boxes = list(table.boxes)
    goes_on = bool(rest) and not any(box.row == skipped + 1 and box.column == 1 and box.text.strip() for box in rest)
    shift = last - skipped - goes_on
    for box in rest:
        if goes_on and box.row == skipped + 1:
            _append(boxes, box, last)
        else:
            boxes.append(replace(box, row=box.row + shift))
    return Table(tuple(sorted(boxes, key=lambda box: (box.row, box.column))), table.ruled)


def _append(boxes: list[Box], box: Box, row: int) -> None:
    """Add what a cell says to the cell that it goes on with."""
    for at, above in enumerate(boxes):
        if above.column == box.column and above.row <= row < above.row + above.rows:
            joined = (*(replace(passage, whole=False) for passage in above.passages), *box.passages)
            boxes[at] = replace(above, passages=joined)
            return
    boxes.append(replace(box, row=row))


def _row_texts(table: Table, row: int) -> list[tuple[int, str]]:
    return [(box.column, " ".join(box.text.split())) for box in table.boxes if box.row == row]
