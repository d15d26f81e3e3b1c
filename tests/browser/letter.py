"""A short letter of the province as the .docx that its office has; written for these tests and issued by nobody."""

from datetime import datetime
from typing import Final

from thac.domain.calendar import VIETNAM
from thac.example.paper import Paper, docx

REVIEW: Final = "rà soát các nhà văn hóa"
"""Words of the task that is done in time."""
LIST: Final = "danh sách cán bộ đầu mối"
"""Words of the task that goes late."""
_TEXT: Final = """
Kính gửi: Ủy ban nhân dân các xã, phường.

Để người dân có nơi sinh hoạt chung, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các địa phương thực hiện các việc sau:

1. Ủy ban nhân dân các xã, phường rà soát các nhà văn hóa, khu thể thao của địa phương, báo cáo Ủy ban nhân dân tỉnh.
Hoàn thành trước ngày 27/3/2026. Sản phẩm: báo cáo kết quả rà soát.

2. Ủy ban nhân dân các xã, phường lập danh sách cán bộ đầu mối tiếp nhận phản ánh của người dân về văn hóa, xã hội, gửi
Ủy ban nhân dân tỉnh. Hoàn thành chậm nhất <late>. Sản phẩm: danh sách cán bộ.

Yêu cầu các địa phương nghiêm túc thực hiện./.
"""


def letter(number: int, now: datetime, late: datetime) -> bytes:
    """Two tasks for each commune: one is due in two weeks, one at ``late``, to the minute."""
    today, due = now.astimezone(VIETNAM), late.astimezone(VIETNAM)
    issued = f"Thái Nguyên, ngày {today:%d} tháng {today.month} năm {today.year}"
    text = _TEXT.strip().replace("<late>", f"{due:%H} giờ {due:%M} phút ngày {due:%d/%m/%Y}")
    return docx(
        Paper(
            ("ỦY BAN NHÂN DÂN", "TỈNH THÁI NGUYÊN", f"Số: {number:02}/UBND-VD", "V/v rà soát nhà văn hóa"),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", issued),
            tuple(" ".join(one.split()) for one in text.split("\n\n")),
            ("Nơi nhận:", "- Như trên;", "- Lưu: VT, NC."),
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        )
    )
