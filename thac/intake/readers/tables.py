"""Which tables hold data and which only set two columns beside each other, and how both become lines."""

import re
from dataclasses import dataclass
from typing import Final

from thac.intake.readers.sheet import Sheet
from thac.intake.transcript import Cell, Place

_FORM: Final = re.compile(
    r"C[OÔ]NG\s+H[OÒ][AÀ]\s+X[AÃ]\s+H[OỘ]I|Độc\s+lập\s*[-–—]\s*Tự\s+do|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"
    r"|^\**Số\s*:|^\**Kính\s+gửi|Nơi\s+nhận\s*:|^\**(?:KT|TM|TL|TUQ)\s*\.\s*\w",
    re.IGNORECASE | re.MULTILINE,
)
"""What stands in a letterhead or beside a signature (Decree 30/2020/NĐ-CP, article 8), and not in a table of tasks."""
_MOST_FORM_ROWS: Final = 8
_MOST_FORM_COLUMNS: Final = 3
_FEW_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """One line in a cell; ``whole`` where its paragraph ends with it."""

    text: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its place in the grid counted from 1, how many rows and columns it spans, its lines."""

    row: int
    column: int
    passages: tuple[Passage, ...]
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """Its lines below each other."""
        return "\n".join(passage.text for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in the order of rows, from left to right; ``ruled`` where lines are drawn around them."""

    boxes: tuple[Box, ...]
    ruled: bool

    @property
    def text(self) -> str:
        """Its cells below each other."""
        return "\n".join(box.text for box in self.boxes)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((box.row + box.rows - 1 for box in self.boxes), default=0)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((box.column + box.columns - 1 for box in self.boxes), default=0)

    @property
    def holds_data(self) -> bool:
        """Whether its rows and columns mean something."""
        if self.width <= 1 or self.height == 0:
            return False
        if self.width <= _MOST_FORM_COLUMNS and self.height <= _MOST_FORM_ROWS:
            return not any(_FORM.search(box.text) for box in self.boxes) and (self.ruled or self.height > _FEW_ROWS)
        return True


def write(table: Table, sheet: Sheet, number: int, page: int | None = None) -> bool:
    """Write a table down; whether it was one of data, which then has that number."""
    data = table.holds_data
    for box in table.boxes:
        cell = Cell(number, box.row, box.column, box.rows, box.columns) if data else None
        for passage in box.passages:
            if passage.text.strip() or not data:
                sheet.write(
                    passage.text.rstrip(),
                    place=Place.CELL if data else Place.BODY,
                    page=page,
                    whole=passage.whole,
                    cell=cell,
                )
    return data
