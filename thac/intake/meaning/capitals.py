"""How a name printed in capitals is written in a sentence: "ỦY BAN NHÂN DÂN XÃ VĂN LĂNG"."""

import re

from thac.intake.meaning.lexicon import FIELDS
from thac.intake.meaning.plain import plain

_PHRASES = (
    *(
        "Ủy ban nhân dân",
        "Hội đồng nhân dân",
        "Ủy ban MTTQ Việt Nam",
        "Ủy ban Mặt trận Tổ quốc Việt Nam",
        "UBND",
        "HĐND",
    ),
    *("Đảng ủy", "Tỉnh ủy", "Thành ủy", "Ban Thường trực", "Ban Thường vụ", "Ban Chấp hành", "Thường trực", "MTTQ"),
    *("Ban Tổ chức", "Ban Tuyên giáo và Dân vận", "Ban Nội chính", "Ban Xây dựng Đảng", "Ủy ban Kiểm tra", "Văn phòng"),
    *("Ban Chỉ đạo", "Ban Chỉ huy", "Bộ Chỉ huy Quân sự", "Thủ tướng Chính phủ", "Chính phủ", "Chủ tịch", "Trung tâm"),
    *("Phục vụ hành chính công", "Ban Quản lý", "Chi cục", "Công an", "Thanh tra", "Đoàn Thanh niên", "Hội Nông dân"),
    *(
        "Hội Liên hiệp Phụ nữ",
        "Kho bạc Nhà nước",
        "Bảo hiểm xã hội",
        "Phòng thủ dân sự",
        "Đảng bộ",
        "Quốc hội",
        "Tổ công tác",
    ),
    *("Sở", "Bộ", "Phòng", "Ban", "tỉnh", "thành phố", "xã", "phường", "đặc khu", "và", "của", "thuộc"),
)
_KNOWN = {plain(phrase): phrase for phrase in _PHRASES}
_NEXT = re.compile(
    "(?P<phrase>"
    + "|".join(sorted(map(re.escape, _KNOWN), key=len, reverse=True))
    + rf")(?!\w)|(?P<field>{FIELDS})(?!\w)|\S+"
)
_COMPONENT = re.compile(r"(?:^|(?<=, )|(?<=- )|(?<=và ))\w")


def spelled(name: str) -> str:
    """The name as written in a sentence; one that is not printed in capitals stays as it is."""
    if not name.isupper():
        return name
    small = plain(name)
    parts = [_written(match, name[match.start() : match.end()].lower()) for match in _NEXT.finditer(small)]
    whole = " ".join(parts)
    return whole[:1].upper() + whole[1:]


def _written(match: re.Match[str], printed: str) -> str:
    if match["phrase"]:
        return _KNOWN[match["phrase"]]
    if match["field"]:
        return _COMPONENT.sub(lambda letter: letter[0].upper(), printed)
    return printed[:1].upper() + printed[1:]
