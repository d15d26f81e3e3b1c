"""Which items give a duty towards the document itself: to report on it, to collect the reports, to oversee it.

Every document has some of these, in worn words; asked twice in one document they collide whatever else they say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.lexicon import Kind, kind_of, units
from graph.reading import stretches
from graph.subjects import Holding, Paper, Subject
from graph.words import PLAIN, composed


class DutyKind(StrEnum):
    """What is to be done about the document."""

    REPORT = "report"
    COLLECT = "collect"
    OVERSEE = "oversee"


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of an item, and the clause that says it, by its place in the text."""

    kind: DutyKind
    subject: Subject
    start: int
    end: int


_PERIODIC = re.compile(
    r"(?:thực hiện|duy trì|chấp hành)[^.;,]{0,20} chế độ (?:thông tin,? )?báo cáo|chế độ báo cáo:"
    r"|(?:định kỳ|h[ằà]ng (?:tuần|tháng|quý|năm)|mỗi (?:tuần|tháng|quý|năm)|6 tháng)[^.;]{0,80}báo cáo"
    r"|báo cáo[^.;]{0,80}(?:định kỳ|h[ằà]ng (?:tuần|tháng|quý|năm)|6 tháng)|báo cáo (?:tuần|tháng|quý|năm)\b",
    re.IGNORECASE,
)
_RESULTS = re.compile(
    r"kết quả (?:triển khai|thực hiện|tổ chức)|tình hình(?:, kết quả)? (?:triển khai|thực hiện)|tình hình, kết quả",
    re.IGNORECASE,
)
_REPORT = re.compile(r"báo cáo", re.IGNORECASE)
_COLLECT = re.compile(r"tổng hợp", re.IGNORECASE)
_FOR_OTHERS = re.compile(r"(?:\bđể|\bqua|\bgửi|\bvề|\bcho|thông qua)\b[^,;.)]{0,70}$", re.IGNORECASE)
_OVERSEE = re.compile(r"đôn đốc|theo dõi, (?:kiểm tra|giám sát)|kiểm tra, giám sát|theo dõi việc", re.IGNORECASE)
_OF_DOCUMENT = re.compile(
    r"(?:triển khai|thực hiện)\b[^.;]{0,60}?"
    r"\b(?:kế hoạch|chỉ thị|công văn|chương trình|công điện|quyết định|kết luận|nghị quyết|đề án|nhiệm vụ|văn bản)\b"
    r"|việc (?:tổ chức )?(?:triển khai|thực hiện)|kết quả (?:triển khai|thực hiện)"
    r"|tình hình(?:, kết quả)? (?:triển khai|thực hiện)",
    re.IGNORECASE,
)
_ASIDE = frozenset({"reporting_regime", "report_system"})
_OWNERS = frozenset({Holding.ONE, Holding.EACH, Holding.JOINT, Holding.ROLE})


def duties(paper: Paper) -> Iterator[Duty]:
    """The duties that the items of a paper give, in its order; at most one of a kind for each item."""
    for subject in paper.subjects:
        if subject.holding in _OWNERS:
            told: set[DutyKind] = set()
            text = composed(subject.text)
            for start, end in _sentences(text):
                for kind in _kinds(text[start:end]):
                    if kind not in told:
                        told.add(kind)
                        yield Duty(kind, subject, start, end)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Clauses joined back into what stands between semicolons and full stops."""
    begun: int | None = None
    ended = 0
    for start, end in stretches(text):
        if begun is not None and text[ended:start].strip() != ",":
            yield begun, ended
            begun = None
        begun = start if begun is None else begun
        ended = end
    if begun is not None:
        yield begun, ended


def _kinds(sentence: str) -> Iterator[DutyKind]:
    if _REPORT.search(sentence):
        collects = [
            match for match in _COLLECT.finditer(sentence) if not _FOR_OTHERS.search(sentence, 0, match.start())
        ]
        if collects:
            if _PERIODIC.search(sentence) or _RESULTS.search(sentence):
                yield DutyKind.COLLECT
        elif _PERIODIC.search(sentence) and (_RESULTS.search(sentence) or not _things(sentence)):
            yield DutyKind.REPORT
    if (match := _OVERSEE.search(sentence)) and _OF_DOCUMENT.search(sentence, match.start()):
        yield DutyKind.OVERSEE


def _things(sentence: str) -> set[str]:
    """What else the sentence is about than reporting."""
    found = {one for unit in units(PLAIN.keys_of(sentence)) for one in unit.terms}
    return {
        name
        for one in found
        if kind_of(one) in {Kind.BROAD, Kind.OBJECT} and (name := one.partition(":")[2]) not in _ASIDE
    }
