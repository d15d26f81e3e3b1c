"""Page numbers and footnotes that land inside sentences."""

from tests.intake.structure.reading import pieces, read_body
from thac.intake.structure.furniture import without_furniture
from thac.intake.structure.pieces import Piece
from thac.intake.transcript import Place


def _kept(text: str) -> list[str]:
    return [piece.text for piece in without_furniture(pieces(text)).pieces]


def test_page_numbers_that_count_on_are_taken_out() -> None:
    assert _kept("Bảo đảm hiệu lực trên\n2\ntất cả các lĩnh vực.\n- 3 -\nBáo cáo.\nTrang 4/5\nHết.") == [
        "Bảo đảm hiệu lực trên",
        "tất cả các lĩnh vực.",
        "Báo cáo.",
        "Hết.",
    ]


def test_a_lone_number_that_counts_nothing_stays() -> None:
    assert _kept("Tổng số hồ sơ:\n45\nĐã giải quyết.") == ["Tổng số hồ sơ:", "45", "Đã giải quyết."]


def test_a_number_in_the_cell_of_a_table_stays() -> None:
    assert _kept("|\nSTT\n|\n1\n|\n2\n|") == ["STT", "1", "2"]


def test_a_footnote_inside_a_sentence() -> None:
    document = read_body(
        "UBND xã yêu cầu:\n\n1. Thực hiện nghiêm chỉ đạo của UBND tỉnh1 về số lượng hội\n\n"
        "1 Công văn số 44/UBND-NC ngày 19/10/2025 của UBND tỉnh.\n\nnghị trực tiếp trong năm.\n\n2. Báo cáo."
    )
    assert [item.text for item in document.body] == [
        "Thực hiện nghiêm chỉ đạo của UBND tỉnh về số lượng hội nghị trực tiếp trong năm.",
        "Báo cáo.",
    ]
    assert [(note.path, note.marker, note.text, note.line) for note in document.footnotes] == [
        ("footnote 1", "1", "Công văn số 44/UBND-NC ngày 19/10/2025 của UBND tỉnh.", 18)
    ]


def test_a_footnote_over_several_lines_ends_before_the_next_item() -> None:
    document = read_body(
        "UBND xã yêu cầu:\n\n1. Nâng cao trách nhiệm nêu gương2 và thực hiện kỷ luật1.\n\n"
        "1 Công văn số 44/UBND-NC ngày 19/10/2025 của UBND\n\ntỉnh về kỷ luật hành chính.\n\n"
        "2 Kết luận số 5-KL/TU ngày 01/02/2026.\n\n2. Báo cáo."
    )
    assert [note.text for note in document.footnotes] == [
        "Công văn số 44/UBND-NC ngày 19/10/2025 của UBND tỉnh về kỷ luật hành chính.",
        "Kết luận số 5-KL/TU ngày 01/02/2026.",
    ]
    assert [item.path for item in document.body] == ["1", "2"]


def test_a_line_with_a_number_and_no_mark_above_it_is_no_footnote() -> None:
    document = read_body(
        "UBND xã yêu cầu:\n\n1. Các đơn vị báo cáo kết quả thực hiện của\n\n1 Tổ công tác và các thôn.\n\n2. Kiểm tra."
    )
    assert document.footnotes == ()


def test_a_number_glued_to_a_word_without_a_footnote_stays() -> None:
    document = read_body("UBND xã yêu cầu:\n\n1. Phòng, chống dịch COVID19 và cúm A.\n\n2. Báo cáo.")
    assert document.body[0].text == "Phòng, chống dịch COVID19 và cúm A."


def test_a_footnote_that_the_reader_of_a_format_found() -> None:
    found = without_furniture(
        [
            Piece(1, "Thực hiện chỉ đạo của UBND tỉnh.", whole=True),
            Piece(2, "1 Công văn số 44/UBND-NC.", place=Place.FOOTNOTE, whole=True),
            Piece(3, "Báo cáo kết quả.", whole=True),
        ]
    )
    assert [piece.text for piece in found.pieces] == ["Thực hiện chỉ đạo của UBND tỉnh.", "Báo cáo kết quả."]
    assert [(number, [one.text for one in note]) for number, note in found.footnotes] == [
        (1, ["1 Công văn số 44/UBND-NC."])
    ]


def test_notes_in_brackets() -> None:
    document = read_body(
        "UBND xã yêu cầu:\n\n1. Theo chỉ đạo của tỉnh[1], các thôn báo cáo.\n\n[1] Công văn số 44/UBND-NC.\n\n"
        "2. Kiểm tra."
    )
    assert document.body[0].text == "Theo chỉ đạo của tỉnh, các thôn báo cáo."
    assert [note.text for note in document.footnotes] == ["Công văn số 44/UBND-NC."]
