"""What a supervisor asks of the work that is open: who holds it up, who is alone with it, who has too much of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph import analytics
from graph.analytics import Bottleneck, Load, Moves, SinglePoint
from graph.findings import Finding
from graph.holdings import Held, held_id
from graph.subjects import Paper
from thac.domain.agencies import AgencyTree
from thac.store.queries.running import Share

CAPACITY: Final = 10
"""Tasks that a unit gets done in a week, where nobody says otherwise: two each working day."""


@dataclass(frozen=True, slots=True)
class Analytics:
    """The answers, each sorted by how much, then by name."""

    capacity: int
    bottlenecks: tuple[Bottleneck, ...]
    single_points: tuple[SinglePoint, ...]
    loads: tuple[Load, ...]
    handed_over: tuple[Moves, ...]
    findings: tuple[Finding, ...]
    """Overload, work passed round, and fields that nobody answers for."""


def analysed(shares: Iterable[Share], papers: Sequence[Paper], tree: AgencyTree, capacity: int = CAPACITY) -> Analytics:
    """The answers for those assignments and directives; ``capacity`` holds for every unit."""
    every = [held(one) for one in shares]
    subjects = {subject.id: subject for paper in papers for subject in paper.subjects}
    grounds = {paper.source.id: paper.source.ground.path[-1] for paper in papers if paper.source.ground.path}
    return Analytics(
        capacity,
        analytics.bottlenecks(every),
        analytics.single_points(every, tree),
        analytics.loads(every),
        analytics.handed_over(every),
        (
            *analytics.overloads(every, {}, capacity),
            *analytics.passed_around(every, subjects),
            *analytics.unanswered_fields(subjects.values(), grounds, tree),
        ),
    )


def held(share: Share) -> Held:
    """An assignment of the read model as the graph knows it."""
    return Held(
        id=held_id(share.docket, share.key),
        directive=share.directive,
        issuer=share.issuer,
        task=share.task,
        copy=share.copy,
        lead=share.lead,
        state=share.state,
        coordinators=share.coordinators,
        former=share.former,
        due=share.due,
        period=share.period,
        awaited=share.awaited,
    )
