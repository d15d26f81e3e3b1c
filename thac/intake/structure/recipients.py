"""To whom a document is addressed and who gets a copy (Kính gửi, Nơi nhận)."""

import re
from collections.abc import Sequence
from typing import Final

from thac.intake.structure import wording
from thac.intake.structure.columns import RIGHT
from thac.intake.structure.heading import Head, Role
from thac.intake.structure.letters import capitals_only, starts_small
from thac.intake.structure.pieces import Piece
from thac.intake.structure.signature import is_title_line

_BULLET: Final = re.compile(r"(?:[-–+•*\uf02d\uf0b7]|\d{1,2}[.)](?!\d))\s*")
_AROUND: Final = " .;,:"


def addressees(head: Head) -> tuple[str, ...]:
    """Who stands under "Kính gửi", one entry each, as printed."""
    pieces = head.of(Role.ADDRESSEE)
    if not pieces:
        return ()
    first = wording.ADDRESSEES.sub("", pieces[0].text, count=1)
    texts = [text for text in (first, *(one.text for one in pieces[1:])) if text.strip(_AROUND)]
    listed = any(_BULLET.match(text) for text in texts)
    entries: list[str] = []
    for text in texts:
        bullet = _BULLET.match(text)
        if entries and bullet is None and (listed or not entries[-1].endswith((";", "."))):
            entries[-1] += f" {text}"
        else:
            entries.append(text if bullet is None else text[bullet.end() :])
    if not listed:
        entries = [part for entry in entries for part in entry.split(";")]
    return tuple(entry.strip(_AROUND) for entry in entries if entry.strip(_AROUND))


def copies(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Who stands under "Nơi nhận", one entry each, as printed."""
    left = [one for one in pieces if one.column != RIGHT]
    beside = len(left) < len(pieces)
    start = next((at for at, one in enumerate(left) if wording.COPIES.match(one.text)), None)
    if start is None:
        return ()
    entries: list[str] = []
    rest = wording.COPIES.sub("", left[start].text, count=1)
    if rest:
        entries.append(_BULLET.sub("", rest, count=1))
    listed = any(_BULLET.match(one.text) for one in left[start:])
    for piece in left[start + 1 :]:
        bullet = _BULLET.match(piece.text)
        if bullet is not None:
            entries.append(piece.text[bullet.end() :])
        elif _ends(piece, entries):
            if beside:
                continue
            break
        elif entries and _goes_on(piece, entries[-1], listed=listed):
            entries[-1] += f" {piece.text}"
        else:
            entries.append(piece.text)
    return tuple(entry.strip(_AROUND) for entry in entries if entry.strip(_AROUND))


def _ends(piece: Piece, entries: list[str]) -> bool:
    """Whether the copies are over: the signature begins, or the last entry (Lưu) is closed."""
    if is_title_line(piece.text.strip(_AROUND)) or (capitals_only(piece.text) and " " in piece.text):
        return True
    closed = bool(entries) and entries[-1].lower().startswith("lưu")
    return closed and (entries[-1].endswith(".") or piece.edge or piece.blanks > 0 or not starts_small(piece.text))


def _goes_on(piece: Piece, entry: str, *, listed: bool) -> bool:
    """Whether a line without a dash goes on with the entry above it; the Party's entries end with a comma."""
    if entry.endswith((";", ".")) or piece.edge:
        return False
    return listed or not entry.endswith(",") or starts_small(piece.text)
