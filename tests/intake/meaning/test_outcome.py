"""What comes out of a task, to whom it is reported, and whether it can be followed."""

import pytest

from tests.intake.meaning.outlines import read, task
from thac.intake.draft import Absolute, Frequency, Period, Recurring


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Sở Y tế xây dựng kế hoạch tiêm chủng, trình UBND tỉnh trong tháng 4/2026.", "kế hoạch tiêm chủng"),
        ("Sở Nội vụ tham mưu UBND tỉnh ban hành Quy chế văn hóa công vụ.", "Quy chế văn hóa công vụ"),
        ("Phòng Kinh tế lập danh sách hộ kinh doanh trước ngày 15/4/2026.", "danh sách hộ kinh doanh"),
        ("Các đơn vị gửi báo cáo tự đánh giá về Sở Nội vụ.", "báo cáo tự đánh giá"),
        ("Sở Tài chính báo cáo kết quả giải ngân hằng tháng.", "báo cáo kết quả giải ngân hằng tháng"),
        ("Rà soát, sửa đổi, bổ sung quy chế làm việc của UBND xã.", "quy chế làm việc của UBND xã"),
        ("Trình Thường trực HĐND xã danh mục dự án khởi công mới.", "danh mục dự án khởi công mới"),
        ("Hằng tuần báo cáo Chủ tịch UBND xã danh sách hộ chưa di dời.", "danh sách hộ chưa di dời"),
        ("Chuẩn bị báo cáo giải trình bằng văn bản gửi Đoàn.", "báo cáo giải trình bằng văn bản"),
        ("Phân công đảng viên phụ trách hộ; danh sách phân công gửi Đảng ủy.", "danh sách phân công"),
    ],
)
def test_the_paper_that_the_words_ask_for_is_the_product(text: str, product: str) -> None:
    assert task(f"1. {text}").product == product


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức thực hiện Kế hoạch này.",
        "Thực hiện nghiêm Chỉ thị số 09/CT-UBND ngày 06/02/2026.",
        "Tổng hợp, báo cáo UBND tỉnh.",
        "Gửi Sở Nội vụ theo kế hoạch.",
        "Tăng cường tuần tra ban đêm.",
    ],
)
def test_the_document_itself_and_a_mere_act_are_no_product(text: str) -> None:
    assert task(f"1. {text}").product is None


def test_a_field_names_the_product_before_any_words_do() -> None:
    outline = "1. Xây dựng kế hoạch kiểm tra.\n  - Chủ trì: Sở Nội vụ.\n  - Sản phẩm: Báo cáo kết quả kiểm tra."
    assert task(outline).product == "Báo cáo kết quả kiểm tra"


@pytest.mark.parametrize(
    ("text", "to", "via"),
    [
        ("Sở Y tế báo cáo UBND tỉnh trước ngày 20/4/2026.", ["UBND tỉnh"], []),
        ("Các xã báo cáo kết quả về UBND tỉnh (qua Sở Nội vụ) để theo dõi.", ["UBND tỉnh"], ["Sở Nội vụ"]),
        (
            "Các xã gửi báo cáo về UBND tỉnh thông qua Sở Nội vụ để tổng hợp.",
            ["UBND tỉnh"],
            ["Sở Nội vụ"],
        ),
        ("Báo cáo tình hình thực hiện gửi Sở Nội vụ tổng hợp.", ["Sở Nội vụ"], []),
        ("Kịp thời báo cáo, đề xuất Chủ tịch UBND tỉnh những vấn đề phát sinh.", ["UBND tỉnh"], []),
        (
            "Tổng hợp, báo cáo Thường trực Tỉnh ủy, UBND tỉnh kết quả thực hiện.",
            ["Thường trực Tỉnh ủy", "UBND tỉnh"],
            [],
        ),
        ("Xây dựng hệ thống báo cáo trực tuyến.", [], []),
        ("Chuẩn hóa chế độ báo cáo qua hệ thống phần mềm.", [], []),
    ],
)
def test_a_report_has_a_receiver_and_perhaps_a_way(text: str, to: list[str], via: list[str]) -> None:
    only = task(f"1. {text}")
    assert [one.name for one in only.report_to] == to
    assert [one.name for one in only.report_via] == via


@pytest.mark.parametrize(
    ("text", "tracked"),
    [
        ("Sở Y tế tăng cường tuyên truyền.", False),
        ("Sở Y tế thường xuyên kiểm tra các chợ.", False),
        ("Sở Y tế khắc phục trong thời gian sớm nhất.", False),
        ("Sở Y tế kiểm tra các chợ trước ngày 20/4/2026.", True),
        ("Sở Y tế hằng quý kiểm tra các chợ.", True),
        ("Sở Y tế xây dựng kế hoạch kiểm tra các chợ.", True),
        ("Sở Y tế theo dõi, báo cáo UBND tỉnh.", True),
        ("Kiểm tra các chợ trước ngày 20/4/2026.", True),
    ],
)
def test_a_task_is_followed_when_it_has_a_product_a_date_a_rhythm_or_a_report(text: str, *, tracked: bool) -> None:
    only = task(f"1. {text}")
    assert only.tracked is tracked
    assert (only.untracked_because is None) is tracked


def test_what_is_not_followed_says_in_vietnamese_what_is_missing() -> None:
    named, nobody = read("1. Sở Y tế tăng cường tuyên truyền.\n2. Tăng cường tuyên truyền.").tasks
    assert named.untracked_because == "Không nêu sản phẩm, thời hạn, định kỳ hay chế độ báo cáo để theo dõi"
    assert nobody.untracked_because == (
        "Không nêu cơ quan thực hiện và không có sản phẩm, thời hạn hay báo cáo để theo dõi"
    )


def test_details_with_days_are_the_milestones_of_the_period_above() -> None:
    outline = (
        "1. Tổ chức các hội nghị.\n  (1) Hội nghị lần một: Chậm nhất ngày 20/4/2026.\n"
        "  (2) Hội nghị lần hai: Chậm nhất ngày 20/5/2026.\n  - Thời gian hoàn thành: Quý II/2026.\n"
        "  - Chủ trì: Sở Y tế."
    )
    only = task(outline)
    assert only.deadline is not None
    assert isinstance(only.deadline.when, Period)
    milestones = only.deadline.when.milestones
    assert [(day.day.isoformat(), what) for day, what in milestones] == [
        ("2026-04-20", "Hội nghị lần một"),
        ("2026-05-20", "Hội nghị lần hai"),
    ]


def test_a_time_field_beside_the_items_holds_for_all_of_them() -> None:
    outline = "1. Công tác chuẩn bị:\n  a) Rà soát danh sách.\n  b) In tài liệu.\n  - Thời gian: Tháng 4/2026."
    assert [one.deadline and one.deadline.when for one in read(outline).tasks] == [
        Period("2026-04-01", "2026-04-30")
    ] * 2


def test_the_rhythm_of_the_report_above_holds_for_its_neighbour() -> None:
    outline = (
        "1. Chế độ báo cáo:\n  - Các xã hằng quý báo cáo Sở Nội vụ trước ngày 15 của tháng cuối quý.\n"
        "  - Sở Nội vụ tổng hợp, gửi UBND tỉnh trước ngày 20 của tháng cuối cùng trong kỳ báo cáo."
    )
    _, second = read(outline).tasks
    assert second.deadline is not None
    assert isinstance(second.deadline.when, Recurring)
    assert second.deadline.when.frequency == (Frequency.QUARTERLY,)


def test_a_deadline_keeps_its_words_and_the_line_of_its_field() -> None:
    outline = "1. Rà soát hộ nghèo.\n  - Chủ trì: Sở Y tế.\n  - Thời hạn: 30/4/2026."
    only = task(outline)
    assert only.deadline is not None
    assert (only.deadline.words, only.deadline.line) == ("30/4/2026", 3)
    assert isinstance(only.deadline.when, Absolute)
