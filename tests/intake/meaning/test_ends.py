"""Where a name is over: before what its body is told to do, and not before; what narrows it stays with it."""

import pytest

from tests.intake.meaning.outlines import read, task
from thac.intake.meaning.bodies import read_bodies


def names(text: str) -> list[str]:
    return [one.name for one in read_bodies(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các tổ tự quản tuần tra ban đêm", "Các tổ tự quản"),
        ("Các chi bộ trực thuộc sinh hoạt chuyên đề", "Các chi bộ trực thuộc"),
        ("Các doanh nghiệp viễn thông, điện lực và cấp nước khắc phục sự cố", None),
        ("Các hợp tác xã vận tải niêm yết giá vé", "Các hợp tác xã vận tải"),
        ("Các nhà mạng trên địa bàn bảo đảm liên lạc", "Các nhà mạng trên địa bàn"),
        ("các đơn vị quân đội đóng chân trên địa bàn", "các đơn vị quân đội đóng chân trên địa bàn"),
        ("Đồn Biên phòng cửa khẩu quốc tế Lao Bảo kiểm soát", "Đồn Biên phòng cửa khẩu quốc tế Lao Bảo"),
        ("Công đoàn Viên chức tỉnh phát động thi đua", "Công đoàn Viên chức tỉnh"),
        ("Chi cục Chăn nuôi và Thú y phun khử khuẩn", "Chi cục Chăn nuôi và Thú y"),
        ("Viện Kiểm sát nhân dân khu vực 3 kiểm sát", "Viện Kiểm sát nhân dân khu vực 3"),
        ("Hội Người cao tuổi xã thăm hỏi", "Hội Người cao tuổi xã"),
        ("VNPT Thái Nguyên lắp trạm phát sóng", "VNPT Thái Nguyên"),
        ("Đại biểu Hội đồng nhân dân xã tiếp xúc cử tri", "Đại biểu Hội đồng nhân dân xã"),
        ("Đoàn kiểm tra lập biên bản", "Đoàn kiểm tra"),
        ("Cổng Thông tin điện tử tỉnh đăng tải", "Cổng Thông tin điện tử tỉnh"),
    ],
)
def test_a_name_runs_to_what_its_body_is_told(text: str, expected: str | None) -> None:
    assert names(text) == [expected or "Các doanh nghiệp viễn thông, điện lực và cấp nước"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trung tâm Phục vụ hành chính công lập bảng tổng hợp", "Trung tâm Phục vụ hành chính công"),
        ("Trung tâm Phát triển quỹ đất công khai phương án", "Trung tâm Phát triển quỹ đất"),
        ("Trung tâm Y tế khu vực Định Hóa cấp phát thuốc", "Trung tâm Y tế khu vực Định Hóa"),
        ("Mỗi chi bộ xây dựng một mô hình", "Mỗi chi bộ"),
        ("Các trường mở lớp học hè, tổ chức thi bơi", "Các trường"),
        ("Các thôn họp bàn thống nhất mức đóng góp", "Các thôn"),
        ("Các xã sớm hoàn thành hồ sơ", "Các xã"),
    ],
)
def test_a_verb_is_no_more_of_the_name(text: str, expected: str) -> None:
    assert names(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND các xã chưa hoàn thành khẩn trương rà soát", "UBND các xã chưa hoàn thành"),
        ("Các đơn vị đã nộp hồ sơ tiếp tục theo dõi kết quả", "Các đơn vị đã nộp hồ sơ"),
        ("Các chủ đầu tư có tỷ lệ giải ngân thấp cam kết tiến độ", "Các chủ đầu tư có tỷ lệ giải ngân thấp"),
        ("Các xã đã triển khai rà soát hộ nghèo", "Các xã"),
        ("Các sở có trách nhiệm báo cáo", "Các sở"),
    ],
)
def test_a_state_narrows_a_class_and_a_fact_does_not(text: str, expected: str) -> None:
    assert names(text) == [expected]


def test_the_leads_of_an_order_are_those_narrowed_and_not_all_addressed() -> None:
    to = ("Các sở, ban, ngành tỉnh", "UBND các xã, phường")
    late = task("1. Các cơ quan, đơn vị chưa nộp hồ sơ khẩn trương gửi Sở Tài chính.", to=to)
    assert [one.name for one in late.leads] == ["Các cơ quan, đơn vị chưa nộp hồ sơ"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đồng chí Trưởng Ban Tổ chức, Phó Trưởng đoàn nắm tình hình", ["Trưởng Ban Tổ chức, Phó Trưởng đoàn"]),
        ("Đồng chí Chủ tịch UBND xã, Trưởng ban Chỉ đạo chủ trì", ["Chủ tịch UBND xã, Trưởng ban Chỉ đạo"]),
        ("Trưởng Công an xã, Chỉ huy trưởng Ban Chỉ huy Quân sự xã", ["Công an xã", "Ban Chỉ huy Quân sự xã"]),
        ("Đồng chí Giám đốc Sở Y tế, Giám đốc Sở Tài chính rà soát", ["Sở Y tế", "Sở Tài chính"]),
    ],
)
def test_two_posts_of_one_person_are_one_lead(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các phòng, đơn vị được giao chủ trì báo cáo", "(các phòng, đơn vị được giao chủ trì)"),
        ("Các cơ quan, đơn vị được giao chủ trì báo cáo", "(cơ quan được giao chủ trì)"),
    ],
)
def test_a_role_keeps_the_words_that_say_whose_it_is(text: str, expected: str) -> None:
    assert names(text) == [expected]


@pytest.mark.parametrize(
    ("text", "mode", "leads", "coordinators"),
    [
        ("1. Tu bổ đường nội đồng (Phòng Kinh tế).", "single_lead", ["Phòng Kinh tế"], []),
        ("1. Lắp camera (UBND các xã; hoàn thành trong quý II/2026).", "fan_out", ["UBND các xã"], []),
        ("1. Rà soát lưới điện (Điện lực tỉnh, UBND các xã).", "fan_out", ["Điện lực tỉnh", "UBND các xã"], []),
        (
            "1. Phủ sóng di động (Sở Khoa học và Công nghệ chủ trì; VNPT Thái Nguyên, Viettel Thái Nguyên phối hợp).",
            "single_lead",
            ["Sở Khoa học và Công nghệ"],
            ["VNPT Thái Nguyên", "Viettel Thái Nguyên"],
        ),
        ("1. Tổ chức tại ba điểm (xã Tân An, xã Tân Bình).", "no_lead", [], []),
        ("1. Thực hiện theo hướng dẫn của cơ quan chuyên môn (Sở Xây dựng).", "no_lead", [], []),
        ("1. Báo cáo kết quả về UBND tỉnh (qua Sở Nội vụ).", "no_lead", [], []),
    ],
)
def test_who_alone_stands_in_the_last_brackets_does_it(
    text: str, mode: str, leads: list[str], coordinators: list[str]
) -> None:
    got = task(text)
    assert (str(got.mode), [one.name for one in got.leads], [one.name for one in got.coordinators]) == (
        mode,
        leads,
        coordinators,
    )


def test_a_heading_with_the_duties_of_a_body_makes_it_act() -> None:
    got = read("1. Nhiệm vụ của Đoàn công tác\n  a) Khảo sát hiện trường.\n  b) Trưởng đoàn báo cáo kết quả khảo sát.")
    assert [[one.name for one in each.leads] for each in got.tasks] == [["Đoàn công tác"], ["Trưởng đoàn"]]


def test_a_heading_says_who_leads_and_not_whom() -> None:
    got = task("1. Đảng ủy UBND tỉnh chỉ đạo UBND tỉnh:\n  - Rà soát các hồ chứa trước mùa mưa.")
    assert [one.name for one in got.leads] == ["Đảng ủy UBND tỉnh"]


def test_two_bodies_parted_by_a_semicolon_each_do_it() -> None:
    got = task("1. Báo Thái Nguyên; Cổng Thông tin điện tử tỉnh tuyên truyền rộng rãi.")
    assert (str(got.mode), len(got.leads)) == ("each_named", 2)


def test_those_with_whom_forces_are_joined_help() -> None:
    got = task("1. Công an tỉnh trực sẵn sàng; hiệp đồng với các đơn vị quân đội đứng chân trên địa bàn.")
    assert [one.name for one in got.coordinators] == ["các đơn vị quân đội đứng chân trên địa bàn"]


@pytest.mark.parametrize(
    ("text", "issuer", "mode"),
    [
        ("1. Đề nghị Ban Chấp hành Đoàn xã huy động đoàn viên.", "ỦY BAN NHÂN DÂN XÃ VĂN LĂNG", "request"),
        ("1. Đề nghị Ủy ban MTTQ Việt Nam xã vận động Nhân dân.", "HỘI ĐỒNG NHÂN DÂN XÃ VĂN LĂNG", "request"),
        ("1. Mời Hội Luật gia tỉnh tham gia tư vấn.", "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN", "request"),
        ("1. Đề nghị Phòng Kinh tế rà soát nguồn vốn.", "ỦY BAN NHÂN DÂN XÃ VĂN LĂNG", "single_lead"),
    ],
)
def test_a_body_outside_the_chain_is_asked_by_whoever_issues(text: str, issuer: str, mode: str) -> None:
    assert str(task(text, issuer=issuer).mode) == mode


def test_a_cell_may_ask() -> None:
    (got,) = read("Vận động xây nhà tình nghĩa | Đề nghị Hội Chữ thập đỏ tỉnh", columns=("Nhiệm vụ", "Chủ trì")).tasks
    assert (str(got.mode), got.leads[0].name) == ("request", "Hội Chữ thập đỏ tỉnh")


@pytest.mark.parametrize(
    "outline",
    [
        "Điều 1. Thành lập Tổ công tác, do Phó Chủ tịch UBND tỉnh làm Tổ trưởng.",
        "Điều 1. Phê duyệt danh mục dự án năm 2026.",
        "Điều 3. Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này. Quyết định có hiệu lực từ ngày ký.",
    ],
)
def test_an_article_that_brings_something_about_is_no_task(outline: str) -> None:
    assert read(outline).tasks == ()


def test_an_article_that_orders_is_a_task() -> None:
    assert len(read("Điều 2. Giao Sở Nội vụ thành lập Tổ giúp việc trước ngày 15/4/2026.").tasks) == 1
