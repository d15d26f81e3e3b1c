"""Which small words surround a name without belonging to it: titles of heads, links to a place, kinds of places.

Tables come twice, by whether the name is read without marks.
"""

from collections.abc import Iterator

from thac.directory import spelling


def _both(*texts: str) -> dict[bool, frozenset[str]]:
    keys = frozenset(map(spelling.key, texts))
    return {False: keys, True: frozenset(map(spelling.fold, keys))}


GENERIC = _both(
    *("tỉnh", "thành phố", "xã", "phường", "đặc khu"),
    *("UBND", "UBND tỉnh", "UBND thành phố", "UBND xã", "UBND phường", "UBND đặc khu"),
)
SPECIAL_ZONE = spelling.key("UBND đặc khu")
PLACE_WORDS = _both("tỉnh", "thành", "xã", "phường", "đặc", "UBND", "thôn")
_LINKS = _both("thuộc", "trực", "của", "tại", "UBND")
_HEADS = (
    *(("chủ tịch", 0), ("giám đốc", 0), ("thủ trưởng", 0), ("người đứng đầu", 0), ("lãnh đạo", 0), ("LĐ", 0)),
    *(("trưởng phòng", 1), ("chánh văn phòng", 2), ("chánh thanh tra", 2), ("trưởng thôn", 1)),
)
_TITLES = {
    False: tuple((spelling.phrase(title).words, left) for title, left in _HEADS),
    True: tuple((tuple(spelling.fold(spelling.key(title)).split()), left) for title, left in _HEADS),
}


def without_title(words: tuple[str, ...], *, bare: bool) -> Iterator[tuple[str, ...]]:
    """The words as they are, and without the title of a head; "trưởng phòng" leaves "phòng"."""
    yield words
    for title, left in _TITLES[bare]:
        if len(words) > len(title) and words[: len(title)] == title:
            yield (*title[len(title) - left :], *words[len(title) :])


def without_link(words: tuple[str, ...], *, bare: bool) -> Iterator[tuple[str, ...]]:
    """The words as they are, and without "thuộc UBND" at their end."""
    yield words
    while len(words) > 1 and words[-1] in _LINKS[bare]:
        words = words[:-1]
        yield words
