"""A letter as the .docx that a word processor writes, with the letterhead and the signature beside each other."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_BEGUN: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WIDTHS: Final = (3900, 5400)
"""The two columns of the letterhead in twentieths of a point."""
_SHEET: Final = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="964" w:bottom="1134" w:left="1701" w:header="708" w:footer="708" w:gutter="0"/>'
    "</w:sectPr>"
)
"""A4 with the margins of the decree: 20 mm, 17 mm, 20 mm, 30 mm."""
_LETTERS: Final = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
_DAY: Final = (2025, 1, 1, 0, 0, 0)
"""The same letter is the same file, whenever it is made."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands where on the sheet, paragraph by paragraph (Decree 30/2020/NĐ-CP, appendix I)."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    body: tuple[str, ...]
    copies: tuple[str, ...]
    signature: tuple[str, ...]


def docx(paper: Paper) -> bytes:
    """The letter as a file."""
    parts = (
        _beside(paper.left, paper.right),
        *(_paragraph(text, "both", 28) for text in paper.body),
        _beside(paper.copies, paper.signature),
        "<w:p/>",
        _SHEET,
    )
    document = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{"".join(parts)}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            package.writestr(zipfile.ZipInfo(name, _DAY), f"{_BEGUN}\n{text}", zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _beside(left: Iterable[str], right: Iterable[str]) -> str:
    """Two columns without lines around them."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{''.join(_paragraph(text, 'center', 24) for text in column)}</w:tc>"
        for width, column in zip(_WIDTHS, (left, right), strict=True)
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"


def _paragraph(text: str, aligned: str, size: int) -> str:
    """A paragraph; the size of its letters counts in halves of a point, what is all capitals is bold."""
    bold = "<w:b/>" if text.isupper() else ""
    return (
        f'<w:p><w:pPr><w:spacing w:before="60" w:after="60"/><w:jc w:val="{aligned}"/></w:pPr>'
        f'<w:r><w:rPr>{_LETTERS}{bold}<w:sz w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
