"""Posts and persons that act in their own name: "Đồng chí Phó Chủ tịch UBND xã phụ trách văn hóa"."""

import re

from thac.intake.meaning import lexicon
from thac.intake.meaning.bodies.beginning import begin_of
from thac.intake.meaning.bodies.body import Body, cleaned
from thac.intake.meaning.bodies.extent import extent
from thac.intake.meaning.bodies.patterns import TITLE
from thac.intake.meaning.verbs import VERBS

_POST = re.compile(
    rf"(?P<comrades>(?:(?:các )?(?:đồng chí|đ/c)|(?:các )?(?:ông|bà)):? )?(?P<some>các )?(?P<post>{lexicon.POST})(?!\w)"
)
_CHAIR = re.compile(r"(?i)\bch\w tịch")
_IN_CHARGE = re.compile(
    r",? (?:được phân công )?phụ trách(?: lĩnh vực| công tác| khối)?(?P<what>(?: (?!(?:chủ trì|chỉ đạo|dự|theo dõi"
    r"|tổ chức"
    r"|phối hợp|có|báo cáo|thực hiện|kịp|trực tiếp|hướng dẫn|kiểm tra|làm"
    r"|xây dựng)\b)[^\s;.:(),]+){1,12}(?:, [^\s;.:(),]+"
    r"(?= và ))?)"
)
_SECOND_POST = re.compile(
    r", (?:phó )?(?:trưởng|tổ trưởng) (?:đoàn(?! thể)|ban(?! công tác mặt trận)|tiểu ban|tổ)"
    r"(?: (?:chỉ đạo|chỉ huy|công tác|kiểm tra|giám sát))?"
    rf"(?: [^\W\d_]+){{0,5}}?(?=[,;.:()]|$| {VERBS}(?!\w))"
)


_ONE_PERSON = re.compile(r"(?:đồng chí|đ/c|ông|bà):? (?=(?:trưởng|phó|bí thư|chủ tịch|giám đốc|chánh|chủ nhiệm)\b)")


def posts_of_one(text: str, words: str, start: int) -> Body | None:
    """One person with two posts: "Đồng chí Trưởng Ban Xây dựng Đảng, Phó Trưởng Ban Thường trực"."""
    person = _ONE_PERSON.match(words, start)
    title = TITLE.match(words, person.end()) if person else None
    if person is None or title is None:
        return None
    end = _one_name(text, words, title.end() - 1)
    second = _SECOND_POST.match(words, end) if end is not None else None
    if second is None:
        return None
    name = cleaned(text[person.end() : second.end()])
    return Body(name[0].upper() + name[1:], start, second.end(), post=True)


def post_at(text: str, words: str, start: int) -> Body | None:
    """A post that acts in its own name: "Đồng chí Phó Chủ tịch UBND xã phụ trách văn hóa"."""
    match = _POST.match(words, start)
    if match is None or (match["post"] in {"cán bộ", "công chức", "thành viên"} and not match["comrades"]):
        return None
    begin = match.start("post")
    end = match.end()
    bodies = _one_name(text, words, end)
    end = bodies if bodies is not None else extent(text, words, begin, end)
    if not match["some"] and (second := _SECOND_POST.match(words, end)):
        end = second.end()
    name = _CHAIR.sub("Chủ tịch", text[begin:end])
    charge = _IN_CHARGE.match(words, end)
    if charge and not charge["what"].strip().startswith(("các nhiệm vụ", "thực hiện")):
        name += f" (phụ trách{text[charge.start('what') : charge.end('what')].rstrip(' ,')})"
        end = charge.end()
    several = bool(match["some"] or (match["comrades"] and "các" in match["comrades"]))
    if several and match["post"].startswith("phó"):
        name = f"Các {name}"
    return Body(cleaned(name[0].upper() + name[1:]), start, end, plural=several, post=True)


def _one_name(text: str, words: str, end: int) -> int | None:
    if words[end : end + 1] != " ":
        return None
    begin = begin_of(text, words, end + 1)
    return None if begin is None else extent(text, words, end + 1, begin)
