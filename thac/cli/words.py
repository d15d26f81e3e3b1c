"""Which words the screen uses for states, levels and moments: those of Vietnamese offices."""

from datetime import date, datetime
from typing import Final

from thac.domain.agencies import Level, Role
from thac.domain.assignments import State, Timeliness
from thac.domain.calendar import VIETNAM
from thac.domain.findings import Class
from thac.store.directives import DirectiveState

STATES: Final = {
    State.ASSIGNED: "Chờ tiếp nhận",
    State.ACCEPTED: "Đã tiếp nhận",
    State.TAKEN: "Đang thực hiện",
    State.SUBMITTED: "Chờ duyệt",
    State.RETURNED: "Trả lại, làm lại",
    State.COMPLETED: "Hoàn thành",
    State.WITHDRAWN: "Đã thu hồi",
}
SHORT_STATES: Final = {
    State.ASSIGNED: "Chờ nhận",
    State.ACCEPTED: "Đã nhận",
    State.TAKEN: "Đang làm",
    State.SUBMITTED: "Chờ duyệt",
    State.RETURNED: "Trả lại",
    State.COMPLETED: "Xong",
    State.WITHDRAWN: "Thu hồi",
}
"""The states as headings of narrow columns."""
STANDINGS: Final = {
    Timeliness.UNDATED: "Chưa có hạn",
    Timeliness.IN_TIME: "Còn hạn",
    Timeliness.DUE_SOON: "Sắp đến hạn",
    Timeliness.OVERDUE: "Quá hạn",
    Timeliness.DONE_ON_TIME: "Xong đúng hạn",
    Timeliness.DONE_LATE: "Xong trễ hạn",
    Timeliness.DONE_UNDATED: "Xong, không hạn",
    Timeliness.WITHDRAWN: "Đã thu hồi",
}
COLOURS: Final = {Timeliness.OVERDUE: "bold red", Timeliness.DUE_SOON: "blue", Timeliness.DONE_LATE: "red"}
"""Colour comes with the word, never instead of it."""
LEVELS: Final = {
    Level.CENTRAL: "Trung ương",
    Level.PROVINCE: "Tỉnh",
    Level.COMMUNE: "Xã, phường",
    Level.UNIT: "Đơn vị",
    Level.OUTSIDE: "Ngoài hệ thống",
}
ROLES: Final = {
    Role.OFFICE: "Văn phòng",
    Role.UNIT: "Đơn vị",
    Role.OFFICER: "Người thực hiện",
    Role.SUPERVISOR: "Lãnh đạo",
    Role.MONITOR: "Đầu mối theo dõi",
    Role.AUDITOR: "Kiểm tra",
    Role.ADMINISTRATOR: "Quản trị",
}
DIRECTIVE_STATES: Final = {
    DirectiveState.DRAFT: "Dự thảo",
    DirectiveState.LAUNCHING: "Đang ban hành",
    DirectiveState.RUNNING: "Đang thực hiện",
    DirectiveState.FAILED: "Không ban hành được",
    DirectiveState.RECALLED: "Đã thu hồi",
}
CLASSES: Final = {
    Class.MISSING: "Thiếu nhắc việc",
    Class.LATE: "Nhắc việc trễ",
    Class.DUPLICATE: "Nhắc việc trùng",
    Class.SPURIOUS: "Nhắc việc không có căn cứ",
    Class.GAPS: "Sổ lưu không nguyên vẹn",
    Class.VIOLATIONS: "Trái quy tắc",
}


def moment(at: datetime | None) -> str | None:
    """A moment by the clocks of Vietnam."""
    return None if at is None else f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def day(on: date) -> str:
    """A day as offices write it."""
    return f"{on:%d/%m/%Y}"
