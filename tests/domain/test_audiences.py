"""Whom an alert reaches."""

from collections.abc import Iterable

import pytest

from tests.samples import small_tree
from thac.domain.agencies import AgencyTree, Post, PostRole
from thac.domain.audiences import Reader, readers
from thac.domain.ladders import Audience

UNIT, COMMUNE = "00001-U1", "00001"
TREE = small_tree()


def with_posts(vacant: Iterable[str] = (), holders: dict[str, str] | None = None) -> AgencyTree:
    """The sample directory with some posts vacant and some held by the person named."""
    empty, named = set(vacant), holders or {}
    posts = [
        Post(post.agency, post.role, post.title, None if post.id in empty else named.get(post.id, post.holder))
        for post in TREE.posts()
    ]
    return AgencyTree(TREE, posts)


def reached(audience: Audience, tree: AgencyTree = TREE, lead: str = UNIT, issuer: str = COMMUNE) -> list[str]:
    return [reader.post for reader in readers((audience,), lead, issuer, tree)]


@pytest.mark.parametrize(
    ("audience", "post"),
    [
        (Audience.LEAD, "officer@00001-U1"),
        (Audience.LEAD_HEAD, "head@00001-U1"),
        (Audience.ISSUING_OFFICE, "office@00001"),
        (Audience.ISSUING_CHAIR, "chair@00001"),
        (Audience.UPPER_MONITOR, "monitor@19"),
        (Audience.UPPER_CHAIR, "chair@19"),
    ],
)
def test_for_a_unit_of_a_commune(audience: Audience, post: str) -> None:
    assert reached(audience) == [post]


@pytest.mark.parametrize(
    ("audience", "post"),
    [
        (Audience.LEAD, "office@00001"),
        (Audience.LEAD_HEAD, "chair@00001"),
        (Audience.ISSUING_OFFICE, "office@19"),
        (Audience.ISSUING_CHAIR, "chair@19"),
        (Audience.UPPER_MONITOR, "monitor@TW"),
        (Audience.UPPER_CHAIR, "chair@TW"),
    ],
)
def test_for_a_commune_that_has_units_of_its_own(audience: Audience, post: str) -> None:
    assert reached(audience, lead=COMMUNE, issuer="19") == [post]


def test_a_reader_names_post_and_agency() -> None:
    assert readers((Audience.UPPER_CHAIR,), UNIT, COMMUNE, TREE) == (Reader("chair@19", "19"),)


def test_a_vacant_post_climbs_to_the_next() -> None:
    assert reached(Audience.LEAD, with_posts(["officer@00001-U1"])) == ["head@00001-U1"]
    assert reached(Audience.LEAD, with_posts(["officer@00001-U1", "head@00001-U1"])) == ["office@00001"]
    assert reached(Audience.ISSUING_OFFICE, with_posts(["office@00001", "chair@00001"])) == ["monitor@19"]


def test_a_post_that_does_not_exist_is_climbed_over_like_a_vacant_one() -> None:
    tree = AgencyTree(TREE, [post for post in TREE.posts() if post.id != "office@00001"])
    assert reached(Audience.ISSUING_OFFICE, tree) == ["chair@00001"]


def test_two_audiences_that_climb_to_one_post_reach_it_once() -> None:
    tree = with_posts(["head@00001-U1"])
    found = readers((Audience.LEAD_HEAD, Audience.ISSUING_OFFICE), UNIT, COMMUNE, tree)
    assert found == (Reader("office@00001", COMMUNE),)


def test_nobody_supervises_himself() -> None:
    """The head of the unit is chief of the office too; what goes to the office goes on to the chair."""
    tree = with_posts(holders={"head@00001-U1": "Bà X", "office@00001": "Bà X"})
    assert reached(Audience.ISSUING_OFFICE, tree) == ["chair@00001"]
    assert reached(Audience.LEAD_HEAD, tree) == ["head@00001-U1"]


def test_who_heads_the_unit_and_the_commune_is_supervised_from_above() -> None:
    tree = with_posts(holders=dict.fromkeys(("head@00001-U1", "office@00001", "chair@00001"), "Ông Y"))
    assert reached(Audience.ISSUING_CHAIR, tree) == ["monitor@19"]


def test_at_the_top_of_the_tree_it_comes_down_to_the_highest_post() -> None:
    """Above Central there is nobody; its chair is told what an upper chair would be."""
    assert reached(Audience.UPPER_CHAIR, lead="19", issuer="TW") == ["chair@TW"]
    assert reached(Audience.UPPER_MONITOR, lead="19", issuer="TW") == ["chair@TW"]
    assert reached(Audience.UPPER_CHAIR, with_posts(["chair@TW"]), "19", "TW") == ["office@TW"]


def test_it_never_comes_down_to_the_one_who_is_supervised() -> None:
    tree = with_posts(["chair@TW", "office@TW", "monitor@TW"])
    assert readers((Audience.UPPER_CHAIR,), "19", "TW", tree) == (Reader("nobody@TW", "TW"),)


def test_where_nobody_holds_a_post_the_alert_says_so() -> None:
    tree = AgencyTree(TREE, [Post(post.agency, post.role, post.title, None) for post in TREE.posts()])
    assert readers(tuple(Audience), UNIT, COMMUNE, tree) == (Reader("nobody@00001", COMMUNE),)


def test_two_vacant_posts_are_not_held_by_the_same_person() -> None:
    """A vacant head of the unit does not make every other vacant post his own, nor a filled one unreachable."""
    tree = with_posts(["head@00001-U1", "officer@00001-U1"])
    assert reached(Audience.ISSUING_OFFICE, tree) == ["office@00001"]
    assert tree.post(UNIT, PostRole.HEAD) == Post(UNIT, PostRole.HEAD, "head", None)


@pytest.mark.parametrize(
    ("asked", "vacant", "post"),
    [
        ("00001-U2", (), "head@00001-U2"),
        ("00001-U2", ("head@00001-U2",), "officer@00001-U2"),
        ("00001-U2", ("head@00001-U2", "officer@00001-U2"), "office@00001"),
        ("19", (), "office@19"),
        ("19", ("office@19",), "chair@19"),
        ("nobody", (), "office@00001"),
        (None, (), "office@00001"),
    ],
)
def test_who_was_asked_and_has_not_answered_is_reached_or_else_the_issuing_office(
    asked: str | None, vacant: tuple[str, ...], post: str
) -> None:
    found = readers((Audience.ASKED_HEAD,), UNIT, COMMUNE, with_posts(vacant), asked)
    assert [reader.post for reader in found] == [post]
