"""What did a copy change? Little, and it matters: a date, a figure, a word that was dropped."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from graph.words import PLAIN, Word, composed


class Change(StrEnum):
    """What kind of words differ."""

    FIGURE = "figure"
    """A number, date or share."""
    DROPPED = "dropped"
    ADDED = "added"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of one text and what stands for them in the other; empty where nothing does."""

    kind: Change
    one: str
    other: str


_FIGURE = re.compile(r"\d")
_LONGEST = 12
"""Words; what differs in more than that is another sentence and no change of this one."""


def differences(one: str, other: str) -> tuple[Difference, ...]:
    """The words that differ between two nearly equal texts, in order."""
    mine, theirs = PLAIN.words_of(one), PLAIN.words_of(other)
    matcher = SequenceMatcher(None, [word.key for word in mine], [word.key for word in theirs], autojunk=False)
    found = []
    for what, start, end, there, until in matcher.get_opcodes():
        if what != "equal" and end - start <= _LONGEST and until - there <= _LONGEST:
            found.append(_difference(_words(one, mine[start:end]), _words(other, theirs[there:until])))
    return tuple(found)


def _difference(one: str, other: str) -> Difference:
    if _FIGURE.search(one) or _FIGURE.search(other):
        return Difference(Change.FIGURE, one, other)
    if not other:
        return Difference(Change.DROPPED, one, other)
    if not one:
        return Difference(Change.ADDED, one, other)
    return Difference(Change.WORDS, one, other)


def _words(text: str, words: tuple[Word, ...]) -> str:
    if not words:
        return ""
    plain, end = composed(text), words[-1].end
    if plain[end : end + 1] == "%":
        end += 1
    return plain[words[0].start : end]
