"""What holds for a whole document: whom it addresses and who carries out the items that name nobody."""

import re

from thac.intake.document import Document, Item
from thac.intake.meaning.actors import Setting
from thac.intake.meaning.bodies import Body, read_bodies
from thac.intake.meaning.issuer import Issuer, issuer_of
from thac.intake.meaning.listing import Named
from thac.intake.meaning.plain import plain, sentences, squeezed
from thac.intake.meaning.subjects import subject_of

_CARRYING_OUT = re.compile(
    r"(?:tổ chức (?:triển khai )?thực hiện|phân công (?:nhiệm vụ|trách nhiệm|thực hiện)|trách nhiệm (?:thực hiện|của))"
)
_ORDERS = re.compile(
    r"(?:ubnd|ủy ban nhân dân|chủ tịch|thủ tướng chính phủ|giám đốc|ban thường trực|ban thường vụ|ban chỉ đạo|sở"
    r"|phòng|bộ)\b[^.;]{0,120}?"
    r"\b(?P<asks>yêu cầu|đề nghị|giao|chỉ đạo) "
)


def setting_of(document: Document) -> Setting:
    """Read who issues the document, whom it addresses, and who carries out what names nobody.

    Those are the addressees (Kính gửi); without any, whom the sentence before the first item tells to act; or else the
    class that the section on carrying out makes responsible.
    """
    issuer = issuer_of(document)
    addressees = _addressees(document)
    asked = _asks(document)
    if addressees:
        below = tuple(one for one in addressees if not _above(one.body, issuer))
        return Setting(issuer, addressees, below, asked=asked)
    told = _told_before(document)
    if told:
        return Setting(issuer, (), told, asked=asked)
    return Setting(issuer, (), _responsible(document), concluded=True)


def _addressees(document: Document) -> tuple[Named, ...]:
    line = document.header.lines.get("recipients", document.preamble[0].line if document.preamble else 1)
    found: list[Named] = []
    for entry in document.recipients.to:
        text = squeezed(entry).strip(" .;,-")
        bodies, end = read_bodies(text)
        if len(bodies) > 1 and end >= len(text) - 1:
            found += [Named(one, text[one.start : one.end], line) for one in bodies]
        elif text:
            plural = bodies[0].plural if bodies else plain(text).startswith("các ")
            name = bodies[0].name if bodies and end >= len(text) - 1 else text
            found.append(Named(Body(name, 0, len(text), plural=plural), text, line))
    return tuple(found)


def _above(body: Body, issuer: Issuer | None) -> bool:
    """Whether an addressee stands above the issuer, to whom it reports: a letter orders nothing of it."""
    words = plain(body.name)
    if issuer is None or issuer.level is None or body.plural:
        return False
    return words.startswith(("chính phủ", "thủ tướng", "văn phòng chính phủ")) or (
        issuer.level in {"xã", "phường", "đặc khu"}
        and words.startswith(("ubnd tỉnh", "ủy ban nhân dân tỉnh", "tỉnh ủy"))
    )


def _asks(document: Document) -> bool:
    """Whether the last order before the first item is worded as a request."""
    for item in reversed(document.preamble):
        for match in reversed(list(_ORDERS.finditer(plain(item.text)))):
            return match["asks"] == "đề nghị"
    return False


def _told_before(document: Document) -> tuple[Named, ...]:
    """Whom the sentence before the first item tells to act: "Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành … :"."""
    for item in document.preamble[-1:]:
        text = item.text
        for sentence in reversed(list(sentences(text))):
            words = plain(text)
            for match in reversed(list(_ORDERS.finditer(words, sentence.start, sentence.end))):
                bodies, _ = read_bodies(text, match.end())
                if bodies:
                    return tuple(Named(one, squeezed(text[one.start : one.end]), item.line) for one in bodies)
    return ()


def _responsible(document: Document) -> tuple[Named, ...]:
    """The first class that the section on carrying out names: "III. Tổ chức thực hiện. 1. Các cơ quan, đơn vị"."""
    for section in document.body:
        if not _CARRYING_OUT.search(plain(section.text)):
            continue
        for item in section.walk():
            named = _classes(item)
            if named:
                return named
    return ()


def _classes(item: Item) -> tuple[Named, ...]:
    text = item.text
    subject = subject_of(text, heading=bool(item.children))
    if subject is None or not any(one.plural and not one.role for one in subject.bodies):
        return ()
    return tuple(
        Named(one, squeezed(text[one.start : one.end]), item.line)
        for one in subject.bodies
        if one.plural and not one.role
    )
