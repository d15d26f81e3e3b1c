"""What does an item speak of? Its clauses, each a set of terms: things, acts, people, symbols, words no table knows."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.citations import citations, own_words
from graph.lexicon import Kind, kind_of, term, terms_of, units
from graph.subjects import Source, Subject
from graph.words import CAPITALS, PLAIN, WORD, Spelling, composed, phrase, spelling_of

_BREAK = re.compile(rf"(?:[;…]|\.(?=\s+[{CAPITALS}“\"(+-]|\s*$))\s*")
_COMMA = re.compile(r",\s+")
_LONG = 45
_PART = 18
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of an item's text (places in its composed form) and the terms in it."""

    start: int
    end: int
    terms: frozenset[str]

    def of(self, kind: Kind) -> frozenset[str]:
        """Its terms of one kind."""
        return frozenset(one for one in self.terms if kind_of(one) is kind)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the items of one source: with the abbreviations it introduces, without the names of issuer and place."""

    spelling: Spelling
    muted: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, source: Source, texts: Iterable[str]) -> "Reader":
        """The reader of a source with these items."""
        muted = sorted({words for name in source.names if (words := phrase(name))}, key=lambda one: (-len(one), one))
        return cls(spelling_of((*source.around, *texts)), tuple(muted))

    def read(self, subject: Subject) -> tuple[Clause, ...]:
        """The clauses of an item; the symbols it cites through footnotes count for its last clause."""
        plain = self.spelling is PLAIN and not self.muted
        clauses = _read(subject.text) if plain else tuple(self._clauses(subject.text))
        seen = {one for clause in clauses for one in clause.terms}
        noted = frozenset(term(Kind.SYMBOL, symbol) for symbol in subject.cites) - seen
        if noted and clauses:
            last = clauses[-1]
            clauses = (*clauses[:-1], Clause(last.start, last.end, last.terms | noted))
        return clauses

    def _clauses(self, text: str) -> Iterator[Clause]:
        plain = composed(text)
        cited = citations(plain)
        own = own_words(plain) if cited else plain
        for start, end in stretches(plain):
            found = {term(Kind.SYMBOL, one.symbol) for one in cited if start <= one.start < end}
            found.update(self._terms(own[start:end]))
            yield Clause(start, end, frozenset(found))

    def _terms(self, text: str) -> set[str]:
        keys = self.spelling.keys_of(text)
        for words in self.muted:
            keys = _without(keys, words)
        return terms_of(keys)


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The clauses of a text by their places: between full stops and semicolons, long ones cut at commas."""
    words = [match.start() for match in WORD.finditer(text)]
    start = 0
    for match in (*_BREAK.finditer(text), None):
        end = len(text) if match is None else match.start()
        after = len(text) if match is None else match.end()
        if match is not None and _count(words, start, end) < _SHORT:
            continue
        if end > start:
            yield from _parts(text, words, start, end)
        start = after


def _count(words: list[int], start: int, end: int) -> int:
    """How many words begin in a stretch."""
    return bisect_left(words, end) - bisect_left(words, start)


def _parts(text: str, words: list[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    if _count(words, start, end) <= _LONG:
        yield start, end
        return
    begun = start
    for match in _COMMA.finditer(text, start, end):
        if _count(words, begun, match.start()) >= _PART and _count(words, match.end(), end) >= _PART:
            yield begun, match.start()
            begun = match.end()
    yield begun, end


@lru_cache(maxsize=1 << 14)
def _read(text: str) -> tuple[Clause, ...]:
    """Texts that introduce nothing of their own are read once; a cascade says the same thing in many places."""
    return tuple(Reader(PLAIN)._clauses(text))  # noqa: SLF001 - its own


def _without(keys: list[str], words: tuple[str, ...]) -> list[str]:
    """The keys with every occurrence of a name replaced by a digit, which is no term and joins nothing."""
    if words[0] not in keys:
        return keys
    found: list[str] = []
    place = 0
    while place < len(keys):
        if tuple(keys[place : place + len(words)]) == words:
            found.append("0")
            place += len(words)
        else:
            found.append(keys[place])
            place += 1
    return found


def said(text: str, term: str) -> str:
    """The words by which a text says a term; empty where it does not."""
    plain = composed(text)
    if kind_of(term) is Kind.SYMBOL:
        symbol = term.partition(":")[2]
        return symbol.upper() if any(one.symbol == symbol for one in citations(plain)) else ""
    words = PLAIN.words_of(plain)
    keys = [word.key for word in words]
    if kind_of(term) is Kind.PAIR:
        pair = term.partition(":")[2].split(" ")
        places = [place for place in range(len(keys) - 1) if keys[place : place + 2] == pair]
        return plain[words[places[0]].start : words[places[0] + 1].end] if places else ""
    unit = next((one for one in units(keys) if term in one.terms), None)
    return "" if unit is None else plain[words[unit.start].start : words[unit.end - 1].end]
