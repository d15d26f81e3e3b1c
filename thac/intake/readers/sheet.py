"""What a reader has written down so far: lines with their numbers, never more of them than is allowed."""

from typing import Final
from unicodedata import normalize

from thac.intake.limits import Limits
from thac.intake.readers.breaks import reconsidered
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Cell, Line, Medium, Place, Transcript

_UNSEEN: Final = dict.fromkeys(
    [*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]
)
"""Control characters, soft hyphens and marks without width: a person does not see them, and they would part words."""
_SPACES: Final = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " ")
_PLAIN: Final = _UNSEEN | _SPACES


def plain(text: str) -> str:
    """A text in NFC, each kind of space as a space, without what nobody sees."""
    return normalize("NFC", text.translate(_PLAIN))


class Sheet:
    """The lines of one document as they are read."""

    def __init__(self, medium: Medium, limits: Limits) -> None:
        self._medium = medium
        self._limits = limits
        self._lines: list[Line] = []
        self._margins: dict[str, None] = {}
        self._characters = 0
        self.pictures = 0

    def expect(self, characters: int) -> None:
        """Refuse beforehand a text that is too long."""
        if characters > self._limits.characters:
            raise self._too_long()

    def write(
        self,
        text: str,
        *,
        place: Place = Place.BODY,
        page: int | None = None,
        whole: bool = False,
        cell: Cell | None = None,
    ) -> None:
        """Add a line below the others."""
        self._count(text)
        self._lines.append(Line(len(self._lines) + 1, plain(text), place, page, whole, cell))

    def margin(self, text: str) -> None:
        """Note what stands outside the text: a running header, a stamp laid over the page."""
        if text.strip() and text not in self._margins:
            self._count(text)
            self._margins[text] = None

    def transcript(self, pages: int | None = None, unread: tuple[int, ...] = ()) -> Transcript:
        """What was read."""
        margins = tuple(plain(text) for text in self._margins)
        return Transcript(self._medium, tuple(reconsidered(self._lines)), pages, margins, self.pictures, unread)

    def _count(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > self._limits.characters or len(self._lines) >= self._limits.lines:
            raise self._too_long()

    def _too_long(self) -> FileRefusedError:
        return FileRefusedError(FileCode.TOO_MANY_LINES, limit=self._limits.lines, characters=self._limits.characters)
