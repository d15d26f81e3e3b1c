"""Kính gửi and Nơi nhận."""

from tests.intake.structure.reading import read, read_body

BEFORE = "UBND TỈNH A\nSố: 1/UBND-NC\n"
BEHIND = """

Thực hiện Kết luận số 226-KL/TW ngày 11/12/2025 của Ban Bí thư, UBND tỉnh yêu cầu:

1. Quán triệt./.
"""


def _to(text: str) -> tuple[str, ...]:
    document = read(BEFORE + text + BEHIND)
    assert [item.path for item in document.body] == ["1"]
    assert len(document.preamble) == 1
    return document.recipients.to


def test_one_addressee_in_the_line() -> None:
    assert _to("Kính gửi: Ủy ban nhân dân các xã, phường.") == ("Ủy ban nhân dân các xã, phường",)


def test_one_addressee_without_a_full_stop() -> None:
    assert _to("Kính gửi: Ủy ban nhân dân các xã, phường") == ("Ủy ban nhân dân các xã, phường",)


def test_one_addressee_below() -> None:
    assert _to("Kính gửi: \n\n\tCác cơ quan thuộc UBND xã.") == ("Các cơ quan thuộc UBND xã",)


def test_several_in_one_line() -> None:
    assert _to("Kính gửi: Sở Y tế; Sở Nội vụ; UBND các xã.") == ("Sở Y tế", "Sở Nội vụ", "UBND các xã")


def test_a_list_with_dashes() -> None:
    assert _to("Kính gửi:\n\n - Các sở, ban, ngành;\n\n - UBND các xã.") == ("Các sở, ban, ngành", "UBND các xã")


def test_the_first_dash_may_stand_in_the_line() -> None:
    assert _to("Kính gửi: - Sở Y tế;\n- Sở Nội vụ.") == ("Sở Y tế", "Sở Nội vụ")


def test_a_list_without_dashes() -> None:
    assert _to("Kính gửi:\nBệnh viện tỉnh;\nTrạm y tế các xã.") == ("Bệnh viện tỉnh", "Trạm y tế các xã")


def test_a_numbered_list() -> None:
    assert _to("Kính gửi:\n1. Sở Y tế;\n2. Sở Nội vụ.") == ("Sở Y tế", "Sở Nội vụ")


def test_an_entry_over_two_lines_is_one() -> None:
    assert _to("Kính gửi:\n- Các cơ quan chuyên môn, cơ quan khác\nthuộc Ủy ban nhân dân tỉnh;\n- UBND các xã.") == (
        "Các cơ quan chuyên môn, cơ quan khác thuộc Ủy ban nhân dân tỉnh",
        "UBND các xã",
    )


def test_a_class_with_a_colon_and_commas_is_one_entry() -> None:
    assert _to("Kính gửi:\n- Các Bộ: Quốc phòng, Công an, Xây dựng;\n- UBND tỉnh.") == (
        "Các Bộ: Quốc phòng, Công an, Xây dựng",
        "UBND tỉnh",
    )


def test_the_party_ends_entries_with_commas() -> None:
    assert _to("Kính gửi: - Các chi bộ trực thuộc,\n- Các đoàn thể.") == ("Các chi bộ trực thuộc", "Các đoàn thể")


def test_a_telegram_says_dien() -> None:
    assert _to("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐIỆN:\n- Giám đốc các sở;\n- Chủ tịch UBND các xã.") == (
        "Giám đốc các sở",
        "Chủ tịch UBND các xã",
    )


def test_electricity_in_a_sentence_addresses_nobody() -> None:
    document = read_body("UBND xã ban hành Kế hoạch như sau:\n1. Khi mất điện: báo Công ty Điện lực.\n2. Báo cáo.")
    assert document.recipients.to == ()
    assert [item.path for item in document.body] == ["1", "2"]


def _copies(text: str) -> tuple[str, ...]:
    return read_body("1. Báo cáo./.\n\n" + text).recipients.copies


def test_copies_end_where_the_signature_begins() -> None:
    assert _copies("Nơi nhận:\n- Như trên;\n- Sở Y tế (b/c);\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn An") == (
        "Như trên",
        "Sở Y tế (b/c)",
        "Lưu: VT",
    )


def test_a_copy_over_two_lines_is_one() -> None:
    assert _copies("Nơi nhận:\n- Ban công tác\nMặt trận các thôn;\n- Lưu: VT.") == (
        "Ban công tác Mặt trận các thôn",
        "Lưu: VT",
    )


def test_copies_beside_the_signature() -> None:
    assert _copies(
        "Nơi nhận:                CHỦ TỊCH\n- Như Điều 3;\n- Sở Y tế;\n- Lưu: VT.\n                         Trần Văn An"
    ) == (
        "Như Điều 3",
        "Sở Y tế",
        "Lưu: VT",
    )


def test_the_partys_copies_end_with_commas() -> None:
    assert _copies("Nơi nhận:\n- Thường trực Tỉnh ủy,\n- Các chi bộ,\n- Lưu Văn phòng.") == (
        "Thường trực Tỉnh ủy",
        "Các chi bộ",
        "Lưu Văn phòng",
    )


def test_the_first_sentence_is_no_addressee_without_an_empty_line() -> None:
    document = read(
        BEFORE + "Kính gửi: Ủy ban nhân dân các xã, phường\nThực hiện chỉ đạo của Bộ Y tế về việc tiêm chủng\nmở rộng, "
        "Sở Y tế đề nghị:\n1. Báo cáo."
    )
    assert document.recipients.to == ("Ủy ban nhân dân các xã, phường",)
    assert [item.text for item in document.body] == ["Báo cáo."]
