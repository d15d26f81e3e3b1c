"""Has what an alert called for happened? Then it is past, whatever else is shown."""

from collections.abc import Callable
from typing import Final

from thac.domain.assignments import Clock, State
from thac.domain.inbox import Alert, Work
from thac.domain.ladders import Colour
from thac.notices.reasons import Why


def past(alert: Alert, work: Work) -> Why | None:
    """Why an alert is past; None while it calls for something."""
    if work.state is State.WITHDRAWN:
        return Why.WITHDRAWN
    if work.state is State.COMPLETED:
        return Why.DONE
    return Why.SETTLED if _SETTLED[alert.clock](alert, work) else None


def _receipt(alert: Alert, work: Work) -> bool:
    if alert.round < work.round or work.state not in {State.ASSIGNED, State.ACCEPTED}:
        return True
    return work.state is State.ACCEPTED and (work.keeps or alert.step.startswith(_OF_UNIT))


def _completion(alert: Alert, work: Work) -> bool:
    if alert.round < work.round or alert.version < work.version or not work.with_lead:
        return True
    return alert.colour is Colour.YELLOW and _reported(alert, work)


def _review(alert: Alert, work: Work) -> bool:
    return alert.round < work.round or work.state is not State.SUBMITTED


def _silence(alert: Alert, work: Work) -> bool:
    if alert.round < work.round or alert.version < work.version or not work.with_lead:
        return True
    return _reported(alert, work)


def _answer(alert: Alert, work: Work) -> bool:
    """An ask that went on to another is awaited anew, from a later moment on."""
    asked = (ask for ask in work.waiting if ask.number == alert.round)
    return not any((ask.since or ask.answer_by) <= alert.moment for ask in asked)


def _urge(alert: Alert, work: Work) -> bool:
    return not work.with_lead or _reported(alert, work)


def _reported(alert: Alert, work: Work) -> bool:
    return work.reported_at is not None and work.reported_at >= alert.fired_at


_OF_UNIT: Final = "receipt_unit"
"""How the steps are called that call for the unit's receipt; the others call for the person's."""
_SETTLED: Final[dict[Clock, Callable[[Alert, Work], bool]]] = {
    Clock.RECEIPT: _receipt,
    Clock.COMPLETION: _completion,
    Clock.REVIEW: _review,
    Clock.SILENCE: _silence,
    Clock.ANSWER: _answer,
    Clock.URGE: _urge,
}
