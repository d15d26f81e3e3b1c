"""Commands: the body of each as it comes in, and the answers that go out.

There is one table, :data:`FORMS`, with a line for each command that people may send. Its body, its item in a batch, its
address and its help follow from the command itself; a word that commands share means the same in all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import datetime
from enum import Enum, auto
from typing import Annotated, Any, Final

import pydantic
from pydantic import StringConstraints, create_model

from api.schemas.directives import TaskIn
from api.schemas.words import AgencyCode, Body, Day, DeadlineIn, DirectiveCode, Line, Number, Output, Text
from thac.domain import commands as cmd
from thac.domain.asks import Receiver

_Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_AssignmentId = Annotated[str, StringConstraints(min_length=1, max_length=300)]
_Period = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-([0-9]{2}|W[0-9]{2}|Q[1-4]|H[12]))?$")]
_AskNumber = Annotated[int, pydantic.Field(ge=1, le=9_999)]
_Codes = Annotated[list[AgencyCode], pydantic.Field(max_length=500)]


class Place(Enum):
    """Where a command is sent: to an assignment, to the docket of an agency, or to the directive as a whole."""

    ASSIGNMENT = auto()
    DOCKET = auto()
    DIRECTIVE = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A field of commands as people send it: its shape, what it means, and what the command is given for it.

    A ``text`` is put away in the store, and the command names it by its digest.
    """

    shape: Any
    meaning: str
    value: Callable[[Any], Any] = lambda sent: sent
    text: bool = False


def _deadline(sent: DeadlineIn) -> Any:
    return sent.value()


def _receivers(sent: list[str]) -> tuple[Receiver, ...]:
    return tuple(Receiver(agency) for agency in sent)


_TASK: Final = Word(Number, "Số nhiệm vụ trong văn bản. · The number of the task.")
WORDS: Final[Mapping[str, Word]] = {
    "task": _TASK,
    "add_task.task": Word(TaskIn, "Nhiệm vụ bổ sung. · The further task.", TaskIn.value),
    "person": Word(Line, "Người thực hiện. · Who does the work."),
    "percent": Word(int, "Phần trăm đã thực hiện, 0 đến 100. · How far, in per cent."),
    "note": Word(Text, "Ghi chú. · A note.", text=True),
    "report": Word(Text, "Báo cáo kết quả. · The report.", text=True),
    "reason": Word(Text, "Lý do. · The reason.", text=True),
    "text": Word(Text, "Nội dung, lý do. · What is said: the reason, the words.", text=True),
    "over_open": Word(bool, "Duyệt dù bên dưới còn việc mở. · Although work below is open."),
    "redo": Word(DeadlineIn, "Hạn làm lại. · By when to do it again.", _deadline),
    "deadline": Word(DeadlineIn, "Thời hạn. · The deadline.", _deadline),
    "to": Word(AgencyCode, "Mã cơ quan nhận việc. · Who takes it over.", Receiver),
    "add_recipients.to": Word(_Codes, "Mã các nơi nhận thêm. · The further recipients.", _receivers),
    "lead": Word(AgencyCode, "Mã cơ quan chủ trì hiện nay. · Who leads now."),
    "leads": Word(_Codes, "Mã cơ quan chủ trì. · Who leads.", tuple),
    "coordinators": Word(_Codes, "Mã cơ quan phối hợp. · Who coordinates.", tuple),
    "copies": Word(_Codes, "Chỉ bản giao của các cơ quan này. · Only the copies made for these.", tuple),
    "period": Word(_Period, "Chỉ kỳ này: 2026-11, 2026-Q4, 2026-W48. · Only that period."),
    "series": Word(bool, "Cả các kỳ sau của nhiệm vụ định kỳ. · Later occurrences too."),
    "beyond": Word(bool, "Vượt thẩm quyền hoặc vượt hạn cấp trên. · Beyond this level, or its deadline."),
    "of": Word(AgencyCode, "Mã cơ quan phối hợp được đề nghị. · Which coordinator."),
    "ask": Word(_AskNumber, "Số thứ tự đề nghị. · The number of the ask."),
    "grant": Word(bool, "Đồng ý hay không. · Granted or not."),
    "event": Word(Line, "Tên sự kiện trong văn bản. · The event, as the directive names it."),
    "day": Word(Day, "Ngày. · The day."),
    "replaced_by": Word(DirectiveCode, "Mã văn bản thay thế. · The directive that replaces it."),
    "number": Word(Line, "Số văn bản. · The number."),
    "symbol": Word(Line, "Ký hiệu văn bản. · The symbol."),
    "issued_on": Word(Day, "Ngày ban hành. · The date of issue."),
}
"""Every field of commands; under ``kind.field`` where one command means something else by it."""
_OF_THE_ADDRESS: Final = "assignment"
_FILLED_IN: Final = "receivers"


class CommandIn(Body):
    """What every command may say beside its own fields."""

    on_behalf_of: AgencyCode | None = pydantic.Field(
        default=None,
        description="Nhập thay cho cơ quan này; chỉ văn phòng đã giao việc. · Entered by the issuing office for it.",
    )


@dataclass(frozen=True, slots=True)
class Form:
    """How one kind of command is sent: where to, in which body, as which item of a batch."""

    command: type[cmd.Command]
    place: Place
    title: str
    body: type[CommandIn]
    item: type[CommandIn]

    @property
    def kind(self) -> str:
        """The command's name in addresses, batches and the ledger's keys."""
        return self.command.kind

    @property
    def address(self) -> str:
        """Where it is sent, below the root of the API, with the parts to be filled in."""
        return f"{_PATHS[self.place]}/{self.kind}"

    @property
    def meaning(self) -> str:
        """What the command does, in its own words."""
        return (self.command.__doc__ or "").split("\n\n", maxsplit=1)[0]

    @property
    def words(self) -> dict[str, Word]:
        """The words of its body, by their names."""
        return {one.name: word_of(self.command, one.name) for one in _said(self.command)}

    @property
    def wordless(self) -> bool:
        """Whether it may be sent without a body."""
        return not any(one.is_required() for one in self.body.model_fields.values())


def word_of(command: type[cmd.Command], name: str) -> Word:
    """What a field of that command means."""
    return WORDS.get(f"{command.kind}.{name}") or WORDS[name]


def _said(command: type[cmd.Command]) -> list[Field[Any]]:
    """The fields that the sender fills in himself."""
    return [one for one in fields(command) if one.name not in {_OF_THE_ADDRESS, _FILLED_IN}]


def _form(command: type[cmd.Command], place: Place, title: str) -> Form:
    name = "".join(part.capitalize() for part in command.kind.split("_"))
    sent = {one.name: _shape(one, word_of(command, one.name)) for one in _said(command)}
    body = create_model(f"{name}In", __base__=CommandIn, __doc__=command.__doc__, **sent)
    whole: dict[str, Any] = {
        "command": (str, ...),
        "idempotency_key": (_Key | None, None),
        **_ADDRESS[place],
    }
    item = create_model(f"{name}Item", __base__=body, __doc__=f"{title}, in a batch.", **whole)
    return Form(command, place, title, body, item)


def _shape(one: Field[Any], word: Word) -> Any:
    if one.default is MISSING:
        return word.shape, pydantic.Field(description=word.meaning)
    default = list(one.default) if isinstance(one.default, tuple) else one.default
    return (
        word.shape if default is not None else word.shape | None,
        pydantic.Field(default=default, description=word.meaning),
    )


_ADDRESS: Final[Mapping[Place, dict[str, Any]]] = {
    Place.ASSIGNMENT: {"assignment": (_AssignmentId, ...)},
    Place.DOCKET: {"directive": (DirectiveCode, ...), "agency": (AgencyCode, ...)},
    Place.DIRECTIVE: {"directive": (DirectiveCode, ...)},
}

_PATHS: Final[Mapping[Place, str]] = {
    Place.ASSIGNMENT: "assignments/{assignment}",
    Place.DOCKET: "cascades/{directive}/dockets/{agency}",
    Place.DIRECTIVE: "directives/{directive}",
}

FORMS: Final[Mapping[str, Form]] = {
    command.kind: _form(command, place, title)
    for place, command, title in (
        (Place.ASSIGNMENT, cmd.Accept, "Xác nhận tiếp nhận · Accept"),
        (Place.ASSIGNMENT, cmd.Take, "Phân công người thực hiện · Name the person"),
        (Place.ASSIGNMENT, cmd.Progress, "Cập nhật tiến độ · Report progress"),
        (Place.ASSIGNMENT, cmd.Submit, "Báo cáo kết quả · Submit the result"),
        (Place.ASSIGNMENT, cmd.Confirm, "Phê duyệt · Confirm the result"),
        (Place.ASSIGNMENT, cmd.Return, "Trả lại · Return the result"),
        (Place.ASSIGNMENT, cmd.Reassign, "Giao lại cho cơ quan khác · Give it to another lead"),
        (Place.ASSIGNMENT, cmd.Decline, "Đề nghị giao lại · Decline"),
        (Place.ASSIGNMENT, cmd.HandOver, "Đề nghị chuyển đơn vị · Propose a hand-over"),
        (Place.ASSIGNMENT, cmd.AskExtension, "Đề nghị gia hạn · Ask for a later deadline"),
        (Place.ASSIGNMENT, cmd.ReportObstacle, "Báo khó khăn, vướng mắc · Report an obstacle"),
        (Place.ASSIGNMENT, cmd.AskExplanation, "Yêu cầu giải trình · Ask for an explanation"),
        (Place.ASSIGNMENT, cmd.AskInput, "Đề nghị phối hợp · Ask a coordinator for its part"),
        (Place.ASSIGNMENT, cmd.Answer, "Trả lời đề nghị · Answer an ask"),
        (Place.ASSIGNMENT, cmd.Climb, "Chuyển vướng mắc lên cấp trên · Pass an obstacle up"),
        (Place.ASSIGNMENT, cmd.Pause, "Tạm dừng · Pause"),
        (Place.ASSIGNMENT, cmd.Resume, "Tiếp tục · Resume"),
        (Place.ASSIGNMENT, cmd.Urge, "Đôn đốc · Urge"),
        (Place.ASSIGNMENT, cmd.Acknowledge, "Ký nhận thay đổi · Sign for changes"),
        (Place.DOCKET, cmd.Allocate, "Giao nhiệm vụ · Allocate a task"),
        (Place.DOCKET, cmd.ReassignSeries, "Giao lại các kỳ sau · Give later occurrences to another"),
        (Place.DOCKET, cmd.WithdrawTask, "Thu hồi nhiệm vụ · Take a task back"),
        (Place.DOCKET, cmd.MoveDeadline, "Điều chỉnh thời hạn · Set another deadline"),
        (Place.DOCKET, cmd.AddRecipients, "Bổ sung nơi nhận · Add recipients"),
        (Place.DIRECTIVE, cmd.CorrectText, "Đính chính nội dung · Correct the wording of a task"),
        (Place.DIRECTIVE, cmd.DateEvent, "Xác nhận ngày của sự kiện · Say when an event happened"),
        (Place.DIRECTIVE, cmd.Recall, "Thu hồi văn bản · Recall the directive"),
        (Place.DIRECTIVE, cmd.Register, "Vào sổ: số, ký hiệu, ngày · Register number and date"),
        (Place.DIRECTIVE, cmd.AddTask, "Bổ sung nhiệm vụ · Add a task"),
    )
}
"""Every command that people may send. Attaching an own plan is part of launching it."""


class BatchIn(Body):
    """Up to 100 commands of one caller over any dockets.

    Each item names its ``command``, its address (``assignment``; or ``directive`` and ``agency``; or ``directive``),
    the fields of its body, and an ``idempotency_key`` if it has one.
    """

    commands: list[dict[str, Any]] = pydantic.Field(min_length=1, max_length=100)


class CarriedOut(Output):
    """A command was carried out and is in the ledger. ``repeated``: by an earlier request with the same key.

    ``received_at`` is when this request came in, by which timeliness is judged; null when it repeats an earlier one.
    """

    directive: str
    docket: str
    seq: int
    idempotency_key: str
    repeated: bool
    received_at: datetime | None


class ItemOut(Output):
    """What became of one command of several: its status as it would have been alone, the answer or the problem."""

    status: int
    answer: CarriedOut | None = None
    problem: dict[str, Any] | None = None


class BatchOut(Output):
    """The answers in the order of the commands; ``not_saved`` of them may be sent again as they are."""

    carried_out: int
    refused: int
    not_saved: int
    answers: list[ItemOut]
