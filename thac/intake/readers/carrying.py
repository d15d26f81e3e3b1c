"""How a transcript or a refusal comes back from the process that read a file: as JSON, and only what that may say."""

import json
from dataclasses import astuple
from typing import Any

from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Cell, Line, Medium, Place, Transcript


def pack(outcome: Transcript | FileRefusedError) -> bytes:
    """An outcome as bytes."""
    if isinstance(outcome, FileRefusedError):
        said: dict[str, Any] = {"refused": outcome.refusal.code, "facts": dict(outcome.refusal.facts)}
    else:
        said = {
            "medium": outcome.medium,
            "pages": outcome.pages,
            "pictures": outcome.pictures,
            "unread": outcome.unread,
            "margins": outcome.margins,
            "lines": [
                (line.text, line.place, line.page, line.whole, line.cell and astuple(line.cell))
                for line in outcome.lines
            ],
        }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def unpack(data: bytes) -> Transcript:
    """The transcript that was packed.

    Raises
    ------
    FileRefusedError
        The one that was packed.
    ValueError, TypeError, KeyError, AttributeError
        When the bytes are anything else.
    """
    said = json.loads(data)
    if "refused" in said:
        raise FileRefusedError(
            FileCode(said["refused"]), **{str(name): str(fact) for name, fact in said["facts"].items()}
        )
    return Transcript(
        medium=Medium(said["medium"]),
        lines=tuple(_line(number, line) for number, line in enumerate(said["lines"], 1)),
        pages=None if said["pages"] is None else int(said["pages"]),
        margins=tuple(map(str, said["margins"])),
        pictures=int(said["pictures"]),
        unread=tuple(map(int, said["unread"])),
    )


def _line(number: int, said: list[Any]) -> Line:
    text, place, page, whole, cell = said
    at = None if cell is None else Cell(*map(int, cell))
    return Line(number, str(text), Place(place), None if page is None else int(page), bool(whole), at)
