"""What supervisors ask of the graph: who holds work up, who is indispensable, who has how much, what goes round.

Pure functions over assignments; sorted by how much, then by name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.findings import Code, Finding, finding
from graph.holdings import Held, children
from graph.subjects import Passage, Subject, SubjectId
from graph.windows import passage
from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.domain.assignments import State

_LONG_CHAIN = 3
"""From so many hand-overs of one assignment on, somebody should look."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """An agency whose turn it is on so many open paths, and the directives these belong to."""

    agency: AgencyId
    paths: int
    directives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """An agency without which open work stands still: nobody coordinates it and no sibling answers for its field."""

    agency: AgencyId
    assignments: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """How many assignments of an agency fall due in an ISO week ("2026-W48")."""

    agency: AgencyId
    week: str
    due: int


@dataclass(frozen=True, slots=True)
class Moves:
    """How often work went from one agency to another."""

    start: AgencyId
    end: AgencyId
    times: int


def bottlenecks(every: Iterable[Held]) -> tuple[Bottleneck, ...]:
    """Who holds the clock on most open paths.

    A path runs from an assignment down to what its lead gave out for it; its clock is held where the lowest open
    assignment waits.
    """
    known = list(every)
    below = children(known)
    paths: Counter[AgencyId] = Counter()
    directives: dict[AgencyId, set[str]] = {}
    for one in known:
        holder = one.holder
        if holder is None or any(child.open for child in below.get(one.id, ())):
            continue
        paths[holder] += 1
        directives.setdefault(holder, set()).add(one.directive)
    ranked = sorted(paths.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Bottleneck(agency, count, tuple(sorted(directives[agency]))) for agency, count in ranked)


def single_points(every: Iterable[Held], tree: AgencyTree) -> tuple[SinglePoint, ...]:
    """Who is indispensable for how many open assignments, with the fields that only it answers for."""
    alone = Counter(one.lead for one in every if one.open and not one.coordinators and one.lead in tree)
    found = []
    for agency, count in alone.items():
        only = _fields_of_its_own(agency, tree)
        if only:
            found.append(SinglePoint(agency, count, only))
    return tuple(sorted(found, key=lambda one: (-one.assignments, one.agency)))


def _fields_of_its_own(agency: AgencyId, tree: AgencyTree) -> tuple[str, ...]:
    known = tree[agency]
    if known.parent is None:
        return ()
    others = {field for one in tree.children(known.parent) if one.id != agency for field in one.fields}
    return tuple(sorted(set(known.fields) - others))


def loads(every: Iterable[Held]) -> tuple[Load, ...]:
    """How many open assignments of each lead fall due in each week, by lead and week."""
    counts = Counter((one.lead, week(one.due)) for one in every if one.open and one.due is not None)
    return tuple(Load(agency, name, count) for (agency, name), count in sorted(counts.items()))


def week(day: date) -> str:
    """The ISO week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def overloads(every: Iterable[Held], capacity: Mapping[AgencyId, int], default: int) -> tuple[Finding, ...]:
    """Where more falls due in a week than a unit can do; ``default`` for units without a capacity of their own."""
    known = list(every)
    found = []
    for load in loads(known):
        most = capacity.get(load.agency, default)
        if load.due > most:
            tasks = sorted(
                {
                    _task(one)
                    for one in known
                    if one.open and one.lead == load.agency and one.due and week(one.due) == load.week
                }
            )
            facts = {"agency": load.agency, "count": load.due, "week": load.week, "capacity": most}
            found.append(finding(Code.OVERLOAD, tasks, (), [load.agency, "leads", *tasks[:3]], facts))
    return tuple(found)


def handed_over(every: Iterable[Held]) -> tuple[Moves, ...]:
    """Between whom work went most often."""
    moves = Counter(pair for one in every for pair in pairwise(one.chain))
    ranked = sorted(moves.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Moves(start, end, times) for (start, end), times in ranked)


def passed_around(every: Iterable[Held], subjects: Mapping[SubjectId, Subject] | None = None) -> tuple[Finding, ...]:
    """Assignments that came back to somebody who had them, or that were handed on again and again (đùn đẩy)."""
    found = []
    for one in sorted(every, key=lambda each: each.id):
        chain = one.chain
        if one.state is State.WITHDRAWN or len(chain) == 1:
            continue
        subject = (subjects or {}).get(_task(one))
        shown: tuple[Passage, ...] = (passage(subject),) if subject is not None else ()
        told = " → ".join(chain)
        path = [
            step
            for number, agency in enumerate(chain)
            for step in (("handed_over_to", agency) if number else (agency,))
        ]
        if len(set(chain)) < len(chain):
            found.append(finding(Code.HANDED_ROUND, [_task(one)], shown, path, {"chain": told}))
        elif len(chain) - 1 >= _LONG_CHAIN:
            found.append(finding(Code.HANDED_ON, [_task(one)], shown, path, {"chain": told, "count": len(chain) - 1}))
    return tuple(found)


def unanswered_fields(
    subjects: Iterable[Subject], grounds: Mapping[str, AgencyId], tree: AgencyTree
) -> tuple[Finding, ...]:
    """Fields that tasks ask for and no unit of the administration answers for; ``grounds`` by source."""
    asked: dict[tuple[AgencyId, str], list[Subject]] = {}
    for subject in subjects:
        administration = grounds.get(subject.source)
        if subject.field is not None and administration is not None and administration in tree and subject.orders:
            asked.setdefault((administration, subject.field), []).append(subject)
    found = []
    for (administration, field), wanting in sorted(asked.items()):
        units = [one for one in tree.children(administration) if one.level is Level.UNIT]
        if not any(field in unit.fields for unit in units):
            tasks = [one.id for one in wanting]
            facts = {"agency": tree[administration].name, "field": field}
            path = [tasks[0], "field", field, "answered_by", "–"]
            found.append(finding(Code.FIELD_UNANSWERED, tasks, [passage(wanting[0])], path, facts))
    return tuple(found)


def _task(one: Held) -> SubjectId:
    return f"{one.directive} {one.task}"
