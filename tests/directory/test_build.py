from collections import Counter

import pytest

from thac.directory.build import build_directory
from thac.directory.catalogue import communes, provinces
from thac.directory.fields import Field
from thac.directory.template import is_village, outside, units
from thac.domain.agencies import AgencyTree, Level, PostRole


def test_ids_are_unique_over_the_whole_country_with_all_units(country: AgencyTree) -> None:
    """The tree refuses an id that stands twice; this reads the ids once more and counts what they are made of."""
    built = ["TW"]
    for division in (*provinces(), *communes()):
        below = (*units(division), *outside(division))
        built += [division.code, *(f"{division.code}-{one.suffix}" for one in below)]
    assert [agency for agency, times in Counter(built).items() if times > 1] == []
    assert sorted(built) == sorted(agency.id for agency in country)


def test_the_country_has_34_provinces_3321_communes_and_their_units(country: AgencyTree) -> None:
    levels = Counter(agency.level for agency in country)
    assert levels == {
        Level.CENTRAL: 1,
        Level.PROVINCE: 34,
        Level.COMMUNE: 3321,
        Level.UNIT: 34 * 13 + 3321 * 4,
        Level.OUTSIDE: 34 * 28 + 3321 * 9,
    }


def test_one_province_has_central_above_it_and_nothing_of_the_others(thai_nguyen: AgencyTree) -> None:
    levels = Counter(agency.level for agency in thai_nguyen)
    assert levels.pop(Level.OUTSIDE) == 28 + 92 * 9
    assert levels == {Level.CENTRAL: 1, Level.PROVINCE: 1, Level.COMMUNE: 92, Level.UNIT: 13 + 92 * 4}
    assert thai_nguyen.path("05665-VHXH") == ("TW", "19", "05665", "05665-VHXH")


def test_several_provinces_can_share_an_installation() -> None:
    tree = build_directory(["08", "19"])
    assert [agency.id for agency in tree.children("TW")] == ["08", "19"]


@pytest.mark.parametrize("scope", ["9", "99", "vn", ""])
def test_a_scope_that_is_no_province_is_refused_by_its_name(scope: str) -> None:
    with pytest.raises(ValueError, match=f"no province has the code {scope};"):
        build_directory(scope)


def test_an_empty_list_of_provinces_is_refused() -> None:
    with pytest.raises(ValueError, match="no province is named"):
        build_directory([])


def test_a_rural_commune_has_its_four_units(thai_nguyen: AgencyTree) -> None:
    assert {unit.id: unit.name for unit in thai_nguyen.children("05665")} == {
        "05665-KT": "Phòng Kinh tế",
        "05665-PVHCC": "Trung tâm Phục vụ hành chính công",
        "05665-VHXH": "Phòng Văn hóa - Xã hội",
        "05665-VP": "Văn phòng HĐND và UBND",
    }


@pytest.mark.parametrize(
    ("commune", "unit"),
    [("05710", "05710-KTHTDT"), ("31078", "31078-KTHTDT"), ("05665", "05665-KT"), ("19742", "19742-KT")],
    ids=["phường", "Phú Quốc", "xã", "đặc khu"],
)
def test_the_economic_unit_depends_on_the_kind_of_commune(country: AgencyTree, commune: str, unit: str) -> None:
    economic = [agency.id for agency in country.children(commune) if "finance" in agency.fields]
    assert economic == [unit]


def test_bodies_outside_the_chain_stand_beside_province_and_commune(country: AgencyTree) -> None:
    """They are nobody's subordinates, and their names say whose they are."""
    city = {one.id: one.name for one in country.outside("79")}
    assert (
        city.items()
        >= {
            "79-BHXH": "Bảo hiểm xã hội thành phố",
            "79-CA": "Công an thành phố",
            "79-KBNN": "Kho bạc Nhà nước",
            "79-MTTQ": "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố",
            "79-THUE": "Thuế thành phố",
            "79-TU": "Thành ủy",
        }.items()
    )
    assert [one.name for one in country.outside("05710")] == [
        "Ban Chỉ huy Quân sự phường",
        "Công an phường",
        "Đoàn TNCS Hồ Chí Minh phường",
        "Đảng ủy phường",
        "Hội Cựu chiến binh phường",
        "Hội đồng nhân dân phường",
        "Hội Liên hiệp Phụ nữ phường",
        "Hội Nông dân phường",
        "Ủy ban Mặt trận Tổ quốc Việt Nam phường",
    ]
    assert all(one.parent is None for one in country.outside("79"))
    assert country.post("05710-DU", PostRole.HEAD) is not None


def test_no_name_has_a_space_too_many(country: AgencyTree) -> None:
    """The national catalogue has two spaces in the names of ten communes."""
    texts = [text for one in country for text in (one.name, *one.aliases)]
    assert [text for text in texts if text != " ".join(text.split())] == []


def test_a_city_names_its_office_and_inspectorate_after_the_city(country: AgencyTree) -> None:
    assert country["79-VP"].name == "Văn phòng UBND thành phố"
    assert country["79-TTR"].name == "Thanh tra thành phố"
    assert country["19-TTR"].name == "Thanh tra tỉnh"


def test_each_field_has_one_unit_in_every_administration(country: AgencyTree) -> None:
    """Defence and security have none: the police and the military command are no units of the people's committee."""
    wanted = sorted(set(Field) - {Field.DEFENCE_SECURITY})
    for administration in country:
        if administration.level in {Level.PROVINCE, Level.COMMUNE}:
            fields = sorted(field for unit in country.children(administration.id) for field in unit.fields)
            assert fields == wanted, administration.name


def test_posts_of_each_level(thai_nguyen: AgencyTree) -> None:
    roles = {
        agency: [role for role in PostRole if thai_nguyen.post(agency, role)]
        for agency in ("TW", "19", "05665", "19-SNV")
    }
    assert roles == {
        "TW": [PostRole.CHAIR, PostRole.OFFICE, PostRole.MONITOR],
        "19": [PostRole.CHAIR, PostRole.OFFICE, PostRole.MONITOR],
        "05665": [PostRole.CHAIR, PostRole.OFFICE],
        "19-SNV": [PostRole.HEAD, PostRole.OFFICER],
    }


@pytest.mark.parametrize(
    ("post", "title", "holder"),
    [
        (("05665", PostRole.CHAIR), "Chủ tịch UBND xã Văn Lăng", "chu-tich.05665"),
        (("19", PostRole.OFFICE), "Chánh Văn phòng UBND tỉnh", "chanh-van-phong.19"),
        (("19-VP", PostRole.HEAD), "Chánh Văn phòng UBND tỉnh", "chanh-van-phong.19"),
        (("19", PostRole.MONITOR), "Giám đốc Sở Nội vụ", "giam-doc.19-SNV"),
        (("19-SNV", PostRole.HEAD), "Giám đốc Sở Nội vụ", "giam-doc.19-SNV"),
        (("05665-VHXH", PostRole.HEAD), "Trưởng phòng Văn hóa - Xã hội", "truong-phong.05665-VHXH"),
        (("05665-VHXH", PostRole.OFFICER), "Chuyên viên đầu mối", "chuyen-vien.05665-VHXH"),
    ],
)
def test_a_post_has_its_title_and_an_account(
    thai_nguyen: AgencyTree, post: tuple[str, PostRole], title: str, holder: str
) -> None:
    found = thai_nguyen.post(*post)
    assert found is not None
    assert (found.title, found.holder) == (title, holder)


def test_every_commune_can_be_given_eight_units() -> None:
    tree = build_directory("19", units_per_commune=8)
    counts = {len(tree.children(commune.id)) for commune in tree.children("19") if commune.level is Level.COMMUNE}
    assert counts == {8}
    assert [tree[f"05665-T0{number}"].name for number in (1, 2, 3, 4)] == ["Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4"]
    assert tree["05710-T01"].name == "Tổ dân phố 1"
    head = tree.post("05665-T01", PostRole.HEAD)
    assert head is not None
    assert (head.title, head.holder) == ("Trưởng Thôn 1", "truong.05665-T01")


def test_fewer_units_than_the_decree_has_are_refused() -> None:
    with pytest.raises(ValueError, match=r"3 units per commune: .* has 4"):
        build_directory("19", units_per_commune=3)


def test_more_villages_than_two_digits_count_are_refused() -> None:
    with pytest.raises(ValueError, match="100 villages"):
        build_directory("19", units_per_commune=104)


@pytest.mark.parametrize(
    ("agency", "village"), [("05665-T01", True), ("19-TTR", False), ("05665-VP", False), ("19", False)]
)
def test_villages_are_told_by_their_ids(agency: str, village: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_village(agency) is village


def test_the_directory_has_the_version_it_is_given() -> None:
    assert build_directory("19", version=7).version == 7
