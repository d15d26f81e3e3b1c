"""What stands in a .docx: paragraphs with Word's numbering, tables, notes, and what only the door looks at.

python-docx has no numbering, notes, text boxes or tracked changes, so the parts are read as the XML they are.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from thac.intake.limits import LIMITS, Limits
from thac.intake.readers.archive import Package
from thac.intake.readers.numbering import Numbering
from thac.intake.readers.paragraphs import Reader, Words
from thac.intake.readers.sheet import Sheet
from thac.intake.readers.styles import Styles, draws
from thac.intake.readers.tables import Box, Passage, Table, write
from thac.intake.readers.wordml import attribute, child, every, local, number, value
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Medium, Place, Transcript

_TYPES: Final = "[Content_Types].xml"
_MAIN: Final = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "ms-word.document.macroEnabled.main+xml",
    "ms-word.template.macroEnabledTemplate.main+xml",
)
_OTHERS: Final = {
    "spreadsheetml": FileCode.SPREADSHEET,
    "presentationml": FileCode.SPREADSHEET,
    "ms-excel": FileCode.SPREADSHEET,
    "ms-powerpoint": FileCode.SPREADSHEET,
}
_AROUND: Final = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
"""What stands around paragraphs and tables without being seen."""
_PROPERTIES: Final = frozenset({"category", "contentStatus", "keywords", "lpwstr", "lpstr"})
"""Where an office or its software notes how secret a document is."""
_CONTENTS: Final = "toc"
"""How the styles of a table of contents begin; it repeats headings and orders nothing."""


def read(data: bytes, limits: Limits = LIMITS) -> Transcript:
    """Read a .docx.

    Raises
    ------
    FileRefusedError
        When it is broken, encrypted, too large when unpacked, nested too deep, or another kind of archive.
    """
    package = Package(data, limits)
    parts = _Parts(package)
    document = package.xml(parts.main)
    body = child(document, "body")
    if document is None or body is None:
        raise FileRefusedError(FileCode.BROKEN)
    sheet = Sheet(Medium.DOCX, limits)
    _Body(package, parts, sheet, limits).read(body)
    for name in parts.of("wordprocessingml.header+xml", "wordprocessingml.footer+xml"):
        _margins(package.xml(name), sheet)
    for name in package.names("docprops/"):
        _properties(package, name, sheet)
    return sheet.transcript()


class _Parts:
    """Which part of the package is what, by its content types (ECMA-376 part 2)."""

    def __init__(self, package: Package) -> None:
        types = package.xml(_TYPES)
        if types is None:
            raise FileRefusedError(FileCode.OTHER_WORD_PROCESSOR if "mimetype" in package else FileCode.ARCHIVE)
        self._types = [
            (one.get("ContentType") or "", (one.get("PartName") or "").lstrip("/")) for one in every(types, "Override")
        ]
        found = next(iter(self.of(*_MAIN)), None)
        if found is None:
            raise FileRefusedError(self._other())
        self.main = found

    def of(self, *endings: str) -> Iterator[str]:
        """The names of the parts of a type."""
        return (name for kind, name in self._types if kind.endswith(endings))

    def _other(self) -> FileCode:
        kinds = " ".join(kind for kind, _ in self._types)
        return next((code for part, code in _OTHERS.items() if part in kinds), FileCode.ARCHIVE)


class _Body:
    """Goes through the document once, in its order, counting as Word does."""

    def __init__(self, package: Package, parts: _Parts, sheet: Sheet, limits: Limits) -> None:
        self._sheet = sheet
        self._limits = limits
        self._styles = Styles(_first(package, parts, "wordprocessingml.styles+xml"))
        self._numbering = Numbering(_first(package, parts, "wordprocessingml.numbering+xml"))
        self._words = Reader(self._styles)
        self._notes = {
            (f"{kind}Reference", attribute(note, "id") or ""): note
            for kind in ("footnote", "endnote")
            for note in every(_first(package, parts, f"wordprocessingml.{kind}s+xml"), kind)
        }
        self._tables = 0
        self._referred: list[tuple[str, str]] = []
        self._noted = 0

    def read(self, body: etree._Element) -> None:
        """Write down the whole body."""
        carried = ""
        for block in _blocks(body):
            if local(block) == "tbl":
                self._tables += write(self._table(block, 1), self._sheet, self._tables + 1)
            else:
                carried = self._paragraph(block, carried)
            self._write_notes()
        if carried:
            self._sheet.write(carried, whole=True)

    def _paragraph(self, paragraph: etree._Element, carried: str) -> str:
        """Write a paragraph; what it returns belongs before the next one, when the mark between them is deleted."""
        passages, words = self._passages(paragraph, carried=carried)
        if child(paragraph, "pPr", "rPr", "del") is not None:
            return "\n".join(passage.text for passage in passages)
        for passage in (*passages, *self._boxed(words, 1)):
            self._sheet.write(passage.text.rstrip(), whole=passage.whole)
        return ""

    def _passages(
        self, paragraph: etree._Element, *, carried: str = "", empty: bool = False
    ) -> tuple[list[Passage], Words]:
        """The lines of a paragraph; ``empty`` keeps a number that stands alone, as in the first column of a table."""
        words = self._words.words(paragraph)
        self._referred += words.notes
        self._sheet.pictures += words.pictures
        for drawn in words.drawn:
            self._sheet.margin(drawn)
        if (value(paragraph, "pPr", "pStyle") or "").casefold().startswith(_CONTENTS):
            return [], words
        label = self._label(paragraph)
        text = carried + words.text
        lines = (label + text if text.strip() or empty else "").rstrip("\n").split("\n")
        return [Passage(line, at == len(lines)) for at, line in enumerate(lines, 1)], words

    def _label(self, paragraph: etree._Element) -> str:
        own = child(paragraph, "pPr", "numPr")
        style = value(paragraph, "pPr", "pStyle")
        of_style, style_level, named = self._styles.numbering(style)
        said = number(child(own, "numId"))
        list_id = of_style if said is None else said
        if not list_id:
            return ""
        level = number(child(own, "ilvl"))
        if level is None:
            level = style_level if said is None and style_level is not None else 0
            if said is None and style_level is None:
                level = self._numbering.level_of_style(list_id, named)
        return self._numbering.label(list_id, level)

    def _boxed(self, words: Words, depth: int) -> list[Passage]:
        return [passage for box in words.boxes for passage in self._inside(box, depth + 1)]

    def _inside(self, element: etree._Element, depth: int) -> list[Passage]:
        """Everything in a cell, a text box or a note, as lines below each other."""
        if depth > self._limits.depth:
            raise FileRefusedError(FileCode.NESTED_TOO_DEEP)
        inside: list[Passage] = []
        for block in _blocks(element):
            if local(block) == "tbl":
                boxes = self._table(block, depth + 1).boxes
                inside += (passage for box in boxes for passage in box.passages)
            else:
                passages, words = self._passages(block, empty=True)
                inside += passages
                inside += self._boxed(words, depth)
        return inside

    def _table(self, table: etree._Element, depth: int) -> Table:
        boxes: list[Box] = []
        above: dict[int, int] = {}
        for row, element in enumerate(_rows(table), 1):
            column = 1 + (number(child(element, "trPr", "gridBefore")) or 0)
            for cell in _around(element, "tc"):
                columns = max(1, number(child(cell, "tcPr", "gridSpan")) or 1)
                merged = child(cell, "tcPr", "vMerge")
                goes_on = merged is not None and attribute(merged, "val") != "restart"
                if goes_on and column in above:
                    over = boxes[above[column]]
                    boxes[above[column]] = Box(over.row, over.column, over.passages, row - over.row + 1, over.columns)
                else:
                    above[column] = len(boxes)
                    boxes.append(Box(row, column, tuple(self._inside(cell, depth)), 1, columns))
                column += columns
        return Table(tuple(boxes), self._ruled(table))

    def _ruled(self, table: etree._Element) -> bool:
        borders = child(table, "tblPr", "tblBorders")
        style = value(table, "tblPr", "tblStyle")
        if draws(borders) if borders is not None else style is not None and self._styles.ruled(style):
            return True
        return any(
            draws(own)
            for row in _rows(table)
            for cell in _around(row, "tc")
            if (own := child(cell, "tcPr", "tcBorders")) is not None
        )

    def _write_notes(self) -> None:
        for reference in self._referred:
            note = self._notes.get(reference)
            self._noted += 1
            if note is None:
                continue
            for at, passage in enumerate(self._inside(note, 1)):
                text = passage.text.strip()
                self._sheet.write(text if at else f"{self._noted} {text}", place=Place.FOOTNOTE, whole=passage.whole)
        self._referred.clear()


def _first(package: Package, parts: _Parts, ending: str) -> etree._Element | None:
    name = next(parts.of(ending), None)
    return None if name is None else package.xml(name)


def _around(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements of these names, through whatever stands around them unseen."""
    waiting = [iter(element)]
    while waiting:
        one = next(waiting[-1], None)
        if one is None:
            waiting.pop()
        elif (name := local(one)) in names:
            yield one
        elif name in _AROUND:
            waiting.append(iter(one))
        elif name == "AlternateContent" and len(one):
            waiting.append(iter(one[0]))


def _blocks(element: etree._Element) -> Iterator[etree._Element]:
    for block in _around(element, "p", "tbl", "altChunk"):
        if local(block) == "altChunk":  # a file of another format inside, which only Word itself unfolds
            raise FileRefusedError(FileCode.OTHER_WORD_PROCESSOR)
        yield block


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in _around(table, "tr") if child(row, "trPr", "del") is None)


def _margins(root: etree._Element | None, sheet: Sheet) -> None:
    """The words of a header or footer, with stamps drawn into it; properties of style do not matter here."""
    if root is None:
        return
    for one in root.iter():
        name = local(one)
        if name == "p":
            sheet.margin("".join(_texts(one)))
        elif name == "textpath":
            sheet.margin(one.get("string") or "")
        elif name in {"blip", "imagedata"}:
            sheet.pictures += 1


def _texts(paragraph: etree._Element) -> Iterable[str]:
    return (one.text or "" for one in paragraph.iter() if local(one) == "t")


def _properties(package: Package, name: str, sheet: Sheet) -> None:
    root = package.xml(name) if name.endswith(".xml") else None
    for one in () if root is None else root.iter():
        if local(one) in _PROPERTIES:
            sheet.margin(one.text or "")
