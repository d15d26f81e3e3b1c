"""Which lines make one paragraph."""

from tests.intake.structure.reading import paragraphs, texts
from thac.intake.structure.pages import Page
from thac.intake.structure.pieces import Piece
from thac.intake.structure.unwrapping import Unwrapping

WRAPPED = (
    "- Rà soát toàn bộ văn bản đã ban hành, báo\ncáo kết quả về Văn phòng trước ngày cuối\ncùng của quý để tổng hợp.\n"
)


def test_a_wrapped_sentence_is_joined() -> None:
    assert texts(WRAPPED) == [
        "- Rà soát toàn bộ văn bản đã ban hành, báo cáo kết quả về Văn phòng trước ngày cuối cùng của quý để tổng hợp."
    ]


def test_a_page_that_ends_in_mid_sentence_is_joined_over_the_empty_line() -> None:
    assert texts("1. Bảo đảm hiệu lực trên tất\n\ncả các lĩnh vực.\n\n2. Báo cáo.") == [
        "1. Bảo đảm hiệu lực trên tất cả các lĩnh vực.",
        "2. Báo cáo.",
    ]


def test_a_line_goes_on_where_the_one_above_hangs() -> None:
    assert texts("1. Căn cứ chỉ đạo của\n\nBan Bí thư, các đơn vị báo cáo.") == [
        "1. Căn cứ chỉ đạo của Ban Bí thư, các đơn vị báo cáo."
    ]


def test_a_line_goes_on_inside_an_open_bracket() -> None:
    assert texts("1. Nền tảng dùng chung (Hệ thống thư điện tử,\n\nHệ thống văn bản) được khai thác.") == [
        "1. Nền tảng dùng chung (Hệ thống thư điện tử, Hệ thống văn bản) được khai thác."
    ]


def test_a_paragraph_that_ended_is_not_joined() -> None:
    assert texts("1. Sở Y tế báo cáo.\nTổng hợp kết quả của các trạm.") == [
        "1. Sở Y tế báo cáo.",
        "Tổng hợp kết quả của các trạm.",
    ]


def test_a_heading_over_a_paragraph_is_its_own() -> None:
    assert texts("4. Công an tỉnh\n\nChỉ đạo các đơn vị tuần tra.") == [
        "4. Công an tỉnh",
        "Chỉ đạo các đơn vị tuần tra.",
    ]


def test_a_heading_in_bold_print_is_its_own_without_an_empty_line() -> None:
    assert texts(f"{WRAPPED}**2. Giao các cơ quan\nchuyên môn**\nTiếp tục cập nhật dữ liệu.")[1:] == [
        "2. Giao các cơ quan chuyên môn",
        "Tiếp tục cập nhật dữ liệu.",
    ]


def test_a_set_heading_is_its_own_without_an_empty_line() -> None:
    assert texts(f"1. Mục đích\nNâng cao nhận thức của cán bộ.\n{WRAPPED}")[:2] == [
        "1. Mục đích",
        "Nâng cao nhận thức của cán bộ.",
    ]


def test_a_body_in_a_heading_is_told_from_what_it_does() -> None:
    assert texts(f"{WRAPPED}2. Công an tỉnh\nChỉ đạo lực lượng tuần tra.")[1:] == [
        "2. Công an tỉnh",
        "Chỉ đạo lực lượng tuần tra.",
    ]


def test_a_first_line_that_is_broken_early_goes_on() -> None:
    text = (
        "- Thực hiện đầy đủ\ntrách nhiệm quản lý nhà nước về lâm nghiệp của chính quyền địa\n"
        "phương theo quy định.\n\n"
        "- Để tiếp tục thực\nhiện nghiêm các quy định về bảo vệ rừng và phòng cháy, chữa cháy\nrừng trên địa bàn.\n\n"
        "- Bám sát Kế hoạch\nSố hóa hồ sơ của tỉnh để tổ chức thực hiện.\n"
    )
    assert texts(text)[-1] == "- Bám sát Kế hoạch Số hóa hồ sơ của tỉnh để tổ chức thực hiện."


def test_a_number_that_wrapped_marks_no_item() -> None:
    assert texts("1. Theo quy định tại khoản\n2. Điều 5 của Luật Đất đai.\n2. Báo cáo.") == [
        "1. Theo quy định tại khoản 2. Điều 5 của Luật Đất đai.",
        "2. Báo cáo.",
    ]


def test_a_date_that_wrapped_marks_no_item() -> None:
    assert texts("1. Hoàn thành trước ngày\n25 tháng 11 năm 2026.") == [
        "1. Hoàn thành trước ngày 25 tháng 11 năm 2026."
    ]


def test_a_dash_that_wrapped_marks_no_item() -> None:
    assert texts("1. Giao Phòng Văn hóa\n- Xã hội tham mưu giai đoạn 2026\n- 2030.") == [
        "1. Giao Phòng Văn hóa - Xã hội tham mưu giai đoạn 2026 - 2030."
    ]


def test_a_bullet_below_a_heading_is_a_bullet() -> None:
    assert texts("1. Chỉ tiêu cụ thể\n- 95% hồ sơ trực tuyến;\n- Tối thiểu 70% người dân.") == [
        "1. Chỉ tiêu cụ thể",
        "- 95% hồ sơ trực tuyến;",
        "- Tối thiểu 70% người dân.",
    ]


def test_a_marker_may_stand_alone_in_its_line() -> None:
    (found,) = paragraphs("-\nRà soát văn bản.")
    assert (found.text, found.line, found.lines) == ("Rà soát văn bản.", 2, (1, 2))


def test_the_word_that_decides_stands_alone() -> None:
    assert texts("Theo đề nghị của Chánh Văn phòng\nQUYẾT ĐỊNH:\nĐiều 1. Thành lập Tổ công tác.") == [
        "Theo đề nghị của Chánh Văn phòng",
        "QUYẾT ĐỊNH:",
        "Điều 1. Thành lập Tổ công tác.",
    ]


def test_a_whole_paragraph_is_never_joined() -> None:
    lines = [Piece(1, "1. Bảo đảm hiệu lực trên tất", whole=True), Piece(2, "cả các lĩnh vực.", whole=True)]
    assert [one.text for one in Unwrapping(Page()).paragraphs(lines)] == [
        "Bảo đảm hiệu lực trên tất",
        "cả các lĩnh vực.",
    ]


def test_each_character_knows_its_line() -> None:
    (found,) = paragraphs("\n- Rà soát văn bản,\nbáo cáo kết quả.")
    assert (found.line, found.line_at(0), found.line_at(found.text.index("báo"))) == (2, 2, 3)


def test_a_sentence_goes_on_behind_a_colon_where_lines_are_wrapped() -> None:
    assert texts(f"{WRAPPED}- Lưu ý thực hiện nghiêm chỉ đạo sau đây:\nvề số lượng hội nghị trong năm.")[1:] == [
        "- Lưu ý thực hiện nghiêm chỉ đạo sau đây: về số lượng hội nghị trong năm."
    ]


def test_a_remark_in_brackets_is_a_paragraph() -> None:
    assert texts(
        "1. Báo cáo.\n\n(Có Kết luận số 226-KL/TW của Ban Bí thư gửi kèm theo Công văn này)\n\n"
        "Đây là nhiệm vụ quan trọng."
    ) == [
        "1. Báo cáo.",
        "(Có Kết luận số 226-KL/TW của Ban Bí thư gửi kèm theo Công văn này)",
        "Đây là nhiệm vụ quan trọng.",
    ]
