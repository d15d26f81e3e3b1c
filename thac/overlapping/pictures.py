"""The picture of a graph for one reader: one directive as its tree, several by the matters that agencies share."""

from collections.abc import Iterable

from graph.build import Matter, Responsibilities
from graph.findings import Finding, Severity
from graph.pictures import directive_tree, shared_matters, shared_svg, tree_svg
from thac.domain.agencies import AgencyTree


def picture(graph: Responsibilities, tree: AgencyTree, findings: Iterable[Finding]) -> str:
    """The SVG; a matter over which its tasks are in conflict asks for attention."""
    papers = list(graph.shelf.papers.values())
    if len(papers) == 1:
        (paper,) = papers
        names = {one.id: one.name for one in tree}
        return tree_svg(directive_tree(graph, paper.source.id, names), paper.source.title)
    conflicts = [set(one.subjects) for one in findings if one.severity is Severity.CONFLICT]

    def collides(matter: Matter) -> bool:
        return any(tasks <= set(matter.tasks) for tasks in conflicts)

    return shared_svg(shared_matters(graph, tree.told_apart, collides), "Các cơ quan cùng có việc chung")
