"""What is to come out of it: a field "Sản phẩm", or the plan, rule or report that the words ask for."""

import re

from thac.intake.meaning.fields import Field, Kind, only
from thac.intake.meaning.lexicon import any_of
from thac.intake.meaning.plain import plain

_PAPER = any_of(
    (
        *("kế hoạch", "đề án", "phương án", "quy chế", "quy định", "quy trình", "văn bản", "báo cáo", "hướng dẫn"),
        *("chương trình", "dự thảo", "tờ trình", "quyết định", "nghị quyết", "danh mục", "hồ sơ", "bộ tiêu chí"),
        *("kịch bản", "sổ tay", "tài liệu", "biểu mẫu", "phụ lục", "đề cương", "công văn", "chỉ thị", "thông báo"),
        *("danh sách", "dự toán", "lịch", "nội quy", "đề xuất", "mẫu", "biên bản", "đơn giá", "bảng giá", "lộ trình"),
        *("cơ sở dữ liệu", "phần mềm", "nhiệm vụ, kế hoạch", "thông tư", "nghị định", "chuyên mục", "chuyên đề"),
        *("tin bài", "tiến độ"),
    )
)
_MAKES = re.compile(
    rf"\b(?:(?:xây dựng|ban hành|lập|soạn thảo|dự thảo|biên soạn|trình|phê duyệt|hoàn thiện"
    rf"|tham mưu(?: (?:cho )?(?:ubnd|ủy ban nhân dân|chủ tịch|đảng ủy|ban thường vụ)(?: \w+){{0,2}}?)?|ký ban hành|gửi"
    rf"|nộp|cung cấp|công khai|niêm yết|thiết kế|hoàn thành|tổng hợp"
    rf"|sửa đổi, bổ sung|cụ thể hóa [^;.,]{{1,40}} thành"
    rf"|ban hành mới|rà soát,? (?:điều chỉnh, )?(?:bổ sung|hoàn thiện|cập nhật)|điều chỉnh|bổ sung)(?:,? (?:và "
    rf"|hoặc )?)?){{1,5}}(?: mới)? (?:(?:các|những|dự thảo|hệ thống|bộ|nội dung) )?"
    rf"(?P<product>{_PAPER}(?!\w)[^;.()]{{0,140}})"
)
_SENT = re.compile(rf"(?:^|[;.,] ?)(?P<product>(?:kết quả|số liệu|{_PAPER})(?!\w)[^;.,()]{{0,60}}?) gửi ")
_TO = (
    r"(?:ubnd|ủy ban|chủ tịch|hội đồng|hđnd|thường trực|ban|đảng ủy|tỉnh ủy|thành ủy|sở|phòng|bộ|cấp|cơ quan|thủ tướng)"
)
_TABLED = re.compile(
    rf"\b(?:trình|báo cáo|gửi|nộp|cung cấp(?: cho)?|tham mưu(?: cho)?) (?={_TO} )[^;.,:()]{{3,70}}?"
    r"(?<!theo )(?<!về )(?<!trong )(?<!của )(?<!tại )(?<!hành )(?<!các )(?<!và )"
    rf"(?P<product>(?:danh sách|danh mục|phương án|kế hoạch|đề án|dự thảo|tờ trình|hồ sơ|dự toán|lộ trình|kịch bản"
    rf"|quy chế"
    rf"|số liệu|bảng tổng hợp|biên bản|chương trình)(?!\w)[^;.()]{{0,120}})"
)
_IN_WRITING = re.compile(
    r"\b(?P<product>(?:báo cáo|giải trình|cam kết|kiến nghị|trả lời|kế hoạch"
    r"|phương án)(?: [^\s,;.]+){0,2}? bằng văn bản)(?!\w)"
)
_REPORTS = re.compile(
    r"\b(?P<product>(?:báo cáo|tổng hợp, báo cáo|xây dựng báo cáo) (?:kết quả|tình hình|tổng kết|sơ kết|định kỳ"
    r"|đánh giá|chuyên đề|hằng|hàng|tiến độ)[^;.()]{0,100})"
)
_PATTERNS = ((_MAKES, ""), (_TABLED, ""), (_SENT, " gửi "), (_IN_WRITING, "bằng văn bản"), (_REPORTS, "báo cáo"))
"""The patterns in their order, each with words without which it finds nothing."""
_STOPS = re.compile(
    r"(?:,? (?:bảo đảm|đảm bảo|phù hợp với|để (?!thực hiện kế hoạch)|nhằm|theo đúng|trước (?:ngày|\d)"
    r"|trong (?:tháng|quý"
    r"|năm|thời hạn)|chậm nhất|hoàn thành|gửi |về (?:ubnd|ủy ban|sở|văn phòng)"
    r"|định kỳ|trình (?:ubnd|ủy ban|chủ tịch|hđnd|hội đồng|cấp)|làm cơ sở|đồng thời|trên cơ sở|báo cáo (?:ubnd"
    r"|ủy ban|chủ tịch|kết quả)|đáp ứng|khi |đặc biệt"
    r"|tổ chức thực hiện|triển khai thực hiện)|, (?:tổ chức|triển khai|chỉ đạo|hướng dẫn|kiểm tra|giải quyết|xử lý))"
)
_MADE_BY_OTHERS = re.compile(r"\b(?:đã|được|do [^;.]{1,40}) (?:ban hành|phê duyệt|xây dựng)")
_NO_PRODUCT = re.compile(
    r"^\w+(?: \w+)? (?:này|trên|nêu trên)$|^quy định$|^[^,;]{0,30} số \d"
    r"|^báo cáo (?:ubnd|ủy ban|chủ tịch|ban|thường trực|sở|tỉnh|đảng|bộ|chính phủ|thủ tướng|cấp)\b|^(?:hồ sơ|văn bản)$"
)
_LEAST = 5


def product_of(text: str, fields: tuple[Field, ...]) -> str | None:
    """The product, in the document's words; None where none is named."""
    field = next(only(fields, Kind.PRODUCT), None)
    if field:
        return field.text.strip(" .;")
    for source in (text, *(one.text for one in only(fields, Kind.ACTORS, Kind.LEAD))):
        if found := _from_words(source):
            return found
    return None


def _from_words(text: str) -> str | None:
    words = plain(text)
    for pattern, sign in _PATTERNS:
        if sign not in words:
            continue
        for match in pattern.finditer(words):
            if _MADE_BY_OTHERS.search(words[max(0, match.start() - 40) : match.start("product")]):
                continue
            start, end = match.span("product")
            stop = _STOPS.search(words, start + _LEAST, end)
            product = text[start : stop.start() if stop else end].strip(" ,;.-").removesuffix(" theo")
            if len(product) > _LEAST and not _NO_PRODUCT.search(plain(product)):
                return product
    return None
