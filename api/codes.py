"""Which problems the API itself has, beside the refusals of the domain: stable codes with their sentences."""

from enum import StrEnum
from typing import Final

from thac.domain.refusals import Code


class ApiCode(StrEnum):
    """Stable codes of the API's own problems. A code is never renamed or given another meaning."""

    UNAUTHENTICATED = "unauthenticated"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    BODY_TOO_LARGE = "body_too_large"
    BROKEN_JSON = "broken_json"
    INVALID = "invalid"
    BAD_KEY = "bad_idempotency_key"
    UNKNOWN_AGENCY = "unknown_agency"
    AGENCY_ENDED = "agency_ended"
    NOT_LAUNCHED = "not_launched"
    NUMBER_TAKEN = "number_taken"
    DIRECTIVE_REFUSED = "directive_refused"
    PARENT_NEEDED = "parent_needed"
    IMPLEMENTS_NOTHING = "implements_nothing"
    NO_DOCKET_ABOVE = "no_docket_above"
    NOT_FAILED = "not_failed"
    PLAN_ATTACHED = "plan_attached"
    NOT_SAVED = "not_saved"
    LAUNCH_PENDING = "launch_pending"
    UNAVAILABLE = "unavailable"
    AUDITORS_ONLY = "auditors_only"
    HTTP = "http"
    INTERNAL = "internal"


SENTENCES: Final[dict[ApiCode, tuple[str, str]]] = {
    ApiCode.UNAUTHENTICATED: (
        "Cần đăng nhập: mã truy cập thiếu, không đúng hoặc đã hết hạn.",
        "Sign in: the access token is missing, wrong or expired.",
    ),
    ApiCode.NOT_ALLOWED: (
        "Bạn không được thực hiện thao tác này; chỉ văn phòng hoặc lãnh đạo của {agency} được.",
        "Your role or agency may not do this; only the office or a supervisor of {agency} may.",
    ),
    ApiCode.NOT_FOUND: (
        "Không tìm thấy, hoặc không thuộc phạm vi của bạn.",
        "Not found, or not within your scope.",
    ),
    ApiCode.METHOD_NOT_ALLOWED: (
        "Địa chỉ này không nhận thao tác {method}.",
        "This address does not take {method}.",
    ),
    ApiCode.BODY_TOO_LARGE: (
        "Nội dung gửi lên quá lớn; tối đa {limit} byte.",
        "The body is too large; {limit} bytes at most.",
    ),
    ApiCode.BROKEN_JSON: (
        "Nội dung gửi lên không phải JSON đúng cú pháp.",
        "The body is not well-formed JSON.",
    ),
    ApiCode.INVALID: (
        "Nội dung gửi lên chưa đúng; xem từng mục trong danh sách lỗi.",
        "The request is not valid; see each entry of the list of errors.",
    ),
    ApiCode.BAD_KEY: (
        "Mã chống lặp phải dài từ 1 đến 200 ký tự ASCII, không có khoảng trắng và dấu gạch chéo.",
        "An idempotency key has 1 to 200 ASCII characters without spaces and slashes.",
    ),
    ApiCode.UNKNOWN_AGENCY: (
        "Không có cơ quan nào mang mã {agency}.",
        "No agency has the code {agency}.",
    ),
    ApiCode.AGENCY_ENDED: (
        "{agency} đã kết thúc hoạt động từ ngày {day:%d/%m/%Y}; cơ quan kế thừa: {successor}.",
        "{agency} was closed on {day:%d/%m/%Y}; its work was taken over by: {successor}.",
    ),
    ApiCode.NOT_LAUNCHED: (
        "Văn bản này chưa được ban hành.",
        "This directive has not been launched.",
    ),
    ApiCode.NUMBER_TAKEN: (
        "Số, ký hiệu và năm này đã thuộc về văn bản {other}.",
        "That number, symbol and year belong to the directive {other} already.",
    ),
    ApiCode.DIRECTIVE_REFUSED: (
        "Văn bản chưa thể giao việc; xem từng mục trong danh sách lỗi.",
        "The directive cannot be launched as it is; see each entry of the list of errors.",
    ),
    ApiCode.PARENT_NEEDED: (
        "Nhiệm vụ {task} triển khai nhiệm vụ của văn bản cấp trên, nhưng chưa nêu văn bản nào (parent).",
        "Task {task} implements tasks of a directive from above, but none is named as parent.",
    ),
    ApiCode.IMPLEMENTS_NOTHING: (
        "Kế hoạch nêu văn bản cấp trên {parent} nhưng không có nhiệm vụ nào triển khai nhiệm vụ của văn bản đó.",
        "The plan names {parent} as its parent, but none of its tasks implements a task of it.",
    ),
    ApiCode.NO_DOCKET_ABOVE: (
        "{agency} không có hồ sơ đang mở của văn bản {parent}; kế hoạch riêng chỉ gắn được vào hồ sơ đang mở.",
        "{agency} keeps no open docket on {parent}; an own plan hangs under one that is open.",
    ),
    ApiCode.NOT_FAILED: (
        "Chỉ rút lại được văn bản không ban hành được; văn bản này ở trạng thái {state}.",
        "Only a directive whose launch failed can be withdrawn; this one is {state}.",
    ),
    ApiCode.PLAN_ATTACHED: (
        "Kế hoạch đã gắn vào hồ sơ {docket} và thay các việc ở đó; hãy sửa lỗi, ban hành lại rồi mới thu hồi.",
        "The plan hangs under {docket} already and replaced work there; launch it again once mended, then recall it.",
    ),
    ApiCode.NOT_SAVED: (
        "Chưa lưu được. Hãy gửi lại sau ít giây, giữ nguyên mã chống lặp; gửi lại không gây trùng.",
        "Not saved. Send it again in some seconds with the same idempotency key; repeating is safe.",
    ),
    ApiCode.LAUNCH_PENDING: (
        "Đã ghi nhận lệnh ban hành nhưng chưa bắt đầu được; hệ thống sẽ tự bắt đầu, không cần gửi lại.",
        "The launch is recorded and could not be started yet; it starts by itself, and repeating is safe.",
    ),
    ApiCode.UNAVAILABLE: (
        "Hệ thống tạm thời không trả lời được; hãy thử lại sau ít giây.",
        "The service cannot answer for the moment; try again in some seconds.",
    ),
    ApiCode.AUDITORS_ONLY: (
        "Chỉ cán bộ kiểm tra, lãnh đạo theo dõi và quản trị viên xem được kết quả kiểm tra.",
        "Only auditors, supervisors and administrators may read what audits found.",
    ),
    ApiCode.HTTP: ("Yêu cầu không thực hiện được.", "The request could not be carried out."),
    ApiCode.INTERNAL: (
        "Có lỗi trong hệ thống; quản trị viên xem được trong nhật ký.",
        "Something is wrong inside the service; the log says what.",
    ),
}

STATUS: Final[dict[ApiCode, int]] = {
    ApiCode.UNAUTHENTICATED: 401,
    ApiCode.NOT_ALLOWED: 403,
    ApiCode.NOT_FOUND: 404,
    ApiCode.METHOD_NOT_ALLOWED: 405,
    ApiCode.BODY_TOO_LARGE: 413,
    ApiCode.BROKEN_JSON: 400,
    ApiCode.INVALID: 422,
    ApiCode.BAD_KEY: 422,
    ApiCode.UNKNOWN_AGENCY: 422,
    ApiCode.AGENCY_ENDED: 422,
    ApiCode.NOT_LAUNCHED: 409,
    ApiCode.NUMBER_TAKEN: 409,
    ApiCode.DIRECTIVE_REFUSED: 422,
    ApiCode.PARENT_NEEDED: 422,
    ApiCode.IMPLEMENTS_NOTHING: 422,
    ApiCode.NO_DOCKET_ABOVE: 409,
    ApiCode.NOT_FAILED: 409,
    ApiCode.PLAN_ATTACHED: 409,
    ApiCode.NOT_SAVED: 503,
    ApiCode.LAUNCH_PENDING: 503,
    ApiCode.UNAVAILABLE: 503,
    ApiCode.AUDITORS_ONLY: 403,
    ApiCode.HTTP: 400,
    ApiCode.INTERNAL: 500,
}

_STATUSES: Final[dict[int, frozenset[Code]]] = {
    403: frozenset({Code.NOT_YOURS, Code.ROLE_NOT_ALLOWED, Code.SELF_CONFIRM, Code.NOT_THE_ROOT}),
    404: frozenset({Code.UNKNOWN_TASK, Code.UNKNOWN_ASSIGNMENT, Code.UNKNOWN_ASK}),
    409: frozenset(
        {
            Code.WRONG_STATE,
            Code.NOT_ACCEPTED,
            Code.OPEN_BELOW,
            Code.ALREADY_ALLOCATED,
            Code.DOCKET_CLOSED,
            Code.NOT_IN_RULES,
            Code.SAME_LEAD,
            Code.ASKED_ALREADY,
            Code.ASK_ANSWERED,
            Code.EXTENSION_TOO_LATE,
            Code.NO_LEVEL_ABOVE,
            Code.NO_SERIES,
            Code.NOT_AN_OBSTACLE,
            Code.PAUSED_ALREADY,
            Code.NOT_PAUSED,
            Code.NOTHING_TO_SIGN,
            Code.TASK_ENDED,
            Code.TASK_TWICE,
            Code.RECALLED,
            Code.REGISTERED_ALREADY,
            Code.RECEIVES_ALREADY,
            Code.PLAN_ATTACHED_ALREADY,
            Code.NEAR_DUPLICATE,
        }
    ),
    503: frozenset({Code.DOCKET_STOPPED}),
}
_REFUSED: Final = {code: status for status, codes in _STATUSES.items() for code in codes}


def status_of(code: Code) -> int:
    """The HTTP status of a refusal: 422 unless its code says more."""
    return _REFUSED.get(code, 422)
