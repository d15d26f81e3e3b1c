from unicodedata import is_normalized

import vietnam_provinces

from thac.directory.catalogue import Kind, administration, central, communes, provinces
from thac.domain.agencies import Level


def test_every_province_of_the_national_list_is_there_under_its_padded_code() -> None:
    listed = {f"{entry.code.value:02}" for entry in vietnam_provinces.Province.iter_all()}
    assert [division.code for division in provinces()] == sorted(listed)
    assert len(listed) == 34


def test_every_commune_of_the_national_list_is_there_in_its_province() -> None:
    listed = {
        f"{entry.code.value:05}": f"{entry.province_code.value:02}" for entry in vietnam_provinces.Ward.iter_all()
    }
    assert {division.code: division.province for division in communes()} == listed
    assert len(listed) == 3321


def test_communes_are_of_three_kinds() -> None:
    kinds = [division.kind for division in communes()]
    assert (kinds.count(Kind.RURAL), kinds.count(Kind.URBAN), kinds.count(Kind.SPECIAL_ZONE)) == (2621, 687, 13)


def test_names_are_written_as_in_documents() -> None:
    names = {agency.id: agency.name for agency in map(administration, (*provinces(), *communes()))}
    assert names["19"] == "UBND tỉnh Thái Nguyên"
    assert names["46"] == "UBND thành phố Huế"
    assert names["79"] == "UBND Thành phố Hồ Chí Minh"
    assert names["05710"] == "UBND phường Linh Sơn"
    assert names["05665"] == "UBND xã Văn Lăng"
    assert names["31078"] == "UBND đặc khu Phú Quốc"


def test_an_administration_is_known_with_and_without_ubnd() -> None:
    (commune,) = (division for division in communes("19") if division.code == "05665")
    assert administration(commune).aliases == ("Ủy ban nhân dân xã Văn Lăng", "xã Văn Lăng", "Văn Lăng")


def test_all_names_are_composed_unicode() -> None:
    agencies = [central(), *map(administration, (*provinces(), *communes()))]
    decomposed = [a.id for a in agencies for name in (a.name, *a.aliases) if not is_normalized("NFC", name)]
    assert decomposed == []


def test_central_stands_above_the_provinces() -> None:
    assert (central().id, central().level, central().parent) == ("TW", Level.CENTRAL, None)
    assert {administration(division).parent for division in provinces()} == {"TW"}
