"""When two spellings are the same name: one key for every way of writing it.

Documents differ in Unicode form, capitals, the place of the tone mark (hoà, hòa), dashes, commas, "&" or "và", and in
how far they abbreviate. None of that tells names apart. Tone marks and letters do: Văn Lăng and Văn Lang are two
communes of one province.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile("[\\w\u0300-\u036f]+|[,;()]")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`"))  # noqa: RUF001 - the sign differs from one document to the next
_PAUSE = ","
_AND = frozenset({"va", "va\u0300"})


class Phrase(NamedTuple):
    """A name as keys of its words, and the positions before which the text has a comma or parenthesis."""

    words: tuple[str, ...]
    pauses: frozenset[int]

    @property
    def bare(self) -> bool:
        """Whether it is typed without any mark, so that it cannot tell Lăng from Lang."""
        return " ".join(self.words).isascii()


@lru_cache(maxsize=1 << 16)
def phrase(name: str) -> Phrase:
    """Read a name and remember it."""
    return read(name)


def read(text: str) -> Phrase:
    """Read a text: words in lower case, tone marks moved to the end of each word, abbreviations written out."""
    plain = normalize("NFD", text).casefold().translate(_APOSTROPHES)
    line = " ".join(_word(match) for match in _WORD.findall(plain))
    for long, short in _SHORTENED:
        line = line.replace(long, short)
    words: list[str] = []
    pauses: set[int] = set()
    for word in line.split():
        if word == _PAUSE:
            pauses.add(len(words))
        elif word not in _AND:
            words += _WRITTEN_OUT.get(word, (word,))
    return Phrase(tuple(words), frozenset(pauses - {0, len(words)}))


def key(name: str) -> str:
    """The key under which a name is filed; equal keys are the same name."""
    return " ".join(phrase(name).words)


def fold(key: str) -> str:
    """The key without any mark: what it looks like when somebody types it without a Vietnamese keyboard."""
    return _MARKS.sub("", key).replace("đ", "d")


def _word(word: str) -> str:
    if word.isascii():
        return word if word[0].isalnum() else _PAUSE
    letters = [letter for letter in word if letter not in _TONES]
    return "".join([*letters, *(tone for tone in word if tone in _TONES)])


def _keyed(text: str) -> str:
    return " ".join(map(_word, normalize("NFD", text).split()))


_SHORTENED = tuple(
    (form, short)
    for long, short in (("ủy ban nhân dân", "ubnd"), ("hội đồng nhân dân", "hđnd"))
    for form in (_keyed(long), fold(_keyed(long)))
)
_WRITTEN_OUT = {
    "vp": tuple(_keyed("văn phòng").split()),
    "tp": tuple(_keyed("thành phố").split()),
    "tt": tuple(_keyed("trung tâm").split()),
}
