"""The name of a body as a sentence would write it: a letterhead prints it in capitals, over several lines.

"ỦY BAN NHÂN DÂN" over "TỈNH QUẢNG TRỊ" is one body; "SỞ NỘI VỤ" under it is another, whose superior it names.
"""

import re
from collections.abc import Iterable
from typing import Final

from thac.intake.structure.letters import capitals_only

_NEW_BODY = re.compile(
    r"(?i)(?:[ủu][ỷy] ban|ubnd|hội đồng|hđnd|sở|bộ|ban|phòng|văn phòng|vp|tỉnh [ủu][ỷy]|thành [ủu][ỷy]"
    r"|đảng [ủu][ỷy]|đảng bộ|chi bộ|thủ tướng|chính phủ"
    r"|trung tâm|trường|công an|mặt trận|mttq|đoàn|hội|liên đoàn|cục|chi cục|tổng cục|thanh tra|bảo hiểm"
    r"|kho bạc|ngân hàng|viện|t[òo][àa]? án|tổ công tác"
    r"|thường trực|quốc hội|chủ tịch|xã đoàn|công đoàn|bch|bcđ)\b"
)
_PLACE = re.compile(
    r"(?i)(?!(?:tỉnh|xã|phường|huyện) (?:[ủu][ỷy]|đoàn|đội|hội)\b)(?:tỉnh|thành phố|tp\.?|xã|phường|đặc khu|huyện"
    r"|quận|thị trấn|thị xã|thôn)\s"
)
_COMMITTEE = re.compile(r"(?:TỈNH|THÀNH) [ỦU][ỶY]\b")
_STANDING = re.compile(
    r"(?i)(?:ban thường trực|ban thường vụ|thường trực|ban chấp hành|văn phòng|[ủu][ỷy] ban kiểm tra"
    r"|ban tổ chức|ban tuyên giáo(?: và dân vận)?|ban dân vận"
    r"|ban nội chính|ban xây dựng đảng|ban kinh tế.*|ban pháp chế|ban văn hóa.*)"
)
"""A body that is part of the one above it and has no name without it."""
_ABBREVIATIONS: Final = frozenset(
    {
        *("UBND", "HĐND", "HĐND&UBND", "MTTQ", "MTTQVN", "UBMTTQ", "UBMTTQVN", "TNCS", "BCĐ", "BCH", "PCTT", "TKCN"),
        *("TP", "TP.", "ATGT", "QLDA", "TTHC", "CCHC", "VN", "BHXH", "ĐBQH", "TTPVHCC", "CNTT", "CĐS"),
    }
)
"""Words that stay in capitals."""
_HEADS: Final = (
    "Ủy ban nhân dân",
    "Uỷ ban nhân dân",
    "Hội đồng nhân dân",
    "Mặt trận Tổ quốc Việt Nam",
    "Ủy ban Mặt trận",
    "Ủy ban MTTQ",
    "Tổ quốc",
    "Việt Nam",
    "Thủ tướng Chính phủ",
    "Chính phủ",
    "Quốc hội",
    "Trung ương",
    "Tỉnh ủy",
    "Tỉnh uỷ",
    "Thành ủy",
    "Thành uỷ",
    "Đảng ủy",
    "Đảng uỷ",
    "Đảng bộ",
    "Ban Thường trực",
    "Ban Thường vụ",
    "Ban Chấp hành",
    "Ban Tổ chức",
    "Ban Chỉ đạo",
    "Ban Chỉ huy",
    "Hồ Chí Minh",
    "Bộ Chính trị",
    "Ban Bí thư",
)
_HEAD_FORMS: Final = tuple((re.compile(rf"(?i)\b{re.escape(head)}\b"), head) for head in _HEADS)
_FIRST_LETTERS: Final = (
    re.compile(r"(?:,| và|[-–])\s+(\w)"),
    re.compile(r"(?i)\b(?:sở|bộ|phòng|ban|cục|chi cục|tổng cục|trung tâm)\s+(\w)"),
)


_BODY_WORD = re.compile(r"(?<!văn )\b(?:sở|bộ|phòng|cục|chi cục)(?= )")


def bodies(lines: Iterable[str]) -> list[str]:
    """The bodies of a letterhead, the highest first, each in running letters."""
    named: list[str] = []
    for line in lines:
        text = line.strip(" *.-–")
        if not text:
            continue
        if named and (_PLACE.match(text + " ") or not _NEW_BODY.match(text)):
            named[-1] = f"{named[-1]} {text}"
        else:
            named.append(text)
    return _completed([running(name) for name in named])


def _completed(named: list[str]) -> list[str]:
    """A standing committee or an office is named with the body it belongs to."""
    for at in range(1, len(named)):
        if _STANDING.fullmatch(named[at]):
            named[at] = f"{named[at]} {named[at - 1]}"
    return named


def running(name: str) -> str:
    """A name in capitals as a sentence writes it; other names stay as they are."""
    if not capitals_only(name):
        return name
    words = name.split()
    if _COMMITTEE.match(name):
        return f"{words[0].capitalize()} {words[1].lower()} {' '.join(words[2:]).title()}".strip()
    place = next(
        (at for at in range(len(words)) if _PLACE.match(" ".join(words[at:]) + " ") and at + 1 < len(words)), None
    )
    common, proper = words[:place], [] if place is None else words[place:]
    text = " ".join(word if word in _ABBREVIATIONS else word.lower() for word in common)
    text = _BODY_WORD.sub(lambda found: found[0].capitalize(), text)
    for form in _FIRST_LETTERS:
        text = form.sub(lambda found: found[0][:-1] + found[0][-1].upper(), text)
    for form, head in _HEAD_FORMS:
        text = form.sub(head, text)
    level = (
        2
        if [word.lower() for word in proper[:2]] in (["thành", "phố"], ["đặc", "khu"], ["thị", "trấn"], ["thị", "xã"])
        else 1
    )
    tail = [*(word.lower() for word in proper[:level]), *(word.title() for word in proper[level:])]
    text = " ".join([*text.split(), *tail])
    return text[:1].upper() + text[1:]
