import pytest

from thac.directory.build import build_directory
from thac.directory.groups import GroupKind, members
from thac.directory.names import Group, Resolution, Unknown, resolve
from thac.domain.agencies import AgencyTree

DEPARTMENTS = (GroupKind.DEPARTMENTS,)
COMMUNES = (GroupKind.COMMUNES,)
PROVINCES = (GroupKind.PROVINCES,)
UNITS = (GroupKind.UNITS,)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("các sở, ban, ngành", Group(DEPARTMENTS, "19")),
        ("Các sở, ban, ngành, đơn vị thuộc tỉnh", Group(DEPARTMENTS, "19")),
        ("Thủ trưởng các sở, ban, ngành", Group(DEPARTMENTS, "19")),
        ("Sở, ban, ngành thuộc UBND tỉnh", Group(DEPARTMENTS, "19")),
        ("các cơ quan chuyên môn, cơ quan hành chính khác", Group(DEPARTMENTS, "19")),
        ("các cơ quan chuyên môn, đơn vị sự nghiệp công lập", Group(DEPARTMENTS, "19")),
        ("UBND các xã, phường", Group(COMMUNES, "19")),
        ("Ủy ban nhân dân các xã, phường và đặc khu", Group(COMMUNES, "19")),
        ("UBND phường, xã, đặc khu", Group(COMMUNES, "19")),
        ("UBND cấp xã", Group(COMMUNES, "19")),
        ("Chủ tịch UBND các xã, phường", Group(COMMUNES, "19")),
        ("UBND cac xa, phuong", Group(COMMUNES, "19")),
        ("các địa phương", Group(COMMUNES, "19")),
        ("Các sở, ban, ngành; UBND các xã, phường", Group((*DEPARTMENTS, *COMMUNES), "19")),
        ("Các cơ quan, đơn vị, địa phương", Group((*DEPARTMENTS, *COMMUNES), "19")),
        ("các đơn vị thuộc UBND các xã, phường", Group(UNITS, "19")),
        ("các cơ quan, đơn vị thuộc UBND xã Văn Lăng", Group(UNITS, "05665")),
        ("UBND các xã, phường tỉnh Tuyên Quang", Group(COMMUNES, "08")),
    ],
)
def test_a_province_addresses_many_at_once(country: AgencyTree, name: str, group: Group) -> None:
    assert resolve(name, country, "19") == group


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Các cơ quan, đơn vị trên địa bàn xã", Group(UNITS, "05665")),
        ("Các cơ quan, đơn vị thuộc UBND xã", Group(UNITS, "05665")),
        ("các phòng, ban chuyên môn", Group(UNITS, "05665")),
        ("Thủ trưởng các cơ quan, đơn vị", Group(UNITS, "05665")),
        ("các thôn, tổ dân phố", Group((GroupKind.VILLAGES,), "05665")),
        ("các sở, ban, ngành", Group(DEPARTMENTS, "19")),
        ("UBND các xã, phường", Group(COMMUNES, "19")),
    ],
)
def test_a_commune_addresses_its_units_and_speaks_of_its_province(country: AgencyTree, name: str, group: Group) -> None:
    assert resolve(name, country, "05665") == group


def test_central_addresses_the_provinces(country: AgencyTree) -> None:
    for name in ("UBND các tỉnh, thành phố trực thuộc Trung ương", "các tỉnh, thành phố", "các địa phương"):
        assert resolve(name, country, "TW") == Group(PROVINCES, "TW")


def test_a_special_zone_named_beside_the_communes_is_one_of_them(country: AgencyTree) -> None:
    assert resolve("UBND các xã, phường, đặc khu Cồn Cỏ", country, "44") == Group(COMMUNES, "44")


@pytest.mark.parametrize(
    ("name", "within", "kinds"),
    [
        ("Các sở, ban, ngành liên quan", "19", DEPARTMENTS),
        ("các cơ quan, đơn vị có liên quan", "19", DEPARTMENTS),
        ("UBND các xã Văn Lăng, Văn Lang", "19", COMMUNES),
        ("UBND các xã Văn Lăng", "19", COMMUNES),
        ("UBND các xã, phường (trừ xã Văn Lăng)", "19", COMMUNES),
        ("UBND các tỉnh, thành phố từ Hà Tĩnh đến Khánh Hòa", "TW", PROVINCES),
    ],
)
def test_a_restricted_group_is_never_taken_for_the_whole(
    country: AgencyTree, name: str, within: str, kinds: tuple[GroupKind, ...]
) -> None:
    assert resolve(name, country, within) == Group(kinds, within, partial=True)


def test_departments_of_a_province_outside_the_installation_are_unknown(thai_nguyen: AgencyTree) -> None:
    found: Resolution = resolve("các sở, ban, ngành tỉnh Bắc Ninh", thai_nguyen, "19")
    assert isinstance(found, Unknown)


def test_central_agencies_are_no_departments_of_the_province(country: AgencyTree) -> None:
    assert isinstance(resolve("các cơ quan Trung ương", country, "19"), Unknown)


def test_members_of_a_province() -> None:
    tree = build_directory("19", units_per_commune=5)
    departments = members("departments", "19", tree)
    assert len(departments) == 13
    assert departments[:3] == ("19-SCT", "19-SDTTG", "19-SGDDT")
    assert len(members("communes", "19", tree)) == 92
    assert len(members("units", "19", tree)) == 92 * 5
    assert len(members("villages", "19", tree)) == 92
    assert members("provinces", "19", tree) == ()


def test_members_of_central_and_of_a_commune(country: AgencyTree) -> None:
    assert len(members(GroupKind.PROVINCES, "TW", country)) == 34
    assert len(members(GroupKind.COMMUNES, "TW", country)) == 3321
    assert members(GroupKind.UNITS, "05665", country) == ("05665-KT", "05665-PVHCC", "05665-VHXH", "05665-VP")
    assert members(GroupKind.DEPARTMENTS, "05665", country) == ()


def test_an_unknown_kind_of_group_is_refused(thai_nguyen: AgencyTree) -> None:
    with pytest.raises(ValueError, match="ministries"):
        members("ministries", "TW", thai_nguyen)
