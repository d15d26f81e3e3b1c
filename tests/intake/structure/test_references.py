"""Each cited document once, and what it is to the one that cites it."""

from datetime import date

from tests.intake.structure.reading import LETTERHEAD, read, read_body
from thac.intake.document import Reference, ReferenceRole

IMPLEMENTS, ANCESTOR, CITED = ReferenceRole.IMPLEMENTS, ReferenceRole.ANCESTOR, ReferenceRole.CITED


def _by_symbol(text: str) -> dict[str, Reference]:
    return {one.symbol: one for one in read_body(text).references}


def test_a_short_citation_joins_the_full_one() -> None:
    (found,) = read_body(
        "Thực hiện Kết luận số 226-KL/TW ngày 11/12/2025 của Ban Bí thư, UBND xã yêu cầu:\n\n"
        "1. Quán triệt Kết luận số 226-KL/TW.\n\n2. Tuyên truyền Kết luận 226-KL/TW."
    ).references
    assert (found.date, found.issuer, found.lines) == (date(2025, 12, 11), "Ban Bí thư", (14, 16, 18))


def test_the_full_citation_may_follow_the_short_one() -> None:
    (found,) = read(
        "KẾ HOẠCH\nthực hiện Kết luận số 226-KL/TW\n\nCăn cứ Kết luận số 226-KL/TW ngày 11/12/2025;\n\n1. Báo cáo."
    ).references
    assert found.date == date(2025, 12, 11)


def test_a_misprinted_type_is_the_same_document() -> None:
    (found,) = read_body(
        "Thực hiện Kế hoạch số 87-KH/ĐU ngày 26/02/2026 của Đảng ủy xã, UBND xã yêu cầu:\n\n"
        "1. Bám sát Kế hoạch số 87-KL/ĐU ngày 26/02/2026 của Đảng ủy."
    ).references
    assert (found.symbol, len(found.lines)) == ("87-KH/ĐU", 2)


def test_two_types_of_one_number_are_two_documents_where_the_words_agree_with_them() -> None:
    found = _by_symbol(
        "Thực hiện Kế hoạch số 87-KH/ĐU ngày 26/02/2026 và Kết luận số 87-KL/ĐU ngày 26/02/2026 của Đảng ủy "
        "xã:\n\n1. Báo cáo."
    )
    assert sorted(found) == ["87-KH/ĐU", "87-KL/ĐU"]


def test_a_misprint_with_another_date_stays_a_document_of_its_own() -> None:
    found = _by_symbol(
        "Thực hiện Kế hoạch số 87-KH/ĐU ngày 26/02/2026 và Kế hoạch số 87-KL/ĐU ngày 01/3/2026 của Đảng ủy xã:\n"
        "\n1. Báo cáo."
    )
    assert sorted(found) == ["87-KH/ĐU", "87-KL/ĐU"]


def test_groups_in_another_order_are_the_same_document() -> None:
    (found,) = read_body(
        "Căn cứ Kế hoạch số 16/KH-MTTQ-BTT ngày 18/11/2025;\n\n1. Thực hiện Kế hoạch số 16/KH-BTT-MTTQ."
    ).references
    assert found.symbol == "16/KH-MTTQ-BTT"


def test_the_spelling_with_small_letters_is_kept() -> None:
    found = _by_symbol("1. Thực hiện QUYẾT ĐỊNH SỐ 34/QĐ-TTG NGÀY 30/5/2014.\n\n2. Đôn đốc Quyết định số 34/QĐ-TTg.")
    assert list(found) == ["34/QĐ-TTg"]


def test_a_document_does_not_cite_itself() -> None:
    document = read(
        LETTERHEAD
        + "1. Báo cáo./.\n\nCHỦ TỊCH\nTrần Văn An\n\nPHỤ LỤC\n(Kèm theo Kế hoạch số 15/KH-UBND ngày 02/3/2026)\n"
    )
    assert document.references == ()


def test_footnotes_and_appendices_are_read_too() -> None:
    found = _by_symbol(
        "1. Thực hiện chỉ đạo của UBND tỉnh1 về\n\n1 Công văn số 44/UBND-NC ngày 19/10/2025 của UBND tỉnh.\n\n"
        "chống lãng phí./.\n\n"
        "CHỦ TỊCH\nTrần Văn An\n\nPHỤ LỤC\n1. Theo Công văn số 55/UBND-NC ngày 20/10/2025."
    )
    assert sorted(found) == ["44/UBND-NC", "55/UBND-NC"]


def test_what_the_opening_sentence_names_is_implemented_and_what_its_title_names_is_an_ancestor() -> None:
    found = _by_symbol(
        "Thực hiện Kế hoạch số 176/KH-UBND ngày 04/5/2026 về việc triển khai thực hiện Quyết định số 534/QĐ-TTg ngày "
        "31/3/2026 của Thủ tướng Chính phủ về việc ban hành Kế hoạch thực hiện Kết luận số 226-KL/TW ngày "
        "11/12/2025 của "
        "Ban Bí thư và Kế hoạch số 87-KH/ĐU ngày 26/02/2026 của Đảng ủy xã, UBND xã yêu cầu:\n\n"
        "1. Áp dụng Nghị định số 09/2019/NĐ-CP ngày 24/01/2019."
    )
    assert {symbol: one.role for symbol, one in found.items()} == {
        "176/KH-UBND": IMPLEMENTS,
        "534/QĐ-TTg": ANCESTOR,
        "226-KL/TW": ANCESTOR,
        "87-KH/ĐU": IMPLEMENTS,
        "09/2019/NĐ-CP": CITED,
    }


def test_several_beside_each_other_are_all_implemented() -> None:
    found = _by_symbol(
        "Để thực hiện nghiêm Chỉ thị số 05/CT-TTg ngày 18/5/2022 của Thủ tướng Chính phủ về bảo vệ rừng; Chỉ "
        "thị số 31-CT/TU "
        "ngày 06/6/2023 của Ban Thường vụ Tỉnh ủy, UBND xã yêu cầu:\n\n1. Báo cáo."
    )
    assert {one.role for one in found.values()} == {IMPLEMENTS}


def test_laws_and_what_comes_from_below_are_only_cited() -> None:
    found = _by_symbol(
        "Căn cứ Luật Việc làm số 74/2025/QH15;\n\n"
        "Theo đề nghị của Phòng Kinh tế tại Tờ trình số 12/TTr-KT ngày 01/3/2026, UBND xã yêu cầu:\n\n1. Báo cáo."
    )
    assert {one.role for one in found.values()} == {CITED}


def test_a_document_of_which_the_subject_speaks_is_implemented() -> None:
    (found,) = read(
        "KẾ HOẠCH\nthực hiện Nghị quyết số 57-NQ/TW\n\nUBND xã ban hành Kế hoạch như sau:\n\n1. Báo cáo."
    ).references
    assert found.role is IMPLEMENTS


def test_what_an_item_cites_is_only_cited() -> None:
    (found,) = read_body(
        "UBND xã yêu cầu:\n\n1. Thực hiện nghiêm Chỉ thị số 07/CT-UBND ngày 09/9/2025 của UBND tỉnh."
    ).references
    assert found.role is CITED
