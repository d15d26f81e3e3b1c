"""Whether a sentence ends with a line, hangs, or could not go on."""

import pytest

from thac.intake.structure.sentences import awaits_dash, awaits_number, decides, ends, hangs, is_set_heading, orders


@pytest.mark.parametrize("text", ["báo cáo.", "như sau:", "kịp thời;", "thực hiện./.", "“luồng xanh”.", "xong (hết)."])
def test_a_sentence_ends(text: str) -> None:
    assert ends(text)


@pytest.mark.parametrize("text", ["1. Sở Nội vụ", "chỉ đạo của", "giai đoạn 2026-2030"])
def test_a_heading_or_a_broken_line_does_not(text: str) -> None:
    assert not ends(text)


@pytest.mark.parametrize(
    "text", ["chỉ đạo của", "phối hợp với", "các cơ quan,", "theo", "về việc", "tỉnh (", "đồng chí Chủ tịch", "tại Kế"]
)
def test_a_line_hangs(text: str) -> None:
    assert hangs(text)


@pytest.mark.parametrize(
    "text",
    [
        "Về chuyển đổi số",
        "Đổi mới lề lối làm việc",
        "Kết quả đạt được",
        "Nhiệm vụ hằng năm",
        "Các nội dung nêu trên",
        "Các Sở",
    ],
)
def test_headings_end_with_words_that_may_also_join(text: str) -> None:
    assert not hangs(text)


@pytest.mark.parametrize(
    "text", ["theo quy định tại khoản", "tại điểm a, khoản", "quy định tại Điều", "tại khoản 2, Điều"]
)
def test_a_citation_of_a_law_awaits_a_number(text: str) -> None:
    assert awaits_number(text)


@pytest.mark.parametrize(
    "text", ["NỘI DUNG KIỂM ĐIỂM", "Tự kiểm điểm", "Thành phần", "Danh mục", "Đại biểu", "Chỉ số", "Hằng quý"]
)
def test_headings_that_end_like_parts_of_a_law_do_not(text: str) -> None:
    assert not awaits_number(text)


def test_a_dash_joins_halves_of_a_name_and_of_a_period() -> None:
    assert awaits_dash("Phòng Văn hóa", "- Xã hội tham mưu")
    assert awaits_dash("giai đoạn 2026", "- 2030")
    assert not awaits_dash("Phòng Văn hóa", "Xã hội tham mưu")
    assert not awaits_dash("Chỉ tiêu", "- 95% hồ sơ")


def test_the_word_that_decides() -> None:
    assert decides("QUYẾT ĐỊNH:")
    assert not decides("QUYẾT ĐỊNH VỀ VIỆC THÀNH LẬP")


def test_headings_that_plans_have_in_common() -> None:
    assert is_set_heading("Mục đích, yêu cầu")
    assert not is_set_heading("Mục đích của Kế hoạch này")


def test_a_body_and_what_it_is_to_do() -> None:
    assert orders("Công an tỉnh", "Chỉ đạo lực lượng tuần tra.")
    assert not orders("Công an tỉnh", "Hà Giang tuần tra.")
    assert not orders("Mục đích", "Chỉ đạo lực lượng tuần tra.")
