"""Which items of a document order something, and which only head, describe, praise or close."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from thac.intake.document import Document, Item, ItemKind
from thac.intake.meaning.bodies import read_bodies
from thac.intake.meaning.fields import ASSIGNING, Field, Kind, cells_of, fields_of, labelled, only
from thac.intake.meaning.headings import is_heading, is_silent
from thac.intake.meaning.plain import plain, sentences


@dataclass(frozen=True, slots=True)
class Order:
    """Something ordered: its text, the headings above it from the outermost, its fields, and details below it."""

    path: str
    line: int
    text: str
    trail: tuple[Item, ...] = ()
    fields: tuple[Field, ...] = ()
    details: tuple[Item, ...] = ()
    shared: bool = False
    """The fields stand under a later neighbour and are read as holding for both."""


_STATEMENT = re.compile(
    r"(?:(?:nguồn )?kinh phí|nguồn (?:lực|vốn)|việc |quá trình |thời gian|địa điểm|đối tượng|phạm vi|thành phần"
    r"|(?:các |những )?nội dung"
    r"|mục (?:đích|tiêu)|nguyên tắc|tiêu chí|tình hình|hiện nay|hiện tại|nhìn chung|tuy nhiên|bên cạnh đó"
    r"|thời gian qua|trong những năm"
    r"|trong thời gian (?:qua|vừa qua)|trong năm \d{4},|qua (?:theo dõi|kiểm tra|báo cáo)|theo (?:báo cáo|tổng hợp"
    r"|dự báo|đánh giá|đề nghị)"
    r"|đây là|sau (?:gần |hơn )?\w+ (?:năm|tháng|tuần)|đánh giá chung|về kết quả|kết quả (?:thực hiện|kiểm tra"
    r"|rà soát)|hằng năm, nhà nước|nhiệm vụ này"
    r"|một số (?:cơ quan|đơn vị"
    r"|địa phương|nơi)|đến nay"
    r"|(?:các|những) (?:văn bản|hội nghị|nhiệm vụ|trường hợp|hồ sơ|khoản|tập thể|cá nhân|nguồn|hoạt động|chỉ tiêu"
    r"|tiêu chí|mức|số liệu)"
    r"|(?:quyết định|kế hoạch|chỉ thị|công văn|văn bản|thông báo|hướng dẫn|quy chế|quy định) này (?:có hiệu lực"
    r"|thay thế|được|là)"
    r"|(?:luật|nghị định|nghị quyết|quyết định|chỉ thị|thông tư) [^.;]{0,80}(?:quy định|có hiệu lực|nêu rõ)|bãi bỏ"
    r"|thay thế"
    r"|ban hành kèm theo|biểu dương|ghi nhận|đồng ý|thống nhất (?:với|chủ trương|nội dung)|cơ bản (?:thống nhất"
    r"|đồng ý)|đánh giá cao)"
)
_ASSIGNS = re.compile(
    r"(?<!bàn )\b(?:giao|yêu cầu|đề nghị|phân công) (?:cho )?(?:các|ubnd|ủy ban|sở|phòng|ban|công an|văn phòng"
    r"|thủ trưởng"
    r"|chủ tịch|giám đốc|trưởng|đơn vị|cơ quan|trung tâm|người|đồng chí|bộ|từng|thanh tra|báo|đài|hội|đoàn|chi|đảng"
    r"|mặt trận)\b|\b(?:chủ trì|có trách nhiệm|chịu trách nhiệm|phải báo cáo)\b"
)
_ASSESSES = re.compile(
    r"\b(?:có chuyển biến|đã (?:đạt|được|có|triển khai|tổ chức|ban hành|hoàn thành|duy trì)|đạt được|còn (?:hạn chế"
    r"|tồn tại|chậm|thấp)"
    r"|chưa (?:đạt|được|cao|đáp ứng|nghiêm|kịp))\b"
)
_GROUNDS = re.compile(r"(?:căn cứ|thực hiện|xét đề nghị|theo đề nghị|để|nhằm|ngày \d)[^.]*[;,]$")
_REMARK = re.compile(
    r"\(?(?:có |kèm theo |gửi kèm|đính kèm|chi tiết (?:tại|theo) phụ lục|theo phụ lục)[^.]{0,200}(?:kèm theo"
    r"|phụ lục[^.]{0,20}|đính kèm)\)?[.;:]?$"
)
_FEEDBACK = re.compile(
    r"(?:trong quá trình|quá trình|trường hợp|nếu|mọi|khi)[^.]{0,160}?(?:khó khăn|vướng mắc|phát sinh|chưa phù hợp"
    r"|cần (?:sửa đổi|điều chỉnh))"
)
_ABOVE = re.compile(
    r"trên đây là|đây là (?:nhiệm vụ|nội dung|văn bản|công việc)|trân trọng|nơi nhận|nhận được (?:công văn|kế hoạch"
    r"|chỉ thị)"
)
_ZEAL = (
    r"(?:nghiêm túc|khẩn trương|tích cực|chủ động|kịp thời|quan tâm|tập trung|đồng bộ|hiệu quả|đầy đủ|có hiệu quả"
    r"|thống nhất|nghiêm|tốt"
    r"|phối hợp(?: chặt chẽ)?|quán triệt|triển khai|tổ chức|thực hiện|chỉ đạo|lãnh đạo|nghiên cứu|phổ biến|đảm bảo"
    r"|bảo đảm|yêu cầu|theo quy định"
    r"|chấp hành|thi hành|đạt|kết quả|cao nhất|chất lượng|tiến độ|đúng|nội dung|các|những|trên|nêu trên|này"
    r"|nội dung trên|đến)"
)
_FORMULA = re.compile(
    rf"[\s,;và]*(?:căn cứ[^,;.]{{0,80}},? ?)?(?:{_ZEAL}(?:[\s,;]|và)*){{1,18}}"
    r"(?:(?:nội dung )?(?:chỉ thị|kế hoạch|công văn|công điện|quyết định|hướng dẫn|văn bản|chương trình|nhiệm vụ"
    r"|thông báo|kết luận|chỉ đạo)?(?: (?:này|trên|nêu trên|được giao))?)?"
    r"(?: (?:của|tại|theo) [^.;]{0,60})?[\s./]*$"
)
_CHARGES = re.compile(
    r"(?:chịu trách nhiệm|có trách nhiệm)(?: tổ chức| triển khai)* (?:thi hành|thực hiện)(?: nghiêm)? (?:quyết định"
    r"|chỉ thị|kế hoạch|văn bản) này(?:[.;,] ?(?:và )?(?:quyết định|chỉ thị|kế hoạch"
    r"|văn bản)?(?: này)? ?có hiệu lực[^.]{0,80})?"
    r"[\s./]*$"
)
# An article of a decision that itself brings about what it says.
_ENACTS = re.compile(
    r"(?:thành lập|kiện toàn|phê duyệt|thông qua|công nhận|bổ nhiệm|điều động|tặng|ban hành|công bố|chuyển giao"
    r"|cho phép"
    r"|nay)(?!\w)"
)
_LEAD_IN = re.compile(
    r"(?:[^.;]{0,60}?(?:ubnd|ủy ban nhân dân|chủ tịch|thủ tướng chính phủ|giám đốc|ban thường vụ"
    r"|ban thường trực)[^.;,]{0,60}? )?"
    r"(?:yêu cầu|đề nghị|giao|kính đề nghị)(?: các)? "
)
_FIRM = re.compile(
    r"\b(?:giao|chủ trì|theo dõi|đôn đốc|báo cáo (?:kết quả|tình hình|về|ubnd|ủy ban|chủ tịch)|gửi (?:báo cáo|về"
    r"|kết quả)|tổng hợp|trước ngày|chậm nhất|định kỳ|hằng (?:tháng|quý|tuần|năm))\b"
)
_WORDS = re.compile(r"[^\W\d_]+")
_FEW = 3


def orders(document: Document) -> Iterator[Order]:
    """Everything that the document orders, in its order."""
    yield from _children(document.body, ())
    for item in document.closing:
        yield from _closing(item)
    for item in document.appendices:
        for row in item.walk():
            if row.kind is ItemKind.ROW:
                yield from _row(row, (), strict=True)


def _under(item: Item, trail: tuple[Item, ...]) -> Iterator[Order]:
    if item.kind is ItemKind.ROW:
        yield from _row(item, trail)
        return
    if is_silent(item):
        return
    text = item.text
    block = _block(item.children)
    if block and _heads_several(item, text):
        yield from _together(item, block, (*trail, item))
    elif block and not any(_block(child.children) for child in item.children):
        yield from _group(item, text, block, trail)
    elif item.children:
        if not is_heading(item) and is_order(text, item):
            yield _plain_order(item, text, trail)
        yield from _children(item.children, (*trail, item))
    elif is_order(text, item):
        yield _plain_order(item, text, trail)


def _children(items: tuple[Item, ...], trail: tuple[Item, ...]) -> Iterator[Order]:
    """What stands below a heading, or at the top.

    A paragraph that ends with a colon heads the bullets after it. One block of fields under the last of several bare
    neighbours holds for all of them.
    """
    shared = _shared(items)
    lead_in: tuple[Item, ...] = ()
    for item in items:
        if item.kind is ItemKind.PARAGRAPH:
            lead_in = (item,) if item.text.rstrip().endswith(":") and not item.children else ()
        elif item.kind is ItemKind.SECTION:
            lead_in = ()
        if shared and item is not items[-1] and is_order(item.text, item):
            yield Order(item.path, item.line, item.text, trail, shared, shared=True)
        else:
            yield from _under(item, (*trail, *lead_in))


def _shared(items: tuple[Item, ...]) -> tuple[Field, ...]:
    """The fields that stand below the last of several neighbours that have nothing below them."""
    if len(items) < 3 or any(one.kind is not ItemKind.SECTION or one.children for one in items[:-1]):  # noqa: PLR2004
        return ()
    return _block(items[-1].children)


def _block(children: tuple[Item, ...]) -> tuple[Field, ...]:
    """The fields that the items directly below a heading are."""
    found: list[Field] = []
    for child in children:
        if not child.children and labelled(child.text):
            found += fields_of(child.text, child.line)[0]
    return tuple(found) if any(one.kind in ASSIGNING for one in found) else ()


def _group(item: Item, text: str, block: tuple[Field, ...], trail: tuple[Item, ...]) -> Iterator[Order]:
    """An item with its fields below it: one task, whatever else describes it."""
    own, head = fields_of(text, item.line)
    details = tuple(child for child in item.children if child.children or not labelled(child.text))
    content = next(only(block, Kind.CONTENT), None)
    fields = (*own, *block)
    if content:
        yield Order(item.path, content.line, content.text, (*trail, item), fields, details)
    elif details and (head.endswith(":") or _is_title(head)):
        first, *rest = details
        yield Order(first.path, first.line, first.text, (*trail, item), fields, (*first.children, *rest))
    else:
        yield Order(item.path, item.line, head, trail, fields, details)


def _heads_several(item: Item, text: str) -> bool:
    """Whether a heading with a colon has several lettered items and one block of fields for them all."""
    sections = [child for child in item.children if child.kind is ItemKind.SECTION and not child.children]
    return text.endswith(":") and len(sections) > 1


def _together(item: Item, block: tuple[Field, ...], trail: tuple[Item, ...]) -> Iterator[Order]:
    """The items below a heading, each with the fields that stand beside them."""
    for child in item.children:
        text = child.text
        if child.children or not labelled(text):
            own = tuple(_under(child, trail))
            yield from (replace(one, fields=(*one.fields, *block)) for one in own)


def _is_title(text: str) -> bool:
    """Whether a text is a short name of the matter and not yet what is to be done."""
    return not text.endswith((".", ";")) and len(text.split()) <= 8  # noqa: PLR2004 - a line of a heading


def _row(row: Item, trail: tuple[Item, ...], *, strict: bool = False) -> Iterator[Order]:
    """A row of a table that assigns work: what is to be done stands in its column or in the row's own text."""
    fields = cells_of(row)
    content = next(only(fields, Kind.CONTENT), None)
    text = content.text if content else row.text
    actors = any(only(fields, Kind.LEAD, Kind.ACTORS))
    if strict and not (actors and content):
        return
    if not _is_short(text) and (actors or content or any(only(fields, Kind.TIME, Kind.TERM))):
        yield Order(row.path, row.line, text, trail, fields)


def _plain_order(item: Item, text: str, trail: tuple[Item, ...]) -> Order:
    fields, head = fields_of(text, item.line)
    content = next(only(fields, Kind.CONTENT), None)
    if content and not head:
        return Order(item.path, item.line, content.text, trail, fields)
    alone = trail and len(trail[-1].children) == 1 and item.kind is ItemKind.PARAGRAPH
    return Order(trail[-1].path if alone else item.path, item.line, text, trail, fields)


def _is_short(text: str) -> bool:
    return sum(1 for _ in islice(_WORDS.finditer(text), _FEW)) < _FEW


def is_order(text: str, item: Item) -> bool:
    """Whether the text of an item tells somebody to do, watch, report or answer for something."""
    words = plain(text)
    if _is_short(words) or words.endswith(":") or _REMARK.match(words) or _ABOVE.match(words) or _GROUNDS.match(words):
        return False
    if _FEEDBACK.match(words) and not _FIRM.search(words):
        return False
    if is_formula(text) or (item.marker.startswith("Điều") and _ENACTS.match(words)):
        return False
    kind = labelled(text)
    if kind and kind[0] in {Kind.OTHER, Kind.TARGET, Kind.TIME, Kind.TERM, Kind.PRODUCT}:
        return _ASSIGNS.match(words, kind[1]) is not None
    if _ASSESSES.search(words) and not _ASSIGNS.search(words) and not _begins_work(text, words):
        return False
    if _STATEMENT.match(words):
        return _ASSIGNS.search(words) is not None and not _passive(words)
    return item.kind is not ItemKind.PARAGRAPH or _begins_work(text, words)


_PASSIVE = re.compile(r"^[^,;.]{0,200}? (?:được|do|lấy từ|phải|là|gồm|bao gồm) ")
_ANSWERS = re.compile(r"\b(?:chủ trì|chịu trách nhiệm|có trách nhiệm)\b")
_WORK = re.compile(r"\b(?:giao|yêu cầu|đề nghị|phân công) ")


def _passive(words: str) -> bool:
    return _PASSIVE.match(words) is not None and _WORK.search(words) is None and _ANSWERS.search(words) is None


_BEGINS = re.compile(
    r"(?:giao|yêu cầu|đề nghị|kính đề nghị|phân công|tổ chức|triển khai|thực hiện|xây dựng|ban hành|rà soát|kiểm tra"
    r"|chỉ đạo|chủ trì|chủ động"
    r"|phối hợp|tham mưu|tăng cường|tiếp tục|tập trung|đẩy mạnh|nâng cao|theo dõi|đôn đốc|hướng dẫn|báo cáo|tổng hợp"
    r"|định kỳ|hằng|hàng|thường xuyên"
    r"|khẩn trương|kịp thời|nghiêm túc|quán triệt|tuyên truyền|phổ biến|bố trí|cân đối|bảo đảm|đảm bảo|cập nhật"
    r"|công khai|lập|trình|gửi|cung cấp"
    r"|nghiên cứu|đề xuất|xác định|phân công|kiện toàn|thành lập|huy động|xử lý|giải quyết|khắc phục|chấn chỉnh"
    r"|duy trì|phát huy|đổi mới|ứng dụng"
    r"|chuẩn bị|tham gia|đăng ký|lựa chọn|phấn đấu|hoàn thành|trên cơ sở|căn cứ|theo chức năng|trực tiếp|bám sát"
    r"|có (?:kế hoạch|giải pháp|trách nhiệm)"
    r"|chịu trách nhiệm|làm tốt|coi trọng|gắn|lồng ghép|ưu tiên|hạn chế|không (?:để|được)|trước ngày|chậm nhất"
    r"|trong (?:tháng|quý|thời hạn))(?!\w)"
)


def _begins_work(text: str, words: str) -> bool:
    """Whether a paragraph without a marker begins like an order: with its verb, or with who is to do it."""
    if _BEGINS.match(words):
        return True
    bodies, end = read_bodies(text)
    return bool(bodies) and not re.match(r"\s?(?:đã|vừa|đang|về|còn|chưa|ban hành)\b", words[end:])


def is_formula(text: str) -> bool:
    """Whether the text only asks everybody to carry out the document: "Yêu cầu … nghiêm túc triển khai thực hiện"."""
    words = plain(text)
    if _CHARGES.search(words):
        return True
    start = _LEAD_IN.match(words)
    if start is None:
        return False
    begin = start.end() - 4 if words[: start.end()].endswith(" các ") else start.end()
    _, end = read_bodies(text, begin)
    return _FORMULA.match(words, end) is not None


def _closing(item: Item) -> Iterator[Order]:
    """The sentences at the end that nevertheless assign: reports with a day, and who is to watch."""
    text = item.text
    kept = [text[one.start : one.end] for one in sentences(text) if _assigns_at_end(text[one.start : one.end])]
    if kept:
        yield Order("closing", item.line, " ".join(kept))


def _assigns_at_end(sentence: str) -> bool:
    words = plain(sentence)
    if _REMARK.match(words) or _FEEDBACK.match(words) or is_formula(sentence):
        return False
    return _FIRM.search(words) is not None and _ASSIGNS.search(words) is not None
