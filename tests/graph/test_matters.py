import math

from hypothesis import given
from hypothesis import strategies as st

from graph.matters import LEAST_SHARED, LEAST_THINGS, LINKED_FROM, Likeness, Matters
from graph.reading import Clause, said
from graph.weights import Weights, topic_shares
from tests.graph.papers import source, subject

TERMS = [
    "o:forest_fire",
    "o:vaccination",
    "g:meeting",
    "g:land",
    "a:inspect",
    "a:report",
    "c:kế hoạch",
    "c:tài liệu",
    "w:bến đò",
]


def likeness(one: str, other: str) -> Likeness | None:
    matters = Matters(Weights())
    matters.add(source("a"), [subject("a", 1, one)])
    matters.add(source("b"), [subject("b", 1, other)])
    return matters.likeness("a 1", "b 1")


def score(one: str, other: str) -> float:
    found = likeness(one, other)
    return 0.0 if found is None else found.score


def test_synonyms_of_the_field_are_one_thing() -> None:
    assert (
        score("Di dời dân khỏi vùng nguy hiểm trước khi bão đổ bộ", "Sơ tán dân cư ở khu vực nguy hiểm do mưa lũ") > 0.7
    )


def test_abbreviations_are_what_they_stand_for() -> None:
    assert score("Công khai TTHC trên cổng DVC", "Công khai thủ tục hành chính trên cổng dịch vụ công") == 1.0


def test_other_things_are_another_matter() -> None:
    assert score("Tiêm vắc xin phòng sởi cho trẻ em", "Cắm mốc ranh giới rừng phòng hộ") == 0.0


def test_formulas_join_nothing() -> None:
    one = "Tổ chức triển khai thực hiện có hiệu quả các nhiệm vụ được giao theo quy định"
    other = "Chủ động phối hợp triển khai thực hiện nhiệm vụ được giao theo đúng quy định"
    assert likeness(one, other) is None


def test_who_does_it_is_not_what_is_done() -> None:
    assert likeness("Sở Nông nghiệp và Môi trường họp dân", "Sở Nông nghiệp và Môi trường trồng chè") is None


def linked(one: frozenset[str], other: frozenset[str]) -> bool:
    """The rule, written out for two clauses of two sources."""
    weigh = Weights()
    shared = sum(weigh[term] for term in one & other)
    things = sum(weigh[term] * (0.5 if term[0] == "w" else 1.0) for term in one & other if term[0] in "gobsw")
    cosine = shared / math.sqrt(sum(weigh[term] for term in one) * sum(weigh[term] for term in other))
    return shared >= LEAST_SHARED and things >= LEAST_THINGS and cosine >= LINKED_FROM


@given(st.lists(st.frozensets(st.sampled_from(TERMS), min_size=1), min_size=2, max_size=12))
def test_no_pair_that_shares_enough_is_missed(items: list[frozenset[str]]) -> None:
    matters = Matters(Weights())
    for number, terms in enumerate(items):
        matters.add_read(f"s{number:02}", {f"s{number:02} 1": (Clause(0, 1, terms),)})
    found = {(one.one, one.other) for one in matters.pairs()}
    wanted = {
        (f"s{one:02} 1", f"s{other:02} 1")
        for one in range(len(items))
        for other in range(one + 1, len(items))
        if linked(items[one], items[other])
    }
    assert found == wanted


@given(st.lists(st.frozensets(st.sampled_from(TERMS), min_size=1), min_size=2, max_size=8), st.randoms())
def test_the_order_in_which_sources_come_changes_nothing(items: list[frozenset[str]], random: object) -> None:
    named = {f"s{number}": {f"s{number} 1": (Clause(0, 1, terms),)} for number, terms in enumerate(items)}
    straight, shuffled = Matters(Weights()), Matters(Weights())
    for name, read in named.items():
        straight.add_read(name, read)
    names = list(named)
    random.shuffle(names)  # type: ignore[attr-defined]
    for name in names:
        shuffled.add_read(name, named[name])
    assert list(straight.pairs()) == list(shuffled.pairs())


def test_the_rarer_term_weighs_more() -> None:
    taught = Weights.learned([[Clause(0, 1, frozenset({"o:forest_fire"}))] for _ in range(50)])
    assert taught["o:forest_fire"] < Weights()["o:forest_fire"]


def test_one_source_that_repeats_itself_teaches_little() -> None:
    clauses = [Clause(0, 1, frozenset({"o:forest_fire"}))] * 50
    apart, together = Weights.learned([one] for one in clauses), Weights.learned([clauses])
    assert together["o:forest_fire"] > apart["o:forest_fire"]


def test_what_every_item_says_is_the_topic_and_weighs_nothing_between_them() -> None:
    clauses = [Clause(0, 1, frozenset({"g:election", f"w:số {number}"})) for number in range(10)]
    shares = topic_shares(clauses)
    assert set(shares) == {"g:election"}
    assert shares["g:election"] < 0.1


def test_a_term_is_told_in_the_words_of_the_text() -> None:
    text = "Hạn chế các cuộc họp không cần thiết theo Công văn số 12/UBND-NC"
    assert said(text, "o:needless") == "không cần thiết"
    assert said(text, "s:12/ubnd-nc") == "12/UBND-NC"
    assert said(text, "o:forest_fire") == ""
