"""Agencies are found by a few words of their names, the best first."""

import pytest

from tests.samples import small_tree
from thac.directory import spelling
from thac.directory.finding import find_agencies
from thac.domain.agencies import AgencyTree

TREE = small_tree(communes=12, units=1)


def found(typed: str, tree: AgencyTree = TREE) -> tuple[str, ...]:
    return find_agencies(tree, tuple(map(spelling.fold, spelling.read(typed).words)))


@pytest.mark.parametrize("typed", ["Sở Nội vụ", "so noi vu", "noi vu", "SO NOI V"])
def test_a_department_is_found_however_it_is_typed(typed: str) -> None:
    assert found(typed) == ("19-SNV",)


def test_the_very_name_comes_before_names_that_begin_with_it_and_the_higher_before_the_lower() -> None:
    assert found("ủy ban nhân dân xã 1") == ("00001", "00010", "00011", "00012")
    assert found("ubnd")[0] == "19"


@pytest.mark.parametrize("typed", ["", "sở nội vụ xã", "vu noi so khac", "nội v vụ"])
def test_where_no_name_holds_every_word_nothing_is_found(typed: str) -> None:
    assert found(typed) == ()
