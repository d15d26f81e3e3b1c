"""Which problems the pages have beside those of the API: stable codes with their sentences."""

from enum import StrEnum
from typing import Any, Final

from api.errors import Fault, ProblemError


class PageCode(StrEnum):
    """Stable codes of the problems of pages. A code is never renamed or given another meaning."""

    FOREIGN_FORM = "foreign_form"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code
    ACCOUNT_LOCKED = "account_locked"
    TOO_MANY_TRIES = "too_many_tries"
    NO_SEAT = "no_seat"
    NO_SUCH_AGENCY = "no_such_agency"
    AGENCY_UNCLEAR = "agency_unclear"
    ORDER_INCOMPLETE = "order_incomplete"
    ORDER_GIVEN_OUT = "order_given_out"
    ORDER_REFUSED = "order_refused"


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
    PageCode.NO_SUCH_AGENCY: (
        "Danh bạ không có cơ quan nào tên “{name}”; hãy gõ lại một phần tên rồi chọn trong danh sách.",
        "The directory has no agency named “{name}”; type a part of its name and choose from the list.",
    ),
    PageCode.AGENCY_UNCLEAR: (
        "“{name}” có thể là: {names}. Hãy chọn một cơ quan.",
        "“{name}” may be: {names}. Choose one of them.",
    ),
    PageCode.ORDER_INCOMPLETE: (
        "Hãy ghi đủ nội dung chỉ đạo, cơ quan chủ trì và ngày (nếu có) theo đúng mẫu.",
        "Say what was ordered, who leads, and by which day, if any.",
    ),
    PageCode.ORDER_GIVEN_OUT: (
        "Chỉ đạo này đã được giao việc; nếu không đúng, hãy mở văn bản và thu hồi.",
        "This order was given out already; if it is wrong, open the directive and recall it.",
    ),
    PageCode.ORDER_REFUSED: (
        "Chỉ đạo này đã được trả lời là không phải của người chỉ đạo; hãy ghi lại một chỉ đạo mới nếu cần.",
        "It was said before that this order was not given; capture a new one if need be.",
    ),
}
_STATUS: Final = {
    PageCode.FOREIGN_FORM: 403,
    PageCode.WRONG_PASSWORD: 401,
    PageCode.ACCOUNT_LOCKED: 403,
    PageCode.TOO_MANY_TRIES: 429,
    PageCode.NO_SEAT: 403,
    PageCode.NO_SUCH_AGENCY: 422,
    PageCode.AGENCY_UNCLEAR: 422,
    PageCode.ORDER_INCOMPLETE: 422,
    PageCode.ORDER_GIVEN_OUT: 409,
    PageCode.ORDER_REFUSED: 409,
}


def page_problem(code: PageCode, **facts: Any) -> ProblemError:
    """The problem of that code, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    return ProblemError(_STATUS[code], code.value, vietnamese.format(**facts), english.format(**facts))


def page_fault(code: PageCode, **facts: Any) -> Fault:
    """One of several things that are wrong with a form, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    return Fault(code.value, vietnamese.format(**facts), english.format(**facts))
