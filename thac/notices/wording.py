"""Which words readers see for steps, clocks and lateness: those of Vietnamese offices, with English beside them."""

from datetime import datetime
from typing import Final

from thac.domain.assignments import Clock
from thac.domain.calendar import VIETNAM
from thac.domain.inbox import AnswerKind
from thac.domain.ladders import Colour
from thac.notices.reasons import Why
from thac.notices.showing import Row

CLOCKS: Final = {
    Clock.RECEIPT: ("Chờ tiếp nhận", "To be accepted"),
    Clock.COMPLETION: ("Thời hạn hoàn thành", "Completion"),
    Clock.REVIEW: ("Chờ duyệt", "To be reviewed"),
    Clock.SILENCE: ("Chưa báo cáo tiến độ", "No progress report"),
    Clock.ANSWER: ("Chờ trả lời", "To be answered"),
    Clock.URGE: ("Được đôn đốc", "Urged"),
}
COLOURS: Final = {
    Colour.RED: ("Quá hạn", "Overdue"),
    Colour.YELLOW: ("Chậm phản hồi", "Behind or silent"),
    Colour.BLUE: ("Sắp đến hạn", "Due soon"),
}
"""The words that come with a colour, which never stands alone."""
WHY: Final = {
    Why.DONE: ("Đã hoàn thành", "Finished"),
    Why.WITHDRAWN: ("Đã thu hồi", "Withdrawn"),
    Why.SETTLED: ("Đã được giải quyết hoặc thời hạn đã thay đổi", "Settled, or the deadline moved"),
    Why.LATER: ("Đã có mốc nhắc mới hơn", "A later step stands for it"),
    Why.PARENT: ("Đã gộp vào việc cấp trên quá hạn", "The late assignment above stands for it"),
    Why.ACKNOWLEDGED: ("Đã biết, đang xử lý", "Acknowledged"),
    Why.SNOOZED: ("Nhắc lại sau", "Snoozed"),
}
ANSWERS: Final = {
    AnswerKind.ACKNOWLEDGED: ("Đã biết, đang xử lý", "Acknowledged"),
    AnswerKind.SNOOZED: ("Nhắc lại sau", "Snoozed"),
}


def standing(row: Row) -> tuple[str, str]:
    """How the work of a row stands: by how many days it is late, or what its clock calls for."""
    if row.days_late is not None:
        return late(row.days_late)
    if row.alert.clock is Clock.COMPLETION:
        return COLOURS[row.alert.colour]
    return CLOCKS[row.alert.clock]


def late(days: int) -> tuple[str, str]:
    """By how many civil days something is late."""
    if days == 0:
        return "Quá hạn hôm nay", "overdue today"
    return f"Quá hạn {days} ngày", f"{days} day{'' if days == 1 else 's'} overdue"


def moment(at: datetime) -> str:
    """A moment by the clocks of Vietnam: ``17:00 ngày 27/11/2026``."""
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def day(at: datetime) -> str:
    """The day of a moment in Vietnam: ``27/11/2026``."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"
