"""Everything that is compared, kept ready: what is added is held against what is there, what is removed is forgotten.

What the shelf answers is a function of the papers on it, in whatever order they came.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from graph.copies import Copies, Run, Stretch, Strip
from graph.matters import Likeness, Matters
from graph.pairs import Pair, copied_share
from graph.reading import Clause, Reader
from graph.relations import relation
from graph.subjects import Paper, Source, SourceId, Subject, SubjectId
from graph.unoriginal import NO_FORMULAS, Formulas, learned_formulas
from graph.weights import Weights
from graph.words import WORD, composed


@contextmanager
def undisturbed() -> Iterator[None]:
    """Do not look for garbage meanwhile: a year of papers makes millions of objects that last, and none in a circle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Shelf:
    """Papers with their indexes."""

    def __init__(self, weights: Weights | None = None, formulas: Formulas = NO_FORMULAS) -> None:
        self.weights = Weights() if weights is None else weights
        self.formulas = formulas
        self.papers: dict[SourceId, Paper] = {}
        self.subjects: dict[SubjectId, Subject] = {}
        self.copies = Copies()
        self.matters = Matters(self.weights)
        self._words: dict[SubjectId, int] = {}

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> "Shelf":
        """A shelf of these papers, with the weights they teach."""
        with undisturbed():
            return cls._of(list(papers))

    @classmethod
    def _of(cls, every: list[Paper]) -> "Shelf":
        read = {paper.source.id: _read(paper) for paper in every}
        weights = Weights.learned([one for clauses in items.values() for one in clauses] for items in read.values())
        strips = {paper.source.id: Strip(paper.source, paper.subjects) for paper in every}
        formulas = learned_formulas((strip.root, strip.keys, strip.digests) for strip in strips.values())
        shelf = cls(weights, formulas)
        for paper in every:
            strips[paper.source.id].discount(formulas)
            shelf._place(paper, read[paper.source.id], strips[paper.source.id])
        return shelf

    def add(self, paper: Paper) -> set[SourceId]:
        """Put a paper on the shelf, where one with its id is replaced; the others with other copied text now."""
        changed = self.remove(paper.source.id) if paper.source.id in self.papers else set()
        strip = Strip(paper.source, paper.subjects)
        strip.discount(self.formulas)
        return changed | self._place(paper, _read(paper), strip)

    def _place(self, paper: Paper, read: dict[SubjectId, tuple[Clause, ...]], strip: Strip) -> set[SourceId]:
        self.papers[paper.source.id] = paper
        for one in paper.subjects:
            self.subjects[one.id] = one
            self._words[one.id] = len(WORD.findall(composed(one.text)))
        self.matters.add_read(paper.source.id, read)
        return self.copies.add(strip)

    def remove(self, source: SourceId) -> set[SourceId]:
        """Take a paper off the shelf; the others with other copied text now."""
        for one in self.papers.pop(source).subjects:
            del self.subjects[one.id]
            del self._words[one.id]
        self.matters.remove(source)
        return self.copies.remove(source)

    def source(self, subject: Subject) -> Source:
        """The source of an item."""
        return self.papers[subject.source].source

    def pairs(self, among: Iterable[SourceId] | None = None) -> list[Pair]:
        """Every two items that are linked, by ids; with ``among`` only those with an item of these papers."""
        with undisturbed():
            return self._pairs(sorted(self.papers if among is None else set(among)))

    def _pairs(self, wanted: list[SourceId]) -> list[Pair]:
        stretches = self._stretches(wanted)
        likenesses = {(one.one, one.other): one for one in self._likenesses(wanted)}
        found = [
            self._pair(one, other, likenesses.get((one, other)), tuple(stretches.get((one, other), ())))
            for one, other in sorted(stretches.keys() | likenesses.keys())
        ]
        return [pair for pair in found if pair.linked]

    def _pair(
        self, one: SubjectId, other: SubjectId, likeness: Likeness | None, runs: tuple[tuple[Stretch, Stretch], ...]
    ) -> Pair:
        mine, theirs = self.subjects[one], self.subjects[other]
        return Pair(
            mine,
            theirs,
            relation(self.source(mine), self.source(theirs)),
            likeness,
            runs,
            copied_share(mine, theirs, runs, self._words) if runs else 0.0,
        )

    def _likenesses(self, wanted: list[SourceId]) -> Iterator[Likeness]:
        if len(wanted) == len(self.papers):
            yield from self.matters.pairs()
            return
        for source in wanted:
            for subject in self.papers[source].subjects:
                yield from self.matters.against(subject.id)

    def _stretches(self, wanted: list[SourceId]) -> dict[tuple[SubjectId, SubjectId], list[tuple[Stretch, Stretch]]]:
        """The equal text of two items, by their ids in order."""
        found: dict[tuple[SubjectId, SubjectId], set[tuple[Stretch, Stretch]]] = {}
        for source in wanted:
            for run in self.copies.runs(self.copies.strips[source]):
                for mine, theirs in self.parts(run):
                    pair = (mine, theirs) if mine.subject < theirs.subject else (theirs, mine)
                    found.setdefault((pair[0].subject, pair[1].subject), set()).add(pair)
        return {
            ids: sorted(runs, key=lambda run: (run[0].start, run[1].start, run[0].words)) for ids, runs in found.items()
        }

    def parts(self, run: Run) -> Iterator[tuple[Stretch, Stretch]]:
        """A run by the items it lies in on both sides; parts of a few words are left out."""
        one, other = self.copies.strips[run.one], self.copies.strips[run.other]
        cuts = {place - run.at for place in one.cuts(run.at, run.words)}
        cuts |= {place - run.other_at for place in other.cuts(run.other_at, run.words)}
        bounds = [*sorted(cuts), run.words]
        for start, end in pairwise(bounds):
            if end - start >= _FEWEST and one.own_words(run.at + start, end - start) >= _FEWEST_OWN:
                yield one.stretch(run.at + start, end - start), other.stretch(run.other_at + start, end - start)


_FEWEST = 8
_FEWEST_OWN = 4
"""Words of its own that a part has at least: the formula at the end of one item belongs to no run in the next."""


def _read(paper: Paper) -> dict[SubjectId, tuple[Clause, ...]]:
    reader = Reader.of(paper.source, (one.text for one in paper.subjects))
    return {one.id: reader.read(one) for one in paper.subjects}
