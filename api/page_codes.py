"""Which problems the pages have beside those of the API: stable codes with their sentences."""

from enum import StrEnum
from typing import Any, Final

from api.errors import ProblemError


class PageCode(StrEnum):
    """Stable codes of the problems of pages. A code is never renamed or given another meaning."""

    FOREIGN_FORM = "foreign_form"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code
    ACCOUNT_LOCKED = "account_locked"
    TOO_MANY_TRIES = "too_many_tries"
    NO_SEAT = "no_seat"
    FILE_NOT_TAKEN = "file_not_taken"
    FILE_TOO_BIG = "attachment_too_large"
    FILE_EMPTY = "attachment_empty"
    TOO_MANY_FILES = "too_many_files"
    NO_LINK = "no_link"
    NOTHING_PICKED = "nothing_picked"


SENTENCES: Final[dict[PageCode, tuple[str, str]]] = {
    PageCode.FOREIGN_FORM: (
        "Trang này mở đã lâu hoặc được gửi từ nơi khác, nên chưa có gì được lưu. Hãy mở lại trang rồi gửi lại.",
        "This form was opened long ago or comes from elsewhere; nothing was saved. Open the page again and resend.",
    ),
    PageCode.WRONG_PASSWORD: (
        "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy thử lại; quên mật khẩu thì liên hệ quản trị viên của cơ quan.",
        "Name or password is wrong. Try again, or ask your administrator for a new password.",
    ),
    PageCode.ACCOUNT_LOCKED: (
        "Tài khoản tạm khóa đến {until} vì nhập sai mật khẩu nhiều lần. Hãy đợi, hoặc liên hệ quản trị viên.",
        "The account is locked until {until} after too many wrong passwords. Wait, or ask your administrator.",
    ),
    PageCode.TOO_MANY_TRIES: (
        "Máy này đã thử đăng nhập quá nhiều lần; hãy đợi {seconds} giây rồi thử lại.",
        "Too many tries from this computer; wait {seconds} seconds and try again.",
    ),
    PageCode.NO_SEAT: (
        "Tài khoản này hiện chưa được gắn với cơ quan, vai trò nào; hãy liên hệ quản trị viên.",
        "This account has no agency and role at present; ask your administrator.",
    ),
    PageCode.FILE_NOT_TAKEN: (
        (
            "Tệp “{name}” không thuộc loại được nhận. Hãy gửi PDF, .docx, .xlsx, .odt, ảnh JPG hoặc PNG, "
            "không đặt mật khẩu, không có macro."
        ),
        (
            "The file “{name}” is of no kind that is taken: send a PDF, .docx, .xlsx, .odt, JPG or PNG, without "
            "password and macros."
        ),
    ),
    PageCode.FILE_TOO_BIG: (
        "Tệp “{name}” lớn hơn {limit} MB. Hãy giảm dung lượng hoặc chia nhỏ rồi gửi lại.",
        "The file “{name}” is larger than {limit} MB. Make it smaller or split it, and send it again.",
    ),
    PageCode.FILE_EMPTY: (
        "Tệp “{name}” không có nội dung. Hãy kiểm tra lại tệp.",
        "There is nothing in the file “{name}”.",
    ),
    PageCode.TOO_MANY_FILES: (
        "Mỗi lần chỉ gửi tối đa {limit} tệp.",
        "{limit} files at most are sent at once.",
    ),
    PageCode.NO_LINK: (
        "Liên kết phải bắt đầu bằng http:// hoặc https://.",
        "A link begins with http:// or https://.",
    ),
    PageCode.NOTHING_PICKED: (
        "Chưa chọn việc nào, hoặc chọn quá {most} việc. Hãy đánh dấu các việc cần thực hiện rồi gửi lại.",
        "Nothing is ticked, or more than {most}. Tick what it is to be done with, and send again.",
    ),
}
_STATUS: Final = {
    PageCode.FOREIGN_FORM: 403,
    PageCode.WRONG_PASSWORD: 401,
    PageCode.ACCOUNT_LOCKED: 403,
    PageCode.TOO_MANY_TRIES: 429,
    PageCode.NO_SEAT: 403,
    PageCode.FILE_NOT_TAKEN: 422,
    PageCode.FILE_TOO_BIG: 413,
    PageCode.FILE_EMPTY: 422,
    PageCode.TOO_MANY_FILES: 422,
    PageCode.NO_LINK: 422,
    PageCode.NOTHING_PICKED: 422,
}


def page_problem(code: PageCode, **facts: Any) -> ProblemError:
    """The problem of that code, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    return ProblemError(_STATUS[code], code.value, vietnamese.format(**facts), english.format(**facts))
