"""How the facts of a sentence are told to people: moments by the clocks of Vietnam, states and acts in words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, TypeAlias

from thac.domain.agencies import Role
from thac.domain.asks import Outcome
from thac.domain.assignments import State
from thac.domain.calendar import VIETNAM

Words: TypeAlias = tuple[str, str]
"""Vietnamese and English."""

STATES: Final[Mapping[State, Words]] = {
    State.ASSIGNED: ("Chờ tiếp nhận", "Not yet accepted"),
    State.ACCEPTED: ("Đã tiếp nhận", "Accepted"),
    State.TAKEN: ("Đang thực hiện", "Under way"),
    State.SUBMITTED: ("Chờ duyệt", "Waiting for confirmation"),
    State.RETURNED: ("Trả lại, thực hiện lại", "Returned, to be done again"),
    State.COMPLETED: ("Hoàn thành", "Completed"),
    State.WITHDRAWN: ("Đã thu hồi", "Withdrawn"),
}
ROLES: Final[Mapping[Role, Words]] = {
    Role.OFFICE: ("Văn phòng", "Office"),
    Role.UNIT: ("Lãnh đạo đơn vị", "Unit"),
    Role.OFFICER: ("Người thực hiện", "Officer"),
    Role.SUPERVISOR: ("Lãnh đạo", "Supervisor"),
    Role.MONITOR: ("Đầu mối theo dõi", "Monitor"),
    Role.AUDITOR: ("Kiểm tra", "Auditor"),
    Role.ADMINISTRATOR: ("Quản trị", "Administrator"),
}
OUTCOMES: Final[Mapping[Outcome, Words]] = {
    Outcome.GRANTED: ("đã được chấp thuận", "it was granted"),
    Outcome.REFUSED: ("không được chấp thuận", "it was refused"),
    Outcome.MOOT: ("không còn cần trả lời", "nothing is left to answer"),
}
ACTS: Final[Mapping[str, Words]] = {
    "launch": ("ban hành", "launch it"),
    "allocate": ("phân công", "allocate it"),
    "accept": ("tiếp nhận", "accept it"),
    "take": ("phân công người thực hiện", "name the person who does it"),
    "progress": ("báo cáo tiến độ", "report progress"),
    "submit": ("báo cáo kết quả", "submit the result"),
    "confirm": ("phê duyệt kết quả", "confirm the result"),
    "return": ("trả lại để làm lại", "return it"),
    "reassign": ("chuyển đơn vị chủ trì", "give it to another lead"),
    "reassign_series": ("giao lại cả chuỗi kỳ", "give the whole series to another lead"),
    "decline": ("đề nghị giao lại cho cơ quan khác", "decline it"),
    "hand_over": ("đề nghị chuyển đơn vị chủ trì", "ask to hand it over"),
    "ask_extension": ("đề nghị gia hạn", "ask for more time"),
    "report_obstacle": ("báo vướng mắc", "report an obstacle"),
    "ask_explanation": ("yêu cầu giải trình", "ask for an explanation"),
    "ask_input": ("xin ý kiến phối hợp", "ask for input"),
    "answer": ("trả lời đề nghị", "answer what was asked"),
    "climb": ("chuyển vướng mắc lên cấp trên", "pass an obstacle to the level above"),
    "pause": ("cho tạm dừng", "pause it"),
    "resume": ("cho làm tiếp", "resume it"),
    "urge": ("đôn đốc", "urge it"),
    "acknowledge": ("ký nhận thay đổi", "sign for a change"),
    "withdraw_task": ("thu hồi nhiệm vụ", "take a task back"),
    "move_deadline": ("điều chỉnh thời hạn", "move the deadline"),
    "correct_text": ("đính chính nội dung", "correct the wording"),
    "date_event": ("ghi ngày của sự kiện", "say when an event happened"),
    "recall": ("thu hồi văn bản", "recall the directive"),
    "register": ("cấp số văn bản", "register the directive"),
    "add_task": ("bổ sung nhiệm vụ", "add a task"),
    "add_recipients": ("bổ sung nơi nhận", "add recipients"),
    "attach_plan": ("gắn kế hoạch riêng", "attach an own plan"),
}
"""Commands by their kinds, as what somebody may do or not."""


def words_of(name: str, fact: object) -> Words:
    """A fact of that name in both languages; several are joined by "or"."""
    match fact:
        case tuple():
            each = [words_of(name, one) for one in fact]
            return _either([vietnamese for vietnamese, _ in each], "hoặc"), _either([word for _, word in each], "or")
        case State():
            return _quoted(STATES[fact])
        case Role():
            return _quoted(ROLES[fact])
        case Outcome():
            return OUTCOMES[fact]
        case datetime():
            local = fact.astimezone(VIETNAM)
            return f"{local:%H:%M} ngày {local:%d/%m/%Y}", f"{local:%H:%M on %d/%m/%Y}"
        case date():
            return f"{fact:%d/%m/%Y}", f"{fact:%d/%m/%Y}"
        case str() if name == "command":
            return ACTS.get(fact, (fact, fact))
        case _:
            return str(fact), str(fact)


def _quoted(words: Words) -> Words:
    return f"«{words[0]}»", f"“{words[1]}”"


def _either(words: list[str], last: str) -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
