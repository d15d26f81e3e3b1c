"""How a directive's tree, and the agencies that share matters, look: SVG in which no label lies on another.

Every node has a row of its own, so that two hundred of them are as readable as ten; there are only more rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from graph.build import Matter, Responsibilities
from graph.holdings import Held, children
from graph.subjects import SourceId, Subject
from thac.domain.agencies import AgencyId
from thac.domain.assignments import State

ROW = 24
"""Height of a row in pixels."""
_FONT = 13
_LETTER = 7.4
"""Width that a letter takes at most on average, in pixels: no label is wider than its letters times this."""
_INDENT = 26
_MARGIN = 16
_TREE_WIDTH = 1_000
_AGENCIES = 300
_BETWEEN = 240
_MATTERS = 640
_ROUNDS = 8
_DOT = 4


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a tree as it is drawn: label, a remark after it, whether it asks for attention, what hangs below.

    ``assignment`` is the assignment that it stands for, by its id in the graph.
    """

    label: str
    remark: str = ""
    alert: bool = False
    children: tuple["Branch", ...] = ()
    assignment: str | None = None

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Branch"]]:
        """The node and all below it, with their depth, from top to bottom."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Shared:
    """A matter as it is drawn: its label, the agencies that have to do with it, whether they collide in it.

    ``directives`` are those whose tasks it is made of.
    """

    label: str
    agencies: tuple[str, ...]
    alert: bool = False
    directives: tuple[SourceId, ...] = ()

    @property
    def said(self) -> str:
        """Who shares what: where lines lie too close to be followed, the row still says it."""
        return f"{' + '.join(self.agencies)}: {self.label}"


@dataclass(frozen=True, slots=True)
class Label:
    """Where a label stands: its text, and the corners of the box that it fills at most."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a picture: its path, and whether it asks for attention."""

    path: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a picture: where its dot lies, its label, all of its text, and whether it asks for attention."""

    x: float
    y: float
    label: Label
    whole: str
    alert: bool = False
    leftwards: bool = False
    """The label ends at the dot instead of beginning there."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture before it is written: its size, its lines, and its nodes row by row."""

    width: float
    height: float
    lines: tuple[Line, ...]
    nodes: tuple[Node, ...]


# ---------------------------------------------------------------------------------------------------------------- tree


def tree_labels(root: Branch) -> list[Label]:
    """Where each label of a tree stands, from top to bottom."""
    found = []
    for row, (depth, branch) in enumerate(root.walk()):
        left = _MARGIN + depth * _INDENT + 2 * _DOT + 4
        text = _short(f"{branch.label}{_DASH}{branch.remark}" if branch.remark else branch.label, _TREE_WIDTH - left)
        found.append(_label(text, left, row))
    return found


def tree_drawing(root: Branch) -> Drawing:
    """A tree, one row for each node, indented by its depth; the nodes as :meth:`Branch.walk` has them."""
    rows = list(root.walk())
    above: list[int] = []  # the row of the last node at each depth
    lines = []
    for row, (depth, _) in enumerate(rows):
        above[depth:] = [row]
        if depth:
            x, y = _MARGIN + (depth - 1) * _INDENT + _DOT, _middle(row)
            lines.append(Line(f"M{x} {_middle(above[depth - 1]) + _DOT}V{y}H{x + _INDENT - _DOT}"))
    nodes = tuple(
        Node(_MARGIN + depth * _INDENT + _DOT, _middle(row), label, branch.label, branch.alert)
        for row, ((depth, branch), label) in enumerate(zip(rows, tree_labels(root), strict=True))
    )
    return Drawing(_TREE_WIDTH, _high(len(rows)), tuple(lines), nodes)


def tree_svg(root: Branch, title: str) -> str:
    """The same as SVG."""
    return _svg(title, tree_drawing(root))


def directive_tree(graph: Responsibilities, directive: SourceId, names: Mapping[AgencyId, str]) -> Branch:
    """A directive with its tasks, the assignments of each and what their leads gave out for them."""
    paper = graph.shelf.papers[directive]
    given = [one for one in graph.held.values() if one.directive == directive]
    below = children(given)
    inner = {child.id for every in below.values() for child in every}
    tops = [one for one in sorted(given, key=lambda each: each.id) if one.id not in inner]
    return Branch(
        paper.source.title or directive,
        paper.source.symbol or "",
        children=tuple(_task(one, tops, below, names) for one in paper.subjects),
    )


def _task(
    subject: Subject, tops: Sequence[Held], below: Mapping[str, tuple[Held, ...]], names: Mapping[AgencyId, str]
) -> Branch:
    mine = tuple(_assignment(one, below, names) for one in tops if f"{one.directive} {one.task}" == subject.id)
    leads = ", ".join(names.get(lead, lead) for lead in subject.leads)
    return Branch(f"{subject.path}. {subject.text}", leads, not subject.leads and subject.orders, mine)


def _assignment(one: Held, below: Mapping[str, tuple[Held, ...]], names: Mapping[AgencyId, str]) -> Branch:
    due = f", hạn {one.due:%d/%m/%Y}" if one.due else ""
    remark = f"{_STATES[one.state]}{due}"
    under = tuple(_assignment(child, below, names) for child in below.get(one.id, ()))
    return Branch(names.get(one.lead, one.lead), remark, one.state is State.RETURNED, under, one.id)


_STATES = {
    State.ASSIGNED: "chờ tiếp nhận",
    State.ACCEPTED: "đã tiếp nhận",
    State.TAKEN: "đang thực hiện",
    State.SUBMITTED: "chờ duyệt",
    State.RETURNED: "trả lại",
    State.COMPLETED: "hoàn thành",
    State.WITHDRAWN: "đã thu hồi",
}


# -------------------------------------------------------------------------------------------------------------- matters


def shared_labels(matters: Sequence[Shared]) -> tuple[list[Label], list[Label]]:
    """Where the labels of the agencies and those of the matters stand, in the order in which they are drawn."""
    agencies, ordered = placed(matters)
    left = []
    for row, agency in enumerate(agencies):
        text = _short(agency, _AGENCIES)
        left.append(_label(text, _MARGIN + _AGENCIES - len(text) * _LETTER, row))
    right = _MARGIN + _AGENCIES + _BETWEEN
    return left, [_label(_short(one.said, _MATTERS), right, row) for row, one in enumerate(ordered)]


def shared_drawing(matters: Sequence[Shared]) -> Drawing:
    """The agencies on the left, the matters on the right, a line wherever one has to do with the other.

    The nodes are the agencies and then the matters, as :func:`placed` has them.
    """
    agencies, ordered = placed(matters)
    left, right = shared_labels(matters)
    start, end = _MARGIN + _AGENCIES + 2 * _DOT, _MARGIN + _AGENCIES + _BETWEEN - 2 * _DOT
    rows = {agency: row for row, agency in enumerate(agencies)}
    lines = tuple(
        _curve(start + _DOT, rows[agency], end - _DOT, row, alert=one.alert)
        for row, one in enumerate(ordered)
        for agency in one.agencies
    )
    nodes = [
        Node(start, _middle(row), label, agency, leftwards=True)
        for row, (agency, label) in enumerate(zip(agencies, left, strict=True))
    ]
    nodes += [
        Node(end, _middle(row), label, one.said, one.alert)
        for row, (one, label) in enumerate(zip(ordered, right, strict=True))
    ]
    width = 2 * _MARGIN + _AGENCIES + _BETWEEN + _MATTERS
    return Drawing(width, _high(max(len(agencies), len(ordered), 1)), lines, tuple(nodes))


def shared_svg(matters: Sequence[Shared], title: str) -> str:
    """The same as SVG."""
    return _svg(title, shared_drawing(matters))


def shared_matters(
    graph: Responsibilities,
    named: Callable[[Iterable[AgencyId]], Mapping[AgencyId, str]],
    collides: Callable[[Matter], bool] = lambda _: False,
) -> tuple[Shared, ...]:
    """The matters of the graph that more than one agency leads.

    ``named`` says how agencies are called that stand in one picture: different ones differently.
    """
    shared = [matter for matter in graph.matters() if len(matter.agencies) > 1]
    names = named({agency for matter in shared for agency in matter.agencies})
    return tuple(
        Shared(
            graph.shelf.subjects[matter.tasks[0]].text,
            tuple(names.get(agency, agency) for agency in matter.agencies),
            collides(matter),
            tuple(dict.fromkeys(graph.shelf.subjects[task].source for task in matter.tasks)),
        )
        for matter in shared
    )


def placed(matters: Sequence[Shared]) -> tuple[list[str], list[Shared]]:
    """Both columns in an order with few crossings: each goes where the middle of what it is joined to stands."""
    ordered = sorted(matters, key=lambda one: (one.label, one.agencies))
    agencies = sorted({agency for one in ordered for agency in one.agencies})
    joined = {agency: [place for place, one in enumerate(ordered) if agency in one.agencies] for agency in agencies}
    for _ in range(_ROUNDS):
        rows = {agency: row for row, agency in enumerate(agencies)}
        ordered.sort(key=lambda one: (_mean([rows[agency] for agency in one.agencies]), one.label, one.agencies))
        joined = {agency: [row for row, one in enumerate(ordered) if agency in one.agencies] for agency in agencies}
        agencies.sort(key=lambda agency: (_mean(joined[agency]), agency))
    return agencies, ordered


def _mean(rows: Sequence[int]) -> float:
    return sum(rows) / len(rows) if rows else 0.0


# ------------------------------------------------------------------------------------------------------------- drawing

_DASH = " – "
_STYLE = (
    f"text{{font:{_FONT}px sans-serif;fill:#1b1f24}}.e{{fill:none;stroke:#9aa4b2}}"
    ".a{fill:none;stroke:#b42318;stroke-width:1.6}.e:hover,.a:hover{stroke-width:4}.n{fill:#24527a}.x{fill:#b42318}"
)


def _middle(row: int) -> int:
    return _MARGIN + row * ROW + ROW // 2


def _label(text: str, left: float, row: int) -> Label:
    middle = _middle(row)
    return Label(text, left, middle - _FONT / 2 - 3, left + len(text) * _LETTER, middle + _FONT / 2 + 3)


def _short(text: str, width: float) -> str:
    """As much of a text as fits into so many pixels."""
    plain = " ".join(text.split())
    most = int(width / _LETTER)
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def _high(rows: int) -> int:
    return 2 * _MARGIN + rows * ROW


def _text(node: Node) -> str:
    label, anchor = node.label, "end" if node.leftwards else "start"
    x = label.right if node.leftwards else label.left
    y = (label.top + label.bottom) / 2 + _FONT / 3
    said = f"<title>{escape(node.whole)}</title>{escape(label.text)}"
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{said}</text>'


def _dot(node: Node) -> str:
    """A circle, or a diamond where it asks for attention, so that colour is not all that tells."""
    x, y = node.x, node.y
    if node.alert:
        size = _DOT + 2
        return f'<path class="x" d="M{x} {y - size}L{x + size} {y}L{x} {y + size}L{x - size} {y}Z"/>'
    return f'<circle class="n" cx="{x}" cy="{y}" r="{_DOT}"/>'


def _curve(x: float, row: int, end: float, other: int, *, alert: bool) -> Line:
    start, stop, bend = _middle(row), _middle(other), (end - x) / 2
    return Line(f"M{x} {start}C{x + bend:.0f} {start} {end - bend:.0f} {stop} {end} {stop}", alert)


def _svg(title: str, drawing: Drawing) -> str:
    width, height = drawing.width, drawing.height
    lines = [f'<path class="{"a" if line.alert else "e"}" d="{line.path}"/>' for line in drawing.lines]
    nodes = [_dot(node) + _text(node) for node in drawing.nodes]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join((*lines, *nodes))}</svg>\n'
    )
