"""What a file says, line by line, whatever its format: the common form that all readers produce."""

from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """The format that a document came in."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"


class Place(StrEnum):
    """Where on the sheet a line stands, as far as the format tells."""

    BODY = "body"
    CELL = "cell"
    """In a table that holds data; the cells of a row follow each other from left to right, the line says which.

    A table that only sets two columns beside each other (letterhead, signature beside the copies) is no table for a
    reader: its lines are BODY, the left column before the right one, row by row.
    """
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Cell:
    """Which cell of which table a line stands in, each counted from 1.

    ``rows`` and ``columns`` say how many it spans; it stands in the first of them only.
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person sees it.

    ``number`` counts from 1: the line in the file for text, the line of the transcript otherwise. ``text`` is in NFC
    with the document's own spelling; numbering that the word processor made stands in it as printed ("1.", "a)", "-").
    ``whole`` says that a paragraph ends with the line, so that the next one never continues its sentence; in text and
    PDF lines are broken anywhere and it is False.
    """

    number: int
    text: str
    place: Place = Place.BODY
    page: int | None = None
    whole: bool = False
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A document as lines, page furniture (page numbers, a portal's chrome) left out where the format shows it.

    ``margins`` are the texts of page headers, footers and stamps laid over a page, which belong to no line; only the
    door looks at them. ``pictures`` counts the pictures, in which nothing can be read: not even a stamp; ``unread`` are
    the pages that are pictures and nothing else.
    """

    medium: Medium
    lines: tuple[Line, ...]
    pages: int | None = None
    margins: tuple[str, ...] = ()
    pictures: int = 0
    unread: tuple[int, ...] = ()
