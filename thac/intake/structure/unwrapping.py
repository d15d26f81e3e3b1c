"""Which lines make one paragraph: lines wrapped anywhere are joined, the marker of an item is read off its first line.

Whether a line goes on with the sentence above it is judged by the sentence (does it end, does the next line start with
a small letter), by the page (is there an empty line, would the next word have fitted) and by the marks of items.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self

from thac.intake.structure.letters import capitals_only, starts_capital, starts_small
from thac.intake.structure.markers import BULLETS, Kind, Marker, read_marker
from thac.intake.structure.pages import Page
from thac.intake.structure.paragraphs import Paragraph
from thac.intake.structure.pieces import Piece
from thac.intake.structure.sentences import awaits_dash, awaits_number, decides, ends, hangs, is_set_heading, orders
from thac.intake.structure.wording import OPENS_CLOSING, OPENS_PARAGRAPH

_HEADING_LENGTH: Final = 70
_TITLE_LENGTH: Final = 300
_LINE_LENGTHS: Final = range(60, 120)
"""How long a line of running text is; whole paragraphs are mostly longer, headings shorter."""


@dataclass(slots=True)
class _Growing:
    """A paragraph to which lines are still being added; ``open`` counts its brackets that are not closed."""

    marker: Marker | None
    pieces: list[Piece] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    length: int = 0
    open: int = 0
    bold: bool = True

    def add(self, piece: Piece, text: str) -> Self:
        self.pieces.append(piece)
        self.texts.append(text)
        self.length += len(text) + (1 if text and self.length else 0)
        self.open += text.count("(") - text.count(")")
        self.bold = self.bold and piece.bold
        return self

    @property
    def bracketed(self) -> bool:
        """Whether all of it stands in brackets that are closed."""
        return self.open == 0 and self.texts[0].startswith("(") and self.texts[-1].endswith(")")

    @property
    def heading(self) -> str:
        """The text where it is short enough for a heading, else nothing."""
        return " ".join(part for part in self.texts if part) if self.length <= _TITLE_LENGTH else ""

    def finished(self) -> Paragraph:
        starts: list[tuple[int, int]] = []
        at = 0
        for piece, part in zip(self.pieces, self.texts, strict=True):
            if part:
                starts.append((at, piece.number))
                at += len(part) + 1
        text = " ".join(part for part in self.texts if part)
        lines = tuple(sorted({piece.number for piece in self.pieces}))
        return Paragraph(self.marker, text, tuple(starts), lines, bold=self.bold)


class Unwrapping:
    """Joins lines into paragraphs; it remembers the numbers of items from one stretch of text to the next."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._counts: dict[Kind, int] = {}

    def paragraphs(self, pieces: Iterable[Piece]) -> list[Paragraph]:
        """Join a stretch of lines."""
        done: list[_Growing] = []
        read = [(piece, read_marker(piece.text)) for piece in pieces]
        last = max((at for at, (_, marker) in enumerate(read) if marker is not None), default=len(read))
        for at, (piece, marker) in enumerate(read):
            current = done[-1] if done else None
            if marker is not None and (current is None or self._marks(current, piece, marker)):
                self._count(marker)
                done.append(_Growing(marker).add(piece, piece.text[marker.end :]))
            elif current is not None and _continues(current, piece, self._page, behind=at > last):
                current.add(piece, piece.text)
            else:
                done.append(_Growing(None).add(piece, piece.text))
        return [growing.finished() for growing in done]

    def _count(self, marker: Marker) -> None:
        """Remember the last number of each kind; the next outer number starts the kinds under it afresh."""
        if marker.kind in BULLETS:
            return
        if marker.kind in self._counts:
            order = list(self._counts)
            for kind in order[order.index(marker.kind) + 1 :]:
                if kind > marker.kind:
                    del self._counts[kind]
        self._counts[marker.kind] = marker.ordinal

    def _marks(self, current: _Growing, piece: Piece, marker: Marker) -> bool:
        """Whether what looks like a marker is one, and not a number or dash that wrapped to the start of a line."""
        above, below = current.pieces[-1].text, piece.text[marker.end :]
        if piece.whole or not current.length:
            return True
        ended = ends(above)
        apart = piece.blanks > 0 or piece.edge
        if marker.kind in BULLETS:
            return _is_bullet(below, ended=ended, apart=apart) and (ended or not awaits_dash(above, piece.text))
        follows = self._follows(marker)
        if ended or (apart and not self._page.spaced):
            return (follows or not starts_small(below)) and not awaits_number(above)
        return follows and not starts_small(below) and not hangs(above) and not awaits_number(above)

    def _follows(self, marker: Marker) -> bool:
        """Whether the number is the next of its kind, the same again, or one is left out."""
        last = self._counts.get(marker.kind)
        if last is None:
            return marker.ordinal == 1 or marker.kind in {Kind.DECIMAL, Kind.DEEPER}
        return marker.ordinal == 1 or last <= marker.ordinal <= last + 2


def _is_bullet(below: str, *, ended: bool, apart: bool) -> bool:
    return ended or not below or starts_capital(below) or below[0].isdigit() or (apart and not starts_small(below))


def _continues(current: _Growing, piece: Piece, page: Page, *, behind: bool) -> bool:
    """Whether a line without a marker goes on with the paragraph above; ``behind`` the last item a closing may come."""
    above = current.pieces[-1]
    if above.whole or piece.place is not above.place or piece.cell != above.cell:
        return False
    if not current.length:
        return True
    if decides(piece.text):
        return False
    if ends(above.text) or current.bracketed:
        if behind and OPENS_CLOSING.match(piece.text) and not (page.gapped and page.wrapped and not piece.blanks):
            return False
        return _goes_on_behind_a_sentence(current, piece, page)
    return _goes_on_in_a_sentence(current, piece, page)


def _goes_on_in_a_sentence(current: _Growing, piece: Piece, page: Page) -> bool:
    above, below = current.pieces[-1].text, piece.text
    if starts_small(below) or below[0].isdigit() or below[0] in ",;.%)":
        return True
    if piece.edge:
        return False
    if hangs(above) or current.open > 0 or awaits_number(above) or awaits_dash(above, below):
        return True
    if _heading_above(current, piece):
        return False
    if page.gapped and page.wrapped:
        return not piece.blanks
    if _may_be_heading(current):
        return page.full(above, below, first=len(current.pieces) == 1)
    return (page.wrapped or len(above) in _LINE_LENGTHS) and piece.blanks <= page.spaced


def _goes_on_behind_a_sentence(current: _Growing, piece: Piece, page: Page) -> bool:
    above, below = current.pieces[-1].text, piece.text
    if piece.edge or piece.blanks > page.spaced:
        return starts_small(below) and not piece.edge and not above.endswith(":")
    if page.gapped:
        return page.wrapped
    if starts_small(below):
        return page.wrapped or not above.endswith(":")
    if above.endswith(":") or OPENS_PARAGRAPH.match(below):
        return False
    return page.full(above, below, first=len(current.pieces) == 1)


def _may_be_heading(current: _Growing) -> bool:
    """Whether a text that does not end as a sentence may be one all the same: a heading, or a bullet without a stop."""
    return current.marker is not None or current.length <= _HEADING_LENGTH or capitals_only(current.heading)


def _heading_above(current: _Growing, piece: Piece) -> bool:
    """Whether the paragraph above is a heading by its print or its words, so that a new sentence starts below it."""
    if current.bold and not piece.bold:
        return True
    text = current.heading
    if capitals_only(text) and not capitals_only(piece.text):
        return True
    if current.marker is None or current.marker.kind in BULLETS or not text or len(text) > _HEADING_LENGTH:
        return False
    return is_set_heading(text) or orders(text, piece.text)
