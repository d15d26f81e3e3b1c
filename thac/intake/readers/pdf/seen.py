"""What is found on a page of a PDF, and how a page is turned so that its text stands upright.

Places are in points from the lower left corner of the page as it is read.
"""

from dataclasses import dataclass, field
from typing import NamedTuple


class Glyph(NamedTuple):
    """Letters drawn at once, a word or part of one: where they start on their baseline and end, their size."""

    x: float
    y: float
    right: float
    size: float
    text: str
    raised: bool = False


class Rule(NamedTuple):
    """A straight line from ``start`` to ``end``, at this height if it is level, or this far from the left."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What stands on a page. ``covered`` is the share of it under its largest picture; ``turned`` text runs askew."""

    number: int
    width: float = 0.0
    height: float = 0.0
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: int = 0
    covered: float = 0.0
    turned: str = ""
    laid_over: list[str] = field(default_factory=list)

    @property
    def letters(self) -> int:
        """How many letters stand on it."""
        return sum(len(glyph.text) for glyph in self.glyphs)


class View(NamedTuple):
    """From the page's own space to what is seen: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is seen."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """Which way a direction is seen."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def after(self, first: "View") -> "View":
        """What another view shows, seen by this one."""
        (a, b), (c, d) = self.direction(first.a, first.b), self.direction(first.c, first.d)
        return View(a, b, c, d, *self.place(first.e, first.f))


def view_of(direction: int, left: float, bottom: float, page: Page) -> View:
    """How a page is seen whose letters run in a direction."""
    width, height = page.width, page.height
    if direction in {90, 270}:
        page.width, page.height = height, width
    match direction:
        case 90:
            return View(0, -1, 1, 0, -bottom, left + width)
        case 180:
            return View(-1, 0, 0, -1, left + width, bottom + height)
        case 270:
            return View(0, 1, -1, 0, bottom + height, -left)
        case _:
            return View(1, 0, 0, 1, -left, -bottom)
