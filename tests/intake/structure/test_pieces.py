"""What a line says once markup, rules and borders are off, and what they tell."""

from tests.intake.structure.reading import pieces


def test_a_heading_and_the_text_glued_to_it_are_two_pieces_of_one_line() -> None:
    found = pieces("I. MỤC TIÊU**1. Mục tiêu chung")
    assert [(piece.number, piece.text) for piece in found] == [(1, "I. MỤC TIÊU"), (1, "1. Mục tiêu chung")]


def test_a_row_of_a_table_that_is_a_bold_title_stays_one_piece() -> None:
    (found,) = pieces("| II | **Sắp xếp kho lưu trữ** | | |")
    assert found.columns == ("II", "Sắp xếp kho lưu trữ", "", "")


def test_bold_inside_a_sentence_glues_nothing() -> None:
    assert [piece.text for piece in pieces("UBND tỉnh **yêu cầu** các sở báo cáo")] == [
        "UBND tỉnh yêu cầu các sở báo cáo"
    ]


def test_rules_and_lone_borders_are_no_text_but_edges() -> None:
    found = pieces("TỈNH A\n-------\n|\n* *\nSố: 1/UBND")
    assert [(piece.text, piece.edge, piece.borders) for piece in found] == [
        ("TỈNH A", False, 0),
        ("Số: 1/UBND", True, 1),
    ]


def test_a_lone_dash_is_a_bullet_whose_text_follows() -> None:
    assert [piece.text for piece in pieces("-\nRà soát văn bản")] == ["-", "Rà soát văn bản"]


def test_bold_print_goes_on_over_lines_and_ends_with_an_empty_one() -> None:
    found = pieces("**1. Giao các cơ quan\nchuyên môn**\nTiếp tục cập nhật\n\nBáo cáo")
    assert [piece.bold for piece in found] == [True, True, False, False]


def test_empty_lines_are_counted() -> None:
    assert [piece.blanks for piece in pieces("a\n\n\nb\nc")] == [0, 2, 0]


def test_marks_of_markdown_are_taken_off() -> None:
    assert [piece.text for piece in pieces("## II. NHIỆM VỤ\n1\\. Rà soát\n*Nơi nhận:*")] == [
        "II. NHIỆM VỤ",
        "1. Rà soát",
        "Nơi nhận:",
    ]


def test_a_star_before_text_marks_an_item() -> None:
    assert [piece.text for piece in pieces("* Sở Nội vụ")] == ["* Sở Nội vụ"]


def test_what_tabs_and_borders_part_is_kept_with_empty_places() -> None:
    assert [piece.columns for piece in pieces("1\tRà soát\t\tQuý I\n| 2 | Kiểm tra | | Quý II |")] == [
        ("1", "Rà soát", "", "Quý I"),
        ("2", "Kiểm tra", "", "Quý II"),
    ]
