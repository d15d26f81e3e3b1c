"""Who holds the clock? For each assignment the one whose next act is awaited, in words that an office uses."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from thac.domain.agencies import AgencyId
from thac.domain.asks import AskKind
from thac.domain.assignments import Clock, State
from thac.domain.inbox import Alert, Waiting, Work


class Holding(StrEnum):
    """In which part somebody holds the clock."""

    UNIT = "unit"
    """The lead has not accepted, or nobody in it was named."""
    PERSON = "person"
    """The person who does the work."""
    REVIEWER = "reviewer"
    """The issuer, who has the result."""
    ASKED = "asked"
    """Whoever was asked and has not answered."""
    COORDINATOR = "coordinator"
    """A coordinator whose input is missing."""
    PAUSED = "paused"
    """The issuer, who let it rest."""
    NOBODY = "nobody"
    """Nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the clock: by name, the person with his agency, and what is awaited of him in both languages."""

    holding: Holding
    agency: AgencyId
    name: str
    act: str
    act_en: str

    @property
    def words(self) -> str:
        """Who holds the clock and with what, in Vietnamese."""
        return f"{self.name}: {self.act}"

    @property
    def english(self) -> str:
        """The same in English."""
        return f"{self.name}: {self.act_en}"


def holder_of(alert: Alert | None, work: Work) -> Holder:
    """Who is to act next on the work; of an alert about an ask, whoever is to answer that ask."""
    if not work.open:
        return Holder(Holding.NOBODY, work.lead, work.lead_name, "không còn việc phải làm", "has nothing left to do")
    ask = _blocking(alert, work)
    if ask is not None:
        holding = Holding.COORDINATOR if ask.kind is AskKind.INPUT else Holding.ASKED
        return Holder(holding, ask.awaits, ask.awaits_name, *_ASKED[ask.kind])
    if work.state is State.SUBMITTED:
        return Holder(Holding.REVIEWER, work.issuer, work.issuer_name, "chờ duyệt kết quả", "is to review the result")
    if work.paused:
        return Holder(Holding.PAUSED, work.issuer, work.issuer_name, "đang cho tạm dừng", "keeps it paused")
    return _lead(work)


def _blocking(alert: Alert | None, work: Work) -> Waiting | None:
    """The ask that the alert is about, else the oldest one for whose answer the lead has to wait."""
    if alert is not None and alert.clock is Clock.ANSWER:
        return next((ask for ask in work.waiting if ask.number == alert.round), None)
    return next((ask for ask in work.waiting if ask.awaits != work.lead), None)


def _lead(work: Work) -> Holder:
    if work.state is State.ASSIGNED:
        return Holder(Holding.UNIT, work.lead, work.lead_name, "chưa tiếp nhận", "has not accepted")
    if work.state is State.ACCEPTED and not work.keeps:
        return Holder(Holding.UNIT, work.lead, work.lead_name, "chưa phân công người thực hiện", "has named nobody")
    act = _REDOING if work.state is State.RETURNED else _ARRANGING if work.keeps else _DOING
    if work.person is None:
        return Holder(Holding.UNIT, work.lead, work.lead_name, *act)
    return Holder(Holding.PERSON, work.lead, f"{work.person} ({work.lead_name})", *act)


_DOING: Final = ("đang thực hiện", "works on it")
_ARRANGING: Final = ("đang tổ chức thực hiện", "has it in hand")
_REDOING: Final = ("đang làm lại", "is redoing it")
_ASKED: Final = {
    AskKind.DECLINE: ("chưa trả lời đề nghị giao lại", "has not answered the wish to give it back"),
    AskKind.HAND_OVER: ("chưa trả lời đề nghị chuyển đơn vị", "has not answered the hand-over"),
    AskKind.EXTENSION: ("chưa trả lời đề nghị gia hạn", "has not answered the wish for more time"),
    AskKind.OBSTACLE: ("chưa tháo gỡ vướng mắc", "has not answered the obstacle"),
    AskKind.EXPLANATION: ("chưa giải trình", "has not explained"),
    AskKind.INPUT: ("chưa gửi ý kiến phối hợp", "has not given its input"),
}
