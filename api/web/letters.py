"""How is a report written for Word (.docx)? In the form of the house: letterhead, title, and a table for each part."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from api.web.sheets import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

MEDIA: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STATE: Final = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_FONT: Final = "Times New Roman"
_WIDTHS: Final = (1.1, 2.6, 6.6, 3.6, 2.8, 2.3, 4.4, 2.8)
"""Centimetres of the eight columns, on A4 across."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the report: its heading, its rows, and a sentence after them."""

    heading: str
    rows: Sequence[Sequence[str]]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A report: who reports, its title, further lines under it, what the columns are called, its parts."""

    agency: str
    title: str
    under: Sequence[str]
    head: Sequence[str]
    chapters: Sequence[Chapter]


def written(letter: Letter) -> bytes:
    """The report as a file for Word."""
    import docx  # noqa: PLC0415 - loaded when the first report is written
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - the same
    from docx.shared import Cm, Pt  # noqa: PLC0415 - the same

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.8)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    _letterhead(document, letter)
    for chapter in letter.chapters:
        _line(document, chapter.heading, bold=True)
        _table(document, letter.head, chapter.rows)
        if chapter.after:
            _line(document, chapter.after)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _letterhead(document: "Document", letter: Letter) -> None:
    top = document.add_table(1, 2)
    for column, text in enumerate((letter.agency.upper(), "\n".join(_STATE))):
        _aligned(top.cell(0, column).paragraphs[0], centred=True).add_run(printable(text)).bold = True
    _line(document, letter.title, bold=True, centred=True)
    for one in letter.under:
        _line(document, one, centred=True)


def _table(document: "Document", head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from docx.shared import Cm  # noqa: PLC0415 - loaded when the first report is written

    table = document.add_table(1, len(head), style="Table Grid")
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, _WIDTHS, strict=False):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run()
    body = table.rows[0]._tr  # noqa: SLF001 - a copied row costs a fifth of one that is put together cell by cell
    for row in rows:
        copied = deepcopy(body)
        _fill(copied, row)
        body.getparent().append(copied)
    _fill(body, head)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    _repeated(table)


def _fill(row: Any, texts: Sequence[str]) -> None:
    """Write into the runs of a row, of which each cell has one."""
    for run, text in zip(row.xpath("./w:tc/w:p/w:r"), texts, strict=False):
        run.text = printable(text)


def _repeated(table: "Table") -> None:
    """The first row stands on top of every sheet."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - loaded when the first report is written

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - there is no other way


def _line(document: "Document", text: str, *, bold: bool = False, centred: bool = False) -> None:
    _aligned(document.add_paragraph(), centred=centred).add_run(printable(text)).bold = bold


def _aligned(paragraph: Any, *, centred: bool) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - loaded when the first report is written

    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph
