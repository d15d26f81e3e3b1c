"""Where in its document does a task stand? The lines around it, from the document as it was kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_BEFORE: Final = 2
_AFTER: Final = 8


@dataclass(frozen=True, slots=True)
class PassageLine:
    """A line of a passage; ``here``: the task begins with it."""

    number: int
    text: str
    page: int | None
    here: bool


def passage(lines: str, reading: str, corrections: str, task: int) -> tuple[PassageLine, ...]:
    """The lines around the one with which a task begins; nothing where it stands in no line.

    The three texts are those of :mod:`thac.intake.record`. A further task that a clerk added stands where he said.
    """
    at = _line_of(json.loads(reading), json.loads(corrections), task)
    if at is None:
        return ()
    around = (one for one in json.loads(lines).get("lines", ()) if at - _BEFORE <= one["number"] <= at + _AFTER)
    return tuple(
        PassageLine(one["number"], one["text"], one.get("page"), one["number"] == at)
        for one in around
        if one["text"].strip()
    )


def _line_of(reading: Mapping[str, Any], corrections: Mapping[str, Any], task: int) -> int | None:
    for one in (*reading.get("tasks", ()), *corrections.get("added", ())):
        if one["number"] == task:
            line: int | None = one.get("line")
            return line
    return None
