"""What a unit's calendar of deadlines looks like to the calendar programs of those who work there."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from thac.domain.assignments import State
from thac.domain.calendar import VIETNAM
from thac.store.queries.deadlines import DeadlineLine

_LENGTH: Final = timedelta(minutes=30)
"""The last half hour before the deadline is what is marked."""
_WARNINGS: Final = (timedelta(days=1), timedelta(hours=2))
_SUBJECT: Final = 120
_ENDED: Final = frozenset({State.COMPLETED, State.WITHDRAWN})


def calendar_of(agency_name: str, lines: Iterable[DeadlineLine]) -> bytes:
    """The calendar (RFC 5545). It says the same as long as nothing changed.

    An event keeps its ``UID`` for the life of its assignment. A moved deadline raises its ``SEQUENCE``, and so does a
    corrected calendar, which may move it without another version of it. A withdrawn assignment stays for a while as
    ``CANCELLED``, so that programs take it out.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Thac//Deadlines//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Thời hạn công việc – {agency_name}")
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for line in lines:
        calendar.add_component(_event(line))
    return bytes(calendar.to_ical())


def _event(line: DeadlineLine) -> Event:
    withdrawn = line.state is State.WITHDRAWN
    event = Event()
    event.add("uid", f"{line.assignment}@thac")
    event.add("sequence", line.moved + line.editions + (1 if withdrawn else 0))
    event.add("dtstamp", line.changed_at)
    event.add("last-modified", line.changed_at)
    event.add("dtstart", line.due - _LENGTH)
    event.add("dtend", line.due)
    event.add("summary", f"{_HEADINGS.get(line.state, 'Hạn')}: {_short(line.text or line.subject)}")
    event.add("description", "\n".join(_told(line)))
    event.add("status", "CANCELLED" if withdrawn else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if line.state not in _ENDED:
        for before in _WARNINGS:
            event.add_component(_alarm(line, before))
    return event


def _alarm(line: DeadlineLine, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -(before - _LENGTH), parameters={"RELATED": "START"})
    alarm.add("description", f"Sắp đến hạn: {_short(line.text or line.subject)}")
    return alarm


def _told(line: DeadlineLine) -> list[str]:
    told = [
        f"Văn bản: {line.title}",
        f"Trích yếu: {line.subject}",
        f"Nhiệm vụ {line.task}: {line.text}",
        f"Cơ quan giao: {line.issuer_name}",
        f"Hạn: {line.due.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}",
    ]
    if line.moved:
        told.append(f"Hạn ban đầu: {line.first_due.astimezone(VIETNAM):%d/%m/%Y} (đã thay đổi {line.moved} lần)")
    return told


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SUBJECT else f"{line[: _SUBJECT - 1].rstrip()}…"


_HEADINGS: Final = {State.COMPLETED: "Đã xong", State.WITHDRAWN: "Đã thu hồi", State.SUBMITTED: "Chờ duyệt"}
