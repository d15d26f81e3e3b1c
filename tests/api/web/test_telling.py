"""What happened, in sentences."""

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from api.web.language import Language, Speech
from api.web.telling import TOLD, Teller
from api.web.wording import Wording
from thac.domain import events as ev
from thac.domain.asks import AskKind, Receiver
from thac.domain.assignments import Clock
from thac.domain.deadlines import Deadline
from thac.store.queries.assignments import _OF_A_TASK

KEY = "1:00001-U1"
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
NAMES = {"00001-U1": "Đơn vị 1", "00001-U2": "Đơn vị 2"}
DAY = Deadline(date(2026, 12, 10))


def teller(language: Language = Language.VIETNAMESE) -> Teller:
    asks = {1: AskKind.EXTENSION, 2: AskKind.OBSTACLE, 3: AskKind.DECLINE}
    return Teller(Wording(Speech(language), NOW), lambda agency: NAMES[agency], asks)


def test_every_event_that_can_stand_in_a_history_has_its_sentence() -> None:
    told = {kind for kind in ev.KINDS.values() if any(one.name == "assignment" for one in fields(kind))}
    told |= {ev.KINDS[kind] for kind in _OF_A_TASK}
    assert told <= TOLD


@pytest.mark.parametrize(
    ("event", "vietnamese", "english"),
    [
        (ev.Allocated((ev.Allocation(1, ("00001-U1",)),)), "Giao nhiệm vụ cho Đơn vị 1", "Given out Đơn vị 1"),
        (ev.Allocated((ev.Allocation(1, ("00001-U1", "00001-U2")),)), "Giao nhiệm vụ", "Given out"),
        (ev.Confirmed(KEY), "Phê duyệt kết quả", "Result confirmed"),
        (
            ev.Confirmed(KEY, 2),
            "Phê duyệt kết quả khi bên dưới còn 2 việc chưa xong",
            "Result confirmed over 2 open work below",
        ),
        (
            ev.Confirmed(KEY, None),
            "Phê duyệt kết quả khi bên dưới còn việc chưa xong",
            "Result confirmed over some open work below",
        ),
        (ev.Returned(KEY), "Trả lại, yêu cầu thực hiện lại", "Returned"),
        (ev.Reassigned(KEY, Receiver("00001-U2")), "Giao lại cho Đơn vị 2", "Given to Đơn vị 2"),
        (
            ev.Asked(KEY, AskKind.HAND_OVER, "00001", to=Receiver("00001-U2")),
            "Đề nghị chuyển đơn vị: Đơn vị 2",
            "Hand-over proposed: Đơn vị 2",
        ),
        (ev.Answered(KEY, 1, deadline=DAY), "Đồng ý: đề nghị gia hạn đến 10/12/2026", None),
        (ev.Answered(KEY, 2), "Trả lời: khó khăn, vướng mắc", "Answered: obstacle"),
        (ev.Answered(KEY, 3, grant=False), "Không đồng ý: đề nghị giao lại", "Refused: not ours"),
        (ev.EventDated("Hội nghị", date(2026, 12, 1)), "“Hội nghị” vào ngày 01/12/2026", None),
        (
            ev.StepFired(KEY, Clock.ANSWER, 1, 1, "answer", 0, NOW),
            "Nhắc trả lời đề nghị",
            "Reminder: an answer is due",
        ),
    ],
)
def test_an_event_is_told_in_words(event: ev.Event, vietnamese: str, english: str | None) -> None:
    assert teller().sentence(event) == vietnamese
    if english is not None:
        assert teller(Language.ENGLISH).sentence(event) == english
