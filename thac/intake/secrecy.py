"""What the marks of secrecy look like in letters: Mật, Tối mật, Tuyệt mật, however they are spaced, spelled or framed.

The levels stand in the Law on Protection of State Secrets (117/2025/QH15), the stamps and their places in Circular
24/2020/TT-BCA (forms 02 to 07). "Độ mật" names the scale and "giải mật" ends it; "bí mật", "bảo mật", "cơ mật" speak of
secrets. None of these is a mark.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final
from unicodedata import combining, normalize

_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_ALIKE: Final = str.maketrans("МТАОСЕІмтаосеі", "MTAOCEImtaocei")
"""Cyrillic letters that look the same."""
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LEVELS: Final = frozenset({("mật",), ("tốimật",), ("tuyệtmật",), ("tối", "mật"), ("tuyệt", "mật")})
_FOREIGN: Final = frozenset({("secret",), ("top", "secret"), ("topsecret",)})
_BARE: Final = frozenset({"mat", "toimat", "tuyetmat"})
_LONGEST: Final = 3
_SPEAKS_OF_SECRETS: Final = frozenset({"bí", "bảo", "cơ", "độ", "giải", "thân", "nội", "đường"})
"""Before "mật": these make another word of it."""
_OTHER_WORDS: Final = frozenset({"khẩu", "mã", "độ", "thư", "vụ", "ngữ", "thiết", "ong", "danh", "nghị", "lệnh"})
"""After "mật": the same."""
_BESIDE: Final = frozenset(
    (
        "khẩn", "thượng", "hỏa", "hoả", "tốc", "hẹn", "giờ", "bản", "số", "dấu", "đóng", "chỉ", "mức", "độ",
        "xem", "xong", "trả", "lại", "hủy", "huỷ", "lưu", "hành", "nội", "bộ", "trang", "page", "state",
    )
)  # fmt: skip
"""What a stamp or a line of stamps may say besides the level: urgency, number of the copy, how it is passed on."""
_PAPERS: Final = frozenset(("TÀI", "LIỆU", "VĂN", "BẢN", "CÔNG", "HỒ", "SƠ", "ĐIỆN"))
"""What is secret, as covers say it; in small letters it is a sentence."""


def as_seen(text: str) -> str:
    """A text in the letters that it looks like, whatever stands in for them."""
    known = normalize("NFKC", text)
    return known.translate(_ALIKE) if _CYRILLIC.search(known) else known


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text; single letters in a row are one word that was spaced out."""
    joined: list[str] = []
    for single, group in groupby(_WORD.findall(as_seen(text)), key=lambda word: len(word) == 1 and word.isalpha()):
        letters = list(group)
        joined += ["".join(letters)] if single else letters
    return tuple(joined)


def is_stamp(words: Sequence[str]) -> bool:
    """Whether the words say one level of secrecy and nothing that a stamp would not say."""
    levels: set[str] = set()
    foreign = False
    at = 0
    while at < len(words):
        taken = _level(words, at)
        if taken:
            levels.add("".join(words[at : at + taken]).casefold())
        else:
            taken = _foreign(words, at)
            foreign |= bool(taken)
            taken = taken or _no_level(words, at)
        if not taken:
            return False
        at += taken
    return len(levels) == 1 or (foreign and not levels)


def _level(words: Sequence[str], at: int) -> int:
    """How many words name a level here."""
    size = next((size for size in (2, 1) if _plain(words[at : at + size]) in _LEVELS), 0)
    return 0 if (at and turns_next(words[at - 1])) or _turned(words, at + size) else size


def _turned(words: Sequence[str], at: int) -> bool:
    """Whether the word after "mật" makes another word of it, as in "mật độ", but not in "MẬT, độ khẩn: …"."""
    after = _plain(words[at : at + 2])
    return bool(after) and after[0] in _OTHER_WORDS and after[1:] != ("khẩn",)


def _foreign(words: Sequence[str], at: int) -> int:
    return next(
        (size for size in (2, 1) if _plain(words[at : at + size]) in _FOREIGN and in_capitals(words[at : at + size])),
        0,
    )


def _no_level(words: Sequence[str], at: int) -> int:
    """How many words are something else that a stamp says: the name of the scale, the end of a level, urgency."""
    if turns_next(words[at]):
        if _plain(words[at + 1 : at + 2]) == ("mật",):
            return 2
        if _plain(words[at + 1 : at + 3]) in _LEVELS:
            return 3
    word = words[at]
    return int(word.casefold() in _BESIDE or word in _PAPERS or word.isdecimal())


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def stands_out(words: Sequence[str]) -> bool:
    """Whether a level stands among the words in capitals, as it does not within a sentence."""
    for at, word in enumerate(words):
        if word not in {"MẬT", "TỐIMẬT", "TUYỆTMẬT"}:
            continue
        start = at - 1 if word == "MẬT" and at and words[at - 1] in {"TỐI", "TUYỆT"} else at
        if not (start and turns_next(words[start - 1])) and not _turned(words, at + 1):
            return True
    return False


def is_bare_stamp(words: Sequence[str]) -> bool:
    """Whether the words are a level in capitals whose marks were lost or misread ("TOI MAT", "MẶT")."""
    joined = "".join(words)
    if not joined.isupper() or len(words) > _LONGEST:
        return False
    letters = "".join(sign for sign in normalize("NFD", joined.casefold()) if not combining(sign))
    return letters in _BARE


def in_capitals(words: Sequence[str]) -> bool:
    """Whether every word is written in capitals."""
    return "".join(words).isupper()


def turns_next(word: str) -> bool:
    """Whether a word makes another word of a "mật" that follows it."""
    return word.casefold() in _SPEAKS_OF_SECRETS
