"""Figures to reach (chỉ tiêu): how each binds, its value and its unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thac.intake.draft import Target, TargetOp
from thac.intake.meaning.citations import without_citations
from thac.intake.meaning.plain import unquoted

_VALUE = r"(?P<value>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?|một|hai|ba)(?:/(?P<over>\d))?"
_UNITS = (
    r"ngày làm việc|ngày|giờ|phút|trang|lần|cuộc|buổi|lớp|người|hộ|xã|phường|thôn|mô hình|dịch vụ|thủ tục|hồ sơ"
    r"|văn bản|km|ha|m2"
    r"|tỷ đồng|triệu đồng|nghìn đồng|đồng|tấn|điểm|bậc|công trình|dự án|doanh nghiệp|sản phẩm|hội nghị|cơ sở|trường"
    r"|tháng|năm"
)
_AT_LEAST = (
    r"(?:tối thiểu|ít nhất|không (?:ít|thấp|nhỏ) hơn|không dưới|từ(?= \d[\d.,]*\s?%? (?:\w+ ){0,3}trở lên)|≥|>=)"
    r"(?: là| từ| đạt)?"
)
_AT_MOST = (
    r"(?:không quá|không vượt quá|không lớn hơn|không cao hơn|không nhiều hơn|không hơn|tối đa|nhiều nhất|≤|<=)(?: là)?"
)
_ABOVE = r"(?:trên|hơn|vượt|>)"
_BELOW = r"(?:dưới|thấp hơn|ít hơn|<)"
_CUE = (
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<above>{_ABOVE})|(?P<below>{_BELOW})"
    r"|(?P<reach>(?:đạt|phấn đấu|bảo đảm|đảm bảo|duy trì|nâng(?: tỷ lệ)?(?: \w+){0,6} lên|đạt tỷ lệ"
    r"|đạt mức)(?: đạt)?(?: từ| tỷ lệ| mức| khoảng| được| mục tiêu)*))"
)
_PERCENT = re.compile(
    rf"(?:(?<!\w){_CUE} )?(?<![\w/.,-])(?:{_VALUE}\s?(?:-|đến)\s?)??(?P<percent>\d{{1,3}}(?:,\d+)?)\s?(?:%"
    rf"|phần trăm)(?P<up> (?:\w+ ){{0,4}}?trở lên)?".replace("(?P<value>", "(?P<low>").replace(
        "(?P<over>", "(?P<lowover>"
    )
)
_THINGS = r"(?!tháng|tuần|năm|quý|ngày|giờ|lần)[^\W\d_]+(?: [^\W\d_]+)?"
_COUNT = re.compile(
    rf"(?<!\w)(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})) {_VALUE}\s?(?P<unit>{_UNITS}"
    rf"|{_THINGS})(?!\w)(?! một lần|/lần"
    rf"| 0?1 lần)(?P<up> trở lên)?"
)
_UP = re.compile(rf"(?<!\w)(?:từ )?{_VALUE} (?P<unit>{_UNITS})(?: \w+){{0,2}} trở lên")
_OFTEN = re.compile(
    rf"(?<!\w)(?P<least>{_AT_LEAST}) (?:mỗi|một|01) (?:tuần|tháng|quý|năm) (?P<value>một|hai|ba"
    rf"|\d{{1,2}}) (?P<unit>lần|buổi|cuộc)"
)
_ONCE = re.compile(
    r"(?:mỗi|một) (?P<what>\w+(?: \w+){0,3}) chỉ (?:\w+ ){1,3}?(?P<value>một|hai|0?\d) (?P<unit>lần|cuộc|đầu mối)"
)
_ITEM = re.compile(rf"(?:^|[;:] (?:có |đạt )?){_VALUE} (?P<unit>(?!%)[^\W\d_]+(?: [^\W\d_]+){{0,3}})")
_REDUCES = re.compile(r"(?:giảm|tinh giản|cắt giảm|tiết kiệm|rút ngắn|tinh gọn)[^;.]{0,60}$")
_RAISES = re.compile(r"(?:tăng|nâng)[^;.]{0,40}$")
_TERM = re.compile(r"\s?(?:kể từ|tính từ|từ ngày|sau khi|trước (?:khi|ngày))")
_KNOWN = re.compile(
    r"(?:đã|mới|chỉ|hiện) (?:đạt|có|hoàn thành|đạt được)[^;.]{0,40}$|\b(?:đã|mới) $|\b(?:còn|chiếm)(?: khoảng| tới"
    r"| đến)? $"
)
_SPANS = frozenset({"ngày làm việc", "ngày", "giờ", "phút", "tuần", "tháng", "quý", "năm"})
"""Units of time, of which a number before an event is a term."""
# Whom or what it concerns from that number on, and nothing to reach: "vi phạm từ 02 lần trở lên".
_CONDITION = re.compile(
    r"(?:vi phạm|tái phạm|để xảy ra|không hoàn thành|chậm|muộn|trễ|vắng|trường hợp|nếu|đối với|bị)\b[^;.]{0,80}$"
    r"|\b(?:hộ|người|cơ sở|doanh nghiệp|xã|thôn|trường|xe|dự án)(?: \w+){0,2} có $"
)
_FIGURE = re.compile(r"\d|\b(?:một|hai|ba)\b")
_WORDS = {"một": 1.0, "hai": 2.0, "ba": 3.0}
_ALL = 100.0


@dataclass(frozen=True, slots=True)
class FoundTarget:
    """A figure and where it stands."""

    op: TargetOp
    value: float
    unit: str
    start: int
    end: int


def targets(text: str, line: int) -> tuple[Target, ...]:
    """The figures that a text sets, in its order; what stands in quotes and terms counted in days are none."""
    words = unquoted(without_citations(text).text)
    if _FIGURE.search(words) is None:
        return ()
    found = list(_percents(words))
    for one in _counts(words):
        if not _within(one, found):
            found.append(one)
    if found:
        found += [one for one in _items(words) if not _within(one, found)]
    found.sort(key=lambda one: one.start)
    return tuple(Target(one.op, one.value, one.unit, text[one.start : one.end].strip(), line) for one in found)


def _within(one: FoundTarget, others: list[FoundTarget]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _number(words: str, over: str | None = None) -> float:
    value = _WORDS.get(words) or float(words.replace(".", "").replace(",", "."))
    return value / int(over) if over and int(over) else value


def _percents(words: str) -> Iterator[FoundTarget]:
    for match in _PERCENT.finditer(words):
        before = words[max(0, match.start() - 80) : match.start()]
        if _KNOWN.search(before) and not (match["least"] or match["most"] or match["below"]):
            continue
        value = _number(match["low"] or match["percent"])
        op = _reduced(_op(match, value), before, match)
        yield FoundTarget(op, value, "%", match.start(), match.end())


def _op(match: re.Match[str], value: float) -> TargetOp:
    if match["most"]:
        return TargetOp.AT_MOST
    if match["least"] or match["up"]:
        return TargetOp.AT_LEAST
    if match["above"]:
        return TargetOp.ABOVE
    if match["below"]:
        return TargetOp.BELOW
    # Of all there is no more than all: "đạt 100%" is exactly that, "đạt 80%" is a floor.
    return TargetOp.AT_LEAST if match["reach"] and value < _ALL else TargetOp.EXACTLY


def _reduced(op: TargetOp, before: str, match: re.Match[str]) -> TargetOp:
    if not _REDUCES.search(before) or (_RAISES.search(before) and not _REDUCES.search(before)) or match["reach"]:
        return op
    if op in {TargetOp.AT_LEAST, TargetOp.ABOVE}:
        return TargetOp.REDUCE_AT_LEAST
    return TargetOp.REDUCE_BY if op is TargetOp.EXACTLY else op


def _conditional(words: str, start: int) -> bool:
    return _CONDITION.search(words[max(0, start - 90) : start]) is not None


def _counts(words: str) -> Iterator[FoundTarget]:
    for match in _COUNT.finditer(words):
        if (match["least"] or "").startswith("từ") and _conditional(words, match.start()):
            continue
        if match["unit"] not in _SPANS or not _TERM.match(words, match.end()):
            op = TargetOp.AT_MOST if match["most"] else TargetOp.AT_LEAST
            yield FoundTarget(op, _number(match["value"], match["over"]), match["unit"], match.start(), match.end())
    for match in _UP.finditer(words):
        if _conditional(words, match.start()):
            continue
        yield FoundTarget(
            TargetOp.AT_LEAST, _number(match["value"], match["over"]), match["unit"], match.start(), match.end()
        )
    for match in _OFTEN.finditer(words):
        yield FoundTarget(TargetOp.AT_LEAST, _number(match["value"]), match["unit"], match.start(), match.end())
    for match in _ONCE.finditer(words):
        yield FoundTarget(TargetOp.EXACTLY, _number(match["value"]), match["unit"], match.start(), match.end())


def _items(words: str) -> Iterator[FoundTarget]:
    """A bare number of things that begins a clause, in a text that sets other figures: "…; 80 dịch vụ công …"."""
    for match in _ITEM.finditer(words):
        value = _number(match["value"], match["over"])
        if value > 1:
            yield FoundTarget(TargetOp.EXACTLY, value, match["unit"], match.start("value"), match.end())
