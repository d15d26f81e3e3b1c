"""Which text do two sources have in common, word for word? Exact runs of equal words, found through an inverted index.

Every run that counts is found: of what is known, six words in a row are filed at every third place, and what comes in
is looked up at every place. A run of ten words with six in a row that are both sources' own holds a piece that is filed
and has four own words at least, wherever the six lie; pieces with fewer are neither filed nor looked up.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import and_

from graph.subjects import Source, SourceId, Subject, SubjectId
from graph.unoriginal import MANY_ROOTS, NAME_PIECE, Formulas, own, pieces
from graph.words import composed, spelling_of

SHORTEST = 10
"""Words of the shortest run that counts."""
_OWN = 6
"""So many of them in a row must be both sources' own."""
_STEP = 3
_OWN_IN_PIECE = 4
_STRETCH = b"\x01" * _OWN


@dataclass(frozen=True, slots=True)
class Run:
    """Equal words of two sources: the place of the first word in each, and how many."""

    one: SourceId
    other: SourceId
    at: int
    other_at: int
    words: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a run that lies in one item of a source: from the character it starts at to where it ends."""

    subject: SubjectId
    start: int
    end: int
    words: int


class Strip:
    """All words of a source in order, with the item each stands in, and whether it is the source's own."""

    def __init__(self, source: Source, subjects: Sequence[Subject]) -> None:
        self.id = source.id
        self.root = source.root
        self.subjects = tuple(one.id for one in subjects)
        self._texts = [composed(one.text) for one in subjects]
        self._spelling = spelling_of((*source.around, *self._texts))
        items = [self._spelling.keys_of(text) for text in self._texts]
        marks = own(self._texts, items, (source.title, *source.around), self._spelling)
        self.keys = [key for item in items for key in item]
        self.own = bytearray(mark for item in marks for mark in item)
        self.digests = array("q", map(hash, pieces(self.keys, NAME_PIECE)))
        self._starts = list(accumulate((len(item) for item in items[:-1]), initial=0))

    def discount(self, formulas: Formulas) -> None:
        """Count the words of these formulas as nobody's own."""
        for place, digest in enumerate(self.digests):
            if digest in formulas.digests and tuple(self.keys[place : place + NAME_PIECE]) in formulas.pieces:
                self.own[place : place + NAME_PIECE] = bytes(NAME_PIECE)

    def cuts(self, at: int, words: int) -> list[int]:
        """The places in a run at which another item begins, and its first place."""
        first = bisect_right(self._starts, at)
        return [at, *self._starts[first : bisect_left(self._starts, at + words)]]

    def stretch(self, place: int, words: int) -> Stretch:
        """Words that lie in one item, by their places in its text."""
        item = bisect_right(self._starts, place) - 1
        known = self._spelling.words_of(self._texts[item])
        first = place - self._starts[item]
        return Stretch(self.subjects[item], known[first].start, known[first + words - 1].end, words)

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Where six words in a row begin that are its own for the most part, each with its digest."""
        if 0 not in self.own:
            yield from enumerate(self.digests)
            return
        sums = list(accumulate(self.own, initial=0))
        for place, digest in enumerate(self.digests):
            if sums[place + NAME_PIECE] - sums[place] >= _OWN_IN_PIECE:
                yield place, digest

    def own_words(self, place: int, words: int) -> int:
        """How many of these words are the source's own."""
        return sum(self.own[place : place + words])

    def __len__(self) -> int:
        return len(self.keys)


class Copies:
    """The index: strips by source, and where pieces of six words are filed. It answers from its content alone.

    A piece that is filed for many sources that do not carry out the same document is common: nobody copied it, and no
    run is found by it.
    """

    def __init__(self) -> None:
        self.strips: dict[SourceId, Strip] = {}
        self._filed: dict[int, list[tuple[SourceId, int]]] = {}
        self._roots: dict[int, Counter[SourceId]] = {}
        """For pieces that are filed often: how often for each root."""
        self._common: set[int] = set()

    def add(self, strip: Strip) -> set[SourceId]:
        """Take in a source; the others with a piece that has become common by it, whose runs are other ones now."""
        self.strips[strip.id] = strip
        changed: set[SourceId] = set()
        for place, digest in strip.pieces():
            if place % _STEP == 0:
                self._filed.setdefault(digest, []).append((strip.id, place))
                changed |= self._counted(digest, strip.root, 1)
        return changed - {strip.id}

    def remove(self, source: SourceId) -> set[SourceId]:
        """Forget a source; the others with a piece that is common no more without it."""
        strip = self.strips.pop(source)
        changed: set[SourceId] = set()
        for digest in {digest for place, digest in strip.pieces() if place % _STEP == 0}:
            filed = self._filed[digest]
            left = [one for one in filed if one[0] != source]
            if left:
                self._filed[digest] = left
            else:
                del self._filed[digest]
            changed |= self._counted(digest, strip.root, len(left) - len(filed))
        return changed

    def _counted(self, digest: int, root: SourceId, more: int) -> set[SourceId]:
        """Note that a piece is filed more or less often for a root; who has it, if it has become common or uncommon."""
        filed = self._filed.get(digest, [])
        if len(filed) <= MANY_ROOTS:
            self._roots.pop(digest, None)
        elif digest in self._roots:
            self._roots[digest][root] += more
            if not self._roots[digest][root]:
                del self._roots[digest][root]
        else:
            self._roots[digest] = Counter(self.strips[source].root for source, _ in filed)
        common = len(self._roots.get(digest, ())) > MANY_ROOTS
        if common == (digest in self._common):
            return set()
        self._common ^= {digest}
        return {source for source, _ in filed}

    def runs(self, strip: Strip) -> list[Run]:
        """The runs that a source has in common with every other one in the index, by source and place."""
        found: list[Run] = []
        reached: dict[tuple[SourceId, int], int] = {}
        for place, digest in strip.pieces():
            for source, there in () if digest in self._common else self._filed.get(digest, ()):
                if source == strip.id or reached.get((source, place - there), -1) > place:
                    continue  # inside a run that was found already
                run = self._extended(strip, place, self.strips[source], there)
                if run is not None:
                    reached[source, place - there] = run.at + run.words
                    if run.words >= SHORTEST and _own_enough(strip, self.strips[source], run):
                        found.append(run)
        return sorted(found, key=lambda run: (run.other, run.at, run.other_at))

    @staticmethod
    def _extended(strip: Strip, place: int, other: Strip, there: int) -> Run | None:
        mine, theirs = strip.keys, other.keys
        if mine[place : place + NAME_PIECE] != theirs[there : there + NAME_PIECE]:
            return None  # two pieces with one digest
        back = 0
        while back < min(place, there) and mine[place - back - 1] == theirs[there - back - 1]:
            back += 1
        ahead = NAME_PIECE
        while (
            place + ahead < len(mine) and there + ahead < len(theirs) and mine[place + ahead] == theirs[there + ahead]
        ):
            ahead += 1
        return Run(strip.id, other.id, place - back, there - back, back + ahead)

    def between(self, one: SourceId, other: SourceId) -> list[Run]:
        """The runs of two sources of the index."""
        return [run for run in self.runs(self.strips[one]) if run.other == other]


def _own_enough(one: Strip, other: Strip, run: Run) -> bool:
    both = bytes(map(and_, one.own[run.at : run.at + run.words], other.own[run.other_at : run.other_at + run.words]))
    return _STRETCH in both
