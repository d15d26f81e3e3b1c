"""Small words inside a proper name: the second syllable of a word, and what leads to a place at its end."""

import re

from thac.intake.meaning import lexicon
from thac.intake.meaning.bodies.patterns import ACT, WORD
from thac.intake.meaning.verbs import SOFT_VERBS, VERBS

_SMALL = re.compile(r" ([^\W\d_A-Z]+)(?!\w)")
_ACT_STRONG = re.compile(rf" (?:{VERBS}|để|trong|về|cùng|các|trên|với|từ|và)(?!\w)")
_ORDERED = re.compile(rf" {VERBS}(?!\w)")
_MAY_ACT = re.compile(rf" (?:{SOFT_VERBS}|{VERBS})(?!\w)")
_ANEW = re.compile(r" (?:các |cấp )?(?:tỉnh|thành phố|xã|phường|đặc khu|trường|khu vực|địa phương)(?!\w)")
_FAR = 9


def order_begins(words: str, end: int) -> int:
    """Where the verb ends that begins there, or the position itself: "Quỹ đất | công khai", and no "Quỹ đất công"."""
    verb = _ORDERED.match(words, end)
    return verb.end() if verb else end


def syllable(text: str, words: str, word: re.Match[str]) -> int:
    """The end of a word that a capital begins; its second syllable may be small: "Tiếng nói", "Thành phố"."""
    if compound := lexicon.COMPOUND.match(words, word.start("word")):
        return compound.end()
    small = _SMALL.match(text, word.end())
    if small is None or lexicon.NO_SYLLABLE.match(small[1]) or ACT.match(words, word.end()):
        return word.end()
    if ACT.match(words, small.end()):
        return small.end()
    # "Thú y", and "Viên chức | tỉnh", "Giám hiệu | các trường": what follows begins anew.
    if len(small[1]) == 1 or _ANEW.match(words, small.end()) or _ORDERED.match(words, small.end()):
        return small.end()
    after = text[small.end() : small.end() + 2]
    if not after or after[0] in ",;.:)" or after == " (" or (after[0] == " " and after[1:].isupper()):
        return small.end()
    if text.startswith(" và ", small.end()) and text[small.end() + 4 : small.end() + 5].isupper():
        return small.end()
    return word.end()


def bridge(words: str, end: int) -> int | None:
    """The end of small words that lead to a place: "Ban Quản lý dự án đầu tư xây dựng tỉnh"."""
    position = end
    for _ in range(_FAR):
        word = WORD.match(words, position)
        if (
            word is None
            or _ACT_STRONG.match(words, position)
            or words[position : word.start("word")] not in {" ", " - "}
        ):
            return None
        if lexicon.PLACE_END.match(words, word.start("word")):
            return word.end()
        position = word.end()
    return None


def bridge_to_act(words: str, end: int) -> int | None:
    """The end of one or two small words between a kind and what it is to do: "Ban Quản lý chợ | tổ chức"."""
    position = end
    for _ in range(2):
        word = WORD.match(words, position)
        if word is None or _ACT_STRONG.match(words, position) or words[position : word.start("word")] != " ":
            return None
        position = word.end()
        if _ACT_STRONG.match(words, position):
            return position
    return None


_CLASS_END = re.compile(
    r" (?:trên địa bàn|(?:đóng|đóng chân|đứng chân) (?:trên|tại)|thuộc|trực thuộc|có liên quan|liên quan|trong tỉnh"
    r"|trong xã)(?!\w)"
)
_TRADES = re.compile(rf" {lexicon.TRADES}(?!\w)(?:(?:, | và |, và ){lexicon.TRADES}(?!\w))*")
_IN_TRADE = re.compile(r"(?:doanh nghiệp|hợp tác xã|công ty|cơ sở|nhà thầu|tập đoàn|hiệp hội|tổng công ty)$")
_LOW = 3


def bridge_class(words: str, end: int) -> int | None:
    """The end of small words that say what kind of body a class is of: "doanh nghiệp viễn thông | trên địa bàn".

    The trade of enterprises ends by itself; other words do where the order begins ("các tổ tự quản | tuần tra").
    """
    if _IN_TRADE.search(words, max(0, end - 14), end) and (trades := _TRADES.match(words, end)):
        return trades.end()
    position = end
    for _ in range(_LOW):
        word = WORD.match(words, position)
        if word is None or _ACT_STRONG.match(words, position) or words[position : word.start("word")] != " ":
            return None
        position = word.end()
        if _CLASS_END.match(words, position):
            return position
        if _ORDERED.match(words, position) and not _MAY_ACT.match(words, end):
            return position
    return None
