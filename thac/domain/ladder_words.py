"""A ladder in words: when a step comes, whom it reaches, in which colour; each in Vietnamese and in English."""

from typing import Final, TypeAlias

from thac.domain.assignments import Clock
from thac.domain.directives import Urgency
from thac.domain.rungs import Audience, Awaits, Colour, Step, Track

Both: TypeAlias = tuple[str, str]
"""Vietnamese and English."""

URGENCIES: Final[dict[Urgency, Both]] = {
    Urgency.NORMAL: ("thường", "normal"),
    Urgency.URGENT: ("khẩn", "urgent"),
    Urgency.VERY_URGENT: ("thượng khẩn", "very urgent"),
    Urgency.IMMEDIATE: ("hỏa tốc", "immediate"),
}
CLOCKS: Final[dict[Clock, Both]] = {
    Clock.RECEIPT: ("tiếp nhận", "receipt"),
    Clock.COMPLETION: ("hoàn thành", "completion"),
    Clock.REVIEW: ("phê duyệt", "review"),
    Clock.SILENCE: ("im lặng", "silence"),
    Clock.ANSWER: ("trả lời", "answer"),
    Clock.URGE: ("đôn đốc", "urge"),
}
AUDIENCES: Final[dict[Audience, Both]] = {
    Audience.LEAD: ("đầu mối của cơ quan chủ trì", "the lead's contact"),
    Audience.LEAD_HEAD: ("người đứng đầu cơ quan chủ trì", "the lead's head"),
    Audience.ISSUING_OFFICE: ("văn phòng cơ quan giao", "the issuing office"),
    Audience.ISSUING_CHAIR: ("chủ tịch cơ quan giao", "the issuing chair"),
    Audience.UPPER_MONITOR: ("đầu mối theo dõi cấp trên", "the monitor one level up"),
    Audience.UPPER_CHAIR: ("chủ tịch cấp trên", "the chair one level up"),
    Audience.ASKED_HEAD: ("người đứng đầu cơ quan được hỏi", "the head of whoever was asked"),
}
COLOURS: Final[dict[Colour, Both]] = {
    Colour.BLUE: ("xanh: sắp đến hạn", "blue: near"),
    Colour.YELLOW: ("vàng: chậm, im lặng", "yellow: behind or silent"),
    Colour.RED: ("đỏ: quá hạn", "red: overdue"),
}
_HOUR: Final = 60

_NOT_YET: Final[dict[Awaits, Both]] = {
    Awaits.ACCEPTANCE: ("chưa tiếp nhận", "not accepted"),
    Awaits.PERSON: ("chưa có người thực hiện", "nobody named"),
    Awaits.ISSUER: ("cơ quan giao việc chưa trả lời", "the issuer has not answered"),
    Awaits.ABOVE: ("cấp trên chưa trả lời vướng mắc", "the level above has not answered"),
    Awaits.LEAD: ("cơ quan chủ trì chưa giải trình", "the lead has not explained itself"),
    Awaits.ASKED: (
        "cơ quan phối hợp, hoặc nơi nhận chuyển giao, chưa trả lời",
        "the coordinator, or who is to take over, has not answered",
    ),
}
"""What a step of receipt or answer says is still wanting."""


def when(step: Step) -> Both:
    """When the step comes, with its repeats."""
    vietnamese, english = _first(step)
    if step.if_silent:
        vietnamese, english = f"{vietnamese}, nếu chưa có báo cáo nào", f"{english}, if nothing was reported"
    if step.request:
        vietnamese, english = f"đề nghị ngoài hệ thống: {vietnamese}", f"request outside the chain: {english}"
    again = _again(step)
    return vietnamese + again[0], english + again[1]


def whom(step: Step) -> Both:
    """Whom the step reaches."""
    vietnamese, english = zip(*(AUDIENCES[one] for one in step.audience), strict=True)
    return "; ".join(vietnamese), "; ".join(english)


def counted_for(track: Track) -> Both:
    """For directives of which urgency the track is."""
    if set(track.urgency) == set(Urgency):
        return "mọi độ khẩn", "any urgency"
    vietnamese, english = zip(*(URGENCIES[one] for one in track.urgency), strict=True)
    return ", ".join(vietnamese), ", ".join(english)


def _first(step: Step) -> Both:
    if step.clock is Clock.URGE:
        return "ngay khi có đôn đốc", "at once when somebody urges"
    if step.clock is Clock.SILENCE:
        return _silence(step)
    if step.share is not None:
        share = f"{step.share:.0%}"
        return f"hết {share} giờ làm việc được giao", f"{share} of the working time allowed has passed"
    if step.days == 0:
        return _at_the_anchor(step)
    side = "trước" if (step.days or step.minutes or 0) < 0 else "sau"
    word = "before" if side == "trước" else "after"
    far = _far(step.days, step.minutes, step)
    anchor, wanting = _anchor(step), _wanting(step)
    return f"{far[0]} {side} {anchor[0]}{wanting[0]}", f"{far[1]} {word} {anchor[1]}{wanting[1]}"


def _silence(step: Step) -> Both:
    if not step.dated and step.days != 0:
        far = _far(step.days, step.minutes, step)
        return (
            f"việc không thời hạn thêm {far[0]} (hoặc một khoảng như văn bản ghi) không có báo cáo",
            f"undated work without a report for another {far[1]}, or for a span that the document says",
        )
    if not step.dated:
        return (
            "việc không thời hạn thêm một khoảng như văn bản ghi (mặc định 30 ngày) không có báo cáo",
            "undated work without a report for another span, as the document says or 30 days",
        )
    far = _far(step.days, step.minutes, step)
    return (
        f"đã quá nửa thời gian được giao, {far[0]} không có báo cáo (từ báo cáo hoặc lần nhắc trước)",
        f"half of the time is over and nothing was reported for {far[1]}, since the last report or call",
    )


def _at_the_anchor(step: Step) -> Both:
    limit, wanting = _anchor(step), _wanting(step)
    if step.clock is Clock.COMPLETION:
        if step.request:
            wanting = (" mà nơi được đề nghị chưa trả lời", " passes without a result of the request")
        else:
            wanting = (" mà chưa báo cáo kết quả", " passes without a result")
        return f"đến {limit[0]}{wanting[0]}", f"{limit[1]}{wanting[1]}"
    return f"hết {limit[0]}{wanting[0]}", f"at the end of {limit[1]}{wanting[1]}"


def _anchor(step: Step) -> Both:
    match step.clock, step.given:
        case Clock.RECEIPT, True:
            return "khi được giao", "the assignment"
        case Clock.RECEIPT, False:
            person = step.awaits is Awaits.PERSON
            return ("hạn phân công", "the time to name a person") if person else ("hạn tiếp nhận", "the time to accept")
        case Clock.REVIEW, True:
            return "khi có báo cáo kết quả", "the result was submitted"
        case Clock.REVIEW, False:
            return "hạn phê duyệt", "the time to review"
        case Clock.ANSWER, True:
            return "khi có đề nghị", "the question"
        case Clock.ANSWER, False:
            return "hạn trả lời", "the time to answer"
    return "hạn", "the deadline"


def _wanting(step: Step) -> Both:
    if step.clock is Clock.REVIEW:
        return " mà chưa trả lời", ", not answered"
    if step.awaits is None:
        return "", ""
    vietnamese, english = _NOT_YET[step.awaits]
    return f" mà {vietnamese}", f", {english}"


def _far(days: int | None, minutes: int | None, step: Step) -> Both:
    if days is not None:
        number = abs(days)
        return f"{number} ngày làm việc", f"{number} working day{'' if number == 1 else 's'}"
    hours, rest = divmod(abs(minutes or 0), _HOUR)
    vietnamese = [*([f"{hours} giờ"] if hours else ()), *([f"{rest} phút"] if rest else ())]
    english = [
        *([f"{hours} hour{'' if hours == 1 else 's'}"] if hours else ()),
        *([f"{rest} minute{'' if rest == 1 else 's'}"] if rest else ()),
    ]
    if step.round_clock:
        return f"{' '.join(vietnamese)} (tính cả ngày đêm)", f"{' '.join(english)} by the clock, day and night"
    return f"{' '.join(vietnamese)} làm việc", f"{' '.join(english)} of working time"


def _again(step: Step) -> Both:
    if step.clock is Clock.SILENCE:
        return ("", "") if not step.times else (f"; thêm {step.times} lần như vậy", f"; {step.times} more times so")
    if not step.repeats:
        return "", ""
    far = _far(step.every, step.every_minutes, step)
    if step.times is None:
        return f", rồi cứ {far[0]} một lần", f", then every {far[1]}"
    return f", rồi cứ {far[0]} một lần, thêm {step.times} lần", f", then every {far[1]}, {step.times} more times"
