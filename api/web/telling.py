"""What happened to an assignment, in sentences: each kind of event has its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.web.wording import Wording
from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.asks import AskKind
from thac.domain.assignments import Clock
from thac.domain.deadlines import Deadline

ASKS: Final = {
    AskKind.DECLINE: ("Đề nghị giao lại", "Not ours"),
    AskKind.HAND_OVER: ("Đề nghị chuyển đơn vị", "Hand-over proposed"),
    AskKind.EXTENSION: ("Đề nghị gia hạn", "More time asked for"),
    AskKind.OBSTACLE: ("Khó khăn, vướng mắc", "Obstacle"),
    AskKind.EXPLANATION: ("Yêu cầu giải trình", "Explanation asked for"),
    AskKind.INPUT: ("Đề nghị phối hợp", "Part of a coordinator asked for"),
}
"""What is asked, as a heading."""
_REMINDERS: Final = {
    Clock.RECEIPT: ("Nhắc tiếp nhận, phân công", "Reminder: to be accepted"),
    Clock.COMPLETION: ("Nhắc thời hạn thực hiện", "Reminder: the deadline"),
    Clock.REVIEW: ("Nhắc duyệt kết quả", "Reminder: a result waits for confirmation"),
    Clock.SILENCE: ("Nhắc vì lâu chưa có báo cáo", "Reminder: no report for long"),
    Clock.ANSWER: ("Nhắc trả lời đề nghị", "Reminder: an answer is due"),
    Clock.URGE: ("Đã báo đôn đốc tới đơn vị", "The lead was told that it is urged"),
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells events to one reader. ``name`` names an agency, ``asks`` says what was asked under which number."""

    words: Wording
    name: Callable[[AgencyId], str]
    asks: Mapping[int, AskKind]

    def sentence(self, event: ev.Event) -> str:
        """What happened, without who did it and when."""
        telling = _TELLINGS.get(type(event))
        if telling is None:
            return self.words.say("Thay đổi trong hồ sơ", "The file changed")
        return telling(self, event)

    def plain(self, vietnamese: str, english: str) -> str:
        """A sentence that names nothing."""
        return self.words.say(vietnamese, english)

    def asked(self, event: ev.Asked) -> str:
        """Something was asked."""
        heading = self.words.say(*ASKS[event.about])
        match event.about:
            case AskKind.HAND_OVER if event.to is not None:
                return f"{heading}: {self.name(event.to.agency)}"
            case AskKind.EXTENSION if event.deadline is not None:
                return f"{heading} {self._until(event.deadline)}"
            case AskKind.INPUT:
                return f"{heading}: {self.name(event.awaits)}"
            case _:
                return heading

    def answered(self, event: ev.Answered) -> str:
        """It was answered."""
        kind = self.asks.get(event.ask)
        about = "" if kind is None else f": {self.words.say(*ASKS[kind]).lower()}"
        if kind in {AskKind.OBSTACLE, AskKind.EXPLANATION, AskKind.INPUT} and event.grant:
            return self.words.say(f"Trả lời{about}", f"Answered{about}")
        if not event.grant:
            return self.words.say(f"Không đồng ý{about}", f"Refused{about}")
        until = "" if event.deadline is None else f" {self._until(event.deadline)}"
        return self.words.say(f"Đồng ý{about}{until}", f"Granted{about}{until}")

    def confirmed(self, event: ev.Confirmed) -> str:
        """The result was confirmed."""
        if event.open_below == 0:
            return self.words.say("Phê duyệt kết quả", "Result confirmed")
        many = "" if event.open_below is None else f"{event.open_below} "
        return self.words.say(
            f"Phê duyệt kết quả khi bên dưới còn {many}việc chưa xong",
            f"Result confirmed over {many or 'some '}open work below",
        )

    def returned(self, event: ev.Returned) -> str:
        """The result was given back."""
        due = self.words.day(event.due)
        until = self.words.say(f", làm lại trước {due}", f", to be done again by {due}") if due else ""
        return self.words.say("Trả lại, yêu cầu thực hiện lại", "Returned") + until

    def reassigned(self, event: ev.Reassigned) -> str:
        """Another leads."""
        name = self.name(event.to.agency)
        if event.signed:
            return self.words.say(f"{name} ký nhận, thay đơn vị chủ trì trước", f"{name} signed and leads now")
        return self.words.say(f"Giao lại cho {name}", f"Given to {name}")

    def given(self, event: ev.Allocated) -> str:
        """It was given out."""
        leads = {lead for one in event.allocations for lead in one.leads}
        name = self.name(next(iter(leads))) if len(leads) == 1 else ""
        return self.words.say(f"Giao nhiệm vụ cho {name}" if name else "Giao nhiệm vụ", f"Given out {name}".strip())

    def moved(self, event: ev.DeadlineMoved) -> str:
        """Another deadline was set."""
        return self.words.say("Điều chỉnh thời hạn", "Deadline moved") + f" {self._until(event.deadline)}"

    def dated(self, event: ev.EventDated) -> str:
        """An event that deadlines waited for was dated."""
        day = self.words.day(event.day)
        return self.words.say(f"“{event.event}” vào ngày {day}", f"“{event.event}” is on {day}")

    def _until(self, deadline: Deadline) -> str:
        day = self.words.day(deadline.day)
        return self.words.say(f"đến {day}", f"to {day}")


def _always(vietnamese: str, english: str) -> Callable[[Teller, Any], str]:
    return lambda teller, _: teller.plain(vietnamese, english)


_TELLINGS: Final[Mapping[type[ev.Event], Callable[[Teller, Any], str]]] = {
    ev.Allocated: Teller.given,
    ev.OccurrenceOpened: lambda teller, event: teller.plain(f"Mở kỳ {event.period}", f"Period {event.period} opened"),
    ev.Accepted: _always("Xác nhận tiếp nhận", "Accepted"),
    ev.Taken: lambda teller, event: teller.plain(
        f"Phân công {event.person} thực hiện", f"{event.person} does the work"
    ),
    ev.Progressed: lambda teller, event: teller.plain(
        f"Cập nhật tiến độ: {event.percent}%", f"Progress: {event.percent}%"
    ),
    ev.Submitted: _always("Báo cáo kết quả", "Result submitted"),
    ev.Confirmed: Teller.confirmed,
    ev.Returned: Teller.returned,
    ev.StepFired: lambda teller, event: teller.plain(*_REMINDERS[event.clock]),
    ev.Reassigned: Teller.reassigned,
    ev.Asked: Teller.asked,
    ev.Answered: Teller.answered,
    ev.Consented: _always(
        "Đồng ý chuyển đơn vị, chờ đơn vị mới ký nhận", "Hand-over agreed to; the new lead has to sign"
    ),
    ev.Climbed: _always("Chuyển khó khăn, vướng mắc lên cấp trên", "Obstacle passed to the level above"),
    ev.Paused: _always("Tạm dừng; thời hạn vẫn tính", "Paused; the deadline goes on"),
    ev.Resumed: _always("Tiếp tục thực hiện", "Resumed"),
    ev.Urged: _always("Đôn đốc", "Urged"),
    ev.Acknowledged: _always("Ký nhận thay đổi", "Changes signed for"),
    ev.TaskWithdrawn: _always("Thu hồi nhiệm vụ", "Taken back"),
    ev.DeadlineMoved: Teller.moved,
    ev.TextCorrected: _always("Đính chính nội dung nhiệm vụ", "Wording corrected"),
    ev.EventDated: Teller.dated,
    ev.Recalled: _always("Thu hồi văn bản", "The directive was recalled"),
    ev.PlanAttached: _always("Gắn kế hoạch riêng để thực hiện", "An own plan does the work"),
    ev.CalendarChanged: _always("Lịch làm việc thay đổi, thời hạn được tính lại", "The calendar changed"),
}
TOLD: Final = frozenset(_TELLINGS)
"""The kinds of events that have a sentence of their own."""
