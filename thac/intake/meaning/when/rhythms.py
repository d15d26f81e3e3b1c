"""What recurs: how often, and on which day, weekday or hour each time ("trước ngày 25 hằng tháng")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thac.intake.draft import Due, Frequency, Op
from thac.intake.meaning.when.calendar import HOUR, hour_of
from thac.intake.meaning.when.points import OPERATOR, WEEKDAY, operator

EVERY = "every"
LAST = "last_month_of_period"
NEXT = "first_month_after_period"
_EACH = r"(?:hằng|hàng|mỗi)"
_UNIT = (
    r"(?:(?:hằng|hàng|mỗi|theo|báo cáo) )?(?:ngày|tuần|tháng|quý|(?:0?6|sáu) tháng(?: (?:đầu|cuối) năm)?|nửa năm"
    r"|(?:0?3|ba) tháng|(?:0?9|chín) tháng|(?:0?1 |một )?năm|đột xuất)(?! ?\d| (?:i{1,3}|iv)\b|\w)(?! (?:học"
    r"|tài chính) \d)"
)
_SEPARATOR = r"(?:,? (?:và|hoặc|hay) (?:khi có yêu cầu )?|, ?|/| - )"
_ASIDE = r"(?: \([^()]{0,60}\))?"
_TRIGGER = (
    rf"(?P<trigger>định kỳ(?: theo)?(?: {_EACH})?|theo định kỳ|{_EACH}|theo chế độ"
    rf"|báo cáo(?: định kỳ)?(?: kết quả)?(?: theo)?"
    rf"|(?:0?1|một) lần(?: mỗi| trong| một)*)"
)
_RHYTHM = re.compile(rf"(?<!\w){_TRIGGER}[ /](?P<units>{_UNIT}{_ASIDE}(?:{_SEPARATOR}{_UNIT}{_ASIDE}){{0,6}})")
_ONCE_A = re.compile(
    r"(?<!\w)(?P<count>(?!0?[36] tháng)\d{1,2} )?(?P<units>(?:0?6|sáu|0?3|ba) tháng|tháng|quý|năm|tuần)(?:/| một "
    r"| 0?1 )lần(?!\w)"
)
# "định kỳ 6 tháng trước ngày 10/6, cả năm trước ngày 10/12": a further rhythm stands before its own day.
_WITH_DUE = re.compile(
    r"(?:[,;] |\bvà )(?:báo cáo )?(?P<units>cả năm|năm|tổng kết năm|(?:0?6|sáu) tháng(?: (?:đầu|cuối) năm)?|(?:0?9"
    r"|chín) tháng"
    r"|quý)(?= (?:trước|chậm nhất|muộn nhất|vào)(?: trước)? ngày \d)"
)
_BARE = re.compile(
    r"(?:(?:^|[;,.(] ?|\bvà |\btheo )(?P<alone>định kỳ)|\b(?P<bare>báo cáo định kỳ))"
    r"(?P<more>(?:,| và| hoặc|/) ?(?:báo cáo )?đột xuất)?(?! (?:ngày|thì|của các hội|họp)\b)"
)
_NAMES = (
    (re.compile(r"(?:0?6|sáu) tháng|nửa năm"), Frequency.HALF_YEARLY),
    (re.compile(r"(?:0?[39]|ba|chín) tháng|quý"), Frequency.QUARTERLY),
    (re.compile(r"ngày"), Frequency.DAILY),
    (re.compile(r"tuần"), Frequency.WEEKLY),
    (re.compile(r"tháng"), Frequency.MONTHLY),
    (re.compile(r"năm"), Frequency.YEARLY),
    (re.compile(r"đột xuất"), Frequency.AD_HOC),
)
_ORDER = tuple(Frequency)
_PERIOD_END = (
    r"tháng cuối(?: cùng)?(?: (?:của|trong))?(?: (?:mỗi|kỳ báo cáo|kỳ|quý|chu kỳ))*|tháng (?:kết thúc|cuối) (?:kỳ|quý)"
)
_AFTER_END = (
    r"(?:tháng|kỳ) (?:đầu (?:tiên )?(?:của )?(?:quý|kỳ)(?: sau| tiếp theo| kế tiếp)"
    r"|(?:sau|tiếp theo|kế tiếp|liền kề)(?: kỳ báo cáo)?)"
)
_DAY_DUE = re.compile(
    rf"(?<!\w)(?:{OPERATOR}\s)?(?:(?:lúc |vào )?{HOUR},?\s)?(?:hết )?ngày (?P<day>\d{{1,2}})(?!\d|[/.-]\d| tháng \d|/)"
    rf"(?:,? (?:của |trong |vào )?(?:(?P<last>{_PERIOD_END})|(?P<next>{_AFTER_END})|(?P<each>{_EACH} (?:tháng|quý|năm))"
    rf"|(?P<monthly>(?:của )?(?:các )?tháng(?! ?\d))))?"
)
_YEAR_DUE = re.compile(
    rf"(?<!\w)(?:{OPERATOR}\s)?(?:(?:lúc |vào )?{HOUR},?\s)?(?:ngày )?"
    r"(?P<also>(?:,|và|hoặc) )?(?P<day>\d{1,2})(?:\s?[/.-]\s?| tháng )(?P<month>\d{1,2})(?!\d|[/.-]\d)(?! năm (?:19"
    r"|20)\d\d)"
)
_WEEK_DUE = re.compile(
    rf"(?<!\w)(?:{OPERATOR}\s)?(?:(?:lúc |vào )?{HOUR},?\s)?(?:ngày )?(?P<weekday>{WEEKDAY})(?! ngày)(?!,? ngày)"
)
_HOUR_DUE = re.compile(
    rf"(?<!\w)(?:{OPERATOR}\s|(?P<also>(?:,|và|hoặc) ))(?:lúc )?{HOUR}(?!,? (?:ngày \d|{WEEKDAY}))(?!\w)"
)
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something recurs, where it stands, and whether the words make it a duty.

    ``strong`` is False for a mere "hằng năm" behind a noun ("kế hoạch kiểm tra hằng năm").
    """

    frequency: tuple[Frequency, ...]
    start: int
    end: int
    strong: bool


def rhythms(text: str) -> Iterator[Rhythm]:
    """The rhythms in a plain text, in its order."""
    found = [
        Rhythm(_frequencies(match["units"]), match.start(), match.end(), _strong(text, match))
        for match in _RHYTHM.finditer(text)
    ]
    found += [
        Rhythm(
            # "02 tháng một lần" has no name of its own.
            (Frequency.PERIODIC,) if match["count"] else _frequencies(match["units"]),
            match.start(),
            match.end(),
            strong=True,
        )
        for match in (_ONCE_A.finditer(text) if "lần" in text else ())
    ]
    if found:
        found += [
            Rhythm(_frequencies(match["units"]), match.start("units"), match.end(), strong=True)
            for match in _WITH_DUE.finditer(text)
        ]
    for match in _BARE.finditer(text) if "định kỳ" in text else ():
        start = max(match.start("alone"), match.start("bare"))
        if not any(one.start <= match.end() and start < one.end for one in found):
            kinds = (Frequency.PERIODIC, Frequency.AD_HOC) if match["more"] else (Frequency.PERIODIC,)
            found.append(Rhythm(kinds, start, match.end(), strong=True))
    yield from sorted(found, key=lambda one: one.start)


def _strong(text: str, match: re.Match[str]) -> bool:
    if not re.fullmatch(_EACH, match["trigger"]):
        return True
    before = text[: match.start()].rstrip()
    return not before or before[-1] in ",;.:(" or before.endswith((" và", " báo cáo", " trước", " của"))


def _frequencies(units: str) -> tuple[Frequency, ...]:
    """The frequencies in a list of units: "quý, 6 tháng, hằng năm"."""
    found = set[Frequency]()
    for unit in re.split(_SEPARATOR, re.sub(_ASIDE, "", units)):
        kind = next((frequency for pattern, frequency in _NAMES if pattern.search(unit)), None)
        if kind:
            found.add(kind)
    return tuple(kind for kind in _ORDER if kind in found)


def dues(text: str, frequency: tuple[Frequency, ...]) -> Iterator[tuple[Due, int, int]]:
    """The due days in a plain text that says how often something recurs, with where they stand."""
    for match in _DAY_DUE.finditer(text):
        month = _month_of(match, frequency)
        if month and 1 <= int(match["day"]) <= 31:  # noqa: PLR2004 - days
            yield Due(_op(match), int(match["day"]), month, hour=hour_of(match)), match.start(), match.end()
    if {Frequency.YEARLY, Frequency.HALF_YEARLY, Frequency.QUARTERLY} & set(frequency):
        yield from _days_of_year(text)
    if Frequency.WEEKLY in frequency:
        for match in _WEEK_DUE.finditer(text):
            yield Due(_op(match), weekday=_weekday(match["weekday"]), hour=hour_of(match)), match.start(), match.end()
    if Frequency.DAILY in frequency:
        yield from _hours_of_day(text)


def _days_of_year(text: str) -> Iterator[tuple[Due, int, int]]:
    """Days with a month and no year: "trước ngày 15/6 và 15/12", where the word before the first holds for both."""
    before: tuple[Op, int] | None = None
    for match in _YEAR_DUE.finditer(text):
        op = operator(match["op"])
        if op is None and match["also"] and before and match.start("also") - before[1] <= 1:
            op = before[0]
        day, month = int(match["day"]), int(match["month"])
        if (op or "ngày" in match[0]) and 1 <= day <= 31 and 1 <= month <= 12:  # noqa: PLR2004 - days and months
            before = (op or Op.ON, match.end())
            yield Due(before[0], day, month, hour=hour_of(match)), match.start("day"), match.end()


def _hours_of_day(text: str) -> Iterator[tuple[Due, int, int]]:
    """Hours of what is due each day: "trước 06 giờ và 16 giờ", where the word before the first holds for both."""
    before: tuple[Op, int] | None = None
    for match in _HOUR_DUE.finditer(text):
        hour, op = hour_of(match), operator(match["op"])
        if op is None and before and match.start() - before[1] <= 1:
            op = before[0]
        if hour is not None and op is not None:
            before = (op, match.end())
            yield Due(op, hour=hour), match.start("hour"), match.end()


def implied(text: str) -> tuple[Frequency, ...]:
    """How often, where only the due day tells: "trước ngày 20 của tháng cuối quý", "trước ngày 05 của tháng sau"."""
    for match in _DAY_DUE.finditer(text):
        if "quý" in (match["last"] or match["next"] or ""):
            return (Frequency.QUARTERLY,)
        if match["next"]:
            return (Frequency.MONTHLY,)
    return ()


def of_period_end(text: str) -> bool:
    """Whether a due day in the text is that of a reporting period that other words have to name."""
    return any(match["last"] for match in _DAY_DUE.finditer(text))


def _op(match: re.Match[str]) -> Op:
    return operator(match["op"]) or Op.ON


def _month_of(match: re.Match[str], frequency: tuple[Frequency, ...]) -> str | None:
    if match["last"]:
        return LAST
    if match["next"]:
        return EVERY if Frequency.MONTHLY in frequency else NEXT
    if match["each"] or match["monthly"]:
        return EVERY
    # "báo cáo hằng tháng trước ngày 20": the day is one of each month; for a quarter it is one of its last month.
    if Frequency.MONTHLY in frequency:
        return EVERY
    return LAST if Frequency.QUARTERLY in frequency else None


def _weekday(words: str) -> int:
    return int(words[-1]) - 1 if words[-1].isdigit() else _WEEKDAYS.index(words) + 1
