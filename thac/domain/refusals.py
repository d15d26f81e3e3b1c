"""Why a command is turned away: a closed list of codes, each with its sentence in Vietnamese and English."""

from dataclasses import dataclass
from enum import StrEnum


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
        "Vai trò {role} không được thực hiện thao tác {command}.",
        "The role {role} may not {command}.",
    ),
    Code.NOT_ACCEPTED: (
        "Đơn vị chưa xác nhận tiếp nhận; hãy tiếp nhận trước khi thực hiện thao tác này.",
        "The unit has not accepted yet; accept first.",
    ),
    Code.WRONG_STATE: (
        "Việc đang ở trạng thái {state}; thao tác {command} chỉ thực hiện được khi: {allowed}.",
        "The assignment is {state}; {command} is possible only when it is {allowed}.",
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
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that was understood and turned away; nothing was written.

    ``message`` is the Vietnamese sentence for the person, ``english`` the same in English.
    """

    code: Code
    message: str
    english: str


def refuse(code: Code, **facts: object) -> Refusal:
    """The refusal of that code with its sentences filled in."""
    vietnamese, english = _SENTENCES[code]
    return Refusal(code, vietnamese.format(**facts), english.format(**facts))
