"""Which lines make a table that assigns work, and what its rows say.

A table comes as cells that a reader counted (.docx, HTML), as lines with "|" or tabs (pasted text), or, from some
law portals, as one cell a line with "|" between. It is taken for a table by its heading: at least three columns, among
them the task and who does it or when.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Final

from thac.intake.structure import wording
from thac.intake.structure.markers import read_marker
from thac.intake.structure.paragraphs import Paragraph, Row
from thac.intake.structure.pieces import Piece
from thac.intake.transcript import Place

_COUNTING: Final = re.compile(r"(?i)(?:stt|tt|số tt|số thứ tự|thứ tự|số)")
_TASK: Final = re.compile(
    r"(?i)(?:tên )?(?:nội dung|nhiệm vụ|công việc|đầu việc|hoạt động|giải pháp|tên (?:nhiệm vụ|công việc"
    r"|văn bản)|việc|hạng mục)\b.*"
)
_OTHER: Final = re.compile(
    r"(?i)(?:(?:cơ quan|đơn vị|người|bộ phận|cá nhân|phân công|trách nhiệm|cấp|chủ trì|phối hợp|thực hiện"
    r"|đầu mối|lãnh đạo|thời gian|thời hạn|thời điểm"
    r"|tiến độ|hạn|lộ trình|hoàn thành|sản phẩm|kết quả|đầu ra|hình thức|chỉ tiêu|ghi chú|kinh phí|mục tiêu"
    r"|địa điểm|đối tượng|nguồn|căn cứ)\b.*)"
)
_WORK: Final = re.compile(
    r"(?i)chủ trì|phối hợp|thực hiện|cơ quan|đơn vị|phân công|thời gian|thời hạn|tiến độ|hoàn thành|sản phẩm|kết quả"
)
_ORDINAL: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-D])[.)]?")
_COLUMN_NUMBERS: Final = re.compile(r"\(?\d{1,2}\)?")
_LEAST: Final = 3
_MOST: Final = 12
"""How many columns a table that assigns work has."""
_LONGEST_HEADING: Final = 60


@dataclass(slots=True)
class _Cell:
    """A cell's text and the lines it stands in."""

    text: str = ""
    lines: list[int] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, line: int) -> None:
        if not text:
            return
        self.text += " " if self.text else ""
        self.starts.append((len(self.text), line))
        self.text += text
        self.lines.append(line)


_Cells = dict[int, _Cell]
"""The cells of a row by the number of their column, from 1."""


def stretches(pieces: Sequence[Piece]) -> Iterator[list[Piece] | list[Paragraph]]:
    """Part a text into stretches of lines and the rows of the tables between them."""
    at = 0
    plain: list[Piece] = []
    while at < len(pieces):
        end, rows = _table(pieces, at)
        if rows is None:
            plain += pieces[at:end]
        else:
            if plain:
                yield plain
            yield rows
            plain = []
        at = end
    if plain:
        yield plain


def _table(pieces: Sequence[Piece], at: int) -> tuple[int, list[Paragraph] | None]:
    """The end of what starts here, and its rows where it is a table."""
    first = pieces[at]
    if first.cell is not None and first.place is Place.CELL:
        return _counted(pieces, at)
    if _LEAST <= len(first.columns) <= _MOST + 1:
        return _lined(pieces, at)
    if first.borders:
        return _bordered(pieces, at)
    return at + 1, None


def _counted(pieces: Sequence[Piece], at: int) -> tuple[int, list[Paragraph] | None]:
    """A table whose cells the reader of the format counted."""
    first = pieces[at].cell
    end = at
    grid: dict[int, _Cells] = {}
    spans: dict[int, int] = {}
    while (
        end < len(pieces) and (cell := pieces[end].cell) is not None and first is not None and cell.table == first.table
    ):
        grid.setdefault(cell.row, {}).setdefault(cell.column, _Cell()).add(pieces[end].text, pieces[end].number)
        if cell.row == min(grid):
            spans[cell.column] = cell.columns
        end += 1
    rows = [grid[row] for row in sorted(grid)]
    return end, _rows(rows, spans) or [_plain(row) for row in rows]


def _plain(row: _Cells) -> Paragraph:
    """A row of a table that assigns no work, as one paragraph."""
    whole = _Cell()
    for _, cell in sorted(row.items()):
        for line in dict.fromkeys(cell.lines):
            whole.add(f"| {cell.text}" if whole.text else cell.text, line)
            break
    return Paragraph(None, whole.text, tuple(whole.starts), tuple(sorted({*whole.lines})))


def _lined(pieces: Sequence[Piece], at: int) -> tuple[int, list[Paragraph] | None]:
    """A table with a line for each row."""
    if _heading(_of_columns(pieces[at])) is None:
        return at + 1, None
    end = at
    rows: list[_Cells] = []
    while end < len(pieces) and (len(pieces[end].columns) > 1 or _wraps(pieces[end], rows)):
        if len(pieces[end].columns) > 1:
            rows.append(_of_columns(pieces[end]))
        else:
            rows[-1][max(rows[-1])].add(pieces[end].text, pieces[end].number)
        end += 1
    return end, _rows(rows, {})


def _of_columns(piece: Piece) -> _Cells:
    row: _Cells = {}
    for column, text in enumerate(piece.columns, 1):
        row[column] = _Cell()
        row[column].add(text, piece.number)
    return row


def _wraps(piece: Piece, rows: Sequence[_Cells]) -> bool:
    """Whether a line goes on with the last cell of the row above it: only in small letters."""
    return len(rows) > 1 and piece.blanks == 0 and piece.text[:1].islower()


def _bordered(pieces: Sequence[Piece], at: int) -> tuple[int, list[Paragraph] | None]:
    """A table with a cell in each stretch between two borders."""
    named = list(islice(takewhile(lambda one: _is_heading(one[1].text), _between_borders(pieces, at)), _MOST))
    heading: _Cells = {column: cell for column, (_, cell, _) in enumerate(named, 1)}
    if _heading(heading) is None:
        return at + 1, None
    cells = list(_between_borders(pieces, at))
    rows = _rows_of([(borders, cell) for borders, cell, _ in cells[len(named) :]], len(named))
    return cells[-1][2], _rows([heading, *rows], {})


def _between_borders(pieces: Sequence[Piece], at: int) -> Iterator[tuple[int, _Cell, int]]:
    """The cells from here on: the number of borders before each, what it says, the position behind it."""
    borders, cell = pieces[at].borders, _Cell()
    for end in range(at, len(pieces)):
        piece = pieces[end]
        if cell.text and (piece.borders or _ends_table(piece)):
            yield borders, cell, end
            borders, cell = piece.borders, _Cell()
            if _ends_table(piece):
                return
        cell.add(piece.text, piece.number)
    yield borders, cell, len(pieces)


def _rows_of(cells: Sequence[tuple[int, _Cell]], width: int) -> list[_Cells]:
    """Part cells into rows: by their number, by what a row counts with, by borders around empty cells."""
    rows: list[_Cells] = []
    column = width
    for borders, cell in cells:
        ordinal = _ORDINAL.fullmatch(cell.text) is not None
        new = column >= width or (ordinal and (borders > 1 or column > 1))
        column = 1 if new else min(column + borders, width)
        if new:
            rows.append({})
        rows[-1][column] = cell
    return rows


def _ends_table(piece: Piece) -> bool:
    """Whether the text goes on below the table: a heading or a number that one border at most parts from the table."""
    if piece.borders > 1:
        return False
    marker = read_marker(piece.text)
    if marker is not None and piece.blanks and len(piece.text) > marker.end:
        return True
    return wording.COPIES.match(piece.text) is not None or (not piece.borders and piece.edge)


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and any(form.fullmatch(text) for form in (_COUNTING, _TASK, _OTHER))


def _heading(row: _Cells) -> dict[int, str] | None:
    """The headings by column, where the row is the heading of a table that assigns work."""
    named = {column: cell.text for column, cell in row.items() if cell.text}
    known = [text for text in named.values() if _is_heading(text)]
    if len(known) < _LEAST or len(known) < len(named) - 1:
        return None
    tasks = [text for text in known if _TASK.fullmatch(text)]
    return named if tasks and any(_WORK.search(text) for text in known if text not in tasks) else None


def _rows(rows: Sequence[_Cells], spans: dict[int, int]) -> list[Paragraph] | None:
    """The rows below the heading; None where no heading is known."""
    for at, row in enumerate(rows[:3]):
        headings = _heading(row)
        if headings is None:
            continue
        below = at + 1
        if below < len(rows) and _second_heading(rows[below], headings, spans):
            headings = _joined(headings, rows[below], spans)
            below += 1
        task = next(column for column, text in headings.items() if _TASK.fullmatch(text))
        counted = next((column for column, text in headings.items() if _COUNTING.fullmatch(text)), None)
        return [one for row in rows[below:] if (one := _row(row, headings, task, counted)) is not None]
    return None


def _second_heading(row: _Cells, headings: dict[int, str], spans: dict[int, int]) -> bool:
    """Whether a second line of headings stands under columns that were taken together."""
    texts = [cell.text for cell in row.values() if cell.text]
    return any(span > 1 for span in spans.values()) and bool(texts) and all(map(_is_heading, texts)) and bool(headings)


def _joined(headings: dict[int, str], row: _Cells, spans: dict[int, int]) -> dict[int, str]:
    joined = dict(headings)
    for column, cell in row.items():
        above = max((one for one in headings if one <= column), default=column)
        if cell.text and spans.get(above, 1) > 1:
            joined[column] = f"{headings.get(above, '')} {cell.text}".strip()
    return dict(sorted(joined.items()))


def _row(row: _Cells, headings: dict[int, str], task: int, counted: int | None) -> Paragraph | None:
    texts = {column: cell for column, cell in sorted(row.items()) if cell.text}
    if {column: cell.text for column, cell in texts.items()} == headings:
        return None
    if not texts or all(_COLUMN_NUMBERS.fullmatch(cell.text) for cell in texts.values()):
        return None
    number = texts[counted].text if counted in texts else ""
    main = texts.get(task) or max(texts.values(), key=lambda cell: len(cell.text))
    cells = tuple((headings[column], cell.text) for column, cell in texts.items() if column in headings)
    heads = len([column for column in texts if column != counted]) == 1
    lines = tuple(sorted({line for cell in texts.values() for line in cell.lines}))
    return Paragraph(None, main.text, tuple(main.starts), lines, row=Row(number, cells, heads=heads))
