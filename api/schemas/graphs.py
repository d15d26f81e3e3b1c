"""The graph of responsibilities as node-link data."""

from api.schemas.words import Output
from graph.build import EdgeKind, NodeKind, Responsibilities


class NodeOut(Output):
    """A node: ``task:d1 3``, its kind, and how a person calls it."""

    id: str
    kind: NodeKind
    label: str


class EdgeOut(Output):
    """An edge, read from ``source`` to ``target``; ``about`` tells edges of one kind apart."""

    source: str
    target: str
    kind: EdgeKind
    about: str
    weight: float


class GraphOut(Output):
    """Node-link data as networkx and D3 read it, sorted."""

    directed: bool
    multigraph: bool
    nodes: list[NodeOut]
    edges: list[EdgeOut]


def graph_out(graph: Responsibilities) -> GraphOut:
    """The graph as it goes out."""
    return GraphOut.model_validate(graph.node_link())
