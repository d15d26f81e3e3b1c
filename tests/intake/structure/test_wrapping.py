"""The same text broken into lines in every way that real documents show is the same text."""

from collections.abc import Callable
from pathlib import Path
from textwrap import wrap

import pytest

from tests.intake.structure.expected import EXPECTED
from tests.intake.structure.reading import LETTERHEAD, read, walk
from thac.intake.document import Document, ItemKind

FOLDER = Path(__file__).parents[1] / "examples"
SIGNED = "\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\n\nTrần Văn An\n"
TABLES = {"ke-hoach-bang-nhieu-o", "ke-hoach-chuyen-doi-so-du-thao"}


def _blocks(document: Document) -> list[str]:
    items = walk(document.preamble + document.body + document.closing)
    return [f"{item.marker} {item.text}".strip() for item in items]


def _wrapped(width: int, between_lines: str, between_paragraphs: str) -> Callable[[list[str]], str]:
    def lay_out(blocks: list[str]) -> str:
        return between_paragraphs.join(
            between_lines.join(wrap(block, width, break_long_words=False, break_on_hyphens=False)) for block in blocks
        )

    return lay_out


def _first_line_short(blocks: list[str]) -> str:
    """As a program for word processing writes web pages: the first line of a paragraph breaks early."""
    laid_out = []
    for block in blocks:
        first, *rest = wrap(block, 30, break_long_words=False, break_on_hyphens=False)
        laid_out.append("\n".join([first, *wrap(" ".join(rest), 80, break_long_words=False, break_on_hyphens=False)]))
    return "\n\n".join(laid_out)


LAYOUTS: dict[str, tuple[Callable[[list[str]], str], float]] = {
    "a paragraph a line": ("\n".join, 1.0),
    "an empty line between paragraphs": ("\n\n".join, 1.0),
    "wrapped, an empty line between paragraphs": (_wrapped(78, "\n", "\n\n"), 0.99),
    "wrapped wide": (_wrapped(95, "\n", "\n\n"), 0.99),
    "the first line short": (_first_line_short, 0.99),
    "wrapped, no empty lines": (_wrapped(80, "\n", "\n"), 0.98),
    "wrapped, an empty line behind every line": (_wrapped(80, "\n\n", "\n\n"), 0.96),
}
"""Each layout with the share of paragraphs that must come out whole: without empty lines a full last line misleads."""


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_paragraphs_come_out_whole(layout: str) -> None:
    lay_out, share = LAYOUTS[layout]
    whole = total = 0
    for name in sorted(EXPECTED.keys() - TABLES):
        blocks = _blocks(read((FOLDER / f"{name}.txt").read_text("utf-8")))
        again = _blocks(read(LETTERHEAD + lay_out(blocks) + SIGNED))
        whole += len([block for block in blocks if block in again])
        total += len(blocks)
    assert whole / total >= share


def test_no_row_stands_in_the_texts_that_are_laid_out_anew() -> None:
    for name in sorted(EXPECTED.keys() - TABLES):
        document = read((FOLDER / f"{name}.txt").read_text("utf-8"))
        assert all(item.kind is not ItemKind.ROW for item in walk(document.body))
