"""How long does finding overlaps take, and does it find all that was planted? A year, a new directive, the country.

Beside it, in the same run and on the same texts, what one would write first: MinHash with locality-sensitive hashing,
and every pair held against every other.
"""

import os
import time
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from multiprocessing import get_context
from typing import Any

import psutil
from datasketch import MinHash, MinHashLSH

from graph.build import Responsibilities
from graph.following import Follower
from graph.pairs import Pair, Sameness
from graph.shelf import Shelf
from graph.subjects import Paper, SubjectId
from graph.unoriginal import Formulas
from graph.weights import Weights
from graph.words import PLAIN
from tests.bench.corpus import Corpus, corpus, jurisdictions
from tests.bench.rows import Options, Row, ratio, spread
from tests.domain.desk import Desk, by, plan_of
from tests.samples import FRIDAY
from thac.directory.catalogue import provinces
from thac.domain.agencies import Role
from thac.domain.commands import Accept
from thac.domain.plans import PlannedTask

_YEAR = 22_000
_COUNTRY = 300_000
_SAMPLE = 4_000
_NAIVE = 1_500
"""Tasks that the naive way is measured with; it grows with the square."""
_MEGABYTE = 1_000_000
_ALIKE = 0.5
_PERMUTATIONS = 128
_SHINGLE = 3


async def overlaps(options: Options) -> AsyncIterator[Row]:
    """A national year from scratch, one new directive, one event, and the country by jurisdictions."""
    year = corpus(_YEAR)
    ours = [_timed(lambda: Shelf.of(year.papers).pairs()) for _ in range(options.runs)]
    hashed = _timed(lambda: _minhash(year))
    pairs, candidates = ours[-1][1], hashed[1]
    seconds = [one[0] for one in ours]
    naive = _naive(year)
    yield Row(
        f"{_YEAR} tasks from scratch, every pair",
        spread(seconds, " s"),
        f"LSH {hashed[0]:.1f} s; all pairs {naive:.0f} s (by the square of {_NAIVE})",
        ratio(seconds, [hashed[0]] * len(seconds)),
        "≤ 10 s",
    )
    yield Row(
        f"of {len(year.copies)} copies and {len(year.repeats)} repeats planted, found",
        _recall(year, {ids(pair) for pair in pairs if pair.stretches}, {ids(pair) for pair in pairs}),
        _recall(year, candidates, candidates),
        asked="all",
    )
    yield Row(f"links in {_YEAR} tasks that nobody planted", _false(year, pairs), f"LSH {len(candidates)} in all")
    for row in _later(year, options):
        yield row
    yield _country()


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def ids(pair: Pair) -> tuple[SubjectId, SubjectId]:
    """The ids of the two items."""
    return pair.one.id, pair.other.id


def _recall(made: Corpus, copies: set[tuple[str, str]], repeats: set[tuple[str, str]]) -> str:
    found = len(made.copies & copies), len(made.repeats & repeats)
    return f"{found[0]}/{len(made.copies)}, {found[1]}/{len(made.repeats)}"


def _false(made: Corpus, pairs: Iterable[Pair]) -> str:
    other = [pair for pair in pairs if ids(pair) not in made.copies | made.repeats]
    same = sum(pair.sameness is Sameness.SAME for pair in other)
    return f"{len(other)} ({1_000 * len(other) / made.tasks:.0f} in 1,000 tasks), called one task: {same}"


# --------------------------------------------------------------------------------------------------------- the others


def _shingles(text: str) -> set[bytes]:
    keys = PLAIN.keys_of(text)
    return {" ".join(keys[start : start + _SHINGLE]).encode() for start in range(max(1, len(keys) - _SHINGLE + 1))}


def _minhash(made: Corpus) -> set[tuple[SubjectId, SubjectId]]:
    """MinHash and locality-sensitive hashing over runs of three words, as its own documentation begins."""
    lsh = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
    found: set[tuple[SubjectId, SubjectId]] = set()
    for paper in made.papers:
        for subject in paper.subjects:
            one = MinHash(num_perm=_PERMUTATIONS)
            one.update_batch(list(_shingles(subject.text)))
            found.update((min(subject.id, other), max(subject.id, other)) for other in lsh.query(one))
            lsh.insert(subject.id, one)
    return found


def _naive(made: Corpus) -> float:
    """Seconds for every pair of all tasks, from those for some of them."""
    sets = [_shingles(one.text) for paper in made.papers for one in paper.subjects][:_NAIVE]
    begun = time.perf_counter()
    for one, other in combinations(sets, 2):
        if len(one & other) >= _ALIKE * len(one | other):
            pass
    return (time.perf_counter() - begun) * (made.tasks / len(sets)) ** 2


# ------------------------------------------------------------------------------------------------------- while it runs


def _later(made: Corpus, options: Options) -> Iterable[Row]:
    shelf = Shelf.of(made.papers[:-1])
    extra = corpus(10, seed=7, planted=0).papers
    items = [one for paper in extra for one in paper.subjects]
    new = Paper(
        replace(extra[0].source, id="new"), tuple(replace(one, id=f"new {one.id}", source="new") for one in items)
    )
    times = []
    for _ in range(max(5, options.runs)):
        begun = time.perf_counter()
        shelf.add(new)
        shelf.pairs(["new"])
        times.append(1_000 * (time.perf_counter() - begun))
        shelf.remove("new")
    yield Row(f"one new directive of 10 tasks against {made.tasks}", spread(times, " ms"), asked="≤ 200 ms")
    yield Row("one event of a docket of 1,700 assignments, in the graph", spread(_event(), " ms"), asked="≤ 5 ms")


def _event() -> list[float]:
    """Milliseconds for each of some reports on a province's docket."""
    units = tuple(f"{number:05}" for number in range(170))
    desk = Desk(
        plan_of(*(PlannedTask(number, units, single=False) for number in range(1, 11)), agency="19", parent=None)
    )
    follower = Follower(Responsibilities())
    seen = 0
    times: list[float] = []
    for number in range(30):
        lead = units[number]
        desk.does(by(lead, Role.OFFICE, Accept(f"1:{lead}"), FRIDAY))
        for recorded in desk.recorded[seen:]:
            begun = time.perf_counter()
            follower.follow(recorded)
            times.append(1_000 * (time.perf_counter() - begun))
        seen = len(desk.recorded)
    return times[2:]


# -------------------------------------------------------------------------------------------------------- the country


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing one province's communes came to; seconds without making their papers up, on the clock and busy."""

    tasks: int
    jurisdictions: int
    seconds: float
    busy: float
    links: int
    copies: tuple[int, int]
    repeats: tuple[int, int]
    megabytes: float
    process: int


def _country() -> Row:
    """Province by province, as many at once as there are cores; provinces have nothing to do with each other."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_province, range(len(provinces()))))
    clock: dict[int, float] = {}
    for one in found:
        clock[one.process] = clock.get(one.process, 0.0) + one.seconds
    memory = {one.process: max(each.megabytes for each in found if each.process == one.process) for one in found}
    copies = [sum(one.copies[at] for one in found) for at in (0, 1)]
    repeats = [sum(one.repeats[at] for one in found) for at in (0, 1)]
    planted = f"{copies[0]}/{copies[1]} copies, {repeats[0]}/{repeats[1]} repeats"
    return Row(
        f"{sum(one.tasks for one in found)} tasks in {sum(one.jurisdictions for one in found)} jurisdictions, "
        f"each with what stands above it, on {len(clock)} cores",
        f"{max(clock.values()):.0f} s ({sum(one.busy for one in found):.0f} s of processor), "
        f"{sum(memory.values()):.0f} MB; "
        f"found {planted}; {sum(one.links for one in found)} links",
        asked="≤ 90 s, ≤ 2 GB, all",
    )


def _province(number: int) -> Compared:
    """Compare within each commune of a province and with the province; what is planted must be found."""
    letters, below = jurisdictions(number, _COUNTRY)
    weights, formulas = _taught()
    begun, worked = time.perf_counter(), time.process_time()
    shelf = Shelf(weights, formulas)
    for paper in letters:
        shelf.add(paper)
    found = [_commune(shelf, one.corpus) for one in below]
    seconds, busy = time.perf_counter() - begun, time.process_time() - worked
    return Compared(
        sum(one.corpus.tasks for one in below),
        len(below),
        seconds,
        busy,
        sum(links for links, _, _ in found),
        (sum(copies for _, copies, _ in found), sum(len(one.corpus.copies) for one in below)),
        (sum(repeats for _, _, repeats in found), sum(len(one.corpus.repeats) for one in below)),
        psutil.Process().memory_info().rss / _MEGABYTE,
        os.getpid(),
    )


def _commune(shelf: Shelf, made: Corpus) -> tuple[int, int, int]:
    """Put a commune's papers beside the province's, compare, and take them away: links, copies and repeats found."""
    names = [paper.source.id for paper in made.papers]
    for paper in made.papers:
        shelf.add(paper)
    pairs = shelf.pairs(names)
    for name in names:
        shelf.remove(name)
    copied = {ids(pair) for pair in pairs if pair.stretches}
    return len(pairs), len(made.copies & copied), len(made.repeats & {ids(pair) for pair in pairs})


@cache
def _taught() -> tuple[Weights, Formulas]:
    """Weights and formulas from a sample, as an installation would keep them."""
    shelf = Shelf.of(corpus(_SAMPLE, seed=3, planted=0).papers)
    return shelf.weights, shelf.formulas
