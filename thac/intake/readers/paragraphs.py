"""What a paragraph of a .docx says: its runs as a reader sees them, tracked changes taken as accepted."""

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from thac.intake.readers.styles import Styles
from thac.intake.readers.wordml import attribute, child, local, switch, value

_UNSEEN: Final = frozenset(
    {"pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "sdtPr", "sdtEndPr", "rt"}
)
"""What is not printed: properties, deleted text, the code of fields, the reading beside East Asian letters."""
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES: Final = frozenset({"footnoteReference", "endnoteReference"})
_DRAWN: Final = frozenset({"drawing", "pict", "object"})
_BOX: Final = "txbxContent"
_PICTURES: Final = frozenset({"blip", "imagedata"})
_SYMBOLS: Final = {
    "F0FE": "☒", "F0FD": "☒", "F052": "☑", "F0A8": "☐", "F06F": "☐", "F0FC": "✓", "F02D": "-", "F0B7": "•",
}  # fmt: skip
"""Signs of Wingdings and Symbol that carry a meaning."""


@dataclass(slots=True)
class Words:
    """The text of a paragraph with the line breaks inside it; its notes, text boxes and texts drawn as pictures.

    ``notes`` are pairs of the kind of reference and its id, in their order.
    """

    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    pictures: int = 0

    @property
    def text(self) -> str:
        """Its text."""
        return "".join(self.parts)


class Reader:
    """Reads paragraphs of one document, whose styles it knows."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def words(self, paragraph: etree._Element) -> Words:
        """The words of a paragraph."""
        words = Words()
        self._read(paragraph, value(paragraph, "pPr", "pStyle"), words, capitals=False)
        return words

    def _read(self, element: etree._Element, style: str | None, words: Words, *, capitals: bool) -> None:
        for one in element:
            name = local(one)
            if name == "t":
                text = one.text or ""
                words.parts.append(text.upper() if capitals else text)
            elif name in _SIGNS:
                words.parts.append(_SIGNS[name])
            elif name == "r":
                self._run(one, style, words)
            elif name == "AlternateContent":
                self._alternative(one, style, words, capitals=capitals)
            elif name in _DRAWN:
                _draw(one, words)
            elif name in _NOTES:
                words.notes.append((name, attribute(one, "id") or ""))
            elif name == "sym":
                words.parts.append(_SYMBOLS.get((attribute(one, "char") or "").upper(), ""))
            elif name not in _UNSEEN:
                self._read(one, style, words, capitals=capitals)

    def _run(self, run: etree._Element, style: str | None, words: Words) -> None:
        own = child(run, "rPr")
        if own is None:
            hidden, capitals = self._styles.shows("vanish", style), self._styles.shows("caps", style)
        else:
            hidden, capitals = self._shows(own, "vanish", style), self._shows(own, "caps", style)
        if not hidden:
            self._read(run, style, words, capitals=capitals)

    def _shows(self, own: etree._Element, name: str, style: str | None) -> bool:
        said = switch(own, name)
        if said is not None:
            return said
        letters = value(own, "rStyle")
        return self._styles.shows(name, *((letters,) if letters else ()), style)

    def _alternative(self, element: etree._Element, style: str | None, words: Words, *, capitals: bool) -> None:
        """One of the forms of the same content: the newer one, which all Words since 2010 show."""
        chosen = child(element, "Choice")
        if chosen is None:
            chosen = child(element, "Fallback")
        if chosen is not None:
            self._read(chosen, style, words, capitals=capitals)


def _draw(element: etree._Element, words: Words) -> None:
    for one in element.iter():
        name = local(one)
        if name == _BOX and not any(local(above) == _BOX for above in _until(one, element)):
            words.boxes.append(one)
        elif name == "textpath":
            words.drawn.append(one.get("string") or "")
        elif name in _PICTURES:
            words.pictures += 1


def _until(element: etree._Element, top: etree._Element) -> list[etree._Element]:
    """What stands around an element below another."""
    above = []
    for one in element.iterancestors():
        if one is top:
            break
        above.append(one)
    return above
