"""Alerts, as an inbox shows them."""

from datetime import datetime

from api.schemas.words import Output, PageOut, page_out
from thac.domain.assignments import Clock
from thac.domain.ladders import Colour
from thac.store.queries.alerts import AlertLine, Inbox


class AlertOut(Output):
    """One alert: ``moment`` is when its step came due, ``fired_at`` when it fired."""

    key: str
    post: str
    agency: str
    colour: Colour
    clock: Clock
    step: str
    repeat: int
    moment: datetime
    fired_at: datetime
    assignment: str
    directive: str
    subject: str
    task: int
    text: str
    lead: str
    lead_name: str
    open: bool
    due: datetime | None


class InboxOut(PageOut[AlertOut]):
    """A page of alerts, and the whole list counted by colour."""

    by_colour: dict[Colour, int]


def inbox_out(inbox: Inbox) -> InboxOut:
    """The inbox as it goes out."""
    page = page_out(inbox.page, [_alert(line) for line in inbox.page.items])
    return InboxOut(**{name: getattr(page, name) for name in PageOut.model_fields}, by_colour=inbox.by_colour)


def _alert(line: AlertLine) -> AlertOut:
    return AlertOut(**{name: getattr(line, name) for name in AlertOut.model_fields})
