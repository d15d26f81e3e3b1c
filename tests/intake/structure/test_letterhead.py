"""What a letterhead says, in the layouts it comes in."""

from datetime import date

import pytest

from tests.intake.structure.reading import read
from thac.domain.directives import Urgency
from thac.intake.document import Header, PartialDate
from thac.intake.structure import read_structure
from thac.intake.transcript import Line, Medium, Transcript

STATE = """ỦY BAN NHÂN DÂN
TỈNH CAO BẮC
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
{number}
{dated}
{title}

Căn cứ Luật Tổ chức chính quyền địa phương;
"""


def _header(
    number: str = "Số: 12/KH-UBND",
    dated: str = "Cao Bắc, ngày 12 tháng 3 năm 2026",
    title: str = "KẾ HOẠCH\nThử nghiệm",
) -> Header:
    return read(STATE.format(number=number, dated=dated, title=title)).header


@pytest.mark.parametrize(
    ("printed", "number", "symbol"),
    [
        ("Số: 12/KH-UBND", "12", "KH-UBND"),
        ("Số:12/KH-UBND", "12", "KH-UBND"),
        ("Số:         /KH-UBND", None, "KH-UBND"),
        ("Số: ……/KH-UBND", None, "KH-UBND"),
        ("Số: 01844/QĐ-UBND", "01844", "QĐ-UBND"),
        ("Số: 15/2026/QĐ-UBND", "15", "2026/QĐ-UBND"),
        ("Số: 512/SNV-CCHC&VTLT", "512", "SNV-CCHC&VTLT"),
        ("Số 226-KL/TW", "226", "KL/TW"),
        ("Số 05 - CTr/ĐU", "05", "CTr/ĐU"),
        ("Số 01-KL-VD/TW", "01", "KL-VD/TW"),
        ("Số       -CV/ĐU", None, "CV/ĐU"),
    ],
)
def test_number_and_symbol(printed: str, number: str | None, symbol: str) -> None:
    header = _header(number=printed)
    assert (header.number, header.symbol) == (number, symbol)


@pytest.mark.parametrize(
    ("printed", "place", "when"),
    [
        ("Cao Bắc, ngày 12 tháng 3 năm 2026", "Cao Bắc", PartialDate(12, 3, 2026)),
        ("Cao Bắc, ngày      tháng 01 năm 2026", "Cao Bắc", PartialDate(None, 1, 2026)),
        ("Cao Bắc, ngày ... tháng ... năm 2026", "Cao Bắc", PartialDate(None, None, 2026)),
        ("Cao Bắc, ngày tháng năm 20", "Cao Bắc", PartialDate()),
        ("TP. Hồ Chí Minh, ngày 3 tháng 4 năm 2026", "TP. Hồ Chí Minh", PartialDate(3, 4, 2026)),
        ("Cao Bắc ngày 12 tháng 3 năm 2026", "Cao Bắc", PartialDate(12, 3, 2026)),
        ("Cao Bắc, ngày 3/4/2026", "Cao Bắc", PartialDate(3, 4, 2026)),
        ("Cao Bắc, hồi 14 giờ 00, ngày 18 tháng 9 năm 2026", "Cao Bắc", PartialDate(18, 9, 2026)),
        ("Thành phố Hồ Chí\nMinh, ngày 28 tháng 11 năm 2025", "Thành phố Hồ Chí Minh", PartialDate(28, 11, 2025)),
        ("Cao Bắc, ngày\n25 tháng 11 năm 2025", "Cao Bắc", PartialDate(25, 11, 2025)),
    ],
)
def test_place_and_date(printed: str, place: str, when: PartialDate) -> None:
    header = _header(dated=printed)
    assert (header.place, header.date) == (place, when)


def test_a_whole_date_has_a_value_and_a_draft_has_none() -> None:
    assert PartialDate(12, 3, 2026).value == date(2026, 3, 12)
    assert PartialDate(None, 3, 2026).value is None


@pytest.mark.parametrize(
    ("title", "doc_type", "subject"),
    [
        (
            "KẾ HOẠCH\nTriển khai Luật Việc làm\ntrên địa bàn tỉnh",
            "Kế hoạch",
            "Triển khai Luật Việc làm trên địa bàn tỉnh",
        ),
        ("CHỈ THỊ\nVỀ\nVIỆC TĂNG CƯỜNG QUẢN LÝ RỪNG", "Chỉ thị", "VỀ VIỆC TĂNG CƯỜNG QUẢN LÝ RỪNG"),
        (
            "KẾ HOẠCH TRIỂN KHAI NGHỊ QUYẾT SỐ 57-NQ/TW\nTRÊN ĐỊA BÀN TỈNH",
            "Kế hoạch",
            "TRIỂN KHAI NGHỊ QUYẾT SỐ 57-NQ/TW TRÊN ĐỊA BÀN TỈNH",
        ),
        ("CÔNG ĐIỆN\nV/V ỨNG PHÓ MƯA LŨ", "Công điện", "ỨNG PHÓ MƯA LŨ"),
        (
            "CHƯƠNG TRÌNH HÀNH ĐỘNG\nthực hiện Nghị quyết số 59-NQ/TW",
            "Chương trình hành động",
            "thực hiện Nghị quyết số 59-NQ/TW",
        ),
        (
            "KẾT LUẬN\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề sinh hoạt chi bộ",
            "Kết luận",
            "CỦA BAN THƯỜNG VỤ TỈNH ỦY về sinh hoạt chi bộ",
        ),
        ("KẾ HOẠCH**Triển khai đề án\nchuyển đổi số**", "Kế hoạch", "Triển khai đề án chuyển đổi số"),
        (
            "QUYẾT ĐỊNH\nBAN HÀNH CHƯƠNG TRÌNH NƯỚC SẠCH GIAI ĐOẠN\n2026 - 2028",
            "Quyết định",
            "BAN HÀNH CHƯƠNG TRÌNH NƯỚC SẠCH GIAI ĐOẠN 2026 - 2028",
        ),
    ],
)
def test_type_and_subject(title: str, doc_type: str, subject: str) -> None:
    header = _header(title=title)
    assert (header.doc_type, header.subject) == (doc_type, subject)


def test_who_decides_is_no_part_of_the_subject() -> None:
    header = _header(title="QUYẾT ĐỊNH\nVỀ VIỆC THÀNH LẬP TỔ CÔNG TÁC\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẮC")
    assert header.subject == "VỀ VIỆC THÀNH LẬP TỔ CÔNG TÁC"
    assert header.issuing_body == "Ủy ban nhân dân tỉnh Cao Bắc"


def test_grounds_under_the_title_are_no_subject() -> None:
    header = _header(
        title="KẾ HOẠCH\nThực hiện cải cách hành chính\nThực hiện Kế hoạch số 5/KH-UBND ngày 01/01/2026, UBND xã"
    )
    assert header.subject == "Thực hiện cải cách hành chính"


LONG = (
    "Thực hiện công tác phòng, chống thiên tai và tìm kiếm cứu nạn trên địa bàn tỉnh trong mùa mưa bão năm 2026 "
    "và các năm tiếp theo"
)
CITING = "Triển khai Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"


@pytest.mark.parametrize("subject", [LONG, CITING])
def test_a_paragraph_that_carries_something_out_and_has_no_stop_is_the_subject(subject: str) -> None:
    assert _under_title(subject).subject == subject
    assert _under_title(f"{subject}:").subject is None
    assert _under_title(f"{subject}.").subject is None


def test_a_line_that_carries_something_out_is_the_subject_where_an_empty_line_ends_it() -> None:
    assert _header(title=f"KẾ HOẠCH\n{CITING}").subject == CITING
    assert _header(title=f"KẾ HOẠCH\n{CITING},\nỦy ban nhân dân tỉnh ban hành Kế hoạch như sau:").subject is None


def test_a_first_sentence_over_several_lines_is_no_subject() -> None:
    assert _header(title=f"KẾ HOẠCH\n{CITING}\nvà ý kiến của Tỉnh ủy, Ủy ban nhân dân tỉnh kế hoạch:").subject is None


def _under_title(line: str) -> Header:
    """The letterhead of a file whose paragraphs are known, with that one under its title."""
    lines = ("UBND TỈNH CAO BẮC", "Số: 12/KH-UBND", "KẾ HOẠCH", line, "Căn cứ Luật Việc làm;", "1. Báo cáo.")
    whole = (Line(at, text, whole=True) for at, text in enumerate(lines, 1))
    return read_structure(Transcript(Medium.DOCX, tuple(whole))).header


def test_a_letter_has_its_subject_under_the_number_and_no_type_of_its_own() -> None:
    header = read(
        "UBND TỈNH CAO BẮC\nSỞ NỘI VỤ\nSố: 512/SNV-CCHC\nV/v đẩy mạnh ký số\nvăn bản điện tử\n"
        "Cao Bắc, ngày 9 tháng 4 năm 2026\nKính gửi: Các sở, ban, ngành.\nSở Nội vụ đề nghị:\n1. Báo cáo."
    ).header
    assert (header.doc_type, header.subject) == ("Công văn", "đẩy mạnh ký số văn bản điện tử")
    assert (header.superior_body, header.issuing_body) == ("UBND tỉnh Cao Bắc", "Sở Nội vụ")


def test_a_subject_may_wrap_beside_the_date() -> None:
    header = read(
        "UBND TỈNH CAO BẮC        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "SỞ NỘI VỤ                Độc lập - Tự do - Hạnh phúc\n"
        "Số: 1903/SNV-CCHC\n"
        "V/v chấm điểm            Cao Bắc, ngày 02 tháng 11 năm 2026\n"
        "cải cách hành chính\n\nKính gửi: Các sở.\n\n1. Báo cáo."
    ).header
    assert header.subject == "chấm điểm cải cách hành chính"
    assert header.date == PartialDate(2, 11, 2026)


def test_number_and_subject_in_one_line() -> None:
    header = read("VĂN PHÒNG CHÍNH PHỦ\nSố: 99/VPCP-NC V/v chống lãng phí\nKính gửi: Các bộ.\n1. Báo cáo.").header
    assert (header.number, header.subject) == ("99", "chống lãng phí")


def test_the_party_prints_a_star_and_no_colon() -> None:
    header = read(
        "TỈNH ỦY LÂM HÀ\nBAN TỔ CHỨC\n*\nSố 12-HD/BTCTU\nĐẢNG CỘNG SẢN VIỆT NAM\nLâm Hà, ngày 20 tháng 01 năm 2026\n"
        "HƯỚNG DẪN\ntổ chức kiểm điểm\n-----\nThực hiện Quy định số 366-QĐ/TW, Ban Tổ chức hướng dẫn:\n1- Kiểm điểm."
    ).header
    assert header.party
    assert (header.number, header.symbol, header.doc_type) == ("12", "HD/BTCTU", "Hướng dẫn")
    assert (header.superior_body, header.issuing_body) == ("Tỉnh ủy Lâm Hà", "Ban Tổ chức Tỉnh ủy Lâm Hà")


def test_a_letterhead_with_number_above_the_motto_and_in_small_letters() -> None:
    header = read(
        "Ủy ban nhân dân xã Phú Lâm\nSố: 146/UBND-KT\nV/v đất công ích\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\n\nPhú Lâm, ngày 02 tháng 6 năm 2026\n\nKính gửi: Trưởng các thôn.\n\n"
        "1. Báo cáo."
    ).header
    assert (header.issuing_body, header.number, header.subject) == ("Ủy ban nhân dân xã Phú Lâm", "146", "đất công ích")


def test_a_missing_letterhead_leaves_everything_open() -> None:
    document = read(
        "Kính gửi: Các sở, ban, ngành.\n\nThực hiện Kết luận số 226-KL/TW, UBND tỉnh yêu cầu:\n\n1. Quán triệt."
    )
    header = document.header
    assert (header.number, header.symbol, header.issuing_body, header.place, header.subject) == (
        None,
        None,
        None,
        None,
        None,
    )
    assert header.doc_type == "Công văn"
    assert [item.path for item in document.body] == ["1"]


def test_menus_above_the_letterhead_are_not_read() -> None:
    header = read(
        "TRANG CHỦ\nĐăng nhập\n|\nỦY BAN NHÂN DÂN\nTỈNH CAO BẮC\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 7/CT-UBND"
    ).header
    assert (header.issuing_body, header.number) == ("Ủy ban nhân dân tỉnh Cao Bắc", "7")


@pytest.mark.parametrize(
    ("stamp", "urgency"),
    [
        ("KHẨN", Urgency.URGENT),
        ("THƯỢNG KHẨN", Urgency.VERY_URGENT),
        ("HỎA TỐC", Urgency.IMMEDIATE),
        ("HOẢ TỐC HẸN GIỜ", Urgency.IMMEDIATE),
        ("Khẩn", Urgency.URGENT),
        ("DỰ THẢO", Urgency.NORMAL),
    ],
)
def test_the_urgency_stamp(stamp: str, urgency: Urgency) -> None:
    header = _header(number=f"{stamp}\nSố: 12/KH-UBND")
    assert (header.urgency, header.issuing_body, header.number) == (urgency, "Ủy ban nhân dân tỉnh Cao Bắc", "12")


def test_a_telegrams_title_may_carry_the_urgency() -> None:
    assert _header(title="CÔNG ĐIỆN KHẨN\nỨng phó bão số 3").urgency is Urgency.URGENT


def test_the_word_urgent_in_a_sentence_is_no_stamp() -> None:
    assert _header(title="KẾ HOẠCH\nKhẩn trương khắc phục hậu quả bão").urgency is Urgency.NORMAL


def test_each_field_knows_its_line() -> None:
    lines = _header().lines
    assert (lines["issuing_body"], lines["number"], lines["date"], lines["doc_type"], lines["subject"]) == (
        1,
        7,
        8,
        9,
        10,
    )


@pytest.mark.parametrize(
    "opening",
    [
        "UBND xã ban hành Kế hoạch như sau:",
        "Ủy ban nhân dân xã xây dựng Kế hoạch phòng, chống thiên tai\nnăm 2026 như sau:",
        "Năm 2025, thiên tai gây thiệt hại lớn.",
    ],
)
def test_the_first_sentence_is_no_subject_without_an_empty_line(opening: str) -> None:
    header = read(f"KẾ HOẠCH\nPhòng, chống thiên tai năm 2026\n{opening}\n1. Báo cáo.").header
    assert header.subject == "Phòng, chống thiên tai năm 2026"


def test_a_sentence_about_this_matter_is_no_subject() -> None:
    document = read(
        "Về việc này, Chủ tịch Ủy ban nhân dân xã có ý kiến như sau:\n\n1. Báo cáo.\n\nNơi nhận:\n- Lưu: VT."
    )
    assert document.header.subject is None
    assert [item.text for item in document.body] == ["Báo cáo."]
