"""What a document is made of: letterhead, recipients, references, a tree of items (Decree 30/2020/NĐ-CP, article 8)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from thac.domain.directives import Urgency
from thac.intake.transcript import Transcript


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which a draft may leave the day or the month blank."""

    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def value(self) -> dt.date | None:
        """The date where it is whole."""
        if self.day is None or self.month is None or self.year is None:
            return None
        return dt.date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Header:
    """What stands at the top and in the signature; None for what is not printed or left blank.

    ``number`` are the digits as printed, ``symbol`` the rest ("KH-UBND", "KL/TW"). ``lines`` says for each field of
    this class on which line it was read.
    """

    number: str | None = None
    symbol: str | None = None
    doc_type: str | None = None
    superior_body: str | None = None
    issuing_body: str | None = None
    place: str | None = None
    date: PartialDate = PartialDate()
    subject: str | None = None
    signer: str | None = None
    signing_title: str | None = None
    urgency: Urgency = Urgency.NORMAL
    party: bool = False
    """A document of the Party (Guidance 36-HD/VPTW), numbered over a term."""
    lines: dict[str, int] = field(default_factory=dict)


class ReferenceRole(StrEnum):
    """What a cited document is to the one that cites it."""

    IMPLEMENTS = "implements"
    """The document this one carries out."""
    ANCESTOR = "ancestor"
    """What the implemented document carries out in its turn."""
    CITED = "cited"


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that is cited, once for all its occurrences; ``symbol`` is normalised and whole ("226-KL/TW")."""

    symbol: str
    printed: str
    role: ReferenceRole
    lines: tuple[int, ...]
    doc_type: str | None = None
    issuer: str | None = None
    date: dt.date | None = None


class ItemKind(StrEnum):
    """What an item of the body is."""

    SECTION = "section"
    """A numbered, lettered or Roman heading or item; a title in capitals; a row of a table that heads others."""
    BULLET = "bullet"
    PARAGRAPH = "paragraph"
    """Text without a marker of its own."""
    ROW = "row"
    """A row of a table that assigns work."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the body with what stands under it.

    ``path`` names it as the document prints it: "II.2 bullet 1", "1.a", "6", "Điều 2.1", "paragraph 2", "II row 3",
    "II(2).1" for the second section numbered II; outside the body it starts with "preamble", "closing" or "appendix".
    ``text`` is unwrapped, without its marker, footnotes and page furniture, in the document's spelling; ``line`` is
    where it starts, ``lines`` all lines it covers. ``cells`` are the cells of a row by the heading of their column,
    empty ones left out; its ``marker`` is what the row counts by, its ``text`` the task.
    """

    path: str
    marker: str
    text: str
    line: int
    lines: tuple[int, ...]
    kind: ItemKind
    children: tuple["Item", ...] = ()
    cells: tuple[tuple[str, str], ...] = ()

    def walk(self) -> Iterator["Item"]:
        """The item and all below it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Recipients:
    """To whom it is addressed (Kính gửi) and who gets a copy (Nơi nhận), as printed, one entry each."""

    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document taken apart.

    What a web page prints above the letterhead and below the signature belongs to no part. ``preamble`` are the
    paragraphs between letterhead and the first item of the body (grounds, "như sau:"), ``body`` the items that may
    order something, ``closing`` the final formula, ``appendices`` what follows the signature, ``footnotes`` texts taken
    out of the sentences they landed in.
    """

    transcript: Transcript
    header: Header
    recipients: Recipients
    references: tuple[Reference, ...]
    preamble: tuple[Item, ...]
    body: tuple[Item, ...]
    closing: tuple[Item, ...] = ()
    appendices: tuple[Item, ...] = ()
    footnotes: tuple[Item, ...] = ()
