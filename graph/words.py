"""Which words does a text consist of? Keys that are equal for every spelling of a word, each with its place.

Documents differ in capitals, punctuation, dashes, the place of the tone mark (hoà, hòa), "y" for "i" (kỹ, kĩ) and in
how far they abbreviate. None of that makes another text of them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from graph.tables import tables

WORD = re.compile(r"[^\W_]+")
CAPITALS = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x1EFA)) if letter.isupper())
"""Inside brackets of a pattern: every Vietnamese capital, which no range holds without small letters."""
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LATE_I = frozenset({"hy", "ky", "ly", "my", "sy", "ty", "vy", "quy"})
_INTRODUCED = re.compile(r"\(\s*(?:(?:sau đây )?(?:gọi|viết) (?:tắt )?là:?\s*)?[“\"]?([^\W\d_]{2,9})[”\"]?\s*\)")
_LONGEST_NAME = 14
_REMEMBERED = 2_000
"""Texts whose words are remembered with their places."""


class Word(NamedTuple):
    """A word's key and its place in the text; all words of an abbreviation stand where the short form does."""

    key: str
    start: int
    end: int


def fold(word: str) -> str:
    """The key of one word: lower case, tone mark at the end, final "i" for "y"."""
    if word.isascii():
        key = word.lower()
    else:
        letters = normalize("NFD", word.lower())
        key = "".join([*(one for one in letters if one not in _TONES), *(one for one in letters if one in _TONES)])
    base = key.rstrip("".join(_TONES))
    return f"{base[:-1]}i{key[len(base) :]}" if base in _LATE_I else key


class Spelling(dict[str, tuple[str, ...]]):
    """The keys of every word met so far, abbreviations written out; ``own`` are those that one document introduces."""

    def __init__(self, own: Mapping[str, tuple[str, ...]] | None = None) -> None:
        super().__init__(own or {})
        self._placed: dict[str, tuple[Word, ...]] = {}

    def __missing__(self, word: str) -> tuple[str, ...]:
        found = self[word] = _abbreviations().get(word) or (fold(word),)
        return found

    def keys_of(self, text: str) -> list[str]:
        """The keys of the words of a text, in order."""
        return [key for word in WORD.findall(composed(text)) for key in self[word]]

    def words_of(self, text: str) -> tuple[Word, ...]:
        """The words of a text; places count in its composed form (:func:`composed`)."""
        if text not in self._placed:
            if len(self._placed) >= _REMEMBERED:
                self._placed.clear()
            found = WORD.finditer(composed(text))
            self._placed[text] = tuple(Word(key, *match.span()) for match in found for key in self[match[0]])
        return self._placed[text]


PLAIN = Spelling()
"""The spelling of texts that introduce no abbreviation of their own."""


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC), in which places in it are counted."""
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def phrase(text: str) -> tuple[str, ...]:
    """The keys of a phrase."""
    return tuple(PLAIN.keys_of(text))


def spelling_of(texts: Iterable[str]) -> Spelling:
    """The spelling of a document: "trung tâm phục vụ hành chính công (PVHCC)" introduces an abbreviation."""
    own: dict[str, tuple[str, ...]] = {}
    for text in map(composed, texts):
        for match in _INTRODUCED.finditer(text):
            short = match[1]
            if short.isupper() and short not in own and (long := _written_out(short, text[: match.start()])):
                own[short] = long
    return Spelling(own) if own else PLAIN


def _written_out(short: str, before: str) -> tuple[str, ...] | None:
    """The last words before an abbreviation whose initials it has; small words between them may have none."""
    words = WORD.findall(before)[-_LONGEST_NAME:]
    for start in range(len(words) - 1, -1, -1):
        initials = "".join(word[0] for word in words[start:]).upper()
        if initials == short:
            return tuple(map(fold, words[start:]))
    return None


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    return {short: tuple(map(fold, WORD.findall(composed(long)))) for short, long in tables()["abbreviations"].items()}
