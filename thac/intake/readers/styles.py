"""What the styles of a .docx add to its paragraphs: numbering, capitals, what is hidden (styles.xml)."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from thac.intake.readers.wordml import attribute, child, every, local, number, switch, value

_MOST_BASED_ON: Final = 12
"""Word allows ten styles that build on each other; a longer chain is a circle."""
_NO_LINE: Final = frozenset({"nil", "none"})


class Styles:
    """The styles by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles = {attribute(style, "styleId") or "": style for style in every(root, "style")}
        self._default = next(
            (name for name, style in self._styles.items() if self._is_default(style)),
            None,
        )

    @staticmethod
    def _is_default(style: etree._Element) -> bool:
        return attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true", "on"}

    def numbering(self, style: str | None) -> tuple[int | None, int | None, str | None]:
        """The list and level that a paragraph style puts its paragraphs in, and the id of the style that says so."""
        for name, found in self._chain(style):
            said = child(found, "pPr", "numPr")
            if said is not None:
                return number(child(said, "numId")), number(child(said, "ilvl")), name
        return None, None, None

    def shows(self, name: str, *styles: str | None) -> bool:
        """Whether a property of letters (``caps``, ``vanish``) is on in the first of the styles that says anything."""
        for style in styles:
            for _, found in self._chain(style):
                said = switch(child(found, "rPr"), name)
                if said is not None:
                    return said
        return False

    def ruled(self, style: str | None) -> bool:
        """Whether a table style draws lines."""
        for _, found in self._chain(style, default=False):
            borders = child(found, "tblPr", "tblBorders")
            if borders is not None:
                return draws(borders)
        return False

    def _chain(self, style: str | None, *, default: bool = True) -> Iterator[tuple[str, etree._Element]]:
        name = style if style is not None or not default else self._default
        for _ in range(_MOST_BASED_ON):
            found = self._styles.get(name or "")
            if name is None or found is None:
                return
            yield name, found
            name = value(found, "basedOn")


def draws(borders: etree._Element) -> bool:
    """Whether any border of a table is drawn."""
    return any(local(one) and (attribute(one, "val") or "nil") not in _NO_LINE for one in borders)
