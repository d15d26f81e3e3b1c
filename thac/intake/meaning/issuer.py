"""Who issues the document, read from the letterhead or, where that is cut off, from what the text calls itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thac.intake.document import Document, Header
from thac.intake.meaning.capitals import spelled
from thac.intake.meaning.plain import plain, squeezed
from thac.intake.meaning.standing import Standing, standing_of

_ADMINISTRATION = re.compile(
    r"(?P<who>(?:chủ tịch )?(?:ủy ban nhân dân|ubnd)) (?P<level>tỉnh|thành phố|xã|phường|đặc khu)(?! (?:,|và|phường"
    r"|xã))"
)
_SPEAKS = re.compile(
    r"(?:(?:chủ tịch )?(?:ủy ban nhân dân|ubnd)) (?P<level>tỉnh|thành phố|xã|phường|đặc khu)\b"
    r"(?:(?!ubnd|ủy ban)[^.;:]){0,60}?\b(?:yêu cầu|ban hành|giao|đề nghị|có ý kiến|xây dựng|chỉ đạo)\b"
)
_OFFICE = re.compile(
    r"văn phòng (?:(?:hđnd|hội đồng nhân dân) (?:và|-|,) )?"
    r"(?P<whose>(?:ubnd|ủy ban nhân dân|tỉnh ủy|thành ủy|đảng ủy).*)"
)
_BY_ORDER = re.compile(r"(?:tl|t/l|tuq|t/uq)\b")
_CONCLUSIONS = re.compile(r"(?:về |v/v |thông báo )*(?:các )?(?:ý kiến )?(?:kết luận|chỉ đạo)\b")
_LEVEL = re.compile(r"(?<!\w)(?:tỉnh|thành phố|xã|phường|đặc khu)(?!\w)")
_PLACE_ALONE = re.compile(r"(?:tỉnh|thành phố|xã|phường|đặc khu)(?!\w)")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuing body as far as the document says it; ``level`` is the word for its kind of place."""

    name: str
    line: int
    level: str | None
    standing: Standing = Standing.ADMINISTRATION

    @property
    def committee(self) -> str | None:
        """The issuer's committee by its kind alone, to which its chairman and deputies belong ("UBND xã")."""
        if self.level is None or self.standing in {Standing.PARTY, Standing.DEPARTMENT}:
            return None
        return f"Ủy ban MTTQ Việt Nam {self.level}" if self.standing is Standing.FRONT else f"UBND {self.level}"


def issuer_of(document: Document) -> Issuer | None:
    """Who issued the document; None where nothing in it says so."""
    header = document.header
    if header.issuing_body:
        name = squeezed(header.issuing_body)
        if header.superior_body and _PLACE_ALONE.match(plain(name)):
            name = f"{squeezed(header.superior_body)} {name}"
        name = _principal(name, header)
        words = plain(name)
        level = _LEVEL.search(words)
        return Issuer(
            spelled(name),
            header.lines.get("issuing_body", 1),
            level[0] if level else None,
            standing_of(name, party=header.party),
        )
    return _from_text(document)


def _principal(name: str, header: Header) -> str:
    """Whose orders they are: an office that tells its chairman's conclusions or signs by order (TL.) gives none itself.

    Decree 30/2020/NĐ-CP, article 13: who signs by order does so for the head of the agency.
    """
    office = _OFFICE.match(plain(name))
    if office is None:
        return name
    signed, about = plain(header.signing_title or ""), plain(header.subject or "")
    if _BY_ORDER.match(signed) is None and _CONCLUSIONS.match(about) is None:
        return name
    above = squeezed(header.superior_body or "")
    return above if above and _OFFICE.match(f"văn phòng {plain(above)}") else name[office.start("whose") :]


def _from_text(document: Document) -> Issuer | None:
    for text, line in _texts(document):
        match = _SPEAKS.search(plain(text)) or _ADMINISTRATION.search(plain(text))
        if match:
            place = f" {squeezed(document.header.place)}" if document.header.place else ""
            return Issuer(f"Ủy ban nhân dân {match['level']}{place}", line, match["level"])
    return None


def _texts(document: Document) -> Iterator[tuple[str, int]]:
    """Where a document without letterhead says whose it is: first where it speaks in its own name."""
    speaking = [(one.text, one.line) for one in (*document.preamble, *document.closing)]
    yield from (one for one in speaking if _SPEAKS.search(plain(one[0])))
    yield from ((one.text, one.line) for top in document.body for one in top.walk())
    if document.header.signing_title:
        yield document.header.signing_title, document.header.lines.get("signing_title", 1)
