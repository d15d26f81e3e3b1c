"""What belongs to the document, and what a web page put around it."""

from tests.intake.structure.reading import LETTERHEAD, read, read_body, walk

SIGNED = "\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\n\nTrần Văn An\n"


def test_what_stands_behind_the_signature_is_not_read() -> None:
    document = read_body(f"1. Báo cáo./.{SIGNED}\nTin liên quan\n1. Hội nghị triển khai nhiệm vụ\nLượt xem: 120")
    assert [item.text for item in document.body] == ["Báo cáo./."]
    assert (document.closing, document.appendices) == ((), ())


def test_a_page_below_a_text_without_signature_is_cut_at_its_own_words() -> None:
    document = read_body("1. Báo cáo.\n\n2. Kiểm tra.\n\nLượt xem: 120\n\n3. Hội nghị triển khai nhiệm vụ")
    assert [item.text for item in document.body] == ["Báo cáo.", "Kiểm tra."]


def test_the_sign_of_the_end_counts_where_no_signature_is_printed() -> None:
    document = read_body("1. Báo cáo.\n\n2. Kiểm tra./.\n\nHội nghị triển khai nhiệm vụ đã diễn ra.")
    assert [item.text for item in walk(document.body)] == ["Báo cáo.", "Kiểm tra./."]


def test_an_early_sign_of_the_end_does_not_cut_the_text() -> None:
    document = read_body(f"1. Báo cáo./.\n\n2. Kiểm tra.{SIGNED}")
    assert [item.path for item in document.body] == ["1", "2"]


def test_appendices_stand_behind_the_signature() -> None:
    document = read_body(
        f"1. Báo cáo./.{SIGNED}\nPHỤ LỤC I\n(Kèm theo Kế hoạch số 15/KH-UBND)\n\n1. Danh mục nhiệm vụ."
    )
    assert [item.text for item in walk(document.appendices)] == [
        "PHỤ LỤC I",
        "(Kèm theo Kế hoạch số 15/KH-UBND)",
        "Danh mục nhiệm vụ.",
    ]


def test_a_plan_issued_with_a_decision_is_an_appendix() -> None:
    letterhead = LETTERHEAD.replace("KẾ HOẠCH\nPhòng", "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch phòng")
    plan = "KẾ HOẠCH\nPhòng, chống thiên tai\n\nI. MỤC TIÊU\n\n1. Giảm thiệt hại."
    document = read(f"{letterhead}QUYẾT ĐỊNH:\n\nĐiều 1. Ban hành Kế hoạch./.{SIGNED}\n{plan}")
    assert [item.path for item in document.body] == ["Điều 1"]
    assert [item.path for item in document.appendices][-1] == "appendix.I"


def test_nothing_at_all() -> None:
    document = read("")
    assert (document.body, document.references, document.recipients.to) == ((), (), ())


def test_a_letterhead_alone() -> None:
    document = read(LETTERHEAD)
    assert document.header.number == "15"
    assert (document.preamble, document.body) == ((), ())
