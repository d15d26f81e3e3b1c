"""How a sentence cites: type, symbol, date, issuer."""

from datetime import date

import pytest

from tests.intake.structure.reading import read_body
from thac.intake.document import Reference


def _cited(text: str) -> tuple[Reference, ...]:
    return read_body(f"{text}\n\n1. Báo cáo.").references


def _one(text: str) -> Reference:
    (found,) = _cited(text)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Kế hoạch số 176/KH-UBND ngày 04/5/2026 của UBND tỉnh về chuyển đổi số;",
        "Thực hiện Kế hoạch số 176/KH-UBND, ngày 04/5/2026 của UBND tỉnh;",
        "Thực hiện Kế hoạch số 176/KH-UBND ngày 04 tháng 5 năm 2026 của UBND tỉnh;",
        "Thực hiện Kế hoạch số 176/KH-UBND ngày 04-5-2026 của UBND tỉnh;",
        "Thực hiện Kế hoạch số 176/KH-UBND (ngày 04.5.2026) của UBND tỉnh;",
        "Thực hiện Kế hoạch số 176/KH-UBND của UBND tỉnh ngày 04/5/2026 về chuyển đổi số;",
        "Thực hiện Kế hoạch 176/KH-UBND ban hành ngày 04/5/2026 của UBND tỉnh;",
    ],
)
def test_the_date_in_every_order(text: str) -> None:
    found = _one(text)
    assert (found.symbol, found.doc_type, found.date, found.issuer) == (
        "176/KH-UBND",
        "Kế hoạch",
        date(2026, 5, 4),
        "UBND tỉnh",
    )


def test_the_date_at_the_head_of_a_sentence_that_tells_of_the_issue() -> None:
    found = _one(
        "Ngày 28 tháng 10 năm 2025, Chủ tịch UBND Thành phố đã ban hành Công văn số 3280/UBND-VX về cập nhật dữ liệu."
    )
    assert found.date == date(2025, 10, 28)


def test_a_date_of_another_matter_is_not_taken() -> None:
    found = _one("Ngày 28/10/2025 bão đổ bộ vào đất liền. Thực hiện Công văn số 3280/UBND-VX về khắc phục hậu quả.")
    assert found.date is None


def test_a_telegram_carries_the_hour() -> None:
    assert _one("Thực hiện Công điện số 12/CĐ-UBND hồi 15 giờ 00 ngày 18/9/2026 của UBND tỉnh").date == date(
        2026, 9, 18
    )


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert _one("Thực hiện Kế hoạch số 5/KH-UBND ngày 31/02/2026 của UBND tỉnh").date is None


def test_the_issuer_behind_the_last_holds_for_those_of_the_same_body() -> None:
    found = _cited(
        "Thực hiện Chỉ thị số 05/CT-TTg ngày 18/5/2022, Chỉ thị số 31-CT/TU ngày 06/6/2023, Kế hoạch số "
        "134-KH/TU ngày "
        "29/12/2023 của Ban Thường vụ Tỉnh ủy"
    )
    assert [(one.symbol, one.issuer) for one in found] == [
        ("05/CT-TTg", "Thủ tướng Chính phủ"),
        ("31-CT/TU", "Ban Thường vụ Tỉnh ủy"),
        ("134-KH/TU", "Ban Thường vụ Tỉnh ủy"),
    ]


def test_a_list_under_one_type() -> None:
    found = _cited("Các Nghị quyết: số 57-NQ/TW ngày 22/12/2024, số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị")
    assert [(one.symbol, one.doc_type, one.date) for one in found] == [
        ("57-NQ/TW", "Nghị quyết", date(2024, 12, 22)),
        ("59-NQ/TW", "Nghị quyết", date(2025, 1, 24)),
    ]


def test_a_date_behind_two_bare_symbols_holds_for_both() -> None:
    found = _cited("Thực hiện các Kết luận số 34-KL/TU, 35-KL/TU ngày 05/5/2026 của Ban Thường vụ Tỉnh ủy")
    assert [one.date for one in found] == [date(2026, 5, 5), date(2026, 5, 5)]


def test_a_date_behind_the_second_of_two_whole_citations_is_its_own() -> None:
    found = _cited("Theo Nghị định số 131/2025/NĐ-CP và Nghị định số 136/2025/NĐ-CP ngày 12/6/2025")
    assert [one.date for one in found] == [None, date(2025, 6, 12)]


@pytest.mark.parametrize(
    "text",
    [
        "báo cáo theo mẫu số 01/BC-CCHC kèm theo",
        "điền vào biểu mẫu số 03/ĐCI",
        "chạy trên đường số 5/QL",
        "đạt tỷ lệ 3/A trên tổng số",
    ],
)
def test_forms_roads_and_shares_are_not_cited(text: str) -> None:
    assert _cited(f"Các thôn {text}.") == ()


def test_a_letter_of_a_body_without_a_field() -> None:
    assert _one("Theo Công văn 789/SNV ngày 04/3/2026, các đơn vị báo cáo").symbol == "789/SNV"


def test_a_law_names_its_issuer() -> None:
    found = _one("Căn cứ Luật Đầu tư công số 58/2024/QH15;")
    assert (found.doc_type, found.issuer, found.date) == ("Luật", "Quốc hội", None)


def test_a_symbol_that_a_line_breaks() -> None:
    assert _one("Thực hiện Quyết định số 534/QĐ-\nTTg ngày 31/3/2026 của Thủ tướng Chính phủ,").symbol == "534/QĐ-TTg"


def test_the_printed_type_tells_a_regulation_from_a_decision() -> None:
    assert _one("Thực hiện Quy định số 366-QĐ/TW, ngày 30/8/2025 của Bộ Chính trị").doc_type == "Quy định"
