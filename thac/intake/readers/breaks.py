"""Which paragraphs of a file are none: sentences that somebody broke with the return key, or pasted line by line.

A paragraph that stops in mid-sentence, followed by one that starts with a small letter, goes on. Where many do, the
text was pasted as lines, and no line of it says that its sentence has ended.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from thac.intake.transcript import Line, Place

_ITEM: Final = re.compile(r"\w{1,3}[.)]\s")
_STOPPED: Final = re.compile(r"[.;:!?…][)\]”\"*]*$|/\.$")
_RUNNING: Final = 30
"""A shorter line may be a heading or a name."""
_MANY: Final = 5
_OFTEN: Final = 0.25


def reconsidered(lines: Sequence[Line]) -> list[Line]:
    """The lines, of which fewer are ``whole`` where sentences go on."""
    going_on = set(_going_on(lines))
    running = sum(line.whole and line.place is Place.BODY and len(line.text) >= _RUNNING for line in lines)
    if len(going_on) >= _MANY and len(going_on) >= _OFTEN * running:
        return [replace(line, whole=False) if line.place is Place.BODY else line for line in lines]
    return [replace(line, whole=False) if at in going_on else line for at, line in enumerate(lines)]


def _going_on(lines: Sequence[Line]) -> Iterator[int]:
    before: int | None = None
    for at, line in enumerate(lines):
        text = line.text.strip()
        if not text or line.place is Place.FOOTNOTE:
            continue
        if before is not None and line.place is Place.BODY and text[0].islower() and not _ITEM.match(text):
            yield before
        stops = line.place is not Place.BODY or not line.whole or len(text) < _RUNNING
        before = None if stops or _STOPPED.search(text) or text.isupper() else at
