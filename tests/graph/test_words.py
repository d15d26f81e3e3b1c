import pytest

from graph.words import PLAIN, fold, spelling_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("UỶ", "Ủy"),
        ("kỹ", "kĩ"),
        ("ĐẤT", "đất"),
        ("Thủy", "thuỷ"),
    ],
)
def test_a_word_has_one_key_however_it_is_spelled(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("lăng", "lang"), ("đa", "da"), ("bán", "bàn"), ("mùa", "mua")])
def test_marks_tell_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_punctuation_and_dashes_are_no_words() -> None:
    assert PLAIN.keys_of("2026 – 2031, họp (trực tuyến)") == PLAIN.keys_of("2026-2031 HỌP TRỰC TUYẾN")


def test_abbreviations_are_written_out_where_they_stand() -> None:
    text = "Giải quyết TTHC đúng hạn"
    words = PLAIN.words_of(text)
    assert [word.key for word in words] == PLAIN.keys_of("giải quyết thủ tục hành chính đúng hạn")
    assert {text[word.start : word.end] for word in words[2:6]} == {"TTHC"}


def test_small_letters_are_no_abbreviation() -> None:
    assert PLAIN.keys_of("tthc") == ["tthc"]


def test_a_document_introduces_abbreviations_of_its_own() -> None:
    spelling = spelling_of(["Quỹ hỗ trợ nông dân (sau đây gọi tắt là QHTND) được cấp vốn."])
    assert spelling.keys_of("QHTND") == PLAIN.keys_of("quỹ hỗ trợ nông dân")
    assert PLAIN.keys_of("QHTND") == ["qhtnd"]


def test_letters_in_parentheses_that_are_no_initials_introduce_nothing() -> None:
    assert spelling_of(["Nền tảng tích hợp dữ liệu (LGSP)"]) is PLAIN
