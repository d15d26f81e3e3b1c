"""Short ways for tests to have a text's structure read."""

from thac.intake.document import Document, Item
from thac.intake.readers import transcribe_text
from thac.intake.structure import read_structure
from thac.intake.structure.outline import outline
from thac.intake.structure.pages import page_of
from thac.intake.structure.paragraphs import Paragraph
from thac.intake.structure.pieces import Piece, pieces_of
from thac.intake.structure.unwrapping import Unwrapping

LETTERHEAD = """ỦY BAN NHÂN DÂN
XÃ PHÚ LƯƠNG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 15/KH-UBND

Phú Lương, ngày 02 tháng 3 năm 2026

KẾ HOẠCH
Phòng, chống thiên tai năm 2026

"""


def read(text: str) -> Document:
    """The structure of a pasted text."""
    return read_structure(transcribe_text(text))


def read_body(text: str) -> Document:
    """The structure of a text under a letterhead."""
    return read(LETTERHEAD + text)


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a text."""
    return pieces_of(transcribe_text(text))


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text that is a document's body."""
    found = pieces(text)
    return Unwrapping(page_of(found)).paragraphs(found)


def texts(text: str) -> list[str]:
    """The paragraphs of a text, each with its marker before it."""
    return [f"{one.marker.printed} {one.text}" if one.marker else one.text for one in paragraphs(text)]


def tree(text: str) -> list[str]:
    """The paths of a text's items, each with its first words."""
    return [f"{item.path}: {' '.join(item.text.split()[:3])}" for item in walk(outline(paragraphs(text)))]


def walk(items: tuple[Item, ...]) -> list[Item]:
    """All items, in the order of the document."""
    return [one for item in items for one in item.walk()]
