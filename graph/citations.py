"""Where does a text cite other documents, by which symbol, and which of its words are titles? A grammar of citations.

The first citation of a document is full: type, number and symbol, date, issuer, title; later ones are short (Decree
30/2020/NĐ-CP, annex I). Words of a title are nobody's order and no copied text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.words import CAPITALS, WORD, composed

_GROUP = rf"[{CAPITALS}][{CAPITALS}a-zđ0-9]*"
_JOINED = rf"{_GROUP}(?:\s?[-–&]\s?{_GROUP})*"
_PARTY_TYPES = "NQ|QĐNS|QĐi|QĐ|CTrHĐ|CTr|CT|TTr|TT|KL|QC|TB|HD|BC|CV|BB|KH|ĐA|PA|LB|TC|GM|GT|ĐT"
SYMBOL = re.compile(
    rf"(?<![\w/])\d{{1,6}}[a-zđ]?\s?"
    rf"(?:/\s?(?:(?:19|20)\d\d\s?/\s?)?{_JOINED}|[-–]\s?(?:{_PARTY_TYPES})\s?/\s?{_JOINED})"
)
"""A number with a symbol: 176/KH-UBND, 09/2019/NĐ-CP, 226-KL/TW."""

_TYPE = (
    "Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư(?: liên tịch)?|Kết luận|Kế hoạch|Công văn"
    "|Công điện|Thông báo(?: kết luận)?|Hướng dẫn|Quy định|Quy chế|Đề án|Phương án|Chương trình|Báo cáo|Tờ trình"
    "|Văn bản"
)
_DATE = r"(?:\s*,?\s*ngày\s+\d{1,2}\s*(?:/|-|tháng)\s*\d{1,2}\s*(?:/|-|năm)\s*\d{4})"
_ISSUER = r"(?:\s*,?\s*của\s+[^,;.()]{2,80}?(?=\s+(?:về|ban hành|quy định)\b|[,;.()]|$))"
_TITLE = (
    r"(?:\s*,?\s*(?:về\s+(?:việc\s+)?|v/v\s+|ban hành\s+|quy định\s+)(?!nội dung)"
    rf"(?P<title>[^;.()“”]{{8,420}}?)(?=[;.()]|,?\s+(?:và\s+)?(?:các\s+)?(?:{_TYPE})\s+số|\s+(?:nhằm|như sau|để)\b|$))"
)
_CITATION = re.compile(
    rf"(?:\b(?:{_TYPE})\s+)?(?:số\s*:?\s*)?(?P<symbol>{SYMBOL.pattern}){_DATE}?{_ISSUER}?{_TITLE}?", re.IGNORECASE
)
_MAYBE = re.compile(r"\d[a-zđ]?\s?[/–-]\s?[^\W_a-z]")
"""What no text without a symbol has; all others are passed by quickly."""
_FORM = re.compile(r"mẫu\s+(?:số\s+)?$", re.IGNORECASE)
_SHORTEST_TITLE = 6


@dataclass(frozen=True, slots=True)
class Citation:
    """A document cited: the key of its symbol, and where its type, date, issuer and title stand in the text."""

    symbol: str
    start: int
    end: int
    title: str | None = None


@lru_cache(maxsize=1 << 14)
def citations(text: str) -> tuple[Citation, ...]:
    """The documents that a text cites, in order."""
    if not _MAYBE.search(text):
        return ()
    found: list[Citation] = []
    plain = composed(text)
    position = 0
    while match := _CITATION.search(plain, position):
        symbol = SYMBOL.match(plain, match.start("symbol"))  # the pattern around it ignores case, symbols do not
        if symbol is None or _FORM.search(plain, 0, match.start("symbol")):
            position = match.end("symbol")
            continue
        title = match["title"]
        found.append(Citation(symbol_key(symbol[0]), match.start(), match.end(), title.strip(" ,") if title else None))
        position = match.end()
    return tuple(found)


def symbols(text: str) -> tuple[str, ...]:
    """The keys of the symbols cited, each once, in order."""
    return tuple(dict.fromkeys(one.symbol for one in citations(text)))


def symbol_key(symbol: str) -> str:
    """One key for every way of printing a symbol: "064/KH- UBND" is "64/kh-ubnd"."""
    key = re.sub(r"\s", "", composed(symbol)).replace("–", "-").lower()
    return key.lstrip("0") or key


def titles(texts: Iterable[str]) -> Iterator[str]:
    """The titles of the documents that texts cite; those of a word or two are no titles."""
    for text in texts:
        for one in citations(text):
            if one.title is not None and len(WORD.findall(one.title)) >= _SHORTEST_TITLE:
                yield one.title


def own_words(text: str) -> str:
    """The text with its citations blanked out, every place in it unchanged."""
    plain = composed(text)
    for one in citations(plain):
        plain = f"{plain[: one.start]}{' ' * (one.end - one.start)}{plain[one.end :]}"
    return plain
