"""Which letters PDFium finds on a page, where each stands, and what is laid over them.

The order in which a file draws its letters means nothing: word processors draw "Ủ" after the rest of its line when it
comes from another font.
"""

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from math import hypot
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from thac.intake.readers.pdf.seen import Glyph, Page, View

_DIRECTIONS: Final = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}
"""Where letters go that run in a direction."""
_UPRIGHT: Final = 0.1
_NAMELESS: Final = "\N{REPLACEMENT CHARACTER}"
_MOST_CONTENTS: Final = 4096
_HYPHENS: Final = {0x02: "-", 0xFFFE: "-", 0x00: _NAMELESS}
"""How PDFium marks a hyphen at the end of a row."""
_WORD: Final = re.compile(r"[^\s\x03-\x1f\xa0]+")
_MAYBE_RAISED: Final = re.compile(r"[^\W\d_]\d|[)\]”’\"',;]\d")
"""A number behind a letter may be that of a footnote, which stands on a baseline of its own."""
_SAME_LEVEL: Final = 0.02
_WIDEST: Final = 1.3
"""So many sizes is a letter of a word wide at most; where words are wider, their letters stand apart."""
_HORNED: Final = frozenset(
    code
    for code in (*range(0x1A0, 0x1B1), *range(0x1EDA, 0x1EE4), *range(0x1EE8, 0x1EF2))
    if chr(code).casefold() in "ơướờởỡợứừửữự"
)
"""Ơ and Ư with their tones."""
_LAID_OVER_NOTHING: Final = frozenset({2, 16})
"""Links and the windows of notes: annotations that print no text."""


class Letter(NamedTuple):
    """Letters in the page's own space: origin of the first, box of the last, which way they run; None is askew.

    ``advance`` is how far the last one really moves on, where that is less than its box. ``text`` ends with a space
    where a word does.
    """

    x: float
    y: float
    last: float
    box: tuple[float, float, float, float]
    advance: float | None
    size: float
    text: str
    direction: int | None


def read_letters(page: Any) -> tuple[list[Letter], str]:
    """The letters of a page, word by word where words are drawn at once; and all of its text as PDFium orders it."""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        whole = _all_text(text)
        return list(_Words(text).read(whole)), whole
    finally:
        pdfium.FPDFText_ClosePage(text)


class _Words:
    """Asks for the places of words. Each question costs a microsecond, and a page has thousands of letters."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()

    def read(self, whole: str) -> Iterator[Letter]:
        """All words of a page."""
        count = pdfium.FPDFText_CountChars(self._text)
        if len(whole) != count:  # PDFium left out letters without a name, so that places in its text mean nothing
            whole = "".join(_letter(pdfium.FPDFText_GetUnicode(self._text, index)) for index in range(count))
        for word in _WORD.finditer(whole):
            yield from self._word(word.start(), word.end(), word[0].translate(_HYPHENS))

    def _word(self, start: int, end: int, word: str) -> Iterator[Letter]:
        found = None if _MAYBE_RAISED.search(word) else self._at_once(start, end, word)
        parts = [self._at_once(at, at + 1, sign) for at, sign in enumerate(word, start)] if found is None else [found]
        letters = [part for part in parts if part is not None]
        yield from letters[:-1]
        for letter in letters[-1:]:
            yield letter._replace(text=f"{letter.text} ")

    def _at_once(self, start: int, end: int, word: str) -> Letter | None:
        """A word as one, where its letters stand on one baseline in their order."""
        x, y = self._origin(start)
        last, level = self._origin(end - 1)
        pdfium.FPDFText_GetMatrix(self._text, start, self._matrix)
        size = pdfium.FPDFText_GetFontSize(self._text, start) * (hypot(self._matrix.c, self._matrix.d) or 1.0)
        direction = _quarter(self._matrix.a, self._matrix.b)
        wide = abs(last - x) > _WIDEST * size * (end - start)
        if end - start > 1 and (direction not in {0, 180} or abs(level - y) > _SAME_LEVEL * size or wide):
            return None
        if (last < x) if direction == 0 else (last > x):
            return None
        pdfium.FPDFText_GetLooseCharBox(self._text, end - 1, self._box)
        corners = (self._box.left, self._box.bottom, self._box.right, self._box.top)
        advance = self._advance(end - 1, ord(word[-1]), size) if ord(word[-1]) in _HORNED else None
        return Letter(x, y, last, corners, advance, size, word, direction)

    def _origin(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        return self._x.value, self._y.value

    def _advance(self, index: int, code: int, size: float) -> float:
        """How far a letter moves on, which is less than its box where a horn reaches over the next one."""
        width = ctypes.c_float()
        font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(self._text, index))
        known = pdfium.FPDFFont_GetGlyphWidth(font, code, size, width)
        return width.value if known and width.value > 0 else size


def _quarter(along: float, up: float) -> int | None:
    """The direction in degrees, where it is a multiple of 90."""
    if abs(up) < _UPRIGHT * abs(along):
        return 0 if along > 0 else 180
    if abs(along) < _UPRIGHT * abs(up):
        return 90 if up > 0 else 270
    return None


def direction_of(letters: Sequence[Letter]) -> int:
    """Which way most letters run, in degrees."""
    return max(_DIRECTIONS, key=lambda direction: sum(letter.direction == direction for letter in letters))


def place(letters: Iterable[Letter], view: View, found: Page) -> None:
    """Put the letters that stand upright on the page, and keep the others apart."""
    turned: list[str] = []
    upright = next(direction for direction, along in _DIRECTIONS.items() if view.direction(*along) == (1, 0))
    for letter in letters:
        if letter.direction == upright:
            _put(letter, view, found)
        else:
            turned.append(letter.text)
    found.turned = " ".join("".join(turned).split())


def _put(letter: Letter, view: View, found: Page) -> None:
    here, level = view.place(letter.x, letter.y)
    left, bottom, right, top = letter.box
    end = max(here, view.place(right, top)[0], view.place(left, bottom)[0])
    if letter.advance is not None:
        end = min(end, view.place(letter.last, letter.y)[0] + letter.advance)
    if 0 <= here <= found.width and 0 <= level <= found.height:
        found.glyphs.append(Glyph(here, level, end, letter.size, letter.text.rstrip()))


def _letter(code: int) -> str:
    """One character for a code: U+FFFD for what has no name, and for halves of a pair."""
    return _NAMELESS if code == 0 or 0xD800 <= code <= 0xDFFF else chr(min(code, 0x10FFFF))  # noqa: PLR2004


def _all_text(text: Any) -> str:
    count = pdfium.FPDFText_CountChars(text)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text, 0, count, buffer)
    return bytes(buffer).decode("utf-16-le", "replace")[:-1]


def laid_over(page: Any) -> list[str] | None:
    """What stamps, notes and form fields that are laid over the page say of themselves; None where there are none."""
    found: list[str] | None = None
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) not in _LAID_OVER_NOTHING:
            found = [*(found or []), _contents(annotation)]
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _contents(annotation: Any) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < length <= _MOST_CONTENTS:  # noqa: PLR2004 - two bytes end the string
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0]


def new_lines(page: Any, before: str) -> list[str]:
    """The lines that appear when what is laid over the page becomes part of it."""
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    text = pdfium.FPDFText_LoadPage(page)
    try:
        known = set(before.splitlines())
        return [line for line in _all_text(text).splitlines() if line.strip() and line not in known]
    finally:
        pdfium.FPDFText_ClosePage(text)
