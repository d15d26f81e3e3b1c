"""Which lives does a unit's assignment lead in a busy afternoon? Each is a line of deeds, and chance deals them out."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any, Final, TypeAlias

from api.schemas.commands import FORMS, Place
from tests.verify.afternoon import ISSUER, Afternoon, Who
from thac.domain.agencies import AgencyId, Role
from thac.domain.asks import AskKind

MONITOR: Final = "19-SNV"
"""Who follows the work of the units across the tree."""


class Side(Enum):
    """Whose deed it is."""

    UNIT = auto()
    NEIGHBOUR = auto()
    """Another unit of the same commune."""
    OFFICE = auto()
    """The commune's office, which gave the work."""
    CHAIR = auto()
    """The commune's chair: another person of the office that gave the work."""
    PROVINCE = auto()
    MONITOR = auto()


@dataclass(frozen=True, slots=True)
class Deed:
    """One command; in its words ``{unit}`` and ``{neighbour}`` are filled in.

    ``above``: the province answers the obstacle that climbed, on the commune's own assignment.
    """

    side: Side
    kind: str
    words: Mapping[str, Any] = field(default_factory=dict)
    above: bool = False


Life: TypeAlias = tuple[Deed, ...]


def day(days: int) -> dict[str, str]:
    """A deadline so many days from now. Days that are compared lie so far apart that Tết does not make them one."""
    return {"day": str(datetime.now(UTC).date() + timedelta(days=days))}


SOON, LESS, ASKED, MOVED, FIRST, LATER, LATEST = 16, 32, 48, 64, 80, 100, 120
"""The deadlines of the afternoon in days from now; what the units have is due on ``FIRST``, later on ``MOVED``."""


def _unit(kind: str, **words: Any) -> Deed:
    return Deed(Side.UNIT, kind, words)


def _office(kind: str, **words: Any) -> Deed:
    return Deed(Side.OFFICE, kind, words)


def _neighbour(kind: str, **words: Any) -> Deed:
    return Deed(Side.NEIGHBOUR, kind, words)


_ACCEPT = _unit("accept")
_TAKE = _unit("take", person="Cán bộ phụ trách")
_PROGRESS = _unit("progress", percent=40, note="Đã làm một phần")
_SUBMIT = _unit("submit", report="Đã xong")
_CONFIRM = _office("confirm")
_DECLINE = _unit("decline", text="Không thuộc chức năng")
_NO: Final[Mapping[str, Any]] = {"grant": False, "text": "Chưa đủ căn cứ"}
_FOR_THE_UNIT: Final[Mapping[str, Any]] = {"on_behalf_of": "{unit}"}
_DONE: Final[Life] = (_PROGRESS, _SUBMIT, _CONFIRM)
_DONE_AS_GIVEN: Final[Life] = (_ACCEPT, _TAKE, *_DONE)
_DONE_BY_ANOTHER: Final[Life] = (
    _neighbour("accept"),
    _neighbour("take", person="Cán bộ phụ trách"),
    _neighbour("submit", report="Đã xong"),
    _CONFIRM,
)

LIVES: Final[Mapping[str, Life]] = {
    "returned": (_ACCEPT, _TAKE, _PROGRESS, _SUBMIT, _office("return", reason="Thiếu phụ lục"), *_DONE),
    "insisted on": (_DECLINE, _office("answer", ask=1, **_NO), *_DONE_AS_GIVEN),
    "declined and given to another": (_ACCEPT, _DECLINE, _office("answer", ask=1, to="{neighbour}"), *_DONE_BY_ANOTHER),
    "handed over while more time is asked for": (
        _ACCEPT,
        _unit("ask_extension", deadline=day(LATER), text="Chờ số liệu"),
        _unit("hand_over", to="{neighbour}", text="Đúng chuyên môn hơn"),
        _office("answer", ask=2, text="Đồng ý"),
        _neighbour("answer", ask=2),
        _office("answer", ask=1, **_NO),
        _neighbour("submit", report="Đã xong"),
        _CONFIRM,
    ),
    "given less time, and some of it back": (
        _office("move_deadline", task=1, copies=["{unit}"], deadline=day(SOON), text="Cần sớm hơn"),
        _unit("acknowledge"),
        _ACCEPT,
        _unit("ask_extension", deadline=day(ASKED), text="Chờ số liệu"),
        _office("answer", ask=1, deadline=day(LESS)),
        *_DONE,
    ),
    "not given more time": (
        _ACCEPT,
        _TAKE,
        _unit("ask_extension", deadline=day(LATER), text="Chờ số liệu"),
        _office("answer", ask=1, **_NO),
        *_DONE,
    ),
    "hindered": (
        _ACCEPT,
        _unit("report_obstacle", text="Thiếu kinh phí"),
        _office("answer", ask=1, text="Đã bố trí"),
        *_DONE,
    ),
    "hindered beyond the commune": (
        _unit("report_obstacle", text="Chưa có phần mềm", beyond=True),
        _office("climb", ask=1, text="Vượt thẩm quyền xã"),
        _ACCEPT,
        Deed(Side.PROVINCE, "answer", {"text": "Tỉnh cấp phần mềm"}, above=True),
        *_DONE,
    ),
    "minded": (
        _ACCEPT,
        _office("pause", text="Chờ hướng dẫn"),
        _office("resume"),
        _office("urge", text="Đề nghị khẩn trương"),
        Deed(Side.PROVINCE, "urge"),
        Deed(Side.MONITOR, "urge", {"text": "Đến kỳ tổng hợp"}),
        *_DONE,
    ),
    "entered by the office": (
        _office("accept", **_FOR_THE_UNIT),
        _office("take", person="Cán bộ phụ trách", **_FOR_THE_UNIT),
        _office("progress", percent=50, **_FOR_THE_UNIT),
        _office("submit", report="Nhập thay", **_FOR_THE_UNIT),
        Deed(Side.CHAIR, "confirm"),
    ),
    "explained": (
        _office("ask_explanation", text="Vì sao chưa tiếp nhận?"),
        _unit("answer", ask=1, text="Cán bộ nghỉ ốm"),
        *_DONE_AS_GIVEN,
    ),
    "given to another": (_ACCEPT, _office("reassign", to="{neighbour}", text="Sắp xếp lại"), *_DONE_BY_ANOTHER),
    "taken back": (
        _ACCEPT,
        _office("withdraw_task", task=1, copies=["{unit}"], text="Giao nhầm"),
        _unit("acknowledge"),
    ),
}


def deal(chance: random.Random, count: int) -> list[str]:
    """The names of so many lives in an order that chance gives: every life, and some of them again."""
    names = list(LIVES)
    assert count >= len(names), f"{len(names)} lives for {count} assignments"
    dealt = [*names, *(chance.choice(names) for _ in range(count - len(names)))]
    chance.shuffle(dealt)
    return dealt


def deeds_of(dealt: Iterable[str]) -> Counter[str]:
    """How many commands of each kind those lives send."""
    return Counter(deed.kind for name in dealt for deed in LIVES[name])


@dataclass(frozen=True, slots=True)
class Work:
    """One assignment of a unit, as whoever has a say in it sees it."""

    afternoon: Afternoon
    directive: str
    commune: AgencyId
    unit: AgencyId
    neighbour: AgencyId

    @property
    def id(self) -> str:
        """The id of the assignment."""
        return f"{self.directive}~{self.commune}~1~{self.unit}"

    async def live(self, life: Life) -> None:
        """Do one deed after the other, each once the one before was answered."""
        for deed in life:
            if deed.above:
                await self._answer_above(deed)
            else:
                path = {
                    Place.ASSIGNMENT: f"assignments/{self.id}",
                    Place.DOCKET: f"cascades/{self.directive}/dockets/{self.commune}",
                }[FORMS[deed.kind].place]
                await self.afternoon.carry(f"{path}/{deed.kind}", self._who(deed.side), self._filled_in(deed.words))

    def _who(self, side: Side) -> Who:
        return {
            Side.UNIT: (self.unit, Role.UNIT),
            Side.NEIGHBOUR: (self.neighbour, Role.UNIT),
            Side.OFFICE: (self.commune, Role.OFFICE),
            Side.CHAIR: (self.commune, Role.SUPERVISOR),
            Side.PROVINCE: (ISSUER, Role.OFFICE),
            Side.MONITOR: (MONITOR, Role.UNIT),
        }[side]

    def _filled_in(self, words: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._named(word) for name, word in words.items()}

    def _named(self, word: Any) -> Any:
        names = {"{unit}": self.unit, "{neighbour}": self.neighbour}
        if isinstance(word, list):
            return [names.get(one, one) for one in word]
        return names.get(word, word) if isinstance(word, str) else word

    async def _answer_above(self, deed: Deed) -> None:
        """Wait for the obstacle on the commune's own assignment, answer it there, and wait for the answer below."""
        above = f"{self.directive}~{ISSUER}~1~{self.commune}"
        mine = f"1:{self.unit}"

        def climbed() -> list[int]:
            asks = self.afternoon.asks(above)
            return [ask["number"] for ask in asks if ask.get("below", {}).get("assignment") == mine]

        def answered() -> bool:
            asks = self.afternoon.asks(self.id)
            return any(ask["kind"] == AskKind.OBSTACLE and "outcome" in ask for ask in asks)

        number, *_ = await self.afternoon.until(climbed, f"an obstacle of {self.id} stands above")
        path = f"assignments/{above}/{deed.kind}"
        place = await self.afternoon.carry(path, self._who(deed.side), {**deed.words, "ask": number})
        if place is not None:
            self.afternoon.instructed[place] = frozenset({self.commune})
        await self.afternoon.until(answered, f"the answer to the obstacle of {self.id} came down")
