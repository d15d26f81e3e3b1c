"""What bounds a matter besides its words? What is done, for whom, where, in which period, with which product.

Two items on one thing are two tasks when one of these differs: another act, other people, another village or year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.citations import own_words
from graph.lexicon import Kind, kind_of, units
from graph.words import CAPITALS, PLAIN, composed

_NAME = rf"(?:[{CAPITALS}][^\W_]*|\d+)(?:[\s-](?:[{CAPITALS}][^\W\d_]*|\d+))*"
_PLACE = re.compile(
    r"\b(?i:thôn|bản|ấp|buôn|tổ dân phố|khu phố|xóm|xã|phường|đặc khu|tỉnh|thành phố"
    r"|trường(?: (?:mầm non|tiểu học|THCS|THPT|trung học cơ sở|trung học phổ thông))?"
    r"|trạm y tế|chợ|cụm công nghiệp|tuyến(?: đường)?|cầu|hồ|sông|suối|quốc lộ|tỉnh lộ)"
    rf"\s+(?:số\s+)?({_NAME})"
)
_OWN_FIELD = re.compile(
    r"(?:trong|thuộc|theo) (?:phạm vi|lĩnh vực|ngành)\b[^,.;]{0,40}?(?:quản lý|phụ trách|của mình|ngành)"
    r"|(?:của|tại|trong) (?:cơ quan|đơn vị|địa phương|ngành|thôn)(?:, (?:đơn vị|địa phương))* (?:mình|phụ trách)"
    r"|trong (?:nội bộ )?ngành\b|do ngành[^,.;]{0,20}quản lý|ngành[^,.;]{0,20} quản lý",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d )\bnăm(?: học)?\s+(20\d\d)", re.IGNORECASE)
_OF_DATE = re.compile(r"(?:tháng\s+\d{1,2}|quý\s+(?:[IV]+|\d))\s*$", re.IGNORECASE)
_SPAN = re.compile(r"\b(20\d\d)\s*[-–]\s*(20\d\d)\b")
_QUARTER = re.compile(r"\bquý\s+(IV|I{1,3}|[1-4])\b", re.IGNORECASE)
_SEASON = re.compile(
    r"\bvụ\s+(đông xuân|hè thu|xuân|mùa|đông|thu đông)\b"
    r"|\b(6 tháng đầu năm|6 tháng cuối năm|sáu tháng đầu năm|sáu tháng cuối năm|quý|9 tháng)\b(?!\s+[IV1-4])",
    re.IGNORECASE,
)
_QUARTERS = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_LIKE = {"publicise": "disseminate", "oversee": "inspect", "update": "review", "summarise": "report"}
"""Acts that documents name one for the other."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What bounds the matter of a stretch of text; ``acts`` in the order of the text."""

    acts: tuple[str, ...]
    products: frozenset[str]
    beneficiaries: frozenset[str]
    places: frozenset[str]
    years: frozenset[str]
    quarters: frozenset[str]
    seasons: frozenset[str]
    own_field: bool = False
    """Whether it is limited to the field or the house of whoever does it."""

    @property
    def act(self) -> str | None:
        """The act that comes first."""
        return next(iter(self.acts), None)


@lru_cache(maxsize=1 << 12)
def facets(text: str) -> Facets:
    """Read what bounds the matter of a text."""
    plain = own_words(text)
    found: dict[Kind, dict[str, None]] = {Kind.ACT: {}, Kind.PRODUCT: {}, Kind.BENEFICIARY: {}}
    for unit in units(PLAIN.keys_of(plain)):
        for one in unit.terms:
            if (kind := kind_of(one)) in found:
                found[kind][one.partition(":")[2]] = None
    return Facets(
        tuple(found[Kind.ACT]),
        frozenset(found[Kind.PRODUCT]),
        frozenset(found[Kind.BENEFICIARY]),
        frozenset(match[1].casefold() for match in _PLACE.finditer(plain)),
        frozenset(_years(plain)),
        frozenset(_QUARTERS.get(match[1], match[1].upper()) for match in _QUARTER.finditer(plain)),
        frozenset((match[1] or match[2]).casefold() for match in _SEASON.finditer(plain)),
        _OWN_FIELD.search(plain) is not None,
    )


def _years(plain: str) -> Iterator[str]:
    for match in _YEAR.finditer(plain):
        if not _OF_DATE.search(plain, 0, match.start()):
            yield match[1]
    for match in _SPAN.finditer(plain):
        yield from (str(year) for year in range(int(match[1]), min(int(match[2]), int(match[1]) + 20) + 1))


def one_act(one: Facets, other: Facets) -> bool:
    """Whether both do the same kind of thing, as far as they say."""
    return one.act is None or other.act is None or equal_acts(one, other)


def equal_acts(one: Facets, other: Facets) -> bool:
    """Whether both say that they do the same kind of thing."""
    return (
        one.act is not None and other.act is not None and _LIKE.get(one.act, one.act) == _LIKE.get(other.act, other.act)
    )


def bounded_apart(one: Facets, other: Facets) -> str | None:
    """What makes two tasks of what looks like one: the first bound that both have and that differs, or None."""
    for name in ("beneficiaries", "places", "years", "quarters", "seasons"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine and theirs and not mine & theirs:
            return name
    return None


def consolidates(one: Facets) -> bool:
    """Whether it collects what others report."""
    return "consolidate" in one.acts


def provides(one: Facets) -> bool:
    """Whether it hands something in that another one collects."""
    return ("supply" in one.acts or "report" in one.acts) and "consolidate" not in one.acts


def plain_text(text: str, start: int, end: int) -> str:
    """A stretch of a text by its places in the composed form."""
    return composed(text)[start:end]
