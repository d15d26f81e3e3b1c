"""To whom a task is reported, and through whom: "báo cáo UBND tỉnh (qua Sở Nội vụ)"."""

import re
from dataclasses import dataclass

from thac.intake.meaning.bodies import Body, read_bodies
from thac.intake.meaning.fields import Field, Kind, only
from thac.intake.meaning.listing import Named, listed
from thac.intake.meaning.plain import plain, sentences, squeezed, unquoted

_TO = re.compile(
    r"\b(?:báo cáo(?:,? (?:đề xuất|kiến nghị|tham mưu|giải trình|trình))*(?: kịp thời| ngay| đầy đủ| kết quả"
    r"| tình hình)?"
    r"(?: về| gửi về| gửi| với| lên| tới| cho)?|gửi(?: báo cáo| kết quả| văn bản| danh sách| số liệu| hồ sơ)?(?: về"
    r"| đến| tới| cho)?|về|với|đến"
    r"|trình) "
)
_SENT_TO = re.compile(r"\b(?:gửi(?: \w+){0,4}?(?: về| đến| tới| cho)?|về) ")
_REPORTS = re.compile(r"\bbáo cáo\b")
_SENDS = re.compile(
    r"\b(?:báo cáo|phản ánh|(?:danh sách|kết quả|số liệu|hồ sơ|thông tin|văn bản|dự thảo"
    r"|đăng ký)\b[^.;]{0,60}? (?:gửi|về)"
    r"|gửi (?:danh sách|kết quả|số liệu|hồ sơ|thông tin|văn bản|đăng ký))\b"
)
_VIA = re.compile(r"\(?(?:thông )?qua (?!hệ thống|môi trường|phần mềm|trục|đường|hình thức|mạng|công tác)")
_OTHERS = re.compile(r" (?:ban hành|phê duyệt|đã |trong việc|được giao|thực hiện|triển khai|tổ chức)")
_FAR = 160


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who receives the report, through whom, and whether the task reports at all."""

    to: tuple[Named, ...] = ()
    via: tuple[Named, ...] = ()
    reports: bool = False


def reporting(text: str, line: int, fields: tuple[Field, ...]) -> Reporting:
    """Read to whom the words of a task report."""
    words = unquoted(plain(text))
    reports = _REPORTS.search(words) is not None
    field = next(only(fields, Kind.REPORT), None)
    if field:
        return Reporting(listed(field).everyone, (), reports=True)
    to = _receivers(text, words)
    via = _via(text, words, to[-1].end) if to else ()
    return Reporting(_named(to, text, line), _named(via, text, line), reports=reports or bool(via))


def _receivers(text: str, words: str) -> tuple[Body, ...]:
    for sentence in sentences(text):
        report = _SENDS.search(words, sentence.start, sentence.end)
        if report is None:
            continue
        to = _TO if "báo cáo" in report[0] else _SENT_TO
        for match in to.finditer(words, report.start(), sentence.end):
            bodies, end = read_bodies(text, match.end(), inner=True)
            if bodies and not all(one.role for one in bodies) and not _OTHERS.match(words, end):
                return bodies
    return ()


def _via(text: str, words: str, end: int) -> tuple[Body, ...]:
    match = _VIA.search(words, end, end + _FAR)
    return read_bodies(text, match.end(), inner=True)[0] if match else ()


def _named(bodies: tuple[Body, ...], text: str, line: int) -> tuple[Named, ...]:
    return tuple(Named(one, squeezed(text[one.start : one.end]), line) for one in bodies)
