"""What do the words of administrative documents stand for? Phrases read as the things, acts and people they name."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from graph.tables import tables
from graph.words import phrase


class Kind(StrEnum):
    """What a phrase is; the value is the first letter of its term."""

    FORMULA = "f"
    """Says nothing about the matter."""
    COMMON = "c"
    ACT = "a"
    PRODUCT = "p"
    BENEFICIARY = "b"
    BROAD = "g"
    """A thing that many tasks are about."""
    OBJECT = "o"
    """A thing that few tasks are about."""
    PAIR = "w"
    """Two syllables side by side that no table knows."""
    SYMBOL = "s"


_KINDS = {kind.value: kind for kind in Kind}
_PAIR = f"{Kind.PAIR}:"


class Unit(NamedTuple):
    """A stretch of words that is one thing: the terms it stands for, none where no table knows it."""

    terms: tuple[str, ...]
    known: bool
    start: int
    end: int


def term(kind: Kind, name: str) -> str:
    """The term of that kind."""
    return f"{kind}:{name}"


def kind_of(name: str) -> Kind:
    """The kind of a term."""
    return _KINDS[name[0]]


def units(keys: Sequence[str]) -> Iterator[Unit]:
    """The words as units, from left to right; the longest phrase at a place wins."""
    phrases, lengths = _phrases(), _lengths()
    start, end = 0, len(keys)
    while start < end:
        for length in lengths.get(keys[start], ()):
            terms = phrases.get(tuple(keys[start : start + length]))
            if terms is not None and start + length <= end:
                yield Unit(terms, known=True, start=start, end=start + length)
                start += length
                break
        else:
            yield Unit((), known=False, start=start, end=start + 1)
            start += 1


def terms_of(keys: Sequence[str]) -> set[str]:
    """The terms of a stretch of words; two words side by side that no table knows are a pair.

    One such word alone is no term: a Vietnamese syllable is rarely a word of its own.

    This is :func:`units` without the units: a year of directives has a million words.
    """
    phrases, lengths = _phrases(), _lengths()
    found: set[str] = set()
    before: str | None = None
    start, end = 0, len(keys)
    while start < end:
        key = keys[start]
        for length in lengths.get(key, ()):
            terms = phrases.get(tuple(keys[start : start + length]))
            if terms is not None and start + length <= end:
                found.update(terms)
                start += length
                before = None
                break
        else:
            start += 1
            if len(key) == 1 or key.isdigit():
                before = None
                continue
            if before is not None:
                found.add(f"{_PAIR}{before} {key}")
            before = key
    return found


@cache
def standing_formulas() -> frozenset[tuple[str, ...]]:
    """Phrases that say nothing or that every document has, by their keys."""
    formulas = set(map(phrase, (*tables()["formulas"], *tables()["bodies"])))
    return frozenset(formulas | set(map(phrase, tables()["set_phrases"])))


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The terms that each phrase stands for; formulas stand for none."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for form, named in _forms():
        found.setdefault(phrase(form), {}).update(dict.fromkeys(named))
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for words, terms in found.items():
        inside = (found[part] for part in _parts(words) if part in found)
        nested = [one for each in inside for one in each if kind_of(one) in _NESTED]
        phrases[words] = tuple(dict.fromkeys((*terms, *nested)))
    return phrases


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """How long the phrases are that begin with a word, the longest first."""
    found: dict[str, set[int]] = {}
    for words in _phrases():
        found.setdefault(words[0], set()).add(len(words))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The shorter stretches of a phrase."""
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            yield words[start : start + length]


_NESTED = frozenset({Kind.ACT, Kind.BENEFICIARY, Kind.BROAD, Kind.OBJECT})
"""A forest fire is a fire in a forest: what a phrase names is also what the phrases in it name."""


def _forms() -> Iterator[tuple[str, tuple[str, ...]]]:
    table = tables()
    for form in (*table["formulas"], *table["bodies"]):
        yield form, ()
    for form in table["common"]:
        yield form, (term(Kind.COMMON, form),)
    broad = set(table["broad"])
    for kind, names in ((Kind.ACT, "acts"), (Kind.PRODUCT, "products"), (Kind.BENEFICIARY, "beneficiaries")):
        for name, forms in table[names].items():
            for form in forms:
                yield form, (term(kind, name),)
    for name, forms in table["objects"].items():
        for form in forms:
            yield form, (term(Kind.BROAD if name in broad else Kind.OBJECT, name),)
