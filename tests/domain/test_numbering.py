"""A number stands for one document within its year, or within the term of the Party committee that gave it."""

from datetime import date

import pytest

from thac.domain.numbering import cited, numbered_in

NEW_YEAR = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("doc_type", "symbol"),
    [
        ("Công văn", "UBND-NC"),
        ("Kế hoạch", "KH-UBND"),
        ("Nghị định", "2027/NĐ-CP"),
        ("Kế hoạch", "KH/UBND"),
        ("Quyết định", None),
    ],
)
def test_offices_of_the_state_count_anew_each_year(doc_type: str, symbol: str | None) -> None:
    assert numbered_in(doc_type, symbol, NEW_YEAR) == "2027"


@pytest.mark.parametrize(
    ("day", "term"),
    [(date(2026, 1, 18), "XIII"), (date(2026, 1, 19), "XIV"), (date(2028, 6, 1), "XIV"), (date(2019, 5, 2), "2019")],
)
def test_the_central_committee_counts_on_from_congress_to_congress(day: date, term: str) -> None:
    assert numbered_in("Kết luận", "KL/TW", day) == term


@pytest.mark.parametrize("symbol", ["HD/VPTW", "hd/ubkttw-btctw", "KL-VD/TW", "KL / TW"])
def test_its_bodies_count_with_it_however_they_are_spelt(symbol: str) -> None:
    assert numbered_in("Hướng dẫn", symbol, NEW_YEAR) == "XIV"


@pytest.mark.parametrize("symbol", ["CV/TU", "KH/ĐU", "QĐ/ĐUCA", "BC/BTGTU", "NQ/CB"])
def test_committees_below_have_terms_of_their_own(symbol: str) -> None:
    assert numbered_in("Công văn", symbol, NEW_YEAR) == "2025-2030"


def test_a_conclusion_without_symbol_is_the_partys() -> None:
    assert numbered_in("Kết luận", None, NEW_YEAR) == "XIV"


@pytest.mark.parametrize(
    ("number", "symbol", "written"), [("15", "UBND-NC", "15/UBND-NC"), ("226", "KL/TW", "226-KL/TW"), ("7", None, "7")]
)
def test_the_party_joins_number_and_symbol_in_its_own_way(number: str, symbol: str | None, written: str) -> None:
    assert cited(number, symbol) == written
