"""Which problems the pages have beside those of the API: stable codes with their sentences."""

from enum import StrEnum
from typing import Any, Final

from api.errors import Fault, ProblemError
from thac.domain.seating import SeatCode, SeatRefusedError


class PageCode(StrEnum):
    """Stable codes of the problems of pages. A code is never renamed or given another meaning."""

    FOREIGN_FORM = "foreign_form"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code
    ACCOUNT_LOCKED = "account_locked"
    TOO_MANY_TRIES = "too_many_tries"
    NO_SEAT = "no_seat"
    WRONG_OLD_PASSWORD = "wrong_old_password"  # noqa: S105 - a code
    SAME_PASSWORD = "same_password"  # noqa: S105 - a code
    NOT_TWICE_THE_SAME = "not_twice_the_same"
    NO_DAY = "no_day"
    NO_ROLE = "no_role"
    WHICH_AGENCY = "which_agency"
    PROVIDER_AWAY = "provider_away"
    SIGN_IN_EXPIRED = "sign_in_expired"
    SIGN_IN_REFUSED = "sign_in_refused"
    IDENTITY_UNPROVEN = "identity_unproven"
    UNKNOWN_PERSON = "unknown_person"
    FILE_NOT_TAKEN = "file_not_taken"
    FILE_TOO_BIG = "attachment_too_large"
    FILE_EMPTY = "attachment_empty"
    TOO_MANY_FILES = "too_many_files"
    NO_LINK = "no_link"
    NOTHING_PICKED = "nothing_picked"
    NO_SUCH_AGENCY = "no_such_agency"
    AGENCY_UNCLEAR = "agency_unclear"
    ORDER_INCOMPLETE = "order_incomplete"
    ORDER_GIVEN_OUT = "order_given_out"
    ORDER_REFUSED = "order_refused"
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
    PageCode.WRONG_OLD_PASSWORD: (
        "Mật khẩu đang dùng chưa đúng; mật khẩu chưa được đổi.",
        "The present password is wrong; nothing was changed.",
    ),
    PageCode.SAME_PASSWORD: (
        "Mật khẩu mới phải khác mật khẩu đang dùng.",
        "The new password has to differ from the present one.",
    ),
    PageCode.NOT_TWICE_THE_SAME: (
        "Hai lần nhập mật khẩu mới không giống nhau; hãy nhập lại.",
        "The new password was not typed the same twice; type it again.",
    ),
    PageCode.NO_DAY: (
        "Cần một ngày đúng dạng ngày/tháng/năm; “{day}” thì không.",
        "A day is wanted, day/month/year; “{day}” is none.",
    ),
    PageCode.NO_ROLE: (
        "Hãy chọn một vai trò trong danh sách.",
        "Choose one of the roles listed.",
    ),
    PageCode.WHICH_AGENCY: (
        "“{typed}”: có {count} cơ quan trong phạm vi quản trị của bạn mang tên đó; hãy ghi mã hoặc tên đầy đủ.",
        "“{typed}”: {count} agencies within your scope have that name; write a code or the whole name.",
    ),
    PageCode.PROVIDER_AWAY: (
        "Hệ thống đăng nhập của tỉnh chưa trả lời. Hãy thử lại sau ít phút, hoặc dùng tên và mật khẩu nếu có.",
        "The identity provider does not answer. Try again in some minutes, or use name and password if you have them.",
    ),
    PageCode.SIGN_IN_EXPIRED: (
        "Lượt đăng nhập này đã quá hạn hoặc không bắt đầu từ máy này. Hãy bấm đăng nhập lại từ đầu.",
        "This sign-in is too old or did not begin in this browser. Begin again.",
    ),
    PageCode.SIGN_IN_REFUSED: (
        "Hệ thống đăng nhập của tỉnh không cho đăng nhập, hoặc bạn đã thôi giữa chừng. Hãy thử lại.",
        "The identity provider let nobody in, or you turned back. Try again.",
    ),
    PageCode.IDENTITY_UNPROVEN: (
        "Trả lời của hệ thống đăng nhập của tỉnh không đúng nên chưa cho vào. Hãy thử lại, hoặc báo quản trị viên.",
        "What the identity provider answered does not hold; nobody was let in. Try again, or tell your administrator.",
    ),
    PageCode.UNKNOWN_PERSON: (
        "Bạn chưa có tài khoản ở đây. Hãy nhờ quản trị viên tạo tài khoản với đúng địa chỉ thư điện tử của bạn.",
        "You have no account here. Ask your administrator for one with your mail address.",
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
    PageCode.WRONG_OLD_PASSWORD: 422,
    PageCode.SAME_PASSWORD: 422,
    PageCode.NOT_TWICE_THE_SAME: 422,
    PageCode.NO_DAY: 422,
    PageCode.NO_ROLE: 422,
    PageCode.WHICH_AGENCY: 422,
    PageCode.PROVIDER_AWAY: 503,
    PageCode.SIGN_IN_EXPIRED: 403,
    PageCode.SIGN_IN_REFUSED: 403,
    PageCode.IDENTITY_UNPROVEN: 403,
    PageCode.UNKNOWN_PERSON: 403,
    PageCode.FILE_NOT_TAKEN: 422,
    PageCode.FILE_TOO_BIG: 413,
    PageCode.FILE_EMPTY: 422,
    PageCode.TOO_MANY_FILES: 422,
    PageCode.NO_LINK: 422,
    PageCode.NOTHING_PICKED: 422,
    PageCode.NO_SUCH_AGENCY: 422,
    PageCode.AGENCY_UNCLEAR: 422,
    PageCode.ORDER_INCOMPLETE: 422,
    PageCode.ORDER_GIVEN_OUT: 409,
    PageCode.ORDER_REFUSED: 409,
    PageCode.NO_SUCH_WEEK: 422,
}
_OF_SEATS: Final = {
    **dict.fromkeys((SeatCode.UNKNOWN_ACCOUNT, SeatCode.UNKNOWN_SEAT), 404),
    **dict.fromkeys(
        (
            SeatCode.NOT_KEEPER,
            SeatCode.OUTSIDE_YOUR_TREE,
            SeatCode.SEATS_ELSEWHERE,
            SeatCode.OWN_ACCOUNT,
            SeatCode.NOT_OWN_SEAT,
            SeatCode.NO_STAND_IN_FOR_ROLE,
        ),
        403,
    ),
    **dict.fromkeys(
        (SeatCode.LOGIN_TAKEN, SeatCode.SEAT_HELD, SeatCode.STANDS_IN_ALREADY, SeatCode.ACCOUNT_ENDED), 409
    ),
}


def seat_problem(error: SeatRefusedError) -> ProblemError:
    """The problem that a refusal about accounts and seats is."""
    refusal = error.refusal
    return ProblemError(_OF_SEATS.get(refusal.code, 422), refusal.code.value, refusal.message, refusal.english)


def page_problem(code: PageCode, **facts: Any) -> ProblemError:
    """The problem of that code, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    return ProblemError(_STATUS[code], code.value, vietnamese.format(**facts), english.format(**facts))


def page_fault(code: PageCode, **facts: Any) -> Fault:
    """One of several things that are wrong with a form, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    return Fault(code.value, vietnamese.format(**facts), english.format(**facts))
