"""Who signed, and for whom (TM., KT., TL., TUQ.; Guidance 36-HD/VPTW writes T/M)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from thac.intake.structure import wording
from thac.intake.structure.columns import LEFT
from thac.intake.structure.letters import CAPITALS, capitals_only
from thac.intake.structure.pieces import Piece

_RANK: Final = (
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uỷ)|GS\.?|PGS\.?|TS\.?|ThS\.?|BS\.?|Bác sĩ|Tiến sĩ|Ông|Bà"
    r"|Đồng chí|Đ/c)"
)
_NAME: Final = re.compile(rf"(?:{_RANK}[\s.,]*)*(?P<name>[{CAPITALS}][\w’']*(?:\s+[{CAPITALS}][\w’']*){{1,5}})")


@dataclass(frozen=True, slots=True)
class Signature:
    """The signer's name and its line, and the titles as printed, joined by " / "; None for what is not printed."""

    name: str | None
    title: str | None
    line: int | None


def signature(pieces: Sequence[Piece]) -> Signature:
    """Read who signed."""
    titles: list[str] = []
    for piece in pieces:
        text = piece.text.strip(" .,*")
        if piece.column == LEFT or piece.text.startswith(("-", "–")) or wording.COPIES.match(piece.text):
            continue
        if is_title_line(text):
            titles.append(text)
        elif titles and (found := _NAME.fullmatch(text)):
            return Signature(found["name"], " / ".join(titles), piece.number)
        elif titles and capitals_only(text) and " " in text:
            titles.append(text)
    return Signature(None, " / ".join(titles) or None, None)


def is_title_line(text: str) -> bool:
    """Whether a line of the signature is a title and no name."""
    if wording.ON_BEHALF.match(text):
        return True
    return capitals_only(text) and wording.TITLES.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether a line is a person's name, with rank or degree at most."""
    return _NAME.fullmatch(text.strip(" .,*")) is not None
