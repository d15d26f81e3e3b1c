"""Who signed, and for whom."""

import pytest

from tests.intake.structure.reading import read_body
from thac.intake.document import Header


def _signed(text: str) -> Header:
    return read_body("1. Báo cáo./.\n\n" + text).header


@pytest.mark.parametrize(
    ("block", "name", "title"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn An", "Trần Văn An", "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"),
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nLê Thị Bích Ngọc", "Lê Thị Bích Ngọc", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nĐỗ Minh", "Đỗ Minh", "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG"),
        ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ Y TẾ\nVõ Hoài Nam", "Võ Hoài Nam", "TUQ. CHỦ TỊCH / GIÁM ĐỐC SỞ Y TẾ"),
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nCao Xuân Lộc", "Cao Xuân Lộc", "T/M BAN THƯỜNG VỤ / PHÓ BÍ THƯ"),
        ("K/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nNông Thị Mai", "Nông Thị Mai", "K/T TRƯỞNG BAN / PHÓ TRƯỞNG BAN"),
        ("Q. GIÁM ĐỐC\nHồ Bá Thọ", "Hồ Bá Thọ", "Q. GIÁM ĐỐC"),
        ("GIÁM ĐỐC\nĐại tá Phan Quốc Trung", "Phan Quốc Trung", "GIÁM ĐỐC"),
        ("GIÁM ĐỐC\nPGS.TS. Tăng Chí Dũng", "Tăng Chí Dũng", "GIÁM ĐỐC"),
        ("**KT. CHỦ TỊCH **\nPHÓ CHỦ TỊCH\n**Hoàng Nam**", "Hoàng Nam", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
    ],
)
def test_name_and_titles(block: str, name: str, title: str) -> None:
    header = _signed(block)
    assert (header.signer, header.signing_title) == (name, title)


def test_a_draft_has_titles_and_no_name() -> None:
    header = _signed("Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    assert (header.signer, header.signing_title) == (None, "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH")


def test_a_signature_without_copies_ends_the_text() -> None:
    document = read_body("1. Các đơn vị chấp hành.\nCHỦ TỊCH\nPhạm Thị Ánh")
    assert document.header.signer == "Phạm Thị Ánh"
    assert [item.text for item in document.body] == ["Các đơn vị chấp hành."]


def test_a_heading_that_is_a_title_signs_nothing() -> None:
    document = read_body(
        "1. Báo cáo.\n\nGIÁM ĐỐC SỞ Y TẾ:\n\n- Tiêm chủng.\n\n- Báo cáo.\n\n2. Kiểm tra.\n\n3. Đôn đốc./.\n"
    )
    assert document.header.signing_title is None
    assert [item.path for item in document.body] == ["1", "2", "3"]


def test_the_word_that_decides_signs_nothing() -> None:
    document = read_body(
        "Theo đề nghị của Văn phòng.\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Thành lập Tổ công tác./.\n\nCHỦ TỊCH\nTrần Văn An"
    )
    assert document.header.signing_title == "CHỦ TỊCH"
