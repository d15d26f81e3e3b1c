"""Where a letterhead begins: a web page, a cover or an earlier mail may stand above it."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from thac.intake.structure import wording
from thac.intake.structure.letters import capitals_only
from thac.intake.structure.pieces import Piece

_BODY_NAME = re.compile(
    r"(?:[ỦU][ỶY] BAN|UBND|HỘI ĐỒNG|HĐND|SỞ|BỘ|BAN|PHÒNG|VĂN PHÒNG|TỈNH ỦY|TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|ĐẢNG ỦY"
    r"|ĐẢNG UỶ|ĐẢNG BỘ|CHI BỘ"
    r"|THỦ TƯỚNG|CHÍNH PHỦ|TRUNG TÂM|TRƯỜNG|CÔNG AN|MẶT TRẬN|MTTQ|ĐOÀN|HỘI|LIÊN ĐOÀN|CỤC|CHI CỤC|TỔNG CỤC"
    r"|THANH TRA|BẢO HIỂM|KHO BẠC|NGÂN HÀNG"
    r"|VIỆN|TÒA ÁN|TOÀ ÁN|TỔ CÔNG TÁC|TỔNG CÔNG TY|CÔNG TY|QUÂN KHU|BCH|BCĐ|TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU"
    r"|HUYỆN|QUỐC HỘI)\b"
)
_SHORT: Final = 120
_NAME_LENGTH: Final = 60
_NEAR: Final = 14
"""So many lines lie at most between a number and the motto printed below it."""
_FAR: Final = 400
_WIDE: Final = 300


def start_of(pieces: Sequence[Piece]) -> int:
    """The first piece of the letterhead; 0 where nothing shows one."""
    texts = [piece.text[:_WIDE] for piece in pieces[:_FAR]]
    motto, number = _first(texts, is_motto), _first(texts, _is_number)
    if motto is not None and number is not None and number < motto <= number + _NEAR:
        return _upward(texts, number)
    for found in (motto, number, _first(texts, _is_capital_title), _first(texts, wording.ADDRESSEES.match)):
        if found is not None:
            return _upward(texts, found)
    return 0


def _first(texts: Sequence[str], test: Callable[[str], object]) -> int | None:
    return next((at for at, text in enumerate(texts) if test(text)), None)


def is_motto(text: str) -> bool:
    """Whether a line is part of the motto of State or Party."""
    return bool(wording.PARTY.search(text) or wording.MOTTO.search(text))


def _is_number(text: str) -> bool:
    return wording.NUMBER.match(text) is not None


def _is_capital_title(text: str) -> bool:
    return capitals_only(text) and is_title(text)


def _upward(texts: Sequence[str], at: int) -> int:
    """The issuing bodies, number and date printed before it belong to the letterhead; a page's menus do not."""
    top = at
    while top and _of_letterhead(texts[top - 1]):
        top -= 1
    while top < at and capitals_only(texts[top]) and not _BODY_NAME.match(texts[top]):
        top += 1
    return top


def _of_letterhead(text: str) -> bool:
    if capitals_only(text):
        return len(text) < _SHORT
    if (
        wording.NUMBER.match(text)
        or wording.DATED.fullmatch(text)
        or wording.URGENCY.fullmatch(text)
        or wording.ABOUT.match(text)
    ):
        return True
    return names_body(text) or wording.SLOGAN.search(text) is not None


def names_body(text: str) -> bool:
    """Whether a line in small letters is nothing but the name of a body, as in a letterhead typed by hand."""
    return (
        len(text) < _NAME_LENGTH
        and text[-1].isalpha()
        and _BODY_NAME.match(text.upper()) is not None
        and text[0].isupper()
    )


def is_title(text: str) -> bool:
    """Whether a line names the type of the document."""
    found = wording.TITLE.fullmatch(text)
    if found is not None:
        return not text.endswith(":") and (not found["rest"].strip() or capitals_only(found["rest"]))
    return wording.TITLE_SMALL.fullmatch(text) is not None
