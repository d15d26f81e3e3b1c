"""Which words point at a place in an item? The whole item where it is short, otherwise what lies around the place."""

from graph.reading import stretches
from graph.subjects import Passage, Subject
from graph.words import WORD, composed

LONGEST = 80
"""Words of the longest passage."""


def passage(subject: Subject, start: int | None = None, end: int | None = None) -> Passage:
    """The passage that points at a place of an item; without a place, at its beginning."""
    text = composed(subject.text)
    if len(WORD.findall(text)) <= LONGEST:
        return Passage(subject.source, subject.line, text)
    first, last = _around(text, start or 0, end if end is not None else (start or 0))
    return Passage(subject.source, subject.line, text[first:last].strip())


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Whole clauses around the place as long as they fit; where the place itself is too long, its first words."""
    clauses = list(stretches(text))
    inside = [one for one in clauses if one[0] < max(end, start + 1) and start < one[1]] or clauses[:1]
    first, last = inside[0][0], inside[-1][1]
    if _words(text, first, last) > LONGEST:
        return _cut(text, start, max(end, start + 1))
    number = clauses.index(inside[-1]) + 1
    while number < len(clauses) and _words(text, first, clauses[number][1]) <= LONGEST:
        last = clauses[number][1]
        number += 1
    number = clauses.index(inside[0]) - 1
    while number >= 0 and _words(text, clauses[number][0], last) <= LONGEST:
        first = clauses[number][0]
        number -= 1
    return first, last


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    words = [match.span() for match in WORD.finditer(text)]
    first = next((number for number, word in enumerate(words) if word[1] > start), 0)
    within = next((number for number, word in enumerate(words) if word[0] >= end), len(words))
    until = min(within, first + LONGEST)
    if within - first < LONGEST:  # room for some words on both sides
        spare = LONGEST - (within - first)
        first = max(0, first - spare // 2)
        until = min(len(words), first + LONGEST)
    return words[first][0], words[until - 1][1]


def _words(text: str, start: int, end: int) -> int:
    return len(WORD.findall(text[start:end]))
