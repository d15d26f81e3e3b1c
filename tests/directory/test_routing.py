import pytest

from thac.directory.fields import Field
from thac.directory.keywords import spoken_of
from thac.directory.overrides import Override, apply_overrides
from thac.directory.routing import propose
from thac.domain.agencies import AgencyTree


@pytest.mark.parametrize(
    ("field", "lead"),
    [
        ("digital_transformation", "05665-VHXH"),
        ("administrative_reform", "05665-VHXH"),
        ("office_documents", "05665-VP"),
        ("justice", "05665-VP"),
        ("land", "05665-KT"),
        ("public_service", "05665-PVHCC"),
    ],
)
def test_a_field_that_is_given_decides(thai_nguyen: AgencyTree, field: str, lead: str) -> None:
    proposal = propose("Xây dựng trường học đạt chuẩn", field, "05665", thai_nguyen)
    assert (proposal.lead, proposal.sure) == (lead, True)


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("Đẩy mạnh chuyển đổi số, ứng dụng công nghệ thông tin trong xử lý hồ sơ", "VHXH"),
        ("Chấn chỉnh kỷ luật, kỷ cương hành chính; khắc phục đùn đẩy, né tránh", "VHXH"),
        ("Giảm ít nhất 15% số lượng văn bản hành chính so với năm trước", "VP"),
        ("Nâng tỷ lệ dịch vụ công trực tuyến toàn trình lên 80%", "PVHCC"),
        ("Khắc phục hậu quả mưa lũ, sạt lở", "KT"),
        ("Phòng, chống dịch tả lợn Châu Phi", "KT"),
        ("Phòng, chống dịch sốt xuất huyết", "VHXH"),
        ("Tổ chức tiếp công dân, giải quyết khiếu nại", "VP"),
        ("GIẢI NGÂN VỐN ĐẦU TƯ CÔNG", "KT"),
        ("Rà soát hộ nghèo, hộ cận nghèo", "KT"),
    ],
)
def test_without_a_field_the_words_decide(thai_nguyen: AgencyTree, text: str, suffix: str) -> None:
    proposal = propose(text, None, "05665", thai_nguyen)
    assert (proposal.lead, proposal.sure) == (f"05665-{suffix}", True)


def test_the_reason_names_the_field_and_the_words(thai_nguyen: AgencyTree) -> None:
    proposal = propose("Đẩy mạnh chuyển đổi số", None, "05665", thai_nguyen)
    assert proposal.reason == "Phòng Văn hóa - Xã hội phụ trách lĩnh vực Chuyển đổi số; căn cứ các từ “chuyển đổi số”."


def test_a_province_gives_the_task_to_its_department(thai_nguyen: AgencyTree) -> None:
    assert propose("Vận hành Hệ thống báo cáo trực tuyến", None, "19", thai_nguyen).lead == "19-SKHCN"
    assert propose("", "internal_affairs", "19", thai_nguyen).lead == "19-SNV"


def test_where_nothing_speaks_for_a_field_the_office_leads_and_a_person_looks(thai_nguyen: AgencyTree) -> None:
    proposal = propose("Giữ gìn đoàn kết", None, "05665", thai_nguyen)
    assert (proposal.lead, proposal.coordinators, proposal.sure) == ("05665-VP", (), False)
    assert proposal.reason.startswith("Nội dung không có từ nào cho biết lĩnh vực")


@pytest.mark.parametrize(("text", "field"), [("Tuyển quân năm 2027", None), ("", "defence_security")])
def test_where_no_unit_answers_for_the_field_the_office_leads_and_a_person_looks(
    thai_nguyen: AgencyTree, text: str, field: str | None
) -> None:
    proposal = propose(text, field, "05665", thai_nguyen)
    assert (proposal.lead, proposal.sure) == ("05665-VP", False)
    assert proposal.reason.startswith("Chưa có đơn vị nào phụ trách lĩnh vực Quốc phòng, an ninh")


def test_hints_alone_are_not_sure(thai_nguyen: AgencyTree) -> None:
    proposal = propose("Theo dõi, đôn đốc, tổng hợp, báo cáo kết quả", None, "05665", thai_nguyen)
    assert (proposal.lead, proposal.sure) == ("05665-VP", False)


def test_two_units_that_are_meant_nearly_alike_are_not_sure(thai_nguyen: AgencyTree) -> None:
    proposal = propose("Tuyên truyền về bảo vệ rừng, phòng cháy", None, "05665", thai_nguyen)
    assert {proposal.lead, *proposal.coordinators} == {"05665-VHXH", "05665-KT"}
    assert not proposal.sure


def test_other_units_the_text_speaks_of_coordinate(thai_nguyen: AgencyTree) -> None:
    text = "Tuyên truyền về chuyển đổi số, công nghệ thông tin khi giải quyết thủ tục hành chính"
    proposal = propose(text, None, "05665", thai_nguyen)
    assert (proposal.lead, proposal.coordinators, proposal.sure) == ("05665-VHXH", ("05665-PVHCC",), True)


def test_a_hint_makes_no_coordinator(thai_nguyen: AgencyTree) -> None:
    text = "Giải ngân vốn đầu tư công cho công trình văn hóa theo quy định của pháp luật"
    proposal = propose(text, None, "05665", thai_nguyen)
    assert (proposal.lead, proposal.coordinators) == ("05665-KT", ("05665-VHXH",))


def test_a_field_two_units_answer_for_has_one_lead_and_is_not_sure(thai_nguyen: AgencyTree) -> None:
    fields = ("public_service", "information_propaganda")
    tree = apply_overrides(thai_nguyen, [Override(agency="05665-PVHCC", fields=fields)])
    proposal = propose("", "information_propaganda", "05665", tree)
    assert (proposal.lead, proposal.coordinators, proposal.sure) == ("05665-PVHCC", ("05665-VHXH",), False)


def test_a_commune_that_divides_the_work_otherwise_is_followed(thai_nguyen: AgencyTree) -> None:
    tree = apply_overrides(
        thai_nguyen,
        [
            Override(agency="05665-PVHCC", fields=("public_service", "digital_transformation")),
            Override(agency="05665-VHXH", fields=("health",)),
        ],
    )
    assert propose("Đẩy mạnh chuyển đổi số", None, "05665", tree).lead == "05665-PVHCC"
    assert propose("Đẩy mạnh chuyển đổi số", None, "02143", tree).lead == "02143-VHXH"


def test_an_administration_without_an_office_leads_itself(thai_nguyen: AgencyTree) -> None:
    units = [Override(agency=unit.id, closed=True) for unit in thai_nguyen.children("05665")]
    proposal = propose("Đẩy mạnh chuyển đổi số", None, "05665", apply_overrides(thai_nguyen, units))
    assert (proposal.lead, proposal.sure) == ("05665", False)


def test_a_field_outside_the_vocabulary_is_refused(thai_nguyen: AgencyTree) -> None:
    with pytest.raises(ValueError, match="magic is no field of work"):
        propose("", "magic", "05665", thai_nguyen)


def test_an_administration_outside_the_tree_is_refused(thai_nguyen: AgencyTree) -> None:
    with pytest.raises(KeyError, match="99999"):
        propose("", None, "99999", thai_nguyen)


def test_a_longer_phrase_hides_the_shorter_ones_in_it() -> None:
    assert set(spoken_of("khắc phục tình trạng văn hóa công vụ yếu")) == {Field.ADMINISTRATIVE_REFORM}
    assert set(spoken_of("hoạt động văn hóa")) == {Field.CULTURE_SPORTS_TOURISM}


def test_the_name_of_a_unit_speaks_for_no_field() -> None:
    assert spoken_of("gửi Phòng Văn hóa - Xã hội, Phòng Kinh tế và Sở Tài chính") == {}


def test_words_without_their_marks_are_other_words() -> None:
    assert spoken_of("tính toán dự toan") == {}


def test_every_field_has_words_of_its_own() -> None:
    assert {field for field in Field if not spoken_of(OWN_WORDS[field]).get(field)} == set()


OWN_WORDS = {
    Field.INTERNAL_AFFAIRS: "sắp xếp tổ chức bộ máy, biên chế",
    Field.ADMINISTRATIVE_REFORM: "cải cách hành chính",
    Field.OFFICE_DOCUMENTS: "nâng cao chất lượng ban hành văn bản",
    Field.JUSTICE: "đăng ký hộ tịch",
    Field.EXTERNAL_AFFAIRS: "công tác đối ngoại",
    Field.INSPECTION: "giải quyết tố cáo",
    Field.FINANCE: "lập dự toán ngân sách",
    Field.ECONOMY: "giải ngân vốn đầu tư công",
    Field.INDUSTRY_TRADE: "phát triển cụm công nghiệp",
    Field.AGRICULTURE_ENVIRONMENT: "thu gom rác thải",
    Field.RURAL_DEVELOPMENT: "xây dựng nông thôn mới",
    Field.LAND: "giải phóng mặt bằng",
    Field.CONSTRUCTION_INFRASTRUCTURE: "quản lý trật tự xây dựng",
    Field.SCIENCE_TECHNOLOGY: "đổi mới sáng tạo",
    Field.DIGITAL_TRANSFORMATION: "triển khai Đề án 06",
    Field.CULTURE_SPORTS_TOURISM: "bảo tồn di tích",
    Field.INFORMATION_PROPAGANDA: "tuyên truyền rộng rãi",
    Field.EDUCATION: "chuẩn bị năm học mới",
    Field.HEALTH: "tiêm chủng mở rộng",
    Field.LABOUR: "chăm lo người có công",
    Field.SOCIAL_PROTECTION: "bảo vệ trẻ em",
    Field.ETHNIC_RELIGION: "công tác tôn giáo",
    Field.PUBLIC_SERVICE: "giải quyết thủ tục hành chính",
    Field.DEFENCE_SECURITY: "củng cố quốc phòng",
}
