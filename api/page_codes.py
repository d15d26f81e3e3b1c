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
    NO_SUCH_WEEK = "no_such_week"


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
    PageCode.NO_SUCH_WEEK: (
        "Không có tuần này, hoặc tuần chưa bắt đầu; tuần hiện nay là {running}.",
        "There is no such week, or it has not begun; the running week is {running}.",
    ),
}
_STATUS: Final = {
    PageCode.FOREIGN_FORM: 403,
    PageCode.WRONG_PASSWORD: 401,
    PageCode.ACCOUNT_LOCKED: 403,
    PageCode.TOO_MANY_TRIES: 429,
    PageCode.NO_SEAT: 403,
    PageCode.NO_SUCH_WEEK: 422,
}


def page_problem(code: PageCode, **facts: Any) -> ProblemError:
    """The problem of that code, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    return ProblemError(_STATUS[code], code.value, vietnamese.format(**facts), english.format(**facts))
