"""Who stands in the content of a field for bodies: "Sở A chủ trì; Sở B, UBND các xã phối hợp"."""

import re
from dataclasses import dataclass

from thac.intake.meaning.bodies import Body, read_bodies
from thac.intake.meaning.fields import Field, Kind
from thac.intake.meaning.plain import clauses, plain, squeezed
from thac.intake.meaning.verbs import SOFT_VERBS, VERBS


@dataclass(frozen=True, slots=True)
class Named:
    """A body with the line on which it is named."""

    body: Body
    printed: str
    line: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The bodies of a field by what the words after them say: that they lead, that they help, or nothing."""

    leading: tuple[Named, ...] = ()
    helping: tuple[Named, ...] = ()
    plain: tuple[Named, ...] = ()

    @property
    def everyone(self) -> tuple[Named, ...]:
        """All of them, in that order."""
        return (*self.leading, *self.plain, *self.helping)


_ASIDE = re.compile(
    r" (?:trong phạm vi|theo|căn cứ) (?:chức năng|nhiệm vụ|thẩm quyền|lĩnh vực)(?:(?:,| và) (?:nhiệm vụ|quyền hạn"
    r"|thẩm quyền))*"
    r"(?: (?:của mình|được giao|phụ trách|được phân công|quản lý))*"
)
_BREAK = re.compile(r"\s?(?:,|;|\.| và|, và| -|\s[-+])\s")
_LEAD = re.compile(r",? (?:là (?:cơ quan|đơn vị) )?(?:làm đầu mối,? )?(?:chủ trì|chịu trách nhiệm chính)\b")
_HELP = re.compile(r",? (?:chủ động |có trách nhiệm )?(?:phối hợp|tham gia|cùng thực hiện)\b")
_WITH = re.compile(r"phối hợp(?: chặt chẽ)? (?:với|cùng) ")
_LONG = 12
# A name that is not known as one: no verb or ground begins it or stands in it.
_PART = re.compile(
    rf"(?:các |những |một số )?(?!(?:{VERBS}|{SOFT_VERBS}|tùy|nếu|cụ thể|gồm|như|phụ trách|có|tất cả|các)(?!\w))"
    rf"[^\W\d_][^\s,;:.()]*(?: (?!(?!có (?!trách)){VERBS}(?!\w))[^\s,;:.()]+){{0,6}}(?=,| và |\s*[.;]?\s*$)"
)


def listed(field: Field) -> Listed:
    """Read the bodies of a field; a content in which none is recognised is one body as a whole, if it is short."""
    leading: list[Named] = []
    helping: list[Named] = []
    others: list[Named] = []
    for clause in clauses(field.text):
        text = field.text[clause.start : clause.end]
        bodies, end = _everyone(text) if field.kind is Kind.COORDINATORS else _all(text)
        words = plain(text)
        named = [Named(one, squeezed(text[one.start : one.end]), field.line) for one in bodies]
        if _LEAD.match(words, end):
            leading += named
            if joined := _WITH.search(words, end):
                more = read_bodies(text, joined.end())[0]
                helping += [Named(one, squeezed(text[one.start : one.end]), field.line) for one in more]
        elif _HELP.match(words, end):
            helping += named
        else:
            others += named
    if not (leading or helping or others):
        others = _whole(field)
    return Listed(tuple(leading), tuple(helping), tuple(others))


def _all(text: str, start: int = 0) -> tuple[tuple[Body, ...], int]:
    """The bodies that begin at a position of a clause, also over "trong phạm vi chức năng, nhiệm vụ của mình"."""
    bodies, end = read_bodies(text, start, listed=True)
    words = plain(text)
    while bodies and (aside := _ASIDE.match(words, end)) and (stop := _BREAK.match(words, aside.end())):
        more, further = read_bodies(text, stop.end(), listed=True)
        if not more:
            break
        bodies, end = (*bodies, *more), further
    return bodies, end


def _everyone(text: str) -> tuple[tuple[Body, ...], int]:
    """The bodies of a clause in which nothing else is listed: a part that no known name begins is a name as well."""
    words = plain(text)
    bodies, end = _all(text)
    while True:
        stop = _BREAK.match(words, end) if bodies else None
        begin = stop.end() if stop else end
        part = _PART.match(words, begin) if stop or not bodies else None
        if part is None:
            return bodies, end
        name = squeezed(text[begin : part.end()])
        plural = words.startswith(("các ", "những ", "một số "), begin)
        bodies, end = (*bodies, Body(name, begin, part.end(), plural=plural)), part.end()
        if following := _BREAK.match(words, end):
            more, further = _all(text, following.end())
            if more:
                bodies, end = (*bodies, *more), further


def _whole(field: Field) -> list[Named]:
    text = squeezed(field.text).strip(" .;,")
    if not text or len(text.split()) > _LONG:
        return []
    return [Named(Body(text, 0, len(text)), text, field.line)]
