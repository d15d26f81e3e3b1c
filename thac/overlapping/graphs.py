"""The graph of responsibilities of some directives: made for one reader from what he may see, and from nothing else."""

from collections.abc import Iterable, Iterator, Sequence

from graph.build import Responsibilities
from graph.subjects import Paper
from thac.domain.agencies import Agency, AgencyId, AgencyTree
from thac.overlapping.analytics import held
from thac.store.queries.running import Share


def graph_of(papers: Sequence[Paper], shares: Iterable[Share], tree: AgencyTree) -> Responsibilities:
    """The directives with their tasks, who has them in hand, and the agencies named in them with those above."""
    graph = Responsibilities()
    known = {paper.source.id for paper in papers}
    given = [one for one in shares if one.directive in known]
    graph.add_agencies(_agencies(papers, given, tree))
    for paper in papers:
        graph.add(paper)
    for one in given:
        graph.put(held(one))
    return graph


def _agencies(papers: Iterable[Paper], shares: Iterable[Share], tree: AgencyTree) -> list[Agency]:
    named = {*_named(papers), *(agency for one in shares for agency in (one.issuer, one.lead, *one.former))}
    return [tree[one] for one in sorted({above for agency in named if agency in tree for above in tree.path(agency)})]


def _named(papers: Iterable[Paper]) -> Iterator[AgencyId]:
    for paper in papers:
        if paper.source.issuer is not None:
            yield paper.source.issuer
        for subject in paper.subjects:
            yield from (*subject.leads, *subject.coordinators)
