"""Whether a sentence ends with a line, hangs, or could not go on: judged by its words."""

import re
from typing import Final

_ENDS: Final = (".", ";", ":", "!", "?", "…", "/.")
_CLOSERS: Final = "”\"')»]"
_HANGING: Final = re.compile(
    r"(?:[,(–&/-]"
    r"|\b(?i:và|với|của|cho|các|những|theo|tại|trong|do|bởi|hoặc|như|là|từ|đến|để|nhằm|mà|về|về việc|căn cứ)"
    r"|\b(?:Chủ tịch|[ỦU][ỷy] ban|Ủy|Uỷ|Chủ|Nghị|Quyết|Kế|Chỉ|Công|Thông|Mặt|Trung|Phó|Giám))$"
)
_COUNTED: Final = re.compile(
    r"(?:\bkhoản|(?:\b(?:[Tt]ại|[Tt]heo|và|của|các|quy định|điểm \w|khoản \d+),?|,)"
    r"\s+(?:điểm|[Đđ]iều|mục|phần|chương|tiết|phụ lục))$"
)
_PAIRED: Final = re.compile(r"(?i:văn hóa|văn hoá|kinh tế|chính trị|lao động|thương binh|thể thao)$")
_ACT: Final = re.compile(
    r"(?:Chỉ đạo|Tổ chức|Chủ trì|Thực hiện|Phối hợp|Tham mưu|Tăng cường|Xây dựng|Triển khai|Tiếp tục|Đẩy mạnh|Rà soát"
    r"|Hướng dẫn|Theo dõi|Kiểm tra|Chủ động|Căn cứ|Trên cơ sở|Là (?:cơ quan|đầu mối|đơn vị)|Làm đầu mối"
    r"|Có trách nhiệm"
    r"|Chịu trách nhiệm|Bố trí|Cân đối|Tuyên truyền|Lồng ghép|Đôn đốc|Báo cáo|Quán triệt|Ban hành|Kịp thời"
    r"|Khẩn trương"
    r"|Tập trung|Nâng cao|Bảo đảm|Đảm bảo)\b"
)
_ACTOR: Final = re.compile(
    r"(?i:về |giao |sở |ban |phòng |[ủu][ỷy] ban|ubnd|công an|các |văn phòng|trung tâm|bộ |đề nghị |yêu cầu "
    r"|thủ trưởng"
    r"|chủ tịch|hội |đoàn |trạm |trường |mặt trận|công tác )"
)
_SET_HEADING: Final = re.compile(
    r"(?i)(?:mục đích|yêu cầu|mục đích, yêu cầu|mục tiêu(?: chung| cụ thể| tổng quát)?|quan điểm(?: chỉ đạo)?"
    r"|nhiệm vụ(?:, giải pháp)?(?: trọng tâm| chủ yếu| cụ thể)?|giải pháp(?: thực hiện)?|nội dung(?: thực hiện)?"
    r"|kinh phí(?: thực hiện)?|tổ chức thực hiện|thời gian(?:, địa điểm)?|địa điểm|đối tượng|phạm vi|thành phần"
    r"|chế độ (?:thông tin, )?báo cáo|chỉ tiêu(?: cụ thể)?|tiến độ thực hiện|phân công nhiệm vụ|yêu cầu chung)"
)
_DECIDES: Final = re.compile(r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|KẾT LUẬN|CHỈ THỊ|YÊU CẦU|THÔNG BÁO|BAN HÀNH)\s*:?")


def ends(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip(_CLOSERS).endswith(_ENDS)


def hangs(text: str) -> bool:
    """Whether a line ends with what cannot end a paragraph: a comma, a word that joins, the first half of a name.

    Words that also end headings ("chuyển đổi số", "lề lối làm việc", "hằng năm") do not count.
    """
    return _HANGING.search(text) is not None


def awaits_number(text: str) -> bool:
    """Whether a line ends with what a number belongs to ("tại khoản"), so that a number below it marks no item."""
    return _COUNTED.search(text) is not None


def awaits_dash(above: str, below: str) -> bool:
    """Whether a dash between two lines joins them: "Văn hóa / - Xã hội", "2026 / - 2030"."""
    rest = below.lstrip("-– ")
    if rest == below:
        return False
    return _PAIRED.search(above) is not None or (above[-1:].isdigit() and rest[:1].isdigit())


def decides(text: str) -> bool:
    """Whether a line is the word by which a document decides ("QUYẾT ĐỊNH:"), which always stands alone."""
    return _DECIDES.fullmatch(text) is not None


def is_set_heading(text: str) -> bool:
    """Whether a text is a heading that plans and decisions have in common ("Mục đích, yêu cầu")."""
    return _SET_HEADING.fullmatch(text) is not None


def orders(heading: str, below: str) -> bool:
    """Whether a heading names a body or a matter and the line below starts with what is to be done."""
    return _ACTOR.match(heading) is not None and _ACT.match(below) is not None
