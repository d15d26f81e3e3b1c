"""How much does a term tell? The rarer it is in documents, the more two items that share it have in common.

Built-in counts stand for a background of clauses that were never read, so that two documents alone can be compared;
counts learned from a corpus are added to them. Weights are frozen: the score of two items does not drift because an
unrelated directive was launched.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from graph.lexicon import Kind, kind_of
from graph.reading import Clause

_BACKGROUND = 3_000
_COUNTS = {
    Kind.COMMON: 250,
    Kind.ACT: 150,
    Kind.PRODUCT: 400,
    Kind.BENEFICIARY: 30,
    Kind.BROAD: 60,
    Kind.OBJECT: 12,
    Kind.PAIR: 8,
    Kind.SYMBOL: 8,
}
_SHARE = {
    Kind.COMMON: 0.4,
    Kind.ACT: 0.5,
    Kind.PRODUCT: 0.2,
    Kind.BENEFICIARY: 0.8,
    Kind.BROAD: 1.0,
    Kind.OBJECT: 1.0,
    Kind.PAIR: 0.6,
    Kind.SYMBOL: 0.8,
}
"""What part of its information a term of a kind is credited with: two syllables side by side need not be a word."""
_MOST_OF_ONE = 3
_TOPIC_FROM = 0.1
"""A term in more than this share of a source's clauses is its topic and tells its items less apart."""


class Weights(dict[str, float]):
    """What each term weighs; ``clauses`` and ``counts`` are what a corpus adds to the background."""

    def __init__(self, clauses: int = 0, counts: Mapping[str, int] | None = None) -> None:
        super().__init__()
        self.clauses = clauses
        self.counts = dict(counts or {})

    def __missing__(self, term: str) -> float:
        kind = kind_of(term)
        seen = _COUNTS[kind] + self.counts.get(term, 0)
        weight = self[term] = _SHARE[kind] * max(0.0, math.log((_BACKGROUND + self.clauses) / seen))
        return weight

    @classmethod
    def learned(cls, sources: Iterable[Iterable[Clause]]) -> "Weights":
        """The weights that a corpus teaches; one source that says a thing all the time counts a few times only."""
        counts: Counter[str] = Counter()
        number = 0
        for clauses in sources:
            own: Counter[str] = Counter()
            for clause in clauses:
                own.update(clause.terms)
                number += 1
            for term, seen in own.items():
                counts[term] += min(seen, _MOST_OF_ONE)
        return cls(number, counts)


def topic_shares(clauses: Iterable[Clause]) -> dict[str, float]:
    """What is left of a term's weight within one source, for the terms that are its topic: 1 down to 0."""
    counts: Counter[str] = Counter()
    number = 0
    for clause in clauses:
        counts.update(clause.terms)
        number += 1
    shares: dict[str, float] = {}
    for term, seen in counts.items():
        part = (seen - 1) / number
        if part > _TOPIC_FROM:
            shares[term] = math.log(part) / math.log(_TOPIC_FROM)
    return shares
