"""Rows of an inbox as tests write them down: a province, its communes, their units, in the last days of November."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, Role
from thac.domain.asks import AskKind
from thac.domain.assignments import Clock, State
from thac.domain.directives import Urgency
from thac.domain.inbox import Alert, Answer, AnswerKind, Inbox, Waiting, Work
from thac.domain.ladders import Colour

DUE = datetime(2026, 11, 25, 10, tzinfo=UTC)
"""17:00 on Wednesday."""
NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
"""10:00 on Friday."""
CHAIR = "chair@19"
OFFICE = "office@19"
KEEPER = Actor("19", Role.OFFICE, "Trần Văn A")


def work(issuer: AgencyId = "19", lead: AgencyId = "00001", task: int = 1, **more: Any) -> Work:
    """An assignment given by an agency to another; a unit's stands in the docket under that of the province."""
    directive = more.pop("directive", "d")
    above = None if issuer == "19" else f"cascade/{directive}/19"
    values: dict[str, Any] = {
        "id": f"{directive}~{issuer}~{task}~{lead}",
        "docket": f"cascade/{directive}/{issuer}",
        "directive": directive,
        "title": "Chỉ thị số 12/CT-UBND",
        "subject": "Về việc cải cách thủ tục hành chính",
        "urgency": Urgency.NORMAL,
        "task": task,
        "text": "Rà soát thủ tục",
        "period": None,
        "issuer": issuer,
        "issuer_name": f"UBND {issuer}",
        "lead": lead,
        "lead_name": f"Xã {lead}",
        "state": State.TAKEN,
        "request": False,
        "round": 1,
        "version": 1,
        "due": DUE,
        "assigned_at": DUE - timedelta(days=20),
        "above": above,
    }
    return Work(**values | more)


def alert(about: Work, post: str = CHAIR, step: str = "overdue", **more: Any) -> Alert:
    """An alert about an assignment; it comes due at the deadline and fires at once."""
    values: dict[str, Any] = {
        "post": post,
        "agency": post.partition("@")[2],
        "assignment": about.id,
        "clock": Clock.COMPLETION,
        "round": about.round,
        "version": about.version,
        "step": step,
        "repeat": 0,
        "colour": Colour.RED,
        "moment": about.due or DUE,
    }
    values |= more
    values.setdefault("fired_at", values["moment"])
    name = "|".join(str(values[one]) for one in ("clock", "round", "version", "step", "repeat", "post"))
    return Alert(key=f"{about.id}|1|{name}", **values)


def answer(to: Alert, kind: AnswerKind = AnswerKind.ACKNOWLEDGED, at: datetime = NOW, **more: Any) -> Answer:
    """An answer that holds for four days."""
    return replace(Answer(to.key, kind, KEEPER, at, at + timedelta(days=4)), **more)


def waiting(awaits: AgencyId, kind: AskKind = AskKind.EXTENSION, number: int = 1, by: datetime = DUE) -> Waiting:
    """An ask that waits for its answer."""
    return Waiting(number, kind, awaits, f"Cơ quan {awaits}", by)


def inbox(works: Iterable[Work], alerts: Iterable[Alert], at: datetime = NOW, **more: Any) -> Inbox:
    """An inbox as the store would hand it out."""
    return Inbox(at, tuple(alerts), {one.id: one for one in works}, **more)
