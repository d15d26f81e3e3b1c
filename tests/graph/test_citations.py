import pytest

from graph.citations import citations, own_words, symbol_key, symbols


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("theo Kết luận số 226-KL/TW", ("226-kl/tw",)),
        ("Nghị định số 09/2019/NĐ-CP ngày 24/01/2019", ("9/2019/nđ-cp",)),
        ("Kế hoạch số 064/KH- UBND và Công văn số 3280/UBND-VX", ("64/kh-ubnd", "3280/ubnd-vx")),
        ("Quyết định số 12/QĐ-TTg; số 12/QĐ-TTg", ("12/qđ-ttg",)),
        ("họp không quá 1/2 ngày, trước ngày 15/12/2026, trực 24/24 giờ", ()),
        ("lập theo mẫu số 03/HNMT", ()),
    ],
)
def test_symbols_of_documents_are_found_and_nothing_else(text: str, found: tuple[str, ...]) -> None:
    assert symbols(text) == found


def test_a_full_citation_reaches_to_the_end_of_its_title() -> None:
    text = (
        "Thực hiện Công văn số 12/UBND-NC ngày 02/3/2026 của Chủ tịch UBND tỉnh về việc tăng cường quản lý chợ, "
        "bến bãi; các xã báo cáo kết quả."
    )
    (one,) = citations(text)
    assert one.title == "tăng cường quản lý chợ, bến bãi"
    assert own_words(text).split() == ["Thực", "hiện", ";", "các", "xã", "báo", "cáo", "kết", "quả."]


def test_what_a_document_says_about_something_is_no_title() -> None:
    (one,) = citations("theo Kết luận số 226-KL/TW về nội dung đổi mới phương thức làm việc")
    assert one.title is None


def test_one_symbol_has_one_key() -> None:
    assert symbol_key("07/KH–UBND") == symbol_key("7/KH - UBND") == "7/kh-ubnd"
