"""How an office behaves towards one assignment: what it does, and after which share of its time. By chance, seeded."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final


class Who(StrEnum):
    """Who acts: the lead of the assignment, or the office that gave it."""

    LEAD = "lead"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Deed:
    """One command, sent after that share of the time allowed; ``wait`` in working life comes on top (reviews)."""

    share: float
    who: Who
    command: str
    words: dict[str, Any]
    wait: timedelta = timedelta(0)


class Temper(StrEnum):
    """What kind of office it is."""

    PROMPT = "prompt"
    LATE = "late"
    SILENT = "silent"
    ASKING = "asking"
    RETURNED = "returned"
    DECLINING = "declining"
    HINDERED = "hindered"


_SHARES: Final = {
    Temper.PROMPT: 0.45,
    Temper.LATE: 0.2,
    Temper.SILENT: 0.05,
    Temper.ASKING: 0.1,
    Temper.RETURNED: 0.1,
    Temper.DECLINING: 0.05,
    Temper.HINDERED: 0.05,
}
_REVIEW: Final = timedelta(days=2)

ACCEPT: Final = Deed(0.03, Who.LEAD, "accept", {})
TAKE: Final = Deed(0.05, Who.LEAD, "take", {"person": "Nguyễn Văn An"})
OVER_OPEN: Final = Deed(0, Who.ISSUER, "confirm", {"over_open": True}, timedelta(days=15))
"""What the office does a while after it could not confirm, because work below is open: it confirms all the same."""


def temper_of(chance: random.Random) -> Temper:
    """What kind of office somebody is."""
    return chance.choices(list(_SHARES), list(_SHARES.values()))[0]


def deeds(temper: Temper, chance: random.Random, extended: Callable[[], dict[str, Any] | None]) -> Sequence[Deed]:
    """What is done about an assignment, in its order.

    ``extended`` gives the deadline that is asked for; None where there is none to extend.
    """
    early, late = chance.uniform(0.5, 0.9), chance.uniform(1.05, 1.6)
    progress = _lead(early / 2, "progress", percent=50, note="Đang thực hiện")
    begun = (ACCEPT, TAKE, progress)
    match temper:
        case Temper.SILENT:
            return ()
        case Temper.PROMPT:
            return (*begun, _submit(early), _confirm(early))
        case Temper.LATE:
            slow = _lead(chance.uniform(0.3, 0.9), "accept")
            return (slow, _lead(0.95, "take", person="Trần Thị Bình"), _submit(late), _confirm(late))
        case Temper.ASKING:
            deadline = extended()
            if deadline is None:
                return (*begun, _submit(early), _confirm(early))
            ask = _lead(0.6, "ask_extension", deadline=deadline, text="Khối lượng lớn")
            return (*begun, ask, _answer(0.65), _submit(1.1), _confirm(1.1))
        case Temper.RETURNED:
            back = Deed(early, Who.ISSUER, "return", {"reason": "Thiếu số liệu"}, _REVIEW)
            return (*begun, _submit(early), back, _submit(late), _confirm(late))
        case Temper.DECLINING:
            away = _lead(0.06, "decline", text="Không đúng chức năng")
            return (ACCEPT, away, _answer(0.2, grant=False, text="Đơn vị thực hiện"), _submit(early), _confirm(early))
        case Temper.HINDERED:
            told = _lead(0.4, "report_obstacle", text="Thiếu kinh phí")
            return (*begun, told, _answer(0.5, text="Đã bố trí"), _submit(late), _confirm(late))


def _lead(share: float, command: str, **words: Any) -> Deed:
    return Deed(share, Who.LEAD, command, words)


def _submit(share: float) -> Deed:
    return _lead(share, "submit", report="Đã hoàn thành")


def _confirm(share: float) -> Deed:
    return Deed(share, Who.ISSUER, "confirm", {}, _REVIEW)


def _answer(share: float, **words: Any) -> Deed:
    return Deed(share, Who.ISSUER, "answer", {"ask": 1} | words)
