"""Which lines are letterhead, addressees, text, copies with the signature, and appendices.

The parts follow each other as Decree 30/2020/NĐ-CP prints them. What stands before the letterhead or behind the
signature and is no appendix is not the document's: a web page puts its menus there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from thac.intake.structure import wording
from thac.intake.structure.heading import Head, read_head
from thac.intake.structure.letters import capitals_only
from thac.intake.structure.pieces import Piece
from thac.intake.structure.signature import is_name, is_title_line


@dataclass(frozen=True, slots=True)
class Parts:
    """A document's pieces by its parts."""

    head: Head
    text: tuple[Piece, ...] = ()
    signing: tuple[Piece, ...] = ()
    appendices: tuple[Piece, ...] = ()


_TITLE_LENGTH = 70
_SOON = 5
_CHROME_LENGTH = 80


def divide(pieces: Sequence[Piece]) -> Parts:
    """Find the parts."""
    head = read_head(pieces)
    signing = _signing(pieces, head.end)
    behind = _behind(pieces, signing)
    end = _chrome(pieces, behind)
    return Parts(head, tuple(pieces[head.end : signing]), tuple(pieces[signing:behind]), tuple(pieces[behind:end]))


def _signing(pieces: Sequence[Piece], start: int) -> int:
    """Where copies or signature begin; where neither is printed, behind the last sign that ends a text."""
    ended = None
    for at in range(start, len(pieces)):
        text = pieces[at].text
        if wording.COPIES.match(text) or (at > start and _signs(pieces, at)):
            return at
        if wording.END.search(text):
            ended = at + 1
    return _chrome(pieces, start) if ended is None else ended


def _signs(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a signature begins here: a title behind a finished sentence, with a name, copies or nothing below it."""
    text, before = pieces[at].text.strip(" .,"), pieces[at - 1].text
    if len(text) > _TITLE_LENGTH or text.endswith(":") or not is_title_line(text):
        return False
    if wording.END.search(before):
        return True
    below = pieces[at + 1 : at + 1 + _SOON]
    return before.endswith((".", ";")) and (
        len(below) < _SOON or any(is_name(one.text) or wording.COPIES.match(one.text) for one in below)
    )


def _behind(pieces: Sequence[Piece], signing: int) -> int:
    """Where the appendices begin, behind the signature."""
    for at in range(signing, len(pieces)):
        text = pieces[at].text
        if wording.APPENDIX.match(text) and (capitals_only(text) or text.startswith("Phụ lục") or _titled(pieces, at)):
            return at
    return len(pieces)


def _titled(pieces: Sequence[Piece], at: int) -> bool:
    """Whether "(Kèm theo …)" follows a heading, as it does under the title of an appendix."""
    return any(wording.ATTACHED.match(one.text) for one in pieces[at + 1 : at + 1 + _SOON])


def _chrome(pieces: Sequence[Piece], start: int) -> int:
    """Where a web page's own lines begin."""
    for at in range(start, len(pieces)):
        text = pieces[at].text
        if len(text) < _CHROME_LENGTH and wording.CHROME.match(text):
            return at
    return len(pieces)
