"""What belongs together, without being wrong: passages that copy each other, and passages that speak of one matter."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.copies import Stretch
from graph.differences import Change, Difference, differences
from graph.lexicon import Kind, kind_of
from graph.pairs import Pair, Sameness
from graph.reading import said
from graph.relations import Relation
from graph.shelf import Shelf
from graph.subjects import Passage, Subject, SubjectId
from graph.windows import LONGEST, passage
from graph.words import WORD, composed

_MOST = 5
"""Items of the largest group: more of them nobody reads side by side."""
_WITHIN_FROM = 0.6
"""Items of one document are linked from this score on; a document is about one thing anyway."""


class LinkKind(StrEnum):
    """What joins the passages."""

    COPIED = "copied"
    SAME_MATTER = "same_matter"


@dataclass(frozen=True, slots=True)
class Link:
    """Passages of two or more items that belong together, with the reason in Vietnamese and English.

    ``score`` is the share of equal words for what is copied, the likeness for one matter, from 0 to 1.
    ``differences`` are what a copy changed, between the first passage and the second.
    """

    kind: LinkKind
    relation: Relation
    subjects: tuple[SubjectId, ...]
    passages: tuple[Passage, ...]
    score: float
    why: str
    english: str
    differences: tuple[Difference, ...] = ()


def copied(pairs: Iterable[Pair]) -> Iterator[Link]:
    """One link for every two items with equal text, its passages side by side."""
    for pair in pairs:
        if pair.stretches:
            sides = [side for chunk in _chunks(pair) for side in chunk]
            words = sum(mine.words for mine, _ in pair.stretches)
            changed = differences(*_extent(pair)) if pair.nearly_equal else _figures(pair)
            yield Link(
                LinkKind.COPIED,
                pair.relation,
                (pair.one.id, pair.other.id),
                tuple(dict.fromkeys(sides)),
                round(pair.copied_share, 3),
                f"{words} từ trùng nguyên văn{_told(changed)}",
                f"{words} words are equal{_told_in_english(changed)}",
                changed,
            )


def _chunks(pair: Pair) -> Iterator[tuple[Passage, Passage]]:
    """The equal text cut into pieces that are short enough to read on both sides."""
    pieces = [piece for run in pair.stretches for piece in _cut(pair, run)]
    start = 0
    for number in range(1, len(pieces) + 1):
        if number < len(pieces) and _fits(pair, pieces[start : number + 1]):
            continue
        chunk = pieces[start:number]
        yield (
            passage(pair.one, min(one.start for one, _ in chunk), max(one.end for one, _ in chunk)),
            passage(pair.other, min(one.start for _, one in chunk), max(one.end for _, one in chunk)),
        )
        start = number


def _cut(pair: Pair, run: tuple[Stretch, Stretch]) -> Iterator[tuple[Stretch, Stretch]]:
    mine, theirs = run
    if mine.words <= LONGEST:
        yield run
        return
    ours = [match.span() for match in WORD.finditer(composed(pair.one.text), mine.start, mine.end)]
    others = [match.span() for match in WORD.finditer(composed(pair.other.text), theirs.start, theirs.end)]
    parts = -(-max(len(ours), len(others)) // LONGEST)
    for part in range(parts):
        yield _part(mine, ours, part, parts), _part(theirs, others, part, parts)


def _part(stretch: Stretch, words: Sequence[tuple[int, int]], part: int, parts: int) -> Stretch:
    first, last = len(words) * part // parts, len(words) * (part + 1) // parts
    return Stretch(stretch.subject, words[first][0], words[last - 1][1], last - first)


def _fits(pair: Pair, pieces: Sequence[tuple[Stretch, Stretch]]) -> bool:
    for side, subject in enumerate((pair.one, pair.other)):
        start, end = min(one[side].start for one in pieces), max(one[side].end for one in pieces)
        if len(WORD.findall(composed(subject.text)[start:end])) > LONGEST:
            return False
    return True


def _extent(pair: Pair) -> tuple[str, str]:
    """The text of both from the first equal word to the last."""
    found = []
    for side, subject in enumerate((pair.one, pair.other)):
        start = min(run[side].start for run in pair.stretches)
        end = max(run[side].end for run in pair.stretches)
        found.append(composed(subject.text)[start:end])
    return found[0], found[1]


def _figures(pair: Pair) -> tuple[Difference, ...]:
    """Of items that are equal in part only, the targets that differ: a copied beginning with another figure."""
    mine, theirs = pair.one.targets, pair.other.targets
    pairs = [(one, other) for one in mine for other in theirs if one.unit == other.unit]
    if len(pairs) != 1 or pairs[0][0].value == pairs[0][1].value:
        return ()
    return (Difference(Change.FIGURE, pairs[0][0].words, pairs[0][1].words),)


def _told(changed: Sequence[Difference]) -> str:
    figures = [
        f"“{one.one or _NOTHING}” thành “{one.other or _NOTHING}”" for one in changed if one.kind is Change.FIGURE
    ]
    if figures:
        return "; số liệu khác: " + ", ".join(figures[:3])
    return f"; khác {len(changed)} chỗ" if changed else ""


def _told_in_english(changed: Sequence[Difference]) -> str:
    figures = [
        f"“{one.one or _NOTHING}” became “{one.other or _NOTHING}”" for one in changed if one.kind is Change.FIGURE
    ]
    if figures:
        return "; figures differ: " + ", ".join(figures[:3])
    return f"; {len(changed)} differences" if changed else ""


# ---------------------------------------------------------------------------------------------------------- one matter


def same_matter(shelf: Shelf, pairs: Iterable[Pair]) -> Iterator[Link]:
    """Groups of items that speak of one matter, each pair of them in one group; a mere copy is no group."""
    told = {(pair.one.id, pair.other.id): pair for pair in pairs}
    wanted = [pair for pair in told.values() if _worth_telling(pair)]
    for members in _groups(wanted, told):
        inside = [told[ids] for ids in _couples(members) if ids in told]
        yield _link(shelf, members, [pair for pair in inside if pair.alike])


def _worth_telling(pair: Pair) -> bool:
    """Whether the link says more than a copy does, or than that two items stand in one document."""
    if not pair.alike or pair.likeness is None:
        return False
    if pair.relation is not Relation.WITHIN:
        return not pair.stretches
    return (
        pair.one.orders
        and pair.other.orders
        and pair.one.leads != pair.other.leads
        and pair.likeness.score >= _WITHIN_FROM
        and pair.sameness is Sameness.SAME
    )


def _groups(wanted: Sequence[Pair], told: dict[tuple[SubjectId, SubjectId], Pair]) -> list[list[SubjectId]]:
    """The strongest pairs first; an item joins a group when it is linked to all of it."""
    groups: list[list[SubjectId]] = []
    for pair in sorted(wanted, key=_by_score):
        ids = (pair.one.id, pair.other.id)
        if any(ids[0] in group and ids[1] in group for group in groups):
            continue
        for group in groups:
            joining = [one for one in ids if one not in group]
            if len(joining) == 1 and len(group) < _MOST and _joins(joining[0], group, told):
                group.append(joining[0])
                break
        else:
            groups.append(list(ids))
    return [sorted(group) for group in groups]


def _by_score(pair: Pair) -> tuple[float, SubjectId, SubjectId]:
    return -(pair.likeness.score if pair.likeness is not None else 0.0), pair.one.id, pair.other.id


def _joins(one: SubjectId, group: Sequence[SubjectId], told: dict[tuple[SubjectId, SubjectId], Pair]) -> bool:
    return all((min(one, other), max(one, other)) in told for other in group)


def _couples(members: Sequence[SubjectId]) -> Iterator[tuple[SubjectId, SubjectId]]:
    for number, one in enumerate(members):
        for other in members[number + 1 :]:
            yield one, other


def _link(shelf: Shelf, members: Sequence[SubjectId], inside: Sequence[Pair]) -> Link:
    terms: dict[str, None] = {}
    places: dict[SubjectId, dict[int, None]] = {one: {} for one in members}
    for pair in sorted(inside, key=_by_score):
        likeness = pair.likeness
        if likeness is None:
            continue
        terms.update(dict.fromkeys(likeness.terms))
        for first, second in (likeness.at, *likeness.also):
            places[likeness.one][first] = None
            places[likeness.other][second] = None
    passages = [passage for one in members for passage in _shown(shelf, shelf.subjects[one], places[one])]
    words = ", ".join(f"“{one}”" for one in shared_words(shelf, members, terms))
    relations = sorted({pair.relation for pair in inside})
    return Link(
        LinkKind.SAME_MATTER,
        relations[0],
        tuple(members),
        tuple(passages),
        round(max((pair.likeness.score for pair in inside if pair.likeness), default=0.0), 3),
        f"cùng nói về {words}",
        f"both speak of {words}",
    )


def _shown(shelf: Shelf, subject: Subject, clauses: Iterable[int]) -> Iterator[Passage]:
    """The passages that show these clauses of an item: one where it is short, up to three of a long one."""
    shown: list[Passage] = []
    for clause in clauses:
        one = shelf.matters.items[subject.id][clause].clause
        said_there = composed(subject.text)[one.start : one.end]
        if len(shown) < _WINDOWS and not any(said_there in passage.text for passage in shown):
            shown.append(clause_passage(shelf, subject, clause))
    yield from dict.fromkeys(shown or [passage(subject)])


def clause_passage(shelf: Shelf, subject: Subject, clause: int) -> Passage:
    """The passage around a clause of an item."""
    one = shelf.matters.items[subject.id][clause].clause
    return passage(subject, one.start, one.end)


def shared_words(shelf: Shelf, members: Sequence[SubjectId], terms: Iterable[str]) -> list[str]:
    """Up to three of the things shared, in words of the first item that has them."""
    found: list[str] = []
    for term in sorted(terms, key=lambda one: kind_of(one) in {Kind.PAIR, Kind.COMMON}):  # things before words
        if kind_of(term) is Kind.PRODUCT:
            continue
        for member in members:
            if words := said(shelf.subjects[member].text, term):
                if words not in found:
                    found.append(words)
                break
        if len(found) == _TOLD:
            break
    return found


_TOLD = 3
_WINDOWS = 3
_NOTHING = "–"
