"""Which format a file has, by what stands in it: names and media types are what somebody claims."""

import re
from enum import StrEnum
from typing import Final

from thac.intake.readers.text import encoding_of
from thac.intake.refusals import FileCode, FileRefusedError


class Format(StrEnum):
    """The formats that are read."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"

    @property
    def binary(self) -> bool:
        """Whether a library of many thousand lines takes it apart, so that it is read in a process of its own."""
        return self is not Format.TEXT


_TURNED_AWAY: Final = (
    (b"{\\rtf", FileCode.OLD_WORD),
    (b"\xdb\xa5-\0", FileCode.OLD_WORD),
    (b"\x89PNG", FileCode.IMAGE),
    (b"\xff\xd8\xff", FileCode.IMAGE),
    (b"GIF8", FileCode.IMAGE),
    (b"BM", FileCode.IMAGE),
    (b"II*\0", FileCode.IMAGE),
    (b"MM\0*", FileCode.IMAGE),
    (b"8BPS", FileCode.IMAGE),
    (b"Rar!", FileCode.ARCHIVE),
    (b"7z\xbc\xaf", FileCode.ARCHIVE),
    (b"\x1f\x8b", FileCode.ARCHIVE),
    (b"BZh", FileCode.ARCHIVE),
    (b"\xfd7zXZ", FileCode.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", FileCode.ARCHIVE),
    (b"MZ", FileCode.PROGRAM),
    (b"\x7fELF", FileCode.PROGRAM),
    (b"#!", FileCode.PROGRAM),
    (b"\xca\xfe\xba\xbe", FileCode.PROGRAM),
    (b"\xcf\xfa\xed\xfe", FileCode.PROGRAM),
)
"""How files begin that are known and not read."""
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Microsoft's compound file: the old Word and Excel formats, and the new ones behind a password."""
_PICTURE_AT_4: Final = re.compile(rb"ftyp(heic|heix|mif1|avif)", re.DOTALL)
_PDF_WITHIN: Final = 1024
_MARKUP: Final = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|div|table|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_XML: Final = re.compile(r"\s*<\?xml\b")
_SAVED_PAGE: Final = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE
)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
_BEGINNING: Final = 4096


def recognise(data: bytes) -> Format:
    """The format of a file.

    Raises
    ------
    FileRefusedError
        When it is empty, of a format that is not read, or of none that is known; the code says which.
    """
    if not data.strip():
        raise FileRefusedError(FileCode.EMPTY)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Format.PDF
    if data.startswith(b"PK"):
        return Format.DOCX
    _turn_away(data)
    if _SAVED_PAGE.match(data[:_BEGINNING]):
        return Format.HTML
    return _textual(data)


def _turn_away(data: bytes) -> None:
    if data.startswith(_COMPOUND):
        raise FileRefusedError(_compound(data))
    for beginning, code in _TURNED_AWAY:
        if data.startswith(beginning) and not _is_text(data):
            raise FileRefusedError(code)
    if _PICTURE_AT_4.match(data, 4) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        raise FileRefusedError(FileCode.IMAGE)


def _is_text(data: bytes) -> bool:
    """Whether what begins like another format is only a text that begins with the same letters ("BM…", "MZ…")."""
    if data.startswith((b"{\\rtf", b"#!")):
        return False
    return not _CONTROL.search(data[:_BEGINNING].decode("utf-8", "replace"))


def _compound(data: bytes) -> FileCode:
    """What the directory of a compound file names; its names are in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return FileCode.ENCRYPTED
    for stream in ("Workbook", "PowerPoint Document"):
        if stream.encode("utf-16-le") in data and "WordDocument".encode("utf-16-le") not in data:
            return FileCode.SPREADSHEET
    return FileCode.OLD_WORD


def _textual(data: bytes) -> Format:
    mark, encoding = encoding_of(data)
    beginning = data[len(mark) : _BEGINNING].decode(encoding, "replace")
    if _MARKUP.match(beginning):
        return Format.HTML
    if _OTHER_XML.match(beginning):
        raise FileRefusedError(FileCode.OLD_WORD if "Word" in beginning else FileCode.UNKNOWN_FORMAT)
    if _CONTROL.search(beginning):
        raise FileRefusedError(FileCode.UNKNOWN_FORMAT)
    return Format.TEXT
