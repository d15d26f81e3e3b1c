"""Whether a name addresses many agencies at once, which kinds, and whose: "các sở, ban, ngành; UBND các xã, phường"."""

import re
from functools import cache
from typing import NamedTuple

from thac.directory import spelling
from thac.directory.groups import GroupKind
from thac.domain.agencies import Level

_LETTERS = re.compile(r"(?<!\\)[^\W\d_]+")
_LOCALITIES = {Level.CENTRAL: GroupKind.PROVINCES, Level.PROVINCE: GroupKind.COMMUNES}


class Collective(NamedTuple):
    """What a collective name says: the kinds, and the words after it that are no part of it.

    ``foreign`` says that these words follow "tỉnh" or "thành phố" and so have to name a province.
    """

    kinds: tuple[GroupKind, ...]
    rest: str
    foreign: bool


def read_collective(key: str, level: Level, *, bare: bool) -> Collective | None:
    """Read a key as a collective name, seen from an issuer on that level; None when it is none.

    ``rest`` is not empty when something restricts or continues the name: "liên quan", "thái nguyên", "trừ …".
    """
    words = _patterns(bare)
    told, rest = _split(key, words)
    if not words.plural.search(told):
        return None
    kinds = set[GroupKind]()
    said, found = words.provinces.subn(" ", told)
    if found:
        kinds.add(GroupKind.PROVINCES)
    said, found = words.communes.subn(" ", said)
    if found and words.below_communes.search(said.rstrip()):
        kinds.add(GroupKind.UNITS)
    else:
        kinds |= {GroupKind.COMMUNES} if found else set()
        kinds |= _bodies(said, level, words)
    foreign = GroupKind.PROVINCES not in kinds and words.ends_with_province.search(told) is not None
    return Collective(tuple(kind for kind in GroupKind if kind in kinds), rest, foreign) if kinds else None


class _Patterns(NamedTuple):
    """The words of collective names; "và" and commas never stand in a key."""

    vocabulary: re.Pattern[str]
    restricted: re.Pattern[str]
    plural: re.Pattern[str]
    provinces: re.Pattern[str]
    communes: re.Pattern[str]
    villages: re.Pattern[str]
    departments: re.Pattern[str]
    outside: re.Pattern[str]
    localities: re.Pattern[str]
    bodies: re.Pattern[str]
    below_communes: re.Pattern[str]
    of_province: re.Pattern[str]
    of_commune: re.Pattern[str]
    ends_with_province: re.Pattern[str]


_WRITTEN = {
    "vocabulary": (
        "(?:tất cả|các|cấp|của|thuộc|trực thuộc|trên địa bàn"
        "|chủ tịch|thủ trưởng|người đứng đầu|giám đốc|lãnh đạo|trưởng thôn|trưởng"
        "|cơ quan chuyên môn|cơ quan hành chính khác|cơ quan"
        "|đơn vị sự nghiệp công lập|đơn vị sự nghiệp|đơn vị|đoàn thể|tổ chức|địa phương"
        "|trung tâm|phòng ban|phòng|sở|ban|ngành|chuyên môn|khác"
        "|thôn|tổ dân phố|khu phố|ubnd|tỉnh|thành phố|xã|phường|đặc khu)> ?"
    ),
    "restricted": "<(?:liên quan|(?:được|có) (?:giao|phân công|liên quan)|trừ|ngoại trừ)>",
    "plural": "<(?:các|sở ban ngành|xã phường|phường xã|cấp xã|cấp tỉnh|tỉnh thành phố)>",
    "provinces": "<(?:ubnd )?(?:các tỉnh(?: thành phố)?|tỉnh thành phố|cấp tỉnh)>",
    "communes": (
        "<(?:ubnd )?(?:các|cấp)(?: (?:xã|phường|đặc khu)>)+|<(?:ubnd )?(?:xã phường|phường xã)>(?: đặc khu>)?"
    ),
    "villages": "<(?:thôn|tổ dân phố|khu phố)>",
    "departments": "<sở>",
    # Public service units and the mass organisations are no part of the directory and so of no group.
    "outside": "<(?:đơn vị sự nghiệp(?: công lập)?|đoàn thể)>",
    "localities": "<địa phương>",
    "bodies": "<(?:cơ quan|đơn vị|phòng|ban|ngành|trung tâm)>",
    "below_communes": "<(?:thuộc|trên địa bàn)(?: ubnd)?$",
    "of_province": "<(?:tỉnh|thành phố)>",
    "of_commune": "<(?:xã|phường|đặc khu)>",
    "ends_with_province": "<(?:tỉnh|thành phố)$",
}


@cache
def _patterns(bare: bool) -> _Patterns:  # noqa: FBT001 - the cache keys by position
    """The patterns over keys: "<" and ">" are where a word begins and ends."""

    def keyed(match: re.Match[str]) -> str:
        key = spelling.key(match[0])
        return spelling.fold(key) if bare else key

    def compiled(written: str) -> re.Pattern[str]:
        return re.compile(_LETTERS.sub(keyed, written).replace("<", r"(?<!\S)").replace(">", r"(?!\S)"))

    return _Patterns(**{name: compiled(written) for name, written in _WRITTEN.items()})


def _split(key: str, words: _Patterns) -> tuple[str, str]:
    """The words that belong to the vocabulary of collective names, and everything from the first that does not."""
    end = 0
    while match := words.vocabulary.match(key, end):
        end = match.end()
    if restriction := words.restricted.search(key):
        end = min(end, restriction.start())
    return key[:end].strip(), key[end:].strip()


def _bodies(said: str, level: Level, words: _Patterns) -> set[GroupKind]:
    kinds = set[GroupKind]()
    said, localities = words.localities.subn(" ", words.outside.sub(" ", said))
    if localities and level in _LOCALITIES:
        kinds.add(_LOCALITIES[level])
    if words.villages.search(said):
        kinds.add(GroupKind.VILLAGES)
    if words.departments.search(said):
        kinds.add(GroupKind.DEPARTMENTS)
    elif words.bodies.search(said):
        if words.of_province.search(said) or (level is Level.PROVINCE and not words.of_commune.search(said)):
            kinds.add(GroupKind.DEPARTMENTS)
        elif words.of_commune.search(said) or level is Level.COMMUNE:
            kinds.add(GroupKind.UNITS)
    return kinds
