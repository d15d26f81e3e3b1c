"""Whatever a file says, reading its meaning raises nothing and takes time in proportion to its length."""

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.meaning.outlines import document
from thac.intake.document import Item, ItemKind
from thac.intake.meaning import interpret
from thac.intake.meaning.bodies import read_bodies
from thac.intake.meaning.plain import clauses, plain, sentences
from thac.intake.meaning.targets import targets
from thac.intake.meaning.when import Clock, Field, read_when

# Seconds: what grows much faster than these texts does not come to its end by then; reading takes a tenth of one.
HANGS = 30
WORDS = st.sampled_from(
    [
        *(
            "Sở Nội vụ",
            "các sở, ban, ngành",
            "UBND các xã, phường",
            "Các Bộ:",
            "chủ trì",
            "phối hợp với",
            "giao",
            "Giao",
        ),
        *(
            "trước ngày",
            "15/12/2026",
            "ngày 31/2/2026",
            "tháng 13/2026",
            "quý IV",
            "hằng năm",
            "định kỳ",
            "99 giờ ngày",
        ),
        *(
            "báo cáo",
            "(qua",
            "Thời gian:",
            "Cơ quan chủ trì:",
            "100%",
            "không quá",
            "1/0 ngày",
            "số 12/KH-UBND",
            "“",
            ")",
        ),
        *(
            ";",
            ",",
            ".",
            ":",
            "và",
            "theo",
            "trong 05 ngày",
            "kể từ",
            "khi ban hành",
            "Phó Chủ tịch",
            "phụ trách",
            "đề nghị",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join))
CLOCKS = st.builds(
    Clock, st.none() | st.integers(1, 9999), st.none() | st.integers(1, 12), st.none() | st.integers(1, 31)
)


@given(TEXTS, CLOCKS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error(text: str, clock: Clock) -> None:
    assert len(plain(text)) == len(text)
    bodies, end = read_bodies(text)
    assert all(0 <= one.start < one.end <= len(text) for one in bodies)
    assert 0 <= end <= len(text)
    assert all(text[one.start : one.end].strip() for one in sentences(text))
    assert all(0 <= one.start < one.end <= len(text) for one in clauses(text))
    targets(text, 1)
    for within in (None, Field(), Field(completion=True)):
        found = read_when(text, clock, within)
        assert found is None or text[found.start : found.end].strip()


KINDS = st.sampled_from([ItemKind.SECTION, ItemKind.BULLET, ItemKind.PARAGRAPH])
CELLS = st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)
ITEMS = st.recursive(
    st.builds(Item, st.just("1"), st.just("-"), TEXTS, st.just(3), st.just((3,)), KINDS, st.just(()), CELLS),
    lambda below: st.builds(
        Item,
        st.just("1"),
        st.just("1."),
        TEXTS,
        st.just(2),
        st.just((2,)),
        KINDS,
        st.lists(below, max_size=3).map(tuple),
    ),
    max_leaves=6,
)


@given(st.lists(ITEMS, max_size=4), TEXTS, TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_tree_of_items_becomes_a_draft(items: list[Item], before: str, after: str) -> None:
    made = document("", preamble=before, closing=after, to=(after,))
    draft = interpret(
        type(made)(made.transcript, made.header, made.recipients, (), made.preamble, tuple(items), made.closing)
    )
    assert [one.number for one in draft.tasks] == list(range(1, len(draft.tasks) + 1))


@pytest.mark.parametrize(
    "again",
    [
        *("a ", "Ấ", "(", "“", "; ", ". A", ", ", "- ", "12 ", "15/12/2026 ", "trước ngày 15/12/2026, ", "Sở Nội vụ, "),
        *(
            "các sở, ",
            "phối hợp với ",
            "hằng tháng, ",
            "báo cáo tháng, ",
            "từ tháng 3 đến ",
            "số 12/KH-UBND về ",
            "theo ",
        ),
        *("UBND các xã: ", "Các Bộ: Y tế, ", "Cơ quan chủ trì: ", "10% ", "trong 5 ngày sau khi ", "quý I, ", "gửi "),
        *("Yêu cầu các sở nghiêm túc ", "nghiêm túc triển khai thực hiện ", "Ban Quản lý dự án đầu tư ", "xây dựng, "),
        *("Phó Chủ tịch phụ trách ", "Theo chức năng, ", "khi ban hành ", "và ", "năm 2025 và ", "thuộc ", "qua "),
    ],
)
@pytest.mark.timeout(HANGS)
def test_a_long_run_of_one_phrase_is_read(again: str) -> None:
    text = again * (8_000 // len(again))
    interpret(
        document(f"1. {text}\n2. Sở Y tế {text}\n3. Rà soát:\n  - {text}", preamble=text, closing=text, to=(text,))
    )


def test_many_items_under_one_heading_take_steps_in_proportion() -> None:
    def calls(count: int) -> int:
        made = document("1. Sở Y tế:\n" + "\n".join("  - Rà soát hộ nghèo trên địa bàn." for _ in range(count)))
        seen = 0

        def counted(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal seen
            seen += event in {"call", "c_call"}

        sys.setprofile(counted)
        try:
            interpret(made)
        finally:
            sys.setprofile(None)
        return seen

    calls(50)  # what is kept after the first reading is kept
    assert calls(2_000) < 6 * calls(400)
