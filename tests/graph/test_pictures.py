from collections.abc import Sequence
from datetime import date
from itertools import combinations
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from graph.build import Responsibilities
from graph.holdings import Held
from graph.pictures import (
    Branch,
    Label,
    Shared,
    directive_tree,
    shared_labels,
    shared_matters,
    shared_svg,
    tree_labels,
    tree_svg,
)
from graph.subjects import Holding, Paper
from tests.graph.papers import source, subject
from thac.domain.assignments import State

NAMES = {"00001": "UBND xã 1", "00001-U1": "Phòng Kinh tế", "00001-U2": "Trạm Y tế", "19-SNV": "Sở Nội vụ"}
WORDS = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyỹ &<"), min_size=1, max_size=200)
SVG = "{http://www.w3.org/2000/svg}"


def overlapping(labels: Sequence[Label]) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for one, other in combinations(labels, 2)
        if one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
    ]


def tree(labels: list[str]) -> Branch:
    """Three levels of as many nodes as there are labels."""
    leaves = [Branch(label, "đang thực hiện") for label in labels]
    middle = [Branch("Việc", children=tuple(leaves[start : start + 5])) for start in range(0, len(leaves), 5)]
    return Branch("Văn bản", children=tuple(middle))


@given(st.lists(WORDS, min_size=1, max_size=170))
def test_no_label_of_a_tree_lies_on_another_or_outside(labels: list[str]) -> None:
    made = tree(labels)
    placed = tree_labels(made)
    assert overlapping(placed) == []
    drawn = ET.fromstring(tree_svg(made, "Cây giao việc"))
    width, height = float(drawn.attrib["width"]), float(drawn.attrib["height"])
    assert all(one.right <= width and one.bottom <= height for one in placed)
    assert len(drawn.findall(f"{SVG}text")) == len(placed)


@given(st.lists(st.tuples(WORDS, st.sets(st.integers(0, 99), min_size=2, max_size=4)), min_size=1, max_size=100))
def test_no_label_of_shared_matters_lies_on_another_or_outside(matters: list[tuple[str, set[int]]]) -> None:
    shared = [Shared(label, tuple(f"Cơ quan {number}" for number in sorted(numbers))) for label, numbers in matters]
    left, right = shared_labels(shared)
    assert overlapping([*left, *right]) == []
    drawn = ET.fromstring(shared_svg(shared, "Việc chung"))
    width, height = float(drawn.attrib["width"]), float(drawn.attrib["height"])
    assert all(one.left >= 0 and one.right <= width and one.bottom <= height for one in (*left, *right))
    assert len(drawn.findall(f"{SVG}path")) == sum(len(one.agencies) for one in shared)


def test_agencies_stand_beside_the_matters_they_share() -> None:
    shared = [Shared("Chợ", ("A", "B")), Shared("Rừng", ("C", "D")), Shared("Trường", ("A", "B"))]
    left, right = shared_labels(shared)
    assert [one.text for one in left] == ["A", "B", "C", "D"]
    assert [one.text for one in right] == ["A + B: Chợ", "A + B: Trường", "C + D: Rừng"]


def graph() -> Responsibilities:
    made = Responsibilities()
    text = "Tiêm phòng cho đàn gia súc, gia cầm, khống chế dịch bệnh động vật."
    for name, lead in (("d1", "00001"), ("d2", "19-SNV")):
        item = subject(name, 1, text, holding=Holding.ONE, leads=(lead,))
        made.add(Paper(source(name, "province", title=f"Về việc {name}", symbol="7/ct-ubnd"), (item,)))
    given_out = (
        ("19", "00001", State.TAKEN),
        ("00001", "00001-U1", State.RETURNED),
        ("00001", "00001-U2", State.COMPLETED),
    )
    for issuer, lead, state in given_out:
        made.put(Held(f"{issuer}#{lead}", "d1", issuer, 1, lead, lead, state, due=date(2026, 12, 15)))
    return made


def test_the_tree_of_a_directive_shows_who_gave_what_to_whom() -> None:
    made = directive_tree(graph(), "d1", NAMES)
    assert [(depth, one.label, one.remark, one.alert) for depth, one in made.walk()] == [
        (0, "Về việc d1", "7/ct-ubnd", False),
        (1, "1. Tiêm phòng cho đàn gia súc, gia cầm, khống chế dịch bệnh động vật.", "UBND xã 1", False),
        (2, "UBND xã 1", "đang thực hiện, hạn 15/12/2026", False),
        (3, "Phòng Kinh tế", "trả lại, hạn 15/12/2026", True),
        (3, "Trạm Y tế", "hoàn thành, hạn 15/12/2026", False),
    ]


def test_matters_that_several_agencies_lead_are_shared() -> None:
    (one,) = shared_matters(graph(), lambda _: NAMES, lambda _: True)
    assert (one.agencies, one.alert) == (("UBND xã 1", "Sở Nội vụ"), True)


def test_a_picture_is_the_same_each_time() -> None:
    assert tree_svg(directive_tree(graph(), "d1", NAMES), "x") == tree_svg(directive_tree(graph(), "d1", NAMES), "x")
