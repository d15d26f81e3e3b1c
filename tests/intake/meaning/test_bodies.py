"""Which bodies a text names, and where one name ends and the next begins."""

import pytest

from thac.intake.meaning.bodies import read_bodies


def names(text: str) -> list[str]:
    return [one.name for one in read_bodies(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sở Giáo dục và Đào tạo, Sở Văn hóa, Thể thao và Du lịch và UBND các xã, phường tổ chức hội thi",
            ["Sở Giáo dục và Đào tạo", "Sở Văn hóa, Thể thao và Du lịch", "UBND các xã, phường"],
        ),
        ("Văn phòng HĐND và UBND; Phòng Kinh tế", ["Văn phòng HĐND và UBND", "Phòng Kinh tế"]),
        ("Văn phòng HĐND&UBND", ["Văn phòng HĐND&UBND"]),
        (
            "Phòng Kinh tế, Hạ tầng và Đô thị, Phòng Văn hóa - Xã hội chủ trì",
            ["Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Văn hóa - Xã hội"],
        ),
        ("Sở Nông nghiệp và Môi trường và Sở Công Thương", ["Sở Nông nghiệp và Môi trường", "Sở Công Thương"]),
        ("các sở, ban, ngành, đoàn thể tỉnh; UBND các xã, phường", None),
        ("các cơ quan, đơn vị có liên quan theo dõi", ["các cơ quan, đơn vị có liên quan"]),
        (
            "Trung tâm Phục vụ hành chính công và các trường học",
            ["Trung tâm Phục vụ hành chính công", "các trường học"],
        ),
        ("Trung tâm Chính trị tổ chức lớp bồi dưỡng", ["Trung tâm Chính trị"]),
        ("Trạm Y tế xã, Công an xã tuyên truyền", ["Trạm Y tế xã", "Công an xã"]),
        ("Ban Quản lý dự án đầu tư xây dựng tỉnh khẩn trương", ["Ban Quản lý dự án đầu tư xây dựng tỉnh"]),
        ("Ban Chỉ huy Phòng thủ dân sự xã kiện toàn", ["Ban Chỉ huy Phòng thủ dân sự xã"]),
        ("Báo và Đài Phát thanh - Truyền hình tỉnh đưa tin", ["Báo và Đài Phát thanh - Truyền hình tỉnh"]),
        ("Ngân hàng Chính sách xã hội tỉnh cho vay", ["Ngân hàng Chính sách xã hội tỉnh"]),
        ("Thuế cơ sở 3 rà soát hộ kinh doanh", ["Thuế cơ sở 3"]),
        ("lực lượng Kiểm lâm, chính quyền địa phương", ["lực lượng Kiểm lâm", "chính quyền địa phương"]),
        ("Trường Tiểu học Văn Lăng tổ chức", ["Trường Tiểu học Văn Lăng"]),
        ("UBND xã Quang Sơn khẩn trương", ["UBND xã Quang Sơn"]),
    ],
)
def test_a_list_is_parted_where_a_new_name_begins(text: str, expected: list[str] | None) -> None:
    assert names(text) == (expected or ["các sở, ban, ngành, đoàn thể tỉnh", "UBND các xã, phường"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các Bộ: Quốc phòng, Công an chủ động", ["Bộ Quốc phòng", "Bộ Công an"]),
        ("các Sở: Nội vụ, Tài chính và Y tế", ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"]),
        ("các Bộ Y tế, Văn hóa, Thể thao và Du lịch", ["Bộ Y tế", "Bộ Văn hóa, Thể thao và Du lịch"]),
        ("UBND các xã: Văn Lăng, Tân Thành", ["UBND xã Văn Lăng", "UBND xã Tân Thành"]),
        (
            "UBND các tỉnh, thành phố: Lào Cai, Huế, Gia Lai",
            ["UBND tỉnh Lào Cai", "UBND thành phố Huế", "UBND tỉnh Gia Lai"],
        ),
        ("UBND các xã, phường: Định kỳ báo cáo", ["UBND các xã, phường"]),
    ],
)
def test_a_kind_that_is_named_once_holds_for_the_whole_list(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giám đốc Sở Nội vụ", "Sở Nội vụ"),
        ("Bộ trưởng Bộ Tài chính", "Bộ Tài chính"),
        ("Chủ tịch UBND các xã, phường", "UBND các xã, phường"),
        ("Chánh Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("Thủ trưởng các sở, ban, ngành", "các sở, ban, ngành"),
        ("Trưởng các thôn", "các thôn"),
        ("Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh", "Bộ Chỉ huy Quân sự tỉnh"),
        ("Trưởng phòng Kinh tế", "phòng Kinh tế"),
        ("Đồng chí Giám đốc Sở Y tế", "Sở Y tế"),
    ],
)
def test_the_title_of_a_head_means_the_body(text: str, expected: str) -> None:
    (body,), _ = read_bodies(text)
    assert body.name == expected
    assert body.headed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cơ quan chủ trì soạn thảo chịu trách nhiệm", "(cơ quan chủ trì soạn thảo)"),
        ("Các cơ quan, đơn vị được giao chủ trì có trách nhiệm", "(cơ quan được giao chủ trì)"),
        ("đơn vị được phân công phụ trách địa bàn nắm tình hình", "(đơn vị được phân công phụ trách địa bàn)"),
    ],
)
def test_a_mere_role_stands_in_parentheses(text: str, expected: str) -> None:
    (body,), _ = read_bodies(text)
    assert body.name == expected
    assert body.role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đồng chí Phó Chủ tịch UBND xã phụ trách lĩnh vực văn hóa", "Phó Chủ tịch UBND xã (phụ trách văn hóa)"),
        ("Các đồng chí Phó Chủ tịch UBND xã", "Các Phó Chủ tịch UBND xã"),
        ("các đồng chí Chuyên viên cơ quan MTTQ xã", "Chuyên viên cơ quan MTTQ xã"),
        ("Phó Trưởng ban Thường trực", "Phó Trưởng ban Thường trực"),
        ("Các đồng chí đảng ủy viên dự sinh hoạt", "Đảng ủy viên"),
        ("Khu phố trưởng thông báo lịch họp", "Khu phố trưởng"),
    ],
)
def test_a_post_acts_in_its_own_name(text: str, expected: str) -> None:
    (body,), _ = read_bodies(text)
    assert body.name == expected
    assert body.post


@pytest.mark.parametrize(
    ("text", "plural"),
    [
        ("các sở, ban, ngành", True),
        ("UBND các xã ven biển", True),
        ("UBND cấp xã", True),
        ("Sở, ban, ngành thuộc UBND tỉnh", True),
        ("Công an các xã, phường", True),
        ("Ban Công tác Mặt trận các khu phố", True),
        ("Ban nhân dân các ấp", True),
        ("Ban tự quản các buôn", True),
        ("Ban công tác Mặt trận khu dân cư", True),
        ("Ban Công tác Mặt trận khu phố 5", False),
        ("Ban Quản lý các khu công nghiệp", False),
        ("Sở Nội vụ", False),
        ("UBND xã Văn Lăng", False),
        ("Ủy ban MTTQ Việt Nam tỉnh", False),
    ],
)
def test_a_class_is_told_from_a_single_body(text: str, *, plural: bool) -> None:
    (body,), _ = read_bodies(text)
    assert body.name == text
    assert body.plural is plural


@pytest.mark.parametrize(
    "text",
    [
        "Ban hành quy chế làm việc",
        "Tổ chức hội nghị",
        "TỔ CHỨC THỰC HIỆN",
        "Phòng, chống thiên tai",
        "Phòng ngừa tội phạm",
        "Báo cáo kết quả",
        "Hội nghị trực tuyến",
        "Bộ máy hành chính",
        "Đoàn kết nội bộ",
        "Trường hợp vi phạm",
        "giao ban công tác tháng",
        "Vụ việc phức tạp",
        "",
    ],
)
def test_what_only_begins_like_a_body_is_none(text: str) -> None:
    assert read_bodies(text) == ((), 0)


def test_reading_stops_where_the_names_end() -> None:
    text = "Sở Tài chính và các chủ đầu tư (khối tỉnh) rà soát nguồn vốn"
    _, end = read_bodies(text)
    assert text[end:] == " rà soát nguồn vốn"


def test_a_field_of_names_lets_a_long_name_run_to_the_comma() -> None:
    text = "Chi cục Quản lý thị trường, Công an tỉnh"
    assert [one.name for one in read_bodies(text, listed=True)[0]] == ["Chi cục Quản lý thị trường", "Công an tỉnh"]


def test_a_misprinted_committee_is_whole() -> None:
    assert names("đơn vị trực thuộc Ủy ban nhân Thành phố") == ["đơn vị trực thuộc Ủy ban nhân dân Thành phố"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các đảng bộ, chi bộ trực thuộc duy trì sinh hoạt", ["Các đảng bộ, chi bộ trực thuộc"]),
        ("Các thôn, buôn tuyên truyền", ["Các thôn, buôn"]),
        ("Ban tự quản các làng, buôn vận động", ["Ban tự quản các làng, buôn"]),
        ("Các cơ sở sản xuất, kinh doanh phân bón niêm yết giá", ["Các cơ sở sản xuất, kinh doanh phân bón"]),
        ("Đảng ủy các cơ quan Đảng tỉnh, Đảng ủy UBND tỉnh", ["Đảng ủy các cơ quan Đảng tỉnh", "Đảng ủy UBND tỉnh"]),
        ("Chi bộ các trường học lãnh đạo", ["Chi bộ các trường học"]),
        # The next noun is a class of its own, or a verb.
        ("Các xã, chi bộ trực thuộc", ["Các xã"]),
        ("Các thôn, buôn bán hàng cấm bị xử phạt", ["Các thôn"]),
        ("Các cơ sở sản xuất, xây dựng kế hoạch chữa cháy", ["Các cơ sở sản xuất"]),
    ],
)
def test_a_class_keeps_every_noun_that_it_is_made_of(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Các tổ chức, cá nhân được cấp phép nạo vét bến, luồng lắp đặt biển báo",
            "Các tổ chức, cá nhân được cấp phép nạo vét bến, luồng",
        ),
        (
            "Các hộ kinh doanh, cá nhân buôn bán rau quả cam kết nguồn gốc",
            "Các hộ kinh doanh, cá nhân buôn bán rau quả",
        ),
        ("Các doanh nghiệp sử dụng lao động nữ báo cáo", "Các doanh nghiệp sử dụng lao động nữ"),
        ("Các đơn vị quản lý, sử dụng xe công rà soát định mức", "Các đơn vị quản lý, sử dụng xe công"),
        ("UBND các xã có suối lớn chảy qua kiểm tra đập", "UBND các xã có suối lớn chảy qua"),
        # What they are told to do narrows nothing.
        ("Các đơn vị sử dụng tiết kiệm điện, thực hiện khoán xe", "Các đơn vị"),
        ("Các đơn vị quản lý chặt chẽ con dấu, báo cáo khi mất", "Các đơn vị"),
        ("Các đơn vị sử dụng kinh phí được giao, bố trí người thực hiện", "Các đơn vị"),
        ("Các cơ quan, đơn vị tham gia tổ chức hội thi", "Các cơ quan, đơn vị"),
        ("UBND các xã có kế hoạch kiểm tra", "UBND các xã"),
    ],
)
def test_what_the_bodies_of_a_class_do_belongs_to_its_name_up_to_the_order(text: str, expected: str) -> None:
    assert names(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Các chủ đầu tư dự án sử dụng vốn ngân sách địa phương của tỉnh",
            ["Các chủ đầu tư dự án sử dụng vốn ngân sách địa phương của tỉnh"],
        ),
        ("Các đơn vị quản lý, sử dụng nhà, đất công", ["Các đơn vị quản lý, sử dụng nhà, đất công"]),
        ("Các đơn vị sử dụng ngân sách, UBND các xã", ["Các đơn vị sử dụng ngân sách", "UBND các xã"]),
    ],
)
def test_in_a_list_of_names_what_a_class_does_runs_to_its_end(text: str, expected: list[str]) -> None:
    assert [one.name for one in read_bodies(text, listed=True)[0]] == expected
