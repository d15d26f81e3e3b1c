"""What a heading announces: work, or what orders nothing (purpose, assessment, grounds)."""

import re

from thac.intake.document import Item
from thac.intake.meaning.bodies import read_bodies
from thac.intake.meaning.plain import plain

_SILENT = re.compile(
    r"(?:mục (?:đích|tiêu)(?!.{0,30}thực hiện nhiệm vụ)|yêu cầu(?:$| ?:| chung| đối với kế hoạch)|quan điểm|chỉ tiêu"
    r"|phương châm|căn cứ"
    r"|cơ sở (?:pháp lý|chính trị|thực tiễn)|sự cần thiết|bối cảnh|(?:đặc điểm(?:,| và)? )?(?:tình hình|thực trạng)"
    r"|(?:khái quát|đánh giá)(?: chung| về| tình hình| thực trạng| kết quả)?(?= |$).{0,60}$"
    r"|(?:những )?kết quả (?:đạt được|nổi bật|thực hiện|chủ yếu)|(?:những |một số )?(?:tồn tại|hạn chế|ưu điểm"
    r"|khuyết điểm|khó khăn)"
    r"|nguyên nhân|bài học|phạm vi|đối tượng|nguyên tắc|tiêu chí|tiêu chuẩn|(?:hình thức |cơ cấu "
    r"|số lượng )?(?:khen thưởng|giải thưởng)"
    r"|giải thích|thuật ngữ|thời gian(?:,| và)? địa điểm|thời gian(?:$|:)|thành phần|thông tin chung|định hướng"
    r"|tầm nhìn|hiệu lực|biểu dương|ghi nhận"
    r"|phần mở đầu|lời nói đầu|nội dung (?:và )?(?:tiêu chí )?thi đua|danh hiệu|dự báo)"
)
_TITLE_END = re.compile(r"[.;]$")
_LONG = 60


def is_silent(item: Item) -> bool:
    """Whether what stands under the heading tells nobody to do anything."""
    words = plain(item.text).strip(" .:;")
    if not _SILENT.match(words) or len(words) > 2 * _LONG:
        return False
    return bool(item.children) or len(words) <= _LONG


def is_heading(item: Item) -> bool:
    """Whether an item with others below it only heads them, and orders nothing itself.

    It does when it ends with a colon, has no full stop at its end, or names bodies and nothing else.
    """
    text = item.text.strip()
    if not item.children:
        return False
    if text.endswith(":") or not _TITLE_END.search(text):
        return True
    _, end = read_bodies(text)
    return end > 0 and not text[end:].strip(" .;:")
