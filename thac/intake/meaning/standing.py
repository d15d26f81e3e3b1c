"""Whether a body stands outside the chain of command of who issues the document, so that it can only be asked."""

import re
from enum import StrEnum

from thac.intake.meaning.lexicon import OUTSIDE
from thac.intake.meaning.plain import plain


class Standing(StrEnum):
    """What kind of body issues the document, which decides whom it may order."""

    ADMINISTRATION = "administration"
    """A people's committee, its chairman or the Government: everything of the State below it."""
    DEPARTMENT = "department"
    """A ministry, department or division: its own units, and nobody beside it or in the communes."""
    PARTY = "party"
    FRONT = "front"
    """The Front or a mass organisation."""


_FRONT = re.compile(
    r"(?:ban thường trực |cơ quan )*(?:ủy ban )?(?:mặt trận|mttq)|hội (?!đồng)|liên đoàn|đoàn thanh niên|tỉnh đoàn"
)
_PARTY = re.compile(r"tỉnh ủy|thành ủy|đảng ủy|đảng bộ|ban bí thư|bộ chính trị|ban chấp hành|ban thường vụ|chi bộ")
_DEPARTMENT = re.compile(
    r"(?:ubnd .{2,40})?(?:sở|bộ(?! chính trị)|chi cục|cục|tổng cục|phòng|trung tâm|thanh tra|ban quản lý) "
)
_OWN = {
    Standing.DEPARTMENT: re.compile(
        r"(?:các )?(?:phòng|trung tâm|chi cục|cục|vụ|viện|ban|thanh tra (?:sở|bộ)|văn phòng (?:sở|bộ)|trường"
        r"|bệnh viện)\b"
        r"|.*\b(?:thuộc|trực thuộc) (?:sở|bộ|cục)"
    ),
    Standing.PARTY: re.compile(
        r".*(?:đảng|chi bộ|cấp ủy|tỉnh ủy|thành ủy|thường vụ|thường trực hđnd)|ủy ban kiểm tra|ban (?:tổ chức"
        r"|tuyên giáo"
        r"|dân vận|nội chính)|văn phòng|các ban\b|ủy viên|các đồng chí|thường trực"
    ),
    Standing.FRONT: re.compile(r".*(?:mặt trận|mttq)|(?:các )?(?:ban|văn phòng|phòng|chi hội|tổ(?! chức))\b"),
}


def standing_of(name: str, *, party: bool = False) -> Standing:
    """What kind of body an issuer is by its name."""
    words = plain(name)
    if _FRONT.match(words):
        return Standing.FRONT
    if party or _PARTY.match(words):
        return Standing.PARTY
    return Standing.DEPARTMENT if _DEPARTMENT.match(words) else Standing.ADMINISTRATION


def is_outside(name: str, standing: Standing) -> bool:
    """Whether an issuer of that standing can only ask the body, and not order it."""
    words = plain(name)
    if standing is Standing.ADMINISTRATION:
        return OUTSIDE.search(words) is not None
    return _OWN[standing].match(words) is None
