"""Which other documents a document cites, each once, with what its citations together say of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from thac.intake.document import Header, Reference, ReferenceRole
from thac.intake.structure.citations import Citation, citations
from thac.intake.structure.paragraphs import Paragraph
from thac.intake.structure.roles import roles
from thac.intake.structure.symbols import TYPES, Symbol, read_symbol

_Key = tuple[str, ...]
NAMED = frozenset({*TYPES.values(), "Bộ luật", "Thông tri"})


def references(
    subject: Sequence[Paragraph], preamble: Sequence[Paragraph], rest: Sequence[Paragraph], header: Header
) -> tuple[Reference, ...]:
    """Collect the citations of subject, preamble and everything else, in the order of the first citation."""
    top = _all(subject, 0)
    grounds = _all(preamble, len(subject))
    found = [*top, *grounds, *_all(rest, len(subject) + len(preamble))]
    same = _misprints(found)
    groups: dict[_Key, list[Citation]] = {}
    for one in found:
        key = same.get(one.symbol.key, one.symbol.key)
        groups.setdefault(key, []).append(one)
    groups.pop(_own(header), None)
    part = roles(top, grounds)
    return tuple(_reference(key, group, part.get(key, ReferenceRole.CITED)) for key, group in groups.items())


def _all(paragraphs: Iterable[Paragraph], start: int) -> list[Citation]:
    return [one for at, paragraph in enumerate(paragraphs, start) for one in citations(paragraph, at)]


def _own(header: Header) -> _Key:
    """The key of the document itself, which its appendices name."""
    if header.number is None or header.symbol is None:
        return ()
    joint = "-" if header.party else "/"
    symbol = read_symbol(f"{header.number}{joint}{header.symbol}")
    return () if symbol is None else symbol.key


def _misprints(found: Sequence[Citation]) -> dict[_Key, _Key]:
    """Symbols that contradict the type printed before them, with the symbol of the same document that agrees.

    "Kế hoạch số 87-KL/ĐU" is "87-KH/ĐU" where that is cited with the same date: same number, same body, other type.
    """
    right: dict[tuple[str, str, date], Symbol] = {}
    for one in found:
        if one.day is not None and one.doc_type == one.symbol.doc_type:
            right.setdefault((one.symbol.number, one.symbol.body, one.day), one.symbol)
    same: dict[_Key, _Key] = {}
    for one in found:
        if one.day is None or one.doc_type in {None, one.symbol.doc_type}:
            continue
        twin = right.get((one.symbol.number, one.symbol.body, one.day))
        if twin is not None and twin.doc_type == one.doc_type:
            same[one.symbol.key] = twin.key
    return same


def _reference(key: _Key, group: Sequence[Citation], role: ReferenceRole) -> Reference:
    best = _spelling([one for one in group if one.symbol.key == key] or group)
    days = Counter(one.day for one in group if one.day is not None)
    return Reference(
        best.symbol.whole,
        group[0].printed,
        role,
        tuple(one.line for one in group),
        _type(group, best.symbol),
        next((one.issuer for one in group if one.issuer), best.symbol.issuer),
        max(days, key=lambda day: days[day]) if days else None,
    )


def _spelling(group: Sequence[Citation]) -> Citation:
    """A citation that is not set in capitals ("QĐ-TTG"), where there is one."""
    return max(group, key=lambda one: sum(letter.islower() for letter in one.symbol.whole))


def _type(group: Sequence[Citation], symbol: Symbol) -> str:
    """The type as the citations print it most often; the symbol's where they print none that the decree knows."""
    printed = Counter(one.doc_type for one in group if one.doc_type in NAMED)
    return max(printed, key=lambda name: printed[name]) if printed else symbol.doc_type
