"""Where a name ends that has begun: it runs through capitals, fields of work, qualifiers and known small words."""

import re

from thac.intake.meaning import lexicon
from thac.intake.meaning.bodies.beginning import begin_of, is_named
from thac.intake.meaning.bodies.bridging import bridge, bridge_class, bridge_to_act, order_begins, syllable
from thac.intake.meaning.bodies.patterns import (
    CLASS,
    FIELD,
    FURTHER,
    LEVEL_LIST,
    NAME_WORDS,
    PROPER,
    QUALIFIER,
    TITLE,
    WORD,
)
from thac.intake.meaning.verbs import VERBS

_INNER_AT = re.compile(rf"{lexicon.PROPER}(?!\w)")
_INNER = re.compile(rf" {lexicon.PROPER}(?!\w)")
_RANGE = re.compile(r" từ [^\W\d_]\w*(?: [^\W\d_]\w*){0,3}? đến [^\W\d_]\w*(?: [^\W\d_]\w*){0,2}")
_BRANCHES = re.compile(
    r" các (?:(?:đảng|chi) (?:ủy|bộ)|cấp ủy|khu dân cư|cơ sở đảng|cơ quan đảng|ấp|bản|trường(?: học)?)(?!\w)"
)
_LINK = re.compile(r"(?: (?:tại|của|(?<!trực )thuộc|ở|và))+$")
_PEOPLE = {
    "lực lượng",
    "chính quyền",
    "cấp ủy",
    "chi bộ",
    "cán bộ",
    "công chức",
    "viên chức",
    "người lao động",
    "doanh nghiệp",
}
_PEOPLE_HEAD = re.compile(
    r"(?:các |toàn thể )*(?:cán bộ|công chức|cấp ủy|tổ chức|doanh nghiệp|cơ quan, tổ chức|đảng bộ|đảng ủy)"
)
_PLACES = re.compile(r".*(?:ubnd|ủy ban nhân dân|công an|hđnd|xã|phường|đặc khu|thôn|đảng ủy)$|các |những ")
_AT_PLACE = re.compile(r" (?:xã|phường|tỉnh|thành phố|đặc khu|việt nam)$")
_NUMBER = re.compile(r" \d{1,2}(?=[ ,;.:()]|$)(?! (?:ngày|giờ|người|hộ|lần|cuộc|%))")
_NUMBERED = re.compile(r"(?:.* )?(?:thuế|kho bạc|chi cục|đội|trạm|tổ|tổ dân phố|khu phố|ấp|thôn|khối|cụm|phân hiệu)$")
_AT_NUMBERED = re.compile(r" (?:khu vực|khu phố|tổ dân phố|thôn|ấp|khóm|khối|xóm)$")
_BUILDS = re.compile(r" xây dựng\b")
_SHORT_NAMED = re.compile(r"(?:.* )?(?:sở|bộ|ubnd|ủy ban nhân dân|công an|hđnd|xã|phường|đặc khu|thôn)$")
_POST_AT = re.compile(lexicon.POST)
_MAKES = re.compile(r".*cơ sở (?:sản xuất|chế biến|giết mổ|kinh doanh)$")
# "Cơ sở sản xuất | , kinh doanh thực phẩm": the further trade of an establishment with its goods.
_FURTHER_TRADE = re.compile(
    r"(?:, | và |, và )(?:sản xuất|chế biến|kinh doanh|buôn bán|xuất khẩu|nhập khẩu|dịch vụ)"
    r"(?:(?:, | và )(?:chế biến|kinh doanh|buôn bán|dịch vụ))*"
    rf"(?:(?! {VERBS}(?!\w)) [^\s,;:.()]+){{0,5}}?(?=\s?[,;:.]|$| trên địa bàn| {VERBS}(?!\w))"
)


def extent(text: str, words: str, begin: int, end: int) -> int:
    """Where a name ends that has begun: it runs through capitals, fields of work, qualifiers and known small words."""
    kind = words[begin:end]
    if (field := FIELD.match(words, end)) and not _BUILDS.match(text, end):
        end = field.end()
    is_class = CLASS.match(words, begin) is not None and not text[begin : begin + 1].isdigit()
    levels = kind.endswith(("ubnd", "ủy ban nhân dân", "công an", "hđnd", "đảng ủy"))
    if levels and (listed := LEVEL_LIST.match(words, end)):
        end = listed.end()
    closed = False
    while True:
        step = _step(text, words, end, kind)
        if step is None and is_class and not closed:
            step = _next_of_class(text, words, begin, end) or _further_trade(words, end) or bridge_class(words, end)
        if step is None:
            step = _next_of_name(text, words, end, kind)
        if step is None:
            return _without_link(words, end)
        closed = closed or _closes(words[end:step])
        end = step


def _without_link(words: str, end: int) -> int:
    """The end without a small word after which nothing of the name came."""
    link = _LINK.search(words, max(0, end - 30), end)
    return link.start() if link else end


def _closes(words: str) -> bool:
    """Whether the words end a class, so that another follows the comma: "các sở thuộc tỉnh, cơ quan báo chí"."""
    return words.strip() in {
        "tỉnh",
        "thành phố",
        "liên quan",
        "có liên quan",
        "xã",
        "thuộc",
        "trực thuộc",
        "trên địa bàn",
    }


def _step(text: str, words: str, end: int, kind: str) -> int | None:
    """The end of the next word that belongs to the name without any separator before it."""
    if ranged := _RANGE.match(words, end):
        return ranged.end()
    if (listed := LEVEL_LIST.match(words, end) or _BRANCHES.match(words, end)) and listed[0].startswith(" các "):
        return listed.end()
    inner = _INNER.match(words, end)
    if inner and text[end + 1].isupper() and not lexicon.NO_BODY.match(words, end + 1):
        return inner.end()
    if qualifier := QUALIFIER.match(words, end):
        return _qualified(words, end, kind, qualifier.end())
    if (number := _NUMBER.match(words, end)) and (
        _NUMBERED.match(kind) or _AT_NUMBERED.search(words, max(0, end - 14), end)
    ):
        return number.end()
    word = WORD.match(words, end)
    if word and _is_capital(text, end, word) and not TITLE.match(words, word.start("word")):
        return syllable(text, words, word)
    if not _SHORT_NAMED.match(kind) and not _AT_PLACE.search(words, max(0, end - 12), end):
        small = NAME_WORDS.match(words, end)
        if small and "," not in small[0][:2] and order_begins(words, end) <= small.end():
            return small.end()
        if lexicon.LONG_NAMED.match(kind):
            return bridge(words, end) or (bridge_to_act(words, end) if words.endswith(kind, 0, end) else None)
    return None


def _qualified(words: str, end: int, kind: str, qualified: int) -> int | None:
    """The end of a qualifier, or of the longer name that begins like it ("hành chính công"); none where a verb does."""
    if order_begins(words, end) > qualified:
        return None
    small = None if _SHORT_NAMED.match(kind) else NAME_WORDS.match(words, end)
    return max(qualified, small.end() if small and small[0][0] == " " else 0)


def _is_capital(text: str, end: int, word: re.Match[str]) -> bool:
    return text[word.start("word")].isupper() and text[end : word.start("word")].strip() in {"", "-", "&"}


def _next_of_class(text: str, words: str, begin: int, end: int) -> int | None:
    """The end of the next noun of a class behind a comma or "và": "sở | , ban | , ngành"."""
    separator = re.compile(r"(?:, ?(?:và )?| và | - |/)").match(words, end)
    if separator is None:
        return None
    common = FURTHER.match(words, separator.end())
    proper = PROPER.match(words, separator.end())
    if common is None or (text[common.start()].isupper() and proper and is_named(text, words, proper)):
        return None
    if common[0] in _PEOPLE and not _PEOPLE_HEAD.match(words, begin):
        return None
    if common[0] in {"tổ chức", "cấp", "ban", "hội", "bản"} and not _after_noun(words, common.end()):
        return None
    return common.end()


def _further_trade(words: str, end: int) -> int | None:
    makes = _MAKES.match(words, max(0, end - 20), end)
    further = _FURTHER_TRADE.match(words, end) if makes else None
    return further.end() if further else None


def _after_noun(words: str, position: int) -> bool:
    """Whether the word before the position is a noun here and no verb ("tổ chức"): a qualifier follows, or the end."""
    rest = words[position:]
    return (
        not rest
        or rest[0] in ",;.:)"
        or rest.startswith((" và ", " có ", " khác", " chính trị", " liên quan", " thành viên", " xã", " tỉnh"))
        or bool(QUALIFIER.match(words, position))
    )


def _next_of_name(text: str, words: str, end: int, kind: str) -> int | None:
    """The end of a further capital word of a proper name behind a comma or "và": "Trung tâm Văn hóa | và Thể thao"."""
    if _PLACES.match(kind):
        return None
    separator = re.compile(r"(?:, | và | - )").match(words, end)
    if separator is None or _INNER_AT.match(words, separator.end()) or begin_of(text, words, separator.end()):
        return None
    if TITLE.match(words, separator.end()):
        return None
    if small := NAME_WORDS.match(words, end):
        return small.end()
    word = WORD.match(words, separator.end())
    if word is None or word["word"] in {"trưởng", "phó", "đồng", "đ/c"}:
        return None
    if not text[word.start("word")].isupper() or _POST_AT.match(words, separator.end()):
        return None
    return syllable(text, words, word)
