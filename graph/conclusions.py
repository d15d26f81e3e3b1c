"""What follows from two items on one matter: who collides with whom, and what of the order above was lost below."""

from collections.abc import Iterator
from datetime import date

from graph.facets import consolidates, provides
from graph.findings import Code, Degree, Finding, Severity, finding
from graph.links import clause_passage
from graph.pairs import Pair, Sameness
from graph.relations import Relation, upper_of
from graph.shelf import Shelf
from graph.subjects import Due, Holding, Passage, Subject, Target
from graph.windows import passage
from graph.words import PLAIN

_OWNED = frozenset({Holding.ONE, Holding.EACH})
_DEGREES = {
    Sameness.SAME: Degree.DUPLICATION,
    Sameness.LIKE: Degree.OVERLAP,
    Sameness.PART: Degree.FRAGMENTATION,
}
_ALIKE_WORDS = 0.5
_CLASSES = frozenset(PLAIN.keys_of("xã phường sở phòng ban ngành thôn trường đoàn hội chi bộ quan vị tỉnh"))
"""Words by which classes of receivers are named: xã, phường; sở, ban, ngành; phòng; cơ quan, đơn vị."""


def conclusions(shelf: Shelf, pair: Pair) -> Iterator[Finding]:
    """The findings of a linked pair; none where nobody is told to do both."""
    if not (pair.one.orders and pair.other.orders) or pair.sameness in {None, Sameness.OTHER}:
        return
    match pair.relation:
        case Relation.TOGETHER:
            yield from _together(shelf, pair)
        case Relation.WITHIN:
            yield from _in_one_document(shelf, pair)
        case Relation.FULFILMENT | Relation.CASCADE:
            yield from _down_the_chain(shelf, pair)


# ------------------------------------------------------------------------------------------------------- on one ground


def _together(shelf: Shelf, pair: Pair) -> Iterator[Finding]:
    one, other = pair.one, pair.other
    if _feeds(pair):
        yield from _out_of_order(shelf, pair)
        return
    if one.holding is Holding.ONE and other.holding is Holding.ONE and one.leads != other.leads:
        yield from _two_owners(shelf, pair)
        return
    if one.holding not in _OWNED or one.holding is not other.holding or not _same_receivers(one, other):
        return
    contradictions = [*_deadlines(shelf, pair), *_targets(shelf, pair)]
    yield from contradictions
    if not contradictions and pair.sameness in {Sameness.SAME, Sameness.LIKE}:
        yield _twice(shelf, pair)


def _same_receivers(one: Subject, other: Subject) -> bool:
    """Whether both are given to somebody in common; classes are named in many ways, by a word they share."""
    if set(one.leads) & set(other.leads):
        return True
    mine, theirs = (set(PLAIN.keys_of(each.called(each.leads))) for each in (one, other))
    return bool(mine & theirs & _CLASSES)


def _two_owners(shelf: Shelf, pair: Pair) -> Iterator[Finding]:
    """Two leads: they collide when it is the same task; otherwise they have parts of one matter."""
    if pair.sameness is Sameness.SAME:
        yield _about(
            shelf,
            pair,
            Code.TWO_LEADS_FOR_ONE_MATTER,
            degree=Degree.DUPLICATION,
            one=pair.one.called(pair.one.leads),
            other=pair.other.called(pair.other.leads),
        )
    else:
        yield _twice(shelf, pair)


def _twice(shelf: Shelf, pair: Pair) -> Finding:
    degree = _DEGREES[pair.sameness or Sameness.PART]
    leads = "; ".join(dict.fromkeys((pair.one.called(pair.one.leads), pair.other.called(pair.other.leads))))
    severity = Severity.INFO if degree is Degree.FRAGMENTATION else None
    return _about(shelf, pair, Code.SAME_MATTER_TWICE, severity=severity, degree=degree, leads=leads)


def _in_one_document(shelf: Shelf, pair: Pair) -> Iterator[Finding]:
    one, other = pair.one, pair.other
    if _feeds(pair):
        yield from _out_of_order(shelf, pair)
    elif (
        one.holding is Holding.ONE
        and other.holding is Holding.ONE
        and one.leads != other.leads
        and pair.sameness is Sameness.SAME
    ):
        yield from _two_owners(shelf, pair)


def _feeds(pair: Pair) -> bool:
    """Whether one hands in what the other collects: a dependency and no collision."""
    one, other = pair.facets
    if consolidates(one) != consolidates(other):
        return provides(other if consolidates(one) else one) and pair.one.leads != pair.other.leads
    receives = set(pair.one.recipients) & set(pair.other.leads) or set(pair.other.recipients) & set(pair.one.leads)
    return bool(receives)


def _out_of_order(shelf: Shelf, pair: Pair) -> Iterator[Finding]:
    """The input is due before what is made of it."""
    collector, provider = pair.one, pair.other
    if consolidates(pair.facets[1]) or set(collector.recipients) & set(provider.leads):
        collector, provider = provider, collector
    if (late := _later(provider.due, collector.due)) is not None:
        yield _about(shelf, pair, Code.INPUT_AFTER_OUTPUT, one=late[0], other=late[1])


def _deadlines(shelf: Shelf, pair: Pair) -> Iterator[Finding]:
    one, other = pair.one.due, pair.other.due
    if pair.sameness is not Sameness.SAME or one is None or other is None or not _differ(one, other):
        return
    report = "report" in pair.facets[0].acts and "report" in pair.facets[1].acts
    code = Code.REPORT_DAYS_DIFFER if report else Code.DEADLINES_CONTRADICT
    yield _about(shelf, pair, code, one=one.words, other=other.words)


def _differ(one: Due, other: Due) -> bool:
    if one.day is not None and other.day is not None:
        return one.day != other.day
    if one.rhythms and other.rhythms and set(one.rhythms) & set(other.rhythms):
        days = (one.day_of_period, other.day_of_period)
        return None not in days and days[0] != days[1]
    return False


def _targets(shelf: Shelf, pair: Pair) -> Iterator[Finding]:
    if pair.sameness is Sameness.SAME:
        for mine, theirs in _matching(pair.one.targets, pair.other.targets):
            if mine.value != theirs.value:
                yield _about(shelf, pair, Code.TARGETS_CONTRADICT, one=mine.words, other=theirs.words)
                return


# ------------------------------------------------------------------------------------------------------ down the chain


def _down_the_chain(shelf: Shelf, pair: Pair) -> Iterator[Finding]:
    upper = upper_of(shelf.source(pair.one), shelf.source(pair.other))
    if upper is None or pair.sameness not in {Sameness.SAME, Sameness.LIKE}:
        return
    above, below = (pair.one, pair.other) if pair.one.source == upper.id else (pair.other, pair.one)
    if pair.relation is Relation.CASCADE and above.holding is not Holding.EACH:
        return  # what one office above does is not what the level below was told
    child = shelf.source(below)
    yield from _dates_below(shelf, pair, above, below, child.issued_on)
    if pair.sameness is Sameness.SAME:
        yield from _targets_below(shelf, pair, above, below)


def _dates_below(shelf: Shelf, pair: Pair, above: Subject, below: Subject, issued: date | None) -> Iterator[Finding]:
    if above.due is None or (above.due.day is None and above.due.day_of_period is None):
        return
    binding = pair.relation is Relation.FULFILMENT
    if (late := _later(below.due, above.due)) is not None:
        severity = None if binding else Severity.WARNING
        yield _about(shelf, pair, Code.DEADLINE_AFTER_PARENT, severity=severity, one=late[0], other=late[1])
    elif below.due is None and binding and pair.sameness is Sameness.SAME:
        yield _about(shelf, pair, Code.DEADLINE_DROPPED, other=above.due.words)
    if issued is not None and above.due.day is not None and above.due.day < issued and binding:
        yield _about(shelf, pair, Code.PARENT_DEADLINE_PAST, issued=f"{issued:%d/%m/%Y}", other=above.due.words)


def _later(one: Due | None, other: Due | None) -> tuple[str, str] | None:
    """The words of both when the one falls after the other."""
    if one is None or other is None:
        return None
    if one.day is not None and other.day is not None:
        return (one.words, other.words) if one.day > other.day else None
    if one.day_of_period is not None and other.day_of_period is not None and set(one.rhythms) & set(other.rhythms):
        return (one.words, other.words) if one.day_of_period > other.day_of_period else None
    return None


def _targets_below(shelf: Shelf, pair: Pair, above: Subject, below: Subject) -> Iterator[Finding]:
    matched = _matching(below.targets, above.targets)
    for mine, theirs in matched:
        if (mine.value < theirs.value) if theirs.at_least else (mine.value > theirs.value):
            yield _about(shelf, pair, Code.TARGET_WEAKENED, one=mine.words, other=theirs.words)
            return
    if above.targets and not below.targets and pair.relation is Relation.FULFILMENT:
        yield _about(shelf, pair, Code.TARGET_DROPPED, other=above.targets[0].words)


def _matching(mine: tuple[Target, ...], theirs: tuple[Target, ...]) -> list[tuple[Target, Target]]:
    """Targets of one unit and direction that speak of the same thing."""
    found = []
    for one in mine:
        for other in theirs:
            if one.unit == other.unit and one.at_least == other.at_least and _alike(one, other, mine, theirs):
                found.append((one, other))
                break
    return found


def _alike(one: Target, other: Target, mine: tuple[Target, ...], theirs: tuple[Target, ...]) -> bool:
    if len(mine) == len(theirs) == 1:
        return True
    keys, others = ({key for key in PLAIN.keys_of(each.words) if not key.isdigit()} for each in (one, other))
    return bool(keys and others) and len(keys & others) >= _ALIKE_WORDS * min(len(keys), len(others))


# ------------------------------------------------------------------------------------------------------------ evidence


def _about(
    shelf: Shelf,
    pair: Pair,
    code: Code,
    *,
    severity: Severity | None = None,
    degree: Degree | None = None,
    **facts: object,
) -> Finding:
    subjects = [pair.one.id, pair.other.id]
    return finding(code, subjects, evidence(shelf, pair), path_of(pair), facts, severity=severity, degree=degree)


def evidence(shelf: Shelf, pair: Pair) -> tuple[Passage, Passage]:
    """What both items say, at the places that are most alike."""
    if pair.likeness is not None and pair.alike:
        first, second = pair.likeness.at
        return clause_passage(shelf, pair.one, first), clause_passage(shelf, pair.other, second)
    mine, theirs = max(pair.stretches, key=lambda run: run[0].words)
    return passage(pair.one, mine.start, mine.end), passage(pair.other, theirs.start, theirs.end)


def path_of(pair: Pair) -> Iterator[str]:
    """The way through the graph from the lead of one item to that of the other."""
    if pair.one.leads:
        yield from (pair.one.leads[0], "leads")
    yield from (pair.one.id, "copied_from" if pair.nearly_equal else "same_matter", pair.other.id)
    if pair.other.leads:
        yield from ("led_by", pair.other.leads[0])
