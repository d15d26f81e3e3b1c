"""A document as its meaning is read: every text on one line, and none longer than an item can sensibly be."""

from dataclasses import replace

from thac.intake.document import Document, Item
from thac.intake.meaning.plain import LONGEST, squeezed


def prepared(document: Document) -> Document:
    """The document with its texts squeezed and cut, so that no file makes reading slow.

    What is cut off ends with an ellipsis in the tasks; the draft keeps the document itself whole.
    """
    return replace(
        document,
        preamble=_all(document.preamble),
        body=_all(document.body),
        closing=_all(document.closing),
        appendices=_all(document.appendices),
    )


def _all(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(
        replace(
            item,
            text=_cut(item.text),
            children=_all(item.children),
            cells=tuple((heading, _cut(text)) for heading, text in item.cells),
        )
        for item in items
    )


def _cut(text: str) -> str:
    whole = squeezed(text)
    return whole if len(whole) <= LONGEST else f"{whole[: LONGEST - 1]}…"
