"""The paragraphs of a text as a tree: what stands under which number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from thac.intake.document import Item, ItemKind
from thac.intake.structure.letters import capitals_only
from thac.intake.structure.markers import BULLETS, Kind, Marker
from thac.intake.structure.paragraphs import Paragraph

_TITLE_LENGTH = 150


@dataclass(slots=True)
class _Node:
    """An item that still takes children."""

    paragraph: Paragraph
    children: list["_Node"] = field(default_factory=list)

    @property
    def marker(self) -> Marker | None:
        return self.paragraph.marker

    @property
    def kind(self) -> Kind | None:
        """The kind of its marker; a title in capitals without a marker counts as a Roman section."""
        if self.paragraph.marker is not None:
            return self.paragraph.marker.kind
        return Kind.ROMAN if self.titles else None

    @property
    def titles(self) -> bool:
        """Whether it is a heading in capitals without a marker."""
        paragraph = self.paragraph
        short = len(paragraph.text) <= _TITLE_LENGTH and paragraph.row is None
        return paragraph.marker is None and short and capitals_only(paragraph.text) and not paragraph.ended

    @property
    def leads_in(self) -> bool:
        """Whether it ends as what heads a list does."""
        return self.paragraph.text.endswith(":")

    @property
    def heads_rows(self) -> bool:
        """Whether it is a row of a table that names what the rows below it have in common."""
        return self.paragraph.row is not None and self.paragraph.row.heads

    def holds(self, kind: Kind) -> bool:
        """Whether a child has a marker of this kind."""
        return any(child.kind is kind for child in self.children)


def outline(paragraphs: Iterable[Paragraph], under: str = "") -> tuple[Item, ...]:
    """Build the items of a text; ``under`` goes before their paths."""
    root = _Node(Paragraph(None, "", (), ()))
    stack = [root]
    for paragraph in paragraphs:
        node = _Node(paragraph)
        if paragraph.row is not None:
            _place_row(stack, node)
        elif node.kind is not None:
            _place_numbered(stack, node, node.kind)
        else:
            _place_unmarked(stack, node)
    return _items(root, under)


def _place_numbered(stack: list[_Node], node: _Node, kind: Kind) -> None:
    """Put a marked item beside the last one of its kind, or under the nearest item that may hold it."""
    if kind is Kind.DASH:
        _return_to_bullets(stack)
    same = _level(stack, node, kind)
    if same is not None:
        del stack[same:]
    else:
        while len(stack) > 1 and not _may_hold(stack[-1], node, kind):
            stack.pop()
    stack[-1].children.append(node)
    stack.append(node)


def _level(stack: list[_Node], node: _Node, kind: Kind) -> int | None:
    """The last item of the same kind that this one stands beside; None where it opens a level of its own.

    Numbers that start at 1 again under "3. Trạm Y tế:" or a lead-in are a list of their own; what counts on from an
    outer item stands beside that one.
    """
    levels = [at for at in range(len(stack) - 1, 0, -1) if stack[at].kind is kind]
    marker = node.marker
    if not levels or marker is None:
        return levels[0] if levels else None
    if marker.ordinal == 1 and stack[-1].leads_in and (stack[-1].marker is None or levels[0] == len(stack) - 1):
        return None
    return next((at for at in levels if marker.ordinal == _ordinal(stack[at]) + 1), levels[0])


def _ordinal(node: _Node) -> int:
    return 0 if node.marker is None else node.marker.ordinal


def _may_hold(holder: _Node, node: _Node, kind: Kind) -> bool:
    first = node.marker is not None and node.marker.ordinal <= 1
    if holder.leads_in and first and (holder.kind is not kind or kind not in BULLETS):
        return True
    return holder.kind is not None and holder.kind < kind


def _return_to_bullets(stack: list[_Node]) -> None:
    """Bullets behind (1), (2), (3) belong beside them, unless (3) heads a list or (1) has bullets of its own."""
    if stack[-1].kind is not Kind.PAREN or stack[-1].leads_in:
        return
    earlier = [one for one in stack[-2].children if one is not stack[-1]]
    numbered = [one for one in earlier if one.kind is Kind.PAREN]
    if stack[-2].holds(Kind.DASH) or (numbered and not any(one.children for one in numbered)):
        stack.pop()


def _place_unmarked(stack: list[_Node], node: _Node) -> None:
    """Unmarked text belongs to the last numbered item; a new lead-in ends the one before."""
    while len(stack) > 1 and (stack[-1].kind is None or stack[-1].kind in BULLETS):
        stack.pop()
    stack[-1].children.append(node)
    if node.leads_in:
        stack.append(node)


def _place_row(stack: list[_Node], node: _Node) -> None:
    """A row of a table belongs to the last numbered item, under the row that heads it."""
    while len(stack) > 1 and (stack[-1].kind in BULLETS or (node.heads_rows and stack[-1].heads_rows)):
        stack.pop()
    stack[-1].children.append(node)
    if node.heads_rows:
        stack.append(node)


def _items(parent: _Node, under: str) -> tuple[Item, ...]:
    counts: Counter[str] = Counter()
    items: list[Item] = []
    for child in parent.children:
        marker = child.marker
        if marker is not None and marker.kind not in BULLETS:
            path = _numbered(under, marker, parent.marker)
            counts[path] += 1
            path = f"{path}({counts[path]})" if counts[path] > 1 else path
        else:
            word = _word(child)
            counts[word] += 1
            path = f"{under} {word} {counts[word]}".strip()
        items.append(_item(child, path))
    return tuple(items)


def _word(node: _Node) -> str:
    if node.marker is not None:
        return "bullet"
    return "row" if node.paragraph.row is not None else "paragraph"


def _numbered(under: str, marker: Marker, parent: Marker | None) -> str:
    """The path of a numbered item: what a decimal repeats of its parent stands there once."""
    if not under:
        return marker.label
    if marker.outer and parent is not None and marker.label.startswith(f"{parent.label}."):
        return f"{under}{marker.label[len(parent.label) :]}"
    return f"{under}.{marker.label}"


def _item(node: _Node, path: str) -> Item:
    paragraph = node.paragraph
    return Item(
        path,
        _printed(paragraph),
        paragraph.text,
        paragraph.line,
        paragraph.lines,
        _kind(node),
        _items(node, path),
        () if paragraph.row is None else paragraph.row.cells,
    )


def _printed(paragraph: Paragraph) -> str:
    if paragraph.row is not None:
        return paragraph.row.number
    return "" if paragraph.marker is None else paragraph.marker.printed


def _kind(node: _Node) -> ItemKind:
    if node.paragraph.row is not None:
        return ItemKind.SECTION if node.heads_rows else ItemKind.ROW
    if node.kind is None:
        return ItemKind.PARAGRAPH
    return ItemKind.BULLET if node.kind in BULLETS else ItemKind.SECTION
