"""What can be found wrong between directives: a closed list of codes, each with its severity, sentences and way out."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from graph.subjects import Passage, SubjectId


class Code(StrEnum):
    """Stable codes of findings. A code is never renamed or given another meaning."""

    TWO_LEADS = "two_leads"
    NO_LEAD = "no_lead"
    ONLY_COORDINATORS = "only_coordinators"
    TWO_LEADS_FOR_ONE_MATTER = "two_leads_for_one_matter"
    SAME_MATTER_TWICE = "same_matter_twice"
    DEADLINES_CONTRADICT = "deadlines_contradict"
    TARGETS_CONTRADICT = "targets_contradict"
    DEADLINE_AFTER_PARENT = "deadline_after_parent"
    DEADLINE_DROPPED = "deadline_dropped"
    PARENT_DEADLINE_PAST = "parent_deadline_past"
    TARGET_WEAKENED = "target_weakened"
    TARGET_DROPPED = "target_dropped"
    COPIED_FROM_ABOVE = "copied_from_above"
    COPIED = "copied"
    REPORT_TWICE = "report_twice"
    REPORT_DAYS_DIFFER = "report_days_differ"
    INPUT_AFTER_OUTPUT = "input_after_output"
    TWO_MONITORS = "two_monitors"
    MONITORED_ON_TWO_TIERS = "monitored_on_two_tiers"
    HANDED_ROUND = "handed_round"
    HANDED_ON = "handed_on"
    OVERLOAD = "overload"
    FIELD_UNANSWERED = "field_unanswered"


class Severity(StrEnum):
    """How a finding binds."""

    VIOLATION = "violation"
    """Breaks a written rule inside one item."""
    CONFLICT = "conflict"
    """Two items cannot both stand; a launch over it needs a reason."""
    WARNING = "warning"
    INFO = "info"


class Degree(StrEnum):
    """How far two items on one matter go together, in the terms of the U.S. GAO (GAO-15-49SP)."""

    FRAGMENTATION = "fragmentation"
    """Several agencies have parts of one matter."""
    OVERLAP = "overlap"
    """They do like things for like people."""
    DUPLICATION = "duplication"
    """They do the same thing for the same people."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a reviewer should act on.

    ``subjects`` are the items it is about, ``passages`` what they say, ``path`` the way through the graph that joins
    them (node, edge, node …). ``key`` stays the same as long as what it says does, so that what was settled is not
    raised again.
    """

    code: Code
    severity: Severity
    subjects: tuple[SubjectId, ...]
    passages: tuple[Passage, ...]
    path: tuple[str, ...]
    message: str
    english: str
    resolution: str
    resolution_english: str
    degree: Degree | None = None
    key: str = ""


def gravest_first(finding: Finding) -> tuple[int, str, tuple[SubjectId, ...], str]:
    """By which findings are ordered where the gravest comes first."""
    return _GRAVITY.index(finding.severity), finding.code.value, finding.subjects, finding.key


_GRAVITY = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of a code: what is so and what to do, in Vietnamese and in English."""

    severity: Severity
    vietnamese: str
    english: str
    resolution: str
    resolution_english: str


_NONE: Mapping[str, object] = MappingProxyType({})


def finding(  # noqa: PLR0913 - what was found, where, and the facts of its sentence
    code: Code,
    subjects: Sequence[SubjectId],
    passages: Sequence[Passage],
    path: Iterable[str],
    facts: Mapping[str, object] = _NONE,
    *,
    severity: Severity | None = None,
    degree: Degree | None = None,
) -> Finding:
    """The finding of that code, its sentences filled in from the facts; the facts are part of its key."""
    told = SENTENCES[code]
    said = [code, *sorted(subjects), *(f"{name}={facts[name]}" for name in sorted(facts))]
    return Finding(
        code,
        severity or told.severity,
        tuple(subjects),
        tuple(passages),
        tuple(path),
        told.vietnamese.format(**facts),
        told.english.format(**facts),
        told.resolution.format(**facts),
        told.resolution_english.format(**facts),
        degree,
        hashlib.sha256("\n".join(said).encode()).hexdigest()[:16],
    )


_V, _C, _W, _I = Severity.VIOLATION, Severity.CONFLICT, Severity.WARNING, Severity.INFO

SENTENCES: dict[Code, Told] = {
    Code.TWO_LEADS: Told(
        _V,
        "Một nhiệm vụ có {count} cơ quan cùng chủ trì ({leads}); mỗi việc chỉ giao một cơ quan chủ trì.",
        "One task has {count} joint leads ({leads}); a task has exactly one.",
        "Chọn một cơ quan chủ trì, các cơ quan còn lại phối hợp; hoặc tách thành từng nhiệm vụ riêng.",
        "Name one lead and let the others coordinate, or split the task.",
    ),
    Code.NO_LEAD: Told(
        _V,
        "Nhiệm vụ chưa nêu cơ quan chủ trì{named}; mỗi việc phải có đúng một cơ quan chủ trì.",
        "The task names no lead{named_english}; every task has exactly one.",
        "Nêu rõ một cơ quan chủ trì.",
        "Name one lead.",
    ),
    Code.ONLY_COORDINATORS: Told(
        _V,
        "Nhiệm vụ chỉ nêu cơ quan phối hợp ({coordinators}), không có cơ quan chủ trì.",
        "The task names only those who coordinate ({coordinators}) and no lead.",
        "Nêu rõ một cơ quan chủ trì.",
        "Name one lead.",
    ),
    Code.TWO_LEADS_FOR_ONE_MATTER: Told(
        _C,
        "Cùng một việc trên một địa bàn nhưng có hai cơ quan chủ trì: {one} và {other}.",
        "One matter on one ground has two leads: {one} and {other}.",
        "Thống nhất một cơ quan chủ trì; cơ quan kia chuyển sang phối hợp, hoặc nêu rõ phần việc của từng cơ quan.",
        "Settle on one lead and let the other coordinate, or say which part is whose.",
    ),
    Code.SAME_MATTER_TWICE: Told(
        _W,
        "Cùng một việc được giao hai lần trên một địa bàn ({leads}).",
        "The same matter is ordered twice on one ground ({leads}).",
        "Gộp vào một nhiệm vụ, dẫn chiếu văn bản trước, hoặc nêu rõ văn bản nào thay thế.",
        "Merge them, let one refer to the other, or say which one supersedes.",
    ),
    Code.DEADLINES_CONTRADICT: Told(
        _C,
        "Cùng một việc nhưng hai thời hạn khác nhau: {one} và {other}.",
        "One matter has two deadlines: {one} and {other}.",
        "Thống nhất một thời hạn và đính chính văn bản còn lại.",
        "Settle on one deadline and correct the other document.",
    ),
    Code.TARGETS_CONTRADICT: Told(
        _C,
        "Cùng một việc nhưng hai chỉ tiêu khác nhau: {one} và {other}.",
        "One matter has two targets: {one} and {other}.",
        "Thống nhất một chỉ tiêu và đính chính văn bản còn lại.",
        "Settle on one target and correct the other document.",
    ),
    Code.DEADLINE_AFTER_PARENT: Told(
        _C,
        "Thời hạn {one} muộn hơn thời hạn {other} của văn bản cấp trên.",
        "The deadline {one} is after that of the document above, {other}.",
        "Đưa thời hạn về trước thời hạn của cấp trên, hoặc nêu lý do đã được cấp trên đồng ý.",
        "Bring it before the deadline above, or give the reason the level above agreed to.",
    ),
    Code.DEADLINE_DROPPED: Told(
        _W,
        "Văn bản cấp trên có thời hạn {other}, văn bản cụ thể hóa không nêu thời hạn.",
        "The document above has the deadline {other}; the one that carries it out names none.",
        "Bổ sung thời hạn, không muộn hơn thời hạn của cấp trên.",
        "Add a deadline, not after the one above.",
    ),
    Code.PARENT_DEADLINE_PAST: Told(
        _W,
        "Khi văn bản này được ban hành ({issued}), thời hạn {other} của cấp trên đã qua.",
        "When this document was issued ({issued}) the deadline above, {other}, had passed.",
        "Xin cấp trên điều chỉnh thời hạn hoặc báo cáo việc chậm.",
        "Ask the level above to move the deadline, or report the delay.",
    ),
    Code.TARGET_WEAKENED: Told(
        _C,
        "Chỉ tiêu {one} thấp hơn chỉ tiêu {other} của văn bản cấp trên.",
        "The target {one} falls short of the one above, {other}.",
        "Đưa chỉ tiêu về mức của cấp trên, hoặc nêu lý do đã được đồng ý.",
        "Bring it up to the target above, or give the reason that was agreed to.",
    ),
    Code.TARGET_DROPPED: Told(
        _W,
        "Văn bản cấp trên có chỉ tiêu {other}, văn bản cụ thể hóa không nêu chỉ tiêu.",
        "The document above has the target {other}; the one that carries it out names none.",
        "Bổ sung chỉ tiêu.",
        "Add the target.",
    ),
    Code.COPIED_FROM_ABOVE: Told(
        _W,
        "{share} % lời văn riêng của văn bản trùng nguyên văn với văn bản cấp trên {other} ({words} từ).",
        "{share} % of its own wording is word for word that of the document above, {other} ({words} words).",
        "Cụ thể hóa thành việc, người, thời hạn, sản phẩm của cấp mình; nội dung đã có chỉ dẫn chiếu.",
        "Make it concrete (what, who, when, which product) and refer to what stands above.",
    ),
    Code.COPIED: Told(
        _I,
        "{share} % lời văn riêng của văn bản trùng nguyên văn với {other} ({words} từ){root}.",
        "{share} % of its own wording is word for word that of {other} ({words} words){root_english}.",
        "Chỉ để biết; hai văn bản không ràng buộc nhau.",
        "For information; the two do not bind each other.",
    ),
    Code.REPORT_TWICE: Told(
        _W,
        "Cùng một nội dung phải báo cáo nhiều lần theo các yêu cầu khác nhau ({whens}).",
        "The same report is asked for more than once, in different words ({whens}).",
        "Gộp thành một báo cáo định kỳ: đơn vị gửi đầu mối, đầu mối tổng hợp báo cáo cấp trên.",
        "Merge into one recurring report: units to the monitor, the monitor upward.",
    ),
    Code.REPORT_DAYS_DIFFER: Told(
        _C,
        "Cùng một báo cáo nhưng hạn gửi khác nhau: {one} và {other}.",
        "One report is due by two different days: {one} and {other}.",
        "Thống nhất một hạn gửi báo cáo.",
        "Settle on one day.",
    ),
    Code.INPUT_AFTER_OUTPUT: Told(
        _W,
        "Nơi gửi số liệu có hạn {one}, muộn hơn hạn {other} của nơi tổng hợp.",
        "What is collected is due {one}, after what is made of it ({other}).",
        "Đưa hạn gửi số liệu về trước hạn tổng hợp.",
        "Let the input be due before the output.",
    ),
    Code.TWO_MONITORS: Told(
        _W,
        "Hai cơ quan cùng theo dõi, đôn đốc một việc trên một địa bàn: {one} và {other}.",
        "Two agencies monitor one matter on one ground: {one} and {other}.",
        "Giao một đầu mối theo dõi, tổng hợp cho mỗi cấp.",
        "Name one monitor for each level.",
    ),
    Code.MONITORED_ON_TWO_TIERS: Told(
        _I,
        "Mỗi đơn vị tự theo dõi, đồng thời {one} theo dõi chung: hai tầng, chấp nhận được.",
        "Each unit monitors itself and {one} monitors all: two tiers, acceptable.",
        "Không cần sửa; nên nêu rõ đơn vị gửi kết quả cho đầu mối.",
        "Nothing to correct; say that units report to the monitor.",
    ),
    Code.HANDED_ROUND: Told(
        _W,
        "Nhiệm vụ được chuyển vòng và trở lại nơi đã từng chủ trì: {chain}.",
        "The task was handed round and came back: {chain}.",
        "Cơ quan giao việc quyết định một cơ quan chủ trì và không chuyển tiếp nữa.",
        "Let the issuer decide on one lead for good.",
    ),
    Code.HANDED_ON: Told(
        _W,
        "Nhiệm vụ đã được chuyển {count} lần: {chain}.",
        "The task was handed on {count} times: {chain}.",
        "Cơ quan giao việc xem lại thẩm quyền và quyết định cơ quan chủ trì.",
        "Let the issuer settle whose competence it is.",
    ),
    Code.OVERLOAD: Told(
        _W,
        "{agency} có {count} việc đến hạn trong tuần {week}, nhiều hơn khả năng {capacity}.",
        "{agency} has {count} tasks due in week {week}, more than its capacity of {capacity}.",
        "Giãn thời hạn, hoặc giao bớt cho đơn vị khác.",
        "Spread the deadlines, or give some to another unit.",
    ),
    Code.FIELD_UNANSWERED: Told(
        _W,
        "Chưa có đơn vị nào của {agency} phụ trách lĩnh vực {field}.",
        "No unit of {agency} answers for the field {field}.",
        "Phân công một đơn vị phụ trách lĩnh vực này.",
        "Let one unit answer for it.",
    ),
}
