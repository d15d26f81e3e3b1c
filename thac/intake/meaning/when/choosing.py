"""Which of the times in a text is the deadline of what it orders."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from thac.intake.draft import Absolute, Frequency, Ongoing, Op, Period, Recurring, Several, Vague, When
from thac.intake.meaning.citations import Citations, without_citations
from thac.intake.meaning.plain import unquoted
from thac.intake.meaning.when.calendar import Clock, day_of
from thac.intake.meaning.when.events import FoundEvent, events
from thac.intake.meaning.when.periods import FoundPeriod, periods
from thac.intake.meaning.when.points import Point, points
from thac.intake.meaning.when.rhythms import Rhythm, dues, implied, of_period_end, rhythms

_ONGOING = re.compile(
    r"(?<!chi )(?<!không )(?<!kinh phí )(?<!hoạt động )(?<!nhiệm vụ )(?<!tự )\bthường xuyên\b(?! và không)"
    r"|^duy trì\b"
    r"|\bliên tục\b(?= (?:theo dõi|cập nhật|tổ chức|kiểm tra|rà soát))"
)
_VAGUE = re.compile(
    r"\b(?:trong )?thời gian (?:sớm|nhanh|ngắn) nhất|\bsớm nhất có thể|(?<!, )\bsớm nhất\b(?!, )|\bcàng sớm càng tốt"
    r"|\btheo (?:đúng )?tiến độ\b"
    r"|\bđúng tiến độ (?:đề ra|được giao|theo)|\bngay lập tức|\b(?:thực hiện|triển khai|báo cáo) ngay\b(?! (?:sau"
    r"|khi|từ|trong|tại))"
)
_VAGUE_FIELD = re.compile(r"kịp thời|ngay|sớm|khẩn trương|theo (?:yêu cầu|quy định|kế hoạch|hướng dẫn|chỉ đạo|tiến độ)")
_DONE = re.compile(r"\bđã\b[^;.]{0,60}$")
_SO_FAR = re.compile(r"\btính (?:từ [^;.]{0,30})?$|\btừ (?:sáng|tối|chiều|đêm)? ?nay đến ?$")
_AT_LATEST = re.compile(r"(?:(?:chậm|muộn|trễ) nhất|trước|không (?:muộn|chậm|trễ))\b")
_FACT = re.compile(r"(?:ban hành|cấp|xây dựng|sinh|có hiệu lực|phát sinh|tồn tại|sử dụng|hình thành|thành lập) ?$")
_PERFORMS = re.compile(
    r"hoàn thành|xong|báo cáo|gửi|trình|nộp|ban hành|tổ chức|thực hiện|triển khai|đăng ký|cung cấp|phê duyệt"
    r"|cập nhật|tổng hợp"
)
_CLAUSE = re.compile(r"[;.:]")
_NEW_CLAUSE = re.compile(r";|[.!?] ")
_PERCENT = re.compile(r"\d ?%")
_FIRST_CLAUSE = re.compile(r";|[.!?](?: |$)")
_ACT_ON = re.compile(
    r"(?:\b(?:gửi|nộp|bàn giao|khai mạc|hoàn thành|xong)\b[^;.]{0,70}|(?:tại|trong|vào) (?:phiên|cuộc|kỳ|buổi"
    r"|hội nghị)[^,;.]{0,40}) $"
)
_COMPLETES = re.compile(r"(?:hoàn thành|xong) $")
_OPEN_END = re.compile(r",? (?:cho )?đến khi\b|,? (?:cho )?đến lúc\b")
# Most sentences have no time at all; these say so at once.
_DIGIT = re.compile(r"\d")
_EVENT = re.compile(r"\b(?:sau khi|khi|trước|từ|sau|trong (?:vòng|thời))\b")
_RECURS = re.compile(r"\b(?:hằng|hàng|mỗi|định kỳ|lần|báo cáo|chế độ)\b")
_DUE = re.compile(r"ngày \d{1,2}(?!\d)")
_ENDLESS = re.compile("thường xuyên|liên tục|^duy trì")
_SOON = re.compile("nhất|càng|tiến độ|ngay")
_WHAT = 80
_AROUND = " ,(-"


@dataclass(frozen=True, slots=True)
class Field:
    """The text is the content of a field for time; ``completion`` for a term ("Thời hạn hoàn thành"), else a time."""

    completion: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline with where the words stand that say it, and whether it needs a second look."""

    when: When
    start: int
    end: int
    sure: bool = True


def read_when(text: str, clock: Clock, within: Field | None = None, kept: tuple[Frequency, ...] = ()) -> Found | None:
    """Find the deadline in the text of an item.

    Parameters
    ----------
    text
        In the document's spelling.
    clock
        When the document was issued: it completes days without a year, and nothing else.
    within
        The field for time that the text is the content of; None for a sentence.
    kept
        How often the neighbour above reports, for "tháng cuối cùng trong kỳ báo cáo" without a rhythm of its own.
    """
    reading = _Reading.of(text, clock, within)
    return (
        _recurring(reading, kept, duty=True)
        or _absolute(reading)
        or _counted(reading)
        or _period(reading)
        or _recurring(reading, kept, duty=False)
        or _relative(reading)
        or _from_day(reading)
        or _endless(reading)
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One text and the times in it."""

    cited: Citations
    text: str
    original: str
    clock: Clock
    within: Field | None
    rhythms: tuple[Rhythm, ...] = ()
    events: tuple[FoundEvent, ...] = ()
    periods: tuple[FoundPeriod, ...] = ()
    points: tuple[Point, ...] = ()

    @classmethod
    def of(cls, text: str, clock: Clock, within: Field | None) -> "_Reading":
        cited = without_citations(text)
        words = unquoted(cited.text)
        numbers = _DIGIT.search(words) is not None
        counted = tuple(events(words, text, clock, field=within is not None)) if _EVENT.search(words) else ()
        stretches = tuple(periods(words, clock, field=within is not None)) if numbers or "quý" in words else ()
        ranges = [(one.start, one.end) for one in stretches if one.period.start and one.period.end and not one.weak]
        taken = [(one.start, one.end) for one in counted] + ranges
        single = tuple(
            one
            for one in (points(words) if numbers else ())
            if not _overlaps(one.start, one.end, taken)
            and (_binds_in_field(one) if within else _binds(one, words, cited, clock))
        )
        heard = tuple(
            replace(one, strong=one.strong or within is not None)
            for one in (rhythms(words) if _RECURS.search(words) else ())
            if within or not cited.inside(one.start)
        )
        return cls(cited, words, text, clock, within, heard, counted, stretches, single)


def _overlaps(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for begin, stop in taken)


def _day(point: Point, clock: Clock) -> date | None:
    year = point.year or clock.year_of(point.month, point.day)
    return day_of(year, point.month, point.day) if year else None


def _binds_in_field(point: Point) -> bool:
    return not point.opens


def _binds(point: Point, words: str, cited: Citations, clock: Clock) -> bool:
    """Whether a day in a sentence is one by which something is due, and not the date of a fact."""
    before = words[max(0, point.start - 100) : point.start]
    if (point.op is None and not _fixed(point, before)) or (cited.inside(point.start) and point.op in {None, Op.ON}):
        return False
    day = _day(point, clock)
    # "Cắm biển tại các vị trí đã xác định trước ngày …": what is still to come is not done.
    to_come = point.year and day and clock.precedes(day) and _AT_LATEST.match(words, point.start)
    if _SO_FAR.search(before) or (_DONE.search(before) and not to_come):
        return False
    if day is None or clock.issued is None or day >= clock.issued:
        return True
    return _FACT.search(before) is None and _PERFORMS.search(_CLAUSE.split(before)[-1]) is not None


def _fixed(point: Point, before: str) -> bool:
    """Whether a bare day is the day of an act: "gửi … ngày 16/3/2026", "tại phiên họp ngày 10/8/2026"."""
    return not point.opens and point.year is not None and _ACT_ON.search(before) is not None


def _recurring(reading: _Reading, kept: tuple[Frequency, ...], *, duty: bool) -> Found | None:
    """What recurs; ``duty`` asks for words that make it one, or for a due day."""
    heard = [one for one in reading.rhythms if one.strong or not _of_target(reading.text, one)]
    frequency = _union(heard)
    if not set(frequency) - {Frequency.PERIODIC} and _DUE.search(reading.text):
        frequency = implied(reading.text) or frequency
        if not frequency and of_period_end(reading.text):
            frequency = kept or (Frequency.PERIODIC,)
    taken = [(one.start, one.end) for one in reading.events]
    due = [one for one in dues(reading.text, frequency) if not _overlaps(one[1], one[2], taken)] if frequency else []
    if not frequency or (duty and not due and (reading.points or not any(one.strong for one in heard))):
        return None
    if duty and not due and _term_before(reading, heard):
        return None
    places = [(one.start, one.end) for one in heard] + [(start, end) for _, start, end in due]
    when = Recurring(frequency, tuple(dict.fromkeys(one for one, _, _ in due)), _until(reading))
    return Found(when, min(start for start, _ in places), max(end for _, end in places))


def _term_before(reading: _Reading, heard: Iterable[Rhythm]) -> bool:
    """Whether a clause before the rhythm has a term of its own: "ban hành … trong tháng 4/2026; hằng năm báo cáo"."""
    first = min(one.start for one in heard)
    ends = [one.end for one in reading.periods if not (one.weak or one.ranged or _over(one.period, reading.clock))]
    return any(_NEW_CLAUSE.search(reading.text, end, first) for end in ends if end < first)


def _of_target(words: str, rhythm: Rhythm) -> bool:
    """Whether a mere "hằng năm" is the unit of a figure: "giảm 10% số cuộc họp hằng năm"."""
    return _PERCENT.search(_CLAUSE.split(words[: rhythm.start])[-1]) is not None


def _union(heard: Iterable[Rhythm]) -> tuple[Frequency, ...]:
    found = {frequency for one in heard for frequency in one.frequency}
    if found - {Frequency.PERIODIC, Frequency.AD_HOC}:
        found.discard(Frequency.PERIODIC)  # "định kỳ trước ngày 20 hằng tháng" is monthly
    return tuple(kind for kind in Frequency if kind in found)


def _until(reading: _Reading) -> date | None:
    """The day on which it ends, where the text has a range up to a month or day."""
    for one in reading.periods:
        if one.ranged and one.period.end and "-" in one.period.end:
            return date.fromisoformat(one.period.end)
    return None


def _absolute(reading: _Reading) -> Found | None:
    dated = [(point, day) for point in reading.points if (day := _day(point, reading.clock))]
    if not dated:
        return None
    sure = all(point.year for point, _ in dated)
    days = [(Absolute(point.op or _bare(reading, point), day, point.hour), point) for point, day in dated]
    distinct = list({(one.day, one.hour): (one, point) for one, point in reversed(days)}.values())[::-1]
    start, end = dated[0][0].start, dated[-1][0].end
    if len(distinct) == 1:
        return Found(distinct[0][0], start, dated[0][0].end, sure)
    return Found(Several(tuple((one, _what(reading, point)) for one, point in distinct)), start, end, sure)


def _bare(reading: _Reading, point: Point) -> Op:
    """How a day without a word before it binds: a term is its last day, anything else is on it."""
    if reading.within is not None:
        return Op.ON_OR_BEFORE if reading.within.completion else Op.ON
    return Op.ON_OR_BEFORE if _COMPLETES.search(reading.text[: point.start]) else Op.ON


def _what(reading: _Reading, point: Point) -> str:
    """What one of several days is for: the words of its clause since the day before it, in the document's spelling."""
    start = point.start - len(_CLAUSE.split(reading.text[: point.start])[-1])
    own = max((one.end for one in reading.points if start < one.end <= point.start), default=start)
    words = reading.original[own : point.start].strip(_AROUND).removeprefix("và ")
    if words in {"", "và"}:
        words = reading.original[start : point.start].strip(_AROUND)
    return _shortened(words)


def _shortened(words: str) -> str:
    """The end of what is too long to be shown, from the beginning of a phrase or at least of a word."""
    if len(words) <= _WHAT:
        return words
    end = words[-_WHAT:]
    phrase = end.partition(", ")[2]
    return phrase if 2 * len(phrase) >= _WHAT else end.partition(" ")[2]


def _counted(reading: _Reading) -> Found | None:
    for one in reading.events:
        if one.after.days is not None or one.after.hours is not None or one.after.months is not None:
            return Found(one.after, one.start, one.end, sure=bool(one.after.event))
    return None


def _period(reading: _Reading) -> Found | None:
    for one in reading.periods:
        if reading.within is None and one.weak and reading.cited.inside(one.start):
            continue
        if reading.within is None and _over(one.period, reading.clock):
            continue
        # A rhythm beside it is not kept: a second look should see it.
        alone = not any(rhythm.strong for rhythm in reading.rhythms)
        return Found(one.period, one.start, one.end, sure=alone and not one.weak)
    return None


def _over(period: Period, clock: Clock) -> bool:
    """Whether the period ended before the document was issued: a fact, not a deadline."""
    if period.end is None or clock.issued is None:
        return False
    return period.end < clock.issued.isoformat()[: len(period.end)]


def _relative(reading: _Reading) -> Found | None:
    first = next(iter(reading.events), None)
    return Found(first.after, first.start, first.end) if first else None


def _from_day(reading: _Reading) -> Found | None:
    """An open stretch: "từ 18 giờ ngày 20/7/2026 cho đến khi có lệnh mới"."""
    for point in points(reading.text) if "đến khi" in reading.text or "đến lúc" in reading.text else ():
        day = _day(point, reading.clock) if point.opens else None
        if day and point.year and _OPEN_END.match(reading.text, point.end):
            return Found(Period(day.isoformat(), None), point.start, point.end, sure=False)
    return None


def _endless(reading: _Reading) -> Found | None:
    """Without an end, or soon by no date; in a sentence only its first clause says how the whole is to be done."""
    words = reading.text
    if not reading.within:
        cut = _FIRST_CLAUSE.search(words)
        words = words[: cut.start()] if cut else words
    if _ENDLESS.search(words) and (match := _ONGOING.search(words)):
        return Found(Ongoing(), match.start(), match.end())
    if not reading.within and _SOON.search(reading.text) is None:
        return None
    if match := (_VAGUE_FIELD if reading.within else _VAGUE).search(reading.text):
        return Found(Vague(), match.start(), match.end())
    return None
