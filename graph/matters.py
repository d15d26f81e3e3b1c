"""Which items speak of the same matter, though in other words? An exact comparison through an inverted index."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from graph.lexicon import Kind
from graph.reading import Clause, Reader
from graph.rows import Rows
from graph.subjects import Source, SourceId, Subject, SubjectId
from graph.weights import Weights, topic_shares

LINKED_FROM = 0.34
"""Cosine of two clauses from which on their items may speak of one matter."""
LEAST_SHARED = 5.0
"""Weight that the two clauses share at least."""
LEAST_THINGS = 3.5
"""Weight of the things (not mere words) among that, at least; a pair of syllables counts half for one."""
_REMEMBERED = 50_000
"""Sets of terms whose weights are remembered; many clauses are formulas, and those are alike."""
_THINGS = {kind.value: 1.0 for kind in (Kind.BROAD, Kind.OBJECT, Kind.BENEFICIARY, Kind.SYMBOL)} | {
    Kind.PAIR.value: 0.5
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A clause with what its terms weigh, in the order of their names, and the sum."""

    clause: Clause
    weights: dict[str, float]
    total: float
    things: float
    """What its things weigh."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two items are, by the two clauses that are most alike.

    ``score`` is the cosine of the clauses, ``covered`` the share of the shorter one that the other has, ``shared`` the
    weight of what both have and ``things`` that of the things among it; ``terms`` are what both have, the heaviest
    first. ``one`` and ``other`` are in the order of ids.
    """

    one: SubjectId
    other: SubjectId
    score: float
    covered: float
    shared: float
    things: float
    terms: tuple[str, ...]
    at: tuple[int, int]
    """Which clause of each."""
    also: tuple[tuple[int, int], ...] = ()
    """Further clauses that would link them by themselves, no clause twice."""


_Linked: TypeAlias = tuple[float, float, int, int, float]
"""Two clauses that link their items: minus score, minus shared weight, which clause of each, the weight of things."""


def _further(linked: Sequence[_Linked]) -> tuple[tuple[int, int], ...]:
    """The pairs of clauses after the best, as long as both clauses are new."""
    found: list[tuple[int, int]] = []
    for _, _, first, second, _ in linked:
        if all(first != one and second != other for one, other in found):
            found.append((first, second))
    return tuple(found[1:])


class Matters:
    """The index: items as weighed clauses, each a row. It answers from its content alone."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.items: dict[SubjectId, tuple[Weighed, ...]] = {}
        self._source: dict[SubjectId, SourceId] = {}
        self._of: dict[SourceId, tuple[SubjectId, ...]] = {}
        self._topics: dict[SourceId, dict[str, float]] = {}
        self._known: dict[frozenset[str], tuple[dict[str, float], float, float]] = {}
        self._index()

    def _index(self) -> None:
        self._known.clear()
        self._rows = Rows(LINKED_FROM, LEAST_SHARED)
        self._subjects: list[SubjectId] = []
        self._numbers: dict[SubjectId, list[int]] = {}
        for subject in self.items:
            self._file(subject)

    def add(self, source: Source, subjects: Sequence[Subject]) -> None:
        """Take in a source with its items."""
        reader = Reader.of(source, (one.text for one in subjects))
        self.add_read(source.id, {one.id: reader.read(one) for one in subjects})

    def add_read(self, source: SourceId, read: Mapping[SubjectId, tuple[Clause, ...]]) -> None:
        """Take in a source whose items were read already."""
        self._topics[source] = topic_shares(clause for clauses in read.values() for clause in clauses)
        for subject, clauses in read.items():
            self._source[subject] = source
            self.items[subject] = tuple(map(self._weighed, clauses))
            self._file(subject)
        self._of[source] = tuple(read)

    def _file(self, subject: SubjectId) -> None:
        """Give a row to each clause that has things enough to be linked by."""
        numbers = self._numbers[subject] = []
        for one in self.items[subject]:
            if one.things >= LEAST_THINGS:
                numbers.append(self._rows.add(one.weights, self._least(subject, one)))
                self._subjects.append(subject)

    def remove(self, source: SourceId) -> None:
        """Forget a source."""
        self._topics.pop(source, None)
        for subject in self._of.pop(source, ()):
            del self._source[subject], self.items[subject]
            for number in self._numbers.pop(subject):
                self._rows.forget(number)
        if self._rows.sparse:
            self._index()

    def _weighed(self, clause: Clause) -> Weighed:
        known = self._known.get(clause.terms)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            weights = {term: weight for term in sorted(clause.terms) if (weight := self.weights[term]) > 0}
            known = self._known[clause.terms] = (weights, sum(weights.values()), _things(weights, {}))
        return Weighed(clause, *known)

    def _least(self, subject: SubjectId, weighed: Weighed) -> float:
        """The least that a clause can weigh, whatever it is compared with: its source's topics count for little."""
        return _total(weighed, self._topics[self._source[subject]])

    def candidates(self, subject: SubjectId) -> list[SubjectId]:
        """The items that may be linked to this one, by id: every one that is is among them."""
        found: set[SubjectId] = set()
        for one in self.items[subject]:
            if one.things >= LEAST_THINGS:
                reached = self._rows.reaching(one.weights, self._least(subject, one))
                found.update(self._subjects[number] for number in reached)
        found.discard(subject)
        return sorted(found)

    def likeness(self, one: SubjectId, other: SubjectId) -> Likeness | None:
        """How like two items are, by the two clauses most alike; None where no two share enough to link them.

        What is the topic of both sources, or of the one that has both items, tells items apart less and counts less.
        """
        if one > other:
            one, other = other, one
        topics = self._topics_of_both(self._source[one], self._source[other])
        linked: list[_Linked] = []
        for first, mine in enumerate(self.items[one]):
            for second, theirs in enumerate(self.items[other]):
                shared = _shared(mine.weights, theirs.weights, topics)
                if shared < LEAST_SHARED or mine.things < LEAST_THINGS or theirs.things < LEAST_THINGS:
                    continue
                things = _things(mine.weights, theirs.weights)
                score = shared / math.sqrt(_total(mine, topics) * _total(theirs, topics))
                if things >= LEAST_THINGS and score >= LINKED_FROM:
                    linked.append((-score, -shared, first, second, things))
        return self._told(one, other, topics, sorted(linked)) if linked else None

    def _told(self, one: SubjectId, other: SubjectId, topics: dict[str, float], linked: Sequence[_Linked]) -> Likeness:
        score, shared, first, second, things = -linked[0][0], -linked[0][1], *linked[0][2:]
        mine, theirs = self.items[one][first], self.items[other][second]
        covered = shared / min(_total(mine, topics), _total(theirs, topics))
        both = [term for term in mine.weights if term in theirs.weights]
        terms = tuple(sorted(both, key=lambda term: (-mine.weights[term] * topics.get(term, 1.0), term)))
        figures = (round(score, 4), round(covered, 4), round(shared, 3), round(things, 3))
        return Likeness(one, other, *figures, terms, (first, second), _further(linked))

    def against(self, subject: SubjectId) -> Iterator[Likeness]:
        """Every item that is linked to this one, by id."""
        for other in self.candidates(subject):
            if found := self.likeness(subject, other):
                yield found

    def pairs(self) -> list[Likeness]:
        """Every pair of items that are linked, once, by ids; each item is held against those filed before it."""
        found: list[Likeness] = []
        before = Matters(self.weights)
        for source, subjects in self._of.items():
            before._topics[source] = self._topics[source]
            for subject in subjects:
                before._source[subject], before.items[subject] = source, self.items[subject]
                found.extend(before.against(subject))
                before._file(subject)
        return sorted(found, key=lambda one: (one.one, one.other))

    def _topics_of_both(self, one: SourceId, other: SourceId) -> dict[str, float]:
        mine, theirs = self._topics[one], self._topics[other]
        if one == other or not mine or not theirs:
            return mine if one == other else {}
        return {term: max(mine[term], theirs[term]) for term in mine if term in theirs}


def _shared(one: dict[str, float], other: dict[str, float], topics: dict[str, float]) -> float:
    if one.keys().isdisjoint(other):
        return 0.0
    return sum(weight * topics.get(term, 1.0) for term, weight in one.items() if term in other)


def _things(one: dict[str, float], other: dict[str, float]) -> float:
    """What the things of a row weigh, or of two rows those that both have."""
    return sum(
        weight * _THINGS[term[0]] for term, weight in one.items() if term[0] in _THINGS and (not other or term in other)
    )


def _total(weighed: Weighed, topics: dict[str, float]) -> float:
    if not topics:
        return weighed.total
    return sum(weight * topics.get(term, 1.0) for term, weight in weighed.weights.items())
