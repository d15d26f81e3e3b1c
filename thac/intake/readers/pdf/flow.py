"""Where paragraphs end in rows that are broken anywhere: by indents, by room that was left, by distance.

A row ends its paragraph when the first word of the next one would still have fitted behind it, or when the next one is
indented from the margin that this one keeps, or set apart. Centred rows are broken by hand and say nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import Final, NamedTuple

from thac.intake.readers.pdf.rows import Row, Segment

_INDENT: Final = 0.7
_ROOM: Final = 0.6
_SET_APART: Final = 1.45
_LEADING: Final = 1.2
"""Rows are set at least so many sizes apart."""
_CENTRED: Final = 8.0
_SAME: Final = 3.0
_FEW: Final = 0.15
_ITEM: Final = re.compile(r"[-–+•*]\s|\(?(?:\d{1,2}|[a-zđ]|[IVXL]{1,5})[.)](?:\s|\d|$)|(?:Điều|Mục|Chương|Phần)\s")
_BROKEN: Final = re.compile(r"\w[-/]$")


class Layout(NamedTuple):
    """Where the text of a page stands: between which margins, how far its rows are apart, on how high a page."""

    page: int
    margins: tuple[float, float]
    pitch: float
    height: float


@dataclass(frozen=True, slots=True)
class Said:
    """A row of the text flow: what it says, where it stands, how wide its first word is."""

    text: str
    y: float
    left: float
    right: float
    size: float
    first_word: float
    layout: Layout

    @property
    def page(self) -> int:
        """On which page it stands."""
        return self.layout.page

    @property
    def height(self) -> float:
        """How far up its page it stands; 1 is the top."""
        return self.y / self.layout.height

    @property
    def indent(self) -> float:
        """How far from the margin it starts."""
        return self.left - self.layout.margins[0]

    @property
    def centred(self) -> bool:
        """Whether it stands in the middle of the text with room on both sides."""
        before, after = self.left - self.layout.margins[0], self.layout.margins[1] - self.right
        return before > 2 * self.size and abs(before - after) < _CENTRED


def said(row: Row, text: str, layout: Layout) -> Said:
    """A row of the flow."""
    one = row.joined
    return Said(text, one.y, one.left, one.right, one.size, one.first_word, layout)


class Habit(NamedTuple):
    """How a text is set. ``filled``: rows are as long as the page allows; ``indented``: first rows are, others not."""

    filled: bool
    indented: bool


class Joint(Enum):
    """What lies between two rows."""

    END = auto()
    """A paragraph ends."""
    APART = auto()
    """More white than between other rows, in a text that was broken by hand."""
    WITHIN = auto()
    """One sentence runs on."""
    UNKNOWN = auto()


def joint(row: Said, following: Said | None, habit: Habit) -> Joint:
    """What lies between a row and the next one."""
    if following is None:
        return Joint.END
    if _is_set_apart(row, following):
        return Joint.END if habit.filled else Joint.APART
    if row.centred or following.centred:
        return Joint.UNKNOWN if row.centred and following.centred else Joint.END
    if not habit.filled:
        return Joint.END if _is_indented(row, following) else Joint.UNKNOWN
    if _has_room(row, following) or _is_indented(row, following):
        return Joint.END
    if following.indent > _INDENT * following.size and habit.indented:
        return Joint.END
    return Joint.UNKNOWN if _ITEM.match(following.text) and not _BROKEN.search(row.text) else Joint.WITHIN


def _is_set_apart(row: Said, following: Said) -> bool:
    pitch = max(row.layout.pitch, _LEADING * row.size)
    return row.page == following.page and row.y - following.y > _SET_APART * pitch


def _is_indented(row: Said, following: Said) -> bool:
    """Whether the next row is indented from the margin that this one keeps."""
    return abs(row.indent) <= _SAME and following.indent > _INDENT * following.size and not following.centred


def _has_room(row: Said, following: Said) -> bool:
    """Whether the first word of the next row would have fitted behind this one."""
    return following.first_word + _ROOM * row.size < row.layout.margins[1] - row.right


def habit_of(rows: Sequence[Said]) -> Habit:
    """How a text is set, by the rows that start with a small letter and so go on with a sentence."""
    going_on = [
        (row, after)
        for row, after in pairwise(rows)
        if after.text[:1].islower() and not _ITEM.match(after.text) and not row.centred
    ]
    rooms = sum(_has_room(row, after) for row, after in going_on)
    indents = sum(after.indent > _INDENT * after.size for _, after in going_on)
    return Habit(rooms <= _FEW * len(going_on), indents <= _FEW * len(going_on))


def joined(text: str, more: str) -> str:
    """Two rows of one sentence; a symbol or date that is broken behind a dash or stroke stays in one."""
    return text + more if _BROKEN.search(text) else f"{text} {more}"


def text_margins(segments: Sequence[Segment]) -> tuple[float, float]:
    """Between which places the text of a page runs."""
    if not segments:
        return 0.0, 0.0
    lefts = Counter(round(segment.left / 2) for segment in segments)
    most = max(lefts.values())
    usual = min(left for left, count in lefts.items() if count == most) * 2
    left = min((segment.left for segment in segments if abs(segment.left - usual) <= _SAME), default=usual)
    return left, max(segment.right for segment in segments)


def pitch_of(places: Iterable[float]) -> float:
    """How far rows are apart as a rule, by their baselines from the top."""
    gaps = sorted(above - below for above, below in pairwise(places) if above > below)
    return gaps[len(gaps) // 2] if gaps else 0.0
