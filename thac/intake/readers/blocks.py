"""Which lines an element of a web page makes: blocks end lines, what is inline does not, tables keep their cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from thac.intake.limits import Limits
from thac.intake.readers.chrome import INLINE
from thac.intake.readers.tables import Box, Passage, Table
from thac.intake.refusals import FileCode, FileRefusedError

_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_BORDER: Final = re.compile(r"border[\w-]*\s*:\s*(?!none|0|medium none|inherit)", re.IGNORECASE)
_MARKED: Final = re.compile(r"[-–+•*]|\(?(?:\d{1,3}|[a-zđ]|[IVX]{1,5})[.)]")
_MOST_SPANNED: Final = 1_000
_TO_NOTE: Final = re.compile(r"#_?(?:ftn|edn|footnote)", re.IGNORECASE)
_FROM_NOTE: Final = re.compile(r"#_?(?:ftn|edn|footnote)ref", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A line; ``whole`` where its paragraph ends with it, ``note`` where it is a footnote."""

    text: str
    whole: bool = True
    note: bool = False


class Blocks:
    """Takes elements apart, within limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def of(self, element: etree._Element, depth: int = 0) -> list[Block | Table]:
        """The lines and tables of an element in their order."""
        found: list[Block | Table] = []
        line = _Line(found)
        self._read(element, line, depth)
        line.end()
        return found

    def _read(self, element: etree._Element, line: "_Line", depth: int) -> None:
        line.add(element.text, kept=element.tag == "pre")
        for child in element:
            self._child(child, line, depth)
            line.add(child.tail, kept=element.tag == "pre")

    def _child(self, child: etree._Element, line: "_Line", depth: int) -> None:
        if child.tag == "br":
            line.end(whole=False)
        elif child.tag == "table":
            line.end()
            line.found += self._table(child, depth + 1)
        elif child.tag == "a" and _FROM_NOTE.match(child.get("href", "")):
            line.note = True
            line.add(re.sub(r"[\[\]()]", "", "".join(map(str, child.itertext()))) + " ")
        elif child.tag == "a" and _TO_NOTE.match(child.get("href", "")):
            return
        elif child.tag in INLINE:
            self._read(child, line, depth)
        else:
            line.end()
            line.marker = _marker(child)
            self._read(child, line, depth)
            line.end()

    def _table(self, table: etree._Element, depth: int) -> list[Block | Table]:
        if depth > self._limits.depth:
            raise FileRefusedError(FileCode.NESTED_TOO_DEEP)
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in _rows(table)]
        if all(len(cells) <= 1 for cells in rows):
            return [entry for cells in rows for cell in cells for entry in self.of(cell, depth)]
        return [Table(tuple(self._boxes(rows, depth)), _ruled(table, rows))]

    def _boxes(self, rows: list[list[etree._Element]], depth: int) -> Iterator[Box]:
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(rows, 1):
            column = 1
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                down, across = min(_span(cell, "rowspan"), len(rows) - row + 1), _span(cell, "colspan")
                taken.update((row + below, column + beside) for below in range(1, down) for beside in range(across))
                yield Box(row, column, tuple(self._passages(cell, depth)), down, across)
                column += across

    def _passages(self, cell: etree._Element, depth: int) -> Iterator[Passage]:
        for entry in self.of(cell, depth):
            if isinstance(entry, Block):
                yield Passage(entry.text, entry.whole)
            else:
                yield from (passage for box in entry.boxes for passage in box.passages)


class _Line:
    """The line that is being put together, and the lines that are done."""

    def __init__(self, found: list[Block | Table]) -> None:
        self.found = found
        self.marker = ""
        self.note = False
        self._parts: list[str] = []

    def add(self, text: str | None, *, kept: bool = False) -> None:
        """Add words to the line; where spaces are ``kept``, line ends are too."""
        if not text:
            return
        first, *others = text.split("\n") if kept else [text]
        self._parts.append(first)
        for other in others:
            self.end(whole=False)
            self._parts.append(other)

    def end(self, *, whole: bool = True) -> None:
        """End the line."""
        text = _SPACES.sub(" ", "".join(self._parts)).strip()
        self._parts.clear()
        if text:
            marker = self.marker if not _MARKED.match(text) else ""
            self.found.append(Block(marker + text, whole, self.note))
            self.marker, self.note = "", self.note and not whole
        elif whole and self.found and isinstance(last := self.found[-1], Block) and not last.whole:
            self.found[-1] = Block(last.text, whole=True, note=last.note)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for one in table:
        if one.tag == "tr":
            yield one
        elif one.tag in {"tbody", "thead", "tfoot"}:
            yield from (row for row in one if row.tag == "tr")


def _span(cell: etree._Element, name: str) -> int:
    said = cell.get(name, "1").strip()
    return min(_MOST_SPANNED, max(1, int(said))) if said.isdecimal() and len(said) <= len(str(_MOST_SPANNED)) else 1


def _ruled(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    if table.get("border", "0").strip() not in {"", "0"}:
        return True
    styled = [table, *(cell for cells in rows[:2] for cell in cells)]
    return any(_BORDER.search(one.get("style", "")) for one in styled)


def _marker(element: etree._Element) -> str:
    """What a browser prints before an item of a list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None:
        return ""
    if parent.tag != "ol":
        return "- "
    place = 1 + sum(1 for one in element.itersiblings("li", preceding=True))
    return f"{place}. "
