"""Why an answer to an alert is not taken, or an inbox not read: stable codes with their sentences."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from thac.notices.wording import moment


class AlertCode(StrEnum):
    """Stable codes. A code is never renamed or given another meaning."""

    STALE = "alert_answer_stale"
    PAST = "alert_past"
    NOT_YOURS = "alert_not_yours"
    UNTIL_PASSED = "alert_until_passed"
    UNTIL_TOO_LATE = "alert_until_too_late"
    OVERDUE = "alert_snooze_overdue"
    TOO_MANY = "alerts_too_many"


@dataclass(frozen=True, slots=True)
class AlertRefusal:
    """A refused answer. ``newer`` is the key of the step that is the latest now, ``latest`` the last good moment."""

    code: AlertCode
    message: str
    english: str
    newer: str | None = None
    latest: datetime | None = None


def refusal(code: AlertCode, *, newer: str | None = None, latest: datetime | None = None, **facts: str) -> AlertRefusal:
    """The refusal of that code, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    said = facts if latest is None else facts | {"latest": moment(latest)}
    return AlertRefusal(code, vietnamese.format(**said), english.format(**said), newer, latest)


SENTENCES: Final[dict[AlertCode, tuple[str, str]]] = {
    AlertCode.STALE: (
        "Việc này đã có mốc nhắc mới hơn ({step}, {at}); hãy xem và trả lời mốc đó.",
        "A later step has fired for this work ({step_en}, {at}); read and answer that one.",
    ),
    AlertCode.PAST: (
        "Nhắc việc này không còn hiệu lực ({why}), không cần trả lời.",
        "This alert is past ({why_en}); nothing is left to answer.",
    ),
    AlertCode.NOT_YOURS: (
        "Nhắc việc này gửi tới {post}; chỉ người giữ chức vụ đó, văn phòng của họ hoặc lãnh đạo cấp trên được trả lời.",
        "This alert is for {post}; only its holder, his office or a supervisor above may answer it.",
    ),
    AlertCode.UNTIL_PASSED: (
        "Thời điểm {until} đã qua; hãy chọn một thời điểm sau {now} và không muộn hơn {latest}.",
        "{until} has passed; choose a moment after {now} and not after {latest}.",
    ),
    AlertCode.UNTIL_TOO_LATE: (
        "Không được hoãn nhắc đến {until}; muộn nhất là {latest}.",
        "It cannot be quiet until {until}; {latest} is the latest.",
    ),
    AlertCode.OVERDUE: (
        "Việc đã quá hạn ({due}) nên không được hẹn nhắc lại sau; có thể xác nhận đã biết, muộn nhất đến {latest}.",
        "The work is overdue ({due}) and cannot be snoozed; it can be acknowledged, until {latest} at the latest.",
    ),
    AlertCode.TOO_MANY: (
        "Có hơn {most} nhắc việc; hãy chọn một chức vụ (post).",
        "There are more than {most} alerts; narrow it to one post.",
    ),
}
