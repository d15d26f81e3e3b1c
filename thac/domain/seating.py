"""Who may have an account, a seat, or stand in for somebody: the rules, and why something is turned away."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from thac.domain.agencies import AgencyId, Role

LONGEST_STAND_IN: Final = timedelta(days=366)
"""For so long somebody stands in at most; whoever is away for longer has a successor."""
STAND_IN_ROLES: Final = frozenset({Role.UNIT, Role.SUPERVISOR, Role.OFFICE})
"""Roles that decide something, so that it must not wait while their holder is away."""
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
_EMAIL: Final = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,190}")
_NAME: Final = 200
_REASON: Final = 500


class SeatCode(StrEnum):
    """Stable codes of what is refused about accounts and seats. A code is never renamed or given another meaning."""

    BAD_LOGIN = "bad_login"
    BAD_NAME = "bad_person_name"
    BAD_EMAIL = "bad_email"
    LOGIN_TAKEN = "login_taken"
    UNKNOWN_ACCOUNT = "unknown_account"
    ACCOUNT_ENDED = "account_ended"
    UNKNOWN_SEAT = "unknown_seat"
    UNKNOWN_AGENCY = "unknown_agency"
    AGENCY_ENDED = "agency_ended"
    NOT_KEEPER = "not_account_keeper"
    OUTSIDE_YOUR_TREE = "outside_your_tree"
    SEATS_ELSEWHERE = "seats_elsewhere"
    OWN_ACCOUNT = "own_account"
    PASSWORD_LENGTH = "password_length"  # noqa: S105 - a code
    SEAT_HELD = "seat_held"
    DATES_REVERSED = "dates_reversed"
    BEGINS_IN_PAST = "begins_in_past"
    STANDS_IN_TOO_LONG = "stands_in_too_long"
    REASON_MISSING = "reason_missing"
    OWN_STAND_IN = "own_stand_in"
    NOT_OWN_SEAT = "not_own_seat"
    NO_STAND_IN_FOR_ROLE = "no_stand_in_for_role"
    DEPUTY_ELSEWHERE = "deputy_elsewhere"
    STANDS_IN_ALREADY = "stands_in_already"


_SENTENCES: Final[dict[SeatCode, tuple[str, str]]] = {
    SeatCode.BAD_LOGIN: (
        "Tên đăng nhập dài từ 2 đến 64 ký tự, chỉ gồm chữ thường không dấu, chữ số và . _ - @.",
        "A login has 2 to 64 characters: small letters without marks, digits and . _ - @.",
    ),
    SeatCode.BAD_NAME: (
        "Họ tên cần một dòng từ 1 đến 200 ký tự.",
        "A name is one line of 1 to 200 characters.",
    ),
    SeatCode.BAD_EMAIL: (
        "“{email}” không phải địa chỉ thư điện tử.",
        "“{email}” is no mail address.",
    ),
    SeatCode.LOGIN_TAKEN: (
        "Tên đăng nhập {login} đã có người dùng; hãy chọn tên khác.",
        "The login {login} is taken; choose another.",
    ),
    SeatCode.UNKNOWN_ACCOUNT: (
        "Không có tài khoản nào tên {login} trong phạm vi của bạn.",
        "There is no account {login} within your scope.",
    ),
    SeatCode.ACCOUNT_ENDED: (
        "Tài khoản {login} đã kết thúc; hãy tạo tài khoản mới.",
        "The account {login} has ended; make a new one.",
    ),
    SeatCode.UNKNOWN_SEAT: (
        "Không có vai trò nào như vậy đang được giao.",
        "There is no such seat that is held.",
    ),
    SeatCode.UNKNOWN_AGENCY: (
        "Không có cơ quan nào mang mã {agency}.",
        "No agency has the code {agency}.",
    ),
    SeatCode.AGENCY_ENDED: (
        "Cơ quan {agency} đã kết thúc hoạt động nên không giao vai trò mới được.",
        "Agency {agency} is closed; nobody gets a new seat there.",
    ),
    SeatCode.NOT_KEEPER: (
        "Chỉ quản trị viên quản lý được tài khoản.",
        "Only administrators keep accounts.",
    ),
    SeatCode.OUTSIDE_YOUR_TREE: (
        "Cơ quan {agency} không thuộc phạm vi quản trị của bạn.",
        "Agency {agency} is outside what you administer.",
    ),
    SeatCode.SEATS_ELSEWHERE: (
        "{login} còn có vai trò ở cơ quan ngoài phạm vi quản trị của bạn; việc này do quản trị viên cấp trên làm.",
        "{login} has a seat outside what you administer too; an administrator above has to do this.",
    ),
    SeatCode.OWN_ACCOUNT: (
        "Không tự kết thúc tài khoản hoặc vai trò mình đang dùng; hãy nhờ quản trị viên khác.",
        "Nobody ends the account or the seat he is using; ask another administrator.",
    ),
    SeatCode.PASSWORD_LENGTH: (
        "Mật khẩu cần từ {shortest} đến {longest} ký tự.",
        "A password has {shortest} to {longest} characters.",
    ),
    SeatCode.SEAT_HELD: (
        "{login} đã có vai trò này ở {agency}.",
        "{login} has that seat at {agency} already.",
    ),
    SeatCode.DATES_REVERSED: (
        "Ngày kết thúc phải từ ngày bắt đầu trở đi.",
        "The last day cannot be before the first.",
    ),
    SeatCode.BEGINS_IN_PAST: (
        "Thay mặt không bắt đầu trước hôm nay được.",
        "Standing in cannot begin before today.",
    ),
    SeatCode.STANDS_IN_TOO_LONG: (
        "Thay mặt dài nhất {days} ngày; vắng lâu hơn thì giao vai trò cho người kế nhiệm.",
        "Somebody stands in for {days} days at most; for longer, give the seat to a successor.",
    ),
    SeatCode.REASON_MISSING: (
        "Cần ghi lý do, từ 1 đến 500 ký tự.",
        "A reason is needed, of 1 to 500 characters.",
    ),
    SeatCode.OWN_STAND_IN: (
        "Không ai thay mặt chính mình; hãy chọn người khác.",
        "Nobody stands in for himself; choose somebody else.",
    ),
    SeatCode.NOT_OWN_SEAT: (
        "Người đang thay mặt không giao lại cho người khác được; hãy chọn vai trò của chính mình.",
        "Whoever stands in cannot pass it on; it takes a seat of one's own.",
    ),
    SeatCode.NO_STAND_IN_FOR_ROLE: (
        "Vai trò này không có người thay mặt; chỉ lãnh đạo, lãnh đạo đơn vị và văn phòng có.",
        "Nobody stands in for this role; only for a supervisor, the head of a unit and an office.",
    ),
    SeatCode.DEPUTY_ELSEWHERE: (
        "Người thay mặt phải có vai trò ở cùng cơ quan hoặc ở đơn vị trực thuộc; {login} thì không.",
        "Who stands in has a seat at the same agency or directly below it; {login} has none there.",
    ),
    SeatCode.STANDS_IN_ALREADY: (
        "{login} đã thay mặt trong thời gian này rồi.",
        "{login} stands in at that time already.",
    ),
}


@dataclass(frozen=True, slots=True)
class SeatRefusal:
    """What was turned away; nothing was written."""

    code: SeatCode
    message: str
    english: str


class SeatRefusedError(Exception):
    """Something about an account or a seat was turned away."""

    def __init__(self, code: SeatCode, **facts: object) -> None:
        vietnamese, english = _SENTENCES[code]
        self.refusal = SeatRefusal(code, vietnamese.format(**facts), english.format(**facts))
        super().__init__(self.refusal.english)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps accounts: those of the agencies whose place in the tree begins with ``path``.

    ``name`` is what is written of him; ``login`` his own account, None for whoever has the machine itself.
    """

    name: str
    path: str
    login: str | None = None

    def keeps(self, paths: Sequence[str]) -> bool:
        """Whether somebody with seats at those places is his to keep; whoever has none is the topmost keepers'."""
        return all(path.startswith(self.path) for path in paths) if paths else self.path.count("/") <= 1


def proper_login(text: str) -> str:
    """A login as it is kept: small letters.

    Raises
    ------
    SeatRefusedError
        It has other characters than a login has.
    """
    login = text.strip().lower()
    if _LOGIN.fullmatch(login) is None:
        raise SeatRefusedError(SeatCode.BAD_LOGIN)
    return login


def proper_name(text: str) -> str:
    """A person's name as it is kept.

    Raises
    ------
    SeatRefusedError
        It is empty, long, or more than a line.
    """
    name = " ".join(text.split(" ")).strip()
    if not 1 <= len(name) <= _NAME or not name.isprintable():
        raise SeatRefusedError(SeatCode.BAD_NAME)
    return name


def proper_email(text: str | None) -> str | None:
    """A mail address as it is kept; None for none.

    Raises
    ------
    SeatRefusedError
        It is none.
    """
    email = (text or "").strip().lower()
    if email and _EMAIL.fullmatch(email) is None:
        raise SeatRefusedError(SeatCode.BAD_EMAIL, email=email)
    return email or None


def check_days(begins_on: date | None, ends_on: date | None) -> None:
    """Turn away days that run backwards.

    Raises
    ------
    SeatRefusedError
        They do.
    """
    if begins_on is not None and ends_on is not None and ends_on < begins_on:
        raise SeatRefusedError(SeatCode.DATES_REVERSED)


@dataclass(frozen=True, slots=True)
class StandIn:
    """That somebody acts in another's place from the first day to the last, both included, and why."""

    absent: str
    deputy: str
    agency: AgencyId
    role: Role
    begins_on: date
    ends_on: date
    reason: str


def check_stand_in(wanted: StandIn, today: date) -> None:
    """Turn away what cannot be, whoever asks for it.

    Raises
    ------
    SeatRefusedError
        The days, the role, the reason or the deputy do not fit.
    """
    if wanted.role not in STAND_IN_ROLES:
        raise SeatRefusedError(SeatCode.NO_STAND_IN_FOR_ROLE)
    if wanted.deputy == wanted.absent:
        raise SeatRefusedError(SeatCode.OWN_STAND_IN)
    check_days(wanted.begins_on, wanted.ends_on)
    if wanted.begins_on < today:
        raise SeatRefusedError(SeatCode.BEGINS_IN_PAST)
    if wanted.ends_on - wanted.begins_on >= LONGEST_STAND_IN:
        raise SeatRefusedError(SeatCode.STANDS_IN_TOO_LONG, days=LONGEST_STAND_IN.days)
    if not 1 <= len(wanted.reason.strip()) <= _REASON:
        raise SeatRefusedError(SeatCode.REASON_MISSING)
