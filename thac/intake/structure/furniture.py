"""What lands inside sentences where a page ends: page numbers, and footnotes with their marks.

A footnote is known by two signs together: a line that starts with a bare number, and the same number glued to a word
above it ("Chủ tịch UBND tỉnh1"). One sign alone is a sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from thac.intake.structure.letters import starts_small
from thac.intake.structure.markers import read_marker
from thac.intake.structure.pieces import Piece
from thac.intake.transcript import Place


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pieces of the running text and the footnotes taken out of it, each with its number."""

    pieces: tuple[Piece, ...]
    footnotes: tuple[tuple[int, tuple[Piece, ...]], ...]


_PAGE = re.compile(r"(?:[-–]\s*|(?i:trang)\s+)?(?P<page>\d{1,3})(?:\s*[-–]|\s*/\s*\d{1,3})?")
_NOTE = re.compile(r"\[?(?P<number>\d{1,2})\]?\s+(?=[^\W\d_]|[\"“(])")
_GLUED = re.compile(r"(?<=[^\W\d_]{2})(?P<quote>[”\")]?)(?P<number>\d{1,2})(?=[\s,.;:)]|$)")
_BRACKETED = re.compile(r"\[(?P<number>\d{1,2})\]")
_LONGEST = 40


def without_furniture(pieces: Sequence[Piece]) -> Sheet:
    """Take out page numbers and footnotes."""
    kept = _without_page_numbers(pieces)
    return _without_footnotes(kept)


def _without_page_numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """A number alone in its line is the page where pages count on from the last one."""
    kept: list[Piece] = []
    page = 1
    blanks = 0
    for piece in pieces:
        loose = piece.place is Place.BODY and not piece.borders and not piece.columns
        found = _PAGE.fullmatch(piece.text) if loose else None
        if found is not None and page < int(found["page"]) <= page + 2:
            page = int(found["page"])
            blanks += piece.blanks
            continue
        kept.append(replace(piece, blanks=piece.blanks + blanks) if blanks else piece)
        blanks = 0
    return kept


def _without_footnotes(pieces: Sequence[Piece]) -> Sheet:
    if not any(_may_be_first(piece) for piece in pieces):
        return Sheet(tuple(pieces), ())
    marks = _marks(pieces)
    kept: list[Piece] = []
    notes: list[tuple[int, tuple[Piece, ...]]] = []
    at = 0
    while at < len(pieces):
        number = _note_number(pieces, at, marks, len(notes) + 1)
        if number is None:
            kept.append(pieces[at])
            at += 1
            continue
        end = _note_end(pieces, at, kept[-1] if kept else None, number)
        notes.append((number, tuple(pieces[at:end])))
        at = end
    if notes:
        kept = [_unmarked(piece, {number for number, _ in notes}) for piece in kept]
    return Sheet(tuple(kept), tuple(notes))


def _may_be_first(piece: Piece) -> bool:
    found = _NOTE.match(piece.text)
    return found is not None and (piece.place is Place.FOOTNOTE or int(found["number"]) == 1)


def _marks(pieces: Sequence[Piece]) -> dict[int, int]:
    """The numbers glued to words, with the position of the first of each."""
    marks: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        for pattern in (_GLUED, _BRACKETED):
            for found in pattern.finditer(piece.text):
                marks.setdefault(int(found["number"]), at)
    return marks


def _note_number(pieces: Sequence[Piece], at: int, marks: dict[int, int], following: int) -> int | None:
    """The number of the footnote that starts here; None where none does."""
    found = _NOTE.match(pieces[at].text)
    if found is None:
        return None
    number = int(found["number"])
    if pieces[at].place is Place.FOOTNOTE:
        return number
    return number if number == following and marks.get(number, at) < at else None


def _note_end(pieces: Sequence[Piece], start: int, above: Piece | None, number: int) -> int:
    """The position behind a footnote: where its page ends, the next note starts or the broken sentence goes on."""
    broken = above is not None and not above.text.endswith((".", ";", ":"))
    for at in range(start + 1, min(start + _LONGEST, len(pieces))):
        piece, before = pieces[at], pieces[at - 1]
        if before.page is not None and piece.page != before.page:
            return at
        if piece.place is not before.place:
            return at
        note = _NOTE.match(piece.text)
        if note is not None and int(note["number"]) == number + 1:
            return at
        ended = before.text.endswith((".", ";"))
        if ended and (read_marker(piece.text) is not None or (broken and starts_small(piece.text)) or piece.edge):
            return at
        if ended and not broken and piece.blanks > before.blanks + 1:
            return at
    return start + 1


def _unmarked(piece: Piece, numbers: set[int]) -> Piece:
    def drop(found: re.Match[str]) -> str:
        number = found["number"]
        return found[0][: -len(number)] if int(number) in numbers else found[0]

    text = _GLUED.sub(drop, piece.text)
    text = _BRACKETED.sub(lambda found: "" if int(found["number"]) in numbers else found[0], text)
    return piece if text == piece.text else replace(piece, text=text)
