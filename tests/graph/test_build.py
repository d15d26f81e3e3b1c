from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.build import Edge, EdgeKind, Node, NodeKind, Responsibilities
from graph.holdings import Held
from graph.subjects import Holding, Paper
from graph.unoriginal import MANY_ROOTS
from tests.graph.papers import source, subject
from tests.samples import small_tree
from thac.domain.assignments import State

TEXTS = (
    "Tiêm phòng cho đàn gia súc, gia cầm, khống chế dịch bệnh động vật.",
    "Tiêm phòng gia súc, gia cầm để khống chế dịch bệnh động vật.",
    "Báo cáo kết quả tiêm phòng gia súc, gia cầm theo Công văn số 3/UBND-NC.",
    "Lập danh sách hộ nghèo, hộ cận nghèo năm 2026 theo Công văn số 2/UBND-NC.",
    "Rà soát hộ nghèo, hộ cận nghèo năm 2026, lập danh sách trình UBND xã.",
)
LEADS = ("00001-U1", "00001-U2")


def paper(number: int, texts: tuple[int, ...], lead: int, implements: int | None) -> Paper:
    name = f"d{number}"
    made = source(
        name,
        symbol=f"{number}/ubnd-nc",
        issuer="00001",
        implements=() if implements is None else (f"{implements}/ubnd-nc",),
    )
    items = [
        subject(name, at, TEXTS[text], holding=Holding.ONE, leads=(LEADS[(lead + at) % 2],), recipients=("00001",))
        for at, text in enumerate(texts, 1)
    ]
    return Paper(made, tuple(items))


def held(directive: int, task: int, former: tuple[str, ...], lead: str) -> Held:
    return Held(
        f"cascade/d{directive}/00001#{task}:{LEADS[0]}",
        f"d{directive}",
        "00001",
        task,
        LEADS[0],
        lead,
        State.TAKEN,
        former=former,
        due=date(2026, 11, 20),
    )


PAPERS = st.builds(
    paper,
    st.integers(1, 4),
    st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=3).map(tuple),
    st.integers(0, 1),
    st.none() | st.integers(1, 4),
)
HELD = st.builds(
    held,
    st.integers(1, 4),
    st.integers(1, 3),
    st.lists(st.sampled_from(LEADS), max_size=3).map(tuple),
    st.sampled_from(LEADS),
)
STEPS = st.lists(PAPERS | HELD | st.integers(1, 4), max_size=12)


@given(STEPS)
def test_what_was_built_step_by_step_equals_what_is_built_at_once(steps: list[Paper | Held | int]) -> None:
    followed = Responsibilities()
    papers: dict[str, Paper] = {}
    assignments: dict[str, Held] = {}
    followed.add_agencies(small_tree())
    for step in steps:
        match step:
            case Paper():
                followed.add(step)
                papers[step.source.id] = step
            case Held():
                followed.put(step)
                assignments[step.id] = step
            case int() if (name := f"d{step}") in papers:
                followed.remove(name)
                del papers[name]
                assignments = {key: one for key, one in assignments.items() if one.directive != name}
    rebuilt = Responsibilities()
    for one in sorted(assignments.values(), key=lambda each: each.id):
        rebuilt.put(one)
    for name in sorted(papers, reverse=True):
        rebuilt.add(papers[name])
    rebuilt.add_agencies(small_tree())
    assert followed.snapshot() == rebuilt.snapshot()
    assert followed.matters() == rebuilt.matters()


def _alike(number: int) -> Paper:
    """A letter of its own with a sentence that every other one has too."""
    text = f"Xây dựng cầu số {number} qua sông; giao các phòng cùng nhau ngồi lại tính toán từng khoản chi thật kỹ"
    name = f"s{number:02}"
    return Paper(source(name), (subject(name, 1, text, holding=Holding.ONE, leads=(f"A{number}",)),))


@given(st.permutations(range(MANY_ROOTS + 10)), st.integers(0, 12))
@settings(max_examples=10)
def test_what_too_many_have_in_common_is_a_copy_in_none_however_they_came_and_went(order: list[int], left: int) -> None:
    followed, rebuilt = Responsibilities(), Responsibilities()
    for number in order:
        followed.add(_alike(number))
    for number in order[:left]:
        followed.remove(f"s{number:02}")
    for number in sorted(order[left:]):
        rebuilt.add(_alike(number))
    assert followed.snapshot() == rebuilt.snapshot()
    copied = {edge for edge in followed.snapshot().edges if edge.kind is EdgeKind.COPIED_FROM}
    assert bool(copied) == (len(order) - left <= MANY_ROOTS)


def two() -> Responsibilities:
    made = Responsibilities()
    made.add(paper(1, (0,), 0, None))
    made.add(paper(2, (1,), 1, 1))
    return made


def test_nodes_and_edges_are_typed_and_sorted() -> None:
    snapshot = two().snapshot()
    assert snapshot.nodes == (
        Node("directive:d1", NodeKind.DIRECTIVE, ""),
        Node("directive:d2", NodeKind.DIRECTIVE, ""),
        Node("matter:d1 1", NodeKind.MATTER, TEXTS[0]),
        Node("report:d1 1", NodeKind.REPORT, TEXTS[0]),
        Node("report:d2 1", NodeKind.REPORT, TEXTS[1]),
        Node("task:d1 1", NodeKind.TASK, TEXTS[0]),
        Node("task:d2 1", NodeKind.TASK, TEXTS[1]),
    )
    assert [(one.start, one.kind, one.end) for one in snapshot.edges] == [
        ("agency:00001", EdgeKind.ISSUES, "directive:d1"),
        ("agency:00001", EdgeKind.ISSUES, "directive:d2"),
        ("agency:00001-U1", EdgeKind.LEADS, "task:d2 1"),
        ("agency:00001-U2", EdgeKind.LEADS, "task:d1 1"),
        ("directive:d2", EdgeKind.IMPLEMENTS, "directive:d1"),
        ("report:d1 1", EdgeKind.PART_OF, "task:d1 1"),
        ("report:d1 1", EdgeKind.REPORTS_TO, "agency:00001"),
        ("report:d2 1", EdgeKind.PART_OF, "task:d2 1"),
        ("report:d2 1", EdgeKind.REPORTS_TO, "agency:00001"),
        ("task:d1 1", EdgeKind.ABOUT, "matter:d1 1"),
        ("task:d1 1", EdgeKind.PART_OF, "directive:d1"),
        ("task:d1 1", EdgeKind.SAME_MATTER, "task:d2 1"),
        ("task:d2 1", EdgeKind.ABOUT, "matter:d1 1"),
        ("task:d2 1", EdgeKind.PART_OF, "directive:d2"),
    ]


def test_a_matter_names_its_tasks_and_who_leads_them() -> None:
    (matter,) = two().matters()
    assert (matter.tasks, matter.agencies) == (("d1 1", "d2 1"), ("00001-U1", "00001-U2"))


def test_the_way_between_two_agencies_leads_through_what_they_share() -> None:
    assert two().path("agency:00001-U1", "agency:00001-U2") == (
        "agency:00001-U1",
        "leads",
        "task:d2 1",
        "same_matter",
        "task:d1 1",
        "leads",
        "agency:00001-U2",
    )
    assert two().path("agency:00001-U1", "agency:nobody") == ()


def test_hand_overs_are_edges_between_agencies() -> None:
    made = two()
    made.put(held(1, 1, (LEADS[1],), LEADS[0]))
    edge = Edge(
        "agency:00001-U2",
        EdgeKind.HANDED_OVER_TO,
        "agency:00001-U1",
        f"cascade/d1/00001#1:{LEADS[0]}#0",
    )
    assert edge in made.snapshot().edges
    made.put(held(1, 1, (), LEADS[0]))
    assert edge not in made.snapshot().edges


def test_the_graph_goes_out_as_node_link_data_and_as_graphml() -> None:
    made = two()
    data = made.node_link()
    assert [one["id"] for one in data["nodes"]] == [one.id for one in made.snapshot().nodes]
    assert len(data["edges"]) == len(made.snapshot().edges)
    assert "<graphml" in made.graphml()
