"""Who works with the lead: "phối hợp với …", "… phối hợp", and how far a body is only asked to help."""

import re
from collections.abc import Iterator

from thac.intake.meaning.bodies import Body, read_bodies
from thac.intake.meaning.plain import clauses, plain, unquoted
from thac.intake.meaning.predicates import told_to_take_part

_WITH = re.compile(
    r"(?<!quy chế )(?<!cơ chế )(?<!công tác )(?<!sự )(?<!chương trình )(?<!kế hoạch )(?<!nội dung )(?<!hoạt động"
    r" )(?<!quan hệ )(?<!trách nhiệm )"
    r"\bphối hợp(?: (?:chặt chẽ|tốt|thường xuyên|hiệu quả|kịp thời|đồng bộ|cùng|hỗ trợ|và|trao đổi|thống nhất"
    r"|liên hệ|làm việc)|, (?:hỗ trợ|trao đổi|thống nhất|chia sẻ)(?: thông tin)?)*"
    r"(?:,? (?:với|cùng|cùng với))? "
)
_HINT = re.compile(r"phối hợp|\bcùng |hiệp đồng|liên kết|ký kết")
_TOGETHER = re.compile(r"\bcùng với |\b(?:hiệp đồng|liên kết|ký kết)(?: chặt chẽ)? với |\bchủ trì,? cùng(?: với)? ")
_DIRECTS = re.compile(r"\b(?:chỉ đạo|hướng dẫn|đôn đốc|yêu cầu) (?=các |đơn vị|lực lượng|cơ quan)")
_LEADING = re.compile(r"^\((?:cơ quan|đơn vị) (?:chủ trì|được giao chủ trì|được phân công chủ trì)")
_OWN = re.compile(r"trực thuộc|thuộc quyền|của mình")


def coordinators(text: str, leads: tuple[Body, ...]) -> tuple[Body, ...]:
    """The bodies that the text joins to the work, in its order, without the leads."""
    words = unquoted(plain(text))
    found = [*_joined(text, words), *_directed(text, words), *_helping(text, words)]
    names = {plain(one.name) for one in leads}
    kept: dict[str, Body] = {}
    for one in sorted(found, key=lambda body: body.start):
        key = plain(one.name)
        if key not in names and not _LEADING.match(key) and not (one.role and "phối hợp" not in key):
            kept.setdefault(key, one)
    return tuple(kept.values())


def _joined(text: str, words: str) -> Iterator[Body]:
    for pattern in (_WITH, _TOGETHER):
        for match in pattern.finditer(words) if _HINT.search(words) else ():
            yield from read_bodies(text, match.end(), inner=True)[0]


def _directed(text: str, words: str) -> Iterator[Body]:
    """Those whom the lead directs to work with others: "chỉ đạo các đơn vị chủ rừng phối hợp với …"."""
    for match in _DIRECTS.finditer(words):
        bodies, end = read_bodies(text, match.end())
        if (
            bodies
            and words.startswith((" phối hợp với ", " phối hợp chặt chẽ với "), end)
            and not _OWN.search(words[match.end() : end])
        ):
            yield from bodies


def _helping(text: str, words: str) -> Iterator[Body]:
    """Those whose own clause says that they help: "…; Sở Tài chính, UBND các xã phối hợp thực hiện"."""
    for number, clause in enumerate(clauses(text)):
        if number == 0:
            continue
        bodies, end = read_bodies(text, clause.start)
        if bodies and end < clause.end and told_to_take_part(words, end):
            yield from bodies
