"""Single days in a text, with the word before them: "trước 17 giờ ngày 27/11/2025", "chậm nhất ngày 10 tháng 3"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from thac.intake.draft import Op
from thac.intake.meaning.when.calendar import HOUR, hour_of

OPERATOR = (
    r"(?P<op>(?:(?:chậm|muộn|trễ) nhất(?: là)?(?: phải)? |đến )?trước(?: thời điểm)?(?! mắt)"
    r"|(?:chậm|muộn|trễ) nhất(?: là)?(?: (?:vào|đến|trong|hết))*"
    r"|không (?:muộn|chậm|trễ) (?:hơn|quá)|không quá|(?:thời hạn|hạn chót|hạn cuối|hạn)(?: là| đến| hoàn thành)*:?"
    r"|cho đến(?: hết)?|đến(?: hết)?|hết|xong(?: trong| vào)?|kể từ|tính từ|từ|sau|vào(?: lúc)?|dự kiến|trong|đúng|lúc)"
)
_DATE = (
    r"(?:(?P<d1>\d{1,2})\s?[/.-]\s?(?P<m1>\d{1,2})(?:\s?[/.-]\s?(?P<y1>\d{4}))?"
    r"|(?P<d2>\d{1,2}) tháng (?P<m2>\d{1,2})(?:(?:,| năm|, năm| /)? ?(?P<y2>(?:19|20)\d\d))?)(?![\d%]|[/.-]\d"
    r"| (?:lần|ngày|giờ|phút|số|tổng))"
)
WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_POINT = re.compile(
    rf"(?<!\w)(?:{OPERATOR}\s)?(?:(?:lúc |vào )?{HOUR},?\s)?(?:{WEEKDAY},?\s)?"
    rf"(?P<ngay>(?:hết |cuối )?(?:các )?ngày\s)?{_DATE}"
)
_SHARED_MONTH = re.compile(
    rf"(?<!\w)(?:{OPERATOR}\s)?(?:(?:lúc |vào )?{HOUR},?\s)?(?:các |hai |ba |02 "
    rf"|03 )?ngày (?P<days>\d{{1,2}}(?:(?:, ?| và |, và |; )(?:ngày )?\d{{1,2}}){{1,6}})"
    r"(?:\s?[/.-]\s?(?P<m1>\d{1,2})(?:\s?[/.-]\s?(?P<y1>\d{4}))?|,? tháng (?P<m2>\d{1,2})(?:,? năm |/)?(?P<y2>(?:19"
    r"|20)\d\d)?)"
    r"(?![\d%]|[/.-]\d)"
)
# Most texts have none; these say so at once.
_LOOKS_DATED = re.compile(r"\d\s?[/.-]\s?\d|\d tháng \d")
_LOOKS_SHARED = re.compile(r"ngày \d{1,2}(?:,| và|;)")
_BEFORE = re.compile(r"trước")
_LATEST = re.compile(r"(?:chậm|muộn|trễ) nhất|không |hạn|^(?:cho )?đến|hết|xong")
_BINDS = re.compile(r"trước|(?:chậm|muộn|trễ) nhất|hạn|đến hết")
_STARTS = {"từ", "kể từ", "tính từ", "sau"}


@dataclass(frozen=True, slots=True)
class Point:
    """A day as printed; ``op`` None where no word says how it binds, ``opens`` for the start of a stretch ("từ")."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    op: Op | None
    opens: bool
    hour: time | None


def operator(words: str | None) -> Op | None:
    """What the words before a day make of it."""
    if words is None or words in _STARTS:
        return None
    if _BEFORE.search(words):
        return Op.BEFORE
    if _LATEST.search(words):
        return Op.ON_OR_BEFORE
    return Op.ON


def points(text: str) -> Iterator[Point]:
    """The days with a month in a plain text; a fraction such as "1/2 ngày" is none."""
    if _LOOKS_DATED.search(text) is None:
        return
    shared = [match.span() for match in _SHARED_MONTH.finditer(text)] if _LOOKS_SHARED.search(text) else []
    for start, end in shared:
        yield from _of_one_month(text, start, end)
    before: Point | None = None
    for match in _POINT.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in shared):
            continue
        year = match["y1"] or match["y2"]
        # Two numbers alone are a fraction, a decimal or a list, unless a word says that they are a day.
        if not (year or match["d2"] or match["ngay"] or _BINDS.search(match["op"] or "")):
            continue
        day, month = int(match["d1"] or match["d2"]), int(match["m1"] or match["m2"])
        if not (1 <= day <= 31 and 1 <= month <= 12):  # noqa: PLR2004 - days and months
            continue
        op = operator(match["op"])
        # "vào các ngày 30/4, 01/5 và 02/5/2026": the word before the first holds for all.
        if match["op"] is None and before and text[before.end : match.start()] in {", ", " và ", "; "}:
            op = before.op
        before = Point(
            match.start(),
            match.end(),
            day,
            month,
            int(year) if year else None,
            op,
            match["op"] in _STARTS,
            hour_of(match),
        )
        yield before


def _of_one_month(text: str, start: int, end: int) -> Iterator[Point]:
    """Days that share their month: "trong các ngày 13 và 14/4/2026"."""
    match = _SHARED_MONTH.match(text, start)
    if match is None:
        return
    month, year = int(match["m1"] or match["m2"]), match["y1"] or match["y2"]
    for day in map(int, re.findall(r"\d+", match["days"])):
        if 1 <= day <= 31 and 1 <= month <= 12:  # noqa: PLR2004 - days and months
            opens = match["op"] in _STARTS
            op = None if opens else operator(match["op"])
            yield Point(start, end, day, month, int(year) if year else None, op, opens, hour_of(match))
