"""What an audit can find: a closed list of codes, each with its class and its sentence, and the report made of them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Class(StrEnum):
    """Under which count of the report a finding falls."""

    MISSING = "missing"
    """Should have been alerted, and was not."""
    LATE = "late"
    """Was alerted later than the installation could have done."""
    DUPLICATE = "duplicate"
    """Was alerted twice."""
    SPURIOUS = "spurious"
    """Was alerted, and nothing called for it."""
    GAPS = "gaps"
    """A ledger is not what was written."""
    VIOLATIONS = "violations"
    """Something is so that the rules do not allow."""


class Code(StrEnum):
    """Stable codes of findings. A code is never renamed or given another meaning."""

    EVENT_MISSING = "event_missing"
    EVENT_ALTERED = "event_altered"
    EVENT_APPENDED = "event_appended"
    TAIL_CUT = "tail_cut"
    DOCKET_MISSING = "docket_missing"
    STEP_MISSING = "step_missing"
    STEP_LATE = "step_late"
    STEP_TWICE = "step_twice"
    STEP_SPURIOUS = "step_spurious"
    OCCURRENCE_MISSING = "occurrence_missing"
    ALERT_MISSING = "alert_missing"
    ALERT_TWICE = "alert_twice"
    ALERT_SPURIOUS = "alert_spurious"
    ALERT_MOVED = "alert_moved"
    NOT_DECIDED = "not_decided"
    NOT_ALLOWED = "not_allowed"
    NO_ACTOR = "no_actor"
    NOT_ONE_LEAD = "not_one_lead"
    DEADLINE_AFTER_PARENT = "deadline_after_parent"
    NOT_ORDERED = "not_ordered"
    OPEN_UNDER_CLOSED = "open_under_closed"
    OUT_OF_ORDER = "out_of_order"
    BACKDATED = "backdated"
    ANSWER_MISSING = "answer_missing"
    ANSWER_UNFOUNDED = "answer_unfounded"
    READ_MODEL_DIFFERS = "read_model_differs"
    TEXT_ALTERED = "text_altered"
    DOCKET_STOPPED = "docket_stopped"
    CALENDAR_STALE = "calendar_stale"
    ALERT_OTHER_DIRECTORY = "alert_other_directory"
    ACTOR_UNKNOWN = "actor_unknown"
    FIRST_DEADLINE_CHANGED = "first_deadline_changed"
    PLAN_DIFFERS = "plan_differs"
    CHRONICLE_BROKEN = "chronicle_broken"
    RECORD_MISSING = "record_missing"
    RECORD_ALTERED = "record_altered"
    RECORD_UNKNOWN = "record_unknown"
    VERSION_GAP = "version_gap"
    DIRECTORY_GAP = "directory_gap"
    DIRECTORY_DIFFERS = "directory_differs"
    SECRET_KEPT = "secret_kept"  # noqa: S105 - the name of a finding
    MEMBER_MISSING = "member_missing"
    MEMBER_ALTERED = "member_altered"
    MEMBER_UNKNOWN = "member_unknown"
    SEAL_DIFFERS = "seal_differs"
    ALERT_LOST = "alert_lost"
    ALERT_WAITS = "alert_waits"
    ALERT_TOLD_AGAIN = "alert_told_again"
    LOOK_UNFINISHED = "look_unfinished"
    NOTICE_DIFFERS = "notice_differs"
    DELIVERY_MISSING = "delivery_missing"
    DELIVERY_UNFOUNDED = "delivery_unfounded"
    DELIVERY_CONTRADICTS = "delivery_contradicts"
    DELIVERY_WAITS = "delivery_waits"
    LADDER_DIFFERS = "ladder_differs"


_SENTENCES: dict[Code, tuple[Class, str, str]] = {
    Code.EVENT_MISSING: (
        Class.GAPS,
        "Sổ lưu thiếu sự kiện số {seq}.",
        "Event {seq} is missing from the ledger.",
    ),
    Code.EVENT_ALTERED: (
        Class.GAPS,
        "Sự kiện số {seq} không còn như lúc ghi: {what}.",
        "Event {seq} is not what was written: {what}.",
    ),
    Code.EVENT_APPENDED: (
        Class.GAPS,
        "Sổ lưu có sự kiện đến số {seq}, nhưng hồ sơ chỉ ghi đến số {head}.",
        "The ledger holds events up to {seq}, the docket wrote up to {head}.",
    ),
    Code.TAIL_CUT: (
        Class.GAPS,
        "Sổ lưu dừng ở sự kiện số {seq}, nhưng {witness} cho thấy đã có đến số {head}.",
        "The ledger ends at event {seq}; {witness} knows of event {head}.",
    ),
    Code.DOCKET_MISSING: (
        Class.GAPS,
        "Không có sổ lưu của hồ sơ này, dù {witness} đã được mở từ {since}.",
        "There is no ledger of this docket, though {witness} has called for it since {since}.",
    ),
    Code.STEP_MISSING: (
        Class.MISSING,
        "Việc {assignment}: mức nhắc {step} đến lúc {moment} nhưng không được phát.",
        "Assignment {assignment}: step {step} came due at {moment} and did not fire.",
    ),
    Code.STEP_LATE: (
        Class.LATE,
        "Việc {assignment}: mức nhắc {step} đến lúc {moment} nhưng đến {fired_at} mới phát.",
        "Assignment {assignment}: step {step} came due at {moment} and fired only at {fired_at}.",
    ),
    Code.STEP_TWICE: (
        Class.DUPLICATE,
        "Việc {assignment}: mức nhắc {step} bị phát hai lần (sự kiện số {seq}).",
        "Assignment {assignment}: step {step} fired twice (event {seq}).",
    ),
    Code.STEP_SPURIOUS: (
        Class.SPURIOUS,
        "Việc {assignment}: mức nhắc {step} được phát (sự kiện số {seq}) dù chưa đến mức đó: {what}.",
        "Assignment {assignment}: step {step} fired (event {seq}) though nothing called for it: {what}.",
    ),
    Code.OCCURRENCE_MISSING: (
        Class.MISSING,
        "Nhiệm vụ {task}: kỳ {period} phải mở lúc {moment} nhưng chưa mở.",
        "Task {task}: the period {period} had to open at {moment} and did not.",
    ),
    Code.ALERT_MISSING: (
        Class.MISSING,
        "Sự kiện số {seq} phải báo cho {post} nhưng không có cảnh báo.",
        "Event {seq} should have alerted {post}; there is no alert.",
    ),
    Code.ALERT_TWICE: (
        Class.DUPLICATE,
        "Sự kiện số {seq} báo cho {post} hai lần.",
        "Event {seq} alerted {post} twice.",
    ),
    Code.ALERT_SPURIOUS: (
        Class.SPURIOUS,
        "Cảnh báo cho {post} không dựa trên sự kiện nào (ghi là số {seq}).",
        "The alert to {post} rests on no event (it names {seq}).",
    ),
    Code.ALERT_MOVED: (
        Class.VIOLATIONS,
        "Cảnh báo cho {post} khác với sự kiện số {seq} ở {column}: ghi {found}, phải là {expected}.",
        "The alert to {post} differs from event {seq} in {column}: it says {found}, not {expected}.",
    ),
    Code.NOT_DECIDED: (
        Class.VIOLATIONS,
        "Sự kiện số {seq} ({event}) không thể do hồ sơ quyết định: {what}.",
        "Event {seq} ({event}) is not what the docket would have decided: {what}.",
    ),
    Code.NOT_ALLOWED: (
        Class.VIOLATIONS,
        "Sự kiện số {seq} ({event}) do người không có thẩm quyền thực hiện: {what}",
        "Event {seq} ({event}) was brought about by someone who may not: {what}",
    ),
    Code.NO_ACTOR: (
        Class.VIOLATIONS,
        "Sự kiện số {seq} ({event}) không ghi người thực hiện.",
        "Event {seq} ({event}) names nobody who did it.",
    ),
    Code.NOT_ONE_LEAD: (
        Class.VIOLATIONS,
        "Nhiệm vụ {task} có {count} cơ quan chủ trì ({leads}); phải có đúng một.",
        "Task {task} has {count} leads ({leads}); it must have exactly one.",
    ),
    Code.DEADLINE_AFTER_PARENT: (
        Class.VIOLATIONS,
        "Việc {assignment} có thời hạn {due}, sau thời hạn {above} của cấp trên.",
        "Assignment {assignment} is due {due}, after the deadline above it, {above}.",
    ),
    Code.NOT_ORDERED: (
        Class.VIOLATIONS,
        "Hồ sơ đã đóng{over} mà cấp trên không có lệnh.",
        "The docket was closed{over} without the word from above.",
    ),
    Code.OPEN_UNDER_CLOSED: (
        Class.VIOLATIONS,
        "Hồ sơ còn {count} việc mở, trong khi hồ sơ cấp trên {parent} đã đóng mà không nêu việc nào của cơ quan này.",
        "The docket has {count} open assignments while {parent} above is closed and names none of them.",
    ),
    Code.OUT_OF_ORDER: (
        Class.VIOLATIONS,
        "Sự kiện số {seq} có thời điểm {at} không hợp với {other}.",
        "Event {seq} has the moment {at}, which does not agree with {other}.",
    ),
    Code.BACKDATED: (
        Class.VIOLATIONS,
        "Sự kiện số {seq} ghi là nhận lúc {received_at} nhưng đến {at} mới quyết định, dù hệ thống vẫn hoạt động.",
        "Event {seq} claims to have been received at {received_at} and was decided at {at}, though a worker was there.",
    ),
    Code.ANSWER_MISSING: (
        Class.VIOLATIONS,
        "Sự kiện số {seq} thuộc yêu cầu {key} nhưng không lưu câu trả lời nào cho yêu cầu đó.",
        "Event {seq} belongs to request {key}, for which no answer is kept.",
    ),
    Code.ANSWER_UNFOUNDED: (
        Class.VIOLATIONS,
        "Yêu cầu {key} được trả lời bằng sự kiện số {seq}, nhưng sự kiện đó không thuộc yêu cầu này.",
        "Request {key} was answered with event {seq}, which does not belong to it.",
    ),
    Code.READ_MODEL_DIFFERS: (
        Class.VIOLATIONS,
        "Bảng tra cứu {table}, dòng {row}, {column}: ghi {found}, theo sổ lưu phải là {expected}.",
        "Read model {table}, row {row}, {column}: it says {found}, the ledger adds up to {expected}.",
    ),
    Code.TEXT_ALTERED: (
        Class.VIOLATIONS,
        "Văn bản lưu dưới mã {digest} không còn khớp với mã đó.",
        "The text kept under {digest} no longer has that digest.",
    ),
    Code.DOCKET_STOPPED: (
        Class.VIOLATIONS,
        "Hồ sơ đang tạm dừng từ {since}: {reason}",
        "The docket has been stopped since {since}: {reason}",
    ),
    Code.CALENDAR_STALE: (
        Class.VIOLATIONS,
        "Hồ sơ còn tính hạn theo lịch số {found}, dù lịch số {expected} đã được ghi từ {since}.",
        "The docket still counts by calendar {found}, though calendar {expected} was recorded at {since}.",
    ),
    Code.ALERT_OTHER_DIRECTORY: (
        Class.VIOLATIONS,
        "Cảnh báo của sự kiện số {seq} ghi theo danh bạ phiên bản {found}, nhưng lúc đó là phiên bản {expected}.",
        "The alerts of event {seq} name version {found} of the directory; version {expected} held then.",
    ),
    Code.ACTOR_UNKNOWN: (
        Class.VIOLATIONS,
        "Sự kiện số {seq} ({event}) do {name} thực hiện cho {agency}, nhưng lúc đó danh bạ không có cơ quan này.",
        "Event {seq} ({event}) was brought about by {name} for {agency}, which the directory did not have then.",
    ),
    Code.FIRST_DEADLINE_CHANGED: (
        Class.VIOLATIONS,
        "Việc {assignment}: thời hạn ban đầu {first} bị thay bằng {due} ở sự kiện số {seq}.",
        "Assignment {assignment}: its first deadline {first} became {due} with event {seq}.",
    ),
    Code.PLAN_DIFFERS: (
        Class.VIOLATIONS,
        "Hồ sơ được mở với nhiệm vụ {task} khác với văn bản đã ban hành, ở {what}.",
        "The docket was opened with another task {task} than the directive has: its {what} differs.",
    ),
    Code.CHRONICLE_BROKEN: (
        Class.GAPS,
        "Sổ ghi chung không còn liền mạch ở mục số {entry}: {what}.",
        "The chronicle does not hold together at entry {entry}: {what}.",
    ),
    Code.RECORD_MISSING: (
        Class.GAPS,
        "Mục số {entry} của sổ ghi chung nói về {kind} {subject}, nhưng không còn bản ghi nào.",
        "Entry {entry} of the chronicle is about {kind} {subject}, of which nothing is kept any more.",
    ),
    Code.RECORD_ALTERED: (
        Class.GAPS,
        "Bản ghi {kind} {subject} không còn như lúc ghi (mục số {entry} của sổ ghi chung).",
        "The record {kind} {subject} is not what was written (entry {entry} of the chronicle).",
    ),
    Code.RECORD_UNKNOWN: (
        Class.GAPS,
        "Bản ghi {kind} {subject} không có trong sổ ghi chung.",
        "The record {kind} {subject} is not in the chronicle.",
    ),
    Code.VERSION_GAP: (
        Class.GAPS,
        "Tài liệu {document} ghi là có {version} phiên bản, nhưng lưu các phiên bản {found}.",
        "Document {document} says that it has {version} versions; kept are {found}.",
    ),
    Code.DIRECTORY_GAP: (
        Class.GAPS,
        "Nhật ký danh bạ thiếu hoặc sai ở phiên bản {version}: {what}.",
        "The journal of the directory does not hold at version {version}: {what}.",
    ),
    Code.DIRECTORY_DIFFERS: (
        Class.VIOLATIONS,
        "Danh bạ: {subject} khác với nhật ký (phiên bản {version}), ở {column}.",
        "The directory: {subject} is not as its journal says (version {version}), in {column}.",
    ),
    Code.SECRET_KEPT: (
        Class.VIOLATIONS,
        "Nội dung lưu ở {where} có dấu hiệu bảo vệ bí mật nhà nước; phải đưa ra khỏi hệ thống theo quy định.",
        "What is kept in {where} bears a mark of secrecy; it does not belong in this system.",
    ),
    Code.MEMBER_MISSING: (
        Class.GAPS,
        "Gói kiểm tra thiếu tệp {member}.",
        "The file {member} is missing from the bundle.",
    ),
    Code.MEMBER_ALTERED: (
        Class.GAPS,
        "Tệp {member} trong gói không còn như lúc xuất: {what}.",
        "The file {member} of the bundle is not what was exported: {what}.",
    ),
    Code.MEMBER_UNKNOWN: (
        Class.GAPS,
        "Gói có tệp {member} mà bản kê không ghi.",
        "The bundle holds the file {member}, which its manifest does not list.",
    ),
    Code.SEAL_DIFFERS: (
        Class.GAPS,
        "Dấu niêm phong của gói là {found}, không phải {expected}.",
        "The seal of the bundle is {found}, not {expected}.",
    ),
    Code.LADDER_DIFFERS: (
        Class.VIOLATIONS,
        "Hồ sơ được mở với bậc thang đôn đốc số {version}, nhưng các mức nhắc khác với bậc thang đã ban hành.",
        "The docket was opened with ladder {version}, and its steps are not those that were published.",
    ),
    Code.ALERT_LOST: (
        Class.MISSING,
        (
            "Cảnh báo cho {post} phát lúc {moment} đã thất lạc: không chờ chuyển, không thuộc bản tin nào, và chưa lần"
            " nào được xem xét."
        ),
        (
            "The alert to {post}, fired at {moment}, was lost on its way: it does not wait to be told, no digest tells"
            " of it, and no look left it untold."
        ),
    ),
    Code.ALERT_WAITS: (
        Class.LATE,
        "Cảnh báo cho {post} phát lúc {moment} vẫn chờ chuyển, dù hệ thống vẫn hoạt động.",
        "The alert to {post}, fired at {moment}, still waits to be told, though a worker was there to tell it.",
    ),
    Code.ALERT_TOLD_AGAIN: (
        Class.DUPLICATE,
        (
            "Bản tin {notice} báo lại cảnh báo đã báo cho {post} lúc {moment}, dù không phải bản tổng hợp tuần và không"
            " có xác nhận nào hết hạn."
        ),
        (
            "Digest {notice} tells {post} again what it was told at {moment}, though it is no summary of the week and"
            " no answer to it had expired."
        ),
    ),
    Code.LOOK_UNFINISHED: (
        Class.LATE,
        "Lần xem {look}: bản tin cho {post} vẫn chưa soạn, dù hệ thống vẫn hoạt động.",
        "The look of {look}: the digest for {post} is still not composed, though a worker was there to compose it.",
    ),
    Code.NOTICE_DIFFERS: (
        Class.VIOLATIONS,
        "Bản tin {notice} không khớp với những gì lưu cùng nó: {what}.",
        "Digest {notice} does not agree with what is kept with it: {what}.",
    ),
    Code.DELIVERY_MISSING: (
        Class.MISSING,
        "Bản tin {notice} không được gửi qua {channel}, dù người nhận đã chọn kênh này.",
        "Digest {notice} has no delivery by {channel}, though its reader was to be reached that way.",
    ),
    Code.DELIVERY_UNFOUNDED: (
        Class.SPURIOUS,
        "Lượt gửi {delivery} qua {channel} không có căn cứ: {what}.",
        "Delivery {delivery} by {channel} rests on nothing: {what}.",
    ),
    Code.DELIVERY_CONTRADICTS: (
        Class.VIOLATIONS,
        "Lượt gửi {delivery} của bản tin {notice} tự mâu thuẫn: {what}.",
        "Delivery {delivery} of digest {notice} contradicts itself: {what}.",
    ),
    Code.DELIVERY_WAITS: (
        Class.LATE,
        "Lượt gửi {delivery} của bản tin {notice} phải đi từ {moment} nhưng vẫn chờ, dù hệ thống vẫn hoạt động.",
        (
            "Delivery {delivery} of digest {notice} could go out since {moment} and still waits, though a worker was"
            " there to send it."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be, with where it is and a sentence in Vietnamese and in English.

    ``assignment`` is the key within the docket, ``alert`` the key of an alert, ``seq`` the number of an event.
    """

    code: Code
    docket: str
    message: str
    english: str
    seq: int | None = None
    assignment: str | None = None
    alert: str | None = None

    @property
    def counts_as(self) -> Class:
        """The count of the report that it is part of."""
        return _SENTENCES[self.code][0]


_NONE: Mapping[str, object] = MappingProxyType({})


def finding(  # noqa: PLR0913 - where it is, in three parts, and the facts of its sentence
    code: Code,
    docket: str,
    facts: Mapping[str, object] = _NONE,
    *,
    seq: int | None = None,
    assignment: str | None = None,
    alert: str | None = None,
    **more: object,
) -> Finding:
    """The finding of that code with its sentences filled in from the facts."""
    _, vietnamese, english = _SENTENCES[code]
    words = {name: _said(fact) for name, fact in {**facts, **more, "seq": seq, "assignment": assignment}.items()}
    return Finding(code, docket, vietnamese.format(**words), english.format(**words), seq, assignment, alert)


def _said(fact: object) -> object:
    return fact.isoformat(sep=" ", timespec="milliseconds") if isinstance(fact, datetime) else fact


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit came to: its findings, by docket and event, and how much it went through."""

    at: datetime
    findings: tuple[Finding, ...] = ()
    dockets: int = 0
    events: int = 0
    alerts: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def count(self, kind: Class) -> int:
        """How many findings fall under that count."""
        return sum(1 for one in self.findings if one.counts_as is kind)

    @property
    def counts(self) -> dict[str, bool | int]:
        """The verdict in short: whether it is clean, and each count by name."""
        return {"clean": self.clean} | {kind.value: self.count(kind) for kind in Class}

    def as_json(self) -> dict[str, Any]:
        """The whole report as plain JSON data."""
        found = [asdict(one) | {"class": one.counts_as.value} for one in self.findings]
        size = {"dockets": self.dockets, "events": self.events, "alerts": self.alerts}
        return self.counts | size | {"at": self.at.isoformat(), "findings": found}
