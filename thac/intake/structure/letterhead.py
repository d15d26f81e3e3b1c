"""What the letterhead says: who issued which document where and when, about what, how urgently."""

from typing import Final

from thac.domain.directives import Urgency
from thac.intake.document import Header, PartialDate
from thac.intake.structure import wording
from thac.intake.structure.heading import Head, Role
from thac.intake.structure.naming import bodies
from thac.intake.structure.pieces import Piece
from thac.intake.structure.symbols import normalised, type_of

_URGENCY: Final = {
    "khẩn": Urgency.URGENT,
    "thượng khẩn": Urgency.VERY_URGENT,
    "hỏa tốc": Urgency.IMMEDIATE,
    "hoả tốc": Urgency.IMMEDIATE,
}
LETTER: Final = "Công văn"
"""The type of a document that names none: a letter carries its subject under the number (V/v)."""


def read_letterhead(head: Head) -> Header:
    """Read the header, without the signature."""
    number, symbol = _number(head)
    place, date = _dated(head)
    named = bodies(one.text for one in head.of(Role.BODY))
    return Header(
        number=number,
        symbol=symbol,
        doc_type=_doc_type(head, symbol),
        superior_body=named[-2] if len(named) > 1 else None,
        issuing_body=named[-1] if named else None,
        place=place,
        date=date,
        subject=_subject(head),
        urgency=_urgency(head),
        party=any(wording.PARTY.search(one.text) for one in head.of(Role.MOTTO)),
        lines=_lines(head),
    )


def _lines(head: Head) -> dict[str, int]:
    roles = {
        "number": Role.NUMBER,
        "symbol": Role.NUMBER,
        "doc_type": Role.TYPE,
        "issuing_body": Role.BODY,
        "place": Role.DATED,
        "date": Role.DATED,
        "subject": Role.SUBJECT,
        "urgency": Role.URGENCY,
    }
    return {name: pieces[0].number for name, role in roles.items() if (pieces := head.of(role))}


def _joined(pieces: list[Piece]) -> str:
    return " ".join(one.text for one in pieces)


def _number(head: Head) -> tuple[str | None, str | None]:
    found = wording.NUMBER.match(_joined(head.of(Role.NUMBER)))
    return (None, None) if found is None else (found["number"], normalised(found["symbol"]))


def _dated(head: Head) -> tuple[str | None, PartialDate]:
    found = wording.DATED.fullmatch(_joined(head.of(Role.DATED)))
    if found is None:
        return None, PartialDate()
    printed = found["day"], found["month"] or found["month2"], found["year"] or found["year2"]
    return found["place"], PartialDate(*(None if one is None else int(one) for one in printed))


def _doc_type(head: Head, symbol: str | None) -> str | None:
    for title in head.of(Role.TYPE):
        return _title(title.text)[0]
    if symbol is not None:
        return type_of(symbol) or LETTER
    return LETTER if head.of(Role.ADDRESSEE) else None


def _title(text: str) -> tuple[str, str]:
    """The type that a title line names, and what it already says of the subject.

    "CHƯƠNG TRÌNH HÀNH ĐỘNG" is a type; in "CHƯƠNG TRÌNH HÀNH ĐỘNG THỰC HIỆN NGHỊ QUYẾT …" the subject has begun.
    """
    found = wording.TITLE.fullmatch(text)
    if found is None:
        return text.strip(" :").capitalize(), ""
    name, rest = found["type"], found["rest"].strip(" :")
    if rest and not rest.startswith("("):
        short = next(one for one in sorted(wording.DOC_TYPES, key=len) if name.lower().startswith(one))
        rest = f"{name[len(short) :]} {rest}".strip()
        name = name[: len(short)]
    return name.capitalize(), rest


def _subject(head: Head) -> str | None:
    begun = " ".join(_title(title.text)[1] for title in head.of(Role.TYPE))
    text = f"{begun} {_joined(head.of(Role.SUBJECT))}".strip()
    about = wording.ABOUT.match(text)
    if about is not None and "/" in about[0]:
        text = text[about.end() :]
    return text.strip(" .") or None


def _urgency(head: Head) -> Urgency:
    stamped = (wording.URGENCY.fullmatch(one.text) for one in head.of(Role.URGENCY))
    titled = (wording.TITLE.fullmatch(one.text) for one in head.of(Role.TYPE))
    marks = [found["mark"] for found in (*stamped, *titled) if found is not None and found["mark"]]
    return max((_URGENCY[mark.lower()] for mark in marks), key=list(Urgency).index, default=Urgency.NORMAL)
