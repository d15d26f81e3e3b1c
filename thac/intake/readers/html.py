"""What stands in a document that was saved from a law portal: its own lines, without what the portal puts around it."""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from lxml import etree

from thac.intake.limits import LIMITS, Limits
from thac.intake.readers.blocks import Block, Blocks
from thac.intake.readers.chrome import document_of, is_own, marks, printed
from thac.intake.readers.sheet import Sheet
from thac.intake.readers.tables import Table, write
from thac.intake.readers.text import encoding_of
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Medium, Place, Transcript

Entry: TypeAlias = Block | Table

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_WITHIN: Final = 4096
_NOT_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no element may hold."""
_DEEPEST: Final = 200
"""Levels of elements; pages that people save stay far below."""
_FORM: Final = re.compile(r"C[ỘÔ]NG\s+H[OÒ][AÀ]\s+X[ÃA]\s+H[ỘÔ]I|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM", re.IGNORECASE)
_MOST_ABOVE: Final = 8
_SHORT: Final = 60
_END: Final = re.compile(r"\./\.|Nơi\s+nhận\s*:", re.IGNORECASE)


def read(data: bytes, limits: Limits = LIMITS) -> Transcript:
    """Read a saved web page.

    Raises
    ------
    FileRefusedError
        When its encoding is not known or its elements stand inside each other too deep.
    """
    root = _parsed(_page(data))
    sheet = Sheet(Medium.HTML, limits)
    for mark in marks(root):
        sheet.margin(mark)
    printed(root)
    found = document_of(root)
    sheet.pictures = sum(1 for _ in found.iter("img"))
    entries = Blocks(limits).of(found)
    _write(entries[_start(entries) : _end(entries)], sheet)
    return sheet.transcript()


def _page(data: bytes) -> str:
    """The page itself, taken out of the envelope in which some browsers save it."""
    if data.lstrip()[:1] == b"<" or encoding_of(data)[0]:
        return _decoded(data, None)
    import email.policy  # noqa: PLC0415 - half of what this process loads, and needed by few files

    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return _decoded(content if isinstance(content, bytes) else b"", part.get_content_charset())
    raise FileRefusedError(FileCode.BROKEN)


def _decoded(data: bytes, charset: str | None) -> str:
    mark, encoding = encoding_of(data)
    if not mark and encoding == "utf-8":
        said = _CHARSET.search(data[:_WITHIN])
        encoding = charset or (said[1].decode("ascii") if said else encoding)
    try:
        return data[len(mark) :].decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise FileRefusedError(FileCode.UNKNOWN_ENCODING) from None


def _parsed(page: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    parser.feed(_NOT_XML.sub(" ", page).encode())
    root = parser.close()
    if root is None:
        raise FileRefusedError(FileCode.EMPTY)
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise FileRefusedError(FileCode.NESTED_TOO_DEEP)
    if any("depth" in error.message for error in parser.error_log):
        raise FileRefusedError(FileCode.NESTED_TOO_DEEP)
    return root


def _start(entries: Sequence[Entry]) -> int:
    """Where the letterhead begins; what a portal says of a document stands above it."""
    at = next((at for at, entry in enumerate(entries) if _FORM.search(entry.text)), 0)
    above = at
    if isinstance(entries[at] if entries else None, Block):
        while above and at - above < _MOST_ABOVE and _in_letterhead(entries[above - 1]):
            above -= 1
    return above


def _in_letterhead(entry: Entry) -> bool:
    text = entry.text.strip()
    return isinstance(entry, Block) and len(text) <= _SHORT and (text.upper() == text or text.startswith("Số"))


def _end(entries: Sequence[Entry]) -> int:
    """Where the portal's own lines begin, below the signature."""
    ended = max((at for at, entry in enumerate(entries) if _END.search(entry.text)), default=len(entries))
    return next((at for at in range(ended + 1, len(entries)) if is_own(entries[at].text)), len(entries))


def _write(entries: Sequence[Entry], sheet: Sheet) -> None:
    tables = 0
    for entry in entries:
        if isinstance(entry, Table):
            tables += write(entry, sheet, tables + 1)
        else:
            sheet.write(entry.text, place=Place.FOOTNOTE if entry.note else Place.BODY, whole=entry.whole)
