"""How bytes become lines: one module for each format, which is known by its content and not by its name.

What is read here is read in this process, whatever the bytes do to it; ``thac.intake.sandbox`` is the way in for files
that somebody sends.
"""

from collections.abc import Callable

from thac.intake.limits import LIMITS, Limits
from thac.intake.readers import text
from thac.intake.readers.legibility import refuse_unreadable
from thac.intake.readers.recognising import Format, recognise
from thac.intake.readers.text import transcribe_text
from thac.intake.transcript import Transcript

__all__ = ["Format", "reader_of", "recognise", "transcribe", "transcribe_text"]


def transcribe(data: bytes, name: str | None = None, limits: Limits = LIMITS) -> Transcript:
    """Read a file into lines.

    Parameters
    ----------
    data
        The whole file.
    name
        What its sender calls it; not looked at, since names lie.
    limits
        How large it may be.

    Raises
    ------
    FileRefusedError
        When it cannot be read; its ``refusal`` says why.
    """
    del name
    transcript = reader_of(recognise(data))(data, limits)
    refuse_unreadable(transcript)
    return transcript


def reader_of(kind: Format) -> Callable[[bytes, Limits], Transcript]:
    """The function that reads a format. Its library is loaded by now and not before: text needs none of them."""
    match kind:
        case Format.DOCX:
            from thac.intake.readers import docx  # noqa: PLC0415

            return docx.read
        case Format.PDF:
            from thac.intake.readers import pdf  # noqa: PLC0415

            return pdf.read
        case Format.HTML:
            from thac.intake.readers import html  # noqa: PLC0415

            return html.read
        case Format.TEXT:
            return text.read
