"""Marks, in a text that is shown, the words that somebody looked for."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import normalize

from thac.directory import spelling

_WORD: Final = re.compile(r"\w+")
_BEFORE: Final = 60
_MOST: Final = 320
"""Letters of a text that are shown."""
_LONG_FORMS: Final = {"ubnd": ("uy", "ban", "nhan", "dan"), "hdnd": ("hoi", "dong", "nhan", "dan")}


class Piece(NamedTuple):
    """A part of a text; ``hit`` when it is one of the words."""

    text: str
    hit: bool


def highlighted(text: str, words: tuple[str, ...]) -> tuple[Piece, ...]:
    """The text in pieces, of a long one the part around the first hit, with dots where something was left out.

    ``words`` are folded, the last one may be unfinished.
    """
    whole = normalize("NFC", text)
    hits = list(_hits(whole, words))
    start, end = _part(whole, hits[0][0] if hits else 0)
    pieces = [Piece("… ", hit=False)] if start else []
    place = start
    for first, last in hits:
        if place <= first and last <= end:
            pieces += [Piece(whole[place:first], hit=False), Piece(whole[first:last], hit=True)]
            place = last
    pieces.append(Piece(whole[place:end] + (" …" if end < len(whole) else ""), hit=False))
    return tuple(piece for piece in pieces if piece.text)


def _hits(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the words begin and end; an abbreviation that was looked for is found written out too."""
    wanted, last = {*words}, words[-1] if words else None
    long = [form for word, form in _LONG_FORMS.items() if word in wanted]
    found = [(match, _folded(match.group())) for match in _WORD.finditer(text)]
    names = [name for _, forms in found for name in forms[:1]] if long else []
    until = 0
    for place, (match, forms) in enumerate(found):
        if match.start() < until:
            continue
        size = next((len(form) for form in long if tuple(names[place : place + len(form)]) == form), 0)
        if size:
            until = found[place + size - 1][0].end()
            yield match.start(), until
        elif any(form in wanted or (last is not None and form.startswith(last)) for form in forms):
            yield match.span()


@lru_cache(maxsize=1 << 14)
def _folded(word: str) -> tuple[str, ...]:
    """What a word is looked for by; "và" stands for nothing and is kept as it is, so that places stay."""
    return tuple(map(spelling.fold, spelling.read(word).words)) or (word,)


def _part(text: str, first: int) -> tuple[int, int]:
    if len(text) <= _MOST:
        return 0, len(text)
    start = 0 if first <= _BEFORE else text.rfind(" ", 0, first - _BEFORE + 1) + 1
    if len(text) - start <= _MOST:
        return start, len(text)
    end = text.rfind(" ", start, start + _MOST)
    return start, end if end > start else start + _MOST
