"""How an item is marked: Phần, Chương, Roman, Điều, 1., 1.1, a), (1), -, + (Decree 30/2020/NĐ-CP, annex I).

A wrapped sentence may begin a line with what looks like a marker ("khoản / 2. Điều 5"), so a marker is also judged by
whether its number follows the last one of its kind; that is the business of ``paragraphs``.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from thac.intake.structure.letters import CAPITALS, capitals_only


class Kind(IntEnum):
    """Kinds of markers, outermost first."""

    PART = 0
    """Phần I, Chương II"""
    CAPITAL = 1
    """A."""
    ROMAN = 2
    DIVISION = 3
    """Mục 1"""
    ARTICLE = 4
    """Điều 1."""
    ARABIC = 5
    DECIMAL = 6
    """1.1"""
    DEEPER = 7
    """1.1.1"""
    ARABIC_HALF = 8
    """1)"""
    LETTER = 9
    PAREN = 10
    """(1), (i), (a)"""
    DASH = 11
    PLUS = 12
    STAR = 13
    """*, •, o"""


BULLETS: Final = frozenset({Kind.DASH, Kind.PLUS, Kind.STAR})
"""Marks that carry no number."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as printed, what it counts and where the text behind it starts.

    ``label`` is the part of a path it makes ("II", "1.1", "a", "Điều 2"); ``ordinal`` its place among its kind, 0 for
    a bullet; ``outer`` the numbers before the last one of a decimal.
    """

    kind: Kind
    printed: str
    label: str
    ordinal: int
    end: int
    outer: tuple[int, ...] = ()


_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
"""The order of điểm a), b), c), d), đ) …: the Vietnamese alphabet without letters that carry marks."""
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}
_WORDS: Final = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8}

_PART = re.compile(
    r"(?P<word>Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ\s+|THỨ\s+)?(?P<number>[IVX]{1,6}|\d{1,2}|\w{2,4})\b[.:]?\s*"
)
_DIVISION = re.compile(r"(?P<word>Mục|MỤC)\s+(?P<number>[IVX]{1,5}|\d{1,2})(?:[.:]\s*|\s*(?=[" + CAPITALS + r"])|$)")
_ARTICLE = re.compile(r"(?P<word>Điều|ĐIỀU)\s+(?P<number>\d{1,3})\s*(?:[.:]\s*|$)")
_ROMAN_MARK = re.compile(r"(?P<number>[IVX]{1,5})\s?(?:[.)/]|\s?[-–](?=\s))(?!\d)\s*(?=\D|$)")
_ROMAN_BARE = re.compile(rf"(?P<number>I{{1,3}}|IV|V|VII|VIII|IX)\s+(?=[{CAPITALS}]{{2}})")
"""Without a dot, before a title in capitals; VI and X also begin words."""
_DECIMAL = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})(?:[.)]\s*|\s?[-–]\s+|\s+|$)(?=[^\d\s%]|$)")
_ARABIC = re.compile(
    r"(?P<number>\d{1,2})\s?(?:[./](?:\s+(?=\S)|(?=[^\d\s])|$)|(?P<half>\))\s*(?=\S|$)"
    rf"|[-–]\s+(?=\S)|\s[-–]\s+(?=[{CAPITALS}]))"
)
_CAPITAL = re.compile(r"(?P<number>[A-E])[.)]\s+(?=[" + CAPITALS + r"]{2})")
_LETTER = re.compile(r"(?P<number>[a-eghiklm-qr-vxyđ])\s?(?:[)/]|\.(?=\s*[" + CAPITALS + r"]))\s*(?=\S|$)")
_PAREN = re.compile(r"\((?P<number>\d{1,2}|[a-eghiđ]|i{1,3}|iv|v|vi{1,3})\)\s*(?=\S|$)")
_DASH = re.compile(r"[-–—\u2212\uf02d]\s*(?=\S|$)")
_PLUS = re.compile(r"\+\s*(?=\S|$)")
_STAR = re.compile(r"(?:[*•●▪◦‣□➢✓\uf0b7\uf0a7\uf0d8\uf0fc]|o(?=\s+[" + CAPITALS + r"]))\s*(?=\S|$)")


def read_marker(text: str) -> Marker | None:  # noqa: C901 - one line for each kind of marker
    """The marker at the start of a text, if it has one."""
    first = text[0]
    if first in "-–—\u2212\uf02d":
        return _bullet(_DASH, Kind.DASH, text)
    if first.isdigit():
        return _decimal(text) or _arabic(text)
    if first == "(":
        return _paren(text)
    if first == "+":
        return _bullet(_PLUS, Kind.PLUS, text)
    if first in "PC" and (found := _PART.match(text)):
        return _part(found)
    if first == "M" and (found := _DIVISION.match(text)):
        return _worded(found, Kind.DIVISION)
    if first == "Đ" and (found := _ARTICLE.match(text)):
        return _worded(found, Kind.ARTICLE)
    if first in "IVX" and (found := _ROMAN_MARK.match(text) or _bare(text)):
        return _roman(found)
    if first in "ABCDE" and (found := _CAPITAL.match(text)):
        return Marker(Kind.CAPITAL, found[0].strip(), found["number"], ord(found["number"]) - ord("A") + 1, found.end())
    if first in _LETTERS and (found := _LETTER.match(text)):
        return Marker(Kind.LETTER, found[0].strip(), found["number"], _LETTERS.index(found["number"]) + 1, found.end())
    return _bullet(_STAR, Kind.STAR, text)


def _bullet(pattern: re.Pattern[str], kind: Kind, text: str) -> Marker | None:
    found = pattern.match(text)
    return None if found is None else Marker(kind, found[0].strip(), "", 0, found.end())


def _decimal(text: str) -> Marker | None:
    found = _DECIMAL.match(text)
    if found is None:
        return None
    *outer, last = map(int, found["number"].split("."))
    kind = Kind.DECIMAL if len(outer) == 1 else Kind.DEEPER
    return Marker(kind, found[0].strip(), found["number"], last, found.end(), tuple(outer))


def _arabic(text: str) -> Marker | None:
    found = _ARABIC.match(text)
    if found is None:
        return None
    kind = Kind.ARABIC_HALF if found["half"] else Kind.ARABIC
    return Marker(kind, found[0].strip(), str(int(found["number"])), int(found["number"]), found.end())


def _paren(text: str) -> Marker | None:
    found = _PAREN.match(text)
    if found is None:
        return None
    number = found["number"]
    if number.isdigit():
        ordinal = int(number)
    elif number.strip("iv"):
        ordinal = _LETTERS.index(number) + 1
    else:
        ordinal = roman(number.upper())
    return Marker(Kind.PAREN, found[0].strip(), found[0].strip(), ordinal, found.end())


def _part(found: re.Match[str]) -> Marker | None:
    number = found["number"]
    if number.isdigit():
        ordinal = int(number)
    elif not number.strip("IVX"):
        ordinal = roman(number)
    else:
        ordinal = _WORDS.get(number.lower(), 0)
    printed = found[0].strip()
    return Marker(Kind.PART, printed, printed.rstrip(".: "), ordinal, found.end()) if ordinal else None


def _worded(found: re.Match[str], kind: Kind) -> Marker:
    number = found["number"]
    ordinal = int(number) if number.isdigit() else roman(number)
    return Marker(kind, found[0].strip(), f"{found['word'].capitalize()} {number}", ordinal, found.end())


def _roman(found: re.Match[str]) -> Marker | None:
    number = found["number"]
    ordinal = roman(number)
    return Marker(Kind.ROMAN, found[0].strip(), number, ordinal, found.end()) if ordinal else None


def _bare(text: str) -> re.Match[str] | None:
    found = _ROMAN_BARE.match(text)
    return found if found is not None and capitals_only(text) else None


def roman(number: str) -> int:
    """The value of a Roman number up to XXXIX; 0 where it is none."""
    total, before = 0, 99
    for letter in number:
        value = _ROMAN[letter]
        total += value - 2 * before if value > before else value
        before = value
    return total if 0 < total < 40 else 0  # noqa: PLR2004 - no document has forty sections
