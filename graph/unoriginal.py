"""Which words of a source are nobody's own: titles of documents, names that come again and again, standing formulas.

A run of such words in two sources is no copied text.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass
from functools import cache

from graph.citations import citations, titles
from graph.lexicon import standing_formulas
from graph.words import Spelling

_TITLE_PIECE = 5
NAME_PIECE = 6
_NAME_FROM = 4
MANY_ROOTS = 20
"""What stands in more sources than so many that do not carry out the same document, none of them copied."""
_LONG_FORMULA = 4

Marks = list[bool]
"""For each word of an item whether it is the item's own."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """Pieces of six words that so many unrelated sources have that nobody copied them, and their digests."""

    pieces: frozenset[tuple[str, ...]] = frozenset()
    digests: frozenset[int] = frozenset()


NO_FORMULAS = Formulas()


def own(
    texts: Sequence[str], items: Sequence[Sequence[str]], framing: Iterable[str], spelling: Spelling
) -> list[Marks]:
    """Mark the words of the items of one source.

    Parameters
    ----------
    texts, items
        The items, and the keys of their words.
    framing
        The source's own subject, its grounds and other texts around the items: titles there are titles in the items.
    spelling
        The source's spelling.
    """
    marks = [[True] * len(one) for one in items]
    known = [spelling.keys_of(title) for title in titles((*framing, *texts))]
    called = {piece for title in known for piece in pieces(title, _TITLE_PIECE)}
    names = _names(items)
    for number, one in enumerate(items):
        blank(marks[number], one, called, _TITLE_PIECE)
        blank(marks[number], one, names, NAME_PIECE)
        _blank_formulas(marks[number], one)
        _blank_citations(marks[number], texts[number], spelling)
    return marks


def learned_formulas(sources: Iterable[tuple[str, Sequence[str], Collection[int]]]) -> Formulas:
    """The formulas that a corpus teaches: what stands in many sources that do not carry out the same document.

    Parameters
    ----------
    sources
        For each its root (the document it carries out, otherwise its own id), the keys of its words and the digests of
        its pieces. Communes that all copy one provincial letter have one root, and what they copied stays a copy.
    """
    every = [(root, keys, set(digests)) for root, keys, digests in sources]
    counts: Counter[int] = Counter()
    for _, _, digests in every:
        counts.update(digests)
    often = {digest for digest, times in counts.items() if times > MANY_ROOTS}
    roots: dict[tuple[str, ...], set[str]] = {}
    for root, keys, digests in every:
        if not digests.isdisjoint(often):
            for piece in pieces(keys, NAME_PIECE):
                if hash(piece) in often:
                    roots.setdefault(piece, set()).add(root)
    found = frozenset(piece for piece, having in roots.items() if len(having) > MANY_ROOTS)
    return Formulas(found, frozenset(map(hash, found)))


def pieces(keys: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Every so many words in a row."""
    return zip(*(keys[start:] for start in range(length)), strict=False)


def _names(items: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
    """Pieces that stand in so many items of one source that they are a name and no sentence of theirs."""
    if len(items) < _NAME_FROM:
        return set()
    seen: Counter[tuple[str, ...]] = Counter()
    for keys in items:
        seen.update(set(pieces(keys, NAME_PIECE)))
    return {piece for piece, times in seen.items() if times >= _NAME_FROM}


def blank(
    marks: MutableSequence[bool] | bytearray, keys: Sequence[str], known: Collection[tuple[str, ...]], length: int
) -> None:
    """Mark every word that stands in one of the pieces known as nobody's own."""
    if known:
        for start, piece in enumerate(pieces(keys, length)):
            if piece in known:
                marks[start : start + length] = [False] * length


def _blank_formulas(marks: Marks, keys: Sequence[str]) -> None:
    formulas = _long_formulas()
    for start, piece in enumerate(pieces(keys, _LONG_FORMULA)):
        for words in formulas.get(piece, ()):
            if tuple(keys[start : start + len(words)]) == words:
                marks[start : start + len(words)] = [False] * len(words)
                break


@cache
def _long_formulas() -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """The standing formulas that could pass for copied text, by their first words, the longest first."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for words in sorted(standing_formulas(), key=lambda one: (-len(one), one)):
        if len(words) >= _LONG_FORMULA:
            found.setdefault(words[:_LONG_FORMULA], []).append(words)
    return found


def _blank_citations(marks: Marks, text: str, spelling: Spelling) -> None:
    found = citations(text)
    words = spelling.words_of(text) if found else ()
    for cited in found:
        for place, word in enumerate(words):
            if cited.start <= word.start < cited.end:
                marks[place] = False
