from unicodedata import normalize

import pytest

from thac.directory.spelling import fold, key, phrase


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("Ủy ban nhân dân xã", "UBND XÃ"),
        ("Hội đồng nhân dân", "HĐND"),
        ("Văn hóa – Xã hội", "Văn hóa - Xã hội"),
        ("Văn hóa - Xã hội", "VĂN HÓA VÀ XÃ HỘI"),
        ("HĐND&UBND", "HĐND và UBND"),
        ("VP HĐND", "Văn phòng HĐND"),
        ("TP. Huế", "thành phố Huế"),
        ("B'Lao", "B’Lao"),
        (normalize("NFD", "Đắk Lắk"), normalize("NFC", "Đắk Lắk")),
        ("  Sở   Nội vụ ", "sở nội vụ"),
    ],
)
def test_one_name_in_two_spellings_has_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Văn Lăng", "Văn Lang"), ("Hòa", "Họa"), ("Đông", "Dông"), ("Phú Hòa 1", "Phú Hòa 2"), ("Bảo Lâm", "Bảo Lạm")],
)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_folding_takes_all_marks_away() -> None:
    assert fold(key("Ủy ban nhân dân xã Đường Hoà")) == "ubnd xa duong hoa"


def test_a_name_typed_without_marks_is_bare() -> None:
    assert phrase("UBND xa Van Lang").bare
    assert not phrase("UBND xã Van Lang").bare


def test_pauses_are_the_places_of_commas() -> None:
    assert phrase("xã Văn Lăng, tỉnh Thái Nguyên").pauses == {3}
