"""The whole comparison: papers in, links and findings out, in an order that nothing but the papers decides."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph import alone
from graph.citations import citations
from graph.conclusions import conclusions
from graph.copies import Run
from graph.findings import Code, Finding, finding, gravest_first
from graph.links import Link, LinkKind, copied, same_matter
from graph.pairs import Pair
from graph.relations import Relation, common_roots, relation, upper_of
from graph.shelf import Shelf
from graph.subjects import Paper, SourceId, Subject, SubjectId
from graph.windows import passage

_SHARE = 0.2
"""From this share of its own words on a paper counts as copied."""
_LAW = re.compile(r"/(?:19|20)\d\d/")
"""Laws and decrees carry their year; everybody cites them, and nobody renews them."""
_FEW = 3
"""A document that more items cite than this is what all of them carry out and joins none."""


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What belongs together and what is wrong; findings by severity, links by how much they say."""

    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()


def compare(papers: Iterable[Paper]) -> Overlaps:
    """Hold papers against each other."""
    return overlaps(Shelf.of(papers))


def overlaps(shelf: Shelf, among: Iterable[SourceId] | None = None) -> Overlaps:
    """What is on the shelf; with ``among``, only what has to do with these papers."""
    wanted = sorted(shelf.papers if among is None else set(among))
    pairs = shelf.pairs(wanted)
    findings = [*_alone(shelf, wanted), *_copied_papers(shelf, wanted), *_of_pairs(shelf, pairs)]
    links = [*copied(pairs), *same_matter(shelf, pairs), *_renewed(shelf, wanted)]
    return Overlaps(_links_in_order(links, findings), _findings_in_order(findings))


def findings_among(shelf: Shelf, among: Iterable[SourceId]) -> tuple[Finding, ...]:
    """The findings that have to do with these papers, without the links: those cost a look at every paper."""
    wanted = sorted(set(among))
    found = [*_alone(shelf, wanted), *_copied_papers(shelf, wanted), *_of_pairs(shelf, shelf.pairs(wanted))]
    return _findings_in_order(found)


def _of_pairs(shelf: Shelf, pairs: Iterable[Pair]) -> Iterator[Finding]:
    for pair in pairs:
        yield from conclusions(shelf, pair)


def _links_in_order(links: Iterable[Link], findings: Sequence[Finding]) -> tuple[Link, ...]:
    """Links that a finding says already, with more, are left out."""
    told = {tuple(sorted(one.subjects)) for one in findings}
    left = (one for one in links if one.kind is LinkKind.COPIED or tuple(sorted(one.subjects)) not in told)
    return tuple(sorted(left, key=lambda one: (one.kind, -one.score, one.subjects)))


def _findings_in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    unique = {one.key: one for one in findings}
    return tuple(sorted(unique.values(), key=gravest_first))


def _alone(shelf: Shelf, wanted: Sequence[SourceId]) -> Iterator[Finding]:
    for source in wanted:
        paper = shelf.papers[source]
        for subject in paper.subjects:
            yield from alone.leads(subject)
        yield from alone.within(paper)


# ------------------------------------------------------------------------------------------------------- copied papers


def _copied_papers(shelf: Shelf, wanted: Sequence[SourceId]) -> Iterator[Finding]:
    runs: dict[tuple[SourceId, SourceId], set[Run]] = {}
    for source in wanted:
        for run in shelf.copies.runs(shelf.copies.strips[source]):
            mirrored = Run(run.other, run.one, run.other_at, run.at, run.words)
            straight = run if run.one < run.other else mirrored
            runs.setdefault((straight.one, straight.other), set()).add(straight)
    for (one, other), found in sorted(runs.items()):
        yield from _copied_paper(shelf, one, other, sorted(found, key=lambda run: (-run.words, run.at, run.other_at)))


def _copied_paper(shelf: Shelf, one: SourceId, other: SourceId, runs: Sequence[Run]) -> Iterator[Finding]:
    mine, theirs = shelf.papers[one].source, shelf.papers[other].source
    upper = upper_of(mine, theirs)
    lower = (
        (theirs if upper is mine else mine)
        if upper
        else min(mine, theirs, key=lambda each: (_size(shelf, each.id), each.id))
    )
    copy_of = theirs if lower is mine else mine
    share, words = copied_share(shelf, lower.id, runs)
    if share < _SHARE:
        return
    parts = [part for run in runs for part in shelf.parts(run)]
    if not parts:  # a run over items of a few words each says nothing of any of them
        return
    above = upper is not None and relation(mine, theirs) in {Relation.FULFILMENT, Relation.CASCADE}
    place, there = max(parts, key=lambda part: part[0].words)
    subjects = [place.subject, there.subject]
    roots = common_roots(mine, theirs)
    told: dict[str, object] = {"share": round(100 * share), "words": words, "other": copy_of.id}
    if not above:
        told |= {
            "root": f"; cùng thực hiện {roots[0].upper()}" if roots else "",
            "root_english": f"; both carry out {roots[0].upper()}" if roots else "",
        }
    yield finding(
        Code.COPIED_FROM_ABOVE if above else Code.COPIED,
        subjects,
        [
            passage(shelf.subjects[place.subject], place.start, place.end),
            passage(shelf.subjects[there.subject], there.start, there.end),
        ],
        [lower.id, "copied_from", copy_of.id],
        told,
    )


def copied_share(shelf: Shelf, source: SourceId, runs: Iterable[Run]) -> tuple[float, int]:
    """The share of a paper's own words that lie in runs, and how many words lie in them."""
    strip = shelf.copies.strips[source]
    covered: set[int] = set()
    for run in runs:
        start = run.at if run.one == source else run.other_at
        covered.update(range(start, start + run.words))
    own = sum(strip.own)
    return (sum(strip.own[place] for place in covered) / own if own else 0.0), len(covered)


def _size(shelf: Shelf, source: SourceId) -> int:
    return len(shelf.copies.strips[source])


# ---------------------------------------------------------------------------------------------------------- one letter


def _renewed(shelf: Shelf, wanted: Sequence[SourceId]) -> Iterator[Link]:
    """Items that renew one earlier document, which few others mention: what they order is ordered there already."""
    citing: dict[str, dict[SubjectId, None]] = {}
    for source in sorted(shelf.papers):
        paper = shelf.papers[source]
        for subject in paper.subjects:
            for symbol in sorted(_cited(subject) - set(paper.source.implements)):
                if _LAW.search(symbol):
                    continue
                citing.setdefault(symbol, {})[subject.id] = None
    for symbol, ids in sorted(citing.items()):
        subjects = [shelf.subjects[one] for one in sorted(ids)]
        if 1 < len(subjects) <= _FEW and any(one.source in wanted for one in subjects):
            yield from _renewal(shelf, symbol, subjects)


def _cited(subject: Subject) -> set[str]:
    return {one.symbol for one in citations(subject.text)} | set(subject.cites)


def _renewal(shelf: Shelf, symbol: str, subjects: Sequence[Subject]) -> Iterator[Link]:
    relations = {relation(shelf.source(one), shelf.source(other)) for one, other in combinations(subjects, 2)}
    if relations & {Relation.PARALLEL, Relation.UNKNOWN, Relation.BESIDE}:
        return  # a number says nothing outside the ground of its issuer
    yield Link(
        LinkKind.SAME_MATTER,
        min(relations),
        tuple(one.id for one in subjects),
        tuple(passage(one, *_place(one, symbol)) for one in subjects),
        _RENEWED,
        f"cùng nhắc lại văn bản {symbol.upper()}",
        f"both renew {symbol.upper()}",
    )


_RENEWED = 0.5


def _place(subject: Subject, symbol: str) -> tuple[int, int]:
    return next(((one.start, one.end) for one in citations(subject.text) if one.symbol == symbol), (0, 0))


__all__ = ["Overlaps", "Pair", "compare", "copied_share", "findings_among", "overlaps"]
