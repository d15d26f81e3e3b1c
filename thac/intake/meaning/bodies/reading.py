"""Which bodies a stretch of text names, one after the other."""

import re
from dataclasses import replace
from functools import lru_cache

from thac.intake.meaning import lexicon
from thac.intake.meaning.bodies.beginning import begin_of
from thac.intake.meaning.bodies.body import Body, cleaned
from thac.intake.meaning.bodies.extent import extent
from thac.intake.meaning.bodies.narrowing import in_a_list, narrowed
from thac.intake.meaning.bodies.patterns import SEPARATOR, TITLE
from thac.intake.meaning.bodies.posts import post_at, posts_of_one
from thac.intake.meaning.bodies.sharing import sharing_kind
from thac.intake.meaning.plain import plain

_BRACKET = re.compile(r"\s?\([^()]{0,300}\)")
_PLURAL = re.compile(
    r".* các (?:xã|phường|đặc khu|thôn|tỉnh|cấp|huyện|địa phương|khu dân cư|chi bộ|đảng ủy|trường|tổ dân phố|khu phố|ấp"
    r"|khóm|buôn|làng|bản|sóc|phum|khối phố|xóm|khối)\b"
    r"|ban (?:công tác mặt trận|nhân dân|phát triển|quản lý|tự quản) (?:khu dân cư|thôn|bản|ấp|khóm|buôn|làng|khu phố"
    r"|tổ dân phố|xóm|khối)$|(?:(?:tất cả|toàn thể|toàn bộ) )?(?:các|những|từng|mỗi"
    r"|một số|toàn thể) |(?:\w+ )*?(?:các|cấp) (?:xã|phường"
    r"|tỉnh|thành phố|cấp|thôn)"
    r"|sở, |sở ngành|(?:ubnd |ủy ban nhân dân )?(?:xã, phường|phường, xã)|(?:các )?địa phương|bộ, |ban, ngành|cấp xã"
    r"|(?:cán bộ|công chức)|doanh nghiệp|chính quyền|cấp ủy|cơ quan (?!ubnd|ủy ban|mttq|thường trực)|đơn vị"
    r"|lực lượng|chủ (?:rừng|đầu tư)"
)


@lru_cache(maxsize=1024)
def read_bodies(
    text: str, start: int = 0, *, listed: bool = False, inner: bool = False
) -> tuple[tuple[Body, ...], int]:
    """Read the list of bodies that begins at a position; the second value is where it ends.

    Nothing is read where no body begins there. ``listed`` says that the text holds names and nothing else, as a field
    or a heading does, so that a long name may run through small words up to the next comma or the end; ``inner`` that
    the list stands inside a sentence, where a semicolon ends it.
    """
    words = plain(text)
    found: list[Body] = []
    read = _one(text, words, start, listed=listed)
    while read is not None:
        bodies, end = read
        found += bodies
        bracket = _BRACKET.match(words, end)
        end = bracket.end() if bracket else end
        separator = SEPARATOR.match(words, end)
        if separator is None or (inner and ";" in separator[0]):
            return tuple(found), end
        read = _one(text, words, separator.end(), listed=listed)
        if read is None:
            return tuple(found), end
    return (), start


_ANYBODY = {"cơ quan", "đơn vị", "tổ chức"}


def _role(words: str, start: int, role: re.Match[str]) -> Body:
    """A mere role: "(cơ quan được giao chủ trì)"; kinds that say whose are kept: "(các phòng, đơn vị được giao)"."""
    who = role["who"] if role["who"] in _ANYBODY else words[role.start() : role.start("role")].strip()
    return Body(f"({who} {role['role']})", start, role.end(), role=True)


def _one(text: str, words: str, start: int, *, listed: bool = False) -> tuple[tuple[Body, ...], int] | None:
    """The body, or the bodies that share one kind, beginning at a position."""
    if role := lexicon.ROLE.match(words, start):
        return (_role(words, start, role),), role.end()
    if post := posts_of_one(text, words, start) or post_at(text, words, start):
        return (post,), post.end
    title = TITLE.match(words, start)
    begin = title.end() if title else start
    if role := lexicon.ROLE.match(words, begin):
        return (_role(words, start, role),), role.end()
    end = begin_of(text, words, begin)
    if end is None:
        return None
    if shared := sharing_kind(text, words, begin, end):
        return tuple(replace(one, headed=title is not None) for one in shared), shared[-1].end
    end = extent(text, words, begin, end)
    end = in_a_list(words, begin, end) if listed else narrowed(words, begin, end)
    name = cleaned(text[begin:end])
    plural = _PLURAL.match(plain(name)) is not None
    return (Body(name, start, end, plural, headed=title is not None),), end
