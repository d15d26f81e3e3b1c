"""Whether the documents cited hold together, and whether it is known which one is carried out."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from thac.directory import spelling
from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.intake.document import Header, Reference, ReferenceRole
from thac.intake.draft import Draft, Finding
from thac.intake.finding_codes import Code
from thac.intake.findings.telling import finding

_SYMBOL: Final = re.compile(r"^0*(?P<number>\d+\w?)(?:/(?P<year>\d{4}))?[-/](?P<type>[^\W\d]+)[-/](?P<body>.+)$")
_OF_ONES_OWN: Final = frozenset(
    spelling.key(name)
    for name in (*("công điện", "chỉ thị", "kết luận", "nghị quyết", "quyết định", "quy chế", "quy định", "thông báo"),)
)
"""Types that an agency issues of its own accord as well; the others carry something out."""


def citations(draft: Draft, tree: AgencyTree | None, issuer: AgencyId | None) -> Iterator[Finding]:
    """What is wrong with symbols, and whether the document above is missing."""
    references = draft.document.references
    for one, other in combinations(references, 2):
        yield from _twice(one, other)
        yield from _inconsistent(one, other)
    yield from _own(draft.document.header, references)
    header = draft.document.header
    top = tree is not None and issuer is not None and tree[issuer].level is Level.CENTRAL
    own = spelling.key(header.doc_type or "") in _OF_ONES_OWN
    if not top and not own and not any(one.role is ReferenceRole.IMPLEMENTS for one in references):
        yield finding(Code.IMPLEMENTS_UNKNOWN, line=header.lines.get("subject"), evidence=header.subject or "")


def _twice(one: Reference, other: Reference) -> Iterator[Finding]:
    """One symbol with two dates."""
    if _plain(one.symbol) != _plain(other.symbol) or one.date == other.date or None in {one.date, other.date}:
        return
    yield finding(
        Code.SYMBOL_TWICE, line=other.lines[0], evidence=other.printed, name=one.symbol, why=_days(one, other)
    )


def _days(one: Reference, other: Reference) -> str:
    return f" ({one.date:%d/%m/%Y}; {other.date:%d/%m/%Y})"


def _inconsistent(one: Reference, other: Reference) -> Iterator[Finding]:
    """The same number, body and day under two types: 87-KH/ĐU and 87-KL/ĐU."""
    first, second = _SYMBOL.match(one.symbol), _SYMBOL.match(other.symbol)
    if first is None or second is None or one.date is None or one.date != other.date:
        return
    if first["type"] == second["type"] or any(first[part] != second[part] for part in ("number", "year", "body")):
        return
    yield finding(
        Code.SYMBOL_INCONSISTENT,
        line=other.lines[0],
        evidence=other.printed,
        suggestions=(one.symbol, other.symbol),
        name=one.symbol,
        other=other.symbol,
    )


def _own(header: Header, references: tuple[Reference, ...]) -> Iterator[Finding]:
    """A document that cites another one under its own number and symbol."""
    if header.number is None or header.symbol is None:
        return
    own = {_plain(f"{header.number}{dash}{header.symbol}") for dash in "-/"}
    for one in references:
        if _plain(one.symbol) in own and one.date is not None and one.date != header.date.value:
            why = f" ({one.date:%d/%m/%Y})"
            yield finding(Code.SYMBOL_TWICE, line=one.lines[0], evidence=one.printed, name=one.symbol, why=why)


def _plain(symbol: str) -> str:
    return re.sub(r"\s+", "", symbol).replace("–", "-").lstrip("0").casefold()
