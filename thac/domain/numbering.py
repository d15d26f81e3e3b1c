"""For how long is a document's number its own? State offices count anew each year, the Party's each term (nhiệm kỳ).

State documents: Decree 30/2020/NĐ-CP, from 01 on 1 January to 31 December. Party documents: Guidance 36-HD/VPTW,
numbers run on for each type over the whole term of the committee that issues them.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Final
from unicodedata import normalize


class _Body(StrEnum):
    """Whose term counts: that of Central, of a province's committee, or of one below it."""

    CENTRAL = "central"
    PROVINCE = "province"
    LOCAL = "local"


TERMS: Final[dict[_Body, tuple[tuple[date, str], ...]]] = {
    _Body.CENTRAL: (
        (date(2021, 1, 25), "XIII"),
        (date(2026, 1, 19), "XIV"),
    ),
    _Body.PROVINCE: (
        (date(2020, 10, 31), "2020-2025"),
        (date(2025, 10, 31), "2025-2030"),
    ),
    _Body.LOCAL: (
        (date(2020, 8, 31), "2020-2025"),
        (date(2025, 8, 31), "2025-2030"),
    ),
}
"""The terms with the day from which each is counted; the next congress is one more line here.

Central: the day the congress opened. Below it every committee has a day of its own; the one written is the last by
which congresses of that level were to be held (for 2025: Directive 45-CT/TW). Before the first line a year counts.
"""
_PARTY_TYPES: Final = frozenset({"KẾT LUẬN", "THÔNG TRI"})
"""Types that only the Party issues; the others are told by their symbol."""
_PARTY_SYMBOL: Final = re.compile(r"[^/]+/(?:\w|-)*?(?:(?P<central>TW)|(?P<province>TU)|(?P<local>ĐU\w*|HU|QU|THU|CB))")
"""``KL/TW``: the Party writes a stroke between type and body (36-HD/VPTW), and these are the ends of its bodies."""


def numbered_in(doc_type: str, symbol: str | None, issued_on: date) -> str:
    """The year or the Party term within which the document's number stands for it alone.

    Parameters
    ----------
    doc_type, symbol
        As the document has them, the symbol without the number: ``UBND-NC``, ``KL/TW``.
    issued_on
        The day it was issued.
    """
    body = _party_body(doc_type, symbol or "")
    begun = [] if body is None else [name for first, name in TERMS[body] if first <= issued_on]
    return begun[-1] if begun else str(issued_on.year)


def cited(number: str, symbol: str | None) -> str:
    """A number with its symbol as documents write them: ``15/UBND-NC``, and of the Party ``226-KL/TW``."""
    if symbol is None:
        return number
    return f"{number}-{symbol}" if "/" in symbol else f"{number}/{symbol}"


def _party_body(doc_type: str, symbol: str) -> _Body | None:
    """The committee whose term counts; None for a document of the State."""
    plain = normalize("NFC", symbol).upper().replace(" ", "")
    if not plain:
        return _Body.CENTRAL if normalize("NFC", doc_type).strip().upper() in _PARTY_TYPES else None
    written = _PARTY_SYMBOL.fullmatch(plain)
    return None if written is None or written.lastgroup is None else _Body(written.lastgroup)


def reference(doc_type: str, number: str | None, symbol: str | None) -> str:
    """How a document is named in a sentence: ``Công văn số 15/UBND-NC``."""
    if number is None:
        return f"{doc_type} (chưa có số)"
    return f"{doc_type} số {cited(number, symbol)}"
