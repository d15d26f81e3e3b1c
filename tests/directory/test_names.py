import timeit
from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest

from thac.directory.build import build_directory
from thac.directory.names import Ambiguous, Resolved, Unknown, resolve
from thac.directory.overrides import Override, apply_overrides
from thac.domain.agencies import AgencyTree

VAN_LANG_WITH_BREVE = "05665"  # xã Văn Lăng, Thái Nguyên
VAN_LANG_WITHOUT = "02143"  # xã Văn Lang, Thái Nguyên


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Sở Nội vụ", "19-SNV"),
        ("SỞ NỘI VỤ", "19-SNV"),
        ("Giám đốc Sở Nội vụ", "19-SNV"),
        ("Sở KH&CN", "19-SKHCN"),
        ("Sở KHCN", "19-SKHCN"),
        ("Sở Khoa học và Công nghệ", "19-SKHCN"),
        ("Sở Khoa học & Công nghệ", "19-SKHCN"),
        ("Sở Văn hóa - Thể thao và Du lịch", "19-SVHTTDL"),
        ("Sở Văn hoá, Thể thao và Du lịch", "19-SVHTTDL"),
        ("Văn phòng UBND tỉnh", "19-VP"),
        ("Chánh Văn phòng UBND tỉnh", "19-VP"),
        ("LĐ VP UBND tỉnh", "19-VP"),
        ("Thanh tra tỉnh", "19-TTR"),
        ("UBND tỉnh", "19"),
        ("Chủ tịch UBND tỉnh Thái Nguyên", "19"),
        ("xã Văn Lăng", VAN_LANG_WITH_BREVE),
        ("Uỷ ban nhân dân xã Văn Lăng", VAN_LANG_WITH_BREVE),
        ("Ủy ban nhân dân xã Văn Lang", VAN_LANG_WITHOUT),
        ("Chủ tịch UBND xã Văn Lang", VAN_LANG_WITHOUT),
        ("Điềm Thuỵ", "05941"),
        ("Phòng Kinh tế xã Văn Lăng", "05665-KT"),
        ("Phòng Văn hóa - Xã hội thuộc UBND xã Văn Lang", "02143-VHXH"),
        ("Chính phủ", "TW"),
    ],
)
def test_a_province_names_its_agencies(thai_nguyen: AgencyTree, name: str, agency: str) -> None:
    assert resolve(name, thai_nguyen, "19") == Resolved(agency)
    assert resolve(normalize("NFD", name), thai_nguyen, "19") == Resolved(agency)


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("UBND xã", "05665"),
        ("Chủ tịch UBND xã", "05665"),
        ("Ủy ban nhân dân xã", "05665"),
        ("UBND tỉnh", "19"),
        ("Sở Nội vụ", "19-SNV"),
        ("VP HĐND&UBND", "05665-VP"),
        ("Văn phòng HĐND và UBND xã", "05665-VP"),
        ("Văn phòng Hội đồng nhân dân và Uỷ ban nhân dân xã", "05665-VP"),
        ("Phòng VH-XH", "05665-VHXH"),
        ("Phòng Văn hóa - Xã hội", "05665-VHXH"),
        ("Phòng Văn hóa – Xã hội", "05665-VHXH"),
        ("Phòng Văn hoá - xã hội", "05665-VHXH"),
        ("Trưởng phòng Văn hóa - Xã hội", "05665-VHXH"),
        ("Phong Van hoa - Xa hoi", "05665-VHXH"),
        ("Phòng Kinh tế", "05665-KT"),
        ("Trung tâm Phục vụ hành chính công", "05665-PVHCC"),
        ("Trung tâm Dịch vụ công", "05665-PVHCC"),
        ("TT PVHCC", "05665-PVHCC"),
        ("TTPVHCC xã", "05665-PVHCC"),
        ("Văn Lăng", "05665"),
        ("Văn Lang", "02143"),
    ],
)
def test_a_commune_names_its_own_units_first(thai_nguyen: AgencyTree, name: str, agency: str) -> None:
    assert resolve(name, thai_nguyen, "05665") == Resolved(agency)
    assert resolve(name, thai_nguyen, "05665-VP") == Resolved(agency)


@pytest.mark.parametrize(
    "name", ["van lang", "xa Van Lang", "UBND xa Van Lang", "Văn Làng", "xã Van Lăng", "uy ban nhan dan xa van lang"]
)
@pytest.mark.parametrize("within", ["19", "05665", "02143"])
def test_names_that_fold_together_are_for_a_person_unless_the_marks_decide(
    thai_nguyen: AgencyTree, name: str, within: str
) -> None:
    assert resolve(name, thai_nguyen, within) == Ambiguous((VAN_LANG_WITHOUT, VAN_LANG_WITH_BREVE))


def test_units_of_communes_whose_names_fold_together_are_ambiguous_as_well(thai_nguyen: AgencyTree) -> None:
    assert resolve("Phong Kinh te xa Van Lang", thai_nguyen, "19") == Ambiguous(("02143-KT", "05665-KT"))


def test_a_department_is_ambiguous_from_above_all_provinces(country: AgencyTree) -> None:
    found = resolve("Sở Nội vụ", country)
    assert isinstance(found, Ambiguous)
    assert found.candidates == tuple(f"{agency.id}-SNV" for agency in country.children("TW"))


def test_a_province_means_its_own_department_and_not_another_province_s(country: AgencyTree) -> None:
    assert resolve("Sở Nội vụ", country, "19") == Resolved("19-SNV")
    assert resolve("Sở Nội vụ", country, "01147") == Resolved("08-SNV")


def test_a_unit_every_commune_has_is_ambiguous_for_the_province(thai_nguyen: AgencyTree) -> None:
    found = resolve("Phòng Văn hóa - Xã hội", thai_nguyen, "19")
    assert isinstance(found, Ambiguous)
    assert len(found.candidates) == 92


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Phòng Kinh tế thuộc UBND xã Văn Lăng, tỉnh Thái Nguyên", "05665-KT"),
        ("Văn phòng UBND tỉnh Thái Nguyên", "19-VP"),
        ("Thanh tra tỉnh Thái Nguyên", "19-TTR"),
        ("Sở Nội vụ tỉnh Tuyên Quang", "08-SNV"),
        ("Sở Nội vụ TP. Hồ Chí Minh", "79-SNV"),
        ("Phường Lào Cai, Lào Cai", "02647"),
        ("UBND tp Hồ Chí Minh", "79"),
        ("TP.HCM", "79"),
    ],
)
def test_the_place_behind_a_name_decides(country: AgencyTree, name: str, agency: str) -> None:
    assert resolve(name, country) == Resolved(agency)


def test_a_commune_of_another_province_is_found_by_its_name(country: AgencyTree) -> None:
    assert resolve("xã Khuôn Lùng", country, "19") == Resolved("01147")


def test_a_province_means_its_own_commune_and_not_one_of_the_same_name_elsewhere(country: AgencyTree) -> None:
    assert resolve("xã Hợp Thành", country, "19") == Resolved("05632")
    assert resolve("xã Hợp Thành", country, "15") == Resolved("02680")


def test_a_commune_elsewhere_that_looks_like_a_near_one_is_for_a_person(country: AgencyTree) -> None:
    """Thanh Trì lies in Hà Nội and Thạnh Trị in Vĩnh Long: a slip of the pen is likelier than the far commune."""
    assert resolve("xã Thanh Trì", country, "86") == Ambiguous(("00640", "29089"))
    assert resolve("xã Thanh Trì", country, "01") == Resolved("00640")
    assert resolve("xã Thanh Trì", country, "19") == Resolved("00640")


def test_a_place_in_the_wrong_province_is_not_put_right(country: AgencyTree) -> None:
    assert isinstance(resolve("Phòng Kinh tế xã Văn Lăng, tỉnh Tuyên Quang", country, "19"), Unknown)


def test_a_province_and_a_ward_of_one_name_are_ambiguous_without_their_kind(country: AgencyTree) -> None:
    assert resolve("Lào Cai", country, "15") == Ambiguous(("02647", "15"))
    assert resolve("phường Lào Cai", country, "15") == Resolved("02647")
    assert resolve("tỉnh Lào Cai", country, "15") == Resolved("15")


@pytest.mark.parametrize(
    "name",
    [
        "Huyện ủy",
        "Bộ Công an",
        "Đài Truyền hình Việt Nam",
        "Công an thành phố",
        "Bộ Nội vụ",
        "Các bộ, cơ quan ngang bộ",
        "cơ quan chủ trì soạn thảo",
        "Các chủ rừng là tổ chức",
        "Công an các xã, phường",
        "xã Phượng Mao",
        "các đoàn thể",
        "các đơn vị sự nghiệp công lập trực thuộc UBND tỉnh",
        "Trung tâm Chuyển đổi số",
        "",
        " - ",
    ],
)
def test_a_body_outside_the_directory_stays_unknown(country: AgencyTree, name: str) -> None:
    assert isinstance(resolve(name, country, "05665"), Unknown)


@pytest.mark.parametrize(
    ("name", "within", "agency"),
    [
        ("Đảng ủy xã", "05665", "05665-DU"),
        ("UBMTTQ Việt Nam xã", "05665", "05665-MTTQ"),
        ("Bảo hiểm xã hội tỉnh", "05665", "19-BHXH"),
        ("Thuế tỉnh", "19", "19-THUE"),
        ("Thuế tỉnh Thái Nguyên", "05665", "19-THUE"),
        ("Công an xã", "05665", "05665-CA"),
        ("Công an xã Văn Lăng", "19", "05665-CA"),
        ("Giám đốc Công an tỉnh", "05665", "19-CA"),
        ("Bộ Chỉ huy Quân sự tỉnh", "19", "19-BCHQS"),
        ("Ban Thường vụ Tỉnh ủy", "19", "19-TU"),
        ("Thành ủy", "01", "01-TU"),
        ("Thường trực HĐND xã", "05665", "05665-HDND"),
        ("Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh", "19", "19-MTTQ"),
        ("Đoàn Thanh niên xã", "05665", "05665-DTN"),
        ("Hội Phụ nữ xã", "05665", "05665-HLHPN"),
        ("Liên đoàn Lao động tỉnh", "19", "19-LDLD"),
        ("Đảng ủy phường Linh Sơn", "19", "05710-DU"),
    ],
)
def test_a_body_outside_the_chain_is_found_where_it_stands(
    country: AgencyTree, name: str, within: str, agency: str
) -> None:
    assert resolve(name, country, within) == Resolved(agency)


def test_a_closed_agency_is_not_meant_by_its_name_any_more(thai_nguyen: AgencyTree) -> None:
    agencies = (replace(one, ended_on=date(2026, 7, 1)) if one.id == "19-SDTTG" else one for one in thai_nguyen)
    tree = AgencyTree(agencies, thai_nguyen.posts())
    assert isinstance(resolve("Sở Dân tộc và Tôn giáo", tree, "19"), Unknown)
    assert "19-SDTTG" in tree


def test_a_unit_that_a_rural_commune_does_not_have_is_unknown_there(country: AgencyTree) -> None:
    name = "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert resolve(name, country, "05710") == Resolved("05710-KTHTDT")
    assert isinstance(resolve(name, country, "05665"), Unknown)


def test_an_unknown_name_comes_with_the_nearest_ones(thai_nguyen: AgencyTree) -> None:
    assert resolve("Sở Ngoại vụ", thai_nguyen, "19") == Unknown(("Sở Nội vụ",))
    misspelt = resolve("Phường Linh Sợn", thai_nguyen, "19")
    assert isinstance(misspelt, Unknown)
    assert misspelt.nearest[0] == "UBND phường Linh Sơn"


def test_at_most_three_names_are_offered(country: AgencyTree) -> None:
    found = resolve("xã Tân Thãnh", country, "04")
    assert isinstance(found, Unknown)
    assert len(found.nearest) == 3


def test_an_issuer_outside_the_tree_is_refused(thai_nguyen: AgencyTree) -> None:
    with pytest.raises(KeyError, match="08"):
        resolve("Sở Nội vụ", thai_nguyen, "08")


def test_a_new_name_of_a_unit_is_found(thai_nguyen: AgencyTree) -> None:
    tree = apply_overrides(thai_nguyen, [Override(agency="05665-VHXH", name="Phòng Nội vụ - Văn xã")])
    assert resolve("Phòng Nội vụ – Văn xã", tree, "05665") == Resolved("05665-VHXH")
    assert resolve("Phòng Văn hóa - Xã hội", tree, "05665") == Resolved("05665-VHXH")
    assert isinstance(resolve("Phòng Nội vụ - Văn xã", thai_nguyen, "05665"), Unknown)


def test_a_village_is_found_by_its_number() -> None:
    tree = build_directory("19", units_per_commune=6)
    assert resolve("Thôn 2", tree, "05665") == Resolved("05665-T02")
    assert resolve("Trưởng thôn 2", tree, "05665") == Resolved("05665-T02")
    assert resolve("Thôn 2, xã Văn Lang", tree, "19") == Resolved("02143-T02")


@pytest.mark.bench
@pytest.mark.parametrize(("name", "within"), [("Sở Nội vụ", "05665"), ("xã Văn Lăng", "19"), ("Phòng VH-XH", "05665")])
def test_an_exact_name_is_found_within_a_hundred_microseconds(country: AgencyTree, name: str, within: str) -> None:
    resolve(name, country, within)
    fastest = min(timeit.repeat(lambda: resolve(name, country, within), number=100, repeat=5)) / 100
    assert fastest < 100e-6
