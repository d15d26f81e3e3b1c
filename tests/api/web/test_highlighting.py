"""The words that were looked for are marked in the text, whatever marks they were typed with."""

import pytest

from api.web.highlighting import highlighted


def hits(text: str, *words: str) -> list[str]:
    return [piece.text for piece in highlighted(text, words) if piece.hit]


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Nộp báo cáo quý III", ("bao", "cao", "qu"), ["báo", "cáo", "quý"]),
        ("Điều hành, đề án", ("de", "an"), ["đề", "án"]),
        ("xã Hoà Bình và xã Hòa An", ("hoa",), ["Hoà", "Hòa"]),
        ("báo cáo", ("cao", "b"), ["báo", "cáo"]),
        ("Bao bì", ("bao",), ["Bao"]),
        ("Ủy ban nhân dân xã và UBND tỉnh", ("ubnd",), ["Ủy ban nhân dân", "UBND"]),
        ("ủy ban", ("ubnd",), []),
        ("<b>quý</b>", ("quy",), ["quý"]),
        ("không có gì", ("khac",), []),
    ],
)
def test_the_words_are_marked(text: str, words: tuple[str, ...], marked: list[str]) -> None:
    assert hits(text, *words) == marked
    assert "".join(piece.text for piece in highlighted(text, words)) == text


def test_of_a_long_text_the_part_around_the_first_hit_is_shown() -> None:
    text = "đầu " * 100 + "báo cáo quý " + "cuối " * 100
    shown = "".join(piece.text for piece in highlighted(text, ("bao", "cao", "quy")))
    assert hits(text, "bao", "cao", "quy") == ["báo", "cáo", "quý"]
    assert shown.startswith("… đầu ")
    assert shown.endswith("cuối …")
    assert len(shown) <= 330


def test_letters_written_in_parts_are_marked_whole() -> None:
    assert hits("ba\u0301o ca\u0301o", "bao") == ["báo"]
