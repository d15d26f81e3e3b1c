"""How a sentence cites a document: its type, its symbol, its date, who issued it (Decree 30/2020/NĐ-CP, annex I).

"Kế hoạch số 176/KH-UBND ngày 04/5/2026 của UBND tỉnh về việc …". The Party puts a comma before "ngày"; the date may
also stand behind the issuer, or at the head of a sentence that tells of the issue ("Ngày 28/10/2025, … đã ban hành …").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from thac.intake.structure.paragraphs import Paragraph
from thac.intake.structure.symbols import SYMBOL, TYPES, Symbol, read_symbol


@dataclass(frozen=True, slots=True)
class Citation:
    """One occurrence of a symbol with what stands around it.

    ``lead`` is the text between the citation before it, or the start of the paragraph, and its own type.
    """

    symbol: Symbol
    printed: str
    line: int
    paragraph: int
    lead: str
    doc_type: str | None
    day: date | None
    issuer: str | None
    bare: bool = False
    """Nothing but a comma or "và" parts it from the citation before."""


_TYPE_NAMES: Final = sorted(
    {
        *TYPES.values(),
        "Bộ luật",
        "Thông tri",
        "Văn bản",
        "Thông báo kết luận",
        "Quy định",
        "Lệnh",
        "Hiến pháp",
        "Giấy mời",
        "Thư",
    },
    key=len,
    reverse=True,
)
_TYPE: Final = re.compile(rf"(?i)\b(?P<type>{'|'.join(_TYPE_NAMES)})(?=[\s:]|$)")
_NUMBERED: Final = re.compile(r"(?i)\bsố\s*:?\s*$")
_JOINING: Final = re.compile(r"(?i)^\s*(?:[,;]|và|,\s*và|hoặc)\s*(?:số\s*:?\s*)?$")
_BARE: Final = re.compile(r"\s*(?:,|và|;)\s*")
_FORM: Final = re.compile(
    r"(?i)(?:mẫu|biểu|biểu mẫu|phụ lục|phiếu|bảng|đường|km|ký hiệu"
    r"|tài khoản)\s*(?:số)?\s*:?\s*$"
)
_SPOKEN: Final = r"(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})\s*(?:[/.-]|năm)\s*(?P<year>\d{4})"
_DATE: Final = re.compile(
    rf"[\s,]*\(?\s*(?:(?:hồi|lúc) [\d\s:,hgiờphút]{{2,20}}?)?(?:(?:được )?(?:ban hành|ký"
    rf"|phê duyệt)\s+)?ngày\s*{_SPOKEN}"
)
_ISSUER: Final = re.compile(
    r"[\s,]*(?:do|của)\s+(?P<issuer>[^,;.()\d]{3,110}?)\s*"
    r"(?=[,;.()\d]|$|\s(?:về|v/v|ban hành|quy định|phê duyệt|hướng dẫn|ngày|và (?=[A-ZĐ]\w+ [\w ]{0,20}số)|tại"
    r"|đã|được|hợp nhất|có|do|sửa đổi"
    r"|bổ sung|triển khai|thực hiện|chỉ đạo|thông báo|trên|trong|đối với|cho|đến|theo|năm)\b)"
)
_ISSUED_ON: Final = re.compile(
    rf"(?i)\bngày\s*{_SPOKEN}\s*,?\s*(?P<between>[^.;\d]{{0,160}}?\b(?:ban hành|ký|có|gửi"
    rf"|phê duyệt)\b[^.;\d]{{0,80}})$"
)
_TYPE_REACH: Final = 90
_LEAST_LETTERS: Final = 2


def citations(paragraph: Paragraph, at: int = 0) -> Iterator[Citation]:
    """The citations of a paragraph in order; ``at`` is the paragraph's position in the document."""
    if "/" not in paragraph.text and "\u2044" not in paragraph.text:
        return
    behind = 0
    before: Citation | None = None
    waiting: list[Citation] = []
    for match in SYMBOL.finditer(paragraph.text):
        symbol = read_symbol(match[0])
        gap = paragraph.text[behind : match.start()]
        if symbol is None or not _believed(symbol, gap, match, before):
            continue
        one, end = _read(paragraph, match, symbol, gap, at)
        if before is not None and one.doc_type is None and _JOINING.match(gap):
            one = replace(one, doc_type=before.doc_type)
        if waiting and not _coordinate(gap):
            yield from waiting
            waiting = []
        waiting.append(one)
        if one.issuer is not None or (one.bare and one.day is not None):
            yield from _shared(waiting)
            waiting = []
        before, behind = one, end
    yield from waiting


def _read(paragraph: Paragraph, match: re.Match[str], symbol: Symbol, gap: str, at: int) -> tuple[Citation, int]:
    """The citation around a symbol, and where it ends; ``gap`` is the text since the citation before."""
    end, dated, issued = _behind(paragraph.text, match.end())
    reach = gap[-_TYPE_REACH:]
    named = list(_TYPE.finditer(reach))
    one = Citation(
        symbol,
        match[0],
        paragraph.line_at(match.start()),
        at,
        lead=gap[: len(gap) - len(reach) + named[-1].start()] if named else gap,
        doc_type=named[-1]["type"].capitalize() if named else None,
        day=_day(dated or _ISSUED_ON.search(gap)),
        issuer=issued["issuer"].strip() if issued else None,
        bare=_BARE.fullmatch(gap) is not None,
    )
    return one, end


def _behind(text: str, end: int) -> tuple[int, re.Match[str] | None, re.Match[str] | None]:
    """Date and issuer behind a symbol, in either order, and where they end."""
    dated = _DATE.match(text, end)
    end = dated.end() if dated else end
    issued = _ISSUER.match(text, end + (text[end : end + 1] == ")"))
    end = issued.end() if issued else end
    if dated is None and issued is not None:
        dated = _DATE.match(text, end)
        end = dated.end() if dated else end
    return end, dated, issued


def _believed(symbol: Symbol, gap: str, match: re.Match[str], before: Citation | None) -> bool:
    """Whether it is a symbol: a form, a road and a share of something look like one."""
    if _FORM.search(gap):
        return False
    if match["legal"] or match["party"] or symbol.kind is not None:
        return True
    if _NUMBERED.search(gap) or _TYPE.search(gap[-20:]) or (before is not None and _JOINING.match(gap)):
        return True
    return "-" in symbol.body and sum(letter.isupper() for letter in symbol.body) > _LEAST_LETTERS


def _coordinate(gap: str) -> bool:
    """Whether nothing but a type stands between two citations, so that what follows the second holds for both."""
    return _JOINING.match(_TYPE.sub("", gap)) is not None


def _shared(waiting: list[Citation]) -> Iterator[Citation]:
    """What is printed behind the last of several citations, for those before it with the same body.

    The issuer holds for all; the date for one whose successor follows with nothing but a comma or "và".
    """
    last = waiting[-1]
    day = last.day if last.bare else None
    for one in waiting:
        same = one.symbol.body == last.symbol.body
        yield replace(one, issuer=one.issuer or last.issuer, day=one.day or day) if same else one


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
