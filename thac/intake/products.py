"""Which files are taken in as the product of work, told by what stands in them; names and media types are claims."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from unicodedata import category, normalize

_PDF_WITHIN: Final = 1024
_LONGEST_NAME: Final = 150
_MACROS: Final = ("vbaproject.bin", "macros/", "basic/")


@dataclass(frozen=True, slots=True)
class Medium:
    """A format that is taken in: how its files end, and its media type."""

    suffix: str
    media_type: str


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
PDF: Final = Medium(".pdf", "application/pdf")
DOCX: Final = Medium(".docx", f"{_OFFICE}.wordprocessingml.document")
XLSX: Final = Medium(".xlsx", f"{_OFFICE}.spreadsheetml.sheet")
ODT: Final = Medium(".odt", "application/vnd.oasis.opendocument.text")
JPEG: Final = Medium(".jpg", "image/jpeg")
PNG: Final = Medium(".png", "image/png")
MEDIA: Final = (PDF, DOCX, XLSX, ODT, JPEG, PNG)
"""Every format that is taken in."""
_SUFFIXES: Final = {JPEG: (".jpg", ".jpeg")}


def medium_of(data: bytes) -> Medium | None:
    """The format of a file; None for any that is not taken in, office files with macros or a password among them."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    return PDF if b"%PDF-" in data[:_PDF_WITHIN] else None


def named(name: str | None, medium: Medium) -> str:
    """The name under which a file is kept: the last part of its own, without control signs, ending as its format."""
    shown = "".join(letter for letter in normalize("NFC", name or "") if not category(letter).startswith("C"))
    path = PurePosixPath(shown.replace("\\", "/").strip())
    known = path.suffix.lower() in _SUFFIXES.get(medium, (medium.suffix,))
    stem = (path.stem if known else path.name).strip(". ")[:_LONGEST_NAME]
    return f"{stem or 'tep'}{path.suffix.lower() if known else medium.suffix}"


def _packed(data: bytes) -> Medium | None:
    """What an archive holds: the main part of one of the office formats; nothing is unpacked but a short label."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename.lstrip("/").casefold(): info for info in archive.infolist()}
            if any(macro in name for name in names for macro in _MACROS):
                return None
            if "[content_types].xml" in names:
                return next((one for part, one in _MAIN_PARTS.items() if part in names), None)
            label = names.get("mimetype")
            if label is None or label.file_size > len(ODT.media_type) + 2 or "content.xml" not in names:
                return None
            return ODT if archive.read(label).strip() == ODT.media_type.encode() else None
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return None


_MAIN_PARTS: Final = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
