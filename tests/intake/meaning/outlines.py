"""Documents for the tests of meaning, written as an outline: two blanks a level, then marker and text.

A line without a marker is a paragraph; a line of cells parted by "|" is a row, its columns named by ``columns``.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from thac.intake.document import Document, Header, Item, ItemKind, PartialDate, Recipients
from thac.intake.draft import Draft, DraftTask
from thac.intake.meaning import interpret
from thac.intake.transcript import Line, Medium, Transcript

_MARKED = re.compile(r"(?P<marker>[-+]|[IVX]+\.|(?:\d+\.)+\d*|[a-zđ]\)|Điều \d+\.|\(\d\))\s+(?P<text>.*)")
ISSUED = date(2026, 3, 10)


def document(
    outline: str,
    *,
    to: Iterable[str] = (),
    preamble: str = "",
    closing: str = "",
    issuer: str | None = "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
    columns: Sequence[str] = (),
    party: bool = False,
) -> Document:
    """A document with that body."""
    lines = [line for line in outline.split("\n") if line.strip()]
    header = Header(issuing_body=issuer, date=PartialDate(ISSUED.day, ISSUED.month, ISSUED.year), party=party)
    return Document(
        Transcript(Medium.TEXT, tuple(Line(n, line) for n, line in enumerate(lines, 1))),
        header,
        Recipients(to=tuple(to)),
        (),
        (_paragraph(preamble),) if preamble else (),
        _items(lines, columns),
        (_paragraph(closing),) if closing else (),
    )


def read(outline: str, **setting: object) -> Draft:
    """The draft of a document with that body."""
    return interpret(document(outline, **setting))  # type: ignore[arg-type]


def task(outline: str, **setting: object) -> DraftTask:
    """The only task of a document with that body."""
    (only,) = read(outline, **setting).tasks
    return only


def names(draft: Draft) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The mode, leads and coordinators of each task."""
    return [
        (str(one.mode), tuple(body.name for body in one.leads), tuple(body.name for body in one.coordinators))
        for one in draft.tasks
    ]


def _paragraph(text: str) -> Item:
    return Item("paragraph 1", "", text, 1, (1,), ItemKind.PARAGRAPH)


def _items(lines: Sequence[str], columns: Sequence[str]) -> tuple[Item, ...]:
    depths = [(len(line) - len(line.lstrip())) // 2 for line in lines]

    def below(first: int, end: int, path: str) -> tuple[Item, ...]:
        found: list[Item] = []
        position = first
        while position < end:
            stop = position + 1
            while stop < end and depths[stop] > depths[position]:
                stop += 1
            own = f"{path}.{len(found) + 1}".strip(".")
            found.append(_item(lines[position], position + 1, own, below(position + 1, stop, own), columns))
            position = stop
        return tuple(found)

    return below(0, len(lines), "")


def _item(line: str, number: int, path: str, children: tuple[Item, ...], columns: Sequence[str]) -> Item:
    text = line.strip()
    if "|" in text:
        cells = tuple(zip(columns, (cell.strip() for cell in text.split("|")), strict=True))
        return Item(path, "", "", number, (number,), ItemKind.ROW, children, cells)
    match = _MARKED.match(text)
    if match is None:
        return Item(path, "", text, number, (number,), ItemKind.PARAGRAPH, children)
    kind = ItemKind.BULLET if match["marker"] in "-+" else ItemKind.SECTION
    return Item(path, match["marker"], match["text"], number, (number,), kind, children)
