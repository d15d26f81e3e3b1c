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
    DIRECTIVE_REFUSED = "directive_refused"
    NOT_SAVED = "not_saved"
    LAUNCH_PENDING = "launch_pending"
    UNAVAILABLE = "unavailable"
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
    ApiCode.DIRECTIVE_REFUSED: (
        "Văn bản chưa thể giao việc; xem từng mục trong danh sách lỗi.",
        "The directive cannot be launched as it is; see each entry of the list of errors.",
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
    ApiCode.DIRECTIVE_REFUSED: 422,
    ApiCode.NOT_SAVED: 503,
    ApiCode.LAUNCH_PENDING: 503,
    ApiCode.UNAVAILABLE: 503,
    ApiCode.HTTP: 400,
    ApiCode.INTERNAL: 500,
}

_REFUSED: Final[dict[Code, int]] = {
    Code.WRONG_STATE: 409,
    Code.NOT_ACCEPTED: 409,
    Code.OPEN_BELOW: 409,
    Code.ALREADY_ALLOCATED: 409,
    Code.DOCKET_CLOSED: 409,
    Code.NOT_YOURS: 403,
    Code.ROLE_NOT_ALLOWED: 403,
    Code.UNKNOWN_TASK: 404,
    Code.UNKNOWN_ASSIGNMENT: 404,
    Code.DOCKET_STOPPED: 503,
}


def status_of(code: Code) -> int:
    """The HTTP status of a refusal: 422 unless its code says more."""
    return _REFUSED.get(code, 422)
