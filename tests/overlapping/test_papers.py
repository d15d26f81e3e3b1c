from datetime import date

from graph.findings import Code
from graph.overlaps import compare
from graph.subjects import Due, Holding, Paper, Rhythm, Subject
from thac.intake.reading import read
from thac.overlapping.papers import paper

PLAN = """ỦY BAN NHÂN DÂN
XÃ VĂN LĂNG
Số: 45/KH-UBND
Văn Lăng, ngày 10 tháng 3 năm 2026

KẾ HOẠCH
Phòng, chống dịch bệnh động vật năm 2026

Thực hiện Kế hoạch số 88/KH-UBND ngày 02/3/2026 của UBND tỉnh Thái Nguyên về phòng, chống dịch bệnh động vật, \
UBND xã ban hành kế hoạch như sau:

I. MỤC ĐÍCH
- Chủ động ngăn dịch bệnh động vật lây lan trên địa bàn xã.

II. NHIỆM VỤ
1. Tiêm phòng
- Nội dung: Tổ chức tiêm phòng cho đàn gia súc, gia cầm trên địa bàn xã.
- Cơ quan chủ trì: Phòng Kinh tế, Trạm Y tế.
- Thời gian thực hiện: trước ngày 30/4/2026.
2. Phòng Văn hóa - Xã hội
- Trước ngày 25 hằng tháng báo cáo kết quả tuyên truyền về UBND xã.

Nơi nhận:
- Lưu: VT.
"""
FOOTNOTE = """UBND TỈNH THÁI NGUYÊN
Số: 12/UBND-NC
Thái Nguyên, ngày 10 tháng 3 năm 2026

Kính gửi: UBND các xã, phường.

1. Thực hiện nghiêm chỉ đạo của Chủ tịch UBND tỉnh1 về tổ chức họp trực tuyến.


1 Công văn số 44/UBND-NC ngày 19/01/2026 của Chủ tịch UBND tỉnh.
"""


def made(text: str) -> Paper:
    return paper("a.txt", read(text.encode(), "a.txt"))


def item(found: Paper, words: str) -> Subject:
    return next(one for one in found.subjects if words in one.text)


def test_the_source_of_a_plan_is_read_from_its_letterhead() -> None:
    source = made(PLAN).source
    assert source.ground.path == ("TW", "19", "05665")
    assert source.symbol == "45/kh-ubnd"
    assert source.implements == ("88/kh-ubnd",)
    assert source.issued_on == date(2026, 3, 10)


def test_lines_that_say_who_and_when_are_no_items_of_their_own() -> None:
    texts = [one.text for one in made(PLAN).subjects]
    assert not any(text.startswith(("Cơ quan chủ trì", "Thời gian")) for text in texts)


def test_purposes_are_compared_and_order_nothing() -> None:
    assert item(made(PLAN), "ngăn dịch bệnh").holding is Holding.UNSAID


def test_joint_leads_are_shown_where_they_are_named() -> None:
    found = made(PLAN)
    task = item(found, "tiêm phòng")
    assert (task.holding, len(task.leads)) == (Holding.JOINT, 2)
    (violation,) = [one for one in compare([found]).findings if one.code is Code.TWO_LEADS]
    assert violation.passages[0].text.startswith("Cơ quan chủ trì: Phòng Kinh tế, Trạm Y tế")


def test_days_and_rhythms_are_read() -> None:
    found = made(PLAN)
    due = item(found, "tiêm phòng").due
    assert due is not None
    assert due.day == date(2026, 4, 30)
    report = item(found, "báo cáo kết quả").due
    assert isinstance(report, Due)
    assert (report.rhythms, report.day_of_period) == ((Rhythm.MONTHLY,), 25)


def test_what_a_footnote_cites_its_item_cites() -> None:
    assert item(made(FOOTNOTE), "họp trực tuyến").cites == ("44/ubnd-nc",)
