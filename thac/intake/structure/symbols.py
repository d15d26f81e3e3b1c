"""How documents are numbered: the grammar of number and symbol, of the State, of the Party and of legal documents.

Sources: Decree 30/2020/NĐ-CP, annexes I and III; Guidance 36-HD/VPTW of 03/4/2018. Slips seen in real documents (inner
spaces, long dashes, look-alike letters) are read and normalised.
"""

import re
from dataclasses import dataclass
from typing import Final

from thac.intake.structure.letters import CAPITALS

TYPES: Final = {
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "QĐ": "Quyết định",
    "QĐi": "Quy định",
    "QyĐ": "Quy định",
    "QĐNS": "Quyết định",
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "CTrHĐ": "Chương trình hành động",
    "CTHĐ": "Chương trình hành động",
    "QC": "Quy chế",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "TBKL": "Thông báo",
    "HD": "Hướng dẫn",
    "HDLN": "Hướng dẫn",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "CĐ": "Công điện",
    "KL": "Kết luận",
    "CV": "Công văn",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "NĐ": "Nghị định",
    "GM": "Giấy mời",
    "PC": "Phiếu chuyển",
    "L": "Luật",
    "PL": "Pháp lệnh",
    "VBHN": "Văn bản hợp nhất",
    "KHLT": "Kế hoạch",
    "KHPH": "Kế hoạch",
    "CTrPH": "Chương trình",
    "CTPH": "Chương trình",
    "QCPH": "Quy chế",
    "HDLT": "Hướng dẫn",
}
"""The types that a symbol abbreviates, with their names."""
_BODIES: Final = {
    "TTg": "Thủ tướng Chính phủ",
    "CP": "Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
}
"""The bodies that a symbol names beyond doubt."""

_G: Final = rf"[{CAPITALS}][{CAPITALS}a-zđơư0-9]*"
_DASH: Final = rf"(?:[-–—\u2212]|\s[-–—\u2212](?=[{CAPITALS}]{{2}})|[-–—\u2212]\s(?=[{CAPITALS}]{{2}}))"
_WIDE: Final = r"\s?[-–—\u2212]\s?"
_SLASH: Final = r"\s?[/\u2044]\s?"
_JOIN: Final = rf"(?:{_DASH}|\s?&\s?|\.(?=[{CAPITALS}]))"
_PARTY_TYPES: Final = "NQ|QĐNS|QĐi|QĐ|CTrHĐ|CTHĐ|CTr|CT|TTr|TT|KL|QC|TB|HD|BC|CV|BB|KH|ĐA|PA|LB|TC|GM|GT|ĐT|CĐ|QyĐ"
_TAIL: Final = rf"{_G}(?:{_JOIN}{_G})*"
LEGAL: Final = rf"\d{{1,5}}(?:\.\d{{1,2}})?{_SLASH}(?:19|20)\d{{2}}{_SLASH}{_TAIL}"
PARTY: Final = rf"\d{{1,5}}[a-zđ]?{_WIDE}(?:{_PARTY_TYPES})(?:{_DASH}{_G})?{_SLASH}{_G}(?:{_DASH}{_G})*"
STATE: Final = rf"(?:\d{{1,3}}\.(?=\d{{3}}\s?/))?\d{{1,6}}[a-zđ]?{_SLASH}{_TAIL}"
SYMBOL: Final = re.compile(
    rf"(?<![\w/\u2044.,-])(?:(?P<legal>{LEGAL})|(?P<party>{PARTY})|(?P<state>{STATE}))(?![\w/\u2044])"
)
"""A whole symbol in running text; the name of the group that matched is its family."""

_ALIKE: Final = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "\u2212": "-",
        "\u2044": "/",
        "Ð": "Đ",
        **dict(zip("СРАТКВНОМЕ", "CPATKBHOME", strict=True)),  # noqa: RUF001 - Cyrillic letters
    }
)
_SPACES = re.compile(r"\s+")
_APART = re.compile(r"(?P<number>[\d.]+[a-zđ]?)[/-](?P<rest>.+)")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})/")
_GROUPS = re.compile(r"[-/&.]")
_LAW = re.compile(r"QH\d{1,2}")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol taken apart.

    "87-KH/ĐU" is number 87, kind KH, body ĐU; a letter has no kind ("120/UBND-NC"), a legal document has a year.
    """

    whole: str
    number: str
    kind: str | None
    body: str
    year: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Equal for one document however its number is padded and its groups are ordered and joined."""
        groups = sorted(group.upper() for group in _GROUPS.split(self.body))
        return (self.number.replace(".", "").lstrip("0"), self.year, (self.kind or "").upper(), *groups)

    @property
    def doc_type(self) -> str:
        """The name of the type it abbreviates; without one it is a letter."""
        return "Công văn" if self.kind is None else TYPES.get(self.kind, self.kind)

    @property
    def issuer(self) -> str | None:
        """The body it names beyond doubt."""
        if _LAW.fullmatch(self.body):
            return "Quốc hội"
        return _BODIES.get(self.body.rstrip("0123456789")) if "-" not in self.body else None


def normalised(printed: str) -> str:
    """The symbol without inner spaces, with plain dashes and Vietnamese letters."""
    return _SPACES.sub("", printed.translate(_ALIKE))


def read_symbol(printed: str) -> Symbol | None:
    """Take a symbol apart; None where it has no number."""
    whole = normalised(printed)
    found = _APART.fullmatch(whole)
    if found is None:
        return None
    number, rest = found["number"], found["rest"]
    dated = _YEAR.match(rest)
    year = dated["year"] if dated else ""
    rest = rest[dated.end() :] if dated else rest
    head = _GROUPS.split(rest)[0]
    if _LAW.fullmatch(head):
        return Symbol(whole, number, "L", head, year)
    kind = next((one for one in TYPES if one.upper() == head.upper()), None)
    if kind is None or len(rest) == len(head):
        return Symbol(whole, number, None, rest, year)
    return Symbol(whole, number, kind, rest[len(head) + 1 :], year)


def type_of(symbol: str) -> str | None:
    """The type that the part after the number names ("KH-UBND", "KL/TW"); None for a letter's ("UBND-NC")."""
    read = read_symbol(f"1/{symbol}")
    return None if read is None or read.kind is None else read.doc_type
