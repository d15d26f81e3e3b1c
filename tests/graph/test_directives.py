from datetime import date

from graph.directives import own_symbol, paper_of
from graph.findings import Code
from graph.overlaps import overlaps
from graph.shelf import Shelf
from graph.subjects import Chain, Due, Ground, Holding, Rhythm, Target
from tests.samples import directive, led_by, small_tree, to_communes
from thac.domain.agencies import Agency, AgencyTree, Level
from thac.domain.deadlines import Deadline
from thac.domain.directives import Directive, Mode, Task
from thac.domain.recurrence import Recurrence
from thac.domain.recurrence import Rhythm as Every

TREE = small_tree()


def test_a_directive_becomes_a_paper_on_its_issuers_ground() -> None:
    made = paper_of(directive(to_communes(1), led_by(2, "19-SNV", date(2026, 12, 15)), issuer="19"), TREE)
    assert (made.source.ground, made.source.chain) == (Ground(("TW", "19")), Chain.STATE)
    each, one = made.subjects
    assert (each.id, each.holding, each.leads, each.group) == ("d1 1", Holding.EACH, ("communes",), True)
    assert (one.holding, one.leads, one.due) == (
        Holding.ONE,
        ("19-SNV",),
        Due("trước ngày 15/12/2026", date(2026, 12, 15)),
    )
    assert one.called(one.leads) == "Sở Nội vụ"


def test_who_owns_a_task_follows_from_its_leads() -> None:
    tasks = (
        Task(1, "Một", Mode.SINGLE, ("19-SNV", "19-SKHCN")),
        Task(2, "Hai", Mode.SINGLE, (), coordinators=("19-SNV",)),
        Task(3, "Ba", Mode.SINGLE),
        Task(4, "Bốn", Mode.SINGLE, ("x",), request=True),
        Task(5, "Năm", Mode.SINGLE, ("19-SNV",), tracked=False),
    )
    found = [one.holding for one in paper_of(directive(*tasks), TREE).subjects]
    assert found == [Holding.JOINT, Holding.COORDINATORS, Holding.NOBODY, Holding.REQUEST, Holding.UNSAID]


def test_rhythms_and_targets_are_read() -> None:
    rule = Recurrence(Every.QUARTERLY, 15, date(2026, 12, 1))
    task = Task(1, "Một", Mode.SINGLE, ("19-SNV",), targets=("đạt 95% trở lên", "không quá 40%"), recurrence=rule)
    (one,) = paper_of(directive(task), TREE).subjects
    assert one.due == Due("trước ngày 15 (quarterly)", rhythms=(Rhythm.QUARTERLY,), day_of_period=15)
    assert one.targets == (
        Target(95.0, "%", at_least=True, words="đạt 95% trở lên"),
        Target(40.0, "%", at_least=False, words="không quá 40%"),
    )


def test_a_body_outside_the_chain_stands_on_the_ground_it_is_beside() -> None:
    front = Agency("00001-MT", Level.OUTSIDE, "Ủy ban MTTQ Việt Nam xã", None, beside="00001")
    party = Agency("00001-DU", Level.OUTSIDE, "Đảng ủy xã", None, beside="00001")
    tree = AgencyTree([*TREE, front, party])
    for agency, chain in (("00001-MT", Chain.FRONT), ("00001-DU", Chain.PARTY)):
        made = paper_of(directive(led_by(1, "19-SNV"), issuer=agency), tree)
        assert (made.source.ground, made.source.chain) == (Ground(("TW", "19", "00001")), chain)


def test_symbols_of_state_and_party_are_joined_as_they_are_printed() -> None:
    assert own_symbol(directive(led_by(1, "19-SNV"))) == "1/ubnd-nc"
    party = Directive("d", "19", "Kết luận", "x", date(2026, 1, 1), (), number="226", symbol="KL/TW")
    assert own_symbol(party) == "226-kl/tw"
    assert own_symbol(Directive("d", "19", "Kế hoạch", "x", date(2026, 1, 1), ())) is None


def test_a_draft_is_held_against_what_runs() -> None:
    text = "Tiêm phòng cho đàn gia súc, gia cầm, khống chế dịch bệnh động vật."
    running = directive(Task(1, text, Mode.SINGLE, ("00001-U1",)), issuer="00001", id_="d1")
    draft = directive(Task(1, text, Mode.SINGLE, ("00001-U2",)), issuer="00001", id_="draft")
    shelf = Shelf()
    shelf.add(paper_of(running, TREE))
    shelf.add(paper_of(draft, TREE))
    found = overlaps(shelf, ["draft"])
    assert [one.code for one in found.findings] == [Code.TWO_LEADS_FOR_ONE_MATTER, Code.COPIED]
    shelf.remove("draft")
    assert overlaps(shelf).findings == ()


def test_an_own_plan_is_held_against_the_task_it_carries_out() -> None:
    text = "Tiêm phòng cho đàn gia súc, gia cầm, khống chế dịch bệnh động vật."
    parent = directive(
        Task(1, text, Mode.EACH, recipients=("communes",), deadline=Deadline(date(2026, 12, 1))), id_="d1"
    )
    plan = directive(
        Task(1, text, Mode.SINGLE, ("00001-U1",), deadline=Deadline(date(2026, 12, 20)), implements=(1,)),
        issuer="00001",
        id_="plan",
    )
    shelf = Shelf()
    shelf.add(paper_of(parent, TREE))
    shelf.add(paper_of(plan, TREE, parent))
    assert Code.DEADLINE_AFTER_PARENT in [one.code for one in overlaps(shelf, ["plan"]).findings]
