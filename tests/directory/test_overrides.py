import pytest

from thac.directory.build import build_directory
from thac.directory.overrides import Override, apply_overrides, vacate
from thac.domain.agencies import Agency, AgencyTree, Level, PostRole


def holder(tree: AgencyTree, agency: str, role: PostRole) -> str | None:
    post = tree.post(agency, role)
    assert post is not None
    return post.holder


def test_a_commune_may_take_allocation_into_its_own_hands(thai_nguyen: AgencyTree) -> None:
    tree = apply_overrides(thai_nguyen, [Override(agency="05665", auto_allocate=False)])
    assert (tree["05665"].auto_allocate, tree["02143"].auto_allocate) == (False, True)


def test_a_unit_may_have_another_name_and_keeps_the_old_one_as_alias(thai_nguyen: AgencyTree) -> None:
    tree = apply_overrides(thai_nguyen, [Override(agency="05665-PVHCC", name="Trung tâm Dịch vụ công")])
    assert tree["05665-PVHCC"].name == "Trung tâm Dịch vụ công"
    assert "Trung tâm Phục vụ hành chính công" in tree["05665-PVHCC"].aliases


def test_a_unit_may_answer_for_other_fields(thai_nguyen: AgencyTree) -> None:
    fields = ("public_service", "information_propaganda")
    tree = apply_overrides(thai_nguyen, [Override(agency="05665-PVHCC", fields=fields)])
    assert tree["05665-PVHCC"].fields == fields
    assert thai_nguyen["05665-PVHCC"].fields == ("public_service",)


def test_a_unit_may_be_added_with_its_posts(thai_nguyen: AgencyTree) -> None:
    added = Override(
        agency="05665-QLDA",
        under="05665",
        name="Ban Quản lý dự án",
        holders=((PostRole.HEAD, "giam-doc.05665-QLDA"),),
    )
    tree = apply_overrides(thai_nguyen, [added])
    assert tree["05665-QLDA"] == Agency("05665-QLDA", Level.UNIT, "Ban Quản lý dự án", "05665")
    assert holder(tree, "05665-QLDA", PostRole.HEAD) == "giam-doc.05665-QLDA"
    assert holder(tree, "05665-QLDA", PostRole.OFFICER) == "chuyen-vien.05665-QLDA"


def test_a_unit_may_be_closed_with_its_posts(thai_nguyen: AgencyTree) -> None:
    tree = apply_overrides(thai_nguyen, [Override(agency="19-SDTTG", closed=True)])
    assert "19-SDTTG" not in tree
    assert len(list(tree.posts())) == len(list(thai_nguyen.posts())) - 2


def test_a_post_may_be_vacant(thai_nguyen: AgencyTree) -> None:
    tree = vacate(thai_nguyen, ["chair@05665", "head@05665-VP"])
    assert holder(tree, "05665", PostRole.CHAIR) is None
    assert holder(tree, "05665-VP", PostRole.HEAD) is None
    assert holder(tree, "02143", PostRole.CHAIR) == "chu-tich.02143"


def test_overrides_are_part_of_building() -> None:
    tree = build_directory("19", overrides=[Override(agency="05665", holders=((PostRole.CHAIR, None),))], version=4)
    assert holder(tree, "05665", PostRole.CHAIR) is None
    assert tree.version == 4


def test_the_version_rises_only_when_it_is_said(thai_nguyen: AgencyTree) -> None:
    assert vacate(thai_nguyen, ["chair@05665"]).version == thai_nguyen.version == 1
    assert vacate(thai_nguyen, ["chair@05665"], version=2).version == 2


def test_the_tree_given_stays_as_it_is(thai_nguyen: AgencyTree) -> None:
    vacate(thai_nguyen, ["chair@05665"])
    assert holder(thai_nguyen, "05665", PostRole.CHAIR) == "chu-tich.05665"


@pytest.mark.parametrize(
    ("override", "reason"),
    [
        (Override(agency="99999"), "does not exist"),
        (Override(agency="05665", under="19", name="x"), "exists already"),
        (Override(agency="05665-X", under="05665"), "needs a name"),
        (Override(agency="X", under="05665", name="x"), "has to begin with 05665-"),
        (Override(agency="05665-VP-X", under="05665-VP", name="x"), "no administration"),
        (Override(agency="05665", closed=True), "cannot be closed"),
        (Override(agency="05665-VP", fields=("magic",)), "cannot answer for magic"),
        (Override(agency="05665-VP", holders=((PostRole.CHAIR, "x"),)), "has no post chair"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_override_that_does_not_fit_is_refused(thai_nguyen: AgencyTree, override: Override, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        apply_overrides(thai_nguyen, [override])


def test_two_overrides_of_one_agency_are_refused(thai_nguyen: AgencyTree) -> None:
    with pytest.raises(ValueError, match="overridden twice"):
        apply_overrides(thai_nguyen, [Override(agency="05665"), Override(agency="05665")])


@pytest.mark.parametrize("post", ["boss@05665", "05665", "chair@99999", "monitor@05665"])
def test_a_post_that_does_not_exist_cannot_be_vacated(thai_nguyen: AgencyTree, post: str) -> None:
    with pytest.raises(ValueError, match=r"is no post|does not exist|has no post"):
        vacate(thai_nguyen, [post])
