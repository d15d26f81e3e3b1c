"""Which lines hold two columns: the letterhead beside the motto, the copies beside the signature."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from thac.intake.structure import wording
from thac.intake.structure.letters import CAPITALS, capitals_only
from thac.intake.structure.pieces import Piece

LEFT, RIGHT = 1, 2
"""Where a piece stood in a line of two columns."""
_WIDTH: Final = 200
_MOTTO = re.compile(r"(?<=\s)(?:CỘNG\s+H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do)")
_NUMBER_AND_DATE = re.compile(
    rf"(?P<left>S[ốỐ]\s*:?\s*[\d\s./…_-]{{0,40}}[{CAPITALS}][^\s,]*(?: ?[-&][^\s,]+)*(?: [Vv]/[vV] [^|]*)?)\s+[|]?\s*"
    rf"(?P<right>[{CAPITALS}][\w.’'-]*(?: [\w.’'-]+){{0,7}},? ngày\b.*\bnăm\b.*)"
)
_NUMBER_AND_ABOUT = re.compile(
    rf"(?P<left>S[ốỐ]\s*:?\s*[\d\s./…_-]{{0,40}}[{CAPITALS}]\S*)\s+(?P<right>[Vv]\s?/\s?[vV]\b.*)"
)
_SIGNED: Final = rf"(?P<right>(?:(?:TM|KT|TL|TUQ)\.\s*|[TK]/[ML T]\s+)?[{CAPITALS}]{{2}}[{CAPITALS}\s,.-]{{3,60}})"
_COPIES_AND_TITLE = re.compile(rf"(?P<left>Nơi nhận\s*:)\s+{_SIGNED}")
_COPY_AND_TITLE = re.compile(rf"(?P<left>[-–].*?[;.])\s+{_SIGNED}")
_FORMS: Final = {
    "S": (_NUMBER_AND_DATE, _NUMBER_AND_ABOUT),
    "N": (_COPIES_AND_TITLE,),
    "-": (_COPY_AND_TITLE,),
    "–": (_COPY_AND_TITLE,),
}
"""Columns known by their form where nothing but a space parts them, by the first letter of the line."""
_NAME = re.compile(rf"[{CAPITALS}]\w+(?: [{CAPITALS}]\w+){{1,4}}")


def spread(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Split lines of two columns, the left one first; other lines with gaps stay whole."""
    return tuple(part for piece in pieces for part in _split(piece))


def _split(piece: Piece) -> Iterator[Piece]:
    pair = _pair(piece)
    if pair is None:
        yield piece
        return
    left, right = pair
    about = _NUMBER_AND_ABOUT.fullmatch(left)
    for text in about.groups() if about else (left,):
        yield replace(piece, text=text, column=LEFT, columns=())
    if right:
        yield replace(piece, text=right, column=RIGHT, columns=(), edge=True)


def _pair(piece: Piece) -> tuple[str, str] | None:
    """The texts of the two columns; None where the line is one text."""
    text = piece.text
    for form in _FORMS.get(text[:1], ()) if len(text) < _WIDTH else ():
        found = form.fullmatch(text)
        if found is not None:
            return (text, "") if form is _NUMBER_AND_ABOUT else (found["left"], found["right"])
    motto = _MOTTO.search(text) if len(text) < _WIDTH else None
    if motto is not None and motto.start() > 1:
        return text[: motto.start()].strip(" |"), text[motto.start() :]
    columns = [column for column in piece.columns if column]
    if len(columns) > 1 and _two_columns(columns):
        return columns[0], " ".join(columns[1:])
    return None


def _two_columns(columns: list[str]) -> bool:
    left, right = columns[0], " ".join(columns[1:])
    if wording.COPIES.match(left) or wording.DATED.fullmatch(right):
        return True
    signature = wording.ON_BEHALF.match(right) or _NAME.fullmatch(right) or capitals_only(right)
    listed = left.startswith(("-", "–")) or left.endswith((";", ",", "."))
    return bool(signature and len(columns) == RIGHT and (listed or capitals_only(left)))
