"""Files as an office sends them, made here: .docx of raw parts or of python-docx, PDFs of fpdf2."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import docx
from fpdf import FPDF
from fpdf.enums import XPos, YPos

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_PARTS = {
    "document": "document.main+xml",
    "styles": "styles+xml",
    "numbering": "numbering+xml",
    "footnotes": "footnotes+xml",
    "header1": "header+xml",
    "footer1": "footer+xml",
}
_ROOTS = {"document": "document", "header1": "hdr", "footer1": "ftr"}


def package(
    body: str,
    others: Mapping[str, str] | None = None,
    more: Mapping[str, bytes] | None = None,
    namespace: str = WORD,
) -> bytes:
    """A .docx of the inside of its body and of its other parts."""
    parts = {"document": f"<w:body>{body}</w:body>", **(others or {})}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{_PARTS[name]}"/>' for name in parts
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{types}">{overrides}</Types>')
        for name, inside in parts.items():
            root = _ROOTS.get(name, name)
            spaces = _SPACES.replace(WORD, namespace)
            archive.writestr(f"word/{name}.xml", f"<w:{root} {spaces}>{inside}</w:{root}>")
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return stream.getvalue()


def passage(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of a list."""
    return passage(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, form: str, text: str, more: str = "") -> str:
    """A level of a list, as numbering.xml defines it."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """A numbering.xml of one list."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{numbers}'


def table(rows: Sequence[Sequence[str]], *, ruled: bool = True) -> str:
    """A table of plain cells."""
    borders = "".join(f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right")) if ruled else ""
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{passage(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>{cells}</w:tbl>"


def word(text: str, *, returns: bool = False) -> bytes:
    """A text pasted into Word: its lines in one paragraph, or each as a paragraph with the return key behind it."""
    document = docx.Document()
    lines = text.split("\n")
    for block in [[line] for line in lines] if returns else [lines]:
        paragraph = document.add_paragraph()
        for at, line in enumerate(block):
            if at:
                paragraph.add_run().add_break()
            paragraph.add_run(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


class Printer(FPDF):
    """A sheet of A4 with the margins of Decree 30/2020/NĐ-CP and a font that has every Vietnamese letter."""

    def __init__(self, size: float = 13) -> None:
        super().__init__(format="A4")
        self.add_font("Roboto", "", _font())
        self.set_font("Roboto", size=size)
        self.set_margins(30, 20, 15)
        self.set_auto_page_break(auto=True, margin=20)
        self.add_page()

    def paragraph(self, text: str, *, indent: float = 12.7) -> None:
        """Text over the whole width, its first row indented by so many millimetres."""
        with (
            self.text_columns(text_align="JUSTIFY") as columns,
            columns.paragraph(first_line_indent=indent, line_height=1.4, bottom_margin=2) as written,
        ):
            written.write(text)

    def centred(self, text: str) -> None:
        """A row in the middle."""
        self.cell(0, 7, text, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def columns(self, left: Sequence[str], right: Sequence[str], *, size: float | None = None) -> None:
        """Two columns beside each other, each row in the middle of its column; the left one in letters of a size."""
        top, usual = self.get_y(), self.font_size_pt
        self.set_font_size(size or usual)
        for at, line in enumerate(left):
            self.set_xy(30, top + 6 * at)
            self.cell(70, 6, line, align="C" if size is None else "L")
        self.set_font_size(usual)
        for at, line in enumerate(right):
            self.set_xy(105, top + 6 * at)
            self.cell(90, 6, line, align="C")
        self.set_xy(30, top + 6 * max(len(left), len(right)) + 6)

    def at(self, x: float, y: float, text: str, size: float) -> None:
        """Letters at a place."""
        usual = self.font_size_pt
        self.set_font_size(size)
        self.text(x, y, text)
        self.set_font_size(usual)

    def bytes(self) -> bytes:
        """The file."""
        return bytes(self.output())


def printed(text: str, size: float = 11) -> bytes:
    """A text as a PDF: each line a row, or several where it is too long."""
    printer = Printer(size)
    for line in text.split("\n"):
        if line.strip():
            printer.multi_cell(0, 6, line.replace("\t", "    "), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        else:
            printer.ln(6)
    return printer.bytes()


def _font() -> Path:
    spec = find_spec("font_roboto")
    if spec is None or spec.origin is None:
        raise LookupError("the package font-roboto is not installed")
    return Path(spec.origin).parent / "files" / "Roboto-Regular.ttf"
