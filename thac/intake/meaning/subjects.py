"""To whom a sentence or heading gives the work, and how: "Giao Sở A chủ trì", "Sở B: …", "Đề nghị Mặt trận …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from thac.intake.meaning.bodies import Body, read_bodies
from thac.intake.meaning.lexicon import ACTS
from thac.intake.meaning.plain import plain, sentences, unquoted
from thac.intake.meaning.predicates import told_to_help, told_to_lead


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is named to do it.

    ``leading`` says that they are named as lead (chủ trì), ``asked`` that the sentence asks (đề nghị), ``helping`` that
    all they are told is to work with others (phối hợp); ``end`` is where the naming ends in the text.
    """

    bodies: tuple[Body, ...]
    end: int
    leading: bool = False
    asked: bool = False
    helping: bool = False


_GIVES = (
    r"(?P<gives>(?:trân trọng |kính )?đề nghị|mời|giao(?: nhiệm vụ| trách nhiệm)?(?: cụ thể)?(?: cho)?"
    r"|phân công(?: nhiệm vụ)?(?: cho)?"
    r"|ủy quyền(?: cho)?|chỉ định|yêu cầu|đối với|về phía|(?:(?<!chức năng, )nhiệm vụ|trách nhiệm)(?: cụ thể)? của"
    r"|riêng)(?: đối với)?:? "
)
_ASKS = re.compile(r"đề nghị|mời")
_START = re.compile(_GIVES)
_SPEAKER = re.compile(
    r"(?:(?:chủ tịch |thường trực )?(?:ubnd|ủy ban nhân dân)|thủ tướng chính phủ|ban thường vụ|ban chỉ đạo|đảng ủy"
    r"|bộ \w+)[^,;.:]{0,50}? "
    r"(?=(?:giao|yêu cầu|đề nghị|kính đề nghị|phân công|trân trọng đề nghị) )"
)
_ADVERBIAL = re.compile(
    r"(?:theo(?! dõi)|căn cứ|trên cơ sở|hằng|hàng|trước|trong|định kỳ|để|nhằm|khi|sau khi|từ|đến|đồng thời|ngoài ra"
    r"|riêng|chậm nhất|ngay sau|thực hiện"
    r"|trường hợp|với|qua|tại|kể từ|bên cạnh|ngay)(?!\w)[^,;.]{0,240}, "
)
_WITHIN = re.compile(
    r"(?:^|[;.,:(]\s?|\bvà |\bđồng thời,? )(?:đồng thời,? |tiếp tục )?(?P<gives>giao(?: nhiệm vụ)?(?: cho)?"
    r"|phân công(?: cho)?|(?:trân trọng |kính )?đề nghị|yêu cầu) "
)
_BY = re.compile(r"\b(?:do|giao cho|giao) (?=[^,;.]{2,200}? (?:chủ trì|thực hiện|đảm nhiệm|phụ trách|làm đầu mối))")
_IN_BRACKETS = re.compile(r"\((?:giao |do )?(?=[^()]{2,200}(?:chủ trì|thực hiện|phối hợp)[^()]{0,160}\))")
_TELLS_FACT = re.compile(r",? ?(?:đã|vừa|đang|chưa|còn|ban hành|về|quy định|tại (?:công văn|văn bản|tờ trình))\b")
_ONLY_SPEAKS = re.compile(
    r" (?:yêu cầu|đề nghị|giao|phân công|quyết định|kết luận|có ý kiến)(?: một số| các| như sau| cụ thể|:)"
)
_RESPONSIBLE = re.compile(
    r",? ?(?:chủ trì|có trách nhiệm|chịu trách nhiệm|là (?:cơ quan|đơn vị) (?:đầu mối|thường trực|chủ trì)"
    r"|làm đầu mối)\b"
)
_FEW_ADVERBIALS = 4
_LONG_HEADING = 240


@lru_cache(maxsize=512)
def subject_of(text: str, *, heading: bool = False) -> Subject | None:
    """Who is named at the beginning of a text: in a heading, or before what they are to do.

    Grounds, times and conditions may stand before the name: "Theo chức năng, nhiệm vụ được giao, Sở Nội vụ …".
    """
    words = unquoted(plain(text))
    topic = _TOPIC.match(words)
    for start in (0, topic.end()) if topic else (0,):
        if subject := _after_adverbials(text, words, start, heading=heading):
            return subject
    return None


# The matter may stand in front: "Về thu ngân sách: Phòng Kinh tế chủ trì rà soát".
_TOPIC = re.compile(r"(?:về|đối với|công tác|việc|tại|trong|chế độ) [^:;.]{3,160}: ?")


def _after_adverbials(text: str, words: str, start: int, *, heading: bool) -> Subject | None:
    if subject := _at(text, words, start, heading=heading):
        return subject
    adverbial = _ADVERBIAL.match(words, start)
    for _ in range(_FEW_ADVERBIALS):
        if adverbial is None or _ACTS.match(words, adverbial.end()):
            return None
        subject = _at(text, words, adverbial.end(), heading=heading)
        if subject and not _owner(subject, words, adverbial.end()):
            return subject
        adverbial = _COMMA.match(words, adverbial.end())
    return None


# "… xây dựng kế hoạch của cơ quan, đơn vị, gửi …" goes on with whose plan it is.
_OWNED = re.compile(
    r" (?:của|cho|trong|tại) (?:các |từng |mỗi )?(?:cơ quan|đơn vị|tổ chức|sở|ban|ngành|phòng|địa phương), $"
)
_NOBODY_SAID = {"cơ quan", "đơn vị", "tổ chức", "phòng", "ban", "ngành", "địa phương"}


def _owner(subject: Subject, words: str, position: int) -> bool:
    """Whether the name at a position ends a list of those to whom something belongs."""
    named = plain(subject.bodies[0].name) in _NOBODY_SAID
    return named and _OWNED.search(words, max(0, position - 40), position) is not None


_COMMA = re.compile(r"[^,;.]{0,240}, ")
_ACTS = re.compile(rf"{ACTS}(?!\w)")


def _at(text: str, words: str, position: int, *, heading: bool) -> Subject | None:
    """The subject that begins exactly at a position."""
    if speaker := _SPEAKER.match(words, position):
        position = speaker.end()
    gives = _START.match(words, position)
    begin = gives.end() if gives else position
    bodies, end = _names(text, words, begin, heading=heading)
    if not bodies or _TELLS_FACT.match(words, end) or _ONLY_SPEAKS.match(words, end):
        return None
    # "Thủ tướng Chính phủ giao Bộ Nội vụ": who speaks is not who is told.
    if not gives and (again := _START.match(words, end + 1)) and words[end : end + 1] == " ":
        inner, inner_end = read_bodies(text, again.end())
        if inner:
            return _subject(words, inner, inner_end, asked="đề nghị" in again["gives"])
    asked = gives is not None and _ASKS.search(gives["gives"]) is not None
    return _subject(words, bodies, end, asked=asked)


def _names(text: str, words: str, begin: int, *, heading: bool) -> tuple[tuple[Body, ...], int]:
    """The bodies at a position; a heading holds names and nothing else up to its colon or end."""
    bodies, end = read_bodies(text, begin)
    colon = words.find(":", begin)
    head = colon if colon >= 0 else len(words) if heading else begin
    if (bodies and end >= head) or head - begin > _LONG_HEADING:
        return bodies, end
    whole, whole_end = read_bodies(text[:head], begin, listed=True)
    return (whole, whole_end) if whole and not words[whole_end:head].strip(" .;") else (bodies, end)


def _subject(words: str, bodies: tuple[Body, ...], end: int, *, asked: bool) -> Subject:
    leading, helping = told_to_lead(words, end), told_to_help(words, end)
    return Subject(bodies, end, leading=leading, asked=asked, helping=helping)


def also_named(text: str, first: Subject) -> tuple[Body, ...]:
    """Who is told something of its own in a later clause of the same sentence: "Sở A cung cấp …; Sở B cung cấp …"."""
    words = unquoted(plain(text))
    found: list[Body] = []
    stop = next((one.end for one in sentences(text) if one.end > first.end), len(text))
    for match in _CLAUSE_START.finditer(words, first.end, stop):
        bodies, end = read_bodies(text, match.end())
        if bodies and not any(one.role for one in bodies) and not _NOT_TOLD.match(words, end):
            found += bodies
    return tuple(found)


_CLAUSE_START = re.compile(r";\s?(?:đồng thời,? )?(?:giao |yêu cầu |đề nghị )?")
_NOT_TOLD = re.compile(r"(?:[^;.]{0,60} )?phối hợp\b|,? ?(?:đã|vừa|đang|chưa|còn|về|được|để|,|;|\.|$)")


def named_within(text: str) -> Subject | None:
    """Who is given the work further inside a text: "…; giao Sở A …", "(Sở B chủ trì)", "do Sở C thực hiện"."""
    words = unquoted(plain(text))
    for subject in (
        *_in_brackets(text, words),
        *_given(text, words),
        *_by(text, words),
        *_in_sentences(text, words),
        *_only_in_brackets(text, words),
    ):
        return subject
    return None


def _in_brackets(text: str, words: str) -> Iterator[Subject]:
    for match in _IN_BRACKETS.finditer(words) if "(" in words else ():
        bodies, end = read_bodies(text, match.end())
        if bodies and told_to_lead(words, end):
            yield _subject(words, bodies, end, asked=False)


# "(Sở Công Thương)." behind an order is who does it; behind a body it says which one, and a bare place is where.
_LAST_BRACKETS = re.compile(r"\((?P<inside>[^()]{4,200})\)[\s.;]*$")
_SAYS_WHICH = re.compile(
    r"\b(?:cơ quan|đơn vị|tổ chức|sở|phòng|ban|bộ|ủy ban|ubnd|trung tâm|công ty|doanh nghiệp|cấp|lực lượng|do|của"
    r"|gồm|như|thuộc|qua)(?: [^\s,;:.()]+){0,4} ?$"
)
_TIME_ONLY = re.compile(
    r"[\s.;]*$|\s?[;,-] (?:hoàn thành|xong|thời gian|thời hạn|trước|chậm nhất|trong|quý|tháng|từ|đến|định kỳ|hằng"
    r"|thường xuyên)\b"
)
_PLACE = re.compile(r"(?:các )?(?:xã|phường|đặc khu|tỉnh|thành phố|huyện|thôn|bản|ấp|khu phố|tổ dân phố|trường)(?!\w)")


def _only_in_brackets(text: str, words: str) -> Iterator[Subject]:
    match = _LAST_BRACKETS.search(words, words.rfind("(")) if "(" in words else None
    if match is None or _SAYS_WHICH.search(words[max(0, match.start() - 60) : match.start()]):
        return
    bodies, end = read_bodies(text[: match.end("inside")], match.start("inside"), listed=True)
    named = not any(one.role or _PLACE.match(plain(one.name)) for one in bodies)
    if bodies and named and _TIME_ONLY.match(words, end, match.end("inside")):
        yield Subject(bodies, end)


def _given(text: str, words: str) -> Iterator[Subject]:
    for match in _WITHIN.finditer(words):
        if match["gives"].startswith("phân công") and _OWN_PEOPLE.match(words, match.end()):
            continue
        bodies, end = read_bodies(text, match.end())
        if bodies and not bodies[0].role:
            yield _subject(words, bodies, end, asked="đề nghị" in match["gives"])


# Whom a body details from among its own people is no body that is told to act: "phân công cán bộ theo dõi".
_OWN_PEOPLE = re.compile(
    r"(?:các |từng |\d+ )?(?:đồng chí )?(?:cấp ủy viên|đảng viên|ủy viên|cán bộ|công chức|viên chức|giáo viên"
    r"|thành viên|nhân viên|chuyên viên|người|lãnh đạo (?:cơ quan|đơn vị)?)(?!\w)"
)


def _by(text: str, words: str) -> Iterator[Subject]:
    for match in _BY.finditer(words):
        bodies, end = read_bodies(text, match.end())
        if bodies and re.match(r" (?:chủ trì|thực hiện|đảm nhiệm|phụ trách|làm đầu mối)\b", words[end:]):
            yield _subject(words, bodies, end, asked=False)


def _in_sentences(text: str, words: str) -> Iterator[Subject]:
    """A later sentence that begins with who leads or answers for it."""
    for number, sentence in enumerate(sentences(text)):
        if number == 0:
            continue
        bodies, end = read_bodies(text, sentence.start)
        if bodies and _RESPONSIBLE.match(words, end):
            yield _subject(words, bodies, end, asked=False)
