"""Where a text cites other documents: their dates and the periods in their titles bind nobody here."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from thac.intake.meaning.plain import Span, plain

_CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ"
_GROUP = rf"[{_CAPITAL}][{_CAPITAL}a-zđ\d]*"
_SYMBOL = re.compile(
    rf"(?<![\w/])\d{{1,6}}[a-zđ]?\s?[/–-]\s?(?:(?:19|20)\d\d\s?/\s?)?{_GROUP}(?:\s?[-–/&.]\s?{_GROUP}){{0,5}}"
)
_DIGIT = re.compile(r"\d")
_DATED = re.compile(
    r"\s?,?\s?\(?ngày \d{1,2}(?:\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}| tháng \d{1,2},? năm \d{4})"
    r"|\s?,? ngày \d{1,2}/\d{1,2}"
)
# A document named without a symbol: "Luật Việc làm ngày 16 tháng 6 năm 2025".
_UNNUMBERED = re.compile(
    r"(?:luật|bộ luật|pháp lệnh|hiến pháp|nghị quyết|nghị định|quyết định|chỉ thị|kết luận|công văn|công điện|kế hoạch"
    r"|thông báo|thông tư|hướng dẫn|tờ trình|chương trình|quy định)[^;.:,]{0,60}?"
    r"(?<!trước )(?<!đến )(?<!nhất )(?<!vào )(?<!hết )(?<!giờ )(?<!từ )(?<!dự kiến )(?<!xong )(?<!trong )"
    r"(ngày \d{1,2}(?:\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}| tháng \d{1,2},? năm \d{4}))"
)
_TITLE = re.compile(
    r"\s?,?\s?(?:\(|của |về |ban hành|phê duyệt|quy định|hướng dẫn|triển khai|v/v|tại |giao |thông báo|công bố"
    r"|sửa đổi|bổ sung|thực hiện)"
)
_TITLE_ENDS = re.compile(
    r"[;:]|\.(?:\s|$)|\btrước (?:ngày|\d)|\b(?:chậm|muộn) nhất|\bhoàn thành (?:trước|trong|xong)|, (?:báo cáo|gửi"
    r"|giao)\b"
)


class Citations(NamedTuple):
    """A plain text in which the dates of cited documents are blanked out, and the stretches where titles stand."""

    text: str
    titles: tuple[Span, ...]

    def inside(self, position: int) -> bool:
        """Whether the position lies in the title of a cited document."""
        at = bisect_right(self.titles, (position, len(self.text))) - 1
        return at >= 0 and position < self.titles[at].end


@lru_cache(maxsize=256)
def without_citations(text: str) -> Citations:
    """Blank out what belongs to cited documents; lengths and positions stay."""
    words = plain(text)
    if _DIGIT.search(words) is None:
        return Citations(words, ())
    blanked = list(words)
    titles: list[Span] = []
    ends = [one.start() for one in _TITLE_ENDS.finditer(words)]
    for match in _SYMBOL.finditer(text):
        dated = _DATED.match(words, match.end())
        end = dated.end() if dated else match.end()
        blanked[match.start() : end] = " " * (end - match.start())
        if _TITLE.match(words, end) and not (titles and titles[-1].end > end):
            stop = bisect_left(ends, end)
            titles.append(Span(match.start(), ends[stop] if stop < len(ends) else len(words)))
    for match in _UNNUMBERED.finditer("".join(blanked)) if "ngày" in words else ():
        blanked[match.start(1) : match.end(1)] = " " * (match.end(1) - match.start(1))
    return Citations("".join(blanked), tuple(titles))
