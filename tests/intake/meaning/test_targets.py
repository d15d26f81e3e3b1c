"""Figures to reach: how they bind, their value, and what is no figure to reach."""

import pytest

from tests.intake.meaning.outlines import read as outline
from thac.intake.draft import TargetOp
from thac.intake.meaning.targets import targets


def read(text: str) -> list[tuple[str, float, str]]:
    return [(one.op.value, one.value, one.unit) for one in targets(text, 7)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giảm tối thiểu 15% số văn bản giấy.", ("reduce_by>=", 15, "%")),
        ("Cắt giảm ít nhất 30 % thời gian giải quyết.", ("reduce_by>=", 30, "%")),
        ("Tinh giản 10% số cuộc họp.", ("reduce_by=", 10, "%")),
        ("Cuộc họp trực tiếp không quá 40%.", ("<=", 40, "%")),
        ("Họp trực tuyến không ít hơn 60% tổng số.", (">=", 60, "%")),
        ("Hồ sơ nộp trực tuyến đạt 80%.", (">=", 80, "%")),
        ("Tỷ lệ số hóa đạt từ 95% trở lên.", (">=", 95, "%")),
        ("Phấn đấu 90% thôn đạt chuẩn.", (">=", 90, "%")),
        ("Hoàn thành 100% việc cập nhật.", ("=", 100, "%")),
        ("Bảo đảm 100% hồ sơ đúng hạn.", ("=", 100, "%")),
        ("Tỷ lệ hài lòng đạt trên 92%.", (">", 92, "%")),
        ("Hộ nghèo còn dưới 1,5%.", ("<", 1.5, "%")),
        ("Tăng thu tối thiểu 12,5% so với năm trước.", (">=", 12.5, "%")),
        ("Mỗi hội nghị không quá 1/2 ngày.", ("<=", 0.5, "ngày")),
        ("Thời gian họp không quá 1,5 ngày.", ("<=", 1.5, "ngày")),
        ("Phát biểu tối đa 10 phút.", ("<=", 10, "phút")),
        ("Báo cáo không quá 02 trang.", ("<=", 2, "trang")),
        ("Xây dựng ít nhất 03 mô hình.", (">=", 3, "mô hình")),
        ("Thu ngân sách không dưới 4,5 tỷ đồng.", (">=", 4.5, "tỷ đồng")),
        ("Giải ngân tối thiểu 1.250 triệu đồng.", (">=", 1250, "triệu đồng")),
        ("Kiểm tra ít nhất mỗi quý một lần.", (">=", 1, "lần")),
        ("Mượn ít nhất 300 cuốn truyện.", (">=", 300, "cuốn truyện")),
        ("Thông báo ít nhất 02 lần trước ngày 15/4/2026.", (">=", 2, "lần")),
        ("Mỗi lớp không quá 35 học viên.", ("<=", 35, "học viên")),
        ("Tổ chức từ 03 lớp trở lên.", (">=", 3, "lớp")),
        ("Mỗi nội dung chỉ họp một lần.", ("=", 1, "lần")),
    ],
)
def test_a_figure_binds_as_its_words_say(text: str, expected: tuple[str, float, str]) -> None:
    assert read(text) == [expected]


def test_a_bare_number_counts_beside_other_figures_only() -> None:
    assert read("Cung cấp dịch vụ toàn trình đạt 80%; 50 dịch vụ thanh toán trực tuyến.") == [
        (">=", 80, "%"),
        ("=", 50, "dịch vụ thanh toán"),
    ]
    assert read("50 hộ dân được hỗ trợ sửa nhà.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Nhân rộng mô hình “luồng xanh 50%”.",
        "Trả lời trong thời hạn không quá 05 ngày làm việc kể từ ngày nhận hồ sơ.",
        "Đến nay đã đạt 78,4% kế hoạch.",
        "Thực hiện Nghị quyết số 15-NQ/TU ngày 20/4/2026.",
        "Chính quyền địa phương 02 cấp.",
        "Chuẩn bị nhân sự cho 3 hội nghị.",
        "Xử lý cơ sở vi phạm từ 02 lần trở lên.",
        "Phê bình đơn vị chậm báo cáo từ 03 lần trở lên.",
        "Hộ có từ 02 lao động trở lên được vay vốn.",
        "Dự sinh hoạt ít nhất 02 tháng một lần.",
    ],
)
def test_what_is_no_figure_to_reach_is_none(text: str) -> None:
    assert read(text) == []


def test_a_figure_keeps_its_words_and_its_line() -> None:
    (found,) = targets("Phấn đấu đạt tối thiểu 80% trong năm.", 7)
    assert found.op is TargetOp.AT_LEAST
    assert found.text == "tối thiểu 80%"
    assert found.line == 7


def test_a_figure_may_stand_in_the_column_of_results() -> None:
    (only,) = outline(
        "Mở phiên giao dịch việc làm | Phòng Văn hóa - Xã hội | Ít nhất 40 lao động được tư vấn",
        columns=("Nhiệm vụ", "Chủ trì", "Kết quả"),
    ).tasks
    assert [(one.op.value, one.value) for one in only.targets] == [(">=", 40)]
