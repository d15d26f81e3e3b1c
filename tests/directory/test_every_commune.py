"""Names of all 3,321 communes, asked as documents write them."""

from collections import Counter
from unicodedata import normalize

from thac.directory import spelling
from thac.directory.catalogue import Division, communes, provinces
from thac.directory.names import Ambiguous, Resolved, resolve
from thac.domain.agencies import AgencyTree

PROVINCES = {division.code: division for division in provinces()}


def place(commune: Division) -> str:
    assert commune.province is not None
    return PROVINCES[commune.province].titled


def test_the_full_name_with_the_province_is_that_commune(country: AgencyTree) -> None:
    for commune in communes():
        name = f"Ủy ban nhân dân {commune.titled}, {place(commune)}"
        assert resolve(name, country) == Resolved(commune.code), name


def test_in_capitals_decomposed_and_without_the_comma_it_still_is(country: AgencyTree) -> None:
    for commune in communes():
        name = normalize("NFD", f"UBND {commune.titled} {place(commune)}".upper())
        assert resolve(name, country) == Resolved(commune.code), name


def test_the_name_with_its_kind_is_that_commune_for_its_province(country: AgencyTree) -> None:
    for commune in communes():
        assert resolve(commune.titled, country, commune.province) == Resolved(commune.code), commune.titled


def test_the_bare_name_is_that_commune_or_one_of_several_for_its_province(country: AgencyTree) -> None:
    answers = Counter[str]()
    for commune in communes():
        found = resolve(commune.name, country, commune.province)
        answers[type(found).__name__] += 1
        if isinstance(found, Ambiguous):
            assert commune.code in found.candidates, commune.name
        else:
            assert found == Resolved(commune.code), commune.name
    assert answers["Resolved"] > 3200


def test_typed_without_marks_a_name_resolves_only_where_no_other_looks_the_same(country: AgencyTree) -> None:
    folded = {commune.code: spelling.fold(spelling.key(commune.titled)) for commune in communes()}
    looks = Counter((commune.province, folded[commune.code]) for commune in communes())
    for commune in communes():
        found = resolve(folded[commune.code], country, commune.province)
        if looks[commune.province, folded[commune.code]] == 1:
            assert found == Resolved(commune.code), commune.titled
        else:
            assert isinstance(found, Ambiguous), commune.titled
            assert commune.code in found.candidates


def test_some_communes_of_one_province_do_look_the_same_without_marks() -> None:
    """Otherwise the test above would prove nothing about them."""
    looks = Counter((commune.province, spelling.fold(spelling.key(commune.titled))) for commune in communes())
    assert ("19", "xa van lang") in {look for look, times in looks.items() if times == 2}
