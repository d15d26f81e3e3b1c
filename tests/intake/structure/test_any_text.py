"""Whatever a text says: it is read, quickly, and nothing is invented."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.structure.reading import LETTERHEAD, read, walk

PARTS = st.sampled_from(
    [
        *(
            "ỦY BAN NHÂN DÂN",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "Số:",
            "/KH-UBND",
            "KẾ HOẠCH",
        ),
        *(
            "Kính gửi:",
            "Nơi nhận:",
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            "QUYẾT ĐỊNH:",
            "PHỤ LỤC",
            "Điều 1.",
            "I.",
            "1.",
            "1.1.",
        ),
        *(
            "a)",
            "(1)",
            "-",
            "+",
            "*",
            "**",
            "|",
            "---",
            "\t",
            "   ",
            "12/KH-UBND",
            "226-KL/TW",
            "ngày 01/02/2026",
            "Hà Nội, ngày",
        ),
        *(
            "như sau:",
            "./.",
            "Trần Văn An",
            "Sở Nội vụ",
            "báo cáo",
            "tỉnh1",
            "1 Công văn",
            "2",
            "STT",
            "Nội dung",
            "Cơ quan chủ trì",
        ),
    ]
)
LINES = st.lists(st.lists(PARTS, max_size=6).map(" ".join), max_size=40).map("\n".join)


LETTERS = re.compile(r"[^\W\d_]+")


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_any_lines_are_read_and_each_item_has_a_line_of_the_text(text: str) -> None:
    document = read(text)
    last = text.count("\n") + 1
    for item in walk(document.preamble + document.body + document.closing + document.appendices):
        assert 1 <= item.line <= last
        assert set(item.lines) <= set(range(1, last + 1))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_characters_are_read(text: str) -> None:
    read(text)


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_no_words_are_invented(text: str) -> None:
    words = set(LETTERS.findall(text))
    document = read(text)
    for item in walk(document.body):
        assert set(LETTERS.findall(item.text)) <= words


EXAMPLES = [
    path.read_text("utf-8").split("\n") for path in sorted((Path(__file__).parents[1] / "examples").glob("*.txt"))
]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_document_that_is_cut_shuffled_or_mixed_with_another_is_read(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(EXAMPLES)) + data.draw(st.sampled_from([[], *EXAMPLES]))
    first = data.draw(st.integers(0, len(lines)))
    part = lines[first : data.draw(st.integers(first, len(lines)))]
    if data.draw(st.booleans()):
        part = data.draw(st.permutations(part))
    read("\n".join(part))


# Seconds: what grows much faster than these texts does not come to its end by then; reading takes a tenth of one.
HANGS = 30
RUNS = {
    "spaces": " " * 40_000,
    "digits": "1" * 40_000,
    "dots": "." * 40_000,
    "numbers": "1." * 20_000,
    "capitals": "Ủ" * 40_000,
    "words in capitals": "A " * 20_000,
    "a number never finished": "Số: " + "." * 20_000,
    "a place never dated": "Hà " * 15_000 + ", ngày",
    "a symbol never finished": "12/" + "A-" * 20_000,
    "slashes": "1/A" * 15_000,
    "open brackets": "(" * 40_000,
    "bold marks": "**a" * 12_000,
    "borders": "a|" * 20_000,
    "tabs": "\t" * 20_000,
    "dates": "ngày 1/1/2020 " * 5_000,
    "citations": "số 12/KH-UBND ngày 01/01/2026 của Ủy ban, " * 1_500,
    "an issuer never ended": "12/KH-UBND của " + "a " * 20_000,
    "addressees": "Kính gửi: " * 5_000,
    "headings of tables": "|\nSTT\n" * 1_500,
    "brackets over lines": "a (\nB c\n" * 1_500,
}


@pytest.mark.parametrize("name", sorted(RUNS))
@pytest.mark.parametrize("before", ["", "KẾ HOẠCH\n", LETTERHEAD, "1. Rà soát:\n"])
@pytest.mark.timeout(HANGS)
def test_a_run_of_characters_is_read(name: str, before: str) -> None:
    read(before + RUNS[name])
