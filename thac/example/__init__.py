"""Two directives written for this project, as the API takes them in; their days follow the day they are asked for."""

import tomllib
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from thac.directory.working_calendar import CALENDAR_VERSION, days_off, working_saturdays
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar

_AROUND = timedelta(days=150)


def letters(today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """The conclusion of Central and the letter of the province that carries it out, for a launch on that day."""
    return _letter("central.toml", today), _letter("province.toml", today)


def _letter(name: str, today: date) -> dict[str, Any]:
    body = tomllib.loads(files("thac.example").joinpath(name).read_text("utf-8"))
    calendar = _calendar(today)
    body["issued_on"] = calendar.working_day(today, body.pop("issued")).isoformat()
    for task in body["tasks"]:
        task["text"] = " ".join(task["text"].split())
        if "deadline" in task:
            task["deadline"]["day"] = calendar.working_day(today, task["deadline"].pop("days")).isoformat()
    return body


def _calendar(today: date) -> WorkCalendar:
    start, end = today - _AROUND, today + _AROUND
    return WorkCalendar(CALENDAR_VERSION, OFFICE_HOURS, days_off(start, end), working_saturdays(start, end))
