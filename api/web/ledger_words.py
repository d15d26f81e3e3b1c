"""What happened, as a sentence that an official reads: one for each kind of event of a ledger."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from api.web.language import Speech
from thac.domain import events as ev
from thac.domain.asks import AskKind
from thac.notices.wording import CLOCKS
from thac.store.queries.assignments import text_named

Name = Callable[[str], str]

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "opened": ("Văn bản được giao đến {docket}", "The directive reached {docket}"),
    "allocated": ("Giao nhiệm vụ {tasks} cho {leads}", "Task {tasks} given to {leads}"),
    "accepted": ("{lead} xác nhận tiếp nhận nhiệm vụ {task}", "{lead} accepted task {task}"),
    "taken": ("{lead} phân công {person} thực hiện nhiệm vụ {task}", "{lead} named {person} for task {task}"),
    "progressed": (
        "{lead} cập nhật tiến độ nhiệm vụ {task}: {percent} %",
        "{lead} reported task {task} at {percent} %",
    ),
    "submitted": ("{lead} báo cáo kết quả nhiệm vụ {task}", "{lead} submitted the result of task {task}"),
    "confirmed": ("Phê duyệt kết quả nhiệm vụ {task} của {lead}", "The result of task {task} by {lead} was confirmed"),
    "returned": ("Trả lại nhiệm vụ {task} để {lead} thực hiện lại", "Task {task} was returned to {lead}"),
    "step_fired": ("Nhắc việc nhiệm vụ {task} của {lead}: {clock}", "Alert on task {task} of {lead}: {clock}"),
    "close_ordered": ("Yêu cầu {agency} kết thúc hồ sơ", "{agency} was told to close"),
    "closing": ("Bắt đầu kết thúc hồ sơ", "Closing began"),
    "close_refused": ("{agency} chưa kết thúc hồ sơ vì còn {open} việc", "{agency} has {open} open and did not close"),
    "child_closed": ("{agency} đã kết thúc hồ sơ", "{agency} closed"),
    "closed": ("Kết thúc hồ sơ", "Closed"),
    "reassigned": ("Nhiệm vụ {task} của {lead} được giao lại cho {to}", "Task {task} of {lead} was given to {to}"),
    "series_reassigned": (
        "Các kỳ sau của nhiệm vụ {task} được giao lại từ {lead} cho {to}",
        "Later occurrences of task {task} go from {lead} to {to}",
    ),
    "asked": (
        "{about} về nhiệm vụ {task} của {lead}; chờ {awaits} trả lời",
        "{about}, task {task}; {awaits} to answer",
    ),
    "answered": ("{grant} đề nghị về nhiệm vụ {task} của {lead}", "An ask on task {task} was answered: {grant}"),
    "consented": ("Đồng ý chuyển đơn vị nhiệm vụ {task} của {lead}", "The hand-over of task {task} was agreed to"),
    "climbed": ("Chuyển vướng mắc về nhiệm vụ {task} lên cấp trên", "The obstacle on task {task} was passed up"),
    "paused": ("Tạm dừng nhiệm vụ {task} của {lead}", "Task {task} of {lead} was paused"),
    "resumed": ("Tiếp tục nhiệm vụ {task} của {lead}", "Task {task} of {lead} goes on"),
    "urged": ("Đôn đốc {lead} về nhiệm vụ {task}", "{lead} was urged on task {task}"),
    "acknowledged": ("{lead} ký nhận thay đổi của nhiệm vụ {task}", "{lead} signed for the changes of task {task}"),
    "occurrence_opened": ("Mở kỳ {period} của nhiệm vụ {task}", "Period {period} of task {task} opened"),
    "task_withdrawn": ("Thu hồi nhiệm vụ {task}", "Task {task} was taken back"),
    "deadline_moved": (
        "Điều chỉnh thời hạn nhiệm vụ {task} đến {deadline}",
        "Task {task} is due on {deadline}",
    ),
    "text_corrected": ("Đính chính nội dung nhiệm vụ {task}", "The wording of task {task} was corrected"),
    "event_dated": ("Xác nhận sự kiện “{event}” vào ngày {day}", "“{event}” happened on {day}"),
    "recalled": ("Thu hồi văn bản", "The directive was recalled"),
    "registered": ("Vào sổ: số {number}/{symbol}, ngày {issued_on}", "Registered: {number}/{symbol}, {issued_on}"),
    "task_added": ("Bổ sung nhiệm vụ {task}", "Task {task} was added"),
    "tasks_given": ("Nhận thêm nhiệm vụ {tasks} từ cấp trên", "Further tasks from above: {tasks}"),
    "plan_attached": ("Gắn kế hoạch riêng thực hiện nhiệm vụ {tasks}", "An own plan does tasks {tasks}"),
    "receipted": ("{below} đã ký nhận thay đổi", "{below} signed for the changes"),
    "calendar_changed": ("Lịch làm việc được điều chỉnh; các thời hạn tính lại", "The working calendar was changed"),
}
_ASKS: Final[Mapping[AskKind, tuple[str, str]]] = {
    AskKind.DECLINE: ("Đề nghị giao lại", "A wish to give it back"),
    AskKind.HAND_OVER: ("Đề nghị chuyển đơn vị", "A hand-over"),
    AskKind.EXTENSION: ("Đề nghị gia hạn", "A wish for more time"),
    AskKind.OBSTACLE: ("Khó khăn, vướng mắc", "An obstacle"),
    AskKind.EXPLANATION: ("Yêu cầu giải trình", "A call to explain"),
    AskKind.INPUT: ("Đề nghị phối hợp", "A call for input"),
}
_GRANTS: Final = {True: ("Đồng ý", "granted"), False: ("Không chấp thuận", "refused")}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of a ledger in words; ``text`` is the digest of what was said with it, ``actor`` who did it."""

    recorded: ev.Recorded
    words: str
    text: str | None


def sentences(recorded: Iterable[ev.Recorded], say: Speech, name: Name) -> list[Sentence]:
    """The events as sentences, in their order; ``name`` says what an agency is called."""
    return [Sentence(one, _sentence(one, say, name), text_named(one.event)) for one in recorded]


def _sentence(recorded: ev.Recorded, say: Speech, name: Name) -> str:
    return say(*_WORDS[recorded.event.kind]).format(**_facts(recorded, say, name))


def _facts(recorded: ev.Recorded, say: Speech, name: Name) -> dict[str, Any]:
    event = recorded.event
    facts: dict[str, Any] = {field: getattr(event, field) for field in event.__dataclass_fields__}
    facts |= _of_assignment(event, name)
    more = _MORE.get(type(event))
    return facts if more is None else facts | more(event, say, name)


def _allocated(event: ev.Allocated, say: Speech, name: Name) -> dict[str, Any]:
    leads = list(dict.fromkeys(lead for one in event.allocations for lead in one.leads))
    numbers = dict.fromkeys(str(one.task) for one in event.allocations)
    return {"tasks": ", ".join(numbers), "leads": _listed([name(lead) for lead in leads[:3]], len(leads), say)}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


_MORE: Final[Mapping[type, Callable[[Any, Speech, Name], dict[str, Any]]]] = {
    ev.Opened: lambda event, _, name: {"docket": name(event.plan.agency)},
    ev.Allocated: _allocated,
    ev.TasksGiven: lambda event, *_: {"tasks": ", ".join(str(one.number) for one in event.tasks)},
    ev.TaskAdded: lambda event, *_: {"task": event.task.number},
    ev.PlanAttached: lambda event, *_: {"tasks": ", ".join(map(str, event.tasks))},
    ev.StepFired: lambda event, say, _: {"clock": say(*CLOCKS[event.clock])},
    ev.Asked: lambda event, say, name: {"about": say(*_ASKS[event.about]), "awaits": name(event.awaits)},
    ev.Answered: lambda event, say, _: {"grant": say(*_GRANTS[event.grant])},
    ev.Reassigned: lambda event, _, name: {"to": name(event.to.agency)},
    ev.SeriesReassigned: lambda event, _, name: {"to": name(event.to.agency), "lead": name(event.lead)},
    ev.CloseOrdered: lambda event, _, name: {"agency": name(event.agency)},
    ev.CloseRefused: lambda event, _, name: {"agency": name(event.agency)},
    ev.ChildClosed: lambda event, _, name: {"agency": name(event.agency)},
    ev.DeadlineMoved: lambda event, *_: {"deadline": _day(event.deadline.day)},
    ev.EventDated: lambda event, *_: {"day": _day(event.day)},
    ev.Registered: lambda event, *_: {"issued_on": _day(event.issued_on)},
    ev.Receipted: lambda event, _, name: {"below": name(event.below.rpartition("/")[2])},
}
"""What a sentence says beyond the plain fields of its event."""


def _of_assignment(event: ev.Event, name: Name) -> dict[str, Any]:
    """The task of the assignment that an event is about, and for whom its copy was made, from the assignment's key."""
    key = getattr(event, "assignment", None)
    if not isinstance(key, str):
        return {}
    parts = key.split(":")
    return {"task": parts[0], "lead": name(parts[1]) if len(parts) > 1 else ""}


def _listed(names: list[str], many: int, say: Speech) -> str:
    rest = many - len(names)
    more = f" {say('và', 'and')} {rest} {say('nơi khác', 'others')}" if rest > 0 else ""
    return ", ".join(names) + more
