"""Where a body begins: its kind with a proper name after it, a class, or a name known as a whole."""

import re

from thac.intake.meaning import lexicon
from thac.intake.meaning.bodies.bridging import bridge
from thac.intake.meaning.bodies.patterns import ACT, CLASS, FIELD, LEVELS, NAME_WORDS, PROPER, WORD

_WHOLE = re.compile(rf"{lexicon.WHOLE}(?!\w)")
_OWN_KINDS = re.compile(r"(?:bộ|sở|ban|phòng|cục|vụ)$")
_SELF_NAMED = re.compile(
    r"(?:công an|văn phòng|đảng ủy|tỉnh ủy|thành ủy|ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân|chính phủ|quốc hội|bhxh"
    r"|bảo hiểm xã hội|trạm y tế|thường trực|công đoàn|đoàn thanh niên|hội nông dân|hội phụ nữ|hội cựu chiến binh"
    r"|tỉnh đoàn|ttpvhcc|kho bạc|hội liên hiệp phụ nữ|hạt kiểm lâm|nhà trường|ban chỉ đạo|ban chỉ huy|ban thường vụ"
    r"|kiểm lâm|mặt trận|chi ủy"
    r"|tổ công tác|tổ công nghệ số cộng đồng|ban thường trực|mttq|hợp tác xã)$"
)
_TEAM = re.compile(
    r"(?:đoàn|tổ) (?:kiểm tra|công tác|giám sát|khảo sát|thanh tra|thẩm định)(?: liên ngành)?(?!\w)(?! gồm)"
)
_NEEDS_PLACE = re.compile(
    r"(?:thuế|trạm|hải quan|thanh tra|điện lực|viễn thông|bưu điện|báo|đài|đồn|đội|xã|phường|đặc khu)$"
)


def begin_of(text: str, words: str, start: int) -> int | None:
    """Where the first words of a body end: its kind or class; None where none begins."""
    if (team := _TEAM.match(words, start)) and text[start].isupper():
        return team.end()
    if lexicon.NO_BODY.match(words, start):
        return None
    if whole := _WHOLE.match(words, start):
        return whole.end()
    proper = PROPER.match(words, start)
    if proper and is_named(text, words, proper):
        return proper.end()
    common = CLASS.match(words, start)
    return common.end() if common else None


def is_named(text: str, words: str, kind: re.Match[str]) -> bool:
    """Whether a proper name follows the kind, so that "Ban" is a body and no "ban hành"."""
    if lexicon.NO_BODY.match(words, kind.start("kind")):
        return False
    if _SELF_NAMED.match(kind["kind"]):
        return True
    after = kind.end()
    following = WORD.match(words, after)
    if following is None or text[after : after + 1] in {",", ";", "."}:
        return (
            _OWN_KINDS.search(kind["kind"]) is not None and kind["kind"] != kind[0] and text[after : after + 1] == ":"
        )
    if FIELD.match(words, after):
        return True
    if text[kind.start("kind")].islower() and " " not in kind["kind"] and not text[following.start("word")].isupper():
        return _NEEDS_PLACE.match(kind["kind"]) is not None and LEVELS.match(words, after + 1) is not None
    if NAME_WORDS.match(words, after):
        return True
    if " " in kind["kind"] and text[kind.start("kind")].isupper() and not ACT.match(words, after):
        return True
    if text[kind.start("kind")].isupper() and lexicon.LONG_NAMED.match(kind["kind"]) and bridge(words, after):
        return True
    if text[following.start("word")].isupper():
        return not ACT.match(words, after) or text[kind.start("kind")].isupper()
    return _NEEDS_PLACE.match(kind["kind"]) is not None and LEVELS.match(words, after + 1) is not None
