"""Stretches of time: months, quarters, halves, years and the ranges between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from thac.intake.draft import Period
from thac.intake.meaning.when.calendar import Clock, day_of, last_day

_YEAR = r"(?:19|20)\d\d"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
_STRETCH = (
    rf"(?:ngày (?P<day@>\d{{1,2}})\s?[/.-]\s?(?P<dmonth@>\d{{1,2}})(?:\s?[/.-]\s?(?P<dyear@>{_YEAR}))?"
    rf"|ngày (?P<wday@>\d{{1,2}}) tháng (?P<wmonth@>\d{{1,2}})(?:,? năm (?P<wyear@>{_YEAR}))?"
    rf"|(?P<fullday@>\d{{1,2}})\s?[/.-]\s?(?P<fullmonth@>\d{{1,2}})\s?[/.-]\s?(?P<fullyear@>{_YEAR})"
    rf"|tháng (?P<month@>\d{{1,2}})(?!\d)(?:\s?[/.-]\s?(?P<myear@>{_YEAR})|,? năm (?P<mnyear@>{_YEAR}))?"
    rf"|(?P<bmonth@>\d{{1,2}})/(?P<byear@>{_YEAR})"
    rf"|quý (?P<quarter@>iv|i{{1,3}}|0?[1-4])(?!\w)(?:\s?[/.-]\s?(?P<qyear@>{_YEAR})|,? năm (?P<qnyear@>{_YEAR}))?"
    rf"|(?:0?6|sáu) tháng (?P<half@>đầu|cuối) năm(?: (?P<hyear@>{_YEAR}))?"
    rf"|năm (?P<year@>{_YEAR})|(?P<bare@>{_YEAR})(?![\d/-]|\s?[/-]\s?\w))"
)


def _stretch(name: str) -> str:
    return _STRETCH.replace("@", name)


_RANGE = re.compile(
    rf"(?<!\w)(?:(?P<from>(?:bắt đầu )?từ(?: nay)?)(?: {_stretch('a')})?\s?(?:đến|tới|-)(?: hết| cuối| ngày"
    rf"| thời điểm)*"
    rf" {_stretch('b')})"
)
_OPEN_RANGE = re.compile(rf"(?<!\w){_stretch('a')}\s?(?:đến|tới|-|và|,)(?: hết| cuối)*\s?{_stretch('b')}")
_OPEN_END = re.compile(
    rf"(?<!\w)(?:từ |trong |bắt đầu từ )?{_stretch('a')} (?:và|đến)(?: trong)? (?:các|những) năm (?:tiếp theo|sau)"
)
_PHASE = re.compile(
    rf"(?<!\w)(?:giai đoạn|thời kỳ)(?: từ năm)? (?P<start>{_YEAR})\s?(?:-|đến|đến năm|- năm)\s?(?P<end>{_YEAR})"
)
_UNTIL = re.compile(
    rf"(?<!\w)(?:(?P<until>(?:chậm nhất )?(?:đến|trong|xong)(?: hết| cuối| tháng cuối)*|hết|cuối|(?:chậm"
    rf"|muộn) nhất(?: là)?"
    rf"(?: vào| trong| đến)*(?: hết)?)) {_stretch('a')}"
)
_PART = re.compile(
    rf"(?<!\w)(?:trong |vào |xong )?(?P<part>tuần (?:đầu|cuối|thứ nhất|thứ hai|thứ ba|thứ tư)|nửa đầu"
    rf"|nửa cuối) (?:của )?"
    rf"{_stretch('a')}"
)
_PARTS = {
    "tuần đầu": (1, 7),
    "tuần thứ nhất": (1, 7),
    "tuần thứ hai": (8, 14),
    "tuần thứ ba": (15, 21),
    "tuần thứ tư": (22, 28),
    "nửa đầu": (1, 15),
    "nửa cuối": (16, 0),
    "tuần cuối": (-6, 0),
}
_SINGLE = re.compile(rf"(?<!\w){_stretch('a')}")
_FROM = re.compile(rf"(?<!\w)(?:bắt đầu |kể |tính )?từ (?:đầu )?{_stretch('a')}")
_FORECAST = re.compile(r"(?:định hướng|tầm nhìn)[^,;.]{0,60}$|(?:tính|hướng)(?: đến)? ?$|nhiệm kỳ ?$")
_YEARS = re.compile(rf"(?<![\d/])(?P<start>{_YEAR})\s?(?:-|đến)\s?(?:năm )?(?P<end>{_YEAR})(?!\d)")
_NUMBER = re.compile(r"\d{1,2}|iv|i{1,3}")
_LISTED = re.compile(
    rf"(?<!\w)(?:các )?(?P<unit>tháng|quý) (?P<list>(?:\d{{1,2}}|iv|i{{1,3}})(?:(?:,| và|, tháng| và tháng|, quý"
    rf"| và quý) (?:\d{{1,2}}|iv|i{{1,3}})){{1,11}})"
    rf"(?:/|,? năm )(?P<year>{_YEAR})"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One unit of time; ``bare`` is the year where nothing but a year is printed."""

    start: date
    end: date
    bare: str | None = None

    @property
    def first(self) -> str:
        """The start as printed in a period."""
        return self.bare or self.start.isoformat()

    @property
    def last(self) -> str:
        """The end as printed in a period."""
        return self.bare or self.end.isoformat()


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period and where it stands; ``weak`` where it may as well belong to the name of something."""

    period: Period
    start: int
    end: int
    weak: bool = False
    ranged: bool = False


def stretch_of(match: re.Match[str], name: str, clock: Clock, *, later: date | None = None) -> Stretch | None:
    """The unit of time that the groups of a match say; a missing year is that of the document."""

    def group(key: str) -> int | None:
        return int(match[key + name]) if match[key + name] else None

    for day, month, of_year in (
        ("day", "dmonth", "dyear"),
        ("wday", "wmonth", "wyear"),
        ("fullday", "fullmonth", "fullyear"),
    ):
        if (number := group(day)) and (in_month := group(month)):
            in_year = group(of_year) or (later.year if later else clock.year_of(in_month, number))
            whole = day_of(in_year, in_month, number) if in_year else None
            return Stretch(whole, whole) if whole else None
    if month_number := group("month") or group("bmonth"):
        return _months(month_number, month_number, group("myear") or group("mnyear") or group("byear"), clock, later)
    if match["quarter" + name]:
        quarter = _ROMAN[match["quarter" + name]]
        return _months(3 * quarter - 2, 3 * quarter, group("qyear") or group("qnyear"), clock, later)
    if match["half" + name]:
        first = 1 if match["half" + name] == "đầu" else 7
        return _months(first, first + 5, group("hyear"), clock, later)
    year = group("year") or group("bare")
    return Stretch(date(year, 1, 1), date(year, 12, 31), str(year)) if year else None


def _months(first: int, last: int, year: int | None, clock: Clock, later: date | None) -> Stretch | None:
    if not 1 <= first <= last <= 12:  # noqa: PLR2004 - months
        return None
    year = year or (later.year if later else clock.year_of(last))
    return Stretch(date(year, first, 1), last_day(year, last)) if year else None


def periods(text: str, clock: Clock, *, field: bool) -> Iterator[FoundPeriod]:
    """The periods in a plain text, the most telling first.

    Parameters
    ----------
    text
        In plain form.
    clock
        When the document was issued.
    field
        Whether the text is the content of a field for time ("Thời gian thực hiện: Quý I/2026"), so that a month or a
        year alone is a period; in a sentence it needs a word such as "trong".
    """
    for found in (_phases(text, field=field), _ranges(text, clock, field=field), _ends(text, clock, field=field)):
        yield from found


def _phases(text: str, *, field: bool) -> Iterator[FoundPeriod]:
    for match in (_YEARS if field else _PHASE).finditer(text):
        yield FoundPeriod(Period(match["start"], match["end"]), match.start(), match.end(), weak=not field)


def _ranges(text: str, clock: Clock, *, field: bool) -> Iterator[FoundPeriod]:
    for match in _OPEN_END.finditer(text):
        if first := stretch_of(match, "a", clock):
            yield FoundPeriod(Period(first.first, None), match.start(), match.end())
    for match in _LISTED.finditer(text):
        numbers = [_ROMAN.get(one) or int(one) for one in _NUMBER.findall(match["list"])]
        length = 3 if match["unit"] == "quý" else 1
        start, end = length * (min(numbers) - 1) + 1, length * max(numbers)
        if 1 <= start <= end <= 12:  # noqa: PLR2004 - months
            in_year = int(match["year"])
            period = Period(date(in_year, start, 1).isoformat(), last_day(in_year, end).isoformat())
            yield FoundPeriod(period, match.start(), match.end())
    yield from _parts(text, clock)
    for pattern in (_RANGE, _OPEN_RANGE) if field else (_RANGE,):
        for match in pattern.finditer(text):
            last = stretch_of(match, "b", clock)
            if last is None:
                continue
            first = stretch_of(match, "a", clock, later=last.end)
            if first and first.start > last.end:
                continue
            period = Period(first.first if first else None, last.last)
            yield FoundPeriod(period, match.start(), match.end(), ranged=True)


def _parts(text: str, clock: Clock) -> Iterator[FoundPeriod]:
    """Parts of a month: "trong tuần đầu tháng 8", "nửa cuối tháng 9/2026"."""
    for match in _PART.finditer(text):
        month = stretch_of(match, "a", clock)
        if month is None or (month.start.year, month.start.month) != (month.end.year, month.end.month):
            continue
        first, last = (day if day > 0 else month.end.day + day for day in _PARTS[match["part"]])
        start, end = month.start.replace(day=first), month.start.replace(day=last)
        yield FoundPeriod(Period(start.isoformat(), end.isoformat()), match.start(), match.end())


def _ends(text: str, clock: Clock, *, field: bool) -> Iterator[FoundPeriod]:
    for match in _UNTIL.finditer(text):
        only = stretch_of(match, "a", clock)
        if only is None or only.start == only.end or _FORECAST.search(text[: match.start()]):
            continue
        within = match["until"].endswith(("trong", "cuối", "xong", "là", "vào")) or match["until"] == "chậm nhất trong"
        start = only.first if within else None
        yield FoundPeriod(Period(start, only.last), match.start(), match.end(), weak=only.bare is not None)
    if not field:
        return
    for match in _FROM.finditer(text):
        if only := stretch_of(match, "a", clock):
            yield FoundPeriod(Period(only.first, None), match.start(), match.end())
    for match in _SINGLE.finditer(text):
        only = stretch_of(match, "a", clock)
        if only and only.start != only.end:
            yield FoundPeriod(Period(only.first, only.last), match.start(), match.end())
