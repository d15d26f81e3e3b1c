"""Who does what is ordered: in fields, in words, in headings, for all of a document, and how they share it."""

import pytest

from tests.intake.meaning.outlines import names, read, task
from thac.intake.draft import ReadMode

MTTQ = "ỦY BAN MTTQ VIỆT NAM XÃ VĂN LĂNG BAN THƯỜNG TRỰC"


@pytest.mark.parametrize(
    ("text", "mode", "leads", "coordinators"),
    [
        (
            "Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các cơ quan liên quan rà soát biên chế.",
            "single_lead",
            ("Sở Nội vụ",),
            ("Sở Tài chính", "các cơ quan liên quan"),
        ),
        ("Sở Y tế hướng dẫn các cơ sở khám bệnh tiêm chủng.", "single_lead", ("Sở Y tế",), ()),
        ("Sở Y tế có trách nhiệm công khai giá dịch vụ.", "single_lead", ("Sở Y tế",), ()),
        (
            "Theo chức năng, nhiệm vụ được giao, Sở Xây dựng kiểm tra các công trình.",
            "single_lead",
            ("Sở Xây dựng",),
            (),
        ),
        ("Trước ngày 15/4/2026, Sở Tài chính thẩm định dự toán.", "single_lead", ("Sở Tài chính",), ()),
        (
            "Chủ tịch UBND tỉnh giao Giám đốc Sở Xây dựng rà soát quy hoạch các khu dân cư.",
            "single_lead",
            ("Sở Xây dựng",),
            (),
        ),
        (
            "Về thu ngân sách: Thuế tỉnh Thái Nguyên rà soát hộ kinh doanh.",
            "single_lead",
            ("Thuế tỉnh Thái Nguyên",),
            (),
        ),
        (
            "Rà soát các điểm đen giao thông (Sở Xây dựng chủ trì, phối hợp với Công an tỉnh).",
            "single_lead",
            ("Sở Xây dựng",),
            ("Công an tỉnh",),
        ),
        (
            "Số hóa hồ sơ địa chính; giao Sở Nông nghiệp và Môi trường thực hiện.",
            "single_lead",
            ("Sở Nông nghiệp và Môi trường",),
            (),
        ),
        (
            "Lập danh mục dự án do Sở Tài chính chủ trì tổng hợp.",
            "single_lead",
            ("Sở Tài chính",),
            (),
        ),
        (
            "Sở Công Thương chủ trì kiểm tra giá cả; Công an tỉnh, UBND các xã phối hợp thực hiện.",
            "single_lead",
            ("Sở Công Thương",),
            ("Công an tỉnh", "UBND các xã"),
        ),
        (
            "Sở Giáo dục và Đào tạo chỉ đạo các trường phối hợp với gia đình quản lý học sinh.",
            "single_lead",
            ("Sở Giáo dục và Đào tạo",),
            ("các trường",),
        ),
        (
            "Các Sở: Nội vụ, Tài chính chủ động tháo gỡ vướng mắc.",
            "each_named",
            ("Sở Nội vụ", "Sở Tài chính"),
            (),
        ),
        (
            "Sở Xây dựng cung cấp số liệu nhà ở; Công an tỉnh cung cấp số liệu cư trú.",
            "each_named",
            ("Sở Xây dựng", "Công an tỉnh"),
            (),
        ),
        (
            "Sở Nội vụ, Sở Tài chính cùng chủ trì xây dựng đề án.",
            "multi_lead_violation",
            ("Sở Nội vụ", "Sở Tài chính"),
            (),
        ),
        (
            "UBND các xã, phường rà soát hộ nghèo.",
            "fan_out",
            ("UBND các xã, phường",),
            (),
        ),
        (
            "Các sở, ngành liên quan phối hợp với các địa phương triển khai Chỉ thị.",
            "coordinator_only",
            ("Các sở, ngành liên quan",),
            (),
        ),
        (
            "Công an tỉnh phối hợp với Sở Xây dựng kiểm tra tải trọng xe.",
            "single_lead",
            ("Công an tỉnh",),
            ("Sở Xây dựng",),
        ),
        (
            "Cơ quan được giao chủ trì chịu trách nhiệm về tiến độ.",
            "role_based",
            ("(cơ quan được giao chủ trì)",),
            (),
        ),
        (
            "Đề nghị Ủy ban MTTQ Việt Nam tỉnh giám sát việc thực hiện.",
            "request",
            ("Ủy ban MTTQ Việt Nam tỉnh",),
            (),
        ),
        ("Đề nghị các sở, ban, ngành khẩn trương báo cáo số liệu.", "fan_out", ("các sở, ban, ngành",), ()),
        ("Tăng cường tuyên truyền về an toàn giao thông.", "no_lead", (), ()),
    ],
)
def test_the_words_of_an_item_say_who_does_it(
    text: str, mode: str, leads: tuple[str, ...], coordinators: tuple[str, ...]
) -> None:
    assert names(read(f"1. {text}")) == [(mode, leads, coordinators)]


@pytest.mark.parametrize(
    "text",
    [
        "Xác định rõ đầu mối chủ trì của từng việc.",
        "Thực hiện nguyên tắc “một việc chỉ giao một cơ quan chủ trì, chịu trách nhiệm chính”.",
        "Chỉ đạo Sở Nội vụ rà soát biên chế.",
        "Xây dựng quy chế phối hợp với Công an tỉnh.",
    ],
)
def test_a_body_that_is_only_mentioned_gets_no_task(text: str) -> None:
    assert names(read(f"1. {text}")) == [("no_lead", (), ())]


@pytest.mark.parametrize(
    "heading",
    [
        "2. Sở Nông nghiệp và Môi trường",
        "2. Sở Nông nghiệp và Môi trường:",
        "2. Giao Sở Nông nghiệp và Môi trường:",
        "2. Đối với Sở Nông nghiệp và Môi trường",
        "2. Trách nhiệm của Sở Nông nghiệp và Môi trường",
        "2. Yêu cầu Giám đốc Sở Nông nghiệp và Môi trường:",
    ],
)
def test_a_heading_names_who_does_what_stands_below_it(heading: str) -> None:
    draft = read(f"{heading}\n  - Kiểm tra đê điều.\n  - Hướng dẫn lịch thời vụ.")
    assert names(draft) == [("single_lead", ("Sở Nông nghiệp và Môi trường",), ())] * 2


def test_what_a_heading_joins_to_the_work_holds_below_it() -> None:
    draft = read("1. Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh:\n  - Kiểm tra an toàn thực phẩm.")
    assert names(draft) == [("single_lead", ("Sở Y tế",), ("Công an tỉnh",))]


def test_an_item_with_an_actor_of_its_own_does_not_inherit() -> None:
    draft = read("1. Sở Y tế:\n  - Kiểm tra các chợ.\n  - Công an tỉnh xử lý vi phạm.")
    assert [one[1] for one in names(draft)] == [("Sở Y tế",), ("Công an tỉnh",)]


def test_a_heading_about_a_body_is_not_its_assignment() -> None:
    assert names(read("1. Về công tác cán bộ\n  - Rà soát quy hoạch cán bộ."))[0][1] == ()


def test_a_paragraph_with_a_colon_heads_the_bullets_after_it() -> None:
    draft = read("Giao Sở Tài chính:\n- Cân đối ngân sách.\n- Thẩm định dự toán.")
    assert names(draft) == [("single_lead", ("Sở Tài chính",), ())] * 2


def test_a_request_in_a_heading_holds_below_it() -> None:
    draft = read("1. Đề nghị Ủy ban MTTQ Việt Nam tỉnh:\n  - Vận động Nhân dân hiến đất.")
    assert draft.tasks[0].mode is ReadMode.REQUEST


@pytest.mark.parametrize(
    ("fields", "mode", "leads", "coordinators"),
    [
        (
            "  - Cơ quan chủ trì: Sở Nội vụ.\n  - Cơ quan phối hợp: Sở Tài chính; UBND các xã, phường.",
            "single_lead",
            ("Sở Nội vụ",),
            ("Sở Tài chính", "UBND các xã, phường"),
        ),
        (
            "  - Cơ quan chủ trì: Sở Nội vụ, Sở Tài chính, Sở Y tế.",
            "multi_lead_violation",
            ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế"),
            (),
        ),
        (
            "  - Cơ quan thực hiện: Sở Nội vụ, các cơ quan liên quan.",
            "no_lead",
            ("Sở Nội vụ", "các cơ quan liên quan"),
            (),
        ),
        ("  - Đơn vị thực hiện: Sở Nội vụ.", "single_lead", ("Sở Nội vụ",), ()),
        (
            "  - Cơ quan thực hiện: Các sở, ban, ngành; UBND các xã.",
            "fan_out",
            ("Các sở, ban, ngành", "UBND các xã"),
            (),
        ),
        (
            "  - Cơ quan thực hiện: Sở Nội vụ chủ trì tham mưu; Sở Tư pháp, UBND các xã phối hợp.",
            "single_lead",
            ("Sở Nội vụ",),
            ("Sở Tư pháp", "UBND các xã"),
        ),
        ("  - Cơ quan phối hợp: Sở Tài chính.", "coordinator_only", (), ("Sở Tài chính",)),
        ("  - Chủ trì: Các sở, ban, ngành.", "fan_out", ("Các sở, ban, ngành",), ()),
    ],
)
def test_fields_say_who_does_it(fields: str, mode: str, leads: tuple[str, ...], coordinators: tuple[str, ...]) -> None:
    assert names(read(f"1. Rà soát chức năng, nhiệm vụ của các phòng.\n{fields}")) == [(mode, leads, coordinators)]


def test_a_row_of_a_table_says_who_does_it() -> None:
    columns = ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm")
    only = task(
        "1 | Số hóa sổ hộ tịch | Sở Tư pháp | Sở Y tế, UBND các xã | Quý II/2026 | Cơ sở dữ liệu hộ tịch",
        columns=columns,
    )
    assert only.text == "Số hóa sổ hộ tịch"
    assert only.mode is ReadMode.SINGLE_LEAD
    assert [one.name for one in only.leads] == ["Sở Tư pháp"]
    assert [one.name for one in only.coordinators] == ["Sở Y tế", "UBND các xã"]
    assert only.product == "Cơ sở dữ liệu hộ tịch"


def test_addressees_carry_out_what_names_nobody() -> None:
    draft = read("1. Rà soát thủ tục hành chính.", to=("Các sở, ban, ngành", "UBND các xã, phường"))
    assert names(draft) == [("fan_out", ("Các sở, ban, ngành", "UBND các xã, phường"), ())]
    assert draft.tasks[0].unsure == ()


def test_a_general_name_is_the_addressee_that_it_begins() -> None:
    draft = read("1. Thủ trưởng các cơ quan, đơn vị rà soát thủ tục.", to=("Các cơ quan, đơn vị thuộc UBND xã",))
    assert names(draft)[0][1] == ("Các cơ quan, đơn vị thuộc UBND xã",)


def test_without_addressees_whom_the_sentence_before_the_items_tells_carries_them_out() -> None:
    preamble = "Để tăng cường kỷ cương, UBND tỉnh yêu cầu các sở, ban, ngành, UBND các xã thực hiện:"
    draft = read("1. Rà soát thủ tục hành chính.", preamble=preamble)
    assert names(draft)[0][:2] == ("fan_out", ("các sở, ban, ngành", "UBND các xã"))


def test_the_class_that_the_section_on_carrying_out_names_does_the_rest_and_asks_for_a_look() -> None:
    draft = read(
        "I. NHIỆM VỤ\n  1. Tuyên truyền sâu rộng.\nII. TỔ CHỨC THỰC HIỆN\n  1. Các cơ quan, đơn vị trên địa bàn\n"
        "    - Xây dựng kế hoạch cụ thể."
    )
    assert [one[1] for one in names(draft)] == [("Các cơ quan, đơn vị trên địa bàn",)] * 2
    assert draft.tasks[0].unsure == ("leads",)
    assert draft.tasks[1].unsure == ()


@pytest.mark.parametrize(
    ("issuer", "text", "mode"),
    [
        ("SỞ NỘI VỤ TỈNH THÁI NGUYÊN", "Đề nghị UBND các xã cung cấp số liệu biên chế.", ReadMode.REQUEST),
        ("SỞ NỘI VỤ TỈNH THÁI NGUYÊN", "Đề nghị Phòng Cải cách hành chính tổng hợp số liệu.", ReadMode.SINGLE_LEAD),
        ("ĐẢNG ỦY XÃ VĂN LĂNG", "Đề nghị Ủy ban MTTQ Việt Nam xã giám sát cán bộ.", ReadMode.REQUEST),
        ("ĐẢNG ỦY XÃ VĂN LĂNG", "Đề nghị các chi bộ tổ chức sinh hoạt chuyên đề.", ReadMode.FAN_OUT),
        (MTTQ, "Đề nghị UBND xã tạo điều kiện về kinh phí.", ReadMode.REQUEST),
        (MTTQ, "Đề nghị Ban công tác Mặt trận các thôn tổ chức hội nghị.", ReadMode.FAN_OUT),
        ("ỦY BAN NHÂN DÂN XÃ VĂN LĂNG", "Đề nghị Phòng Kinh tế báo cáo số liệu.", ReadMode.SINGLE_LEAD),
    ],
)
def test_whom_a_body_may_only_ask_depends_on_what_it_is(issuer: str, text: str, mode: ReadMode) -> None:
    assert task(f"1. {text}", issuer=issuer).mode is mode


def test_a_deputy_named_without_a_committee_belongs_to_the_issuer() -> None:
    fields = "  - Chủ trì: Đồng chí Phó Chủ tịch Thường trực, phụ trách lĩnh vực giám sát\n"
    only = task(f"1. Xây dựng kế hoạch giám sát.\n{fields}", issuer=MTTQ)
    assert [one.name for one in only.leads] == ["Phó Chủ tịch Thường trực Ủy ban MTTQ Việt Nam xã (phụ trách giám sát)"]


def test_a_name_keeps_its_print_and_its_line() -> None:
    only = task("1. Giám đốc Sở Nội vụ báo cáo kết quả.")
    assert (only.leads[0].name, only.leads[0].printed, only.leads[0].line) == ("Sở Nội vụ", "Giám đốc Sở Nội vụ", 1)


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        (
            "Căn cứ chức năng, nhiệm vụ xây dựng kế hoạch tuyên truyền của cơ quan, đơn vị, gửi Phòng Kinh tế.",
            ("Các phòng thuộc xã",),
        ),
        ("Duy trì nền nếp sinh hoạt; phân công cấp ủy viên dự họp, nhắc nhở đảng viên.", ("Các phòng thuộc xã",)),
        # After the grounds a body does begin what it is told, and a body that is given work is no person of one's own.
        ("Căn cứ chức năng, nhiệm vụ của cơ quan, Văn phòng xây dựng lịch trực.", ("Văn phòng",)),
        ("Duy trì nền nếp sinh hoạt; phân công Công an xã dự họp, nhắc nhở.", ("Công an xã",)),
    ],
)
def test_whose_a_thing_is_and_whom_one_details_are_objects(text: str, leads: tuple[str, ...]) -> None:
    ((_, found, _),) = names(read(f"1. {text}", to=["Các phòng thuộc xã"]))
    assert found == leads
