"""What a line says once rules, cell borders and typewriter markup are taken off.

Texts copied from web pages carry Markdown ("**I. MỤC TIÊU**1. …") and the borders of layout tables ("|"). Neither is
part of the sentence, but both tell where one block of text ends and the next begins, so they are kept beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from thac.intake.structure.letters import capitals_only, starts_small
from thac.intake.transcript import Cell, Line, Place, Transcript


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in a line, or in a part of it where two blocks are glued together.

    ``blanks`` counts the empty lines before it and ``borders`` the lines that hold nothing but "|"; ``edge`` says that
    a rule, a border or glue stands before it; ``bold`` that all of it was marked bold in a plain text. ``columns`` are
    the texts that tabs, wide gaps or "|" part, ``column`` is where it stood itself once a line of
    two columns is split (``columns.LEFT``, ``columns.RIGHT``), 0 in any other line.
    """

    number: int
    text: str
    blanks: int = 0
    borders: int = 0
    edge: bool = False
    bold: bool = False
    columns: tuple[str, ...] = ()
    column: int = 0
    place: Place = Place.BODY
    page: int | None = None
    whole: bool = False
    cell: Cell | None = None


_RULE = re.compile(r"[\s\-–—_=*|~.·•─:]*")
_BULLET_ALONE = re.compile(r"\s*[-–+•]\s*")
_GAP = re.compile(r" ?\t|\s{3,}")
_SPACES = re.compile(r"\s+")
_HEADING_MARK = re.compile(r"(?:#{1,6}|>)\s+")
_ESCAPED = re.compile(r"\\([.\-+*#_()\[\]!|>])")
_STAR_ITEM = re.compile(r"\*\s{1,2}(?=[^\s*])")


def pieces_of(transcript: Transcript) -> tuple[Piece, ...]:
    """The pieces of all lines that say something, in order."""
    return tuple(_pieces(transcript))


@dataclass(slots=True)
class _Above:
    """What stood since the last piece, and whether bold print is still on."""

    blanks: int = 0
    borders: int = 0
    edge: bool = False
    bold: bool = False

    def rule(self, text: str) -> None:
        self.bold ^= text.count("**") % 2 == 1
        self.borders += text == "|"
        self.edge = True


def _pieces(transcript: Transcript) -> Iterator[Piece]:
    above = _Above()
    for line in transcript.lines:
        text = line.text.strip()
        if not text:
            above.blanks, above.bold = above.blanks + 1, False
        elif _RULE.fullmatch(text) and not _BULLET_ALONE.fullmatch(text):
            above.rule(text)
        else:
            for part in _unglued(text):
                piece = _piece(line, part, above)
                if piece is not None:
                    yield piece
                    above.blanks = above.borders = 0
                above.edge = True
            above.edge = text.endswith("|")


def _piece(line: Line, part: str, above: _Above) -> Piece | None:
    starts_bold = above.bold or part.startswith("**")
    above.bold ^= part.count("**") % 2 == 1
    text = _plain(part)
    if not text:
        return None
    return Piece(
        line.number,
        _SPACES.sub(" ", text),
        above.blanks,
        above.borders,
        edge=above.edge or line.text.lstrip().startswith("|"),
        bold=starts_bold and (above.bold or part.rstrip(" .:;").endswith("**")),
        columns=_columns(line.text, text),
        place=line.place,
        page=line.page,
        whole=line.whole,
        cell=line.cell,
    )


def _columns(line: str, text: str) -> tuple[str, ...]:
    """The texts beside each other in a line; empty ones count where borders or tabs show their place."""
    if "|" in text:
        parts = line.strip().removeprefix("|").removesuffix("|").split("|")
    elif "\t" in text or "   " in text:
        parts = _GAP.split(line.strip())
    else:
        return ()
    columns = tuple(_SPACES.sub(" ", part.replace("*", "")).strip() for part in parts)
    return columns if len(columns) > 1 else ()


def _unglued(text: str) -> list[str]:
    """A heading and the text that bold marks glue to it: "KẾ HOẠCH**Triển khai …"; a row of a table stays whole."""
    head, mark, rest = text.partition("**")
    if not mark or text.startswith("|"):
        return [text]
    if not head.strip():
        bold, closed, rest = rest.partition("**")
        if not closed:
            return [text]
        head, mark = f"**{bold}**", ""
    title, body = head.replace("*", "").strip(), rest.replace("*", "").strip()
    if len(title) > 1 and capitals_only(title) and body and not capitals_only(body) and not starts_small(body):
        return [head, mark + rest]
    return [text]


def _plain(text: str) -> str:
    """The text without borders and marks of Markdown; a star that marks an item stays."""
    text = text.strip("| ")
    if not text:
        return text
    if text[0] in "#>":
        text = _HEADING_MARK.sub("", text, count=1)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "&" in text and ";" in text:
        text = unescape(text)
    if "*" not in text:
        return text
    star = _STAR_ITEM.match(text)
    item = star is not None and text.count("*") % 2 == 1
    return ("* " if item else "") + text.replace("*", "").strip()
