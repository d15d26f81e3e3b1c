"""The tree of agencies."""

from dataclasses import replace
from datetime import date

import pytest

from tests.samples import small_tree
from thac.domain.agencies import Absence, Agency, AgencyTree, Level, Post, PostRole

CENTRAL = Agency("TW", Level.CENTRAL, "Trung ương", None)


def test_an_id_stands_once() -> None:
    with pytest.raises(ValueError, match="TW stands twice"):
        AgencyTree([CENTRAL, CENTRAL])


def test_a_parent_exists() -> None:
    with pytest.raises(ValueError, match="19 names 18 as its parent"):
        AgencyTree([CENTRAL, Agency("19", Level.PROVINCE, "Tỉnh", "18")])


def test_nobody_is_above_himself() -> None:
    with pytest.raises(ValueError, match="cycle of parents: A, B"):
        AgencyTree([CENTRAL, Agency("A", Level.PROVINCE, "A", "B"), Agency("B", Level.PROVINCE, "B", "A")])


def test_a_post_belongs_to_an_agency() -> None:
    with pytest.raises(ValueError, match="chair@18 belongs to no agency"):
        AgencyTree([CENTRAL], [Post("18", PostRole.CHAIR, "Chủ tịch", None)])


def test_who_is_below_and_above_whom() -> None:
    tree = small_tree(communes=1)
    assert len(tree) == 7
    assert tree.path("00001-U2") == ("TW", "19", "00001", "00001-U2")
    assert [agency.id for agency in tree.subtree("19")] == [
        "19",
        "00001",
        "00001-U1",
        "00001-U2",
        "19-SKHCN",
        "19-SNV",
    ]
    assert tree.covers("19", "00001-U1")
    assert tree.covers("19", "19")
    assert not tree.covers("00001", "19")
    assert tree.issues("00001")
    assert not tree.issues("19-SNV")
    assert "19-SNV" in tree
    assert "18" not in tree
    assert {post.id for post in tree.posts() if post.agency == "00001"} == {"chair@00001", "office@00001"}


OUTSIDE = Agency("00001-MTTQ", Level.OUTSIDE, "Mặt trận xã", None, beside="00001")


def with_agencies(*more: Agency, without: str = "") -> AgencyTree:
    base = small_tree(communes=1)
    return AgencyTree([*(one for one in base if one.id != without), *more], base.posts() if not without else ())


def test_a_closed_agency_is_nobody_s_subordinate_and_still_known() -> None:
    ended = Agency("00001-U1", Level.UNIT, "Đơn vị 1", "00001", ended_on=date(2026, 7, 1), successor="00001-U2")
    tree = with_agencies(ended, without="00001-U1")
    assert [one.id for one in tree.children("00001")] == ["00001-U2"]
    assert "00001-U1" not in {one.id for one in (*tree.subtree("19"), *tree.standing())}
    assert tree["00001-U1"].name == "Đơn vị 1"
    assert tree.path("00001-U1") == ("TW", "19", "00001", "00001-U1")
    assert tree.covers("19", "00001-U1")


def test_a_closed_agency_that_had_units_still_is_one_that_issued() -> None:
    """Its open rows find the chair and office they found before."""
    closed = [replace(one, ended_on=date(2026, 7, 1)) for one in small_tree(communes=1) if one.id.startswith("00001")]
    tree = AgencyTree([*(one for one in small_tree(communes=1) if not one.id.startswith("00001")), *closed])
    assert tree.issues("00001")
    assert not tree.issues("00001-U1")
    assert not tree.issues("19-SNV")


def test_namesakes_are_told_apart_by_who_is_above_them_and_else_by_their_codes() -> None:
    tree = small_tree()
    assert tree.told_apart(["00001-U1", "00001-U2", "?"]) == {"00001-U1": "Đơn vị 1", "00001-U2": "Đơn vị 2"}
    assert list(tree.told_apart(["00001-U1", "00002-U1"]).values()) == ["Đơn vị 1 (UBND xã 1)", "Đơn vị 1 (UBND xã 2)"]
    twins = AgencyTree([CENTRAL, *(Agency(code, Level.PROVINCE, "Tỉnh", "TW") for code in ("18", "19"))])
    assert list(twins.told_apart(["18", "19"]).values()) == ["Tỉnh (Trung ương) (18)", "Tỉnh (Trung ương) (19)"]


def test_a_body_outside_the_chain_stands_beside_and_not_below() -> None:
    tree = with_agencies(OUTSIDE)
    assert tree.outside("00001") == (OUTSIDE,)
    assert "00001-MTTQ" not in {one.id for one in tree.subtree("TW")}
    assert tree.path("00001-MTTQ") == ("00001-MTTQ",)
    assert not tree.covers("TW", "00001-MTTQ")


@pytest.mark.parametrize(
    ("agency", "reason"),
    [
        (Agency("X", Level.OUTSIDE, "X", "19"), "cannot have a parent"),
        (Agency("X", Level.OUTSIDE, "X", None, beside="18"), "stands beside, which does not exist"),
        (Agency("X", Level.UNIT, "X", "19", beside="00001"), "stands beside nobody"),
    ],
)
def test_outside_and_chain_are_not_mixed(agency: Agency, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        with_agencies(agency)


AWAY = Absence(date(2026, 11, 23), date(2026, 11, 27), "Trần Văn B")
CHAIR = Post("00001", PostRole.CHAIR, "Chủ tịch", "Nguyễn Thị A", absence=AWAY)


@pytest.mark.parametrize(
    ("post", "day", "reached"),
    [
        (CHAIR, date(2026, 11, 22), "Nguyễn Thị A"),
        (CHAIR, date(2026, 11, 23), "Trần Văn B"),
        (CHAIR, date(2026, 11, 27), "Trần Văn B"),
        (CHAIR, date(2026, 11, 28), "Nguyễn Thị A"),
        (replace(CHAIR, absence=Absence(date(2026, 11, 23))), date(2027, 11, 23), None),
        (replace(CHAIR, absence=None, until=date(2026, 11, 30)), date(2026, 11, 30), "Nguyễn Thị A"),
        (replace(CHAIR, absence=None, until=date(2026, 11, 30)), date(2026, 12, 1), None),
        (replace(CHAIR, absence=None, since=date(2026, 11, 30)), date(2026, 11, 29), None),
    ],
)
def test_who_is_reached_on_a_day(post: Post, day: date, reached: str | None) -> None:
    assert post.on(day).holder == reached
    held = (*(one for one in small_tree().posts() if one.id != post.id), post)
    then = AgencyTree(small_tree(), held).on(day).post("00001", PostRole.CHAIR)
    assert then is not None
    assert (then.holder, then.dated) == (reached, False)


def test_a_tree_without_dates_is_the_same_on_every_day() -> None:
    tree = small_tree()
    assert tree.on(date(2026, 11, 20)) is tree


def test_what_ends_before_it_begins_cannot_be() -> None:
    with pytest.raises(ValueError, match="cannot end on"):
        Absence(date(2026, 11, 2), date(2026, 11, 1))
    with pytest.raises(ValueError, match="cannot be held until"):
        Post("19", PostRole.CHAIR, "Chủ tịch", "A", date(2026, 11, 2), date(2026, 11, 1))
