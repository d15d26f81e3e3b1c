"""Where grounds end, items stand and the closing begins."""

from tests.intake.structure.reading import read_body
from thac.intake.document import Item


def _first_words(items: tuple[Item, ...]) -> list[str]:
    return [" ".join(item.text.split()[:3]) for item in items]


def _parts(text: str) -> tuple[list[str], list[str], list[str]]:
    document = read_body(text)
    return _first_words(document.preamble), _first_words(document.body), _first_words(document.closing)


def test_items_follow_the_sentence_that_introduces_them() -> None:
    assert _parts(
        "Căn cứ Luật Đê điều;\n\nUBND xã ban hành Kế hoạch như sau:\n\n1. Rà soát đê.\n\nTrên đây là Kế hoạch của xã./."
    ) == (
        ["Căn cứ Luật", "UBND xã ban"],
        ["Rà soát đê."],
        ["Trên đây là"],
    )


def test_grounds_in_bullets_are_no_items() -> None:
    assert _parts("- Căn cứ Luật Đê điều;\n- Căn cứ Luật Thủy lợi;\n\n1. Rà soát đê.\n2. Báo cáo.")[:2] == (
        ["Căn cứ Luật", "Căn cứ Luật"],
        ["Rà soát đê.", "Báo cáo."],
    )


def test_a_list_of_who_attended_introduces_nothing() -> None:
    assert _parts(
        "Tham dự cuộc họp có:\n- Sở Y tế;\n- Sở Nội vụ.\n\nChủ tịch UBND xã kết luận như sau:\n\n1. Rà soát.\n"
        "2. Báo cáo."
    )[1] == [
        "Rà soát.",
        "Báo cáo.",
    ]


def test_bullets_without_numbers_are_items() -> None:
    assert _parts("UBND xã đề nghị các đơn vị:\n- Thực hiện nghiêm quy định.\n- Báo cáo hằng tuần.")[1] == [
        "Thực hiện nghiêm",
        "Báo cáo hằng",
    ]


def test_paragraphs_without_any_marks_are_items_from_the_first_order_on() -> None:
    assert _parts(
        "UBND xã nhận được Công văn số 5/SNV-CCHC của Sở Nội vụ.\n\n"
        "Về việc này, Chủ tịch UBND xã có ý kiến như sau:\n\n"
        "Giao Phòng Kinh tế rà soát.\n\nYêu cầu các thôn báo cáo.\n\nNhận được Công văn này, đề nghị thực hiện./."
    ) == (["UBND xã nhận", "Về việc này,"], ["Giao Phòng Kinh", "Yêu cầu các"], ["Nhận được Công"])


def test_one_paragraph_that_grounds_and_orders_is_an_item() -> None:
    assert _parts("Thực hiện Công văn số 5/SNV-CCHC, UBND xã yêu cầu các thôn báo cáo trước ngày 20/6/2026.") == (
        [],
        ["Thực hiện Công"],
        [],
    )


def test_text_under_the_last_heading_is_no_closing() -> None:
    assert _parts(
        "1. Sở Y tế\n\nTiêm chủng.\n\n2. Các thôn\n\nCăn cứ Kế hoạch này xây dựng kế hoạch.\n\nTrên đây là Kế hoạch./."
    )[1:] == (
        ["Sở Y tế", "Các thôn"],
        ["Trên đây là"],
    )


def test_a_last_order_to_everybody_is_closing() -> None:
    assert _parts("1. Sở Y tế tiêm chủng.\n\nYêu cầu các đơn vị nghiêm túc thực hiện./.")[2] == ["Yêu cầu các"]


def test_the_word_that_decides_introduces_the_articles() -> None:
    assert _parts("Căn cứ Luật Đê điều;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Thành lập Tổ công tác.\n\nĐiều 2. Hiệu lực./.")[
        :2
    ] == (
        ["Căn cứ Luật", "QUYẾT ĐỊNH:"],
        ["Thành lập Tổ", "Hiệu lực./."],
    )
