"""How items are marked, and what only looks like a mark."""

import pytest

from thac.intake.structure.markers import Kind, read_marker, roman


@pytest.mark.parametrize(
    ("text", "kind", "label", "rest"),
    [
        ("Phần I. MỤC TIÊU", Kind.PART, "Phần I", "MỤC TIÊU"),
        ("PHẦN THỨ HAI", Kind.PART, "PHẦN THỨ HAI", ""),
        ("Chương II", Kind.PART, "Chương II", ""),
        ("A. MỤC TIÊU", Kind.CAPITAL, "A", "MỤC TIÊU"),
        ("IV. TỔ CHỨC THỰC HIỆN", Kind.ROMAN, "IV", "TỔ CHỨC THỰC HIỆN"),
        ("II- NỘI DUNG", Kind.ROMAN, "II", "NỘI DUNG"),
        ("III/ KINH PHÍ", Kind.ROMAN, "III", "KINH PHÍ"),
        ("II NHIỆM VỤ VÀ GIẢI PHÁP", Kind.ROMAN, "II", "NHIỆM VỤ VÀ GIẢI PHÁP"),
        ("Mục 2 GIẢI PHÁP", Kind.DIVISION, "Mục 2", "GIẢI PHÁP"),
        ("Điều 3. Hiệu lực", Kind.ARTICLE, "Điều 3", "Hiệu lực"),
        ("1. Sở Nội vụ", Kind.ARABIC, "1", "Sở Nội vụ"),
        ("01. Sở Nội vụ", Kind.ARABIC, "1", "Sở Nội vụ"),
        ("2/ Sở Tư pháp", Kind.ARABIC, "2", "Sở Tư pháp"),
        ("3- Tập thể", Kind.ARABIC, "3", "Tập thể"),
        ("1. 100% hồ sơ đúng hạn", Kind.ARABIC, "1", "100% hồ sơ đúng hạn"),
        ("1) Rà soát", Kind.ARABIC_HALF, "1", "Rà soát"),
        ("1.2. Tổ chức", Kind.DECIMAL, "1.2", "Tổ chức"),
        ("1.3 Xây dựng", Kind.DECIMAL, "1.3", "Xây dựng"),
        ("1.1- Chỉ đạo", Kind.DECIMAL, "1.1", "Chỉ đạo"),
        ("2.1.3. Kiểm tra", Kind.DEEPER, "2.1.3", "Kiểm tra"),
        ("a) Tổ chức", Kind.LETTER, "a", "Tổ chức"),
        ("đ) Báo cáo", Kind.LETTER, "đ", "Báo cáo"),
        ("b. Sở Y tế", Kind.LETTER, "b", "Sở Y tế"),
        ("(1) Đợt một", Kind.PAREN, "(1)", "Đợt một"),
        ("(ii) Đợt hai", Kind.PAREN, "(ii)", "Đợt hai"),
        ("- Rà soát", Kind.DASH, "", "Rà soát"),
        ("– Rà soát", Kind.DASH, "", "Rà soát"),
        ("-Rà soát", Kind.DASH, "", "Rà soát"),
        ("+ Báo cáo quý", Kind.PLUS, "", "Báo cáo quý"),
        ("• Rà soát", Kind.STAR, "", "Rà soát"),
        ("\uf0b7 Rà soát", Kind.STAR, "", "Rà soát"),
    ],
)
def test_each_kind_of_mark(text: str, kind: Kind, label: str, rest: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.kind, marker.label, text[marker.end :]) == (kind, label, rest)


@pytest.mark.parametrize(
    "text",
    [
        "1.387 nhiệm vụ được giao",
        "15.12.2025 là hạn cuối",
        "1,5 ngày",
        "5.2% số hộ",
        "2026 là năm bản lề",
        "VI PHẠM HÀNH CHÍNH",
        "Vì vậy, đề nghị",
        "IV/2026 hoàn thành",
        "Điều 5 Luật Đất đai",
        "ban hành kế hoạch",
        "(Có danh sách kèm theo)",
        "(1/2 ngày)",
        "C-ThaiNguyen",
    ],
)
def test_numbers_and_words_that_only_look_like_marks(text: str) -> None:
    assert read_marker(text) is None


def test_points_follow_the_vietnamese_alphabet() -> None:
    ordinals = [marker.ordinal for letter in "abcdđe" if (marker := read_marker(f"{letter}) Rà soát"))]
    assert ordinals == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("number", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XXXIX", 39), ("XXXXX", 0)]
)
def test_roman_numbers(number: str, value: int) -> None:
    assert roman(number) == value
