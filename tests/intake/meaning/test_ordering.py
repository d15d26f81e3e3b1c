"""Which items order something, and which only head, describe, praise or close."""

import pytest

from tests.intake.meaning.outlines import document, read
from thac.intake.meaning.ordering import orders


def texts(outline: str, **setting: object) -> list[str]:
    return [one.text for one in orders(document(outline, **setting))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "heading",
    [
        "MỤC ĐÍCH, YÊU CẦU",
        "Mục tiêu",
        "Yêu cầu chung",
        "QUAN ĐIỂM CHỈ ĐẠO",
        "TÌNH HÌNH THỰC HIỆN",
        "Đánh giá kết quả năm 2025",
        "NGUYÊN NHÂN",
        "PHẠM VI, ĐỐI TƯỢNG",
        "Hình thức khen thưởng",
        "Căn cứ pháp lý",
    ],
)
def test_below_a_heading_of_purpose_or_assessment_nothing_is_ordered(heading: str) -> None:
    outline = f"I. {heading}\n  - Nâng cao trách nhiệm của người đứng đầu.\nII. NHIỆM VỤ\n  - Rà soát hộ nghèo."
    assert texts(outline) == ["Rà soát hộ nghèo."]


@pytest.mark.parametrize(
    "heading", ["NHIỆM VỤ TRỌNG TÂM", "Yêu cầu các sở, ban, ngành:", "Thực hiện mục tiêu giảm nghèo", "KINH PHÍ"]
)
def test_other_headings_let_their_items_order(heading: str) -> None:
    assert texts(f"I. {heading}\n  - Sở Tài chính bố trí kinh phí.") == ["Sở Tài chính bố trí kinh phí."]


def test_an_item_with_bullets_orders_itself_when_it_is_a_sentence() -> None:
    outline = "1. Các đơn vị quán triệt Chỉ thị này.\n  - Rà soát quy chế.\n  - Công khai kết quả."
    assert texts(outline) == ["Các đơn vị quán triệt Chỉ thị này.", "Rà soát quy chế.", "Công khai kết quả."]


@pytest.mark.parametrize("heading", ["Về công tác cán bộ", "Sở Nội vụ", "Chế độ báo cáo:", "Giao Sở Nội vụ:"])
def test_a_heading_of_a_list_is_no_task(heading: str) -> None:
    assert texts(f"1. {heading}\n  - Rà soát biên chế.") == ["Rà soát biên chế."]


@pytest.mark.parametrize(
    "text",
    [
        "Kinh phí thực hiện được bố trí từ ngân sách xã.",
        "Việc rà soát phải bảo đảm khách quan.",
        "Quá trình thực hiện phải công khai, minh bạch.",
        "Thời gian qua, công tác cải cách đã đạt kết quả tích cực.",
        "Sau hai năm triển khai, nhận thức của cán bộ có chuyển biến rõ nét.",
        "Biểu dương Sở Nội vụ đã hoàn thành tốt nhiệm vụ.",
        "Đồng ý chủ trương sửa chữa trụ sở.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        "Đánh giá chung: tỷ lệ giải ngân còn thấp.",
        "Trên đây là Kế hoạch chuyển đổi số năm 2026.",
        "(Chi tiết tại Phụ lục kèm theo)",
    ],
)
def test_a_statement_is_no_task(text: str) -> None:
    assert texts(f"1. {text}\n2. Rà soát hộ nghèo.") == ["Rà soát hộ nghèo."]


@pytest.mark.parametrize(
    "text",
    [
        "Kinh phí: giao Sở Tài chính thẩm định, trình UBND tỉnh.",
        "Đồng ý với đề xuất của Sở Xây dựng; giao Sở Xây dựng hoàn thiện hồ sơ.",
        "Việc giải phóng mặt bằng do UBND các xã chịu trách nhiệm.",
    ],
)
def test_a_statement_that_assigns_is_a_task(text: str) -> None:
    assert texts(f"1. {text}") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Yêu cầu Thủ trưởng các sở, ban, ngành nghiêm túc triển khai thực hiện Chỉ thị này./.",
        "Đề nghị các cơ quan, đơn vị khẩn trương triển khai thực hiện./.",
        "Đây là nhiệm vụ quan trọng, yêu cầu Chủ tịch UBND các xã nghiêm túc quán triệt, thực hiện./.",
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh về Sở Nội vụ để giải quyết./.",
        "Trên đây là Kế hoạch giảm nghèo, các đơn vị nghiêm túc thực hiện./.",
        "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này./.",
        "Trân trọng./.",
    ],
)
def test_a_closing_formula_is_no_task(text: str) -> None:
    assert texts("1. Rà soát hộ nghèo.", closing=text) == ["Rà soát hộ nghèo."]


def test_a_final_paragraph_that_nevertheless_assigns_is_a_task_of_those_sentences() -> None:
    closing = (
        "Yêu cầu các đơn vị nghiêm túc thực hiện. Giao Sở Nội vụ theo dõi, đôn đốc, báo cáo UBND tỉnh trước ngày "
        "20/12/2026. Trong quá trình thực hiện, nếu có vướng mắc, phản ánh về Sở Nội vụ./."
    )
    draft = read("1. Rà soát hộ nghèo.", closing=closing)
    assert [(one.path, one.text) for one in draft.tasks][1:] == [
        ("closing", "Giao Sở Nội vụ theo dõi, đôn đốc, báo cáo UBND tỉnh trước ngày 20/12/2026.")
    ]


def test_a_paragraph_without_a_marker_orders_only_when_it_begins_like_an_order() -> None:
    outline = (
        "II. NHIỆM VỤ\n  Các nhiệm vụ sau được triển khai đồng bộ trên địa bàn.\n  Tổ chức tuyên truyền sâu rộng.\n"
        "  Sở Y tế kiểm tra các cơ sở."
    )
    assert texts(outline) == ["Tổ chức tuyên truyền sâu rộng.", "Sở Y tế kiểm tra các cơ sở."]


def test_a_single_paragraph_under_a_heading_goes_by_the_heading() -> None:
    draft = read("4. Công an tỉnh\n  Chỉ đạo các đơn vị tuần tra.")
    assert [one.path for one in draft.tasks] == ["1"]


def test_an_item_with_its_fields_is_one_task_whatever_else_describes_it() -> None:
    outline = (
        "1. Ban hành quy chế văn hóa công sở.\n  - Bảo đảm phù hợp với thực tế.\n  - Chủ trì: Sở Nội vụ.\n"
        "  - Thời gian: Quý II/2026."
    )
    (only,) = read(outline).tasks
    assert only.text == "Ban hành quy chế văn hóa công sở.\n- Bảo đảm phù hợp với thực tế."


def test_the_content_field_says_what_is_to_be_done() -> None:
    outline = "1. Tập huấn\n  - Nội dung thực hiện: Tổ chức 02 lớp tập huấn.\n  - Chủ trì: Sở Nội vụ."
    assert [(one.text, one.line) for one in orders(document(outline))] == [("Tổ chức 02 lớp tập huấn.", 2)]


def test_a_short_title_gives_way_to_the_first_bullet_of_its_block() -> None:
    outline = "1. Tổng kết\n  - Đánh giá kết quả, đề xuất khen thưởng.\n  - Chủ trì: Sở Nội vụ."
    assert texts(outline) == ["Đánh giá kết quả, đề xuất khen thưởng."]


def test_a_block_under_the_last_of_bare_neighbours_holds_for_all_and_asks_for_a_look() -> None:
    outline = (
        "1. Kiểm tra\n  1.1. Tham gia đoàn kiểm tra.\n  1.2. Tổng hợp vướng mắc.\n  1.3. Theo dõi, đôn đốc.\n"
        "    - Chủ trì: Sở Nội vụ."
    )
    draft = read(outline)
    assert [[body.name for body in one.leads] for one in draft.tasks] == [["Sở Nội vụ"]] * 3
    assert [one.unsure for one in draft.tasks] == [("leads",), ("leads",), ()]


def test_a_neighbour_with_another_kind_of_block_keeps_to_itself() -> None:
    outline = "1. Rà soát hộ nghèo.\n2. Tập huấn cán bộ.\n  - Chủ trì: Sở Nội vụ."
    assert [[body.name for body in one.leads] for one in read(outline).tasks] == [[], ["Sở Nội vụ"]]


@pytest.mark.parametrize(
    ("outline", "unsure"),
    [
        ("II. PHÂN CÔNG NHIỆM VỤ TRỌNG TÂM", True),
        ("II. Nhiệm vụ cụ thể của Văn phòng là soạn lịch trực.", False),
        ("II. Rà soát kho lưu trữ.", False),
    ],
)
def test_a_title_in_capitals_with_nothing_below_it_asks_for_a_second_look(outline: str, *, unsure: bool) -> None:
    (found,) = read(outline, to=["Các phòng"]).tasks
    assert ("text" in found.unsure) is unsure
