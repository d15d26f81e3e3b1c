"""What a cited document is to the one that cites it.

A sentence that opens with "Thực hiện" or "Căn cứ" names what is carried out; a document in the title of another one
("Kế hoạch … về việc thực hiện Kết luận …") is what that one carries out in its turn. Laws and decrees are grounds.
"""

import re
from collections.abc import Sequence
from typing import Final

from thac.intake.document import ReferenceRole
from thac.intake.structure.citations import Citation

_CARRIES_OUT: Final = re.compile(
    r"(?:^|[.;:]\s*|\bđể )(?:\W*)(?i:(?:để )?(?:tiếp tục |tổ chức |triển khai |nghiêm túc )*(?:thực hiện"
    r"|thi hành|căn cứ|triển khai|cụ thể hóa|cụ thể hoá|theo|tiếp theo|"
    r"phúc đáp|xét))\b"
)
_TITLE: Final = re.compile(r"(?i)\b(?:về|v/v|ban hành|phê duyệt)\b")
_INSIDE: Final = re.compile(
    r"(?i)\b(?:về việc|về|ban hành|phê duyệt|thực hiện|triển khai|hướng dẫn|theo|tại|sửa đổi|bổ sung)\s*[\w\s,“\"]*$"
)
_BESIDE: Final = re.compile(r"(?:^|[,;]|\bvà|\bcùng)\s*$")
_GROUNDS: Final = frozenset({"L", "NĐ", "TT", "TTLT", "PL", "VBHN", "TTr", "BC", "BB"})
"""Laws and what comes from below (tờ trình, báo cáo): nobody carries them out."""


def roles(subject: Sequence[Citation], preamble: Sequence[Citation]) -> dict[tuple[str, ...], ReferenceRole]:
    """The role of each document that subject and preamble cite; any other is only cited."""
    found: dict[tuple[str, ...], ReferenceRole] = {}
    inside = carries = False
    last = -1
    for one in preamble:
        if one.paragraph != last:
            inside, last = False, one.paragraph
            carries = _CARRIES_OUT.search(one.lead) is not None
        elif _CARRIES_OUT.search(one.lead):
            carries, inside = True, False
        else:
            inside = _is_inside(one.lead, inside=inside)
        if one.symbol.kind in _GROUNDS:
            continue
        if carries:
            _keep(found, one, ReferenceRole.ANCESTOR if inside else ReferenceRole.IMPLEMENTS)
    for one in subject:
        if one.symbol.kind not in _GROUNDS:
            found.setdefault(one.symbol.key, ReferenceRole.IMPLEMENTS)
    return found


def _is_inside(lead: str, *, inside: bool) -> bool:
    """Whether a citation stands in the title of the one before it."""
    if _BESIDE.search(lead):
        return inside and not lead.strip(" ,;")
    return _INSIDE.search(lead) is not None


def _keep(found: dict[tuple[str, ...], ReferenceRole], one: Citation, role: ReferenceRole) -> None:
    """What is named in the title of an implemented document is an ancestor, also where it is named by itself."""
    if role is ReferenceRole.ANCESTOR or one.symbol.key not in found:
        found[one.symbol.key] = role
