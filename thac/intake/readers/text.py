"""What stands in a plain text: its encoding found out, its lines as an editor numbers them."""

import codecs
from typing import Final

from thac.intake.limits import LIMITS, Limits
from thac.intake.readers.sheet import Sheet
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Medium, Transcript

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks. UTF-32 is not among them: no office program writes it."""


def read(data: bytes, limits: Limits = LIMITS) -> Transcript:
    """Read a text file.

    Raises
    ------
    FileRefusedError
        ``unknown_encoding`` when it is neither UTF-8 nor UTF-16.
    """
    return transcribe_text(decoded(data), limits)


def transcribe_text(text: str, limits: Limits = LIMITS) -> Transcript:
    """Read a text that was pasted or decoded. Lines end with LF, CR LF or CR; each keeps its number in the file."""
    sheet = Sheet(Medium.TEXT, limits)
    sheet.expect(len(text))
    for line in text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n"):
        sheet.write(line)
    return sheet.transcript()


def decoded(data: bytes) -> str:
    """The text of bytes in UTF-8 or UTF-16, with or without a byte order mark."""
    mark, encoding = encoding_of(data)
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        raise FileRefusedError(FileCode.UNKNOWN_ENCODING) from None


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """The byte order mark of a text and its encoding; without a mark the encoding is what its beginning looks like."""
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", _guessed(data)))


def _guessed(data: bytes) -> str:
    """UTF-16 without a mark shows in the zero bytes of its spaces, digits and Latin letters."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 8 and not even:
        return "utf-16-le"
    if even > len(sample) // 8 and not odd:
        return "utf-16-be"
    return "utf-8"
