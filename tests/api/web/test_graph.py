"""The picture of a directive and of what agencies share: clicked, paged, and the same as a table."""

import pytest

from api.web.drawing import MOST, tree_part
from graph.pictures import Branch
from tests.api.conftest import Office
from tests.api.test_overlaps import conflicting
from tests.api.web.conftest import Enter, Page
from thac.domain.agencies import Role

OFFICE = ("00001", Role.OFFICE)


def links(page: Page) -> list[str]:
    """Where the picture leads."""
    return [str(one) for one in page.tree.xpath("//svg//a/@href")]


def shown(page: Page) -> list[str]:
    """The first column of the table."""
    return [" ".join(one.text_content().split()) for one in page.tree.xpath("//table/tbody/tr/th")]


async def test_a_tree_leads_to_the_work_and_says_the_same_as_a_table(office: Office, enter: Enter) -> None:
    directive = await office.launch()
    browser = await enter("19", Role.SUPERVISOR)
    page = await browser.open(f"/graph?directive={directive}")
    assert page.status == 200
    assert f"/tasks/{directive}~00001~1~00001-U1" in links(page)
    assert len(page.tree.xpath("//svg//text")) == len(shown(page))
    assert shown(page).count("Đơn vị 1") == 2
    assert "Công văn số 15/UBND-NC" in page.words("//h1")
    assert "các xã, phường, đặc khu" in page.words("//table")
    assert "style" not in page.text.partition("<svg")[2].partition("</svg>")[0]


async def test_one_goes_down_the_tree_node_by_node(office: Office, enter: Enter) -> None:
    directive = await office.launch()
    browser = await enter("19", Role.SUPERVISOR)
    page = await browser.open(f"/graph?directive={directive}&at=0.0")
    assert shown(page) == ["UBND xã 1", "Đơn vị 1", "Đơn vị 2"]
    ways = [one for one in page.tree.xpath("//main/p[1]/a/@href") if "at=" in one]
    assert ways == [f"/graph?directive={directive}&at=", f"/graph?directive={directive}&at=0"]
    for nothing in ("9", "0.9", "0..1", "0.0.0.0"):
        assert (await browser.open(f"/graph?directive={directive}&at={nothing}")).status == 404, nothing


async def test_what_agencies_share_is_a_picture_with_its_directives_beside(office: Office, enter: Enter) -> None:
    first, second = await conflicting(office)
    page = await (await enter(*OFFICE)).open("/graph")
    assert links(page) == ["#matter-1"]
    assert page.tree.xpath("//tr[@id='matter-1']//a/@href") == [
        f"/graph?directive={one}" for one in sorted((first, second), key=page.text.index)
    ]
    assert "Mâu thuẫn" in page.words("//tr[@id='matter-1']")
    assert "Đơn vị 1; Đơn vị 2" in page.words("//tr[@id='matter-1']")


async def test_of_other_communes_nothing_is_drawn(office: Office, enter: Enter) -> None:
    first, _ = await conflicting(office)
    foreign = await enter("00002", Role.OFFICE)
    assert (await foreign.open(f"/graph?directive={first}")).status == 404
    assert not (await foreign.open("/graph")).tree.xpath("//svg")
    assert (await foreign.open("/graph?agency=00001")).status == 404


def forest(*sizes: int) -> Branch:
    """A root with children of so many children each."""
    return Branch(
        "root",
        children=tuple(Branch(f"{n}", children=tuple(Branch("leaf") for _ in range(m))) for n, m in enumerate(sizes)),
    )


def test_a_wide_tree_is_shown_in_parts() -> None:
    """Nothing is left out silently: each row says how much lies below it, and the top is paged."""
    tree = tree_part(forest(*[200] * 3), "")
    assert tree is not None
    assert [(row.at, row.hidden) for row in tree.rows] == [("", 0), ("0", 200), ("1", 200), ("2", 200)]
    below = tree_part(forest(200), "0", 138)
    assert below is not None
    assert (len(below.rows), below.total, below.rows[1].at) == (63, 200, "0.138")
    first = tree_part(forest(200), "0")
    assert first is not None
    assert len(first.rows) == MOST


@pytest.mark.parametrize("sizes", [(1,), (3, 30), (30, 30, 30)])
def test_every_row_has_its_place_in_the_picture(sizes: tuple[int, ...]) -> None:
    tree = tree_part(forest(*sizes), "")
    assert tree is not None
    assert len(tree.nodes) == len(tree.rows) <= MOST
    assert [node.whole for _, node in tree.nodes] == [row.branch.label for row in tree.rows]
    assert len({node.y for _, node in tree.nodes}) == len(tree.rows)
