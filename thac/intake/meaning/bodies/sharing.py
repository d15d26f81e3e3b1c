"""Lists that name their kind once: "các Bộ: Quốc phòng, Công an", "UBND các xã: Văn Lăng, Tân Thành"."""

import re

from thac.intake.meaning.bodies.beginning import begin_of
from thac.intake.meaning.bodies.body import Body
from thac.intake.meaning.bodies.patterns import FIELD, LEVEL_LIST, LEVELS, SEPARATOR, WORD
from thac.intake.meaning.plain import plain, squeezed

_CITIES = {"hà nội", "hải phòng", "huế", "đà nẵng", "hồ chí minh", "cần thơ", "tp hồ chí minh"}


def sharing_kind(text: str, words: str, begin: int, end: int) -> tuple[Body, ...]:
    """The bodies of a list that names its kind once: "các Bộ: Quốc phòng, Công an", "UBND các xã: A, B"."""
    head = words[begin:end]
    levels = None
    if head in {"ubnd", "ủy ban nhân dân", "ubnd các", "ủy ban nhân dân các"} or LEVELS.fullmatch(head):
        levels = LEVEL_LIST.match(words, end) if head.startswith(("ubnd", "ủy")) else None
        if levels is None or "các" not in levels[0]:
            return ()
        kind, position = "UBND", levels.end()
    elif match := re.fullmatch(r"các (bộ|sở)", head):
        kind, position = match[1].capitalize(), end
    else:
        return ()
    colon = re.compile(r"\s?:\s?").match(words, position)
    if colon:
        position = colon.end()
    elif levels is not None or not FIELD.match(words, position):
        return ()
    found = _members(text, words, position, kind, levels[0].strip() if levels else None)
    # One capital word behind the colon begins what they do: "UBND các xã, phường: Định kỳ …".
    return found if levels is None or len(found) > 1 else ()


def _members(text: str, words: str, position: int, kind: str, levels: str | None) -> tuple[Body, ...]:
    found: list[Body] = []
    while True:
        end = _member_end(text, words, position, fields=levels is None)
        if end is None:
            return tuple(found)
        member = text[position:end].strip()
        level = "" if levels is None else _level(member, levels)
        found.append(Body(squeezed(f"{kind} {level}{member}"), position, end))
        separator = SEPARATOR.match(words, end)
        if separator is None or (begin_of(text, words, separator.end()) and not FIELD.match(words, separator.end())):
            return tuple(found)
        position = separator.end()


def _level(member: str, levels: str) -> str:
    """The word before a place where only "các tỉnh, thành phố" is printed for all of them."""
    if LEVELS.match(plain(member)):
        return ""
    kinds = re.findall(r"xã|phường|đặc khu|tỉnh|thành phố|huyện", levels)
    if kinds == ["tỉnh", "thành phố"]:
        return "thành phố " if plain(member) in _CITIES else "tỉnh "
    return f"{kinds[0]} " if len(kinds) == 1 else ""


def _member_end(text: str, words: str, position: int, *, fields: bool) -> int | None:
    if fields and (field := FIELD.match(words, position)):
        return field.end()
    end = position
    if not fields and (level := LEVELS.match(words, position)):
        end = level.end()
    while (word := WORD.match(words, end)) and text[word.start("word")].isupper():
        end = word.end()
    return end if end > position else None
