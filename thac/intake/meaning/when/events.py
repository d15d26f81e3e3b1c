"""Terms counted from an event: "trong 05 ngày làm việc kể từ ngày nhận được văn bản", "24 giờ sau khi nước rút"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from thac.intake.draft import AfterEvent
from thac.intake.meaning.plain import plain
from thac.intake.meaning.when.calendar import Clock, day_of
from thac.intake.meaning.when.points import points

_COUNT = (
    r"(?:(?P<low>\d{1,3})\s?(?:-|đến)\s?)?(?P<count>\d{1,3}|một|hai|ba|năm|bảy|mười)(?: \([^)]{1,20}\))? "
    r"(?P<unit>ngày làm việc|ngày|giờ làm việc|giờ|tuần|tháng)"
)
_COUNTS = re.compile(r"(?:\d|một|hai|ba|năm|bảy|mười)(?: \([^)]{1,20}\))? (?:ngày|giờ|tuần|tháng)")
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "năm": 5, "bảy": 7, "mười": 10}
_EVENT = r"(?P<event>[^,;.:()]{3,120})"
_AFTER = re.compile(rf"(?<!\w){_COUNT}(?:,)? (?:kể từ|tính từ|từ|sau) {_EVENT}")
_AHEAD = re.compile(rf"(?<!\w){_COUNT} trước (?=khi |ngày (?!\d)|thời điểm ){_EVENT}")
_BEFORE_BY = re.compile(
    rf"(?<!\w)trước (?P<event>(?:khi|ngày|thời điểm) (?!\d)[^,;.:()\d]{{3,80}}?) (?:ít nhất |tối thiểu "
    rf"|là )?{_COUNT}"
)
_AFTER_BY = re.compile(
    rf"(?<!\w)sau (?:khi )?(?P<event>(?!\d)[^,;.:()\d]{{5,80}}?) (?:ít nhất |tối đa |không quá |chậm nhất )?{_COUNT}"
    r"(?!\w| (?:làm|học|nghỉ|tuổi|đầu|cuối)\b)"
)
_WITHIN = re.compile(
    rf"(?<!\w)trong (?:vòng|thời hạn|thời gian) (?:không quá |tối đa )?{_COUNT}(?! (?:qua|trở lại|gần))"
)
_SINCE = re.compile(r"(?<!\w)(?P<at>ngay )?sau khi (?P<event>[^,;.:()]{5,120})")
_ONCE = re.compile(
    r"(?<!\w)(?:ngay )?(?:sau )?khi (?P<event>(?:(?!thật|thực sự|cần|xét|không|chưa|đã|tham mưu"
    r"|xây dựng)[^\W\d_]+ [^;.:()]{0,60}?(?:ban hành|phê duyệt|thông qua|có hiệu lực)"
    r"|có (?:văn bản |thông tư |nghị định |quy định )?(?:hướng dẫn|quy định|chỉ đạo)(?: mới"
    r"| cụ thể)? của)[^,;.:()]{0,120})"
)
# "sau khi sắp xếp đơn vị hành chính" describes what is there; an event that starts a term happens or is received.
_HAPPENS = re.compile(
    r"(?:có|nhận|kết thúc|hoàn thành|được|bão|mưa|lũ|nước|thiên tai|dịch|sự cố|hết|ban hành|phê duyệt|[^,;]{2,60} "
    r"(?:ban hành|phê duyệt|thông qua|kết thúc|có hiệu lực|tan|rút))\b"
)
_FEAST = re.compile(
    r"(?<!\w)trước (?P<event>(?:tết|kỳ nghỉ|năm học|khai giảng|khai mạc|mùa (?:mưa|khô|bão|lũ)|kỳ (?:thi|họp)|lễ"
    r"|đại hội"
    r"|ngày (?:khai|hội|lễ|bầu cử|tổ chức))\b[^,;.:()]{0,60})"
)
_ISSUING = re.compile(
    r"(?:ngày |khi )?(?:ban hành|ký)(?: ban hành)?(?: (?:văn bản|kế hoạch|chỉ thị|công văn|quyết định) này)?\s*$"
)
_TAIL = re.compile(r" (?:để|và báo cáo|phải|các (?:cơ quan|đơn vị|sở)|sở|ubnd|ủy ban)\b.*$")


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """A term that runs from an event, and where it stands."""

    after: AfterEvent
    start: int
    end: int


def events(words: str, text: str, clock: Clock, *, field: bool) -> Iterator[FoundEvent]:
    """The terms that run from an event, those with a number first.

    Parameters
    ----------
    words
        The text in plain form.
    text
        The same in the document's spelling, from which the event's name is cut.
    clock
        When the document was issued.
    field
        Whether the text is the content of a field for time, where every "sau khi" starts a term.
    """
    taken: list[range] = []
    counting = _COUNTS.search(words) is not None
    for pattern, sign in (
        ((_AFTER, 1), (_AHEAD, -1), (_BEFORE_BY, -1), (_AFTER_BY, 1), (_WITHIN, 1)) if counting else ()
    ):
        for match in pattern.finditer(words):
            if not any(match.start() in one or match.end() - 1 in one for one in taken):
                taken.append(range(match.start(), match.end()))
                yield FoundEvent(_counted(match, sign, text, clock), match.start(), match.end())
    for pattern in (_ONCE, _SINCE, _FEAST):
        for match in pattern.finditer(words):
            if any(match.start() in one for one in taken):
                continue
            if field or pattern is not _SINCE or match["at"] or _HAPPENS.match(match["event"]):
                yield FoundEvent(AfterEvent(_event(match, text)), match.start(), match.end())


def _event(match: re.Match[str], text: str) -> str:
    """What happens, in the document's spelling and without what is to be done then."""
    if "event" not in match.re.groupindex:
        return ""
    tail = _TAIL.search(match["event"])
    return text[match.start("event") : match.start("event") + tail.start() if tail else match.end("event")].strip()


def _counted(match: re.Match[str], sign: int, text: str, clock: Clock) -> AfterEvent:
    count = _NUMBERS.get(match["count"]) or int(match["count"])
    unit = match["unit"]
    event = _event(match, text)
    working = "làm việc" in unit
    if unit.startswith("giờ"):
        return AfterEvent(event, working=working, hours=sign * count)
    if unit == "tháng":
        return AfterEvent(event, months=sign * count)
    days = sign * count * (7 if unit == "tuần" else 1)
    return AfterEvent(event, days=days, working=working, day=None if working else _day(event, days, clock))


def _day(event: str, days: int, clock: Clock) -> date | None:
    """The date it comes to, where the text or the document's own date dates the event; working days need a calendar."""
    words = plain(event)
    start = next((whole for one in points(words) if one.year and (whole := day_of(one.year, one.month, one.day))), None)
    if start is None and _ISSUING.match(words):
        start = clock.issued
    if start is None or start.year >= MAXYEAR:
        return None
    return start + timedelta(days)
