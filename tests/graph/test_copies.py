from hypothesis import given
from hypothesis import strategies as st

from graph.copies import SHORTEST, Copies, Strip
from graph.differences import Change, differences
from tests.graph.papers import source, subject

WORDS = [
    "sông",
    "núi",
    "ruộng",
    "nương",
    "suối",
    "đèo",
    "bản",
    "làng",
    "chợ",
    "bến",
    "đò",
    "cầu",
    "đường",
    "kênh",
    "mương",
    "đập",
]


def strip(name: str, *texts: str) -> Strip:
    return Strip(source(name), [subject(name, number, text) for number, text in enumerate(texts, 1)])


def runs(*strips: Strip) -> list[int]:
    """The lengths of the runs that the last strip has in common with the ones before it."""
    copies = Copies()
    for one in strips[:-1]:
        copies.add(one)
    return [run.words for run in copies.runs(strips[-1])]


def test_ten_equal_words_are_a_run_and_nine_are_not() -> None:
    ten = "mở lớp dạy đan lát cho chị em ở bản"
    assert runs(strip("a", f"Đầu xuân {ten} Pá"), strip("b", f"Cuối thu {ten} Hốc")) == [10]
    nine = ten.rsplit(" ", 1)[0]
    assert runs(strip("a", f"Đầu xuân {nine} làng Pá"), strip("b", f"Cuối thu {nine} xóm Hốc")) == []


def test_spelling_capitals_and_punctuation_make_no_difference() -> None:
    one = "Uỷ ban mở lớp dạy đan lát, thêu thùa cho chị em – hoà thuận."
    other = "ủy ban MỞ LỚP dạy đan lát; thêu thùa cho chị em: hòa thuận"
    assert runs(strip("a", one), strip("b", other)) == [14]


@given(st.data())
def test_every_run_of_ten_words_is_found_wherever_it_stands(data: st.DataObject) -> None:
    planted = data.draw(st.lists(st.sampled_from(WORDS), min_size=SHORTEST, max_size=30))
    sides = []
    for mark in ("trái", "phải"):  # words before and after it that the other side does not have
        before = data.draw(st.integers(0, 12))
        after = data.draw(st.integers(0, 12))
        sides.append(
            " ".join([*[f"{mark}{n}" for n in range(before)], *planted, *[f"{mark}{n}x" for n in range(after)]])
        )
    found = runs(strip("a", sides[0]), strip("b", sides[1]))
    assert max(found) >= len(planted)


def test_a_run_is_shown_by_the_items_it_lies_in() -> None:
    long = "mở lớp dạy đan lát cho chị em ở bản vùng cao"
    one, other = strip("a", f"Năm nay {long}", "trồng rừng"), strip("b", long)
    copies = Copies()
    copies.add(other)
    (run,) = copies.runs(one)
    stretch = one.stretch(run.at, run.words)
    assert ("Năm nay " + long)[stretch.start : stretch.end] == long


def test_the_title_of_a_cited_document_is_no_copied_text() -> None:
    title = "tăng cường quản lý chợ dân sinh, bến bãi tập kết hàng hóa trên địa bàn tỉnh"
    one = strip("a", f"Thực hiện Công văn số 12/UBND-NC ngày 02/3/2026 về việc {title}.")
    other = strip("b", f"Căn cứ Công văn số 12/UBND-NC ngày 02/3/2026 về việc {title}.")
    assert runs(one, other) == []


def test_a_title_that_is_repeated_without_its_symbol_is_no_copied_text_either() -> None:
    title = "tăng cường quản lý chợ dân sinh, bến bãi tập kết hàng hóa trên địa bàn tỉnh"
    full = f"Công văn số 12/UBND-NC ngày 02/3/2026 về việc {title}."
    one = strip("a", full, f"Phòng Kinh tế lo việc {title} từ nay")
    other = strip("b", full, f"Công an xã giúp việc {title} khi cần")
    assert runs(one, other) == []


def test_a_name_that_every_item_repeats_is_no_copied_text() -> None:
    name = "Liên hoan tiếng hát khuyết thanh niên các dân tộc vùng lòng hồ"
    one = strip("a", *(f"Việc {number}: lo cho {name}" for number in ["một", "hai", "ba", "bốn"]))
    other = strip("b", f"Cử đội tham gia {name}")
    assert runs(one, other) == []


def test_what_a_removed_source_had_is_found_no_more() -> None:
    long = "mở lớp dạy đan lát cho chị em ở bản vùng cao"
    copies = Copies()
    copies.add(strip("a", long))
    copies.add(strip("c", long))
    copies.remove("a")
    assert [run.other for run in copies.runs(strip("b", long))] == ["c"]


def test_differences_inside_a_copy_are_named() -> None:
    one = "Số hóa 100% hồ sơ của tỉnh, xã trước ngày 15/12; không được giao lại"
    other = "Số hóa 95% hồ sơ của xã trước ngày 30/12; không giao lại"
    assert [(each.kind, each.one, each.other) for each in differences(one, other)] == [
        (Change.FIGURE, "100%", "95%"),
        (Change.DROPPED, "tỉnh", ""),
        (Change.FIGURE, "15", "30"),
        (Change.DROPPED, "được", ""),
    ]


def test_it_makes_no_difference_which_source_is_held_against_which() -> None:
    title = "tăng cường quản lý chợ dân sinh, bến bãi tập kết hàng hóa trên địa bàn tỉnh"
    one = strip("a", f"Công văn số 12/UBND-NC ngày 02/3/2026 về việc {title}.", f"Phòng Kinh tế lo việc {title}")
    other = strip("b", f"Công an xã giúp việc {title}")
    assert runs(one, other) == runs(other, one) == []
