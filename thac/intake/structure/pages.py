"""How a text was broken into lines: where a line is full, and what an empty line means.

Three habits are told apart. A whole paragraph in each line; lines broken at a width, with empty lines between
paragraphs; lines broken at a width with an empty line behind every one, as text taken from a PDF often is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from thac.intake.structure.letters import starts_small
from thac.intake.structure.markers import read_marker
from thac.intake.structure.pieces import Piece

_FEW: Final = 2
_MID_SENTENCE: Final = 0.35
"""The share of lines without a marker that start in mid-sentence from which on lines are taken to be wrapped."""
_SPACED: Final = 0.25
"""The share of empty lines that stand in mid-sentence from which on empty lines mean nothing."""
_GAPPED: Final = 0.7
"""The share of items with an empty line before them from which on empty lines part paragraphs."""


@dataclass(frozen=True, slots=True)
class Page:
    """How a text was broken into lines.

    ``limit`` is a length that no line could exceed, as far as the wrapped lines show it, ``first_limit`` the same for
    the first line of a paragraph, which some programs break earlier.
    """

    wrapped: bool = False
    spaced: bool = False
    gapped: bool = False
    limit: float = float("inf")
    first_limit: float = float("inf")

    def full(self, above: str, below: str, *, first: bool) -> bool:
        """Whether the first word below would not have fitted on the line above."""
        return self.wrapped and _reach(above, below) >= (self.first_limit if first else self.limit)


def page_of(pieces: Sequence[Piece]) -> Page:
    """Judge how a text was broken into lines; the end of a whole paragraph parts like an empty line."""
    marked = [read_marker(piece.text) is not None for piece in pieces]
    ended = [False, *(piece.whole for piece in pieces[:-1])]
    small = [not marked[at] and not ended[at] and starts_small(piece.text) for at, piece in enumerate(pieces)]
    far = [at for at in range(1, len(pieces)) if pieces[at].blanks or ended[at]]
    items = [at for at in range(1, len(pieces)) if marked[at]]
    spaced = len(far) >= _FEW and sum(small[at] for at in far) / len(far) > _SPACED
    apart = sum(pieces[at].blanks > 0 or ended[at] for at in items) / len(items) if items else float(bool(far))
    return Page(
        wrapped=sum(small) >= _FEW and sum(small) / (len(pieces) - sum(marked)) > _MID_SENTENCE,
        spaced=spaced,
        gapped=not spaced and apart > _GAPPED,
        **_limits(pieces, small),
    )


def _limits(pieces: Sequence[Piece], small: Sequence[bool]) -> dict[str, float]:
    """A line that goes on below reached the limit together with the first word below it."""
    first: list[int] = []
    later: list[int] = []
    for at in range(1, len(pieces)):
        if small[at]:
            starts = at == 1 or not small[at - 1]
            (first if starts else later).append(_reach(pieces[at - 1].text, pieces[at].text))
    whole = _low([*first, *later])
    return {"limit": _low(later) or whole or float("inf"), "first_limit": _low(first) or whole or float("inf")}


def _low(lengths: list[int]) -> float | None:
    """The tenth part from below, so that a line broken by hand does not count; None where there are too few."""
    if len(lengths) < _FEW:
        return None
    return float(sorted(lengths)[len(lengths) // 10])


def _reach(above: str, below: str) -> int:
    return len(above) + 1 + len(below.split(" ", 1)[0])
