"""How a text was broken into lines, and what an empty line means there."""

from dataclasses import replace

from tests.intake.structure.reading import pieces
from thac.intake.structure.pages import page_of

SENTENCE = [
    "- Rà soát toàn bộ văn bản đã ban hành, báo",
    "cáo kết quả về Văn phòng trước ngày cuối",
    "cùng của quý để tổng hợp chung toàn xã.",
    "- Kiểm tra việc thực hiện của các phòng và",
    "đề xuất khen thưởng đơn vị làm tốt.",
]


def test_lines_that_start_in_mid_sentence_were_wrapped() -> None:
    page = page_of(pieces("\n".join(SENTENCE)))
    assert (page.wrapped, page.spaced, page.gapped) == (True, False, False)


def test_an_empty_line_behind_every_line_means_nothing() -> None:
    page = page_of(pieces("\n\n".join(SENTENCE)))
    assert (page.wrapped, page.spaced, page.gapped) == (True, True, False)


def test_empty_lines_before_items_part_paragraphs() -> None:
    page = page_of(pieces("\n".join(SENTENCE[:3]) + "\n\n" + "\n".join(SENTENCE[3:])))
    assert (page.wrapped, page.spaced, page.gapped) == (True, False, True)


def test_the_end_of_a_whole_paragraph_parts_like_an_empty_line() -> None:
    parted = [replace(piece, whole=piece.text.endswith(".")) for piece in pieces("\n".join(SENTENCE))]
    page = page_of(parted)
    assert (page.wrapped, page.spaced, page.gapped) == (True, False, True)


def test_a_whole_paragraph_that_starts_with_a_small_letter_was_not_wrapped() -> None:
    page = page_of([replace(piece, whole=True) for piece in pieces("\n".join(SENTENCE))])
    assert (page.wrapped, page.limit) == (False, float("inf"))


def test_whole_paragraphs_in_lines_were_not_wrapped() -> None:
    page = page_of(
        pieces("1. Sở Y tế báo cáo.\nTổng hợp kết quả của các trạm.\n2. Sở Nội vụ kiểm tra.\nĐề xuất khen thưởng.")
    )
    assert (page.wrapped, page.full("Sở Y tế", "Báo cáo", first=True)) == (False, False)


def test_a_line_is_full_where_the_next_word_would_not_have_fitted() -> None:
    page = page_of(pieces("\n".join(SENTENCE)))
    assert page.full("cùng của quý để tổng hợp chung toàn xã hội.", "Báo cáo", first=False)
    assert not page.full("cùng của quý.", "Báo cáo", first=False)
