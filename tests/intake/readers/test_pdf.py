"""A PDF says what a person reads on its pages, in the order in which a person reads it."""

import io

import pypdfium2
import pytest
from PIL import Image

from tests.intake.readers.making import Printer
from thac.intake.limits import Limits
from thac.intake.readers import transcribe
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Cell, Medium, Place, Transcript

LEFT = ["ỦY BAN NHÂN DÂN", "TỈNH HƯNG LỘC", "Số:      /UBND-NC", "V/v rà soát thủ tục"]
RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "", "Hưng Lộc, ngày 05 tháng 3 năm 2026"]
TASK = (
    "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và Ủy ban nhân dân các xã, phường rà soát thủ tục hành chính nội "
    "bộ, đề xuất cắt giảm ít nhất 30% thời gian giải quyết, báo cáo Ủy ban nhân dân tỉnh trước ngày 20/6/2026."
)
REPORT = (
    "2. Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện Công văn này; định kỳ hằng quý tổng hợp, báo "
    "cáo Chủ tịch Ủy ban nhân dân tỉnh những khó khăn, vướng mắc và kiến nghị của các cơ quan, đơn vị, địa phương."
)


def texts(transcript: Transcript, place: Place = Place.BODY) -> list[str]:
    return [line.text for line in transcript.lines if line.place is place]


def letter() -> Printer:
    printer = Printer()
    printer.columns(LEFT, RIGHT)
    printer.centred("Kính gửi: Các sở, ban, ngành cấp tỉnh.")
    printer.paragraph(TASK)
    printer.paragraph(REPORT)
    return printer


def test_the_columns_of_letterhead_and_signature_are_read_one_after_the_other() -> None:
    printer = letter()
    printer.columns(
        ["Nơi nhận:", "- Như trên;", "- Lưu: VT, NC."], ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Thị Ví Dụ"], size=11
    )
    transcript = transcribe(printer.bytes())
    assert transcript.medium is Medium.PDF
    assert transcript.pages == 1
    assert texts(transcript) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH HƯNG LỘC",
        "Số: /UBND-NC",
        "V/v rà soát thủ tục",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hưng Lộc, ngày 05 tháng 3 năm 2026",
        "Kính gửi: Các sở, ban, ngành cấp tỉnh.",
        TASK,
        REPORT,
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, NC.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Trần Thị Ví Dụ",
    ]


def test_rows_of_one_paragraph_are_one_whole_line_across_pages() -> None:
    printer = Printer()
    for _ in range(14):
        printer.paragraph(TASK)
    lines = transcribe(printer.bytes()).lines
    assert {line.text for line in lines} == {TASK}
    assert all(line.whole for line in lines)
    assert {line.page for line in lines} == {1, 2}


def test_a_symbol_that_is_broken_behind_its_dash_stays_one() -> None:
    printer = Printer()
    printer.set_right_margin(printer.w - 30 - printer.get_string_width("Thực hiện Kết luận số 226-KL/") - 2.5)
    printer.multi_cell(
        0, 7, "Thực hiện Kết luận số 226-\nKL/TW của Ban Bí thư về\nchấn chỉnh lề lối làm việc", align="L"
    )
    assert texts(transcribe(printer.bytes())) == [
        "Thực hiện Kết luận số 226-KL/TW của Ban Bí thư về chấn chỉnh lề lối làm việc"
    ]


def test_a_row_that_was_stretched_to_the_margin_is_one_sentence() -> None:
    printer = letter()
    y = printer.get_y() + 5
    for x, word in ((30, "Giao"), (70, "Sở"), (105, "Nội"), (140, "vụ"), (180, "rà")):
        printer.text(x, y, word)
    printer.set_y(y + 2)
    printer.paragraph("soát, tổng hợp.", indent=0)
    assert texts(transcribe(printer.bytes()))[-1].endswith("Giao Sở Nội vụ rà soát, tổng hợp.")


def test_page_numbers_and_running_heads_are_no_text() -> None:
    printer = Printer()
    for page in (1, 2, 3):
        if page > 1:
            printer.add_page()
        printer.at(105, 10, str(page), 13)
        printer.at(30, 288, "Công báo tỉnh Hưng Lộc", 10)
        printer.paragraph(TASK)
    transcript = transcribe(printer.bytes())
    assert texts(transcript) == [TASK, TASK, TASK]
    assert set(transcript.margins) == {"1", "2", "3", "Công báo tỉnh Hưng Lộc"}


def test_a_footnote_leaves_the_sentence_it_landed_in() -> None:
    printer = Printer()
    printer.paragraph(TASK)
    printer.set_y(250)
    printer.cell(0, 7, "Thực hiện Quyết định số 534/QĐ-TTg")
    end = 31 + printer.get_string_width("Thực hiện Quyết định số 534/QĐ-TTg")
    printer.at(end, 252.5, "1", 8)
    printer.set_xy(30, 256)
    printer.cell(0, 7, "Diện tích 50 m")
    printer.at(31 + printer.get_string_width("Diện tích 50 m"), 258.5, "1", 8)
    printer.line(30, 265, 80, 265)
    printer.at(30, 269, "1", 7)
    printer.at(32, 270, "Về Kế hoạch chấn chỉnh lề lối làm việc.", 10)
    transcript = transcribe(printer.bytes())
    assert texts(transcript) == [TASK, "Thực hiện Quyết định số 534/QĐ-TTg", "Diện tích 50 m1"]
    assert texts(transcript, Place.FOOTNOTE) == ["1 Về Kế hoạch chấn chỉnh lề lối làm việc."]


def test_a_raised_number_without_a_footnote_stays() -> None:
    printer = Printer()
    printer.cell(0, 7, "Diện tích tối thiểu 50 m")
    printer.at(31 + printer.get_string_width("Diện tích tối thiểu 50 m"), 22.5, "2", 8)
    assert texts(transcribe(printer.bytes())) == ["Diện tích tối thiểu 50 m2"]


def test_small_letters_at_the_foot_without_a_number_are_text() -> None:
    printer = letter()
    printer.at(30, 270, "Nơi nhận: như trên.", 10)
    transcript = transcribe(printer.bytes())
    assert texts(transcript)[-1] == "Nơi nhận: như trên."


def ruled(printer: Printer, rows: list[tuple[str, str, str]]) -> None:
    with printer.table(col_widths=(12, 90, 63), first_row_as_headings=False, line_height=7) as table:
        for row in rows:
            cells = table.row()
            for cell in row:
                cells.cell(cell)


def test_a_ruled_table_keeps_its_cells() -> None:
    printer = letter()
    rows = [("TT", "Nội dung", "Chủ trì"), ("1", "Tập huấn", "Sở Nội vụ"), ("2", "Kiểm tra", "Thanh tra tỉnh")]
    ruled(printer, [*rows, ("3", "Sơ kết", "Văn phòng"), ("4", "Tổng kết", "Văn phòng")])
    cells = [(line.cell, line.text) for line in transcribe(printer.bytes()).lines if line.place is Place.CELL]
    assert cells[:6] == [
        (Cell(1, 1, 1), "TT"),
        (Cell(1, 1, 2), "Nội dung"),
        (Cell(1, 1, 3), "Chủ trì"),
        (Cell(1, 2, 1), "1"),
        (Cell(1, 2, 2), "Tập huấn"),
        (Cell(1, 2, 3), "Sở Nội vụ"),
    ]
    assert cells[-1] == (Cell(1, 5, 3), "Văn phòng")


def test_a_table_that_goes_on_over_pages_is_one() -> None:
    printer = Printer()
    ruled(printer, [(str(n), f"Nhiệm vụ số {n}", "Sở Nội vụ") for n in range(1, 61)])
    rows = {line.text: line.cell for line in transcribe(printer.bytes()).lines if line.cell and line.cell.column == 2}
    assert rows["Nhiệm vụ số 1"] == Cell(1, 1, 2)
    assert rows["Nhiệm vụ số 60"] == Cell(1, 60, 2)


def test_letters_are_read_where_they_stand_and_not_in_the_order_they_were_drawn() -> None:
    printer = Printer()
    x = 30.0
    later = []
    for letter_of in "CHỦ TỊCH ỦY BAN":
        if letter_of in "ỦỊ":
            later.append((x, letter_of))
        elif letter_of != " ":
            printer.text(x, 40, letter_of)
        x += printer.get_string_width(letter_of)
    for place, letter_of in later:
        printer.text(place, 40, letter_of)
    assert texts(transcribe(printer.bytes())) == ["CHỦ TỊCH ỦY BAN"]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned_upright(degrees: int) -> None:
    data = letter().bytes()
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    around = pypdfium2.PdfMatrix().translate(-page.get_width() / 2, -page.get_height() / 2).rotate(degrees)
    for thing in page.get_objects():
        thing.transform(around.translate(300, 300))
    page.set_mediabox(-300, -300, 900, 900)
    page.gen_content()
    turned = io.BytesIO()
    document.save(turned)
    assert texts(transcribe(turned.getvalue())) == texts(transcribe(data))


def test_text_across_the_page_and_notes_over_it_are_for_the_door() -> None:
    printer = letter()
    with printer.rotation(45, 100, 150):
        printer.at(80, 150, "TUYỆT MẬT", 40)
    printer.free_text_annotation("Đã xem", 20, 20, 30, 10)
    printer.set_keywords("Mật")
    transcript = transcribe(printer.bytes())
    assert "TUYỆT" not in " ".join(texts(transcript))
    assert {"TUYỆT MẬT", "Đã xem", "Mật"} <= set(transcript.margins)


# ------------------------------------------------------------------------------------------------------------- refusals


def refusal(data: bytes, limits: Limits | None = None) -> FileCode:
    with pytest.raises(FileRefusedError) as refused:
        transcribe(data, limits=limits or Limits())
    return refused.value.refusal.code


def scan(printer: Printer) -> None:
    printer.image(Image.new("RGB", (60, 85), (240, 240, 240)), 0, 0, printer.w, printer.h)


def test_a_scan_is_called_a_scan_and_its_pages_are_named() -> None:
    printer = Printer()
    scan(printer)
    printer.at(120, 20, "Ký bởi: Ủy ban nhân dân xã", 8)
    printer.add_page()
    scan(printer)
    with pytest.raises(FileRefusedError) as refused:
        transcribe(printer.bytes())
    assert refused.value.refusal.code is FileCode.SCANNED
    assert "trang 1, 2" in refused.value.refusal.message
    assert "dấu chỉ độ mật" in refused.value.refusal.message


def test_pages_without_any_letter_are_a_scan_too() -> None:
    printer = Printer()
    printer.line(20, 20, 100, 100)
    assert refusal(printer.bytes()) is FileCode.SCANNED


def test_a_scanned_appendix_is_named_and_the_text_is_read() -> None:
    printer = letter()
    for _ in (2, 3):
        printer.add_page()
        printer.paragraph(TASK)
    printer.add_page()
    scan(printer)
    transcript = transcribe(printer.bytes())
    assert transcript.unread == (4,)
    assert transcript.pictures == 1
    assert TASK in texts(transcript)


def test_a_password_is_called_a_password() -> None:
    printer = letter()
    printer.set_encryption(owner_password="chu", user_password="khach")
    assert refusal(printer.bytes()) is FileCode.ENCRYPTED


def test_a_file_that_only_restricts_its_use_is_read() -> None:
    printer = letter()
    printer.set_encryption(owner_password="chu")
    assert TASK in texts(transcribe(printer.bytes()))


def test_too_many_pages_are_refused_before_they_are_read() -> None:
    printer = Printer()
    for _ in range(3):
        printer.add_page()
    assert refusal(printer.bytes(), Limits(pages=3)) is FileCode.TOO_MANY_PAGES


def test_too_many_letters_are_refused() -> None:
    assert refusal(letter().bytes(), Limits(characters=200)) is FileCode.TOO_MANY_LINES
