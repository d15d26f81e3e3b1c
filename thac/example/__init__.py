"""Two directives written for this project: a conclusion as the API takes it in, a letter as the office has it, a .docx.

Their days follow the day they are asked for.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from thac.directory.working_calendar import CALENDAR_VERSION, days_off, working_saturdays
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar
from thac.example.paper import Paper, docx

_AROUND = timedelta(days=150)
_DAY = re.compile(r"<(-?\d+)>")
_LATE_MONTH = 3


@dataclass(frozen=True, slots=True)
class Letter:
    """The province's letter: the file, and what its clerk adds to the draft that is read from it."""

    data: bytes
    corrections: dict[str, Any]


def conclusion(today: date) -> dict[str, Any]:
    """The conclusion of Central, for a launch on that day."""
    body = _source("central.toml")
    calendar = _calendar(today)
    body["issued_on"] = calendar.working_day(today, body.pop("issued")).isoformat()
    for task in body["tasks"]:
        task["text"] = " ".join(task["text"].split())
        if "deadline" in task:
            task["deadline"]["day"] = calendar.working_day(today, task["deadline"].pop("days")).isoformat()
    return body


def letter(today: date) -> Letter:
    """The letter of the province that carries it out, for a launch on that day."""
    source = _source("province.toml")
    calendar = _calendar(today)
    issued = _in_words(calendar.working_day(today, source["issued"]))

    def dated(text: str) -> str:
        whole = " ".join(text.split()).replace("<issued>", issued)
        return _DAY.sub(lambda found: f"{calendar.working_day(today, int(found[1])):%d/%m/%Y}", whole)

    left, right = (tuple(map(dated, source[name])) for name in ("left", "right"))
    body = tuple(map(dated, source["text"].strip().split("\n\n")))
    paper = Paper(left, right, body, tuple(source["copies"]), tuple(source["signature"]))
    return Letter(docx(paper), source["corrections"])


def _source(name: str) -> dict[str, Any]:
    return tomllib.loads(files("thac.example").joinpath(name).read_text("utf-8"))


def _in_words(day: date) -> str:
    """A date as letters bear it: days below 10 and the months January and February with a nought before them."""
    month = f"{day.month:02}" if day.month < _LATE_MONTH else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _calendar(today: date) -> WorkCalendar:
    start, end = today - _AROUND, today + _AROUND
    return WorkCalendar(CALENDAR_VERSION, OFFICE_HOURS, days_off(start, end), working_saturdays(start, end))
