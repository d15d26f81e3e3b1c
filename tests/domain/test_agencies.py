"""The tree of agencies."""

import pytest

from tests.samples import small_tree
from thac.domain.agencies import Agency, AgencyTree, Level, Post, PostRole

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
