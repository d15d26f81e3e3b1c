"""Number and symbol: what is one, what it says, when two are the same."""

import pytest

from thac.intake.structure.symbols import SYMBOL, read_symbol, type_of


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("Kết luận số 226-KL/TW ngày 11/12/2025", "226-KL/TW"),
        ("Công văn số 244-CV/TU,", "244-CV/TU"),
        ("Kế hoạch số 87-KH/ĐU.", "87-KH/ĐU"),
        ("Kết luận số 01-KL-VD/TW ngày", "01-KL-VD/TW"),
        ("Kế hoạch số 176/KH-UBND ngày", "176/KH-UBND"),
        ("Quyết định số 534/QĐ-TTg;", "534/QĐ-TTg"),
        ("Công văn số 12729/VPCP-KGVX", "12729/VPCP-KGVX"),
        ("Nghị định số 09/2019/NĐ-CP ngày", "09/2019/NĐ-CP"),
        ("Luật số 72/2025/QH15", "72/2025/QH15"),
        ("Quyết định 31/2002/QĐ-BGD&ĐT", "31/2002/QĐ-BGD&ĐT"),
        ("số 16/KH-MTTQ-BTT, ngày", "16/KH-MTTQ-BTT"),
        ("số 07/KH-BCĐ389 ngày", "07/KH-BCĐ389"),
        ("số 1234a/QĐ-UBND", "1234a/QĐ-UBND"),
        ("công văn số 1.024/BNV-CCHC", "1.024/BNV-CCHC"),
        ("Nghị quyết số 66.4/2025/NQ-CP ngày", "66.4/2025/NQ-CP"),
    ],
)
def test_a_symbol_is_found_whole(text: str, symbol: str) -> None:
    assert [found[0] for found in SYMBOL.finditer(text)] == [symbol]


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("64/KH- UBND", "64/KH-UBND"),
        ("534/QĐ -TTg", "534/QĐ-TTg"),
        ("46 - CT/TW", "46-CT/TW"),
        ("18–NQ/TW", "18-NQ/TW"),
        ("15972/SXD-QLN& TTBĐS", "15972/SXD-QLN&TTBĐS"),
        ("1478\u2044CĐ-TTg", "1478/CĐ-TTg"),
        ("30/2020/NÐ-CP", "30/2020/NĐ-CP"),
        ("30/2020/N\u0110-\u0421\u0420", "30/2020/NĐ-CP"),
    ],
)
def test_slips_of_the_pen_are_read_as_meant(printed: str, symbol: str) -> None:
    found = read_symbol(printed)
    assert found is not None
    assert found.whole == symbol


@pytest.mark.parametrize(
    "text",
    ["sinh ngày 12/3/2026", "chiếm 2/3 số hộ", "trực 24/7", "https://xa.gov.vn/12/KH-UBND", "tỷ lệ 1/500", "QL1/KM5"],
)
def test_a_date_a_share_and_an_address_are_no_symbols(text: str) -> None:
    assert SYMBOL.search(text) is None


def test_a_dash_between_clauses_ends_the_symbol() -> None:
    assert SYMBOL.findall("Công văn số 120/UBND - Văn phòng tham mưu")[0][2] == "120/UBND"


@pytest.mark.parametrize(
    ("symbol", "number", "kind", "body", "year"),
    [
        ("87-KH/ĐU", "87", "KH", "ĐU", ""),
        ("01-KL-VD/TW", "01", "KL", "VD/TW", ""),
        ("120/UBND-NC", "120", None, "UBND-NC", ""),
        ("05/UBND", "05", None, "UBND", ""),
        ("15/2023/QĐ-UBND", "15", "QĐ", "UBND", "2023"),
        ("85/2015/QH13", "85", "L", "QH13", "2015"),
        ("06/QĐ-TTG", "06", "QĐ", "TTG", ""),
        ("12/BCĐ-VP", "12", None, "BCĐ-VP", ""),
    ],
)
def test_a_symbol_says_number_kind_and_body(symbol: str, number: str, kind: str | None, body: str, year: str) -> None:
    found = read_symbol(symbol)
    assert found is not None
    assert (found.number, found.kind, found.body, found.year) == (number, kind, body, year)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("09/KH-UBND", "9/KH-UBND"),
        ("16/KH-MTTQ-BTT", "16/KH-BTT-MTTQ"),
        ("87/KH-ĐU", "87-KH/ĐU"),
        ("534/QĐ-TTG", "534/QĐ-TTg"),
    ],
)
def test_padding_order_and_joints_do_not_tell_documents_apart(one: str, other: str) -> None:
    first, second = read_symbol(one), read_symbol(other)
    assert first is not None
    assert second is not None
    assert first.key == second.key


@pytest.mark.parametrize(
    ("one", "other"),
    [("87-KH/ĐU", "87-KL/ĐU"), ("12/QĐ-UBND", "12/2025/QĐ-UBND"), ("12/KH-UBND", "120/KH-UBND")],
)
def test_type_year_and_number_do(one: str, other: str) -> None:
    first, second = read_symbol(one), read_symbol(other)
    assert first is not None
    assert second is not None
    assert first.key != second.key


@pytest.mark.parametrize(
    ("symbol", "doc_type"),
    [
        ("KH-UBND", "Kế hoạch"),
        ("KL/TW", "Kết luận"),
        ("CTr/TU", "Chương trình"),
        ("2023/QĐ-UBND", "Quyết định"),
        ("UBND-NC", None),
        ("UBND", None),
    ],
)
def test_the_symbol_names_the_type_unless_it_is_a_letters(symbol: str, doc_type: str | None) -> None:
    assert type_of(symbol) == doc_type
