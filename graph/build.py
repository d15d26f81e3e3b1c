"""The graph of responsibilities: directives, tasks, assignments and agencies, and what connects them.

It is kept up to date by what happens: a directive more or less, an event of a docket. What it says is a function of
what is in it, however it came there. networkx stays inside.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

import networkx as nx

from graph.citations import citations
from graph.facets import facets
from graph.holdings import Held, HeldId
from graph.overlaps import copied_share
from graph.pairs import Sameness
from graph.relations import carries_out
from graph.shelf import Shelf
from graph.subjects import Paper, Source, SourceId, Subject, SubjectId
from thac.domain.agencies import Agency, AgencyId, AgencyTree

_COPIED_FROM = 0.2


class NodeKind(StrEnum):
    """What a node is; its id begins with it."""

    DIRECTIVE = "directive"
    TASK = "task"
    ASSIGNMENT = "assignment"
    AGENCY = "agency"
    MATTER = "matter"
    """What several tasks are about; named after the first of them."""
    REPORT = "report"


class EdgeKind(StrEnum):
    """How one node is connected with another, read from the first to the second."""

    ISSUES = "issues"
    IMPLEMENTS = "implements"
    CITES = "cites"
    PART_OF = "part_of"
    LEADS = "leads"
    COORDINATES = "coordinates"
    REPORTS_TO = "reports_to"
    SUBORDINATE_TO = "subordinate_to"
    SAME_MATTER = "same_matter"
    ABOUT = "about"
    COPIED_FROM = "copied_from"
    HANDED_OVER_TO = "handed_over_to"


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A node: its id ("task:d1 3"), its kind, and how a person calls it."""

    id: str
    kind: NodeKind
    label: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """An edge between two nodes; ``about`` tells edges of one kind apart (an assignment, a symbol)."""

    start: str
    kind: EdgeKind
    end: str
    about: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole graph at a moment, sorted."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """Tasks that are one matter: those linked as the same, directly or through others."""

    id: str
    tasks: tuple[SubjectId, ...]
    agencies: tuple[AgencyId, ...]


def node_id(kind: NodeKind, name: str) -> str:
    """The id of a node."""
    return f"{kind}:{name}"


class Responsibilities:
    """The graph. ``shelf`` holds the papers of its directives and says what their tasks have in common."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf = shelf or Shelf()
        self.held: dict[HeldId, Held] = {}
        self._graph: Any = nx.MultiDiGraph()
        self._citing: dict[str, set[SourceId]] = {}

    # ------------------------------------------------------------------------------------------------------ agencies

    def add_agencies(self, agencies: Iterable[Agency] | AgencyTree) -> None:
        """Take in agencies with who is above them."""
        for agency in agencies:
            self._node(NodeKind.AGENCY, agency.id, agency.name)
            if agency.parent is not None:
                self._edge(_agency(agency.id), EdgeKind.SUBORDINATE_TO, _agency(agency.parent))

    # ---------------------------------------------------------------------------------------------------- directives

    def add(self, paper: Paper) -> None:
        """Take in a directive with its tasks; one with the same id is replaced."""
        source = paper.source
        given_out = [one for one in self.held.values() if one.directive == source.id]
        if source.id in self.shelf.papers:
            self.remove(source.id)
        changed = self.shelf.add(paper)
        start = self._node(NodeKind.DIRECTIVE, source.id, source.title)
        if source.issuer is not None:
            self._edge(_agency(source.issuer), EdgeKind.ISSUES, start)
        for subject in paper.subjects:
            self._add_task(subject)
        for symbol in self._cited(paper):
            self._citing.setdefault(symbol, set()).add(source.id)
        self._connect([source.id, *self._citing.get(source.symbol or "", ())])
        self._compare([source.id, *sorted(changed)])
        for one in given_out:
            self.put(one)

    def remove(self, source: SourceId) -> None:
        """Forget a directive with its tasks and assignments."""
        paper = self.shelf.papers[source]
        for one in [one for one in self.held.values() if one.directive == source]:
            self.drop(one.id)
        for subject in paper.subjects:
            for kind in (NodeKind.TASK, NodeKind.REPORT):
                self._forget(node_id(kind, subject.id))
        self._forget(node_id(NodeKind.DIRECTIVE, source))
        for citing in self._citing.values():
            citing.discard(source)
        changed = self.shelf.remove(source)
        self._connect(sorted(self._citing.get(paper.source.symbol or "", ())))
        self._compare(sorted(changed))

    def _add_task(self, subject: Subject) -> None:
        task = self._node(NodeKind.TASK, subject.id, subject.text)
        self._edge(task, EdgeKind.PART_OF, node_id(NodeKind.DIRECTIVE, subject.source))
        for lead in subject.leads:
            self._edge(_agency(lead), EdgeKind.LEADS, task)
        for one in subject.coordinators:
            self._edge(_agency(one), EdgeKind.COORDINATES, task)
        if subject.recipients or (subject.orders and facets(subject.text).act == "report"):
            report = self._node(NodeKind.REPORT, subject.id, subject.text)
            self._edge(report, EdgeKind.PART_OF, task)
            for one in subject.recipients:
                self._edge(report, EdgeKind.REPORTS_TO, _agency(one))

    def _cited(self, paper: Paper) -> Iterator[str]:
        yield from dict.fromkeys(
            (
                *paper.source.implements,
                *paper.source.cites,
                *(one.symbol for subject in paper.subjects for one in citations(subject.text)),
                *(symbol for subject in paper.subjects for symbol in subject.cites),
            )
        )

    def _connect(self, sources: Iterable[SourceId]) -> None:
        """Point the citations of these directives at the directives they mean, as far as those are in the graph."""
        for name in dict.fromkeys(sources):
            if name not in self.shelf.papers:
                continue
            start = node_id(NodeKind.DIRECTIVE, name)
            old = [
                (start, end, key)
                for _, end, key in self._graph.out_edges(start, keys=True)
                if key[0] in {EdgeKind.IMPLEMENTS, EdgeKind.CITES}
            ]
            self._graph.remove_edges_from(old)
            paper = self.shelf.papers[name]
            for symbol in self._cited(paper):
                for other in self._with_symbol(symbol):
                    if other.id != name:
                        carried = carries_out(paper.source, other)
                        kind = EdgeKind.IMPLEMENTS if carried else EdgeKind.CITES
                        self._edge(start, kind, node_id(NodeKind.DIRECTIVE, other.id), symbol)

    def _with_symbol(self, symbol: str) -> list[Source]:
        found = (paper.source for paper in self.shelf.papers.values() if paper.source.symbol == symbol)
        return sorted(found, key=lambda one: one.id)

    def _compare(self, sources: Sequence[SourceId]) -> None:
        """Say anew what these have in common with all others."""
        for source in sources:
            nodes = [node_id(NodeKind.TASK, subject.id) for subject in self.shelf.papers[source].subjects]
            self._cut([*nodes, node_id(NodeKind.DIRECTIVE, source)], {EdgeKind.SAME_MATTER, EdgeKind.COPIED_FROM})
        for source in sources:
            self._compare_one(source)

    def _cut(self, nodes: Iterable[str], kinds: Collection[EdgeKind]) -> None:
        for node in nodes:
            edges = [*self._graph.out_edges(node, keys=True), *self._graph.in_edges(node, keys=True)]
            self._graph.remove_edges_from([one for one in edges if one[2][0] in kinds])

    def _compare_one(self, source: SourceId) -> None:
        for pair in self.shelf.pairs([source]):
            if pair.sameness in {Sameness.SAME, Sameness.LIKE}:
                weight = pair.likeness.score if pair.likeness is not None else pair.copied_share
                one, other = (node_id(NodeKind.TASK, each.id) for each in (pair.one, pair.other))
                self._edge(one, EdgeKind.SAME_MATTER, other, str(pair.sameness), weight)
        runs: dict[SourceId, list[Any]] = {}
        for run in self.shelf.copies.runs(self.shelf.copies.strips[source]):
            runs.setdefault(run.other, []).append(run)
        for other, found in runs.items():
            self._copied(source, other, found)
            self._copied(other, source, found)

    def _copied(self, copy: SourceId, original: SourceId, runs: list[Any]) -> None:
        share, _ = copied_share(self.shelf, copy, runs)
        if share >= _COPIED_FROM:
            start, end = (node_id(NodeKind.DIRECTIVE, one) for one in (copy, original))
            self._edge(start, EdgeKind.COPIED_FROM, end, weight=round(share, 4))

    # --------------------------------------------------------------------------------------------------- assignments

    def put(self, one: Held) -> None:
        """Take in an assignment as it stands now."""
        self.drop(one.id)
        self.held[one.id] = one
        node = self._node(NodeKind.ASSIGNMENT, one.id, str(one.state))
        task = node_id(NodeKind.TASK, f"{one.directive} {one.task}")
        self._edge(node, EdgeKind.PART_OF, task)
        self._edge(_agency(one.lead), EdgeKind.LEADS, node)
        for coordinator in one.coordinators:
            self._edge(_agency(coordinator), EdgeKind.COORDINATES, node)
        for number, (before, after) in enumerate(pairwise(one.chain)):
            self._edge(_agency(before), EdgeKind.HANDED_OVER_TO, _agency(after), f"{one.id}#{number}")

    def drop(self, held: HeldId) -> None:
        """Forget an assignment."""
        one = self.held.pop(held, None)
        if one is None:
            return
        self._forget(node_id(NodeKind.ASSIGNMENT, held))
        for number, (before, after) in enumerate(pairwise(one.chain)):
            key = (EdgeKind.HANDED_OVER_TO, f"{held}#{number}")
            if self._graph.has_edge(_agency(before), _agency(after), key):
                self._graph.remove_edge(_agency(before), _agency(after), key)

    # ------------------------------------------------------------------------------------------------------- answers

    def snapshot(self) -> Snapshot:
        """Everything that is in the graph, matters included, sorted; nodes that are only named are left out."""
        matters = self.matters()
        nodes = [data["node"] for _, data in self._graph.nodes(data=True) if "node" in data]
        edges = [data["edge"] for _, _, data in self._graph.edges(data=True)]
        for matter in matters:
            nodes.append(Node(matter.id, NodeKind.MATTER, self.shelf.subjects[matter.tasks[0]].text))
            edges += [Edge(node_id(NodeKind.TASK, task), EdgeKind.ABOUT, matter.id) for task in matter.tasks]
        return Snapshot(tuple(sorted(nodes)), tuple(sorted(edges)))

    def matters(self) -> tuple[Matter, ...]:
        """The matters that more than one task is about, by their first task."""
        same = nx.Graph()
        for start, end, data in self._graph.edges(data=True):
            if data["edge"].kind is EdgeKind.SAME_MATTER and data["edge"].about == Sameness.SAME:
                same.add_edge(start.partition(":")[2], end.partition(":")[2])
        groups = sorted(tuple(sorted(group)) for group in nx.connected_components(same))
        return tuple(Matter(node_id(NodeKind.MATTER, group[0]), group, self._leads(group)) for group in groups)

    def _leads(self, tasks: Iterable[SubjectId]) -> tuple[AgencyId, ...]:
        return tuple(sorted({lead for task in tasks for lead in self.shelf.subjects[task].leads}))

    def path(self, start: str, end: str) -> tuple[str, ...]:
        """The shortest way between two nodes, whichever way its edges point: node, edge, node …; empty where none is.

        Of several the one whose nodes come first by name.
        """
        if start not in self._graph or end not in self._graph:
            return ()
        both = self._graph.to_undirected(as_view=True)
        try:
            ways = nx.all_shortest_paths(both, start, end)
            nodes = min(ways)
        except nx.NetworkXNoPath:
            return ()
        return tuple(self._steps(nodes))

    def _steps(self, nodes: list[str]) -> Iterator[str]:
        yield nodes[0]
        for before, after in pairwise(nodes):
            there = [key[0] for key in self._graph.get_edge_data(before, after, default={})]
            back = [key[0] for key in self._graph.get_edge_data(after, before, default={})]
            yield str(min(there or back))
            yield after

    def node_link(self) -> dict[str, Any]:
        """The graph as node-link data for JSON, sorted."""
        snapshot = self.snapshot()
        return {
            "directed": True,
            "multigraph": True,
            "nodes": [{"id": one.id, "kind": one.kind, "label": one.label} for one in snapshot.nodes],
            "edges": [
                {"source": one.start, "target": one.end, "kind": one.kind, "about": one.about, "weight": one.weight}
                for one in snapshot.edges
            ],
        }

    def graphml(self) -> str:
        """The graph as GraphML, sorted."""
        snapshot = self.snapshot()
        made = nx.MultiDiGraph()
        for node in snapshot.nodes:
            made.add_node(node.id, kind=str(node.kind), label=node.label)
        for edge in snapshot.edges:
            made.add_edge(edge.start, edge.end, kind=str(edge.kind), about=edge.about, weight=edge.weight)
        return "\n".join(nx.generate_graphml(made))

    # ----------------------------------------------------------------------------------------------------- the inside

    def _node(self, kind: NodeKind, name: str, label: str = "") -> str:
        node = Node(node_id(kind, name), kind, label)
        self._graph.add_node(node.id, node=node)
        return node.id

    def _edge(self, start: str, kind: EdgeKind, end: str, about: str = "", weight: float = 1.0) -> None:
        self._graph.add_edge(start, end, key=(kind, about), edge=Edge(start, kind, end, about, weight))

    def _forget(self, node: str) -> None:
        if node in self._graph:
            self._graph.remove_node(node)


def _agency(agency: AgencyId) -> str:
    return node_id(NodeKind.AGENCY, agency)
