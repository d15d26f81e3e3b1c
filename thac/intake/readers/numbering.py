"""Which numbers and letters Word puts before the paragraphs of a .docx (numbering.xml), as they are printed.

Counting is Word's: lists that share their abstract definition go on counting together, a level starts again after a
higher one, and an override starts a list anew the first time it is used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from thac.intake.readers.wordml import child, every, number, switch, value

_PLACE: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST_ROMAN: Final = 3999
_PRINTED_BULLETS: Final = "-–—+*•◦▪■●○◆✓→"
_MINUS: Final = "-–—\uf02d"
"""Dashes, the last one of the Symbol font."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: ``form`` is how it counts, ``text`` what is printed ("%1.%2."), ``after`` what follows."""

    form: str
    text: str
    start: int
    after: str
    legal: bool
    restarts: bool
    style: str | None


class Numbering:
    """The lists of a document, which count while its paragraphs are read in their order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract = {number(one, "abstractNumId"): one for one in every(root, "abstractNum")}
        self._lists = {number(one, "numId"): one for one in every(root, "num")}
        self._levels: dict[int, dict[int, Level]] = {}
        self._counts: dict[int | None, list[int | None]] = {}
        self._begun: set[int] = set()

    def label(self, list_id: int, level: int) -> str:
        """Count a paragraph of a list, and say what stands before its text, the space after it included."""
        levels = self._of(list_id)
        found = levels.get(level)
        if found is None:
            return ""
        counts = self._count(list_id, level, levels)
        if found.form == "none":
            return _spaced(found.text if "%" not in found.text else "", found)
        if found.form == "bullet":
            return _spaced(bullet(found.text), found)
        return _spaced(_PLACE.sub(lambda place: _shown(place, counts, levels, legal=found.legal), found.text), found)

    def level_of_style(self, list_id: int, style: str | None) -> int:
        """The level that a list keeps for a style; the first where it says nothing."""
        return next((at for at, level in self._of(list_id).items() if style and level.style == style), 0)

    def _count(self, list_id: int, level: int, levels: dict[int, Level]) -> list[int | None]:
        counts = self._counts.setdefault(self._shared(list_id), [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at in self._overridden(list_id):
                counts[at] = None
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            if deeper not in levels or levels[deeper].restarts:
                counts[deeper] = None
        return counts

    def _shared(self, list_id: int) -> int | None:
        return number(child(self._lists.get(list_id), "abstractNumId"))

    def _overridden(self, list_id: int) -> Iterator[int]:
        for override in every(self._lists.get(list_id), "lvlOverride"):
            level = number(override, "ilvl")
            if child(override, "startOverride") is not None and level is not None and 0 <= level < _LEVELS:
                yield level

    def _of(self, list_id: int) -> dict[int, Level]:
        if list_id not in self._levels:
            self._levels[list_id] = dict(self._read(list_id))
        return self._levels[list_id]

    def _read(self, list_id: int) -> Iterator[tuple[int, Level]]:
        abstract = self._abstract.get(self._shared(list_id))
        linked = value(abstract, "numStyleLink")
        if linked is not None:
            abstract = next((one for one in self._abstract.values() if value(one, "styleLink") == linked), abstract)
        levels = dict(pair for one in every(abstract, "lvl") for pair in _level(one))
        for override in every(self._lists.get(list_id), "lvlOverride"):
            levels.update(_level(child(override, "lvl")))
            at, start = number(override, "ilvl"), number(child(override, "startOverride"))
            if at in levels and start is not None:
                levels[at] = replace(levels[at], start=start)
        yield from levels.items()


def _level(element: etree._Element | None) -> Iterator[tuple[int, Level]]:
    at = None if element is None else number(element, "ilvl")
    if element is None or at is None or not 0 <= at < _LEVELS:
        return
    start = number(child(element, "start"))
    yield (
        at,
        Level(
            form=value(element, "numFmt") or "decimal",
            text=value(element, "lvlText") or "",
            start=0 if start is None else start,
            after=value(element, "suff") or "tab",
            legal=bool(switch(element, "isLgl")),
            restarts=value(element, "lvlRestart") != "0",
            style=value(element, "pStyle"),
        ),
    )


def _spaced(label: str, level: Level) -> str:
    return label if not label or level.after == "nothing" else f"{label} "


def _shown(place: re.Match[str], counts: list[int | None], levels: dict[int, Level], *, legal: bool) -> str:
    at = int(place[1]) - 1
    level = levels.get(at)
    count = counts[at] if counts[at] is not None else level.start if level is not None else 1
    return counted(count or 0, "decimal" if legal or level is None else level.form)


def counted(count: int, form: str) -> str:
    """A number in one of Word's forms of counting; in digits where the form is not known here."""
    match form:
        case "upperRoman" | "lowerRoman":
            roman = _roman(count)
            return roman if form == "upperRoman" else roman.lower()
        case "upperLetter" | "lowerLetter":
            letters = _letters(count)
            return letters if form == "upperLetter" else letters.lower()
        case "decimalZero":
            return f"{count:02}"
        case "none":
            return ""
        case _:
            return str(count)


def _roman(count: int) -> str:
    if not 0 < count <= _MOST_ROMAN:
        return str(count)
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (count // worth)
        count %= worth
    return written


def _letters(count: int) -> str:
    """A … Z, then AA, BB, CC, as Word counts."""
    if not 0 < count <= 26 * 30:
        return str(count)
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def bullet(sign: str) -> str:
    """A bullet as it looks: dashes of every length are one, signs of symbol fonts are dots."""
    sign = sign.strip()
    if sign and all(letter in _MINUS for letter in sign):
        return "-"
    return sign if not sign or sign[0] in _PRINTED_BULLETS else "•"
