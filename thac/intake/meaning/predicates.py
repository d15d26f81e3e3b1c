"""What a body is told right after its name: to lead (chủ trì) or to work with others (phối hợp)."""

import re

_FAR = 140
_GROUNDS = r"(?:,? ?(?:theo|căn cứ|trên cơ sở|trong phạm vi) [^;.:]{0,90}?)?,? ?"
_SMALL = (
    r"(?:(?:có trách nhiệm|chịu trách nhiệm|tiếp tục|thường xuyên|tích cực|chủ động|cùng|đồng|là(?: cơ quan| đơn vị)?"
    r"|làm(?: cơ quan)?|đầu mối|thường trực)(?:,? |$))*"
)
_BEFORE_LEAD = re.compile(_GROUNDS + _SMALL)
_BEFORE_HELP = re.compile(_GROUNDS + _SMALL.replace("|chủ động", ""))
_LEAD = re.compile(r"(?<!\w)chủ trì(?!\w)")
_HELP = re.compile(r"(?<!\w)phối hợp(?: chặt chẽ| tốt)? (?:với|cùng)(?!\w)")
_ANY_HELP = re.compile(r"(?<!\w)phối hợp(?!\w)")
# Between the grounds and "phối hợp" no other act may stand, or working with others is not all they are told.
_OTHER_ACT = re.compile(
    r"(?<!\w)(?:tổ chức|triển khai|xây dựng|kiểm tra|rà soát|hướng dẫn|chỉ đạo|ban hành|tham mưu|tuyên truyền"
    r"|chủ động)(?!\w)"
)


def told_to_lead(words: str, end: int) -> bool:
    """Whether the words after a name say that it leads: "Sở A theo chức năng chủ trì …"."""
    return _told(words, end, _LEAD, _BEFORE_LEAD) >= 0


def told_to_help(words: str, end: int) -> bool:
    """Whether working with others is all that the words after a name say: "… theo chức năng phối hợp với …"."""
    start = _told(words, end, _HELP, _BEFORE_HELP)
    return start >= 0 and _OTHER_ACT.search(words, end, start) is None


def told_to_take_part(words: str, end: int) -> bool:
    """The same for a clause that may leave open with whom: "…; Sở A, UBND các xã phối hợp thực hiện"."""
    return _told(words, end, _ANY_HELP, _BEFORE_LEAD) >= 0


def _told(words: str, end: int, what: re.Pattern[str], before: re.Pattern[str]) -> int:
    """Where the word stands, if nothing but grounds and small words comes before it; -1 otherwise."""
    match = what.search(words, end, end + _FAR)
    return match.start() if match and before.fullmatch(words, end, match.start()) else -1
