"""Why a command is turned away: a closed list of codes, each with its sentence in Vietnamese and English."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from thac.domain.agencies import AgencyId
from thac.domain.words import words_of


class Code(StrEnum):
    """Stable codes of refusals. A code is never renamed or given another meaning."""

    NO_LEAD = "no_lead"
    TWO_LEADS = "two_leads"
    LEAD_OUTSIDE = "lead_outside"
    LEAD_AMONG_COORDINATORS = "lead_among_coordinators"
    NO_RECIPIENT = "no_recipient"
    NO_TASK = "no_task"
    TASK_TWICE = "task_twice"
    DEADLINE_BEFORE_ISSUE = "deadline_before_issue"
    DEADLINE_TOO_FAR = "deadline_too_far"
    UNKNOWN_TASK = "unknown_task"
    UNKNOWN_ASSIGNMENT = "unknown_assignment"
    ALREADY_ALLOCATED = "already_allocated"
    NOT_YOURS = "not_yours"
    ROLE_NOT_ALLOWED = "role_not_allowed"
    NOT_ACCEPTED = "not_accepted"
    WRONG_STATE = "wrong_state"
    PROGRESS_OUT_OF_RANGE = "progress_out_of_range"
    REDO_IN_PAST = "redo_in_past"
    OPEN_BELOW = "open_below"
    DOCKET_CLOSED = "docket_closed"
    DOCKET_STOPPED = "docket_stopped"
    KEY_REUSED = "key_reused"
    NOT_IN_RULES = "not_in_rules"
    SAME_LEAD = "same_lead"
    NOT_A_RECEIVER = "not_a_receiver"
    RECURS = "recurs"
    ASKED_ALREADY = "asked_already"
    UNKNOWN_ASK = "unknown_ask"
    ASK_ANSWERED = "ask_answered"
    EXTENSION_TOO_LATE = "extension_too_late"
    EXTENSION_NOT_LATER = "extension_not_later"
    EXTENSION_BEYOND_ASKED = "extension_beyond_asked"
    DEADLINE_PASSED = "deadline_passed"
    UNDATED = "undated"
    AFTER_PARENT = "after_parent"
    NOT_A_COORDINATOR = "not_a_coordinator"
    REASON_NEEDED = "reason_needed"
    NOT_AN_OBSTACLE = "not_an_obstacle"
    NO_LEVEL_ABOVE = "no_level_above"
    CLIMBED = "climbed"
    PAUSED_ALREADY = "paused_already"
    NOT_PAUSED = "not_paused"
    NOTHING_TO_SIGN = "nothing_to_sign"
    SELF_CONFIRM = "self_confirm"
    TASK_ENDED = "task_ended"
    NOT_THE_ROOT = "not_the_root"
    RECALLED = "recalled"
    REGISTERED_ALREADY = "registered_already"
    UNKNOWN_EVENT = "unknown_event"
    NOT_FOR_EACH = "not_for_each"
    NOT_ALLOCATED = "not_allocated"
    RECEIVES_ALREADY = "receives_already"
    PLAN_ATTACHED_ALREADY = "plan_attached_already"
    TWO_DEADLINES = "two_deadlines"
    BAD_RECURRENCE = "bad_recurrence"
    COLLECTS_UNKNOWN = "collects_unknown"
    COLLECTS_TOO_LATE = "collects_too_late"
    REQUEST_INSIDE = "request_inside"
    NEAR_DUPLICATE = "near_duplicate"
    NO_PARENT_WORK = "no_parent_work"
    NO_SERIES = "no_series"
    SERIES_HAS_OPEN = "series_has_open"


_SENTENCES: dict[Code, tuple[str, str]] = {
    Code.NO_LEAD: (
        "Nhiệm vụ {task} chưa có cơ quan chủ trì; một việc phải giao đúng một cơ quan chủ trì.",
        "Task {task} names no lead agency; one task needs exactly one lead.",
    ),
    Code.TWO_LEADS: (
        "Nhiệm vụ {task} có {count} cơ quan chủ trì ({leads}); một việc chỉ giao một cơ quan chủ trì.",
        "Task {task} names {count} lead agencies ({leads}); one task has one lead only.",
    ),
    Code.LEAD_OUTSIDE: (
        "Nhiệm vụ {task}: {lead} không phải cơ quan trực thuộc {issuer}, nên không thể được giao chủ trì.",
        "Task {task}: {lead} is not directly below {issuer} and cannot be given the lead.",
    ),
    Code.LEAD_AMONG_COORDINATORS: (
        "Nhiệm vụ {task}: {lead} vừa chủ trì vừa phối hợp; hãy bỏ một trong hai vai trò.",
        "Task {task}: {lead} is both lead and coordinator; keep one of the two.",
    ),
    Code.NO_RECIPIENT: (
        "Nhiệm vụ {task} giao cho từng nơi nhận nhưng không có nơi nhận nào.",
        "Task {task} is for each recipient but has no recipient.",
    ),
    Code.NO_TASK: ("Văn bản không có nhiệm vụ nào để giao.", "The directive has no task to assign."),
    Code.TASK_TWICE: ("Số thứ tự nhiệm vụ {task} bị lặp lại.", "Task number {task} stands twice."),
    Code.DEADLINE_BEFORE_ISSUE: (
        "Nhiệm vụ {task}: thời hạn {deadline} trước ngày ban hành {issued}.",
        "Task {task}: the deadline {deadline} lies before the date of issue {issued}.",
    ),
    Code.DEADLINE_TOO_FAR: (
        "Nhiệm vụ {task}: thời hạn {deadline} quá xa; thời hạn không được quá 10 năm.",
        "Task {task}: the deadline {deadline} is too far away; it may lie ten years ahead at most.",
    ),
    Code.UNKNOWN_TASK: (
        "Không có nhiệm vụ {task} trong hồ sơ này.",
        "There is no task {task} in this docket.",
    ),
    Code.UNKNOWN_ASSIGNMENT: (
        "Không tìm thấy việc được giao {assignment} trong hồ sơ này.",
        "There is no assignment {assignment} in this docket.",
    ),
    Code.ALREADY_ALLOCATED: (
        "Nhiệm vụ {task} đã được phân công cho {lead}.",
        "Task {task} has already been allocated to {lead}.",
    ),
    Code.NOT_YOURS: (
        "Việc này thuộc {owner}; {actor} không có quyền thực hiện thao tác.",
        "This belongs to {owner}; {actor} may not act on it.",
    ),
    Code.ROLE_NOT_ALLOWED: (
        "Vai trò {role} không được {command}.",
        "The role {role} may not {command}.",
    ),
    Code.NOT_ACCEPTED: (
        "Đơn vị chưa xác nhận tiếp nhận; hãy tiếp nhận trước khi thực hiện thao tác này.",
        "The unit has not accepted yet; accept first.",
    ),
    Code.WRONG_STATE: (
        "Việc đang ở trạng thái {state}; chỉ {command} được khi việc ở trạng thái {allowed}.",
        "The assignment is {state}; to {command} is possible only when it is {allowed}.",
    ),
    Code.PROGRESS_OUT_OF_RANGE: (
        "Tiến độ {percent} không hợp lệ; hãy nhập từ 0 đến 100.",
        "Progress {percent} is out of range; give 0 to 100.",
    ),
    Code.REDO_IN_PAST: (
        "Thời hạn thực hiện lại {deadline} đã qua.",
        "The redo deadline {deadline} has passed already.",
    ),
    Code.OPEN_BELOW: (
        "{agency} còn {count} việc chưa xong của nhiệm vụ {task}; muốn phê duyệt, hãy nêu rõ là duyệt khi còn việc mở.",
        "{agency} still has {count} open assignments of task {task}; to confirm all the same, say so explicitly.",
    ),
    Code.DOCKET_CLOSED: ("Hồ sơ này đã đóng.", "This docket is closed."),
    Code.DOCKET_STOPPED: (
        "Hồ sơ này tạm dừng vì sổ lưu không khớp; quản trị viên đã được báo.",
        "This docket is stopped because its ledger does not fit; the administrator has been alarmed.",
    ),
    Code.KEY_REUSED: (
        "Mã chống lặp này đã dùng cho một yêu cầu khác nội dung.",
        "This idempotency key was used for a request with another body.",
    ),
    Code.NOT_IN_RULES: (
        "Hồ sơ này mở theo quy tắc phiên bản {rules}, chưa cho phép {command}.",
        "This docket was opened under version {rules} of the rules, by which nobody can {command}.",
    ),
    Code.SAME_LEAD: (
        "{lead} đang là cơ quan chủ trì của việc này.",
        "{lead} leads this assignment already.",
    ),
    Code.NOT_A_RECEIVER: (
        "{agency} không phải cơ quan trực thuộc {issuer} nên không thể nhận việc này.",
        "{agency} is not directly below {issuer} and cannot take this over.",
    ),
    Code.RECURS: (
        "Nhiệm vụ {task} là nhiệm vụ định kỳ; với cơ quan có hồ sơ riêng, hãy giao lại cả chuỗi kỳ.",
        "Task {task} recurs; to an agency with a docket of its own, give the whole series.",
    ),
    Code.ASKED_ALREADY: (
        "Đã có một đề nghị cùng loại (số {ask}) đang chờ trả lời.",
        "Ask {ask} of the same kind is still waiting for its answer.",
    ),
    Code.UNKNOWN_ASK: (
        "Việc này không có đề nghị số {ask}.",
        "This assignment has no ask {ask}.",
    ),
    Code.ASK_ANSWERED: (
        "Đề nghị số {ask} đã kết thúc ({outcome}).",
        "Ask {ask} has ended already ({outcome}).",
    ),
    Code.EXTENSION_TOO_LATE: (
        "Thời hạn đã qua lúc {due}; đề nghị gia hạn phải gửi trước khi hết hạn.",
        "The deadline passed at {due}; an extension is asked for before it does.",
    ),
    Code.EXTENSION_NOT_LATER: (
        "Ngày đề nghị {deadline} không muộn hơn thời hạn hiện tại.",
        "The day asked for, {deadline}, is not later than the current deadline.",
    ),
    Code.EXTENSION_BEYOND_ASKED: (
        "Ngày gia hạn {deadline} muộn hơn ngày được đề nghị {asked}.",
        "The extension to {deadline} goes beyond what was asked for, {asked}.",
    ),
    Code.DEADLINE_PASSED: (
        "Thời hạn mới {deadline} đã qua.",
        "The new deadline {deadline} has passed already.",
    ),
    Code.UNDATED: (
        "Việc này không có thời hạn nên không thể gia hạn.",
        "This assignment has no deadline that could be extended.",
    ),
    Code.AFTER_PARENT: (
        "Nhiệm vụ {task}: thời hạn {deadline} sau thời hạn của cấp trên {above}; muốn đặt, hãy nêu rõ và ghi lý do.",
        "Task {task}: {deadline} lies after the deadline of the level above, {above}; to set it, say so and why.",
    ),
    Code.NOT_A_COORDINATOR: (
        "{agency} không phối hợp trong việc này.",
        "{agency} does not coordinate on this assignment.",
    ),
    Code.REASON_NEEDED: ("Hãy nêu lý do.", "Give the reason."),
    Code.NOT_AN_OBSTACLE: (
        "Chỉ khó khăn, vướng mắc mới chuyển lên cấp trên; đề nghị số {ask} thuộc loại khác.",
        "Only obstacles climb; ask {ask} is of another kind.",
    ),
    Code.NO_LEVEL_ABOVE: (
        "Không có cấp trên trong hồ sơ này để chuyển lên.",
        "There is no level above in this docket to pass it to.",
    ),
    Code.CLIMBED: (
        "Đề nghị số {ask} đã chuyển lên cấp trên; cấp trên trả lời trong hồ sơ của mình.",
        "Ask {ask} was passed to the level above, which answers it in its own docket.",
    ),
    Code.PAUSED_ALREADY: ("Việc này đang tạm dừng.", "This assignment is paused already."),
    Code.NOT_PAUSED: ("Việc này không tạm dừng.", "This assignment is not paused."),
    Code.NOTHING_TO_SIGN: (
        "Không có thay đổi nào cần ký nhận.",
        "There is no change to sign for.",
    ),
    Code.SELF_CONFIRM: (
        "Người nhập thay báo cáo không thể tự phê duyệt kết quả đó.",
        "Whoever entered the result on behalf of the lead cannot confirm it.",
    ),
    Code.TASK_ENDED: (
        "Nhiệm vụ {task} đã được thu hồi.",
        "Task {task} has been taken back.",
    ),
    Code.NOT_THE_ROOT: (
        "Chỉ cơ quan ban hành văn bản được {command}.",
        "Only the agency that issued the directive may {command}.",
    ),
    Code.RECALLED: ("Văn bản này đã được thu hồi.", "This directive has been recalled."),
    Code.REGISTERED_ALREADY: (
        "Văn bản đã có số {number}/{symbol}.",
        "The directive has its number, {number}/{symbol}, already.",
    ),
    Code.UNKNOWN_EVENT: (
        "Không có thời hạn nào chờ sự kiện “{event}”.",
        "No deadline waits for the event “{event}”.",
    ),
    Code.NOT_FOR_EACH: (
        "Nhiệm vụ {task} chỉ có một cơ quan chủ trì; không thể thêm nơi nhận.",
        "Task {task} has one lead; no recipient can be added.",
    ),
    Code.NOT_ALLOCATED: (
        "Nhiệm vụ {task} chưa phân công cho ai hoặc không còn việc nào đang mở.",
        "Task {task} was given to nobody yet, or nothing of it is open any more.",
    ),
    Code.RECEIVES_ALREADY: (
        "{agency} đã nhận nhiệm vụ {task}.",
        "{agency} has its copy of task {task} already.",
    ),
    Code.PLAN_ATTACHED_ALREADY: (
        "Nhiệm vụ {task} đã có kế hoạch riêng {plan} thực hiện.",
        "Task {task} is done by the plan {plan} already.",
    ),
    Code.TWO_DEADLINES: (
        "Nhiệm vụ {task}: chỉ chọn một trong ba: thời hạn, định kỳ, hoặc thời hạn theo sự kiện.",
        "Task {task}: give one of a deadline, a recurrence, or a deadline relative to an event.",
    ),
    Code.BAD_RECURRENCE: (
        "Nhiệm vụ {task}: ngày đến hạn {day} không hợp lệ với chu kỳ {every}.",
        "Task {task}: due day {day} does not fit the rhythm {every}.",
    ),
    Code.COLLECTS_UNKNOWN: (
        "Nhiệm vụ {task} tổng hợp nhiệm vụ {collected}, nhưng văn bản không có nhiệm vụ này.",
        "Task {task} collects task {collected}, which the directive does not have.",
    ),
    Code.COLLECTS_TOO_LATE: (
        "Nhiệm vụ {collected} phải đến hạn trước nhiệm vụ {task} là nhiệm vụ tổng hợp nó.",
        "Task {collected} has to be due before task {task}, which collects it.",
    ),
    Code.REQUEST_INSIDE: (
        "Nhiệm vụ {task}: {lead} thuộc quyền của {issuer}; hãy giao việc thay vì đề nghị.",
        "Task {task}: {lead} stands below {issuer}; order it instead of requesting.",
    ),
    Code.NEAR_DUPLICATE: (
        "Nội dung gần giống văn bản {other} đang thực hiện ({share} %); nếu đúng là văn bản khác, hãy xác nhận.",
        "The content is nearly that of {other}, which is running ({share} %); confirm if it is another document.",
    ),
    Code.NO_SERIES: (
        "{lead} không có chuỗi kỳ nào đang chạy của nhiệm vụ {task}.",
        "{lead} has no running series of task {task}.",
    ),
    Code.SERIES_HAS_OPEN: (
        "Nhiệm vụ {task} còn kỳ đang mở ({assignment}); hãy giao lại kỳ đó cùng các kỳ sau.",
        "Task {task} has an open occurrence ({assignment}); give that one over together with those that follow.",
    ),
    Code.NO_PARENT_WORK: (
        "Nhiệm vụ {task}: cơ quan không có việc đang mở của nhiệm vụ {above} trong văn bản {parent}.",
        "Task {task}: the agency has no open assignment of task {above} of {parent}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that was understood and turned away; nothing was written.

    ``message`` is the Vietnamese sentence for the person, ``english`` the same in English; in both, agencies stand by
    their codes. ``facts`` are what the sentences were filled with: the name, and the words in both languages.
    """

    code: Code
    message: str
    english: str
    facts: tuple[tuple[str, str, str], ...] = ()


def refuse(code: Code, **facts: object) -> Refusal:
    """The refusal of that code with its sentences filled in."""
    return _filled(code, tuple((name, *words_of(name, fact)) for name, fact in facts.items()))


def in_names(refusal: Refusal, name_of: Callable[[AgencyId], str | None]) -> Refusal:
    """The same with agencies by their names, as far as they have one."""

    def named(fact: tuple[str, str, str]) -> tuple[str, str, str]:
        name, codes, _ = fact
        if name not in _AGENCIES:
            return fact
        names = ", ".join(name_of(code) or code for code in codes.split(", "))
        return name, names, names

    return _filled(refusal.code, tuple(map(named, refusal.facts))) if refusal.facts else refusal


def _filled(code: Code, facts: tuple[tuple[str, str, str], ...]) -> Refusal:
    vietnamese, english = _SENTENCES[code]
    return Refusal(
        code,
        vietnamese.format(**{name: words for name, words, _ in facts}),
        english.format(**{name: words for name, _, words in facts}),
        facts,
    )


_AGENCIES: Final = frozenset({"actor", "agency", "issuer", "lead", "leads", "owner"})
"""The facts that are an agency's code, or several with commas between."""
