"""Which agency of the directory issued a document, where its name alone does not say in which province it is.

The province may stand above it in the letterhead ("UBND TỈNH ĐỒNG THÁP / SỞ NỘI VỤ") or be named in the text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from thac.directory.names import Ambiguous, Resolution, Resolved, resolve
from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.intake.document import Document
from thac.intake.structure.letters import CAPITALS

_WORD: Final = rf"[{CAPITALS}]\w*"
_PROVINCE: Final = re.compile(
    rf"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Tt]ỉnh [uủ][ỷy]|[Tt]hành [uủ][ỷy]) (?P<name>{_WORD}(?: {_WORD}){{0,3}})"
)


def issuer_meaning(name: str, tree: AgencyTree, document: Document) -> Resolution:
    """What the name of the issuer means.

    Of several agencies it is the one whose province the letterhead names, else the only one whose province the text
    names; where neither decides it stays ambiguous.
    """
    meaning = resolve(name, tree)
    if not isinstance(meaning, Ambiguous):
        return meaning
    for texts in ([document.header.superior_body or ""], _texts(document)):
        provinces = _provinces(texts, tree)
        left = [one for one in meaning.candidates if _province(one, tree) in provinces]
        if len(left) == 1:
            return Resolved(left[0])
    return meaning


def _provinces(texts: Iterable[str], tree: AgencyTree) -> set[AgencyId]:
    names = {found["name"] for text in texts for found in _PROVINCE.finditer(text)}
    meant = (resolve(name, tree) for name in sorted(names))
    return {one.agency for one in meant if isinstance(one, Resolved) and tree[one.agency].level is Level.PROVINCE}


def _province(agency: AgencyId, tree: AgencyTree) -> AgencyId | None:
    path = tree.path(tree[agency].beside or agency)
    return next((one for one in path if tree[one].level is Level.PROVINCE), None)


def _texts(document: Document) -> Iterator[str]:
    yield document.header.subject or ""
    yield from (*document.recipients.to, *document.recipients.copies)
    for top in (*document.preamble, *document.body, *document.closing):
        yield from (item.text for item in top.walk())
