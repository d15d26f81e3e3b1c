"""A text as patterns look at it: small letters, one style of tone marks, of dashes and of quotes; never a letter more.

Every position in the plain text is the same position in the document's own spelling, so that what a pattern finds can
be cut out of the original.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_OLD_TONES = {
    **dict(zip(("oà", "oá", "oả", "oã", "oạ"), ("òa", "óa", "ỏa", "õa", "ọa"), strict=True)),
    **dict(zip(("oè", "oé", "oẻ", "oẽ", "oẹ"), ("òe", "óe", "ỏe", "õe", "ọe"), strict=True)),
    **dict(zip(("uỳ", "uý", "uỷ", "uỹ", "uỵ"), ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
}
# Only the last vowels of a word are written in two ways; "hoàn" and "quý" have one spelling.
_OLD_TONE = re.compile("(?:(?<!q)u[ỳýỷỹỵ]|o[àáảãạèéẻẽẹ])(?!\\w)")
_SIGNS = str.maketrans("–—‑‐−’‘“”„\u00a0\t\n\r", '-----\'\'"""    ')  # noqa: RUF001 - the signs that are unified
_QUOTED = re.compile(r'"[^"]{1,300}"')
_ENDS = re.compile(r'[.!?…]+["”)]*(?=\s+["“(]?[^\W\d_a-z])')
LONGEST = 8_000
"""So many characters of an item are read; no item of a directive is as long."""
_SHORTENED = re.compile(r"(?:\b(?:tp|tt|p|đ/c|ths|ts|gs|bs|số|nxb)|\b\w\.\w)$")


class Span(NamedTuple):
    """A stretch of a text: ``text[start:end]``."""

    start: int
    end: int


def squeezed(text: str) -> str:
    """The text with every run of blanks as one blank and none at its ends."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """The text for patterns, of the same length."""
    return _remembered(text) if len(text) <= LONGEST else _plain(text)


@lru_cache(maxsize=1024)
def _remembered(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    small = text.lower()
    if len(small) != len(text):
        small = "".join(one if len(one := letter.lower()) == 1 else letter for letter in text)
    return _OLD_TONE.sub(lambda match: _OLD_TONES[match[0]], small.translate(_SIGNS))


def unquoted(plain_text: str) -> str:
    """The plain text with what stands in quotes blanked out: a slogan or a title orders nothing."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), plain_text) if '"' in plain_text else plain_text


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text, without the blanks between them."""
    start = 0
    for match in _ENDS.finditer(text):
        follows = text[match.end() : match.end() + 4].lstrip(' "“(')
        if not follows[:1].isupper() or _SHORTENED.search(plain(text[max(start, match.start() - 12) : match.start()])):
            continue
        yield Span(start, match.end())
        start = match.end() + 1
    if text[start:].strip():
        yield Span(start, len(text))


def clauses(text: str) -> Iterator[Span]:
    """The stretches of a text between full stops and semicolons."""
    for sentence in sentences(text):
        start = sentence.start
        while (cut := text.find(";", start, sentence.end)) >= 0:
            if start < cut:
                yield Span(start, cut)
            start = cut + 1 + (text[cut + 1 : cut + 2] == " ")
        if start < sentence.end:
            yield Span(start, sentence.end)
