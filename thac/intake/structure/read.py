"""The structure of a document, from its lines to its parts."""

from collections.abc import Sequence
from dataclasses import replace

from thac.intake.document import Document, Header, Item, ItemKind, Recipients
from thac.intake.structure.body import body_of
from thac.intake.structure.columns import spread
from thac.intake.structure.furniture import without_furniture
from thac.intake.structure.heading import Role
from thac.intake.structure.letterhead import read_letterhead
from thac.intake.structure.outline import outline
from thac.intake.structure.pages import page_of
from thac.intake.structure.paragraphs import Paragraph
from thac.intake.structure.parts import Parts, divide
from thac.intake.structure.pieces import Piece, pieces_of
from thac.intake.structure.recipients import addressees, copies
from thac.intake.structure.references import references
from thac.intake.structure.signature import signature
from thac.intake.structure.tables import stretches
from thac.intake.structure.unwrapping import Unwrapping
from thac.intake.transcript import Transcript


def read_structure(transcript: Transcript) -> Document:
    """Take a document apart.

    Nothing is refused here: what cannot be found stays None or empty.
    """
    sheet = without_furniture(spread(pieces_of(transcript)))
    parts = divide(sheet.pieces)
    header = _header(parts)
    text, appendix = _text(parts.text), _text(parts.appendices)
    body = body_of(text)
    notes = [_note(number, pieces) for number, pieces in sheet.footnotes]
    subject = [_joined(one) for one in [parts.head.of(Role.TYPE, Role.SUBJECT)] if one]
    return Document(
        transcript,
        header,
        Recipients(addressees(parts.head), copies(parts.signing)),
        references(subject, body.preamble, [*body.items, *body.closing, *notes, *appendix], header),
        outline(body.preamble, "preamble"),
        outline(body.items),
        outline(body.closing, "closing"),
        outline(appendix, "appendix"),
        tuple(_footnote(number, note) for (number, _), note in zip(sheet.footnotes, notes, strict=True)),
    )


def _header(parts: Parts) -> Header:
    header, signed = read_letterhead(parts.head), signature(parts.signing)
    lines = header.lines | ({"signer": signed.line} if signed.line else {})
    return replace(header, signer=signed.name, signing_title=signed.title, lines=lines)


def _text(pieces: Sequence[Piece]) -> list[Paragraph]:
    unwrapping = Unwrapping(page_of(pieces))
    paragraphs: list[Paragraph] = []
    for stretch in stretches(pieces):
        rows = [one for one in stretch if isinstance(one, Paragraph)]
        paragraphs += rows or unwrapping.paragraphs(one for one in stretch if isinstance(one, Piece))
    return paragraphs


def _note(number: int, pieces: Sequence[Piece]) -> Paragraph:
    """A footnote as one paragraph, without its number."""
    text = pieces[0].text.lstrip("[").removeprefix(str(number)).lstrip("]. ")
    return _joined([replace(pieces[0], text=text), *pieces[1:]])


def _joined(pieces: Sequence[Piece]) -> Paragraph:
    """Lines that are known to be one paragraph."""
    starts: list[tuple[int, int]] = []
    text = ""
    for piece in pieces:
        text += " " if text else ""
        starts.append((len(text), piece.number))
        text += piece.text
    return Paragraph(None, text, tuple(starts), tuple(piece.number for piece in pieces))


def _footnote(number: int, note: Paragraph) -> Item:
    return Item(f"footnote {number}", str(number), note.text, note.line, note.lines, ItemKind.PARAGRAPH)
