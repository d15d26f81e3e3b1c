"""Labelled fields of an assignment: "Cơ quan chủ trì: …", "Thời gian hoàn thành: …", as bullets, inline or columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from thac.intake.document import Item
from thac.intake.meaning.plain import plain, squeezed


class Kind(StrEnum):
    """What a field says."""

    LEAD = "lead"
    COORDINATORS = "coordinators"
    ACTORS = "actors"
    """Who carries it out, without saying who leads ("Cơ quan thực hiện")."""
    TIME = "time"
    TERM = "term"
    """By when it is to be done ("Thời hạn hoàn thành")."""
    PRODUCT = "product"
    CONTENT = "content"
    TARGET = "target"
    REPORT = "report"
    OTHER = "other"
    """What neither says who nor when nor what: place, cost, remarks."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field with its content and the line on which it starts."""

    kind: Kind
    text: str
    line: int


_WHO = (
    r"(?:(?:các )?(?:cơ quan|đơn vị|phòng|bộ phận|cá nhân|đồng chí|người|lãnh đạo|tổ chức|sở|ban|ngành|tập thể|cán bộ)"
    r"(?:,? (?:và )?(?:cơ quan|đơn vị|tổ chức|cá nhân|ban|ngành|bộ phận|người))*(?:/\w+(?: \w+)?)?)"
)
_DOING = r"(?: (?:thực hiện|tham mưu|soạn thảo|tổ chức|triển khai|chính|nhiệm vụ|xây dựng))*"
_LABELS: tuple[tuple[Kind, str], ...] = (
    (Kind.ACTORS, rf"{_WHO}? ?chủ trì(?:,| và|/| -)? ?(?:{_WHO} )?phối hợp{_DOING}"),
    (Kind.LEAD, rf"(?:giao |phân công )?{_WHO}? ?(?:chủ trì|đầu mối|được giao chủ trì){_DOING}"),
    (Kind.LEAD, rf"{_WHO} (?:chịu trách nhiệm(?: chính)?|phụ trách)|chịu trách nhiệm chính|trách nhiệm chủ trì"),
    (Kind.COORDINATORS, rf"{_WHO}? ?(?:cùng )?(?:phối hợp|tham gia phối hợp|tham gia){_DOING}|phối hợp với"),
    (
        Kind.ACTORS,
        rf"{_WHO} (?:thực hiện|triển khai|tổ chức thực hiện)|(?:phân công|trách nhiệm|giao)(?: thực hiện| nhiệm vụ)?",
    ),
    (Kind.ACTORS, r"(?:người )?thực hiện"),
    (Kind.TERM, r"(?:thời hạn|hạn)(?: (?:hoàn thành|thực hiện|gửi|báo cáo|xử lý|trình|cuối|chót))*"),
    (
        Kind.TERM,
        (
            r"thời gian(?:,? tiến độ)?(?: (?:hoàn thành|gửi(?: báo cáo)?|báo cáo|trình|kết thúc))+|hoàn thành"
            r"|tiến độ hoàn thành"
        ),
    ),
    (
        Kind.TIME,
        r"thời gian(?: (?:thực hiện|tổ chức|triển khai|bắt đầu|dự kiến|tiến hành))*|tiến độ(?: thực hiện)?|thời điểm",
    ),
    (
        Kind.PRODUCT,
        (
            r"(?:dự kiến )?(?:sản phẩm|kết quả)(?:(?:,|/| và|, và) ?(?:sản phẩm|kết quả))?"
            r"(?: (?:dự kiến|đầu ra|hoàn thành|cần đạt|đạt được|chủ yếu|thực hiện|công việc|nhiệm vụ|cụ thể))*"
        ),
    ),
    (Kind.REPORT, r"(?:nơi|cơ quan|đơn vị) nhận báo cáo"),
    (
        Kind.CONTENT,
        (
            r"(?:tên |các )?(?:nội dung|nhiệm vụ|công việc|hoạt động|đầu việc)(?:(?:,|/| và) ?(?:nội dung|nhiệm vụ"
            r"|công việc|giải pháp))*"
            r"(?: (?:thực hiện|công việc|nhiệm vụ|triển khai|chủ yếu|cụ thể|cần thực hiện|hoạt động))*"
        ),
    ),
    (Kind.TARGET, r"(?:các )?chỉ tiêu(?: thực hiện| cụ thể| phấn đấu)?|mục tiêu(?: cụ thể| phấn đấu)?"),
    (
        Kind.OTHER,
        (
            r"địa điểm(?: \w+ \w+)?|thành phần(?: tham dự| tham gia)?|(?:nguồn )?kinh phí(?: thực hiện)?"
            r"|hình thức(?: thực hiện| tổ chức)?"
            r"|đối tượng(?: tham dự| tham gia)?|ghi chú|cách thức(?: thực hiện)?|phương pháp|số lượng|quy mô|phạm vi"
            r"|stt|tt|số tt"
            r"|nguyên tắc(?: [^:;.]{1,40})?|yêu cầu|căn cứ|tài liệu(?: [^:;.]{1,40})?"
        ),
    ),
)
_ANY = re.compile(
    "|".join(rf"(?P<k{n}>{pattern})(?=\s?(?:\([^()]{{0,80}}\))?\s?:)" for n, (_, pattern) in enumerate(_LABELS))
)
_HEADINGS = tuple((kind, re.compile(rf"(?:{pattern})(?:\s?\([^()]*\))?\s*:?\s*")) for kind, pattern in _LABELS)
_AFTER_LABEL = re.compile(r"\s?(?:\([^()]{0,80}\))?\s?:\s*")
_PLACES = re.compile(r"(?:^|[.;(]\s?[-+•]?\s?|\s[-+•]\s|,\s)")
_INLINE = frozenset({Kind.LEAD, Kind.COORDINATORS, Kind.ACTORS, Kind.TIME, Kind.TERM, Kind.PRODUCT, Kind.REPORT})
ASSIGNING = _INLINE
"""The kinds that make what they stand under an assignment."""


def labelled(text: str) -> tuple[Kind, int] | None:
    """The kind of field that a text begins with, and where its content begins; None for a text without label."""
    match = _ANY.match(plain(text)) if ":" in text else None
    if match is None or match.lastgroup is None:
        return None
    after = _AFTER_LABEL.match(plain(text), match.end())
    return (_LABELS[int(match.lastgroup[1:])][0], after.end()) if after else None


def fields_of(text: str, line: int) -> tuple[tuple[Field, ...], str]:
    """The fields in a text, and what stands before the first of them.

    A text that begins with a label is all fields; in a sentence only labels that assign count.
    """
    if ":" not in text:
        return (), text.rstrip(" (-;")
    words = plain(text)
    starts: list[tuple[int, Kind, int]] = []
    for place in _PLACES.finditer(words):
        match = _ANY.match(words, place.end())
        if match is None or match.lastgroup is None:
            continue
        kind = _LABELS[int(match.lastgroup[1:])][0]
        after = _AFTER_LABEL.match(words, match.end())
        if after and (kind in _INLINE or match.start() == 0) and (place[0] != ", " or starts):
            starts.append((match.start(), kind, after.end()))
    found = [
        Field(kind, _content(kind, text[begin : starts[n + 1][0] if n + 1 < len(starts) else len(text)]), line)
        for n, (_, kind, begin) in enumerate(starts)
    ]
    before = text[: starts[0][0]] if starts else text
    return tuple(one for one in found if one.text), before.rstrip(" (-;")


def _content(kind: Kind, text: str) -> str:
    """The content without what parts it from the next field; a sentence keeps its full stop."""
    if kind is Kind.CONTENT:
        return text.strip()
    text = text.strip().rstrip(" ;,.(-+")
    return text if text.count(")") <= text.count("(") else text.rstrip(")").rstrip(" .;")


def column(heading: str) -> Kind:
    """What a column of a table says by its heading."""
    words = plain(squeezed(heading)).strip(" .:")
    return next((kind for kind, pattern in _HEADINGS if pattern.fullmatch(words)), Kind.OTHER)


def cells_of(row: Item) -> tuple[Field, ...]:
    """The cells of a row as fields; empty cells and dashes are none."""
    found = ((column(heading), squeezed(text)) for heading, text in row.cells)
    return tuple(Field(kind, text, row.line) for kind, text in found if text.strip(" -–.…"))


def only(found: Iterable[Field], *kinds: Kind) -> Iterator[Field]:
    """The fields of some kinds."""
    return (one for one in found if one.kind in kinds)
