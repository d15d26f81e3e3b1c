"""What a paragraph is: a text unwrapped, where its lines were, and the mark that stood before it."""

from dataclasses import dataclass

from thac.intake.structure.markers import Marker
from thac.intake.structure.sentences import ends


@dataclass(frozen=True, slots=True)
class Row:
    """What a paragraph is that stands for a row of a table.

    ``number`` is what the first column counts it by, ``cells`` its cells by the heading of their column; ``heads``
    says that it only names what the rows below it have in common.
    """

    number: str
    cells: tuple[tuple[str, str], ...]
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph unwrapped, without its marker; or a row of a table.

    ``starts`` are the offsets in ``text`` at which a line begins, with the number of that line.
    """

    marker: Marker | None
    text: str
    starts: tuple[tuple[int, int], ...]
    lines: tuple[int, ...]
    bold: bool = False
    row: Row | None = None

    @property
    def line(self) -> int:
        """The line of the first character of the text."""
        return self.starts[0][1] if self.starts else self.lines[0]

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence does; headings do not."""
        return ends(self.text)

    def line_at(self, offset: int) -> int:
        """The line in which a character stands."""
        return next((line for start, line in reversed(self.starts) if start <= offset), self.line)
