"""How does a tree or a picture of shared matters fit on a page? In part, with what can be clicked to see the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.pictures import Branch, Drawing, Node, Shared, placed, shared_drawing, tree_drawing

MOST: Final = 70
"""So many rows a picture on a page has at most."""


@dataclass(frozen=True, slots=True)
class Part:
    """A node as it is shown: where it is in the whole tree, as ``0.3``, how deep, and how many below are left out."""

    at: str
    depth: int
    branch: Branch
    hidden: int


@dataclass(frozen=True, slots=True)
class Tree:
    """A part of a tree: the way down to its top, its rows, and its picture."""

    way: Sequence[Part]
    rows: Sequence[Part]
    drawing: Drawing
    total: int
    offset: int

    @property
    def nodes(self) -> Sequence[tuple[Part, Node]]:
        """Each row with its node of the picture."""
        return list(zip(self.rows, self.drawing.nodes, strict=True))


def tree_part(root: Branch, at: str, offset: int = 0) -> Tree | None:
    """The part of a tree below the node at a place, in full as far as there is room; None when nothing is there.

    The children of its top are shown from ``offset`` on. Nodes open level by level while there is room, so that what
    stands higher is never left out for what stands lower.
    """
    way = [Part("", 0, root, 0)]
    for step in at.split(".") if at else ():
        here = way[-1]
        if not step.isdecimal() or not step.isascii() or int(step) >= len(here.branch.children):
            return None
        place = f"{here.at}.{step}" if here.at else step
        way.append(Part(place, here.depth + 1, here.branch.children[int(step)], 0))
    top = way[-1]
    rows = _opened(replace(top, depth=0), offset)
    drawing = tree_drawing(_cut(rows))
    return Tree(way[:-1], rows, drawing, len(top.branch.children), offset)


def _opened(top: Part, offset: int) -> list[Part]:
    """The rows from top to bottom; a node opens as a whole or not at all, except the top."""
    opened: dict[str, list[Part]] = {}
    shown, level = 1, [top]
    while level:
        below: list[Part] = []
        for part in level:
            children = _children(part)
            if part is top:
                children = children[offset : offset + MOST - 1]
            if children and shown + len(children) <= MOST:
                opened[part.at] = children
                shown += len(children)
                below += children
        level = below
    return list(_walk(top, opened))


def _walk(part: Part, opened: dict[str, list[Part]]) -> list[Part]:
    children = opened.get(part.at)
    if children is None:
        return [replace(part, hidden=len(part.branch.children))]
    return [part, *(row for child in children for row in _walk(child, opened))]


def _children(part: Part) -> list[Part]:
    prefix = f"{part.at}." if part.at else ""
    return [Part(f"{prefix}{n}", part.depth + 1, child, 0) for n, child in enumerate(part.branch.children)]


def _cut(rows: Sequence[Part]) -> Branch:
    """The tree that the rows are, with what they leave out said in a remark."""
    first, *rest = rows
    children = []
    for number, row in enumerate(rest):
        if row.depth == first.depth + 1:
            end = next((n for n in range(number + 1, len(rest)) if rest[n].depth <= row.depth), len(rest))
            children.append(_cut(rest[number:end]))
    remark = f"{first.branch.remark} (+{first.hidden})" if first.hidden else first.branch.remark
    return replace(first.branch, remark=remark.strip(), children=tuple(children))


@dataclass(frozen=True, slots=True)
class Matters:
    """Matters that several agencies share, from one on, with their picture."""

    rows: Sequence[tuple[Shared, Node]]
    agencies: Sequence[Node]
    drawing: Drawing
    total: int
    offset: int


def matters_part(shared: Sequence[Shared], offset: int = 0, most: int = 30) -> Matters:
    """A part of the matters, those in conflict first."""
    every = sorted(shared, key=lambda one: (not one.alert, one.label, one.agencies))
    part = every[offset : offset + most]
    drawing = shared_drawing(part)
    agencies, ordered = placed(part)
    first = len(agencies)
    rows = list(zip(ordered, drawing.nodes[first:], strict=True))
    return Matters(rows, drawing.nodes[:first], drawing, len(every), offset)
